import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { Incoming } from '@polyphony/sdk/emulator';
import { invalid } from './refusals.ts';

export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, Buffer>>;
}

/** Fields and files of a form, of either kind. Throws 400. */
export async function readForm({ headers, body }: Pick<Incoming, 'headers' | 'body'>): Promise<Form> {
  const type = headers['content-type'] ?? '';
  if (/^application\/x-www-form-urlencoded\b/.test(type)) {
    return { fields: Object.fromEntries(new URLSearchParams(body.toString())), files: {} };
  }
  if (!/^multipart\/form-data\b/.test(type)) throw invalid('The body must be multipart/form-data');
  const fields: Record<string, string> = {};
  const files: Record<string, Promise<Buffer>> = {};
  try {
    const parser = new Busboy({
      headers: { 'content-type': type },
      limits: { fileSize: Infinity, fieldSize: 16 * 1024 * 1024 },
    });
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (name, stream) => {
      files[name] = collect(stream);
    });
    Readable.from([body]).pipe(parser);
    await once(parser, 'finish');
  } catch {
    throw invalid('The body is no multipart/form-data');
  }
  const read = Object.entries(files).map(async ([name, bytes]) => [name, await bytes] as const);
  return { fields, files: Object.fromEntries(await Promise.all(read)) };
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer); // busboy gives no encoding, so bytes
  return Buffer.concat(chunks);
}
