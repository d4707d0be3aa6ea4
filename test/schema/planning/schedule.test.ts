import { beforeAll, describe, expect, it } from 'vitest';
import { writePost } from '../../support/posts.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const post = (text = 'First') => writePost(here, text);

const update = /* GraphQL */ `
  mutation ($input: UpdatePostInput!) {
    updatePost(input: $input) {
      __typename
      ... on Post {
        state
        revision
      }
    }
  }
`;

const schedule = /* GraphQL */ `
  mutation ($input: SchedulePostInput!) {
    schedulePost(input: $input) {
      __typename
      ... on Post {
        state
        allowedActions
        schedule {
          at
          timeZone
          localDateTime
          latePolicy
        }
        deliveries {
          state
          dueAt
        }
      }
      ... on WrongState {
        stands: state
        possible: allowedActions
      }
      ... on Error {
        code
        path
        message
      }
      ... on ValidationFailed {
        issues {
          code
          path
          fix
          parameters {
            name
            value
          }
        }
      }
    }
  }
`;
const nextYear = new Date().getUTCFullYear() + 1;
const winter = { localDateTime: `${String(nextYear)}-01-15T09:00:00`, timeZone: 'Europe/Riga' };

describe('schedulePost', () => {
  it('keeps instant, zone and wall time together and plans a delivery for each channel', async () => {
    const { data } = await here.gql(schedule, { input: { postId: await post(), at: winter, latePolicy: 'ASK' } });
    const at = `${String(nextYear)}-01-15T07:00:00.000Z`;
    expect(data?.schedulePost).toEqual({
      __typename: 'Post',
      state: 'SCHEDULED',
      allowedActions: ['EDIT', 'SCHEDULE', 'QUEUE', 'UNSCHEDULE', 'PUBLISH', 'DUPLICATE'],
      schedule: { at, timeZone: 'Europe/Riga', localDateTime: winter.localDateTime, latePolicy: 'ASK' },
      deliveries: [
        { state: 'PLANNED', dueAt: at },
        { state: 'PLANNED', dueAt: at },
      ],
    });
  });

  it.each([
    [
      'a time in the past',
      { localDateTime: '2020-01-01T09:00:00', timeZone: 'Europe/Riga' },
      'TIME_IN_PAST',
      'localDateTime',
    ],
    [
      'a time that the clocks skip',
      { localDateTime: '2027-03-28T03:30:00', timeZone: 'Europe/Riga' },
      'LOCAL_DATE_TIME_SKIPPED',
      'localDateTime',
    ],
    [
      'a time that the clocks show twice',
      { localDateTime: '2027-10-31T03:30:00', timeZone: 'Europe/Riga' },
      'LOCAL_DATE_TIME_AMBIGUOUS',
      'localDateTime',
    ],
    [
      'an offset that is not of that time',
      { localDateTime: '2027-10-31T03:30:00', timeZone: 'Europe/Riga', offset: '+05:00' },
      'OFFSET_WRONG',
      'offset',
    ],
    [
      'an unknown zone',
      { localDateTime: '2027-05-01T09:00:00', timeZone: 'Europe/Atlantis' },
      'TIME_ZONE_UNKNOWN',
      'timeZone',
    ],
    [
      'a bare offset for a zone',
      { localDateTime: '2027-05-01T09:00:00', timeZone: '+03:00' },
      'TIME_ZONE_UNKNOWN',
      'timeZone',
    ],
    [
      'a day that does not exist',
      { localDateTime: '2027-02-30T09:00:00', timeZone: 'Europe/Riga' },
      'LOCAL_DATE_TIME_INVALID',
      'localDateTime',
    ],
  ])('refuses %s with a fix and schedules nothing', async (_, at, code, field) => {
    const postId = await post();
    const { data } = await here.gql(schedule, { input: { postId, at } });
    expect(data?.schedulePost).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [{ code, path: ['at', field], fix: expect.stringMatching(/\w/) }],
    });
    const left = await here.gql(
      'query ($id: ID!) { node(id: $id) { ... on Post { state schedule { at } deliveries { id } } } }',
      { id: postId },
    );
    expect(left.data?.node).toEqual({ state: 'DRAFT', schedule: null, deliveries: [] });
  });

  it('takes the time that is shown twice with the offset that says which', async () => {
    const at = { localDateTime: '2027-10-31T03:30:00', timeZone: 'Europe/Riga', offset: '+02:00' };
    const { data } = await here.gql(schedule, { input: { postId: await post(), at } });
    expect(data?.schedulePost).toMatchObject({ schedule: { at: '2027-10-31T01:30:00.000Z' } });
  });

  it('refuses a text over the network’s limit, at its place and with how much it is over', async () => {
    const { data } = await here.gql(schedule, { input: { postId: await post('🥐'.repeat(501)), at: winter } });
    expect(data?.schedulePost).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [
        {
          code: 'TEXT_TOO_LONG',
          path: ['content', 'text'],
          parameters: expect.arrayContaining([
            { name: 'limit', value: '500' },
            { name: 'actual', value: '501' },
          ]),
        },
        { code: 'TEXT_TOO_LONG' },
      ],
    });
  });

  it('moves a scheduled post with all its deliveries, and takes the time away again', async () => {
    const postId = await post();
    await here.gql(schedule, { input: { postId, at: winter } });
    const later = { ...winter, localDateTime: `${String(nextYear)}-07-15T09:00:00` };
    const moved = await here.gql(schedule, { input: { postId, at: later } });
    const at = `${String(nextYear)}-07-15T06:00:00.000Z`;
    expect(moved.data?.schedulePost).toMatchObject({ deliveries: [{ dueAt: at }, { dueAt: at }] });
    const unscheduled = await here.gql(
      'mutation ($id: ID!) { unschedulePost(input: { postId: $id }) { ... on Post { state schedule { at } deliveries { state } } } }',
      { id: postId },
    );
    expect(unscheduled.data?.unschedulePost).toEqual({
      state: 'DRAFT',
      schedule: null,
      deliveries: [{ state: 'CANCELLED' }, { state: 'CANCELLED' }],
    });
    const again = await here.gql(schedule, { input: { postId, at: winter } });
    expect(again.data?.schedulePost).toMatchObject({ deliveries: [{ state: 'PLANNED' }, { state: 'PLANNED' }] });
  });

  it('lets a scheduled post be edited only into one that can go out', async () => {
    const postId = await post();
    await here.gql(schedule, { input: { postId, at: winter } });
    const tooLong = await here.gql(update, { input: { postId, content: { text: 'x'.repeat(501) } } });
    expect(tooLong.data?.updatePost).toMatchObject({ __typename: 'ValidationFailed' });
    const fine = await here.gql(update, { input: { postId, content: { text: 'Short' } } });
    expect(fine.data?.updatePost).toMatchObject({ state: 'SCHEDULED', revision: 2 });
    const revisions = await world.shell.db.prisma.delivery.findMany({
      where: { post: { title: 'T', revision: 2, text: 'Short' } },
      select: { revision: true },
    });
    expect(revisions).toEqual([{ revision: 2 }, { revision: 2 }]);
  });

  it('refuses what the life cycle does not allow, with what it does', async () => {
    const postId = await post();
    const rowId = Buffer.from(postId, 'base64').toString().slice('Post:'.length);
    await world.shell.db.prisma.post.update({ where: { id: rowId }, data: { state: 'ARCHIVED' } });
    const { data } = await here.gql(schedule, { input: { postId, at: winter } });
    expect(data?.schedulePost).toMatchObject({ __typename: 'WrongState', stands: 'ARCHIVED', possible: ['DUPLICATE'] });
  });

  it('refuses a channel that must be reconnected', async () => {
    const elsewhere = await world.workspace();
    const postId = await writePost(elsewhere, 'x');
    await world.shell.db.prisma.channel.update({
      where: { id: elsewhere.channels[1] },
      data: { status: 'NEEDS_RECONNECT' },
    });
    const { data } = await elsewhere.gql(
      'mutation ($input: PublishPostInput!) { publishPost(input: $input) { __typename ... on ChannelUnavailable { path channel { name status } } } }',
      { input: { postId } },
    );
    expect(data?.publishPost).toEqual({
      __typename: 'ChannelUnavailable',
      path: ['variants', '1', 'channelId'],
      channel: { name: 'Nomad Coffee', status: 'NEEDS_RECONNECT' },
    });
  });
});

describe('validatePost', () => {
  it('says everything at once, each with its place, channel, size and fix', async () => {
    const { data } = await here.gql(
      `query ($postId: ID!, $at: WallTimeInput!) {
        validatePost(postId: $postId, at: $at) { publishable issues { code severity path limit actual fix channel { name } } }
      }`,
      { postId: await post('x'.repeat(501)), at: { localDateTime: '2020-01-01T09:00:00', timeZone: 'Europe/Riga' } },
    );
    expect(data?.validatePost).toMatchObject({
      publishable: false,
      issues: [
        { code: 'TIME_IN_PAST', severity: 'ERROR', path: ['at', 'localDateTime'], channel: null },
        {
          code: 'TEXT_TOO_LONG',
          severity: 'ERROR',
          path: ['content', 'text'],
          limit: 500,
          actual: 501,
          channel: { name: 'Rīta Maize' },
        },
        { code: 'TEXT_TOO_LONG', channel: { name: 'Nomad Coffee' } },
        { code: 'SAME_TEXT_ON_NETWORK', severity: 'WARNING', channel: { name: 'Nomad Coffee' } },
      ],
    });
  });
});
