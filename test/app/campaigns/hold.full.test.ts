import { NetworkError } from '@polyphony/sdk';
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { turnCampaign } from '../../../src/app/campaigns/campaign.ts';
import { lockWithPosts } from '../../../src/app/campaigns/lock.ts';
import type { CampaignTurn } from '../../../src/domain/campaigns/campaign.ts';
import { encodeGlobalID } from '../../../src/schema/ids.ts';
import { campaignRow, postOf, rowOf } from '../../support/campaigns.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  here = await world.workspace();
});

const nextYear = new Date().getUTCFullYear() + 1;
const at = { localDateTime: `${String(nextYear)}-03-10T09:00:00`, timeZone: 'Europe/Riga' };
const timeout = 60_000;

const turn = async (action: CampaignTurn, campaignId: string) =>
  turnCampaign(await here.ctx(), action, { idempotencyKey: null, expectedRevision: null, campaignId });

interface Answer {
  readonly __typename: string;
  readonly issues?: readonly { readonly code: string; readonly fix: string | null }[];
  readonly results?: readonly { readonly problem: Answer | null }[];
}
async function run(mutation: string, input: object, selection = ''): Promise<Answer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await here.gql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) {
      __typename ${selection} ... on ValidationFailed { issues { code fix } } } }`,
    { input },
  );
  if (data?.[mutation] === undefined) throw new Error(JSON.stringify(errors));
  return data[mutation];
}
const schedule = (postId: string, more: object = {}) => run('schedulePost', { postId, at, ...more });
const retry = (deliveryIds: readonly string[]) =>
  run(
    'retryDeliveries',
    { deliveryIds: deliveryIds.map((id) => encodeGlobalID('Delivery', id)) },
    '... on RetryDeliveriesSuccess { results { problem { __typename ... on ValidationFailed { issues { code fix } } } } }',
  );

const deliveriesOf = (postId: string) =>
  world.shell.db.prisma.delivery.findMany({ where: { postId: rowOf(postId) }, orderBy: { id: 'asc' } });
const states = async (postId: string) => (await deliveriesOf(postId)).map(({ state }) => state);
const postRow = (postId: string) => world.shell.db.prisma.post.findUniqueOrThrow({ where: { id: rowOf(postId) } });
/** Their times come now, or came so long ago. */
const makeDue = (postId: string, ago = 0) => {
  const time = new Date(world.shell.now().getTime() - ago);
  return world.shell.db.prisma.delivery.updateMany({
    where: { postId: rowOf(postId), state: 'PLANNED' },
    data: { dueAt: time },
  });
};
const wake = async (postId: string) => {
  await makeDue(postId);
  await world.shell.db.prisma.$executeRaw`
    update deliveries set wake_at = due_at where post_id = ${rowOf(postId)}::uuid and held_at is null and state = 'PLANNED'`;
};

const busy = () => {
  throw new NetworkError({ kind: 'network_down', code: '503', message: 'Busy.', network: 'sandbox' });
};
/** The next publications fail after what is done first. */
const failing = <T>(first: () => Promise<unknown>, body: () => Promise<T>) =>
  world.withConnector(
    (connector) => ({
      ...connector,
      publishing: {
        ...connector.publishing,
        async publish() {
          await first();
          return busy();
        },
      },
    }),
    body,
  );

describe('what a worker has begun while its campaign', { timeout }, () => {
  it('is paused, and fails, waits for the campaign; it goes out once that is resumed', async () => {
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const postId = await postOf(here, campaignId, [here.channelIds[0]]);
    await schedule(postId);
    await wake(postId);
    await failing(
      () => turn('PAUSE', campaignId),
      () => world.work(async () => (await states(postId))[0] === 'RETRY_SCHEDULED'),
    );
    expect(await deliveriesOf(postId)).toMatchObject([{ heldAt: expect.any(Date) as Date, wakeAt: null }]);
    const before = (await world.network.posts()).length;
    world.turnClock(3_600_000);
    const soon = Date.now() + 500;
    await world.work(() => Promise.resolve(Date.now() > soon));
    expect((await world.network.posts()).length).toBe(before);
    await turn('RESUME', campaignId);
    await world.work(async () => (await states(postId))[0] === 'PUBLISHED');
    expect(await deliveriesOf(postId)).toMatchObject([{ heldAt: null }]);
  });

  it('is completed, and fails, is called off', async () => {
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const postId = await postOf(here, campaignId, [here.channelIds[0]]);
    await schedule(postId);
    await wake(postId);
    await failing(
      () => turn('COMPLETE', campaignId),
      () => world.work(async () => (await states(postId))[0] === 'CANCELLED'),
    );
    expect(await deliveriesOf(postId)).toMatchObject([{ wakeAt: null, heldAt: null }]);
    expect(await postRow(postId)).toMatchObject({ state: 'CANCELLED' });
  });
});

describe('what failed', { timeout }, () => {
  const failedIn = async (state: 'COMPLETED' | 'CANCELLED' | 'PAUSED') => {
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const postId = await postOf(here, campaignId);
    await schedule(postId);
    const [one, other] = await deliveriesOf(postId);
    const { delivery, post, campaign } = world.shell.db.prisma;
    await delivery.update({ where: { id: one?.id ?? '' }, data: { state: 'FAILED', wakeAt: null } });
    await delivery.update({ where: { id: other?.id ?? '' }, data: { state: 'PUBLISHED', wakeAt: null } });
    await post.update({ where: { id: rowOf(postId) }, data: { state: 'PARTIALLY_PUBLISHED' } });
    const endedAt = state === 'PAUSED' ? null : world.shell.now();
    await campaign.update({ where: { id: campaignId }, data: { state, endedAt } });
    return { postId, failed: one?.id ?? '' };
  };

  it('while a campaign ran can be sent again by a person when that is completed, and is tried till it is out', async () => {
    const { postId, failed } = await failedIn('COMPLETED');
    expect(await retry([failed])).toMatchObject({ results: [{ problem: null }] });
    await failing(
      () => Promise.resolve(),
      () => world.work(async () => (await states(postId)).includes('RETRY_SCHEDULED')),
    );
    world.turnClock(3_600_000);
    await world.work(async () => (await postRow(postId)).state === 'PUBLISHED');
  });

  it.each([
    ['CANCELLED', 'CAMPAIGN_OVER', 'duplicatePost'],
    ['PAUSED', 'CAMPAIGN_NOT_ACTIVE', 'Resume'],
  ] as const)('is not sent again while its campaign is %s, with what to do', async (state, code, fix) => {
    const { failed } = await failedIn(state);
    const { results } = await retry([failed]);
    expect(results?.[0]?.problem?.issues).toMatchObject([{ code, fix: expect.stringContaining(fix) as string }]);
  });

  it('and waits to be tried again is held by a pause, unless a part of it may be out', async () => {
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const postId = await postOf(here, campaignId);
    await schedule(postId);
    const { prisma } = world.shell.db;
    const wakeAt = new Date(Date.UTC(nextYear, 5));
    await prisma.delivery.updateMany({
      where: { postId: rowOf(postId) },
      data: { state: 'RETRY_SCHEDULED', wakeAt, problem: { retryAt: wakeAt.toISOString() } },
    });
    const [begun, free] = await deliveriesOf(postId);
    await prisma.deliveryStep.create({
      data: {
        ...{ deliveryId: begun?.id ?? '', revision: 1, position: 0, name: 'post', kind: 'COMMIT', state: 'DONE' },
        startedAt: new Date(),
      },
    });
    await turn('PAUSE', campaignId);
    const held = new Map((await deliveriesOf(postId)).map((row) => [row.id, [row.heldAt !== null, row.wakeAt]]));
    expect(held.get(begun?.id ?? '')).toEqual([false, wakeAt]);
    expect(held.get(free?.id ?? '')).toEqual([true, null]);
    await turn('RESUME', campaignId);
    expect((await deliveriesOf(postId)).map((row) => row.wakeAt)).toEqual([wakeAt, wakeAt]);
  });
});

describe('a campaign that is resumed', { timeout }, () => {
  it('lets what passed meanwhile follow its late policy', async () => {
    const campaignId = await campaignRow(world, here, 'PAUSED');
    const posts: Record<string, string> = {};
    const day = 86_400_000;
    const cases = [
      ['PUBLISH_LATE', 3_600_000, 'PUBLISHED'],
      ['PUBLISH_LATE', 2 * day, 'MISSED'],
      ['SKIP', 3_600_000, 'MISSED'],
      ['ASK', 3_600_000, 'NEEDS_USER'],
    ] as const;
    for (const [latePolicy, ago, becomes] of cases) {
      const postId = await postOf(here, campaignId, [here.channelIds[0]]);
      await schedule(postId, { latePolicy });
      await makeDue(postId, ago);
      posts[postId] = becomes;
    }
    await turn('RESUME', campaignId);
    const now = async () => Promise.all(Object.keys(posts).map(async (id) => (await states(id))[0]));
    await world.work(
      async () => !(await now()).some((state) => ['PLANNED', 'QUEUED', 'SENDING'].includes(state ?? '')),
    );
    expect(await now()).toEqual(Object.values(posts));
  });
});

describe.each(['COMPLETE', 'CANCEL'] as const)('a campaign that ends by %s', (action) => {
  it('gives its turns of slots back, those of drafts too, and leaves other posts theirs', { timeout }, async () => {
    const { prisma } = world.shell.db;
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const slot = { channelId: here.channels[0], timeZone: 'Europe/Riga', createdAt: new Date() };
    // Every day of the week at nine: whatever weekday March 10th is.
    const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
    await prisma.slot.createMany({
      data: days.map((weekday) => ({ ...slot, id: uuid(), weekday, localTime: '09:00' })),
    });
    const [scheduled, planned, other] = [
      await postOf(here, campaignId),
      await postOf(here, campaignId),
      await postOf(here, null),
    ];
    const on = (day: string) => ({ ...at, localDateTime: `${String(nextYear)}-${day}T09:00:00` });
    await schedule(scheduled);
    const moves = [{ postId: planned, at: on('03-11') }];
    await run('reschedulePosts', { moves });
    await schedule(other, { at: on('03-12') });
    const bookings = async () =>
      (await prisma.slotBooking.findMany({ where: { slot: { channelId: here.channels[0] } } })).map(
        ({ postId }) => postId,
      );
    expect((await bookings()).sort()).toEqual([scheduled, planned, other].map(rowOf).sort());
    await turn(action, campaignId);
    expect(await bookings()).toEqual([rowOf(other)]);
    for (const postId of [scheduled, planned]) {
      expect(await postRow(postId)).toMatchObject({ state: 'DRAFT', scheduledAt: null, latePolicy: null });
    }
    expect(await prisma.campaignMove.count({ where: { campaignId, outcome: 'UNSCHEDULED' } })).toBe(2);
    // The turn is free for somebody else.
    const next = await postOf(here, null);
    await schedule(next);
    expect(await bookings()).toContain(rowOf(next));
  });
});

describe('a campaign that is paused while others are at it', { timeout }, () => {
  /** None is held without a wake-up, and none waits to go out that is not held. */
  const inLine = async (campaignId: string) => {
    const rows = await world.shell.db.prisma.delivery.findMany({
      where: { post: { campaignId }, state: { in: ['PLANNED', 'QUEUED', 'RETRY_SCHEDULED'] } },
    });
    const { state } = await world.shell.db.prisma.campaign.findUniqueOrThrow({ where: { id: campaignId } });
    for (const row of rows) {
      expect([row.heldAt !== null, row.wakeAt === null]).toEqual(state === 'PAUSED' ? [true, true] : [false, false]);
    }
    return rows.length;
  };

  it('lets nothing go out after it answered, but what a worker had begun', async () => {
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const posts: string[] = [];
    for (let index = 0; index < 12; index += 1) posts.push(await postOf(here, campaignId));
    for (const postId of posts) await schedule(postId);
    for (const postId of posts) await wake(postId);
    const stages = async () => (await Promise.all(posts.map(states))).flat();
    let paused = false;
    let begun: readonly string[] = [];
    await world.work(async () => {
      if (!paused && (await stages()).includes('PUBLISHED')) {
        await turn('PAUSE', campaignId);
        paused = true;
        const rows = (await Promise.all(posts.map(deliveriesOf))).flat();
        begun = rows.filter(({ state }) => state !== 'PLANNED' && state !== 'QUEUED').map(({ id }) => id);
      }
      return paused && !(await stages()).includes('SENDING');
    });
    const rows = (await Promise.all(posts.map(deliveriesOf))).flat();
    expect(
      rows
        .filter(({ state }) => state === 'PUBLISHED')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...begun].sort());
    await inLine(campaignId);
  });

  it('holds each post that is scheduled, joins or leaves at once, or not, and nobody waits for ever', async () => {
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const id = encodeGlobalID('Campaign', campaignId);
    for (let round = 0; round < 6; round += 1) {
      const [inside, scheduled, outside, leaving] = [
        await postOf(here, campaignId),
        await postOf(here, campaignId),
        await postOf(here, null),
        await postOf(here, campaignId),
      ];
      for (const postId of [scheduled, outside, leaving]) await schedule(postId);
      const answers = await Promise.all([
        turn(round % 2 === 0 ? 'PAUSE' : 'RESUME', campaignId).then(() => 'turned'),
        schedule(inside).then(({ __typename }) => __typename),
        run('updatePost', { postId: outside, campaignId: id }).then(({ __typename }) => __typename),
        run('updatePost', { postId: leaving, campaignId: null }).then(({ __typename }) => __typename),
        run('reschedulePosts', {
          moves: [
            { postId: scheduled, at },
            { postId: inside, at },
          ],
        }).then(({ __typename }) => __typename),
        postOf(here, campaignId).then(() => 'written'),
      ]);
      expect(answers).toEqual(['turned', 'Post', 'Post', 'Post', 'ReschedulePostsSuccess', 'written']);
      expect(await inLine(campaignId)).toBe((round + 1) * 6);
      expect(await deliveriesOf(leaving)).toMatchObject([{ heldAt: null }, { heldAt: null }]);
    }
  });

  // On the embedded database one transaction waits for the other: nobody can come in between.
  it.runIf(process.env.DATABASE_URL)('sees a post that joined while it was being locked', async () => {
    const { prisma } = world.shell.db;
    const campaignId = await campaignRow(world, here, 'ACTIVE');
    const joining = await postOf(here, null);
    await postOf(here, campaignId);
    const ctx = await here.ctx();
    const locking: Promise<unknown>[] = [];
    await prisma.$transaction(async (tx) => {
      // The foreign key locks the campaign’s row: who locks its posts has them, and waits here.
      await tx.post.update({ where: { id: rowOf(joining) }, data: { campaignId } });
      // Another one's transaction, which waits for this one.
      // eslint-disable-next-line house/only-tx-in-transaction -- two at once are the point; the embedded database is left out
      const lock = prisma.$transaction(async (other) => {
        expect(await lockWithPosts(other, ctx, campaignId)).toMatchObject({ id: campaignId });
        // Asked on a third connection: is it locked?
        // eslint-disable-next-line house/only-tx-in-transaction -- as above
        return prisma.$queryRaw`select 1 from posts where id = ${rowOf(joining)}::uuid for update skip locked`;
      });
      locking.push(lock);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    });
    expect(await Promise.all(locking)).toEqual([[]]);
  });
});
