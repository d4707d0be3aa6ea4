import { NetworkError, type HttpRequest, type NetworkCall } from '@polyphony/sdk';
import { hasCode } from './errors.ts';

/** The API names posts in two ways, `tweet` and since 2026 `post`. Asked in the first, read in both. */
const classicWords: Readonly<Record<string, string>> = {
  posts: 'tweets',
  post_count: 'tweet_count',
  repost_count: 'retweet_count',
  note_post: 'note_tweet',
  referenced_posts: 'referenced_tweets',
  edit_history_post_ids: 'edit_history_tweet_ids',
};
/** Fields that in the new way are expansions. */
const newExpansions: Readonly<Record<string, string>> = {
  author_id: 'author_id',
  in_reply_to_user_id: 'in_reply_to_user_id',
  referenced_tweets: 'referenced_posts',
  edit_history_tweet_ids: 'edit_history_post_ids',
};

function inClassicWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inClassicWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [classicWords[name] ?? name, inClassicWords(part)]),
  );
}

type Query = Readonly<Record<string, string | number | undefined>>;

function inNewWords({ 'tweet.fields': fields = '', expansions = '', ...rest }: Query): Query {
  const asked = String(fields).split(',');
  const expanded = asked.flatMap((field) => newExpansions[field] ?? []);
  const left = asked.filter((field) => newExpansions[field] === undefined);
  return {
    ...rest,
    'post.fields': left.map((field) => (field === 'note_tweet' ? 'note_post' : field)).join(','),
    expansions: [...new Set([...String(expansions).split(','), ...expanded])].filter(Boolean).join(',') || undefined,
  };
}

/** As the account. Only reads. `each`: the price of one thing in an answer. */
export async function read<T>(
  call: NetworkCall,
  path: string,
  query: Query,
  spends: readonly string[] = [],
  each?: string,
): Promise<T> {
  const charged = (body: unknown) => Array<string>(countData(body)).fill(each ?? '');
  const costs = each === undefined ? { spends } : { spends: [...spends, each], charged };
  const ask = (asked: Query) => request<T>(call, path, { query: asked, ...costs });
  try {
    return await ask(query);
  } catch (error) {
    // A network that no longer knows the classic words.
    if (!hasCode(error, 'invalid-request') || query['tweet.fields'] === undefined) throw error;
    return ask(inNewWords(query));
  }
}

function countData(body: unknown): number {
  const { data } = (body ?? {}) as { readonly data?: unknown }; // counted only
  return Array.isArray(data) ? data.length : data === undefined ? 0 : 1;
}

/** As the account. */
export const request = <T>(call: NetworkCall, path: string, options: HttpRequest): Promise<T> =>
  send<T>(call, call.credentials.accessToken ?? '', path, options);

export type Ask = <T>(path: string, options?: HttpRequest) => Promise<T>;

/** How to ask as the app itself, for which there is a token of its own. */
export async function openApp(call: NetworkCall): Promise<Ask> {
  const { apiKey = '', apiSecret = '' } = call.app;
  if (apiKey === '' || apiSecret === '') {
    const message = 'X wants the API key of the app and its secret for this.';
    throw call.refuse({ kind: 'permission_denied', code: 'no_api_key', message });
  }
  const { body } = await call.http.request<{ readonly access_token: string }>('/oauth2/token', {
    method: 'POST',
    form: { grant_type: 'client_credentials' },
    headers: { authorization: `Basic ${btoa([apiKey, apiSecret].map(encodeURIComponent).join(':'))}` },
  });
  return (path, options = {}) => send(call, body.access_token, path, options);
}

async function send<T>(call: NetworkCall, token: string, path: string, options: HttpRequest): Promise<T> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await call.http.request<unknown>(path, { ...options, headers });
    return inClassicWords(body) as T; // the caller's word, as of any answer
  } catch (error) {
    throw withTime(call, error);
  }
}

const dayMs = 24 * 60 * 60_000;

/** Of what is counted by day or month the network does not say when it begins anew. */
function withTime(call: NetworkCall, error: unknown): unknown {
  if (!hasCode(error, 'usage-capped', '185') || error.details.retryAt) return error;
  const { network: _, ...details } = error.details;
  const midnight = new Date(Math.floor(call.now().getTime() / dayMs + 1) * dayMs);
  return call.refuse({ ...details, retryAt: midnight });
}

/** Runs what may find nothing there, or nothing any more. */
export async function ifThere<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NetworkError && error.details.kind === 'not_found' && error.details.code !== '385') {
      return undefined;
    }
    throw error;
  }
}
