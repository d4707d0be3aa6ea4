import {
  patternOf,
  templateSourceIssues,
  writtenTemplateIssues,
  type TemplateEntry,
  type WrittenTemplate,
} from '../../domain/planning/plan-template.ts';
import { planBounds, tooManyPosts } from '../../domain/planning/plan.ts';
import { normalizeTags } from '../../domain/planning/tag.ts';
import { NotFound, ValidationFailed } from '../../domain/shared/errors.ts';
import { dayOfDate } from '../../domain/shared/period.ts';
import { changeSeen } from '../../domain/shared/revision.ts';
import { postVisibility, type Viewer } from '../../domain/workspace/permission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { given } from '../given.ts';

interface TemplateInput extends WrittenTemplate {
  readonly idempotencyKey: string | null;
}

export type CreateTemplateInput = TemplateInput &
  Required<Pick<WrittenTemplate, 'name'>> & { readonly fromPlanId?: string | null | undefined };

export interface SeenTemplate {
  readonly idempotencyKey: string | null;
  readonly planTemplateId: string;
  readonly expectedRevision: number | null;
}

/**
 * Of the workspace's templates, those that the viewer sees. They hold the texts of posts: whoever sees only some posts, or only
 * some channels, sees none.
 */
export const visibleTemplates = (viewer: Viewer): Prisma.PlanTemplateWhereInput =>
  postVisibility(viewer) === 'ALL' && viewer.channelScope === null
    ? { workspaceId: viewer.workspaceId }
    : { id: { in: [] } };

/** The template, locked until the transaction ends: of two editors at once the second sees what the first did. */
async function lockTemplate(tx: Tx, ctx: Ctx, id: string) {
  await tx.$queryRaw`select 1 from plan_templates where id = ${id}::uuid for update`;
  return tx.planTemplate.findFirst({ where: { AND: [{ id }, visibleTemplates(ctx.viewer)] } });
}

/** The entries of a template, in order. */
export async function readEntries(tx: Tx, templateId: string): Promise<readonly TemplateEntry[]> {
  return tx.planTemplateEntry.findMany({ where: { templateId }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
}

/** Writes entries in the place of those that are there. */
async function writeEntries(tx: Tx, ctx: Ctx, templateId: string, entries: readonly TemplateEntry[]): Promise<void> {
  const channels = await tx.channel.findMany({ where: { workspaceId: ctx.viewer.workspaceId }, select: { id: true } });
  const known = new Set(channels.map(({ id }) => id));
  for (const [index, { channelIds }] of entries.entries()) {
    for (const [at, channelId] of channelIds.entries()) {
      if (!known.has(channelId)) throw new NotFound('channel', ['entries', String(index), 'channelIds', String(at)]);
    }
  }
  await tx.planTemplateEntry.deleteMany({ where: { templateId } });
  await tx.planTemplateEntry.createMany({
    data: entries.map(
      ({ dayOffset, localTime, title, text, link, tags, principles, pillar, channelIds }, position) => ({
        dayOffset,
        localTime,
        title,
        text,
        link,
        pillar,
        position,
        templateId,
        id: ctx.newId(),
        tags: [...normalizeTags(tags)],
        principles: [...principles],
        channelIds: [...channelIds],
      }),
    ),
  });
}

/** The pattern of a plan's posts. What was called off or put away is not of it, nor media and what variants say differently. */
async function entriesOfPlan(tx: Tx, ctx: Ctx, planId: string): Promise<readonly TemplateEntry[]> {
  const plan = await tx.contentPlan.findFirst({
    where: { id: planId, workspaceId: ctx.viewer.workspaceId },
    include: { workspace: { select: { timeZone: true } } },
  });
  if (plan === null) throw new NotFound('content plan', ['fromPlanId']);
  const where: Prisma.PostWhereInput = { planId, state: { notIn: ['CANCELLED', 'ARCHIVED'] } };
  const count = await tx.post.count({ where });
  if (count > planBounds.posts) throw new ValidationFailed([tooManyPosts(['fromPlanId'])]);
  const posts = await tx.post.findMany({
    where,
    include: {
      pillar: { select: { name: true } },
      variants: { select: { channelId: true }, orderBy: { position: 'asc' } },
    },
    orderBy: [{ scheduledAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
  });
  const period = { from: dayOfDate(plan.periodFrom), to: dayOfDate(plan.periodTo) };
  return patternOf(
    period,
    posts.map(({ scheduledAt, title, text, link, tags, principles, pillar, variants }) => ({
      scheduledAt,
      title,
      text,
      link,
      tags,
      principles,
      pillar: pillar?.name ?? null,
      channelIds: variants.map(({ channelId }) => channelId),
    })),
    plan.workspace.timeZone,
  );
}

/** Makes a pattern for plans: of entries, or of a plan that is there. */
export function createPlanTemplate(ctx: Ctx, input: CreateTemplateInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'createPlanTemplate', idempotencyKey, input: what }, async (tx) => {
    const { name, description, entries, fromPlanId } = what;
    const source = { entries: Boolean(entries), fromPlan: Boolean(fromPlanId) };
    const issues = [...writtenTemplateIssues(what), ...templateSourceIssues(source)];
    if (issues.length > 0 || !name) throw new ValidationFailed(issues);
    const pattern = fromPlanId ? await entriesOfPlan(tx, ctx, fromPlanId) : (entries ?? []);
    const id = ctx.newId();
    const now = ctx.now();
    const { workspaceId } = ctx.viewer;
    const columns = { name: name.trim(), description: description ?? null };
    await tx.planTemplate.create({ data: { ...columns, id, workspaceId, createdAt: now, updatedAt: now } });
    await writeEntries(tx, ctx, id, pattern);
    const event = { type: 'PLAN_TEMPLATE_CREATED', subjectType: 'PlanTemplate', subjectId: id } as const;
    return { type: 'PlanTemplate', ids: [id], events: [event] };
  });
}

/** Changes a template. What is absent stays; entries take the place of those that were there. */
export function updatePlanTemplate(ctx: Ctx, input: TemplateInput & SeenTemplate): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updatePlanTemplate', idempotencyKey, input: what }, async (tx) => {
    const { planTemplateId: id, expectedRevision, ...changes } = what;
    const template = await lockTemplate(tx, ctx, id);
    const issues = writtenTemplateIssues(changes);
    accept(changeSeen('plan template', ['planTemplateId'], template, expectedRevision, issues));
    if (changes.entries) await writeEntries(tx, ctx, id, changes.entries);
    const data = { ...given({ description: changes.description }), ...(changes.name && { name: changes.name.trim() }) };
    await tx.planTemplate.update({
      where: { id },
      data: { ...data, revision: { increment: 1 }, updatedAt: ctx.now() },
    });
    const fields = Object.keys(given(changes));
    const event = { type: 'PLAN_TEMPLATE_UPDATED', subjectType: 'PlanTemplate', subjectId: id, fields } as const;
    return { type: 'PlanTemplate', ids: [id], events: [event] };
  });
}

/** Deletes a template. The plans that were made from it stay. */
export function deletePlanTemplate(ctx: Ctx, input: SeenTemplate): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'deletePlanTemplate', idempotencyKey, input: what }, async (tx) => {
    const { planTemplateId: id, expectedRevision } = what;
    accept(changeSeen('plan template', ['planTemplateId'], await lockTemplate(tx, ctx, id), expectedRevision));
    await tx.planTemplate.delete({ where: { id } });
    const event = { type: 'PLAN_TEMPLATE_DELETED', subjectType: 'PlanTemplate', subjectId: id } as const;
    return { type: 'PlanTemplate', ids: [id], events: [event] };
  });
}
