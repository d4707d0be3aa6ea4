import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError, type RateLimit } from '@polyphony/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/infra/db.ts';
import { createRateBudgets, pruneRateBudgets, type RateBudgets, type Spender } from '../../src/infra/rate-budget.ts';
import { openTestDatabase } from '../support/world.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const never = new AbortController().signal;
const now = () => new Date();
let accounts = 0;
const spender = (limits: readonly RateLimit[], more: Partial<Spender> = {}): Spender => ({
  network: 'sandbox',
  limits,
  app: 'operator',
  grantId: `grant-${String(++accounts)}`,
  ...more,
});
const daily = (max: number): RateLimit => ({ name: 'posts', max, windowSeconds: 86_400, scope: 'ACCOUNT' });
/** Long enough not to end while a test looks. */
const brief = (max: number, windowSeconds = 1): RateLimit => ({ name: 'calls', max, windowSeconds, scope: 'ACCOUNT' });

/** What it was refused with, or that it was not. */
const spend = (budgets: RateBudgets, whose: Spender, names = whose.limits.map(({ name }) => name), signal = never) =>
  budgets
    .of(whose, now)
    .spend(names, signal)
    .then(
      () => 'through' as const,
      (error: unknown) => (error instanceof NetworkError ? error.details : Promise.reject(error as Error)),
    );
const throughOf = (all: readonly unknown[]) => all.filter((each) => each === 'through').length;
const times = <T>(count: number, run: () => Promise<T>) => Promise.all(Array.from({ length: count }, run));

describe('a budget', () => {
  it('lets no more through than the limit, over two processes, and says when to come again', async () => {
    const whose = spender([daily(10)]);
    const [one, other] = [createRateBudgets(db.prisma), createRateBudgets(db.prisma)];
    const all = (await Promise.all([times(20, () => spend(one, whose)), times(20, () => spend(other, whose))])).flat();
    expect(throughOf(all)).toBe(10);
    const refused = all.find((each) => each !== 'through');
    expect(refused).toMatchObject({ kind: 'rate_limited', code: 'budget_spent', network: 'sandbox' });
    const inMs = (refused?.retryAt?.getTime() ?? 0) - Date.now();
    expect(inMs).toBeGreaterThan(86_300_000);
    expect(inMs).toBeLessThanOrEqual(86_400_000);
    expect((await one.read([whose]))[0]).toEqual([
      { name: 'posts', used: 10, limit: 10, resetsAt: expect.any(Date) as Date },
    ]);
  });

  it('is still spent after a restart', async () => {
    const whose = spender([daily(1)]);
    await spend(createRateBudgets(db.prisma), whose);
    expect(await spend(createRateBudgets(db.prisma), whose)).toMatchObject({ code: 'budget_spent' });
  });

  it('of one login is not another’s, that of an app is everybody’s of that app', async () => {
    const budgets = createRateBudgets(db.prisma);
    const limits = [{ ...daily(1), scope: 'APP' as const, name: 'app calls' }];
    const [app, another] = ['app-1', 'app-2'];
    expect(await spend(budgets, spender(limits, { app }))).toBe('through');
    expect(await spend(budgets, spender(limits, { app }))).toMatchObject({ code: 'budget_spent' });
    expect(await spend(budgets, spender(limits, { app: another }))).toBe('through');
    expect(await spend(budgets, spender([daily(1)]))).toBe('through');
    expect(await spend(budgets, spender([daily(1)]))).toBe('through');
  });

  it('counts nothing of a login where there is none, and nothing that is no limit', async () => {
    const budgets = createRateBudgets(db.prisma);
    const whose = spender([daily(0)], { grantId: null });
    expect(await spend(budgets, whose)).toBe('through');
    expect(await spend(budgets, spender([daily(0)]), ['create post'])).toBe('through');
    expect(await budgets.read([whose])).toEqual([[]]);
  });

  it('takes nothing of one limit where another one refuses', async () => {
    const budgets = createRateBudgets(db.prisma);
    const [posts, calls] = [daily(1), { ...daily(5), name: 'calls' }];
    const whose = spender([calls, posts]);
    await spend(budgets, whose);
    expect(await spend(budgets, whose)).toMatchObject({ message: expect.stringContaining('"posts"') as string });
    expect((await budgets.read([whose]))[0]).toMatchObject([{ name: 'calls', used: 1 }, { name: 'posts' }]);
    expect(throughOf(await times(6, () => spend(budgets, whose, ['calls'])))).toBe(4);
  });
});

describe('a limit of a few seconds', () => {
  it('is waited for, and what is let through keeps to it in every window', async () => {
    const whose = spender([brief(5)]);
    const processes = [createRateBudgets(db.prisma), createRateBudgets(db.prisma)];
    const at: number[] = [];
    const all = await Promise.all(
      processes.map((budgets) =>
        times(8, async () => {
          const came = await spend(budgets, whose);
          at.push(Date.now());
          return came;
        }),
      ),
    );
    expect(throughOf(all.flat())).toBe(16);
    // Four windows: the last one begins three seconds after the first.
    const [first = 0] = at;
    expect(at.filter((each) => each - first < 900)).toHaveLength(5);
    expect((at.at(-1) ?? 0) - first).toBeGreaterThan(2900);
  });

  it('serves first who came first', async () => {
    const whose = spender([brief(2)]);
    const budgets = createRateBudgets(db.prisma);
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3, 4].map(async (number) => {
        await spend(budgets, whose);
        order.push(number);
      }),
    );
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('asks the database once while many wait', async () => {
    const whose = spender([brief(1)]);
    let asked = 0;
    const prisma = new Proxy(db.prisma, {
      get(target, name) {
        if (name === '$queryRawUnsafe') asked += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    const budgets = createRateBudgets(prisma);
    const stop = new AbortController();
    await spend(budgets, whose);
    const waiting = times(20, () => spend(budgets, whose, ['calls'], stop.signal));
    await sleep(300);
    stop.abort();
    expect(new Set((await waiting).map((each) => (each === 'through' ? each : each.code)))).toEqual(
      new Set(['aborted']),
    );
    expect(asked).toBe(1);
  });

  it('is not waited for by who was told to stop: nothing is sent, and those behind do not wait for them', async () => {
    const whose = spender([brief(1, 2)]);
    const budgets = createRateBudgets(db.prisma);
    await spend(budgets, whose);
    const stop = new AbortController();
    const stopped = spend(budgets, whose, ['calls'], stop.signal);
    const behind = spend(budgets, whose);
    await sleep(50);
    const before = Date.now();
    stop.abort();
    expect(await stopped).toMatchObject({ kind: 'network_down', code: 'aborted' });
    expect(Date.now() - before).toBeLessThan(500);
    expect(await behind).toBe('through');
  });

  it('is given up when patience ends, with the time at which it makes sense again', async () => {
    const whose = spender([brief(1)]);
    const budgets = createRateBudgets(db.prisma, 1500);
    await spend(budgets, whose);
    const [next, last] = await Promise.all([spend(budgets, whose), spend(budgets, whose)]);
    expect(next).toBe('through');
    expect(last).toMatchObject({ kind: 'rate_limited', code: 'budget_spent', retryAt: expect.any(Date) as Date });
  });
});

describe('what the network says', () => {
  it('counts where it counts more, and for its own window', async () => {
    const whose = spender([daily(10)]);
    const budgets = createRateBudgets(db.prisma);
    const budget = budgets.of(whose, now);
    await budget.spend(['posts'], never);
    const resetsAt = new Date(Date.now() + 60_000);
    await budget.correct([{ name: 'posts', remaining: 2, resetsAt }]);
    expect((await budgets.read([whose]))[0]).toEqual([{ name: 'posts', used: 8, limit: 10, resetsAt }]);
    expect(throughOf(await times(4, () => spend(createRateBudgets(db.prisma), whose)))).toBe(2);
  });

  it('does not take back what is still on its way to it', async () => {
    const whose = spender([daily(10)]);
    const budgets = createRateBudgets(db.prisma);
    const budget = budgets.of(whose, now);
    const resetsAt = new Date(Date.now() + 60_000);
    await budget.spend(['posts'], never);
    await budget.correct([{ name: 'posts', remaining: 9, resetsAt }]);
    await times(5, () => spend(budgets, whose));
    await budget.correct([{ name: 'posts', remaining: 8, resetsAt }]);
    expect((await budgets.read([whose]))[0]).toMatchObject([{ used: 6 }]);
  });

  it('begins anew where the network’s window began anew', async () => {
    const whose = spender([daily(3)]);
    const budgets = createRateBudgets(db.prisma);
    const budget = budgets.of(whose, now);
    await budget.correct([{ name: 'posts', remaining: 0, resetsAt: new Date(Date.now() + 5_000) }]);
    expect(await spend(budgets, whose)).toMatchObject({ code: 'budget_spent' });
    const resetsAt = new Date(Date.now() + 90_000);
    await budget.correct([{ name: 'posts', remaining: 3, resetsAt }]);
    expect((await budgets.read([whose]))[0]).toEqual([{ name: 'posts', used: 0, limit: 3, resetsAt }]);
    expect(throughOf(await times(5, () => spend(budgets, whose)))).toBe(3);
  });

  it('is the limit where it differs from the declaration', async () => {
    const [whose, other] = [spender([daily(10)]), spender([daily(10)])];
    const budgets = createRateBudgets(db.prisma);
    const resetsAt = new Date(Date.now() + 60_000);
    await budgets.of(whose, now).correct([{ name: 'posts', remaining: 1, resetsAt, max: 2 }]);
    await budgets.of(other, now).correct([{ name: 'posts', remaining: 15, resetsAt, max: 20 }]);
    expect(await createRateBudgets(db.prisma).read([whose, other])).toEqual([
      [{ name: 'posts', used: 1, limit: 2, resetsAt }],
      [{ name: 'posts', used: 5, limit: 20, resetsAt }],
    ]);
    expect(throughOf(await times(3, () => spend(budgets, whose)))).toBe(1);
    expect(throughOf(await times(20, () => spend(budgets, other)))).toBe(15);
  });

  it('is written only where it is news: an answer that agrees costs nothing', async () => {
    const whose = spender([daily(10)]);
    let written = 0;
    const prisma = new Proxy(db.prisma, {
      get(target, name) {
        if (name === '$executeRaw') written += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    const budget = createRateBudgets(prisma).of(whose, now);
    const resetsAt = new Date(Date.now() + 3_600_000);
    for (const remaining of [9, 8, 7, 6]) {
      await budget.spend(['posts'], never);
      await budget.correct([{ name: 'posts', remaining, resetsAt, max: 10 }]);
    }
    expect(written).toBe(1);
  });
});

describe('a database that cannot be asked', () => {
  it('lets nothing out, as a failure that passes: the ledger needs it just the same', async () => {
    const broken = new Proxy(db.prisma, {
      get: (target, name) =>
        name === '$queryRawUnsafe'
          ? () => Promise.reject(new Error('connection refused'))
          : (Reflect.get(target, name) as unknown),
    });
    const refused = await spend(createRateBudgets(broken), spender([daily(10)]));
    expect(refused).toMatchObject({ kind: 'network_down', code: 'budget_unknown' });
    expect(JSON.stringify(refused)).not.toContain('connection refused');
  });
});

describe('what came back long ago', () => {
  it('does not believe what would lock the account out', async () => {
    const budgets = createRateBudgets(db.prisma);
    const whose = spender([daily(10)]);
    const budget = budgets.of(whose, now);
    const absurd = new Date(999_999_999_999_000);
    for (const reading of [
      { remaining: 5, max: 0 },
      { remaining: NaN },
      { remaining: -3 },
      { remaining: 1.5 },
      { remaining: 5, max: 2 ** 40 },
      { remaining: 0, resetsAt: new Date(NaN) },
    ]) {
      await budget.correct([{ name: 'posts', ...reading }]);
    }
    await budget.correct([{ name: 'posts', remaining: 0, resetsAt: absurd }]);
    const [[state] = []] = await budgets.read([whose]);
    expect(state?.limit).toBe(10);
    expect((state?.resetsAt?.getTime() ?? 0) - Date.now()).toBeLessThan(86_500_000);
  });

  it('is thrown away, and nothing else', async () => {
    const [whose, old] = [spender([daily(10)]), spender([daily(10)])];
    const budgets = createRateBudgets(db.prisma);
    await spend(budgets, whose);
    await budgets.of(old, now).correct([{ name: 'posts', remaining: 0, resetsAt: new Date(Date.now() - 7_200_000) }]);
    const count = () => db.prisma.rateBudget.count({ where: { key: { contains: old.grantId ?? '' } } });
    expect(await count()).toBe(1);
    await pruneRateBudgets(db.prisma, new Date());
    expect(await count()).toBe(0);
    expect((await budgets.read([whose]))[0]).toMatchObject([{ used: 1 }]);
  });
});
