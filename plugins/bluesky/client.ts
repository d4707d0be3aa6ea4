import type { ChannelCandidate, HttpRequest, NetworkCall, PublicationMedia } from '@polyphony/sdk';
import { signWithDpop } from '@polyphony/sdk/oauth';
import { hasCode } from './errors.ts';

/** Which version of which record. */
export interface Ref {
  readonly uri: string;
  readonly cid: string;
}

/** Where a record is, or will be. */
export interface Place {
  readonly repo: string;
  readonly collection: string;
  readonly rkey: string;
}

/** An uploaded file, as it stands in a record. */
export interface Blob {
  readonly $type: 'blob';
  readonly ref: { readonly $link: string };
  readonly mimeType: string;
  readonly size: number;
}

export const postPlace = (repo: string, rkey: string): Place => ({ repo, collection: 'app.bsky.feed.post', rkey });

export const uriOf = ({ repo, collection, rkey }: Place) => `at://${repo}/${collection}/${rkey}`;

export function placeOf(call: NetworkCall, uri: string): Place {
  const [, repo, collection, rkey] = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
  if (repo === undefined || collection === undefined || rkey === undefined) {
    throw call.refuse({ kind: 'not_found', code: 'NotFound', message: `${uri} is no post of this network.` });
  }
  return { repo, collection, rkey };
}

/** Where people see a post. By the account's id: handles change. */
export const pageOf = (call: NetworkCall, { repo, rkey }: Place) => `${profilePageOf(call, repo)}/post/${rkey}`;
const profilePageOf = (call: NetworkCall, did: string) => `${call.http.address('app')}/profile/${did}`;

/** One method, with the session of the call. `app.bsky.*` is answered by the AppView, to which the server passes it on. */
export async function xrpc<T>(call: NetworkCall, method: string, request: HttpRequest): Promise<T> {
  const { way, accessJwt = '' } = call.credentials;
  const authorised: HttpRequest =
    way === 'oauth'
      ? { ...request, sign: signWithDpop(call) }
      : { ...request, headers: { ...request.headers, authorization: `Bearer ${accessJwt}` } };
  return (await call.http.request<T>(`/xrpc/${method}`, authorised)).body;
}

const ask = <T>(call: NetworkCall, method: string, query: HttpRequest['query'] = {}) =>
  xrpc<T>(call, method, { query });
const tell = <T>(call: NetworkCall, method: string, json: unknown) => xrpc<T>(call, method, { method: 'POST', json });

export interface Found<T> extends Ref {
  readonly value: T;
}

/** Undefined where there is none. */
export async function getRecord<T>(call: NetworkCall, place: Place): Promise<Found<T> | undefined> {
  try {
    return await ask<Found<T>>(call, 'com.atproto.repo.getRecord', { ...place });
  } catch (error) {
    if (hasCode(error, 'RecordNotFound')) return undefined;
    throw error;
  }
}

/** Repeating it with the same record changes nothing. `swapRecord`: only where that (null: nothing) is there. */
export async function putRecord(call: NetworkCall, place: Place, record: object, swapRecord?: string | null) {
  const { uri, cid } = await tell<Ref>(call, 'com.atproto.repo.putRecord', {
    ...place,
    record: { $type: place.collection, ...record },
    ...(swapRecord !== undefined && { swapRecord }),
  });
  return { uri, cid };
}

/** Succeeds where there is none. */
export const deleteRecord = (call: NetworkCall, place: Place) => tell(call, 'com.atproto.repo.deleteRecord', place);

/** Writes new records, all of them or none. Fails where one is there already. */
export async function createRecords(
  call: NetworkCall,
  repo: string,
  records: readonly { readonly place: Place; readonly record: object }[],
): Promise<readonly Ref[]> {
  const writes = records.map(({ place: { collection, rkey }, record }) => ({
    $type: 'com.atproto.repo.applyWrites#create',
    collection,
    rkey,
    value: { $type: collection, ...record },
  }));
  const { results } = await tell<{ results: readonly Ref[] }>(call, 'com.atproto.repo.applyWrites', { repo, writes });
  return results;
}

const mostTries = 4;

/** Changes a record, or makes it, and loses nothing that somebody else writes meanwhile. `change` may leave it as it is. */
export async function updateRecord<T extends object>(
  call: NetworkCall,
  place: Place,
  change: (old: T | undefined) => T | undefined,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const old = await getRecord<T>(call, place);
    const changed = change(old?.value);
    if (changed === undefined) return;
    try {
      await putRecord(call, place, changed, old?.cid ?? null);
      return;
    } catch (error) {
      if (tries === mostTries || !hasCode(error, 'InvalidSwap')) throw error;
    }
  }
}

/** The records after one, oldest first. */
export async function listRecordsAfter<T>(
  call: NetworkCall,
  { repo, collection, rkey: cursor }: Place,
  limit: number,
): Promise<readonly Found<T>[]> {
  const query = { repo, collection, cursor, limit, reverse: true };
  return (await ask<{ records: readonly Found<T>[] }>(call, 'com.atproto.repo.listRecords', query)).records;
}

export async function uploadBlob(call: NetworkCall, { mimeType, open }: PublicationMedia): Promise<Blob> {
  const { blob } = await xrpc<{ blob: Blob }>(call, 'com.atproto.repo.uploadBlob', {
    method: 'POST',
    upload: { mimeType, open },
  });
  return blob;
}

/** Undefined: nobody has this handle. */
export async function resolveHandle(call: NetworkCall, handle: string): Promise<string | undefined> {
  try {
    const query = { handle };
    const { body } = await call.http.request<{ did: string }>('/xrpc/com.atproto.identity.resolveHandle', { query });
    return body.did;
  } catch (error) {
    if (hasCode(error, 'HandleNotFound', 'InvalidRequest')) return undefined;
    throw error;
  }
}

export interface Profile {
  readonly did: string;
  readonly handle: string;
  readonly displayName?: string;
  readonly avatar?: string;
}

export const getProfile = (call: NetworkCall, actor: string) =>
  ask<Profile>(call, 'app.bsky.actor.getProfile', { actor });

/** The one account that a session is of, as its own server has it: connecting needs no AppView. */
export async function channels(call: NetworkCall): Promise<readonly ChannelCandidate[]> {
  const { did = '', service } = call.credentials;
  const { handle } = await ask<{ handle: string }>(call, 'com.atproto.server.getSession');
  const place = { repo: did, collection: 'app.bsky.actor.profile', rkey: 'self' };
  const { displayName = '', avatar } = (await getRecord<ProfileRecord>(call, place))?.value ?? {};
  const cid = avatar?.ref.$link;
  const avatarUrl = service && cid && `${service}/xrpc/com.atproto.sync.getBlob?${new URLSearchParams({ did, cid })}`;
  const url = profilePageOf(call, did);
  const name = displayName === '' ? handle : displayName;
  return [{ externalId: did, name, handle, url, kind: 'PERSONAL_PROFILE', ...(avatarUrl && { avatarUrl }) }];
}

interface ProfileRecord {
  readonly displayName?: string;
  readonly avatar?: Blob;
}

export interface PostView extends Ref {
  readonly record: { readonly reply?: { readonly root: Ref; readonly parent: Ref } };
  /** `like`: our own like of it. */
  readonly viewer?: { readonly like?: string };
}

const mostPosts = 25;

/** As the AppView has them; those that it does not know are left out. */
export async function getPosts(call: NetworkCall, uris: readonly string[]): Promise<readonly PostView[]> {
  const all: PostView[] = [];
  for (let start = 0; start < uris.length; start += mostPosts) {
    const query = { uris: uris.slice(start, start + mostPosts) };
    all.push(...(await ask<{ posts: readonly PostView[] }>(call, 'app.bsky.feed.getPosts', query)).posts);
  }
  return all;
}

export interface Notification extends Ref {
  readonly author: Profile;
  readonly reason: string;
  readonly record: PostView['record'] & { readonly text?: string };
  /** When it took place, as the AppView orders them. */
  readonly indexedAt: string;
}

/** Newest first. */
export const listNotifications = (call: NetworkCall, reasons: readonly string[], cursor: string | undefined) =>
  ask<{ notifications: readonly Notification[]; cursor?: string }>(call, 'app.bsky.notification.listNotifications', {
    reasons,
    limit: 100,
    cursor,
  });
