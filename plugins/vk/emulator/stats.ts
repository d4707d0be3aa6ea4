import type { Community } from './accounts.ts';
import { isBanned } from './attachments.ts';
import { countedOf, countOf, isTold, postCounts, type CommunityCount, type PostCount } from './counts.ts';
import { demographyOf } from './demography.ts';
import {
  assertManages,
  communityByGroup,
  communityByOwner,
  secondsOf,
  type Call,
  type Methods,
  type World,
} from './method.ts';
import { badParameter } from './refusals.ts';
import { postsOf } from './wall-post.ts';

const day = 86_400;
/** Only the last posts of a community have numbers of their reach. */
const postsWithReach = 300;

const lengths: Readonly<Record<string, number>> = { day, week: 7 * day, month: 30 * day, year: 365 * day };

/** Which counts stand in which part of a period. */
const parts: Readonly<Record<string, readonly CommunityCount[]>> = {
  activity: ['likes', 'copies', 'comments', 'hidden', 'subscribed', 'unsubscribed'],
  reach: ['reach', 'reach_subscribers', 'mobile_reach'],
  visitors: ['views', 'visitors', 'mobile_views'],
};

function get(call: Call) {
  const { world, parameters } = call;
  const community = communityByGroup(call);
  assertManages(call, community, 2);
  const now = secondsOf(world.now());
  const wanted = parameters.list('stats_groups');
  const shown = Object.keys(parts).filter((part) => wanted.length === 0 || wanted.includes(part));
  return periodsOf(call, now).map(([from, to]) => ({
    period_from: from,
    period_to: to,
    ...Object.fromEntries(shown.map((part) => [part, partOf(part, [from, to], community, world)])),
  }));
}

function partOf(part: string, [from, to]: Period, community: Community, world: World) {
  const counts: readonly (readonly [CommunityCount, number])[] = (parts[part] ?? [])
    .filter((name) => isTold(name, world))
    .map((name) => [name, countedOf(community, name, world, from * 1000, to * 1000 + 999)]);
  const reach = counts.find(([name]) => name === 'reach')?.[1];
  return { ...Object.fromEntries(counts), ...(reach !== undefined && demographyOf(reach)) };
}

const mostPeriods = 366;

type Period = readonly [from: number, to: number];

/** First and last second of each period, the newest first. */
function periodsOf({ parameters }: Call, now: number): readonly Period[] {
  const interval = parameters.text('interval') ?? 'day';
  const end = Math.min(parameters.number('timestamp_to') ?? now, now);
  const start = parameters.number('timestamp_from');
  if (start !== undefined && start > end) throw badParameter('timestamp_from should be less than timestamp_to');
  if (interval === 'all') return [[start ?? end - 365 * day, end]];
  const length = lengths[interval] ?? day;
  const latest = Math.floor(end / length) * length;
  const inTime = start === undefined ? mostPeriods : Math.floor((latest - start) / length) + 2;
  const count = Math.min(
    parameters.number('intervals_count') ?? (start === undefined ? 1 : inTime),
    inTime,
    mostPeriods,
  );
  return Array.from({ length: count }, (_, index): Period => [
    latest - index * length,
    latest - index * length + length - 1,
  ]).filter(([, to]) => start === undefined || to >= start);
}

function getPostReach(call: Call) {
  const { world, parameters } = call;
  const community = communityByOwner(call);
  assertManages(call, community, 2);
  const ids = parameters.numbers('post_ids');
  const recent = postsOf(community, world)
    .filter(({ postponed }) => !postponed)
    .slice(-postsWithReach);
  const names = postCounts.filter((name) => !['likes', 'reposts', 'comments', 'views'].includes(name));
  return recent
    .filter(({ id }) => ids.includes(id))
    .map((post) => {
      const counts = names
        .filter((name) => isTold(name, world))
        .map((name): readonly [PostCount, number] => [name, countOf(post, name, world)]);
      const total = Object.fromEntries(counts);
      return {
        post_id: post.id,
        ...total,
        ...('reach_total' in total && { reach_total_count: total.reach_total }),
        ...('reach_subscribers' in total && { reach_subscribers_count: total.reach_subscribers }),
      };
    });
}

function checkLink({ parameters }: Call) {
  const link = parameters.text('url') ?? '';
  if (!URL.canParse(link)) throw badParameter('url is incorrect');
  return { link, status: isBanned(link) ? 'banned' : 'not_banned' };
}

export const statMethods: Methods = {
  'stats.get': get,
  'stats.getPostReach': getPostReach,
  'utils.checkLink': checkLink,
};
