import DataLoader from 'dataloader';
import type { Period } from '../../domain/shared/period.ts';
import { Prisma, type CompetitorSnapshot } from '../../generated/prisma/client.ts';
import type { GraphContext } from '../context.ts';

type Loader = DataLoader<string, CompetitorSnapshot | null>;
/** For each request one for each period; that without one is `null`. */
const loaders = new WeakMap<GraphContext, Map<string, Loader>>();

/** The newest of each handle, in two statements whatever their number: the index answers, however many days were seen. */
async function newest(
  { shell }: GraphContext,
  handleIds: readonly string[],
  period: Period | null,
): Promise<readonly (CompetitorSnapshot | null)[]> {
  const within =
    period === null ? Prisma.empty : Prisma.sql`and "on" between ${period.from}::date and ${period.to}::date`;
  const ids = Prisma.join(handleIds.map((id) => Prisma.sql`(${id}::uuid)`));
  const found = await shell.db.prisma.$queryRaw<readonly { readonly id: string }[]>`
    select latest.id::text as id
    from (values ${ids}) as handles (id)
    cross join lateral (
      select id from competitor_snapshots where handle_id = handles.id ${within} order by "on" desc limit 1
    ) as latest`;
  const rows = await shell.db.prisma.competitorSnapshot.findMany({ where: { id: { in: found.map(({ id }) => id) } } });
  const byHandle = new Map(rows.map((row) => [row.handleId, row]));
  return handleIds.map((id) => byHandle.get(id) ?? null);
}

/** What was seen last on a handle; in a period, where there is one. */
export function latestSnapshot(
  context: GraphContext,
  handleId: string,
  period: Period | null,
): Promise<CompetitorSnapshot | null> {
  const ofRequest = loaders.get(context) ?? new Map<string, Loader>();
  loaders.set(context, ofRequest);
  const key = period === null ? 'ever' : `${period.from} ${period.to}`;
  const loader = ofRequest.get(key) ?? new DataLoader((ids: readonly string[]) => newest(context, ids, period));
  ofRequest.set(key, loader);
  return loader.load(handleId);
}
