import type { ChannelCandidate, NetworkCall } from '@polyphony/sdk';
import { capabilitiesOf, type Tier } from './capabilities.ts';
import { read } from './client.ts';
import { hasCode } from './errors.ts';
import { isGranted, scopes, scopesOf } from './session.ts';

interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly profile_image_url?: string;
  readonly subscription_type?: string;
  readonly public_metrics?: Readonly<Record<string, number>>;
}

const fields = 'id,name,username,profile_image_url,subscription_type,public_metrics';

export async function getMe(call: NetworkCall): Promise<User> {
  const query = { 'user.fields': fields };
  return (await read<{ readonly data: User }>(call, '/2/users/me', query, ['read account'], 'account read')).data;
}

export async function channels(call: NetworkCall): Promise<readonly ChannelCandidate[]> {
  const { id, name, username: handle, profile_image_url: avatarUrl, subscription_type } = await getMe(call);
  const tier = await probeTier(call, id);
  const known = scopesOf(call);
  return [
    {
      externalId: id,
      name,
      handle,
      url: `${call.http.address('web')}/${handle}`,
      ...(avatarUrl !== undefined && { avatarUrl }),
      kind: 'PERSONAL_PROFILE',
      ...(known && { missingScopes: scopes.map((one) => one.name).filter((one) => !known.includes(one)) }),
      capabilities: capabilitiesOf({
        tier,
        isPremium: subscription_type === 'Premium' || subscription_type === 'PremiumPlus',
        granted: (scope) => isGranted(call, scope),
      }),
      tier,
    },
  ];
}

const longestOfSelfServe = 512;

/**
 * X does not say which access an app has. The one thing that tells and changes nothing is how long a search may be; this one
 * finds nothing, so it costs nothing.
 */
async function probeTier(call: NetworkCall, id: string): Promise<Tier> {
  const nothing = ` -from:${id}`;
  const query = `from:${id}${nothing.repeat(Math.ceil(longestOfSelfServe / nothing.length))}`;
  try {
    await read(call, '/2/tweets/search/recent', { query, max_results: 10 }, ['search']);
    return 'enterprise';
  } catch (error) {
    if (!hasCode(error, 'invalid-request')) throw error;
    return 'self-serve';
  }
}
