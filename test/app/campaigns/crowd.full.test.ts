import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countStatements, statementsSent } from '../../../bench/statements.ts';
import { turnCampaign, updateCampaign } from '../../../src/app/campaigns/campaign.ts';
import type { CampaignTurn } from '../../../src/domain/campaigns/campaign.ts';
import { encodeGlobalID } from '../../../src/schema/ids.ts';
import { campaignRow, crowdOf } from '../../support/campaigns.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

const count = 1000;
/** Much is written before each; on a busy machine it takes its time. */
const timeout = 120_000;
const seen = { idempotencyKey: null, expectedRevision: null };
const nextYear = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 2, 1));
const url = 'https://example.com?utm_source=sandbox&utm_medium=social';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  countStatements();
  world = await openWorld();
});
beforeEach(async () => {
  here = await world.workspace();
});

const turn = async (action: CampaignTurn, campaignId: string) =>
  turnCampaign(await here.ctx(), action, { ...seen, campaignId });

/** How many statements it takes. */
async function statementsOf(run: () => Promise<unknown>): Promise<number> {
  const before = statementsSent();
  await run();
  return statementsSent() - before;
}

const deliveries = (where: object) =>
  world.shell.db.prisma.delivery.count({ where: { workspaceId: here.id, ...where } });

interface Page {
  readonly node: {
    readonly moves: {
      readonly totalCount: number;
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
      readonly nodes: readonly { readonly action: string; readonly post: { readonly title: string } }[];
    };
  };
}

describe('a campaign of a thousand posts', () => {
  it(
    'is paused, resumed and completed whole, each by a bounded number of statements, and lists every move by pages',
    { timeout },
    async () => {
      const { prisma } = world.shell.db;
      const campaignId = await campaignRow(world, here, 'ACTIVE');
      await crowdOf(world, here, campaignId, { count, firstAt: nextYear, held: false });
      expect(await statementsOf(() => turn('PAUSE', campaignId))).toBeLessThan(60);
      expect(await deliveries({ heldAt: { not: null }, wakeAt: null })).toBe(2 * count);
      expect(await statementsOf(() => turn('RESUME', campaignId))).toBeLessThan(60);
      expect(await deliveries({ heldAt: null, wakeAt: { not: null } })).toBe(2 * count);
      // One channel of each is out already: the rest is called off, and the posts are what is left of them.
      const half = await prisma.post.findMany({ where: { campaignId }, take: 500, orderBy: { id: 'asc' } });
      const ids = half.map(({ id }) => id);
      await prisma.delivery.updateMany({
        where: { postId: { in: ids }, channelId: here.channels[0] },
        data: { state: 'PUBLISHED', wakeAt: null },
      });
      await prisma.post.updateMany({ where: { id: { in: ids } }, data: { state: 'PUBLISHING' } });
      expect(await statementsOf(() => turn('COMPLETE', campaignId))).toBeLessThan(80);
      expect(await deliveries({ state: 'CANCELLED', wakeAt: null, heldAt: null })).toBe(1500);
      expect(await prisma.post.count({ where: { campaignId, state: 'DRAFT', scheduledAt: null } })).toBe(500);
      expect(await prisma.post.count({ where: { campaignId, state: 'PUBLISHED' } })).toBe(500);

      const titles: string[] = [];
      let after: string | null = null;
      for (let page = 0; page < 11; page += 1) {
        const { data, errors }: { data?: Page | null; errors?: unknown } = await here.gql<Page>(
          `query ($id: ID!, $after: String) { node(id: $id) { ... on Campaign { moves(first: 100, after: $after) {
          totalCount pageInfo { endCursor hasNextPage } nodes { action post { title } } } } } }`,
          { id: encodeGlobalID('Campaign', campaignId), after },
        );
        expect(errors).toBeUndefined();
        const moves: Page['node']['moves'] | undefined = data?.node.moves;
        expect(moves?.totalCount).toBe(3 * count);
        titles.push(...(moves?.nodes ?? []).map(({ action, post }) => `${action} ${post.title}`));
        expect(moves?.pageInfo.hasNextPage).toBe(true);
        after = moves?.pageInfo.endCursor ?? null;
      }
      const inTime = (action: string, length: number) =>
        Array.from({ length }, (_, index) => `${action} ${String(index)}`);
      expect(titles).toEqual([...inTime('COMPLETE', count), ...inTime('RESUME', 100)]);
    },
  );

  it('shapes all its links anew when its rules change, and its deliveries follow', { timeout }, async () => {
    const { prisma } = world.shell.db;
    const campaignId = await campaignRow(world, here, 'PAUSED');
    await crowdOf(world, here, campaignId, { count, firstAt: nextYear, held: true });
    const ctx = await here.ctx();
    const change = () => updateCampaign(ctx, { ...seen, campaignId, utm: { medium: 'social' } });
    expect(await statementsOf(change)).toBeLessThan(60);
    expect(await deliveries({ revision: 2, heldAt: { not: null } })).toBe(2 * count);
    expect(await prisma.postRevision.count({ where: { post: { campaignId }, number: 2 } })).toBe(count);
    const { data } = await here.gql(
      'query ($id: ID!) { node(id: $id) { ... on Campaign { posts(first: 1) { totalCount nodes { revision variants { content { link } } } } } } }',
      { id: encodeGlobalID('Campaign', campaignId) },
    );
    expect(data?.node).toEqual({
      posts: {
        totalCount: count,
        nodes: [{ revision: 2, variants: [{ content: { link: url } }, { content: { link: url } }] }],
      },
    });
  });
});
