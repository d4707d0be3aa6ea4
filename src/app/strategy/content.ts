import { isDeepStrictEqual } from 'node:util';
import { formatMillionths, parseMillionths } from '../../domain/shared/money.ts';
import { dateOfDay, dayOfDate } from '../../domain/shared/period.ts';
import type { BrandContent } from '../../domain/strategy/brand.ts';
import type { StrategyContent } from '../../domain/strategy/content.ts';
import { NotFound, ValidationFailed } from '../../domain/shared/errors.ts';
import { issue } from '../../domain/shared/form.ts';
import type { PostFormat, Prisma, Strategy } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { kpiContent, storeKpis } from './kpi.ts';

const inOrder = { where: { retiredAt: null }, orderBy: [{ position: 'asc' as const }, { id: 'asc' as const }] };

/** Everything that belongs to its content. */
export const contentSelection = {
  objectives: { ...inOrder, include: { kpis: inOrder } },
  pillars: { ...inOrder, include: { objectives: { orderBy: { objectiveId: 'asc' as const } } } },
  principles: { orderBy: { position: 'asc' as const } },
  personas: inOrder,
  networkChoices: { orderBy: { position: 'asc' as const } },
} satisfies Prisma.StrategyInclude;

export type StrategyWithContent = Prisma.StrategyGetPayload<{ include: typeof contentSelection }>;

const brandOf = (row: Strategy): BrandContent | null =>
  row.brandName === null
    ? null
    : {
        name: row.brandName,
        mission: row.mission,
        valueProposition: row.valueProposition,
        tone: row.voiceTone,
        say: row.voiceSay,
        dont: row.voiceDont,
        avoid: row.voiceAvoid,
        colours: row.colours,
        avatarAssetId: row.avatarAssetId,
        headerAssetId: row.headerAssetId,
        guidelines: row.guidelines,
      };

/** A strategy's rows as the domain knows them. */
export const contentOf = (row: StrategyWithContent): StrategyContent => ({
  name: row.name,
  period: { from: dayOfDate(row.periodFrom), to: dayOfDate(row.periodTo) },
  industry: row.industry,
  brand: brandOf(row),
  challenges: row.challenges,
  tactics: row.tactics,
  monetisation: row.monetisation,
  budget:
    row.budgetMillionths === null || row.budgetCurrency === null
      ? null
      : { amount: formatMillionths(row.budgetMillionths), currency: row.budgetCurrency },
  objectives: row.objectives.map(({ id, kind, stakeholders, note, kpis }) => ({
    id,
    kind,
    stakeholders,
    note,
    kpis: kpis.map(kpiContent),
  })),
  pillars: row.pillars.map(({ id, name, description, color, appeal, targetShare, objectives }) => ({
    id,
    name,
    description,
    color,
    appeal,
    targetShare,
    objectiveIds: objectives.map(({ objectiveId }) => objectiveId),
  })),
  principles: row.principles.map(({ principle, targetShare }) => ({ principle, targetShare })),
  personas: row.personas.map(({ strategyId: _, position: __, retiredAt: ___, ...persona }) => persona),
  networkChoices: row.networkChoices.map(({ network, rationale, role, postsPerWeek }) => ({
    network,
    rationale,
    role,
    postsPerWeek,
  })),
});

/** The columns of the strategy's own row. */
export function contentColumns({ name, period, industry, brand, budget, ...content }: StrategyContent) {
  return {
    name,
    periodFrom: dateOfDay(period.from),
    periodTo: dateOfDay(period.to),
    industry,
    brandName: brand?.name ?? null,
    mission: brand?.mission ?? null,
    valueProposition: brand?.valueProposition ?? null,
    voiceTone: brand?.tone ?? null,
    voiceSay: [...(brand?.say ?? [])],
    voiceDont: [...(brand?.dont ?? [])],
    voiceAvoid: [...(brand?.avoid ?? [])],
    guidelines: brand?.guidelines ?? null,
    colours: [...(brand?.colours ?? [])],
    avatarAssetId: brand?.avatarAssetId ?? null,
    headerAssetId: brand?.headerAssetId ?? null,
    challenges: [...content.challenges],
    tactics: [...content.tactics],
    monetisation: [...content.monetisation],
    budgetMillionths: budget === null ? null : parseMillionths(budget.amount),
    budgetCurrency: budget?.currency ?? null,
  };
}

/** The pictures of the brand must be pictures of this workspace. */
export async function checkBrandAssets(
  tx: Tx,
  ctx: Ctx,
  before: BrandContent | null,
  after: BrandContent | null,
): Promise<void> {
  const fields = (['avatarAssetId', 'headerAssetId'] as const).flatMap((field) => {
    const id = after?.[field] ?? null;
    return id === null || id === before?.[field] ? [] : [{ id, path: ['brand', 'visualKit', field] }];
  });
  if (fields.length === 0) return;
  const assets = await tx.mediaAsset.findMany({
    where: { workspaceId: ctx.viewer.workspaceId, id: { in: fields.map(({ id }) => id) } },
    select: { id: true, kind: true },
  });
  const kinds = new Map(assets.map(({ id, kind }) => [id, kind]));
  for (const { id, path } of fields) if (!kinds.has(id)) throw new NotFound('media asset', path);
  const others = fields.filter(({ id }) => kinds.get(id) !== 'IMAGE');
  if (others.length === 0) return;
  const fix = 'Upload a picture that stands still, and send its id.';
  throw new ValidationFailed(others.map(({ path }) => issue('ASSET_NO_PICTURE', 'It is no picture.', path, fix)));
}

interface Listed {
  readonly id: string;
}

/** Of a list before and after: what came, what is different, what went. Places count. */
function listDifference<Item extends Listed>(before: readonly Item[], after: readonly Item[]) {
  const known = new Map(before.map((item, position) => [item.id, { item, position }]));
  const kept = new Set(after.map(({ id }) => id));
  const rows = after.map((item, position) => ({ item, position }));
  return {
    added: rows.filter(({ item }) => !known.has(item.id)),
    changed: rows.filter((row) => known.has(row.item.id) && !isDeepStrictEqual(known.get(row.item.id), row)),
    gone: before.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
  };
}

/** Makes the rows of a strategy's lists say what its content says. What it no longer has is retired. */
export async function storeLists(
  tx: Tx,
  ctx: Ctx,
  strategyId: string,
  before: StrategyContent,
  after: StrategyContent,
): Promise<void> {
  await storeObjectives(tx, ctx, strategyId, before, after);
  await storePillars(tx, ctx, strategyId, before, after);
  await storePersonas(tx, ctx, strategyId, before, after);
  if (!isDeepStrictEqual(before.principles, after.principles)) {
    await tx.principleTarget.deleteMany({ where: { strategyId } });
    await tx.principleTarget.createMany({
      data: after.principles.map((target, position) => ({ ...target, strategyId, position })),
    });
  }
  if (!isDeepStrictEqual(before.networkChoices, after.networkChoices)) {
    await tx.networkChoice.deleteMany({ where: { strategyId } });
    await tx.networkChoice.createMany({
      data: after.networkChoices.map((choice, position) => ({ ...choice, strategyId, position })),
    });
  }
}

async function storeObjectives(
  tx: Tx,
  ctx: Ctx,
  strategyId: string,
  { objectives: before }: StrategyContent,
  { objectives: after }: StrategyContent,
): Promise<void> {
  const { added, changed, gone } = listDifference(before, after);
  const columns = ({ item: { id, kind, note, stakeholders }, position }: (typeof added)[number]) => ({
    id,
    kind,
    note,
    stakeholders: [...stakeholders],
    position,
  });
  if (gone.length > 0) {
    const retired = { data: { retiredAt: ctx.now() } };
    await tx.objective.updateMany({ where: { id: { in: gone } }, ...retired });
    await tx.kpi.updateMany({ where: { objectiveId: { in: gone }, retiredAt: null }, ...retired });
  }
  if (added.length > 0) await tx.objective.createMany({ data: added.map((row) => ({ ...columns(row), strategyId })) });
  for (const row of changed) await tx.objective.update({ where: { id: row.item.id }, data: columns(row) });
  for (const { item } of [...added, ...changed]) {
    const kpis = before.find(({ id }) => id === item.id)?.kpis ?? [];
    await storeKpis(tx, ctx, { objectiveId: item.id }, kpis, item.kpis);
  }
}

async function storePillars(
  tx: Tx,
  ctx: Ctx,
  strategyId: string,
  { pillars: before }: StrategyContent,
  { pillars: after }: StrategyContent,
): Promise<void> {
  const { added, changed, gone } = listDifference(before, after);
  const columns = ({ item: { objectiveIds: _, ...pillar }, position }: (typeof added)[number]) => ({
    ...pillar,
    position,
  });
  if (gone.length > 0) {
    await tx.pillar.updateMany({ where: { id: { in: gone } }, data: { retiredAt: ctx.now() } });
  }
  if (added.length > 0) await tx.pillar.createMany({ data: added.map((row) => ({ ...columns(row), strategyId })) });
  for (const row of changed) await tx.pillar.update({ where: { id: row.item.id }, data: columns(row) });
  if (changed.length > 0) {
    await tx.pillarObjective.deleteMany({ where: { pillarId: { in: changed.map(({ item }) => item.id) } } });
  }
  const links = [...added, ...changed].flatMap(({ item: { id: pillarId, objectiveIds } }) =>
    objectiveIds.map((objectiveId) => ({ pillarId, objectiveId })),
  );
  if (links.length > 0) await tx.pillarObjective.createMany({ data: links });
}

async function storePersonas(
  tx: Tx,
  ctx: Ctx,
  strategyId: string,
  { personas: before }: StrategyContent,
  { personas: after }: StrategyContent,
): Promise<void> {
  const { added, changed, gone } = listDifference(before, after);
  const columns = ({ item, position }: (typeof added)[number]) => ({
    ...item,
    genders: [...item.genders],
    countries: [...item.countries],
    cities: [...item.cities],
    languages: [...item.languages],
    interests: [...item.interests],
    motives: [...item.motives],
    wishes: [...item.wishes],
    objections: [...item.objections],
    networks: [...item.networks],
    hours: [...item.hours],
    // Formats are planning's, which the domain of strategies does not know; the schema lets no other text through.
    formats: item.formats as PostFormat[],
    position,
  });
  if (gone.length > 0) {
    await tx.persona.updateMany({ where: { id: { in: gone } }, data: { retiredAt: ctx.now() } });
  }
  if (added.length > 0) await tx.persona.createMany({ data: added.map((row) => ({ ...columns(row), strategyId })) });
  for (const row of changed) await tx.persona.update({ where: { id: row.item.id }, data: columns(row) });
}
