import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, parse, type ValidationContext, type ValidationRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

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

/** Bounds every document before it is executed. */
export const useLimits = (): Plugin => ({
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
