import { NetworkError, type HttpRequest, type NetworkCall, type PublicationMedia } from '@polyphony/sdk';
import { hasCode, retryAtOf } from './errors.ts';

export const apiVersion = '5.199';

/** Whose token a method is called with: each may do what the others may not. */
export type Holder = 'key' | 'user' | 'service';

const limitNames = { key: 'community key', user: 'user token', service: 'service key' } as const;

export function tokenOf({ credentials, app }: NetworkCall, holder: Holder): string | undefined {
  const { communityKey, userToken, accessToken, serviceKey } = credentials;
  const token = { key: communityKey, user: userToken ?? accessToken, service: serviceKey ?? app.serviceKey }[holder];
  return token === undefined || token.trim() === '' ? undefined : token.trim();
}

/** The first of these that there is. Throws where there is none. */
export function holderOf(call: NetworkCall, ...preferred: readonly Holder[]): Holder {
  const found = preferred.find((holder) => tokenOf(call, holder) !== undefined);
  if (found) return found;
  const names = preferred.map((holder) => limitNames[holder]).join(' or ');
  throw call.refuse({ kind: 'permission_denied', code: 'no_token', message: `VK wants a ${names} for this.` });
}

export const canRead = (call: NetworkCall): boolean =>
  tokenOf(call, 'user') !== undefined || tokenOf(call, 'service') !== undefined;

type Value = string | number | boolean | readonly (string | number)[] | undefined;
export type Parameters = Readonly<Record<string, Value>>;

function written(parameters: Parameters): Record<string, string> {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return [[name, typeof value === 'boolean' ? String(Number(value)) : String(value)]];
  });
  return { ...Object.fromEntries(given), v: apiVersion };
}

/** A method that only reads. */
export const ask = <T>(call: NetworkCall, holder: Holder, name: string, parameters: Parameters = {}, spends?: string) =>
  method<T>(call, holder, name, { query: written(parameters) }, spends);

/** A method that may change something. */
export const tell = <T>(call: NetworkCall, holder: Holder, name: string, parameters: Parameters, spends?: string) =>
  method<T>(call, holder, name, { method: 'POST', form: written(parameters) }, spends);

async function method<T>(
  call: NetworkCall,
  holder: Holder,
  name: string,
  request: HttpRequest,
  spends?: string,
): Promise<T> {
  const token = tokenOf(call, holderOf(call, holder)) ?? '';
  try {
    const { body } = await call.http.request<{ readonly response?: T } | undefined>(`/method/${name}`, {
      ...request,
      headers: { authorization: `Bearer ${token}` },
      spends: [limitNames[holder], ...(spends === undefined ? [] : [spends])],
    });
    // Status 200 says nothing here.
    if (body?.response !== undefined) return body.response;
  } catch (error) {
    throw await explained(call, holder, name, error);
  }
  throw call.refuse({
    kind: request.method === 'POST' ? 'outcome_unknown' : 'unexpected',
    code: 'no_response',
    message: `${name}: the answer holds neither a response nor an error`,
  });
}

/** Says of an error what the network leaves out: when to come again, and which of two things 27 means. */
async function explained(call: NetworkCall, holder: Holder, name: string, error: unknown): Promise<unknown> {
  if (!(error instanceof NetworkError)) return error;
  const { network: _, ...details } = error.details;
  if (hasCode(error, '27') && holder === 'key' && !(await isKeyAlive(call, name))) {
    return call.refuse({ ...details, kind: 'auth_revoked', code: '27_dead' });
  }
  // It is the app's, not the account's: the account need not be connected again for it.
  if (holder === 'service' && details.kind === 'auth_revoked') {
    return call.refuse({ ...details, kind: 'permission_denied', code: '28' });
  }
  const retryAt = details.retryAt ?? retryAtOf(details, call.now());
  return retryAt ? call.refuse({ ...details, retryAt }) : error;
}

const keyCheck = 'groups.getTokenPermissions';

async function isKeyAlive(call: NetworkCall, refused: string): Promise<boolean> {
  if (refused === keyCheck) return false;
  try {
    await ask(call, 'key', keyCheck);
    return true;
  } catch (error) {
    if (error instanceof NetworkError && error.details.kind === 'auth_revoked') return false;
    throw error;
  }
}

/** Slower than this (bytes a millisecond), an upload is given up. */
const slowestUpload = 100;

/** Sends a file to an address that the network gave for it. */
export async function upload<T>(
  call: NetworkCall,
  url: string,
  field: string,
  { mimeType, byteSize, open }: PublicationMedia,
): Promise<T> {
  const fileName = `file.${extensionOf(mimeType)}`;
  const { body } = await call.http.request<T>(url, {
    method: 'POST',
    multipart: { file: { name: field, fileName, mimeType, byteSize, open } },
    timeoutMs: 60_000 + Math.ceil(byteSize / slowestUpload),
  });
  return body;
}

// prettier-ignore
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif',
  'video/mp4': 'mp4', 'video/quicktime': 'mov', 'video/x-msvideo': 'avi', 'video/3gpp': '3gp', 'video/mpeg': 'mpg',
  'video/x-flv': 'flv', 'video/x-ms-wmv': 'wmv',
  'application/pdf': 'pdf', 'application/zip': 'zip', 'application/epub+zip': 'epub', 'application/rtf': 'rtf',
  'application/msword': 'doc', 'application/vnd.ms-excel': 'xls', 'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'text/plain': 'txt', 'text/csv': 'csv',
};

const extensionOf = (mimeType: string) => extensions[mimeType] ?? 'bin';

/** Ids of posts and comments: `-218340077_45`; of stories: `story-218340077_45`; of messages: `218340077_45`. */
export function idsOf(call: NetworkCall, externalId: string): { readonly groupId: string; readonly id: string } {
  const [, groupId, id] = /^(?:story-|-)?(\d+)_(\d+)$/.exec(externalId) ?? [];
  if (groupId !== undefined && id !== undefined) return { groupId, id };
  throw call.refuse({ kind: 'not_found', code: '104', message: `${externalId} is nothing of this network.` });
}

/** As attachments and lists of posts name it. */
export const isStory = (externalId: string): boolean => externalId.startsWith('story');
