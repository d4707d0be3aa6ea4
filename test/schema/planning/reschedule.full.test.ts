import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../../support/documents.ts';
import { writeCampaign } from '../../support/plans.ts';
import { writePost } from '../../support/posts.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const rowOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';
const year = new Date().getUTCFullYear() + 1;
const at = (day: string, time = '18:00:00') => ({
  localDateTime: `${String(year)}-${day}T${time}`,
  timeZone: 'Europe/Riga',
});

const document = /* GraphQL */ `
  mutation ($input: ReschedulePostsInput!) {
    reschedulePosts(input: $input) {
      __typename
      ... on ReschedulePostsSuccess {
        results {
          outcome
          post {
            id
            state
            schedule {
              at
              latePolicy
            }
          }
          problem {
            __typename
            code
            message
            path
            ... on ValidationFailed {
              issues {
                code
                path
                fix
              }
            }
          }
        }
      }
      ... on Error {
        code
        path
      }
    }
  }
`;
interface Result {
  readonly outcome: string;
  readonly post: { readonly id: string; readonly state: string } | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
}
const reschedule = async (moves: readonly object[], input: object = {}, token?: string) =>
  (
    await here.gql<{ reschedulePosts: { __typename: string; results: readonly Result[] } }>(
      document,
      { input: { moves, ...input } },
      token,
    )
  ).data?.reschedulePosts;

const schedule = (postId: string, input: object = {}) =>
  here.gql('mutation ($input: SchedulePostInput!) { schedulePost(input: $input) { __typename } }', {
    input: { postId, at: at('03-01'), ...input },
  });
const inState = async (state: 'PUBLISHED' | 'CANCELLED' | 'IN_REVIEW' | 'FAILED') => {
  const postId = await writePost(here, state);
  await world.shell.db.prisma.post.update({ where: { id: rowOf(postId) }, data: { state } });
  return postId;
};

describe('reschedulePosts', () => {
  it('moves scheduled posts with their deliveries, and keeps what happens when they are late', async () => {
    const postId = await writePost(here, 'Rīts');
    await schedule(postId, { latePolicy: 'ASK' });
    const time = `${String(year)}-12-24T16:00:00.000Z`;
    expect(await reschedule([{ postId, at: at('12-24'), expectedRevision: 1 }])).toMatchObject({
      results: [
        { outcome: 'DONE', problem: null, post: { state: 'SCHEDULED', schedule: { at: time, latePolicy: 'ASK' } } },
      ],
    });
    const due = await world.shell.db.prisma.delivery.findMany({ where: { postId: rowOf(postId) } });
    expect(due.map((row) => [row.state, row.dueAt.toISOString(), row.latePolicy])).toEqual([
      ['PLANNED', time, 'ASK'],
      ['PLANNED', time, 'ASK'],
    ]);
  });

  it('plans what is still being made: it stays what it is, and nothing goes out', async () => {
    const [draft, review] = [await writePost(here, 'Черновик'), await inState('IN_REVIEW')];
    const result = await reschedule([draft, review].map((postId) => ({ postId, at: at('06-01') })));
    expect(result?.results.map(({ outcome, post }) => [outcome, post?.state])).toEqual([
      ['DONE', 'DRAFT'],
      ['DONE', 'IN_REVIEW'],
    ]);
    expect(await world.shell.db.prisma.delivery.count({ where: { postId: rowOf(draft) } })).toBe(0);
    // What is planned can lose its time again, once, and be scheduled.
    const unschedule = async (postId: string) =>
      (
        await here.gql(
          'mutation ($id: ID!) { unschedulePost(input: { postId: $id }) { __typename ... on Post { state allowedActions schedule { at } } } }',
          { id: postId },
        )
      ).data?.unschedulePost;
    expect(await unschedule(review)).toEqual({
      __typename: 'Post',
      state: 'IN_REVIEW',
      allowedActions: expect.not.arrayContaining(['UNSCHEDULE']) as string[],
      schedule: null,
    });
    expect(await unschedule(review)).toMatchObject({ __typename: 'WrongState' });
    await schedule(draft);
    expect(await reschedule([{ postId: draft, at: at('06-02') }])).toMatchObject({
      results: [{ outcome: 'DONE', post: { state: 'SCHEDULED' } }],
    });
  });

  it('sends what failed again at its new time', async () => {
    const result = await reschedule([{ postId: await inState('FAILED'), at: at('06-01') }]);
    expect(result?.results).toMatchObject([{ outcome: 'DONE', post: { state: 'SCHEDULED' } }]);
  });

  it('judges each by itself and says of each why not', async () => {
    const [good, conflict, past, skipped, tooLong] = [
      await writePost(here, 'good'),
      await writePost(here, 'conflict'),
      await writePost(here, 'past'),
      await writePost(here, 'skipped'),
      await writePost(here, 'fits'),
    ];
    await schedule(tooLong);
    await world.shell.db.prisma.post.update({ where: { id: rowOf(tooLong) }, data: { text: '🥐'.repeat(501) } });
    const moves = [
      { postId: good, at: at('06-01') },
      { postId: conflict, at: at('06-01'), expectedRevision: 7 },
      { postId: past, at: { localDateTime: '2020-01-01T09:00:00', timeZone: 'Europe/Riga' } },
      { postId: skipped, at: { localDateTime: '2027-03-28T03:30:00', timeZone: 'Europe/Riga' } },
      { postId: await inState('PUBLISHED'), at: at('06-01') },
      { postId: await inState('CANCELLED'), at: at('06-01') },
      { postId: tooLong, at: at('06-01') },
      { postId: 'UG9zdDp4', at: at('06-01') },
      { postId: good, at: at('06-02') },
    ];
    const result = await reschedule(moves, { idempotencyKey: 'mixed' });
    expect(result?.results).toMatchObject([
      { outcome: 'DONE' },
      { outcome: 'FAILED', problem: { code: 'REVISION_CONFLICT', path: ['moves', '1', 'expectedRevision'] } },
      {
        outcome: 'FAILED',
        problem: { issues: [{ code: 'TIME_IN_PAST', path: ['moves', '2', 'at', 'localDateTime'] }] },
      },
      {
        outcome: 'FAILED',
        problem: { issues: [{ code: 'LOCAL_DATE_TIME_SKIPPED', fix: expect.stringMatching(/\w/) }] },
      },
      { outcome: 'SKIPPED', post: { state: 'PUBLISHED' }, problem: { __typename: 'WrongState' } },
      { outcome: 'SKIPPED', post: { state: 'CANCELLED' }, problem: { __typename: 'WrongState' } },
      {
        outcome: 'FAILED',
        problem: {
          code: 'VALIDATION_FAILED',
          path: ['moves', '6', 'content', 'text'],
          issues: [{ path: ['moves', '6', 'content', 'text'] }, { path: ['moves', '6', 'content', 'text'] }],
        },
      },
      { outcome: 'FAILED', post: null, problem: { code: 'NOT_FOUND', path: ['moves', '7', 'postId'] } },
      { outcome: 'FAILED', problem: { issues: [{ code: 'POST_TWICE' }] } },
    ]);
    expect(result?.results[4]?.problem?.message).toContain('gone out');
    // The same call again: what was moved was moved, and of the others is said what holds.
    expect(await reschedule(moves, { idempotencyKey: 'mixed' })).toEqual(result);
  });

  it('names the move also where a campaign or a channel is against it', async () => {
    const [ended, cut] = [await writePost(here, 'ended'), await writePost(here, 'cut', [await here.channel()])];
    await schedule(ended);
    await schedule(cut);
    const { prisma } = world.shell.db;
    const campaignId = rowOf(await writeCampaign(world, here.id));
    await prisma.campaign.update({
      where: { id: campaignId },
      data: { state: 'ACTIVE', periodTo: new Date(Date.UTC(year, 3, 1)) },
    });
    await prisma.post.update({ where: { id: rowOf(ended) }, data: { campaignId } });
    await prisma.channel.updateMany({
      where: { variants: { some: { postId: rowOf(cut) } } },
      data: { status: 'NEEDS_RECONNECT' },
    });
    const result = await reschedule([ended, cut].map((postId) => ({ postId, at: at('06-01') })));
    expect(result?.results).toMatchObject([
      { problem: { issues: [{ code: 'POST_AFTER_CAMPAIGN_END', path: ['moves', '0', 'at'] }] } },
      { problem: { code: 'CHANNEL_UNAVAILABLE', path: ['moves', '1', 'variants', '0', 'channelId'] } },
    ]);
  });

  it('takes at most 100 at once', async () => {
    const moves = Array.from({ length: 101 }, () => ({ postId: 'UG9zdDp4', at: at('06-01') }));
    expect(await reschedule(moves)).toMatchObject({ __typename: 'ValidationFailed', path: ['moves'] });
  });

  it('lets two who move the same posts in different orders wait for each other', async () => {
    const postIds: string[] = [];
    for (let index = 0; index < 12; index += 1) postIds.push(await writePost(here, String(index)));
    for (const postId of postIds) await schedule(postId);
    const moves = (ids: readonly string[], day: string) => ids.map((postId) => ({ postId, at: at(day) }));
    const both = await Promise.all([
      reschedule(moves(postIds, '07-01')),
      reschedule(moves(postIds.toReversed(), '08-01')),
    ]);
    for (const each of both) expect(each?.results.every(({ outcome }) => outcome === 'DONE')).toBe(true);
    const rows = await world.shell.db.prisma.post.findMany({ where: { id: { in: postIds.map(rowOf) } } });
    expect(new Set(rows.map(({ scheduledAt }) => scheduledAt?.getTime())).size).toBe(1);
  });

  it('moves nothing that goes to channels of others', async () => {
    const limited = await here.member('CONTENT_MANAGER', [here.channels[1]]);
    const [half, other, own] = [
      await writePost(here, 'half'),
      await writePost(here, 'other', [here.channelIds[0]]),
      await writePost(here, 'own', [here.channelIds[1]]),
    ];
    const result = await reschedule(
      [half, other, own].map((postId) => ({ postId, at: at('06-01') })),
      {},
      limited,
    );
    expect(result?.results.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
      ['FAILED', 'NOT_FOUND'],
      ['FAILED', 'NOT_FOUND'],
      ['DONE', undefined],
    ]);
  });

  it('runs the contract’s document', async () => {
    const { data } = await here.gql(contractDocument('MoveMany'), {
      input: { moves: [{ postId: await writePost(here, 'x'), at: at('12-24'), expectedRevision: 1 }] },
    });
    expect(data?.reschedulePosts).toMatchObject({ results: [{ outcome: 'DONE', problem: null }] });
  });
});

describe('duplicatePost', () => {
  const read = /* GraphQL */ `
    fragment Copied on Post {
      id
      title
      state
      revision
      tags
      paidPartnership
      content {
        text
        link
        media {
          altText
        }
      }
      variants {
        channel {
          id
        }
        content {
          text
        }
        firstComment
        inherits
      }
      schedule {
        at
      }
      deliveries {
        id
      }
    }
  `;
  const duplicate = async (input: object, token?: string) =>
    (
      await here.gql<{ duplicatePost: object }>(
        `${read} mutation ($input: DuplicatePostInput!) {
          duplicatePost(input: $input) { __typename ... on Post { ...Copied } ... on Error { code path } }
        }`,
        { input },
        token,
      )
    ).data?.duplicatePost;

  const original = async () => {
    const { data } = await here.gql<{ createPost: { id: string } }>(
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
      {
        input: {
          title: 'Жұма',
          content: { text: 'Нан 🥐', media: [{ assetId: here.assetGlobalId, altText: 'Door' }] },
          variants: [
            { channelId: here.channelIds[0], content: { text: 'Own' }, firstComment: 'First!' },
            { channelId: here.channelIds[1] },
          ],
          tags: ['maize'],
          paidPartnership: true,
        },
      },
    );
    return data?.createPost.id ?? '';
  };

  it('writes the same as a new draft, without its time and what became of it', async () => {
    const postId = await original();
    const { data } = await here.gql<{ node: { id: string } }>(
      `${read} query ($id: ID!) { node(id: $id) { ...Copied } }`,
      {
        id: postId,
      },
    );
    await schedule(postId);
    const copy = (await duplicate({ postId })) as { id: string };
    expect(copy).toEqual({ ...data?.node, __typename: 'Post', id: copy.id });
    expect(copy.id).not.toBe(postId);
    expect(copy).toMatchObject({ state: 'DRAFT', revision: 1, schedule: null, deliveries: [], title: 'Жұма' });
    const rows = await world.shell.db.prisma.post.findMany({
      where: { id: { in: [rowOf(postId), rowOf(copy.id)] } },
      select: { searchStems: true, revisions: { select: { number: true } } },
    });
    expect(rows[0]).toEqual(rows[1]);
  });

  it('goes to other channels, which inherit everything, and keeps what differs only where a channel stays', async () => {
    const third = await here.channel();
    const copy = await duplicate({ postId: await original(), channelIds: [third, here.channelIds[0]], title: null });
    expect(copy).toMatchObject({
      title: null,
      variants: [
        { channel: { id: third }, content: { text: 'Нан 🥐' }, firstComment: null },
        { channel: { id: here.channelIds[0] }, content: { text: 'Own' }, firstComment: 'First!' },
      ],
    });
  });

  it('shows nobody what is on channels of others', async () => {
    const limited = await here.member('CONTENT_MANAGER', [here.channels[1]]);
    const postId = await original();
    expect(await duplicate({ postId }, limited)).toMatchObject({ code: 'NOT_FOUND', path: ['postId'] });
    const own = await duplicate({ postId, channelIds: [here.channelIds[1]] }, limited);
    expect(own).toMatchObject({ state: 'DRAFT', variants: [{ content: { text: 'Нан 🥐' } }] });
    expect(await duplicate({ postId, channelIds: [here.channelIds[0]] }, limited)).toMatchObject({
      code: 'NOT_FOUND',
      path: ['channelIds', '0'],
    });
    expect(await duplicate({ postId, channelIds: [here.channelIds[1], here.channelIds[1]] })).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});
