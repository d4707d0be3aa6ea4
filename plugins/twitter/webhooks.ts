import type { Hook, NetworkCall, NetworkEvent, WebhookAnswer, WebhookRequest } from '@polyphony/sdk';
import { z } from 'zod';
import { ifThere, openApp, request, type Ask } from './client.ts';
import { messageOfDirect, messageOfTweet } from './people.ts';
import { isGranted } from './session.ts';
import { isRepost, type User } from './tweets.ts';

const { subtle } = globalThis.crypto;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const prefix = 'sha256=';

/** Both directions are signed with the secret of the app's API key. */
const keyOf = (secret: string) =>
  subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

/** A token is of these characters. What else a stranger wants to be signed could be the body of an event. */
const crcToken = /^[\w=-]{1,256}$/;

/** Asked when the address is entered, and about every hour. */
export async function handshake(
  { app: { apiSecret = '' } }: NetworkCall,
  { method, query: { crc_token: token } }: WebhookRequest,
): Promise<WebhookAnswer | undefined> {
  if (method !== 'GET' || token === undefined || !crcToken.test(token) || apiSecret === '') return undefined;
  const signature = Buffer.from(await subtle.sign('HMAC', await keyOf(apiSecret), bytesOf(token))).toString('base64');
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_token: `${prefix}${signature}` }),
  };
}

/** Compares in constant time. */
export async function verify({ app: { apiSecret = '' } }: NetworkCall, { headers, body }: WebhookRequest) {
  const signature = headers.get('x-twitter-webhooks-signature') ?? '';
  if (apiSecret === '' || !/^sha256=[A-Za-z0-9+/]{43}=$/.test(signature)) return false;
  const bytes = Buffer.from(signature.slice(prefix.length), 'base64');
  if (`${prefix}${bytes.toString('base64')}` !== signature) return false;
  return subtle.verify('HMAC', await keyOf(apiSecret), bytes, Uint8Array.from(body));
}

interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly valid?: boolean;
}

interface Subscription {
  readonly subscription_id: string;
  readonly event_type: string;
  readonly filter?: { readonly user_id?: string };
  readonly webhook_id?: string;
}

const ofApp = { spends: ['webhooks'] } as const;
const ofSubscriptions = { spends: ['subscriptions'] } as const;
const subscriptionsPath = '/2/activity/subscriptions';

/** What a person lets an app hear of takes their own token, all else that of the app. */
const wanted = (call: NetworkCall) => [
  { type: 'post.mention.create', byPerson: true },
  { type: 'post.reply.create', byPerson: true },
  ...(isGranted(call, 'dm.read')
    ? [
        { type: 'dm.received', byPerson: true },
        { type: 'dm.sent', byPerson: true },
      ]
    : []),
  { type: 'post.delete', byPerson: false },
  { type: 'oauth.revoke', byPerson: false },
];

export async function subscribe(
  call: NetworkCall,
  channelId: string,
  { url }: { readonly url: string },
): Promise<Readonly<Record<string, string>>> {
  const app = await openApp(call);
  const webhookId = await register(app, url);
  const there = (await subscriptionsOf(app, webhookId)).filter(
    ({ filter }) => (filter?.user_id ?? channelId) === channelId,
  );
  for (const { type, byPerson } of wanted(call)) {
    if (there.some(({ event_type }) => event_type === type)) continue;
    const filter = type === 'oauth.revoke' ? {} : { user_id: channelId };
    const json = { event_type: type, filter, webhook_id: webhookId };
    const options = { method: 'POST', json, ...ofSubscriptions } as const;
    await (byPerson ? request(call, subscriptionsPath, options) : app(subscriptionsPath, options));
  }
  return { webhookId };
}

/** X asks the address at once whether it knows the secret, and no longer tells one that did not. */
async function register(app: Ask, url: string): Promise<string> {
  const { data = [] } = await app<{ readonly data?: readonly Webhook[] }>('/2/webhooks', ofApp);
  const known = data.find((one) => one.url === url);
  if (!known) {
    const options = { method: 'POST', json: { url }, ...ofApp } as const;
    return (await app<{ readonly data: Webhook }>('/2/webhooks', options)).data.id;
  }
  if (known.valid === false) await app(`/2/webhooks/${known.id}`, { method: 'PUT', ...ofApp });
  return known.id;
}

interface Subscriptions {
  readonly data?: readonly Subscription[];
  readonly meta?: { readonly next_token?: string };
}

/** Of one address, or of all. */
async function subscriptionsOf(app: Ask, webhookId?: string): Promise<readonly Subscription[]> {
  const all: Subscription[] = [];
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const query = { max_results: 1_000, pagination_token: token };
    const page: Subscriptions = await app(subscriptionsPath, { query, ...ofSubscriptions });
    all.push(...(page.data ?? []));
    token = page.meta?.next_token;
  }
  return all.filter((one) => webhookId === undefined || one.webhook_id === webhookId);
}

/** The address stays: other accounts are told of there. */
export async function unsubscribe(call: NetworkCall, channelId: string, { kept }: Hook): Promise<void> {
  const app = await openApp(call);
  for (const { subscription_id: id, filter } of await subscriptionsOf(app, kept.webhookId)) {
    if (filter?.user_id !== channelId) continue;
    await ifThere(() => app(`${subscriptionsPath}/${id}`, { method: 'DELETE', ...ofSubscriptions }));
  }
}

const text = z.string().min(1);
const entities = z.object({
  urls: z
    .array(
      z.object({
        start: z.number(),
        end: z.number(),
        expanded_url: z.string().exactOptional(),
        media_key: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
});
const tweet = z.object({
  id: text,
  text: z.string(),
  author_id: text,
  created_at: z.iso.datetime(),
  conversation_id: text.exactOptional(),
  in_reply_to_user_id: text.exactOptional(),
  referenced_tweets: z.array(z.object({ type: z.string(), id: text })).exactOptional(),
  entities: entities.exactOptional(),
  display_text_range: z.array(z.number()).exactOptional(),
  note_tweet: z.object({ text: z.string(), entities: entities.exactOptional() }).exactOptional(),
});
const user = z.object({
  id: text,
  name: z.string(),
  username: z.string(),
  profile_image_url: z.string().exactOptional(),
});
const direct = z.object({
  direct_message_events: z.array(
    z.object({
      id: text,
      created_timestamp: z.coerce.number(),
      message_create: z.object({
        target: z.object({ recipient_id: text }),
        sender_id: text,
        message_data: z.object({ text: z.string(), entities: entities.exactOptional().catch({}) }),
      }),
    }),
  ),
  users: z.record(z.string(), z.object({ data: user })).optional(),
});
const envelope = z.object({
  data: z.object({
    event_uuid: text,
    event_type: z.string(),
    filter: z.object({ user_id: text.optional() }).optional(),
    payload: z.unknown(),
    includes: z.object({ users: z.array(user).optional() }).optional(),
  }),
});

export function read(call: NetworkCall, { body }: WebhookRequest): readonly NetworkEvent[] {
  const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  const { event_type: type, filter, payload, includes, ...event } = envelope.parse(parsed).data;
  const channelId = filter?.user_id ?? '';
  const users = includes?.users ?? [];
  switch (type) {
    case 'post.mention.create':
    case 'post.reply.create': {
      const post = tweet.parse(payload);
      if (isRepost(post)) return [];
      // What answers the account and names it too is told of twice: as one event, by the post's own id.
      const message = messageOfTweet(call, post, channelId, users);
      return [{ id: `post ${channelId} ${post.id}`, channelId, at: message.at, type: 'message', message }];
    }
    case 'dm.received':
    case 'dm.sent':
      return messagesIn(call, direct.parse(payload), channelId);
    case 'post.delete': {
      const { id: externalId } = z.object({ id: text }).parse(payload);
      // It does not say when.
      return [{ id: event.event_uuid, channelId, at: call.now(), type: 'post_removed', externalId }];
    }
    case 'oauth.revoke': {
      const { user_id: of, date_time: at } = z.object({ user_id: text, date_time: z.iso.datetime() }).parse(payload);
      return [{ id: event.event_uuid, channelId: of, at: new Date(at), type: 'access_lost' }];
    }
    default:
      return [];
  }
}

function messagesIn(call: NetworkCall, told: z.infer<typeof direct>, channelId: string): readonly NetworkEvent[] {
  const users: readonly User[] = Object.values(told.users ?? {}).map(({ data }) => data);
  return told.direct_message_events.map(({ id, created_timestamp: at, message_create: made }) => {
    const { sender_id, target, message_data: data } = made;
    const message = messageOfDirect(
      call,
      {
        id,
        text: data.text,
        ...(data.entities && { entities: data.entities }),
        created_at: new Date(at).toISOString(),
        dm_conversation_id: conversationOf(sender_id, target.recipient_id),
        sender_id,
      },
      channelId,
      users,
    );
    return { id: `message ${channelId} ${id}`, channelId, at: message.at, type: 'message', message };
  });
}

/** Events do not name it, but of two people it is known: the smaller number first. */
function conversationOf(...people: readonly [string, string]): string {
  return [...people].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).join('-');
}
