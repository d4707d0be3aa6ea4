import type { ActorRef } from '../../domain/workspace/actor.ts';
import { type roles, permissions, permissionsOf } from '../../domain/workspace/permission.ts';
import { brandWithType } from '@pothos/core';
import { access, requireAccess } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import type { GraphContext } from '../context.ts';
import { encodeGlobalID } from '../ids.ts';
import { Channel } from './channel.ts';

const permissionTexts: Readonly<Record<(typeof permissions)[number], string>> = {
  READ_POSTS: 'See posts, deliveries and media.',
  WRITE_POSTS: 'Write and change posts.',
  APPROVE_POSTS: 'Decide on posts in review.',
  PUBLISH_POSTS: 'Schedule and publish posts.',
  READ_CONVERSATIONS: 'See what followers write.',
  WRITE_CONVERSATIONS: 'Answer and moderate.',
  READ_INSIGHTS: 'See metrics.',
  WRITE_REPORTS: 'Write reports and alerts.',
  READ_STRATEGY: 'See strategies.',
  WRITE_STRATEGY: 'Write strategies, personas and competitors.',
  READ_CAMPAIGNS: 'See campaigns.',
  WRITE_CAMPAIGNS: 'Write campaigns.',
  WRITE_ADS: 'Run ads and spend money.',
  MANAGE_CHANNELS: 'Connect and disconnect channels.',
  MANAGE_MEMBERS: 'Invite and remove members; see their addresses.',
  MANAGE_TOKENS: 'Make and revoke API tokens.',
  MANAGE_WEBHOOKS: 'Tell other servers of events.',
  READ_AUDIT_LOG: 'See who did what.',
};

export const Permission = builder.enumType('Permission', {
  description: 'What a role or a token may do.',
  values: valuesOf(permissionTexts),
});

const roleTexts: Readonly<Record<(typeof roles)[number], string>> = {
  OWNER: 'Everything.',
  ADMIN: 'Everything.',
  STRATEGIST: 'Strategies, personas, competitors, campaigns, approvals.',
  CONTENT_MANAGER: 'Ideas, briefs, posts, media, calendar.',
  CREATOR: 'What is their own, nothing else.',
  COMMUNITY_MANAGER: 'Conversations, moderation, replies.',
  ADS_MANAGER: 'Paid campaigns, budgets, boosts.',
  ANALYST: 'Reads everything, writes reports and alerts.',
  CLIENT: 'Sees and approves what is put before them, nothing else.',
};

const Role = builder.enumType('Role', {
  description: 'A named set of permissions.',
  values: valuesOf(roleTexts),
});

/** Nobody has a picture of their own yet. */
const avatarUrl = { type: 'URL', nullable: true, description: 'Picture; null: none.', resolve: () => null } as const;

export const Actor = builder.interfaceRef<object>('Actor').implement({
  description: 'Whoever did something in a workspace.',
  fields: (t) => ({
    id: t.id({ description: 'Global id: opaque, typed, never reused.', resolve: () => '' }),
    displayName: t.string({ description: 'Name to show.', resolve: () => '' }),
    avatarUrl: t.field(avatarUrl),
  }),
});

export const Viewer = builder.interfaceRef<object>('Viewer').implement({
  description: 'Who asks.',
  fields: (t) => ({
    id: t.id({ description: 'Global id: opaque, typed, never reused.', resolve: () => '' }),
    displayName: t.string({ description: 'Name to show.', resolve: () => '' }),
  }),
});

export const Member = builder.prismaNode('Member', {
  id: { field: 'id' },
  interfaces: [Actor],
  description: 'A person in one workspace. Stays readable after leaving it.',
  extensions: access('VIEWER'),
  include: { person: true },
  fields: (t) => ({
    displayName: t.string({ description: 'Name to show.', resolve: ({ person }) => person.displayName }),
    email: t.field({
      type: 'EmailAddress',
      nullable: true,
      description: 'Address; null: not for this viewer.',
      extensions: access('MANAGE_MEMBERS'),
      resolve: ({ person }) => person.email,
    }),
    role: t.expose('role', { type: Role, description: 'What the member does here.' }),
    permissions: t.field({
      type: [Permission],
      description: 'What the role may do.',
      resolve: ({ role }) => [...permissionsOf(role)],
    }),
    channelScope: t.prismaField({
      type: [Channel],
      nullable: true,
      description: 'The only channels that this member sees, at most 100; null: all.',
      resolve: (query, { id, channelsLimited }, _, { shell }) =>
        channelsLimited
          ? shell.db.prisma.channel.findMany({ ...query, where: { members: { some: { memberId: id } } }, take: 100 })
          : null,
    }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When they last called; null: never.',
    }),
    active: t.exposeBoolean('active', { description: 'False after leaving the workspace.' }),
  }),
});

export const ApiToken = builder.prismaNode('ApiToken', {
  id: { field: 'id' },
  interfaces: [Actor, Viewer],
  description: 'Access to one workspace: a program’s own, or a member’s. The secret itself is never readable.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for.' }),
    displayName: t.exposeString('name', { description: 'Its name.' }),
    member: t.relation('member', { nullable: true, description: 'Whom it acts for; null: for itself.' }),
    prefix: t.exposeString('prefix', {
      nullable: true,
      description: 'The first characters of the secret, to recognise it; null: not for this viewer.',
      extensions: access('MANAGE_TOKENS'),
    }),
    scopes: t.field({
      type: [Permission],
      nullable: true,
      description: 'What it may do at most; null: not for this viewer.',
      select: { scopes: true },
      resolve: ({ id, scopes }, _, context) => {
        if (context.session?.tokenId !== id) requireAccess(context, 'MANAGE_TOKENS');
        return permissions.filter((permission) => scopes.includes(permission));
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null: never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null: it was not.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null: never, or not for this viewer.',
      extensions: access('MANAGE_TOKENS'),
    }),
  }),
});

interface SystemActor {
  readonly reason: string;
}

export const System = builder.objectRef<SystemActor>('System').implement({
  interfaces: [Actor],
  description: 'The product itself: late policies, publishing, guards, connectors.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    id: t.id({
      description: 'Global id: opaque, typed, never reused.',
      resolve: ({ reason }) => encodeGlobalID('System', reason),
    }),
    displayName: t.string({ description: 'Name to show.', resolve: () => 'Polyphony' }),
    reason: t.exposeString('reason', { description: 'Which of its rules acted.' }),
  }),
});

/** Says of a row which type it is, where an interface is to find out. */
export function brand<Row extends object>(row: Row, type: Parameters<typeof brandWithType>[1]): Row {
  const copy = { ...row };
  brandWithType(copy, type);
  return copy;
}

/** Loads whoever a reference names, branded with its type; null: gone. */
export async function loadActor(context: GraphContext, actor: ActorRef): Promise<object | null> {
  switch (actor.kind) {
    case 'SYSTEM':
      return brand({ reason: actor.reason }, System);
    case 'MEMBER': {
      const member = await context.loaders.member.load(actor.id);
      return member && brand(member, Member);
    }
    case 'TOKEN': {
      const token = await context.loaders.apiToken.load(actor.id);
      return token && brand(token, ApiToken);
    }
  }
}
