import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError, type Budget, type LimitReading, type RateLimit } from '@polyphony/sdk';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database, PrismaClient } from './db.ts';

/** Whose requests are counted together. */
export interface Spender {
  /** The network's key. */
  readonly network: string;
  /** As its connector declares them. */
  readonly limits: readonly RateLimit[];
  /** The app by which the network knows us: what limits of scope APP are counted by. */
  readonly app: string;
  /** The login that all other limits are counted by; null: there is none yet, and they are not counted. */
  readonly grantId: string | null;
}

/** What is left of a limit. */
export interface BudgetState {
  readonly name: string;
  readonly used: number;
  readonly limit: number;
  /** Null: nothing of it is used, so nothing is reset. */
  readonly resetsAt: Date | null;
}

export interface RateBudgets {
  /** Every name that is none of the spender's limits, such as a price, is somebody else's to count. */
  of(spender: Spender, now: () => Date): Budget;
  /** How they stand, by spender, in one statement. */
  read(spenders: readonly Spender[]): Promise<readonly (readonly BudgetState[])[]>;
}

const defaultPatienceMs = 10_000;

const perDatabase = new WeakMap<Database, RateBudgets>();

/** What this process spends of the limits on this database. */
export function rateBudgets(db: Database): RateBudgets {
  const budgets = perDatabase.get(db) ?? createRateBudgets(db.prisma);
  perDatabase.set(db, budgets);
  return budgets;
}

interface Row {
  readonly points: number;
  readonly expire: bigint | null;
}

/** What the limiter takes for a connection, on either database. */
const clientOf = (prisma: PrismaClient) => ({
  async query({ text, values }: { readonly text: string; readonly values: readonly unknown[] }) {
    const found = await prisma.$queryRawUnsafe<Row[]>(text, ...values);
    return { rowCount: found.length, rows: found.map(({ points, expire }) => ({ points, expire: Number(expire) })) };
  },
});

/** Null: not counted for this spender. */
function keyOf({ network, app, grantId }: Spender, { scope, name }: RateLimit): string | null {
  const by = scope === 'APP' ? app : grantId;
  return by === null ? null : `${network}:${scope}:${by}:${name}`;
}

/** Under this key stands a maximum that the network told and that is not the declared one. */
const maxKeyOf = (key: string) => `${key}:max`;

/**
 * One budget for all processes, in the database: it survives every one of them. Windows begin with the first request in them
 * and end by the clocks of the processes, which must agree far better than the shortest window is long. A process that knows a
 * limit to be spent does not ask the database again before it comes back. Where the database cannot be asked nothing goes
 * out: the ledger of what is sent needs it just the same, and a network that was asked too often may lock the account.
 * `patienceMs`: a limit that comes back within this time is waited for, and nobody waits longer than this for one.
 */
export function createRateBudgets(prisma: PrismaClient, patienceMs = defaultPatienceMs): RateBudgets {
  const limiters = new Map<string, RateLimiterPostgres>();
  /** What the network told this process of limits that differ from the declaration, by key. */
  const told = new Map<string, number>();
  const lines = new Map<string, Promise<void>>();

  const isShort = ({ windowSeconds }: RateLimit) => windowSeconds * 1000 <= patienceMs;
  const maxOf = (key: string, { max }: RateLimit) => told.get(key) ?? max;

  function limiterOf(key: string, limit: RateLimit): RateLimiterPostgres {
    const points = maxOf(key, limit);
    const id = `${String(points)}/${String(limit.windowSeconds)}`;
    const limiter =
      limiters.get(id) ??
      new RateLimiterPostgres({
        storeClient: clientOf(prisma),
        storeType: 'client',
        tableName: 'rate_budgets',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: '',
        points,
        duration: limit.windowSeconds,
        inMemoryBlockOnConsumed: points,
      });
    limiters.set(id, limiter);
    return limiter;
  }

  /** Runs when everybody who came before for the same key is through, so that nobody is overtaken. Ends with `ended`. */
  async function inLine<T>(key: string, ended: AbortSignal, run: () => Promise<T>): Promise<T> {
    const before = lines.get(key) ?? Promise.resolve();
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const line = before.then(() => left);
    lines.set(key, line);
    void line.then(() => {
      if (lines.get(key) === line) lines.delete(key);
    });
    try {
      await untilEnd(before, ended);
      return await run();
    } finally {
      leave();
    }
  }

  function of(spender: Spender, now: () => Date): Budget {
    const { network } = spender;
    const counted = new Map(
      spender.limits.flatMap((limit) => {
        const key = keyOf(spender, limit);
        return key === null ? [] : [[limit.name, { key, limit }] as const];
      }),
    );
    /** What the last request left, by key: what the network says is only written where it is news. */
    const lately = new Map<string, { readonly used: number; readonly resetsAt: number }>();
    const refuse = (kind: 'rate_limited' | 'network_down', code: string, message: string, retryAt?: Date) =>
      new NetworkError({ kind, code, network, message, ...(retryAt && { retryAt }) });
    const stopped = () => refuse('network_down', 'aborted', 'The request was stopped before it was sent.');

    /** One of the limit, or how long until it comes back. */
    async function take(key: string, limit: RateLimit): Promise<number | null> {
      try {
        const { consumedPoints, msBeforeNext } = await limiterOf(key, limit).consume(key);
        lately.set(key, { used: consumedPoints, resetsAt: Date.now() + msBeforeNext });
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(refused.msBeforeNext, 1);
        const message = 'The database cannot tell what is left of the limits of the network; nothing was sent.';
        throw refuse('network_down', 'budget_unknown', message);
      }
    }

    async function spendOne(key: string, limit: RateLimit, signal: AbortSignal): Promise<void> {
      const spent = (ms: number) => {
        const many = `${String(maxOf(key, limit))} in ${String(limit.windowSeconds)} s`;
        const message = `The limit "${limit.name}" of the network (${many}) is spent; nothing was sent.`;
        return refuse('rate_limited', 'budget_spent', message, new Date(now().getTime() + ms));
      };
      if (!isShort(limit)) {
        const wait = await take(key, limit);
        if (wait !== null) throw spent(wait);
        return;
      }
      // Named, and read after the wait: Node 20 forgets a timeout that only the sum of signals refers to.
      const patience = AbortSignal.timeout(patienceMs);
      const ended = AbortSignal.any([signal, patience]);
      try {
        await inLine(key, ended, async () => {
          for (let wait = await take(key, limit); wait !== null; wait = await take(key, limit)) {
            await sleep(wait, undefined, { signal: ended });
          }
        });
      } catch (error) {
        if (error instanceof NetworkError) throw error;
        if (signal.aborted) throw stopped();
        throw patience.aborted ? spent(limit.windowSeconds * 1000) : error;
      }
    }

    async function spend(names: readonly string[], signal: AbortSignal): Promise<void> {
      const wanted = [...new Set(names)].flatMap((name) => counted.get(name) ?? []);
      // What can only be refused comes first, so that nobody waits for nothing.
      const inOrder = [
        ...wanted.filter(({ limit }) => !isShort(limit)),
        ...wanted.filter(({ limit }) => isShort(limit)),
      ];
      const spent: typeof wanted = [];
      try {
        for (const each of inOrder) {
          await spendOne(each.key, each.limit, signal);
          spent.push(each);
        }
      } catch (error) {
        for (const { key, limit } of spent) await giveBack(key, limit);
        throw error;
      }
    }

    /** Best effort: what cannot be given back comes back with its window. */
    async function giveBack(key: string, limit: RateLimit): Promise<void> {
      const limiter = limiterOf(key, limit);
      await limiter.reward(key).catch(() => undefined);
      limiter.deleteInMemoryBlockedAll();
    }

    async function learn({ name, remaining, resetsAt, max }: LimitReading): Promise<void> {
      const found = counted.get(name);
      // A header that is no number, or a limit of nothing, would lock the account out.
      if (found === undefined || !isCount(remaining) || (max !== undefined && !isCount(max - 1))) return;
      const { key, limit } = found;
      if (max !== undefined && max !== maxOf(key, limit)) {
        await prisma.$executeRaw`
          insert into rate_budgets (key, points) values (${maxKeyOf(key)}, ${max})
          on conflict (key) do update set points = excluded.points`;
        told.set(key, max);
      }
      const used = maxOf(key, limit) - remaining;
      const windowMs = limit.windowSeconds * 1000;
      const toleranceMs = Math.min(2000, windowMs / 2);
      const last = lately.get(key);
      // No window ends later than one that begins now, whatever the network says.
      const latest = Date.now() + windowMs + toleranceMs;
      const resets =
        resetsAt === undefined || Number.isNaN(resetsAt.getTime()) ? null : Math.min(resetsAt.getTime(), latest);
      const sameWindow = last !== undefined && (resets === null || Math.abs(resets - last.resetsAt) <= toleranceMs);
      // Requests on the way are in our count and not yet in the network's: a higher count of ours is no error.
      if (sameWindow && used <= last.used) return;
      const at = Date.now();
      await prisma.$executeRaw`
        insert into rate_budgets as ours (key, points, expire) values (${key}, ${used}, ${BigInt(resets ?? at + windowMs)})
        on conflict (key) do update set
          points = case
            when ours.expire <= ${BigInt(at)} or ${resets === null ? null : BigInt(resets - toleranceMs)}::bigint > ours.expire
            then excluded.points else greatest(ours.points, excluded.points) end,
          expire = case when ours.expire <= ${BigInt(at)} or ${resets !== null} then excluded.expire else ours.expire end`;
      lately.set(key, { used, resetsAt: resets ?? last?.resetsAt ?? at + windowMs });
      limiterOf(key, limit).deleteInMemoryBlockedAll();
    }

    return {
      spend,
      async correct(readings) {
        for (const reading of readings) await learn(reading);
      },
    };
  }

  async function read(spenders: readonly Spender[]): Promise<readonly (readonly BudgetState[])[]> {
    const wanted = spenders.map((spender) =>
      spender.limits.flatMap((limit) => {
        const key = keyOf(spender, limit);
        return key === null ? [] : [{ key, limit }];
      }),
    );
    const keys = [...new Set(wanted.flat().flatMap(({ key }) => [key, maxKeyOf(key)]))];
    const rows = keys.length === 0 ? [] : await prisma.rateBudget.findMany({ where: { key: { in: keys } } });
    const byKey = new Map(rows.map((row) => [row.key, row]));
    const now = Date.now();
    return wanted.map((limits) =>
      limits.map(({ key, limit: { name, max } }) => {
        const row = byKey.get(key);
        const limit = byKey.get(maxKeyOf(key))?.points ?? max;
        const expire = Number(row?.expire ?? 0);
        return row === undefined || expire <= now
          ? { name, used: 0, limit, resetsAt: null }
          : { name, used: Math.min(Math.max(row.points, 0), limit), limit, resetsAt: new Date(expire) };
      }),
    );
  }

  return { of, read };
}

/** What the column can hold. */
const isCount = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 31 - 1;

/** Throws the signal's reason when it ends first. */
async function untilEnd(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop: () => void = () => undefined;
  const end = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error); // AbortSignal's own, typed any
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    await Promise.race([promise, end]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Throws away what came back long ago: nobody has asked for it since. */
export async function pruneRateBudgets(prisma: PrismaClient, now: Date): Promise<void> {
  await prisma.rateBudget.deleteMany({ where: { expire: { lt: BigInt(now.getTime() - 3_600_000) } } });
}
