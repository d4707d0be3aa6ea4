import type { ChannelCandidate } from '@polyphony/sdk';
import { missingScopesOf } from '../../domain/workspace/channel.ts';
import { Prisma, type ChannelAuthorization } from '../../generated/prisma/client.ts';
import type { Networks } from '../../infra/plugins.ts';

export const candidatesOf = ({ candidates }: Pick<ChannelAuthorization, 'candidates'>): readonly ChannelCandidate[] =>
  (candidates ?? []) as unknown as readonly ChannelCandidate[]; // written by authorization.ts

/** What a candidate was not granted of what was asked for: by the network's word of it, else by what was granted at all. */
export function candidateLacks(
  networks: Networks,
  { network, scopes, authorizationUrl }: Pick<ChannelAuthorization, 'network' | 'scopes' | 'authorizationUrl'>,
  { missingScopes }: ChannelCandidate,
): readonly string[] {
  const kind = authorizationUrl === null ? 'token' : 'oauth2';
  const ways = networks.get(network)?.connector.auth.ways.filter((way) => way.kind === kind) ?? [];
  return missingScopes ?? missingScopesOf(scopes, ways);
}

/** What an account is, as its network says: columns of its channel. A picture that is not told of is not gone. */
export const accountColumns = ({ name, handle, url, avatarUrl, kind, capabilities, tier }: ChannelCandidate) => ({
  name,
  handle: handle ?? null,
  url: url ?? null,
  ...(avatarUrl !== undefined && { avatarUrl }),
  kind,
  capabilities: capabilities === undefined ? Prisma.DbNull : asJson(capabilities),
  tier: tier ?? null,
});

const asJson = (value: unknown) => value as Prisma.InputJsonValue; // plain data by the SDK's type
