import { isDeepStrictEqual } from 'node:util';
import { dateOfDay, dayOfDate } from '../../domain/shared/period.ts';
import { mergeKpis, type KpiChanges, type KpiContent } from '../../domain/strategy/kpi.ts';
import type { Kpi } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';

/** What KPIs hang on. */
export type KpiOwner = { readonly objectiveId: string } | { readonly campaignId: string };

export const kpiContent = (row: Kpi): KpiContent => ({
  id: row.id,
  name: row.name,
  metric: row.metric,
  formula: row.formula,
  baseline: row.baseline,
  target: row.target,
  deadline: dayOfDate(row.deadline),
  direction: row.direction,
});

/** The KPIs that something has now, in order; those that it had are left out. */
export const readKpis = async (tx: Tx, owner: KpiOwner): Promise<readonly KpiContent[]> =>
  (await tx.kpi.findMany({ where: { ...owner, retiredAt: null }, orderBy: [{ position: 'asc' }, { id: 'asc' }] })).map(
    kpiContent,
  );

/**
 * Changes the KPIs of an objective or a campaign: an item with an id changes that one, one without is added, removed ones are
 * retired. What is wrong with the change is asked before, by kpiIssues; an id that names none of its KPIs is NotFound, placed
 * under `path`. Call it under the lock of what they hang on.
 */
export async function writeKpis(
  tx: Tx,
  ctx: Ctx,
  owner: KpiOwner,
  changes: KpiChanges,
  path: readonly string[] = [],
): Promise<void> {
  const before = await readKpis(tx, owner);
  const anyTime = { from: '1970-01-01', to: '2200-12-31' }; // the period is kpiIssues' matter
  const { kpis, missing } = mergeKpis(before, changes, ctx.newId, { period: anyTime, path, periodPath: null });
  const [unknown] = missing;
  if (unknown) throw unknown;
  await storeKpis(tx, ctx, owner, before, kpis);
}

/** Makes the rows say what the content says; those that it no longer has are retired. */
export async function storeKpis(
  tx: Tx,
  ctx: Ctx,
  owner: KpiOwner,
  before: readonly KpiContent[],
  after: readonly KpiContent[],
): Promise<void> {
  const known = new Map(before.map((kpi, position) => [kpi.id, { kpi, position }]));
  const rows = after.map((kpi, position) => ({ kpi, position }));
  const column = ({ kpi: { deadline, ...kpi }, position }: (typeof rows)[number]) => ({
    ...kpi,
    deadline: dateOfDay(deadline),
    position,
  });
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  if (gone.length > 0) await tx.kpi.updateMany({ where: { id: { in: gone } }, data: { retiredAt: ctx.now() } });
  const added = rows.filter(({ kpi }) => !known.has(kpi.id));
  if (added.length > 0) await tx.kpi.createMany({ data: added.map((row) => ({ ...column(row), ...owner })) });
  for (const row of rows) {
    const was = known.get(row.kpi.id);
    if (was === undefined || isDeepStrictEqual(was, row)) continue;
    await tx.kpi.update({ where: { id: row.kpi.id }, data: column(row) });
  }
}
