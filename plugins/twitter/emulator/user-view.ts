import { accountOf, type Account } from './accounts.ts';
import { countOfUser, isTold, type UserCount } from './counts.ts';
import { standing, type User } from './tweet-store.ts';
import { isoOf, type World } from './world.ts';

const counts = {
  followers_count: 'followers',
  following_count: 'following',
  tweet_count: 'tweets',
  listed_count: 'listed',
  like_count: 'likesGiven',
  media_count: 'media',
} as const satisfies Readonly<Record<string, UserCount>>;

/** Whom nobody can connect has few of everything. */
const ofCrowd = { followers_count: 180, following_count: 240, tweet_count: 900, listed_count: 2, like_count: 1_500 };

function metricsOf(account: Account | undefined, world: World): object {
  if (!account) return ofCrowd;
  const told = Object.entries(counts).filter(([name]) => isTold(name, world));
  return Object.fromEntries(told.map(([name, of]) => [name, countOfUser(account, of, world)]));
}

/** What is told of somebody, as far as it was asked for. */
export function userView(user: User, fields: ReadonlySet<string>, world: World): object {
  const account = accountOf(user.id);
  const own = standing(world.state).filter(({ authorId }) => authorId === user.id);
  const all = {
    created_at: account?.createdAt ?? isoOf(Date.UTC(2019, 4, 1 + (Number(user.id) % 28))),
    description: account?.description ?? '',
    location: account?.location,
    most_recent_tweet_id: own.at(-1)?.id,
    profile_image_url: `${world.url}/~avatar/${user.id}_normal.svg`,
    protected: false,
    public_metrics: fields.has('public_metrics') ? metricsOf(account, world) : undefined,
    subscription_type: account?.subscription,
    verified: account?.subscription === 'Premium',
    verified_type: account?.subscription === 'Premium' ? 'blue' : 'none',
    url: '',
  };
  return {
    id: user.id,
    name: user.name,
    username: user.username,
    ...Object.fromEntries(Object.entries(all).filter(([name, value]) => fields.has(name) && value !== undefined)),
  };
}
