import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { encodeGlobalID } from '../../../src/schema/ids.ts';
import { visiblePosts, visiblePostsSql } from '../../../src/app/planning/visibility.ts';
import { roles } from '../../../src/domain/workspace/permission.ts';
import { textsByLanguage } from '../../domain/texts.ts';
import { contractDocument } from '../../support/documents.ts';
import { writeCampaign, writeStrategy } from '../../support/strategy.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

async function write(input: object, workspace = here, token?: string): Promise<string> {
  const { data, errors } = await workspace.gql<{ createPost: { id: string; issues?: unknown } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } ... on ValidationFailed { issues { code path } } } }',
    { input: { content: {}, variants: [], ...input } },
    token,
  );
  if (data?.createPost.id === undefined) throw new Error(JSON.stringify([data, errors]));
  return data.createPost.id;
}

interface PostList {
  readonly workspace: {
    readonly posts: { readonly totalCount: number; readonly edges: { readonly node: { readonly title: string } }[] };
  };
}

/** The titles of the posts that the filter leaves, in order of their names. */
async function titles(filter: object, workspace = here, token?: string): Promise<string[]> {
  const { data, errors } = await workspace.gql<PostList>(
    contractDocument('PostList'),
    { filter, first: 100, orderBy: { field: 'TITLE', direction: 'ASC' } },
    token,
  );
  expect(errors).toBeUndefined();
  const posts = data?.workspace.posts;
  expect(posts?.totalCount).toBe(posts?.edges.length);
  return (posts?.edges ?? []).map(({ node }) => node.title);
}

describe('search', () => {
  let place: TestWorkspace;
  beforeAll(async () => {
    place = await world.workspace();
    const [channelId, second] = place.channelIds;
    await write({ title: 'ru', content: { text: 'Открыли новую булочную у ёлки 🎄' } }, place);
    await write(
      { title: 'en', content: { text: 'Our bakery is 100% rye', link: 'https://example.com/rye_bread' } },
      place,
    );
    await write(
      { title: 'lv', content: { text: 'Svaiga rudzu maize katru rītu', parts: [{ text: 'Nāciet ciemos' }] } },
      place,
    );
    await write({ title: 'kk', content: { text: 'Күн сайын таңертең жаңа нан' }, tags: ['Көктем'] }, place);
    await write(
      {
        title: 'variants',
        variants: [
          { channelId, content: { text: 'Пирожки для дождливых вечеров' } },
          { channelId: second, firstComment: 'Ask for muffins \\ scones' },
        ],
      },
      place,
    );
  });

  it.each([
    ['булочная', ['ru']],
    ['Булочными', ['ru']],
    ['елка', ['ru']],
    ['новая булочная', ['ru']],
    ['булочная пирожок', []],
    ['bakeries', ['en']],
    ['BAKERY’S', ['en']],
    ['100%', ['en']],
    ['1_0', []],
    ['rye_bread', ['en']],
    ['%', ['en']],
    ['maiz', ['lv']],
    ['RĪTU', ['lv']],
    ['ciemos', ['lv']],
    ['таңерт', ['kk']],
    ['көктем', ['kk']],
    ['нан күн', ['kk']],
    ['🎄', ['ru']],
    ['🥐', []],
    ['вечер', ['variants']],
    ['muffin', ['variants']],
    ['\\', ['variants']],
    ["'; drop table posts; --", []],
    [' ', ['en', 'kk', 'lv', 'ru', 'variants']],
  ])('for %j finds %j', async (text, found) => {
    expect(await titles({ text }, place)).toEqual(found);
  });

  it('follows every change', async () => {
    const id = await write({ title: 'changing', content: { text: 'Свежие пряники' } }, place);
    const change = (input: object) =>
      place.gql('mutation ($input: UpdatePostInput!) { updatePost(input: $input) { __typename } }', {
        input: { postId: id, ...input },
      });
    await change({ content: { text: 'Fresh pretzels' } });
    expect(await titles({ text: 'пряник' }, place)).toEqual([]);
    expect(await titles({ text: 'pretzel' }, place)).toEqual(['changing']);
    await change({ variants: [{ channelId: place.channelIds[0], content: { text: 'Kliņģeri' } }] });
    expect(await titles({ text: 'kliņģ' }, place)).toEqual(['changing']);
    await change({ removeChannelIds: [place.channelIds[0]], tags: ['торжество'] });
    expect(await titles({ text: 'kliņģ' }, place)).toEqual([]);
    expect(await titles({ text: 'торжества' }, place)).toEqual(['changing']);
    await change({ title: null, content: null, tags: null });
    expect(await titles({ text: 'pretzel' }, place)).toEqual([]);
  });

  it('takes a text of one endless word, and refuses an endless question with what to do', async () => {
    await write({ title: 'endless', content: { text: 'ы'.repeat(20_000) } }, place);
    expect(await titles({ text: 'ы'.repeat(500) }, place)).toEqual(['endless']);
    for (const text of ['ы'.repeat(501), Array.from({ length: 21 }, (_, index) => `w${String(index)}`).join(' ')]) {
      const { errors } = await place.gql(contractDocument('PostList'), { filter: { text } });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', fix: expect.stringContaining('500') } }]);
    }
  });

  it('finds posts from before it was there as well: the migration fills its columns as the product does', async () => {
    const { prisma } = world.shell.db;
    for (const [language, text] of textsByLanguage) await write({ title: language, content: { text } }, place);
    await write({ title: 'Bakers’ dozen', content: { text: forms.join(' ') }, tags: ['Ёлка'] }, place);
    const columns = () =>
      prisma.post.findMany({ select: { id: true, searchText: true, searchStems: true }, orderBy: { id: 'asc' } });
    const written = await columns();
    await prisma.post.updateMany({ data: { searchText: '', searchStems: [] } });
    for (const statement of backfill()) await prisma.$executeRawUnsafe(statement);
    const sorted = (rows: Awaited<ReturnType<typeof columns>>) =>
      rows.map((row) => ({ ...row, searchStems: [...row.searchStems].sort() }));
    expect(sorted(await columns())).toEqual(sorted(written));
  });
});

/** What the migration does after it has made the columns. */
function backfill(): readonly string[] {
  const folder = new URL('../../../prisma/migrations/', import.meta.url);
  const name = readdirSync(folder).find((each) => each.endsWith('_strategy_and_planning')) ?? '';
  const sql = readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8');
  // With its comments: the first line is one.
  return `-- ${sql.split('-- What search reads of the posts')[1] ?? ''}`.split(/;\n/).filter((each) => each !== '');
}

/** Words in many forms, on which stemmers of different versions have differed. */
const forms = [
  ...[
    'buy',
    'buying',
    'skies',
    'dying',
    'generously',
    'news',
    'proceed',
    'relational',
    'conditional',
    'vietnamization',
  ],
  ...['hopping', 'falling', 'failing', 'filing', 'happy', 'sky', 'electricity', 'adjustment', 'adoption', 'controlled'],
  ...["don't", "we're", "o'clock", "bakery's", "James'", 'cheapest', 'offers', 'universities', 'communism', 'arsenal'],
  ...[
    'дешёвый',
    'дешёвая',
    'дешёвых',
    'булочной',
    'булочками',
    'лучшая',
    'лучшие',
    'новейший',
    'пекущий',
    'испечённый',
  ],
  ...[
    'открывается',
    'открылись',
    'покупавшими',
    'скидками',
    'бесплатно',
    'вечерами',
    'подъезд',
    'моё',
    'её',
    'ещё',
    'и',
    'не',
  ],
  ...[
    'the',
    'and',
    'in',
    'на',
    'по-русски',
    '3D',
    '2027',
    'b2b',
    'ķirši',
    'ціна',
    'құрметті',
    'іске',
    'ёж',
    'fresh_bread',
  ],
];

describe('filters', () => {
  it('leave what all of them say, each by any of its ids', async () => {
    const place = await world.workspace();
    const { prisma } = world.shell.db;
    const strategy = await writeStrategy(prisma, place.id, { objectives: 1, pillars: 2 });
    const [serving = '', idle = ''] = strategy.pillars.map((id) => encodeGlobalID('Pillar', id));
    const objectiveId = encodeGlobalID('Objective', strategy.objectives[0] ?? '');
    const personaId = encodeGlobalID('Persona', strategy.personas[0] ?? '');
    const campaignId = encodeGlobalID('Campaign', await writeCampaign(prisma, place.id));
    const days = { periodFrom: new Date('2027-03-01'), periodTo: new Date('2027-03-31') };
    const plan = { id: uuid(), workspaceId: place.id, name: 'March', ...days, authorKind: 'SYSTEM' };
    await prisma.contentPlan.create({ data: plan });
    const occasion = { id: uuid(), workspaceId: place.id, name: 'Fair', ...days };
    await prisma.occasion.create({ data: occasion });
    const creator = await place.member('CREATOR');
    const { memberId } = (await place.ctx(creator)).viewer as unknown as { memberId: string };
    const creatorId = encodeGlobalID('Member', memberId);
    await write({ title: 'a', pillarId: serving, principles: ['INSPIRE'] }, place);
    await write({ title: 'b', pillarId: idle, principles: ['REWARD', 'INSPIRE'] }, place);
    await write({ title: 'c', pillarId: idle, objectiveId, tags: ['#Rye'] }, place);
    await write({ title: 'd', personaId, campaignId, assigneeId: creatorId }, place);
    await write({ title: 'e', planId: encodeGlobalID('ContentPlan', plan.id) }, place, creator);
    const late = await write({ title: 'f', occasionId: encodeGlobalID('Occasion', occasion.id) }, place);
    const at = new Date('2027-03-08T09:00:00Z');
    await prisma.post.update({
      where: { id: Buffer.from(late, 'base64').toString().slice('Post:'.length) },
      data: { scheduledAt: at },
    });
    const cases: [object, string][] = [
      [{ pillarIds: [serving, idle] }, 'abc'],
      [{ pillarIds: [idle], principles: ['REWARD', 'SHARE_ACTIVELY'] }, 'b'],
      [{ objectiveIds: [objectiveId] }, 'c'],
      [{ personaIds: [personaId] }, 'd'],
      [{ campaignIds: [campaignId, 'x'] }, 'd'],
      [{ planIds: [encodeGlobalID('ContentPlan', plan.id)] }, 'e'],
      [{ occasionIds: [encodeGlobalID('Occasion', occasion.id)] }, 'f'],
      [{ authorIds: [creatorId] }, 'e'],
      [{ assigneeIds: [creatorId] }, 'd'],
      [{ tags: ['Rye'] }, 'c'],
      [{ scheduledFrom: at.toISOString() }, 'f'],
      [{ scheduledTo: at.toISOString() }, ''],
      [{ scheduledFrom: '2027-03-01T00:00:00Z', scheduledTo: '2027-03-09T00:00:00Z' }, 'f'],
      [{ servesObjective: true }, 'ac'],
      [{ servesObjective: false }, 'bdef'],
      [{ servesObjective: false, pillarIds: [idle] }, 'b'],
      [{ pillarIds: [] }, ''],
      [{ pillarIds: [encodeGlobalID('Campaign', strategy.pillars[0] ?? '')] }, ''],
      [{ pillarIds: null, text: null }, 'abcdef'],
    ];
    for (const [filter, expected] of cases) {
      expect([filter, await titles(filter, place)]).toEqual([filter, Array.from(expected)]);
    }
    expect(await titles({}, place, creator)).toEqual(['d', 'e']);
    const { errors } = await place.gql(contractDocument('PostList'), {
      filter: { pillarIds: Array.from({ length: 101 }, () => serving) },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', fix: expect.stringContaining('smaller') } }]);
  });
});

describe('tags', () => {
  const document = /* GraphQL */ `
    query ($first: Int, $search: String) {
      workspace {
        tags(first: $first, search: $search) {
          name
          posts
        }
      }
    }
  `;
  const tagsOf = async (place: TestWorkspace, variables: object = {}, token?: string) => {
    const { data, errors } = await place.gql<{ workspace: { tags: { name: string; posts: number }[] } }>(
      document,
      { ...variables },
      token,
    );
    expect(errors).toBeUndefined();
    return (data?.workspace.tags ?? []).map(({ name, posts }) => `${name} ${String(posts)}`);
  };
  const rename = async (place: TestWorkspace, from: string, to: string, token?: string) =>
    place.gql(
      `mutation ($input: RenameTagInput!) { renameTag(input: $input) {
        ... on Tag { name posts } ... on Error { code path }
      } }`,
      { input: { from, to } },
      token,
    );

  it('are one in any case, spelled as they were first, counted and sorted by use', async () => {
    const place = await world.workspace();
    await write({ tags: ['#Весна', 'Rye  bread'] }, place);
    await write({ tags: ['ВЕСНА', 'rye bread', 'Весна'] }, place);
    await Promise.all([write({ tags: ['50%', 'весна'] }, place), write({ tags: ['весна'] }, place)]);
    expect(await tagsOf(place)).toEqual(['Весна 4', 'Rye bread 2', '50% 1']);
    expect(await tagsOf(place, { search: 'BREAD' })).toEqual(['Rye bread 2']);
    expect(await tagsOf(place, { search: '%' })).toEqual(['50% 1']);
    expect(await tagsOf(place, { first: 1 })).toEqual(['Весна 4']);
    for (const first of [-1, 501]) {
      expect((await place.gql(document, { first })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('that come new at once from several are spelled as one', async () => {
    const place = await world.workspace();
    await Promise.all(['Jāņi', 'JĀŅI', 'jāņi', '#Jāņi'].map((tag) => write({ tags: [tag] }, place)));
    const rows = await world.shell.db.prisma.post.findMany({ where: { workspaceId: place.id } });
    expect(new Set(rows.flatMap(({ tags }) => tags)).size).toBe(1);
  });

  it('are counted over the posts that the viewer sees', async () => {
    const place = await world.workspace();
    const [first, second] = place.channelIds;
    await write({ tags: ['both'], variants: [{ channelId: first }] }, place);
    await write({ tags: ['both', 'hidden'], variants: [{ channelId: second }] }, place);
    const limited = await place.member('CONTENT_MANAGER', [place.channels[0]]);
    expect(await tagsOf(place, {}, limited)).toEqual(['both 1']);
    const refused = await rename(place, 'both', 'all', limited);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await rename(place, 'both', 'all', await place.member('CREATOR'))).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  it('can be renamed and joined, are found by the new name alone, and the log tells of it', async () => {
    const place = await world.workspace();
    await write({ title: 'one', tags: ['Bread', 'loaf'] }, place);
    await write({ title: 'two', tags: ['loaf'] }, place);
    expect((await rename(place, 'LOAF', 'bread')).data?.renameTag).toEqual({ name: 'Bread', posts: 2 });
    expect(await tagsOf(place)).toEqual(['Bread 2']);
    expect((await rename(place, 'bread', '#Хлеб')).data?.renameTag).toEqual({ name: 'Хлеб', posts: 2 });
    expect(await titles({ tags: ['Хлеб'] }, place)).toEqual(['one', 'two']);
    expect(await titles({ text: 'хлеба' }, place)).toEqual(['one', 'two']);
    expect(await titles({ text: 'bread' }, place)).toEqual([]);
    expect((await rename(place, 'хлеб', 'ХЛЕБ')).data?.renameTag).toEqual({ name: 'ХЛЕБ', posts: 2 });
    expect((await rename(place, 'gone', 'x')).data?.renameTag).toEqual({ code: 'NOT_FOUND', path: ['from'] });
    const events = await world.shell.db.prisma.event.findMany({
      where: { workspaceId: place.id, type: 'POST_UPDATED' },
    });
    expect(events.map(({ fields }) => fields)).toEqual(Array.from({ length: 6 }, () => ['tags']));
  });

  it('that are empty are refused', async () => {
    await expect(write({ tags: ['ok', '# '] })).rejects.toThrow('TAG_EMPTY');
  });
});

describe('which posts a viewer sees', () => {
  it('is the same in statements of our own as in those of Prisma', async () => {
    const place = await world.workspace();
    const { prisma } = world.shell.db;
    const tokens = await Promise.all(
      roles.flatMap((role) => [place.member(role), place.member(role, [place.channels[0]]), place.member(role, [])]),
    );
    const viewers = await Promise.all(tokens.map(async (token) => (await place.ctx(token)).viewer));
    for (const viewer of viewers) {
      for (const state of ['DRAFT', 'IN_REVIEW', 'CANCELLED', 'PUBLISHED'] as const) {
        const author = viewer.kind === 'MEMBER' ? viewer.memberId : null;
        for (const channelId of place.channels) {
          await prisma.post.create({
            data: {
              ...{ id: uuid(), workspaceId: place.id, state, parts: [], tags: [] },
              ...(state === 'DRAFT' ? { authorMemberId: author } : { assigneeMemberId: author }),
              variants: { create: { id: uuid(), channelId, position: 0, parts: [] } },
            },
          });
        }
      }
    }
    for (const viewer of viewers) {
      const expected = await prisma.post.findMany({ where: visiblePosts(viewer), select: { id: true } });
      const actual = await prisma.$queryRaw<
        { id: string }[]
      >`select p.id from posts p where ${visiblePostsSql(viewer)}`;
      expect(actual.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    }
  });
});
