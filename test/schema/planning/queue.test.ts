import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument, contractOperations } from '../../support/documents.ts';
import { writePost } from '../../support/posts.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';
import { visit, type DocumentNode } from 'graphql';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const rowOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';

const addSlotsDocument = /* GraphQL */ `
  mutation ($input: AddSlotsInput!) {
    addSlots(input: $input) {
      __typename
      ... on AddSlotsSuccess {
        channel {
          id
          slots {
            weekday
            localTime
            timeZone
          }
        }
        results {
          added
          slot {
            id
            timeZone
          }
        }
      }
      ... on Error {
        code
        path
      }
      ... on ValidationFailed {
        issues {
          code
          path
          fix
        }
      }
    }
  }
`;
interface Added {
  readonly addSlots: {
    readonly __typename: string;
    readonly results: readonly {
      readonly added: boolean;
      readonly slot: { readonly id: string; readonly timeZone: string };
    }[];
  };
}

const monday = { weekday: 'MONDAY', localTime: '09:00', timeZone: 'Europe/Riga' };
const wednesday = { weekday: 'WEDNESDAY', localTime: '18:30', timeZone: 'Asia/Almaty' };
const friday = { weekday: 'FRIDAY', localTime: '12:00', timeZone: 'Europe/Riga' };
const addSlots = async (channelId: string, slots: readonly object[] = [monday, wednesday, friday], token?: string) => {
  const { data } = await here.gql<Added>(addSlotsDocument, { input: { channelId, slots } }, token);
  return data?.addSlots;
};

const queueDocument = /* GraphQL */ `
  mutation ($input: QueuePostInput!) {
    queuePost(input: $input) {
      __typename
      ... on Post {
        state
        schedule {
          at
          timeZone
        }
        variants {
          channel {
            id
          }
          schedule {
            at
            localDateTime
          }
        }
        deliveries {
          state
          dueAt
        }
      }
      ... on NoFreeSlot {
        channels {
          id
        }
      }
      ... on Error {
        code
        message
        path
      }
    }
  }
`;
interface Queued {
  readonly queuePost: {
    readonly __typename: string;
    readonly schedule: { readonly at: string };
    readonly variants: readonly {
      readonly channel: { readonly id: string };
      readonly schedule: { readonly at: string };
    }[];
  };
}
const queue = async (postId: string, input: object = {}) =>
  (await here.gql<Queued>(queueDocument, { input: { postId, ...input } })).data?.queuePost;

const freeTimes = async (channelId: string, from: string, first = 3) => {
  const { data } = await here.gql<{ node: { nextFreeSlots: readonly { readonly at: string }[] } }>(
    'query ($id: ID!, $from: DateTime!, $first: Int!) { node(id: $id) { ... on Channel { nextFreeSlots(from: $from, first: $first) { at } } } }',
    { id: channelId, from, first },
  );
  return data?.node.nextFreeSlots.map(({ at }) => at) ?? [];
};

const year = new Date().getUTCFullYear() + 1;
const notBefore = `${String(year)}-06-01T00:00:00.000Z`;
const move = (name: string, input: object) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return here.gql(
    `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Post { state variants { schedule { at } } } ... on Error { code message } } }`,
    { input },
  );
};
const bookings = (postId: string) => world.shell.db.prisma.slotBooking.count({ where: { postId: rowOf(postId) } });
const wallOf = (at: string) => ({ localDateTime: at.slice(0, 19), timeZone: 'UTC' });

describe('addSlots', () => {
  it('adds several, tells what was there already, and keeps the name of a zone as it was written', async () => {
    const channelId = await here.channel();
    const kiev = { ...monday, timeZone: 'Europe/Kiev' };
    const kyiv = { ...monday, timeZone: 'Europe/Kyiv' };
    const first = await addSlots(channelId, [kiev, wednesday, kyiv]);
    expect(first?.results.map(({ added, slot }) => [added, slot.timeZone])).toEqual([
      [true, 'Europe/Kiev'],
      [true, 'Asia/Almaty'],
      [false, 'Europe/Kiev'],
    ]);
    const again = await addSlots(channelId, [kyiv]);
    expect(again).toMatchObject({ results: [{ added: false }], channel: { slots: [kiev, wednesday] } });
    const events = await world.shell.db.prisma.event.count({
      where: { type: 'SLOT_ADDED', channelId: rowOf(channelId) },
    });
    expect(events).toBe(2);
  });

  it('takes the workspace’s zone where none is said, and refuses an unknown one with what to write', async () => {
    const channelId = await here.channel();
    expect(await addSlots(channelId, [{ weekday: 'SUNDAY', localTime: '10:00' }])).toMatchObject({
      results: [{ slot: { timeZone: 'Europe/Riga' } }],
    });
    expect(await addSlots(channelId, [{ ...monday, timeZone: 'Europe/Atlantis' }])).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [{ code: 'TIME_ZONE_UNKNOWN', path: ['slots', '0', 'timeZone'], fix: expect.stringContaining('IANA') }],
    });
  });

  it('makes a slot once when two add it at once', async () => {
    const channelId = await here.channel();
    const both = await Promise.all([addSlots(channelId, [monday]), addSlots(channelId, [monday])]);
    expect(both.flatMap((each) => each?.results.map(({ added }) => added)).sort()).toEqual([false, true]);
  });

  it('knows no channel that the viewer does not see', async () => {
    const limited = await here.member('CONTENT_MANAGER', [here.channels[1]]);
    expect(await addSlots(here.channelIds[0], [monday], limited)).toMatchObject({
      code: 'NOT_FOUND',
      path: ['channelId'],
    });
  });
});

describe('removeSlots', () => {
  it('takes them away, and posts that stand there keep their time', async () => {
    const channelId = await here.channel();
    const added = await addSlots(channelId, [monday]);
    const postId = await writePost(here, 'Pirmdiena', [channelId]);
    const queued = await queue(postId);
    const slotIds = added?.results.map(({ slot }) => slot.id) ?? [];
    const { data } = await here.gql(
      'mutation ($input: RemoveSlotsInput!) { removeSlots(input: $input) { ... on RemoveSlotsSuccess { slotIds } } }',
      { input: { slotIds } },
    );
    expect(data?.removeSlots).toEqual({ slotIds });
    const left = await here.gql('query ($id: ID!) { node(id: $id) { ... on Post { state schedule { at } } } }', {
      id: postId,
    });
    expect(left.data?.node).toEqual({ state: 'SCHEDULED', schedule: { at: queued?.schedule.at } });
    const gone = await here.gql(
      'mutation ($input: RemoveSlotsInput!) { removeSlots(input: $input) { ... on Error { code path } } }',
      { input: { slotIds } },
    );
    expect(gone.data?.removeSlots).toEqual({ code: 'NOT_FOUND', path: ['slotIds', '0'] });
  });
});

describe('NextFreeTimes', () => {
  /** The contract's document as far as it can be answered without results. */
  const document = (): DocumentNode => {
    const operation = contractOperations().find(({ name }) => name === 'NextFreeTimes');
    if (operation === undefined) throw new Error('The contract has NextFreeTimes');
    return visit(operation.document, { Field: ({ name }) => (name.value === 'bestTimes' ? null : undefined) });
  };

  it('tells slots and their next free turns, without those that posts have', async () => {
    const channelId = await here.channel();
    await addSlots(channelId);
    const before = await freeTimes(channelId, notBefore, 6);
    const postId = await writePost(here, 'Сабақ', [channelId]);
    await queue(postId, { notBefore });
    // By hand, at a slot's time of which nobody knows.
    const other = await writePost(here, 'Second', [channelId]);
    await move('schedulePost', { postId: other, at: wallOf(before[2] ?? '') });
    await world.shell.db.prisma.slotBooking.deleteMany({ where: { postId: rowOf(other) } });
    const { data, errors } = await here.gql<{ node: { slots: object[]; nextFreeSlots: { at: string }[] } }>(
      document(),
      {
        channelId,
        from: notBefore,
      },
    );
    expect(errors).toBeUndefined();
    expect(data?.node.slots).toMatchObject([monday, wednesday, friday]);
    expect(data?.node.nextFreeSlots.map(({ at }) => at).slice(0, 4)).toEqual([
      before[1],
      before[3],
      before[4],
      before[5],
    ]);
  });

  it('never names what has passed, and at most 100', async () => {
    const channelId = await here.channel();
    await addSlots(channelId);
    const [first = ''] = await freeTimes(channelId, '2020-01-01T00:00:00Z');
    expect(new Date(first).getTime()).toBeGreaterThan(Date.now());
    expect(await freeTimes(channelId, notBefore, 100)).toHaveLength(100);
    const { errors } = await here.gql(
      'query ($id: ID!, $from: DateTime!) { node(id: $id) { ... on Channel { nextFreeSlots(from: $from, first: 101) { at } } } }',
      { id: channelId, from: notBefore },
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('queuePost', () => {
  it('gives each channel its next slot, the post the earliest, and the deliveries these times', async () => {
    const [early, late] = [await here.channel(), await here.channel()];
    await addSlots(early, [monday]);
    await addSlots(late, [monday, friday]);
    // The first Monday and Friday of the second are taken.
    for (const text of ['One', 'Two']) await queue(await writePost(here, text, [late]), { notBefore });
    const postId = await writePost(here, 'Labrīt 🥐', [early, late]);
    const queued = await queue(postId, { notBefore });
    const times = queued?.variants.map(({ schedule }) => schedule.at) ?? [];
    expect(new Set(times).size).toBe(2);
    expect(queued).toMatchObject({
      state: 'SCHEDULED',
      schedule: { at: times.toSorted()[0], timeZone: 'Europe/Riga' },
    });
    expect(queued).toMatchObject({ variants: [{ channel: { id: early } }, { channel: { id: late } }] });
    const dueAt = (await world.shell.db.prisma.delivery.findMany({ where: { postId: rowOf(postId) } })).map((row) =>
      row.dueAt.toISOString(),
    );
    expect(dueAt.toSorted()).toEqual(times.toSorted());
  });

  it('runs the contract’s document', async () => {
    const channelId = await here.channel();
    await addSlots(channelId);
    const { data } = await here.gql(contractDocument('QueueIt'), {
      input: { postId: await writePost(here, 'x', [channelId]), notBefore },
    });
    expect(data?.queuePost).toMatchObject({ __typename: 'Post', state: 'SCHEDULED' });
  });

  it('keeps its slot when it is queued again, and takes another one from there on', async () => {
    const channelId = await here.channel();
    await addSlots(channelId);
    const postId = await writePost(here, 'x', [channelId]);
    const first = await queue(postId, { notBefore });
    expect((await queue(postId, { notBefore }))?.schedule).toEqual(first?.schedule);
    const later = new Date(new Date(first?.schedule.at ?? '').getTime() + 1).toISOString();
    const moved = await queue(postId, { notBefore: later });
    expect(moved?.schedule.at.localeCompare(first?.schedule.at ?? '')).toBe(1);
    expect((await freeTimes(channelId, notBefore))[0]).toBe(first?.schedule.at);
    expect(await bookings(postId)).toBe(1);
  });

  it('never gives two posts one slot, however many come at once', async () => {
    const channelId = await here.channel();
    await addSlots(channelId);
    const postIds: string[] = [];
    for (let index = 0; index < 20; index += 1)
      postIds.push(await writePost(here, `Nr. ${String(index)}`, [channelId]));
    const queued = await Promise.all(postIds.map((postId) => queue(postId, { notBefore })));
    expect(new Set(queued.map((each) => each?.__typename))).toEqual(new Set(['Post']));
    const times = queued.map((each) => each?.schedule.at ?? '').sort();
    expect(new Set(times).size).toBe(20);
    // And none is left out: the next free one comes after all of them.
    const [next = ''] = await freeTimes(channelId, notBefore);
    expect(next > (times.at(-1) ?? '')).toBe(true);
  }, 60_000);

  it('names the channels that have no slot, or none that is free, and leaves the post as it was', async () => {
    const [with_, without] = [await here.channel(), await here.channel()];
    await addSlots(with_, [monday]);
    const postId = await writePost(here, 'x', [with_, without]);
    expect(await queue(postId)).toMatchObject({
      __typename: 'NoFreeSlot',
      code: 'NO_FREE_SLOT',
      channels: [{ id: without }],
      message: expect.stringContaining('addSlots'),
    });
    expect(await bookings(postId)).toBe(0);
    const left = await here.gql('query ($id: ID!) { node(id: $id) { ... on Post { state schedule { at } } } }', {
      id: postId,
    });
    expect(left.data?.node).toEqual({ state: 'DRAFT', schedule: null });
  });

  it('asks what schedulePost asks', async () => {
    const channelId = await here.channel();
    await addSlots(channelId);
    expect(await queue(await writePost(here, '🥐'.repeat(501), [channelId]))).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    const postId = await writePost(here, 'x', [channelId]);
    expect(await queue(postId, { expectedRevision: 9 })).toMatchObject({ code: 'REVISION_CONFLICT' });
    expect(await queue(postId, { notBefore: '2300-01-01T00:00:00Z' })).toMatchObject({ code: 'VALIDATION_FAILED' });
    await world.shell.db.prisma.channel.update({
      where: { id: rowOf(channelId) },
      data: { status: 'NEEDS_RECONNECT' },
    });
    expect(await queue(postId)).toMatchObject({ code: 'CHANNEL_UNAVAILABLE' });
    expect(await queue('UG9zdDp4')).toMatchObject({ code: 'NOT_FOUND', path: ['postId'] });
  });
});

describe('a booked slot', () => {
  const queuedOn = async () => {
    const [first, second] = [await here.channel(), await here.channel()];
    await addSlots(first, [monday]);
    await addSlots(second, [friday]);
    const postId = await writePost(here, 'x', [first, second]);
    const queued = await queue(postId, { notBefore });
    return { postId, first, second, times: queued?.variants.map(({ schedule }) => schedule.at) ?? [] };
  };

  it('is free again when the post is unscheduled', async () => {
    const { postId, first, times } = await queuedOn();
    await move('unschedulePost', { postId });
    expect(await bookings(postId)).toBe(0);
    expect((await freeTimes(first, notBefore))[0]).toBe(times[0]);
  });

  it('is free again when the post is published, which leaves no channel a time of its own', async () => {
    const { postId } = await queuedOn();
    await move('publishPost', { postId });
    expect(await bookings(postId)).toBe(0);
    expect(
      await world.shell.db.prisma.postVariant.count({ where: { postId: rowOf(postId), scheduledAt: { not: null } } }),
    ).toBe(0);
  });

  it('is free again when the post gets another time, the same for all its channels', async () => {
    const { postId } = await queuedOn();
    const at = { localDateTime: `${String(year)}-05-01T09:01:00`, timeZone: 'Europe/Riga' };
    const { data } = await move('schedulePost', { postId, at });
    const time = { schedule: { at: `${String(year)}-05-01T06:01:00.000Z` } };
    expect(data?.schedulePost).toMatchObject({ variants: [time, time] });
    const due = await world.shell.db.prisma.delivery.findMany({ where: { postId: rowOf(postId) } });
    expect(due.map((row) => row.dueAt.toISOString())).toEqual([time.schedule.at, time.schedule.at]);
    expect(await bookings(postId)).toBe(0);
  });

  it('is free again when its channel is taken away, and the post’s time is that of those that are left', async () => {
    const { postId, first, second, times } = await queuedOn();
    const early = (times[0] ?? '') < (times[1] ?? '') ? first : second;
    const [, kept] = times.toSorted();
    await move('updatePost', { postId, removeChannelIds: [early] });
    const { data } = await here.gql(
      'query ($id: ID!) { node(id: $id) { ... on Post { state schedule { at } variants { schedule { at } } } } }',
      { id: postId },
    );
    expect(data?.node).toEqual({ state: 'SCHEDULED', schedule: { at: kept }, variants: [{ schedule: { at: kept } }] });
    expect(await bookings(postId)).toBe(1);
  });

  it('is taken by a post that is scheduled by hand at its time, and a second one may still stand there', async () => {
    const channelId = await here.channel();
    await addSlots(channelId, [monday]);
    const [at = '', next] = await freeTimes(channelId, notBefore);
    const [one, two] = [await writePost(here, 'one', [channelId]), await writePost(here, 'two', [channelId])];
    await move('schedulePost', { postId: one, at: wallOf(at) });
    const second = await move('schedulePost', { postId: two, at: wallOf(at) });
    expect(second.data?.schedulePost).toMatchObject({ state: 'SCHEDULED' });
    expect([await bookings(one), await bookings(two)]).toEqual([1, 0]);
    expect((await queue(await writePost(here, 'three', [channelId]), { notBefore }))?.schedule.at).toBe(next);
  });
});
