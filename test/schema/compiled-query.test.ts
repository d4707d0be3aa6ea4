import {
  GraphQLObjectType,
  GraphQLError,
  GraphQLList,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { compiledDocuments, createExecute, seenBeforeCompiled } from '../../src/schema/compiled-query.ts';

/** Paths that the resolvers were handed: graphql-js hands typenames with them, the compiler does not. */
let typenames: (string | undefined)[] = [];
const thing: GraphQLObjectType = new GraphQLObjectType({
  name: 'Thing',
  fields: () => ({
    late: {
      type: GraphQLString,
      resolve: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return 'late';
      },
    },
    soon: {
      type: GraphQLString,
      resolve(_, __, ___, { path }) {
        typenames.push(path.typename);
        return 'soon';
      },
    },
    said: {
      type: GraphQLString,
      args: { word: { type: new GraphQLNonNull(GraphQLString) } },
      resolve: (_, { word }: { word: string }) => word,
    },
    broken: {
      type: new GraphQLNonNull(GraphQLString),
      resolve: () => Promise.reject(new GraphQLError('It broke.', { extensions: { code: 'BROKEN' } })),
    },
    many: { type: new GraphQLList(thing), resolve: () => [{}, {}] },
  }),
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { thing: { type: thing, resolve: () => ({}) } } }),
  mutation: new GraphQLObjectType({ name: 'Mutation', fields: { thing: { type: thing, resolve: () => ({}) } } }),
});

/** The answer as text of the first execution and of one that was compiled. */
async function both(source: string, variableValues: Record<string, unknown> = {}) {
  typenames = [];
  const execute = createExecute();
  const document = parse(source);
  const answers: string[] = [];
  for (let time = 0; time <= seenBeforeCompiled; time += 1) {
    answers.push(JSON.stringify(await execute({ schema, document, variableValues, contextValue: {} })));
  }
  return { first: answers[0], last: answers.at(-1), compiled: typenames.at(-1) === undefined };
}

describe('a query that was seen before', () => {
  it('is compiled', async () => {
    expect(await both('{ thing { soon } }')).toMatchObject({ compiled: true });
  });

  it.each([
    ['keeps the order of the document', '{ thing { late soon many { late a: soon } } }'],
    ['says where an error stands, and lets null rise', '{\n  thing {\r\n    soon\n    many { soon broken }\n  }\n}'],
    ['tells of a fault behind what was answered', '{ thing { soon broken } }'],
    ['reads fragments', 'query Q { thing { ...f } } fragment f on Thing { soon many { ... on Thing { late } } }'],
    ['tells its schema', '{ __schema { queryType { name fields { name } } } __type(name: "Thing") { name } }'],
  ])('%s as it did', async (_, source) => {
    const { first, last } = await both(source);
    expect(last).toBe(first);
  });

  it.each([[{ word: 'maize 🍞' }], [{ word: 1 }], [{ word: null }], [{}]])(
    'takes or refuses the variables %j as it did',
    async (variables) => {
      const { first, last } = await both('query ($word: String!) { thing { said(word: $word) } }', variables);
      expect(last).toBe(first);
    },
  );
});

describe('graphql-js executes', () => {
  it.each([
    ['mutations', 'mutation { thing { soon } }'],
    [
      'variables with a default that may not be null',
      'query ($word: String! = "maize") { thing { soon said(word: $word) } }',
    ],
    ['what depends on conditions', 'query ($on: Boolean = false) { thing { soon late @include(if: $on) } }'],
  ])('%s, however often', async (_, source) => {
    const { first, last, compiled } = await both(source);
    expect({ last, compiled }).toEqual({ last: first, compiled: false });
  });

  it('a document that others have pushed out of the cache, until it is compiled again', async () => {
    const execute = createExecute();
    const run = async (document: ReturnType<typeof parse>) => {
      typenames = [];
      await execute({ schema, document, contextValue: {} });
      return typenames[0] === undefined;
    };
    const heat = async (document: ReturnType<typeof parse>) => {
      for (let time = 0; time < seenBeforeCompiled; time += 1) await run(document);
      return run(document);
    };
    const first = parse('{ thing { soon } }');
    expect(await heat(first)).toBe(true);
    for (let other = 0; other < compiledDocuments; other += 1) await heat(parse('{ thing { soon } }'));
    expect(await run(first)).toBe(true); // it was seen often enough: compiled anew at once
  });
});
