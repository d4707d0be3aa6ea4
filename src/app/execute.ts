import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import stringify from 'safe-stable-stringify';
import type { Decision } from '../domain/shared/decision.ts';
import { IdempotencyKeyReused, type DomainError } from '../domain/shared/errors.ts';
import { actorOf } from '../domain/workspace/actor.ts';
import type { Tx } from '../infra/db.ts';
import { notify } from '../infra/listener.ts';
import type { Ctx } from './ctx.ts';
import { appendEvents, type NewEvent } from './event-log.ts';

/** What a command changed, by type and ids: what an idempotency key remembers. */
export interface Outcome {
  readonly type: string;
  readonly ids: readonly string[];
}

/** What one run of a command leaves behind. */
export interface Done extends Outcome {
  readonly events: readonly NewEvent[];
  /** True where work fell due: workers are woken at commit. */
  readonly due?: boolean;
}

/** A command that was carried out, now or, with the same idempotency key, before. */
export interface Executed extends Outcome {
  readonly repeated: boolean;
}

export interface Command {
  /** The mutation's name. */
  readonly name: string;
  readonly idempotencyKey: string | null;
  /** Everything that makes two calls the same; the key itself aside. */
  readonly input: unknown;
}

const hashOf = (input: unknown): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    createHash('sha256')
      .update(stringify(input) ?? '')
      .digest(),
  );

/** Throws what a decision refused: the one place where the domain's errors become exceptions. */
export function accept<Event>(decision: Decision<Event, DomainError>): readonly Event[] {
  if (!decision.ok) throw decision.error;
  return decision.events;
}

/**
 * Carries out a command: loads, decides, stores and enqueues in ONE transaction, in which the events and the idempotency key
 * are written too; whoever waits is told by the database at commit. A repeated key answers with what was done the first
 * time; a concurrent one waits for the first to end. A refusal leaves nothing behind, not even the key.
 */
export async function execute(ctx: Ctx, command: Command, run: (tx: Tx) => Promise<Done>): Promise<Executed> {
  const { idempotencyKey: key } = command;
  const keyId = keyIdOf(ctx, command);
  return ctx.db.prisma.$transaction(async (tx) => {
    if (key !== null) {
      const inputHash = hashOf(command.input);
      const { count } = await tx.idempotencyKey.createMany({
        data: [{ ...keyId, inputHash, outcomeIds: [], createdAt: ctx.now() }],
        skipDuplicates: true,
      });
      if (count === 0) {
        const first = await tx.idempotencyKey.findUniqueOrThrow({ where: { workspaceId_actor_mutation_key: keyId } });
        if (Buffer.compare(first.inputHash, inputHash) !== 0) throw new IdempotencyKeyReused(key);
        return { type: first.outcomeType ?? '', ids: first.outcomeIds, repeated: true };
      }
    }
    const { type, ids, events, due = false } = await run(tx);
    if (key !== null) {
      await tx.idempotencyKey.update({
        where: { workspaceId_actor_mutation_key: keyId },
        data: { outcomeType: type, outcomeIds: [...ids] },
      });
    }
    if (due) await notify(tx, 'due');
    await append(tx, ctx, events);
    return { type, ids, repeated: false };
  });
}

/** The type of what a command came to that has taken its key and asks networks now: `conclude` ends it. */
export const underWay = 'UNDER_WAY';

/** Ends a command that is under way, in ONE transaction. Where it changed nothing its key is free again. */
export async function conclude(ctx: Ctx, command: Command, run: (tx: Tx) => Promise<Done>): Promise<void> {
  const where = keyIdOf(ctx, command);
  await ctx.db.prisma.$transaction(async (tx) => {
    const { type, ids, events } = await run(tx);
    if (ids.length === 0) await tx.idempotencyKey.deleteMany({ where });
    else await tx.idempotencyKey.updateMany({ where, data: { outcomeType: type, outcomeIds: [...ids] } });
    await append(tx, ctx, events);
  });
}

const pollMs = 100;

/**
 * What a command came to that another call with its key has begun. Waits for that until so long after it began; it is still under
 * way then where its process died. No ids: it changed nothing.
 */
export async function awaitOutcome(ctx: Ctx, command: Command, withinMs: number): Promise<Outcome> {
  const where = { workspaceId_actor_mutation_key: keyIdOf(ctx, command) };
  for (;;) {
    const row = await ctx.db.prisma.idempotencyKey.findUnique({ where });
    const outcome = { type: row?.outcomeType ?? '', ids: row?.outcomeIds ?? [] };
    const age = row === null ? Infinity : ctx.now().getTime() - row.createdAt.getTime();
    if (outcome.type !== underWay || age > withinMs) return outcome;
    await sleep(pollMs);
  }
}

function keyIdOf({ viewer }: Ctx, { name, idempotencyKey }: Command) {
  const actor = actorOf(viewer);
  return {
    workspaceId: viewer.workspaceId,
    actor: `${actor.kind}:${'id' in actor ? actor.id : ''}`,
    mutation: name,
    key: idempotencyKey ?? '',
  };
}

const append = (tx: Tx, ctx: Ctx, events: readonly NewEvent[]) =>
  appendEvents(
    tx,
    ctx.viewer.workspaceId,
    { actor: actorOf(ctx.viewer), requestId: ctx.requestId, occurredAt: ctx.now() },
    events,
  );
