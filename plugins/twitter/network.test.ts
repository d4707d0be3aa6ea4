// Long because all of it needs the same emulated network, and only tests may know the kit.
import {
  type Budget,
  NetworkError,
  countText,
  type Hook,
  type HttpClient,
  type HttpRequest,
  type NetworkMessage,
  type Publication,
  type PublicationMedia,
} from '@polyphony/sdk';
import { TestLedger, attemptDelivery, createTestCall, createTestClock } from '@polyphony/sdk/conformance';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import connector from './connector.ts';
import type { TwitterPostOptions } from './options.ts';
import { demoAccounts, demoApp, limitedAccounts, startEmulator } from './emulator/index.ts';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readableText, timeOf } from './tweets.ts';

const [bakery, roastery] = demoAccounts;
const [bookshop] = limitedAccounts;
const day = 24 * 60 * 60_000;

let clock = createTestClock();
let emulator: Awaited<ReturnType<typeof startEmulator>>;

beforeEach(async () => {
  clock = createTestClock();
  emulator = await startEmulator({ port: 0, seed: 1, now: clock.now });
});
afterEach(() => emulator.close());

type Account = Pick<typeof bakery, 'externalId' | 'credentials'>;
const callOf = ({ credentials }: Account = bakery, ledger = new TestLedger()) => {
  ledger.beginAttempt();
  return createTestCall({ connector, url: emulator.url, credentials, app: demoApp, clock, ledger });
};

type Post = Publication<TwitterPostOptions>;
const textPost = (own: Partial<Post> = {}, { externalId }: Account = bakery): Post => ({
  format: 'TEXT',
  text: 'Fresh bread',
  media: [],
  parts: [],
  channelId: externalId,
  ...own,
});
const publish = (post: Post, account?: Account, ledger = new TestLedger()) =>
  attemptDelivery(connector, callOf(account, ledger), post);
const publishedId = async (post: Post, account?: Account) => {
  const result = await publish(post, account);
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  return result.externalId;
};
const detailsOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof NetworkError ? error.details : error),
  );
const posts = async () => (await emulator.control.posts()).filter(({ account }) => account === bakery.externalId);

/** Asks the emulator itself, as the account. */
async function ask(path: string, { credentials }: Account = bakery): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${credentials.accessToken}` };
  return (await (await fetch(`${emulator.url}${path}`, { headers })).json()) as Record<string, unknown>; // compared only
}

const mediaOf = (
  kind: PublicationMedia['kind'],
  mimeType: string,
  bytes: Uint8Array<ArrayBuffer>,
): PublicationMedia => ({
  kind,
  mimeType,
  url: 'https://example.com/a',
  byteSize: bytes.length,
  open: () => Promise.resolve(new Blob([bytes]).stream()),
});
const film = (bytes = 64) => {
  const whole = new Uint8Array(bytes);
  whole.set(Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1'));
  return mediaOf('VIDEO', 'video/mp4', whole);
};

describe('what an account may do is found out', () => {
  const probe = async (account: Account) => {
    const [found] = await connector.channels(callOf(account));
    const { formats = [], actions, engagement } = found?.capabilities ?? {};
    return {
      tier: found?.tier,
      missing: found?.missingScopes,
      formats: formats.map(({ format }) => format),
      longest: formats[0]?.text?.limits[0]?.max,
      options: formats[0]?.options?.only,
      actions,
      can: engagement?.actions,
      kinds: engagement?.kinds,
    };
  };
  const all = ['TEXT', 'LINK', 'PHOTO', 'CAROUSEL', 'VIDEO', 'POLL', 'THREAD'];

  test('with X Premium it writes long posts and edits', async () =>
    expect(await probe(bakery)).toMatchObject({ tier: 'enterprise', longest: 25_000, actions: ['EDIT', 'REMOVE'] }));

  test('without, it does not', async () =>
    expect(await probe(roastery)).toMatchObject({ formats: all, missing: [], longest: 280, actions: ['REMOVE'] }));

  test('by an app that pays per use it neither likes nor quotes', async () => {
    const found = await probe(bookshop);
    expect(found).toMatchObject({ tier: 'self-serve', formats: all, can: ['REPLY', 'HIDE', 'UNHIDE'] });
    expect(found.options).not.toContain('quotePostId');
  });

  test('scopes that were not granted are missing', async () => {
    const credentials = { ...bakery.credentials, scope: 'tweet.read users.read offline.access tweet.write' };
    expect(await probe({ ...bakery, credentials })).toMatchObject({
      formats: ['TEXT', 'LINK', 'POLL', 'THREAD'],
      can: ['REPLY'],
      kinds: ['COMMENTS', 'MENTION'],
      missing: ['media.write', 'tweet.moderate.write', 'like.write', 'dm.read', 'dm.write'],
    });
  });
});

test('a refresh token is good once, and what was granted stays known', async () => {
  const grant = await connector.auth.refresh?.(callOf());
  expect(grant?.credentials.scope).toContain('media.write');
  expect(grant?.credentials.refreshToken).not.toBe(bakery.credentials.refreshToken);
  const account = { ...bakery, credentials: { ...bakery.credentials, ...grant?.credentials } };
  const refresh = () => connector.auth.refresh?.(callOf(account)) ?? Promise.resolve();
  await refresh();
  expect(await detailsOf(refresh())).toMatchObject({ kind: 'auth_revoked', code: 'invalid_request' });
});

describe('a post', () => {
  test('with a poll and settings goes out as it was meant', async () => {
    const options: TwitterPostOptions = {
      pollOptions: ['Rye', 'Wheat'],
      pollDurationMinutes: 60,
      replySettings: 'following',
      paidPartnership: true,
    };
    const id = await publishedId(textPost({ format: 'POLL', text: 'Which one?', options }));
    const fields = 'tweet.fields=reply_settings,paid_partnership&expansions=attachments.poll_ids';
    expect(await ask(`/2/tweets/${id}?${fields}&poll.fields=duration_minutes,options`)).toMatchObject({
      data: { reply_settings: 'following', paid_partnership: true },
      includes: { polls: [{ options: [{ label: 'Rye' }, { label: 'Wheat' }], duration_minutes: 60 }] },
    });
  });

  test('is refused with a poll and no choices, before anything is sent', async () => {
    const error = await publish(textPost({ format: 'POLL' }));
    expect(error).toMatchObject({ outcome: 'failed', error: { details: { code: 'option_missing' } } });
  });

  test('is found again though X has shortened its addresses and written signs as in HTML', async () => {
    const text = 'Rye & wheat <3 example.com/menu, and https://example.org/?a=1&b=2 👾';
    const ledger = new TestLedger();
    await emulator.control.fail({ kind: 'drop_after' });
    await publish(textPost({ text }), bakery, ledger);
    expect((await publish(textPost({ text }), bakery, ledger)).outcome).toBe('published');
    expect(await posts()).toHaveLength(1);
  });

  test('is found again though it is long', async () => {
    const text = `${'Bread and butter. '.repeat(30)}https://example.com/a`;
    const ledger = new TestLedger();
    await emulator.control.fail({ kind: 'drop_after' });
    await publish(textPost({ text }), bakery, ledger);
    expect((await publish(textPost({ text }), bakery, ledger)).outcome).toBe('published');
    expect(await posts()).toHaveLength(1);
  });

  test('is told from an answer with the same words', async () => {
    const first = await publishedId(textPost({ text: 'What came first' }));
    const to = { externalId: first, conversationId: first };
    await connector.engagement?.reply?.(callOf(), bakery.externalId, to, 'Thank you');
    const ledger = new TestLedger();
    await emulator.control.fail({ kind: 'drop_before' });
    await publish(textPost({ text: 'Thank you' }), bakery, ledger);
    const { lost = { commit: '', since: clock.now() } } = ledger;
    const found = await connector.publishing.find?.(callOf(bakery, ledger), textPost({ text: 'Thank you' }), lost);
    expect(found).toEqual({ outcome: 'absent' });
  });

  test('that X takes for the same once more is a duplicate', async () => {
    await publishedId(textPost());
    const error = await publish(textPost());
    expect(error).toMatchObject({ error: { details: { kind: 'duplicate', code: 'duplicate-content' } } });
  });

  test('that nobody can pay for waits for who buys credits', async () => {
    await emulator.control.setBalance(0.001);
    const error = await publish(textPost());
    const details = { kind: 'challenge_required', actionUrl: 'https://console.x.com' };
    expect(error).toMatchObject({ error: { details } });
  });

  test('says how long to wait where the limit is spent', async () => {
    await emulator.control.fail({ kind: 'code', code: 'usage-capped' });
    const error = await publish(textPost());
    const retryAt = new Date('2026-01-06T00:00:00.000Z');
    expect(error).toMatchObject({ error: { details: { kind: 'rate_limited', retryAt } } });
  });

  test.each([
    '日'.repeat(139),
    '👨‍👩‍👧‍👦'.repeat(139),
    `https://example.com/${'a'.repeat(99)} example.org/b ${'a'.repeat(230)}`,
  ])('without X Premium is as long as the capabilities of the account say: %s', async (start) => {
    const [found] = await connector.channels(callOf(roastery));
    const { limits: [limit] = [], ...rule } = found?.capabilities?.formats?.[0]?.text ?? {};
    const lengthOf = (text: string) => countText(text, 'WEIGHTED', { ...rule, ...limit });
    const text = start + 'b'.repeat((limit?.max ?? 0) - lengthOf(start));
    await publishedId(textPost({ text }, roastery), roastery);
    expect(await publish(textPost({ text: `${text}b` }, roastery), roastery)).toMatchObject({
      error: { details: { kind: 'permission_denied', code: 'not-permitted' } },
    });
  });

  test('with a character that X does not take is refused', async () => {
    expect(await publish(textPost({ text: 'a\uFEFFb' }))).toMatchObject({
      error: { details: { kind: 'content_rejected', code: 'text_invalid' } },
    });
  });
});

describe('a file', () => {
  const asked: string[] = [];
  /** Publishes while the clock goes on by so much with each answer to an upload. */
  const publishWhile = (post: Post, ms: number, ledger = new TestLedger()) => {
    ledger.beginAttempt();
    const wrapHttp = (http: HttpClient): HttpClient => ({
      ...http,
      async request<T>(path: string, options?: HttpRequest) {
        const answer = await http.request<T>(path, options);
        asked.push(path.replace(/\d{10,}/, 'id'));
        if (/finalize|upload$/.test(path)) clock.advance(ms);
        return answer;
      },
    });
    const { credentials } = bakery;
    const call = createTestCall({ connector, url: emulator.url, credentials, app: demoApp, clock, ledger, wrapHttp });
    return attemptDelivery(connector, call, post);
  };
  beforeEach(() => asked.splice(0));

  test('goes up in pieces, and is waited for until X is ready with it', async () => {
    const result = await publishWhile(textPost({ format: 'VIDEO', media: [film(9 * 1024 * 1024 + 1)] }), 5_000);
    expect(result.outcome).toBe('published');
    expect((await posts())[0]?.media[0]?.source).toMatch(/^sha256:/);
    const append = '/2/media/upload/id/append';
    expect(asked).toEqual([
      '/2/media/upload/initialize',
      ...[append, append, append],
      '/2/media/upload/id/finalize',
      '/2/media/upload',
      '/2/tweets',
    ]);
  });

  test('that X works on for long is waited for another time, and does not go up again', async () => {
    await emulator.control.fail({ kind: 'processing', ms: 20 * 60_000, on: 'any', skip: 2 });
    const post = textPost({ format: 'VIDEO', media: [film()] });
    const ledger = new TestLedger();
    const first = await publishWhile(post, 5_000, ledger);
    const retryAt = new Date(clock.now().getTime() + 60_000);
    expect(first).toMatchObject({ error: { details: { kind: 'rate_limited', code: 'media_in_work', retryAt } } });
    expect(await posts()).toHaveLength(0);
    clock.advance(20 * 60_000);
    asked.splice(0);
    expect((await publishWhile(post, 5_000, ledger)).outcome).toBe('published');
    expect(asked).toEqual(['/2/media/upload', '/2/tweets']);
  });

  test('that X cannot work with is refused', async () => {
    const text = new TextEncoder().encode('This is no film at all, whatever it says of itself.');
    const post = textPost({ format: 'VIDEO', media: [mediaOf('VIDEO', 'video/mp4', text)] });
    expect(await publishWhile(post, 5_000)).toMatchObject({ error: { details: { kind: 'media_rejected' } } });
    expect(await posts()).toHaveLength(0);
  });
});

describe('an edit', () => {
  const edit = (id: string, text: string) =>
    connector.publishing.edit?.(callOf(), id, textPost({ text })) ?? Promise.reject(new TypeError('no edit'));

  test('makes a new version, and the next one follows the latest', async () => {
    const id = await publishedId(textPost());
    const first = await edit(id, 'Fresh rye bread');
    expect(first.externalId).not.toBe(id);
    const second = await edit(id, 'Fresh wheat bread');
    expect(await posts()).toMatchObject([{ id: second.externalId, text: 'Fresh wheat bread' }]);
  });

  test('of a version that is out already makes no other one', async () => {
    const id = await publishedId(textPost());
    const { externalId } = await edit(id, 'Fresh rye bread');
    expect(await edit(id, 'Fresh rye bread')).toMatchObject({ externalId });
  });

  test('comes too late after an hour', async () => {
    const id = await publishedId(textPost());
    clock.advance(day);
    expect(await detailsOf(edit(id, 'Old bread'))).toMatchObject({ kind: 'content_rejected', code: 'edit_too_late' });
  });
});

describe('what is counted', () => {
  const countsOf = async (id: string) =>
    (await connector.insights?.publications?.(callOf(), [id]))?.[0]?.samples.map(({ metric }) => metric) ?? [];

  test('of an old post lacks what X tells for 30 days only', async () => {
    const { id } = await emulator.control.insert({
      account: bakery.externalId,
      text: 'Of last year',
      createdAt: new Date(clock.now().getTime() - 40 * day).toISOString(),
    });
    expect(timeOf(id)).toBe(clock.now().getTime() - 40 * day);
    expect(await countsOf(id)).toEqual(['impressions', 'likes', 'comments', 'shares', 'quotes', 'saves']);
    expect(await countsOf(await publishedId(textPost()))).toContain('link_clicks');
  });

  test.each(['new', 'new only'] as const)('is read in the words %s too', async (spelling) => {
    const id = await publishedId(textPost());
    await emulator.control.count?.({
      account: bakery.externalId,
      post: id,
      name: 'public_metrics.retweet_count',
      add: 7,
    });
    await emulator.control.speak(spelling);
    const [counted] = (await connector.insights?.publications?.(callOf(), [id])) ?? [];
    expect(counted?.samples).toContainEqual({ metric: 'shares', value: 7, at: clock.now() });
  });
});

test.each(['classic', 'new', 'new only'] as const)('a thread is removed whole in the words %s', async (spelling) => {
  await emulator.control.speak(spelling);
  const parts = ['Second', 'Third'].map((text) => ({ text, media: [] }));
  const id = await publishedId(textPost({ format: 'THREAD', text: 'First', parts }));
  const other = await publishedId(textPost({ text: 'Another' }));
  await connector.publishing.remove?.(callOf(), id);
  expect((await posts()).map((post) => post.id)).toEqual([other]);
});

describe('what people say', () => {
  const hear = async (account: Account = bakery): Promise<readonly NetworkMessage[]> =>
    (await connector.engagement?.sync(callOf(account), account.externalId, null))?.messages ?? [];
  const talk = (kind: 'COMMENTS' | 'MENTION' | 'DIRECT', text: string) =>
    emulator.control.talk?.({ account: bakery.externalId, kind, text });

  test('is told apart, and every kind is answered in its own way', async () => {
    await publishedId(textPost());
    for (const kind of ['COMMENTS', 'MENTION', 'DIRECT'] as const) await talk(kind, `A question in ${kind}`);
    const heard = await hear();
    expect(heard.map(({ kind, text, ours }) => ({ kind, text, ours }))).toEqual(
      ['COMMENTS', 'MENTION', 'DIRECT'].map((kind) => ({ kind, text: `A question in ${kind}`, ours: false })),
    );
    for (const message of heard) {
      await connector.engagement?.reply?.(callOf(), bakery.externalId, message, `An answer in ${message.kind}`);
    }
    const ours = ((await emulator.control.messages?.()) ?? []).filter((message) => message.ours);
    expect(ours.map(({ kind, text, replyTo }) => ({ kind, text, replyTo }))).toEqual(
      heard.map(({ kind, externalId }) => ({ kind, text: `An answer in ${kind}`, replyTo: externalId })),
    );
  });

  test.each(['new', 'new only'] as const)('is read in the words %s too', async (spelling) => {
    await publishedId(textPost());
    await talk('COMMENTS', 'A question');
    await emulator.control.speak(spelling);
    expect(await hear()).toMatchObject([
      { kind: 'COMMENTS', text: 'A question', author: { name: expect.any(String) } },
    ]);
  });

  test('in messages is left for later where X lets nobody read them now, and then nothing is lost', async () => {
    const { sync } = connector.engagement ?? {};
    let cursor = (await sync?.(callOf(), bakery.externalId, null))?.cursor ?? '';
    await talk('DIRECT', 'A message');
    await talk('MENTION', 'A mention');
    for (let call = 0; call < 15; call++) await ask('/2/dm_events');
    const now = await sync?.(callOf(), bakery.externalId, cursor);
    expect(now?.messages.map(({ text }) => text)).toEqual(['A mention']);
    cursor = now?.cursor ?? '';
    clock.advance(16 * 60_000);
    const later = await sync?.(callOf(), bakery.externalId, cursor);
    expect(later?.messages.map(({ text }) => text)).toEqual(['A message']);
  });

  test('is remembered no longer than needed, though messages may not be read', async () => {
    const credentials = { ...bakery.credentials, scope: 'tweet.read users.read' };
    const account = { ...bakery, credentials };
    await talk('MENTION', 'A mention');
    const first = await connector.engagement?.sync(callOf(account), bakery.externalId, null);
    expect(first?.messages).toHaveLength(1);
    clock.advance(day);
    const later = await connector.engagement?.sync(callOf(account), bakery.externalId, first?.cursor ?? null);
    expect(later?.cursor).not.toContain(first?.messages[0]?.externalId);
  });

  test('cannot be hidden or liked in a message', async () => {
    await talk('DIRECT', 'A message');
    const [message = { externalId: '', conversationId: '' }] = await hear();
    for (const name of ['hide', 'unhide', 'like', 'unlike'] as const) {
      const run = connector.engagement?.[name]?.(callOf(), bakery.externalId, message) ?? Promise.resolve();
      expect(await detailsOf(run)).toMatchObject({ kind: 'content_rejected', code: 'not_on_messages' });
    }
  });
});

describe('a webhook', () => {
  test('is registered once, tells of the account, and stops', async () => {
    const told: string[] = [];
    const server = createServer((incoming, response) => {
      const token = new URL(incoming.url ?? '/', 'http://127.0.0.1').searchParams.get('crc_token');
      const of = token === null ? {} : { crc_token: token };
      void Promise.resolve(connector.webhooks?.handshake?.(callOf(), request({ query: of }), hook)).then((answer) => {
        if (token === null) told.push(incoming.url ?? '');
        response.writeHead(answer?.status ?? 200).end(answer?.body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // of a server that listens
    const url = `http://127.0.0.1:${port}/hook`;
    try {
      const subscribe = () => connector.webhooks?.subscribe?.(callOf(), bakery.externalId, { url, secret: '' });
      const kept = await subscribe();
      expect(await subscribe()).toEqual(kept);
      const listed = async () => (await ask('/2/activity/subscriptions')).data ?? [];
      // What is told of nobody's is not the account's to see.
      expect(await listed()).toHaveLength(5);
      await emulator.control.talk?.({ account: bakery.externalId, kind: 'DIRECT', text: 'Hello' });
      await vi.waitFor(() => expect(told).toHaveLength(1));
      await connector.webhooks?.unsubscribe?.(callOf(), bakery.externalId, { secret: '', kept: kept ?? {} });
      expect(await listed()).toEqual([]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  const hook: Hook = { secret: '', kept: {} };
  const request = (own: Partial<Parameters<NonNullable<typeof connector.webhooks>['verify']>[1]>) => ({
    method: 'GET',
    query: {},
    headers: new Headers(),
    body: new Uint8Array(),
    ...own,
  });
  const callWith = (apiSecret: string) =>
    createTestCall({ connector, url: emulator.url, credentials: {}, app: { apiSecret }, clock });

  test('answers with what only the app can know', async () => {
    const answer = await connector.webhooks?.handshake?.(
      callWith('s3cret'),
      request({ query: { crc_token: 'abc' } }),
      hook,
    );
    expect(answer?.status).toBe(200);
    expect(JSON.parse(answer?.body ?? '')).toEqual({
      response_token: 'sha256=Ty8wqvSle9YKtHPI6cLN/vwYZyPUcn7W8x8ENTyROJo=',
    });
    expect(
      await connector.webhooks?.handshake?.(callWith(''), request({ query: { crc_token: 'abc' } }), hook),
    ).toBeUndefined();
    // What a stranger would like to have signed.
    for (const token of ['{"data":{}}', '', 'abc\n', 'a'.repeat(257)])
      expect(
        await connector.webhooks?.handshake?.(callWith('s3cret'), request({ query: { crc_token: token } }), hook),
      ).toBeUndefined();
  });

  test('takes what is signed with the secret of the app, and nothing else', async () => {
    const signature = 'sha256=Ty8wqvSle9YKtHPI6cLN/vwYZyPUcn7W8x8ENTyROJo=';
    const signed = request({
      method: 'POST',
      headers: new Headers({ 'x-twitter-webhooks-signature': signature }),
      body: new TextEncoder().encode('abc'),
    });
    expect(await connector.webhooks?.verify(callWith('s3cret'), signed, hook)).toBe(true);
    expect(await connector.webhooks?.verify(callWith('another'), signed, hook)).toBe(false);
    expect(await connector.webhooks?.verify(callWith(''), signed, hook)).toBe(false);
    const other = { ...signed, body: new TextEncoder().encode('abd') };
    expect(await connector.webhooks?.verify(callWith('s3cret'), other, hook)).toBe(false);
  });

  const told = (event_type: string, payload: object, filter: object = { user_id: bakery.externalId }) =>
    connector.webhooks?.read(
      callOf(),
      request({
        method: 'POST',
        body: new TextEncoder().encode(JSON.stringify({ data: { event_uuid: '7', event_type, filter, payload } })),
      }),
      hook,
    );

  test('tells that the person took back what they granted', () =>
    expect(told('oauth.revoke', { user_id: '42', app_id: '1', date_time: '2026-01-05T09:00:00.000Z' }, {})).toEqual([
      { id: '7', channelId: '42', at: new Date('2026-01-05T09:00:00.000Z'), type: 'access_lost' },
    ]));

  test('tells that a post is gone, and nothing of what is of no use', () => {
    const payload = { id: '5', author_id: bakery.externalId };
    expect(told('post.delete', payload)).toMatchObject([{ type: 'post_removed', externalId: '5' }]);
    expect(told('follow.follow', {})).toEqual([]);
  });
});

test('a text reads as people see it', () => {
  const text = '@ritamaize 👾 &lt;3 https://t.co/aaa and https://t.co/bbb';
  const urls = [
    { start: 40, end: 56, expanded_url: 'https://x.com/i/photo/1', media_key: '3_1' },
    { start: 19, end: 35, expanded_url: 'https://example.com/a' },
  ];
  expect(readableText({ text, entities: { urls }, display_text_range: [11, 39] })).toBe(
    '👾 <3 https://example.com/a and',
  );
});

test('what is read costs for each thing in the answer, and nothing where there is none', async () => {
  await publishedId(textPost({ text: 'First' }));
  clock.advance(day);
  const since = clock.now();
  const charged: (readonly string[])[] = [];
  const budget: Budget = {
    spend: () => Promise.resolve(),
    correct: () => Promise.resolve(),
    settle: (spent: readonly string[], names: readonly string[]) => {
      if (spent.includes('post read')) charged.push(names);
      return Promise.resolve();
    },
  };
  const find = (text: string) => {
    const { credentials } = bakery;
    const call = createTestCall({ connector, url: emulator.url, credentials, app: demoApp, clock, budget });
    return connector.publishing.find?.(call, textPost({ text }), { commit: 'post 1', since });
  };
  expect(await find('Second')).toEqual({ outcome: 'absent' });
  clock.advance(60_000);
  await publishedId(textPost({ text: 'Second' }));
  await publishedId(textPost({ text: 'Third' }));
  expect(await find('Second')).toMatchObject({ outcome: 'happened' });
  expect(charged).toEqual([[], ['post read', 'post read']]);
});
