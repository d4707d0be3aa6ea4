import { beforeAll, describe, expect, it } from 'vitest';
import type { Prisma } from '../../../src/generated/prisma/client.ts';
import { encodeGlobalID } from '../../../src/schema/ids.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
let strategyId: string;
const pillars = { bread: '', people: '', retired: '' };
let objectiveId: string;

beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  const { shell } = world;
  const { prisma } = shell.db;
  [strategyId, objectiveId] = [shell.newId(), shell.newId()];
  await prisma.strategy.create({
    data: {
      id: strategyId,
      workspaceId: here.id,
      name: '2027',
      state: 'ACTIVE',
      periodFrom: new Date('2027-01-01'),
      periodTo: new Date('2027-12-31'),
      voiceAvoid: ['cheap', 'дешёвый', 'last chance', 'lēts', 'арзан'],
      authorKind: 'MEMBER',
      objectives: { create: { id: objectiveId, position: 0, kind: 'AWARENESS' } },
      principles: {
        create: [
          { principle: 'REWARD', position: 1, targetShare: 0.1 },
          { principle: 'EASY_TO_SHARE', position: 0 },
        ],
      },
    },
  });
  for (const [position, name] of (['bread', 'people', 'retired'] as const).entries()) {
    pillars[name] = shell.newId();
    await prisma.pillar.create({
      data: {
        id: pillars[name],
        strategyId,
        position,
        name,
        targetShare: 0.5,
        retiredAt: name === 'retired' ? new Date() : null,
        ...(name === 'bread' && { objectives: { create: { objectiveId } } }),
      },
    });
  }
});

/** A post of the strategy, by its row: what is not said here is not there. */
async function post(more: Partial<Prisma.PostUncheckedCreateInput> & { readonly channels?: readonly string[] } = {}) {
  const { channels = here.channels, ...values } = more;
  const id = world.shell.newId();
  await world.shell.db.prisma.post.create({
    data: {
      id,
      workspaceId: here.id,
      strategyId,
      state: 'SCHEDULED',
      scheduledAt: new Date('2027-03-10T08:00:00Z'),
      ...values,
      variants: { create: channels.map((channelId, position) => ({ id: world.shell.newId(), channelId, position })) },
    },
  });
  return id;
}

interface Row {
  readonly pillar: { readonly name: string };
  readonly plannedPosts: number;
  readonly plannedShare: number | null;
  readonly publishedShare: number | null;
  readonly status: string;
}
interface Answer {
  readonly node: {
    readonly balance: readonly Row[];
    readonly principleBalance: readonly { readonly principle: string; readonly plannedPosts: number }[];
    readonly postsWithoutObjective: {
      readonly totalCount: number;
      readonly nodes: readonly { readonly title: string | null }[];
    };
  };
}

const document = /* GraphQL */ `
  query ($id: ID!, $from: Date!, $to: Date!) {
    node(id: $id) {
      ... on Strategy {
        balance(from: $from, to: $to) {
          pillar {
            name
          }
          targetShare
          plannedPosts
          plannedShare
          publishedShare
          status
        }
        principleBalance(from: $from, to: $to) {
          principle
          targetShare
          plannedPosts
          plannedShare
        }
        postsWithoutObjective(first: 10, from: $from, to: $to) {
          totalCount
          nodes {
            title
          }
        }
      }
    }
  }
`;

const ask = (from: string, to: string, token?: string) =>
  here.gql<Answer>(document, { id: encodeGlobalID('Strategy', strategyId), from, to }, token);

describe('the balance of a strategy', () => {
  beforeAll(async () => {
    await post({ pillarId: pillars.bread, principles: ['REWARD'] });
    await post({ pillarId: pillars.bread, state: 'PUBLISHED', channels: [here.channels[1]] });
    await post({ pillarId: pillars.people, state: 'DRAFT' });
    await post({ pillarId: pillars.retired });
    await post({ title: 'no pillar' });
    await post({ title: 'of no strategy', strategyId: null });
    await post({ title: 'names an objective itself', objectiveId });
    // Not counted: without a time, called off, and on the day after in Riga, where it is 22:30 UTC.
    await post({ pillarId: pillars.people, scheduledAt: null, state: 'DRAFT' });
    await post({ pillarId: pillars.people, state: 'CANCELLED' });
    await post({ pillarId: pillars.people, scheduledAt: new Date('2027-03-31T21:30:00Z') });
  });

  it('counts what has its time in the days of the workspace’s zone', async () => {
    const { data, errors } = await ask('2027-03-01', '2027-03-31');
    expect(errors).toBeUndefined();
    expect(data?.node.balance).toMatchObject([
      {
        pillar: { name: 'bread' },
        targetShare: 0.5,
        plannedPosts: 2,
        plannedShare: 2 / 6,
        publishedShare: 1,
        status: 'ON_TARGET',
      },
      { pillar: { name: 'people' }, plannedPosts: 1, plannedShare: 1 / 6, publishedShare: 0, status: 'UNDER' },
      { pillar: { name: 'retired' }, targetShare: null, plannedPosts: 1, status: 'NO_TARGET' },
    ]);
    expect(data?.node.principleBalance).toMatchObject([
      { principle: 'EASY_TO_SHARE', targetShare: null, plannedPosts: 0 },
      { principle: 'REWARD', targetShare: 0.1, plannedPosts: 1, plannedShare: 1 / 6 },
    ]);
  });

  it('has no shares where there are no posts, and forgets a retired pillar there', async () => {
    const { data } = await ask('2028-01-01', '2028-01-31');
    expect(data?.node.balance).toMatchObject([
      { pillar: { name: 'bread' }, plannedShare: null, publishedShare: null, status: 'NO_DATA' },
      { pillar: { name: 'people' }, plannedShare: null, status: 'NO_DATA' },
    ]);
  });

  it('reports the posts that serve no objective, those of no strategy too', async () => {
    const { data } = await ask('2027-03-01', '2027-03-31');
    expect(data?.node.postsWithoutObjective.totalCount).toBe(4);
    const titles = data?.node.postsWithoutObjective.nodes.map(({ title }) => title);
    expect(titles).toContain('of no strategy');
    expect(titles).not.toContain('names an objective itself');
  });

  it('tells whoever sees some channels of no post to others, not even by a number', async () => {
    const token = await here.member('ANALYST', [here.channels[1]]);
    await world.shell.db.prisma.postVariant.deleteMany({
      where: { channelId: here.channels[1], post: { title: 'no pillar' } },
    });
    const { data } = await ask('2027-03-01', '2027-03-31', token);
    // Of the seven posts one goes to the other channel alone; six are of the strategy.
    expect(data?.node.balance[0]).toMatchObject({ plannedPosts: 2, plannedShare: 2 / 5 });
    expect(data?.node.postsWithoutObjective.nodes.map(({ title }) => title)).not.toContain('no pillar');
  });

  it('explains a period that ends before it begins', async () => {
    const { errors } = await ask('2027-03-31', '2027-03-01');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fix: expect.stringContaining('later') as string,
    });
  });
});

interface Advice {
  readonly code: string;
  readonly severity: string;
  readonly path: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

describe('what validation advises', () => {
  const validate = async (values: Parameters<typeof post>[0], token?: string) => {
    const id = encodeGlobalID('Post', await post(values));
    const at = { localDateTime: '2027-09-10T10:00:00', timeZone: 'Europe/Riga' };
    const { data, errors } = await here.gql<{ validatePost: { publishable: boolean; issues: readonly Advice[] } }>(
      'query ($id: ID!, $at: WallTimeInput) { validatePost(postId: $id, at: $at) { publishable issues { code severity path parameters { name value } } } }',
      { id, at },
      token,
    );
    expect(errors).toBeUndefined();
    return data?.validatePost ?? { publishable: false, issues: [] };
  };
  const asked = { pillarId: '', principles: ['REWARD', 'EASY_TO_SHARE'] } as const;
  const sound = () => ({ ...asked, pillarId: pillars.bread, principles: [...asked.principles] });
  const wordsOf = (issues: readonly Advice[]) =>
    issues
      .filter(({ code }) => code === 'WORD_TO_AVOID')
      .map(({ path, parameters }) => `${path.join('.')}: ${parameters.map(({ value }) => value).join(' ')}`);

  it.each([
    ['English', 'Cheap bread 🍞, cheap as ever', 'cheap Cheap'],
    ['English, a phrase', 'Your LAST chances!', 'last chance LAST chances'],
    ['Russian', 'Распродажа дешёвых булочек 🥐', 'дешёвый дешёвых'],
    ['Latvian', 'Maize ir lēts un garda', 'lēts lēts'],
    ['Kazakh', 'Нан арзан', 'арзан арзан'],
  ])('finds words to avoid in %s, in the form in which they stand there', async (_, text, found) => {
    const { issues, publishable } = await validate({ ...sound(), text });
    expect(wordsOf(issues)).toEqual([`content.text: ${found} 2027`]);
    expect(publishable).toBe(true);
  });

  it('finds none in parts of other words', async () => {
    const { issues } = await validate({ ...sound(), text: 'Cheapside, подешевело, базарная' });
    expect(wordsOf(issues)).toEqual([]);
  });

  it('warns of a post that serves no objective, and of a pillar that is gone', async () => {
    const codes = async (values: Parameters<typeof post>[0]) =>
      (await validate({ ...sound(), channels: [here.channels[0]], text: 'x', ...values })).issues.map(
        ({ code, severity }) => `${code} ${severity}`,
      );
    expect(await codes({})).toEqual(['NOTHING_TO_LOOK_AT INFO']);
    expect(await codes({ pillarId: null })).toContain('SERVES_NO_OBJECTIVE WARNING');
    expect(await codes({ pillarId: pillars.people })).toContain('SERVES_NO_OBJECTIVE WARNING');
    expect(await codes({ pillarId: pillars.people, objectiveId })).not.toContain('SERVES_NO_OBJECTIVE WARNING');
    expect(await codes({ pillarId: pillars.retired })).toContain('PILLAR_RETIRED WARNING');
  });

  it('says which principle nobody has followed for weeks', async () => {
    const unused = async (values: Parameters<typeof post>[0]) =>
      (await validate({ ...sound(), text: 'x', ...values })).issues
        .filter(({ code }) => code === 'PRINCIPLE_UNUSED')
        .map(({ parameters }) => parameters[0]?.value);
    expect(await unused({ principles: ['EASY_TO_SHARE'] })).toEqual(['REWARD']);
    await post({ principles: ['REWARD'], scheduledAt: new Date('2027-09-01T08:00:00Z') });
    expect(await unused({ principles: ['EASY_TO_SHARE'] })).toEqual([]);
  });

  it('warns where a pillar has more of the month than it should, of the posts that the viewer sees', async () => {
    for (let day = 11; day < 16; day += 1) {
      const channels = [here.channels[1]];
      await post({ pillarId: pillars.bread, scheduledAt: new Date(`2027-09-${String(day)}T08:00:00Z`), channels });
    }
    const over = async (token?: string) =>
      (await validate({ ...sound(), text: 'x' }, token)).issues.filter(({ code }) => code === 'PILLAR_OVER_SHARE');
    expect(await over()).toMatchObject([{ severity: 'WARNING', path: ['pillarId'] }]);
    expect(await over(await here.member('CONTENT_MANAGER', [here.channels[0]]))).toEqual([]);
  });

  it('advises a post of no strategy by the one in force when it goes out, and is silent where there is none', async () => {
    const { issues } = await validate({ strategyId: null, text: 'so cheap' });
    expect(wordsOf(issues)).toHaveLength(1);
    const elsewhere = await world.workspace();
    const { data } = await elsewhere.gql<{ createPost: { id: string } }>(
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
      { input: { content: { text: 'so cheap' }, variants: [{ channelId: elsewhere.channelIds[0] }] } },
    );
    const verdict = await elsewhere.gql<{ validatePost: { issues: readonly Advice[] } }>(
      'query ($id: ID!) { validatePost(postId: $id) { issues { code } } }',
      { id: data?.createPost.id },
    );
    expect(verdict.data?.validatePost.issues).toEqual([]);
  });
});
