import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from './control.ts';

/** A request, whole. */
export interface Incoming {
  readonly method: string;
  /** The host in it means nothing. */
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** The first 64 MiB of it. */
  readonly body: Buffer;
  /** How long the whole body was. */
  readonly size: number;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** How long the answer is held back. */
  readonly delayMs?: number;
}

/** `drop`: the connection is cut instead of an answer. */
export type Outgoing = 'drop' | Answer;

/**
 * Serves on 127.0.0.1, on any port where the wished one is taken. `build` learns the address before the first request, and
 * answers what becomes part of the emulator beside `handle`.
 */
export async function listen<Part extends object>(
  port: number,
  build: (url: string) => { readonly part: Part; handle(request: Incoming): Outgoing | Promise<Outgoing> },
): Promise<Part & Pick<Emulator, 'url' | 'close'>> {
  let handle: (request: Incoming) => Outgoing | Promise<Outgoing> = () => 'drop';
  const server = createServer((request, response) => {
    void respond(request, response, handle).catch((error: unknown) => {
      console.error('The emulator failed:', error);
      request.socket.destroy();
    });
  });
  await bind(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // TCP, so no string
  const built = build(url);
  handle = (request) => built.handle(request);
  return {
    ...built.part,
    url,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An answer in JSON; without a body where there is nothing to say. */
export const jsonAnswer = (
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Exclude<Outgoing, 'drop'> => ({
  status,
  headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/**
 * The body of a request; undefined where it is empty. Throws a TypeError for what is no JSON. Only what says that it is:
 * a form on some web page, open in the same browser, can send no such request.
 */
export function readJson({ headers, body }: Pick<Incoming, 'headers' | 'body'>): unknown {
  if (body.length === 0) return undefined;
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
    throw new TypeError('The body must be application/json.');
  }
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    throw new TypeError('The body is no JSON.');
  }
}

const maxBodyBytes = 64 * 1024 * 1024;

async function bind(server: Server, port: number): Promise<void> {
  const tryPort = async (wished: number) => {
    server.listen(wished, '127.0.0.1');
    await once(server, 'listening');
  };
  try {
    await tryPort(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error; // of `listen`, so a system error
    await tryPort(0);
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (request: Incoming) => Outgoing | Promise<Outgoing>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const incoming = await readBody(request).catch(() => undefined);
  // The client went away: what it did not finish asking for is not done.
  if (!incoming) return void request.socket.destroy();
  const answer = await handle({ method: request.method ?? 'GET', url, headers: request.headers, ...incoming });
  if (answer === 'drop') return void request.socket.destroy();
  const send = () => response.writeHead(answer.status, answer.headers).end(answer.body);
  if (answer.delayMs === undefined) send();
  else setTimeout(send, answer.delayMs).unref();
}

async function readBody(request: IncomingMessage): Promise<Pick<Incoming, 'body' | 'size'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size < maxBodyBytes) chunks.push(chunk);
    size += chunk.length;
  }
  return { body: Buffer.concat(chunks), size };
}
