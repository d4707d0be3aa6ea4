import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../../support/documents.ts';
import { period, strategiesOf, wholeStrategy, type StrategyAnswer } from '../../support/strategies.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});
const { run, written, read, ids } = strategiesOf(() => here);
const whole = () => wholeStrategy(here);

describe('changing a strategy', () => {
  it('leaves what is absent and clears what is null, in every list', async () => {
    const id = await written(whole());
    const known = await ids(id);
    const answer = await run('updateStrategy', {
      strategyId: id,
      expectedRevision: 1,
      industry: null,
      budget: null,
      brand: { mission: null, voice: { tone: 'cool' } },
      objectives: [
        { id: known.objectives[0], note: null, kpis: [{ id: known.kpis[0]?.[0], target: 6000, baseline: null }] },
        { kind: 'SERVICE' },
      ],
      removeObjectiveIds: [known.objectives[1]],
      pillars: [
        { id: known.pillars[0], targetShare: null },
        { name: 'Новое', objectives: [{ index: 1 }] },
      ],
      personas: [{ id: known.personas[0], demographics: { ageTo: null }, habits: null }],
      networkChoices: [{ network: 'sandbox', role: null }],
    });
    expect(answer).toMatchObject({ __typename: 'Strategy', revision: 2 });
    expect(
      await read(
        id,
        `name industry budget { amount } brand { name mission voice { tone avoid } }
        objectives { id kind note stakeholders kpis { name target baseline deadline } }
        pillars { name targetShare appeal objectives { kind } }
        personas { demographics { ageFrom ageTo cities } habits { networks { key } hours } wishes } networkChoices { rationale role }`,
      ),
    ).toEqual({
      name: 'Стратегия 2027 🥖',
      industry: null,
      budget: null,
      brand: { name: 'Rīta Maize', mission: null, voice: { tone: 'cool', avoid: ['дешёвый', 'cheap'] } },
      objectives: [
        {
          id: known.objectives[0],
          kind: 'AWARENESS',
          note: null,
          stakeholders: ['CUSTOMERS'],
          kpis: [{ name: 'Подписчики', target: 6000, baseline: null, deadline: '2027-06-30' }],
        },
        { id: expect.any(String) as string, kind: 'SERVICE', note: null, stakeholders: [], kpis: [] },
      ],
      pillars: [
        { name: 'How it is made', targetShare: null, appeal: 'INSTRUCT', objectives: [{ kind: 'AWARENESS' }] },
        { name: 'Дүкен', targetShare: 0.6, appeal: 'SELL', objectives: [] },
        { name: 'Новое', targetShare: null, appeal: null, objectives: [{ kind: 'SERVICE' }] },
      ],
      personas: [
        {
          demographics: { ageFrom: 25, ageTo: null, cities: ['Алматы'] },
          habits: { networks: [], hours: [] },
          wishes: ['fresh at seven'],
        },
      ],
      networkChoices: [{ rationale: 'Our people are there', role: null }],
    });
    const gone = await here.gql<{ nodes: unknown[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Objective { kind retired } ... on Kpi { name retired status } } }',
      { ids: [known.objectives[1], known.kpis[1]?.[0]] },
    );
    expect(gone.data?.nodes).toEqual([
      { kind: 'SALES', retired: true },
      { name: 'Реакции на охват', retired: true, status: 'NO_DATA' },
    ]);
  });

  it('judges the whole that comes of it, not only what was sent', async () => {
    const id = await written(whole());
    const known = await ids(id);
    const answer = await run('updateStrategy', {
      strategyId: id,
      period: { from: '2027-07-01', to: '2027-12-31' },
      pillars: [{ id: known.pillars[0], targetShare: 0.5 }],
      objectives: [{ id: known.objectives[1], kpis: [{ id: known.kpis[1]?.[0], metric: 'reach' }] }],
    });
    expect(answer.issues?.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'METRIC_AND_FORMULA objectives.0.kpis.0.formula',
      'DEADLINE_BEFORE_START period.from',
      'SHARES_OVER_ONE pillars',
    ]);
    expect(await read(id, 'revision pillars { targetShare }')).toEqual({
      revision: 1,
      pillars: [{ targetShare: 0.4 }, { targetShare: 0.6 }],
    });
  });

  it('knows no id of another strategy or workspace, and says where it stands', async () => {
    const id = await written(whole());
    const other = await ids(await written(whole()));
    const cases = [
      [{ pillars: [{ id: other.pillars[0], name: 'x' }] }, ['pillars', '0', 'id']],
      [{ removePersonaIds: [other.personas[0]] }, ['removePersonaIds', '0']],
      [{ objectives: [{ id: other.objectives[0] }] }, ['objectives', '0', 'id']],
      [
        { pillars: [{ name: 'x', objectives: [{ id: other.objectives[0] }] }] },
        ['pillars', '0', 'objectives', '0', 'id'],
      ],
      [{ removeNetworks: ['vk'] }, ['removeNetworks', '0']],
    ] as const;
    for (const [change, path] of cases) {
      expect(await run('updateStrategy', { strategyId: id, ...change })).toMatchObject({
        __typename: 'NotFound',
        path,
      });
    }
    const elsewhere = await world.workspace();
    const theirs = await elsewhere.gql<{ createStrategy: { id: string } }>(
      `mutation { createStrategy(input: { name: "T", period: { from: "2027-01-01", to: "2027-12-31" } }) { ... on Strategy { id } } }`,
    );
    const strategyId = theirs.data?.createStrategy.id ?? '';
    expect(strategyId).not.toBe('');
    expect(await run('updateStrategy', { strategyId, name: 'x' })).toMatchObject({
      __typename: 'NotFound',
      path: ['strategyId'],
    });
    const { data } = await here.gql('query ($id: ID!) { node(id: $id) { id } }', { id: strategyId });
    expect(data?.node).toBeNull();
  });

  it('lets one of two editors win, and tells the other', async () => {
    const id = await written();
    const answers = await Promise.all(
      ['Первый', 'Otrais'].map((name) => run('updateStrategy', { strategyId: id, expectedRevision: 1, name })),
    );
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['RevisionConflict', 'Strategy']);
    const [winner] = answers.filter(({ __typename }) => __typename === 'Strategy');
    const [loser] = answers.filter(({ __typename }) => __typename === 'RevisionConflict');
    expect(loser).toMatchObject({ currentRevision: 2, path: ['expectedRevision'], actor: 'USER' });
    expect(await read(id, 'name revision')).toEqual({ name: winner?.name, revision: 2 });
  });

  it('makes no revision and tells nobody where nothing changes', async () => {
    const id = await written(whole());
    const { objectives, pillars } = await ids(id);
    const before = await world.shell.db.prisma.event.count({ where: { workspaceId: here.id } });
    const same = {
      strategyId: id,
      name: whole().name,
      brand: { name: 'Rīta Maize' },
      pillars: [{ id: pillars[0], objectives: [{ id: objectives[1] }, { id: objectives[0] }] }],
      principles: whole().principles,
    };
    expect(await run('updateStrategy', same)).toMatchObject({ revision: 1 });
    expect(await world.shell.db.prisma.event.count({ where: { workspaceId: here.id } })).toBe(before);
  });

  it('keeps its lists short', async () => {
    const pillars = Array.from({ length: 51 }, (_, index) => ({ name: `Pīlārs ${String(index)}` }));
    expect(await run('createStrategy', { name: 'S', period, pillars })).toMatchObject({
      issues: [{ code: 'TOO_MANY', path: ['pillars'] }],
    });
  });
});

describe('the revisions of a strategy', () => {
  it('tell who changed what, the newest first, page by page', async () => {
    const id = await written(whole());
    const { pillars, objectives, kpis } = await ids(id);
    await run('updateStrategy', {
      strategyId: id,
      name: 'Жаңа стратегия',
      pillars: [{ id: pillars[0], targetShare: 0.3 }],
      objectives: [{ id: objectives[0], kpis: [{ id: kpis[0]?.[0], target: 7000 }] }],
      tactics: null,
    });
    await run('updateStrategy', { strategyId: id, removePillarIds: [pillars[1]], principles: [], industry: null });
    const document = `revisions(first: 2) { totalCount pageInfo { hasNextPage endCursor }
      nodes { number at author { displayName } changeCount changes { kind path from to } } }`;
    const { revisions } = (await read(id, document)) as {
      revisions: { totalCount: number; pageInfo: { endCursor: string }; nodes: Record<string, unknown>[] };
    };
    expect(revisions).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(revisions.nodes).toEqual([
      {
        number: 3,
        at: expect.any(String) as string,
        author: { displayName: 'Ilze Bērziņa' },
        changeCount: 4,
        changes: [
          { kind: 'REMOVED', path: ['industry'], from: 'Maiznīca', to: null },
          { kind: 'REMOVED', path: ['pillars', 'Дүкен'], from: 'Дүкен', to: null },
          { kind: 'REMOVED', path: ['principles', 'REWARD'], from: 'REWARD', to: null },
          { kind: 'REMOVED', path: ['principles', 'INSPIRE'], from: 'INSPIRE', to: null },
        ],
      },
      {
        number: 2,
        at: expect.any(String) as string,
        author: { displayName: 'Ilze Bērziņa' },
        changeCount: 4,
        changes: [
          { kind: 'CHANGED', path: ['name'], from: 'Стратегия 2027 🥖', to: 'Жаңа стратегия' },
          { kind: 'REMOVED', path: ['tactics'], from: 'EXPERTISE', to: null },
          {
            kind: 'CHANGED',
            path: ['objectives', 'AWARENESS', 'kpis', 'Подписчики', 'target'],
            from: '5000',
            to: '7000',
          },
          { kind: 'CHANGED', path: ['pillars', 'How it is made', 'targetShare'], from: '0.4', to: '0.3' },
        ],
      },
    ]);
    const next = await here.gql<{ node: { revisions: { nodes: { number: number; changes: { kind: string }[] }[] } } }>(
      `query ($id: ID!, $after: String) { node(id: $id) { ... on Strategy { revisions(first: 2, after: $after) { nodes { number changes { kind } } } } } }`,
      { id, after: revisions.pageInfo.endCursor },
    );
    const [first, ...rest] = next.data?.node.revisions.nodes ?? [];
    expect(rest).toEqual([]);
    expect(first?.number).toBe(1);
    expect(new Set(first?.changes.map(({ kind }) => kind))).toEqual(new Set(['ADDED']));
    const wrong = await here.gql(
      'query ($id: ID!) { node(id: $id) { ... on Strategy { revisions(after: "R1BDOlM6eA==") { totalCount } } } }',
      { id },
    );
    expect(wrong.errors?.[0]?.extensions.code).toBe('CURSOR_INVALID');
  });
});

describe('correcting course', () => {
  it('does what the contract says', async () => {
    const id = await written(whole());
    const { pillars, objectives, kpis } = await ids(id);
    await run('activateStrategy', { strategyId: id });
    const { data, errors } = await here.gql<{ reviewStrategy: StrategyAnswer }>(contractDocument('CorrectCourse'), {
      input: {
        strategyId: id,
        expectedRevision: 1,
        learned: 'Видео сохраняют чаще 🎬',
        changed: 'Vairāk video',
        pillars: [
          { id: pillars[0], targetShare: 0.5 },
          { id: pillars[1], targetShare: 0.5 },
        ],
        objectives: [{ id: objectives[0], kpis: [{ id: kpis[0]?.[0], target: 4000 }] }],
      },
    });
    expect(errors).toBeUndefined();
    expect(data?.reviewStrategy).toEqual({
      __typename: 'Strategy',
      id,
      revision: 2,
      reviews: [{ learned: 'Видео сохраняют чаще 🎬', changed: 'Vairāk video' }],
    });
    await run('reviewStrategy', { strategyId: id, learned: 'It works', changed: 'Nothing' });
    expect(
      await read(id, 'state revision reviews { learned revision at author { displayName } } pillars { targetShare }'),
    ).toEqual({
      state: 'ACTIVE',
      revision: 3,
      reviews: [
        { learned: 'It works', revision: 3, at: expect.any(String) as string, author: { displayName: 'Ilze Bērziņa' } },
        {
          learned: 'Видео сохраняют чаще 🎬',
          revision: 2,
          at: expect.any(String) as string,
          author: { displayName: 'Ilze Bērziņa' },
        },
      ],
      pillars: [{ targetShare: 0.5 }, { targetShare: 0.5 }],
    });
    expect(await run('reviewStrategy', { strategyId: id, learned: ' ', changed: '' })).toMatchObject({
      issues: [
        { code: 'REQUIRED', path: ['learned'] },
        { code: 'REQUIRED', path: ['changed'] },
      ],
    });
  });
});
