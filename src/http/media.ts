import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { encodeGlobalID } from '@pothos/plugin-relay';
import type { Shell } from '../app/ctx.ts';
import { findMedia, mediaUrl, receiveMedia, tooLarge, uploadMedia } from '../app/planning/media.ts';
import { authenticateHeader } from '../app/workspace/session.ts';
import { nameFile } from '../domain/planning/media.ts';
import { DomainError, StorageFull, ValidationFailed } from '../domain/shared/errors.ts';
import { idempotencyKeyOf } from '../domain/shared/idempotency-key.ts';
import { may } from '../domain/workspace/permission.ts';
import { readFitName } from '../infra/media-fit.ts';
import { NotStored } from '../infra/media-store.ts';
import {
  hasThumbnail,
  PictureUnreadable,
  readThumbnailName,
  thumbnailOf,
  thumbnailType,
  type ThumbnailWidth,
} from '../infra/media-thumbnail.ts';
import { requestIdOf } from '../infra/request-id.ts';

export const mediaPath = '/media';
const route =
  /^\/media\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([\w-]{22})(?:\/((?:fit|thumb)-[^/]+))?\/[^/]+$/;

/**
 * `POST /media`: takes the body in as a file. `GET /media/<id>/<key>/<name>`: its bytes, for whoever knows the address. True:
 * the request was for one of them.
 */
export function handleMedia(
  shell: Shell,
  { corsOrigins }: { readonly corsOrigins: readonly string[] },
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/.exec(request.url ?? '') ?? [];
  if (path !== mediaPath && !path.startsWith(`${mediaPath}/`)) return false;
  const requestId = requestIdOf(request.headers['x-request-id']?.toString());
  const failed = (error: unknown) => {
    const refusal = refusalOf(error);
    if (refusal.status === 500) shell.log.error({ err: error, requestId }, 'a media request failed');
    answer(response, refusal.status, refusal.status === 500 ? { ...refusal.body, requestId } : refusal.body);
  };
  const [, id, key, variant = null] = route.exec(path) ?? [];
  if (path === mediaPath) {
    allow(request, response, corsOrigins);
    if (request.method === 'OPTIONS') response.writeHead(204, preflight).end();
    else if (request.method !== 'POST') answer(response, 405, wrongMethod, { allow: 'POST' });
    else upload(shell, request, response, new URLSearchParams(query), requestId).catch(failed);
  } else if (id === undefined || key === undefined) {
    answer(response, 404, nothing);
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    answer(response, 405, wrongMethod, { allow: 'GET, HEAD' });
  } else {
    serve(shell, request, response, { id, key, variant }).catch(failed);
  }
  return true;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  /** What to do, in a sentence. */
  readonly fix: string;
}

const nothing: Refusal = {
  code: 'NOT_FOUND',
  message: 'There is no such file.',
  fix: 'Take the address from MediaAsset.url or thumbnailUrl.',
};
const wrongMethod: Refusal = {
  code: 'METHOD_NOT_ALLOWED',
  message: 'This address takes another method.',
  fix: 'POST a file to /media; GET the address that MediaAsset.url or thumbnailUrl says.',
};

/** An answer that is not an upload. */
class Refused extends Error {
  readonly status: number;
  readonly body: Refusal;

  constructor(status: number, body: Refusal) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

const statuses: Readonly<Record<string, number>> = {
  FILE_TOO_LARGE: 413,
  FILE_TYPE_UNKNOWN: 415,
  FILE_TYPE_NOT_SUPPORTED: 415,
  IDEMPOTENCY_KEY_REUSED: 409,
  STORAGE_FULL: 507,
};

function refusalOf(error: unknown): { readonly status: number; readonly body: Refusal } {
  if (error instanceof Refused) return error;
  if (error instanceof NotStored && error.problem === 'FULL') return refusalOf(new StorageFull());
  if (error instanceof NotStored) {
    const fix = 'Send the whole file again; the same Idempotency-Key is safe.';
    return { status: 400, body: { code: 'UPLOAD_CUT', message: 'The upload ended before its end.', fix } };
  }
  if (error instanceof PictureUnreadable) {
    const message = 'The picture cannot be read: its file is cut off or damaged.';
    return { status: 415, body: { code: 'PICTURE_DAMAGED', message, fix: 'Upload it again.' } };
  }
  if (error instanceof DomainError) {
    const issue = error instanceof ValidationFailed ? error.issues[0] : undefined;
    const { code, message } = issue ?? error;
    // The message of an error says itself what to do.
    return { status: statuses[code] ?? 422, body: { code, message, fix: issue?.fix ?? message } };
  }
  const body = {
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Something broke on our side; it is in the log.',
    fix: 'Try again; if it stays, tell the operator this requestId.',
  };
  return { status: 500, body };
}

function answer(response: ServerResponse, status: number, body: object, headers: OutgoingHttpHeaders = {}): void {
  // Whoever sent too slowly has its answer already.
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(`${JSON.stringify(body)}\n`);
}

const preflight = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, x-request-id',
  'access-control-max-age': '600',
} as const;

/** Lets pages of these origins read the answer. */
function allow({ headers }: IncomingMessage, response: ServerResponse, corsOrigins: readonly string[]): void {
  response.setHeader('vary', 'origin');
  const { origin } = headers;
  if (origin !== undefined && corsOrigins.includes(origin)) response.setHeader('access-control-allow-origin', origin);
}

async function upload(
  shell: Shell,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  requestId: string,
): Promise<void> {
  const { authorization, 'content-type': type = '', 'content-length': length = '0' } = request.headers;
  const viewer = authorization === undefined ? null : await authenticateHeader(shell, authorization);
  if (viewer === null) {
    throw new Refused(401, {
      code: 'UNAUTHENTICATED',
      message: authorization === undefined ? 'This needs a token.' : 'This token is not valid.',
      fix: 'Send the header "Authorization: Bearer <token>".',
    });
  }
  if (!may(viewer, 'WRITE_POSTS')) {
    throw new Refused(403, {
      code: 'FORBIDDEN',
      message: 'This needs the permission WRITE_POSTS.',
      fix: 'Use a token that has it.',
    });
  }
  if (/^\s*multipart\//i.test(type)) {
    throw new Refused(415, {
      code: 'FORM_NOT_TAKEN',
      message: 'A form is no file.',
      fix: 'Send the bytes of the file themselves as body (curl --data-binary @picture.jpg), or a form to /graphql.',
    });
  }
  if (Number(length) > shell.media.maxBytes) throw tooLarge(shell.media.maxBytes);
  const idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']?.toString());
  const file = await receiveMedia(shell, request);
  const executed = await uploadMedia(
    { ...shell, viewer, requestId },
    { idempotencyKey, file, fileName: query.get('fileName'), altText: query.get('altText') },
  );
  const asset = await shell.db.prisma.mediaAsset.findUniqueOrThrow({ where: { id: executed.ids[0] ?? '' } });
  const { kind, fileName, mimeType, byteSize, width, height, altText } = asset;
  const url = mediaUrl(shell, asset);
  answer(
    response,
    201,
    { id: encodeGlobalID('MediaAsset', asset.id), kind, fileName, mimeType, byteSize, width, height, altText, url },
    { location: url },
  );
}

/** What is shown where it is opened; everything else is saved. */
const shown = new Set(['IMAGE', 'ANIMATION', 'VIDEO', 'AUDIO']);

/** So that nothing in a file runs in our name, whatever a browser takes it for. */
const safety = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
} as const;

async function serve(
  shell: Shell,
  request: IncomingMessage,
  response: ServerResponse,
  { id, key, variant }: { readonly id: string; readonly key: string; readonly variant: string | null },
): Promise<void> {
  const fitted = variant === null ? null : readFitName(variant);
  const thumbnail = variant === null ? null : readThumbnailName(variant);
  const asset = variant !== null && fitted === null && thumbnail === null ? null : await findMedia(shell, id, key);
  if (asset?.sha256 == null || (thumbnail !== null && !hasThumbnail(asset))) throw new Refused(404, nothing);
  const etag = `"${Buffer.from(asset.sha256).toString('hex').slice(0, 32)}${variant === null ? '' : `.${variant}`}"`;
  const headers: OutgoingHttpHeaders = {
    ...safety,
    'content-type': thumbnail === null ? (fitted?.mimeType ?? asset.mimeType) : thumbnailType,
    'content-disposition': disposition(
      shown.has(asset.kind) ? 'inline' : 'attachment',
      thumbnail === null ? asset.fileName : nameFile(asset.fileName, ['webp']),
    ),
    // The name of a thumbnail changes when its bytes would.
    'cache-control': thumbnail === null ? 'public, max-age=3600' : 'public, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    etag,
  };
  // Bytes under an address never change: who has them need not wait until they are found or made.
  if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const path = await pathOf(shell, id, variant, thumbnail);
  const size = path === null ? undefined : (await stat(path).catch(() => null))?.size;
  if (path === null || size === undefined) {
    if (fitted === null) shell.log.error({ asset: id }, 'the file of an asset is gone from the media folder');
    throw new Refused(404, nothing);
  }
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? rangeOf(request.headers.range, size) : null;
  if (range === 'NONE') {
    answer(
      response,
      416,
      { ...nothing, code: 'RANGE_NOT_SATISFIABLE' },
      { 'content-range': `bytes */${String(size)}` },
    );
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== null) headers['content-range'] = `bytes ${String(start)}-${String(end)}/${String(size)}`;
  response.writeHead(range === null ? 200 : 206, { ...headers, 'content-length': end - start + 1 });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // Whoever goes away in the middle is no error.
  await pipeline(createReadStream(path, { start, end }), response).catch((error: unknown) => {
    shell.log.debug({ err: error, asset: id }, 'a file was not read to its end');
  });
}

/** Where what is asked for is; a thumbnail is made where there is none yet. Null: it cannot be, its picture is gone. */
async function pathOf(
  { media, log }: Shell,
  id: string,
  variant: string | null,
  thumbnail: ThumbnailWidth | null,
): Promise<string | null> {
  if (thumbnail === null) return variant === null ? media.original(id) : media.beside(id, variant);
  try {
    return await thumbnailOf(media, id, thumbnail);
  } catch (error) {
    if (error instanceof PictureUnreadable)
      log.error({ err: error, asset: id }, 'a picture in the media folder is broken');
    throw error;
  }
}

/** One range of bytes (RFC 9110, 14.2); null: all of it, as where several are asked for; `NONE`: there are no such bytes. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'NONE' | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end ? 'NONE' : { start, end };
}

/** RFC 6266, with the name in every script. */
function disposition(kind: 'inline' | 'attachment', fileName: string): string {
  const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
