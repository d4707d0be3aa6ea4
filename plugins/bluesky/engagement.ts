import type { Call, MessageRef, NetworkCall, NetworkMessage, Synced } from '@polyphony/sdk';
import * as client from './client.ts';
import { hasCode } from './errors.ts';
import { setHidden } from './gates.ts';
import { keyFor, threadKeys } from './keys.ts';
import { refuseLongText } from './limits.ts';
import { resolveMentions } from './publish.ts';
import { facetsOf, findStretches } from './richtext.ts';

/** A sweep goes from the newest notification back to what is known, a page at a time: the network tells newest first. */
interface Position {
  /** What took place before it (milliseconds) was handed over. */
  readonly after: number;
  /** What of later times was handed over: its time by its address. */
  readonly seen: Readonly<Record<string, number>>;
  /** Of a sweep that is not at its end: the network's own cursor, and the time of the newest that it saw. */
  readonly sweep?: { readonly page: string; readonly newest: number };
}

/**
 * The network orders by the time that the author's app wrote down, so that something can still turn up behind what was
 * seen. So each sweep goes back this much further, and leaves out what it remembers.
 */
const overlapMs = 10 * 60_000;
/** How far the first sweep goes back. */
const firstMs = 30 * 24 * 60 * 60_000;

/** One page. Nothing is skipped where more comes in meanwhile: the next sweep starts above it. */
export async function sync(call: NetworkCall, _channelId: string, cursor: string | null): Promise<Synced> {
  const position = cursor === null ? beginning(call) : (JSON.parse(cursor) as Position); // written below
  const { after, seen, sweep } = position;
  let answer: Awaited<ReturnType<typeof client.listNotifications>>;
  try {
    answer = await client.listNotifications(call, ['reply', 'mention', 'quote'], sweep?.page);
  } catch (error) {
    // The network forgot where it was: from the top once more.
    if (!sweep || !hasCode(error, 'InvalidRequest')) throw error;
    return { messages: [], cursor: JSON.stringify({ after, seen } satisfies Position), more: true };
  }
  const { notifications, cursor: page } = answer;
  const times = notifications.map(({ indexedAt }) => Date.parse(indexedAt));
  const fresh = notifications.filter(({ uri }, index) => (times[index] ?? 0) >= after && !Object.hasOwn(seen, uri));
  const known = { ...seen, ...Object.fromEntries(fresh.map(({ uri, indexedAt }) => [uri, Date.parse(indexedAt)])) };
  const newest = sweep?.newest ?? Math.max(after, ...times);
  const more = page !== undefined && times.length > 0 && times.every((time) => time >= after);
  return {
    messages: fresh.map((one) => messageOf(call, one)).reverse(),
    cursor: JSON.stringify(more ? { after, seen: known, sweep: { page, newest } } : ended(after, newest, known)),
    more,
  };
}

const beginning = (call: NetworkCall): Position => ({ after: call.now().getTime() - firstMs, seen: {} });

function ended(before: number, newest: number, seen: Position['seen']): Position {
  const after = Math.max(before, newest - overlapMs);
  return { after, seen: Object.fromEntries(Object.entries(seen).filter(([, time]) => time >= after)) };
}

function messageOf(call: NetworkCall, notification: client.Notification): NetworkMessage {
  const { uri, author, reason, record, indexedAt } = notification;
  const { did, handle, displayName, avatar } = author;
  return {
    externalId: uri,
    kind: reason === 'reply' ? 'COMMENTS' : 'MENTION',
    conversationId: record.reply?.root.uri ?? uri,
    ...(record.reply && { replyTo: record.reply.parent.uri }),
    author: {
      externalId: did,
      name: displayName === undefined || displayName === '' ? handle : displayName,
      handle,
      ...(avatar !== undefined && { avatarUrl: avatar }),
    },
    ours: false, // nobody is notified of what they do themselves
    text: record.text ?? '',
    at: new Date(indexedAt),
    url: client.pageOf(call, client.placeOf(call, uri)),
  };
}

export async function reply(
  call: Call,
  channelId: string,
  { externalId }: MessageRef,
  text: string,
): Promise<{ readonly externalId: string }> {
  refuseLongText(call, text);
  const { rkey, createdAt } = await call.step('choose a record key', async () => {
    const [key = ''] = threadKeys(call.now(), 1);
    return { rkey: key, createdAt: call.now().toISOString() };
  });
  const thread = await call.step('look up what is answered', async () => {
    const { uri, cid, record } = await viewOf(call, externalId);
    const parent = { uri, cid };
    return { root: record.reply?.root ?? parent, parent };
  });
  const facets = facetsOf(text, findStretches(text), await resolveMentions(call, text));
  const record = { text, createdAt, reply: thread, ...(facets.length > 0 && { facets }) };
  const place = client.postPlace(channelId, rkey);
  const { uri } = await call.commit('reply', () => client.putRecord(call, place, record));
  return { externalId: uri };
}

export const hide = (call: NetworkCall, channelId: string, message: MessageRef): Promise<void> =>
  setHidden(call, ownThread(call, channelId, message), message.externalId, true);

export const unhide = (call: NetworkCall, channelId: string, message: MessageRef): Promise<void> =>
  setHidden(call, ownThread(call, channelId, message), message.externalId, false);

/** What is hidden stands in the gate of the thread, and only who began the thread may write that. */
function ownThread(call: NetworkCall, channelId: string, { conversationId }: MessageRef): client.Place {
  const root = client.placeOf(call, conversationId);
  if (root.repo === channelId) return root;
  const message = 'Replies can be hidden only in threads that the account began.';
  throw call.refuse({ kind: 'permission_denied', code: 'NotOurThread', message });
}

/** A like has a key that is made of what is liked, so that it is one however often it is asked for. */
const likeOf = async (repo: string, uri: string): Promise<client.Place> => ({
  repo,
  collection: 'app.bsky.feed.like',
  rkey: await keyFor(uri),
});

export async function like(call: NetworkCall, channelId: string, { externalId }: MessageRef): Promise<void> {
  const { uri, cid, viewer } = await viewOf(call, externalId);
  if (viewer?.like !== undefined) return;
  const record = { subject: { uri, cid }, createdAt: call.now().toISOString() };
  await client.updateRecord(call, await likeOf(channelId, uri), (old) => (old ? undefined : record));
}

/** Also a like that was made in the network's own app. */
export async function unlike(call: NetworkCall, channelId: string, { externalId }: MessageRef): Promise<void> {
  const [view] = await client.getPosts(call, [externalId]);
  await client.deleteRecord(call, await likeOf(channelId, externalId));
  if (view?.viewer?.like !== undefined) await client.deleteRecord(call, client.placeOf(call, view.viewer.like));
}

async function viewOf(call: NetworkCall, uri: string): Promise<client.PostView> {
  const [view] = await client.getPosts(call, [uri]);
  if (view) return view;
  throw call.refuse({ kind: 'not_found', code: 'NotFound', message: 'The message is not there any more.' });
}
