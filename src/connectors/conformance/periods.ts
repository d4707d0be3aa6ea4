import type { Granularity, InsightsCapability } from '../capabilities.ts';
import type { Sample } from '../insights.ts';
import type { Report, Subject } from './facet.ts';
import { describeError, type World } from './world.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** The longest that a period of each granularity is. */
const longest: Readonly<Record<Granularity, number>> = { HOUR: hour, DAY: day, WEEK: 7 * day, MONTH: 31 * day };
/** Clocks are put forward and back. */
const shift = hour;

/** Values of the past are of whole periods since the asked time, each told once, and none is still to come. */
export async function checkPeriods(
  report: Report,
  { connector }: Subject,
  { account, call, clock, control }: World,
  { granularity = [], historyDays = Infinity }: InsightsCapability,
): Promise<void> {
  const now = clock.now().getTime();
  const since = now - Math.min(3, historyDays) * day;
  const createdAt = new Date(since).toISOString();
  await control.insert({ account: account.externalId, text: 'A post of days ago', createdAt });
  let told: readonly Sample[];
  try {
    told = (await connector.insights?.channel?.(call(), account.externalId, new Date(since))) ?? [];
  } catch (error) {
    return void report.expect(false, `CHANNEL of the last days failed with ${describeError(error)}.`);
  }
  const periods = told.flatMap(({ metric, period }) =>
    period ? [{ metric, from: period.from.getTime(), until: period.until.getTime() }] : [],
  );
  if (granularity.length === 0) {
    report.expect(periods.length === 0, 'CHANNEL tells of periods, and declares no `granularity`.');
    return;
  }
  report.expect(periods.length > 0, `CHANNEL declares ${granularity.join(', ')}, and tells of no period.`);
  const slack = Math.max(...granularity.map((one) => longest[one])) + shift;
  const odd = (what: string, holds: (one: (typeof periods)[number]) => boolean) => {
    const [first, ...more] = periods.filter((one) => !holds(one));
    const where = first && `${first.metric} from ${dateOf(first.from)} until ${dateOf(first.until)}`;
    report.expect(first === undefined, `CHANNEL tells of ${more.length + 1} periods that ${what}: ${where}.`);
  };
  odd('have no length', ({ from, until }) => from < until);
  odd('are still to come', ({ from }) => from <= now);
  // The period in which the asked time lies may be told of, too.
  odd('are before the asked time', ({ until }) => until > since - shift);
  odd('are longer than declared', ({ from, until }) => until - from <= slack);
  const known = new Map<string, (typeof periods)[number][]>();
  odd('overlap', (one) => {
    // Of hours and of days there may be both.
    const kind = Object.values(longest).findIndex((length) => one.until - one.from <= length + shift);
    const others = known.get(`${one.metric} ${kind}`) ?? [];
    known.set(`${one.metric} ${kind}`, [...others, one]);
    return others.every(({ from, until }) => one.until <= from || until <= one.from);
  });
}

const dateOf = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : 'nowhen');
