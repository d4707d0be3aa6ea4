import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { print } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayAt } from '../../src/domain/shared/period.ts';
import { contractDocument } from '../support/documents.ts';
import { take, transports } from '../support/live.ts';
import { startProduct, type Product } from '../support/process.ts';
import { temporaryFolder } from '../support/world.ts';

const zone = 'Europe/Riga';
const today = dayAt(new Date(), zone);
const document = (name: string) => print(contractDocument(name));

let product: Product;
let url: string;
let demo: { readonly tokens: Readonly<Record<string, string>>; readonly channelIds: readonly string[] };

beforeAll(async () => {
  const dataDir = temporaryFolder();
  product = startProduct({ DATA_DIR: dataDir });
  url = await product.ready();
  demo = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as typeof demo; // as demo-file.ts writes it
}, 60_000);

interface Answer {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

async function ask(query: string, variables: object, role = 'OWNER'): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${demo.tokens[role] ?? ''}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** What a field answered, without errors on the way. */
async function done<T>(field: string, query: string, variables: object, role?: string): Promise<T> {
  const { data, errors } = await ask(query, variables, role);
  expect(errors).toBeUndefined();
  return data?.[field] as T; // the shape is what each test expects
}

interface Strategy {
  readonly id: string;
  readonly revision: number;
  readonly pillars: readonly { readonly id: string; readonly name: string }[];
}

describe('a team plans with the running product', () => {
  it('writes a strategy, plans under it, queues, moves, launches a campaign, and finds everything in one calendar', async () => {
    const strategist = 'STRATEGIST';
    const period = { from: today, to: addDays(today, 365) };
    const strategy = await done<Strategy>(
      'createStrategy',
      document('WriteStrategy'),
      {
        input: {
          name: 'Нан, хлеб, maize',
          period,
          challenges: ['WEAK_AWARENESS'],
          tactics: ['EXPERTISE'],
          objectives: [
            {
              kind: 'AWARENESS',
              stakeholders: ['CUSTOMERS'],
              kpis: [
                {
                  name: 'Followers',
                  metric: 'followers',
                  baseline: 1200,
                  target: 5000,
                  deadline: period.to,
                  direction: 'UP',
                },
              ],
            },
          ],
          pillars: [{ name: 'How it is made', appeal: 'INSTRUCT', targetShare: 0.4, objectives: [{ index: 0 }] }],
        },
      },
      strategist,
    );
    const { pillars } = await done<Strategy>(
      'node',
      'query ($id: ID!) { node(id: $id) { ... on Strategy { id revision pillars { id name } } } }',
      { id: strategy.id },
      strategist,
    );
    const corrected = await done<Strategy & { readonly reviews: readonly { readonly learned: string }[] }>(
      'reviewStrategy',
      document('CorrectCourse'),
      {
        input: {
          strategyId: strategy.id,
          expectedRevision: strategy.revision,
          learned: 'Видео сохраняют чаще',
          changed: 'More of it',
          pillars: [{ id: pillars[0]?.id, targetShare: 0.5 }],
        },
      },
      strategist,
    );
    expect(corrected).toMatchObject({ revision: 2, reviews: [{ learned: 'Видео сохраняют чаще' }] });

    const campaign = await done<{ id: string; utm: { campaign: string } }>(
      'createCampaign',
      document('PlanCampaign'),
      {
        input: {
          name: 'Көктем',
          strategyId: strategy.id,
          objective: 'SALES',
          period: { from: today, to: addDays(today, 60) },
          budget: { amount: '1500.00', currency: 'EUR' },
          utm: { medium: 'social', campaign: 'spring' },
        },
      },
      strategist,
    );
    const post = await done<{ id: string }>(
      'createPost',
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } ... on Error { message } } }',
      {
        input: {
          title: 'Pavasaris 🌱',
          content: { text: 'Скоро весна: https://example.com/menu', link: 'https://example.com/menu' },
          variants: [{ channelId: demo.channelIds[0] }],
          pillarId: pillars[0]?.id,
          campaignId: campaign.id,
        },
      },
    );
    const queued = await done<{ state: string; schedule: { at: string } }>('queuePost', document('QueueIt'), {
      input: { postId: post.id, notBefore: new Date(Date.now() + 3 * 86_400_000).toISOString() },
    });
    expect(queued.state).toBe('SCHEDULED');
    const moveTo = addDays(today, 20);
    const { results } = await done<{ results: readonly { outcome: string; problem: unknown }[] }>(
      'reschedulePosts',
      document('MoveMany'),
      { input: { moves: [{ postId: post.id, at: { localDateTime: `${moveTo}T18:00:00`, timeZone: zone } }] } },
    );
    expect(results).toMatchObject([{ outcome: 'DONE', problem: null }]);

    // What the campaign does is heard live, over both transports, from its beginning.
    const { events } = await done<{ events: { nodes: readonly { cursor: string }[] } }>(
      'workspace',
      '{ workspace { events(last: 1) { nodes { cursor } } } }',
      {},
    );
    const after = events.nodes[0]?.cursor;
    const launched = await done<{ state: string }>('launchCampaign', document('Launch'), {
      input: { campaignId: campaign.id },
    });
    expect(launched.state).toBe('ACTIVE');
    for (const [, subscribe] of transports) {
      const query =
        'subscription ($id: ID!, $after: String) { campaignChanged(campaignId: $id, after: $after) { fields campaign { state } } }';
      const asked = { query, variables: { id: campaign.id, after } };
      const [told] = await take(subscribe(url, demo.tokens.OWNER ?? '', asked), 1);
      expect(told?.data).toEqual({ campaignChanged: { fields: ['state'], campaign: { state: 'ACTIVE' } } });
    }

    const { calendar } = await done<{
      calendar: { days: readonly { date: string; entries: readonly { __typename: string; post?: object }[] }[] };
    }>('workspace', document('CalendarMonth'), { from: today, to: addDays(today, 60), timeZone: zone });
    const entries = calendar.days.flatMap(({ date, entries: ofDay }) => ofDay.map((entry) => ({ ...entry, date })));
    expect(
      entries.find(({ post: shown }) => shown !== undefined && 'title' in shown && shown.title === 'Pavasaris 🌱'),
    ).toMatchObject({
      date: moveTo,
      post: {
        state: 'SCHEDULED',
        pillar: { name: 'How it is made' },
        campaign: { name: 'Көктем' },
        variants: [{ content: { text: expect.stringContaining('utm_campaign=spring') as string } }],
      },
    });
    const kinds = new Set(entries.map(({ __typename }) => __typename));
    for (const kind of ['CalendarPost', 'CalendarSlot', 'CalendarCampaign', 'CalendarObservance'])
      expect(kinds).toContain(kind);

    const onTrack = await done<{
      objectives: readonly { kpis: readonly { current: object; status: string; progress: null }[] }[];
      balance: readonly object[];
    }>('node', document('AreWeOnTrack'), { id: strategy.id, from: today, to: addDays(today, 60) }, 'ANALYST');
    expect(onTrack.objectives[0]?.kpis[0]).toMatchObject({
      current: { value: null, status: 'UNAVAILABLE' },
      status: 'NO_DATA',
      progress: null,
    });
    expect(onTrack.balance).toMatchObject([{ targetShare: 0.5, plannedShare: 1, publishedShare: null }]);
  });

  it('shows the demo’s own strategy, campaign, plan, ideas and competitors', async () => {
    const found = await done<Record<string, { totalCount: number }>>(
      'workspace',
      '{ workspace { strategies { totalCount } campaigns { totalCount } contentPlans { totalCount } ideas { totalCount } competitors { totalCount } occasions { totalCount } } }',
      {},
    );
    for (const { totalCount } of Object.values(found)) expect(totalCount).toBeGreaterThan(0);
    const { strategies } = await done<{
      strategies: { nodes: readonly { balance: readonly { plannedPosts: number }[] }[] };
    }>(
      'workspace',
      'query ($from: Date!, $to: Date!) { workspace { strategies(first: 5, filter: { state: [ACTIVE] }) { nodes { balance(from: $from, to: $to) { plannedPosts } } } } }',
      { from: addDays(today, -30), to: addDays(today, 30) },
    );
    expect(strategies.nodes[0]?.balance.filter(({ plannedPosts }) => plannedPosts > 0).length).toBeGreaterThan(2);
  });

  it('lets a creator see what is theirs, and the client nothing of the plans', async () => {
    const query =
      '{ workspace { ideas(first: 10) { nodes { title } } strategies { totalCount } posts(first: 50) { nodes { pillar { name } campaign { name } } } } }';
    const creator = await ask(query, {}, 'CREATOR');
    expect(creator.errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    expect(creator.data?.workspace).toMatchObject({
      strategies: null,
      ideas: { nodes: [{ title: 'Night shift, hour by hour' }] },
    });
    const client = await ask(
      '{ workspace { ideas(first: 10) { nodes { title } } campaigns { totalCount } } }',
      {},
      'CLIENT',
    );
    expect(client.data?.workspace).toMatchObject({ ideas: { nodes: [] }, campaigns: null });
  });

  it('ends as it should', async () => {
    product.process.kill('SIGTERM');
    expect(await product.ended()).toBe(0);
    expect(product.output()).not.toContain('"level":50');
  });
});
