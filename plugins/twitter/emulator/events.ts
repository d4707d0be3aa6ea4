import { appId } from './accounts.ts';
import type { Happening } from './happening.ts';
import { messagePayload, oldEventOf } from './old-events.ts';
import { addressedBy, mentionedIn, renderTweet } from './rendering.ts';
import type { DirectMessage, Entry, Subscription, Tweet } from './state.ts';
import { answeredBy, userOf } from './tweet-store.ts';
import { metricsOf } from './tweet-view.ts';
import { userView } from './user-view.ts';
import { isoOf, nowOf, type World } from './world.ts';

/** An event of the X Activity API: of what kind, and whose it is. */
interface Activity {
  readonly type: string;
  readonly userId?: string | undefined;
  readonly direction?: 'inbound' | 'outbound';
  readonly payload: object;
  readonly includes?: object;
}

const profileFields = new Set(['created_at', 'public_metrics', 'profile_image_url', 'verified', 'protected']);
const profileOf = (id: string, world: World) => {
  const user = userOf(id);
  return user ? userView(user, profileFields, world) : { id };
};

/** What is to be told of it, to whom. */
export function announce(world: World, happening: Happening): readonly Entry[] {
  const { state } = world;
  const activities = activitiesOf(happening, world);
  const subscriptions = state.all('subscription').filter(({ deleted }) => !deleted);
  const told = activities.flatMap((activity) =>
    subscriptions.filter((one) => isWanted(activity, one)).map((one) => ({ activity, subscription: one })),
  );
  const accounts = state.all('activity').filter(({ on }) => on);
  const old = accounts.flatMap(({ webhookId, userId }) => {
    const body = oldEventOf(happening, userId, world);
    return body ? [{ webhookId, body: { for_user_id: userId, ...body } }] : [];
  });
  return [
    ...told.map(({ activity, subscription }) => {
      const { type, payload, includes } = activity;
      const { webhookId, userId, direction, tag } = subscription;
      return deliveryOf(webhookId, world, (id) => ({
        data: {
          filter: { ...(userId !== undefined && { user_id: userId }), ...(direction !== undefined && { direction }) },
          event_uuid: id,
          event_type: type,
          ...(tag !== undefined && { tag }),
          payload,
          ...(includes && { includes }),
        },
      }));
    }),
    ...old.map(({ webhookId, body }) => deliveryOf(webhookId, world, () => body)),
  ].flat();
}

const isWanted = (activity: Activity, { eventType, userId, direction }: Subscription): boolean =>
  eventType === activity.type &&
  (activity.userId === undefined || userId === activity.userId) &&
  (direction === undefined || direction === activity.direction);

/** Nothing is told to an address that did not show that it knows the secret. */
function deliveryOf(webhookId: string, world: World, body: (id: string) => object): readonly Entry[] {
  const { state } = world;
  const webhook = state.get('webhook', webhookId);
  if (!webhook || webhook.deleted || !webhook.valid) return [];
  const at = nowOf(world);
  const id = state.nextId(at);
  return [['delivery', id, { id, webhookId, body: JSON.stringify(body(id)), at, outcome: 'waiting' }]];
}

function activitiesOf(happening: Happening, world: World): readonly Activity[] {
  switch (happening.type) {
    case 'post.create':
      return activitiesOfPost(happening.tweet, world);
    case 'post.delete': {
      const { id, authorId } = happening.tweet;
      return [{ type: 'post.delete', userId: authorId, payload: { id, author_id: authorId } }];
    }
    case 'like.create': {
      const { by, tweet, at } = happening;
      const payload = {
        id: `${by}_${tweet.id}`,
        liked_tweet_id: tweet.id,
        liked_tweet_author_id: tweet.authorId,
        created_at: isoOf(at),
        timestamp_ms: at,
      };
      const includes = { users: [profileOf(by, world)] };
      return [
        { type: 'like.create', userId: by, direction: 'outbound', payload, includes },
        { type: 'like.create', userId: tweet.authorId, direction: 'inbound', payload, includes },
      ];
    }
    case 'follow.follow':
    case 'follow.unfollow': {
      const { type, by, userId } = happening;
      const payload = { source: { data: profileOf(by, world) }, target: { data: profileOf(userId, world) } };
      return [
        { type, userId: by, direction: 'outbound', payload },
        { type, userId, direction: 'inbound', payload },
      ];
    }
    case 'dm':
      return activitiesOfMessage(happening.message, world);
    case 'oauth.revoke': {
      const payload = { date_time: isoOf(nowOf(world)), user_id: happening.userId, app_id: appId };
      return [{ type: 'oauth.revoke', payload }];
    }
  }
}

function activitiesOfPost(tweet: Tweet, world: World): readonly Activity[] {
  const { state } = world;
  const { authorId } = tweet;
  const answered = answeredBy(tweet, state)?.authorId;
  const authorOf = (id: string | undefined) => (id === undefined ? undefined : state.get('tweet', id)?.authorId);
  const payload = postPayload(tweet, world);
  const includes = { users: [authorId, ...addressedBy(tweet, state)].map((id) => profileOf(id, world)) };
  const isOther = (id: string | undefined): id is string => id !== undefined && id !== authorId;
  const of = (type: string, ids: readonly (string | undefined)[]) =>
    ids.filter(isOther).map((userId) => ({ type, userId, payload, includes }));
  return [
    { type: 'post.create', userId: authorId, payload, includes },
    ...of('post.mention.create', [...new Set(mentionedIn(tweet.text))]),
    ...of('post.reply.create', [answered]),
    ...of('post.quote.create', [authorOf(tweet.quoteOf)]),
    ...of('post.repost.create', [authorOf(tweet.repostOf)]),
  ];
}

/** A post as events tell of it: in the classic words, whatever the API says. */
function postPayload(tweet: Tweet, world: World): object {
  const { text, entities, range } = renderTweet(tweet, world);
  const answered = answeredBy(tweet, world.state);
  const references = [
    { type: 'replied_to', id: tweet.replyTo },
    { type: 'quoted', id: tweet.quoteOf },
    { type: 'retweeted', id: tweet.repostOf },
  ].filter(({ id }) => id !== undefined);
  return {
    id: tweet.id,
    text,
    author_id: tweet.authorId,
    conversation_id: tweet.conversationId,
    created_at: isoOf(tweet.at),
    display_text_range: range,
    edit_history_tweet_ids: tweet.versions,
    public_metrics: metricsOf(tweet, 'public_metrics', world),
    reply_settings: tweet.replySettings,
    ...(entities !== undefined && { entities }),
    ...(answered && { in_reply_to_tweet_id: tweet.replyTo, in_reply_to_user_id: answered.authorId }),
    ...(references.length > 0 && { referenced_tweets: references }),
  };
}

function activitiesOfMessage(message: DirectMessage, world: World): readonly Activity[] {
  const { senderId, participants } = message;
  const payload = {
    direct_message_events: [messagePayload(message, world)],
    users: Object.fromEntries(participants.map((id) => [id, { data: profileOf(id, world) }])),
  };
  return [
    { type: 'dm.sent', userId: senderId, payload },
    ...participants.filter((id) => id !== senderId).map((userId) => ({ type: 'dm.received', userId, payload })),
  ];
}
