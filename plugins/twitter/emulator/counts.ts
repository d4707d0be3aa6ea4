import type { Account } from './accounts.ts';
import { fateOf, shareAfter, type Act } from './crowd.ts';
import { hasMedia, standing } from './tweet-store.ts';
import type { Tweet } from './state.ts';
import { findUrls } from './text.ts';
import { nowOf, type World } from './world.ts';

/** Counts of a post, and how the network calls them in one place or another. */
const postNames = {
  impressions: ['impression_count', 'impressions'],
  likes: ['like_count', 'likes'],
  replies: ['reply_count', 'replies'],
  reposts: ['retweet_count', 'repost_count', 'retweets'],
  quotes: ['quote_count', 'quote_tweets'],
  bookmarks: ['bookmark_count', 'bookmarks'],
  urlClicks: ['url_link_clicks', 'url_clicks'],
  profileClicks: ['user_profile_clicks'],
  engagements: ['engagements'],
  videoViews: ['view_count', 'media_views', 'video_views'],
  playback0: ['playback_0_count', 'playback_start'],
  playback25: ['playback_25_count', 'playback25'],
  playback50: ['playback_50_count', 'playback50'],
  playback75: ['playback_75_count', 'playback75'],
  playback100: ['playback_100_count', 'playback_complete'],
  watchTime: ['watch_time_ms'],
  shares: ['shares'],
  follows: ['follows'],
  unfollows: ['unfollows'],
  unlikes: ['unlikes'],
  hashtagClicks: ['hashtag_clicks'],
  detailExpands: ['detail_expands'],
  permalinkClicks: ['permalink_clicks'],
  appOpens: ['app_opens'],
  appInstalls: ['app_install_attempts'],
  emails: ['email_tweet'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type PostCount = keyof typeof postNames;

/** Of an account. */
const userNames = {
  followers: ['followers_count'],
  following: ['following_count'],
  tweets: ['tweet_count', 'post_count'],
  listed: ['listed_count'],
  likesGiven: ['like_count'],
  media: ['media_count'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type UserCount = keyof typeof userNames;

const find = <Name extends string>(names: Readonly<Record<Name, readonly string[]>>, native: string) => {
  const plain = native.replace(/^.*\./, '');
  return (Object.keys(names) as Name[]).find((name) => names[name].includes(plain)); // its own keys
};

/** `like_count`, `public_metrics.like_count` and `likes` are one count. Undefined: there is none of that name. */
export const postCountOf = (native: string): PostCount | undefined => find(postNames, native);
export const userCountOf = (native: string): UserCount | undefined => find(userNames, native);

/** All names of what the network calls so in one place. */
export function synonymsOf(native: string): readonly string[] {
  const [ofPost, ofUser] = [postCountOf(native), userCountOf(native)];
  return [...(ofPost ? postNames[ofPost] : []), ...(ofUser ? userNames[ofUser] : [])];
}

/** False: the network does not tell this count any more. */
export const isTold = (native: string, { state }: Pick<World, 'state'>): boolean =>
  state.get('withheld', native) === undefined;

/** What tests added. */
const addedTo = (of: string, name: string, { state }: World, until: number): number =>
  state
    .all('count')
    .filter((one) => one.of === of && one.name === name && one.at <= until)
    .reduce((sum, { add }) => sum + add, 0);

/** What has happened because of a post, until then. */
const actsOn = (tweet: Tweet, { state }: Pick<World, 'state'>, until: number): readonly Act[] =>
  fateOf(tweet, state.seed).acts.filter(({ at }) => at <= until);

/** One count of a post, as it stood at a time (milliseconds). */
export function countOf(tweet: Tweet, name: PostCount, world: World, until = nowOf(world)): number {
  return baseOf(tweet, name, world, until) + addedTo(tweet.id, name, world, until);
}

function baseOf(tweet: Tweet, name: PostCount, world: World, until: number): number {
  const { state } = world;
  const acts = actsOn(tweet, world, until);
  const acted = (kind: Act['kind']) => acts.filter((act) => act.kind === kind).length;
  const there = (is: (other: Tweet) => boolean) =>
    state.all('tweet').filter((other) => !other.deleted && other.at <= until && is(other)).length;
  const seen = Math.round(fateOf(tweet, state.seed).views * shareAfter(until - tweet.at));
  const watched = hasMedia(tweet, 'videos', state) ? seen * 0.4 : 0;
  switch (name) {
    case 'impressions':
      return seen;
    case 'likes':
      return (
        acted('like') + state.all('like').filter((one) => one.on && one.tweetId === tweet.id && one.at <= until).length
      );
    case 'reposts':
      return acted('repost') + there(({ repostOf }) => repostOf === tweet.id);
    case 'replies':
      return there(({ replyTo, versions, id }) => replyTo === tweet.id && versions[0] === id);
    case 'quotes':
      return there(({ quoteOf, versions, id }) => quoteOf === tweet.id && versions[0] === id);
    case 'bookmarks':
      return Math.round(seen / 400);
    case 'urlClicks':
      return findUrls(tweet.text).length > 0 ? Math.round(seen / 80) : 0;
    case 'profileClicks':
      return Math.round(seen / 150);
    case 'engagements':
      return acts.length + Math.round(seen / 60);
    case 'videoViews':
    case 'playback0':
      return Math.round(watched);
    case 'playback25':
      return Math.round(watched * 0.7);
    case 'playback50':
      return Math.round(watched * 0.5);
    case 'playback75':
      return Math.round(watched * 0.35);
    case 'playback100':
      return Math.round(watched * 0.25);
    case 'watchTime':
      return Math.round(watched * 6_400);
    case 'shares':
      return Math.round(seen / 500);
    case 'follows':
      return acted('follow');
    case 'unfollows':
      return acted('unfollow');
    case 'detailExpands':
      return Math.round(seen / 45);
    case 'permalinkClicks':
      return Math.round(seen / 220);
    case 'hashtagClicks':
      return /#\p{L}/u.test(tweet.text) ? Math.round(seen / 600) : 0;
    case 'unlikes':
    case 'appOpens':
    case 'appInstalls':
    case 'emails':
      return 0;
  }
}

/** One count of an account, now. */
export function countOfUser(account: Account, name: UserCount, world: World): number {
  const { state } = world;
  const until = nowOf(world);
  const own = standing(state).filter(({ authorId }) => authorId === account.id);
  const acted = (kind: Act['kind']) =>
    own.flatMap((tweet) => actsOn(tweet, world, until)).filter((act) => act.kind === kind).length;
  const followed = (of: (one: { readonly by: string; readonly userId: string }) => string) =>
    state.all('follow').filter((one) => one.on && of(one) === account.id).length;
  const base: Readonly<Record<UserCount, () => number>> = {
    followers: () => account.followers + acted('follow') - acted('unfollow') + followed(({ userId }) => userId),
    following: () => account.following + followed(({ by }) => by),
    tweets: () => own.length,
    listed: () => Math.round(account.followers / 240),
    likesGiven: () => state.all('like').filter(({ userId, on }) => on && userId === account.id).length,
    media: () => own.reduce((sum, { media }) => sum + media.length, 0),
  };
  return base[name]() + addedTo(`user ${account.id}`, name, world, until);
}

/** False: at that time it was not there yet. */
export const hasStood = (tweet: Tweet, at: number): boolean => tweet.at < at;
