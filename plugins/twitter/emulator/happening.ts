import type { DirectMessage, Tweet } from './state.ts';

/** Something that addresses may want to hear of. */
export type Happening =
  | { readonly type: 'post.create' | 'post.delete'; readonly userId: string; readonly tweet: Tweet }
  | {
      readonly type: 'like.create';
      readonly userId: string;
      readonly by: string;
      readonly tweet: Tweet;
      readonly at: number;
    }
  | {
      readonly type: 'follow.follow' | 'follow.unfollow';
      readonly by: string;
      readonly userId: string;
      readonly at: number;
    }
  | { readonly type: 'dm'; readonly message: DirectMessage }
  | { readonly type: 'oauth.revoke'; readonly userId: string };
