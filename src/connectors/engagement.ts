import type { Call, NetworkCall } from './call.ts';

export const conversationKinds = ['COMMENTS', 'MENTION', 'DIRECT', 'REVIEW'] as const;
export type ConversationKind = (typeof conversationKinds)[number];

export const messageActions = ['REPLY', 'LIKE', 'UNLIKE', 'HIDE', 'UNHIDE', 'DELETE'] as const;
export type MessageAction = (typeof messageActions)[number];

/** Someone on the network. */
export interface Participant {
  readonly externalId: string;
  readonly name: string;
  readonly handle?: string;
  readonly avatarUrl?: string;
}

/** A comment, mention or direct message. */
export interface NetworkMessage {
  readonly externalId: string;
  readonly kind: ConversationKind;
  /** The same for all messages of one conversation: of comments, the post below which they stand. */
  readonly conversationId: string;
  /** What it answers; absent: it begins the conversation. */
  readonly replyTo?: string;
  readonly author: Participant;
  /** True where the channel itself wrote it. */
  readonly ours: boolean;
  readonly text: string;
  readonly at: Date;
  readonly url?: string;
}

/** What came since the last time. */
export interface Synced {
  /** Oldest first. */
  readonly messages: readonly NetworkMessage[];
  /** Where to go on next time. */
  readonly cursor: string;
  /** True: there is more, ask again at once. */
  readonly more: boolean;
}

/** Talking with people. A function that is absent is absent from the product. */
export interface Engagement {
  /** What was said to the channel, after `cursor`; null: the latest that the network still tells. Only reads. */
  sync(call: NetworkCall, channelId: string, cursor: string | null): Promise<Synced>;
  /** Answers, in durable steps. The result is the answer. */
  reply?(call: Call, channelId: string, to: MessageRef, text: string): Promise<{ readonly externalId: string }>;
  hide?(call: NetworkCall, channelId: string, message: MessageRef): Promise<void>;
  unhide?(call: NetworkCall, channelId: string, message: MessageRef): Promise<void>;
  /** Succeeds where it is already gone. */
  remove?(call: NetworkCall, channelId: string, message: MessageRef): Promise<void>;
  like?(call: NetworkCall, channelId: string, message: MessageRef): Promise<void>;
  unlike?(call: NetworkCall, channelId: string, message: MessageRef): Promise<void>;
}

/** Which function carries out which action. */
export const engagementFunctions = {
  REPLY: 'reply',
  LIKE: 'like',
  UNLIKE: 'unlike',
  HIDE: 'hide',
  UNHIDE: 'unhide',
  DELETE: 'remove',
} as const satisfies Record<MessageAction, keyof Engagement>;

export type MessageRef = Pick<NetworkMessage, 'externalId' | 'conversationId'>;
