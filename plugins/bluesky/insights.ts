import type { NetworkCall, PublicationSamples, Sample } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import { getPosts, getProfile } from './client.ts';

/** The counters that an answer holds; one that is missing there is missing here. */
function samplesOf(call: NetworkCall, scope: 'CHANNEL' | 'PUBLICATION', counters: object): readonly Sample[] {
  const values = new Map<string, unknown>(Object.entries(counters));
  const metrics = capabilities.insights?.find((one) => one.scope === scope)?.metrics ?? [];
  return metrics.flatMap(({ key, nativeName }) => {
    const value = values.get(nativeName);
    return typeof value === 'number' ? [{ metric: key, value, at: call.now() }] : [];
  });
}

export const channel = async (call: NetworkCall, channelId: string): Promise<readonly Sample[]> =>
  samplesOf(call, 'CHANNEL', await getProfile(call, channelId));

/** Of a thread, what people did with its first part. */
export async function publications(
  call: NetworkCall,
  externalIds: readonly string[],
): Promise<readonly PublicationSamples[]> {
  const posts = await getPosts(call, externalIds);
  return posts.map((post) => ({ externalId: post.uri, samples: samplesOf(call, 'PUBLICATION', post) }));
}
