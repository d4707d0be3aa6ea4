import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Hook, NetworkEvent, Publication, PublicationMedia } from '@polyphony/sdk';
import { attemptDelivery, createTestCall, createTestClock, TestLedger } from '@polyphony/sdk/conformance';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import connector from './connector.ts';
import { demoAccounts, demoTokens, startEmulator } from './emulator/index.ts';
import type { VkPostOptions } from './options.ts';

const [{ externalId: channelId }] = demoAccounts;
const { communityKey, communityKeyWithoutMessages, userToken, userTokenWithoutWall, serviceKey } = demoTokens;
const everything = { communityKey, userToken };

let clock = createTestClock();
let emulator: Awaited<ReturnType<typeof startEmulator>>;

beforeEach(async () => {
  clock = createTestClock();
  emulator = await startEmulator({ port: 0, seed: 1, now: clock.now });
});
afterEach(() => emulator.close());

type Credentials = Readonly<Record<string, string>>;
const callWith = (credentials: Credentials, ledger = new TestLedger()) =>
  createTestCall({ connector, url: emulator.url, credentials, clock, ledger });

const textPost = (own: Partial<Publication<VkPostOptions>> = {}): Publication<VkPostOptions> => ({
  format: 'TEXT',
  text: 'Fresh bread',
  media: [],
  parts: [],
  channelId,
  ...own,
});

const publish = (credentials: Credentials, post: Publication<VkPostOptions>, ledger = new TestLedger()) => {
  ledger.beginAttempt();
  return attemptDelivery(connector, callWith(credentials, ledger), post);
};

const media = (kind: PublicationMedia['kind'], mimeType: string, text: string = kind): PublicationMedia => {
  const bytes = new TextEncoder().encode(text);
  return {
    kind,
    mimeType,
    url: 'https://example.com/a',
    byteSize: bytes.length,
    open: () => Promise.resolve(new Blob([bytes]).stream()),
  };
};

const posts = async () => (await emulator.control?.posts()) ?? [];

/** Asks the emulator itself, as the person who manages the community. */
async function ask(method: string, parameters: Record<string, string>): Promise<unknown> {
  const query = new URLSearchParams({ access_token: userToken, v: '5.199', ...parameters });
  const response = await fetch(`${emulator.url}/method/${method}?${query}`);
  return ((await response.json()) as { response: unknown }).response; // compared only
}

const postOf = async (externalId: string) =>
  (await ask('wall.getById', { posts: externalId })) as { items: Record<string, unknown>[] }; // compared only

describe('what an account may do is found out', () => {
  const probe = async (credentials: Credentials) => {
    const found = (await connector.channels(callWith(credentials))).find((one) => one.externalId === channelId);
    const { formats = [], actions = [], engagement, insights = [], profile } = found?.capabilities ?? {};
    return {
      tier: found?.tier,
      formats: formats.map(({ format }) => format),
      actions,
      kinds: engagement?.kinds,
      insights: insights.map(({ scope, metrics }) => `${scope} ${metrics.length}`),
      profile: profile?.fields,
      missing: found?.missingScopes,
      textOptions: formats[0]?.options?.only,
    };
  };

  test('a community key alone publishes texts, links and stories', async () => {
    const found = await probe({ communityKey });
    expect(found).toMatchObject({
      tier: 'community key',
      formats: ['TEXT', 'LINK', 'STORY'],
      actions: [],
      kinds: ['COMMENTS', 'DIRECT'],
      insights: ['CHANNEL 1'],
      profile: ['displayName', 'bio', 'link', 'header'],
    });
    expect(found.textOptions).not.toContain('publishAt');
    expect(found.textOptions).not.toContain('signed');
    expect(found.missing).toContain('user:photos');
  });

  test('a service key beside it reads', async () =>
    expect(await probe({ communityKey, serviceKey })).toMatchObject({
      tier: 'community key with service key',
      insights: ['CHANNEL 1', 'PUBLICATION 4'],
    }));

  test('a user token beside it does the rest', async () =>
    expect(await probe(everything)).toEqual({
      tier: 'community key with user token',
      formats: ['TEXT', 'LINK', 'PHOTO', 'CAROUSEL', 'VIDEO', 'POLL', 'STORY'],
      actions: ['EDIT', 'REMOVE'],
      kinds: ['COMMENTS', 'DIRECT'],
      insights: ['CHANNEL 10', 'PUBLICATION 11', 'AUDIENCE 0'],
      profile: ['displayName', 'bio', 'link', 'avatar', 'header'],
      missing: [],
      textOptions: connector.capabilities.formats[0]?.options?.only,
    }));

  test('rights that were not granted are missing', async () => {
    expect(await probe({ communityKey: communityKeyWithoutMessages })).toMatchObject({ kinds: ['COMMENTS'] });
    const found = await probe({ communityKey, userToken: userTokenWithoutWall });
    expect(found).toMatchObject({ actions: [], missing: ['user:wall'] });
    expect(found.formats).not.toContain('POLL');
  });

  test('of VK ID, with extended access and without', async () => {
    expect(await probe({ accessToken: demoTokens.vkIdExtendedToken })).toMatchObject({
      tier: 'VK ID token',
      kinds: ['COMMENTS'],
      missing: [],
    });
    await expect(probe({ accessToken: demoTokens.vkIdToken })).rejects.toMatchObject({
      details: { kind: 'permission_denied', code: '1051' },
    });
  });

  test('a token of VK ID without extended access is as good as none', async () =>
    expect(await probe({ communityKey, userToken: demoTokens.vkIdToken })).toMatchObject({ tier: 'community key' }));

  test('a service key that is not good makes an account none the worse', async () => {
    const credentials = { communityKey, serviceKey: 'nonsense' };
    expect(await probe(credentials)).toMatchObject({ tier: 'community key' });
    const externalId = `-${channelId}_1`;
    await expect(connector.publishing.state?.(callWith(credentials), externalId)).rejects.toMatchObject({
      details: { kind: 'permission_denied', code: '28' },
    });
  });

  test.each([undefined, 'rate_limited'] as const)(
    'a service key is tried once for many communities: %s',
    async (kind) => {
      const call = callWith({ userToken, serviceKey });
      const items = Array.from({ length: 60 }, (_, index) => ({ id: index + 1, is_closed: Number(index === 7) }));
      const asked: string[] = [];
      const request = (path: string) => {
        asked.push(path);
        if (path === '/method/wall.get' && kind) throw call.refuse({ kind, code: '6', message: 'Too many a second' });
        const response =
          { '/method/account.getAppPermissions': 0, '/method/groups.get': { count: 60, items } }[path] ?? {};
        return Promise.resolve({ status: 200, headers: new Headers(), body: { response } as never }); // each gets what it asks
      };
      const found = await connector.channels({ ...call, http: { ...call.http, request } });
      expect(asked.filter((path) => path === '/method/wall.get')).toHaveLength(1);
      expect(found).toHaveLength(60);
    },
  );

  test.each([
    [0, 'community key with service key'],
    [1, 'community key'],
  ])('a service key reads no closed community: %s', async (closed, tier) => {
    const call = callWith({ communityKey, serviceKey });
    const request: typeof call.http.request = async (path, options) => {
      const answer = await call.http.request(path, options);
      const groups = [{ id: Number(channelId), is_closed: closed }];
      return { ...answer, ...(path === '/method/groups.getById' && { body: { response: { groups } } }) } as never; // as asked
    };
    expect(await connector.channels({ ...call, http: { ...call.http, request } })).toMatchObject([{ tier }]);
  });
});

describe('whose token is used', () => {
  test('a community key attaches documents', async () => {
    const post = textPost({ media: [media('DOCUMENT', 'application/pdf')] });
    expect(await publish({ communityKey }, post)).toMatchObject({ outcome: 'published' });
    expect((await posts())[0]?.media).toHaveLength(1);
  });

  test('pictures want a user token, and nothing is sent without one', async () => {
    const post = textPost({ format: 'PHOTO', media: [media('IMAGE', 'image/png')] });
    expect(await publish({ communityKey }, post)).toMatchObject({
      outcome: 'failed',
      error: { details: { kind: 'permission_denied', code: 'no_token' } },
    });
    expect(await posts()).toEqual([]);
  });

  test('the key publishes, and the person only where they are to be named', async () => {
    const plain = await publish(everything, textPost());
    const signed = await publish(everything, textPost({ options: { signed: true } }));
    expect(plain.outcome === 'published' && (await postOf(plain.externalId)).items[0]).not.toHaveProperty('signer_id');
    expect(signed.outcome === 'published' && (await postOf(signed.externalId)).items[0]).toHaveProperty('signer_id');
    expect(await publish({ communityKey }, textPost({ options: { signed: true } }))).toMatchObject({
      error: { details: { kind: 'content_rejected', code: 'no_person' } },
    });
  });

  test('27 means a method that keys may not call, or a dead key', async () => {
    await emulator.control?.fail({ kind: 'code', code: '27' });
    expect(await publish({ communityKey }, textPost())).toMatchObject({
      error: { details: { kind: 'permission_denied', code: '27' } },
    });
    await emulator.control?.fail({ kind: 'code', code: '27', on: 'any', times: 2 });
    expect(await publish({ communityKey }, textPost())).toMatchObject({
      error: { details: { kind: 'auth_revoked', code: '27_dead' } },
    });
  });
});

describe('options', () => {
  test('all of them reach the network', async () => {
    const options: VkPostOptions = { closeComments: true, markAsAds: true, copyright: 'https://example.com/source' };
    const out = await publish(everything, textPost({ options }));
    const [post] = out.outcome === 'published' ? (await postOf(out.externalId)).items : [];
    expect(post).toMatchObject({ marked_as_ads: 1, comments: { can_post: 0 }, copyright: { link: options.copyright } });
  });

  test('what the law wants to be seen stands in the text', async () => {
    const options = { markAsAds: true, advertiser: 'ООО «Хлеб»', erid: '2VtzqwxyZ' };
    await publish(everything, textPost({ options }));
    expect((await posts())[0]?.text).toBe('Fresh bread\n\nРеклама. ООО «Хлеб». erid: 2VtzqwxyZ');
  });

  test.each<[string, Partial<Publication<VkPostOptions>>, string]>([
    ['a token without a mark', { options: { erid: '2VtzqwxyZ' } }, 'mark_missing'],
    ['one of another format', { options: { linkTitle: 'A title' } }, 'option_not_here'],
    ['a poll without answers', { format: 'POLL', options: { pollQuestion: 'Which?' } }, 'option_missing'],
    ['a time that has passed', { options: { publishAt: '2026-01-05T08:59:00Z' } }, 'publish_at_past'],
    ['a time beyond a year', { options: { publishAt: '2027-02-05T08:59:00Z' } }, 'publish_at_far'],
  ])('%s is refused, and nothing is sent', async (_, own, code) => {
    expect(await publish(everything, textPost(own))).toMatchObject({ error: { details: { code } } });
    expect(await posts()).toEqual([]);
  });

  test('the mark counts for the length of the text', async () =>
    expect(
      await publish(
        everything,
        textPost({ text: 'a'.repeat(15_895), options: { markAsAds: true, advertiser: 'Bakery' } }),
      ),
    ).toMatchObject({ error: { details: { code: 'text_too_long' } } }));
});

test('an address with commas stays one', async () => {
  await publish(everything, textPost({ format: 'LINK', link: 'https://example.com/map?at=56.9,24.1&utm_source=vk' }));
  expect((await posts())[0]?.link).toBe('https://example.com/map?at=56.9%2C24.1&utm_source=vk');
});

describe('a post that the network holds back', () => {
  const options = { publishAt: '2026-01-05T10:00:00.000Z' };

  test.each([{ userToken }, { serviceKey }])('is found when it is out, under another id: %o', async (reader) => {
    const credentials = { communityKey, ...reader };
    const call = callWith(credentials);
    const waiting = await connector.publishing.publish(call, textPost({ options }));
    expect(waiting).toMatchObject({ outcome: 'pending', checkAfterMs: 60 * 60_000 });
    const { ticket, key } = waiting.outcome === 'pending' ? waiting : {};
    expect(await connector.publishing.check?.(call, ticket)).toMatchObject({ outcome: 'pending', key });
    clock.advance(60 * 60_000);
    const out = await connector.publishing.check?.(call, ticket);
    const [post] = await posts();
    expect(out).toMatchObject({ outcome: 'published', externalId: post?.id });
    expect(post?.id).not.toBe(`-${channelId}_${key}`);
  });

  test('that somebody takes back is gone, once it is late', async () => {
    const call = callWith(everything);
    const waiting = await connector.publishing.publish(call, textPost({ options }));
    const { ticket, key = '' } = waiting.outcome === 'pending' ? waiting : {};
    await emulator.control?.remove?.(`-${channelId}_${key}`);
    clock.advance(80 * 60_000);
    await expect(connector.publishing.check?.(call, ticket)).rejects.toMatchObject({
      details: { kind: 'not_found', code: 'postponed_gone' },
    });
  });

  test('whose answer was lost is found, also after the time of the key', async () => {
    const ledger = new TestLedger();
    await emulator.control?.fail({ kind: 'drop_after' });
    await publish(everything, textPost({ options }), ledger);
    clock.advance(2 * 60 * 60_000);
    expect(await publish(everything, textPost({ options }), ledger)).toMatchObject({ outcome: 'published' });
    expect(await posts()).toHaveLength(1);
  });

  test('cannot be followed with a community key alone', async () =>
    expect(await publish({ communityKey }, textPost({ options }))).toMatchObject({
      error: { details: { code: 'no_reader' } },
    }));
});

test('with a community key alone nobody can tell whether a lost post is there', async () => {
  const lost = { commit: 'wall.post', since: clock.now() };
  const found = await connector.publishing.find?.(callWith({ communityKey }), textPost(), lost);
  expect(found).toMatchObject({ outcome: 'unknown', why: expect.stringContaining('community key') });
});

test('messages are heard also where comments cannot be read', async () => {
  await emulator.control?.talk?.({ account: channelId, kind: 'DIRECT', text: 'Do you deliver?' });
  const synced = await connector.engagement?.sync(callWith({ communityKey, serviceKey: 'nonsense' }), channelId, null);
  expect(synced?.messages).toMatchObject([{ kind: 'DIRECT', text: 'Do you deliver?' }]);
});

test('a story whose answer was lost is not made again of another upload', async () => {
  const story = textPost({ format: 'STORY', text: '', media: [media('VIDEO', 'video/mp4')] });
  const ledger = new TestLedger();
  await emulator.control?.fail({ kind: 'drop_after' });
  expect(await publish(everything, story, ledger)).toMatchObject({ outcome: 'failed' });
  ledger.forget('upload story');
  const [there, ...more] = await posts();
  expect(await publish(everything, story, ledger)).toMatchObject({ outcome: 'published', externalId: there?.id });
  expect(more).toEqual([]);
  expect(await posts()).toHaveLength(1);
});

test('a post with a video is out when the video can be seen', async () => {
  const call = callWith(everything);
  const post = textPost({ format: 'VIDEO', media: [media('VIDEO', 'video/mp4')] });
  const waiting = await connector.publishing.publish(call, post);
  const { ticket } = waiting.outcome === 'pending' ? waiting : {};
  expect(await connector.publishing.check?.(call, ticket)).toMatchObject({ outcome: 'pending' });
  clock.advance(20_000);
  expect(await connector.publishing.check?.(call, ticket)).toMatchObject({ outcome: 'published' });
});

test('an edit keeps the poll with its votes, and refuses another one', async () => {
  const options = { pollQuestion: 'Which?', pollAnswers: ['Rye', 'Wheat'] };
  const poll = textPost({ format: 'POLL', options });
  const out = await publish(everything, poll);
  if (out.outcome !== 'published') throw new Error('there is no poll');
  const before = (await postOf(out.externalId)).items[0]?.attachments;
  await connector.publishing.edit?.(callWith(everything), out.externalId, { ...poll, text: 'Rye bread?' });
  expect((await postOf(out.externalId)).items[0]).toMatchObject({ text: 'Rye bread?', attachments: before });
  const other = { ...poll, options: { ...options, pollAnswers: ['Rye', 'Oat'] } };
  await expect(connector.publishing.edit?.(callWith(everything), out.externalId, other)).rejects.toMatchObject({
    details: { kind: 'content_rejected', code: 'poll_stays' },
  });
});

test('a captcha is a person’s to solve', async () => {
  const result = await publish(everything, textPost({ text: 'Bread #vk-captcha' }));
  expect(result).toMatchObject({
    error: { details: { kind: 'challenge_required', actionUrl: expect.stringContaining('not_robot_captcha') } },
  });
});

test('VK ID connects, renews and ends', async () => {
  const way = connector.auth.ways.find(({ kind }) => kind === 'oauth2');
  if (way?.kind !== 'oauth2') throw new Error('there is no such way');
  const app = { clientId: '51900077' };
  const call = (credentials: Credentials = {}) =>
    createTestCall({ connector, url: emulator.url, credentials, app, clock });
  const client = { redirectUrl: 'http://127.0.0.1:4321/back', metadataUrl: 'http://127.0.0.1:4321/client' };
  const state = 'a state that nobody can guess, of enough characters';
  const { url, keep } = await way.authorize(call(), { ...client, state, typed: {} });
  const back = new URL((await emulator.control?.consent?.(url, channelId)) ?? '');
  const parameters = Object.fromEntries(back.searchParams);
  const grant = await way.exchange(call(), { ...client, state, keep, parameters });
  expect(grant.credentials).toMatchObject({ deviceId: parameters.device_id });
  expect((await connector.channels(call(grant.credentials)))[0]?.tier).toBe('VK ID token');
  expect(grant.expiresAt).toEqual(new Date(clock.now().getTime() + 60 * 60_000));

  clock.advance(61 * 60_000);
  await expect(connector.channels(call(grant.credentials))).rejects.toMatchObject({
    details: { kind: 'auth_expired' },
  });
  const renewed = await connector.auth.refresh?.(call(grant.credentials));
  expect(await connector.channels(call(renewed?.credentials))).not.toEqual([]);
  // The refresh token before it is spent.
  await expect(connector.auth.refresh?.(call(grant.credentials))).rejects.toMatchObject({
    details: { kind: 'auth_revoked' },
  });
  await connector.auth.revoke?.(call(renewed?.credentials));
  await expect(connector.auth.refresh?.(call(renewed?.credentials))).rejects.toMatchObject({
    details: { kind: 'auth_revoked' },
  });
});

test('what cannot be renewed is looked at: a pasted key is good until it is taken back', async () => {
  expect(await connector.auth.refresh?.(callWith(everything))).toEqual({ credentials: everything });
  await emulator.control?.revoke?.(channelId);
  await expect(connector.auth.refresh?.(callWith(everything))).rejects.toMatchObject({
    details: { kind: 'auth_revoked' },
  });
});

describe('what the network tells by itself', () => {
  test('a confirmation that anybody may have sent costs one request a minute, and one with a wrong secret none', async () => {
    const hook: Hook = { secret: 'c'.repeat(43), kept: {}, channelId };
    let asked = 0;
    const confirm = (own: object = {}) => {
      const text = JSON.stringify({ type: 'confirmation', group_id: Number(channelId), ...own });
      const request = { method: 'POST', query: {}, headers: new Headers(), body: new TextEncoder().encode(text) };
      const call = callWith({ communityKey });
      const http: typeof call.http = {
        ...call.http,
        request: (...of) => {
          asked += 1;
          return call.http.request(...of);
        },
      };
      return connector.webhooks?.handshake?.({ ...call, http }, request, hook);
    };
    expect(await confirm({ secret: 'guessed' })).toBeUndefined();
    expect(await confirm({ group_id: 1 })).toBeUndefined();
    expect(asked).toBe(0);
    const [first, second] = await Promise.all([confirm(), confirm()]);
    expect(first?.body).toMatch(/^\w{8}$/);
    expect([second, await confirm()]).toEqual([first, first]);
    expect(asked).toBe(1);
    expect(await confirm({ secret: hook.secret })).toEqual(first);
    expect(asked).toBe(2);
    clock.advance(60_000);
    expect(await confirm()).toEqual(first);
    expect(asked).toBe(3);
  });

  test('arrives, is verified, and is read', async () => {
    const { webhooks } = connector;
    if (!webhooks) throw new Error('there are no webhooks');
    const secret = 'a'.repeat(43);
    const events: NetworkEvent[] = [];
    const forged: boolean[] = [];
    let hook: Hook = { secret, kept: {}, channelId };
    const server = createServer((incoming, outgoing) => {
      void (async () => {
        const body = new Uint8Array(Buffer.concat(await incoming.toArray()));
        const request = { method: 'POST', query: {}, headers: new Headers(), body };
        const call = callWith({ communityKey });
        const answer = await webhooks.handshake?.(call, request, hook);
        if (!answer && (await webhooks.verify(call, request, hook))) events.push(...webhooks.read(call, request, hook));
        forged.push(await webhooks.verify(call, request, { ...hook, secret: 'b'.repeat(43) }));
        forged.push(await webhooks.verify(call, request, { ...hook, channelId: '1' }));
        const { status, headers, body: text } = answer ?? webhooks.accepted ?? { status: 500 };
        outgoing.writeHead(status, headers).end(text);
      })();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    try {
      const address = { secret, url: `http://127.0.0.1:${port}/` };
      const kept = (await webhooks.subscribe?.(callWith({ communityKey }), channelId, address)) ?? {};
      hook = { ...hook, kept };
      // The same address is the same server.
      expect(await webhooks.subscribe?.(callWith({ communityKey }), channelId, address)).toEqual(kept);
      const options = { publishAt: '2026-01-05T10:00:00.000Z' };
      const waiting = await connector.publishing.publish(callWith(everything), textPost({ options }));
      clock.advance(60 * 60_000);
      const [post] = await posts();
      await emulator.control?.talk?.({ account: channelId, kind: 'COMMENTS', text: 'Is it warm?' });
      await emulator.control?.talk?.({ account: channelId, kind: 'DIRECT', text: 'Do you deliver?' });
      await expect.poll(() => events.length, { timeout: 5_000 }).toBe(3);
      const { key } = waiting.outcome === 'pending' ? waiting : {};
      expect(events).toMatchObject([
        { type: 'settled', channelId, key, published: { externalId: post?.id } },
        { type: 'message', message: { kind: 'COMMENTS', text: 'Is it warm?', conversationId: post?.id, ours: false } },
        { type: 'message', message: { kind: 'DIRECT', text: 'Do you deliver?', ours: false } },
      ]);
      expect(new Set(events.map(({ id }) => id)).size).toBe(3);
      expect(forged).not.toContain(true);
      await webhooks.unsubscribe?.(callWith({ communityKey }), channelId, hook);
      await webhooks.unsubscribe?.(callWith({ communityKey }), channelId, hook);
      expect(await ask('groups.getCallbackServers', { group_id: channelId })).toMatchObject({ count: 0 });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

test('the look of a community is changed and read', async () => {
  const patch = { displayName: 'Bread of Riga', bio: '', link: 'https://example.com/' };
  const picture = media('IMAGE', 'image/png');
  await expect(connector.profile?.update(callWith(everything), channelId, { avatar: picture })).rejects.toMatchObject({
    details: { kind: 'media_rejected' },
  });
  expect(await connector.profile?.update(callWith(everything), channelId, patch)).toMatchObject({
    displayName: 'Bread of Riga',
    link: 'https://example.com/',
  });
});
