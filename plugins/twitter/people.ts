import type { NetworkCall, NetworkMessage, Participant } from '@polyphony/sdk';
import { answeredBy, pageOf, readableText, type Tweet, type User } from './tweets.ts';

/** A direct message. */
export interface DirectMessage {
  readonly id: string;
  readonly text?: string;
  readonly created_at: string;
  readonly dm_conversation_id: string;
  readonly sender_id: string;
  readonly entities?: Tweet['entities'];
}

const participantOf = (id: string, users: readonly User[]): Participant => {
  const user = users.find((one) => one.id === id);
  if (!user) return { externalId: id, name: id };
  const { name, username: handle, profile_image_url: avatarUrl } = user;
  return { externalId: id, name, handle, ...(avatarUrl !== undefined && { avatarUrl }) };
};

/** An answer to the account, or a post that names it. */
export function messageOfTweet(
  call: NetworkCall,
  tweet: Tweet,
  channelId: string,
  users: readonly User[],
): NetworkMessage {
  const replyTo = answeredBy(tweet);
  const isAnswer = replyTo !== undefined && tweet.in_reply_to_user_id === channelId;
  return {
    externalId: tweet.id,
    kind: isAnswer ? 'COMMENTS' : 'MENTION',
    conversationId: tweet.conversation_id ?? tweet.id,
    ...(replyTo !== undefined && { replyTo }),
    author: participantOf(tweet.author_id, users),
    ours: tweet.author_id === channelId,
    text: readableText(tweet),
    at: new Date(tweet.created_at),
    url: pageOf(call, tweet.id),
  };
}

/** Conversations of messages have numbers as posts have. */
const direct = 'dm:';
export const isDirect = ({ conversationId }: { readonly conversationId: string }) => conversationId.startsWith(direct);
export const directIdOf = (conversationId: string) => conversationId.slice(direct.length);

export function messageOfDirect(
  call: NetworkCall,
  message: DirectMessage,
  channelId: string,
  users: readonly User[],
): NetworkMessage {
  const { id, text = '', entities, dm_conversation_id: conversation, sender_id: sender } = message;
  return {
    externalId: id,
    kind: 'DIRECT',
    conversationId: `${direct}${conversation}`,
    author: participantOf(sender, users),
    ours: sender === channelId,
    text: readableText({ text, ...(entities && { entities }) }),
    at: new Date(message.created_at),
    url: `${call.http.address('web')}/messages/${conversation}`,
  };
}
