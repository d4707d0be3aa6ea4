import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const nextYear = new Date().getUTCFullYear() + 1;
const period = { from: `${String(nextYear)}-03-01`, to: `${String(nextYear)}-03-31` };
const at = (day: string) => ({ localDateTime: `${String(nextYear)}-${day}T09:00:00`, timeZone: 'Europe/Riga' });
const spring = { name: 'Spring · Весна · Pavasaris · Көктем 🌷', objective: 'SALES', period };

interface Answer {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
  readonly issues?: readonly { code: string; path: string[]; parameters: { name: string; value: string }[] }[];
  readonly [field: string]: unknown;
}

/** Runs one mutation and answers with what it says. */
async function run(mutation: string, input: object, selection = '', token = here.token): Promise<Answer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await here.gql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) {
      __typename ... on Node { id } ${selection}
      ... on Error { code message path } ... on ValidationFailed { issues { code path parameters { name value } } } } }`,
    { input },
    token,
  );
  return data?.[mutation] ?? ({ __typename: JSON.stringify(errors), id: '', state: '' } satisfies Answer);
}

const plan = async (more: object = {}) => (await run('createCampaign', { ...spring, ...more })).id;

async function write(campaignId: string, text = 'Maize 🥖 https://example.com'): Promise<string> {
  const { id } = await run('createPost', {
    title: 'Хлеб',
    campaignId,
    content: { text, link: 'https://example.com' },
    variants: [{ channelId: here.channelIds[0] }],
  });
  return id;
}
const schedule = (postId: string, day = '03-10') => run('schedulePost', { postId, at: at(day) });

interface Seen {
  state: string;
  revision: number;
  variants: { content: { text: string; link: string } }[];
  deliveries: { state: string; heldAt: string | null; explanation: string }[];
}
async function look(id: string): Promise<Seen> {
  const { data, errors } = await here.gql<{ node: Seen }>(
    'query ($id: ID!) { node(id: $id) { ... on Post { state revision variants { content { text link } } deliveries { state heldAt explanation } } } }',
    { id },
  );
  expect(errors).toBeUndefined();
  if (data === undefined || data === null) throw new Error('No such post');
  return data.node;
}
async function moves(id: string) {
  const { data, errors } = await here.gql<{ node: { moves: { nodes: { action: string; outcome: string }[] } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Campaign { moves { totalCount nodes { action outcome dueAt post { id } } } } } }',
    { id },
  );
  expect(errors).toBeUndefined();
  return data?.node.moves.nodes.map(({ action, outcome }) => `${action} ${outcome}`);
}
const codes = (answer: Answer) => answer.issues?.map(({ code }) => code);

describe('a campaign', () => {
  it('is planned and launched as the contract says', async () => {
    const planned = await here.gql<{ createCampaign: Answer }>(contractDocument('PlanCampaign'), {
      input: {
        ...spring,
        budget: { amount: '1500.00', currency: 'EUR' },
        utm: { medium: 'social', campaign: 'spring' },
      },
    });
    expect(planned.errors).toBeUndefined();
    expect(planned.data?.createCampaign).toEqual({
      __typename: 'Campaign',
      id: expect.any(String) as string,
      name: spring.name,
      state: 'DRAFT',
      period,
      utm: { source: null, medium: 'social', campaign: 'spring', term: null, content: null },
    });
    const campaignId = planned.data?.createCampaign.id;
    const launched = await here.gql(contractDocument('Launch'), { input: { campaignId } });
    expect(launched.data?.launchCampaign).toEqual({ __typename: 'Campaign', id: campaignId, state: 'ACTIVE' });
    const again = await here.gql(contractDocument('Launch'), { input: { campaignId } });
    expect(again.data?.launchCampaign).toMatchObject({ __typename: 'WrongState', code: 'WRONG_STATE' });
  });

  it('holds its posts back until it is launched, while it is paused, and ends with what it unscheduled', async () => {
    const campaignId = await plan();
    const postId = await write(campaignId);
    expect(await schedule(postId)).toMatchObject({ __typename: 'Post' });
    expect(await look(postId)).toMatchObject({
      state: 'SCHEDULED',
      deliveries: [
        { state: 'PLANNED', heldAt: expect.any(String), explanation: expect.stringContaining('holds it back') },
      ],
    });
    expect(codes(await run('publishPost', { postId }))).toEqual(['CAMPAIGN_NOT_ACTIVE']);
    await run('launchCampaign', { campaignId });
    expect((await look(postId)).deliveries).toMatchObject([{ state: 'PLANNED', heldAt: null }]);
    await run('pauseCampaign', { campaignId });
    expect((await look(postId)).deliveries).toMatchObject([{ heldAt: expect.any(String) }]);
    await run('resumeCampaign', { campaignId });
    await run('completeCampaign', { campaignId });
    expect(await look(postId)).toMatchObject({ state: 'DRAFT', deliveries: [{ state: 'CANCELLED', heldAt: null }] });
    expect(codes(await schedule(postId))).toEqual(['CAMPAIGN_OVER']);
    expect(await moves(campaignId)).toEqual([
      'COMPLETE UNSCHEDULED',
      'RESUME RELEASED',
      'PAUSE HELD',
      'LAUNCH RELEASED',
    ]);
  });

  it('is not launched with posts whose time passed, nor ended before its posts go out: each is named, nothing moves', async () => {
    const campaignId = await plan();
    const [late, fine] = [await write(campaignId), await write(campaignId)];
    await schedule(late);
    await schedule(fine);
    const row = Buffer.from(late, 'base64').toString().slice('Post:'.length);
    await world.shell.db.prisma.delivery.updateMany({ where: { postId: row }, data: { dueAt: new Date(0) } });
    const refused = await run('launchCampaign', { campaignId });
    expect(codes(refused)).toEqual(['POST_TIME_PASSED']);
    expect(refused.issues?.[0]?.parameters).toContainEqual({ name: 'postId', value: late });
    expect((await look(fine)).deliveries).toMatchObject([{ heldAt: expect.any(String) }]);
    const shorter = await run('updateCampaign', { campaignId, period: { ...period, to: `${String(nextYear)}-03-05` } });
    expect(codes(shorter)).toEqual(['POST_AFTER_CAMPAIGN_END']);
    expect(codes(await schedule(fine, '04-02'))).toEqual(['POST_AFTER_CAMPAIGN_END']);
    expect(await moves(campaignId)).toEqual([]);
  });

  it('shapes its posts’ links, and gives those that have not begun a revision of their own when its rules change', async () => {
    const campaignId = await plan({ utm: { medium: 'social' } });
    const postId = await write(campaignId);
    await schedule(postId);
    const first = 'https://example.com?utm_source=sandbox&utm_medium=social';
    expect(await look(postId)).toMatchObject({
      revision: 1,
      variants: [{ content: { text: `Maize 🥖 ${first}`, link: first } }],
    });
    await run('updateCampaign', { campaignId, utm: { content: '{format}' } });
    expect(await look(postId)).toMatchObject({
      revision: 2,
      variants: [{ content: { link: `${first}&utm_content=link` } }],
    });
    const row = Buffer.from(postId, 'base64').toString().slice('Post:'.length);
    const delivery = await world.shell.db.prisma.delivery.findFirstOrThrow({ where: { postId: row } });
    expect(delivery.revision).toBe(2);
    const kept = await world.shell.db.prisma.postRevision.findMany({
      where: { postId: row },
      orderBy: { number: 'asc' },
    });
    expect(kept.map(({ content }) => (content as { utm: object }).utm)).toMatchObject([
      { content: null },
      { content: '{format}' },
    ]);
    await run('launchCampaign', { campaignId });
    await run('publishPost', { postId });
    await world.work(async () => (await look(postId)).state === 'PUBLISHED');
    expect((await world.network.posts()).at(-1)).toMatchObject({ link: `${first}&utm_content=link` });
  });

  it('counts in one currency, and tells where it is over budget', async () => {
    const campaignId = await plan({ budget: { amount: '100.00', currency: 'EUR' } });
    const entry = { campaignId, kind: 'COST', category: 'FEE', on: period.from };
    const euros = (amount: string) => ({ amount, currency: 'EUR' });
    expect(await run('addCampaignEntry', { ...entry, amount: euros('99.99') })).toMatchObject({
      __typename: 'CampaignEntry',
    });
    const rubles = { amount: '1', currency: 'RUB' };
    expect(codes(await run('addCampaignEntry', { ...entry, amount: rubles }))).toEqual(['CURRENCY_DIFFERS']);
    expect(codes(await run('updateCampaign', { campaignId, budget: rubles }))).toEqual(['CURRENCY_DIFFERS']);
    await run('addCampaignEntry', { ...entry, kind: 'COMMITMENT', amount: euros('0.02') });
    const { data } = await here.gql<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on Campaign { budget { total { amount currency } spent { amount } committed { amount } remaining { amount } overBudget } entries { totalCount } } } }',
      { id: campaignId },
    );
    expect(data?.node).toEqual({
      budget: {
        total: { amount: '100.00', currency: 'EUR' },
        spent: { amount: '99.99' },
        committed: { amount: '0.02' },
        remaining: { amount: '-0.01' },
        overBudget: true,
      },
      entries: { totalCount: 2 },
    });
  });

  it('lets one of two who edit at once win, and refuses bad input with everything that is wrong', async () => {
    const campaignId = await plan();
    const edit = (name: string) => run('updateCampaign', { campaignId, name, expectedRevision: 1 });
    const answers = await Promise.all([edit('one'), edit('two')]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['Campaign', 'RevisionConflict']);
    const unknown = Buffer.from('Strategy:x').toString('base64');
    expect(await run('createCampaign', { ...spring, strategyId: unknown })).toMatchObject({
      __typename: 'NotFound',
      path: ['strategyId'],
    });
    const bad = await run('createCampaign', { ...spring, name: ' ', period: { from: period.to, to: period.from } });
    expect(codes(bad)).toEqual(['EMPTY', 'PERIOD_REVERSED']);
  });

  it('is changed by nobody who is limited to some channels', async () => {
    const limited = await here.member('STRATEGIST', [here.channels[0]]);
    expect((await run('createCampaign', spring, '', limited)).__typename).toContain('FORBIDDEN');
  });
});
