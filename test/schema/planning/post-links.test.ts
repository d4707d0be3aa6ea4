import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeGlobalID } from '../../../src/schema/ids.ts';
import { writeCampaign, writeStrategy, type TestStrategy } from '../../support/strategy.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
let strategy: TestStrategy;
let campaignId: string;
let planId: string;
let occasionId: string;

const gid = encodeGlobalID;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  const { prisma } = world.shell.db;
  strategy = await writeStrategy(prisma, here.id, { objectives: 1, pillars: 2, personas: 1 });
  campaignId = await writeCampaign(prisma, here.id);
  const days = { periodFrom: new Date('2027-03-01'), periodTo: new Date('2027-03-31') };
  planId = uuid();
  occasionId = uuid();
  await prisma.contentPlan.create({
    data: { id: planId, workspaceId: here.id, name: 'March', ...days, strategyId: strategy.id, authorKind: 'SYSTEM' },
  });
  await prisma.occasion.create({ data: { id: occasionId, workspaceId: here.id, name: 'Fair', ...days } });
});

const fields = /* GraphQL */ `
  fragment Links on Post {
    id
    state
    revision
    principles
    pillar {
      id
      name
      color
    }
    objective {
      id
    }
    persona {
      id
    }
    campaign {
      id
      name
    }
    plan {
      id
    }
    occasion {
      id
    }
    assignee {
      id
      displayName
    }
    strategyRevision
  }
`;
const problem = /* GraphQL */ `
  fragment Problem on Error {
    code
    path
    ... on ValidationFailed {
      issues {
        code
        path
      }
    }
  }
`;
interface Answer {
  readonly __typename: string;
  readonly id: string;
  readonly revision: number;
  readonly state: string;
}
const run = (name: 'createPost' | 'updatePost', input: object, token?: string) =>
  here.gql<Record<string, Answer>>(
    `${fields} ${problem}
    mutation ($input: ${name === 'createPost' ? 'CreatePostInput' : 'UpdatePostInput'}!) {
      ${name}(input: $input) { __typename ...Links ...Problem }
    }`,
    { input },
    token,
  );
const create = async (input: object, token?: string) =>
  (await run('createPost', { content: { text: 'Bread' }, variants: [], ...input }, token)).data?.createPost;
const update = async (input: object, token?: string) => (await run('updatePost', input, token)).data?.updatePost;
const lastEvent = () =>
  world.shell.db.prisma.event.findFirst({ where: { workspaceId: here.id }, orderBy: { number: 'desc' } });
const strategyOf = async (globalId: string) => {
  const { data } = await here.gql<{ node: { strategy: { id: string } | null; strategyRevision: number | null } }>(
    'query ($id: ID!) { node(id: $id) { ... on Post { strategy { id } strategyRevision } } }',
    { id: globalId },
  );
  return data?.node;
};

describe('what a post is of', () => {
  it('is named when it is written, and read back', async () => {
    const { memberId } = (await here.ctx()).viewer as unknown as { memberId: string };
    const post = await create({
      pillarId: gid('Pillar', strategy.pillars[0] ?? ''),
      objectiveId: gid('Objective', strategy.objectives[0] ?? ''),
      personaId: gid('Persona', strategy.personas[0] ?? ''),
      campaignId: gid('Campaign', campaignId),
      planId: gid('ContentPlan', planId),
      occasionId: gid('Occasion', occasionId),
      assigneeId: gid('Member', memberId),
      principles: ['INSPIRE', 'REWARD'],
    });
    expect(post).toEqual({
      __typename: 'Post',
      id: expect.any(String),
      state: 'DRAFT',
      revision: 1,
      principles: ['INSPIRE', 'REWARD'],
      pillar: { id: gid('Pillar', strategy.pillars[0] ?? ''), name: 'Pillar 0', color: '#aa3300' },
      objective: { id: gid('Objective', strategy.objectives[0] ?? '') },
      persona: { id: gid('Persona', strategy.personas[0] ?? '') },
      campaign: { id: gid('Campaign', campaignId), name: 'Pavasaris' },
      plan: { id: gid('ContentPlan', planId) },
      occasion: { id: gid('Occasion', occasionId) },
      assignee: { id: gid('Member', memberId), displayName: 'Ilze Bērziņa' },
      strategyRevision: 3,
    });
    expect(await strategyOf(post?.id ?? '')).toEqual({
      strategy: { id: gid('Strategy', strategy.id) },
      strategyRevision: 3,
    });
  });

  it('stays where nothing is said and goes where null is, without a new revision or another state', async () => {
    const post = await create({ pillarId: gid('Pillar', strategy.pillars[0] ?? ''), principles: ['INSPIRE'] });
    const rowId = Buffer.from(post?.id ?? '', 'base64')
      .toString()
      .slice('Post:'.length);
    await world.shell.db.prisma.post.update({ where: { id: rowId }, data: { state: 'APPROVED' } });
    const other = await update({ postId: post?.id, pillarId: gid('Pillar', strategy.pillars[1] ?? '') });
    expect(other).toMatchObject({
      ...{ state: 'APPROVED', revision: 1, pillar: { name: 'Pillar 1' }, principles: ['INSPIRE'] },
    });
    expect(await lastEvent()).toMatchObject({
      ...{ type: 'POST_UPDATED', from: 'APPROVED', to: 'APPROVED', fields: ['pillarId'] },
    });
    const none = await update({ postId: post?.id, pillarId: null, principles: null });
    expect(none).toMatchObject({ revision: 1, pillar: null, principles: [], strategyRevision: null });
    expect(await strategyOf(post?.id ?? '')).toEqual({ strategy: null, strategyRevision: null });
  });

  it('is other content in another campaign', async () => {
    const post = await create({});
    const moved = await update({ postId: post?.id, campaignId: gid('Campaign', campaignId) });
    expect(moved).toMatchObject({ revision: 2, campaign: { name: 'Pavasaris' } });
    const same = await update({ postId: post?.id, campaignId: gid('Campaign', campaignId) });
    expect(same).toMatchObject({ revision: 2 });
  });

  it('keeps the revision of the strategy under which it came, until it is another strategy', async () => {
    const { prisma } = world.shell.db;
    const post = await create({ planId: gid('ContentPlan', planId) });
    expect(post).toMatchObject({ strategyRevision: 3 });
    await prisma.strategy.update({ where: { id: strategy.id }, data: { revision: 4 } });
    const named = await update({ postId: post?.id, pillarId: gid('Pillar', strategy.pillars[0] ?? '') });
    expect(named).toMatchObject({ strategyRevision: 3 });
    const other = await writeStrategy(prisma, here.id);
    await prisma.strategy.update({ where: { id: other.id }, data: { revision: 9 } });
    const moved = await update({ postId: post?.id, pillarId: gid('Pillar', other.pillars[0] ?? '') });
    expect(moved).toMatchObject({ strategyRevision: 9 });
    await prisma.strategy.update({ where: { id: strategy.id }, data: { revision: 3 } });
  });

  it('cannot be of two strategies, of what was retired, or follow a principle twice: all is said at once', async () => {
    const { prisma } = world.shell.db;
    const other = await writeStrategy(prisma, here.id);
    await prisma.pillar.update({ where: { id: other.pillars[0] ?? '' }, data: { retiredAt: new Date() } });
    const input = {
      pillarId: gid('Pillar', other.pillars[0] ?? ''),
      objectiveId: gid('Objective', strategy.objectives[0] ?? ''),
    };
    expect(await create({ ...input, principles: ['INSPIRE', 'INSPIRE'] })).toMatchObject({
      issues: [{ code: 'PRINCIPLE_TWICE', path: ['principles', '1'] }],
    });
    expect(await create(input)).toMatchObject({
      issues: [
        { code: 'PILLAR_RETIRED', path: ['pillarId'] },
        { code: 'STRATEGIES_DIFFER', path: ['objectiveId'] },
      ],
    });
  });

  it('is not found where it is of another workspace, of another type, or nothing, at its place', async () => {
    const elsewhere = await world.workspace();
    const { prisma } = world.shell.db;
    const theirs = await writeStrategy(prisma, elsewhere.id);
    const { memberId } = (await elsewhere.ctx()).viewer as unknown as { memberId: string };
    const foreign = {
      pillarId: gid('Pillar', theirs.pillars[0] ?? ''),
      objectiveId: gid('Objective', theirs.objectives[0] ?? ''),
      personaId: gid('Persona', theirs.personas[0] ?? ''),
      campaignId: gid('Campaign', await writeCampaign(prisma, elsewhere.id)),
      planId: gid('Pillar', planId),
      occasionId: 'x',
      assigneeId: gid('Member', memberId),
    };
    const post = await create({});
    for (const [name, id] of Object.entries(foreign)) {
      const expected = { __typename: 'NotFound', path: [name] };
      expect(await create({ [name]: id })).toMatchObject(expected);
      expect(await update({ postId: post?.id, [name]: id })).toMatchObject(expected);
    }
  });
});

describe('who sees what a post is of', () => {
  const document = `${fields} query ($id: ID!) { node(id: $id) { ...Links } }`;

  it('a creator whom it was given sees and changes it, with its pillar and campaign, but not the strategy', async () => {
    const creator = await here.member('CREATOR');
    const { memberId } = (await here.ctx(creator)).viewer as unknown as { memberId: string };
    const post = await create({
      pillarId: gid('Pillar', strategy.pillars[0] ?? ''),
      campaignId: gid('Campaign', campaignId),
      variants: [{ channelId: here.channelIds[0] }],
    });
    const id = post?.id ?? '';
    expect((await here.gql(document, { id }, creator)).data?.node).toBeNull();
    await update({ postId: id, assigneeId: gid('Member', memberId) });
    const { data, errors } = await here.gql(document, { id }, creator);
    expect(errors).toBeUndefined();
    expect(data?.node).toMatchObject({ pillar: { name: 'Pillar 0' }, campaign: { name: 'Pavasaris' } });
    expect(await update({ postId: id, title: 'Mine' }, creator)).toMatchObject({ __typename: 'Post' });
    const asked = await here.gql(
      'query ($id: ID!) { node(id: $id) { ... on Post { id strategy { name } } } }',
      { id },
      creator,
    );
    expect(asked.data?.node).toEqual({ id, strategy: null });
    expect(asked.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await update({ postId: id, assigneeId: null });
    expect((await here.gql(document, { id }, creator)).data?.node).toBeNull();
  });

  it('who is limited to some channels changes no post that goes to others', async () => {
    const post = await create({ variants: here.channelIds.map((channelId) => ({ channelId })) });
    const limited = await here.member('CONTENT_MANAGER', [here.channels[0]]);
    expect(await update({ postId: post?.id, pillarId: null }, limited)).toMatchObject({ __typename: 'NotFound' });
  });

  it('someone who has left cannot be given a post', async () => {
    const { memberId } = (await here.ctx(await here.member('CREATOR'))).viewer as unknown as { memberId: string };
    await world.shell.db.prisma.member.update({ where: { id: memberId }, data: { active: false } });
    expect(await create({ assigneeId: gid('Member', memberId) })).toMatchObject({ path: ['assigneeId'] });
  });
});
