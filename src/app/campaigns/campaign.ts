import {
  decideCampaignAction,
  launchIssues,
  periodChangeIssues,
  resumeIssues,
  strategyIssues,
  turnOutcomes,
  writtenCampaignIssues,
  type CampaignEvent,
  type CampaignTurn,
  type WrittenCampaign,
} from '../../domain/campaigns/campaign.ts';
import { currencyIssues } from '../../domain/campaigns/budget.ts';
import type { WrittenUtm } from '../../domain/campaigns/utm.ts';
import { NotFound, ValidationFailed, type InputIssue } from '../../domain/shared/errors.ts';
import { parseMillionths } from '../../domain/shared/money.ts';
import { dateOfDay, dayOfDate, type Period } from '../../domain/shared/period.ts';
import { kpiIssues, type KpiChanges } from '../../domain/strategy/kpi.ts';
import type { ObjectiveKind } from '../../domain/strategy/objective.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { Campaign, Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { given } from '../given.ts';
import { readKpis, writeKpis } from '../strategy/kpi.ts';
import { currencyOf } from './entry.ts';
import { holdPosts, releasePosts, unschedulePosts, waitingPosts } from './hold.ts';
import { shapeLinks } from './links.ts';
import { lockWithPosts, spanOf } from './lock.ts';
import { utmOf } from './utm.ts';

/** Undefined stays as it is (in a new campaign: nothing), null clears. */
interface CampaignInput extends WrittenCampaign, KpiChanges {
  readonly idempotencyKey: string | null;
  readonly objective?: ObjectiveKind | null | undefined;
  readonly strategyId?: string | null | undefined;
}

export type CreateCampaignInput = CampaignInput & {
  readonly name: string;
  readonly objective: ObjectiveKind;
  readonly period: Period;
};

interface SeenCampaign {
  readonly idempotencyKey: string | null;
  readonly campaignId: string;
  readonly expectedRevision: number | null;
}

export type UpdateCampaignInput = CampaignInput & SeenCampaign;

export const campaignEvent = (
  campaignId: string,
  event: Pick<NewEvent, 'type' | 'from' | 'to' | 'fields'>,
): NewEvent => ({ ...event, subjectType: 'Campaign', subjectId: campaignId });

/** The strategy that an input names; undefined: it says nothing, null: none. */
async function strategyNamed(tx: Tx, ctx: Ctx, id: string | null | undefined) {
  if (id === null || id === undefined) return id;
  const strategy = await tx.strategy.findFirst({
    where: { id, workspaceId: ctx.viewer.workspaceId },
    select: { id: true, name: true, state: true, revision: true },
  });
  if (strategy === null) throw new NotFound('strategy', ['strategyId']);
  return strategy;
}
type Named = Awaited<ReturnType<typeof strategyNamed>>;

const utmColumns = (rules: WrittenUtm | null) =>
  given({
    utmSource: rules === null ? null : rules.source,
    utmMedium: rules === null ? null : rules.medium,
    utmCampaign: rules === null ? null : rules.campaign,
    utmTerm: rules === null ? null : rules.term,
    utmContent: rules === null ? null : rules.content,
  });

/** The columns of what the input says and breaks no rule. */
const columnsOf = ({ name, note, period, budget, utm, promoCodes }: CampaignInput, strategy: Named) => ({
  ...given({
    name: name?.trim(),
    note,
    budgetMillionths: budget === undefined ? undefined : budget && parseMillionths(budget.amount),
    budgetCurrency: budget === undefined ? undefined : (budget?.currency ?? null),
    promoCodes: promoCodes === undefined ? undefined : (promoCodes ?? []).map((code) => code.trim()),
    strategyId: strategy === undefined ? undefined : (strategy?.id ?? null),
    strategyRevision: strategy === undefined ? undefined : (strategy?.revision ?? null),
  }),
  ...(period && { periodFrom: dateOfDay(period.from), periodTo: dateOfDay(period.to) }),
  ...(utm === undefined ? {} : utmColumns(utm)),
});

/** Plans a campaign. Nothing of it goes out before it is launched. */
export function createCampaign(ctx: Ctx, input: CreateCampaignInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'createCampaign', idempotencyKey, input: what }, async (tx) => {
    const strategy = await strategyNamed(tx, ctx, input.strategyId);
    const issues = [
      ...writtenCampaignIssues(input),
      ...strategyIssues(strategy ?? null),
      ...kpiIssues([], input, { period: input.period, path: [], periodPath: ['period'] }),
    ];
    if (issues.length > 0) throw new ValidationFailed(issues);
    const id = ctx.newId();
    const author = actorOf(ctx.viewer);
    const now = ctx.now();
    await tx.campaign.create({
      data: {
        ...columnsOf(input, strategy),
        id,
        workspaceId: ctx.viewer.workspaceId,
        name: input.name.trim(),
        objective: input.objective,
        periodFrom: dateOfDay(input.period.from),
        periodTo: dateOfDay(input.period.to),
        authorKind: author.kind,
        authorId: 'id' in author ? author.id : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await writeKpis(tx, ctx, { campaignId: id }, input);
    const fields = Object.keys(given(what));
    const event = campaignEvent(id, { type: 'CAMPAIGN_CREATED', from: null, to: 'DRAFT', fields });
    return { type: 'Campaign', ids: [id], events: [event] };
  });
}

/** Changes a campaign. New rules for links shape those of its posts that have not begun to go out. */
export function updateCampaign(ctx: Ctx, input: UpdateCampaignInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updateCampaign', idempotencyKey, input: what }, async (tx) => {
    const { campaignId, expectedRevision, ...changes } = what;
    const campaign = await lockWithPosts(tx, ctx, campaignId);
    const strategy = campaign && (await strategyNamed(tx, ctx, changes.strategyId));
    const issues = campaign && (await changeIssues(tx, campaign, input, strategy));
    const fields = Object.keys(given(changes));
    const decision = decideCampaignAction(ctx.viewer, campaign, 'EDIT', {
      expectedRevision,
      issues: issues ?? [],
      fields,
    });
    const event = theOne(accept(decision));
    const now = ctx.now();
    const after = await tx.campaign.update({
      where: { id: campaignId },
      data: {
        ...columnsOf(input, changes.strategyId === undefined ? undefined : strategy),
        ...(changes.objective ? { objective: changes.objective } : {}),
        revision: { increment: 1 },
        updatedAt: now,
      },
    });
    await writeKpis(tx, ctx, { campaignId }, changes);
    const shaped = campaign && !sameRules(campaign, after) ? await shapeLinks(tx, ctx, campaign, after) : [];
    return { type: 'Campaign', ids: [campaignId], events: [campaignEvent(campaignId, event), ...shaped] };
  });
}

const sameRules = (one: Campaign, other: Campaign): boolean =>
  JSON.stringify(utmOf(one)) === JSON.stringify(utmOf(other));

/** A decision of a campaign is one event. */
function theOne(events: readonly CampaignEvent[]): CampaignEvent {
  const [event] = events;
  if (event === undefined) throw new TypeError('decideCampaignAction tells of what it lets pass');
  return event;
}

async function changeIssues(
  tx: Tx,
  campaign: Campaign,
  input: UpdateCampaignInput,
  strategy: Named,
): Promise<readonly InputIssue[]> {
  const { period, budget } = input;
  const before = { from: dayOfDate(campaign.periodFrom), to: dayOfDate(campaign.periodTo) };
  const written = writtenCampaignIssues(input);
  const moved = period && !written.some(({ path }) => path[0] === 'period') ? period : null;
  const issues: InputIssue[] = [
    ...written,
    // Of one that was put away meanwhile it may stay.
    ...(strategy?.id === campaign.strategyId ? [] : strategyIssues(strategy ?? null)),
    ...kpiIssues(await readKpis(tx, { campaignId: campaign.id }), input, {
      period: moved ?? before,
      path: [],
      periodPath: moved === null ? null : ['period'],
    }),
  ];
  if (budget) issues.push(...currencyIssues(budget, await currencyOf(tx, campaign.id, null), ['budget']));
  if (moved !== null) {
    const spans = [
      await spanOf(tx, campaign),
      await spanOf(tx, { ...campaign, periodFrom: dateOfDay(moved.from), periodTo: dateOfDay(moved.to) }),
    ] as const;
    issues.push(...periodChangeIssues(await waitingPosts(tx, campaign.id), ...spans));
  }
  return issues;
}

/** What launchCampaign, pauseCampaign, resumeCampaign, completeCampaign and cancelCampaign are called. */
const turnNames: Readonly<Record<CampaignTurn, string>> = {
  LAUNCH: 'launchCampaign',
  PAUSE: 'pauseCampaign',
  RESUME: 'resumeCampaign',
  COMPLETE: 'completeCampaign',
  CANCEL: 'cancelCampaign',
};

const turnColumns = (action: CampaignTurn, now: Date): Prisma.CampaignUpdateInput => {
  if (action === 'LAUNCH') return { launchedAt: now };
  return action === 'COMPLETE' || action === 'CANCEL' ? { endedAt: now } : {};
};

/**
 * One turn of a campaign's life, with what it does to its posts, which Campaign.moves lists: all or nothing. Who may turn a
 * campaign need not be allowed to publish: what goes out then is what someone who may has scheduled.
 */
export function turnCampaign(ctx: Ctx, action: CampaignTurn, input: SeenCampaign): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: turnNames[action], idempotencyKey, input: what }, async (tx) => {
    const { campaignId, expectedRevision } = input;
    const campaign = await lockWithPosts(tx, ctx, campaignId);
    const now = ctx.now();
    const decision = decideCampaignAction(ctx.viewer, campaign, action, {
      expectedRevision,
      issues: campaign === null ? [] : await turnIssues(tx, campaign, action, now),
      fields: ['state'],
    });
    const event = theOne(accept(decision));
    await tx.campaign.update({
      where: { id: campaignId },
      data: { state: event.to, updatedAt: now, ...turnColumns(action, now) },
    });
    const { posts, events } = await actOnPosts(tx, ctx, campaignId, action);
    await tx.campaignMove.createMany({
      data: posts.map((post) => ({ ...post, id: ctx.newId(), campaignId, action, at: now })),
    });
    return {
      type: 'Campaign',
      ids: [campaignId],
      events: [campaignEvent(campaignId, event), ...events],
      // Workers sleep until the next delivery they know of.
      due: turnOutcomes[action] === 'RELEASED',
    };
  });
}

async function turnIssues(tx: Tx, campaign: Campaign, action: CampaignTurn, now: Date): Promise<readonly InputIssue[]> {
  if (action !== 'LAUNCH' && action !== 'RESUME') return [];
  const [posts, span] = [await waitingPosts(tx, campaign.id), await spanOf(tx, campaign)];
  return (action === 'LAUNCH' ? launchIssues : resumeIssues)(posts, span, now);
}

function actOnPosts(tx: Tx, ctx: Ctx, campaignId: string, action: CampaignTurn) {
  switch (turnOutcomes[action]) {
    case 'HELD':
      return holdPosts(tx, campaignId, ctx.now());
    case 'RELEASED':
      return releasePosts(tx, campaignId, ctx.now());
    case 'UNSCHEDULED':
      return unschedulePosts(tx, ctx, campaignId);
  }
}
