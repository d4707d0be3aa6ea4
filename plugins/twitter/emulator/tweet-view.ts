import type { Caller } from './caller.ts';
import { countOf, isTold, type PostCount } from './counts.ts';
import { mediaKeyOf, mediaView } from './media-view.ts';
import type { Query } from './query.ts';
import { partialError } from './refusals.ts';
import { renderText, renderTweet } from './rendering.ts';
import { dayMs } from './rate-limits.ts';
import type { Poll, Tweet } from './state.ts';
import { isNote } from './text.ts';
import { answeredBy, latestOf, tweetAt, userOf } from './tweet-store.ts';
import { userView } from './user-view.ts';
import { isoOf, nowOf, type World } from './world.ts';

export interface Viewing {
  readonly query: Query;
  readonly caller: Caller;
  readonly world: World;
}

const groups = {
  public_metrics: {
    retweet_count: 'reposts',
    reply_count: 'replies',
    like_count: 'likes',
    quote_count: 'quotes',
    bookmark_count: 'bookmarks',
    impression_count: 'impressions',
  },
  non_public_metrics: {
    impression_count: 'impressions',
    url_link_clicks: 'urlClicks',
    user_profile_clicks: 'profileClicks',
    engagements: 'engagements',
  },
  organic_metrics: {
    impression_count: 'impressions',
    like_count: 'likes',
    reply_count: 'replies',
    retweet_count: 'reposts',
    url_link_clicks: 'urlClicks',
    user_profile_clicks: 'profileClicks',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, PostCount>>>>;
const privateGroups = ['non_public_metrics', 'organic_metrics', 'promoted_metrics'];

export function metricsOf(tweet: Tweet, group: keyof typeof groups, world: World): object {
  const told = Object.entries(groups[group]).filter(([name]) => isTold(name, world));
  return Object.fromEntries(told.map(([name, of]) => [name, countOf(tweet, of, world)]));
}

const editMs = 3_600_000;
const mostEdits = 5;
const privateMs = 30 * dayMs;

/** Until when a post may be edited (milliseconds): the clock of its first version counts. */
export function editableUntil(tweet: Tweet, { state }: World): number {
  return (state.get('tweet', tweet.versions[0] ?? tweet.id)?.at ?? tweet.at) + editMs;
}

export function editControls(tweet: Tweet, world: World) {
  const answered = answeredBy(tweet, world.state);
  const isOwnThread = tweet.replyTo === undefined || answered?.authorId === tweet.authorId;
  return {
    edits_remaining: Math.max(0, mostEdits - (tweet.versions.length - 1)),
    is_edit_eligible: !tweet.poll && isOwnThread && tweet.communityId === undefined && tweet.repostOf === undefined,
    editable_until: isoOf(editableUntil(tweet, world)),
  };
}

function referencesOf({ replyTo, quoteOf, repostOf }: Tweet) {
  const all = [
    { type: 'replied_to', id: replyTo },
    { type: 'quoted', id: quoteOf },
    { type: 'retweeted', id: repostOf },
  ].filter(({ id }) => id !== undefined);
  return all.length > 0 ? all : undefined;
}

/** What is told of a post, as far as it was asked for. */
export function tweetView(tweet: Tweet, { query, caller, world }: Viewing): object {
  const fields = query.fields('tweet');
  const { expansions } = query;
  const { state } = world;
  const wants = (field: string, ...parts: readonly string[]) =>
    fields.has(field) || [field, ...parts].some((name) => expansions.has(name));
  const { text, entities, range } = renderTweet(tweet, world);
  const answered = answeredBy(tweet, state);
  const uploads = tweet.media.flatMap((id) => state.get('upload', id) ?? []);
  const seesAll = mayReadPrivate(tweet, { caller, world }) === true;
  const attachments = {
    ...(uploads.length > 0 && { media_keys: uploads.map(mediaKeyOf) }),
    ...(tweet.poll && { poll_ids: [tweet.poll.id] }),
  };
  const all: readonly (readonly [string, boolean, () => unknown])[] = [
    [
      'attachments',
      wants('attachments', 'attachments.media_keys', 'attachments.poll_ids'),
      () => (Object.keys(attachments).length > 0 ? attachments : undefined),
    ],
    ['author_id', wants('author_id'), () => tweet.authorId],
    ['community_id', wants('community_id'), () => tweet.communityId],
    ['conversation_id', wants('conversation_id'), () => tweet.conversationId],
    ['created_at', wants('created_at'), () => isoOf(tweet.at)],
    ['display_text_range', wants('display_text_range'), () => range],
    ['edit_controls', wants('edit_controls'), () => editControls(tweet, world)],
    ['entities', wants('entities', 'entities.mentions.username'), () => entities],
    ['in_reply_to_user_id', wants('in_reply_to_user_id'), () => answered?.authorId],
    ['lang', wants('lang'), () => langOf(tweet.text)],
    ['note_tweet', wants('note_tweet'), () => noteOf(tweet)],
    ['paid_partnership', wants('paid_partnership'), () => tweet.isPaid],
    ['possibly_sensitive', wants('possibly_sensitive'), () => false],
    ['public_metrics', wants('public_metrics'), () => metricsOf(tweet, 'public_metrics', world)],
    ['referenced_tweets', wants('referenced_tweets', 'referenced_tweets.id'), () => referencesOf(tweet)],
    ['reply_settings', wants('reply_settings'), () => tweet.replySettings],
    ['non_public_metrics', wants('non_public_metrics') && seesAll, () => metricsOf(tweet, 'non_public_metrics', world)],
    ['organic_metrics', wants('organic_metrics') && seesAll, () => metricsOf(tweet, 'organic_metrics', world)],
  ];
  return {
    id: tweet.id,
    text,
    edit_history_tweet_ids: latestOf(tweet, state).versions,
    ...Object.fromEntries(
      all.flatMap(([name, isWanted, read]) => {
        const value = isWanted ? read() : undefined;
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

function noteOf(tweet: Tweet): object | undefined {
  if (!isNote(tweet.text)) return undefined;
  const { text, entities } = renderText(tweet.text);
  return { text, ...(entities !== undefined && { entities }) };
}

function langOf(text: string): string {
  if (/[ӘәҒғҚқҢңӨөҰұҮүҺһ]/.test(text)) return 'kk';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  if (/[āēīūčģķļņšž]/i.test(text)) return 'lv';
  return /\p{L}/u.test(text) ? 'en' : 'zxx';
}

/** Who may read what only the author may; else the name of the problem. */
function mayReadPrivate(tweet: Tweet, { caller, world }: Pick<Viewing, 'caller' | 'world'>) {
  if (caller.kind !== 'user' || caller.userId !== tweet.authorId) return 'not-authorized-for-field' as const;
  return nowOf(world) - tweet.at <= privateMs ? true : ('field-unauthorized' as const);
}

/** What could not be told of a post. */
export function fieldErrors(tweet: Tweet, { query, caller, world }: Viewing): readonly object[] {
  const may = mayReadPrivate(tweet, { caller, world });
  if (may === true) return [];
  const asked = privateGroups.filter((group) => query.fields('tweet').has(group));
  return asked.map((field) =>
    partialError(
      may,
      {
        field,
        section: 'data',
        resource_type: 'tweet',
        resource_id: tweet.id,
        parameter: field,
        value: tweet.id,
        detail: `Sorry, you are not authorized to access '${field}' on the Tweet with id : [${tweet.id}].`,
      },
      world.state.spelling,
    ),
  );
}

export const missing = (
  resource: 'tweet' | 'user' | 'media',
  parameter: string,
  value: string,
  { state }: World,
): object =>
  partialError(
    'resource-not-found',
    {
      value,
      parameter,
      resource_id: value,
      resource_type: resource,
      detail: `Could not find ${resource} with ${parameter}: [${value}].`,
    },
    state.spelling,
  );

function pollView({ id, options, minutes }: Poll, tweet: Tweet, fields: ReadonlySet<string>, world: World): object {
  const votes = Math.round(countOf(tweet, 'impressions', world) / 40);
  const ends = tweet.at + minutes * 60_000;
  const all = {
    duration_minutes: minutes,
    end_datetime: isoOf(ends),
    voting_status: nowOf(world) < ends ? 'open' : 'closed',
  };
  return {
    id,
    options: options.map((label, index) => ({
      position: index + 1,
      label,
      votes: Math.round((votes * (index + 1)) / (options.length * 2)),
    })),
    ...Object.fromEntries(Object.entries(all).filter(([name]) => fields.has(name))),
  };
}

/** What an answer brings beside the posts. */
export function includesOf(tweets: readonly Tweet[], viewing: Viewing): object | undefined {
  const { query, caller, world } = viewing;
  const { expansions } = query;
  const { state } = world;
  const viewerId = caller.kind === 'user' ? caller.userId : undefined;
  const ids = {
    users: new Set<string>(),
    tweets: new Set<string>(),
    media: new Set<string>(),
  };
  const polls: object[] = [];
  for (const tweet of tweets) {
    const answered = answeredBy(tweet, state);
    if (expansions.has('author_id')) ids.users.add(tweet.authorId);
    if (expansions.has('in_reply_to_user_id') && answered) ids.users.add(answered.authorId);
    if (expansions.has('attachments.media_keys')) tweet.media.forEach((id) => ids.media.add(id));
    if (expansions.has('attachments.poll_ids') && tweet.poll) {
      polls.push(pollView(tweet.poll, tweet, query.fields('poll'), world));
    }
    if (expansions.has('edit_history_tweet_ids')) latestOf(tweet, state).versions.forEach((id) => ids.tweets.add(id));
    for (const id of [tweet.replyTo, tweet.quoteOf, tweet.repostOf]) {
      const referenced = id === undefined ? undefined : tweetAt(id, state);
      if (!referenced) continue;
      if (expansions.has('referenced_tweets.id')) ids.tweets.add(referenced.id);
      if (expansions.has('referenced_tweets.id.author_id')) ids.users.add(referenced.authorId);
    }
  }
  const all = {
    users: [...ids.users].flatMap((id) => {
      const user = userOf(id);
      return user ? [userView(user, query.fields('user'), world)] : [];
    }),
    tweets: [...ids.tweets].flatMap((id) => {
      const tweet = tweetAt(id, state);
      return tweet ? [tweetView(tweet, viewing)] : [];
    }),
    media: [...ids.media].flatMap((id) => {
      const upload = state.get('upload', id);
      return upload ? [mediaView(upload, query.fields('media'), viewerId, world)] : [];
    }),
    polls,
  };
  const there = Object.entries(all).filter(([, found]) => found.length > 0);
  return there.length > 0 ? Object.fromEntries(there) : undefined;
}
