import {
  NetworkError,
  type Call,
  type MessageRef,
  type NetworkCall,
  type NetworkMessage,
  type Synced,
} from '@polyphony/sdk';
import { read, request } from './client.ts';
import { hasCode } from './errors.ts';
import { postSpends, refuseText } from './limits.ts';
import { directIdOf, isDirect, messageOfDirect, messageOfTweet, type DirectMessage } from './people.ts';
import { isGranted } from './session.ts';
import { isRepost, withAuthors, type Tweets, type User } from './tweets.ts';

interface Position {
  readonly posts: Sweep;
  readonly messages: Sweep;
}

interface Sweep {
  /** What was said before it (milliseconds) was handed over. */
  readonly after: number;
  /** What was said since then and was handed over: its time by its id. */
  readonly seen: Readonly<Record<string, number>>;
}

/**
 * Each sweep goes back this much further and leaves out what it remembers, as X may show a post late. It costs nothing: what
 * is read twice in a day is paid once.
 */
const overlapMs = 10 * 60_000;
/** How far the first sweep goes back: every post that is read costs money. */
const firstMs = 7 * 24 * 60 * 60_000;

/** Reads all that is new, as X tells the newest first. */
export async function sync(call: NetworkCall, channelId: string, cursor: string | null): Promise<Synced> {
  const now = call.now().getTime();
  const first: Sweep = { after: now - firstMs, seen: {} };
  const { posts, messages }: Position =
    cursor === null ? { posts: first, messages: first } : (JSON.parse(cursor) as Position); // written below
  const ofPosts = swept(posts, await readMentions(call, channelId, new Date(posts.after)), now);
  const direct = await readMessages(call, channelId, messages.after);
  const ofMessages = direct ? swept(messages, direct, now) : { fresh: [], next: messages };
  const position: Position = { posts: ofPosts.next, messages: ofMessages.next };
  return {
    messages: [...ofPosts.fresh, ...ofMessages.fresh].sort(
      (a, b) => a.at.getTime() - b.at.getTime() || compareIds(a.externalId, b.externalId),
    ),
    cursor: JSON.stringify(position),
    more: false,
  };
}

function swept({ after, seen }: Sweep, found: readonly NetworkMessage[], now: number) {
  const fresh = found.filter(({ externalId }) => !Object.hasOwn(seen, externalId));
  const known = [...Object.entries(seen), ...fresh.map(({ externalId, at }) => [externalId, at.getTime()] as const)];
  const next = Math.max(after, now - overlapMs);
  return { fresh, next: { after: next, seen: Object.fromEntries(known.filter(([, at]) => at >= next)) } };
}

const compareIds = (one: string, other: string) => one.length - other.length || (one < other ? -1 : 1);

const pageSize = 100;

/** Answers to the account are among them: they begin with its name. */
async function readMentions(call: NetworkCall, channelId: string, from: Date): Promise<readonly NetworkMessage[]> {
  const all: NetworkMessage[] = [];
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const query = {
      ...withAuthors,
      max_results: pageSize,
      start_time: from.toISOString(),
      pagination_token: token,
    };
    const path = `/2/users/${channelId}/mentions`;
    const answer: Tweets = await read(call, path, query, ['read mentions'], 'post read');
    const tweets = (answer.data ?? []).filter((tweet) => !isRepost(tweet));
    all.push(...tweets.map((tweet) => messageOfTweet(call, tweet, channelId, answer.includes?.users ?? [])));
    token = answer.meta?.next_token;
  }
  return all;
}

interface Messages {
  readonly data?: readonly DirectMessage[];
  readonly includes?: { readonly users?: readonly User[] };
  readonly meta?: { readonly next_token?: string };
}

/** Undefined: not now, as X lets these be read 15 times in 15 minutes; or not at all. */
async function readMessages(
  call: NetworkCall,
  channelId: string,
  after: number,
): Promise<readonly NetworkMessage[] | undefined> {
  if (!isGranted(call, 'dm.read')) return undefined;
  const all: NetworkMessage[] = [];
  try {
    for (let token: string | undefined, more = true; more;) {
      const query = {
        max_results: pageSize,
        event_types: 'MessageCreate',
        pagination_token: token,
        'dm_event.fields': 'id,text,event_type,created_at,dm_conversation_id,sender_id,entities',
        'user.fields': withAuthors['user.fields'],
        expansions: 'sender_id',
      };
      const answer: Messages = await read(call, '/2/dm_events', query, ['read messages'], 'message read');
      const page = (answer.data ?? []).map((one) =>
        messageOfDirect(call, one, channelId, answer.includes?.users ?? []),
      );
      all.push(...page.filter(({ at }) => at.getTime() >= after));
      token = answer.meta?.next_token;
      more = token !== undefined && page.every(({ at }) => at.getTime() >= after);
    }
    return all;
  } catch (error) {
    const isLater = error instanceof NetworkError && error.details.kind === 'rate_limited';
    if (!isLater && !hasCode(error, 'unsupported-authentication', '93')) throw error;
    call.log.info({ code: error.details.code }, 'messages are read another time');
    return undefined;
  }
}

export async function reply(
  call: Call,
  _channelId: string,
  to: MessageRef,
  text: string,
): Promise<{ readonly externalId: string }> {
  refuseText(call, text, isDirect(to) ? longestMessage : undefined);
  if (text.trim() === '') {
    throw call.refuse({ kind: 'content_rejected', code: 'text_missing', message: 'The text is missing.' });
  }
  if (isDirect(to)) {
    const path = `/2/dm_conversations/${directIdOf(to.conversationId)}/messages`;
    return call.commit('send message', async () => {
      const { data } = await request<{ readonly data: { readonly dm_event_id: string } }>(call, path, {
        method: 'POST',
        json: { text },
      });
      return { externalId: data.dm_event_id };
    });
  }
  const json = { text, reply: { in_reply_to_tweet_id: to.externalId } };
  const options = { method: 'POST', json, spends: postSpends(text, 'summoned reply') } as const;
  return call.commit('post reply', async () => {
    const { data } = await request<{ readonly data: { readonly id: string } }>(call, '/2/tweets', options);
    return { externalId: data.id };
  });
}

/** From memory: X does not document it. */
const longestMessage = 10_000;

function refuseDirect(call: NetworkCall, message: MessageRef, what: string): void {
  if (!isDirect(message)) return;
  const said = `A message cannot be ${what}, only an answer or a mention.`;
  throw call.refuse({ kind: 'content_rejected', code: 'not_on_messages', message: said });
}

const setHidden = (hidden: boolean) => async (call: NetworkCall, _channelId: string, message: MessageRef) => {
  refuseDirect(call, message, 'hidden');
  const path = `/2/tweets/${message.externalId}/hidden`;
  await request(call, path, { method: 'PUT', json: { hidden }, spends: ['hide replies'] });
};

/** Below posts of the account only. */
export const hide = setHidden(true);
export const unhide = setHidden(false);

export async function like(call: NetworkCall, channelId: string, message: MessageRef): Promise<void> {
  refuseDirect(call, message, 'liked');
  const json = { tweet_id: message.externalId };
  await request(call, `/2/users/${channelId}/likes`, { method: 'POST', json });
}

export async function unlike(call: NetworkCall, channelId: string, message: MessageRef): Promise<void> {
  refuseDirect(call, message, 'liked');
  await request(call, `/2/users/${channelId}/likes/${message.externalId}`, { method: 'DELETE' });
}
