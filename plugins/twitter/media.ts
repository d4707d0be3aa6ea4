import type { Call, NetworkCall, PublicationMedia } from '@polyphony/sdk';
import { read, request } from './client.ts';

/** A file that was uploaded. */
export interface Uploaded {
  readonly id: string;
  /** By which posts name it. */
  readonly key: string;
  /** Until when (milliseconds) nobody should ask whether X is ready with it; null: it is. */
  readonly lookAt: number | null;
}

interface State extends Processing {
  readonly id: string;
  readonly media_key: string;
}

interface Processing {
  /** Absent: it is ready. */
  readonly processing_info?: {
    readonly state: 'pending' | 'in_progress' | 'succeeded' | 'failed';
    readonly check_after_secs?: number;
    readonly error?: { readonly name?: string; readonly message?: string };
  };
}

const categories = { IMAGE: 'tweet_image', ANIMATION: 'tweet_gif', VIDEO: 'tweet_video' } as const;
const spends = ['uploads', 'uploads of the app'];

/** Files may be used for 24 hours; the rest is for what comes in between. */
const uploadGoodForMs = 20 * 60 * 60_000;

/** `name`: which file of the post it is. */
export async function upload(call: Call, media: PublicationMedia, name: string): Promise<Uploaded> {
  const file = await call.step(`upload ${name}`, () => sendFile(call, media), { goodForMs: uploadGoodForMs });
  const { id, lookAt } = file;
  if (lookAt !== null) {
    await call.step(`wait for ${name}`, () => settle(call, id, lookAt), { goodForMs: uploadGoodForMs });
  }
  const { altText = '', kind } = media;
  if (altText !== '' && kind !== 'VIDEO') {
    const json = { id, metadata: { alt_text: { text: altText } } };
    const describing = ['describe media', 'media descriptions of the app'];
    await call.step(
      `describe ${name}`,
      async () => {
        await request(call, '/2/media/metadata', { method: 'POST', json, spends: describing });
        return null;
      },
      { goodForMs: uploadGoodForMs },
    );
  }
  return file;
}

async function sendFile(call: NetworkCall, media: PublicationMedia): Promise<Uploaded> {
  const { kind, mimeType, byteSize } = media;
  const category = kind === 'ANIMATION' || kind === 'VIDEO' ? categories[kind] : categories.IMAGE;
  const json = { media_type: mimeType, total_bytes: byteSize, media_category: category };
  const path = '/2/media/upload';
  const begun = await request<{ readonly data: State }>(call, `${path}/initialize`, { method: 'POST', json, spends });
  const { id, media_key: key } = begun.data;
  const bytes = (await media.open()).getReader();
  try {
    const pieces = new Pieces(bytes);
    for (let index = 0, left = byteSize; left > 0; index++) {
      const size = Math.min(left, pieceBytes);
      left -= size;
      await request(call, `${path}/${id}/append`, {
        method: 'POST',
        multipart: {
          fields: { segment_index: String(index) },
          file: { name: 'media', fileName: 'media', mimeType, byteSize: size, open: async () => pieces.next(size) },
        },
        timeoutMs: pieceTimeoutMs,
        spends,
      });
    }
  } finally {
    await bytes.cancel().catch(() => undefined);
  }
  const asked = call.now().getTime();
  const ended = await request<{ readonly data: State }>(call, `${path}/${id}/finalize`, { method: 'POST', spends });
  const seconds = waitOf(ended.data);
  return { id, key, lookAt: seconds === null ? null : asked + seconds * 1_000 };
}

/** X takes 5 MB at most, and 1,000 pieces. */
const pieceBytes = 4 * 1024 * 1024;
const pieceTimeoutMs = 120_000;

/** Cuts a stream in pieces, each a stream that is read while it is sent. */
class Pieces {
  readonly #bytes: ReadableStreamDefaultReader<Uint8Array>;
  #rest = new Uint8Array();

  constructor(bytes: ReadableStreamDefaultReader<Uint8Array>) {
    this.#bytes = bytes;
  }

  next(size: number): ReadableStream<Uint8Array> {
    let left = size;
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const chunk = await this.#read();
          const piece = chunk.subarray(0, left);
          this.#rest = new Uint8Array(chunk.subarray(piece.length));
          left -= piece.length;
          if (piece.length > 0) controller.enqueue(piece);
          if (left === 0 || piece.length === 0) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** Empty: there is no more. */
  async #read(): Promise<Uint8Array> {
    if (this.#rest.length > 0) return this.#rest;
    for (;;) {
      const { done, value } = await this.#bytes.read();
      if (done) return new Uint8Array();
      if (value.length > 0) return value;
    }
  }
}

/** Longer than this nobody waits at once: the next try goes on waiting. */
const longestWaitMs = 5 * 60_000;
const laterMs = 60_000;

/** Of what is ready at once nothing is said. Null: it is. */
const waitOf = ({ processing_info: info }: State): number | null =>
  info === undefined || info.state === 'succeeded' ? null : (info.check_after_secs ?? usualSeconds);
const usualSeconds = 5;

/** Looks when X says that it makes sense, until it is ready. */
async function settle(call: NetworkCall, id: string, lookAt: number): Promise<null> {
  const began = call.now().getTime();
  for (let next = lookAt; ;) {
    const wait = next - call.now().getTime();
    if (next - began > longestWaitMs) {
      const retryAt = new Date(call.now().getTime() + laterMs);
      const message = 'X is still at work on an uploaded file.';
      throw call.refuse({ kind: 'rate_limited', code: 'media_in_work', message, retryAt });
    }
    if (wait > 0) await call.wait(wait);
    const asked = call.now().getTime();
    const query = { command: 'STATUS', media_id: id };
    const spent = ['upload states', 'upload states of the app'];
    const { data } = await read<{ readonly data: State }>(call, '/2/media/upload', query, spent);
    const { state, error } = data.processing_info ?? {};
    if (state === 'failed') {
      const message = [error?.name, error?.message].filter((one) => one !== undefined).join(': ');
      const said = message === '' ? 'X cannot work with this file.' : `X cannot work with this file: ${message}.`;
      throw call.refuse({ kind: 'media_rejected', code: 'media_failed', message: said });
    }
    const seconds = waitOf(data);
    if (seconds === null) return null;
    next = asked + seconds * 1_000;
  }
}
