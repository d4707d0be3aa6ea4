import { appId } from './accounts.ts';
import type { Happening } from './happening.ts';
import { mediaKeyOf } from './media-view.ts';
import { addressedBy, mentionedIn, renderText, renderTweet } from './rendering.ts';
import type { DirectMessage, State, Tweet } from './state.ts';
import { answeredBy, userOf } from './tweet-store.ts';
import { isoOf, nowOf, type World } from './world.ts';

// Events of the older Account Activity API: objects as version 1.1 of the API had them.

/** A direct message, as both kinds of events tell of it. */
export function messagePayload(message: DirectMessage, world: World) {
  const { id, senderId, participants, text, at } = message;
  const rendered = renderText(text);
  const [recipient] = participants.filter((one) => one !== senderId);
  const media = message.media.flatMap((one) => world.state.get('upload', one) ?? []);
  return {
    type: 'message_create',
    id,
    created_timestamp: String(at),
    message_create: {
      target: { recipient_id: recipient },
      sender_id: senderId,
      message_data: {
        text: rendered.text,
        entities: rendered.entities ?? {},
        ...(media[0] && { attachment: { type: 'media', media: { media_key: mediaKeyOf(media[0]) } } }),
      },
    },
  };
}

const oldTime = (at: number): string =>
  new Date(at).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 +0000 $4');

function oldUser(id: string) {
  const user = userOf(id);
  return { id_str: id, name: user?.name, screen_name: user?.username, verified: false, protected: false };
}

function oldTweet(tweet: Tweet, world: World): object {
  const { state } = world;
  const { text, range } = renderTweet(tweet, world);
  const answered = answeredBy(tweet, state);
  return {
    id_str: tweet.id,
    created_at: oldTime(tweet.at),
    timestamp_ms: String(tweet.at),
    text,
    display_text_range: range,
    user: oldUser(tweet.authorId),
    in_reply_to_status_id_str: tweet.replyTo ?? null,
    in_reply_to_user_id_str: answered?.authorId ?? null,
    is_quote_status: tweet.quoteOf !== undefined,
    ...(tweet.quoteOf !== undefined && { quoted_status_id_str: tweet.quoteOf }),
    entities: {
      user_mentions: mentionedIn(tweet.text).map((id) => ({ id_str: id, screen_name: userOf(id)?.username })),
    },
  };
}

const isAbout = (tweet: Tweet, userId: string, state: State): boolean =>
  tweet.authorId === userId ||
  addressedBy(tweet, state).includes(userId) ||
  (tweet.quoteOf !== undefined && state.get('tweet', tweet.quoteOf)?.authorId === userId);

/** Undefined: it is of no concern to that account. */
export function oldEventOf(happening: Happening, userId: string, world: World): object | undefined {
  switch (happening.type) {
    case 'post.create': {
      const { tweet } = happening;
      return isAbout(tweet, userId, world.state) ? { tweet_create_events: [oldTweet(tweet, world)] } : undefined;
    }
    case 'post.delete': {
      const { id, authorId } = happening.tweet;
      if (authorId !== userId) return undefined;
      const at = String(nowOf(world));
      return { tweet_delete_events: [{ status: { id, user_id: authorId }, timestamp_ms: at }] };
    }
    case 'like.create': {
      const { by, tweet, at } = happening;
      if (by !== userId && tweet.authorId !== userId) return undefined;
      const favorited_status = oldTweet(tweet, world);
      const event = { id: `${by}_${tweet.id}`, timestamp_ms: at, favorited_status, user: oldUser(by) };
      return { favorite_events: [event] };
    }
    case 'follow.follow':
    case 'follow.unfollow': {
      const { type, by, at } = happening;
      if (by !== userId && happening.userId !== userId) return undefined;
      const kind = type === 'follow.follow' ? 'follow' : 'unfollow';
      const event = {
        type: kind,
        created_timestamp: String(at),
        source: oldUser(by),
        target: oldUser(happening.userId),
      };
      return { follow_events: [event] };
    }
    case 'dm': {
      const { message } = happening;
      if (!message.participants.includes(userId)) return undefined;
      const users = Object.fromEntries(message.participants.map((id) => [id, oldUser(id)]));
      return { direct_message_events: [messagePayload(message, world)], users };
    }
    case 'oauth.revoke': {
      if (happening.userId !== userId) return undefined;
      const revoke = {
        date_time: isoOf(nowOf(world)),
        target: { app_id: appId },
        source: { user_id: userId },
      };
      return { user_event: { revoke } };
    }
  }
}
