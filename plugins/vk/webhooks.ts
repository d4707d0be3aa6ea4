import type { Hook, NetworkCall, NetworkEvent, WebhookAnswer, WebhookRequest } from '@polyphony/sdk';
import { z } from 'zod';
import { apiVersion, ask, holderOf, tell } from './client.ts';
import { hasCode } from './errors.ts';
import { commentId, commentOf, messageOf, postConversation } from './people.ts';
import { outcomeOf } from './posts.ts';

/** The flags that are set, one for each kind of event. */
const events = [
  'wall_post_new',
  'wall_reply_new',
  'wall_reply_restore',
  'wall_reply_delete',
  'message_new',
  'message_reply',
  'group_officers_edit',
] as const;

const title = 'Polyphony';

const holderFor = (call: NetworkCall) => holderOf(call, 'key', 'user');

interface Server {
  readonly id: number;
  readonly url: string;
}

export async function subscribe(
  call: NetworkCall,
  channelId: string,
  { url, secret }: { readonly url: string; readonly secret: string },
): Promise<Readonly<Record<string, string>>> {
  const holder = holderFor(call);
  const group = { group_id: channelId };
  const { items } = await ask<{ items: readonly Server[] }>(call, holder, 'groups.getCallbackServers', group);
  const known = items.find((server) => server.url === url);
  const wanted = { ...group, url, title, secret_key: secret };
  if (known) await tell(call, holder, 'groups.editCallbackServer', { ...wanted, server_id: known.id });
  const { server_id } = known
    ? { server_id: known.id }
    : await tell<{ server_id: number }>(call, holder, 'groups.addCallbackServer', wanted);
  await tell(call, holder, 'groups.setCallbackSettings', {
    ...group,
    server_id,
    api_version: apiVersion,
    ...Object.fromEntries(events.map((event) => [event, true])),
  });
  return { serverId: String(server_id) };
}

export async function unsubscribe(call: NetworkCall, channelId: string, { kept }: Hook): Promise<void> {
  if (kept.serverId === undefined) return;
  const parameters = { group_id: channelId, server_id: kept.serverId };
  try {
    await tell(call, holderFor(call), 'groups.deleteCallbackServer', parameters);
  } catch (error) {
    if (!hasCode(error, '104')) throw error;
  }
}

const envelope = z.object({
  type: z.string(),
  group_id: z.number(),
  event_id: z.string().optional(),
  secret: z.string().optional(),
  object: z.unknown().optional(),
});

function opened({ body }: WebhookRequest): z.infer<typeof envelope> | undefined {
  try {
    return envelope.safeParse(JSON.parse(new TextDecoder().decode(body))).data;
  } catch {
    return undefined; // it is no JSON
  }
}

/**
 * The code may change, so it is fetched for each answer. It is no secret of ours: whoever has it can do nothing with it. Of
 * whoever does not repeat our secret nobody knows whether it is the network: then it is fetched once a minute.
 */
export async function handshake(
  call: NetworkCall,
  request: WebhookRequest,
  hook: Hook,
): Promise<WebhookAnswer | undefined> {
  const event = opened(request);
  if (event?.type !== 'confirmation' || String(event.group_id) !== hook.channelId) return undefined;
  if (event.secret !== undefined && !(await isSame(event.secret, hook.secret))) return undefined;
  const code = await (event.secret === undefined ? codeOfMinute(call, hook) : fetchCode(call, hook));
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: code };
}

async function fetchCode(call: NetworkCall, { channelId = '' }: Hook): Promise<string> {
  const name = 'groups.getCallbackConfirmationCode';
  return (await ask<{ code: string }>(call, holderFor(call), name, { group_id: channelId })).code;
}

const minuteMs = 60_000;
/** What was fetched for strangers in the last minute, or is being fetched, by address. */
const codes = new Map<string, { readonly at: number; readonly code: Promise<string> }>();

function codeOfMinute(call: NetworkCall, hook: Hook): Promise<string> {
  const now = call.now().getTime();
  for (const [key, { at }] of codes) if (Math.abs(now - at) >= minuteMs) codes.delete(key);
  const key = `${hook.channelId ?? ''} ${hook.secret}`;
  const known = codes.get(key);
  if (known) return known.code;
  const code = fetchCode(call, hook);
  codes.set(key, { at: now, code });
  return code;
}

/** The network signs nothing: it repeats the secret. */
export async function verify(_call: NetworkCall, request: WebhookRequest, hook: Hook): Promise<boolean> {
  const { secret = '', group_id: groupId } = opened(request) ?? {};
  return (await isSame(secret, hook.secret)) && String(groupId) === hook.channelId;
}

/** Compares digests, so that the time tells nothing of the secret. */
async function isSame(one: string, other: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([digest(one), digest(other)]);
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}

const comment = z.object({
  id: z.number(),
  from_id: z.number(),
  post_id: z.number(),
  date: z.number(),
  text: z.string(),
  reply_to_comment: z.number().exactOptional(),
});
const deletedComment = z.object({ id: z.number(), post_id: z.number() });
const direct = z.object({
  id: z.number(),
  peer_id: z.number(),
  from_id: z.number(),
  date: z.number(),
  text: z.string(),
  reply_message: z.object({ id: z.number().exactOptional() }).exactOptional(),
});
const newMessage = z.object({ message: direct });
const newPost = z.object({ id: z.number(), date: z.number(), postponed_id: z.number().optional() });

export function read(call: NetworkCall, request: WebhookRequest): readonly NetworkEvent[] {
  const { type, group_id, event_id: id, object } = envelope.parse(JSON.parse(new TextDecoder().decode(request.body)));
  if (id === undefined) return [];
  const groupId = String(group_id);
  // What has no time of its own came now.
  const event = (at = call.now()) => ({ id, channelId: groupId, at });
  switch (type) {
    case 'wall_reply_new':
    case 'wall_reply_restore': {
      const message = commentOf(groupId, comment.parse(object));
      return [{ ...event(message.at), type: 'message', message }];
    }
    case 'message_new':
    case 'message_reply': {
      const sent = type === 'message_new' ? newMessage.parse(object).message : direct.parse(object);
      const message = messageOf(groupId, sent);
      return [{ ...event(message.at), type: 'message', message }];
    }
    case 'wall_reply_delete': {
      const { id: gone, post_id: post } = deletedComment.parse(object);
      const message = { externalId: commentId(groupId, gone), conversationId: postConversation(groupId, post) };
      return [{ ...event(), type: 'message_removed', message }];
    }
    case 'wall_post_new': {
      const { id: postId, date, postponed_id: key } = newPost.parse(object);
      if (key === undefined) return [];
      const at = new Date(date * 1000);
      return [{ ...event(at), type: 'settled', key: String(key), published: outcomeOf(call, groupId, postId) }];
    }
    case 'group_officers_edit':
      return [{ ...event(), type: 'access_changed' }];
    default:
      return [];
  }
}

/** Anything else counts as a failure. */
export const accepted: WebhookAnswer = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
