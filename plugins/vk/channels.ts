import { NetworkError, type ChannelCandidate, type NetworkCall } from '@polyphony/sdk';
import { capabilitiesOf, keyRights, missingScopesOf, tierOf, userRights, type Access } from './access.ts';
import { ask, holderOf, tokenOf, type Holder } from './client.ts';
import { hasCode } from './errors.ts';

export interface Community {
  readonly id: number;
  readonly name: string;
  readonly screen_name: string;
  readonly type: string;
  /** 0: anybody reads it. */
  readonly is_closed?: number;
  readonly photo_200?: string;
  /** What the user is there, whose token asks: 1 moderator, 2 editor, 3 administrator. */
  readonly admin_level?: number;
  readonly members_count?: number;
  readonly description?: string;
  readonly site?: string;
  readonly cover?: { readonly images?: readonly { readonly url: string; readonly width: number }[] };
}

/** `groupId` absent: the one that the community key is of. */
export async function getCommunity(
  call: NetworkCall,
  groupId?: string,
  fields: readonly string[] = [],
  holder: Holder = holderOf(call, 'key', 'user', 'service'),
): Promise<Community> {
  const parameters = { ...(groupId !== undefined && { group_ids: groupId }), fields };
  const { groups } = await ask<{ groups: readonly Community[] }>(call, holder, 'groups.getById', parameters);
  const [found] = groups;
  if (found) return found;
  throw call.refuse({ kind: 'not_found', code: '40', message: 'There is no such community.' });
}

const editor = 2;

/** The community of a key, or all those in which a user may publish. */
export async function channels(call: NetworkCall): Promise<readonly ChannelCandidate[]> {
  const key = tokenOf(call, 'key') === undefined ? undefined : keyRights((await getTokenPermissions(call)).mask);
  const user = tokenOf(call, 'user') === undefined ? undefined : userRights(await userMask(call));
  if (key) {
    const community = await getCommunity(call);
    const isManager = user && user.size > 0 && (await isManaged(call, String(community.id)));
    const service = await canServiceKeyRead(call, [community]);
    return [candidateOf(call, community, { key, ...(isManager && { user }) }, service)];
  }
  const found = await managedCommunities(call);
  const service = await canServiceKeyRead(call, found);
  return found.map((community) => candidateOf(call, community, { ...(user && { user }) }, service));
}

const getTokenPermissions = (call: NetworkCall) => ask<{ mask: number }>(call, 'key', 'groups.getTokenPermissions');

/** A token of VK ID without extended access has no rights, and may not even ask for them. */
async function userMask(call: NetworkCall): Promise<number> {
  try {
    return await ask<number>(call, 'user', 'account.getAppPermissions');
  } catch (error) {
    if (hasCode(error, '1051')) return 0;
    throw error;
  }
}

async function isManaged(call: NetworkCall, groupId: string): Promise<boolean> {
  const { admin_level: level = 0 } = await getCommunity(call, groupId, [], 'user');
  return level >= editor;
}

const mostAtOnce = 1_000;

async function managedCommunities(call: NetworkCall): Promise<readonly Community[]> {
  const parameters = { extended: true, filter: 'editor', count: mostAtOnce };
  try {
    const all: Community[] = [];
    for (let more = true; more;) {
      const offset = all.length;
      const page = { ...parameters, offset };
      const { count, items } = await ask<{ count: number; items: readonly Community[] }>(
        call,
        'user',
        'groups.get',
        page,
      );
      all.push(...items);
      more = items.length > 0 && all.length < count;
    }
    return all;
  } catch (error) {
    if (!hasCode(error, '1051')) throw error;
    const { network: _, ...details } = error.details;
    const message = 'VK has given this app no access to communities (extended access). Paste a community key instead.';
    throw call.refuse({ ...details, message });
  }
}

function candidateOf(
  call: NetworkCall,
  { id, name, screen_name: handle, type, photo_200: avatarUrl, ...community }: Community,
  tokens: Pick<Access, 'key' | 'user'>,
  service: boolean,
): ChannelCandidate {
  const vkId = call.credentials.accessToken !== undefined;
  const access: Access = { ...tokens, vkId, service: service && isOpen(community) };
  return {
    externalId: String(id),
    name,
    handle,
    url: `${call.http.address('web')}/${handle}`,
    kind: type === 'page' ? 'PAGE' : 'GROUP',
    ...(avatarUrl !== undefined && { avatarUrl }),
    missingScopes: missingScopesOf(access),
    capabilities: capabilitiesOf(access),
    tier: tierOf(access),
  };
}

const isOpen = ({ is_closed: closed }: Pick<Community, 'is_closed'>) => closed === 0;

/**
 * Not where the key is not good, or none of them is open: then the accounts are none the worse for it. One stands for all: what
 * one key may ask in a second is few.
 */
async function canServiceKeyRead(call: NetworkCall, communities: readonly Community[]): Promise<boolean> {
  const open = communities.find(isOpen);
  if (open === undefined || tokenOf(call, 'service') === undefined) return false;
  try {
    await ask(call, 'service', 'wall.get', { owner_id: -open.id, count: 1 }, 'wall reads');
    return true;
  } catch (error) {
    const { kind, code } = error instanceof NetworkError ? error.details : {};
    // Who asks too often is known: the key is good.
    if (kind === 'rate_limited') return true;
    if (kind !== 'permission_denied' && kind !== 'auth_revoked') throw error;
    call.log.warn({ code }, 'the service key cannot read the wall');
    return false;
  }
}
