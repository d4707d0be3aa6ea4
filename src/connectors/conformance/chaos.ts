import { chanceOf, type Fault } from '../emulator.ts';
import type { Publication } from '../publishing.ts';
import { TestLedger } from './call.ts';
import type { Attempt } from './deliver.ts';
import type { Subject } from './facet.ts';
import { samplePosts } from './samples.ts';
import { describeAttempt, inWorld, type World } from './world.ts';

const kinds = ['drop_before', 'drop_after', 'status 502', 'status 429', 'killed'] as const;
type Kind = (typeof kinds)[number];

/** What became of posts that met faults at random instants. */
export interface Chaos {
  faults: number;
  posts: number;
  published: number;
  /** A person must look whether they are there. */
  waiting: number;
  /** Stand on the network more than once; each a sentence. */
  readonly doubled: string[];
  /** Said to be out and not there, or given up though the network works again; each a sentence. */
  readonly lost: string[];
  /** How often which fault was planted for which format. */
  readonly cells: Map<string, number>;
}

const minute = 60_000;
/** When a worker comes back: mostly soon, and sometimes after everything that a network remembers. */
const pauses = [1, 5, 45, 180].map((minutes) => minutes * minute);
const mostAttempts = 40;
const postsPerNetwork = 20;

/**
 * Publishes samples of every format while the connection is cut, the network fails and the process is killed, at instants that
 * follow from the seed, until each is out or waits for a person. The same seed and connector make the same story.
 */
export async function runChaos(
  subject: Subject,
  wanted: { readonly faults: number; readonly seed: number },
): Promise<Chaos> {
  const chaos: Chaos = { faults: 0, posts: 0, published: 0, waiting: 0, doubled: [], lost: [], cells: new Map() };
  const chance = chanceOf(String(wanted.seed));
  const random: Random = (below) => Math.floor(chance() * below);
  while (chaos.faults < wanted.faults) {
    // A new network every now and then: no quota of a day is spent by all of them.
    await inWorld(subject, async (world) => {
      const samples = samplePosts(subject.connector, world.account.externalId);
      for (let index = 0; index < postsPerNetwork && chaos.faults < wanted.faults; index++) {
        await sendOne(world, chaos, random, samples);
      }
    });
  }
  return chaos;
}

/** A whole number from 0, below a limit. */
type Random = (below: number) => number;

const pick = <T>(values: readonly T[], random: Random): T => values[random(values.length)] as T; // of a list that is not empty

async function sendOne(world: World, chaos: Chaos, random: Random, samples: readonly Publication[]): Promise<void> {
  const sample = pick(samples, random);
  const post = { ...sample, ...(sample.text !== '' && { text: `Шторм ${chaos.posts} 🥐 vētra, дауыл, storm` }) };
  const before = (await world.posts()).length;
  const planned = Array.from({ length: 1 + random(3) }, () => pick(kinds, random));
  const ledger = new TestLedger();
  let result: Attempt | undefined;
  for (let tries = 0; tries < mostAttempts; tries++) {
    const kind = planned[tries];
    if (kind !== undefined) await plant(world, chaos, ledger, kind, post, random);
    result = await world.attempt(post, ledger);
    ledger.dieAt = undefined;
    if (result.outcome === 'published' || result.outcome === 'unconfirmed') break;
    world.clock.advance(pick(pauses, random));
  }
  const there = (await world.posts()).length - before;
  const what = `Post ${chaos.posts} (${post.format}; ${planned.join(', ')})`;
  chaos.posts++;
  if (there > 1) chaos.doubled.push(`${what} stands there ${there} times.`);
  if (result?.outcome === 'unconfirmed') chaos.waiting++;
  else if (result?.outcome !== 'published')
    chaos.lost.push(`${what} ${result ? describeAttempt(result) : 'was not tried'}.`);
  else if (there === 0) chaos.lost.push(`${what} is said to be out and is not there.`);
  else chaos.published++;
}

async function plant(
  { control }: World,
  chaos: Chaos,
  ledger: TestLedger,
  kind: Kind,
  { format }: Publication,
  random: Random,
): Promise<void> {
  const cell = `${kind} × ${format}`;
  chaos.faults++;
  chaos.cells.set(cell, (chaos.cells.get(cell) ?? 0) + 1);
  if (kind === 'killed') ledger.dieAt = random(8);
  else await control.fail({ ...faultOf(kind), on: pick(['post', 'any'], random), skip: random(3) });
}

function faultOf(kind: Exclude<Kind, 'killed'>): Fault {
  if (kind === 'status 502') return { kind: 'status', status: 502 };
  return kind === 'status 429' ? { kind: 'status', status: 429 } : { kind };
}
