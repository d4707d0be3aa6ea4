import type { NetworkCall, PublicationSamples, Sample } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import { getMe } from './channels.ts';
import { getTweets, timeOf, type Metrics } from './tweets.ts';

const [channelInsights, publicationInsights] = capabilities.insights;

type Groups = Readonly<Partial<Record<'public_metrics' | 'non_public_metrics', Metrics>>>;

/** What X says nothing of is left out. */
function samplesOf(
  { public_metrics: open = {}, non_public_metrics: own = {} }: Groups,
  metrics: readonly { readonly key: string; readonly nativeName: string }[],
  at: Date,
): readonly Sample[] {
  return metrics.flatMap(({ key: metric, nativeName }) => {
    const [group, name = ''] = nativeName.split('.');
    const value = (group === 'public_metrics' ? open : own)[name];
    return typeof value === 'number' ? [{ metric, value, at }] : [];
  });
}

export const channel = async (call: NetworkCall): Promise<readonly Sample[]> =>
  samplesOf(await getMe(call), channelInsights.metrics, call.now());

/** What only the author sees X tells for 30 days; asked for longer, it may leave out the whole post. */
const privateMs = 30 * 24 * 60 * 60_000;
const marginMs = 60 * 60_000;

export async function publications(
  call: NetworkCall,
  externalIds: readonly string[],
): Promise<readonly PublicationSamples[]> {
  const ids = externalIds.filter((id) => /^\d{1,19}$/.test(id));
  const since = call.now().getTime() - privateMs + marginMs;
  const young = ids.filter((id) => timeOf(id) >= since);
  const old = ids.filter((id) => timeOf(id) < since);
  const tweets = [
    ...(await getTweets(call, young, 'id,public_metrics,non_public_metrics')),
    ...(await getTweets(call, old, 'id,public_metrics')),
  ];
  return tweets.map((tweet) => ({
    externalId: tweet.id,
    samples: samplesOf(tweet, publicationInsights.metrics, call.now()),
  }));
}
