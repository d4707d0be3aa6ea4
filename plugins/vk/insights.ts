import type { AudienceShare, NetworkCall, PublicationSamples, Sample } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import { getCommunity } from './channels.ts';
import { ask, canRead, holderOf, idsOf, isStory, tokenOf } from './client.ts';
import { hasCode } from './errors.ts';
import { getPosts } from './posts.ts';

/** The value at a path such as `likes.count`; undefined where the network says nothing. */
function valueAt(answer: unknown, path: string): number | undefined {
  let value = answer;
  for (const part of path.split('.')) {
    value =
      typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(part) : null;
  }
  return typeof value === 'number' ? value : undefined;
}

type Metric = (typeof capabilities.insights)[number]['metrics'][number];

const samplesOf = (answer: unknown, metrics: readonly Metric[], rest: Omit<Sample, 'metric' | 'value'>): Sample[] =>
  metrics.flatMap(({ key: metric, nativeName }) => {
    const value = valueAt(answer, nativeName);
    return value === undefined ? [] : [{ metric, value, ...rest }];
  });

const [channelInsights, publicationInsights] = capabilities.insights;

const secondsOf = (date: Date) => Math.floor(date.getTime() / 1000);

/** What an account is refused that may not read statistics. Then there are none, which is not an error. */
async function ifAllowed<T>(run: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await run();
  } catch (error) {
    if (hasCode(error, '7', '15', '203', '1051')) return [];
    throw error;
  }
}

/** Followers as they stand now, the rest by day. */
export async function channel(call: NetworkCall, channelId: string, since: Date): Promise<readonly Sample[]> {
  const community = await getCommunity(call, channelId, ['members_count']);
  const now = samplesOf(community, channelInsights.metrics, { at: call.now() });
  if (tokenOf(call, 'user') === undefined) return now;
  const parameters = { timestamp_from: secondsOf(since), timestamp_to: secondsOf(call.now()), interval: 'day' };
  const days = await getStats(call, channelId, parameters);
  return [...now, ...days.flatMap((day) => samplesOfDay(call, day))];
}

interface Period {
  readonly period_from: number;
  readonly period_to: number;
  readonly reach?: Audience;
}

const getStats = (call: NetworkCall, groupId: string, parameters: Readonly<Record<string, string | number>>) =>
  ifAllowed(() => ask<readonly Period[]>(call, 'user', 'stats.get', { group_id: groupId, ...parameters }));

function samplesOfDay(call: NetworkCall, day: Period): readonly Sample[] {
  const period = { from: new Date(day.period_from * 1000), until: new Date((day.period_to + 1) * 1000) };
  // Today's numbers go on changing.
  const at = period.until < call.now() ? period.until : call.now();
  return samplesOf(day, channelInsights.metrics, { at, period });
}

export async function publications(
  call: NetworkCall,
  externalIds: readonly string[],
): Promise<readonly PublicationSamples[]> {
  if (externalIds.length === 0) return [];
  const posts = externalIds.filter((id) => !isStory(id));
  const counted = new Map<string, readonly Sample[]>();
  for (const post of canRead(call) && posts.length > 0 ? await getPosts(call, posts) : []) {
    counted.set(`${post.owner_id}_${post.id}`, samplesOf(post, publicationInsights.metrics, { at: call.now() }));
  }
  for (const [id, samples] of await reachOf(call, [...counted.keys()])) {
    counted.set(id, [...(counted.get(id) ?? []), ...samples]);
  }
  for (const id of externalIds.filter(isStory)) {
    const samples = await storySamples(call, id);
    if (samples) counted.set(id, samples);
  }
  return [...counted].map(([externalId, samples]) => ({ externalId, samples }));
}

const mostReaches = 30;

/** Who was reached; the network knows it of the last 300 posts, and tells it to who may read statistics. */
async function reachOf(call: NetworkCall, ids: readonly string[]): Promise<readonly [string, readonly Sample[]][]> {
  if (tokenOf(call, 'user') === undefined) return [];
  const all: [string, readonly Sample[]][] = [];
  const owners = [...new Set(ids.map((id) => idsOf(call, id).groupId))];
  for (const groupId of owners) {
    const own = ids.map((id) => idsOf(call, id)).filter((one) => one.groupId === groupId);
    for (let start = 0; start < own.length; start += mostReaches) {
      const post_ids = own.slice(start, start + mostReaches).map(({ id }) => id);
      const reaches = await ifAllowed(() =>
        ask<readonly { readonly post_id: number }[]>(call, 'user', 'stats.getPostReach', {
          owner_id: `-${groupId}`,
          post_ids,
        }),
      );
      for (const reach of reaches) {
        const samples = samplesOf(reach, publicationInsights.metrics, { at: call.now() });
        all.push([`-${groupId}_${reach.post_id}`, samples]);
      }
    }
  }
  return all;
}

const storyMetrics: readonly Metric[] = [
  { key: 'views', nativeName: 'views.count' },
  { key: 'likes', nativeName: 'likes.count' },
  { key: 'comments', nativeName: 'replies.count' },
  { key: 'shares', nativeName: 'shares.count' },
  { key: 'link_clicks', nativeName: 'open_link.count' },
];

/** Undefined: it is gone. */
async function storySamples(call: NetworkCall, externalId: string): Promise<readonly Sample[] | undefined> {
  const { groupId, id } = idsOf(call, externalId);
  try {
    const parameters = { owner_id: `-${groupId}`, story_id: id };
    const stats = await ask(call, holderOf(call, 'key', 'user'), 'stories.getStats', parameters);
    return samplesOf(stats, storyMetrics, { at: call.now() });
  } catch (error) {
    if (hasCode(error, '15', '19', '104', '1600')) return undefined;
    throw error;
  }
}

interface Audience {
  readonly sex?: readonly Share[];
  readonly age?: readonly Share[];
  readonly sex_age?: readonly Share[];
  readonly cities?: readonly Place[];
  readonly countries?: readonly Place[];
}

interface Share {
  /** `f`, `18-21` or `f;18-21`. */
  readonly value: string;
  readonly count?: number;
}

interface Place {
  readonly value: number;
  readonly name?: string;
  readonly code?: string;
  readonly count?: number;
}

const days30Ms = 30 * 24 * 60 * 60_000;
const genders: Readonly<Record<string, readonly [key: string, label: string]>> = {
  f: ['FEMALE', 'Women'],
  m: ['MALE', 'Men'],
};

/** Who was reached in the last 30 days: the network does not say who follows. */
export async function audience(call: NetworkCall, channelId: string): Promise<readonly AudienceShare[]> {
  if (tokenOf(call, 'user') === undefined) return [];
  const [period] = await getStats(call, channelId, {
    timestamp_from: secondsOf(new Date(call.now().getTime() - days30Ms)),
    timestamp_to: secondsOf(call.now()),
    interval: 'all',
    stats_groups: 'reach',
    extended: 1,
  });
  const { sex, age, sex_age: both = [], cities = [], countries = [] } = period?.reach ?? {};
  return [
    ...sharesOf('GENDER', sex ?? both, ({ value }) => genders[partOf(value, 0)]),
    ...sharesOf('AGE', age ?? both, ({ value }) => sameTwice(partOf(value, -1))),
    ...sharesOf('COUNTRY', countries, ({ code, name }) =>
      code === undefined ? undefined : [code.toUpperCase(), name ?? code],
    ),
    ...sharesOf('CITY', cities, ({ value, name }) => [String(value), name ?? String(value)]),
  ];
}

const partOf = (value: string, index: number) => value.split(';').at(index) ?? '';
const sameTwice = (text: string) => (/^\d/.test(text) ? ([text, text] as const) : undefined);

function sharesOf<T extends { readonly count?: number }>(
  dimension: AudienceShare['dimension'],
  parts: readonly T[],
  nameOf: (part: T) => readonly [key: string, label: string] | undefined,
): readonly AudienceShare[] {
  const sums = new Map<string, { label: string; count: number }>();
  for (const part of parts) {
    const [key, label] = nameOf(part) ?? [];
    if (key === undefined || label === undefined || part.count === undefined) continue;
    sums.set(key, { label, count: (sums.get(key)?.count ?? 0) + part.count });
  }
  const total = [...sums.values()].reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  return [...sums].map(([key, { label, count }]) => ({ dimension, key, label, share: count / total }));
}
