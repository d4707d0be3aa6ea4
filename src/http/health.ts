import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Shell } from '../app/ctx.ts';

const readyWithinMs = 2000;

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

/**
 * `/health/live`: the process answers; restart it where not. `/health/ready`: it can do its work, as its database answers and
 * it is not stopping; send it no requests where not. True: the request was for one of them.
 */
export function handleHealth(
  shell: Shell,
  stopping: AbortSignal,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const path = request.url?.split('?')[0];
  if (path === '/health/live') {
    answer(response, 200, { status: 'ok' });
    return true;
  }
  if (path !== '/health/ready') return false;
  if (stopping.aborted) {
    answer(response, 503, { status: 'stopping' });
    return true;
  }
  const late = new Promise((_, reject) =>
    setTimeout(reject, readyWithinMs, new Error('The database does not answer')).unref(),
  );
  Promise.race([shell.db.prisma.$queryRaw`select 1`, late])
    .then(() => {
      answer(response, 200, { status: 'ok' });
    })
    .catch((error: unknown) => {
      shell.log.warn({ err: error }, 'not ready');
      if (!response.headersSent) answer(response, 503, { status: 'database' });
    });
  return true;
}
