import { communityOf, type Community } from './accounts.ts';
import { announce } from './announcing.ts';
import { readAttachment, readAttachments } from './attachments.ts';
import { meetHashtag } from './captcha.ts';
import { levelOf } from './caller.ts';
import { postKey } from './counts.ts';
import { secondsOf, type Call, type World } from './method.ts';
import type { Parameters } from './parameters.ts';
import { postNews } from './post-view.ts';
import { badParameter, Refusal } from './refusals.ts';
import { sendOut } from './settling.ts';
import type { Entry, Post } from './state.ts';

const hour = 3_600;
const day = 86_400;
const limits = { text: 15_895, aDay: 500, postponedADay: 250, postponed: 1_500 };

/** A post that is there. Throws error 210. */
export function postAt(groupId: number, id: number, { state }: World): Post {
  const post = state.get('post', postKey({ groupId, id }));
  if (!post || post.deleted) throw new Refusal(210, 'no access to the post, or it is deleted');
  return post;
}

/** `wall.post`. */
export function publishPost(call: Call): { readonly post_id: number } {
  const { world, parameters } = call;
  const { state } = world;
  const community = wallOf(call);
  const existing = parameters.number('post_id');
  if (existing !== undefined) return { post_id: publishNow(community, existing, call) };

  const now = secondsOf(world.now());
  const guid = parameters.text('guid') ?? '';
  const twin = guid === '' ? undefined : twinOf(community, guid, now, call);
  if (twin) return { post_id: twin.id };

  const post: Post = {
    ...authorOf(call, community),
    ...contentOf(call),
    id: 0,
    groupId: community.id,
    madeAt: now,
    guid: guid === '' ? undefined : guid,
    pinned: false,
    deleted: false,
    ...timeOf(community, call),
  };
  meetHashtag(post.text, parameters.text('success_token'), call.caller, world);
  const made = { ...post, id: state.nextId() };
  state.record(
    ...slowedVideos(made, call),
    ['post', postKey(made), made],
    ...(made.postponed
      ? announce(world, community.id, 'wall_schedule_post_new', { id: made.id, schedule_time: made.date })
      : announce(world, community.id, 'wall_post_new', postNews(made, world))),
  );
  world.wake();
  return { post_id: made.id };
}

/** A post is out at once; what may take its time is a video of it. */
function slowedVideos({ attachments }: Post, { world, processingMs }: Call): readonly Entry[] {
  if (processingMs === undefined) return [];
  return attachments.map(readAttachment).flatMap((one): readonly Entry[] => {
    const video = one.type === 'video' ? world.state.get('video', one.key) : undefined;
    const readyAt = world.now().getTime() + processingMs;
    return video && one.type === 'video' ? [['video', one.key, { ...video, readyAt }]] : [];
  });
}

/** The wall on which somebody wants to write. Throws error 214. */
function wallOf({ caller, parameters }: Call): Community {
  const ownerId = parameters.number('owner_id') ?? (caller.kind === 'community' ? -caller.groupId : 0);
  const community = communityOf(-ownerId);
  if (!community || levelOf(caller, community.id) < 2) throw new Refusal(214, 'no access to write on this wall');
  return community;
}

/** What an earlier call with the same key made, within the hour. */
const twinOf = ({ id }: Community, guid: string, now: number, { world }: Call): Post | undefined =>
  world.state.all('post').find((post) => post.groupId === id && post.guid === guid && post.madeAt > now - hour);

function publishNow({ id }: Community, postId: number, { world }: Call): number {
  const post = world.state.get('post', postKey({ groupId: id, id: postId }));
  if (!post?.postponed || post.deleted) throw new Refusal(214, 'there is no such postponed post');
  return sendOut(post, world, secondsOf(world.now())).id;
}

function authorOf({ caller, parameters }: Call, { id }: Community) {
  if (caller.kind === 'community') return { fromId: -id, createdBy: undefined, signerId: undefined };
  const userId = caller.kind === 'user' ? caller.userId : 0;
  if (!parameters.is('from_group')) return { fromId: userId, createdBy: userId, signerId: undefined };
  return { fromId: -id, createdBy: userId, signerId: parameters.is('signed') ? userId : undefined };
}

/** What a post says and shows, held to the rules. */
export function contentOf({ world, parameters }: Call) {
  const text = parameters.text('message') ?? '';
  const attachments = parameters.list('attachments');
  if (text.trim() === '' && attachments.length === 0) throw badParameter('message or attachments should be passed');
  if (Array.from(text).length > limits.text) throw badParameter('message is too long');
  readAttachments(attachments, text.trim(), world.state);
  assertExtras(parameters, world);
  const copyright = parameters.text('copyright') ?? '';
  return {
    text,
    attachments,
    closedComments: parameters.is('close_comments'),
    markedAsAds: parameters.is('mark_as_ads'),
    copyright: copyright === '' ? undefined : copyright,
    carousel: parameters.text('primary_attachments_mode') === 'carousel',
  };
}

function assertExtras(parameters: Parameters, { state }: World): void {
  const copyright = parameters.text('copyright') ?? '';
  if (copyright !== '' && !isAddress(copyright)) throw new Refusal(3102);
  const donut = parameters.number('donut_paid_duration') ?? 0;
  if (donut !== 0) throw new Refusal(225);
  const photo = parameters.text('link_photo_id') ?? '';
  if (photo !== '' && !state.get('photo', photo)) throw badParameter('link_photo_id is not found');
}

export const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** When a post is to go out. */
function timeOf(community: Community, { world, parameters }: Call): Pick<Post, 'date' | 'postponed'> {
  const now = secondsOf(world.now());
  const date = parameters.number('publish_date') ?? 0;
  if (date === 0) {
    const today = postsOf(community, world).filter((post) => !post.postponed && dayOf(post.date) === dayOf(now));
    if (today.length >= limits.aDay) throw new Refusal(214, `you can only add ${limits.aDay} posts a day`);
    return { date: now, postponed: false };
  }
  assertFree(community, date, world);
  return { date, postponed: true };
}

/** Throws where no post may wait for this time. `except`: the id of the post that is moved. */
export function assertFree(community: Community, date: number, world: World, except?: number): void {
  const now = secondsOf(world.now());
  if (date <= now) throw badParameter('publish_date should be in the future');
  if (date > now + 366 * day) throw badParameter('publish_date should be within a year');
  const waiting = postsOf(community, world).filter(({ postponed, id }) => postponed && id !== except);
  const minuteOf = (time: number) => Math.floor(time / 60);
  if (waiting.some((post) => minuteOf(post.date) === minuteOf(date))) {
    throw new Refusal(214, 'a post is already scheduled for this time');
  }
  if (waiting.filter((post) => dayOf(post.date) === dayOf(date)).length >= limits.postponedADay) {
    throw new Refusal(214, `you can only schedule ${limits.postponedADay} posts on a day`);
  }
  if (waiting.length >= limits.postponed) throw new Refusal(214, `you can only schedule ${limits.postponed} posts`);
}

const dayOf = (time: number) => Math.floor(time / day);

/** Posts that are there, oldest first. */
export const postsOf = ({ id }: Pick<Community, 'id'>, { state }: World): readonly Post[] =>
  state.all('post').filter((post) => post.groupId === id && !post.deleted);
