import { createHash, randomBytes } from 'node:crypto';
import { grantedPermissions, permissions, type Viewer } from '../../domain/workspace/permission.ts';
import type { Shell } from '../ctx.ts';

/** A viewer, and until when. */
export type Session = Viewer & { readonly expiresAt: Date | null };

/** What secrets begin with, so that people and scanners recognise them. */
const secretPrefix = 'ppy_';

export const newSecret = (): string => `${secretPrefix}${randomBytes(32).toString('base64url')}`;
export const hashSecret = (secret: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(secret).digest());
/** What may be shown of a secret. */
export const prefixOf = (secret: string): string => secret.slice(0, secretPrefix.length + 6);

/** How often at most a token's last use is written down. */
const lastUsedEveryMs = 60_000;

/** Whose secret this is; null: nobody's, or it was revoked, has expired, or its member has left. */
export async function authenticate(shell: Shell, secret: string): Promise<Session | null> {
  if (!secret.startsWith(secretPrefix)) return null;
  const token = await shell.db.prisma.apiToken.findUnique({
    where: { secretHash: hashSecret(secret) },
    include: { member: { include: { channelScope: true } } },
  });
  const now = shell.now();
  if (token?.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= now)) return null;
  const { member } = token;
  if (member?.active === false) return null;
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > lastUsedEveryMs) {
    await shell.db.prisma.apiToken.update({ where: { id: token.id }, data: { lastUsedAt: now } });
    if (member) await shell.db.prisma.member.update({ where: { id: member.id }, data: { lastSeenAt: now } });
  }
  const common = {
    workspaceId: token.workspaceId,
    tokenId: token.id,
    expiresAt: token.expiresAt,
    permissions: grantedPermissions(token.scopes, member?.role ?? null),
    channelScope:
      member?.channelsLimited === true ? new Set(member.channelScope.map(({ channelId }) => channelId)) : null,
  };
  return member === null
    ? { ...common, kind: 'TOKEN' }
    : { ...common, kind: 'MEMBER', memberId: member.id, personId: member.personId, role: member.role };
}

const bearer = /^Bearer\s+(\S+)$/i;

/** The same for an `Authorization` header. */
export async function authenticateHeader(shell: Shell, authorization: string): Promise<Session | null> {
  const secret = bearer.exec(authorization)?.[1];
  return secret === undefined ? null : authenticate(shell, secret);
}

/** Makes a token that acts for a member, with all that the member may do. Returns the secret, which is stored nowhere. */
export async function issueMemberToken(
  shell: Pick<Shell, 'db' | 'newId'>,
  member: { readonly id: string; readonly workspaceId: string },
  name: string,
): Promise<string> {
  const secret = newSecret();
  await shell.db.prisma.apiToken.create({
    data: {
      id: shell.newId(),
      workspaceId: member.workspaceId,
      memberId: member.id,
      name,
      prefix: prefixOf(secret),
      secretHash: hashSecret(secret),
      scopes: [...permissions],
    },
  });
  return secret;
}
