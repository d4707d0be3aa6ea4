import { z } from 'zod';
import { readBody } from './body.ts';
import { conversationOf, messageEntry } from './conversations.ts';
import { announce } from './events.ts';
import { mediaKeyOf, mediaView } from './media-view.ts';
import { partialError, invalid, Refusal } from './refusals.ts';
import { renderText } from './rendering.ts';
import { readToken, tokenOf } from './reading.ts';
import { dayMs } from './rate-limits.ts';
import { compareIds } from './snowflake.ts';
import type { DirectMessage } from './state.ts';
import { userOf } from './tweet-store.ts';
import { userView } from './user-view.ts';
import { ownId } from './users.ts';
import { isoOf, nowOf, recordAndTell, type Call, type Made, type World } from './world.ts';

const id = z.string().regex(/^\d{1,19}$/);
const attachments = z
  .array(z.strictObject({ media_id: id }))
  .min(1)
  .max(1)
  .optional();
const newMessage = z.strictObject({ text: z.string().min(1).optional(), attachments });
const newGroup = z.strictObject({
  conversation_type: z.literal('Group'),
  participant_ids: z.array(id).min(2).max(49),
  message: newMessage,
});

const mostOfText = 10_000;
const keptMs = 30 * dayMs;

function send(
  { text = '', attachments: files = [] }: z.infer<typeof newMessage>,
  conversation: Pick<DirectMessage, 'conversationId' | 'participants'>,
  call: Call,
): Made {
  const { world } = call;
  const senderId = ownId(call);
  if (text.trim() === '' && files.length === 0) throw invalid('$.text: is missing but it is required');
  if (Array.from(text).length > mostOfText) throw new Refusal('354');
  const media = files.map(({ media_id: mediaId }) => {
    const found = world.state.get('upload', mediaId);
    const isReady = found?.file && found.ownerId === senderId && (found.processedAt ?? 0) <= nowOf(world);
    if (!isReady || !found.category.startsWith('dm_')) throw new Refusal('invalid-media-ids');
    return mediaId;
  });
  const at = nowOf(world);
  const message: DirectMessage = {
    id: world.state.nextId(at),
    senderId,
    ...conversation,
    text,
    media,
    at,
    deletedFor: [],
  };
  recordAndTell(world, messageEntry(message), ...announce(world, { type: 'dm', message }));
  return {
    status: 201,
    body: { data: { dm_conversation_id: conversation.conversationId, dm_event_id: message.id } },
    mills: 15,
  };
}

function between(me: string, other: string): Pick<DirectMessage, 'conversationId' | 'participants'> {
  const user = userOf(other);
  if (!user || other === me) throw new Refusal('not-found');
  if ('isClosed' in user && user.isClosed) throw new Refusal('349');
  return { conversationId: conversationOf(me, other), participants: [me, other] };
}

/** `POST /2/dm_conversations/with/{participant_id}/messages` */
export const sendToUser = (call: Call): Made =>
  send(readBody(newMessage, call.request), between(ownId(call), call.path.participant_id ?? ''), call);

/** `POST /2/dm_conversations/{dm_conversation_id}/messages` */
export function sendToConversation(call: Call): Made {
  const conversationId = call.path.dm_conversation_id ?? '';
  const me = ownId(call);
  const message = readBody(newMessage, call.request);
  const pair = conversationId.split('-');
  if (pair.length === 2) {
    if (!pair.includes(me)) throw new Refusal('not-permitted');
    return send(message, between(me, pair.find((one) => one !== me) ?? ''), call);
  }
  const known = call.world.state.all('message').find((one) => one.conversationId === conversationId);
  if (known?.participants.includes(me) !== true) throw new Refusal('not-found');
  return send(message, { conversationId, participants: known.participants }, call);
}

/** `POST /2/dm_conversations` */
export function beginGroup(call: Call): Made {
  const { participant_ids: others, message } = readBody(newGroup, call.request);
  const me = ownId(call);
  if (others.some((other) => !userOf(other))) throw new Refusal('not-found');
  const conversationId = call.world.state.nextId(nowOf(call.world));
  return send(message, { conversationId, participants: [...new Set([me, ...others])] }, call);
}

/** What somebody still sees, newest first. */
function seenBy(me: string, { state, now }: Pick<World, 'state' | 'now'>): readonly DirectMessage[] {
  const since = now().getTime() - keptMs;
  return state
    .all('message')
    .filter(({ participants, deletedFor, at }) => participants.includes(me) && !deletedFor.includes(me) && at >= since)
    .sort((a, b) => compareIds(b.id, a.id));
}

function viewOf(message: DirectMessage, { query, world }: Call): object {
  const fields = query.fields('dm_event');
  const { expansions } = query;
  const { text, entities } = renderText(message.text);
  const uploads = message.media.flatMap((one) => world.state.get('upload', one) ?? []);
  const all = {
    created_at: isoOf(message.at),
    dm_conversation_id: message.conversationId,
    sender_id: message.senderId,
    entities,
    attachments: uploads.length > 0 ? { media_keys: uploads.map(mediaKeyOf) } : undefined,
  };
  const isWanted = (name: string) =>
    fields.has(name) || expansions.has(name) || (name === 'attachments' && expansions.has('attachments.media_keys'));
  return {
    id: message.id,
    event_type: 'MessageCreate',
    text,
    ...Object.fromEntries(Object.entries(all).filter(([name, value]) => isWanted(name) && value !== undefined)),
  };
}

function includesOf(messages: readonly DirectMessage[], call: Call): object {
  const { query, world } = call;
  const { expansions } = query;
  const senders = expansions.has('sender_id') ? [...new Set(messages.map(({ senderId }) => senderId))] : [];
  const users = senders.flatMap((one) => userOf(one) ?? []).map((user) => userView(user, query.fields('user'), world));
  const media = expansions.has('attachments.media_keys')
    ? messages
        .flatMap((message) => message.media)
        .flatMap((one) => world.state.get('upload', one) ?? [])
        .map((upload) => mediaView(upload, query.fields('media'), ownId(call), world))
    : [];
  const all = { ...(users.length > 0 && { users }), ...(media.length > 0 && { media }) };
  return Object.keys(all).length > 0 ? { includes: all } : {};
}

function page(all: readonly DirectMessage[], call: Call): Made {
  const { query } = call;
  const wanted = query.list('event_types');
  const kinds = wanted.length === 0 || wanted.includes('MessageCreate') ? all : [];
  const before = readToken(query.text('pagination_token'));
  const left = before === undefined ? kinds : kinds.filter((one) => compareIds(one.id, before) < 0);
  const shown = left.slice(0, query.number('max_results', 100));
  const last = shown.at(-1);
  return {
    status: 200,
    body: {
      ...(shown.length > 0 && { data: shown.map((one) => viewOf(one, call)) }),
      ...includesOf(shown, call),
      meta: {
        result_count: shown.length,
        ...(last && left.length > shown.length && { next_token: tokenOf(last.id) }),
      },
    },
    mills: shown.length * 10,
  };
}

export const readMessages = (call: Call): Made => page(seenBy(ownId(call), call.world), call);

export function readConversation(call: Call): Made {
  const conversationId = call.path.id ?? '';
  const all = seenBy(ownId(call), call.world);
  return page(
    all.filter((one) => one.conversationId === conversationId),
    call,
  );
}

export function readConversationWith(call: Call): Made {
  const me = ownId(call);
  const conversationId = conversationOf(me, call.path.participant_id ?? '');
  return page(
    seenBy(me, call.world).filter((one) => one.conversationId === conversationId),
    call,
  );
}

const find = (call: Call) => seenBy(ownId(call), call.world).find((one) => one.id === call.path.event_id);

export function readMessage(call: Call): Made {
  const found = find(call);
  if (found) return { status: 200, body: { data: viewOf(found, call), ...includesOf([found], call) }, mills: 10 };
  const value = call.path.event_id ?? '';
  const problem = { value, parameter: 'event_id', resource_id: value, resource_type: 'dm_event' };
  return {
    status: 200,
    body: { errors: [partialError('resource-not-found', problem, call.world.state.spelling)] },
  };
}

/** For oneself; the others keep it. */
export function deleteMessage(call: Call): Made {
  const found = find(call);
  if (!found) throw new Refusal('not-found');
  call.world.state.record(messageEntry({ ...found, deletedFor: [...found.deletedFor, ownId(call)] }));
  return { status: 200, body: { data: { deleted: true } } };
}
