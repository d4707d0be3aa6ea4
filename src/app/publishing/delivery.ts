import { retryIssues } from '../../domain/campaigns/campaign.ts';
import { isUsable } from '../../domain/planning/validation.ts';
import {
  resolveDelivery as decideResolve,
  retryDelivery as decideRetry,
  type DeliveryMoved,
  type DeliveryVerdict,
} from '../../domain/publishing/delivery.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import { refused, type Decision } from '../../domain/shared/decision.ts';
import { ChannelUnavailable, NotFound, ValidationFailed, type DomainError } from '../../domain/shared/errors.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { visibleDeliveries } from '../planning/visibility.ts';
import { deliveryEvent } from './plan.ts';
import { followDeliveries } from './post-state.ts';

const selection = {
  channel: true,
  post: { select: { revision: true, campaign: { select: { name: true, state: true } } } },
} satisfies Prisma.DeliveryInclude;
type Row = Prisma.DeliveryGetPayload<{ include: typeof selection }>;

/** The viewer's deliveries among these, with their posts locked, in one order for everyone who locks several. */
async function lockDeliveries(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, Row>> {
  const where: Prisma.DeliveryWhereInput = { AND: [{ id: { in: [...ids] } }, visibleDeliveries(ctx.viewer)] };
  const rows = await tx.delivery.findMany({ where, select: { postId: true } });
  const postIds = [...new Set(rows.map(({ postId }) => postId))].sort();
  for (const postId of postIds) await tx.$queryRaw`select 1 from posts where id = ${postId}::uuid for update`;
  const locked = await tx.delivery.findMany({ where, include: selection });
  return new Map(locked.map((row) => [row.id, row]));
}

const decideFor = (ctx: Ctx, row: Row | undefined, path: readonly string[]): Decision<DeliveryMoved, DomainError> => {
  if (row === undefined) return refused(new NotFound('delivery', path));
  const decision = decideRetry(ctx.viewer, row);
  const { campaign } = row.post;
  const issues = campaign === null ? [] : retryIssues(campaign, path);
  if (decision.ok && issues.length > 0) return refused(new ValidationFailed(issues));
  return decision.ok && !isUsable(row.channel.status) ? refused(new ChannelUnavailable(row.channel, path)) : decision;
};

/** What became of one delivery of several: queued, or why not. */
export interface Retried {
  readonly deliveryId: string;
  /** Null: it is queued. */
  readonly problem: DomainError | null;
}

const at = (index: number) => ['deliveryIds', String(index)];

/** Sends deliveries again; each has a result of its own, and what cannot be sent keeps the others from nothing. */
export async function retryDeliveries(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly deliveryIds: readonly string[] },
): Promise<readonly Retried[]> {
  const { idempotencyKey, deliveryIds } = input;
  const results: Retried[] = [];
  const { ids, repeated } = await execute(
    ctx,
    { name: 'retryDeliveries', idempotencyKey, input: { deliveryIds } },
    async (tx) => {
      const rows = await lockDeliveries(tx, ctx, deliveryIds);
      const now = ctx.now();
      const events: NewEvent[] = [];
      const queued = new Set<string>();
      for (const [index, deliveryId] of deliveryIds.entries()) {
        const row = rows.get(deliveryId);
        const decision = queued.has(deliveryId) ? null : decideFor(ctx, row, at(index));
        results.push({ deliveryId, problem: decision === null || decision.ok ? null : decision.error });
        if (row === undefined || decision?.ok !== true) continue;
        queued.add(deliveryId);
        await tx.delivery.update({
          where: { id: deliveryId },
          data: {
            state: 'QUEUED',
            revision: row.post.revision,
            dueAt: now,
            wakeAt: now,
            latePolicy: 'PUBLISH_LATE',
            problem: Prisma.DbNull,
            updatedAt: now,
          },
        });
        events.push(...decision.events.map((moved) => deliveryEvent(row, moved)));
      }
      const postIds = new Set([...rows.values()].filter(({ id }) => queued.has(id)).map(({ postId }) => postId));
      for (const postId of postIds) events.push(...(await followDeliveries(tx, postId, now)));
      return { type: 'Delivery', ids: [...queued], events, due: true };
    },
  );
  if (!repeated) return results;
  // Those that were queued the first time were queued; of the others is said what holds now.
  const rows = await lockDeliveries(ctx.db.prisma, ctx, deliveryIds);
  return deliveryIds.map((deliveryId, index) => {
    const decision = ids.includes(deliveryId) ? null : decideFor(ctx, rows.get(deliveryId), at(index));
    return { deliveryId, problem: decision === null || decision.ok ? null : decision.error };
  });
}

const notPublished = (now: Date): Problem => ({
  kind: 'OUTCOME_UNKNOWN',
  code: 'NOT_PUBLISHED',
  message: 'A person looked and did not find it on the channel. Retry it to send it again.',
  actor: 'USER',
  at: now.toISOString(),
  retryAt: null,
  networkCode: null,
  actionUrl: null,
});

/** Settles a doubt: a person looked at the channel, and says whether the post is there. */
export function resolveDelivery(
  ctx: Ctx,
  input: {
    readonly idempotencyKey: string | null;
    readonly deliveryId: string;
    readonly verdict: DeliveryVerdict;
    readonly externalId: string | null;
  },
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  const { deliveryId, verdict, externalId } = input;
  return execute(ctx, { name: 'resolveDelivery', idempotencyKey, input: what }, async (tx) => {
    const row = (await lockDeliveries(tx, ctx, [deliveryId])).get(deliveryId);
    if (row === undefined) throw new NotFound('delivery', ['deliveryId']);
    const moved = accept(decideResolve(ctx.viewer, row, verdict));
    const now = ctx.now();
    if (verdict === 'PUBLISHED') {
      await tx.delivery.update({
        where: { id: deliveryId },
        data: { state: 'PUBLISHED', externalId, publishedAt: now, problem: Prisma.DbNull, updatedAt: now },
      });
      await tx.deliveryStep.updateMany({
        where: { deliveryId, kind: 'COMMIT', state: 'STARTED' },
        data: { state: 'DONE', finishedAt: now },
      });
    } else {
      await tx.delivery.update({
        where: { id: deliveryId },
        data: { state: 'FAILED', problem: { ...notPublished(now) }, updatedAt: now },
      });
      // It surely did not happen: a retry may send it.
      await tx.deliveryStep.deleteMany({ where: { deliveryId, kind: 'COMMIT', state: 'STARTED' } });
    }
    const events = [
      ...moved.map((event) => deliveryEvent(row, event)),
      ...(await followDeliveries(tx, row.postId, now)),
    ];
    return { type: 'Delivery', ids: [deliveryId], events };
  });
}
