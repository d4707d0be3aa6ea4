import * as accountActivity from './account-activity.ts';
import * as follows from './follows.ts';
import * as media from './media.ts';
import * as messages from './messages.ts';
import { ofMessages, ofTweets, ofUsers, type Fields, type Rules } from './query.ts';
import type { Limits } from './rate-limits.ts';
import * as reading from './reading.ts';
import { tierOf } from './tiers.ts';
import * as tweets from './tweets.ts';
import * as users from './users.ts';
import * as analytics from './analytics.ts';
import * as subscriptions from './subscriptions.ts';
import * as webhooks from './webhooks.ts';
import type { Call, Made } from './world.ts';

/** What may be asked, by whom, and how often. */
export interface Endpoint {
  /** `GET /2/tweets/{id}` */
  readonly name: string;
  /** `user`: a person, who must have granted the scopes. `app`: the app itself. */
  readonly by: 'user' | 'app' | 'both';
  /** With spaces between. */
  readonly scopes: string;
  readonly limits: Limits;
  readonly query?: Rules;
  readonly fields?: Fields;
  /** What it costs at least, in thousandths of a dollar: without that, it is not done. */
  readonly mills?: number;
  readonly run: (call: Call) => Made | Promise<Made>;
}

const read = 'tweet.read users.read';
const write = 'tweet.read tweet.write users.read';
const ids = { ids: { kind: 'ids', required: true } } as const satisfies Rules;

const paging = (min: number, max: number): Rules => ({
  max_results: { kind: 'number', min, max },
  pagination_token: { kind: 'text' },
});
const span = {
  start_time: { kind: 'time' },
  end_time: { kind: 'time' },
  since_id: { kind: 'id' },
  until_id: { kind: 'id' },
} as const satisfies Rules;
const excluding: Rules = { exclude: { kind: 'words', of: ['replies', 'retweets'] } };
const buckets = (list: string, fields: readonly string[], name: string): Rules => ({
  [list]: { kind: 'words', pattern: /^[\d_]{1,25}$/, most: 100, required: true },
  start_time: { kind: 'time', required: true },
  end_time: { kind: 'time', required: true },
  granularity: { kind: 'words', of: ['hourly', 'daily', 'weekly', 'total'], most: 1 },
  [name]: { kind: 'words', of: fields },
});
const events: Rules = {
  ...paging(1, 100),
  event_types: { kind: 'words', of: ['MessageCreate', 'ParticipantsJoin', 'ParticipantsLeave'] },
};

const ofTweet = (
  name: string,
  limits: Limits,
  run: Endpoint['run'],
  query: Rules = {},
  scopes = read,
  by: Endpoint['by'] = 'both',
): Endpoint => ({ name, by, scopes, limits, query, fields: ofTweets, mills: 1, run });

const ofUser = (name: string, limits: Limits, run: Endpoint['run'], query: Rules = {}): Endpoint => ({
  name,
  by: name === 'GET /2/users/me' ? 'user' : 'both',
  scopes: read,
  limits,
  query,
  fields: ofUsers,
  run,
});

const changing = (name: string, limits: Limits, run: Endpoint['run'], scopes = write, mills = 0): Endpoint => ({
  name,
  by: 'user',
  scopes,
  limits,
  mills,
  run,
});

const dmScopes = { read: `dm.read ${read}`, write: `dm.write ${read}` };
const ofDm = (name: string, run: Endpoint['run'], query: Rules = {}): Endpoint => ({
  name,
  by: 'user',
  scopes: dmScopes.read,
  limits: { user: 15 },
  query,
  fields: ofMessages,
  run,
});
const sending = { user: 15, userDay: 1_440, appDay: 1_440 };
const uploading = { user: 1_875, appDay: 180_000 };
const ofMedia = (name: string, run: Endpoint['run'], limits: Limits = uploading, query: Rules = {}): Endpoint => ({
  name,
  by: 'user',
  scopes: 'media.write',
  limits,
  query,
  run,
});
const ofApp = (name: string, run: Endpoint['run'], query: Rules = {}, by: Endpoint['by'] = 'app'): Endpoint => ({
  name,
  by,
  scopes: '',
  limits: { app: name.includes('/activity/') ? 500 : 450, user: 500 },
  query,
  run,
});
const accountScopes = 'dm.read dm.write tweet.read users.read';

const list: readonly Endpoint[] = [
  changing('POST /2/tweets', { user: 100, appDay: 10_000 }, tweets.createTweet, write, 15),
  ofTweet('GET /2/tweets', { user: 5_000, app: 3_500 }, reading.readTweets, ids),
  ofTweet('GET /2/tweets/{id}', { user: 900, app: 450 }, reading.readTweet),
  changing('DELETE /2/tweets/{id}', { user: 50 }, tweets.deleteTweet, write, 10),
  changing('PUT /2/tweets/{tweet_id}/hidden', { user: 50 }, tweets.hideReply, `tweet.moderate.write ${read}`, 5),
  ofTweet('GET /2/tweets/{id}/quote_tweets', { user: 75, app: 75 }, reading.readQuotes, {
    ...paging(10, 100),
    ...excluding,
  }),
  {
    name: 'GET /2/tweets/{id}/liking_users',
    by: 'user',
    scopes: `like.read ${read}`,
    limits: { user: 75 },
    query: paging(1, 100),
    fields: ofUsers,
    run: users.readLikers,
  },
  ofTweet(
    'GET /2/tweets/search/recent',
    { user: 300, app: 450 },
    (call) =>
      reading.searchRecent(call, call.caller.kind === 'user' ? tierOf(call.caller.userId, call.world) : 'enterprise'),
    {
      query: { kind: 'text', required: true },
      ...paging(10, 100),
      next_token: { kind: 'text' },
      ...span,
      sort_order: { kind: 'words', of: ['recency', 'relevancy'], most: 1 },
    },
  ),
  {
    name: 'GET /2/tweets/analytics',
    by: 'user',
    scopes: read,
    limits: { user: 300, app: 300 },
    query: buckets('ids', analytics.tweetFields, 'analytics.fields'),
    run: analytics.readTweetAnalytics,
  },
  ofUser('GET /2/users/me', { user: 75 }, users.readMe),
  ofUser('GET /2/users', { user: 900, app: 300 }, users.readUsers, ids),
  ofUser('GET /2/users/by', { user: 900, app: 300 }, users.readUsersByNames, {
    usernames: { kind: 'words', pattern: /^\w{1,15}$/, most: 100, required: true },
  }),
  ofUser('GET /2/users/by/username/{username}', { user: 900, app: 300 }, users.readUserByName),
  ofUser('GET /2/users/{id}', { user: 900, app: 300 }, users.readUser),
  ofTweet('GET /2/users/{id}/tweets', { user: 900, app: 10_000 }, reading.readTimeline, {
    ...paging(5, 100),
    ...span,
    ...excluding,
  }),
  ofTweet('GET /2/users/{id}/mentions', { user: 300, app: 450 }, reading.readMentions, { ...paging(5, 100), ...span }),
  ofTweet(
    'GET /2/users/{id}/liked_tweets',
    { user: 75 },
    reading.readLiked,
    paging(5, 100),
    `like.read ${read}`,
    'user',
  ),
  changing('POST /2/users/{id}/likes', { user: 50, userDay: 1_000 }, tweets.likeTweet, `like.write ${read}`),
  changing(
    'DELETE /2/users/{id}/likes/{tweet_id}',
    { user: 50, userDay: 1_000 },
    tweets.unlikeTweet,
    `like.write ${read}`,
  ),
  changing('POST /2/users/{id}/following', { user: 50 }, follows.follow, `follows.write ${read}`),
  changing(
    'DELETE /2/users/{source_user_id}/following/{target_user_id}',
    { user: 50 },
    follows.unfollow,
    `follows.write ${read}`,
  ),
  changing('POST /2/users/{id}/retweets', { user: 50 }, tweets.repost),
  changing('DELETE /2/users/{id}/retweets/{source_tweet_id}', { user: 50 }, tweets.undoRepost),

  ofMedia('POST /2/media/upload', media.uploadMedia),
  ofMedia(
    'GET /2/media/upload',
    media.readUploadStatus,
    { user: 1_000, appDay: 100_000 },
    {
      media_id: { kind: 'id', required: true },
      command: { kind: 'words', of: ['STATUS'], most: 1 },
    },
  ),
  ofMedia('POST /2/media/upload/initialize', media.initializeUpload),
  ofMedia('POST /2/media/upload/{id}/append', media.appendUpload),
  ofMedia('POST /2/media/upload/{id}/finalize', media.finalizeUpload),
  { ...ofMedia('POST /2/media/metadata', media.describeMedia, { user: 500, appDay: 50_000 }), mills: 5 },
  {
    name: 'GET /2/media/analytics',
    by: 'user',
    scopes: 'tweet.read',
    limits: { user: 300, app: 300 },
    query: buckets('media_keys', analytics.mediaFields, 'media_analytics.fields'),
    run: analytics.readMediaAnalytics,
  },

  ofDm('GET /2/dm_events', messages.readMessages, events),
  ofDm('GET /2/dm_events/{event_id}', messages.readMessage),
  ofDm('GET /2/dm_conversations/{id}/dm_events', messages.readConversation, events),
  ofDm('GET /2/dm_conversations/with/{participant_id}/dm_events', messages.readConversationWith, events),
  changing(
    'DELETE /2/dm_events/{event_id}',
    { user: 300, userDay: 1_500, appDay: 4_000 },
    messages.deleteMessage,
    'dm.read dm.write',
  ),
  changing('POST /2/dm_conversations/with/{participant_id}/messages', sending, messages.sendToUser, dmScopes.write, 15),
  changing(
    'POST /2/dm_conversations/{dm_conversation_id}/messages',
    sending,
    messages.sendToConversation,
    dmScopes.write,
    15,
  ),
  changing('POST /2/dm_conversations', sending, messages.beginGroup, dmScopes.write, 15),

  ofApp('POST /2/webhooks', webhooks.createWebhook),
  ofApp('GET /2/webhooks', webhooks.readWebhooks, {
    'webhook_config.fields': { kind: 'words', of: ['created_at', 'id', 'url', 'valid'] },
  }),
  ofApp('PUT /2/webhooks/{webhook_id}', webhooks.validateWebhook),
  ofApp('DELETE /2/webhooks/{webhook_id}', webhooks.deleteWebhook),
  ofApp('POST /2/webhooks/replay', webhooks.replayWebhook),
  ofApp('POST /2/activity/subscriptions', subscriptions.createSubscription, {}, 'both'),
  ofApp('GET /2/activity/subscriptions', subscriptions.readSubscriptions, paging(1, 1_000), 'both'),
  ofApp('DELETE /2/activity/subscriptions', subscriptions.deleteSubscriptions, ids),
  ofApp('PUT /2/activity/subscriptions/{subscription_id}', subscriptions.updateSubscription),
  ofApp('DELETE /2/activity/subscriptions/{subscription_id}', subscriptions.deleteSubscription),
  ofApp('GET /2/account_activity/subscriptions/count', accountActivity.countSubscribedAccounts),
  ofApp('GET /2/account_activity/webhooks/{webhook_id}/subscriptions/all/list', accountActivity.readSubscribedAccounts),
  ofApp(
    'DELETE /2/account_activity/webhooks/{webhook_id}/subscriptions/{user_id}/all',
    accountActivity.unsubscribeAccount,
  ),
  changing(
    'POST /2/account_activity/webhooks/{webhook_id}/subscriptions/all',
    { user: 500 },
    accountActivity.subscribeAccount,
    accountScopes,
  ),
  changing(
    'GET /2/account_activity/webhooks/{webhook_id}/subscriptions/all',
    { user: 500 },
    accountActivity.isAccountSubscribed,
    accountScopes,
  ),
];

/** Names before braces: `/2/tweets/analytics` is no post. */
const patterns = list
  .map((endpoint) => {
    const [method = '', path = ''] = endpoint.name.split(' ');
    const parts = path.split('/');
    return { endpoint, method, parts, braces: parts.filter((part) => part.startsWith('{')).length };
  })
  .sort((a, b) => a.braces - b.braces);

interface Match {
  readonly endpoint: Endpoint;
  readonly path: Readonly<Record<string, string>>;
}

/** Undefined: there is nothing at such an address. */
export function matchEndpoint(method: string, pathname: string): Match | undefined {
  const given = pathname.split('/').map(decode);
  for (const { endpoint, method: wanted, parts } of patterns) {
    if (method !== wanted || parts.length !== given.length) continue;
    const isMatch = parts.every((part, at) => part.startsWith('{') || part === given[at]);
    if (!isMatch) continue;
    const named = parts.flatMap((part, at) => (part.startsWith('{') ? [[part.slice(1, -1), given[at] ?? '']] : []));
    return { endpoint, path: Object.fromEntries(named) as Record<string, string> }; // pairs of texts
  }
  return undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
