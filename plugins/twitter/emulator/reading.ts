import { Refusal } from './refusals.ts';
import { matchesQuery, readSearch } from './search.ts';
import { compareIds } from './snowflake.ts';
import type { Tweet } from './state.ts';
import { latestOf, standing, tweetAt, userOf } from './tweet-store.ts';
import { fieldErrors, includesOf, missing, tweetView, type Viewing } from './tweet-view.ts';
import { addressedBy } from './rendering.ts';
import { notFound } from './tweets.ts';
import { ownId } from './users.ts';
import { dayMs } from './rate-limits.ts';
import { nowOf, type Call, type Made } from './world.ts';

const price = { foreign: 5, owned: 1 };

function answerWith(tweets: readonly Tweet[], viewing: Viewing, more: object, errors: readonly object[] = []): Made {
  const { caller } = viewing;
  const all = [...errors, ...tweets.flatMap((tweet) => fieldErrors(tweet, viewing))];
  const includes = includesOf(tweets, viewing);
  const data = tweets.map((tweet) => tweetView(tweet, viewing));
  const isOwned = (tweet: Tweet) => caller.kind === 'user' && tweet.authorId === caller.userId;
  return {
    status: 200,
    body: {
      ...(data.length > 0 && { data }),
      ...(includes && { includes }),
      ...(all.length > 0 && { errors: all }),
      ...more,
    },
    mills: tweets.reduce((sum, tweet) => sum + (isOwned(tweet) ? price.owned : price.foreign), 0),
  };
}

/** `GET /2/tweets`: what is missing stands beside what is there. */
export function readTweets(call: Call): Made {
  const { query, world } = call;
  const ids = query.list('ids');
  const found = ids.flatMap((id) => tweetAt(id, world.state) ?? []);
  const gone = ids.filter((id) => !tweetAt(id, world.state));
  return answerWith(
    found,
    call,
    {},
    gone.map((id) => missing('tweet', 'ids', id, world)),
  );
}

export function readTweet(call: Call): Made {
  const { path, world } = call;
  const found = tweetAt(path.id ?? '', world.state);
  if (!found) return { status: 200, body: { errors: [missing('tweet', 'id', path.id ?? '', world)] } };
  const { body, ...rest } = answerWith([found], call, {});
  const { data, ...others } = body as { readonly data: readonly object[] }; // of answerWith, with one post
  return { ...rest, body: { data: data[0], ...others } };
}

/** A part of a list that is sorted by newest first. `tellsEnds`: the ids of its first and last. */
function pageOf(all: readonly Tweet[], call: Call, usual: number, tellsEnds = true): Made {
  const { query } = call;
  const [since, until] = [query.text('since_id'), query.text('until_id')];
  const [from, to] = [query.time('start_time') ?? -Infinity, query.time('end_time') ?? Infinity];
  const within = all
    .filter(({ id }) => since === undefined || compareIds(id, since) > 0)
    .filter(({ id }) => until === undefined || compareIds(id, until) < 0)
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => compareIds(b.id, a.id));
  const before = readToken(query.text('pagination_token') ?? query.text('next_token'));
  const left = before === undefined ? within : within.filter(({ id }) => compareIds(id, before) < 0);
  const page = left.slice(0, query.number('max_results', usual));
  const [newest, oldest] = [page[0], page.at(-1)];
  const meta = {
    result_count: page.length,
    ...(newest && tellsEnds && { newest_id: newest.id }),
    ...(oldest && tellsEnds && { oldest_id: oldest.id }),
    ...(oldest && left.length > page.length && { next_token: tokenOf(oldest.id) }),
  };
  return answerWith(page, call, { meta });
}

export const tokenOf = (id: string): string => `b26v89c19zqg8o3f${Buffer.from(id).toString('hex')}`;

/** Up to which id (not included) a page goes. */
export function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const id = Buffer.from(token.replace(/^b26v89c19zqg8o3f/, ''), 'hex').toString();
  if (!/^\d{1,19}$/.test(id) || tokenOf(id) !== token) {
    throw new Refusal('invalid-request', undefined, {
      errors: [
        {
          message: `The \`pagination_token\` query parameter value [${token}] is not valid`,
          parameters: { pagination_token: [token] },
        },
      ],
    });
  }
  return id;
}

const mostOfTimeline = 3_200;
const mostWithoutReplies = 800;
const mostMentions = 800;

export function readTimeline(call: Call): Made {
  const { path, query, world } = call;
  if (!userOf(path.id ?? '')) {
    return { status: 200, body: { errors: [missing('user', 'id', path.id ?? '', world)] } };
  }
  const excluded = query.list('exclude');
  const most = excluded.includes('replies') ? mostWithoutReplies : mostOfTimeline;
  const own = standing(world.state)
    .filter(({ authorId }) => authorId === path.id)
    .filter(({ repostOf }) => repostOf === undefined || !excluded.includes('retweets'))
    .filter(({ replyTo }) => replyTo === undefined || !excluded.includes('replies'));
  return pageOf(own.slice(-most), call, 10);
}

export function readMentions(call: Call): Made {
  const { path, world } = call;
  const { id = '' } = path;
  if (!userOf(id)) return { status: 200, body: { errors: [missing('user', 'id', id, world)] } };
  const all = standing(world.state).filter(
    (tweet) => tweet.authorId !== id && tweet.repostOf === undefined && addressedBy(tweet, world.state).includes(id),
  );
  return pageOf(all.slice(-mostMentions), call, 10);
}

const searchMs = 7 * dayMs;
const mostOfQuery = { 'self-serve': 512, enterprise: 4_096 };

/** `GET /2/tweets/search/recent`: of the last seven days. */
export function searchRecent(call: Call, tier: keyof typeof mostOfQuery): Made {
  const { query, world } = call;
  const wanted = query.text('query') ?? '';
  if (wanted.length > mostOfQuery[tier]) {
    throw new Refusal('invalid-request', undefined, {
      errors: [{ message: `The \`query\` is longer than ${mostOfQuery[tier]}`, parameters: { query: [wanted] } }],
    });
  }
  const search = readSearch(wanted);
  const since = nowOf(world) - searchMs;
  const start = query.time('start_time');
  if (start !== undefined && start < since) {
    throw new Refusal('invalid-request', undefined, {
      errors: [
        {
          message: `Invalid 'start_time':'${query.text('start_time')}'. 'start_time' must be on or after ${new Date(since).toISOString()}.`,
          parameters: { start_time: [query.text('start_time')] },
        },
      ],
    });
  }
  const found = standing(world.state).filter((tweet) => tweet.at >= since && matchesQuery(tweet, search, world));
  return pageOf(found, call, 10);
}

export function readQuotes(call: Call): Made {
  const { path, world } = call;
  const tweet = tweetAt(path.id ?? '', world.state);
  if (!tweet) throw notFound(path.id ?? '', call);
  const { versions } = latestOf(tweet, world.state);
  const all = standing(world.state).filter(({ quoteOf }) => quoteOf !== undefined && versions.includes(quoteOf));
  return pageOf(all, call, 10, false);
}

export function readLiked(call: Call): Made {
  const { world } = call;
  const me = ownId(call, 'id');
  const liked = world.state
    .all('like')
    .filter(({ userId, on }) => on && userId === me)
    .flatMap(({ tweetId }) => tweetAt(tweetId, world.state) ?? []);
  return pageOf(liked, call, 100, false);
}
