import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { GraphiQLOptions } from 'graphql-yoga';
import type { Shell } from './app/ctx.ts';
import type { Config } from './config.ts';
import { handleDemo } from './http/demo.ts';
import { handleHealth } from './http/health.ts';
import { installConnectors } from './schema/installed.ts';

/** Someone else listens there. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
}

export interface RunningServer {
  /** Where it listens, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Takes no more requests, ends subscriptions, and waits for what it is answering. */
  close(): Promise<void>;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = new PortInUse(
        `Port ${String(port)} on ${host} is in use. Choose another: PORT=${String(port + 1)}`,
      );
      reject(error.code === 'EADDRINUSE' ? taken : error);
    });
    server.listen(port, host, resolve);
  });
}

/** What keeps a slow client from holding a connection for ever. */
const timeouts = { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 5_000 } as const;

/** Serves the API on one port: GraphQL over HTTP, SSE and WebSocket on /graphql, and health. */
export async function startServer(
  shell: Shell,
  config: Pick<Config, 'host' | 'port' | 'corsOrigins'>,
  graphiqlFor: (schema: GraphQLSchema) => (request: Request) => GraphiQLOptions,
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
    if (handleHealth(shell, stopping.signal, request, response) || handleDemo(request, response)) return;
    const path = request.url?.split('?')[0] ?? '';
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
