import type { NetworkMessage, Participant } from '@polyphony/sdk';

/** Those of whom an answer speaks, with `extended`. */
export interface Sides {
  readonly profiles?: readonly {
    readonly id: number;
    readonly first_name: string;
    readonly last_name: string;
    readonly screen_name?: string;
    readonly photo_100?: string;
  }[];
  readonly groups?: readonly {
    readonly id: number;
    readonly name: string;
    readonly screen_name?: string;
    readonly photo_100?: string;
  }[];
}

export interface Comment {
  readonly id: number;
  readonly from_id: number;
  readonly post_id: number;
  readonly date: number;
  readonly text: string;
  readonly reply_to_comment?: number;
  readonly deleted?: boolean;
}

export interface DirectMessage {
  readonly id: number;
  readonly peer_id: number;
  readonly from_id: number;
  readonly date: number;
  readonly text: string;
  readonly reply_message?: { readonly id?: number };
}

/** Communities have negative ids. Events name nobody: of them there is the id alone. */
export function participantOf(id: number, { profiles = [], groups = [] }: Sides = {}): Participant {
  const person = profiles.find((one) => one.id === id);
  const group = groups.find((one) => one.id === -id);
  const handle = person?.screen_name ?? group?.screen_name ?? (id < 0 ? `club${-id}` : `id${id}`);
  const avatarUrl = person?.photo_100 ?? group?.photo_100;
  const name = person ? `${person.first_name} ${person.last_name}`.trim() : (group?.name ?? handle);
  return { externalId: String(id), name, handle, ...(avatarUrl !== undefined && { avatarUrl }) };
}

/** The community itself goes by the id of its channel. */
function writtenBy(groupId: string, from: number, sides?: Sides): Pick<NetworkMessage, 'author' | 'ours'> {
  const ours = from === -Number(groupId);
  const author = participantOf(from, sides);
  return { author: ours ? { ...author, externalId: groupId } : author, ours };
}

export const commentId = (groupId: string, id: number) => `-${groupId}_${id}`;
export const directId = (groupId: string, id: number) => `${groupId}_${id}`;
/** Below which post comments stand, and with whom messages are exchanged. */
export const postConversation = (groupId: string, postId: number) => `-${groupId}_${postId}`;
export const directConversation = (groupId: string, peerId: number) => `${groupId}:${peerId}`;

export function commentOf(groupId: string, comment: Comment, sides?: Sides): NetworkMessage {
  const { id, from_id: from, post_id: postId, date, text, reply_to_comment: replyTo } = comment;
  return {
    externalId: commentId(groupId, id),
    kind: 'COMMENTS',
    conversationId: postConversation(groupId, postId),
    ...(replyTo !== undefined && { replyTo: commentId(groupId, replyTo) }),
    ...writtenBy(groupId, from, sides),
    text,
    at: new Date(date * 1000),
    url: `https://vk.com/wall-${groupId}_${postId}?reply=${id}`,
  };
}

export function messageOf(groupId: string, message: DirectMessage, sides?: Sides): NetworkMessage {
  const { id, peer_id: peer, from_id: from, date, text, reply_message: answered } = message;
  return {
    externalId: directId(groupId, id),
    kind: 'DIRECT',
    conversationId: directConversation(groupId, peer),
    ...(answered?.id !== undefined && { replyTo: directId(groupId, answered.id) }),
    ...writtenBy(groupId, from, sides),
    text,
    at: new Date(date * 1000),
    url: `https://vk.com/gim${groupId}?sel=${peer}`,
  };
}
