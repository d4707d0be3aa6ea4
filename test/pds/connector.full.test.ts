// Long because all of it needs the same server, which takes seconds to start.
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  createHttpClient,
  NetworkError,
  secretsOf,
  type AuthWay,
  type Grant,
  type Publication,
  type PublicationMedia,
} from '@polyphony/sdk';
import { attemptDelivery, createTestCall, TestLedger, type TestCallSetup } from '@polyphony/sdk/conformance';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import connector from '@polyphony/plugin-bluesky';
import { startAppView, type AppView } from '@polyphony/plugin-bluesky/emulator';
import { freePort, installPds, startPds, type Pds, type PdsAccount } from './index.ts';

const missing = await installPds();
beforeEach((context) => context.skip(missing !== undefined, missing));

const clock = { now: () => new Date(), advance: () => undefined };

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the connector has lost what is tested here');
  return value;
}
const way = <K extends AuthWay['kind']>(kind: K) =>
  need(connector.auth.ways.find((each): each is Extract<AuthWay, { kind: K }> => each.kind === kind));
const oauth = way('oauth2');
const [edit, remove, state, find] = [
  need(connector.publishing.edit),
  need(connector.publishing.remove),
  need(connector.publishing.state),
  need(connector.publishing.find),
];

let pds: Pds;
let appView: AppView;
let alice: PdsAccount;
let bob: PdsAccount;
let session: Grant;
const running: (() => Promise<void>)[] = [];

beforeAll(async () => {
  if (missing !== undefined) return;
  const pdsPort = await freePort();
  appView = await startAppView({ port: 0, seed: 1, server: `http://localhost:${pdsPort}` });
  running.push(appView.close);
  pds = await startPds({ pdsPort, appViewUrl: appView.url });
  running.push(pds.stop);
  alice = await pds.createAccount('alice.test');
  bob = await pds.createAccount('bob.test');
  session = await login({ identifier: alice.handle, appPassword: alice.appPassword });
});
afterAll(() => Promise.all(running.map((stop) => stop())));

/** While connecting there are no credentials. */
const call = (credentials: Grant['credentials'] = {}, setup: Partial<TestCallSetup> = {}) =>
  createTestCall({
    connector,
    url: pds.url,
    credentials,
    clock,
    wrapHttp: () => clientOf(credentials, setup),
    ...setup,
  });

/** As the kit makes it, for a server that calls itself localhost. */
const clientOf = (credentials: Grant['credentials'], { url = pds.url, ledger }: Partial<TestCallSetup>) =>
  createHttpClient({
    network: connector.network.key,
    baseUrl: credentials.service ?? url,
    hosts: [],
    addresses: connector.network.addresses ?? {},
    errors: connector.errors,
    secrets: secretsOf(connector.auth, credentials),
    signal: ledger?.death ?? new AbortController().signal,
    now: clock.now,
  });
const asAlice = ({ credentials = session.credentials, ...setup }: Partial<TestCallSetup> = {}) =>
  call(credentials, setup);

const login = (typed: Record<string, string>, setup: Partial<TestCallSetup> = {}) =>
  need(way('token').login)(call({}, setup), typed);
const refresh = (credentials: Grant['credentials']) => need(connector.auth.refresh)(call(credentials));
const revoke = (credentials: Grant['credentials']) => need(connector.auth.revoke)(call(credentials));

/** What a promise failed with. */
const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NetworkError)) throw new Error(`that did not fail as it should: ${String(error)}`);
  return error.details;
};

type BlueskyPostOptions = NonNullable<NonNullable<typeof connector.options>['_output']>;
type Post = Publication<BlueskyPostOptions>;

const post = (own: Partial<Post>): Post => ({
  format: 'TEXT',
  text: '',
  media: [],
  parts: [],
  channelId: alice.did,
  ...own,
});

async function publish(own: Partial<Post>, setup: Partial<TestCallSetup> = {}) {
  const attempt = await attemptDelivery(connector, asAlice(setup), post(own));
  if (attempt.outcome === 'failed') throw attempt.error;
  if (attempt.outcome !== 'published') throw new Error(`the post ${attempt.outcome}`);
  return attempt;
}

const postsOf = (did: string) => pds.records(did, 'app.bsky.feed.post');
const recordOf = async (uri: string) => {
  const found = (await postsOf(alice.did)).find((each) => each.uri === uri);
  if (!found) throw new Error(`there is no record ${uri}`);
  return found;
};

/** A picture of its own: what follows the end of a PNG is no part of it. */
function picture(index: number, size = 80, altText = `Picture ${index}`): PublicationMedia & { bytes: Uint8Array } {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const bytes = Uint8Array.from(Buffer.concat([pixel, Buffer.alloc(size - pixel.length, index)]));
  return {
    kind: 'IMAGE',
    url: `https://example.com/${index}.png`,
    mimeType: 'image/png',
    byteSize: bytes.length,
    width: 4,
    height: 3,
    altText,
    bytes,
    open: () => Promise.resolve(new Blob([bytes]).stream()),
  };
}

describe('connecting with an app password', () => {
  test('makes a session on the account’s own server, and keeps no password', async () => {
    const grant = await login({ identifier: `@${alice.handle}`, appPassword: alice.appPassword });
    expect(grant.credentials).toEqual({
      way: 'password',
      service: pds.url,
      did: alice.did,
      accessJwt: expect.any(String),
      refreshJwt: expect.any(String),
    });
    expect(JSON.stringify(grant)).not.toContain(alice.appPassword);
    const hours = ((grant.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThan(2.1);
    expect(await connector.channels(call(grant.credentials))).toMatchObject([
      { externalId: alice.did, handle: 'alice.test', kind: 'PERSONAL_PROFILE' },
    ]);
  });

  test('takes the server as it was typed', async () => {
    const grant = await login({ identifier: alice.did, appPassword: alice.appPassword, service: `${pds.url}/` });
    expect(grant.credentials).toMatchObject({ service: pds.url, did: alice.did });
  });

  test.each([
    ['a wrong password', () => ({ identifier: alice.handle, appPassword: 'aaaa-bbbb-cccc-dddd' })],
    ['an unknown handle', () => ({ identifier: 'nobody.test', appPassword: alice.appPassword })],
  ])('says so of %s', async (_, typed) => {
    expect(await failure(login(typed()))).toMatchObject({
      kind: 'auth_revoked',
      code: 'AuthenticationRequired',
      message: 'Invalid identifier or password',
    });
  });

  test('renews the session; the old token is good for a moment more, and gets the same session', async () => {
    const first = await login({ identifier: alice.handle, appPassword: alice.appPassword });
    const second = await refresh(first.credentials);
    expect(second.credentials).toMatchObject({ way: 'password', service: pds.url, did: alice.did });
    expect(second.credentials.refreshJwt).not.toBe(first.credentials.refreshJwt);
    // An answer that was lost costs nothing: this server renews again within two hours.
    const again = await refresh(first.credentials);
    expect(again.credentials.did).toBe(alice.did);
    await revoke(again.credentials);
    expect(await failure(refresh(again.credentials))).toMatchObject({ kind: 'auth_revoked', code: 'ExpiredToken' });
  });

  test('a password that was taken back ends its sessions', async () => {
    const carol = await pds.createAccount('carol.test');
    const grant = await login({ identifier: carol.handle, appPassword: carol.appPassword });
    await pds.revokeAppPassword(carol);
    expect(await failure(refresh(grant.credentials))).toMatchObject({ kind: 'auth_revoked' });
  });

  test('a session that is none is expired, and worth a renewal', async () => {
    const attempt = connector.channels(call({ ...session.credentials, accessJwt: 'nonsense' }));
    expect(await failure(attempt)).toMatchObject({ kind: 'auth_expired', code: 'InvalidToken' });
  });
});

describe('a server that is none', () => {
  let server: Server;
  let url: string;
  let visited: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      visited.push(`${request.method} ${request.url}`);
      response.writeHead(request.url?.startsWith('/missing') ? 404 : 200, { 'content-type': 'text/html' });
      response.end('<!doctype html><h1>Welcome!</h1>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test('is told apart before it is shown the password', async () => {
    visited = [];
    const attempt = login({ identifier: 'alice.test', appPassword: 'aaaa-bbbb-cccc-dddd' }, { url });
    expect(await failure(attempt)).toMatchObject({
      kind: 'network_down',
      code: 'NotAtproto',
      message: 'The server answered with a page for people: is it a server of the AT Protocol?',
    });
    expect(visited).toEqual(['GET /xrpc/com.atproto.server.describeServer']);
  });

  test('has no such address', async () => {
    const attempt = login({ identifier: 'alice.test', appPassword: 'x' }, { url: `${url}/missing` });
    expect(await failure(attempt)).toMatchObject({ kind: 'not_found', code: 'http_404' });
  });

  test('takes no post', async () => {
    const attempt = attemptDelivery(
      connector,
      asAlice({ credentials: { ...session.credentials, service: url } }),
      post({ text: 'Hello' }),
    );
    expect(await attempt).toMatchObject({ outcome: 'failed', error: { details: { code: 'NotAtproto' } } });
  });
});

describe('connecting with OAuth', () => {
  const client = { redirectUrl: 'http://127.0.0.1:4000/connect/callback', metadataUrl: 'https://example.com/client' };

  async function connect(typed: Record<string, string>, who = alice, state = crypto.randomUUID()) {
    const start = await oauth.authorize(call(), { ...client, state, typed });
    const back = new URL(await pds.oauthConsent(start.url, who));
    expect(back.origin + back.pathname).toBe(client.redirectUrl);
    return { ...client, state, keep: start.keep, parameters: Object.fromEntries(back.searchParams) };
  }

  test('brings a grant that is bound to a key, and renews and ends it', async () => {
    const grant = await oauth.exchange(call(), await connect({ identifier: alice.handle }));
    expect(grant.credentials).toMatchObject({ way: 'oauth', service: pds.url, did: alice.did, issuer: pds.url });
    expect(grant.scopes).toEqual(['atproto', 'transition:generic']);
    expect((grant.expiresAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(50 * 60_000);
    expect(await connector.channels(call(grant.credentials))).toMatchObject([{ externalId: alice.did }]);

    const setup = { credentials: grant.credentials };
    const { externalId } = await publish({ text: 'По OAuth ☕', media: [picture(1)], format: 'PHOTO' }, setup);
    expect((await recordOf(externalId)).value.text).toBe('По OAuth ☕');

    const second = await refresh(grant.credentials);
    expect(second.credentials).toMatchObject({
      ...grant.credentials,
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
    });
    expect(second.credentials.accessToken).not.toBe(grant.credentials.accessToken);
    expect(await connector.channels(call(second.credentials))).toHaveLength(1);

    await revoke(second.credentials);
    expect(await failure(connector.channels(call(second.credentials)))).toMatchObject({ kind: 'auth_expired' });
    expect(await failure(refresh(second.credentials))).toMatchObject({ kind: 'auth_revoked', code: 'invalid_grant' });
  });

  test('a refresh token that is used twice kills the session', async () => {
    const grant = await oauth.exchange(call(), await connect({}));
    const second = await refresh(grant.credentials);
    expect(await failure(refresh(grant.credentials))).toMatchObject({ kind: 'auth_revoked', code: 'invalid_grant' });
    expect(await failure(connector.channels(call(second.credentials)))).toMatchObject({ kind: 'auth_expired' });
    expect(await failure(refresh(second.credentials))).toMatchObject({ kind: 'auth_revoked' });
  });

  test('asks the server that was typed where no handle was', async () => {
    const grant = await oauth.exchange(call(), await connect({ service: pds.url }, bob));
    expect(grant.credentials.did).toBe(bob.did);
  });

  test('takes no other account than the one that was named', async () => {
    const back = await connect({ identifier: alice.did }, bob);
    expect(await failure(oauth.exchange(call(), back))).toMatchObject({
      kind: 'permission_denied',
      code: 'OtherAccount',
    });
  });

  test.each([
    ['of another server', { iss: 'https://evil.example' }],
    ['with another state', { state: 'forged' }],
  ])('takes no answer %s', async (_, forged) => {
    const back = await connect({});
    const parameters = { ...back.parameters, ...forged };
    const details = await failure(oauth.exchange(call(), { ...back, parameters }));
    expect(details).toMatchObject({ kind: 'permission_denied', code: 'forged_return' });
    expect(JSON.stringify(details)).not.toContain(back.parameters.code);
  });

  test('a code is good once', async () => {
    const back = await connect({});
    await oauth.exchange(call(), back);
    expect(await failure(oauth.exchange(call(), back))).toMatchObject({ kind: 'auth_revoked', code: 'invalid_grant' });
  });

  test('says so of a handle of nobody', async () => {
    const attempt = oauth.authorize(call(), { ...client, state: 's', typed: { identifier: 'nobody.test' } });
    expect(await failure(attempt)).toMatchObject({ kind: 'not_found', code: 'HandleNotFound' });
  });
});

describe('publishing', () => {
  test('a post in Russian and Kazakh with a link, mentions and emoji arrives byte for byte', async () => {
    const text =
      'Қайырлы таң, Алматы! ☀️👨‍👩‍👧‍👦 Сегодня печём с @bob.test и @nobody.test: https://example.com/рецепты/хлеб?день=1. #хлеб #нан🍞';
    const ledger = new TestLedger();
    const run = asAlice({ ledger });
    const options = { languages: 'ru, kk' };
    const attempt = await attemptDelivery(connector, run, post({ text, options }));
    expect(attempt).toMatchObject({ outcome: 'published' });
    const { externalId = '', url } = attempt as { externalId?: string; url?: string };
    expect(url).toBe(`https://bsky.app/profile/${alice.did}/post/${externalId.split('/').at(-1)}`);

    const { value } = await recordOf(externalId);
    expect(value).toMatchObject({ text, langs: ['ru', 'kk'] });
    const bytes = new TextEncoder().encode(text);
    const facets = value.facets as { index: { byteStart: number; byteEnd: number }; features: object[] }[];
    expect(
      facets.map(({ index, features }) => [
        Buffer.from(bytes.slice(index.byteStart, index.byteEnd)).toString(),
        features,
      ]),
    ).toEqual([
      ['@bob.test', [{ $type: 'app.bsky.richtext.facet#mention', did: bob.did }]],
      [
        'https://example.com/рецепты/хлеб?день=1',
        [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/рецепты/хлеб?день=1' }],
      ],
      ['#хлеб', [{ $type: 'app.bsky.richtext.facet#tag', tag: 'хлеб' }]],
      ['#нан🍞', [{ $type: 'app.bsky.richtext.facet#tag', tag: 'нан🍞' }]],
    ]);
    expect(run.logged).toEqual([
      { handle: 'nobody.test', message: 'nobody has this handle: the mention stays plain text' },
    ]);
  });

  test('three pictures arrive byte for byte, with alt texts', async () => {
    const media = [picture(1, 80, 'Жаңа нан 🍞'), picture(2, 400_000, ''), picture(3, 1_000_000, 'Хлеб')];
    const { externalId } = await publish({ format: 'CAROUSEL', text: 'Три снимка', media });
    const { value } = await recordOf(externalId);
    const { images } = value.embed as {
      images: { alt: string; aspectRatio: object; image: { ref: { $link: string }; size: number } }[];
    };
    expect(images.map(({ alt }) => alt)).toEqual(['Жаңа нан 🍞', '', 'Хлеб']);
    expect(images[0]?.aspectRatio).toEqual({ width: 4, height: 3 });
    for (const [index, { image }] of images.entries()) {
      expect(Buffer.compare(await pds.blob(alice.did, image.ref.$link), media[index]?.bytes ?? new Uint8Array())).toBe(
        0,
      );
    }
  });

  test('a link becomes a card', async () => {
    const { externalId } = await publish({ format: 'LINK', text: 'Читайте', link: 'https://example.com/статья' });
    expect((await recordOf(externalId)).value.embed).toEqual({
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://example.com/статья', title: 'A page', description: 'What it says about itself.' },
    });
  });

  test('a thread hangs together', async () => {
    const parts = [
      { text: 'Вторая часть', media: [picture(4)] },
      { text: 'Үшінші бөлім', media: [] },
    ];
    const { externalId } = await publish({ format: 'THREAD', text: 'Первая часть', parts });
    const thread = (await postsOf(alice.did)).filter(
      ({ uri, value }) =>
        uri === externalId || (value.reply as { root: { uri: string } } | undefined)?.root.uri === externalId,
    );
    expect(thread.map(({ value }) => value.text)).toEqual(['Первая часть', 'Вторая часть', 'Үшінші бөлім']);
    const [root, second, third] = thread.map(({ uri, cid }) => ({ uri, cid }));
    expect(thread.map(({ value }) => value.reply)).toEqual([
      undefined,
      { root, parent: root },
      { root, parent: second },
    ]);
    const times = thread.map(({ value }) => Date.parse(String(value.createdAt)));
    expect(times[2]).toBe((times[0] ?? 0) + 2);
    expect(third).toBeDefined();

    await remove(asAlice(), externalId);
    const left = await postsOf(alice.did);
    expect(left.filter(({ uri }) => thread.some((part) => part.uri === uri))).toEqual([]);
    await remove(asAlice(), externalId);
  });

  test('killed at every boundary, a thread with gates goes out once', async () => {
    const own: Partial<Post> = {
      format: 'THREAD',
      text: 'Once, whatever happens',
      parts: [{ text: 'and its second part', media: [picture(5)] }],
      options: { replies: 'NOBODY', quotes: false },
    };
    for (let dieAt = 0; ; dieAt++) {
      const before = (await postsOf(alice.did)).length;
      const ledger = new TestLedger();
      ledger.dieAt = dieAt;
      ledger.beginAttempt();
      const first = await attemptDelivery(connector, asAlice({ ledger }), post(own));
      if (first.outcome === 'published') break;
      expect(first.outcome).toBe('died');
      ledger.dieAt = undefined;
      ledger.beginAttempt();
      expect(await attemptDelivery(connector, asAlice({ ledger }), post(own))).toMatchObject({ outcome: 'published' });
      expect(await postsOf(alice.did)).toHaveLength(before + 2);
    }
  });

  test('what was lost is found by its key', async () => {
    const ledger = new TestLedger();
    const { externalId } = await publish({ text: 'Found again' }, { ledger });
    const { cid } = await recordOf(externalId);
    const lost = { commit: 'post 1', since: new Date() };
    const findAgain = (name: string, from = ledger) => {
      from.beginAttempt();
      return find(asAlice({ ledger: from }), post({ text: 'Found again' }), {
        ...lost,
        commit: name,
      });
    };
    expect(await findAgain('post 1')).toEqual({ outcome: 'happened', result: { uri: externalId, cid } });
    expect(await findAgain('post 1', new TestLedger())).toEqual({ outcome: 'absent' });
  });
});

describe('gates', () => {
  const gatesOf = async (externalId: string) => {
    const rkey = externalId.split('/').at(-1) ?? '';
    const [threadgate, postgate] = await Promise.all(
      ['threadgate', 'postgate'].map(async (kind) =>
        (await pds.records(alice.did, `app.bsky.feed.${kind}`)).find(({ uri }) => uri.endsWith(rkey)),
      ),
    );
    return { threadgate: threadgate?.value, postgate: postgate?.value };
  };

  test.each<[BlueskyPostOptions['replies'], object[] | undefined]>([
    ['EVERYONE', undefined],
    ['FOLLOWERS', [{ $type: 'app.bsky.feed.threadgate#followerRule' }]],
    ['FOLLOWED', [{ $type: 'app.bsky.feed.threadgate#followingRule' }]],
    ['MENTIONED', [{ $type: 'app.bsky.feed.threadgate#mentionRule' }]],
    ['NOBODY', []],
  ])('replies of %s', async (replies, allow) => {
    const { externalId } = await publish({ text: `Replies of ${replies}`, options: { replies } });
    const { threadgate, postgate } = await gatesOf(externalId);
    expect(threadgate?.allow).toEqual(allow);
    if (allow) expect(threadgate?.post).toBe(externalId);
    expect(postgate).toBeUndefined();
  });

  test('can be changed later, and then keep what is hidden', async () => {
    const own: Partial<Post> = { text: 'Who may answer?', options: { replies: 'NOBODY', quotes: false } };
    const { externalId } = await publish(own);
    expect((await gatesOf(externalId)).postgate?.embeddingRules).toEqual([
      { $type: 'app.bsky.feed.postgate#disableRule' },
    ]);
    const { cid } = await recordOf(externalId);
    const hidden = { externalId: `at://${bob.did}/app.bsky.feed.post/3kaaaaaaaaa2a`, conversationId: externalId };
    await need(connector.engagement?.hide)(asAlice(), alice.did, hidden);
    await edit(asAlice(), externalId, post({ ...own, options: { replies: 'FOLLOWERS' } }));
    expect(await gatesOf(externalId)).toMatchObject({
      threadgate: {
        allow: [{ $type: 'app.bsky.feed.threadgate#followerRule' }],
        hiddenReplies: [hidden.externalId],
      },
      postgate: { embeddingRules: [] },
    });
    await edit(asAlice(), externalId, post({ ...own, options: {} }));
    expect((await gatesOf(externalId)).threadgate).not.toHaveProperty('allow');
    await need(connector.engagement?.unhide)(asAlice(), alice.did, hidden);
    expect((await gatesOf(externalId)).threadgate?.hiddenReplies).toEqual([]);
    expect((await recordOf(externalId)).cid).toBe(cid);

    await remove(asAlice(), externalId);
    expect(await gatesOf(externalId)).toEqual({ threadgate: undefined, postgate: undefined });
    expect(await state(asAlice(), externalId)).toEqual({ outcome: 'removed' });
  });

  test.each([
    ['text', { text: 'Another text' }],
    ['pictures', { media: [picture(7)] }],
    ['alt text', { media: [picture(6, 80, 'Another')] }],
    ['languages', { options: { languages: 'lv' } }],
  ])('nothing else can: %s', async (_, change) => {
    const own = { format: 'PHOTO' as const, text: 'As it is', media: [picture(6)], options: { quotes: false } };
    const { externalId } = await publish(own);
    const before = [await recordOf(externalId), await gatesOf(externalId)];
    const attempt = edit(asAlice(), externalId, post({ ...own, options: {}, ...change }));
    expect(await failure(attempt)).toMatchObject({
      kind: 'content_rejected',
      code: 'NotEditable',
    });
    expect([await recordOf(externalId), await gatesOf(externalId)]).toEqual(before);
    expect(await state(asAlice(), externalId)).toMatchObject({ outcome: 'published' });
  });
});

describe('what cannot stand', () => {
  test.each<[string, Partial<Post>, string, string]>([
    ['301 characters', { text: 'é'.repeat(301) }, 'content_rejected', 'TextTooLong'],
    ['too many bytes', { text: '👨‍👩‍👧‍👦'.repeat(150) }, 'content_rejected', 'TextTooLong'],
    ['nothing', { text: '  ' }, 'content_rejected', 'TextMissing'],
    [
      'a long part of a thread',
      { format: 'THREAD', text: 'One', parts: [{ text: 'x'.repeat(301), media: [] }] },
      'content_rejected',
      'TextTooLong',
    ],
    ['a large picture', { format: 'PHOTO', media: [picture(1, 1_000_001)] }, 'media_rejected', 'BlobTooLarge'],
    [
      'a long alt text',
      { format: 'PHOTO', media: [picture(1, 80, 'x'.repeat(2001))] },
      'media_rejected',
      'AltTextTooLong',
    ],
  ])('%s: nothing is sent', async (_, own, kind, code) => {
    const before = (await postsOf(alice.did)).length;
    expect(await failure(publish(own))).toMatchObject({ kind, code });
    expect(await postsOf(alice.did)).toHaveLength(before);
  });

  /** Past the connector's own checks: is the server understood, too? */
  const put = (record: object) =>
    asAlice().http.request('/xrpc/com.atproto.repo.putRecord', {
      method: 'POST',
      headers: { authorization: `Bearer ${session.credentials.accessJwt}` },
      json: {
        repo: alice.did,
        collection: 'app.bsky.feed.post',
        rkey: '3kaaaaaaaaa2a',
        record: { $type: 'app.bsky.feed.post', text: '', createdAt: new Date().toISOString(), ...record },
      },
    });
  const upload = async (media: PublicationMedia) => {
    const { body } = await asAlice().http.request<{ blob: object }>('/xrpc/com.atproto.repo.uploadBlob', {
      method: 'POST',
      headers: { authorization: `Bearer ${session.credentials.accessJwt}` },
      upload: media,
    });
    return { alt: '', image: body.blob };
  };
  const images = (...all: object[]) => ({ embed: { $type: 'app.bsky.embed.images', images: all } });

  test('the server’s word on a long text', async () => {
    expect(await failure(put({ text: 'x'.repeat(301) }))).toMatchObject({
      kind: 'content_rejected',
      code: 'InvalidRequest',
      message: expect.stringContaining('grapheme too big (maximum 300, got 301) at $.record.text'),
    });
  });

  test('the server’s word on pictures', async () => {
    const large = await upload(picture(8, 1_000_001));
    expect(await failure(put(images(large)))).toMatchObject({ kind: 'media_rejected', code: 'BlobTooLarge' });
    const small = await upload(picture(9));
    const five = images(small, small, small, small, small);
    expect(await failure(put(five))).toMatchObject({ kind: 'media_rejected', code: 'InvalidPictures' });
    const { image } = small;
    const typed = images({ alt: '', image: { ...image, mimeType: 'image/jpeg' } });
    expect(await failure(put(typed))).toMatchObject({ kind: 'media_rejected', code: 'InvalidMimeType' });
    const gone = images({
      alt: '',
      image: { ...image, ref: { $link: 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku' } },
    });
    expect(await failure(put(gone))).toMatchObject({ kind: 'network_down', code: 'BlobNotFound' });
    const video = { ...picture(10), mimeType: 'video/mp4', open: async () => new Blob(['no picture']).stream() };
    expect(await failure(put(images(await upload(video))))).toMatchObject({ kind: 'media_rejected' });
  });

  test('the server’s word on another’s repository, and on one that is none', async () => {
    const attempt = (channelId: string) => failure(publish({ text: 'Not mine', channelId }));
    expect(await attempt(bob.did)).toMatchObject({ kind: 'auth_revoked', code: 'AuthenticationRequired' });
    expect(await attempt('did:plc:nobodynobodynobodynobody')).toMatchObject({ code: 'AccountNotFound' });
  });
});

describe('people', () => {
  const { sync, reply, like, unlike, hide } = need(connector.engagement);

  /** Polls until there is no more, as the core does. */
  async function poll(from: string | null) {
    const messages = [];
    let cursor = from;
    for (let more = true; more;) {
      const synced = await sync(asAlice(), alice.did, cursor);
      messages.push(...synced.messages);
      ({ cursor, more } = synced);
    }
    return { messages, cursor };
  }

  test('are heard once each, answered, hidden, and liked', async () => {
    const { externalId } = await publish({ text: 'Скажите что-нибудь' });
    const start = await poll(null);
    for (const text of ['Сәлем!', 'Labdien!', 'Привет ☕']) {
      await appView.control.react({ kind: 'reply', account: alice.did, post: externalId, text });
    }
    await appView.control.react({ kind: 'mention', account: alice.did, text: '@alice.test look' });
    const { messages, cursor } = await poll(start.cursor);
    expect(messages.map(({ text }) => text).sort()).toEqual(['@alice.test look', 'Labdien!', 'Привет ☕', 'Сәлем!']);
    expect(await poll(cursor)).toMatchObject({ messages: [] });
    const first = messages.find(({ kind }) => kind === 'COMMENTS');
    if (!first) throw new Error('there is no comment');
    expect(first).toMatchObject({ conversationId: externalId, replyTo: externalId, ours: false });

    const answer = await need(reply)(asAlice(), alice.did, first, 'Рақмет, @bob.test!');
    expect((await recordOf(answer.externalId)).value).toMatchObject({
      text: 'Рақмет, @bob.test!',
      facets: [{ features: [{ did: bob.did }] }],
      reply: { root: { uri: externalId }, parent: { uri: first.externalId } },
    });

    await need(like)(asAlice(), alice.did, first);
    await need(like)(asAlice(), alice.did, first);
    expect(await pds.records(alice.did, 'app.bsky.feed.like')).toMatchObject([
      { value: { subject: { uri: first.externalId } } },
    ]);
    await need(unlike)(asAlice(), alice.did, first);
    await need(unlike)(asAlice(), alice.did, first);
    expect(await pds.records(alice.did, 'app.bsky.feed.like')).toEqual([]);

    await Promise.all(
      messages.filter(({ kind }) => kind === 'COMMENTS').map((message) => need(hide)(asAlice(), alice.did, message)),
    );
    const [gate] = await pds
      .records(alice.did, 'app.bsky.feed.threadgate')
      .then((all) => all.filter(({ value }) => value.post === externalId));
    expect(gate?.value.hiddenReplies).toHaveLength(3);
    expect(gate?.value).not.toHaveProperty('allow');
  });

  test('are counted', async () => {
    const { externalId } = await publish({ text: 'Count me' });
    await appView.control.react({ kind: 'like', account: alice.did, post: externalId });
    const [samples] = await need(connector.insights?.publications)(asAlice(), [externalId, `${externalId}x`]);
    expect(samples?.externalId).toBe(externalId);
    expect(samples?.samples.find(({ metric }) => metric === 'likes')?.value).toBeGreaterThanOrEqual(1);
    const channel = await need(connector.insights?.channel)(asAlice(), alice.did, new Date());
    expect(channel.map(({ metric }) => metric)).toContain('followers');
  });
});

describe('a server with limits', () => {
  test('says when to come again', async () => {
    const limited = await startPds({ rateLimits: true });
    try {
      const dave = await limited.createAccount('dave.test');
      const setup = { url: limited.url };
      let details: Awaited<ReturnType<typeof failure>> | undefined;
      for (let tries = 0; tries < 35 && details?.kind !== 'rate_limited'; tries++) {
        details = await failure(login({ identifier: dave.handle, appPassword: 'wrong' }, setup));
      }
      expect(details).toMatchObject({ kind: 'rate_limited', code: 'RateLimitExceeded', status: 429 });
      const wait = (details?.retryAt?.getTime() ?? 0) - Date.now();
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(5 * 60_000 + 1_000);
    } finally {
      await limited.stop();
    }
  });
});

describe('a server that goes away', () => {
  test('and comes back, has the post once', async () => {
    const ledger = new TestLedger();
    const own = post({ text: 'Through a restart' });
    await pds.halt('SIGKILL');
    const first = await attemptDelivery(connector, asAlice({ ledger }), own);
    expect(first).toMatchObject({
      outcome: 'failed',
      error: { details: { kind: 'network_down', code: 'unreachable' } },
    });
    await pds.restart();
    ledger.beginAttempt();
    expect(await attemptDelivery(connector, asAlice({ ledger }), own)).toMatchObject({ outcome: 'published' });
    expect((await postsOf(alice.did)).filter(({ value }) => value.text === own.text)).toHaveLength(1);
  });
});
