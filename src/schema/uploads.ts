import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Shell } from '../app/ctx.ts';
import { receiveMedia } from '../app/planning/media.ts';
import { fileRefused } from '../domain/planning/media.ts';
import { DomainError } from '../domain/shared/errors.ts';
import { may, type Permission } from '../domain/workspace/permission.ts';
import { NotStored, type ReceivedFile } from '../infra/media-store.ts';
import { requestIdOf } from '../infra/request-id.ts';
import { apiError, sessionFor, unauthenticated, type GraphContext } from './context.ts';
import { limits } from './limits.ts';
import { presentError } from './present.ts';
import { uploadAccessOf, uploadPermissions, type UploadAccess } from './upload-access.ts';

/** A file that came with a request, or why it is not taken. */
interface Upload {
  readonly file: ReceivedFile | DomainError;
  /** As the form says; null: not at all. */
  readonly fileName: string | null;
}

/** The files of one request, by the key that stands for each in its variables. */
export type Uploads = Map<string, Upload>;

const uploadsByRequest = new WeakMap<object, Uploads>();

export const uploadsOf = (request: object): Uploads => uploadsByRequest.get(request) ?? new Map<string, Upload>();

/** The file that stands in a variable, for whoever asks first: it can be kept once. Throws what it was refused for. */
export function takeUpload(
  { uploads }: GraphContext,
  key: string,
): { readonly file: ReceivedFile; readonly fileName: string | null } {
  const { file, fileName } = uploads.get(key) ?? { file: fileMissing, fileName: null };
  uploads.delete(key);
  if (file instanceof DomainError) throw file;
  return { file, fileName };
}

const fileMissing = fileRefused(
  'FILE_MISSING',
  'No file came with the request, or it was used already.',
  'Send it as the GraphQL multipart request specification says, once for each mutation; or POST its bytes to /media.',
);

/** A page elsewhere can send a form, but none of these without asking first (CORS). */
const preflightHeaders = ['graphql-require-preflight', 'apollo-require-preflight'] as const;
/** Files in one request. */
const maxFiles = 10;
const isMultipart = (headers: Headers) => /^\s*multipart\/form-data\s*(;|$)/i.test(headers.get('content-type') ?? '');

/**
 * Takes requests of the GraphQL multipart request specification. Files are streamed to the disk before anything is executed;
 * the rest goes on as the JSON request that it stands for, so that every rule and limit holds for it too.
 */
export const useUploads = (shell: Shell, schema: GraphQLSchema, needed = uploadAccessOf(schema)): Plugin => ({
  async onRequest({ request, setRequest, endResponse, fetchAPI }) {
    const { headers, method, url, signal } = request;
    if (method !== 'POST' || !isMultipart(headers)) return;
    try {
      const { operations, uploads } = await readForm(shell, request, needed);
      const asJson = new fetchAPI.Headers(headers);
      asJson.set('content-type', 'application/json');
      asJson.delete('content-length');
      asJson.delete('transfer-encoding');
      const plain = new fetchAPI.Request(url, { method, headers: asJson, body: JSON.stringify(operations), signal });
      uploadsByRequest.set(plain, uploads);
      received.set(plain, files(uploads));
      setRequest(plain);
    } catch (error) {
      const presented = presentError(error, requestIdOf(headers.get('x-request-id')), shell.log);
      endResponse(refuse(presented, headers, fetchAPI.Response));
    }
  },
  async onResponse({ request }) {
    // What nobody kept.
    for (const file of received.get(request) ?? []) await file.settle(false);
  },
});

const received = new WeakMap<object, readonly ReceivedFile[]>();
const files = (uploads: Uploads): readonly ReceivedFile[] =>
  [...uploads.values()].flatMap(({ file }) => (file instanceof DomainError ? [] : [file]));

/** An answer to what was never executed. */
function refuse(error: GraphQLError, headers: Headers, Answer: typeof Response): Response {
  const { http, ...extensions } = error.extensions as {
    readonly http?: { readonly status?: number };
    readonly code?: string;
  };
  const type = 'application/graphql-response+json';
  return new Answer(JSON.stringify({ errors: [{ message: error.message, extensions }] }), {
    status: http?.status ?? (extensions.code === 'INTERNAL_SERVER_ERROR' ? 500 : 400),
    headers: { 'content-type': headers.get('accept')?.includes(type) ? type : 'application/json' },
  });
}

interface Form {
  readonly operations: unknown;
  readonly uploads: Uploads;
}

async function readForm(shell: Shell, request: Request, needed: UploadAccess): Promise<Form> {
  const { headers, body } = request;
  if (!preflightHeaders.some((name) => headers.has(name))) {
    throw apiError('PREFLIGHT_REQUIRED', 'A form could have been sent by a page elsewhere.', {
      status: 400,
      fix: `Send the header "${preflightHeaders[0]}: 1" with every multipart request.`,
    });
  }
  // Before a byte is stored.
  const session = await sessionFor(shell, headers.get('authorization'));
  if (session === null) throw unauthenticated('This needs a token.');
  const anyOf = [...new Set(needed.values())];
  if (!anyOf.some((permission) => may(session, permission))) throw forbidden(anyOf);
  const { maxBytes } = shell.media;
  if (Number(headers.get('content-length') ?? 0) > maxBytes * maxFiles) {
    throw apiError('REQUEST_ENTITY_TOO_LARGE', 'The form is too large.', {
      status: 413,
      fix: `Send files of at most ${String(maxBytes)} bytes.`,
    });
  }

  const fields = new Map<string, string>();
  const arriving = new Map<string, Promise<Upload>>();
  const form = openForm(headers.get('content-type') ?? '');
  form.on('field', (name, value, _, valueTruncated) => {
    fields.set(name, valueTruncated ? '' : value);
  });
  const stop = new AbortController();
  const streams: Readable[] = [];
  let lacking: readonly Permission[] = [];
  form.on('file', (name, stream, fileName) => {
    streams.push(stream);
    // Whoever reads it learns of an error; where nobody does, it must not end the process.
    stream.on('error', () => undefined);
    if (lacking.length === 0) {
      lacking = uploadPermissions(needed, fields.get('operations')).filter((permission) => !may(session, permission));
    }
    if (lacking.length > 0 || arriving.has(name)) {
      stop.abort();
      return;
    }
    const upload = receiveMedia(shell, stream).then(
      (file) => ({ file, fileName: fileName || null }),
      (error: unknown) => {
        // The rest of the form is of no use.
        stop.abort();
        if (error instanceof DomainError) return { file: error, fileName: null };
        throw error;
      },
    );
    upload.catch(() => undefined); // awaited below
    arriving.set(name, upload);
  });

  const ended = await pump(body, form, stop.signal);
  // A form that ends early ends the file that was coming; it does not say so by itself.
  if (ended !== null) for (const stream of streams) stream.destroy(new Error('The form ended early'));
  const settled = await Promise.allSettled([...arriving].map(async ([name, upload]) => [name, await upload] as const));
  const uploads = new Map(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
  const refusedOne = [...uploads.values()].some(({ file }) => file instanceof DomainError);
  const failed = settled.find((each) => each.status === 'rejected');
  try {
    if (lacking.length > 0) throw forbidden(lacking);
    if (failed && !(failed.reason instanceof NotStored)) throw failed.reason;
    if ((ended !== null || failed) && !refusedOne) throw badForm('The form ends early, or is none.');
    return place(fields, uploads);
  } catch (error) {
    for (const file of files(uploads)) await file.settle(false);
    throw error;
  }
}

const forbidden = (lacking: readonly Permission[]) =>
  apiError('FORBIDDEN', `This needs the permission ${lacking.join(' or ')}.`, {
    status: 403,
    fix: 'Use a token that has it. Send the field "operations" before the files: it says what they are for.',
  });

function openForm(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fields: 2, fieldSize: limits.body, files: maxFiles, fieldNameSize: 100, headerPairs: 20 },
    });
  } catch {
    throw badForm('The header content-type names no boundary.');
  }
}

/**
 * Feeds a body to a parser. Returns null once all of it is parsed, else what kept it from that. Told to stop, it leaves the rest
 * of the body where it is: to break the connection off would keep the answer from its reader.
 */
async function pump(body: ReadableStream<Uint8Array> | null, form: Writable, stop: AbortSignal): Promise<unknown> {
  const parsed = finished(form, { signal: stop }).then(
    () => null,
    (error: unknown) => error,
  );
  const reader = body?.getReader();
  try {
    for (;;) {
      const next = await reader?.read();
      if (next?.value === undefined) break;
      const hasRoom = form.write(next.value);
      if (form.errored !== null) return await parsed;
      if (!hasRoom) await once(form, 'drain', { signal: stop });
      stop.throwIfAborted();
    }
    form.end();
    return await parsed;
  } catch (error) {
    form.destroy();
    return error;
  } finally {
    reader?.releaseLock();
  }
}

/** The operations with a key in the place of each file, and the files by these keys. */
function place(fields: ReadonlyMap<string, string>, byName: ReadonlyMap<string, Upload>): Form {
  const operations = parse(fields.get('operations'), 'operations');
  const map = parse(fields.get('map'), 'map');
  if (!isRecord(map) || Array.isArray(map)) throw badForm('The field "map" must be an object of lists of paths.');
  const uploads: Uploads = new Map();
  for (const [name, paths] of Object.entries(map)) {
    const upload = byName.get(name) ?? { file: fileMissing, fileName: null };
    const key = randomUUID();
    uploads.set(key, upload);
    for (const path of Array.isArray(paths) ? (paths as readonly unknown[]) : []) put(operations, path, key);
  }
  // Files that the map does not name are kept by nobody.
  for (const [name, upload] of byName) if (!Object.hasOwn(map, name)) uploads.set(randomUUID(), upload);
  return { operations, uploads };
}

/** Writes a key where a null stands for a file, such as variables.input.file. */
function put(operations: unknown, path: unknown, key: string): void {
  const steps = typeof path === 'string' ? path.split('.') : [];
  const last = steps.pop() ?? '';
  let place: unknown = operations;
  for (const step of steps) place = isRecord(place) && Object.hasOwn(place, step) ? place[step] : undefined;
  if (steps[0] !== 'variables' || !isRecord(place) || !Object.hasOwn(place, last) || place[last] !== null) {
    throw badForm(`The field "map" says ${JSON.stringify(path)}, where no null stands for a file.`);
  }
  place[last] = key;
}

/** An object or a list, by its keys. */
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parse(text: string | undefined, name: string): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    throw badForm(`The field "${name}" must come before the files, and be JSON.`);
  }
}

const badForm = (message: string) =>
  apiError('BAD_REQUEST', message, {
    status: 400,
    fix: 'Send the fields "operations" and "map" and then the files, as the GraphQL multipart request specification says.',
  });
