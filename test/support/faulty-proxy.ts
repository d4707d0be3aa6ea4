import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What happens to a request on its way. `cut before`: it never arrives; `cut after`: it does, but its answer is lost. */
export type ProxyFault =
  | { readonly kind: 'cut before' | 'cut after' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body: string;
    };

export interface FaultyProxy {
  readonly url: string;
  /** Plants a fault for the next request whose path holds that text. */
  fail(path: string, fault: ProxyFault, times?: number): void;
  /** Faults that no request has met yet. */
  readonly waiting: number;
  close(): Promise<void>;
}

/** Stands between the product and a real server, and breaks what a test wants broken. */
export async function startFaultyProxy(target: () => string): Promise<FaultyProxy> {
  const faults: { readonly path: string; readonly fault: ProxyFault; times: number }[] = [];

  const own = () => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  function forward(request: IncomingMessage, response: ServerResponse, answer: boolean): void {
    const url = new URL(request.url ?? '/', target());
    const headers = { ...request.headers, host: url.host };
    const onward = send(url, { method: request.method, headers }, (answered) => {
      if (!answer) {
        // It has been done: only now the connection breaks.
        answered.resume().once('end', () => request.socket.destroy());
        return;
      }
      // The server speaks of itself by its own address: past the proxy there would be no faults.
      void buffer(answered).then((bytes) => {
        const json = answered.headers['content-type']?.includes('json') === true;
        const body = json ? Buffer.from(bytes.toString('utf8').replaceAll(new URL(target()).origin, own())) : bytes;
        const headers = { ...answered.headers };
        delete headers['content-length'];
        delete headers['transfer-encoding'];
        response.writeHead(answered.statusCode ?? 502, headers).end(body);
      });
    });
    onward.once('error', () => request.socket.destroy());
    request.pipe(onward);
  }

  const server = createServer((request, response) => {
    const index = faults.findIndex(({ path }) => request.url?.includes(path));
    const planted = faults[index];
    if (planted !== undefined && --planted.times === 0) faults.splice(index, 1);
    switch (planted?.fault.kind) {
      case 'cut before':
        request.socket.destroy();
        break;
      case 'cut after':
        forward(request, response, false);
        break;
      case 'answer':
        request.resume();
        response.writeHead(planted.fault.status, planted.fault.headers).end(planted.fault.body);
        break;
      case undefined:
        forward(request, response, true);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: own(),
    fail(path, fault, times = 1) {
      faults.push({ path, fault, times });
    },
    get waiting() {
      return faults.length;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
