import { permissions, may } from '../../domain/workspace/permission.ts';
import { visibleChannels, visibleDeliveries } from '../../app/planning/visibility.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { sessionOf, workspaceIdOf } from '../context.ts';
import { nobody, rowId } from '../ids.ts';
import { filteredPosts, PostFilterInput, PostOrderInput } from '../planning/post-filter.ts';
import { DeliveryFilterInput } from '../publishing/delivery.ts';
import { ApiToken, brand, Member, Permission, Viewer } from './actor.ts';
import { ChannelFilterInput } from './channel.ts';

export const Workspace = builder.prismaNode('Workspace', {
  id: { field: 'id' },
  description:
    'One company, or one client of an agency. Fields with a permission of their own are nullable, so that a refusal blanks that field alone.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The zone of everything that names none.' }),
    demo: t.exposeBoolean('demo', { description: 'True where the data was made to show the product.' }),
    viewerPermissions: t.field({
      type: [Permission],
      description: 'What the viewer may do here.',
      resolve: (_, __, context) => permissions.filter((permission) => may(sessionOf(context), permission)),
    }),
    channels: t.relatedConnection(
      'channels',
      {
        cursor: 'id',
        totalCount: true,
        description: 'The channels that the viewer sees, the oldest first.',
        args: { filter: t.arg({ type: ChannelFilterInput, description: 'Which of them.' }) },
        query: ({ filter }, context) => ({
          where: {
            AND: [visibleChannels(sessionOf(context))],
            ...(filter?.status ? { status: { in: filter.status } } : {}),
            ...(filter?.networks ? { network: { in: filter.networks } } : {}),
          },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      },
      ...connectionOf('Channel'),
    ),
    posts: t.relatedConnection(
      'posts',
      {
        cursor: 'id',
        totalCount: true,
        nullable: true,
        description: 'The posts that the viewer sees, the newest first unless told.',
        args: {
          filter: t.arg({ type: PostFilterInput, description: 'Which of them.' }),
          orderBy: t.arg({ type: PostOrderInput, description: 'In which order.' }),
        },
        query: filteredPosts,
      },
      ...connectionOf('Post'),
    ),
    deliveries: t.relatedConnection(
      'deliveries',
      {
        cursor: 'id',
        totalCount: true,
        nullable: true,
        description: 'The deliveries that the viewer sees, the newest first.',
        args: { filter: t.arg({ type: DeliveryFilterInput, description: 'Which of them.' }) },
        query: ({ filter }, context) => ({
          where: {
            ...visibleDeliveries(sessionOf(context)),
            ...(filter?.state ? { state: { in: filter.state } } : {}),
            ...(filter?.channelIds
              ? { AND: { channelId: { in: filter.channelIds.map((id) => rowId('Channel', id)) } } }
              : {}),
          },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
      },
      ...connectionOf('Delivery'),
    ),
    members: t.relatedConnection(
      'members',
      {
        cursor: 'id',
        totalCount: true,
        description: 'Its people, the longest there first.',
        query: () => ({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
      },
      ...connectionOf('Member'),
    ),
    apiTokens: t.relatedConnection(
      'apiTokens',
      {
        cursor: 'id',
        totalCount: true,
        nullable: true,
        description: 'Who else has access, the oldest first.',
        extensions: access('MANAGE_TOKENS'),
        query: () => ({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
      },
      ...connectionOf('ApiToken'),
    ),
  }),
});

builder.queryField('workspace', (t) =>
  t.prismaField({
    type: Workspace,
    nullable: true,
    description: 'One workspace; without an id, the only one that the viewer belongs to. Null: not the viewer’s.',
    extensions: access('VIEWER'),
    args: { id: t.arg.id({ description: 'Global id.' }) },
    // Also for an id that is not the viewer's the query is asked: an answer without it is taken for a mistake of ours.
    resolve: (query, _, { id }, context) =>
      context.shell.db.prisma.workspace.findFirst({
        ...query,
        where: { AND: [{ id: sessionOf(context).workspaceId }, { id: workspaceIdOf(context, id) ?? nobody }] },
      }),
  }),
);

builder.interfaceField(Viewer, 'workspaces', (t) =>
  t.prismaConnection(
    {
      type: Workspace,
      cursor: 'id',
      description: 'The workspaces that the viewer belongs to.',
      totalCount: (_, __, context) =>
        context.shell.db.prisma.workspace.count({ where: { id: sessionOf(context).workspaceId } }),
      resolve: (query, _, __, context) =>
        context.shell.db.prisma.workspace.findMany({ ...query, where: { id: sessionOf(context).workspaceId } }),
    },
    ...connectionOf('Workspace'),
  ),
);

export const Person = builder.prismaNode('Person', {
  id: { field: 'id' },
  interfaces: [Viewer],
  description: 'Someone who signs in; a member of one or more workspaces.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    displayName: t.exposeString('displayName', { description: 'Name to show.' }),
    email: t.expose('email', { type: 'EmailAddress', description: 'Address.' }),
    member: t.prismaField({
      type: Member,
      nullable: true,
      description: 'What the person is in the workspace of the token.',
      resolve: (query, { id }, _, context) => {
        const { workspaceId } = sessionOf(context);
        return context.shell.db.prisma.member.findUnique({
          ...query,
          where: { workspaceId_personId: { workspaceId, personId: id } },
        });
      },
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Who asks: a person, or a program with a token of its own.',
    extensions: access('VIEWER'),
    resolve: async (_, __, context) => {
      const session = sessionOf(context);
      const { prisma } = context.shell.db;
      return session.kind === 'MEMBER'
        ? brand(await prisma.person.findUniqueOrThrow({ where: { id: session.personId } }), Person)
        : brand(await prisma.apiToken.findUniqueOrThrow({ where: { id: session.tokenId } }), ApiToken);
    },
  }),
);
