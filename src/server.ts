import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { GraphiQLOptions } from 'graphql-yoga';
import type { Shell } from './app/ctx.ts';
import { CannotStart, type Config } from './config.ts';
import { handleConnect } from './http/connect.ts';
import { patience, watchBody, type Patience } from './http/body-watch.ts';
import { handleHealth } from './http/health.ts';
import { handleMedia, mediaPath } from './http/media.ts';
import { handlePrivacy } from './http/privacy.ts';
import { handleWebhook } from './http/webhooks.ts';
import { requestIdOf } from './infra/request-id.ts';
import { installConnectors } from './schema/installed.ts';

/** The address of the settings cannot be listened on; the message says why, and what to set. */
export class CannotListen extends CannotStart {
  override readonly name = 'CannotListen';
}

const whyNot = (code: string | undefined, host: string, port: number): string | undefined => {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${String(port)} on ${host} is in use. Choose another: PORT=${String(port + 1)}`;
    case 'EACCES':
      return `Port ${String(port)} may not be used by this user. Choose one above 1023: PORT=4000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine. Choose one that is: HOST=127.0.0.1`;
    default:
      return undefined;
  }
};

export interface RunningServer {
  /** Where it listens, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Takes no more requests, ends subscriptions, and waits for what it is answering. */
  close(): Promise<void>;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = whyNot(error.code, host, port);
      reject(why === undefined ? error : new CannotListen(why));
    });
    server.listen(port, host, resolve);
  });
}

/** What keeps a slow client from holding a connection for ever; bodies are watched by watchBody, as uploads take their time. */
const timeouts = { headersTimeout: 15_000, requestTimeout: 0, keepAliveTimeout: 5_000 } as const;

const isUpload = ({ headers }: IncomingMessage, path: string): boolean =>
  path === mediaPath || (headers['content-type'] ?? '').trimStart().toLowerCase().startsWith('multipart/');

/**
 * Gives a request the id by which it is found in the log, tells the client of it, and logs the request when it is over. Never
 * its query: what comes back from a network in it is secret for a moment, and so is the key of a file.
 */
function tellOfRequest(shell: Shell, path: string, request: IncomingMessage, response: ServerResponse): void {
  const began = performance.now();
  const requestId = requestIdOf(request.headers['x-request-id']?.toString());
  request.headers['x-request-id'] = requestId;
  response.setHeader('x-request-id', requestId);
  response.once('close', () => {
    const ms = Math.round(performance.now() - began);
    const { method } = request;
    const { statusCode: status } = response;
    const place = path.startsWith(`${mediaPath}/`) ? `${mediaPath}/…` : path;
    shell.log.info({ requestId, method, path: place, status, ms }, 'request');
  });
}

/** Serves the API on one port: GraphQL over HTTP, SSE and WebSocket on /graphql, media, what networks tell, and health. */
export async function startServer(
  shell: Shell,
  config: Pick<Config, 'host' | 'port' | 'corsOrigins'>,
  graphiqlFor: (schema: GraphQLSchema) => (request: Request) => GraphiQLOptions,
  slowness: Patience = patience,
): Promise<RunningServer> {
  installConnectors(shell.networks.all.map(({ connector }) => connector));
  const [{ schema }, { createTransport, graphqlPath }] = await Promise.all([
    import('./schema/index.ts'),
    import('./schema/transport.ts'),
  ]);
  const stopping = new AbortController();
  const transport = createTransport(shell, {
    schema,
    corsOrigins: config.corsOrigins,
    graphiql: graphiqlFor(schema),
    stopping: stopping.signal,
  });
  const server = createServer(timeouts, (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    tellOfRequest(shell, path, request, response);
    watchBody(request, response, isUpload(request, path), slowness);
    if (!URL.canParse(request.url ?? '', 'http://localhost')) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end('This is no address.\n');
      return;
    }
    if (handleHealth(shell, stopping.signal, request, response)) return;
    if (handleConnect(shell, request, response) || handleMedia(shell, config, request, response)) return;
    if (handleWebhook(shell, request, response) || handlePrivacy(shell, request, response)) return;
    if (path === graphqlPath) {
      void transport.handle(request, response);
    } else if (path === '/') {
      response.writeHead(302, { location: graphqlPath }).end();
    } else {
      response
        .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
        .end(`Nothing is here. The API is at ${graphqlPath}.\n`);
    }
  });
  await listen(server, config.host, config.port);
  const closeSockets = transport.attach(server);
  const { address, port, family } = server.address() as AddressInfo; // a TCP server's address
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${String(port)}`,
    async close() {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      await closeSockets();
      server.closeIdleConnections();
      const hurry = setTimeout(() => {
        server.closeAllConnections();
      }, 3000);
      await closed;
      clearTimeout(hurry);
    },
  };
}
