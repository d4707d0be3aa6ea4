import { beforeAll, describe, expect, it } from 'vitest';
import { rowOf } from '../../support/campaigns.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const period = { from: '2090-03-01', to: '2090-03-31' };
const kpi = {
  name: 'Сату 🛍️',
  metric: 'followers',
  baseline: 10,
  target: 100,
  deadline: '2090-03-31',
  direction: 'UP',
};
const euros = (amount: string) => ({ amount, currency: 'EUR' });

interface Answer {
  readonly __typename: string;
  readonly id: string;
  readonly issues?: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly kpis?: readonly { readonly id: string; readonly current: { readonly status: string } }[];
}
async function run(mutation: string, input: object, selection = '', token = here.token): Promise<Answer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await here.gql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) {
      __typename ... on Node { id } ${selection} ... on Error { code path } ... on ValidationFailed { issues { code path } } } }`,
    { input },
    token,
  );
  return data?.[mutation] ?? { __typename: JSON.stringify(errors), id: '' };
}
const plan = (more: object = {}) =>
  run(
    'createCampaign',
    {
      name: 'Pavasaris · Весна',
      objective: 'SALES',
      period,
      budget: euros('100'),
      promoCodes: ['NAN10'],
      kpis: [kpi],
      ...more,
    },
    '... on Campaign { kpis { id name target current { value status } status } }',
  );
const write = async (campaignId: string, channelId: string, token = here.token) =>
  (
    await run(
      'createPost',
      { title: 'Нан', campaignId, content: { text: 'Maize 🥖' }, variants: [{ channelId }] },
      '',
      token,
    )
  ).id;
const codes = ({ issues }: Answer) => issues?.map(({ code }) => code);

describe('a campaign', () => {
  it('has KPIs, which have no value before anything is measured, and are changed with it', async () => {
    const { id: campaignId, kpis } = await plan();
    expect(kpis).toMatchObject([
      { name: kpi.name, current: { value: null, status: expect.any(String) as string }, status: 'NO_DATA' },
    ]);
    const changed = await run(
      'updateCampaign',
      {
        campaignId,
        kpis: [
          { id: kpis?.[0]?.id, target: 200 },
          { ...kpi, name: 'Jauns' },
        ],
      },
      '... on Campaign { kpis { name target } }',
    );
    expect(changed.kpis).toMatchObject([
      { name: kpi.name, target: 200 },
      { name: 'Jauns', target: 100 },
    ]);
    const gone = await run(
      'updateCampaign',
      { campaignId, removeKpiIds: [kpis?.[0]?.id] },
      '... on Campaign { kpis { name } }',
    );
    expect(gone.kpis).toEqual([{ name: 'Jauns' }]);
    const bad = await plan({ kpis: [{ ...kpi, metric: 'luck', deadline: '2089-01-01' }] });
    expect(bad.__typename).toBe('ValidationFailed');
    expect(bad.issues?.every(({ path }) => path[0] === 'kpis')).toBe(true);
  });

  it('keeps its books by post and promo code', async () => {
    const { id: campaignId } = await plan();
    const [postId, other] = [
      await write(campaignId, here.channelIds[0]),
      await write((await plan()).id, here.channelIds[0]),
    ];
    const entry = { campaignId, kind: 'REVENUE', category: 'OWN_SALES', on: '2090-03-02', amount: euros('12.34') };
    const added = await run(
      'addCampaignEntry',
      { ...entry, postId, promoCode: 'NAN10', note: 'Тапсырыс' },
      '... on CampaignEntry { post { id } promoCode amount { amount currency } campaign { budget { revenue { amount } overBudget } } }',
    );
    expect(added).toMatchObject({
      post: { id: postId },
      promoCode: 'NAN10',
      amount: euros('12.34'),
      campaign: { budget: { revenue: { amount: '12.34' }, overBudget: false } },
    });
    expect(await run('addCampaignEntry', { ...entry, postId: other })).toMatchObject({
      __typename: 'NotFound',
      path: ['postId'],
    });
    const bad = { ...entry, category: 'FEE', promoCode: 'NOPE', amount: euros('0') };
    expect(codes(await run('addCampaignEntry', bad))?.sort()).toEqual([
      'AMOUNT_ZERO',
      'CATEGORY_DOES_NOT_FIT',
      'PROMO_CODE_UNKNOWN',
    ]);
    const removed = { campaignEntryId: added.id };
    const twice = await Promise.all([run('removeCampaignEntry', removed), run('removeCampaignEntry', removed)]);
    expect(twice.map(({ __typename }) => __typename).sort()).toEqual(['Campaign', 'NotFound']);
  });

  it('is not planned under a strategy that was put away, but may stay under it', async () => {
    const strategy = await run('createStrategy', {
      name: 'Стратегия',
      period: { from: '2090-01-01', to: '2090-12-31' },
    });
    const { id: campaignId } = await plan({ strategyId: strategy.id });
    await world.shell.db.prisma.strategy.update({ where: { id: rowOf(strategy.id) }, data: { state: 'ARCHIVED' } });
    expect(codes(await plan({ strategyId: strategy.id }))).toEqual(['STRATEGY_ARCHIVED']);
    expect(await run('updateCampaign', { campaignId, note: 'x', strategyId: strategy.id })).toMatchObject({
      __typename: 'Campaign',
    });
  });

  it('tells how it is going, as far as it can be told', async () => {
    const { id } = await plan();
    await write(id, here.channelIds[0]);
    const { data, errors } = await here.gql(
      `query ($id: ID!) { node(id: $id) { ... on Campaign { name state objective
        kpis { id name target current { value status } status } posts(first: 50) { totalCount nodes { id title state } }
        budget { total { amount currency } spent { amount currency } committed { amount currency } } } } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    expect(data?.node).toMatchObject({
      objective: 'SALES',
      kpis: [{ status: 'NO_DATA' }],
      posts: { totalCount: 1, nodes: [{ state: 'DRAFT' }] },
      budget: { total: euros('100.00'), spent: { amount: '0.00' }, committed: { amount: '0.00' } },
    });
  });
});

describe('of a campaign', () => {
  const fields = `name allowedActions objective kpis { name } budget { overBudget }
    entries { totalCount } moves { totalCount } posts { totalCount }`;
  const read = `query ($id: ID!) { node(id: $id) { ... on Campaign { ${fields} } } }`;

  it.each(['CREATOR', 'CLIENT', 'COMMUNITY_MANAGER'] as const)(
    'a %s sees the name at a post, and nothing of its plan or money; and may change nothing',
    async (role) => {
      const { id } = await plan();
      const postId = await write(id, here.channelIds[0]);
      await write(id, here.channelIds[0]);
      const token = await here.member(role);
      const { prisma } = world.shell.db;
      const { id: assigneeMemberId } = await prisma.member.findFirstOrThrow({ where: { workspaceId: here.id, role } });
      await prisma.post.update({ where: { id: rowOf(postId) }, data: { state: 'IN_REVIEW', assigneeMemberId } });
      const { data, errors } = await here.gql<{ node: { campaign: object } }>(
        `query ($id: ID!) { node(id: $id) { ... on Post { campaign { ${fields} } } } }`,
        { id: postId },
        token,
      );
      expect((errors ?? []).filter(({ extensions }) => extensions.code !== 'FORBIDDEN')).toEqual([]);
      expect(data?.node.campaign).toEqual({
        ...{
          name: 'Pavasaris · Весна',
          allowedActions: [],
          posts: { totalCount: role === 'COMMUNITY_MANAGER' ? 2 : 1 },
        },
        ...{ objective: null, kpis: null, budget: null, entries: null, moves: null },
      });
      for (const mutation of ['updateCampaign', 'launchCampaign', 'cancelCampaign']) {
        expect((await run(mutation, { campaignId: id }, '', token)).__typename).toContain('FORBIDDEN');
      }
    },
  );

  it('who is limited to some channels counts only what is theirs, and changes nothing', async () => {
    const { id } = await plan();
    const own = await write(id, here.channelIds[1]);
    const other = await write(id, here.channelIds[0]);
    const entry = { campaignId: id, kind: 'COST', category: 'FEE', on: '2090-03-02', amount: euros('60') };
    const first = await run('addCampaignEntry', { ...entry, postId: own });
    await run('addCampaignEntry', { ...entry, postId: other });
    for (const postId of [own, other]) {
      await run('schedulePost', { postId, at: { localDateTime: '2090-03-10T09:00:00', timeZone: 'Europe/Riga' } });
    }
    await run('launchCampaign', { campaignId: id });
    const limited = await here.member('STRATEGIST', [here.channels[1]]);
    const { data, errors } = await here.gql<{ node: object }>(read, { id }, limited);
    expect(errors).toBeUndefined();
    expect(data?.node).toMatchObject({
      allowedActions: [],
      ...{ entries: { totalCount: 1 }, moves: { totalCount: 1 }, posts: { totalCount: 1 } },
    });
    for (const [mutation, input] of [
      ['updateCampaign', { campaignId: id, name: 'x' }],
      ['pauseCampaign', { campaignId: id }],
      ['addCampaignEntry', entry],
      ['removeCampaignEntry', { campaignEntryId: first.id }],
    ] as const) {
      expect((await run(mutation, input, '', limited)).__typename).toContain('FORBIDDEN');
    }
  });

  it('events are seen by who may read campaigns, and by nobody else', async () => {
    const { id } = await plan();
    await run('launchCampaign', { campaignId: id });
    const seen = async (token: string) => {
      const { data } = await here.gql<{ workspace: { events: { nodes: { type: string }[] } } }>(
        '{ workspace { events(last: 100) { nodes { type } } } }',
        {},
        token,
      );
      return data?.workspace.events.nodes.map(({ type }) => type).filter((type) => type.startsWith('CAMPAIGN_'));
    };
    expect(await seen(await here.member('ANALYST'))).toEqual(expect.arrayContaining(['CAMPAIGN_STATE_CHANGED']));
    expect(await seen(await here.member('CREATOR'))).toEqual([]);
    expect(await seen(await here.member('CLIENT'))).toEqual([]);
  });
});
