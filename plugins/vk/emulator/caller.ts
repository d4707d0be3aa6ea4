import { communityOf, administratorOf, communities, demoTokens } from './accounts.ts';
import { Refusal } from './refusals.ts';
import type { MethodRule, Right } from './rules.ts';
import type { State } from './state.ts';

/** Who asks. */
export type Caller =
  | { readonly kind: 'community'; readonly token: string; readonly groupId: number; readonly mask: number }
  | {
      readonly kind: 'user';
      readonly token: string;
      readonly userId: number;
      readonly mask: number;
      /** By VK ID, with or without what is granted to few. */
      readonly vkId?: 'basic' | 'extended';
    }
  | { readonly kind: 'service'; readonly token: string };

/** Bits of what a community key may do. */
export const communityRights: Readonly<Record<string, number>> = {
  stories: 1,
  photos: 4,
  app_widget: 64,
  messages: 4_096,
  wall: 8_192,
  docs: 131_072,
  manage: 262_144,
  market: 134_217_728,
};

/** Bits of what a user's token may do. */
export const userRights: Readonly<Record<string, number>> = {
  notify: 1,
  friends: 2,
  photos: 4,
  audio: 8,
  video: 16,
  stories: 64,
  pages: 128,
  menu: 256,
  status: 1_024,
  notes: 2_048,
  messages: 4_096,
  wall: 8_192,
  ads: 32_768,
  offline: 65_536,
  docs: 131_072,
  groups: 262_144,
  notifications: 524_288,
  stats: 1_048_576,
  email: 4_194_304,
  market: 134_217_728,
  phone_number: 268_435_456,
};

const maskOf = (rights: Readonly<Record<string, number>>, names = Object.keys(rights)) =>
  names.reduce((mask, name) => mask | (rights[name] ?? 0), 0);

const [bakery, roastery] = communities.map(({ id }) => id);
const [inese, timur] = communities.map(administratorOf);
const everything = maskOf(communityRights);
const everythingOfUsers = maskOf(userRights);

/** The tokens that exist from the start. */
const born = new Map<string, Caller>(
  (
    [
      { kind: 'community', token: demoTokens.communityKey, groupId: bakery ?? 0, mask: everything },
      {
        kind: 'community',
        token: demoTokens.communityKeyWithoutMessages,
        groupId: bakery ?? 0,
        mask: everything & ~(communityRights.messages ?? 0),
      },
      { kind: 'community', token: demoTokens.secondCommunityKey, groupId: roastery ?? 0, mask: everything },
      { kind: 'user', token: demoTokens.userToken, userId: inese ?? 0, mask: everythingOfUsers },
      {
        kind: 'user',
        token: demoTokens.userTokenWithoutWall,
        userId: inese ?? 0,
        mask: everythingOfUsers & ~(userRights.wall ?? 0),
      },
      { kind: 'user', token: demoTokens.secondUserToken, userId: timur ?? 0, mask: everythingOfUsers },
      { kind: 'user', token: demoTokens.vkIdToken, userId: inese ?? 0, mask: 0, vkId: 'basic' },
      {
        kind: 'user',
        token: demoTokens.vkIdExtendedToken,
        userId: inese ?? 0,
        mask: everythingOfUsers,
        vkId: 'extended',
      },
      { kind: 'service', token: demoTokens.serviceKey },
    ] as const satisfies readonly Caller[]
  ).map((caller) => [caller.token, caller]),
);

/** What makes an account of a caller's grants: its community, or the one that the user administers. */
export function accountKeyOf(caller: { readonly groupId?: number; readonly userId?: number }): string {
  const { groupId, userId } = caller;
  const own = groupId ?? communities.find((community) => administratorOf(community) === userId)?.id;
  return String(own);
}

/** Who holds a token. Throws error 5, or 27 for a community key that was taken back. */
export function readCaller(token: string | undefined, state: State, now: Date): Caller {
  if (token === undefined || token === '') throw new Refusal(5, 'no access_token passed.');
  const caller = born.get(token) ?? issued(token, state, now);
  if (!caller) throw new Refusal(5, 'invalid access_token (4).');
  if (caller.kind === 'service') return caller;
  const epochs = state.get('epoch', accountKeyOf(caller));
  const epoch = state.get('token', token)?.epoch ?? 0;
  if (epoch < (epochs?.refresh ?? 0)) {
    throw caller.kind === 'community'
      ? new Refusal(27, 'group revoke access for this token.')
      : new Refusal(5, 'user revoke access for this token.');
  }
  if (epoch < (epochs?.access ?? 0)) throw new Refusal(5, 'access_token has expired.');
  return caller;
}

function issued(token: string, state: State, now: Date): Caller | undefined {
  const found = state.get('token', token);
  if (!found) return undefined;
  const { kind, groupId, userId = 0, scope, expiresAt, session } = found;
  if (expiresAt !== undefined && expiresAt <= now.getTime()) throw new Refusal(5, 'access_token has expired.');
  if (session !== undefined && state.get('session', session)?.ended !== false) {
    throw new Refusal(5, 'user revoke access for this token.');
  }
  const names = scope.split(' ');
  if (kind === 'community') {
    return { kind, token, groupId: groupId ?? 0, mask: maskOf(communityRights, names) };
  }
  const mask = maskOf(userRights, names);
  return { kind: 'user', token, userId, mask, vkId: (mask & ~(userRights.email ?? 0)) === 0 ? 'basic' : 'extended' };
}

/** What a token by VK ID may ask without extended access. */
const basicMethods = [
  'users.get',
  'groups.getById',
  'utils.getServerTime',
  'utils.resolveScreenName',
  'utils.checkLink',
];

/** Throws what the network says to a token that may not call a method. */
export function assertMayCall(caller: Caller, name: string, { tokens, right }: MethodRule): void {
  const kind = caller.kind === 'community' ? 'group' : caller.kind;
  if (caller.kind === 'user' && caller.vkId === 'basic' && !basicMethods.includes(name)) throw new Refusal(1051);
  if (!tokens.split(' ').includes(kind)) {
    if (kind === 'group') throw new Refusal(27, 'method is unavailable with group auth.');
    if (kind === 'service') throw new Refusal(28, 'method is unavailable with service token.');
    throw new Refusal(15, 'method is unavailable with user auth.');
  }
  if (right === undefined || caller.kind === 'service' || hasRight(caller, right)) return;
  if (caller.kind === 'user') throw new Refusal(7);
  throw new Refusal(15, 'no access to call this method. It cannot be called with current scopes.');
}

function hasRight(caller: Exclude<Caller, { kind: 'service' }>, right: Right): boolean {
  const bit = caller.kind === 'user' ? userRights[right] : communityRights[right === 'groups' ? 'manage' : right];
  return (caller.mask & (bit ?? 0)) !== 0;
}

/** 1 moderator, 2 editor, 3 administrator; 0 nobody. A community key may do what administrators may. */
export function levelOf(caller: Caller, groupId: number): number {
  if (caller.kind === 'community') return caller.groupId === groupId ? 3 : 0;
  return caller.kind === 'user' ? (communityOf(groupId)?.managers[caller.userId] ?? 0) : 0;
}
