import { levelOf } from './caller.ts';
import { conversationOf, messageEntry, messageKey, messageView } from './message-store.ts';
import { communityByGroup, pageOf, secondsOf, type Call, type Methods, type World } from './method.ts';
import { badParameter, Refusal } from './refusals.ts';
import type { Entry, Message } from './state.ts';
import { personOf, sidesOf } from './views.ts';

const day = 86_400;
const most = { shown: 4_096 };

/** The community in whose name somebody speaks. */
function groupOf(call: Call): number {
  const community = communityByGroup(call);
  if (levelOf(call.caller, community.id) < 2) throw new Refusal(15, 'you should be group admin');
  return community.id;
}

const present = (messages: readonly Message[]) => messages.filter(({ deleted }) => !deleted);

const readUpTo = (groupId: number, peerId: number, { state }: World): number =>
  state.get('read', `${groupId} ${peerId}`)?.upTo ?? 0;

function getConversations(call: Call) {
  const { world, caller, parameters } = call;
  const groupId = groupOf(call);
  const peers = [...new Set(world.state.all('message').flatMap((one) => (one.groupId === groupId ? one.peerId : [])))];
  const filter = parameters.text('filter') ?? 'all';
  const conversations = peers
    .map((peerId) => conversationView(groupId, peerId, world))
    .filter((one) => one !== undefined)
    .filter(({ conversation }) => {
      if (filter === 'unread') return conversation.unread_count > 0;
      return filter === 'unanswered' ? conversation.unanswered : filter === 'all' || filter === 'sorted_chats';
    })
    .sort((a, b) => b.last_message.id - a.last_message.id);
  const items = pageOf(conversations, call, 200);
  const ids = [-groupId, ...items.map(({ conversation }) => conversation.peer.id)];
  return {
    count: conversations.length,
    unread_count: conversations.filter(({ conversation }) => conversation.unread_count > 0).length,
    items,
    ...(parameters.is('extended') && sidesOf(ids, world, caller, parameters.list('fields'))),
  };
}

function conversationView(groupId: number, peerId: number, world: World) {
  const messages = present(conversationOf(groupId, peerId, world));
  const last = messages.at(-1);
  if (!last) return undefined;
  const upTo = readUpTo(groupId, peerId, world);
  const lastOf = (ours: boolean) => messages.findLast(({ fromId }) => (fromId !== peerId) === ours)?.id ?? 0;
  return {
    conversation: {
      peer: { id: peerId, type: 'user', local_id: peerId },
      sort_id: { major_id: 0, minor_id: last.id },
      last_message_id: last.id,
      last_conversation_message_id: last.cmid,
      in_read: upTo,
      out_read: lastOf(true),
      unread_count: messages.filter(({ id, fromId }) => fromId === peerId && id > upTo).length,
      important: false,
      unanswered: last.fromId === peerId,
      can_write: { allowed: true },
      version: 10_000_000 + last.id,
    },
    last_message: messageView(last, world),
  };
}

function getHistory(call: Call) {
  const { world, caller, parameters } = call;
  const groupId = groupOf(call);
  const peerId = parameters.number('peer_id') ?? parameters.number('user_id');
  if (peerId === undefined) throw badParameter('peer_id is undefined');
  const messages = [...present(conversationOf(groupId, peerId, world))];
  if (parameters.number('rev') !== 1) messages.reverse();
  const start = parameters.number('start_message_id') ?? 0;
  const from =
    start === 0
      ? 0
      : Math.max(
          0,
          messages.findIndex(({ id }) => id === start),
        );
  const items = pageOf(messages.slice(from), call, 200).map((message) => messageView(message, world));
  return {
    count: messages.length,
    items,
    ...(parameters.is('extended') && sidesOf([peerId, -groupId], world, caller)),
  };
}

function send(call: Call) {
  const { parameters } = call;
  const groupId = groupOf(call);
  if (!parameters.has('random_id')) throw badParameter('random_id is undefined');
  const text = parameters.text('message') ?? '';
  const attachment = parameters.text('attachment') ?? '';
  if (text === '' && attachment === '' && !parameters.has('sticker_id'))
    throw badParameter('message is empty or invalid');
  if (Array.from(text).length > most.shown) throw new Refusal(914);
  const one = parameters.number('peer_id') ?? parameters.number('user_id');
  if (one !== undefined) return sendTo(call, groupId, one).id;
  const peers = parameters.numbers('peer_ids');
  if (peers.length === 0) throw badParameter('peer_id is undefined');
  return peers.map((peerId) => sendOrTell(call, groupId, peerId));
}

function sendOrTell(call: Call, groupId: number, peerId: number) {
  try {
    const { id, cmid } = sendTo(call, groupId, peerId);
    return { peer_id: peerId, message_id: id, conversation_message_id: cmid };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    return { peer_id: peerId, message_id: 0, conversation_message_id: 0, error: { code, description: message } };
  }
}

function sendTo({ world, caller, parameters }: Call, groupId: number, peerId: number): Message {
  const conversation = conversationOf(groupId, peerId, world);
  const randomId = parameters.number('random_id') ?? 0;
  const twin = conversation.find((one) => randomId !== 0 && one.randomId === randomId && one.fromId === -groupId);
  if (twin) return twin;
  if (world.state.get('ban', `${groupId} ${peerId}`)?.on === true) throw new Refusal(900);
  if (!personOf(peerId) || !conversation.some(({ fromId }) => fromId === peerId)) throw new Refusal(901);
  const { message, entries } = messageEntry(
    {
      groupId,
      peerId,
      fromId: -groupId,
      date: secondsOf(world.now()),
      text: parameters.text('message') ?? '',
      randomId,
      ...(caller.kind === 'user' && { adminId: caller.userId }),
      replyTo: answeredBy(parameters.number('reply_to'), parameters.text('forward'), conversation),
      attachment: parameters.text('attachment'),
    },
    world,
  );
  world.state.record(...entries);
  world.wake();
  return message;
}

/** The id of the message that is answered, as `reply_to` or `forward` name it. */
function answeredBy(replyTo: number | undefined, forward: string | undefined, conversation: readonly Message[]) {
  if (replyTo !== undefined) {
    if (!conversation.some(({ id }) => id === replyTo)) throw badParameter('reply_to is incorrect');
    return replyTo;
  }
  if (forward === undefined || forward === '') return undefined;
  const { conversation_message_ids: cmids = [], is_reply: isReply } = readForward(forward);
  const found = conversation.find(({ cmid }) => cmids.includes(cmid));
  if (!found) throw badParameter('forward is incorrect');
  return isReply === true || isReply === 1 ? found.id : undefined;
}

interface Forward {
  readonly conversation_message_ids?: readonly number[];
  readonly is_reply?: boolean | number;
}

function readForward(text: string): Forward {
  try {
    return JSON.parse(text) as Forward; // both fields are only compared
  } catch {
    throw badParameter('forward is no JSON');
  }
}

function remove(call: Call) {
  const { world, parameters } = call;
  const groupId = groupOf(call);
  const peerId = parameters.number('peer_id');
  const ids = parameters.numbers('message_ids');
  const cmids = parameters.numbers('cmids');
  const found = present(world.state.all('message')).filter(
    (one) => one.groupId === groupId && (ids.includes(one.id) || (one.peerId === peerId && cmids.includes(one.cmid))),
  );
  if (ids.length + cmids.length === 0) throw badParameter('message_ids is undefined');
  const now = secondsOf(world.now());
  const isTooLate = (message: Message) => message.fromId !== -groupId || message.date + day < now;
  if (parameters.is('delete_for_all') && found.some(isTooLate)) throw new Refusal(924);
  world.state.record(...found.map((one): Entry => ['message', messageKey(one), { ...one, deleted: true }]));
  return found.map(({ id, cmid, peerId: peer }) => ({
    peer_id: peer,
    message_id: id,
    conversation_message_id: cmid,
    response: 1 as const,
  }));
}

function markAsRead(call: Call) {
  const { world, parameters } = call;
  const groupId = groupOf(call);
  const peerId = parameters.number('peer_id');
  if (peerId === undefined) throw badParameter('peer_id is undefined');
  const conversation = conversationOf(groupId, peerId, world);
  const upToCmid = parameters.number('up_to_cmid');
  const start = parameters.number('start_message_id');
  const last = conversation.findLast(
    ({ id, cmid }) => (upToCmid === undefined || cmid <= upToCmid) && (start === undefined || id <= start),
  );
  if (last) world.state.record(['read', `${groupId} ${peerId}`, { upTo: last.id }]);
  return 1 as const;
}

function isAllowed({ world, parameters }: Call) {
  const conversation = conversationOf(parameters.required('group_id'), parameters.required('user_id'), world);
  return { is_allowed: conversation.some(({ fromId, peerId }) => fromId === peerId) ? 1 : 0 };
}

export const messageMethods: Methods = {
  'messages.getConversations': getConversations,
  'messages.getHistory': getHistory,
  'messages.send': send,
  'messages.delete': remove,
  'messages.markAsRead': markAsRead,
  'messages.isMessagesFromGroupAllowed': isAllowed,
};
