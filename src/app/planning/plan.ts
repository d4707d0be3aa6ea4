import {
  planBounds,
  planFromSlots,
  planFromTemplate,
  planStrategyIssues,
  writtenPlanIssues,
  type Plan,
  type PlanNotice,
  tooManyPosts,
  type PlanTurn,
  type WrittenPlan,
} from '../../domain/planning/plan.ts';
import { bookingKey, turnsOf } from '../../domain/planning/slot.ts';
import { isUsable } from '../../domain/planning/validation.ts';
import { NotFound, ValidationFailed } from '../../domain/shared/errors.ts';
import { instantsOf, periodDates, type Period } from '../../domain/shared/period.ts';
import { changeSeen } from '../../domain/shared/revision.ts';
import { lengthIssues } from '../../domain/shared/text-issues.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import { postVisibility, type Viewer } from '../../domain/workspace/permission.ts';
import type { Channel, Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { given } from '../given.ts';
import { strategyRevisionOf } from '../strategy/strategy.ts';
import { writeDrafts } from './draft.ts';
import { readEntries, visibleTemplates } from './plan-template.ts';
import { campaignNamed } from './references.ts';
import { lockSlots, readTaken } from './slot.ts';
import { visiblePosts } from './visibility.ts';

/** Of what its posts are made. */
export type PlanSource =
  | { readonly kind: 'TEMPLATE'; readonly templateId: string }
  | { readonly kind: 'SLOTS'; readonly channelIds: readonly string[] };

interface PlanInput extends WrittenPlan {
  readonly idempotencyKey: string | null;
  readonly strategyId?: string | null | undefined;
  readonly campaignId?: string | null | undefined;
}

export type CreatePlanInput = PlanInput &
  Required<Pick<WrittenPlan, 'name' | 'period'>> & { readonly source: PlanSource | null };

export interface SeenPlan {
  readonly idempotencyKey: string | null;
  readonly contentPlanId: string;
  readonly expectedRevision: number | null;
}

/** A notice as a plan keeps it: with the post's id in the place of its number. */
export interface KeptNotice extends Omit<PlanNotice, 'post'> {
  readonly postId: string | null;
}

/** Of the workspace's plans, those that the viewer sees: whoever sees only some posts, those that have one of these. */
export function visiblePlans(viewer: Viewer): Prisma.ContentPlanWhereInput {
  const { workspaceId } = viewer;
  return postVisibility(viewer) === 'ALL' ? { workspaceId } : { workspaceId, posts: { some: visiblePosts(viewer) } };
}

/** The strategy that a plan follows, in its present revision: the one that is named, else its campaign's. */
async function strategyOf(tx: Tx, ctx: Ctx, { strategyId, campaignId }: Pick<PlanInput, 'strategyId' | 'campaignId'>) {
  const campaign = await campaignNamed(tx, ctx, campaignId);
  const issues = planStrategyIssues(strategyId ?? null, campaign?.strategyId ?? null);
  const id = strategyId ?? campaign?.strategyId ?? null;
  if (id === null) return null;
  const revision = await strategyRevisionOf(tx, ctx.viewer.workspaceId, id);
  if (issues.length > 0) throw new ValidationFailed(issues);
  return { id, revision };
}

const works = (ctx: Ctx, { network, status }: Pick<Channel, 'network' | 'status'>): boolean =>
  ctx.networks.get(network) !== undefined && isUsable(status);

interface Making {
  readonly period: Period;
  readonly timeZone: string;
  readonly strategyId: string | null;
}

async function fromTemplate(tx: Tx, ctx: Ctx, templateId: string, making: Making): Promise<Plan> {
  const template = await tx.planTemplate.findFirst({
    where: { AND: [{ id: templateId }, visibleTemplates(ctx.viewer)] },
    select: { id: true },
  });
  if (template === null) throw new NotFound('plan template', ['source', 'templateId']);
  const entries = await readEntries(tx, templateId);
  const channels = await tx.channel.findMany({ where: { workspaceId: ctx.viewer.workspaceId } });
  const { strategyId } = making;
  const pillars = strategyId === null ? [] : await tx.pillar.findMany({ where: { strategyId, retiredAt: null } });
  return planFromTemplate({
    ...making,
    entries,
    now: ctx.now(),
    channels: new Map(channels.map((channel) => [channel.id, { name: channel.name, usable: works(ctx, channel) }])),
    pillars: new Map(pillars.map(({ name, id }) => [name, id])),
  });
}

async function fromSlots(tx: Tx, ctx: Ctx, channelIds: readonly string[], making: Making): Promise<Plan> {
  const path = ['source', 'slotsOfChannelIds'];
  const tooMany = lengthIssues(channelIds.length, planBounds.channels, 'Channels', path);
  if (tooMany.length > 0) throw new ValidationFailed(tooMany);
  const where = { workspaceId: ctx.viewer.workspaceId, id: { in: [...channelIds] } };
  const rows = new Map((await tx.channel.findMany({ where })).map((channel) => [channel.id, channel]));
  const channels = [...new Set(channelIds)].map((id, index) => {
    const channel = rows.get(id);
    if (channel === undefined) throw new NotFound('channel', [...path, String(index)]);
    return { id, name: channel.name, usable: works(ctx, channel) };
  });
  const [plan] = accept(
    planFromSlots({ channels, times: await readTurns(tx, ctx, [...rows.keys()], making), now: ctx.now() }),
  );
  if (plan === undefined) throw new TypeError('planFromSlots makes a plan or says why not');
  return plan;
}

/** Every turn of the slots of these channels in a period. Nobody else takes one before the transaction ends. */
async function readTurns(tx: Tx, ctx: Ctx, channelIds: readonly string[], { period, timeZone }: Making) {
  const slots = await lockSlots(tx, channelIds);
  const { from, until } = instantsOf(period, timeZone);
  const { workspaceId } = ctx.viewer;
  const taken = await readTaken(tx, { workspaceId, channelIds, from, until }, null);
  const now = ctx.now();
  return channelIds.flatMap((channelId) => {
    const { booked, standing } = taken(channelId);
    const turns: PlanTurn[] = [];
    let free = 0;
    for (const turn of turnsOf(
      slots.filter((slot) => slot.channelId === channelId),
      from,
      until,
    )) {
      const isTaken = booked.has(bookingKey(turn.slotId, turn.on)) || standing.has(turn.schedule.at.getTime());
      turns.push({ ...turn, channelId, taken: isTaken });
      // One channel alone has more than a plan: nobody needs to know how many more.
      if (!isTaken && turn.schedule.at > now && ++free > planBounds.posts) {
        throw new ValidationFailed([tooManyPosts(['source', 'slotsOfChannelIds'])]);
      }
    }
    return turns;
  });
}

/** Makes a content plan: empty, from a template, or from the slots of channels. Its posts are drafts. */
export function createContentPlan(ctx: Ctx, input: CreatePlanInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'createContentPlan', idempotencyKey, input: what }, async (tx) => {
    const { name, period, source } = what;
    const issues = writtenPlanIssues(what);
    if (issues.length > 0 || !name || !period) throw new ValidationFailed(issues);
    const strategy = await strategyOf(tx, ctx, what);
    const { timeZone } = await tx.workspace.findUniqueOrThrow({ where: { id: ctx.viewer.workspaceId } });
    const making = { period, timeZone, strategyId: strategy?.id ?? null };
    const { posts, notices } = await postsOf(tx, ctx, source, making);

    const id = ctx.newId();
    const now = ctx.now();
    const author = actorOf(ctx.viewer);
    const postIds = posts.map(() => ctx.newId());
    const kept: readonly KeptNotice[] = notices.map(({ post, ...told }) => ({
      ...told,
      postId: post === null ? null : (postIds[post] ?? null),
    }));
    const campaignId = what.campaignId ?? null;
    await tx.contentPlan.create({
      data: {
        id,
        workspaceId: ctx.viewer.workspaceId,
        name: name.trim(),
        note: what.note ?? null,
        ...periodDates(period),
        strategyId: strategy?.id ?? null,
        strategyRevision: strategy?.revision ?? null,
        campaignId,
        notices: kept as unknown as Prisma.InputJsonValue, // plain data; readonly arrays do not fit the type
        authorKind: author.kind,
        authorId: 'id' in author ? author.id : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    const drafts = posts.map((post, index) => ({
      ...post,
      id: postIds[index] ?? '',
      strategy,
      campaignId,
      planId: id,
      assigneeMemberId: null,
    }));
    const written = await writeDrafts(tx, ctx, drafts);
    const event = { type: 'CONTENT_PLAN_CREATED', subjectType: 'ContentPlan', subjectId: id } as const;
    return { type: 'ContentPlan', ids: [id], events: [event, ...written] };
  });
}

async function postsOf(tx: Tx, ctx: Ctx, source: PlanSource | null, making: Making): Promise<Plan> {
  if (source === null) return { posts: [], notices: [] };
  return source.kind === 'TEMPLATE'
    ? fromTemplate(tx, ctx, source.templateId, making)
    : fromSlots(tx, ctx, source.channelIds, making);
}

/** The plan, locked until the transaction ends: of two editors at once the second sees what the first did. */
async function lockPlan(tx: Tx, ctx: Ctx, id: string) {
  await tx.$queryRaw`select 1 from content_plans where id = ${id}::uuid for update`;
  return tx.contentPlan.findFirst({ where: { AND: [{ id }, visiblePlans(ctx.viewer)] } });
}

/** Changes a plan. What is absent stays, null clears. Its posts stay as they are. */
export function updateContentPlan(ctx: Ctx, input: PlanInput & SeenPlan): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updateContentPlan', idempotencyKey, input: what }, async (tx) => {
    const { contentPlanId: id, expectedRevision, ...changes } = what;
    const plan = await lockPlan(tx, ctx, id);
    const issues = writtenPlanIssues(changes);
    accept(changeSeen('content plan', ['contentPlanId'], plan, expectedRevision, issues));
    const { name, note, period, campaignId } = changes;
    const followed =
      changes.strategyId !== undefined || campaignId ? await followedStrategy(tx, ctx, plan, changes) : {};
    await tx.contentPlan.update({
      where: { id },
      data: {
        ...given({ note, campaignId }),
        ...(name && { name: name.trim() }),
        ...(period && periodDates(period)),
        ...followed,
        revision: { increment: 1 },
        updatedAt: ctx.now(),
      },
    });
    const fields = Object.keys(given(changes));
    const event = { type: 'CONTENT_PLAN_UPDATED', subjectType: 'ContentPlan', subjectId: id, fields } as const;
    return { type: 'ContentPlan', ids: [id], events: [event] };
  });
}

/** The columns of a plan that is told to follow another strategy or campaign. The same strategy keeps its revision. */
async function followedStrategy(
  tx: Tx,
  ctx: Ctx,
  plan: { readonly strategyId: string | null; readonly campaignId: string | null } | null,
  changes: Pick<PlanInput, 'strategyId' | 'campaignId'>,
) {
  const campaignId = changes.campaignId === undefined ? plan?.campaignId : changes.campaignId;
  // Null says that it follows none, whatever its campaign does.
  if (changes.strategyId === null) {
    await campaignNamed(tx, ctx, campaignId);
    return { strategyId: null, strategyRevision: null };
  }
  const strategy = await strategyOf(tx, ctx, { strategyId: changes.strategyId ?? plan?.strategyId, campaignId });
  if ((strategy?.id ?? null) === (plan?.strategyId ?? null)) return {};
  return { strategyId: strategy?.id ?? null, strategyRevision: strategy?.revision ?? null };
}

/** Deletes a plan. Its posts stay, and are of no plan then. */
export function deleteContentPlan(ctx: Ctx, input: SeenPlan): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'deleteContentPlan', idempotencyKey, input: what }, async (tx) => {
    const { contentPlanId: id, expectedRevision } = what;
    accept(changeSeen('content plan', ['contentPlanId'], await lockPlan(tx, ctx, id), expectedRevision));
    await tx.contentPlan.delete({ where: { id } });
    const event = { type: 'CONTENT_PLAN_DELETED', subjectType: 'ContentPlan', subjectId: id } as const;
    return { type: 'ContentPlan', ids: [id], events: [event] };
  });
}
