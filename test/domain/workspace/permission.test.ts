import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  grantedPermissions,
  may,
  permissions,
  permissionsOf,
  postVisibility,
  roles,
  seesAllChannels,
  seesChannel,
  type Permission,
  type Role,
} from '../../../src/domain/workspace/permission.ts';
import { anyViewer, memberWith, programWith } from '../viewer.ts';

const anyRole = fc.constantFrom(...roles);
const anyScopes = fc.subarray([...permissions]);
const rolesThatMay = (permission: Permission) => roles.filter((role) => may(memberWith(role), permission));

describe('a role', () => {
  it.each<[Permission, Role[]]>([
    ['WRITE_POSTS', ['OWNER', 'ADMIN', 'STRATEGIST', 'CONTENT_MANAGER', 'CREATOR']],
    ['APPROVE_POSTS', ['OWNER', 'ADMIN', 'STRATEGIST', 'CLIENT']],
    ['PUBLISH_POSTS', ['OWNER', 'ADMIN', 'STRATEGIST', 'CONTENT_MANAGER']],
    ['READ_CONVERSATIONS', ['OWNER', 'ADMIN', 'COMMUNITY_MANAGER', 'ANALYST']],
    ['WRITE_CONVERSATIONS', ['OWNER', 'ADMIN', 'COMMUNITY_MANAGER']],
    ['READ_INSIGHTS', ['OWNER', 'ADMIN', 'STRATEGIST', 'CONTENT_MANAGER', 'ADS_MANAGER', 'ANALYST']],
    ['WRITE_REPORTS', ['OWNER', 'ADMIN', 'STRATEGIST', 'ANALYST']],
    ['READ_STRATEGY', ['OWNER', 'ADMIN', 'STRATEGIST', 'CONTENT_MANAGER', 'ANALYST']],
    ['WRITE_STRATEGY', ['OWNER', 'ADMIN', 'STRATEGIST']],
    ['READ_CAMPAIGNS', ['OWNER', 'ADMIN', 'STRATEGIST', 'CONTENT_MANAGER', 'ADS_MANAGER', 'ANALYST']],
    ['WRITE_CAMPAIGNS', ['OWNER', 'ADMIN', 'STRATEGIST', 'ADS_MANAGER']],
    ['WRITE_ADS', ['OWNER', 'ADMIN', 'ADS_MANAGER']],
    ['MANAGE_CHANNELS', ['OWNER', 'ADMIN']],
    ['MANAGE_MEMBERS', ['OWNER', 'ADMIN']],
    ['MANAGE_TOKENS', ['OWNER', 'ADMIN']],
    ['MANAGE_WEBHOOKS', ['OWNER', 'ADMIN']],
  ])('with %s has whoever that is the work of', (permission, expected) => {
    expect(rolesThatMay(permission)).toEqual(expected);
  });

  it('of an owner or admin does everything', () => {
    expect(permissionsOf('OWNER')).toEqual(permissions);
    expect(permissionsOf('ADMIN')).toEqual(permissions);
  });

  it('of a creator or client does nothing beside', () => {
    expect(permissionsOf('CREATOR')).toEqual(['READ_POSTS', 'WRITE_POSTS']);
    expect(permissionsOf('CLIENT')).toEqual(['READ_POSTS', 'APPROVE_POSTS']);
  });

  it('of an analyst reads all of the work and changes none of it', () => {
    const reads = ['READ_POSTS', 'READ_CONVERSATIONS', 'READ_INSIGHTS', 'READ_STRATEGY', 'READ_CAMPAIGNS'];
    expect(permissionsOf('ANALYST')).toEqual(expect.arrayContaining(reads));
    expect(permissionsOf('ANALYST').filter((permission) => !permission.startsWith('READ_'))).toEqual(['WRITE_REPORTS']);
  });

  it.each(roles)('of %s reads whatever it writes', (role) => {
    const reads: Partial<Record<Permission, Permission>> = {
      WRITE_POSTS: 'READ_POSTS',
      APPROVE_POSTS: 'READ_POSTS',
      PUBLISH_POSTS: 'READ_POSTS',
      WRITE_CONVERSATIONS: 'READ_CONVERSATIONS',
      WRITE_REPORTS: 'READ_INSIGHTS',
      WRITE_STRATEGY: 'READ_STRATEGY',
      WRITE_CAMPAIGNS: 'READ_CAMPAIGNS',
      WRITE_ADS: 'READ_CAMPAIGNS',
    };
    const needed = permissionsOf(role).flatMap((permission) => reads[permission] ?? []);
    expect(permissionsOf(role)).toEqual(expect.arrayContaining(needed));
  });

  it.each(roles)('of %s names each permission once', (role) => {
    expect(new Set(permissionsOf(role)).size).toBe(permissionsOf(role).length);
  });
});

describe('grantedPermissions', () => {
  it('are the scopes of a token that acts for itself', () => {
    fc.assert(
      fc.property(anyScopes, (scopes) => {
        expect(grantedPermissions(scopes, null)).toEqual(new Set(scopes));
      }),
    );
  });

  it('are, of a token that acts for a member, those that the member has too', () => {
    fc.assert(
      fc.property(anyScopes, anyRole, (scopes, role) => {
        const both = scopes.filter((scope) => permissionsOf(role).includes(scope));
        expect(grantedPermissions(scopes, role)).toEqual(new Set(both));
      }),
    );
  });

  it('know no scope that is no permission', () => {
    const anyName = fc.oneof(
      fc.string(),
      fc.constantFrom('READ_POSTS ', 'read_posts', '*', 'ПУБЛИКОВАТЬ 📣', 'RAKSTĪT', 'ЖАЗУ'),
    );
    fc.assert(
      fc.property(fc.array(anyName), fc.option(anyRole), (names, role) => {
        expect(grantedPermissions(names, role)).toEqual(new Set());
      }),
    );
  });
});

describe('a viewer', () => {
  const anyChannels = fc.subarray(['riga', 'almaty', 'moscow', 'boston']);

  it('sees every channel where nobody limited them', () => {
    fc.assert(
      fc.property(anyViewer, anyChannels, (viewer, channels) => {
        expect(seesAllChannels(viewer, channels)).toBe(true);
      }),
    );
  });

  it('who is limited to some channels sees those, and acts only on what goes to those alone', () => {
    fc.assert(
      fc.property(anyRole, anyChannels, anyChannels, (role, own, asked) => {
        for (const viewer of [memberWith(role, own), programWith([], own)]) {
          expect(asked.filter((channel) => seesChannel(viewer, channel))).toEqual(
            asked.filter((channel) => own.includes(channel)),
          );
          expect(seesAllChannels(viewer, asked)).toBe(asked.every((channel) => own.includes(channel)));
        }
      }),
    );
  });
});

describe('postVisibility', () => {
  it.each<[Role, ReturnType<typeof postVisibility>]>([
    ['OWNER', 'ALL'],
    ['ADMIN', 'ALL'],
    ['STRATEGIST', 'ALL'],
    ['CONTENT_MANAGER', 'ALL'],
    ['CREATOR', 'OWN'],
    ['COMMUNITY_MANAGER', 'ALL'],
    ['ADS_MANAGER', 'ALL'],
    ['ANALYST', 'ALL'],
    ['CLIENT', 'SUBMITTED'],
  ])('of %s is %s', (role, visibility) => {
    expect(postVisibility(memberWith(role))).toBe(visibility);
  });

  it('is nothing for whoever may not read posts', () => {
    fc.assert(
      fc.property(anyViewer, (viewer) => {
        expect(postVisibility({ ...viewer, permissions: new Set() })).toBe('NONE');
        expect(postVisibility(viewer) === 'NONE').toBe(!may(viewer, 'READ_POSTS'));
      }),
    );
  });

  it('of a program with a token of its own is all', () => {
    expect(postVisibility(programWith(['READ_POSTS']))).toBe('ALL');
    expect(postVisibility(programWith(['WRITE_POSTS']))).toBe('NONE');
  });
});
