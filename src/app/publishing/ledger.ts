import { NetworkError } from '@polyphony/sdk';
import type { DeliveryStep, Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Shell } from '../ctx.ts';

/** A delivery that this worker holds under a lease. */
export interface Claim {
  readonly deliveryId: string;
  readonly revision: number;
  readonly fence: number;
}

/** Another worker holds the delivery now: this one may neither write nor send any more. */
export class FenceLost extends Error {
  override readonly name = 'FenceLost';
}

/** The network may or may not have done what was asked. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
  readonly commit: string;

  constructor(commit: string, cause: unknown) {
    super(`The answer to "${commit}" was lost.`, { cause });
    this.commit = commit;
  }
}

/** Prolongs the lease by the database's clock, which all workers share. Throws {@link FenceLost} where it is not ours. */
export async function holdLease(tx: Tx, shell: Shell, { deliveryId, fence }: Claim): Promise<void> {
  const held = await tx.$executeRaw`
    update deliveries set lease_until = clock_timestamp() + ${shell.timing.lease} * interval '1 millisecond'
    where id = ${deliveryId}::uuid and fence = ${fence}`;
  if (held === 0) throw new FenceLost();
}

export interface Ledger {
  step<T>(name: string, run: () => Promise<T>, options?: { readonly goodForMs?: number }): Promise<T>;
  commit<T>(name: string, run: () => Promise<T>): Promise<T>;
}

const json = (value: unknown) => (value === undefined ? null : value) as Prisma.InputJsonValue; // the connector's word: JSON

/** The durable steps of one attempt. `rows` are those that earlier attempts at the same revision left. */
export function createLedger(shell: Shell, claim: Claim, rows: readonly DeliveryStep[]): Ledger {
  const { deliveryId, revision } = claim;
  const spoilt = ({ goodUntil }: DeliveryStep) => goodUntil !== null && goodUntil <= shell.now();
  const finished = new Map(
    rows.filter((row) => row.state === 'DONE' && !spoilt(row)).map((row) => [row.name, row.result]),
  );
  /** Sent before, and nobody knows what came of it: see `idempotency` of the connector. */
  const inDoubt = new Set(
    rows.filter(({ kind, state }) => kind === 'COMMIT' && state === 'STARTED').map(({ name }) => name),
  );
  const used = new Set<string>();
  let position = 0;

  async function begin(name: string, kind: 'STEP' | 'COMMIT'): Promise<void> {
    const values = { position, kind, state: 'STARTED', finishedAt: null, goodUntil: null } as const;
    const startedAt = shell.now();
    await shell.db.prisma.$transaction(async (tx) => {
      await holdLease(tx, shell, claim);
      await tx.deliveryStep.upsert({
        where: { deliveryId_revision_name: { deliveryId, revision, name } },
        create: { ...values, startedAt, deliveryId, revision, name },
        // What is in doubt is so since its first try, however often it is sent again.
        update: { ...values, ...(!inDoubt.has(name) && { startedAt }) },
      });
    });
  }

  const end = (name: string, result: unknown, goodForMs?: number) =>
    finishStep(shell, claim, { name, revision }, result, goodForMs);

  function take(name: string): { readonly done: boolean; readonly result: unknown } {
    if (used.has(name)) throw new TypeError(`Two steps of one post are named "${name}".`);
    used.add(name);
    position += 1;
    return { done: finished.has(name), result: finished.get(name) };
  }

  return {
    async step<T>(
      name: string,
      run: () => Promise<T>,
      { goodForMs }: { readonly goodForMs?: number } = {},
    ): Promise<T> {
      const { done, result } = take(name);
      if (done) return result as T; // what the same step of the same connector left
      await begin(name, 'STEP');
      const fresh = await run();
      await end(name, fresh, goodForMs);
      return fresh;
    },
    async commit<T>(name: string, run: () => Promise<T>): Promise<T> {
      const { done, result } = take(name);
      if (done) return result as T; // as above
      await begin(name, 'COMMIT');
      let fresh: T;
      try {
        fresh = await run();
      } catch (error) {
        if (!(error instanceof NetworkError) || error.details.kind === 'outcome_unknown')
          throw new AnswerLost(name, error);
        // The network answered, and the answer was no. Of an earlier try that it did not answer this says nothing, unless it
        // judged what was sent: it would have known what it had taken.
        const { kind } = error.details;
        const judged = kind === 'content_rejected' || kind === 'media_rejected';
        if (judged || !inDoubt.has(name)) await forgetCommit(shell, claim, { name, revision });
        throw error;
      }
      await end(name, fresh);
      return fresh;
    },
  };
}

/** Writes down what a step or commit came to. `goodForMs`: until when the result may be used; absent: for ever. */
export async function finishStep(
  shell: Shell,
  claim: Claim,
  { name, revision }: Pick<DeliveryStep, 'name' | 'revision'>,
  result: unknown,
  goodForMs?: number,
): Promise<void> {
  const { deliveryId } = claim;
  const now = shell.now();
  await shell.db.prisma.$transaction(async (tx) => {
    await holdLease(tx, shell, claim);
    await tx.deliveryStep.update({
      where: { deliveryId_revision_name: { deliveryId, revision, name } },
      data: {
        state: 'DONE',
        result: json(result),
        finishedAt: now,
        goodUntil: goodForMs === undefined ? null : new Date(now.getTime() + goodForMs),
      },
    });
  });
}

/** Takes back the intent of a commit that surely did not happen, so that it may run again. */
export async function forgetCommit(
  shell: Shell,
  claim: Claim,
  { name, revision }: Pick<DeliveryStep, 'name' | 'revision'>,
): Promise<void> {
  const { deliveryId } = claim;
  await shell.db.prisma.$transaction(async (tx) => {
    await holdLease(tx, shell, claim);
    await tx.deliveryStep.delete({ where: { deliveryId_revision_name: { deliveryId, revision, name } } });
  });
}
