import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { texts } from '../../domain/texts.ts';
import { contractDocument } from '../../support/documents.ts';
import {
  december,
  planFields,
  rowOf,
  runPlanning,
  writeCampaign,
  writeStrategy,
  year,
  type PlanAnswer,
} from '../../support/plans.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const make = (name: string, input: object, of = here) => runPlanning(of, name, input);
const template = (entries: readonly object[]) => make('createPlanTemplate', { name: 'Месяц', entries });

const slot = (channel: string, weekday: 'MONDAY' | 'FRIDAY', localTime: string) =>
  world.shell.db.prisma.slot.create({
    data: { id: uuid(), channelId: rowOf(channel), weekday, localTime, timeZone: 'Europe/Riga' },
  });

describe('a content plan from a template', () => {
  it('runs the document MakePlanFromTemplate: drafts with a planned time, under the strategy, and nothing goes out', async () => {
    const { strategyId, pillarId, id } = await writeStrategy(world, here.id);
    const made = await template(
      Object.values(texts).map((text, index) => ({
        ...{
          dayOffset: index * 7,
          localTime: '09:30',
          title: text,
          text,
          link: 'https://example.com',
          tags: ['#Maize'],
        },
        ...{ pillar: 'Рецепты', principles: ['REWARD'], channelIds: here.channelIds },
      })),
    );
    const source = { templateId: made.id };
    const input = { name: 'December', period: december, strategyId, source };
    const { data, errors } = await here.gql<{ createContentPlan: PlanAnswer }>(
      contractDocument('MakePlanFromTemplate'),
      {
        input,
      },
    );
    expect(errors).toBeUndefined();
    expect(data?.createContentPlan).toMatchObject({
      ...{ __typename: 'ContentPlan', name: 'December', period: december },
      posts: {
        nodes: Object.values(texts).map((title, index) => ({
          title,
          schedule: { at: `${String(year)}-12-${String(1 + index * 7).padStart(2, '0')}T07:30:00.000Z` },
          pillar: { id: pillarId },
        })),
      },
      balance: [{ pillar: { name: 'Рецепты' }, targetShare: null, plannedShare: 1, publishedShare: null }],
    });
    const { prisma } = world.shell.db;
    const posts = await prisma.post.findMany({
      where: { planId: rowOf(data?.createContentPlan.id ?? '') },
      include: { revisions: true, variants: true, deliveries: true },
      orderBy: { scheduledAt: 'asc' },
    });
    expect(posts).toHaveLength(4);
    for (const post of posts) {
      expect(post).toMatchObject({
        ...{ state: 'DRAFT', latePolicy: 'PUBLISH_LATE', strategyId: id, strategyRevision: 4, tags: ['Maize'] },
        ...{ principles: ['REWARD'], deliveries: [], scheduleTimeZone: 'Europe/Riga' },
        revisions: [{ number: 1, content: { text: post.text, variants: [{}, {}] } }],
      });
      expect(post.variants.map(({ channelId }) => channelId).sort()).toEqual([...here.channels].sort());
      expect(post.searchText).not.toBe('');
    }
  });

  it('is found by search and scheduled like any other draft', async () => {
    const made = await template([
      { dayOffset: 3, localTime: '10:00', text: 'Хрустящая булочка', channelIds: [here.channelIds[0]] },
    ]);
    const plan = await make('createContentPlan', { name: 'Поиск', period: december, source: { templateId: made.id } });
    const postId = plan.posts.nodes[0]?.id;
    const { data, errors } = await here.gql(
      '{ workspace { posts(filter: { text: "хрустящие булочки" }) { nodes { id } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ workspace: { posts: { nodes: [{ id: postId }] } } });
    const at = { localDateTime: `${String(year)}-12-05T10:00:00`, timeZone: 'Europe/Riga' };
    const scheduled = await here.gql(
      'mutation ($input: SchedulePostInput!) { schedulePost(input: $input) { ... on Post { state schedule { localDateTime } deliveries { state } } } }',
      { input: { postId, at } },
    );
    expect(scheduled.data).toEqual({
      schedulePost: {
        state: 'SCHEDULED',
        schedule: { localDateTime: at.localDateTime },
        deliveries: [{ state: 'PLANNED' }],
      },
    });
  });

  it('loses nothing of a template whose channels are gone: it is made without them and says so', async () => {
    const there = await world.workspace();
    const gone = await there.channel();
    const entries = [
      { dayOffset: 0, localTime: '09:00', title: 'Both', channelIds: [there.channelIds[0], gone] },
      { dayOffset: 1, title: 'None left', channelIds: [gone], pillar: 'Рецепты' },
      { dayOffset: 40, title: 'Too late', channelIds: [] },
    ];
    const made = await make('createPlanTemplate', { name: 'T', entries }, there);
    await there.gql('mutation ($id: ID!) { disconnectChannel(input: { channelId: $id }) { __typename } }', {
      id: gone,
    });
    const input = { name: 'P', period: december, source: { templateId: made.id } };
    const plan = await make('createContentPlan', input, there);
    expect(plan.posts.nodes.map(({ title, variants }) => [title, variants.map(({ channel }) => channel.id)])).toEqual([
      ['Both', [there.channelIds[0]]],
      ['None left', []],
    ]);
    expect(plan.notices.map(({ code, post }) => [code, post?.title ?? null])).toEqual([
      ['CHANNEL_UNAVAILABLE', 'Both'],
      ['CHANNEL_UNAVAILABLE', 'None left'],
      ['PILLAR_MISSING', 'None left'],
      ['ENTRY_AFTER_PERIOD', null],
    ]);
    await world.shell.db.prisma.channel.delete({ where: { id: rowOf(gone) } });
    const again = await make('createContentPlan', input, there);
    expect(again.notices.map(({ code }) => code)).toEqual([
      'CHANNEL_GONE',
      'CHANNEL_GONE',
      'PILLAR_MISSING',
      'ENTRY_AFTER_PERIOD',
    ]);
    const { data } = await there.gql(
      'query ($id: ID!) { node(id: $id) { ... on PlanTemplate { entries { channels { id } missingChannels } } } }',
      { id: made.id },
    );
    expect(data?.node).toEqual({
      entries: [
        { channels: [{ id: there.channelIds[0] }], missingChannels: 1 },
        { channels: [], missingChannels: 1 },
        { channels: [], missingChannels: 0 },
      ],
    });
    const limited = await there.member('CONTENT_MANAGER', [there.channels[0]]);
    const seen = await there.gql<{ node: PlanAnswer }>(
      `query ($id: ID!) { node(id: $id) { ...plan } } ${planFields}`,
      { id: plan.id },
      limited,
    );
    expect(seen.data?.node).toMatchObject({ allowedActions: [], notices: [], posts: { totalCount: 1 } });
  });

  it('takes as few statements for 300 posts as for 3', async () => {
    const entries = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        dayOffset: index % 31,
        localTime: '12:00',
        text: texts.Kazakh,
        channelIds: here.channelIds,
      }));
    const statements = async (count: number) => {
      const { id } = await template(entries(count));
      const { prisma } = world.shell.db;
      let asked = 0;
      const counting = prisma.$extends({ query: { $allOperations: ({ args, query }) => (asked++, query(args)) } });
      const { createContentPlan } = await import('../../../src/app/planning/plan.ts');
      const ctx = await here.ctx();
      await createContentPlan(
        { ...ctx, db: { ...ctx.db, prisma: counting as unknown as typeof prisma } }, // the same client, counted
        { idempotencyKey: null, name: 'x', period: december, source: { kind: 'TEMPLATE', templateId: rowOf(id) } },
      );
      return asked;
    };
    const few = await statements(3);
    expect(few).toBeGreaterThan(5);
    expect(await statements(300)).toBe(few);
  });
});

describe('a content plan from slots', () => {
  it('makes a booked draft for each free time, one for channels with the same time, and leaves the rest to others', async () => {
    const there = await world.workspace();
    const [first, second] = there.channelIds;
    for (const channel of [first, second]) await slot(channel, 'MONDAY', '09:00');
    const friday = await slot(second, 'FRIDAY', '18:00');
    const input = (name: string) => ({ name, period: december, source: { slotsOfChannelIds: [first, second] } });
    const plans = await Promise.all([
      make('createContentPlan', input('one'), there),
      make('createContentPlan', input('two'), there),
    ]);
    const times = plans.flatMap(({ posts }) => posts.nodes.map(({ schedule }) => schedule?.at ?? ''));
    expect(new Set(times).size).toBe(times.length);
    const bookings = await world.shell.db.prisma.slotBooking.findMany({
      where: { slot: { channel: { workspaceId: there.id } } },
    });
    const monday = plans.flatMap(({ posts }) => posts.nodes).filter(({ variants }) => variants.length === 2);
    expect(bookings).toHaveLength(times.length + monday.length);
    expect(monday.every(({ schedule }) => schedule?.localDateTime.endsWith('T09:00:00'))).toBe(true);
    expect(bookings.filter(({ slotId }) => slotId === friday.id)).toHaveLength(times.length - monday.length);
    const told = plans.flatMap(({ notices }) => notices.map(({ code }) => code));
    expect(told).toEqual(['SLOTS_TAKEN', 'SLOTS_TAKEN']);
    const { data } = await there.gql<{ queuePost: { schedule: { at: string } } }>(
      'mutation ($input: QueuePostInput!) { queuePost(input: $input) { ... on Post { schedule { at } } ... on Error { code } } }',
      {
        input: {
          postId: await (async () => {
            const made = await there.gql<{ createPost: { id: string } }>(
              'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
              { input: { content: { text: 'x' }, variants: [{ channelId: second }] } },
            );
            return made.data?.createPost.id;
          })(),
          notBefore: `${december.from}T00:00:00Z`,
        },
      },
    );
    expect(data?.queuePost.schedule.at.slice(0, 4)).toBe(String(year + 1));
  });

  it('is refused where there are no slots, and names channels that are not there', async () => {
    const channel = await here.channel();
    const refused = await make('createContentPlan', {
      name: 'x',
      period: december,
      source: { slotsOfChannelIds: [channel] },
    });
    expect(refused).toMatchObject({ __typename: 'ValidationFailed', issues: [{ code: 'NO_SLOTS' }] });
    const elsewhere = await world.workspace();
    const foreign = { slotsOfChannelIds: [channel, elsewhere.channelIds[0]] };
    expect(await make('createContentPlan', { name: 'x', period: december, source: foreign })).toMatchObject({
      __typename: 'NotFound',
      path: ['source', 'slotsOfChannelIds', '1'],
    });
  });
});

describe('a content plan', () => {
  it('may be empty, follows its campaign’s strategy, and is listed by strategy, campaign and period', async () => {
    const { id, strategyId } = await writeStrategy(world, here.id);
    const campaignId = await writeCampaign(world, here.id, id);
    const plan = await make('createContentPlan', {
      name: texts.Kazakh,
      note: texts.Latvian,
      period: december,
      campaignId,
    });
    expect(plan).toMatchObject({
      ...{ name: texts.Kazakh, note: texts.Latvian, revision: 1, allowedActions: ['EDIT', 'DELETE'], notices: [] },
      ...{ strategy: { name: 'Kāpēc mēs' }, strategyRevision: 4, campaign: { name: 'Рождество' } },
      ...{ author: { displayName: 'Ilze Bērziņa' }, posts: { totalCount: 0 } },
    });
    const list =
      'query ($filter: ContentPlanFilterInput) { workspace { contentPlans(filter: $filter) { totalCount nodes { id } } } }';
    const found = async (filter: object) => {
      const { data, errors } = await here.gql<{ workspace: { contentPlans: { nodes: { id: string }[] } } }>(list, {
        filter,
      });
      return errors?.[0]?.extensions.code ?? data?.workspace.contentPlans.nodes.map((each) => each.id);
    };
    expect(await found({ campaignId })).toEqual([plan.id]);
    expect(await found({ strategyId })).toEqual([plan.id]);
    expect(
      await found({ campaignId, period: { from: `${String(year)}-12-31`, to: `${String(year + 1)}-02-01` } }),
    ).toEqual([plan.id]);
    expect(
      await found({ campaignId, period: { from: `${String(year + 1)}-01-01`, to: `${String(year + 1)}-02-01` } }),
    ).toEqual([]);
    expect(await found({ period: { from: '2026-02-02', to: '2026-02-01' } })).toBe('BAD_USER_INPUT');
  });

  it('is changed by one of two editors at once; what is absent stays and null clears', async () => {
    const { strategyId } = await writeStrategy(world, here.id);
    const plan = await make('createContentPlan', { name: 'a', note: 'n', period: december, strategyId });
    const edit = (name: string) => make('updateContentPlan', { contentPlanId: plan.id, expectedRevision: 1, name });
    const answers = await Promise.all([edit('b'), edit('c')]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['ContentPlan', 'RevisionConflict']);
    expect(answers).toContainEqual(expect.objectContaining({ currentRevision: 2 }));
    const cleared = await make('updateContentPlan', { contentPlanId: plan.id, note: null, strategyId: null });
    expect(cleared).toMatchObject({
      note: null,
      strategy: null,
      strategyRevision: null,
      revision: 3,
      period: december,
    });
    expect(await make('updateContentPlan', { contentPlanId: plan.id, name: null })).toMatchObject({
      issues: [{ code: 'EMPTY', path: ['name'] }],
    });
  });

  it('leaves its posts where it is deleted, and tells of it', async () => {
    const made = await template([
      { dayOffset: 0, localTime: '10:00', title: 'stays', channelIds: [here.channelIds[0]] },
    ]);
    const plan = await make('createContentPlan', { name: 'gone', period: december, source: { templateId: made.id } });
    const stale = await make('deleteContentPlan', { contentPlanId: plan.id, expectedRevision: 9 });
    expect(stale.__typename).toBe('RevisionConflict');
    expect(await make('deleteContentPlan', { contentPlanId: plan.id })).toMatchObject({ contentPlanId: plan.id });
    const { data } = await here.gql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [plan.id, plan.posts.nodes[0]?.id],
    });
    expect(data?.nodes).toEqual([null, { id: plan.posts.nodes[0]?.id }]);
    expect(await make('updateContentPlan', { contentPlanId: plan.id, name: 'x' })).toMatchObject({
      __typename: 'NotFound',
      path: ['contentPlanId'],
    });
    const events = await world.shell.db.prisma.event.findMany({
      where: { workspaceId: here.id, subjectId: rowOf(plan.id) },
      orderBy: { number: 'asc' },
    });
    expect(events.map(({ type }) => type)).toEqual(['CONTENT_PLAN_CREATED', 'CONTENT_PLAN_DELETED']);
  });

  it('is refused with everything that is wrong, and with what is not of this workspace', async () => {
    const reversed = { from: december.to, to: december.from };
    expect(await make('createContentPlan', { name: ' ', period: reversed })).toMatchObject({
      issues: [
        { code: 'EMPTY', path: ['name'] },
        { code: 'PERIOD_REVERSED', path: ['period', 'to'] },
      ],
    });
    const long = { from: `${String(year)}-01-01`, to: `${String(year + 1)}-12-31` };
    expect(await make('createContentPlan', { name: 'x', period: long })).toMatchObject({
      issues: [{ code: 'PERIOD_TOO_LONG', path: ['period'] }],
    });
    const elsewhere = await world.workspace();
    const theirs = await writeStrategy(world, elsewhere.id);
    const refused = (input: object) => make('createContentPlan', { name: 'x', period: december, ...input });
    expect(await refused({ strategyId: theirs.strategyId })).toMatchObject({
      __typename: 'NotFound',
      path: ['strategyId'],
    });
    expect(await refused({ campaignId: await writeCampaign(world, elsewhere.id) })).toMatchObject({
      path: ['campaignId'],
    });
    expect(await refused({ source: { templateId: 'nonsense' } })).toMatchObject({ path: ['source', 'templateId'] });
    const own = await writeStrategy(world, here.id);
    const other = await writeStrategy(world, here.id);
    expect(
      await refused({ strategyId: own.strategyId, campaignId: await writeCampaign(world, here.id, other.id) }),
    ).toMatchObject({
      issues: [{ code: 'STRATEGIES_DIFFER', path: ['strategyId'] }],
    });
  });

  it('is for who sees all channels; a creator and a client see only plans with posts of theirs', async () => {
    const there = await world.workspace();
    const plan = await make('createContentPlan', { name: 'x', period: december }, there);
    const limited = await there.member('CONTENT_MANAGER', [there.channels[0]]);
    const { errors } = await there.gql(
      'mutation ($input: CreateContentPlanInput!) { createContentPlan(input: $input) { __typename } }',
      { input: { name: 'x', period: december } },
      limited,
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    for (const role of ['CREATOR', 'CLIENT'] as const) {
      const token = await there.member(role);
      const { data } = await there.gql(
        'query ($id: ID!) { node(id: $id) { id } workspace { contentPlans { totalCount } planTemplates { totalCount } } }',
        { id: plan.id },
        token,
      );
      expect(data).toEqual({
        node: null,
        workspace: { contentPlans: { totalCount: 0 }, planTemplates: { totalCount: 0 } },
      });
    }
  });
});
