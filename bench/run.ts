// npm run bench            measures the API against a floor, on the embedded database or on the server of DATABASE_URL
// npm run bench -- --quick  the same, shorter: to see that it runs, not to quote it
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startChild, type Child } from './child.ts';
import { seedData, size, type Data } from './data.ts';
import { embeddedOrigin, serverOrigin, type Origin } from './database.ts';
import { measureFanOut, measurePublishing } from './live.ts';
import { connections, load, median, probe, type Cell, type Probe } from './load.ts';
import { operationsOn, targets, type Operation, type Target } from './operations.ts';
import { figure, table } from './table.ts';

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values;
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

interface Measured {
  readonly probes: Readonly<Record<Target, Probe>>;
  readonly rounds: Readonly<Record<Target, Cell>>[];
}

/** Reads first, as writes make the data grow; within those, round by round, floor and ours side by side. */
async function measure(
  operations: readonly Operation[],
  servers: Readonly<Record<Target, Child>>,
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
        const cells: Partial<Record<Target, Cell>> = {};
        for (const target of targets) {
          await load(servers[target], target, operation, plan.warmUp);
          cells[target] = await load(servers[target], target, operation, plan.seconds);
        }
        measured.get(operation)?.rounds.push(cells as Record<Target, Cell>); // both were just set
      }
    }
  }
  return measured;
}

function rowOf({ name }: Operation, { probes, rounds }: Measured): readonly string[] {
  const middle = (of: (round: Record<Target, Cell>) => number) => figure(median(rounds.map(of)));
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
  progress(`making ${size.posts} posts`);
  let data: Data | undefined;
  const seed: Parameters<typeof embeddedOrigin>[0] = async (db) => {
    data = await seedData(db);
  };
  const origin = await (url === '' ? embeddedOrigin(seed) : serverOrigin(url, seed));
  closers.push(() => origin.drop());
  if (data === undefined) throw new TypeError('The data were just made');
  say(`Node ${process.versions.node}, ${availableParallelism()} cores, ${origin.name}`);
  say(
    `${connections} connections, ${plan.seconds} s a cell after ${plan.warmUp} s of warm-up, median of ${plan.rounds} rounds${quick ? ' (quick: not to be quoted)' : ''}`,
  );
  say();
  await measureAgainstFloor(origin, data);
  await measureLive(origin, data);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closeAll().finally(() => process.exit(1)));
}
try {
  await run();
} finally {
  await closeAll();
}
