import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type ExecutionArgs,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { apiError, badInput } from './context.ts';
import { isNumberedRowCursor, isRowCursor } from './ids.ts';
import { placeOf, unstorable, valuesOf } from './text.ts';

/** What one document may ask for, on every transport. The contract's deepest document has 11 levels. */
export const limits = {
  /** Bytes of a request’s body, or of a WebSocket message. */
  body: 1_000_000,
  tokens: 4_000,
  depth: 15,
  aliases: 30,
  directives: 50,
  /** Operations under way on one WebSocket. */
  operationsPerSocket: 50,
  /** Items of a list in the arguments of a query or subscription, such as the ids of a filter. */
  items: 100,
  /** Items of any list in the input of a mutation; most of them have a smaller limit of their own. */
  inputItems: 1_000,
} as const;

/** The packages’ rules throw; reported instead, they answer like any other rule, on the WebSocket too. */
const reported = (limit: number, what: string) => ({
  n: limit,
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null) => {
      context?.reportError(
        new GraphQLError(`The document has more ${what} than the ${String(limit)} that are allowed.`, {
          extensions: { code: 'LIMIT_EXCEEDED', limit: what, max: limit, fix: 'Ask in several smaller documents.' },
        }),
      );
    },
  ],
});

const rules: readonly ValidationRule[] = [
  maxDepthRule({ ...reported(limits.depth, 'levels'), flattenFragments: true, ignoreIntrospection: true }),
  maxAliasesRule({ ...reported(limits.aliases, 'aliases'), allowList: [] }),
  maxDirectivesRule(reported(limits.directives, 'directives')),
] as ValidationRule[]; // typed for another minor version of graphql

/** What the database could only break on, found before anything is executed. Null: nothing. */
function refuseValues(args: ExecutionArgs): GraphQLError | null {
  const { document, variableValues, operationName } = args;
  const operation = getOperationAST(document, operationName)?.operation;
  const most = operation === OperationTypeNode.MUTATION ? limits.inputItems : limits.items;
  for (const placed of valuesOf(document, variableValues)) {
    const { value } = placed;
    const problem = typeof value === 'string' ? unstorable(value) : null;
    if (problem !== null) {
      const place = placeOf(placed);
      return badInput(`${place} has ${problem}, which cannot be stored.`, `Send ${place} without it.`);
    }
    if (Array.isArray(value) && value.length > most) {
      return badInput(
        `${placeOf(placed)} has ${String(value.length)} items; at most ${String(most)} are allowed.`,
        'Ask in several smaller requests.',
      );
    }
  }
  return refuseCursors(args);
}

/** The connections that are read from a table go on after the id of a row; the event log reads its own cursors. */
function refuseCursors({ schema, document, variableValues }: ExecutionArgs): GraphQLError | null {
  const given: Record<string, unknown> = {};
  const types = new TypeInfo(schema);
  const wrong: string[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition({ variable, defaultValue }) {
        const name = variable.name.value;
        given[name] = variableValues?.[name] ?? (defaultValue && valueFromASTUntyped(defaultValue));
      },
      Argument({ name, value }) {
        const type = String(types.getType()).replace('!', '');
        if (!/^(after|before)$/.test(name.value) || !type.endsWith('Connection') || type === 'EventConnection') return;
        const cursor = valueFromASTUntyped(value, given);
        const isCursor = type === 'StrategyRevisionConnection' ? isNumberedRowCursor : isRowCursor;
        if (typeof cursor === 'string' && !isCursor(cursor)) wrong.push(name.value);
      },
    }),
  );
  const [argument] = wrong;
  if (argument === undefined) return null;
  return apiError('CURSOR_INVALID', `${argument} is no cursor of this list.`, {
    status: 400,
    fix: 'Take it from pageInfo or an edge of the same list.',
  });
}

/** Bounds every document and what it is given before it is executed. */
export const useLimits = (): Plugin => ({
  // GET and forms have their variables as text, and yoga takes text that is no JSON for a mistake of ours.
  onRequestParse({ requestParser, setRequestParser }) {
    if (requestParser === undefined) return;
    setRequestParser(async (request) => {
      try {
        return await requestParser(request);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw apiError('BAD_REQUEST', 'variables or extensions are no JSON.', {
          status: 400,
          fix: 'Send each as a JSON object, in an address percent-encoded.',
        });
      }
    });
  },
  onExecute({ args, setResultAndStopExecution }) {
    const refused = refuseValues(args);
    if (refused !== null) setResultAndStopExecution({ errors: [refused] });
  },
  onSubscribe({ args, setResultAndStopExecution }) {
    const refused = refuseValues(args);
    if (refused !== null) setResultAndStopExecution({ errors: [refused] });
  },
  onParse({ setParseFn }) {
    setParseFn((source: string, options?: object) => {
      try {
        return parse(source, { ...options, maxTokens: limits.tokens });
      } catch (error) {
        if (!(error instanceof GraphQLError) || !error.message.includes('token')) throw error;
        throw new GraphQLError(`The document has more than the ${String(limits.tokens)} tokens that are allowed.`, {
          extensions: {
            code: 'LIMIT_EXCEEDED',
            limit: 'tokens',
            max: limits.tokens,
            fix: 'Pass values as variables, and ask in several smaller documents.',
          },
        });
      }
    });
  },
  onValidate({ addValidationRule }) {
    for (const rule of rules) addValidationRule(rule);
  },
});
