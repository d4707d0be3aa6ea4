import { beforeAll, describe, expect, it } from 'vitest';
import { texts } from '../../domain/texts.ts';
import { contractDocument } from '../../support/documents.ts';
import { rowOf, writeCampaign, writeStrategy } from '../../support/plans.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const ideaFields = /* GraphQL */ `
  id title note brief stage revision allowedActions tags dueOn
  author { displayName } assignee { displayName } pillar { name } campaign { name } post { id title }
`;
const selections: Readonly<Record<string, string>> = {
  deleteIdea: '... on DeleteIdeaSuccess { ideaId }',
  promoteIdea: `... on Post { id title state tags content { text } variants { channel { id } } schedule { at }
    pillar { name } campaign { name } assignee { displayName } strategyRevision }`,
};

type Answer = Readonly<Record<string, unknown>> & { readonly __typename: string; readonly id: string };

async function run(name: string, input: object, token = here.token): Promise<Answer> {
  const { data, errors } = await here.gql<Record<string, Answer>>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
      ${name}(input: $input) { __typename ${selections[name] ?? `... on Idea { ${ideaFields} }`}
        ... on Error { code message path parameters { name value }
          ... on ValidationFailed { issues { code path fix } } ... on RevisionConflict { currentRevision }
          ... on WrongState { stands: state possible: allowedActions } } }
    }`,
    { input },
    token,
  );
  expect(errors).toBeUndefined();
  return data?.[name] ?? (undefined as never); // there are no errors
}

/** A pillar and a campaign of the same strategy. */
async function graph(workspaceId = here.id) {
  const { id, pillarId } = await writeStrategy(world, workspaceId);
  return { pillarId, campaignId: await writeCampaign(world, workspaceId, id) };
}

const memberOf = async (token: string): Promise<string> => {
  const { data } = await here.gql<{ viewer: { member: { id: string } } }>(
    '{ viewer { ... on Person { member { id } } } }',
    {},
    token,
  );
  return data?.viewer.member.id ?? '';
};

describe('the backlog', () => {
  it('runs the document Ideas: page by page, the newest first, in every language', async () => {
    const there = await world.workspace();
    const created = [];
    for (const text of Object.values(texts)) {
      const { data } = await there.gql<{ createIdea: { id: string } }>(
        'mutation ($input: CreateIdeaInput!) { createIdea(input: $input) { ... on Idea { id } } }',
        { input: { title: text, note: text, tags: [`#${text.slice(0, 5)}`, 'хлеб'] } },
      );
      created.unshift({ id: data?.createIdea.id, text });
    }
    interface Page {
      workspace: { ideas: { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: unknown[] } };
    }
    const first = await there.gql<Page>(contractDocument('Ideas'), { first: 3 });
    expect(first.errors).toBeUndefined();
    const after = first.data?.workspace.ideas.pageInfo.endCursor;
    expect(first.data?.workspace.ideas.pageInfo.hasNextPage).toBe(true);
    const second = await there.gql<Page>(contractDocument('Ideas'), { first: 3, after });
    const nodes = [...(first.data?.workspace.ideas.nodes ?? []), ...(second.data?.workspace.ideas.nodes ?? [])];
    const author = { displayName: 'Ilze Bērziņa' };
    expect(nodes).toMatchObject(
      created.map(({ id, text }) => ({
        ...{ id, title: text, note: text, stage: 'NEW', tags: [text.slice(0, 5).trim(), 'хлеб'], author, post: null },
      })),
    );
  });

  it('is filtered by stage, tags, assignee, due day and words, whatever characters stand in them', async () => {
    const assigneeId = await memberOf(await here.member('CREATOR'));
    const idea = async (input: object) => (await run('createIdea', input)).id;
    const sale = await idea({
      title: '100% скидка_на всё 🎁',
      note: 'Įvairus',
      dueOn: '2026-12-01',
      tags: ['akcija'],
      assigneeId,
    });
    const other = await idea({ title: '1000 скидок', brief: 'Қымбатты Оқырман', dueOn: '2026-12-24' });
    await run('updateIdea', { ideaId: other, stage: 'CHOSEN' });
    const found = async (filter: object) => {
      const { data, errors } = await here.gql<{
        workspace: { ideas: { totalCount: number; nodes: { id: string }[] } };
      }>('query ($filter: IdeaFilterInput) { workspace { ideas(filter: $filter) { totalCount nodes { id } } } }', {
        filter,
      });
      return errors?.[0]?.extensions.code ?? data?.workspace.ideas.nodes.map(({ id }) => id);
    };
    expect(await found({ stage: ['CHOSEN', 'DROPPED'] })).toEqual([other]);
    expect(await found({ tags: ['akcija', 'none'] })).toEqual([sale]);
    expect(await found({ assigneeIds: [assigneeId] })).toEqual([sale]);
    expect(await found({ dueBefore: '2026-12-24' })).toEqual([sale]);
    expect(await found({ dueBefore: '2026-12-25', text: 'СКИД' })).toEqual([other, sale]);
    expect(await found({ text: '0%' })).toEqual([sale]);
    expect(await found({ text: '_на' })).toEqual([sale]);
    expect(await found({ text: '🎁 įvair' })).toEqual([sale]);
    expect(await found({ text: 'оқырман' })).toEqual([other]);
    expect(await found({ text: '\\' })).toEqual([]);
    expect(await found({ dueBefore: 'soon' })).toBe('BAD_USER_INPUT');
    expect(await found({ text: 'a '.repeat(21) })).toBe('BAD_USER_INPUT');
  });
});

describe('an idea', () => {
  it('carries what whoever makes it must know', async () => {
    const { pillarId, campaignId } = await graph();
    const assigneeId = await memberOf(await here.member('CREATOR'));
    const idea = await run('createIdea', {
      ...{ title: ` ${texts.Kazakh} `, note: texts.Latvian, brief: texts.Russian, tags: ['Нан', '#нан'] },
      ...{ dueOn: '2026-12-20', assigneeId, pillarId, campaignId },
    });
    expect(idea).toMatchObject({
      ...{
        __typename: 'Idea',
        title: texts.Kazakh,
        note: texts.Latvian,
        brief: texts.Russian,
        stage: 'NEW',
        revision: 1,
      },
      ...{ tags: ['Нан'], dueOn: '2026-12-20', assignee: { displayName: 'CREATOR person' } },
      ...{ pillar: { name: 'Рецепты' }, campaign: { name: 'Рождество' }, post: null },
      allowedActions: ['EDIT', 'CHOOSE', 'START', 'DROP', 'PROMOTE', 'DELETE'],
    });
    const changed = await run('updateIdea', {
      ideaId: idea.id,
      note: null,
      dueOn: null,
      assigneeId: null,
      stage: 'IN_WORK',
    });
    expect(changed).toMatchObject({
      ...{
        title: texts.Kazakh,
        note: null,
        dueOn: null,
        assignee: null,
        brief: texts.Russian,
        stage: 'IN_WORK',
        revision: 2,
      },
      pillar: { name: 'Рецепты' },
    });
  });

  it('becomes one post: a draft with what it carries; again is refused and names the post', async () => {
    const { pillarId, campaignId } = await graph();
    const assigneeId = await memberOf(await here.member('CREATOR'));
    const idea = await run('createIdea', {
      title: 'Rupjmaize',
      note: texts.Latvian,
      tags: ['maize'],
      assigneeId,
      pillarId,
      campaignId,
    });
    const input = { ideaId: idea.id, channelIds: here.channelIds };
    const answers = await Promise.all([run('promoteIdea', input), run('promoteIdea', input)]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['Post', 'WrongState']);
    const post = answers.find(({ __typename }) => __typename === 'Post');
    expect(post).toMatchObject({
      ...{ title: 'Rupjmaize', state: 'DRAFT', tags: ['maize'], content: { text: texts.Latvian }, schedule: null },
      variants: here.channelIds.map((id) => ({ channel: { id } })),
      ...{ pillar: { name: 'Рецепты' }, campaign: { name: 'Рождество' }, strategyRevision: 4 },
      assignee: { displayName: 'CREATOR person' },
    });
    expect(answers.find(({ __typename }) => __typename === 'WrongState')).toMatchObject({
      ...{ stands: 'USED', possible: ['EDIT', 'DELETE'] },
      message: expect.stringContaining('Rupjmaize') as unknown,
      parameters: expect.arrayContaining([{ name: 'post', value: 'Rupjmaize' }]) as unknown,
    });
    const revision = await world.shell.db.prisma.postRevision.findFirstOrThrow({
      where: { postId: rowOf(post?.id ?? '') },
    });
    expect(revision.content).toMatchObject({ utm: { source: 'social' } });
    const { data } = await here.gql(`query ($id: ID!) { node(id: $id) { ... on Idea { ${ideaFields} } } }`, {
      id: idea.id,
    });
    expect(data?.node).toMatchObject({ stage: 'USED', revision: 2, post: { id: post?.id, title: 'Rupjmaize' } });
    expect(await run('updateIdea', { ideaId: idea.id, stage: 'NEW' })).toMatchObject({ __typename: 'WrongState' });
    expect(await run('deleteIdea', { ideaId: idea.id })).toMatchObject({ ideaId: idea.id });
    const { data: left } = await here.gql('query ($id: ID!) { node(id: $id) { id } }', { id: post?.id });
    expect(left?.node).toEqual({ id: post?.id });
  });

  it('is refused with everything that is wrong, and with what is not of this workspace', async () => {
    expect(await run('createIdea', { title: ' ', dueOn: '2026-02-30', tags: ['#'] })).toMatchObject({
      issues: [
        { code: 'EMPTY', path: ['title'] },
        { code: 'TAG_EMPTY', path: ['tags', '0'] },
        { code: 'DATE_INVALID', path: ['dueOn'] },
      ],
    });
    const elsewhere = await world.workspace();
    const theirs = await graph(elsewhere.id);
    for (const [name, id] of Object.entries({ ...theirs, assigneeId: 'nonsense' })) {
      expect(await run('createIdea', { title: 'x', [name]: id })).toMatchObject({
        __typename: 'NotFound',
        path: [name],
      });
    }
    const idea = await run('createIdea', { title: 'x', note: 'y' });
    const promote = (input: object) => run('promoteIdea', { ideaId: idea.id, ...input });
    expect(await promote({ channelIds: [here.channelIds[0], elsewhere.channelIds[0]] })).toMatchObject({
      __typename: 'NotFound',
      path: ['channelIds', '1'],
    });
    const twice = [here.channelIds[0], here.channelIds[0]];
    expect(await promote({ channelIds: twice, title: 'x'.repeat(501), text: 'x'.repeat(50_001) })).toMatchObject({
      issues: [
        { code: 'TOO_LONG', path: ['title'] },
        { code: 'TOO_LONG', path: ['text'] },
        { code: 'CHANNEL_TWICE', path: ['channelIds', '1'] },
      ],
    });
    const edit = (title: string) => run('updateIdea', { ideaId: idea.id, expectedRevision: 1, title });
    const answers = await Promise.all([edit('one'), edit('two')]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['Idea', 'RevisionConflict']);
    expect(await run('updateIdea', { ideaId: elsewhere.channelIds[0], title: 'x' })).toMatchObject({
      __typename: 'NotFound',
      path: ['ideaId'],
    });
  });

  it('is a creator’s where it is theirs or given to them, and no client’s', async () => {
    const creator = await here.member('CREATOR');
    const client = await here.member('CLIENT');
    const idea = await run('createIdea', { title: 'Not theirs' });
    const given = await run('createIdea', { title: 'Given', assigneeId: await memberOf(creator) });
    const own = await run('createIdea', { title: 'Own' }, creator);
    const ids = [idea.id, given.id, own.id];
    const seen = async (token: string) => {
      const { data } = await here.gql<{ nodes: ({ id: string } | null)[] }>(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        { ids },
        token,
      );
      return data?.nodes.map((node) => node?.id ?? null);
    };
    expect(await seen(creator)).toEqual([null, given.id, own.id]);
    expect(await seen(client)).toEqual([null, null, null]);
    expect(await run('updateIdea', { ideaId: idea.id, title: 'x' }, creator)).toMatchObject({ __typename: 'NotFound' });
    expect(await run('deleteIdea', { ideaId: idea.id }, creator)).toMatchObject({ __typename: 'NotFound' });
    expect(await run('promoteIdea', { ideaId: given.id, channelIds: [here.channelIds[0]] }, creator)).toMatchObject({
      __typename: 'Post',
    });
    const { data, errors } = await here.gql('{ workspace { ideas { totalCount } } }', {}, client);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ workspace: { ideas: { totalCount: 0 } } });
  });

  it('hides the post that it became from who does not see that', async () => {
    const limited = await here.member('CONTENT_MANAGER', [here.channels[0]]);
    const idea = await run('createIdea', { title: 'On the second channel' });
    await run('promoteIdea', { ideaId: idea.id, channelIds: [here.channelIds[1]] });
    const postOf = async (token: string) => {
      const { data } = await here.gql<{ node: { post: { title: string; variants: unknown[] } | null } }>(
        'query ($id: ID!) { node(id: $id) { ... on Idea { post { title variants { format } } } } }',
        { id: idea.id },
        token,
      );
      return data?.node.post;
    };
    expect(await postOf(here.token)).toEqual({ title: 'On the second channel', variants: [{ format: 'TEXT' }] });
    expect(await postOf(limited)).toBeNull();
    const other = await run('createIdea', { title: 'x' });
    expect(await run('promoteIdea', { ideaId: other.id, channelIds: [here.channelIds[1]] }, limited)).toMatchObject({
      __typename: 'NotFound',
      path: ['channelIds', '0'],
    });
  });
});
