import { Refusal } from './refusals.ts';
import type { Query } from './query.ts';
import { missing, tweetView, type Viewing } from './tweet-view.ts';
import { standing, tweetAt, userNamed, userOf, type User } from './tweet-store.ts';
import { userView } from './user-view.ts';
import type { Call, Made } from './world.ts';

/** Who asks, where only a person may. With `parameter`: that part of the path must name the same. */
export function ownId({ caller, path }: Call, parameter?: string): string {
  if (caller.kind !== 'user') throw new Refusal('unsupported-authentication');
  if (parameter !== undefined && path[parameter] !== caller.userId) {
    throw new Refusal('invalid-request', undefined, {
      errors: [
        {
          message: `The \`${parameter}\` path parameter [${path[parameter]}] must be the authenticating user's id`,
          parameters: { [parameter]: [path[parameter]] },
        },
      ],
    });
  }
  return caller.userId;
}

function pinned(users: readonly User[], viewing: Viewing): object {
  const { query, world } = viewing;
  if (!query.expansions.has('most_recent_tweet_id')) return {};
  const all = standing(world.state);
  const tweets = users.flatMap(({ id }) => all.findLast(({ authorId }) => authorId === id) ?? []);
  return tweets.length > 0 ? { includes: { tweets: tweets.map((one) => tweetView(one, viewing)) } } : {};
}

const viewOf = (user: User, query: Query, { world }: Call) => {
  const extra = ['most_recent_tweet_id'].filter((name) => query.expansions.has(name));
  return userView(user, new Set([...query.fields('user'), ...extra]), world);
};

function one(user: User | undefined, parameter: string, value: string, call: Call): Made {
  if (!user) return { status: 200, body: { errors: [missing('user', parameter, value, call.world)] } };
  return { status: 200, body: { data: viewOf(user, call.query, call), ...pinned([user], call) } };
}

function many(found: readonly (readonly [string, User | undefined])[], parameter: string, call: Call): Made {
  const users = found.flatMap(([, user]) => user ?? []);
  const errors = found.flatMap(([value, user]) => (user ? [] : [missing('user', parameter, value, call.world)]));
  const data = users.map((user) => viewOf(user, call.query, call));
  return {
    status: 200,
    body: { ...(data.length > 0 && { data }), ...pinned(users, call), ...(errors.length > 0 && { errors }) },
  };
}

export const readMe = (call: Call): Made => one(userOf(ownId(call)), 'id', ownId(call), call);
export const readUser = (call: Call): Made => one(userOf(call.path.id ?? ''), 'id', call.path.id ?? '', call);
export const readUserByName = (call: Call): Made =>
  one(userNamed(call.path.username ?? ''), 'username', call.path.username ?? '', call);
export const readUsers = (call: Call): Made =>
  many(
    call.query.list('ids').map((id) => [id, userOf(id)]),
    'ids',
    call,
  );
export const readUsersByNames = (call: Call): Made =>
  many(
    call.query.list('usernames').map((name) => [name, userNamed(name)]),
    'usernames',
    call,
  );

/** Who likes a post by the API: those of the crowd are only counted. */
export function readLikers(call: Call): Made {
  const { world, path, query } = call;
  const tweet = tweetAt(path.id ?? '', world.state);
  if (!tweet) return { status: 200, body: { errors: [missing('tweet', 'id', path.id ?? '', world)] } };
  const likers = world.state
    .all('like')
    .filter((like) => like.on && like.tweetId === tweet.id)
    .flatMap(({ userId }) => userOf(userId) ?? []);
  const data = likers.map((user) => viewOf(user, query, call));
  return { status: 200, body: { ...(data.length > 0 && { data }), meta: { result_count: data.length } } };
}
