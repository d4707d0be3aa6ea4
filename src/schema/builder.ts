import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type PrismaTypes from '../generated/pothos-types.ts';
import { getDatamodel } from '../generated/pothos-types.ts';
import type { GraphContext } from './context.ts';

/** A page of any connection has at most so many. */
export const maxPageSize = 100;
const defaultPageSize = 20;

/** A type, not an interface: Pothos wants one that could be any record. */
type Scalars = {
  ID: { Input: string; Output: string | number | bigint };
  DateTime: { Input: Date; Output: Date };
  Date: { Input: string; Output: string };
  LocalDateTime: { Input: string; Output: string };
  LocalTime: { Input: string; Output: string };
  TimeZone: { Input: string; Output: string };
  UtcOffset: { Input: string; Output: string };
  URL: { Input: string; Output: string };
  EmailAddress: { Input: string; Output: string };
  Decimal: { Input: string; Output: string };
  Currency: { Input: string; Output: string };
  CountryCode: { Input: string; Output: string };
  Locale: { Input: string; Output: string };
  HexColorCode: { Input: string; Output: string };
  /** The key of an upload of the request (uploads.ts). */
  Upload: { Input: string; Output: never };
};

export const builder = new SchemaBuilder<{
  PrismaTypes: PrismaTypes;
  Context: GraphContext;
  Scalars: Scalars;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
}>({
  defaultFieldNullability: false,
  plugins: [ErrorsPlugin, RelayPlugin, PrismaPlugin],
  errors: { directResult: true },
  relay: {
    cursorType: 'String',
    // node and nodes are ours (node.ts): an id of another workspace must look like no id at all.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodesOnConnection: { description: 'The page itself.' },
    edgesFieldOptions: { nullable: { list: false, items: false }, description: 'The page, with a cursor for each.' },
    nodeFieldOptions: { nullable: false, description: 'The object.' },
    nodeTypeOptions: { description: 'Anything with a global id.' },
    idFieldOptions: { description: 'Global id: opaque, typed, never reused.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    pageInfoFieldOptions: { description: 'Where the page stands.' },
    hasNextPageFieldOptions: { description: 'True where more follow.' },
    hasPreviousPageFieldOptions: { description: 'True where some came before.' },
    startCursorFieldOptions: { description: 'Cursor of the first on the page; null: the page is empty.' },
    endCursorFieldOptions: { description: 'Cursor of the last on the page; null: the page is empty.' },
    cursorFieldOptions: { description: 'Its place in the list: stays the same when others are inserted.' },
    firstArgOptions: {
      description: `At most so many, from the start; ${String(defaultPageSize)} unless told, at most ${String(maxPageSize)}.`,
    },
    afterArgOptions: { description: 'After this cursor.' },
    lastArgOptions: { description: `At most so many, from the end; at most ${String(maxPageSize)}.` },
    beforeArgOptions: { description: 'Before this cursor.' },
    defaultConnectionTypeOptions: { description: 'A list that can grow, page by page.' },
    defaultEdgeTypeOptions: { description: 'One of a list, with its place.' },
  },
  prisma: {
    client: (context) => context.shell.db.prisma,
    dmmf: getDatamodel(),
    defaultConnectionSize: defaultPageSize,
    maxConnectionSize: maxPageSize,
    filterConnectionTotalCount: true,
    onUnusedQuery: 'error',
  },
});

export const totalCountText = 'How many there are in all; counted only where asked for.';

/** The total of a page as the Prisma plugin hands it on: known already, or to be counted where asked for. */
interface Counted {
  readonly totalCount?: number | (() => number | Promise<number>);
}

const connections = new Map<string, unknown>();

/**
 * The list of a type and its edges, with their total: one connection a type, however many fields have it, as clients expect.
 * Passed behind the options of every t.relatedConnection and t.prismaConnection, which say `totalCount` themselves.
 */
export function connectionOf(type: string): readonly [never] {
  const made =
    connections.get(type) ??
    builder.connectionObject(
      {
        type: type as never, // by name: the type's own module imports this one
        name: `${type}Connection`,
        fields: (t) => ({
          totalCount: t.int({
            description: totalCountText,
            extensions: { pothosPrismaTotalCount: true },
            resolve(page) {
              const { totalCount } = page as Counted; // what the plugin adds to a page
              return typeof totalCount === 'function' ? totalCount() : (totalCount ?? 0);
            },
          }),
        }),
      },
      { name: `${type}Edge` },
    );
  connections.set(type, made);
  return [made as never]; // the plugin's types want the reference's type parameter, which a name does not have
}

builder.queryType({ description: 'What can be read.' });
builder.mutationType({ description: 'What can be done. Every mutation takes an idempotencyKey.' });
builder.subscriptionType({
  description: 'What happens, as it happens. Every field first replays what came after a cursor.',
});
