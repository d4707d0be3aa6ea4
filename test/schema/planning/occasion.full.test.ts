import { beforeAll, describe, expect, it } from 'vitest';
import { texts } from '../../domain/texts.ts';
import { rowOf, writeCampaign } from '../../support/plans.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

type Answer = Readonly<Record<string, unknown>> & { readonly __typename: string; readonly id: string };

async function run(name: string, input: object, token = here.token): Promise<Answer> {
  const occasion = '... on Occasion { id name note revision period { from to } campaign { name } }';
  const { data, errors } = await here.gql<Record<string, Answer>>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
      ${name}(input: $input) { __typename
        ${name === 'deleteOccasion' ? '... on DeleteOccasionSuccess { occasionId }' : occasion}
        ... on Error { code path ... on ValidationFailed { issues { code path } } } }
    }`,
    { input },
    token,
  );
  expect(errors).toBeUndefined();
  return data?.[name] ?? (undefined as never); // there are no errors
}

const fair = { from: '2027-12-10', to: '2027-12-12' };

describe('an occasion', () => {
  it('has days, a note and a campaign, is changed by one of two editors at once, and leaves its posts when it goes', async () => {
    const campaignId = await writeCampaign(world, here.id);
    const made = await run('createOccasion', { name: texts.Kazakh, note: texts.Russian, period: fair, campaignId });
    expect(made).toMatchObject({
      ...{ __typename: 'Occasion', name: texts.Kazakh, note: texts.Russian, revision: 1, period: fair },
      campaign: { name: 'Рождество' },
    });
    const { data: written } = await here.gql<{ createPost: { id: string } }>(
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
      { input: { content: { text: 'x' }, variants: [], occasionId: made.id } },
    );
    const edit = (name: string) => run('updateOccasion', { occasionId: made.id, expectedRevision: 1, name });
    const answers = await Promise.all([edit('one'), edit('two')]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['Occasion', 'RevisionConflict']);
    const cleared = await run('updateOccasion', { occasionId: made.id, note: null, campaignId: null });
    expect(cleared).toMatchObject({ note: null, campaign: null, revision: 3, period: fair });
    expect(await run('deleteOccasion', { occasionId: made.id })).toMatchObject({ occasionId: made.id });
    const { data } = await here.gql(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Post { occasion { id } } } }',
      { ids: [made.id, written?.createPost.id] },
    );
    expect(data?.nodes).toEqual([null, { id: written?.createPost.id, occasion: null }]);
    const subject = rowOf(made.id);
    const events = await world.shell.db.prisma.event.findMany({
      where: { subjectId: subject },
      orderBy: { number: 'asc' },
    });
    expect(events.map(({ type, fields }) => [type, ...fields.toSorted()])).toEqual([
      ['OCCASION_CREATED'],
      ['OCCASION_UPDATED', 'name'],
      ['OCCASION_UPDATED', 'campaignId', 'note'],
      ['OCCASION_DELETED'],
    ]);
  });

  it('is listed by the days that it touches and its campaign, the earliest first', async () => {
    const there = await world.workspace();
    const campaignId = await writeCampaign(world, there.id);
    for (const [name, period, more] of [
      ['later', { from: '2027-06-05', to: '2027-06-05' }, { campaignId }],
      ['sooner', { from: '2027-05-30', to: '2027-06-01' }, {}],
    ] as const) {
      await there.gql('mutation ($input: CreateOccasionInput!) { createOccasion(input: $input) { __typename } }', {
        input: { name, period, ...more },
      });
    }
    const found = async (filter: object | null) => {
      const { data, errors } = await there.gql<{ workspace: { occasions: { nodes: { name: string }[] } } }>(
        'query ($filter: OccasionFilterInput) { workspace { occasions(filter: $filter) { totalCount nodes { name } } } }',
        { filter },
      );
      return errors?.[0]?.extensions.code ?? data?.workspace.occasions.nodes.map(({ name }) => name);
    };
    expect(await found(null)).toEqual(['sooner', 'later']);
    expect(await found({ period: { from: '2027-06-01', to: '2027-06-30' } })).toEqual(['sooner', 'later']);
    expect(await found({ period: { from: '2027-06-02', to: '2027-06-30' } })).toEqual(['later']);
    expect(await found({ campaignId })).toEqual(['later']);
    expect(await found({ period: { from: '2027-06-30', to: '2027-06-02' } })).toBe('BAD_USER_INPUT');
  });

  it('is refused with everything that is wrong, with a campaign of others, and to who is limited to some channels', async () => {
    expect(await run('createOccasion', { name: '', period: { from: fair.to, to: fair.from } })).toMatchObject({
      issues: [
        { code: 'EMPTY', path: ['name'] },
        { code: 'PERIOD_REVERSED', path: ['period', 'to'] },
      ],
    });
    const elsewhere = await world.workspace();
    const campaignId = await writeCampaign(world, elsewhere.id);
    expect(await run('createOccasion', { name: 'x', period: fair, campaignId })).toMatchObject({
      __typename: 'NotFound',
      path: ['campaignId'],
    });
    const limited = await here.member('CONTENT_MANAGER', [here.channels[0]]);
    const { errors } = await here.gql(
      'mutation ($input: CreateOccasionInput!) { createOccasion(input: $input) { __typename } }',
      { input: { name: 'x', period: fair } },
      limited,
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('the settings of a workspace', () => {
  const update = async (input: object, token?: string) => {
    const { data, errors } = await here.gql<{ updateWorkspace: Answer }>(
      `mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { __typename
        ... on Workspace { name timeZone countries } ... on ValidationFailed { issues { code path } } } }`,
      { input },
      token,
    );
    return errors?.[0]?.extensions.code ?? data?.updateWorkspace;
  };

  it('are changed by an owner or admin, under whatever name a zone has', async () => {
    expect(await update({ name: 'Рига Хлеб', countries: ['lv', 'KZ', 'LV'] })).toEqual({
      ...{ __typename: 'Workspace', name: 'Рига Хлеб', timeZone: 'Europe/Riga', countries: ['LV', 'KZ'] },
    });
    expect(await update({ timeZone: 'Asia/Calcutta', countries: null }, await here.member('ADMIN'))).toEqual({
      ...{ __typename: 'Workspace', name: 'Рига Хлеб', timeZone: 'Asia/Calcutta', countries: [] },
    });
    const event = await world.shell.db.prisma.event.findFirst({
      where: { workspaceId: here.id, type: 'WORKSPACE_UPDATED' },
      orderBy: { number: 'desc' },
    });
    expect(event?.fields.toSorted()).toEqual(['countries', 'timeZone']);
  });

  it('are refused to everybody else, and with what nobody knows', async () => {
    expect(await update({ name: 'x' }, await here.member('STRATEGIST'))).toBe('FORBIDDEN');
    expect(await update({ name: 'x' }, await here.member('ADMIN', [here.channels[0]]))).toBe('FORBIDDEN');
    expect(await update({ name: ' ', timeZone: 'Mars/Olympus', countries: ['LV', 'ZZ'] })).toMatchObject({
      issues: [
        { code: 'EMPTY', path: ['name'] },
        { code: 'TIME_ZONE_UNKNOWN', path: ['timeZone'] },
        { code: 'COUNTRY_UNKNOWN', path: ['countries', '1'] },
      ],
    });
  });
});
