import type { Budget, LimitReading } from '../budget.ts';
import type { Connector } from '../connector.ts';
import { pricesOf } from '../cost.ts';
import type { DemoAccount } from '../emulator.ts';
import { NetworkError } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { TestLedger } from './call.ts';
import { doingsOf, type Doing } from './doing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { samplePosts } from './samples.ts';
import { describeAttempt, describeError, inWorld, kindOf, type World } from './world.ts';

export const budgets: Facet = {
  name: 'budgets',
  promise: 'spends what it declares before it sends anything, and stops where nothing is left',
  async check(subject) {
    const report = new Report();
    const { limits = [], prices = [] } = subject.connector.capabilities;
    if (limits.length + prices.length === 0) {
      report.note('no `limits` and no `prices`');
      return report;
    }
    await checkSpending(report, subject);
    await checkReadings(report, subject);
    for (const post of samplePosts(subject.connector, subject.emulator.demoAccounts[0]?.externalId ?? '')) {
      await checkEmpty(report, subject, post);
    }
    return report;
  },
};

/** One that has enough of everything, and remembers what was taken. */
function recordingBudget(): Budget & { readonly spent: string[] } {
  const spent: string[] = [];
  return {
    spent,
    spend: (names) => {
      spent.push(...names);
      return Promise.resolve();
    },
    correct: () => Promise.resolve(),
  };
}

/** What each function spends is declared, and all that is declared is spent by one. */
async function checkSpending(report: Report, subject: Subject): Promise<void> {
  const { limits = [], prices = [] } = subject.connector.capabilities;
  const declared = [...limits, ...prices].map(({ name }) => name);
  const spent = new Set<string>();
  const run = (doing: Doing, account: DemoAccount | undefined) => {
    const examine = async (world: World) => {
      const budget = recordingBudget();
      try {
        const ready = await doing.prepare(world);
        await ready?.({ budget });
      } catch {
        // Whether it works is the matter of other facets.
      }
      const unknown = budget.spent.filter((name) => !declared.includes(name));
      report.expect(
        unknown.length === 0,
        `\`${doing.name}\` spends what is not declared: ${[...new Set(unknown)].join(', ')}.`,
      );
      for (const name of budget.spent) spent.add(name);
    };
    return inWorld(subject, examine, account);
  };
  // Other credentials may have other limits.
  const { demoAccounts, limitedAccounts = [] } = subject.emulator;
  for (const account of [demoAccounts[0], ...limitedAccounts]) {
    await Promise.all(doingsOf(subject.connector).map((doing) => run(doing, account)));
  }
  const idle = declared.filter((name) => !spent.has(name));
  report.expect(idle.length === 0, `Nothing ever spends ${idle.join(', ')}.`);
}

/** Values that no header should have, and some do. */
const oddities = ['', ' ', 'abc', '-1', '1e400', 'NaN', '99999999999999999999', '1, 2', '{}', '%00', 'ü', '0x10'];

type Head = Pick<HttpAnswer<unknown>, 'status' | 'headers'>;

/** What is read of answers, of genuine ones and of odd ones. */
async function checkReadings(report: Report, subject: Subject): Promise<void> {
  const { readLimits, capabilities } = subject.connector;
  if (!readLimits) {
    report.note('no `readLimits`');
    return;
  }
  const genuine: Head[] = [];
  const listening: Connector = {
    ...subject.connector,
    readLimits: (answer) => {
      genuine.push(answer);
      return readLimits(answer);
    },
  };
  const told: LimitReading[] = [];
  const budget: Budget = { ...recordingBudget(), correct: async (readings) => void told.push(...readings) };
  await inWorld({ ...subject, connector: listening }, async (world) => {
    await listening.channels(world.call({ budget })).catch(() => undefined);
    for (const post of samplePosts(listening, world.account.externalId))
      await world.attempt(post, undefined, { budget });
  });
  if (told.length === 0) report.note("the emulator's answers tell nothing of limits");

  const names = (capabilities.limits ?? []).map(({ name }) => name);
  const judge = (answer: Head, what: string) => {
    try {
      const readings = readLimits(answer);
      const strange = readings.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
      report.expect(strange.length === 0, `\`readLimits\` tells of what is not declared: ${strange.join(', ')}.`);
      const odd = readings.find(
        ({ remaining, max = 1, resetsAt = new Date(0) }) =>
          !Number.isSafeInteger(remaining) || remaining < 0 || !(max >= 1) || Number.isNaN(resetsAt.getTime()),
      );
      report.expect(odd === undefined, `\`readLimits\` makes ${JSON.stringify(odd)} of ${what}.`);
    } catch (error) {
      report.expect(false, `\`readLimits\` failed with ${describeError(error)} at ${what}.`);
    }
  };
  judge({ status: 200, headers: new Headers() }, 'no header');
  for (const answer of genuine) judge(answer, 'a genuine answer');
  const [example = { status: 200, headers: new Headers() }] = genuine;
  for (const name of example.headers.keys()) {
    for (const value of oddities) {
      const headers = new Headers(example.headers);
      headers.set(name, value);
      judge({ status: example.status, headers }, `${name}: ${value}`);
    }
  }
}

/** What people are told that it costs is what it costs. */
function checkCost(
  report: Report,
  { connector: { capabilities } }: Subject,
  post: ReturnType<typeof samplePosts>[number],
  spent: readonly string[],
): void {
  const { formats, prices = [] } = capabilities;
  const format = formats.find((one) => one.format === post.format);
  if (format === undefined || prices.length === 0) return;
  const list = (names: readonly string[]) => names.toSorted().join(', ') || 'nothing';
  const told = list(pricesOf(post, format));
  const paid = list(spent.filter((name) => prices.some((price) => price.name === name)));
  report.expect(paid === told, `A ${post.format} spends ${paid} of the prices; its format declares ${told}.`);
}

/** Nothing is left at the first request of a post, or at any later one. */
async function checkEmpty(
  report: Report,
  subject: Subject,
  post: ReturnType<typeof samplePosts>[number],
): Promise<void> {
  let requests = 0;
  const recording = recordingBudget();
  const counting: Budget = {
    ...recording,
    spend: (names, signal) => {
      requests++;
      return recording.spend(names, signal);
    },
  };
  await inWorld(subject, ({ attempt }) => attempt(post, undefined, { budget: counting }));
  checkCost(report, subject, post, recording.spent);
  for (let emptyAt = 0; emptyAt < requests; emptyAt++) {
    await inWorld(subject, async ({ attempt, posts, clock }) => {
      let asked = 0;
      const retryAt = new Date(clock.now().getTime() + 60_000);
      const budget: Budget = {
        ...recordingBudget(),
        spend: () => (asked++ < emptyAt ? Promise.resolve() : Promise.reject(nothingLeft(subject.connector, retryAt))),
      };
      const ledger = new TestLedger();
      const first = await attempt(post, ledger, { budget });
      const what = `${post.format} with nothing left at its request ${emptyAt + 1}`;
      if (first.outcome === 'published') return; // what follows the post was left out
      report.expect(kindOf(first) === 'rate_limited', `${what} ${describeAttempt(first)}; it should be rate_limited.`);
      if (first.outcome === 'failed' && first.error instanceof NetworkError) {
        report.expect(first.error.details.retryAt === retryAt, `${what} forgets when there is something again.`);
      }
      const second = await attempt(post, ledger);
      const there = (await posts()).length;
      report.expect(
        second.outcome === 'published' && there === 1,
        `${what}, begun again, ${describeAttempt(second)}; there are ${there} posts.`,
      );
    });
  }
}

const nothingLeft = ({ network: { key } }: Connector, retryAt: Date) =>
  new NetworkError({ kind: 'rate_limited', code: 'budget_empty', message: 'nothing is left', network: key, retryAt });
