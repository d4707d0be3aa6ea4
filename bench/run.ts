// npm run bench            measures the API against a floor, on the embedded database or on the server of DATABASE_URL
// npm run bench -- --quick  the same, shorter: to see that it runs, not to quote it
// npm run bench -- --only calendar  one part of it: operations, calendar, live
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { calendarSize, seedCalendar, type CalendarData } from './calendar-data.ts';
import { calendarMonth, compareAnswers, publicUrl } from './calendar.ts';
import { startChild, startProcess, type Child } from './child.ts';
import { seedData, size, type Data } from './data.ts';
import { embeddedOrigin, serverOrigin, type Origin } from './database.ts';
import { measureFanOut, measurePublishing } from './live.ts';
import { connections, load, median, probe, type Cell, type Probe } from './load.ts';
import { operationsOn, targets, type EveryTarget, type Operation, type Target } from './operations.ts';
import { measurePaired, pairedHead, ratioOf, rowOf as pairedRowOf } from './paired.ts';
import { installPostGraphile, postGraphileSql } from './postgraphile/index.ts';
import { figure, table } from './table.ts';

const { quick, only } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
}).values;
const parts = ['operations', 'calendar', 'live'] as const;
const unknown = only.filter((name) => !(parts as readonly string[]).includes(name));
if (unknown.length > 0) throw new RangeError(`--only takes ${parts.join(', ')}, not ${unknown.join(', ')}`);
const isWanted = (part: (typeof parts)[number]) => only.length === 0 || only.includes(part);
/** Of what has a target to reach. */
const pairedRounds = quick ? 2 : 5;
const plan = quick
  ? { rounds: 1, seconds: 1, warmUp: 0.5, posts: 5, subscribers: 200, events: 3 }
  : { rounds: 3, seconds: 4, warmUp: 1, posts: 50, subscribers: 200, events: 15 };

const say = (text = '') => {
  process.stdout.write(`${text}\n`);
};
/** What is going on, for whoever waits; not part of the result. */
const progress = (text: string) => {
  process.stderr.write(`  ${text}\n`);
};

/** How to give back what was taken, the last first. */
const closers: (() => Promise<void>)[] = [];
let closing: Promise<void> | null = null;
const closeAll = () =>
  (closing ??= (async () => {
    for (const close of closers.toReversed()) await close().catch((error: unknown) => progress(String(error)));
  })());

async function start(module: string, origin: Origin, purpose: string, more = {}): Promise<Child> {
  const child = await startChild(module, { ...(await origin.copy(purpose)), ...more });
  closers.push(() => child.stop());
  return child;
}

/** Reads and writes of the tables as they are, on the data of the calendar. */
async function startPostGraphile(origin: Origin): Promise<Child> {
  const { module, execPath } = await installPostGraphile();
  const settings = await origin.copy('postgraphile');
  const client = new pg.Client({ connectionString: settings.DATABASE_URL });
  await client.connect();
  for (const statement of postGraphileSql) await client.query(statement);
  await client.end();
  const child = await startProcess('PostGraphile', module, settings, execPath);
  closers.push(() => child.stop());
  return child;
}

/** On a server only: PostGraphile speaks to no other. */
async function measureCalendar(origin: Origin, data: CalendarData): Promise<void> {
  const servers = {
    floor: await start('floor', origin, 'calendar_floor'),
    ours: await start('ours', origin, 'calendar_ours', { PUBLIC_URL: publicUrl }),
    postgraphile: await startPostGraphile(origin),
  };
  const operation = calendarMonth(data);
  await compareAnswers(servers, operation);
  const { probes, rounds } = await measurePaired(
    operation,
    new Map(Object.entries(servers) as [Target, Child][]), // made just above
    pairedRounds,
    plan,
    progress,
  );
  const { posts, postsADay, days } = calendarSize;
  say(`CalendarMonth: ${postsADay * days} of ${posts} posts, ${pairedRounds} rounds, each of all three`);
  say();
  say(
    table(
      pairedHead,
      [...probes].map(([target, each]) => pairedRowOf(target, rounds, each)),
    ),
  );
  say();
  say(`Ours answers ${figure(ratioOf(rounds, 'ours', 'postgraphile'))} times as many as PostGraphile.`);
  say();
  await Promise.all(Object.values(servers).map((server) => server.stop()));
}

interface Measured {
  readonly probes: Readonly<Record<EveryTarget, Probe>>;
  readonly rounds: Readonly<Record<EveryTarget, Cell>>[];
}

/** Reads first, as writes make the data grow; within those, round by round, floor and ours side by side. */
async function measure(
  operations: readonly Operation[],
  servers: Readonly<Record<EveryTarget, Child>>,
): Promise<Map<Operation, Measured>> {
  const measured = new Map<Operation, Measured>();
  for (const writes of [false, true]) {
    const group = operations.filter((operation) => operation.writes === writes);
    for (const operation of group) {
      const [floor, ours] = [
        await probe(servers.floor, 'floor', operation),
        await probe(servers.ours, 'ours', operation),
      ];
      measured.set(operation, { probes: { floor, ours }, rounds: [] });
    }
    for (let round = 1; round <= plan.rounds; round += 1) {
      for (const operation of group) {
        progress(`round ${round} of ${plan.rounds}: ${operation.name}`);
        const cells: Partial<Record<EveryTarget, Cell>> = {};
        for (const target of targets) {
          await load(servers[target], target, operation, plan.warmUp);
          cells[target] = await load(servers[target], target, operation, plan.seconds);
        }
        measured.get(operation)?.rounds.push(cells as Record<EveryTarget, Cell>); // both were just set
      }
    }
  }
  return measured;
}

function rowOf({ name }: Operation, { probes, rounds }: Measured): readonly string[] {
  const middle = (of: (round: Record<EveryTarget, Cell>) => number) => figure(median(rounds.map(of)));
  const three = (key: keyof Cell) => [
    middle(({ floor }) => floor[key]),
    middle(({ ours }) => ours[key]),
    middle(({ floor, ours }) => ours[key] / floor[key]),
  ];
  const both = (key: keyof Probe, unit = 1) => targets.map((target) => figure(probes[target][key] / unit));
  return [name, ...three('rate'), ...three('p99'), ...three('cpu'), ...both('statements'), ...both('bytes', 1000)];
}

async function measureAgainstFloor(origin: Origin, data: Data): Promise<void> {
  const servers = { floor: await start('floor', origin, 'floor'), ours: await start('ours', origin, 'ours') };
  const measured = await measure(operationsOn(data), servers);
  say(
    table(
      [
        'operation',
        ...['floor/s', 'ours/s', 'ratio'],
        ...['floor p99 ms', 'ours p99 ms', 'ratio'],
        ...['floor CPU ms', 'ours CPU ms', 'ratio'],
        ...['floor SQL', 'ours SQL', 'floor kB', 'ours kB'],
      ],
      [...measured].map(([operation, each]) => rowOf(operation, each)),
    ),
  );
  await Promise.all(targets.map((target) => servers[target].stop()));
}

async function measureLive(origin: Origin, data: Data): Promise<void> {
  const child = await start('ours', origin, 'live', { WORKER: '1' });
  progress('publishing');
  const { answered, published, longest, statements } = await measurePublishing(child, data, plan.posts);
  progress('fan-out');
  const fanOut = await measureFanOut(child, data, plan.subscribers, plan.events);
  say();
  say(
    table(
      ['live', 'median ms', 'last ms', 'SQL', 'CPU ms'],
      [
        ['publishPost answered', figure(answered), '', '', ''],
        [
          `publishPost until PUBLISHED, ${plan.posts} posts to ${data.channelIds.length} channels`,
          figure(published),
          figure(longest),
          figure(statements),
          '',
        ],
        [
          `createPost until heard, ${plan.subscribers} subscribers`,
          figure(fanOut.middle),
          figure(fanOut.last),
          figure(fanOut.statements),
          figure(fanOut.cpu),
        ],
      ],
    ),
  );
  await child.stop();
}

async function run(): Promise<void> {
  const url = process.env.DATABASE_URL ?? '';
  let data: Data | undefined;
  let calendar: CalendarData | undefined;
  const seed: Parameters<typeof embeddedOrigin>[0] = async (db) => {
    if (isWanted('operations') || isWanted('live')) {
      progress(`making ${size.posts} posts`);
      data = await seedData(db);
    }
    if (isWanted('calendar') && url !== '') {
      progress(`making a calendar of ${calendarSize.posts} posts`);
      calendar = await seedCalendar(db);
    }
  };
  const origin = await (url === '' ? embeddedOrigin(seed) : serverOrigin(url, seed));
  closers.push(() => origin.drop());
  say(`Node ${process.versions.node}, ${availableParallelism()} cores, ${origin.name}`);
  say(
    `${connections} connections, ${plan.seconds} s a cell after ${plan.warmUp} s of warm-up, median of ${plan.rounds} rounds${quick ? ' (quick: not to be quoted)' : ''}`,
  );
  say();
  if (calendar !== undefined) await measureCalendar(origin, calendar);
  if (data !== undefined && isWanted('operations')) await measureAgainstFloor(origin, data);
  if (data !== undefined && isWanted('live')) await measureLive(origin, data);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closeAll().finally(() => process.exit(1)));
}
try {
  await run();
} finally {
  await closeAll();
}
