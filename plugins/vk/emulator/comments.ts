import { readAttachments } from './attachments.ts';
import { announce } from './announcing.ts';
import { levelOf } from './caller.ts';
import {
  actorOf,
  assertManages,
  communityByOwner,
  pageOf,
  secondsOf,
  type Call,
  type Methods,
  type World,
} from './method.ts';
import { commentView } from './post-view.ts';
import { badParameter, Refusal } from './refusals.ts';
import { commentEntries, commentKey, newComment, tellOfComment } from './settling.ts';
import type { Comment } from './state.ts';
import { sidesOf } from './views.ts';
import { postAt } from './wall-post.ts';

const hour = 3_600;
const day = 86_400;

/** A comment that is there. Throws error 211. */
export function commentAt(groupId: number, id: number, { state }: World): Comment {
  const comment = state.get('comment', commentKey({ groupId, id }));
  if (!comment || comment.deleted) throw new Refusal(211, 'there is no such comment');
  return comment;
}

function getComments(call: Call) {
  const { world, parameters } = call;
  const community = communityByOwner(call);
  const post = postAt(community.id, parameters.number('post_id') ?? 0, world);
  const threadOf = parameters.number('comment_id');
  const all = world.state
    .all('comment')
    .filter(({ groupId, postId, deleted }) => groupId === community.id && postId === post.id && !deleted);
  const level = all.filter(({ top }) => top === threadOf).sort((a, b) => a.date - b.date || a.id - b.id);
  if (parameters.text('sort') === 'desc') level.reverse();
  const start = parameters.number('start_comment_id');
  const from =
    start === undefined
      ? 0
      : Math.max(
          0,
          level.findIndex(({ id }) => id === start),
        );
  const found = pageOf(level.slice(from), call, 100, 10);
  const items = found.map((comment) => commentView(comment, world, parameters.number('thread_items_count') ?? 0));
  const isOpen = !post.closedComments;
  return {
    count: all.length,
    items,
    current_level_count: level.length,
    can_post: isOpen,
    show_reply_button: isOpen,
    groups_can_post: isOpen,
    ...extended(found, call),
  };
}

function extended(comments: readonly Comment[], { world, caller, parameters }: Call) {
  if (!parameters.is('extended')) return {};
  const below = world.state.all('comment').filter(({ top }) => comments.some(({ id }) => id === top));
  return sidesOf(
    [...comments, ...below].map(({ fromId }) => fromId),
    world,
    caller,
    parameters.list('fields'),
  );
}

function getComment(call: Call) {
  const { world, parameters } = call;
  const comment = commentAt(communityByOwner(call).id, parameters.required('comment_id'), world);
  return {
    items: [commentView(comment, world, 10)],
    can_post: true,
    show_reply_button: true,
    groups_can_post: true,
    ...extended([comment], call),
  };
}

function createComment(call: Call) {
  const { world, caller, parameters } = call;
  const community = communityByOwner(call);
  const post = postAt(community.id, parameters.required('post_id'), world);
  if (post.closedComments || post.postponed) throw new Refusal(213, 'comments are closed');
  const asGroup = parameters.number('from_group') ?? 0;
  if (asGroup !== 0 && levelOf(caller, asGroup) < 2) throw badParameter('from_group is incorrect');
  const text = parameters.text('message') ?? '';
  const attachments = parameters.list('attachments');
  if (text.trim() === '' && attachments.length === 0 && !parameters.has('sticker_id')) {
    throw badParameter('message or attachments should be passed');
  }
  if (Array.from(text).length > 16_384) throw badParameter('message is too long');
  readAttachments(attachments, text.trim(), world.state);

  const now = secondsOf(world.now());
  const guid = parameters.text('guid') ?? '';
  const fromId = asGroup === 0 ? actorOf(caller) : -asGroup;
  const twin = world.state
    .all('comment')
    .find((one) => guid !== '' && one.guid === guid && one.groupId === community.id && one.fromId === fromId);
  if (twin && twin.date > now - hour) return { comment_id: twin.id, parents_stack: stackOf(twin) };

  const replyTo = parameters.number('reply_to_comment') ?? 0;
  const answered = replyTo === 0 ? undefined : commentAt(community.id, replyTo, world);
  if (answered && answered.postId !== post.id) throw badParameter('reply_to_comment is of another post');
  const comment: Comment = {
    ...newComment(fromId, post, text, now, world),
    attachments,
    ...(answered && { replyTo: answered.id, top: answered.top ?? answered.id }),
    ...(guid !== '' && { guid }),
  };
  world.state.record(...commentEntries(comment, world));
  world.wake();
  return { comment_id: comment.id, parents_stack: stackOf(comment) };
}

const stackOf = ({ top }: Comment): readonly number[] => (top === undefined ? [] : [top]);

function editComment(call: Call) {
  const { world, caller, parameters } = call;
  const community = communityByOwner(call);
  const comment = commentAt(community.id, parameters.required('comment_id'), world);
  const isOwn = comment.fromId === actorOf(caller) || comment.fromId === -community.id;
  if (!isOwn || levelOf(caller, community.id) < 2) throw new Refusal(15);
  if (comment.date + day < secondsOf(world.now())) throw new Refusal(15, 'edit time expired');
  const text = parameters.text('message') ?? '';
  const attachments = parameters.list('attachments');
  if (text.trim() === '' && attachments.length === 0) throw badParameter('message or attachments should be passed');
  readAttachments(attachments, text.trim(), world.state);
  const edited = { ...comment, text, attachments };
  world.state.record(['comment', commentKey(comment), edited], ...tellOfComment('wall_reply_edit', edited, world));
  world.wake();
  return 1 as const;
}

function deleteComment(call: Call) {
  const { world, caller, parameters } = call;
  const community = communityByOwner(call);
  const comment = commentAt(community.id, parameters.required('comment_id'), world);
  assertManages(call, community, 1);
  world.state.record(
    ['comment', commentKey(comment), { ...comment, deleted: true }],
    ...announce(world, community.id, 'wall_reply_delete', {
      owner_id: -community.id,
      id: comment.id,
      user_id: actorOf(caller),
      deleter_id: actorOf(caller),
      post_id: comment.postId,
    }),
  );
  world.wake();
  return 1 as const;
}

function restoreComment(call: Call) {
  const { world, parameters } = call;
  const community = communityByOwner(call);
  assertManages(call, community, 1);
  const found = world.state.get(
    'comment',
    commentKey({ groupId: community.id, id: parameters.required('comment_id') }),
  );
  if (!found) throw new Refusal(211, 'there is no such comment');
  if (!found.deleted) throw new Refusal(243);
  const comment = { ...found, deleted: false };
  world.state.record(['comment', commentKey(comment), comment], ...tellOfComment('wall_reply_restore', comment, world));
  world.wake();
  return 1 as const;
}

export const commentMethods: Methods = {
  'wall.getComments': getComments,
  'wall.getComment': getComment,
  'wall.createComment': createComment,
  'wall.editComment': editComment,
  'wall.deleteComment': deleteComment,
  'wall.restoreComment': restoreComment,
};
