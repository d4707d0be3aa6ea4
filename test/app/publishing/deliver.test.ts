import {
  happened,
  NetworkError,
  pending,
  published,
  type Call,
  type Connector,
  type ErrorKind,
  type Publishing,
} from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const texts = ['Первая часть 🥐', 'Otrā daļa', 'Үшінші бөлім'] as const;
const problem = (kind: ErrorKind) => new NetworkError({ kind, code: kind, network: 'sandbox', message: kind });

/** What the network does with a part: takes it, or fails in that way, before or after it took it. */
type Fault = { readonly part: number; readonly kind: ErrorKind; readonly taken: boolean };

/** A network of threads: each part is a commit. `wall` is what stands on it; every fault is met once. */
function threadNetwork(faults: Fault[] = [], own: Partial<Publishing> = {}) {
  const wall: string[] = [];
  const keys = new Map<string, string>();
  const put = async (part: number, key: string, text: string) => {
    const at = faults.findIndex((fault) => fault.part === part);
    const [fault] = at < 0 ? [] : faults.splice(at, 1);
    if (fault !== undefined && !fault.taken) throw problem(fault.kind);
    wall.push(text);
    keys.set(key, text);
    if (fault !== undefined) throw problem(fault.kind);
    return { key };
  };
  const publishing: Publishing = {
    async publish(call, post) {
      for (const [index, part] of [post, ...post.parts].entries()) {
        const name = `part ${String(index + 1)}`;
        await call.commit(name, () => put(index + 1, `${call.idempotencyKey} ${name}`, part.text));
      }
      return published({ externalId: call.idempotencyKey });
    },
    async find(call, _, { commit }) {
      const key = `${call.idempotencyKey} ${commit}`;
      return keys.has(key) ? happened({ key }) : { outcome: 'absent' };
    },
    ...own,
  };
  const connector = (sandbox: Connector): Connector => ({
    ...sandbox,
    publishing,
    capabilities: {
      ...sandbox.capabilities,
      formats: [
        {
          format: 'THREAD',
          text: { required: true, limits: [] },
          media: [],
          link: false,
          settles: 'NOW',
          parts: { max: 5 },
        },
      ],
    },
  });
  return { wall, connector };
}

async function publishThread(all: readonly string[] = texts) {
  const [text, ...parts] = all;
  const content = { text, parts: parts.map((part) => ({ text: part })) };
  const created = await here.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    { input: { content, variants: [{ channelId: here.channelIds[0] }] } },
  );
  const id = created.data?.createPost.id ?? '';
  const { data } = await here.gql<{ publish: { __typename: string; deliveries: { id: string }[] } }>(
    'mutation ($id: ID!) { publish: publishPost(input: { postId: $id }) { __typename ... on Post { deliveries { id } } ... on Error { message } } }',
    { id },
  );
  const globalId = data?.publish.deliveries[0]?.id ?? '';
  return { postId: id, globalId, deliveryId: Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '' };
}

const rowOf = (id: string) =>
  world.shell.db.prisma.delivery.findUniqueOrThrow({
    where: { id },
    include: { channel: true, attempts: { orderBy: { number: 'asc' } }, steps: { orderBy: { position: 'asc' } } },
  });

const until = (id: string, ...states: string[]) =>
  world.work(async () => {
    // Nobody waits for the time of the next try.
    await world.shell.db.prisma.delivery.updateMany({
      where: { id, state: 'RETRY_SCHEDULED' },
      data: { wakeAt: new Date(0) },
    });
    return states.includes((await rowOf(id)).state);
  });

describe('a thread', () => {
  it('goes out part by part, in order, each a commit of its own', async () => {
    const { wall, connector } = threadNetwork();
    await world.withConnector(connector, async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PUBLISHED');
      expect(wall).toEqual(texts);
      expect((await rowOf(deliveryId)).steps).toMatchObject(
        [1, 2, 3].map((part) => ({ name: `part ${String(part)}`, kind: 'COMMIT', state: 'DONE' })),
      );
    });
  });

  it.each([
    ['the network is down before a part', { part: 2, kind: 'network_down', taken: false }],
    ['the answer to a part that was taken is lost', { part: 2, kind: 'outcome_unknown', taken: true }],
    ['the answer to a part that was not taken is lost', { part: 2, kind: 'outcome_unknown', taken: false }],
    ['the answer to the first part is lost', { part: 1, kind: 'outcome_unknown', taken: true }],
    ['the answer to the last part is lost', { part: 3, kind: 'outcome_unknown', taken: true }],
  ] satisfies [string, Fault][])('goes on at the first part that is not out when %s', async (_, fault) => {
    const { wall, connector } = threadNetwork([fault]);
    await world.withConnector(connector, async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PUBLISHED');
      expect(wall).toEqual(texts);
    });
  });

  it('doubles a part where the network cannot be asked and it is sent blindly: the test would see it', async () => {
    const blind = { find: () => Promise.resolve({ outcome: 'absent' } as const) };
    const { wall, connector } = threadNetwork([{ part: 2, kind: 'outcome_unknown', taken: true }], blind);
    await world.withConnector(connector, async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PUBLISHED');
      expect(wall).toEqual([texts[0], texts[1], texts[1], texts[2]]);
    });
  });

  it('that is half out ends as it began, though the post was changed meanwhile', async () => {
    const { wall, connector } = threadNetwork([{ part: 2, kind: 'content_rejected', taken: false }]);
    await world.withConnector(connector, async () => {
      const { postId, globalId, deliveryId } = await publishThread();
      await until(deliveryId, 'FAILED');
      expect(wall).toEqual([texts[0]]);
      await here.gql(
        'mutation ($id: ID!) { updatePost(input: { postId: $id, content: { text: "Another beginning" } }) { __typename } }',
        { id: postId },
      );
      await here.gql('mutation ($id: ID!) { retryDeliveries(input: { deliveryIds: [$id] }) { __typename } }', {
        id: globalId,
      });
      await until(deliveryId, 'PUBLISHED');
      expect(wall).toEqual(texts);
      expect(await rowOf(deliveryId)).toMatchObject({ revision: 1, attempts: [{ revision: 1 }, { revision: 1 }] });
    });
  });

  it('waits for a person where the network cannot tell, and goes on after their word', async () => {
    const unsure = { find: () => Promise.resolve({ outcome: 'unknown', why: 'Nobody knows.' } as const) };
    const { wall, connector } = threadNetwork([{ part: 2, kind: 'outcome_unknown', taken: false }], unsure);
    await world.withConnector(connector, async () => {
      const { globalId, deliveryId } = await publishThread();
      await until(deliveryId, 'UNCONFIRMED');
      expect(wall).toEqual([texts[0]]);
      await here.gql(
        'mutation ($id: ID!) { resolveDelivery(input: { deliveryId: $id, verdict: NOT_PUBLISHED }) { __typename } }',
        { id: globalId },
      );
      await here.gql('mutation ($id: ID!) { retryDeliveries(input: { deliveryIds: [$id] }) { __typename } }', {
        id: globalId,
      });
      await until(deliveryId, 'PUBLISHED');
      expect(wall).toEqual(texts);
    });
  });
});

describe('a network that takes its time', () => {
  /** Takes the post at once; how it stands is what `check` says. */
  const slow = (kind: ErrorKind) => {
    const wall: string[] = [];
    const { connector } = threadNetwork([], {
      async publish(call, post) {
        await call.commit('post', () => Promise.resolve(wall.push(post.text)));
        return wall.length > 1 ? published({ externalId: '2' }) : pending('ticket', 0);
      },
      check: () => Promise.reject(problem(kind)),
    });
    return { wall, connector };
  };

  async function failAndRetry(kind: ErrorKind): Promise<readonly string[]> {
    const { wall, connector } = slow(kind);
    await world.withConnector(connector, async () => {
      const { globalId, deliveryId } = await publishThread();
      await until(deliveryId, 'FAILED');
      await here.gql('mutation ($id: ID!) { retryDeliveries(input: { deliveryIds: [$id] }) { __typename } }', {
        id: globalId,
      });
      await until(deliveryId, 'PUBLISHED', 'FAILED');
    });
    return wall;
  }

  it.each(['content_rejected', 'media_rejected'] as const)(
    'and then refuses the post for good (%s) has nothing of it: a retry sends it anew',
    async (kind) => {
      expect(await failAndRetry(kind)).toEqual([texts[0], texts[0]]);
    },
  );

  it.each(['unexpected', 'not_found', 'duplicate'] as const)(
    'and then says what nobody understands (%s) may have it: a retry never sends it again',
    async (kind) => {
      expect(await failAndRetry(kind)).toEqual([texts[0]]);
    },
  );
});

describe('a network with a real idempotency key', () => {
  it('is sent the same again without being asked first', async () => {
    const asked: string[] = [];
    const { wall, connector } = threadNetwork([{ part: 1, kind: 'outcome_unknown', taken: false }], {
      find: (_, __, { commit }) => {
        asked.push(commit);
        return Promise.resolve({ outcome: 'absent' } as const);
      },
    });
    const idempotent = (sandbox: Connector): Connector => {
      const one = connector(sandbox);
      return { ...one, capabilities: { ...one.capabilities, idempotency: 'network' } };
    };
    await world.withConnector(idempotent, async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PUBLISHED');
      expect(wall).toEqual(texts);
      expect(asked).toEqual([]);
    });
  });
});

describe('a network that knows its idempotency keys only for a while', () => {
  const windowMs = 600_000;
  /** As above, and `find` answers that. */
  function forgetful(faults: Fault[], found: 'happened' | 'absent') {
    const asked: Date[] = [];
    const { wall, connector } = threadNetwork(faults, {
      find: (_, __, { since }) => {
        asked.push(since);
        return Promise.resolve(found === 'happened' ? happened({ key: 'x' }) : { outcome: 'absent' });
      },
    });
    const idempotent = (sandbox: Connector): Connector => {
      const one = connector(sandbox);
      return {
        ...one,
        capabilities: { ...one.capabilities, idempotency: 'network', idempotencyForMs: windowMs },
      };
    };
    return { wall, asked, idempotent };
  }
  const lost: Fault = { part: 1, kind: 'outcome_unknown', taken: false };
  const looked = async (deliveryId: string, holds: () => boolean) => {
    await world.shell.db.prisma.delivery.updateMany({ where: { id: deliveryId }, data: { wakeAt: new Date(0) } });
    await world.work(async () => {
      const row = await rowOf(deliveryId);
      return holds() && (row.leaseUntil === null || row.state !== 'SENDING');
    });
  };

  it('is sent the same again within that time without being asked', async () => {
    const faults: Fault[] = [lost];
    const { wall, asked, idempotent } = forgetful(faults, 'absent');
    await world.withConnector(idempotent, async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PUBLISHED');
      expect([wall, asked]).toEqual([texts, []]);
    });
  });

  it.each([
    ['lost again', 'outcome_unknown'],
    ['a refusal that passes', 'rate_limited'],
  ] as const)('counts from the first try, though the second one was %s', async (_, kind) => {
    const faults: Fault[] = [{ part: 1, kind: 'outcome_unknown', taken: true }];
    const { wall, asked, idempotent } = forgetful(faults, 'happened');
    // The worker rests after each answer that is lost, so that the clock can be turned in between.
    const { timing } = world.shell;
    const shell = world.shell as { timing: typeof timing }; // a test alone may exchange it
    shell.timing = { ...timing, quiet: 60_000 };
    try {
      await world.withConnector(idempotent, async () => {
        const { deliveryId } = await publishThread();
        const first = world.shell.now().getTime();
        await world.work(async () => faults.length === 0 && (await rowOf(deliveryId)).leaseUntil === null);
        faults.push({ part: 1, kind, taken: false });
        world.turnClock(windowMs - 60_000);
        await looked(deliveryId, () => faults.length === 0);
        expect(asked).toEqual([]);
        world.turnClock(120_000);
        await until(deliveryId, 'PUBLISHED');
        expect(asked).toHaveLength(1);
        expect(Math.abs((asked[0]?.getTime() ?? 0) - first)).toBeLessThan(30_000);
        expect(wall).toEqual(texts);
        world.turnClock(-windowMs - 60_000);
      });
    } finally {
      shell.timing = timing;
    }
  });

  it('that judges the second try had not taken the first: the post can be changed and sent anew', async () => {
    const { wall, idempotent } = forgetful([lost, { part: 1, kind: 'content_rejected', taken: false }], 'happened');
    await world.withConnector(idempotent, async () => {
      const { postId, globalId, deliveryId } = await publishThread();
      await until(deliveryId, 'FAILED');
      await here.gql(
        'mutation ($id: ID!) { updatePost(input: { postId: $id, content: { text: "Another beginning" } }) { __typename } }',
        { id: postId },
      );
      await here.gql('mutation ($id: ID!) { retryDeliveries(input: { deliveryIds: [$id] }) { __typename } }', {
        id: globalId,
      });
      await until(deliveryId, 'PUBLISHED');
      expect(wall).toEqual(['Another beginning', ...texts.slice(1)]);
    });
  });
});

describe('a slow network that tells by itself', () => {
  it('names the post by a key, which is kept until it is settled', async () => {
    let state: 'working' | 'done' = 'working';
    const { connector } = threadNetwork([], {
      async publish(call) {
        await call.commit('post', () => Promise.resolve('1'));
        return pending('ticket', 0, 'upload-7');
      },
      check: () => Promise.resolve(state === 'working' ? pending('ticket', 0) : published({ externalId: '1' })),
    });
    await world.withConnector(connector, async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PROCESSING');
      const { fence } = await rowOf(deliveryId);
      await world.work(async () => (await rowOf(deliveryId)).fence > fence + 1);
      expect(await rowOf(deliveryId)).toMatchObject({ state: 'PROCESSING', pendingKey: 'upload-7' });
      state = 'done';
      await until(deliveryId, 'PUBLISHED');
      expect((await rowOf(deliveryId)).pendingKey).toBeNull();
    });
  });

  it.each([
    ['forgets it where the network refuses the post', 'content_rejected', 'FAILED', null],
    ['keeps it where moderators look at the post', 'awaiting_moderation', 'AWAITING_MODERATION', 'upload-7'],
  ] as const)('%s', async (_, kind, state, pendingKey) => {
    const { connector } = threadNetwork([], {
      publish: () => Promise.resolve(pending('ticket', 0, 'upload-7')),
      check: () => Promise.reject(problem(kind)),
    });
    await world.withConnector(connector, async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, state);
      expect((await rowOf(deliveryId)).pendingKey).toBe(pendingKey);
    });
  });
});

describe('the health of a channel', () => {
  it('tells when the network last did what was asked, and what last went wrong', async () => {
    const { connector } = threadNetwork([{ part: 1, kind: 'rate_limited', taken: false }]);
    await world.withConnector(connector, async () => {
      const before = world.shell.now();
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PUBLISHED');
      const { channel } = await rowOf(deliveryId);
      expect(channel.lastProblem).toMatchObject({ kind: 'RATE_LIMITED', actor: 'NETWORK' });
      expect(channel.lastSuccessAt?.getTime()).toBeGreaterThanOrEqual(before.getTime());
    });
  });
});

describe('a limit of the network', () => {
  it('that is spent makes the delivery wait until it comes back, and nothing is sent', async () => {
    let asked = 0;
    const { connector } = threadNetwork([], {
      async publish(call) {
        await call.commit('post', async () => {
          await call.http.request('/nowhere', { method: 'POST', spends: ['posts'] }).finally(() => (asked += 1));
        });
        return published({ externalId: '1' });
      },
    });
    const limited = (sandbox: Connector): Connector => {
      const one = connector(sandbox);
      const limits = [{ name: 'posts', max: 0, windowSeconds: 3600, scope: 'APP' }] as const;
      return { ...one, capabilities: { ...one.capabilities, limits } };
    };
    await world.withConnector(limited, async () => {
      const { deliveryId } = await publishThread();
      await world.work(async () => (await rowOf(deliveryId)).state === 'RETRY_SCHEDULED');
      const row = await rowOf(deliveryId);
      expect(row).toMatchObject({ problem: { kind: 'RATE_LIMITED', networkCode: 'budget_spent' }, steps: [] });
      const waits = (row.wakeAt?.getTime() ?? 0) - world.shell.now().getTime();
      expect(waits).toBeGreaterThan(3_500_000);
      expect(waits).toBeLessThan(3_700_000);
      expect(asked).toBe(1);
    });
  });
});

describe('a step whose result spoils', () => {
  it('answers from the ledger while it is good, and runs again afterwards', async () => {
    let uploads = 0;
    let down = 2;
    const publish = async (call: Call) => {
      const upload = await call.step('upload', () => Promise.resolve({ number: ++uploads }), { goodForMs: 60_000 });
      await call.commit('post', () => (down-- > 0 ? Promise.reject(problem('network_down')) : Promise.resolve(upload)));
      return published({ externalId: String(upload.number) });
    };
    const { connector } = threadNetwork([], { publish });
    await world.withConnector(connector, async () => {
      const { deliveryId } = await publishThread();
      await world.work(
        async () => (await rowOf(deliveryId)).attempt === 1 && (await rowOf(deliveryId)).state === 'RETRY_SCHEDULED',
      );
      world.turnClock(10_000);
      await world.work(
        async () => (await rowOf(deliveryId)).attempt === 2 && (await rowOf(deliveryId)).state === 'RETRY_SCHEDULED',
      );
      expect(uploads).toBe(1);
      world.turnClock(120_000);
      await world.work(async () => (await rowOf(deliveryId)).state === 'PUBLISHED');
      expect(uploads).toBe(2);
    });
  });
});

describe('credentials', () => {
  /** A network that takes only the newest token. */
  const picky =
    (refresh: Connector['auth']['refresh']) =>
    (sandbox: Connector): Connector => {
      const { connector } = threadNetwork([], {
        publish: async (call) => {
          if (call.credentials.token !== 'fresh') throw problem('auth_expired');
          return published({ externalId: await call.commit('post', () => Promise.resolve('1')) });
        },
      });
      return { ...connector(sandbox), auth: { ...sandbox.auth, ...(refresh && { refresh }) } };
    };

  it('that ran out are renewed, and the post goes out in the same attempt', async () => {
    const renew = () =>
      Promise.resolve({ credentials: { token: 'fresh' }, expiresAt: new Date(Date.now() + 3_600_000) });
    await world.withConnector(picky(renew), async () => {
      const { deliveryId } = await publishThread();
      await until(deliveryId, 'PUBLISHED');
      expect(await rowOf(deliveryId)).toMatchObject({ attempt: 1, channel: { status: 'CONNECTED' } });
    });
  });

  it('that the network revoked make the channel wait for a person, and the log tells', async () => {
    const channelId = await here.channel();
    const row = Buffer.from(channelId, 'base64').toString().split(':')[1] ?? '';
    const { grantId } = await world.shell.db.prisma.channel.findUniqueOrThrow({ where: { id: row } });
    await world.withConnector(
      picky(() => Promise.reject(problem('auth_revoked'))),
      async () => {
        await world.shell.db.prisma.channel.updateMany({ where: { id: here.channels[0] }, data: { grantId } });
        const { deliveryId } = await publishThread();
        await until(deliveryId, 'NEEDS_USER');
        expect(await rowOf(deliveryId)).toMatchObject({
          channel: { status: 'NEEDS_RECONNECT' },
          problem: { kind: 'AUTH_REVOKED', actor: 'USER' },
        });
        const events = await world.shell.db.prisma.event.findMany({
          where: { subjectType: 'Channel', type: 'CHANNEL_CHANGED', workspaceId: here.id },
        });
        // Every channel of that login.
        expect(events.map(({ from, to }) => [from, to])).toEqual([
          ['CONNECTED', 'NEEDS_RECONNECT'],
          ['CONNECTED', 'NEEDS_RECONNECT'],
        ]);
      },
    );
  });
});
