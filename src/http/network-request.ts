import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookAnswer, WebhookRequest } from '@polyphony/sdk';

/** Of what a network sends by itself, at most. */
const maxBytes = 1_000_000;

/** Networks send it again where they wait longer than that. */
export const answerWithinMs = 8_000;

/** A request of a network, whole; null: it is too large. Rejects where its sender went away. */
export async function readNetworkRequest(request: IncomingMessage): Promise<WebhookRequest | null> {
  const body = await readBody(request);
  if (body === null) return null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return { method: request.method ?? '', query: Object.fromEntries(searchParams), headers, body };
}

/** Not by iteration: that would break the connection off where it is too large, and nobody would hear why. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= maxBytes) return;
      request.off('data', take);
      resolve(null);
    };
    request.on('data', take);
    request.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.once('close', () => {
      reject(new Error('The sender went away'));
    });
  });
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
