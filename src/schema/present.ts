import { GraphQLError } from 'graphql';
import { DomainError } from '../domain/shared/errors.ts';
import type { Logger } from '../infra/logger.ts';
import { limits } from './limits.ts';

/** The error that was thrown, under what executors wrap around it. */
function thrown(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? thrown(error.originalError) : error;
}

/** How a request that was never executed is answered: 400, but for clients of application/json where the specification says 200. */
const refused = { http: { status: 400, spec: true } };

/** Codes for what graphql-js and yoga refuse, which have none of their own, or no word on what to do. */
function codeOf(error: GraphQLError): Readonly<Record<string, unknown>> {
  if (error.extensions.code === 'REQUEST_ENTITY_TOO_LARGE') {
    return { fix: `Send at most ${String(limits.body)} bytes; pass texts as variables, not in the document.` };
  }
  if (error.message.startsWith('Syntax Error')) {
    return { code: 'GRAPHQL_PARSE_FAILED', fix: 'Correct the document where locations says.' };
  }
  if (error.message.startsWith('Variable "$')) {
    return { code: 'BAD_USER_INPUT', fix: 'Send variables as the schema describes them.', ...refused };
  }
  if (error.path !== undefined)
    return { code: 'BAD_USER_INPUT', fix: 'See the description of the field and its arguments.' };
  if (error.nodes !== undefined) {
    return {
      code: 'GRAPHQL_VALIDATION_FAILED',
      fix: 'Ask only for what the schema has; GraphiQL shows it.',
      ...refused,
    };
  }
  return {
    code: 'BAD_REQUEST',
    fix: 'Send a POST with content-type application/json and a body like {"query": "{ viewer { id } }"}.',
  };
}

const where = (error: unknown) =>
  error instanceof GraphQLError
    ? {
        nodes: error.nodes ?? null,
        source: error.source ?? null,
        positions: error.positions ?? null,
        path: error.path ?? null,
      }
    : {};

/**
 * An error as clients see it: with a code, and what to do. What was not meant for them is logged, and answered with the
 * request’s id alone.
 */
export function presentError(error: unknown, requestId: string, log: Logger): GraphQLError {
  const cause = thrown(error);
  if (cause instanceof DomainError) {
    const { code, actor, parameters, path } = cause;
    return new GraphQLError(cause.message, { ...where(error), extensions: { code, actor, parameters, input: path } });
  }
  if (cause instanceof GraphQLError) {
    const presented = error instanceof GraphQLError ? error : cause;
    const { originalError: _, ...own } = cause.extensions;
    const extensions: Record<string, unknown> = { ...codeOf(presented), ...own };
    // A body that cannot be read is the same mistake whatever the client accepts.
    if (extensions.code === 'BAD_REQUEST') extensions.http = { status: 400 };
    return new GraphQLError(cause.message, { ...where(presented), extensions });
  }
  log.error({ err: cause, requestId }, 'a request failed');
  return new GraphQLError('Something broke on our side; it is in the log.', {
    ...where(error),
    extensions: {
      code: 'INTERNAL_SERVER_ERROR',
      requestId,
      fix: 'Try again; if it stays, tell the operator this requestId.',
    },
  });
}
