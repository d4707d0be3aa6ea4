import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../../support/documents.ts';
import { followers, period, strategiesOf, wholeStrategy, type StrategyAnswer } from '../../support/strategies.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});
const { run, written, read, ids } = strategiesOf(() => here);
const whole = () => wholeStrategy(here);

describe('writing a strategy', () => {
  it('does what the contract says', async () => {
    const { data, errors } = await here.gql<{ createStrategy: StrategyAnswer }>(contractDocument('WriteStrategy'), {
      input: {
        name: '2027',
        period,
        challenges: ['WEAK_AWARENESS'],
        tactics: ['EXPERTISE'],
        objectives: [{ kind: 'AWARENESS', stakeholders: ['CUSTOMERS'], kpis: [{ ...followers, name: 'Followers' }] }],
        pillars: [{ name: 'How it is made', appeal: 'INSTRUCT', targetShare: 0.4 }],
      },
    });
    expect(errors).toBeUndefined();
    expect(data?.createStrategy).toEqual({
      __typename: 'Strategy',
      id: expect.any(String) as string,
      name: '2027',
      state: 'DRAFT',
      revision: 1,
    });
  });

  it('keeps everything as it was written, in four languages', async () => {
    const id = await written(whole());
    expect(
      await read(
        id,
        `name state revision period { from to } industry challenges tactics monetisation budget { amount currency }
        allowedActions author { displayName } createdAt templateKey
        brand { name mission valueProposition guidelines voice { tone say dont avoid } visualKit { colours avatar { id } header { id } } }
        objectives { kind stakeholders note retired kpis { name metric { key } formula baseline target deadline direction } pillars { name } }
        pillars { name appeal color targetShare retired objectives { kind } strategy { id } }
        principles { principle targetShare }
        personas { name description retired demographics { ageFrom ageTo genders countries cities languages } interests motives wishes objections
          habits { networks { key } hours formats } }
        networkChoices { network { key } rationale role postsPerWeek } reviews { learned }`,
      ),
    ).toMatchObject({
      name: 'Стратегия 2027 🥖',
      state: 'DRAFT',
      revision: 1,
      period,
      industry: 'Maiznīca',
      challenges: ['WEAK_AWARENESS', 'LOW_SALES'],
      budget: { amount: '12000.00', currency: 'EUR' },
      allowedActions: ['EDIT', 'REVIEW', 'ACTIVATE', 'ARCHIVE'],
      author: { displayName: 'Ilze Bērziņa' },
      templateKey: null,
      brand: {
        name: 'Rīta Maize',
        mission: 'Таза нан әр үйге',
        voice: { tone: 'тепло и просто', say: ['paldies'], dont: ['kliegt'], avoid: ['дешёвый', 'cheap'] },
        visualKit: { colours: ['#a0522d', '#fff8e7'], avatar: { id: here.assetGlobalId }, header: null },
      },
      objectives: [
        {
          kind: 'AWARENESS',
          stakeholders: ['CUSTOMERS'],
          kpis: [{ ...followers, metric: { key: 'followers' } }],
          pillars: [{ name: 'How it is made' }],
        },
        {
          kind: 'SALES',
          stakeholders: [],
          kpis: [{ metric: null, formula: '(likes + comments * 2) / reach' }],
          pillars: [{ name: 'How it is made' }, { name: 'Дүкен' }],
        },
      ],
      pillars: [
        {
          name: 'How it is made',
          color: '#00aa88',
          targetShare: 0.4,
          objectives: [{ kind: 'AWARENESS' }, { kind: 'SALES' }],
          strategy: { id },
        },
        { name: 'Дүкен', color: null, targetShare: 0.6, objectives: [{ kind: 'SALES' }] },
      ],
      principles: [
        { principle: 'REWARD', targetShare: 0.2 },
        { principle: 'INSPIRE', targetShare: null },
      ],
      personas: [
        {
          name: 'Айгүл',
          demographics: {
            ageFrom: 25,
            ageTo: 34,
            genders: ['FEMALE'],
            countries: ['KZ', 'LV'],
            cities: ['Алматы'],
            languages: ['kk', 'ru-KZ'],
          },
          interests: ['хлеб 🥖'],
          habits: { networks: [{ key: 'sandbox' }], hours: [7, 20], formats: ['PHOTO', 'SHORT_VIDEO'] },
        },
      ],
      networkChoices: [
        { network: { key: 'sandbox' }, rationale: 'Our people are there', role: 'shop window', postsPerWeek: 3.5 },
      ],
      reviews: [],
    });
  });

  it('tells everything that is wrong at once, each with its place and what to do', async () => {
    const answer = await run('createStrategy', {
      name: ' ',
      period: { from: '2027-12-31', to: '2027-01-01' },
      budget: { amount: '-5', currency: 'XXQ' },
      brand: { voice: { avoid: ['spam', 'Spam'] }, visualKit: { colours: ['red'] } },
      objectives: [
        {
          kind: 'SALES',
          kpis: [
            { ...followers, metric: 'folowers' },
            { ...followers, name: 'B', formula: 'likes +', metric: null },
            { ...followers, name: 'C', target: 100, deadline: '2026-02-30' },
            { ...followers, name: 'D', formula: 'likes' },
          ],
        },
      ],
      pillars: [
        { name: 'A', targetShare: 0.7, color: 'blue', objectives: [{ index: 4 }] },
        { name: 'a', targetShare: 0.7 },
      ],
      personas: [
        {
          name: 'P',
          demographics: { ageFrom: 40, ageTo: 20, countries: ['XX'], languages: ['not a tag'] },
          habits: { hours: [24] },
        },
      ],
      networkChoices: [{ network: 'myspace', rationale: 'x' }],
    });
    expect(answer.__typename).toBe('ValidationFailed');
    const told = (answer.issues ?? []).map(({ code, path }) => `${code} ${path.join('.')}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'REQUIRED name',
        'PERIOD_REVERSED period.to',
        'AMOUNT_INVALID budget.amount',
        'CURRENCY_UNKNOWN budget.currency',
        'REQUIRED brand.name',
        'TWICE brand.voice.avoid.1',
        'COLOUR_INVALID brand.visualKit.colours.0',
        'METRIC_UNKNOWN objectives.0.kpis.0.metric',
        'FORMULA_INVALID objectives.0.kpis.1.formula',
        'TARGET_AGAINST_DIRECTION objectives.0.kpis.2.target',
        'DATE_INVALID objectives.0.kpis.2.deadline',
        'METRIC_AND_FORMULA objectives.0.kpis.3.formula',
        'COLOUR_INVALID pillars.0.color',
        'OBJECTIVE_INDEX_UNKNOWN pillars.0.objectives.0.index',
        'TWICE pillars.1.name',
        'SHARES_OVER_ONE pillars',
        'AGES_REVERSED personas.0.demographics.ageTo',
        'COUNTRY_INVALID personas.0.demographics.countries.0',
        'LANGUAGE_INVALID personas.0.demographics.languages.0',
        'HOUR_INVALID personas.0.habits.hours.0',
        'NETWORK_UNKNOWN networkChoices.0.network',
      ]),
    );
    const fixes = Object.fromEntries((answer.issues ?? []).map(({ code, fix }) => [code, fix]));
    expect(fixes.METRIC_UNKNOWN).toContain('followers');
    expect(fixes.NETWORK_UNKNOWN).toContain('sandbox');
    expect(Object.values(fixes).every((fix) => typeof fix === 'string' && fix.length > 10)).toBe(true);
  });

  it('refuses pictures of others and files that are none', async () => {
    const other = await world.workspace();
    const brand = (avatarAssetId: string) => ({
      name: 'S',
      period,
      brand: { name: 'B', visualKit: { avatarAssetId } },
    });
    expect(await run('createStrategy', brand(other.assetGlobalId))).toMatchObject({
      __typename: 'NotFound',
      path: ['brand', 'visualKit', 'avatarAssetId'],
    });
    await world.shell.db.prisma.mediaAsset.update({ where: { id: here.assetId }, data: { kind: 'VIDEO' } });
    const answer = await run('createStrategy', brand(here.assetGlobalId));
    await world.shell.db.prisma.mediaAsset.update({ where: { id: here.assetId }, data: { kind: 'IMAGE' } });
    expect(answer).toMatchObject({
      issues: [{ code: 'ASSET_NO_PICTURE', path: ['brand', 'visualKit', 'avatarAssetId'] }],
    });
  });
});

describe('the life of a strategy', () => {
  it('goes from draft over in force to put away, and back', async () => {
    const strategyId = await written();
    const steps = [
      ['activateStrategy', { state: 'ACTIVE', allowedActions: ['EDIT', 'REVIEW', 'ARCHIVE', 'REOPEN'], revision: 1 }],
      ['activateStrategy', { __typename: 'WrongState', wasIn: 'ACTIVE' }],
      ['archiveStrategy', { state: 'ARCHIVED', allowedActions: ['REOPEN'] }],
      ['archiveStrategy', { __typename: 'WrongState', wasIn: 'ARCHIVED' }],
      ['reopenStrategy', { state: 'DRAFT' }],
    ] as const;
    for (const [name, expected] of steps)
      expect(await run(name, { strategyId, expectedRevision: 1 })).toMatchObject(expected);
    await run('archiveStrategy', { strategyId });
    expect(await run('updateStrategy', { strategyId, name: 'x' })).toMatchObject({
      __typename: 'WrongState',
      wasIn: 'ARCHIVED',
      possible: ['REOPEN'],
    });
    expect(await run('reopenStrategy', { strategyId, expectedRevision: 9 })).toMatchObject({ currentRevision: 1 });
  });

  it('is told by events, with the names of what changed', async () => {
    const strategyId = await written();
    await run('updateStrategy', { strategyId, name: 'Другое', pillars: [{ name: 'P' }] });
    await run('reviewStrategy', { strategyId, learned: 'l', changed: 'c', tactics: ['VIRAL'] });
    await run('activateStrategy', { strategyId });
    const { data } = await here.gql<{ workspace: { events: { nodes: object[] } } }>(
      '{ workspace { events(last: 4) { nodes { type from to fields subject { id } } } } }',
    );
    const subject = { id: strategyId };
    expect(data?.workspace.events.nodes).toEqual([
      { type: 'STRATEGY_CREATED', from: null, to: 'DRAFT', fields: ['name', 'period'], subject },
      { type: 'STRATEGY_UPDATED', from: 'DRAFT', to: 'DRAFT', fields: ['name', 'pillars'], subject },
      { type: 'STRATEGY_REVIEWED', from: 'DRAFT', to: 'DRAFT', fields: ['tactics'], subject },
      { type: 'STRATEGY_STATE_CHANGED', from: 'DRAFT', to: 'ACTIVE', fields: ['state'], subject },
    ]);
  });

  it('can be listed by state, page by page', async () => {
    const fresh = await world.workspace();
    const make = async (name: string) => {
      const { data } = await fresh.gql<{ createStrategy: { id: string } }>(
        'mutation ($name: String!) { createStrategy(input: { name: $name, period: { from: "2027-01-01", to: "2027-12-31" } }) { ... on Strategy { id } } }',
        { name },
      );
      return data?.createStrategy.id ?? '';
    };
    const [first] = [await make('A'), await make('B'), await make('Ā')];
    await fresh.gql('mutation ($id: ID!) { activateStrategy(input: { strategyId: $id }) { __typename } }', {
      id: first,
    });
    const { data } = await fresh.gql(
      `{ workspace {
        drafts: strategies(filter: { state: [DRAFT] }, first: 1) { totalCount nodes { name } pageInfo { hasNextPage } }
        active: strategies(filter: { state: [ACTIVE] }) { totalCount nodes { name } }
        all: strategies { nodes { name } }
      } }`,
    );
    expect(data?.workspace).toEqual({
      drafts: { totalCount: 2, nodes: [{ name: 'Ā' }], pageInfo: { hasNextPage: true } },
      active: { totalCount: 1, nodes: [{ name: 'A' }] },
      all: { nodes: [{ name: 'Ā' }, { name: 'B' }, { name: 'A' }] },
    });
  });
});

describe('a KPI without samples', () => {
  it('has no data, which is not 0', async () => {
    const id = await written(whole());
    const all = contractDocument('AreWeOnTrack');
    const { data, errors } = await here.gql<{ node: { objectives: { kpis: object[] }[] } }>(all, { id, ...period });
    expect(errors).toBeUndefined();
    expect(data?.node).toMatchObject({
      name: 'Стратегия 2027 🥖',
      state: 'DRAFT',
      brand: { name: 'Rīta Maize', voice: { avoid: ['дешёвый', 'cheap'] } },
      balance: [
        { targetShare: 0.4, plannedShare: null, publishedShare: null },
        { targetShare: 0.6, plannedShare: null, publishedShare: null },
      ],
      networkChoices: [
        { network: { key: 'sandbox' }, rationale: 'Our people are there', role: 'shop window', postsPerWeek: 3.5 },
      ],
      budget: { amount: '12000.00', currency: 'EUR' },
    });
    expect(data?.node.objectives[0]?.kpis).toEqual([
      {
        id: expect.any(String) as string,
        name: 'Подписчики',
        metric: { key: 'followers', unit: 'COUNT' },
        formula: null,
        baseline: 1200,
        target: 5000,
        deadline: '2027-06-30',
        current: { value: null, status: 'UNAVAILABLE', capturedAt: null },
        progress: null,
        status: 'NO_DATA',
        forecast: null,
        movedBy: [],
      },
    ]);
  });
});

describe('who may', () => {
  it('read: the whole for strategists, of pillars and objectives the name for whoever reads posts', async () => {
    const id = await written(whole());
    const { pillars, personas } = await ids(id);
    const creator = await here.member('CREATOR');
    const manager = await here.member('CONTENT_MANAGER');
    expect(await read(id, 'name', manager)).toEqual({ name: whole().name });
    const { data } = await here.gql(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } workspace { strategies { totalCount } } }',
      { ids: [id, pillars[0], personas[0]] },
      creator,
    );
    expect(data).toEqual({ nodes: [null, null, null], workspace: { strategies: null } });
    const writesPost = await here.gql<{ createPost: object }>(
      `mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post {
        pillar { name color description appeal targetShare objectives { kind } strategy { id } }
        persona { name wishes } } ... on Error { code path } } }`,
      { input: { content: { text: 'Нан' }, variants: [], pillarId: pillars[0], personaId: personas[0] } },
      creator,
    );
    expect(writesPost.data?.createPost).toEqual({
      pillar: {
        name: 'How it is made',
        color: '#00aa88',
        description: null,
        appeal: null,
        targetShare: null,
        objectives: null,
        strategy: null,
      },
      persona: { name: 'Айгүл', wishes: null },
    });
    expect(new Set(writesPost.errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['FORBIDDEN']));
  });

  it('write: strategists, but nobody who is limited to some channels', async () => {
    const strategyId = await written();
    const strategist = await here.member('STRATEGIST');
    const limited = await here.member('STRATEGIST', [here.channels[0]]);
    const analyst = await here.member('ANALYST');
    expect(await run('updateStrategy', { strategyId, name: 'x' }, strategist)).toMatchObject({ revision: 2 });
    const document =
      'mutation ($id: ID!) { updateStrategy(input: { strategyId: $id, name: "y" }) { __typename } archiveStrategy(input: { strategyId: $id }) { __typename } }';
    for (const token of [limited, analyst]) {
      const { errors } = await here.gql(document, { id: strategyId }, token);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(expect.arrayContaining(['FORBIDDEN']));
      expect(await read(strategyId, 'name state allowedActions', token)).toEqual({
        name: 'x',
        state: 'DRAFT',
        allowedActions: [],
      });
    }
  });
});
