import {
  happened,
  NetworkError,
  pending,
  type Call,
  type Found,
  type LostCommit,
  type NetworkCall,
  type Pending,
  type Published,
} from '@polyphony/sdk';
import { z } from 'zod';
import { attach, beginningOf, contentOf, plainOf, pollOf } from './attachments.ts';
import { ask, canRead, holderOf, idsOf, isStory, tell } from './client.ts';
import { messageOf, refuseWhatCannotStand, type Post } from './limits.ts';
import { attachedTo, getPost, listPosts, outcomeOf, type WallPost } from './posts.ts';
import { findStory, getStory, publishStory, removeStory } from './stories.ts';

export async function publish(call: Call, post: Post): Promise<Published | Pending> {
  refuseWhatCannotStand(call, post);
  if (post.format === 'STORY') return publishStory(call, post);
  const { publishAt, signed, fromGroup } = post.options ?? {};
  // A post that is sent once more may do so after its time.
  if (publishAt !== undefined) await call.step('check the time', async () => checkTime(call, publishAt));
  const attachments = await attach(call, post);
  // The key publishes as the community, and outlives a ban of the person; but it cannot name anybody.
  const holder = signed === true || fromGroup === false ? 'user' : holderOf(call, 'key', 'user');
  const parameters = { ...contentOf(post, attachments), ...beginningOf(post), guid: call.idempotencyKey };
  const { post_id: id } = await call.commit('wall.post', () =>
    tell<{ post_id: number }>(call, holder, 'wall.post', parameters, 'posts'),
  );
  const groupId = post.channelId;
  const own = attachments.map(plainOf);
  if (publishAt !== undefined) {
    const ticket: Ticket = { state: 'postponed', groupId, id, publishAt, text: messageOf(post), attachments: own };
    return pending(ticket, Math.max(shortestWaitMs, Date.parse(publishAt) - call.now().getTime()), String(id));
  }
  if (!post.media.some(({ kind }) => kind === 'VIDEO')) return outcomeOf(call, groupId, id);
  const videos = attachments.filter((one) => one.startsWith('video')).map((one) => one.slice('video'.length));
  const until = call.now().getTime() + longestEncodingMs;
  return pending({ state: 'encoding', groupId, id, videos, until } satisfies Ticket, shortestWaitMs);
}

const shortestWaitMs = 5_000;
const encodingMs = 15_000;
/** The post is out all the while; after this it is not waited for any longer. */
const longestEncodingMs = 6 * 60 * 60_000;
const yearMs = 365 * 24 * 60 * 60_000;

function checkTime(call: NetworkCall, publishAt: string): null {
  const ahead = Date.parse(publishAt) - call.now().getTime();
  const reject = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  if (ahead <= 0) throw reject('publish_at_past', 'The time in publishAt has passed.');
  if (ahead > yearMs) throw reject('publish_at_far', 'VK holds posts back for a year at most.');
  if (!canRead(call)) {
    throw reject('no_reader', 'A community key cannot see when a post goes out that VK holds back; schedule it here.');
  }
  return null;
}

const ticketShape = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('postponed'),
    groupId: z.string(),
    id: z.number(),
    publishAt: z.string(),
    text: z.string(),
    attachments: z.array(z.string()),
  }),
  z.object({
    state: z.literal('encoding'),
    groupId: z.string(),
    id: z.number(),
    videos: z.array(z.string()),
    until: z.number(),
  }),
]);
type Ticket = z.infer<typeof ticketShape>;

export async function check(call: NetworkCall, ticket: unknown): Promise<Published | Pending> {
  const read = ticketShape.parse(ticket);
  return read.state === 'encoding' ? checkEncoding(call, read) : checkPostponed(call, read);
}

async function checkEncoding(call: NetworkCall, ticket: Ticket & { state: 'encoding' }): Promise<Published | Pending> {
  const { groupId, id, videos, until } = ticket;
  if (call.now().getTime() > until) return outcomeOf(call, groupId, id);
  const { items } = await ask<{ items: readonly { processing?: number; converting?: number }[] }>(
    call,
    'user',
    'video.get',
    { videos },
  );
  const isBusy = items.length < videos.length || items.some((one) => one.processing === 1 || one.converting === 1);
  return isBusy ? pending(ticket, encodingMs) : outcomeOf(call, groupId, id);
}

/** How late the network may be before a post that is nowhere to be seen counts as gone. */
const latestMs = 15 * 60_000;

/** A post that was held back goes out under another id. */
async function checkPostponed(
  call: NetworkCall,
  ticket: Ticket & { state: 'postponed' },
): Promise<Published | Pending> {
  const { groupId, id, publishAt, text, attachments } = ticket;
  const wanted = { text, attachments, since: Date.parse(publishAt) };
  const late = call.now().getTime() - wanted.since;
  if (late >= 0) {
    const out = (await listPosts(call, groupId)).find((post) => post.postponed_id === id || isSame(post, wanted));
    if (out) return outcomeOf(call, groupId, out.id);
  }
  if (late > latestMs) {
    const message = 'The post that VK held back is not there: somebody took it back, or published it early.';
    throw call.refuse({ kind: 'not_found', code: 'postponed_gone', message });
  }
  return pending(ticket, late < 0 ? -late : encodingMs, String(id));
}

interface Wanted {
  readonly text: string;
  /** Without access keys. */
  readonly attachments: readonly string[];
  /** Milliseconds. */
  readonly since: number;
}

const clocksDifferMs = 60_000;
const plainText = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
const isUpload = (attachment: string) => !/^https?:/.test(attachment);

const isRecent = ({ date }: WallPost, { since }: Wanted) => date * 1000 >= since - clocksDifferMs;
const hasText = ({ text }: WallPost, wanted: Wanted) => plainText(text) === plainText(wanted.text);

/** What was uploaded for a post is in no other one; without any the text decides. */
function isSame(post: WallPost, wanted: Wanted): boolean {
  if (!isRecent(post, wanted)) return false;
  const uploads = wanted.attachments.filter(isUpload);
  const there = attachedTo(post);
  if (uploads.length > 0) return uploads.every((one) => there.includes(one));
  return hasText(post, wanted) && wanted.attachments.every((link) => there.some((one) => isSameLink(one, link)));
}

const isSameLink = (one: string, other: string) =>
  one === other || (URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href);

export async function find(call: Call, post: Post, { commit, since }: LostCommit): Promise<Found> {
  if (commit === 'stories.save') return findStory(call, post);
  if (!canRead(call)) {
    return {
      outcome: 'unknown',
      why: 'A community key cannot read the wall: look whether the post is there, or add a user token or a service key.',
    };
  }
  const { publishAt } = post.options ?? {};
  const attachments = (await attach(call, post)).map(plainOf);
  const wanted: Wanted = { text: messageOf(post), attachments, since: since.getTime() };
  const postponed = publishAt === undefined ? [] : await listPostponed(call, post.channelId);
  if (postponed === undefined)
    return { outcome: 'unknown', why: 'Posts that wait can be seen with a user token only.' };
  const recent = [...(await listPosts(call, post.channelId)), ...postponed].filter((one) => isRecent(one, wanted));
  const [found, ...others] = recent.filter((one) => isSame(one, wanted));
  if (others.length > 0) return { outcome: 'unknown', why: 'The same post is there more than once.' };
  if (found) return happened({ post_id: found.postponed_id ?? found.id });
  const isNear = !attachments.some(isUpload) && recent.some((one) => hasText(one, wanted));
  return isNear
    ? { outcome: 'unknown', why: 'A post with the same text is there, but with another attachment.' }
    : { outcome: 'absent' };
}

/** Undefined: this token does not see them. */
async function listPostponed(call: NetworkCall, groupId: string): Promise<readonly WallPost[] | undefined> {
  return holderOf(call, 'user', 'service') === 'user' ? listPosts(call, groupId, 'postponed') : undefined;
}

/** The network wants all of the post again, and knows no file of before by its bytes: every one is uploaded anew. */
export async function edit(call: Call, externalId: string, post: Post): Promise<Published> {
  refuseWhatCannotStand(call, post);
  const { groupId, id } = idsOf(call, externalId);
  const reject = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  if (isStory(externalId)) throw reject('story_stays', 'A story that is out cannot be changed.');
  const { linkTitle, primaryAttachmentsMode, fromGroup } = post.options ?? {};
  if (linkTitle !== undefined || primaryAttachmentsMode !== undefined || fromGroup === false) {
    const message =
      'VK cannot be told again of linkTitle, primaryAttachmentsMode and fromGroup, so such a post stays as it is.';
    throw reject('not_editable', message);
  }
  const poll = post.format === 'POLL' ? await pollThere(call, externalId, post) : undefined;
  const attachments = await attach(call, post, poll);
  // The same content once more changes nothing, so this may run twice.
  await call.step('wall.edit', () => tell(call, 'user', 'wall.edit', { ...contentOf(post, attachments), post_id: id }));
  return outcomeOf(call, groupId, id);
}

/** The poll of a post, if it is the one that is wanted: another one would begin without its votes. */
async function pollThere(call: NetworkCall, externalId: string, post: Post): Promise<string> {
  const there = (await getPost(call, externalId))?.attachments?.find(({ poll }) => poll)?.poll;
  const { question, add_answers: answers, is_anonymous, is_multiple, end_date = 0 } = pollOf(post);
  const isSamePoll =
    there?.question === question &&
    JSON.stringify(there?.answers.map(({ text }) => text)) === answers &&
    there?.anonymous === is_anonymous &&
    there.multiple === is_multiple &&
    there.end_date === end_date;
  if (there && isSamePoll) return `poll${there.owner_id}_${there.id}`;
  const message = 'A poll that is out stays as it is: with another one its votes would be lost.';
  throw call.refuse({ kind: 'content_rejected', code: 'poll_stays', message });
}

/** The network refuses what is gone as it refuses what is forbidden: only a look tells. */
export async function remove(call: NetworkCall, externalId: string): Promise<void> {
  try {
    const { groupId, id } = idsOf(call, externalId);
    if (isStory(externalId)) await removeStory(call, externalId);
    else await tell(call, 'user', 'wall.delete', { owner_id: `-${groupId}`, post_id: id });
  } catch (error) {
    const { kind } = error instanceof NetworkError ? error.details : {};
    if (kind !== 'permission_denied' && kind !== 'not_found') throw error;
    if ((await state(call, externalId)).outcome !== 'removed') throw error;
  }
}

export async function state(call: NetworkCall, externalId: string): Promise<Published | { outcome: 'removed' }> {
  if (isStory(externalId)) return (await getStory(call, externalId)) ?? { outcome: 'removed' };
  const { groupId, id } = idsOf(call, externalId);
  return (await getPost(call, externalId)) ? outcomeOf(call, groupId, id) : { outcome: 'removed' };
}
