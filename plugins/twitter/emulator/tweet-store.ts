import { accountOf, accounts, type Account } from './accounts.ts';
import { crowd, type Person } from './crowd.ts';
import { compareIds } from './snowflake.ts';
import type { Entry, State, Tweet } from './state.ts';

export type User = Account | Person;

export const userOf = (id: string): User | undefined => accountOf(id) ?? crowd.find((person) => person.id === id);

export const userNamed = (username: string): User | undefined =>
  [...accounts, ...crowd].find((user) => user.username.toLowerCase() === username.toLowerCase());

/** A post as it comes to be. */
export const newTweet = (own: Pick<Tweet, 'id' | 'authorId' | 'text' | 'at'> & Partial<Tweet>): Tweet => ({
  prefix: 0,
  conversationId: own.id,
  media: [],
  replySettings: 'everyone',
  versions: [own.id],
  isPaid: false,
  isByAi: false,
  hidden: false,
  deleted: false,
  ...own,
});

export const tweetEntry = (tweet: Tweet): Entry => ['tweet', tweet.id, tweet];

/** Undefined where there is none, or not any more. */
export function tweetAt(id: string, state: State): Tweet | undefined {
  const found = state.get('tweet', id);
  return found?.deleted === false ? found : undefined;
}

/** The version that people read. */
export function latestOf(tweet: Tweet, state: State): Tweet {
  const next = tweet.editedTo === undefined ? undefined : state.get('tweet', tweet.editedTo);
  return next ? latestOf(next, state) : tweet;
}

/** What stands there, in its latest version, oldest first. */
export const standing = (state: State): readonly Tweet[] =>
  state
    .all('tweet')
    .filter(({ deleted, editedTo }) => !deleted && editedTo === undefined)
    .sort((a, b) => compareIds(a.id, b.id));

/** A post with all its versions, as removed. */
export function removal(tweet: Tweet, state: State): readonly Entry[] {
  const { versions } = latestOf(tweet, state);
  return versions.flatMap((id) => {
    const version = state.get('tweet', id);
    return version ? [tweetEntry({ ...version, deleted: true })] : [];
  });
}

/** The post to which one answers, whichever version that is now. */
export const answeredBy = (tweet: Tweet, state: State): Tweet | undefined =>
  tweet.replyTo === undefined ? undefined : state.get('tweet', tweet.replyTo);

/** What follows a post in its thread, by the same author, in order. */
export function partsAfter(tweet: Tweet, all: readonly Tweet[]): readonly Tweet[] {
  return all
    .filter(
      (one) => one.replyTo !== undefined && one.authorId === tweet.authorId && tweet.versions.includes(one.replyTo),
    )
    .flatMap((one) => [one, ...partsAfter(one, all)]);
}

/** True: it begins something, or is the first of a thread. */
export function isPublication(tweet: Tweet, state: State): boolean {
  if (tweet.repostOf !== undefined || accountOf(tweet.authorId) === undefined) return false;
  return tweet.replyTo === undefined || isOrphan(tweet, state);
}

/** A part of a thread whose part before is gone, or never was. */
function isOrphan(tweet: Tweet, state: State): boolean {
  const before = answeredBy(tweet, state);
  return before === undefined || (before.authorId === tweet.authorId && before.deleted);
}

/** Whether pictures or videos hang on a post: `media` is either. */
export const hasMedia = (tweet: Tweet, kind: 'media' | 'images' | 'videos', state: State): boolean =>
  tweet.media.some((id) => {
    const isVideo = state.get('upload', id)?.mimeType.startsWith('video/') === true;
    return kind === 'media' || isVideo === (kind === 'videos');
  });
