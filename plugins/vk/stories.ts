import { happened, published, type Call, type Found, type NetworkCall, type Published } from '@polyphony/sdk';
import { ask, holderOf, idsOf, tell, upload } from './client.ts';
import type { Post } from './limits.ts';

interface Story {
  readonly id: number;
  readonly owner_id: number;
  readonly is_deleted?: boolean;
  readonly is_expired?: boolean;
}

const holderFor = (call: NetworkCall) => holderOf(call, 'key', 'user');

const outcomeOf = ({ http }: NetworkCall, { id, owner_id: owner }: Story): Published =>
  published({ externalId: `story${owner}_${id}`, url: `${http.address('web')}/story${owner}_${id}` });

/** An upload that nobody has saved is good for a while. */
const uploadGoodForMs = 60 * 60_000;

export async function publishStory(call: Call, post: Post): Promise<Published> {
  const result = await call.step('upload story', () => sendFile(call, post), { goodForMs: uploadGoodForMs });
  const before = await listBefore(call, post);
  // Nothing tells a repetition from a second story, so each try looks first.
  const story = await call.commit('stories.save', async () => {
    const fresh = await storiesSince(call, post, before);
    const [there, ...others] = fresh;
    if (others.length > 0) {
      throw call.refuse({ kind: 'outcome_unknown', code: 'many_stories', message: whyUnknown });
    }
    return there ?? saveStory(call, result);
  });
  return outcomeOf(call, story);
}

const whyUnknown = 'Several stories came out since then, and nobody can see which of them is this one.';

export async function findStory(call: Call, post: Post): Promise<Found> {
  const fresh = await storiesSince(call, post, await listBefore(call, post));
  if (fresh.length > 1) return { outcome: 'unknown', why: whyUnknown };
  return fresh[0] ? happened(fresh[0]) : { outcome: 'absent' };
}

async function sendFile(call: NetworkCall, { channelId, media: [media] }: Post): Promise<string> {
  if (!media) throw new TypeError('a story has one file');
  const isVideo = media.kind === 'VIDEO';
  const name = isVideo ? 'stories.getVideoUploadServer' : 'stories.getPhotoUploadServer';
  const parameters = { group_id: channelId, add_to_news: true };
  const { upload_url: url } = await ask<{ upload_url: string }>(call, holderFor(call), name, parameters);
  const sent = await upload<{ response?: { upload_result?: string } }>(
    call,
    url,
    isVideo ? 'video_file' : 'file',
    media,
  );
  const result = sent.response?.upload_result;
  if (result !== undefined) return result;
  throw call.refuse({
    kind: 'media_rejected',
    code: 'upload_refused',
    message: 'VK does not take this file for a story.',
  });
}

async function saveStory(call: NetworkCall, result: string): Promise<Story> {
  const parameters = { upload_results: result };
  const { items } = await tell<{ items: readonly Story[] }>(call, holderFor(call), 'stories.save', parameters);
  const [story] = items;
  if (!story) throw call.refuse({ kind: 'outcome_unknown', code: 'no_response', message: 'VK names no story.' });
  return { id: story.id, owner_id: story.owner_id };
}

const listBefore = (call: Call, post: Post): Promise<readonly number[]> =>
  call.step('list stories', async () => (await listStories(call, post)).map(({ id }) => id));

async function storiesSince(call: NetworkCall, post: Post, before: readonly number[]): Promise<readonly Story[]> {
  const fresh = (await listStories(call, post)).filter(({ id }) => !before.includes(id));
  return fresh.map(({ id, owner_id }) => ({ id, owner_id }));
}

/** Those of the last 24 hours, which are all that there are. */
async function listStories(call: NetworkCall, { channelId }: Post): Promise<readonly Story[]> {
  const parameters = { owner_id: `-${channelId}` };
  const { items } = await ask<{ items: readonly { readonly stories?: readonly Story[] }[] }>(
    call,
    holderFor(call),
    'stories.get',
    parameters,
  );
  return items.flatMap(({ stories = [] }) => stories);
}

/** Undefined: it is gone, or its 24 hours are over. */
export async function getStory(call: NetworkCall, externalId: string): Promise<Published | undefined> {
  const { groupId, id } = idsOf(call, externalId);
  const parameters = { stories: `-${groupId}_${id}` };
  const { items } = await ask<{ items: readonly Story[] }>(call, holderFor(call), 'stories.getById', parameters);
  const there = items.find((story) => story.is_deleted !== true && story.is_expired !== true);
  return there && outcomeOf(call, there);
}

export async function removeStory(call: NetworkCall, externalId: string): Promise<void> {
  const { groupId, id } = idsOf(call, externalId);
  await tell(call, holderFor(call), 'stories.delete', { owner_id: `-${groupId}`, story_id: id });
}
