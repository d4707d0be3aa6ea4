import { countOf, hasStood, isTold, postCountOf } from './counts.ts';
import { mediaKeyOf } from './media-view.ts';
import { invalid } from './refusals.ts';
import { dayMs } from './rate-limits.ts';
import type { Tweet } from './state.ts';
import { tweetAt } from './tweet-store.ts';
import { missing } from './tweet-view.ts';
import { ownId } from './users.ts';
import { isoOf, nowOf, type Call, type Made } from './world.ts';

const counts = [
  'app_install_attempts', 'app_opens', 'bookmarks', 'detail_expands', 'email_tweet', 'engagements', 'follows',
  'hashtag_clicks', 'impressions', 'likes', 'media_views', 'permalink_clicks', 'quote_tweets', 'replies', 'retweets',
  'shares', 'unfollows', 'unlikes', 'url_clicks', 'user_profile_clicks',
]; // prettier-ignore
export const tweetFields = [...counts, 'id', 'timestamp', 'timestamped_metrics'];

const mediaCounts = [
  'playback25', 'playback50', 'playback75', 'playback_complete', 'playback_start', 'video_views', 'watch_time_ms',
]; // prettier-ignore
export const mediaFields = [
  ...mediaCounts, 'cta_url_clicks', 'cta_watch_clicks', 'media_key', 'play_from_tap', 'timestamp', 'timestamped_metrics',
]; // prettier-ignore

interface Span {
  readonly from: number;
  readonly to: number;
}

const steps: Readonly<Record<string, number>> = { hourly: 3_600_000, daily: dayMs, weekly: 7 * dayMs };

function spansOf({ query, world }: Call): readonly Span[] {
  const from = query.time('start_time') ?? 0;
  const to = query.time('end_time') ?? 0;
  if (from >= to) throw invalid('end_time must be after start_time', { end_time: [query.text('end_time') ?? ''] });
  const step = steps[query.text('granularity') ?? 'total'];
  if (step === undefined) return [{ from, to }];
  const begin = Math.floor(from / step) * step;
  const end = Math.min(to, nowOf(world));
  return Array.from({ length: Math.max(0, Math.ceil((end - begin) / step)) }, (_, at) => ({
    from: begin + at * step,
    to: begin + (at + 1) * step,
  }));
}

function bucketOf(tweets: readonly Tweet[], { from, to }: Span, names: readonly string[], { world }: Call) {
  const until = Math.min(to, nowOf(world));
  const metrics = names.flatMap((name) => {
    const of = postCountOf(name);
    if (of === undefined || !isTold(name, world)) return [];
    const values = tweets.map(
      (tweet) => countOf(tweet, of, world, until) - (hasStood(tweet, from) ? countOf(tweet, of, world, from) : 0),
    );
    return [[name, values.reduce((sum, value) => sum + value, 0)]];
  });
  return { timestamp: isoOf(from), metrics: Object.fromEntries(metrics) as Record<string, number> }; // pairs of name and number
}

/** Times in which the post was not there yet are left out. */
function bucketsOf(tweets: readonly Tweet[], names: readonly string[], call: Call) {
  const now = nowOf(call.world);
  return spansOf(call)
    .filter(({ from, to }) => from < now && tweets.some(({ at }) => at < to))
    .map((span) => bucketOf(tweets, span, names, call));
}

function wanted(call: Call, field: string, all: readonly string[], usual: readonly string[]): readonly string[] {
  const asked = call.query.list(field).filter((name) => all.includes(name));
  return asked.length > 0 ? asked : usual;
}

/** `GET /2/tweets/analytics`: of one's own posts. */
export function readTweetAnalytics(call: Call): Made {
  const { query, world } = call;
  const me = ownId(call);
  const names = wanted(call, 'analytics.fields', counts, ['impressions', 'engagements']);
  const ids = query.list('ids');
  const own = ids.flatMap((id) => {
    const tweet = tweetAt(id, world.state);
    return tweet?.authorId === me ? [tweet] : [];
  });
  const errors = ids.filter((id) => !own.some((one) => one.id === id)).map((id) => missing('tweet', 'ids', id, world));
  const data = own.map((tweet) => ({ id: tweet.id, timestamped_metrics: bucketsOf([tweet], names, call) }));
  return {
    status: 200,
    body: { ...(data.length > 0 && { data }), ...(errors.length > 0 && { errors }) },
    mills: data.length,
  };
}

/** `GET /2/media/analytics`: of one's own videos. */
export function readMediaAnalytics(call: Call): Made {
  const { query, world } = call;
  const me = ownId(call);
  const names = wanted(call, 'media_analytics.fields', mediaCounts, mediaCounts);
  const keys = query.list('media_keys');
  const own = world.state.all('upload').filter((one) => one.ownerId === me && keys.includes(mediaKeyOf(one)));
  const errors = keys
    .filter((key) => !own.some((one) => mediaKeyOf(one) === key))
    .map((key) => missing('media', 'media_keys', key, world));
  const data = own.map((upload) => {
    const tweets = world.state.all('tweet').filter(({ deleted, media }) => !deleted && media.includes(upload.id));
    return { media_key: mediaKeyOf(upload), timestamped_metrics: bucketsOf(tweets, names, call) };
  });
  return {
    status: 200,
    body: { ...(data.length > 0 && { data }), ...(errors.length > 0 && { errors }) },
    mills: data.length,
  };
}
