import { announce } from './announcing.ts';
import { postKey } from './counts.ts';
import { fateOf, type Act } from './crowd.ts';
import { messageEntry } from './message-store.ts';
import type { World } from './method.ts';
import { commentView, postNews } from './post-view.ts';
import type { Comment, Entry, Post } from './state.ts';

/** Lets everything happen that is due by now: postponed posts go out, people say and do things. */
export function settle(world: World): void {
  const { state, now } = world;
  const at = now().getTime();
  for (const post of state.all('post')) {
    if (post.postponed && !post.deleted && post.date * 1000 <= at) sendOut(post, world);
  }
  for (const post of state.all('post')) if (!post.postponed && !post.deleted) settlePost(post, at, world);
}

/** A postponed post goes out, under a new id. Returns it. */
export function sendOut(post: Post, world: World, date = post.date): Post {
  const { state } = world;
  const out: Post = { ...post, id: state.nextId(), date, postponed: false, postponedId: post.id };
  state.record(
    ['post', postKey(post), { ...post, deleted: true, wentOutAs: out.id }],
    ['post', postKey(out), out],
    ...announce(world, out.groupId, 'wall_post_new', { ...postNews(out, world), postponed_id: post.id }),
  );
  world.wake();
  return out;
}

function settlePost(post: Post, at: number, world: World): void {
  const { state } = world;
  const key = postKey(post);
  const before = state.get('settled', key)?.at ?? 0;
  const { acts } = fateOf({ key, at: post.date * 1000 }, state.seed);
  const due = acts.filter((act) => act.at > before && act.at <= at);
  if (due.length === 0) return;
  state.record(['settled', key, { at }], ...due.flatMap((act) => entriesOf(act, post, world)));
  world.wake();
}

function entriesOf(act: Act, post: Post, world: World): readonly Entry[] {
  const { groupId } = post;
  const date = Math.floor(act.at / 1000);
  switch (act.kind) {
    case 'comment':
      return post.closedComments ? [] : say(act.by.id, post, act.text, date, world);
    case 'like':
      return announce(world, groupId, 'like_add', {
        liker_id: act.by.id,
        object_type: 'post',
        object_owner_id: -groupId,
        object_id: post.id,
        post_id: post.id,
        thread_reply_id: 0,
      });
    case 'join':
      return announce(world, groupId, 'group_join', { user_id: act.by.id, join_type: 'join' });
    case 'leave':
      return announce(world, groupId, 'group_leave', { user_id: act.by.id, self: 1 });
    case 'message':
      return messageEntry({ groupId, peerId: act.by.id, fromId: act.by.id, text: act.text, date }, world).entries;
    case 'repost':
      return [];
  }
}

/** Somebody comments a post. */
function say(by: number, post: Post, text: string, date: number, world: World): readonly Entry[] {
  return commentEntries(newComment(by, post, text, date, world), world);
}

export const newComment = (fromId: number, post: Post, text: string, date: number, { state }: World): Comment => ({
  id: state.nextId(),
  groupId: post.groupId,
  postId: post.id,
  fromId,
  date,
  text,
  attachments: [],
  deleted: false,
});

export const commentKey = ({ groupId, id }: Pick<Comment, 'groupId' | 'id'>): string => `-${groupId}_${id}`;

/** A comment that comes to be, with the news of it. */
export const commentEntries = (comment: Comment, world: World): readonly Entry[] => [
  ['comment', commentKey(comment), comment],
  ...tellOfComment('wall_reply_new', comment, world),
];

export const tellOfComment = (
  type: 'wall_reply_new' | 'wall_reply_edit' | 'wall_reply_restore',
  comment: Comment,
  world: World,
): readonly Entry[] =>
  announce(world, comment.groupId, type, {
    ...commentView(comment, world, false),
    post_owner_id: -comment.groupId,
  });

/** The newest post of a community that is out. */
export const newestPost = (groupId: number, { state }: World): Post | undefined =>
  state.all('post').findLast((post) => post.groupId === groupId && !post.deleted && !post.postponed);
