import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { World } from './world.ts';

/** What POST /media answers. */
export interface Asset {
  readonly id: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mimeType: string;
  readonly width: number | null;
  readonly altText: string | null;
  readonly url: string;
  /** Of a refusal. */
  readonly code?: string;
  readonly fix?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Asset;
}

export type Headed = Readonly<Record<string, string>>;

/** Sends bytes to POST /media of that server. */
export const sender =
  (server: () => string, token: () => string) =>
  async (bytes: BodyInit, query: Headed = {}, headers: Headed = {}): Promise<Answer> => {
    const response = await fetch(`${server()}/media?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token()}`, ...headers },
      body: bytes,
      ...(bytes instanceof ReadableStream && { duplex: 'half' }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Asset };
  };

/** A request by hand: its beginning is sent; the rest is up to the test. `closed`: all that was answered. */
export async function beginRequest(port: string, head: readonly string[]) {
  const socket: Socket = connect(Number(port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const state = { answer: '' };
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => {
      resolve(state.answer);
    });
  });
  socket.on('data', (data) => (state.answer += data.toString()));
  socket.on('error', () => undefined);
  socket.write(`${[...head, 'host: x'].join('\r\n')}\r\n\r\n`);
  return { socket, closed };
}

/** Waits until that holds. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come to that in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ids of the uploads that are under way, or that somebody left behind. */
export const incoming = ({ mediaFolder }: Pick<World, 'mediaFolder'>): Promise<readonly string[]> =>
  readdir(join(mediaFolder, 'incoming')).catch(() => []);

/** File names in several scripts, and such as break headers. */
export const fileNames = [
  'Свежий хлеб.png',
  'Қазақша нан.png',
  'Rīta maize ķ.png',
  'Plain (1) "quoted" 50%.png',
  '🥐👩‍👩‍👧.png',
];
