import {
  NetworkError,
  type Call,
  type MessageRef,
  type NetworkCall,
  type NetworkMessage,
  type Synced,
} from '@polyphony/sdk';
import { ask, canRead, holderOf, idsOf, tell, tokenOf } from './client.ts';
import { codes, hasCode } from './errors.ts';
import { refuseLongText } from './limits.ts';
import { commentId, commentOf, directId, messageOf, type Comment, type DirectMessage, type Sides } from './people.ts';
import { listPosts } from './posts.ts';

/**
 * The network has no list of what is new: each sweep looks which posts and conversations have changed, and then reads these.
 */
interface Position {
  /** What was said before it (milliseconds) was handed over. */
  readonly after: number;
  /** What was said since then and was handed over: its time by its id. */
  readonly seen: Readonly<Record<string, number>>;
  /** What the network said of a place when it was last read: how many comments a post had, the last message of a person. */
  readonly marks: Readonly<Record<string, number>>;
  /** Of a sweep that is not at its end: when it began, and what is still to be read. */
  readonly sweep?: { readonly began: number; readonly left: readonly Place[] };
}

interface Place {
  readonly kind: 'post' | 'peer';
  readonly id: number;
  readonly mark: number;
}
const nameOf = ({ kind, id }: Place) => `${kind} ${id}`;

/** Each sweep goes back this much further, and leaves out what it remembers: clocks differ, and answers come late. */
const overlapMs = 10 * 60_000;
/** How far the first sweep goes back. */
const firstMs = 30 * 24 * 60 * 60_000;

/** How many places are read before what was found is handed over. */
const placesAtOnce = 10;

export async function sync(call: NetworkCall, channelId: string, cursor: string | null): Promise<Synced> {
  const now = call.now().getTime();
  const before: Position =
    cursor === null ? { after: now - firstMs, seen: {}, marks: {} } : (JSON.parse(cursor) as Position); // written below
  const position = before.sweep ? before : await beginSweep(call, channelId, before, now);
  const { after, seen, marks, sweep: { began, left } = { began: now, left: [] } } = position;
  const said: NetworkMessage[] = [];
  for (const { kind, id } of left.slice(0, placesAtOnce)) {
    const reading = kind === 'post' ? readComments : readMessages;
    said.push(...(await reading(call, channelId, id, after)));
  }
  const messages = said
    .filter(({ externalId, at }) => at.getTime() >= after && !Object.hasOwn(seen, externalId))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || idOf(a) - idOf(b));
  const known = { ...seen, ...Object.fromEntries(messages.map(({ externalId, at }) => [externalId, at.getTime()])) };
  const rest = left.slice(placesAtOnce);
  const more = rest.length > 0;
  const next: Position = more
    ? { after, seen: known, marks, sweep: { began, left: rest } }
    : ended(after, began, known, marks);
  return { messages, cursor: JSON.stringify(next), more };
}

const idOf = ({ externalId }: NetworkMessage) => Number(externalId.split('_').at(-1));

function ended(before: number, began: number, seen: Position['seen'], marks: Position['marks']): Position {
  const after = Math.max(before, began - overlapMs);
  return { after, seen: Object.fromEntries(Object.entries(seen).filter(([, at]) => at >= after)), marks };
}

/** What these tokens may not read is no reason to tell nothing of the rest. */
async function unlessForbidden<T>(run: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NetworkError && error.details.kind === 'permission_denied') return [];
    throw error;
  }
}

async function beginSweep(call: NetworkCall, channelId: string, position: Position, began: number): Promise<Position> {
  const posts = canRead(call) ? await unlessForbidden(() => listPosts(call, channelId)) : [];
  const places: readonly Place[] = [
    ...posts.map(({ id, comments }): Place => ({ kind: 'post', id, mark: comments?.count ?? 0 })),
    ...(tokenOf(call, 'key') === undefined ? [] : await recentPeers(call, channelId, position.after)),
  ];
  const left = places.filter((place) => place.mark !== (position.marks[nameOf(place)] ?? 0));
  const marks = Object.fromEntries(places.map((place) => [nameOf(place), place.mark]));
  return { ...position, marks, sweep: { began, left } };
}

const pageSize = 100;
/** Of one post and at once, the newest ones first: more than anybody answers. */
const mostPages = 20;

interface Thread extends Comment {
  readonly thread?: { readonly count: number; readonly items?: readonly Comment[] };
}
type CommentPage = Sides & { readonly items: readonly Thread[]; readonly current_level_count?: number };

/** All below a post since then. An answer may stand below an old comment, so all that have answers are looked at. */
async function readComments(
  call: NetworkCall,
  groupId: string,
  postId: number,
  after: number,
): Promise<readonly NetworkMessage[]> {
  const found: NetworkMessage[] = [];
  const keep = (comments: readonly Comment[], sides: Sides) => {
    const there = comments.filter(({ deleted, date }) => deleted !== true && date * 1000 >= after);
    found.push(...there.map((comment) => commentOf(groupId, { ...comment, post_id: postId }, sides)));
  };
  const read = (offset: number, threadOf?: number) => commentsOf(call, groupId, postId, offset, threadOf);
  for (let page = 0; page < mostPages; page++) {
    const top = await read(page * pageSize);
    keep(top.items, top);
    for (const { id, thread } of top.items) {
      keep(thread?.items ?? [], top);
      if ((thread?.count ?? 0) <= (thread?.items?.length ?? 0)) continue;
      for (let inner = 0; inner < mostPages; inner++) {
        const answers = await read(inner * pageSize, id);
        keep(answers.items, answers);
        const isOld = answers.items.some(({ date }) => date * 1000 < after);
        if (answers.items.length < pageSize || isOld) break;
      }
    }
    if (top.items.length < pageSize) break;
  }
  // An answer of a thread may be told of twice.
  return [...new Map(found.map((message) => [message.externalId, message])).values()];
}

async function commentsOf(
  call: NetworkCall,
  groupId: string,
  postId: number,
  offset: number,
  threadOf?: number,
): Promise<CommentPage> {
  const parameters = {
    owner_id: `-${groupId}`,
    post_id: postId,
    sort: 'desc',
    count: pageSize,
    offset,
    extended: true,
  };
  const more = threadOf === undefined ? { thread_items_count: 10 } : { comment_id: threadOf };
  try {
    const holder = holderOf(call, 'user', 'service');
    const fields = ['screen_name', 'photo_100'];
    return await ask<CommentPage>(call, holder, 'wall.getComments', { ...parameters, ...more, fields });
  } catch (error) {
    // The post or its comments went away meanwhile.
    if (hasCode(error, '15', '104', '210', '211', '212')) return { items: [] };
    throw error;
  }
}

const mostConversations = 200;

async function recentPeers(call: NetworkCall, groupId: string, after: number): Promise<readonly Place[]> {
  const peers: Place[] = [];
  for (let offset = 0; ; offset += mostConversations) {
    const parameters = { group_id: groupId, count: mostConversations, offset };
    const items = await unlessForbidden(
      async () =>
        (await ask<{ items: readonly Conversation[] }>(call, 'key', 'messages.getConversations', parameters)).items,
    );
    const recent = items.flatMap(({ conversation: { peer }, last_message: last }): Place[] =>
      last && last.date * 1000 >= after ? [{ kind: 'peer', id: peer.id, mark: last.id }] : [],
    );
    peers.push(...recent);
    if (recent.length < mostConversations) return peers;
  }
}

interface Conversation {
  readonly conversation: { readonly peer: { readonly id: number } };
  readonly last_message?: { readonly id: number; readonly date: number };
}

const mostMessages = 200;

async function readMessages(
  call: NetworkCall,
  groupId: string,
  peer: number,
  after: number,
): Promise<readonly NetworkMessage[]> {
  const found: NetworkMessage[] = [];
  for (let page = 0; page < mostPages; page++) {
    const parameters = { group_id: groupId, peer_id: peer, count: mostMessages, offset: page * mostMessages };
    const answer = await ask<Sides & { items: readonly DirectMessage[] }>(call, 'key', 'messages.getHistory', {
      ...parameters,
      extended: true,
      fields: ['screen_name', 'photo_100'],
    });
    found.push(...answer.items.map((message) => messageOf(groupId, message, answer)));
    const isOld = answer.items.some(({ date }) => date * 1000 < after);
    if (answer.items.length < mostMessages || isOld) break;
  }
  return [...new Map(found.map((message) => [message.externalId, message])).values()];
}

/** Of a comment the network names no limit; that of a post is safe. */
const longestMessage = 4_096;
const isDirect = ({ externalId }: Pick<MessageRef, 'externalId'>) => !externalId.startsWith('-');
const peerOf = ({ conversationId }: MessageRef) => conversationId.split(':')[1] ?? '';

export async function reply(
  call: Call,
  channelId: string,
  to: MessageRef,
  text: string,
): Promise<{ readonly externalId: string }> {
  refuseLongText(call, text, isDirect(to) ? longestMessage : undefined);
  if (text.trim() === '') {
    throw call.refuse({ kind: 'content_rejected', code: 'text_missing', message: 'The text is missing.' });
  }
  const { id } = idsOf(call, to.externalId);
  if (isDirect(to)) {
    const random_id = await randomIdOf(call.idempotencyKey);
    const answer = { group_id: channelId, peer_id: peerOf(to), reply_to: id, message: text, random_id };
    const sent = await call.commit('messages.send', () => tell<number>(call, 'key', 'messages.send', answer));
    return { externalId: directId(channelId, sent) };
  }
  const { id: post_id } = idsOf(call, to.conversationId);
  const answer = { owner_id: `-${channelId}`, post_id, from_group: channelId, message: text, reply_to_comment: id };
  const guid = call.idempotencyKey;
  const { comment_id: sent } = await call.commit('wall.createComment', () =>
    tell<{ comment_id: number }>(call, holderOf(call, 'key', 'user'), 'wall.createComment', { ...answer, guid }),
  );
  return { externalId: commentId(channelId, sent) };
}

/** Two messages with one such number are one: 31 bits of the key, and never 0, which would switch it off. */
export async function randomIdOf(key: string): Promise<number> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return new DataView(digest).getUint32(0) & 0x7fffffff || 1;
}

export async function remove(call: NetworkCall, channelId: string, message: MessageRef): Promise<void> {
  const { id } = idsOf(call, message.externalId);
  if (isDirect(message)) return removeMessage(call, channelId, message, id);
  try {
    await tell(call, 'user', 'wall.deleteComment', { owner_id: `-${channelId}`, comment_id: id });
  } catch (error) {
    if (!hasCode(error, '104', '211')) throw error;
    if (await isCommentThere(call, channelId, id)) throw error;
  }
}

/** 211 means both that it is gone and that it may not be touched. */
async function isCommentThere(call: NetworkCall, channelId: string, id: string): Promise<boolean> {
  try {
    const parameters = { owner_id: `-${channelId}`, comment_id: id };
    const { items } = await ask<{ items: readonly Comment[] }>(call, 'user', 'wall.getComment', parameters);
    return items.some(({ deleted }) => deleted !== true);
  } catch (error) {
    if (hasCode(error, '104', '211')) return false;
    throw error;
  }
}

/** One's own is gone for everybody, within a day; what others said the network leaves to them. */
async function removeMessage(call: NetworkCall, groupId: string, about: MessageRef, id: string): Promise<void> {
  const parameters = { group_id: groupId, peer_id: peerOf(about), message_ids: id, delete_for_all: true };
  const results = await tell<readonly Deleted[]>(call, 'key', 'messages.delete', parameters);
  const error = results.find((one) => one.error)?.error;
  if (!error) return;
  const { code: number = 1, description: message = 'VK has not deleted the message.' } = error;
  const code = String(number);
  throw call.refuse({ kind: codes[code]?.kind ?? 'unexpected', code, message });
}

interface Deleted {
  readonly error?: { readonly code?: number; readonly description?: string };
}

const setLike =
  (name: 'likes.add' | 'likes.delete') => async (call: NetworkCall, channelId: string, to: MessageRef) => {
    if (isDirect(to)) {
      const message = 'Messages to a community cannot be liked, only comments.';
      throw call.refuse({ kind: 'content_rejected', code: 'no_likes_here', message });
    }
    const { id } = idsOf(call, to.externalId);
    const parameters = { type: 'comment', owner_id: `-${channelId}`, item_id: id, from_group: true };
    await tell(call, 'user', name, parameters, 'likes');
  };

export const like = setLike('likes.add');
export const unlike = setLike('likes.delete');
