import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a request's body may take. Milliseconds and bytes. */
export interface Patience {
  /** For all of a body. */
  readonly whole: number;
  /** An upload may take as long as it likes, while in each such time … */
  readonly window: number;
  /** … at least so many bytes of it come. */
  readonly least: number;
  /** For the rest of a body that was answered before its end: closed at once, some clients would not see the answer. */
  readonly linger: number;
}

export const patience: Patience = { whole: 60_000, window: 30_000, least: 8_192, linger: 5_000 };

/** Keeps a client that sends slowly, or no longer, from holding its connection for ever. */
export function watchBody(
  request: IncomingMessage,
  response: ServerResponse,
  isUpload: boolean,
  { whole, window, least, linger }: Patience = patience,
): void {
  const { socket, method } = request;
  if (method === 'GET' || method === 'HEAD') return;
  const state = { seen: socket.bytesRead };
  const giveUp = () => {
    if (request.complete) return;
    if (response.headersSent) {
      request.destroy();
      return;
    }
    const body = {
      code: 'REQUEST_TOO_SLOW',
      message: 'The request’s body did not come in time.',
      fix: 'Send it again without pauses.',
    };
    response.once('finish', () => request.destroy());
    response.writeHead(408, { 'content-type': 'application/json', connection: 'close' });
    response.end(`${JSON.stringify(body)}\n`);
  };
  const timer = isUpload
    ? setInterval(() => {
        const came = socket.bytesRead - state.seen;
        state.seen = socket.bytesRead;
        if (came >= least) return;
        clearInterval(timer);
        giveUp();
      }, window)
    : setTimeout(giveUp, whole);
  timer.unref();
  const rest = () => {
    if (request.complete || request.destroyed) return;
    request.resume();
    setTimeout(() => {
      if (!request.complete) request.destroy();
    }, linger).unref();
  };
  const over = () => {
    clearInterval(timer);
    response.off('finish', rest);
  };
  response.once('finish', rest);
  request.once('end', over);
  request.once('close', over);
}
