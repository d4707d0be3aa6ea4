import { beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { countStatements, statementsSent } from '../../bench/statements.ts';
import { encodeGlobalID } from '../../src/schema/ids.ts';
import { writeCampaign, writeStrategy, type TestStrategy } from '../support/strategy.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  countStatements();
  world = await openWorld();
});

interface Graph {
  readonly place: TestWorkspace;
  readonly strategy: TestStrategy;
  readonly campaignId: string;
}

/** So many posts, each on both channels with a delivery for each, spread over as many pillars, objectives and personas. */
async function graphOf(posts: number): Promise<Graph> {
  const { prisma } = world.shell.db;
  const place = await world.workspace();
  const wide = Math.min(posts, 40);
  const strategy = await writeStrategy(prisma, place.id, { objectives: wide, pillars: wide, personas: wide });
  const campaignId = await writeCampaign(prisma, place.id, { strategyId: strategy.id, state: 'ACTIVE' });
  const rows = Array.from({ length: posts }, (_, index) => ({ id: uuid(), index }));
  const day = 86_400_000;
  await prisma.post.createMany({
    data: rows.map(({ id, index }) => ({
      ...{ id, workspaceId: place.id, title: String(index), parts: [], tags: [], campaignId, strategyId: strategy.id },
      pillarId: strategy.pillars[index % wide] ?? null,
      // Every other one serves what its pillar serves.
      objectiveId: index % 2 === 0 ? (strategy.objectives[index % wide] ?? null) : null,
      personaId: strategy.personas[index % wide] ?? null,
      createdAt: new Date(Date.UTC(2027, 0, 1) + index * day),
    })),
  });
  await prisma.postVariant.createMany({
    data: rows.flatMap(({ id }) =>
      place.channels.map((channelId, position) => ({ id: uuid(), postId: id, channelId, position, parts: [] })),
    ),
  });
  await prisma.delivery.createMany({
    data: rows.flatMap(({ id }) =>
      place.channels.map((channelId) => ({
        ...{ id: uuid(), workspaceId: place.id, postId: id, channelId, state: 'PUBLISHED' as const, revision: 1 },
        ...{ dueAt: new Date(), latePolicy: 'SKIP' as const },
      })),
    ),
  });
  return { place, strategy, campaignId };
}

/** How many statements an answer takes; what comes with every request is in it. */
async function statementsOf({ place }: Graph, document: string, variables: object = {}): Promise<number> {
  const before = statementsSent();
  const { data, errors } = await place.gql(document, { ...variables });
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data)).not.toContain('null');
  return statementsSent() - before;
}

const there = /* GraphQL */ `
  {
    workspace {
      posts(first: 100) {
        totalCount
        nodes {
          id
          pillar {
            name
            objectives {
              kind
              kpis {
                name
                objective {
                  posts(first: 3) {
                    totalCount
                    nodes {
                      title
                      persona {
                        name
                        posts(first: 2) {
                          totalCount
                          nodes {
                            title
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
            posts(first: 2) {
              totalCount
              nodes {
                title
              }
            }
          }
        }
      }
    }
  }
`;

const back = /* GraphQL */ `
  query ($id: ID!) {
    node(id: $id) {
      ... on Campaign {
        posts(first: 100) {
          totalCount
          nodes {
            title
            campaign {
              name
            }
            strategy {
              name
            }
            variants {
              channel {
                name
              }
            }
            deliveries {
              state
              channel {
                name
              }
            }
          }
        }
      }
    }
  }
`;

describe('the graph', () => {
  it.each([
    ['from posts over pillars, objectives and KPIs to posts', there],
    ['from a campaign to its posts and deliveries', back],
  ])('%s takes as many statements for 100 posts as for one', async (_, document) => {
    const counts = [];
    for (const posts of [1, 10, 100]) {
      const graph = await graphOf(posts);
      counts.push(await statementsOf(graph, document, { id: encodeGlobalID('Campaign', graph.campaignId) }));
    }
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
    expect(counts[0]).toBeLessThan(20);
  });
});

describe('the posts of an objective', () => {
  const document = /* GraphQL */ `
    query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      node(id: $id) {
        ... on Objective {
          posts(first: $first, after: $after, last: $last, before: $before) {
            totalCount
            pageInfo {
              hasNextPage
              hasPreviousPage
              startCursor
              endCursor
            }
            nodes {
              title
            }
          }
        }
      }
    }
  `;
  interface Page {
    readonly totalCount: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string;
      readonly endCursor: string;
    };
    readonly titles: string[];
  }
  async function page(graph: Graph, variables: object, token?: string): Promise<Page> {
    const { data, errors } = await graph.place.gql<{
      node: { posts: Omit<Page, 'titles'> & { nodes: { title: string }[] } };
    }>(document, { id: encodeGlobalID('Objective', graph.strategy.objectives[0] ?? ''), ...variables }, token);
    expect(errors).toBeUndefined();
    if (!data) throw new Error('There is no page');
    const { nodes, ...rest } = data.node.posts;
    return { ...rest, titles: nodes.map(({ title }) => title) };
  }

  it('are those that name it and those whose pillar serves it while they name none, page by page both ways', async () => {
    const { prisma } = world.shell.db;
    const graph = await graphOf(2);
    const [first = '', second = ''] = graph.strategy.objectives;
    const [pillar = '', other = ''] = graph.strategy.pillars;
    await prisma.post.deleteMany({ where: { workspaceId: graph.place.id } });
    const post = (title: string, columns: { pillarId?: string; objectiveId?: string }) => ({
      ...{ id: uuid(), workspaceId: graph.place.id, title, parts: [], tags: [], ...columns },
      createdAt: new Date(`2027-01-0${title}T00:00:00Z`),
    });
    await prisma.post.createMany({
      data: [
        post('1', { objectiveId: first }),
        post('2', { pillarId: pillar }),
        post('3', { objectiveId: first, pillarId: other }),
        post('4', { objectiveId: first, pillarId: pillar }),
        post('5', { objectiveId: second, pillarId: pillar }),
        post('6', { pillarId: other }),
        post('7', {}),
      ],
    });
    const whole = await page(graph, {});
    expect(whole).toMatchObject({ totalCount: 4, titles: ['4', '3', '2', '1'] });
    const start = await page(graph, { first: 3 });
    expect(start).toMatchObject({ totalCount: 4, titles: ['4', '3', '2'], pageInfo: { hasNextPage: true } });
    const end = await page(graph, { first: 3, after: start.pageInfo.endCursor });
    expect(end).toMatchObject({ titles: ['1'], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    const last = await page(graph, { last: 2 });
    expect(last).toMatchObject({ titles: ['2', '1'], pageInfo: { hasPreviousPage: true } });
    const before = await page(graph, { last: 2, before: last.pageInfo.startCursor });
    expect(before).toMatchObject({ titles: ['4', '3'], pageInfo: { hasPreviousPage: false } });
    expect(await page(graph, { first: 0 })).toMatchObject({ totalCount: 4, titles: [] });
  });

  it('are counted and shown only where the viewer sees them', async () => {
    const { prisma } = world.shell.db;
    const graph = await graphOf(3);
    const [first, second] = graph.place.channels;
    await prisma.post.updateMany({
      where: { workspaceId: graph.place.id },
      data: { objectiveId: graph.strategy.objectives[0] ?? null },
    });
    const hidden = await prisma.post.findFirstOrThrow({ where: { workspaceId: graph.place.id, title: '1' } });
    await prisma.postVariant.deleteMany({ where: { postId: hidden.id, channelId: first } });
    const limited = await graph.place.member('STRATEGIST', [first]);
    expect(await page(graph, {}, limited)).toMatchObject({ totalCount: 2, titles: ['2', '0'] });
    const other = await graph.place.member('STRATEGIST', [second]);
    expect(await page(graph, {}, other)).toMatchObject({ totalCount: 3 });
  });
});
