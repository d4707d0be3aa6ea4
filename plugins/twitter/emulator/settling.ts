import { accountOf } from './accounts.ts';
import { fateOf, type Act } from './crowd.ts';
import { announce } from './events.ts';
import { conversationOf, messageEntry } from './conversations.ts';
import type { DirectMessage, Entry, Tweet } from './state.ts';
import { newTweet, standing, tweetAt, tweetEntry, userOf } from './tweet-store.ts';
import { nowOf, recordAndTell, type World } from './world.ts';

/** Lets everything happen that people do until now because of what accounts posted, in the order in which they do it. */
export function settle(world: World): void {
  const { state } = world;
  const now = nowOf(world);
  const due = standing(state)
    .filter((tweet) => movesPeople(tweet, world))
    .flatMap((tweet) => {
      const since = state.get('settled', tweet.id)?.at ?? 0;
      return fateOf(tweet, state.seed)
        .acts.filter(({ at }) => at > since && at <= now)
        .map((act) => ({ act, tweet }));
    })
    .sort((a, b) => a.act.at - b.act.at);
  if (due.length === 0) return;
  const done = [...new Set(due.map(({ tweet }) => tweet.id))];
  recordAndTell(
    world,
    ...done.map((id): Entry => ['settled', id, { at: now }]),
    ...due.flatMap(({ act, tweet }) => entriesOf(act, tweet, world)),
  );
}

/** Posts of accounts; not what they answer to somebody. */
function movesPeople(tweet: Tweet, { state }: World): boolean {
  if (tweet.repostOf !== undefined || !accountOf(tweet.authorId)) return false;
  const answered = tweet.replyTo === undefined ? undefined : tweetAt(tweet.replyTo, state);
  return answered === undefined || answered.authorId === tweet.authorId;
}

function entriesOf(act: Act, tweet: Tweet, world: World): readonly Entry[] {
  const { by, at } = act;
  const { authorId } = tweet;
  switch (act.kind) {
    case 'reply':
      if (tweet.replySettings !== 'everyone') return [];
      return tweetEntries(replyTo(tweet, by.id, act.text, at, world), world);
    case 'quote': {
      const id = world.state.nextId(at);
      return tweetEntries(newTweet({ id, authorId: by.id, text: act.text, at, quoteOf: tweet.id }), world);
    }
    case 'message':
      return messageEntries(messageOf(by.id, authorId, act.text, at, world), world);
    case 'like':
      return announce(world, { type: 'like.create', userId: authorId, by: by.id, tweet, at });
    case 'follow':
    case 'unfollow':
      return announce(world, { type: `follow.${act.kind}`, by: by.id, userId: authorId, at });
    case 'repost':
      return [];
  }
}

/** What somebody answers: it begins with whom it is for, which people do not see. */
export function replyTo(tweet: Tweet, by: string, said: string, at: number, { state }: World): Tweet {
  const mention = `@${userOf(tweet.authorId)?.username ?? ''} `;
  return newTweet({
    id: state.nextId(at),
    authorId: by,
    text: `${mention}${said}`,
    prefix: mention.length,
    at,
    conversationId: tweet.conversationId,
    replyTo: tweet.id,
  });
}

/** A post that comes to be, with the news of it. */
export const tweetEntries = (tweet: Tweet, world: World): readonly Entry[] => [
  tweetEntry(tweet),
  ...announce(world, { type: 'post.create', userId: tweet.authorId, tweet }),
];

export const messageOf = (from: string, to: string, text: string, at: number, { state }: World): DirectMessage => ({
  id: state.nextId(at),
  conversationId: conversationOf(from, to),
  senderId: from,
  participants: [from, to],
  text,
  media: [],
  at,
  deletedFor: [],
});

export const messageEntries = (message: DirectMessage, world: World): readonly Entry[] => [
  messageEntry(message),
  ...announce(world, { type: 'dm', message }),
];
