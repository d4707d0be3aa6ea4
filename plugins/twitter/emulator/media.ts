import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readBody } from './body.ts';
import { measureFile } from './media-file.ts';
import {
  categories,
  defaultCategory,
  failureOf,
  mostOfChunk,
  processingTime,
  ruleOf,
  shownBytes,
  types,
} from './media-rules.ts';
import { mediaKeyOf } from './media-view.ts';
import { dayMs } from './rate-limits.ts';
import { readForm } from './form.ts';
import { invalid, Refusal } from './refusals.ts';
import type { Entry, StoredFile, Upload } from './state.ts';
import { ownId } from './users.ts';
import { nowOf, type Call, type Made } from './world.ts';

const id = z.string().regex(/^\d{1,19}$/);
const initializing = z.strictObject({
  media_type: z.enum(types).optional(),
  total_bytes: z.int().min(0).max(17_179_869_184).optional(),
  media_category: z.enum(categories).optional(),
  additional_owners: z.array(id).optional(),
  shared: z.boolean().optional(),
});

interface Beginning {
  readonly type: string;
  readonly total: number;
  readonly category: string;
}

function begin({ type, total, category }: Beginning, { world, ...call }: Call): Upload {
  const rule = ruleOf(category);
  if (!rule.types.test(type)) throw invalid(`$.media_type: ${type} is not allowed in ${category}`);
  if (total > rule.maxBytes) throw invalid(`$.total_bytes: file size exceeds ${rule.maxBytes} bytes`);
  const now = nowOf(world);
  return {
    id: world.state.nextId(now),
    ownerId: ownId({ world, ...call }),
    category,
    mimeType: type,
    total,
    expiresAt: now + dayMs,
  };
}

const uploadEntry = (upload: Upload): Entry => ['upload', upload.id, upload];

const begun = (upload: Upload): Made => ({
  status: 200,
  body: { data: { id: upload.id, media_key: mediaKeyOf(upload), expires_after_secs: dayMs / 1000 } },
});

/** `POST /2/media/upload/initialize` */
export function initializeUpload(call: Call): Made {
  const { media_type: type, total_bytes: total, media_category: category } = readBody(initializing, call.request);
  if (type === undefined) throw invalid('$.media_type: is missing but it is required');
  if (total === undefined) throw invalid('$.total_bytes: is missing but it is required');
  const upload = begin({ type, total, category: category ?? defaultCategory(type) }, call);
  call.world.state.record(uploadEntry(upload));
  return begun(upload);
}

function ownUpload(uploadId: string, call: Call): Upload {
  const found = call.world.state.get('upload', uploadId);
  if (found?.ownerId !== ownId(call) || found.expiresAt <= nowOf(call.world)) {
    throw invalid(`The media id [${uploadId}] is not valid`, { id: [uploadId] });
  }
  return found;
}

const appending = z.strictObject({ segment_index: z.int().min(0).max(999), media: z.base64() });

/** `POST /2/media/upload/{id}/append` */
export async function appendUpload(call: Call): Promise<Made> {
  const { request, path } = call;
  if (request.headers['content-type']?.startsWith('multipart/')) {
    const form = await readForm(request);
    assertFields(form.fields, ['segment_index', 'media']);
    return append(path.id ?? '', form.fields.segment_index ?? '', form.files.media ?? partAsText(form.fields), call);
  }
  const { segment_index: index, media } = readBody(appending, request);
  return append(path.id ?? '', String(index), Buffer.from(media, 'base64'), call);
}

/** A part without a file name is read as a field. */
const partAsText = ({ media }: Readonly<Record<string, string>>) =>
  media === undefined ? undefined : Buffer.from(media, 'base64');

function append(uploadId: string, index: string, bytes: Buffer | undefined, call: Call): Made {
  const { world } = call;
  const upload = ownUpload(uploadId, call);
  if (!/^\d{1,3}$/.test(index)) throw invalid('segment_index must be between 0 and 999', { segment_index: [index] });
  if (!bytes) throw invalid('media is missing but it is required', { media: [] });
  if (bytes.length > mostOfChunk) throw new Refusal('too-large');
  if (upload.file) throw invalid('The upload is finished', { id: [uploadId] });
  // The same segment once more takes the place of the first.
  world.state.record(['segment', `${upload.id} ${Number(index)}`, { bytes: bytes.toString('base64') }]);
  return { status: 200, body: { data: { expires_at: Math.floor(upload.expiresAt / 1000) } } };
}

/** `POST /2/media/upload/{id}/finalize` */
export function finalizeUpload(call: Call): Made {
  const { path, request } = call;
  if (request.body.length > 0 && request.body.toString().trim() !== '{}') throw invalid('The body must be empty');
  const upload = ownUpload(path.id ?? '', call);
  return { status: 200, body: { data: described(upload.file ? upload : finish(upload, call), call) } };
}

function finish(upload: Upload, call: Call): Upload {
  const { state } = call.world;
  const keys: string[] = [];
  for (let index = 0; state.get('segment', `${upload.id} ${index}`); index++) keys.push(`${upload.id} ${index}`);
  const bytes = Buffer.concat(keys.map((key) => Buffer.from(state.get('segment', key)?.bytes ?? '', 'base64')));
  if (bytes.length !== upload.total) {
    throw invalid('Segments do not add up to provided total file size.', { id: [upload.id] });
  }
  const stored = store(upload, bytes, call);
  state.record(...keys.map((key): Entry => ['segment', key, { bytes: '' }]));
  return stored;
}

function store(upload: Upload, bytes: Buffer, { world, processingMs }: Call): Upload {
  const rule = ruleOf(upload.category);
  const measured = measureFile(bytes);
  const file: StoredFile = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    width: measured?.width,
    height: measured?.height,
    durationMs: measured?.durationMs,
    bytes: upload.mimeType.startsWith('image/') && bytes.length <= shownBytes ? bytes.toString('base64') : undefined,
  };
  const failure = failureOf(upload, measured);
  // Of a picture it is told at once.
  if (failure !== undefined && !rule.isWorkedOn) throw invalid(failure, { media: [upload.id] });
  const now = nowOf(world);
  const takesMs = processingMs ?? (rule.isWorkedOn ? processingTime(bytes.length) : 0);
  const stored: Upload = {
    ...upload,
    file,
    failure,
    ...(takesMs > 0 && { processedFrom: now, processedAt: now + takesMs }),
  };
  world.state.record(uploadEntry(stored));
  return stored;
}

function processingOf({ processedFrom, processedAt, failure }: Upload, now: number): object | undefined {
  if (processedFrom === undefined || processedAt === undefined) return undefined;
  if (now < processedAt) {
    const share = (now - processedFrom) / (processedAt - processedFrom);
    const check_after_secs = Math.max(1, Math.min(5, Math.ceil((processedAt - now) / 1000)));
    if (share <= 0) return { state: 'pending', check_after_secs };
    return { state: 'in_progress', check_after_secs, progress_percent: Math.floor(share * 100) };
  }
  if (failure === undefined) return { state: 'succeeded', progress_percent: 100 };
  const [name = '', message = ''] = failure.split(': ');
  return { state: 'failed', error: { code: 1, name, message } };
}

function described(upload: Upload, { world }: Call): object {
  const now = nowOf(world);
  const info = processingOf(upload, now);
  return {
    id: upload.id,
    media_key: mediaKeyOf(upload),
    expires_after_secs: Math.max(0, Math.floor((upload.expiresAt - now) / 1000)),
    ...(upload.file && { size: upload.file.size }),
    ...(info && { processing_info: info }),
  };
}

/** `GET /2/media/upload?command=STATUS` */
export function readUploadStatus(call: Call): Made {
  const upload = ownUpload(call.query.text('media_id') ?? '', call);
  if (!upload.file) throw invalid('The upload is not finished', { media_id: [upload.id] });
  return { status: 200, body: { data: described(upload, call) } };
}

const oneShot = z.strictObject({
  media: z.base64(),
  media_category: z.enum(['tweet_image', 'dm_image', 'subtitles']),
  additional_owners: z.string().optional(),
});

/** `POST /2/media/upload`: a picture at once, or the older way in which a field says what to do. */
export async function uploadMedia(call: Call): Promise<Made> {
  const { request } = call;
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) {
    const { media, media_category: category } = readBody(oneShot, request);
    return uploadAtOnce(Buffer.from(media, 'base64'), category, call);
  }
  const { fields, files } = await readForm(request);
  switch (fields.command) {
    case 'INIT':
      return initializeOld(fields, call);
    case 'APPEND':
      assertFields(fields, ['command', 'media_id', 'segment_index', 'media']);
      return append(fields.media_id ?? '', fields.segment_index ?? '', files.media ?? partAsText(fields), call);
    case 'FINALIZE': {
      assertFields(fields, ['command', 'media_id']);
      const upload = ownUpload(fields.media_id ?? '', call);
      return { status: 200, body: { data: described(upload.file ? upload : finish(upload, call), call) } };
    }
    case undefined: {
      assertFields(fields, ['media_category', 'additional_owners', 'media']);
      const bytes = files.media ?? partAsText(fields);
      if (!bytes) throw invalid('media is missing but it is required', { media: [] });
      return uploadAtOnce(bytes, fields.media_category ?? '', call);
    }
    default:
      throw invalid(`There is no command ${fields.command}`, { command: [fields.command] });
  }
}

function assertFields(fields: Readonly<Record<string, string>>, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid(`$.${unknown}: is not defined in the schema`);
}

function initializeOld(fields: Readonly<Record<string, string>>, call: Call): Made {
  assertFields(fields, ['command', 'media_type', 'total_bytes', 'media_category', 'additional_owners', 'shared']);
  const { success, data } = initializing.safeParse({
    media_type: fields.media_type,
    total_bytes: Number(fields.total_bytes),
    media_category: fields.media_category,
  });
  if (!success || data.media_type === undefined || data.total_bytes === undefined) {
    throw invalid('media_type, total_bytes or media_category is not valid');
  }
  const category = data.media_category ?? defaultCategory(data.media_type);
  const upload = begin({ type: data.media_type, total: data.total_bytes, category }, call);
  call.world.state.record(uploadEntry(upload));
  return begun(upload);
}

function uploadAtOnce(bytes: Buffer, category: string, call: Call): Made {
  if (!['tweet_image', 'dm_image', 'subtitles'].includes(category)) {
    throw invalid(`$.media_category: [${category}] is not for an upload at once`, { media_category: [category] });
  }
  const type = category === 'subtitles' ? 'text/vtt' : measureFile(bytes)?.mimeType;
  if (type === undefined) throw invalid('The file is of no kind that is known', { media: [] });
  const upload = begin({ type, total: bytes.length, category }, call);
  return { status: 200, body: { data: described(store(upload, bytes, call), call) } };
}

const metadata = z.strictObject({
  id,
  metadata: z.looseObject({ alt_text: z.strictObject({ text: z.string().max(1_000) }).optional() }).optional(),
});

/** `POST /2/media/metadata`: what a picture shows, for who cannot see it. */
export function describeMedia(call: Call): Made {
  const { id: uploadId, metadata: given } = readBody(metadata, call.request);
  const upload = ownUpload(uploadId, call);
  if (!upload.file) throw invalid('The upload is not finished', { id: [uploadId] });
  if (upload.mimeType.startsWith('video/') && given?.alt_text) throw invalid('$.metadata.alt_text: not for videos');
  if (given?.alt_text) call.world.state.record(uploadEntry({ ...upload, altText: given.alt_text.text }));
  return { status: 200, body: { data: { id: uploadId, associated_metadata: given ?? {} } }, mills: 5 };
}
