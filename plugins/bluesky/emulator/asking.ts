import type { Emulator } from '@polyphony/sdk/emulator';
import { demoAccounts } from './accounts.ts';
import { postCollection } from './happenings.ts';
import { tidAt } from './tid.ts';

// How tests speak to the emulator: as anyone does, with no connector between.

const [bakery] = demoAccounts;

export type Where = Pick<Emulator, 'url'>;

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One method of the API, by the bakery unless another token is told; '': by nobody. A body means POST; null: without one. */
export async function ask(
  { url }: Where,
  method: string,
  body?: unknown,
  token: string = bakery.credentials.accessJwt,
): Promise<Asked> {
  const hasBody = body !== undefined && body !== null;
  const response = await fetch(`${url}/xrpc/${method}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // Everything that the API answers is an object.
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Asked['body'],
  };
}

export const createdAt = '2026-01-05T09:00:00.000Z';

/** A place for a record of now. */
export const placeOf = (microseconds = 0) => tidAt(Date.parse(createdAt), 7, microseconds);

export const postRecord = (own: object = {}) => ({ $type: postCollection, text: 'Rye is out', createdAt, ...own });

/** Writes a post of the bakery, or what else is told. */
export const put = (where: Where, record: object, own: object = {}): Promise<Asked> =>
  ask(where, 'com.atproto.repo.putRecord', {
    ...{ repo: bakery.externalId, collection: postCollection, rkey: placeOf(), record },
    ...own,
  });

export async function upload({ url }: Where, bytes: Uint8Array<ArrayBuffer>, mimeType = 'image/png'): Promise<Asked> {
  const response = await fetch(`${url}/xrpc/com.atproto.repo.uploadBlob`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bakery.credentials.accessJwt}`, 'content-type': mimeType },
    body: bytes,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Asked['body'] };
}
