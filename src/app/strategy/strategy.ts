import { isDeepStrictEqual } from 'node:util';
import { NotFound, ValidationFailed } from '../../domain/shared/errors.ts';
import {
  emptyContent,
  mergeStrategy,
  type MergedStrategy,
  type StrategyChanges,
} from '../../domain/strategy/content.ts';
import { reviewIssues, type WrittenReview } from '../../domain/strategy/review.ts';
import { changedFields } from '../../domain/strategy/revision.ts';
import { decideStrategyAction, type StrategyAction, type StrategyEvent } from '../../domain/strategy/strategy.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Executed } from '../execute.ts';
import {
  checkBrandAssets,
  contentColumns,
  contentOf,
  contentSelection,
  storeLists,
  type StrategyWithContent,
} from './content.ts';
import { keepRevision } from './revision.ts';

interface Keyed {
  readonly idempotencyKey: string | null;
}

export interface CreateStrategyInput extends StrategyChanges, Keyed {
  readonly name: string;
  readonly period: { readonly from: string; readonly to: string };
  /** The starter template that it comes from. */
  readonly templateKey?: string | null | undefined;
}

interface Named extends Keyed {
  readonly strategyId: string;
  /** Refuse if it has another one by now. */
  readonly expectedRevision?: number | null | undefined;
}

export interface UpdateStrategyInput extends StrategyChanges, Named {}
export interface ReviewStrategyInput extends WrittenReview, StrategyChanges, Named {}

const strategyEvent = (strategyId: string, event: Omit<NewEvent, 'subjectType' | 'subjectId'>): NewEvent => ({
  ...event,
  subjectType: 'Strategy',
  subjectId: strategyId,
});

const installedKeys = (ctx: Ctx): readonly string[] => ctx.networks.all.map(({ connector }) => connector.network.key);

/** An id that names nothing is told before what is wrong with the rest: nothing can be said of what is not there. */
function requireKnown({ missing }: MergedStrategy): void {
  const [unknown] = missing;
  if (unknown) throw unknown;
}

/** Writes a strategy: its first revision. `name` of the command: whoever offers it under another name says it. */
export function createStrategy(ctx: Ctx, input: CreateStrategyInput, name = 'createStrategy'): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name, idempotencyKey, input: what }, async (tx) => {
    const merged = mergeStrategy(emptyContent, input, installedKeys(ctx), ctx.newId);
    requireKnown(merged);
    const { content, issues } = merged;
    if (issues.length > 0) throw new ValidationFailed(issues);
    await checkBrandAssets(tx, ctx, null, content.brand);
    const id = ctx.newId();
    const author = actorOf(ctx.viewer);
    const now = ctx.now();
    await tx.strategy.create({
      data: {
        ...contentColumns(content),
        id,
        workspaceId: ctx.viewer.workspaceId,
        templateKey: input.templateKey ?? null,
        authorKind: author.kind,
        authorId: 'id' in author ? author.id : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await storeLists(tx, ctx, id, emptyContent, content);
    await keepRevision(tx, ctx, { strategyId: id, number: 1, content });
    const fields = changedFields(null, content);
    return {
      type: 'Strategy',
      ids: [id],
      events: [strategyEvent(id, { type: 'STRATEGY_CREATED', from: null, to: 'DRAFT', fields })],
    };
  });
}

/** The strategy, locked until the transaction ends; null: it is not there for this viewer. */
async function lockStrategy(tx: Tx, { viewer }: Ctx, id: string): Promise<StrategyWithContent | null> {
  await tx.$queryRaw`select 1 from strategies where id = ${id}::uuid and workspace_id = ${viewer.workspaceId}::uuid for update`;
  return tx.strategy.findFirst({ where: { id, workspaceId: viewer.workspaceId }, include: contentSelection });
}

/** What updateStrategy and reviewStrategy have in common: one change of content, and the revision that it makes. */
async function change(
  tx: Tx,
  ctx: Ctx,
  action: 'EDIT' | 'REVIEW',
  input: StrategyChanges & Named,
  review: WrittenReview | null,
): Promise<{ readonly event: StrategyEvent; readonly revision: number | null }> {
  const { strategyId, expectedRevision } = input;
  const row = await lockStrategy(tx, ctx, strategyId);
  const before = row === null ? emptyContent : contentOf(row);
  const merged = mergeStrategy(before, input, installedKeys(ctx), ctx.newId);
  const { content } = merged;
  const reviews = review === null || row === null ? 0 : await tx.strategyReview.count({ where: { strategyId } });
  const decide = (issues: MergedStrategy['issues']) =>
    accept(
      decideStrategyAction(ctx.viewer, row, action, {
        expectedRevision: expectedRevision ?? null,
        issues,
        fields: changedFields(before, content),
      }),
    );
  // Whether it may be changed at all is told first, then what is not there, then what is wrong.
  decide([]);
  requireKnown(merged);
  const [event] = decide([...(review === null ? [] : reviewIssues(review, reviews)), ...merged.issues]);
  if (row === null || event === undefined)
    throw new TypeError('decideStrategyAction lets nothing pass without a strategy');
  await checkBrandAssets(tx, ctx, before.brand, content.brand);
  // Places count, which differences do not show.
  if (review === null && isDeepStrictEqual(before, content)) return { event, revision: null };
  const number = row.revision + 1;
  await tx.strategy.update({
    where: { id: strategyId },
    data: { ...contentColumns(content), revision: number, updatedAt: ctx.now() },
  });
  await storeLists(tx, ctx, strategyId, before, content);
  await keepRevision(tx, ctx, { strategyId, number, content });
  return { event, revision: number };
}

/** Changes a strategy. What is absent stays, null clears. A change that changes nothing makes no revision. */
export function updateStrategy(ctx: Ctx, input: UpdateStrategyInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updateStrategy', idempotencyKey, input: what }, async (tx) => {
    const { strategyId } = input;
    const { event, revision } = await change(tx, ctx, 'EDIT', input, null);
    const events = revision === null ? [] : [strategyEvent(strategyId, event)];
    return { type: 'Strategy', ids: [strategyId], events };
  });
}

/** Corrects a strategy, and says what was learned and what is changed for it. Always makes a revision. */
export function reviewStrategy(ctx: Ctx, input: ReviewStrategyInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'reviewStrategy', idempotencyKey, input: what }, async (tx) => {
    const { strategyId } = input;
    const { event, revision } = await change(tx, ctx, 'REVIEW', input, input);
    const author = actorOf(ctx.viewer);
    await tx.strategyReview.create({
      data: {
        id: ctx.newId(),
        strategyId,
        at: ctx.now(),
        learned: input.learned.trim(),
        changed: input.changed.trim(),
        revision: revision ?? 1,
        authorKind: author.kind,
        authorId: 'id' in author ? author.id : null,
      },
    });
    return { type: 'Strategy', ids: [strategyId], events: [strategyEvent(strategyId, event)] };
  });
}

const moves = {
  ACTIVATE: 'activateStrategy',
  ARCHIVE: 'archiveStrategy',
  REOPEN: 'reopenStrategy',
} as const satisfies Partial<Record<StrategyAction, string>>;

/** What activateStrategy, archiveStrategy and reopenStrategy do. The content, and so the revision, stays. */
function move(ctx: Ctx, action: keyof typeof moves, input: Named): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: moves[action], idempotencyKey, input: what }, async (tx) => {
    const { strategyId } = input;
    const strategy = await lockStrategy(tx, ctx, strategyId);
    const expectedRevision = input.expectedRevision ?? null;
    const [event] = accept(
      decideStrategyAction(ctx.viewer, strategy, action, { expectedRevision, issues: [], fields: ['state'] }),
    );
    if (event === undefined) throw new TypeError('decideStrategyAction answers with one event');
    await tx.strategy.update({ where: { id: strategyId }, data: { state: event.to, updatedAt: ctx.now() } });
    return { type: 'Strategy', ids: [strategyId], events: [strategyEvent(strategyId, event)] };
  });
}

/** Puts a strategy into force. */
export const activateStrategy = (ctx: Ctx, input: Named): Promise<Executed> => move(ctx, 'ACTIVATE', input);
/** Puts a strategy away. */
export const archiveStrategy = (ctx: Ctx, input: Named): Promise<Executed> => move(ctx, 'ARCHIVE', input);
/** Takes a strategy out of force, or back from where it was put away. */
export const reopenStrategy = (ctx: Ctx, input: Named): Promise<Executed> => move(ctx, 'REOPEN', input);

/** The revision that a strategy has: what is made under it names it. `path`: where the strategy stands in the input. */
export async function strategyRevisionOf(
  tx: Tx,
  workspaceId: string,
  strategyId: string,
  path: readonly string[] = ['strategyId'],
): Promise<number> {
  const row = await tx.strategy.findFirst({ where: { id: strategyId, workspaceId }, select: { revision: true } });
  if (row === null) throw new NotFound('strategy', path);
  return row.revision;
}
