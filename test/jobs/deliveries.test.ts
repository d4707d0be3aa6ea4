import { beforeAll, describe, expect, it } from 'vitest';
import { claim, findDue } from '../../src/app/publishing/claim.ts';
import { deliver } from '../../src/app/publishing/deliver.ts';
import { pollMs } from '../../src/jobs/deliveries.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

interface Answer {
  readonly publish: { readonly id: string; readonly deliveries: readonly { readonly id: string }[] };
}

/** Writes a post for one channel and publishes it at once. Returns its row id and the delivery's. */
async function publish(text: string, more: object = {}, workspace = here) {
  const created = await workspace.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    { input: { content: { text }, variants: [{ channelId: workspace.channelIds[0], ...more }] } },
  );
  const postId = created.data?.createPost.id ?? '';
  const { data } = await workspace.gql<Answer>(
    'mutation ($id: ID!) { publish: publishPost(input: { postId: $id }) { ... on Post { id deliveries { id } } } }',
    { id: postId },
  );
  const rowOf = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
  return { postId: rowOf(postId), deliveryId: rowOf(data?.publish.deliveries[0]?.id ?? '') };
}

const rowOf = (deliveryId: string) =>
  world.shell.db.prisma.delivery.findUniqueOrThrow({
    where: { id: deliveryId },
    include: { attempts: { orderBy: { number: 'asc' } }, steps: { orderBy: { position: 'asc' } }, post: true },
  });

const until = (deliveryId: string, ...states: string[]) =>
  world.work(async () => states.includes((await rowOf(deliveryId)).state));

const onNetwork = async (deliveryId: string) =>
  (await world.network.posts()).filter(({ reference }) => reference === deliveryId);

/** The states that a delivery went through, as the log tells. */
async function story(deliveryId: string): Promise<(string | null)[]> {
  const events = await world.shell.db.prisma.event.findMany({
    where: { subjectId: deliveryId, type: 'DELIVERY_CHANGED' },
    orderBy: { number: 'asc' },
  });
  return events.map(({ to }) => to);
}

describe('a delivery that is due', () => {
  it.each(['We open! 🥐', 'Мы открылись! 🥐', 'Esam atvērti! 🥐', 'Біз ашылдық! 🥐'])(
    'goes out once, to the letter: %s',
    async (text) => {
      const { deliveryId, postId } = await publish(text);
      await until(deliveryId, 'PUBLISHED');
      const [post, ...more] = await onNetwork(deliveryId);
      expect(more).toEqual([]);
      expect(post).toMatchObject({ text });
      const row = await rowOf(deliveryId);
      expect(row).toMatchObject({
        externalId: post?.id,
        problem: null,
        wakeAt: null,
        leaseUntil: null,
        post: { state: 'PUBLISHED' },
      });
      expect(row.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
      expect(row.attempts).toMatchObject([{ number: 1, outcome: 'PUBLISHED', revision: 1 }]);
      expect(row.steps).toMatchObject([{ name: 'create post', kind: 'COMMIT', state: 'DONE' }]);
      expect(await story(deliveryId)).toEqual(['QUEUED', 'SENDING', 'PUBLISHED']);
      const states = await world.shell.db.prisma.event.findMany({
        where: { subjectId: postId, type: 'POST_STATE_CHANGED' },
      });
      expect(states).toMatchObject([{ from: 'PUBLISHING', to: 'PUBLISHED', actorKind: 'SYSTEM' }]);
    },
  );

  it('carries pictures with their alt texts, options, and waits for a network that takes its time', async () => {
    const { deliveryId } = await publish('Slow', {
      content: { media: [{ assetId: here.assetGlobalId, altText: 'Our new door' }] },
      options: { sandbox: { delaySeconds: 1 } },
    });
    await until(deliveryId, 'PUBLISHED');
    expect(await story(deliveryId)).toEqual(['QUEUED', 'SENDING', 'PROCESSING', 'PUBLISHED']);
    expect(await onNetwork(deliveryId)).toMatchObject([
      { media: [{ source: 'http://127.0.0.1/door.png', altText: 'Our new door' }] },
    ]);
  });

  it('is picked up at its time though nobody woke the worker, which looks more than once a second', async () => {
    const { deliveryId, postId } = await publish('On time');
    // Moved behind the worker's back: no notification tells of it.
    const dueAt = new Date(world.shell.now().getTime() + 700);
    await world.shell.db.prisma.delivery.update({
      where: { id: deliveryId },
      data: { state: 'PLANNED', dueAt, wakeAt: dueAt },
    });
    await world.shell.db.prisma.post.update({ where: { id: postId }, data: { state: 'SCHEDULED' } });
    await until(deliveryId, 'PUBLISHED');
    const { attempts } = await rowOf(deliveryId);
    expect(attempts[0]?.startedAt.getTime()).toBeGreaterThanOrEqual(dueAt.getTime());
    expect(pollMs).toBeLessThan(1000);
  });
});

describe('what a network can do to a delivery', () => {
  it.each([
    [
      '#sandbox-captcha',
      'NEEDS_USER',
      { kind: 'CHALLENGE_REQUIRED', actor: 'USER', actionUrl: expect.stringMatching(/^http/) },
      0,
    ],
    ['#sandbox-refused', 'FAILED', { kind: 'CONTENT_REJECTED', actor: 'USER' }, 0],
    ['#sandbox-lost', 'UNCONFIRMED', { kind: 'OUTCOME_UNKNOWN', actor: 'USER' }, 1],
    [
      '#sandbox-busy',
      'RETRY_SCHEDULED',
      { kind: 'NETWORK_DOWN', actor: 'NETWORK', retryAt: expect.stringMatching(/Z$/) },
      0,
    ],
    ['#sandbox-limit', 'RETRY_SCHEDULED', { kind: 'RATE_LIMITED', actor: 'NETWORK' }, 0],
  ])('%s brings it to %s, and says who must do what', async (tag, state, problem, posts) => {
    const { deliveryId } = await publish(`A text ${tag}`);
    await until(deliveryId, state);
    expect((await rowOf(deliveryId)).problem).toMatchObject(problem);
    expect(await onNetwork(deliveryId)).toHaveLength(posts);
  });

  it('is tried again when the time has come, and then is out once', async () => {
    const { deliveryId } = await publish('Busy, then not #sandbox-busy');
    await until(deliveryId, 'RETRY_SCHEDULED');
    for (let attempt = 2; attempt <= 3; attempt += 1) {
      world.turnClock(60_000);
      await world.work(
        async () => (await rowOf(deliveryId)).attempts.filter(({ outcome }) => outcome !== null).length >= attempt,
      );
    }
    expect(await rowOf(deliveryId)).toMatchObject({ state: 'PUBLISHED', attempt: 3 });
    expect(await onNetwork(deliveryId)).toHaveLength(1);
  });

  it('does not double when the answer is lost: the post is found on the network', async () => {
    const { deliveryId } = await publish('Lost and found #sandbox-flaky');
    await until(deliveryId, 'PUBLISHED');
    expect(await onNetwork(deliveryId)).toHaveLength(1);
    expect(await story(deliveryId)).toEqual(['QUEUED', 'SENDING', 'PUBLISHED']);
  });

  it('sends again what surely did not arrive', async () => {
    await world.network.fail({ kind: 'drop_before' });
    const { deliveryId } = await publish('Cut before it arrived');
    await until(deliveryId, 'PUBLISHED');
    expect(await onNetwork(deliveryId)).toHaveLength(1);
  });

  it('never sends again what was lost where the network cannot be searched', async () => {
    const { deliveryId } = await publish('Nobody knows #sandbox-lost');
    await until(deliveryId, 'UNCONFIRMED');
    world.turnClock(48 * 3_600_000);
    await world.work(() => Promise.resolve(true));
    expect(await rowOf(deliveryId)).toMatchObject({ state: 'UNCONFIRMED', wakeAt: null });
    expect(await onNetwork(deliveryId)).toHaveLength(1);
  });

  it('asks again for a lost post while the network is down, and still sends it once', async () => {
    await world.network.fail({ kind: 'drop_after' });
    await world.network.fail({ kind: 'status', status: 503, on: 'any', times: 1 });
    const { deliveryId } = await publish('Lost, then down');
    await world.work(
      async () => (await rowOf(deliveryId)).steps.length > 0 && (await rowOf(deliveryId)).leaseUntil === null,
    );
    world.turnClock(120_000);
    await until(deliveryId, 'PUBLISHED');
    expect(await onNetwork(deliveryId)).toHaveLength(1);
  });

  it('looks for what was lost before it sends another revision', async () => {
    await world.network.fail({ kind: 'drop_after' });
    const { deliveryId, postId } = await publish('Lost, then edited');
    await world.work(async () => (await rowOf(deliveryId)).steps.some(({ kind }) => kind === 'COMMIT'));
    // Its connector was gone for so long that the delivery was given up, and then came back.
    await world.shell.db.prisma.delivery.update({ where: { id: deliveryId }, data: { state: 'FAILED', wakeAt: null } });
    await world.shell.db.prisma.post.update({ where: { id: postId }, data: { state: 'FAILED' } });
    const id = Buffer.from(`Post:${postId}`).toString('base64');
    await here.gql(
      `mutation ($id: ID!) {
        updatePost(input: { postId: $id, content: { text: "Edited" } }) { __typename }
        publishPost(input: { postId: $id }) { __typename }
      }`,
      { id },
    );
    await until(deliveryId, 'PUBLISHED');
    expect(await onNetwork(deliveryId)).toHaveLength(1);
  });

  it('waits for a connector that is not installed rather than fail', async () => {
    const { deliveryId } = await publish('No connector');
    await world.shell.db.prisma.channel.update({ where: { id: here.channels[0] }, data: { network: 'gone' } });
    await until(deliveryId, 'RETRY_SCHEDULED');
    expect((await rowOf(deliveryId)).problem).toMatchObject({ code: 'CONNECTOR_MISSING' });
    await world.shell.db.prisma.channel.update({ where: { id: here.channels[0] }, data: { network: 'sandbox' } });
    await world.shell.db.prisma.delivery.update({
      where: { id: deliveryId },
      data: { state: 'CANCELLED', wakeAt: null },
    });
  });
});

describe('a delivery whose time passed while nothing ran', () => {
  it.each([
    ['PUBLISH_LATE', 3_600_000, 'PUBLISHED'],
    ['PUBLISH_LATE', 25 * 3_600_000, 'MISSED'],
    ['SKIP', 3_600_000, 'MISSED'],
    ['SKIP', 60_000, 'PUBLISHED'],
    ['ASK', 3_600_000, 'NEEDS_USER'],
  ] as const)('with %s, %i ms late, comes to %s', async (latePolicy, late, state) => {
    const { deliveryId } = await publish(`Late ${latePolicy} ${String(late)}`);
    const dueAt = new Date(world.shell.now().getTime() - late);
    await world.shell.db.prisma.delivery.update({
      where: { id: deliveryId },
      data: { dueAt, wakeAt: dueAt, latePolicy },
    });
    await until(deliveryId, state);
    expect(await onNetwork(deliveryId)).toHaveLength(state === 'PUBLISHED' ? 1 : 0);
    if (state === 'MISSED') expect((await rowOf(deliveryId)).post.state).toBe('FAILED');
  });
});

describe('leases and fences', () => {
  const never = new AbortController().signal;
  const dueOne = async (deliveryId: string) => {
    const due = (await findDue(world.shell, 100, [])).find(({ id }) => id === deliveryId);
    if (due === undefined) throw new Error('It is not due');
    return due;
  };

  it('give a delivery to one of several workers', async () => {
    const { deliveryId } = await publish('One of us');
    const due = await dueOne(deliveryId);
    const claims = await Promise.all([claim(world.shell, due), claim(world.shell, due), claim(world.shell, due)]);
    const [mine, ...others] = claims.filter((each) => each !== null);
    expect(others).toEqual([]);
    if (mine) await deliver(world.shell, mine, never);
    expect(await onNetwork(deliveryId)).toHaveLength(1);
  });

  it('let a worker that was given up neither send nor write any more', async () => {
    const { deliveryId } = await publish('Woke up late');
    const late = await claim(world.shell, await dueOne(deliveryId));
    await world.shell.db.prisma.delivery.update({ where: { id: deliveryId }, data: { leaseUntil: new Date(0) } });
    const next = await claim(world.shell, await dueOne(deliveryId));
    if (late === null || next === null) throw new Error('Both had it, one after the other');
    expect(next.fence).toBeGreaterThan(late.fence);
    await deliver(world.shell, late, never);
    expect(await onNetwork(deliveryId)).toEqual([]);
    await deliver(world.shell, next, never);
    expect(await onNetwork(deliveryId)).toHaveLength(1);
    expect(await rowOf(deliveryId)).toMatchObject({ state: 'PUBLISHED', fence: next.fence });
  });

  it('resume what a worker began whose process died after the network had answered', async () => {
    const { deliveryId } = await publish('Died in between');
    const first = await claim(world.shell, await dueOne(deliveryId));
    if (first === null) throw new Error('It is free');
    // Dies between the network's answer and the ledger's: the fence is lost in the middle of the commit.
    await world.network.fail({ kind: 'slow', ms: 150 });
    const dying = deliver(world.shell, first, never);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await world.shell.db.prisma.delivery.update({
      where: { id: deliveryId },
      data: { fence: { increment: 1 }, leaseUntil: null },
    });
    await dying;
    expect(await rowOf(deliveryId)).toMatchObject({ state: 'SENDING', steps: [{ kind: 'COMMIT', state: 'STARTED' }] });
    await until(deliveryId, 'PUBLISHED');
    expect(await onNetwork(deliveryId)).toHaveLength(1);
    expect(await rowOf(deliveryId)).toMatchObject({ attempt: 1 });
  });
});

describe('what a person does about a delivery', () => {
  const globalId = (deliveryId: string) => Buffer.from(`Delivery:${deliveryId}`).toString('base64');
  const retry = async (...deliveryIds: string[]) => {
    const { data } = await here.gql<{ retryDeliveries: { results: unknown[] } }>(
      `mutation ($ids: [ID!]!) { retryDeliveries(input: { deliveryIds: $ids }) {
        ... on RetryDeliveriesSuccess { results { outcome delivery { state } problem { __typename code path } } } } }`,
      { ids: deliveryIds },
    );
    return data?.retryDeliveries.results;
  };
  const resolve = async (deliveryId: string, verdict: string, externalId?: string) => {
    const { data } = await here.gql(
      `mutation ($input: ResolveDeliveryInput!) { resolveDelivery(input: $input) { __typename
        ... on Delivery { state externalId allowedActions problem { code } } ... on Error { code } } }`,
      { input: { deliveryId: globalId(deliveryId), verdict, externalId } },
    );
    return data?.resolveDelivery;
  };

  it('sends again what waited for a person, as the post now is', async () => {
    const { deliveryId, postId } = await publish('Refused at first #sandbox-refused');
    await until(deliveryId, 'FAILED');
    await here.gql('mutation ($input: UpdatePostInput!) { updatePost(input: $input) { __typename } }', {
      input: { postId: Buffer.from(`Post:${postId}`).toString('base64'), content: { text: 'Better now' } },
    });
    expect(await retry(globalId(deliveryId))).toEqual([
      { outcome: 'QUEUED', delivery: { state: 'QUEUED' }, problem: null },
    ]);
    await until(deliveryId, 'PUBLISHED');
    expect(await onNetwork(deliveryId)).toMatchObject([{ text: 'Better now' }]);
    expect(await rowOf(deliveryId)).toMatchObject({ revision: 2, attempt: 2, post: { state: 'PUBLISHED' } });
  });

  it('says of each one why not, and does the others', async () => {
    const waiting = await publish('Captcha #sandbox-captcha');
    await until(waiting.deliveryId, 'NEEDS_USER');
    const out = await publish('Is out');
    await until(out.deliveryId, 'PUBLISHED');
    expect(await retry(globalId(out.deliveryId), globalId(waiting.deliveryId), 'nonsense')).toEqual([
      {
        outcome: 'FAILED',
        delivery: { state: 'PUBLISHED' },
        problem: { __typename: 'WrongState', code: 'WRONG_STATE', path: null },
      },
      { outcome: 'QUEUED', delivery: { state: 'QUEUED' }, problem: null },
      {
        outcome: 'FAILED',
        delivery: null,
        problem: { __typename: 'NotFound', code: 'NOT_FOUND', path: ['deliveryIds', '2'] },
      },
    ]);
    await until(waiting.deliveryId, 'NEEDS_USER');
  });

  it('settles a doubt: it is there', async () => {
    const { deliveryId } = await publish('In doubt #sandbox-lost');
    await until(deliveryId, 'UNCONFIRMED');
    expect(await retry(globalId(deliveryId))).toMatchObject([{ outcome: 'FAILED', problem: { code: 'WRONG_STATE' } }]);
    const [post] = await onNetwork(deliveryId);
    expect(await resolve(deliveryId, 'PUBLISHED', post?.id)).toEqual({
      __typename: 'Delivery',
      state: 'PUBLISHED',
      externalId: post?.id,
      allowedActions: [],
      problem: null,
    });
    expect((await rowOf(deliveryId)).post.state).toBe('PUBLISHED');
    expect(await resolve(deliveryId, 'NOT_PUBLISHED')).toEqual({ __typename: 'WrongState', code: 'WRONG_STATE' });
  });

  it('settles a doubt: it is not there, and goes out only when it is retried', async () => {
    await world.network.fail({ kind: 'drop_before' });
    await world.network.fail({ kind: 'code', code: 'search_unavailable', on: 'any', times: 1 });
    const { deliveryId } = await publish('Not there');
    await until(deliveryId, 'UNCONFIRMED');
    expect(await resolve(deliveryId, 'NOT_PUBLISHED')).toMatchObject({
      state: 'FAILED',
      allowedActions: ['RETRY'],
      problem: { code: 'NOT_PUBLISHED' },
    });
    await world.work(() => Promise.resolve(true));
    expect(await onNetwork(deliveryId)).toEqual([]);
    await retry(globalId(deliveryId));
    await until(deliveryId, 'PUBLISHED');
    expect(await onNetwork(deliveryId)).toHaveLength(1);
  });
});
