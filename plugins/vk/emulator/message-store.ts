import { announce } from './announcing.ts';
import type { World } from './method.ts';
import type { Entry, Message } from './state.ts';

export type NewMessage = Pick<Message, 'groupId' | 'peerId' | 'fromId' | 'text' | 'date'> &
  Partial<Pick<Message, 'adminId' | 'randomId' | 'replyTo' | 'attachment'>>;

export const conversationOf = (groupId: number, peerId: number, { state }: World): readonly Message[] =>
  state.all('message').filter((message) => message.groupId === groupId && message.peerId === peerId);

export const messageKey = ({ groupId, id }: Pick<Message, 'groupId' | 'id'>): string => `${groupId}_${id}`;

/** A message that comes to be, with the news of it. */
export function messageEntry(
  wanted: NewMessage,
  world: World,
): { readonly message: Message; readonly entries: readonly Entry[] } {
  const { groupId, peerId } = wanted;
  const message: Message = {
    randomId: 0,
    ...wanted,
    id: world.state.nextId(),
    cmid: conversationOf(groupId, peerId, world).length + 1,
    deleted: false,
  };
  const view = messageView(message, world);
  const news =
    message.fromId === peerId
      ? announce(world, groupId, 'message_new', { message: view, client_info: clientInfo })
      : announce(world, groupId, 'message_reply', view);
  return { message, entries: [['message', messageKey(message), message], ...news] };
}

const clientInfo = {
  button_actions: ['text', 'open_link', 'callback'],
  keyboard: true,
  inline_keyboard: true,
  carousel: true,
  lang_id: 0,
};

/** As answers and events tell of it. */
export function messageView(message: Message, world: World) {
  const { id, cmid, groupId, peerId, fromId, adminId, date, text, randomId, replyTo } = message;
  const answered = replyTo === undefined ? undefined : world.state.get('message', messageKey({ groupId, id: replyTo }));
  return {
    id,
    conversation_message_id: cmid,
    peer_id: peerId,
    from_id: fromId,
    date,
    text,
    out: fromId === peerId ? (0 as const) : (1 as const),
    version: 10_000_000 + id,
    random_id: randomId,
    important: false,
    is_hidden: false,
    attachments: [],
    fwd_messages: [],
    ...(adminId !== undefined && { admin_author_id: adminId }),
    ...(answered && {
      reply_message: {
        id: answered.id,
        conversation_message_id: answered.cmid,
        peer_id: answered.peerId,
        from_id: answered.fromId,
        date: answered.date,
        text: answered.text,
        attachments: [],
      },
    }),
  };
}
