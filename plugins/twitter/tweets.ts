import { published, type NetworkCall, type Published } from '@polyphony/sdk';
import { read } from './client.ts';
import { hasCode } from './errors.ts';

/** What is read of a post, in the classic words. */
export interface Tweet {
  readonly id: string;
  /** With short addresses, and some characters as in HTML. */
  readonly text: string;
  readonly author_id: string;
  readonly created_at: string;
  readonly conversation_id?: string;
  readonly in_reply_to_user_id?: string;
  readonly referenced_tweets?: readonly { readonly type: string; readonly id: string }[];
  readonly attachments?: { readonly media_keys?: readonly string[] };
  readonly entities?: Entities;
  readonly display_text_range?: readonly number[];
  /** Of a long post: all of it. */
  readonly note_tweet?: { readonly text: string; readonly entities?: Entities };
  readonly public_metrics?: Metrics;
  readonly non_public_metrics?: Metrics;
  readonly edit_history_tweet_ids?: readonly string[];
  readonly edit_controls?: {
    readonly edits_remaining?: number;
    readonly is_edit_eligible?: boolean;
    readonly editable_until?: string;
  };
}

export type Metrics = Readonly<Record<string, number>>;

interface Entities {
  readonly urls?: readonly {
    readonly start: number;
    readonly end: number;
    readonly expanded_url?: string;
    readonly media_key?: string;
  }[];
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly profile_image_url?: string;
}

export interface Tweets {
  readonly data?: readonly Tweet[];
  readonly includes?: { readonly users?: readonly User[] };
  readonly meta?: { readonly next_token?: string };
}

const contentFields =
  'id,text,author_id,created_at,conversation_id,in_reply_to_user_id,referenced_tweets,attachments,entities,display_text_range,note_tweet';
export const withAuthors = {
  'tweet.fields': contentFields,
  'user.fields': 'id,name,username,profile_image_url',
  expansions: 'author_id',
};

const mostAtOnce = 100;

/** Those that are not there are left out. */
export async function getTweets(
  call: NetworkCall,
  ids: readonly string[],
  fields = `${contentFields},public_metrics,edit_controls,edit_history_tweet_ids`,
): Promise<readonly Tweet[]> {
  const all: Tweet[] = [];
  for (let start = 0; start < ids.length; start += mostAtOnce) {
    const some = ids.slice(start, start + mostAtOnce).join(',');
    const query = { ids: some, 'tweet.fields': fields };
    const answer = await ifAny(() => read<Tweets>(call, '/2/tweets', query, ['read posts'], 'post read'));
    all.push(...(answer?.data ?? []));
  }
  return all;
}

export const getTweet = async (call: NetworkCall, id: string): Promise<Tweet | undefined> => {
  if (!/^\d{1,19}$/.test(id)) return undefined;
  return (await getTweets(call, [id]))[0];
};

/** An answer that holds nothing but what is missing is an error everywhere else. */
async function ifAny<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (hasCode(error, 'resource-not-found', 'not-authorized-for-resource')) return undefined;
    throw error;
  }
}

/** The account's own posts and answers of a time, newest first. */
export async function listTweets(
  call: NetworkCall,
  userId: string,
  { from, until }: { readonly from: Date; readonly until?: Date },
): Promise<readonly Tweet[]> {
  const all: Tweet[] = [];
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const query = {
      max_results: mostAtOnce,
      exclude: 'retweets',
      start_time: from.toISOString(),
      end_time: until?.toISOString(),
      pagination_token: token,
      'tweet.fields': `${contentFields},edit_history_tweet_ids`,
    };
    const answer: Tweets = await read(call, `/2/users/${userId}/tweets`, query, ['read timeline'], 'post read');
    all.push(...(answer.data ?? []));
    token = answer.meta?.next_token;
  }
  return all;
}

export const answeredBy = ({ referenced_tweets: references = [] }: Pick<Tweet, 'referenced_tweets'>) =>
  references.find(({ type }) => type === 'replied_to')?.id;

export const isRepost = ({ referenced_tweets: references = [] }: Pick<Tweet, 'referenced_tweets'>) =>
  references.some(({ type }) => type === 'retweeted');

/** As people read it: with addresses in full, without those whom an answer names first, and without that of its media. */
export function readableText(tweet: Pick<Tweet, 'text' | 'entities' | 'note_tweet' | 'display_text_range'>): string {
  const { text, entities } = tweet.note_tweet ?? tweet;
  const [begin = 0] = tweet.note_tweet ? [] : (tweet.display_text_range ?? []);
  const points = Array.from(text);
  let at = begin;
  let made = '';
  for (const { start, end, expanded_url: url, media_key: key } of sorted(entities)) {
    if (start < at) continue;
    made += points.slice(at, start).join('');
    if (key === undefined) made += url ?? points.slice(start, end).join('');
    at = end;
  }
  made += points.slice(at).join('');
  return made.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trimEnd();
}

const sorted = ({ urls = [] }: Entities = {}) => [...urls].sort((a, b) => a.start - b.start);

/** An address may have been written without its scheme, and X likes to end one with a slash. */
const comparable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/https?:\/\//gi, '')
    .replace(/\/(?=\s|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim();

export const hasText = (tweet: Tweet, text: string): boolean =>
  comparable(readableText({ ...tweet, display_text_range: [0] })) === comparable(text);

/** Where people see a post; the way that does not need its author's name. */
export const pageOf = (call: NetworkCall, id: string): string => `${call.http.address('web')}/i/status/${id}`;

export const outcomeOf = (call: NetworkCall, id: string): Published =>
  published({ externalId: id, url: pageOf(call, id) });

/** Ids hold the time (milliseconds) at which they were made. */
export const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + 1_288_834_974_657;
