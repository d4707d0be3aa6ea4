import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { measurePicture, jsonAnswer, type Answer, type Incoming } from '@polyphony/sdk/emulator';
import type { World } from './method.ts';
import type { Slot, StoredFile, Upload, UploadKind } from './state.ts';

/** A file as it came. */
interface Sent {
  readonly field: string;
  readonly name: string;
  readonly bytes: Buffer;
}

const fields: Readonly<Record<UploadKind, string>> = {
  wall_photo: 'photo',
  owner_photo: 'photo',
  cover: 'photo',
  video: 'video_file',
  doc: 'file',
  story_photo: 'file',
  story_video: 'video_file',
};

const mib = 1024 * 1024;
/** Pictures up to this size are shown on the pages. */
const shownBytes = mib;
const maxSides = 14_000;

/** Puts what was asked for on the shelf, and tells where to send the file. */
export function openSlot(slot: Slot, world: World): string {
  const key = world.state.nextName(`slot ${slot.kind}`);
  world.state.record(['slot', key, slot]);
  return `${world.url}/~upload/${slot.kind}/${key}`;
}

/** What is told of an upload, and asked for again when it is saved. */
export const hashOf = (upload: string): string =>
  createHash('sha256').update(`hash ${upload}`).digest('hex').slice(0, 18);
export const serverNumber = 626_620;

/** A file arrives at an upload server. */
export async function serveUpload(request: Incoming, world: World): Promise<Answer> {
  const [, kind = '', key = ''] = /^\/~upload\/(\w+)\/(\w+)$/.exec(request.url.pathname) ?? [];
  const slot = world.state.get('slot', key);
  if (slot?.kind !== kind) return uploadError('invalid upload address');
  // A video from elsewhere only needs its address to be opened.
  if (slot.kind === 'video' && slot.link !== undefined) return finishVideo(key, slot, undefined, world);
  if (request.method !== 'POST') return uploadError('only POST');
  const sent = await readFiles(request).catch(() => undefined);
  if (!sent) return uploadError('the body is no multipart/form-data');
  const file = sent.find(({ field }) => field === fields[slot.kind]);
  if (!file) return uploadError(`there is no file in the field ${fields[slot.kind]}`);
  return take(key, slot, file, request.size, world);
}

function take(key: string, slot: Slot, sent: Sent, size: number, world: World): Answer {
  const picture = measurePicture(sent.bytes);
  const file: StoredFile = {
    sha256: createHash('sha256').update(sent.bytes).digest('hex'),
    name: sent.name,
    // Of a file that is longer than what an emulator keeps of a request, the request tells the length.
    size: Math.max(sent.bytes.length, size > 64 * mib ? size : 0),
    ...picture,
    ...(picture && sent.bytes.length <= shownBytes && { bytes: sent.bytes.toString('base64') }),
  };
  switch (slot.kind) {
    case 'wall_photo':
    case 'owner_photo':
    case 'cover':
      return finishPhoto(key, slot, isGoodPicture(file, 50_000_000) ? file : undefined, world);
    case 'video':
      return finishVideo(key, slot, file, world);
    case 'doc':
      if (/\.(mp3|exe|bat|apk)$/i.test(file.name)) return uploadError('the type of the file is not allowed');
      return jsonAnswer(200, { file: `${keep(key, slot, file, world)}|${file.size}` });
    case 'story_photo':
      if (!isGoodPicture(file, 10_000_000)) return jsonAnswer(200, { error: { error_code: 4, type: 'wrong photo' } });
      return finishStory(key, slot, file, world);
    case 'story_video':
      return finishStory(key, slot, file, world);
  }
}

function isGoodPicture({ width, height, size }: StoredFile, maxBytes: number): boolean {
  if (width === undefined || height === undefined || size > maxBytes) return false;
  return width + height <= maxSides && Math.max(width, height) <= 20 * Math.min(width, height);
}

function keep(key: string, { kind, groupId, userId, link }: Slot, file: StoredFile, world: World): string {
  const name = world.state.nextName(`upload ${key}`);
  const upload: Upload = { slot: key, kind, groupId, userId, link, file };
  world.state.record(['upload', name, upload]);
  return name;
}

/** `file`: undefined where it was refused. */
function finishPhoto(key: string, slot: Slot, file: StoredFile | undefined, world: World): Answer {
  if (!file) return jsonAnswer(200, { server: serverNumber, photo: '[]', hash: hashOf('') });
  const name = keep(key, slot, file, world);
  const { width, height } = file;
  const photo = JSON.stringify([{ markers_restarted: true, photo: name, sizes: [], width, height }]);
  if (slot.kind === 'cover') return jsonAnswer(200, { photo: name, hash: hashOf(name) });
  return jsonAnswer(200, {
    server: serverNumber,
    photo: slot.kind === 'owner_photo' ? name : photo,
    hash: hashOf(name),
  });
}

function finishVideo(key: string, slot: Slot, file: StoredFile | undefined, world: World): Answer {
  const { state, now } = world;
  const entry = [...state.table('video')].find(([, { id }]) => id === slot.videoId);
  if (!entry) return uploadError('there is no such video');
  const [videoKey, video] = entry;
  // Encoding takes a moment.
  const readyAt = now().getTime() + (file ? 20_000 : 0);
  state.record(['video', videoKey, { ...video, ...(file && { file }), readyAt }]);
  return jsonAnswer(200, {
    size: file?.size ?? 0,
    owner_id: video.ownerId,
    video_id: video.id,
    video_hash: hashOf(key),
    direct_link: `${world.url}/video${videoKey}`,
  });
}

function finishStory(key: string, slot: Slot, file: StoredFile, world: World): Answer {
  const name = keep(key, slot, file, world);
  return jsonAnswer(200, { response: { upload_result: name, _sig: hashOf(name) } });
}

export const uploadError = (why: string, code = 'unknown error'): Answer =>
  jsonAnswer(200, { error: code, error_descr: why });

/** Fields and files of a multipart body, as far as the body was kept. */
export async function readFiles({ headers, body, size }: Incoming): Promise<readonly Sent[]> {
  const type = headers['content-type'] ?? '';
  const files: Promise<Sent>[] = [];
  const parser = new Busboy({ headers: { 'content-type': type }, limits: { fileSize: Infinity } });
  parser.on('file', (field, stream, name) => files.push(collect(field, stream, name)));
  Readable.from([body]).pipe(parser);
  try {
    await once(parser, 'finish');
  } catch (error) {
    // The end of a very long body was not kept; what came of the file before it is there.
    if (size <= body.length) throw error;
  }
  return Promise.all(files);
}

async function collect(field: string, stream: Readable, name: string): Promise<Sent> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    // It ends where the kept body does.
  }
  return { field, name, bytes: Buffer.concat(chunks) };
}

/** The plain fields of a multipart body. */
export async function readFields({ headers, body }: Incoming): Promise<ReadonlyMap<string, string>> {
  const given = new Map<string, string>();
  const parser = new Busboy({ headers: { 'content-type': headers['content-type'] ?? '' } });
  parser.on('field', (name, value) => given.set(name, value));
  parser.on('file', (_name, stream) => stream.resume());
  Readable.from([body]).pipe(parser);
  await once(parser, 'finish');
  return given;
}
