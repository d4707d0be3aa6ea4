import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';

const pictures = new Set(['door', 'bread', 'coffee', 'steppe']);

/** Serves the demo's pictures at `/demo/<name>.png`. True: the request was for one of them. */
export function handleDemo(request: IncomingMessage, response: ServerResponse): boolean {
  const name = /^\/demo\/([a-z]+)\.png$/.exec(request.url ?? '')?.[1];
  if (name === undefined || !pictures.has(name) || (request.method !== 'GET' && request.method !== 'HEAD'))
    return false;
  response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'public, max-age=3600' });
  if (request.method === 'HEAD') response.end();
  else createReadStream(new URL(`../../prisma/seed/pictures/${name}.png`, import.meta.url)).pipe(response);
  return true;
}
