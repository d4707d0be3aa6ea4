import { randomUUID } from 'node:crypto';
import type { Connector } from '@polyphony/sdk';
import type { Fault } from '@polyphony/sdk/emulator';
import { contractDocument } from './documents.ts';
import { photo } from './pictures.ts';
import { run, type Product } from './process.ts';
import { sender } from './uploads.ts';
import { bakery, digestOf, type Vk } from './vk-product.ts';
import { openWorld, testKey } from './world.ts';

export const kinds = ['two pictures', 'postponed', 'story'] as const;
export type Kind = (typeof kinds)[number];

/** One post, and what goes wrong with it. */
export interface Round {
  readonly kind: Kind;
  /** The worker dies at this boundary of its steps. */
  readonly dieAt?: number;
  /** It is killed so long after it began. */
  readonly killAfterMs?: number;
  readonly fault?: Fault;
}

/** What came of it. */
export interface Outcome extends Round {
  /** Where the worker died by itself; empty where it was killed or went on. */
  readonly died: string;
  /** In which state the delivery was then. */
  readonly stateThen: string;
  readonly state: string;
  /** How often it is on the network. */
  readonly copies: number;
}

interface Sent {
  readonly deliveryId: string;
  readonly globalId: string;
  readonly isIt: (post: { readonly text: string; readonly media: readonly { readonly source: string }[] }) => boolean;
}

const minuteMs = 60_000;
const settled = ['PUBLISHED', 'PROCESSING', 'NEEDS_USER', 'FAILED', 'UNCONFIRMED'];
/** A person tries again as often as this. */
const mostTries = 5;

/** A product in this process, and workers beside it that die, all on one database and one network. */
export async function openChaos(vk: Vk) {
  const world = await openWorld({ quiet: 0, lease: 1000 }, { EMULATE: `sandbox,vk=${vk.url}` });
  const { prisma, url: databaseUrl } = world.shell.db;
  const here = await world.workspace();
  const server = await world.serve();
  const send = sender(
    () => server.url,
    () => here.token,
  );
  const channelId = await connect();
  let count = 0;

  async function connect(): Promise<string> {
    const credentials = Object.entries(bakery.credentials).map(([name, value]) => ({ name, value }));
    const started = await here.gql<{ startChannelConnection: { id: string } }>(contractDocument('StartConnecting'), {
      input: { network: 'vk', credentials },
    });
    const input = { authorizationId: started.data?.startChannelConnection.id, externalIds: [bakery.externalId] };
    const { data } = await here.gql<{ connectChannels: { results: { channel: { id: string } }[] } }>(
      contractDocument('ConnectChosen'),
      { input },
    );
    return data?.connectChannels.results[0]?.channel.id ?? '';
  }

  async function picture(): Promise<{ readonly assetId: string; readonly digest: string }> {
    const bytes = await photo(32, 32).png().toBuffer();
    const { body } = await send(bytes, { fileName: 'Сурет 🥐.png' });
    return { assetId: body.id, digest: digestOf(bytes) };
  }

  async function write(kind: Kind): Promise<Sent> {
    const number = ++count;
    const first = await picture();
    const second = kind === 'two pictures' ? [await picture()] : [];
    const text = `№ ${String(number)}: ${kind}, нан 🥐 maize`;
    const media = [first, ...second].map(({ assetId }) => ({ assetId }));
    const publishAt = new Date(Date.now() + 120 * minuteMs + number * minuteMs).toISOString();
    const variant = {
      'two pictures': {},
      postponed: { options: { vk: { publishAt } } },
      story: { format: 'STORY' },
    }[kind];
    const content = kind === 'story' ? { media } : { text, media };
    const created = await here.gql<{ createPost: { id: string } }>(contractDocument('WriteFirstPost'), {
      input: { content, variants: [{ channelId, ...variant }] },
    });
    const { data } = await here.gql<{ publishPost: { deliveries: { id: string }[] } }>(contractDocument('PublishNow'), {
      input: { postId: created.data?.createPost.id },
    });
    const globalId = data?.publishPost.deliveries[0]?.id ?? '';
    const deliveryId = Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';
    if (deliveryId === '') throw new Error(JSON.stringify(data));
    const digests = [first, ...second].map(({ digest }) => digest);
    return {
      globalId,
      deliveryId,
      isIt: (post) =>
        post.text === (kind === 'story' ? '' : text) &&
        JSON.stringify(post.media.map(({ source }) => source)) === JSON.stringify(digests),
    };
  }

  const stateOf = async ({ deliveryId: id }: Sent): Promise<string> =>
    (await prisma.delivery.findUniqueOrThrow({ where: { id } })).state;

  /** Works in this process until nothing is left to do now. Nobody waits for the time of the next try. */
  async function finish(sent: Sent): Promise<string> {
    const { deliveryId: id, globalId } = sent;
    for (let tries = 0; ; tries++) {
      await world.work(
        async () => {
          await prisma.delivery.updateMany({
            where: { id, state: { in: ['RETRY_SCHEDULED', 'SENDING'] }, wakeAt: { gt: new Date() } },
            data: { wakeAt: new Date(0) },
          });
          return settled.includes(await stateOf(sent));
        },
        { timeoutMs: 30_000 },
      );
      const state = await stateOf(sent);
      if (state !== 'NEEDS_USER' || tries === mostTries) return state;
      await here.gql(contractDocument('TryAgain'), { input: { deliveryIds: [globalId] } });
    }
  }

  const worker = (dieAt?: number): Product =>
    run('test/support/mortal-worker.ts', [], {
      DATABASE_URL: databaseUrl ?? '',
      DATABASE_POOL: '3',
      SECRET_KEY: Buffer.from(testKey).toString('base64'),
      CONNECTORS: '@polyphony/plugin-vk',
      EMULATE: `vk=${vk.url}`,
      DATA_DIR: world.dataDir,
      LOG_LEVEL: 'silent',
      ...(dieAt !== undefined && { DIE_AT: String(dieAt) }),
    });

  /** Until it holds, or the worker is dead. */
  async function meanwhile(mortal: Product, holds: () => boolean | Promise<boolean>): Promise<void> {
    const dead = () => mortal.process.exitCode !== null || mortal.process.signalCode !== null;
    for (const deadline = Date.now() + 30_000; !dead() && !(await holds());) {
      if (Date.now() > deadline) throw new Error(`A worker neither died nor came to an end: ${mortal.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** The worker that is to die has it first. */
  async function sendMortally({ kind, dieAt, killAfterMs }: Round): Promise<{ sent: Sent; died: string }> {
    const mortal = worker(dieAt);
    await meanwhile(mortal, () => mortal.output().includes('ready'));
    if (!mortal.output().includes('ready')) throw new Error(`A worker did not start: ${mortal.output()}`);
    const sent = await write(kind);
    if (killAfterMs === undefined) await meanwhile(mortal, async () => settled.includes(await stateOf(sent)));
    else {
      await meanwhile(mortal, async () => (await stateOf(sent)) !== 'QUEUED');
      await new Promise((resolve) => setTimeout(resolve, killAfterMs));
    }
    mortal.process.kill('SIGKILL');
    await mortal.ended();
    return { sent, died: /died: (.*)/.exec(mortal.output())?.[1] ?? '' };
  }

  /** Turns the clocks of the network and of the product alike; those of the workers that die stay. */
  function turnClocks(ms: number): void {
    vk.turnClock(ms);
    world.turnClock(ms);
  }

  const copiesOf = async ({ isIt }: Sent) => (await vk.control.posts()).filter(isIt).length;
  const all: Sent[] = [];

  return {
    async play(round: Round): Promise<Outcome> {
      // Each round has a day of its own: the limits of the network are another test's.
      await prisma.rateBudget.deleteMany();
      if (round.fault) await vk.control.fail(round.fault);
      const isMortal = round.dieAt !== undefined || round.killAfterMs !== undefined;
      const { sent, died } = isMortal ? await sendMortally(round) : { sent: await write(round.kind), died: '' };
      all.push(sent);
      const stateThen = await stateOf(sent);
      const state = await finish(sent);
      return { ...round, died, stateThen, state, copies: await copiesOf(sent) };
    },
    /** A post whose answer was lost with its worker, and is taken up again so long afterwards. */
    async pause(dieAt: number, ms: number): Promise<Outcome> {
      await prisma.rateBudget.deleteMany();
      const round: Round = { kind: 'two pictures', dieAt };
      const { sent, died } = await sendMortally(round);
      const stateThen = await stateOf(sent);
      turnClocks(ms);
      const state = await finish(sent);
      turnClocks(-ms);
      return { ...round, died, stateThen, state, copies: await copiesOf(sent) };
    },
    turnClocks,
    /** While it runs, whoever takes over from a dead worker publishes with another connector. */
    withConnector: <T>(change: (connector: Connector) => Connector, act: () => Promise<T>) =>
      world.withConnector(change, act, 'vk'),
    /** How those that the network held back have ended, by now. */
    async finishAll(): Promise<readonly string[]> {
      const ends: string[] = [];
      const wait = { timeoutMs: 60_000 };
      await world.work(async () => (await prisma.delivery.count({ where: { state: 'PROCESSING' } })) === 0, wait);
      for (const sent of all) ends.push(`${await stateOf(sent)} ${String(await copiesOf(sent))}`);
      return ends;
    },
  };
}
export type Chaos = Awaited<ReturnType<typeof openChaos>>;

/** Takes from a connector what makes a repetition known to the network. */
export const withoutGuid = (connector: Connector): Connector => ({
  ...connector,
  publishing: {
    ...connector.publishing,
    publish: (call, post) => connector.publishing.publish({ ...call, idempotencyKey: randomUUID() }, post),
  },
});

/** Takes from a connector that it looks for what was lost. */
export const withoutFind = (connector: Connector): Connector => ({
  ...connector,
  publishing: { ...connector.publishing, find: () => Promise.resolve({ outcome: 'absent' }) },
});

/** How many of the posts are there once, more often, or not at all. */
export const tally = (outcomes: readonly Outcome[]) => ({
  once: outcomes.filter(({ copies }) => copies === 1).length,
  doubled: outcomes.filter(({ copies }) => copies > 1).length,
  lost: outcomes.filter(({ copies }) => copies === 0).length,
});
