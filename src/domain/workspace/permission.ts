import { never } from '../shared/decision.ts';

/** What a role or a token may do. */
export const permissions = [
  'READ_POSTS',
  'WRITE_POSTS',
  'APPROVE_POSTS',
  'PUBLISH_POSTS',
  'READ_CONVERSATIONS',
  'WRITE_CONVERSATIONS',
  'READ_INSIGHTS',
  'WRITE_REPORTS',
  'READ_STRATEGY',
  'WRITE_STRATEGY',
  'READ_CAMPAIGNS',
  'WRITE_CAMPAIGNS',
  'WRITE_ADS',
  'MANAGE_CHANNELS',
  'MANAGE_MEMBERS',
  'MANAGE_TOKENS',
  'MANAGE_WEBHOOKS',
  'READ_AUDIT_LOG',
] as const;
export type Permission = (typeof permissions)[number];

const known: ReadonlySet<unknown> = new Set(permissions);
export const isPermission = (value: unknown): value is Permission => known.has(value);

export const roles = [
  'OWNER',
  'ADMIN',
  'STRATEGIST',
  'CONTENT_MANAGER',
  'CREATOR',
  'COMMUNITY_MANAGER',
  'ADS_MANAGER',
  'ANALYST',
  'CLIENT',
] as const;
export type Role = (typeof roles)[number];

const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  OWNER: permissions,
  ADMIN: permissions,
  STRATEGIST: [
    'READ_POSTS',
    'WRITE_POSTS',
    'APPROVE_POSTS',
    'PUBLISH_POSTS',
    'READ_INSIGHTS',
    'WRITE_REPORTS',
    'READ_STRATEGY',
    'WRITE_STRATEGY',
    'READ_CAMPAIGNS',
    'WRITE_CAMPAIGNS',
  ],
  CONTENT_MANAGER: ['READ_POSTS', 'WRITE_POSTS', 'PUBLISH_POSTS', 'READ_INSIGHTS', 'READ_STRATEGY', 'READ_CAMPAIGNS'],
  CREATOR: ['READ_POSTS', 'WRITE_POSTS'],
  COMMUNITY_MANAGER: ['READ_POSTS', 'READ_CONVERSATIONS', 'WRITE_CONVERSATIONS'],
  ADS_MANAGER: ['READ_POSTS', 'READ_INSIGHTS', 'READ_CAMPAIGNS', 'WRITE_CAMPAIGNS', 'WRITE_ADS'],
  ANALYST: ['READ_POSTS', 'READ_CONVERSATIONS', 'READ_INSIGHTS', 'WRITE_REPORTS', 'READ_STRATEGY', 'READ_CAMPAIGNS'],
  CLIENT: ['READ_POSTS', 'APPROVE_POSTS'],
};

export const permissionsOf = (role: Role): readonly Permission[] => rolePermissions[role];

/** Who asks: a member, or a program with a token of its own. */
export type Viewer = {
  readonly workspaceId: string;
  readonly tokenId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** The only channels that the viewer sees; null: all. */
  readonly channelScope: ReadonlySet<string> | null;
} & (
  | { readonly kind: 'MEMBER'; readonly memberId: string; readonly personId: string; readonly role: Role }
  | { readonly kind: 'TOKEN' }
);

/** What a token may do: its scopes, and where it acts for a member, no more than that member may. */
export function grantedPermissions(scopes: readonly string[], role: Role | null): ReadonlySet<Permission> {
  const allowed = role === null ? permissions : permissionsOf(role);
  return new Set(allowed.filter((permission) => scopes.includes(permission)));
}

export const may = (viewer: Viewer, permission: Permission): boolean => viewer.permissions.has(permission);

export const seesChannel = (viewer: Viewer, channelId: string): boolean =>
  viewer.channelScope === null || viewer.channelScope.has(channelId);

/** Whoever is limited to some channels acts only on what goes to those alone. */
export const seesAllChannels = (viewer: Viewer, channelIds: readonly string[]): boolean =>
  channelIds.every((channelId) => seesChannel(viewer, channelId));

/** What is of the workspace as a whole, such as its apps on networks, is nothing for whoever is limited to some channels. */
export const isLimited = ({ channelScope }: Viewer): boolean => channelScope !== null;

/**
 * Which posts a viewer sees, beside those of other workspaces and channels, which nobody does: `OWN` is what a creator
 * wrote, `SUBMITTED` is what was put before a client.
 */
export function postVisibility(viewer: Viewer): 'NONE' | 'ALL' | 'OWN' | 'SUBMITTED' {
  if (!may(viewer, 'READ_POSTS')) return 'NONE';
  if (viewer.kind === 'TOKEN') return 'ALL';
  switch (viewer.role) {
    case 'CREATOR':
      return 'OWN';
    case 'CLIENT':
      return 'SUBMITTED';
    case 'OWNER':
    case 'ADMIN':
    case 'STRATEGIST':
    case 'CONTENT_MANAGER':
    case 'COMMUNITY_MANAGER':
    case 'ADS_MANAGER':
    case 'ANALYST':
      return 'ALL';
    default:
      return never(viewer.role);
  }
}
