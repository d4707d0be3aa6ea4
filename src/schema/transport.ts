import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import {
  type execute,
  type GraphQLError,
  subscribe,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import {
  createYoga,
  handleStreamOrSingleExecutionResult,
  type GraphiQLOptions,
  type Plugin,
  type YogaInitialContext,
} from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import type { Shell } from '../app/ctx.ts';
import type { Session } from '../app/workspace/session.ts';
import { requestIdOf } from '../infra/request-id.ts';
import { createExecute } from './compiled-query.ts';
import { apiError, sessionFor, unauthenticated, type GraphContext } from './context.ts';
import { limits, useLimits } from './limits.ts';
import { createLoaders } from './loaders.ts';
import { presentError } from './present.ts';
import { uploadsOf, useUploads } from './uploads.ts';

export const graphqlPath = '/graphql';

interface TransportOptions {
  readonly schema: GraphQLSchema;
  readonly corsOrigins: readonly string[];
  /** What GraphiQL shows to this request. */
  readonly graphiql: (request: Request) => GraphiQLOptions;
  /** Aborted when the server stops: what is being followed ends. */
  readonly stopping: AbortSignal;
}

/** What yoga hands to the context of a WebSocket operation, beside what it hands to every one. */
interface SocketContext {
  readonly socket?: { readonly session: Session; readonly ended: AbortSignal };
}

/** Compiled queries, and graphql-js: yoga's own executor does not keep the order of keys that the specification asks for. */
function useExecution(): Plugin {
  const execute = createExecute();
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(subscribe);
    },
  };
}

/** Shows errors as clients are meant to see them, over every transport. */
function usePresentedErrors(shell: Shell): Plugin<GraphContext> {
  const present = <Result extends ExecutionResult>(result: Result, context: GraphContext): Result =>
    result.errors === undefined
      ? result
      : { ...result, errors: result.errors.map((error) => presentError(error, context.requestId, shell.log)) };
  return {
    onValidate:
      () =>
      ({ valid, result, setResult }) => {
        if (valid) return;
        setResult(result.map((error) => presentError(error, randomUUID(), shell.log)));
      },
    onExecute: () => ({
      onExecuteDone: (payload) =>
        handleStreamOrSingleExecutionResult(payload, ({ result, setResult, args }) => {
          setResult(present(result, args.contextValue));
        }),
    }),
    onSubscribe: () => ({
      onSubscribeResult: (payload) => ({
        onNext: ({ result, setResult }) => {
          setResult(present(result, payload.args.contextValue));
        },
      }),
      onSubscribeError: ({ error, setError }) => {
        setError(presentError(error, randomUUID(), shell.log));
      },
    }),
  };
}

/** GraphQL on one path: over HTTP with JSON and server-sent events, and over WebSocket as graphql-transport-ws. */
export function createTransport(shell: Shell, { schema, corsOrigins, graphiql, stopping }: TransportOptions) {
  const yoga = createYoga<SocketContext, GraphContext>({
    schema,
    graphqlEndpoint: graphqlPath,
    landingPage: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: limits.body,
    cors: corsOrigins.length === 0 ? false : { origin: [...corsOrigins], methods: ['GET', 'POST'] },
    graphiql,
    renderGraphiQL,
    maskedErrors: { maskError: (error) => presentError(error, randomUUID(), shell.log) },
    plugins: [useUploads(shell, schema), useExecution(), useLimits(), usePresentedErrors(shell)],
    async context({ request, socket }: YogaInitialContext & SocketContext): Promise<GraphContext> {
      return {
        shell,
        session: socket?.session ?? (await sessionFor(shell, request.headers.get('authorization'))),
        requestId: requestIdOf(request.headers.get('x-request-id')),
        loaders: createLoaders(shell.db.prisma),
        uploads: uploadsOf(request),
        ended: AbortSignal.any([stopping, socket?.ended ?? request.signal]),
      };
    },
  });

  return {
    yoga,
    handle: (request: IncomingMessage, response: ServerResponse) => yoga(request, response),
    attach: (server: Server) => attachWebSocket(shell, server, yoga, corsOrigins),
  };
}

type Yoga = ReturnType<typeof createTransport>['yoga'];

/** Yoga's pipeline for one operation, which envelop types as anything. */
interface Enveloped {
  readonly schema: GraphQLSchema;
  parse(source: string): DocumentNode;
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[];
  contextFactory(): Promise<GraphContext>;
  readonly execute: typeof execute;
  readonly subscribe: typeof subscribe;
}

/** A type, not an interface: graphql-ws wants one that could be any record. */
type SocketExtra = {
  /** What the client said of itself, asked anew for every operation: a token may be revoked while a socket is open. */
  authorization?: string;
  /** How to end what is under way, by operation. */
  operations?: Map<string, AbortController>;
};

/** Who says no word for so long after connecting is disconnected; a busy machine may need some seconds for the first. */
const initWithinMs = 15_000;

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null);

/** The close code of graphql-transport-ws for a socket whose token is nobody's. */
const unauthorizedCode = 4401;

function attachWebSocket(shell: Shell, server: Server, yoga: Yoga, corsOrigins: readonly string[]) {
  const sockets = new WebSocketServer({
    server,
    path: graphqlPath,
    maxPayload: limits.body,
    // A browser says where a page came from; other programs say nothing.
    verifyClient: ({ req: { headers } }: { readonly req: IncomingMessage }) =>
      headers.origin === undefined || corsOrigins.includes(headers.origin) || hostOf(headers.origin) === headers.host,
  });

  /** What runs an operation: yoga's pipeline, so that a document meets the same rules on every transport. */
  type Args = ExecutionArgs & { rootValue: Pick<Enveloped, 'execute' | 'subscribe'> };

  const disposable = useServer<Record<string, unknown>, SocketExtra>(
    {
      connectionInitWaitTimeout: initWithinMs,
      execute: (args) => (args as Args).rootValue.execute(args) as Promise<ExecutionResult>, // typed loosely by envelop
      subscribe: (args) => (args as Args).rootValue.subscribe(args), // as above
      async onConnect({ connectionParams, extra }) {
        const entry = Object.entries(connectionParams ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
        const authorization = typeof entry?.[1] === 'string' ? entry[1] : '';
        const session = await sessionFor(shell, authorization).catch(() => null);
        if (session === null) {
          extra.socket.close(unauthorizedCode, 'Send connectionParams {"authorization": "Bearer <token>"}');
          return false;
        }
        extra.authorization = authorization;
        extra.operations = new Map();
        return true;
      },
      async onSubscribe({ extra }, id, payload) {
        const { authorization, operations } = extra;
        if (authorization === undefined || operations === undefined) throw new TypeError('onConnect comes first');
        if (operations.size >= limits.operationsPerSocket) {
          const max = limits.operationsPerSocket;
          return [
            apiError('LIMIT_EXCEEDED', `At most ${String(max)} operations run on one socket at once.`, {
              fix: 'End some of them, or open another socket.',
            }),
          ];
        }
        const ended = new AbortController();
        operations.set(id, ended);
        const session = await sessionFor(shell, authorization).catch(() => null);
        if (session === null) {
          extra.socket.close(unauthorizedCode, 'The token was revoked or has expired');
          return [unauthenticated('The token was revoked or has expired.')];
        }
        const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
          socket: { session, ended: ended.signal },
          // A socket may do whatever a POST may.
          request: new Request('http://websocket', { method: 'POST', headers: { 'x-request-id': randomUUID() } }),
          params: payload,
        } as never) as Enveloped; // a socket has no more of a request than this
        const requestId = randomUUID();
        const refuse = (errors: readonly unknown[]) => {
          operations.delete(id);
          return errors.map((error) => presentError(error, requestId, shell.log));
        };
        try {
          const document = parse(payload.query);
          const errors = validate(schema, document);
          if (errors.length > 0) return refuse(errors);
          const { operationName = null, variables = null } = payload;
          const contextValue = await contextFactory();
          return {
            schema,
            document,
            operationName,
            variableValues: variables,
            contextValue,
            rootValue: { execute, subscribe },
          };
        } catch (error) {
          return refuse([error]);
        }
      },
      onComplete({ extra }, id) {
        extra.operations?.get(id)?.abort();
        extra.operations?.delete(id);
      },
      onClose({ extra }) {
        for (const ended of extra.operations?.values() ?? []) ended.abort();
      },
    },
    sockets,
  );
  return () => disposable.dispose();
}
