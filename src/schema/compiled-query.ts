import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type Source,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { withPlainFields } from './carried.ts';

/** How often a document is seen before it is compiled: what is asked once is not worth it. */
export const seenBeforeCompiled = 2;

/** So many compiled documents are kept; the one that was used longest ago goes first. */
export const compiledDocuments = 200;

/** Of one document, by the name of the operation; null: cannot be compiled. */
type Compiled = Map<string, CompiledQuery | null>;

/**
 * What the compiler does not get right. It writes conditions into the document, which the parser's cache shares; and it asks for
 * variables that may not be null although they have a default.
 */
function isBeyondCompiler(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive({ name }) {
      if (name.value === 'skip' || name.value === 'include') found = true;
    },
    VariableDefinition({ type, defaultValue }) {
      if (type.kind === Kind.NON_NULL_TYPE && defaultValue !== undefined) found = true;
    },
  });
  return found;
}

function compiledOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery | null {
  if (isBeyondCompiler(document)) return null;
  const fragments = Object.fromEntries(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  const compiled = withPlainFields(schema, { operation, fragments }, () =>
    compileQuery(schema, document, operation.name?.value, { disablingCapturingStackErrors: true }),
  );
  return isCompiledQuery(compiled) ? compiled : null;
}

function positionOf({ body }: Source, { line, column }: { readonly line: number; readonly column: number }): number {
  const breaks = /\r\n|[\n\r]/g;
  for (let at = 1; at < line; at += 1) breaks.exec(body);
  return breaks.lastIndex + column - 1;
}

/** As graphql-js makes its errors: what presents them reads where they stand. */
function located(error: GraphQLError, { loc }: DocumentNode): GraphQLError {
  const { locations = [], originalError, path } = error;
  const source = loc?.source;
  return new GraphQLError(error.message, {
    ...(source !== undefined && { source, positions: locations.map((each) => positionOf(source, each)) }),
    path: path ?? null,
    ...(originalError !== undefined && { originalError }),
  });
}

/**
 * Executes queries: those seen before are compiled, and answer the same some times faster. Everything else is left to
 * graphql-js: mutations, what is seen for the first time, what cannot be compiled, variables that are wrong.
 */
export function createExecute(): typeof execute {
  const seen = new WeakMap<DocumentNode, number>();
  const cache = new Map<DocumentNode, Compiled>();

  /** Null: graphql-js is to execute it. */
  function compiledFor({ schema, document }: ExecutionArgs, operation: OperationDefinitionNode): CompiledQuery | null {
    let compiled = cache.get(document);
    if (compiled === undefined) {
      const times = (seen.get(document) ?? 0) + 1;
      seen.set(document, times);
      if (times <= seenBeforeCompiled) return null;
      compiled = new Map();
    }
    cache.delete(document);
    cache.set(document, compiled); // the last is the one used last
    for (const oldest of cache.keys()) {
      if (cache.size <= compiledDocuments) break;
      cache.delete(oldest);
    }
    const name = operation.name?.value ?? '';
    let query = compiled.get(name);
    if (query === undefined) {
      query = compiledOf(schema, document, operation);
      compiled.set(name, query);
    }
    return query;
  }

  return (args) => {
    const { schema, document, operationName, variableValues, rootValue, contextValue } = args;
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== OperationTypeNode.QUERY) return execute(args);
    const query = compiledFor(args, operation);
    if (query === null) return execute(args);
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
    if (errors !== undefined) return execute(args);
    const finish = (result: ExecutionResult): ExecutionResult =>
      result.errors === undefined
        ? result
        : { errors: result.errors.map((error) => located(error, document)), data: result.data ?? null };
    const result = query.query(rootValue, contextValue, { ...variableValues });
    return result instanceof Promise ? result.then(finish) : finish(result);
  };
}
