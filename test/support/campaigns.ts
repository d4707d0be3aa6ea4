import { v7 as uuid } from 'uuid';
import type { CampaignState } from '../../src/domain/campaigns/campaign.ts';
import { encodeGlobalID } from '../../src/schema/ids.ts';
import type { TestWorkspace, World } from './world.ts';

/** The row's id of a global one. */
export const rowOf = (globalId: string): string => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';

/** A campaign that runs from long ago to far ahead, as a row. Its id there. */
export async function campaignRow(world: World, { id: workspaceId }: TestWorkspace, state: CampaignState) {
  const id = uuid();
  const span = { periodFrom: new Date('2020-01-01'), periodTo: new Date('2099-12-31') };
  await world.shell.db.prisma.campaign.create({
    data: { ...span, id, workspaceId, state, name: 'Наурыз 🌷', objective: 'SALES', authorKind: 'SYSTEM' },
  });
  return id;
}

/** A post of a campaign (the row's id) with a link, on both channels or on these. Its global id. */
export async function postOf(
  here: TestWorkspace,
  campaignId: string | null,
  channelIds = here.channelIds as readonly string[],
) {
  const { data } = await here.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    {
      input: {
        title: 'Хлеб',
        ...(campaignId === null ? {} : { campaignId: encodeGlobalID('Campaign', campaignId) }),
        content: { text: 'Maize 🥖 https://example.com', link: 'https://example.com' },
        variants: channelIds.map((channelId) => ({ channelId })),
      },
    },
  );
  return data?.createPost.id ?? '';
}

/** So many scheduled posts of a campaign, an hour apart from the first, on both channels, as rows; held back or not. */
export async function crowdOf(
  world: World,
  { id: workspaceId, channels }: TestWorkspace,
  campaignId: string,
  { count, firstAt, held }: { readonly count: number; readonly firstAt: Date; readonly held: boolean },
) {
  const { prisma } = world.shell.db;
  const content = { text: 'Нан', link: 'https://example.com', parts: [] };
  const posts = Array.from({ length: count }, (_, index) => {
    const scheduledAt = new Date(firstAt.getTime() + index * 3_600_000);
    return { id: uuid(), scheduledAt, title: String(index) };
  });
  const time = { scheduleTimeZone: 'UTC', latePolicy: 'PUBLISH_LATE' as const };
  await prisma.post.createMany({
    data: posts.map(({ id, scheduledAt, title }) => ({
      ...{
        id,
        workspaceId,
        campaignId,
        title,
        ...content,
        tags: [],
        principles: [],
        searchStems: [],
        state: 'SCHEDULED',
      },
      ...{ ...time, scheduledAt, scheduleLocal: scheduledAt.toISOString().slice(0, 19) },
    })),
  });
  await prisma.postVariant.createMany({
    data: posts.flatMap(({ id }) =>
      channels.map((channelId, position) => ({ id: uuid(), postId: id, channelId, position, parts: [] })),
    ),
  });
  await prisma.postRevision.createMany({
    data: posts.map(({ id }) => ({ postId: id, number: 1, content, actorKind: 'SYSTEM' })),
  });
  await prisma.delivery.createMany({
    data: posts.flatMap(({ id, scheduledAt }) =>
      channels.map((channelId) => ({
        ...{
          id: uuid(),
          workspaceId,
          postId: id,
          channelId,
          state: 'PLANNED' as const,
          revision: 1,
          dueAt: scheduledAt,
        },
        ...{ latePolicy: time.latePolicy, heldAt: held ? new Date() : null, wakeAt: held ? null : scheduledAt },
      })),
    ),
  });
  return posts;
}
