import { resolveCursorConnection, type ResolveCursorConnectionArgs } from '@pothos/plugin-relay';
import { cursorOf, numberOf, visibleEvents } from '../../app/event-log.ts';
import type { ActorRef } from '../../domain/workspace/actor.ts';
import type { Event as EventRow, Prisma } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder, maxPageSize, totalCountText } from '../builder.ts';
import { sessionOf, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { loadNode, NodeInterface } from '../node.ts';
import { Delivery, DeliveryState } from '../publishing/delivery.ts';
import { Actor, loadActor } from '../workspace/actor.ts';
import { Workspace } from '../workspace/workspace.ts';
import { afterArg, follow, LiveEvent, workspaceArg } from './live.ts';
import { logError } from './stream.ts';

const eventTexts = {
  POST_CREATED: 'A post was written.',
  POST_UPDATED: 'A post was changed; fields says what.',
  POST_SCHEDULED: 'A post got its time, or another one.',
  POST_UNSCHEDULED: 'A post lost its time.',
  POST_PUBLISH_REQUESTED: 'Someone published a post now.',
  POST_STATE_CHANGED: 'A post’s deliveries moved it to another state.',
  DELIVERY_CHANGED: 'A delivery was made, or moved to another state.',
  CHANNEL_CONNECTED: 'A channel was connected, for the first time or again.',
  CHANNEL_CHANGED: 'A channel’s status changed; from and to say how.',
  CHANNEL_DISCONNECTED: 'A channel was disconnected; its credentials are gone.',
  MEDIA_UPLOADED: 'A picture, video or document was uploaded.',
  NETWORK_APP_REGISTERED: 'An app of the workspace was registered, or another one in its place.',
  NETWORK_APP_REMOVED: 'The workspace’s app on a network was removed.',
  SPENDING_CAP_CHANGED: 'What a network’s calls may cost in a month was set, or taken away; from and to say how much.',
  WORKSPACE_UPDATED: 'The workspace’s own settings were changed; fields says which.',
  STRATEGY_CREATED: 'A strategy was written.',
  STRATEGY_UPDATED: 'A strategy was changed; fields says what.',
  STRATEGY_REVIEWED: 'A strategy was corrected, and it was said why.',
  STRATEGY_STATE_CHANGED: 'A strategy was put into force, or put away.',
  COMPETITOR_CREATED: 'A competitor was named.',
  COMPETITOR_UPDATED: 'A competitor was changed; fields says what.',
  COMPETITOR_SNAPSHOTS_RECORDED: 'What was seen of a competitor was written down.',
  CAMPAIGN_CREATED: 'A campaign was planned.',
  CAMPAIGN_UPDATED: 'A campaign was changed; fields says what.',
  CAMPAIGN_STATE_CHANGED: 'A campaign moved to another state.',
  CAMPAIGN_ENTRY_ADDED: 'A cost, commitment or revenue of a campaign was written down.',
  CAMPAIGN_ENTRY_REMOVED: 'An entry of a campaign was taken back.',
  POST_HELD: 'A post’s campaign holds it back.',
  POST_RELEASED: 'A post’s campaign no longer holds it back.',
  CONTENT_PLAN_CREATED: 'A content plan was made.',
  CONTENT_PLAN_UPDATED: 'A content plan was changed; fields says what.',
  CONTENT_PLAN_DELETED: 'A content plan was deleted; its posts stay.',
  PLAN_TEMPLATE_CREATED: 'A pattern for content plans was made.',
  PLAN_TEMPLATE_UPDATED: 'A pattern for content plans was changed; fields says what.',
  PLAN_TEMPLATE_DELETED: 'A pattern for content plans was deleted.',
  SLOT_ADDED: 'A channel got a weekly time.',
  SLOT_REMOVED: 'A channel lost a weekly time.',
  IDEA_CREATED: 'An idea was written down.',
  IDEA_UPDATED: 'An idea was changed; fields says what.',
  IDEA_PROMOTED: 'An idea became a post.',
  IDEA_DELETED: 'An idea was deleted.',
  OCCASION_CREATED: 'An occasion was entered.',
  OCCASION_UPDATED: 'An occasion was changed; fields says what.',
  OCCASION_DELETED: 'An occasion was deleted; its posts stay.',
  TOKEN_CREATED: 'An API token was made.',
  TOKEN_REVOKED: 'An API token was revoked.',
} as const;
type Type = keyof typeof eventTexts;

const EventType = builder.enumType('EventType', {
  description: 'What happened.',
  values: valuesOf(eventTexts),
});

const actorRefOf = ({ actorKind, actorId, actorReason }: EventRow): ActorRef =>
  actorKind === 'SYSTEM'
    ? { kind: 'SYSTEM', reason: actorReason ?? '' }
    : { kind: actorKind === 'MEMBER' ? 'MEMBER' : 'TOKEN', id: actorId ?? '' };

export const EventObject = builder.objectRef<EventRow>('Event').implement({
  interfaces: [NodeInterface, LiveEvent],
  description: 'Something that happened.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    id: t.id({
      description: 'Global id: opaque, typed, never reused.',
      resolve: ({ workspaceId, number }) => encodeGlobalID('Event', `${workspaceId}.${String(number)}`),
    }),
    type: t.field({ type: EventType, description: 'What happened.', resolve: ({ type }) => type as Type }), // only those are written
    from: t.exposeString('from', { nullable: true, description: 'The state before; null: it had none.' }),
    to: t.exposeString('to', { nullable: true, description: 'The state that it took; null: it did not move.' }),
    attempt: t.exposeInt('attempt', {
      nullable: true,
      description: 'For deliveries: the attempt’s number; null: none had begun.',
    }),
    fields: t.exposeStringList('fields', { description: 'Names of what changed; never its content.' }),
    actor: t.field({
      type: Actor,
      nullable: true,
      description: 'Who did it; null: gone without a trace.',
      resolve: (event, _, context) => loadActor(context, actorRefOf(event)),
    }),
    subject: t.field({
      type: NodeInterface,
      nullable: true,
      description: 'What it happened to, as it is now; null: gone, or not for this viewer.',
      resolve: ({ subjectType, subjectId }, _, context, info) =>
        loadNode(context, info, encodeGlobalID(subjectType, subjectId)),
    }),
  }),
});

/** A page of the log, and how many events there are in all. */
function readPage(context: GraphContext, workspaceId: string, types: readonly Type[] | null | undefined) {
  const { event } = context.shell.db.prisma;
  const all = async (): Promise<Prisma.EventWhereInput> => ({
    workspaceId,
    AND: [await visibleEvents(context.shell.db, sessionOf(context)), types ? { type: { in: [...types] } } : {}],
  });
  return {
    count: async () => event.count({ where: await all() }),
    async rows({ after, before, limit, inverted }: ResolveCursorConnectionArgs): Promise<EventRow[]> {
      const number = {
        ...(after === undefined ? {} : { gt: numberOf(after) }),
        ...(before === undefined ? {} : { lt: numberOf(before) }),
      };
      return event.findMany({
        where: { AND: [await all(), { number }] },
        orderBy: { number: inverted ? 'desc' : 'asc' },
        take: limit,
      });
    },
  };
}

builder.objectField(Workspace, 'events', (t) =>
  t.connection(
    {
      type: EventObject,
      description:
        'The event log, oldest first. To miss nothing: take the endCursor of events(last: 1), read, then subscribe after it.',
      args: { types: t.arg({ type: [EventType], description: 'Only these; absent: all.' }) },
      resolve: async ({ id }, args, context) => {
        const page = {
          args,
          maxSize: maxPageSize,
          defaultSize: 20,
          toCursor: ({ number }: EventRow) => cursorOf(number),
        };
        const read = readPage(context, id, args.types);
        try {
          return { ...(await resolveCursorConnection(page, read.rows)), count: read.count };
        } catch (error) {
          throw logError(error);
        }
      },
    },
    {
      name: 'EventConnection',
      fields: (f) => ({
        totalCount: f.int({ description: totalCountText, resolve: ({ count }) => count() }),
      }),
    },
    { name: 'EventEdge' },
  ),
);

builder.subscriptionField('events', (t) =>
  t.field({
    type: EventObject,
    description: 'Every event of the workspace that the viewer may see, in order.',
    extensions: access('VIEWER'),
    args: {
      workspaceId: t.arg.id({ description: workspaceArg }),
      after: t.arg.string({ description: afterArg }),
      types: t.arg({ type: [EventType], description: 'Only these; absent: all.' }),
    },
    subscribe: (_, args, context) => follow(context, args, args.types ? { type: { in: args.types } } : {}),
    resolve: (event) => event,
  }),
);

const DeliveryChanged = builder.objectRef<EventRow>('DeliveryChanged').implement({
  interfaces: [LiveEvent],
  description: 'A delivery was made, or moved from one state to another.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    from: t.field({
      type: DeliveryState,
      nullable: true,
      description: 'The state before; null: it was just made.',
      resolve: ({ from }) => from as (typeof DeliveryState)['$inferType'] | null, // a delivery's event
    }),
    to: t.field({
      type: DeliveryState,
      description: 'The state that it took at that moment.',
      resolve: ({ to }) => to as (typeof DeliveryState)['$inferType'], // as above
    }),
    attempt: t.exposeInt('attempt', { nullable: true, description: 'The attempt’s number; null: none had begun.' }),
    delivery: t.prismaField({
      type: Delivery,
      description: 'The delivery as it is now.',
      resolve: (query, { subjectId }, _, { shell }) =>
        shell.db.prisma.delivery.findUniqueOrThrow({ ...query, where: { id: subjectId } }),
    }),
  }),
});

builder.subscriptionField('deliveryChanged', (t) =>
  t.field({
    type: DeliveryChanged,
    description: 'Deliveries of one post, of some channels, or of all.',
    extensions: access('READ_POSTS'),
    args: {
      workspaceId: t.arg.id({ description: workspaceArg }),
      postId: t.arg.id({ description: 'Only of this post.' }),
      channelIds: t.arg.idList({ description: 'Only to these channels; absent: all.' }),
      after: t.arg.string({ description: afterArg }),
    },
    subscribe: (_, args, context) =>
      follow(context, args, {
        type: 'DELIVERY_CHANGED',
        ...(args.postId ? { postId: rowId('Post', args.postId) } : {}),
        ...(args.channelIds ? { channelId: { in: args.channelIds.map((id) => rowId('Channel', id)) } } : {}),
      }),
    resolve: (event) => event,
  }),
);
