import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { readSums } from '../app/campaigns/entry.ts';
import type { PrismaClient } from '../infra/db.ts';

/** Rows by id, gathered over one tick of one request: what would otherwise be a query for each item of a list. */
const byId = <Row extends { readonly id: string }>(find: (ids: readonly string[]) => Promise<readonly Row[]>) =>
  new DataLoader<string, Row | null>(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });

/** One set for each request: what it has read is not remembered by the next. */
export const createLoaders = (prisma: PrismaClient) => ({
  member: byId((ids) => prisma.member.findMany({ where: { id: { in: [...ids] } }, include: { person: true } })),
  channel: byId((ids) => prisma.channel.findMany({ where: { id: { in: [...ids] } } })),
  /** By strategy and number, as in `018f….3`. */
  strategyRevision: byId(async (ids) => {
    const keys = ids
      .map((id) => id.split('.'))
      .map(([strategyId = '', number]) => ({ strategyId, number: Number(number) }));
    const rows = await prisma.strategyRevision.findMany({ where: { OR: keys } });
    return rows.map((row) => ({ ...row, id: `${row.strategyId}.${String(row.number)}` }));
  }),
  campaignSums: new DataLoader((ids: readonly string[]) => readSums(prisma, ids)),
  apiToken: byId((ids) => prisma.apiToken.findMany({ where: { id: { in: [...ids] } } })),
});
export type Loaders = ReturnType<typeof createLoaders>;

/** Where in an answer a field stands, the same for all items of a list: what is asked alike there is loaded together. */
export function placeInAnswer({ path }: Pick<GraphQLResolveInfo, 'path'>): string {
  const keys: string[] = [];
  for (let at: typeof path | undefined = path; at; at = at.prev) if (typeof at.key === 'string') keys.push(at.key);
  return keys.join('.');
}
