import type { Community } from './accounts.ts';
import { fateOf, shareAfter, type Act } from './crowd.ts';
import type { World } from './method.ts';
import type { Post, Story } from './state.ts';

export const postKey = ({ groupId, id }: Pick<Post, 'groupId' | 'id'>): string => `-${groupId}_${id}`;

/** Names that tests may add to, of a post. */
export const postCounts = [
  'likes', 'reposts', 'comments', 'views', 'reach_total', 'reach_subscribers', 'reach_viral', 'reach_ads', 'links',
  'to_group', 'join_group', 'hide', 'report', 'unsubscribe',
] as const; // prettier-ignore
export type PostCount = (typeof postCounts)[number];

/** Of a story. */
export const storyCounts = [
  'views', 'likes', 'replies', 'answer', 'shares', 'subscribers', 'bans', 'open_link',
] as const; // prettier-ignore
export type StoryCount = (typeof storyCounts)[number];

/** Of a community. */
export const communityCounts = [
  'members_count', 'likes', 'copies', 'comments', 'hidden', 'subscribed', 'unsubscribed', 'reach', 'reach_subscribers',
  'mobile_reach', 'views', 'visitors', 'mobile_views',
] as const; // prettier-ignore
export type CommunityCount = (typeof communityCounts)[number];

/** `likes.count` and `activity.likes` are the count `likes`. */
export const plainName = (name: string): string => name.replace(/\.count$/, '').replace(/^.*\./, '');

/** False: the network does not tell this count any more. */
export const isTold = (name: string, { state }: World): boolean => state.get('withheld', name) === undefined;

/** What tests added, in a time (milliseconds). */
export const addedTo = (of: string, name: string, { state }: World, from = 0, to = Infinity): number =>
  state
    .all('count')
    .filter((one) => one.of === of && one.name === name && one.at >= from && one.at <= to)
    .reduce((sum, { add }) => sum + add, 0);

/** What has happened because of a post, until now. */
export function actsOn(post: Post, { state, now }: Pick<World, 'state' | 'now'>): readonly Act[] {
  if (post.postponed) return [];
  const { acts } = fateOf({ key: postKey(post), at: post.date * 1000 }, state.seed);
  return acts.filter(({ at }) => at <= now().getTime());
}

/** One count of a post. */
export function countOf(post: Post, name: PostCount, world: World): number {
  const acts = actsOn(post, world);
  const acted = (kind: Act['kind']) => acts.filter((act) => act.kind === kind).length;
  return baseOf(post, name, world, acted) + addedTo(postKey(post), name, world);
}

function baseOf(post: Post, name: PostCount, world: World, acted: (kind: Act['kind']) => number): number {
  const { state, now } = world;
  if (post.postponed) return 0;
  const { views } = fateOf({ key: postKey(post), at: post.date * 1000 }, state.seed);
  const seen = Math.round(views * shareAfter(now().getTime() - post.date * 1000));
  switch (name) {
    case 'likes':
      return acted('like') + likedBy('post', post.groupId, post.id, world).length;
    case 'reposts':
      return acted('repost');
    case 'comments':
      return state
        .all('comment')
        .filter(({ groupId, postId, deleted }) => groupId === post.groupId && postId === post.id && !deleted).length;
    case 'views':
      return seen;
    case 'reach_total':
      return Math.round(seen * 0.8);
    case 'reach_subscribers':
      return Math.round(seen * 0.5);
    case 'reach_viral':
      return Math.round(seen * 0.8) - Math.round(seen * 0.5);
    case 'reach_ads':
      return 0;
    case 'links':
      return post.attachments.some((one) => /^https?:/.test(one)) ? Math.round(seen / 90) : 0;
    case 'to_group':
      return Math.round(seen / 120);
    case 'join_group':
      return acted('join');
    case 'hide':
      return Math.round(seen / 1_500);
    case 'report':
      return 0;
    case 'unsubscribe':
      return acted('leave');
  }
}

export const storyKey = ({ groupId, id }: Pick<Story, 'groupId' | 'id'>): string => `-${groupId}_${id}`;

/** One count of a story. */
export function countOfStory(story: Story, name: StoryCount, world: World): number {
  const key = storyKey(story);
  const { views } = fateOf({ key: `story ${key}`, at: story.date * 1000 }, world.state.seed);
  const seen = Math.round((views / 3) * shareAfter(world.now().getTime() - story.date * 1000));
  const shares: Readonly<Record<StoryCount, number>> = {
    views: 1,
    likes: 0.03,
    replies: 0.004,
    answer: 0.002,
    shares: 0.005,
    subscribers: 0.003,
    bans: 0,
    open_link: story.link === undefined ? 0 : 0.02,
  };
  return Math.round(seen * shares[name]) + addedTo(`story${key}`, name, world);
}

/** Who likes something because a client said so: users and, negative, communities. */
export function likedBy(type: string, groupId: number, item: number, { state }: World): readonly number[] {
  const of = `${type}-${groupId}_${item}`;
  return [...state.table('like')].flatMap(([key, { on }]) => {
    const [liker = '', what] = key.split(' ');
    return on && what === of ? [Number(liker)] : [];
  });
}

const dayMs = 86_400_000;

/** One count of a community: of its whole life until now, or of a time (milliseconds). */
export function countedOf(
  community: Community,
  name: CommunityCount,
  world: World,
  from = 0,
  to = world.now().getTime(),
): number {
  const { state } = world;
  const posts = state.all('post').filter(({ groupId }) => groupId === community.id);
  const acted = (kind: Act['kind']) =>
    posts.flatMap((post) => actsOn(post, world)).filter((act) => act.kind === kind && act.at >= from && act.at <= to)
      .length;
  const added = addedTo(String(community.id), name, world, from, to);
  if (name === 'members_count') return community.members + acted('join') - acted('leave') + added;
  return baseOfCommunity(community, name, acted, from, Math.min(to, world.now().getTime())) + added;
}

function baseOfCommunity(
  { members }: Community,
  name: Exclude<CommunityCount, 'members_count'>,
  acted: (kind: Act['kind']) => number,
  from: number,
  to: number,
): number {
  // Everyday visitors, spread evenly over the time.
  const daily = (share: number) => Math.max(0, Math.round((members * share * (to - from)) / dayMs));
  switch (name) {
    case 'likes':
      return acted('like');
    case 'copies':
      return acted('repost');
    case 'comments':
      return acted('comment');
    case 'hidden':
      return 0;
    case 'subscribed':
      return acted('join');
    case 'unsubscribed':
      return acted('leave');
    case 'reach':
      return daily(0.09);
    case 'reach_subscribers':
      return daily(0.07);
    case 'mobile_reach':
      return daily(0.06);
    case 'views':
      return daily(0.04);
    case 'visitors':
      return daily(0.02);
    case 'mobile_views':
      return daily(0.03);
  }
}
