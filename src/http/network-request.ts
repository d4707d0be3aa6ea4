import { validateHeaderName, validateHeaderValue, type IncomingMessage, type ServerResponse } from 'node:http';
import type { WebhookAnswer, WebhookRequest } from '@polyphony/sdk';
import { z } from 'zod';
import type { Shell } from '../app/ctx.ts';

/** Of what a network sends by itself, at most. */
const maxBytes = 1_000_000;

/** Networks send it again where they wait longer than that. */
export const answerWithinMs = 8_000;

/** Bytes that may wait in memory at one door, of all requests together. */
export class Room {
  #free: number;

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** False: so much is not free. */
  take(bytes: number): boolean {
    if (bytes > this.#free) return false;
    this.#free -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#free += bytes;
  }
}

/** Nobody waits for an answer any more. */
class SenderLeft extends Error {
  override readonly name = 'SenderLeft';
}

export const tooLarge: WebhookAnswer = { status: 413, body: 'At most 1 MB.\n' };
export const tooSlow: WebhookAnswer = {
  status: 503,
  headers: { 'retry-after': '30' },
  body: 'Too slow. Send it again.\n',
};
const noRoom: WebhookAnswer = {
  status: 503,
  headers: { 'retry-after': '5' },
  body: 'Too much at once. Send it again.\n',
};

/**
 * A request of a network, whole, or the answer to one that is not taken in. It has its place in `room` until it is answered.
 * Throws SenderLeft.
 */
export async function readNetworkRequest(
  request: IncomingMessage,
  response: ServerResponse,
  room: Room,
): Promise<{ readonly whole: WebhookRequest } | { readonly refusal: WebhookAnswer }> {
  const body = await readBody(request, response, room);
  if (!(body instanceof Uint8Array)) return { refusal: body };
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return { whole: { method: request.method ?? '', query: Object.fromEntries(searchParams), headers, body } };
}

/** Not by iteration: that would break the connection off where it is too large, and nobody would hear why. */
function readBody(request: IncomingMessage, response: ServerResponse, room: Room): Promise<Buffer | WebhookAnswer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(tooLarge);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      const refusal = size + chunk.length > maxBytes ? tooLarge : room.take(chunk.length) ? null : noRoom;
      if (refusal === null) {
        chunks.push(chunk);
        size += chunk.length;
        return;
      }
      request.off('data', take);
      resolve(refusal);
    };
    response.once('close', () => {
      request.off('data', take);
      room.giveBack(size);
    });
    request.on('data', take);
    request.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.once('close', () => {
      reject(new SenderLeft('The sender went away'));
    });
  });
}

const answerShape = z.object({
  status: z.int().min(200).max(599),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
});

/** What the connection is about; an answer must not say it. */
const ofConnection = /^(connection|content-length|keep-alive|te|trailer|transfer-encoding|upgrade)$/;

/** What a connector wants to be answered, if it can be. Throws where it cannot, with what is wrong. */
export function checkAnswer(answer: WebhookAnswer): WebhookAnswer {
  const { status, headers, body } = answerShape.parse(answer);
  const kept = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !ofConnection.test(name));
  for (const [name, value] of kept) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return { status, headers: Object.fromEntries(kept), body };
}

/** As the connector says; plain text unless it says so. */
export function answerNetwork(response: ServerResponse, { status, headers = {}, body = '' }: WebhookAnswer): void {
  // Whoever sent too slowly has its answer already.
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    ...headers,
    // A network's challenge comes back to it in the body: to a browser it must be no page.
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-store',
  });
  response.end(body);
}

/** Answers what `answer` comes to; where it fails, that something broke here, and the log says what (`failure`). */
export function answerEventually(
  { log }: Pick<Shell, 'log'>,
  response: ServerResponse,
  answer: Promise<WebhookAnswer>,
  failure: string,
  about: Readonly<Record<string, string>> = {},
): void {
  answer
    .then((whole) => {
      answerNetwork(response, whole);
    })
    .catch((error: unknown) => {
      log[error instanceof SenderLeft ? 'debug' : 'error']({ err: error, ...about }, failure);
      answerNetwork(response, { status: 500, body: 'Something broke here. Send it again.\n' });
    });
}

/** What `run` answers, or `late` where it takes too long: what it does is done all the same. */
export async function withinTime<T>(run: (signal: AbortSignal) => Promise<T>, late: T): Promise<T> {
  const signal = AbortSignal.timeout(answerWithinMs);
  return Promise.race([
    run(signal),
    new Promise<T>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(late);
      });
    }),
  ]);
}
