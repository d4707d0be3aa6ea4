import { createHash } from 'node:crypto';
import type { Emulator } from '@polyphony/sdk/emulator';
import { demoAccounts, demoApp } from './accounts.ts';

// How tests speak to the emulator: as anyone does, with no connector between.

export const [bakery, roastery] = demoAccounts;

/** One request and what came of it. */
export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly sent: unknown;
  readonly contentType: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

type Where = Pick<Emulator, 'url'>;

/** Asks, by the bakery unless another token is told; '': by nobody. */
export async function ask(
  { url }: Where,
  method: string,
  path: string,
  sent?: object,
  token: string = bakery.credentials.accessToken,
): Promise<Exchange> {
  const isForm = sent instanceof FormData || sent instanceof URLSearchParams;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== '' && { authorization: token.includes(' ') ? token : `Bearer ${token}` }),
      ...(sent && !isForm && { 'content-type': 'application/json' }),
    },
    ...(sent && { body: isForm ? sent : JSON.stringify(sent) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  const contentType = isForm ? (sent instanceof FormData ? 'multipart/form-data' : 'form') : 'application/json';
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  // Everything that the API answers is an object.
  return { method, path, sent, contentType, status, headers, body: answer as Exchange['body'] };
}

export const get = (where: Where, path: string, token?: string) => ask(where, 'GET', path, undefined, token);

export const post = (where: Where, body: object, token?: string) => ask(where, 'POST', '/2/tweets', body, token);

/** What stands at a path of names in an answer; undefined where there is nothing. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );

export const idOf = ({ body }: Pick<Exchange, 'body'>): string => String(at(body, 'data', 'id'));

/** A whole PNG of one pixel. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const gif = Buffer.from('R0lGODlhAQABAIAAAExpcf///yH5BAUAAAAALAAAAAABAAEAAAICTAEAOw==', 'base64');
export const film = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1');

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface File {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly category: string;
}

/** Uploads a file in chunks. Answers what finalizing answered. */
export async function upload(
  where: Where,
  { bytes, type, category }: File,
  token?: string,
  chunk = 5 * 1024 * 1024,
): Promise<Exchange> {
  const beginning = { media_type: type, total_bytes: bytes.length, media_category: category };
  const begun = await ask(where, 'POST', '/2/media/upload/initialize', beginning, token);
  const id = idOf(begun);
  for (let index = 0; index * chunk < bytes.length; index++) {
    const form = new FormData();
    form.set('segment_index', String(index));
    form.set('media', new Blob([bytes.subarray(index * chunk, (index + 1) * chunk)]), 'chunk');
    await ask(where, 'POST', `/2/media/upload/${id}/append`, form, token);
  }
  return ask(where, 'POST', `/2/media/upload/${id}/finalize`, undefined, token);
}

export const picture = { bytes: Uint8Array.from(pixel), type: 'image/png', category: 'tweet_image' };
export const video = { bytes: Uint8Array.from(film), type: 'video/mp4', category: 'tweet_video' };

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

export const verifier = 'a-verifier-that-nobody-guesses-because-it-is-long-enough';

export function authorizeUrl({ url }: Where, own: Readonly<Record<string, string>> = {}): string {
  const asked = {
    response_type: 'code',
    client_id: demoApp.clientId,
    redirect_uri: 'http://127.0.0.1:4321/callback',
    scope: 'tweet.read tweet.write users.read offline.access',
    state: 'a state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...own,
  };
  return `${url}/~web/i/oauth2/authorize?${new URLSearchParams(asked).toString()}`;
}

/** Asks the token endpoint, as a confidential client unless told otherwise. */
export const askToken = (
  where: Where,
  form: Readonly<Record<string, string>>,
  { path = '/2/oauth2/token', by = basic(demoApp.clientId, demoApp.clientSecret) } = {},
): Promise<Exchange> => ask(where, 'POST', path, new URLSearchParams(form), by);

export async function appTokenOf(where: Where): Promise<string> {
  const by = basic(demoApp.apiKey, demoApp.apiSecret);
  const { body } = await askToken(where, { grant_type: 'client_credentials' }, { path: '/oauth2/token', by });
  return String(body.access_token);
}

/** A clock that stands until it is turned. */
export function testClock(start = '2026-03-02T09:00:00.000Z') {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    advance: (ms: number) => {
      time += ms;
    },
  };
}
