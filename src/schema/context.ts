import { GraphQLError } from 'graphql';
import type { Ctx, Shell } from '../app/ctx.ts';
import { authenticateHeader, type Session } from '../app/workspace/session.ts';
import { NotFound } from '../domain/shared/errors.ts';
import { rowId } from './ids.ts';
import type { Loaders } from './loaders.ts';
import type { Uploads } from './uploads.ts';

/** What every resolver is handed. */
export interface GraphContext {
  readonly shell: Shell;
  /** Null: a stranger. */
  readonly session: Session | null;
  readonly requestId: string;
  readonly loaders: Loaders;
  /** What came with the request. */
  readonly uploads: Uploads;
  /** Aborted when whoever asked is gone, or the server stops. */
  readonly ended: AbortSignal;
}

interface ApiErrorOptions {
  readonly status?: number;
  /** What to do, in a sentence. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/** A top-level error that clients are meant to see. Everything else is masked. */
export function apiError(code: string, message: string, { status, fix, cause }: ApiErrorOptions = {}): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code,
      ...(fix === undefined ? {} : { fix }),
      ...(status === undefined ? {} : { http: { status } }),
    },
    ...(cause instanceof Error ? { originalError: cause } : {}),
  });
}

/** An argument of a query, or a whole document, that cannot be answered as it is. */
export const badInput = (message: string, fix: string): GraphQLError =>
  apiError('BAD_USER_INPUT', message, { status: 400, fix });

export const unauthenticated = (message: string): GraphQLError =>
  apiError('UNAUTHENTICATED', message, {
    status: 401,
    fix: 'Send the header "Authorization: Bearer <token>", on a WebSocket the same as connectionParams. The demo’s token is in demo.json in the data folder.',
  });

/** Whose token a header carries. Throws where there is one and it is nobody's. */
export async function sessionFor(shell: Shell, authorization: string | null): Promise<Session | null> {
  if (authorization === null) return null;
  const session = await authenticateHeader(shell, authorization);
  if (session === null) throw unauthenticated('This token is not valid: it is wrong, was revoked, or has expired.');
  return session;
}

/** The session, or the error that says that one is needed. */
export function sessionOf({ session }: Pick<GraphContext, 'session'>): Session {
  if (session === null) throw unauthenticated('This needs a token.');
  return session;
}

/** What the shell needs to carry out a command of this viewer. */
export const ctxOf = (context: GraphContext): Ctx => ({
  ...context.shell,
  viewer: sessionOf(context),
  requestId: context.requestId,
});

/** The viewer's workspace, if that is what the id names; without an id it is meant anyway. Null: not the viewer's. */
export function workspaceIdOf(context: GraphContext, id: string | null | undefined): string | null {
  const { workspaceId } = sessionOf(context);
  return id === null || id === undefined || rowId('Workspace', id) === workspaceId ? workspaceId : null;
}

/** The same for a mutation's input: any other workspace does not exist. */
export function requireWorkspace(context: GraphContext, id: string | null | undefined): void {
  if (workspaceIdOf(context, id) === null) throw new NotFound('workspace', ['workspaceId']);
}
