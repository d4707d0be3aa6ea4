import { brandWithType } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import { visibleEntries } from '../app/campaigns/entry.ts';
import { visibleEvents } from '../app/event-log.ts';
import { visiblePlans } from '../app/planning/plan.ts';
import { visibleTemplates } from '../app/planning/plan-template.ts';
import { visibleChannels, visibleDeliveries, visibleIdeas, visiblePosts } from '../app/planning/visibility.ts';
import { may, type Permission, type Viewer } from '../domain/workspace/permission.ts';
import type { Database, PrismaClient } from '../infra/db.ts';
import { access } from './access.ts';
import { builder } from './builder.ts';
import { sessionOf, type GraphContext } from './context.ts';
import { isUuid, readGlobalID } from './ids.ts';

export const NodeInterface = builder.nodeInterfaceRef();

/** What a query selects, and which row of which viewer. */
interface Wanted {
  readonly query: object;
  readonly id: string;
  readonly viewer: Viewer;
}

interface NodeType {
  /** Beside being a viewer. */
  readonly needs?: Permission;
  find(prisma: PrismaClient, wanted: Wanted): Promise<object | null>;
}

/** Every type with an id, and how its rows are found for a viewer: what is not the viewer's to see is not there. */
const nodeTypes: Readonly<Record<string, NodeType>> = {
  Workspace: {
    find: (prisma, { query, id, viewer }) =>
      id === viewer.workspaceId ? prisma.workspace.findUnique({ ...query, where: { id } }) : Promise.resolve(null),
  },
  Person: {
    find: (prisma, { query, id, viewer }) =>
      viewer.kind === 'MEMBER' && viewer.personId === id
        ? prisma.person.findUnique({ ...query, where: { id } })
        : Promise.resolve(null),
  },
  Member: {
    find: (prisma, { query, id, viewer }) =>
      prisma.member.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  ApiToken: {
    find: (prisma, { query, id, viewer }) =>
      viewer.tokenId === id || may(viewer, 'MANAGE_TOKENS')
        ? prisma.apiToken.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } })
        : Promise.resolve(null),
  },
  Channel: {
    find: (prisma, { query, id, viewer }) =>
      prisma.channel.findFirst({ ...query, where: { AND: [{ id }, visibleChannels(viewer)] } }),
  },
  ChannelAuthorization: {
    needs: 'MANAGE_CHANNELS',
    find: (prisma, { query, id, viewer }) =>
      prisma.channelAuthorization.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  NetworkApp: {
    needs: 'MANAGE_CHANNELS',
    find: (prisma, { query, id, viewer }) =>
      prisma.networkApp.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  MediaAsset: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.mediaAsset.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  Post: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.post.findFirst({ ...query, where: { AND: [{ id }, visiblePosts(viewer)] } }),
  },
  Delivery: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.delivery.findFirst({ ...query, where: { AND: [{ id }, visibleDeliveries(viewer)] } }),
  },
  Strategy: {
    needs: 'READ_STRATEGY',
    find: (prisma, { query, id, viewer }) =>
      prisma.strategy.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  Objective: {
    needs: 'READ_STRATEGY',
    find: (prisma, { query, id, viewer }) =>
      prisma.objective.findFirst({ ...query, where: { id, strategy: { workspaceId: viewer.workspaceId } } }),
  },
  Kpi: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) => {
      const { workspaceId } = viewer;
      const of = [
        ...(may(viewer, 'READ_STRATEGY') ? [{ objective: { strategy: { workspaceId } } }] : []),
        ...(may(viewer, 'READ_CAMPAIGNS') ? [{ campaign: { workspaceId } }] : []),
      ];
      return prisma.kpi.findFirst({ ...query, where: { id, OR: of } });
    },
  },
  Pillar: {
    needs: 'READ_STRATEGY',
    find: (prisma, { query, id, viewer }) =>
      prisma.pillar.findFirst({ ...query, where: { id, strategy: { workspaceId: viewer.workspaceId } } }),
  },
  Persona: {
    needs: 'READ_STRATEGY',
    find: (prisma, { query, id, viewer }) =>
      prisma.persona.findFirst({ ...query, where: { id, strategy: { workspaceId: viewer.workspaceId } } }),
  },
  Competitor: {
    needs: 'READ_STRATEGY',
    find: (prisma, { query, id, viewer }) =>
      prisma.competitor.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  Campaign: {
    needs: 'READ_CAMPAIGNS',
    find: (prisma, { query, id, viewer }) =>
      prisma.campaign.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  CampaignEntry: {
    needs: 'READ_CAMPAIGNS',
    find: (prisma, { query, id, viewer }) =>
      prisma.campaignEntry.findFirst({ ...query, where: { AND: [{ id }, visibleEntries(viewer)] } }),
  },
  ContentPlan: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.contentPlan.findFirst({ ...query, where: { AND: [{ id }, visiblePlans(viewer)] } }),
  },
  PlanTemplate: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.planTemplate.findFirst({ ...query, where: { AND: [{ id }, visibleTemplates(viewer)] } }),
  },
  Occasion: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.occasion.findFirst({ ...query, where: { id, workspaceId: viewer.workspaceId } }),
  },
  Slot: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.slot.findFirst({ ...query, where: { id, channel: visibleChannels(viewer) } }),
  },
  Idea: {
    needs: 'READ_POSTS',
    find: (prisma, { query, id, viewer }) =>
      prisma.idea.findFirst({ ...query, where: { AND: [{ id }, visibleIdeas(viewer)] } }),
  },
};

/** An event's key is its workspace and number. */
async function findEvent(db: Database, viewer: Viewer, key: string): Promise<object | null> {
  const [workspaceId, number] = key.split('.');
  if (workspaceId !== viewer.workspaceId || number === undefined || !/^\d{1,18}$/.test(number)) return null;
  return db.prisma.event.findFirst({
    where: { AND: [{ workspaceId, number: BigInt(number) }, await visibleEvents(db, viewer)] },
  });
}

/** The object of a global id, for this viewer; null for anything else: unreadable, unknown, gone, or someone else's. */
export async function loadNode(
  context: GraphContext,
  info: GraphQLResolveInfo,
  globalId: string,
): Promise<object | null> {
  const viewer = sessionOf(context);
  const { db } = context.shell;
  const read = readGlobalID(globalId);
  if (read === null) return null;
  let row: object | null = null;
  if (read.typename === 'Event') {
    row = await findEvent(db, viewer, read.id);
  } else {
    const type = nodeTypes[read.typename];
    if (type === undefined || !isUuid(read.id) || (type.needs !== undefined && !may(viewer, type.needs))) return null;
    const query: object = queryFromInfo({ context, info, typeName: read.typename });
    row = await type.find(db.prisma, { query, id: read.id, viewer });
  }
  // By name: the type's own reference lives in a module that imports this one.
  if (row !== null) brandWithType(row, read.typename as never);
  return row;
}

builder.queryField('node', (t) =>
  t.field({
    type: NodeInterface,
    nullable: true,
    description: 'An object by its global id; null where it does not exist or is not for this viewer.',
    extensions: access('VIEWER'),
    args: { id: t.arg.id({ required: true, description: 'Global id.' }) },
    resolve: (_, { id }, context, info) => loadNode(context, info, id),
  }),
);

/** Most ids at once. */
const maxNodes = 100;

builder.queryField('nodes', (t) =>
  t.field({
    type: [NodeInterface],
    nullable: { list: false, items: true },
    description: `The same for several ids, in the order asked; what comes after the first ${String(maxNodes)} is left out.`,
    extensions: access('VIEWER'),
    args: { ids: t.arg.idList({ required: true, description: `Global ids, at most ${String(maxNodes)}.` }) },
    resolve: (_, { ids }, context, info) =>
      Promise.all(ids.slice(0, maxNodes).map((id) => loadNode(context, info, id))),
  }),
);
