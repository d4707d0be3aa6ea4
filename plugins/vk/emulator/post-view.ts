import { attachmentView, readAttachment } from './attachments.ts';
import { countOf, isTold, likedBy, type PostCount } from './counts.ts';
import { flag, type World } from './method.ts';
import type { Comment, Post } from './state.ts';

const viewsOf = (attachments: readonly string[], world: World) =>
  attachments.flatMap((text) => attachmentView(readAttachment(text), world) ?? []);

/** A post as answers tell of it. */
export function postView(post: Post, world: World) {
  const { id, groupId, date, text, attachments, edited, copyright } = post;
  const count = (name: PostCount) => countOf(post, name, world);
  const isOpen = !post.closedComments;
  return {
    inner_type: 'wall_wallpost' as const,
    id,
    owner_id: -groupId,
    from_id: post.fromId,
    ...(post.createdBy !== undefined && { created_by: post.createdBy }),
    ...(post.signerId !== undefined && { signer_id: post.signerId }),
    date,
    ...(edited !== undefined && { edited }),
    text,
    post_type: post.postponed ? ('postpone' as const) : ('post' as const),
    type: post.postponed ? ('postpone' as const) : ('post' as const),
    marked_as_ads: flag(post.markedAsAds),
    is_pinned: flag(post.pinned),
    post_source: { type: 'api' },
    attachments: viewsOf(attachments, world),
    ...(copyright !== undefined && {
      copyright: { link: copyright, name: new URL(copyright).hostname, type: 'external_link' },
    }),
    ...(post.carousel && { carousel_offset: 0 }),
    comments: {
      can_post: flag(isOpen),
      can_close: flag(isOpen),
      can_open: flag(!isOpen),
      groups_can_post: isOpen,
      ...(isTold('comments', world) && { count: count('comments') }),
    },
    ...(isTold('likes', world) && {
      likes: {
        can_like: 1 as const,
        can_publish: 1 as const,
        count: count('likes'),
        user_likes: 0 as const,
        group_liked: likedBy('post', groupId, id, world).includes(-groupId),
      },
    }),
    ...(isTold('reposts', world) && { reposts: { count: count('reposts'), user_reposted: 0 as const } }),
    ...(isTold('views', world) && { views: { count: count('views') } }),
  };
}

/** A post as events tell of it: less than answers do. */
export function postNews(post: Post, world: World) {
  const {
    created_by: _by,
    type: _type,
    marked_as_ads: _ads,
    is_pinned: _pinned,
    comments: _comments,
    ...news
  } = postView(post, world);
  return news;
}

/** A comment. `threadItems`: how many answers come with it; false: no thread, as in events. */
export function commentView(comment: Comment, world: World, threadItems: number | false = 0): object {
  const { id, groupId, postId, fromId, date, text, attachments, replyTo, top } = comment;
  const likes = likedBy('comment', groupId, id, world);
  const below = world.state.all('comment').filter((one) => one.groupId === groupId && one.top === id && !one.deleted);
  const answered = replyTo === undefined ? undefined : world.state.get('comment', `-${groupId}_${replyTo}`);
  return {
    id,
    from_id: fromId,
    post_id: postId,
    owner_id: -groupId,
    date,
    text,
    parents_stack: top === undefined ? [] : [top],
    ...(replyTo !== undefined && { reply_to_comment: replyTo }),
    ...(answered && { reply_to_user: answered.fromId }),
    ...(attachments.length > 0 && { attachments: viewsOf(attachments, world) }),
    ...(threadItems !== false && {
      likes: { can_like: 1, count: likes.length, user_likes: 0, group_liked: likes.includes(-groupId) },
    }),
    ...(top === undefined && {
      thread: {
        count: below.length,
        ...(threadItems !== false && {
          items: below.slice(0, threadItems).map((one) => commentView(one, world)),
          can_post: true,
          show_reply_button: true,
          groups_can_post: true,
        }),
      },
    }),
  };
}
