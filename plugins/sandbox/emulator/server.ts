import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { Emulator, EmulatorControl } from '@polyphony/sdk/emulator';

export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** `drop`: the connection is cut instead of an answer. */
export type Outgoing =
  | 'drop'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      /** How long the answer is held back. */
      readonly delayMs?: number;
    };

interface Served {
  readonly control: EmulatorControl;
  handle(request: Incoming): Promise<Outgoing>;
}

/** Serves on 127.0.0.1, on any port where the wished one is taken. `build` learns the address before the first request. */
export async function listen(port: number, build: (url: string) => Served): Promise<Emulator> {
  let served: Served | undefined;
  const server = createServer((request, response) => {
    void respond(request, response, served).catch(() => request.socket.destroy());
  });
  await bind(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // TCP, so no string
  served = build(url);
  return {
    url,
    control: served.control,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

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

async function respond(request: IncomingMessage, response: ServerResponse, served: Served | undefined): Promise<void> {
  const body = await readText(request);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const answer = await served?.handle({ method: request.method ?? 'GET', url, headers: request.headers, body });
  if (answer === undefined || answer === 'drop') return void request.socket.destroy();
  const send = () => response.writeHead(answer.status, answer.headers).end(answer.body);
  if (answer.delayMs === undefined) send();
  else setTimeout(send, answer.delayMs).unref();
}
