import fc from 'fast-check';
import {
  permissions,
  permissionsOf,
  roles,
  type Permission,
  type Role,
  type Viewer,
} from '../../src/domain/workspace/permission.ts';

const common = { workspaceId: 'rita-maize', tokenId: 'token-1' };
const scopeOf = (channels: readonly string[] | null) => (channels === null ? null : new Set(channels));

/** A person with a role; `channels`: the only ones that they see. */
export const memberWith = (role: Role, channels: readonly string[] | null = null): Viewer => ({
  ...common,
  kind: 'MEMBER',
  memberId: 'member-1',
  personId: 'person-1',
  role,
  permissions: new Set(permissionsOf(role)),
  channelScope: scopeOf(channels),
});

/** A program with these scopes. */
export const programWith = (scopes: readonly Permission[], channels: readonly string[] | null = null): Viewer => ({
  ...common,
  kind: 'TOKEN',
  permissions: new Set(scopes),
  channelScope: scopeOf(channels),
});

/** Whoever sees every channel. */
export const anyViewer: fc.Arbitrary<Viewer> = fc.oneof(
  fc.constantFrom(...roles).map((role) => memberWith(role)),
  fc.subarray([...permissions]).map((scopes) => programWith(scopes)),
);
