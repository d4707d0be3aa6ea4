import { moveDelivery, startOf, type DeliveryMoved } from '../../domain/publishing/delivery.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Shell } from '../ctx.ts';
import { appendEvents, type NewEvent } from '../event-log.ts';
import { accept } from '../execute.ts';
import { deliveryEvent } from './plan.ts';
import { followDeliveries } from './post-state.ts';

const claimedSelection = { channel: true, steps: { orderBy: { position: 'asc' } } } satisfies Prisma.DeliveryInclude;
export type ClaimedDelivery = Prisma.DeliveryGetPayload<{ include: typeof claimedSelection }>;

export const publishingActor = { kind: 'SYSTEM', reason: 'publishing' } as const;

export interface Due {
  readonly id: string;
  readonly post_id: string;
}

/** Deliveries whose time has come and that nobody holds, the longest waiting first; those in `except` aside. */
export const findDue = (shell: Shell, limit: number, except: readonly string[]): Promise<readonly Due[]> =>
  shell.db.prisma.$queryRaw<Due[]>`
    select id, post_id from deliveries
    where wake_at <= ${shell.now()} and (lease_until is null or lease_until < clock_timestamp())
      and id <> all (${[...except]}::uuid[])
    order by wake_at limit ${limit}`;

/** Locks a post, which whoever changes it or its deliveries does first. False: someone else is at it. */
async function tryLockPost(tx: Tx, postId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`select 1 from posts where id = ${postId}::uuid for update skip locked`;
  return rows.length > 0;
}

/**
 * Takes a due delivery for this worker: under a lease, with a fence that is higher than any before it, so that whoever held
 * it earlier can write nothing any more. Null: someone else was faster, or it is not to go out (any more).
 */
export function claim(shell: Shell, due: Due): Promise<ClaimedDelivery | null> {
  return shell.db.prisma.$transaction(async (tx) => {
    if (!(await tryLockPost(tx, due.post_id))) return null;
    const now = shell.now();
    const [free] = await tx.$queryRaw<unknown[]>`
      select 1 from deliveries
      where id = ${due.id}::uuid and wake_at <= ${now} and (lease_until is null or lease_until < clock_timestamp())`;
    if (free === undefined) return null;
    const delivery = await tx.delivery.findUniqueOrThrow({ where: { id: due.id } });
    // What began to go out goes out to its end as it began, whatever the post has become: else a part would be out twice.
    const begun = await tx.deliveryStep.findFirst({ where: { deliveryId: due.id, kind: 'COMMIT' } });
    const revision = begun?.revision ?? delivery.revision;

    const moves: DeliveryMoved[] = [];
    let { state, attempt } = delivery;
    const to = (next: typeof state) => {
      moves.push(...accept(moveDelivery({ state, attempt }, next)));
      state = next;
    };
    if (state === 'PLANNED' || state === 'QUEUED') {
      const start = startOf(delivery, now);
      if (start === 'SENDING') {
        if (state === 'PLANNED') to('QUEUED');
        attempt += 1;
        to('SENDING');
      } else {
        to(start);
      }
    } else if (state === 'RETRY_SCHEDULED') {
      attempt += 1;
      to('SENDING');
    }

    const held = state === 'SENDING' || state === 'PROCESSING';
    await tx.delivery.update({
      where: { id: due.id },
      data: {
        state,
        attempt,
        revision,
        fence: { increment: 1 },
        updatedAt: now,
        ...(held ? {} : { wakeAt: null }),
        ...(state === 'NEEDS_USER' ? { problem: tooLate(delivery.dueAt, now) } : {}),
      },
    });
    if (attempt > delivery.attempt) {
      await tx.deliveryAttempt.create({
        data: { deliveryId: due.id, number: attempt, revision, startedAt: now },
      });
    }
    if (held) {
      await tx.$executeRaw`
        update deliveries set lease_until = clock_timestamp() + ${shell.timing.lease} * interval '1 millisecond'
        where id = ${due.id}::uuid`;
    }
    const events: NewEvent[] = moves.map((moved) => deliveryEvent(delivery, moved));
    events.push(...(await followDeliveries(tx, delivery.postId, now)));
    await appendEvents(tx, delivery.workspaceId, { actor: publishingActor, requestId: null, occurredAt: now }, events);
    return held ? tx.delivery.findUniqueOrThrow({ where: { id: due.id }, include: claimedSelection }) : null;
  });
}

const tooLate = (dueAt: Date, now: Date): Prisma.InputJsonObject => ({
  kind: 'UNEXPECTED',
  code: 'LATE',
  message: `Its time, ${dueAt.toISOString()}, passed while nothing could run. Publish it now, or give it another time.`,
  actor: 'USER',
  at: now.toISOString(),
  retryAt: null,
  networkCode: null,
  actionUrl: null,
});
