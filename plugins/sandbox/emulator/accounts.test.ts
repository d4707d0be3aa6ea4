import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClock } from '@polyphony/sdk/conformance';
import { listen, type Emulator, type Incoming } from '@polyphony/sdk/emulator';
import { afterEach, describe, expect, test } from 'vitest';
import { demoAccounts, limitedAccounts, startEmulator } from './index.ts';
import { RequestLimit } from './requests.ts';

const [bakery, coffee] = demoAccounts;
const [letters] = limitedAccounts;
const secret = 'a-secret-of-a-test';
const clock = createTestClock();
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

async function start(options: Partial<Parameters<typeof startEmulator>[0]> = {}) {
  const emulator = await startEmulator({ port: 0, seed: 1, now: clock.now, ...options });
  cleaning.push(() => emulator.close());
  const { control } = emulator;
  if (!control?.talk || !control.retell || !control.profile) throw new Error('the sandbox has a control');
  const { talk, retell, profile } = control;
  return { ...emulator, control, talk, retell, profile };
}

async function ask(
  { url }: Pick<Emulator, 'url'>,
  request: string,
  body?: unknown,
  token: string = bakery.credentials.token,
) {
  const [method = '', path = ''] = request.split(' ');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answered = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  const { code } = (answered.error ?? {}) as { code?: string };
  return { status: response.status, headers: response.headers, body: answered, code };
}

const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex');

/** An address that proves that it knows the secret, and takes what it is told while it is `taking`. */
async function startAddress() {
  const told: Record<string, unknown>[] = [];
  const odd: string[] = [];
  const door = { taking: true };
  const { url, close } = await listen(0, () => ({
    part: {},
    handle: ({ method, url: asked, headers, body }: Incoming) => {
      const challenge = asked.searchParams.get('challenge');
      if (method === 'GET' && challenge !== null) return { status: 200, body: sign(`challenge:${challenge}`) };
      if (headers['x-sandbox-signature'] !== `sha256=${sign(body.toString())}`) odd.push(body.toString());
      told.push(JSON.parse(body.toString()) as Record<string, unknown>);
      return door.taking ? { status: 200, body: 'taken' } : { status: 503 };
    },
  }));
  cleaning.push(close);
  return { url, told, odd, door };
}

const at = '2026-01-04T08:00:00.000Z';
const profile = `accounts/${bakery.externalId}/profile`;
const webhook = `accounts/${bakery.externalId}/webhook`;

describe('a profile', () => {
  test('changes in what it is asked to, and shows on the pages', async () => {
    const emulator = await start();
    const { body } = await ask(emulator, `PATCH ${profile}`, { displayName: 'Rīta <Maize>' });
    expect(body).toMatchObject({ displayName: 'Rīta <Maize>', bio: expect.stringContaining('Sourdough') as string });
    expect((await ask(emulator, `GET ${profile}`)).body).toEqual(body);
    expect((await ask(emulator, 'GET accounts')).body).toMatchObject({ accounts: [{ name: 'Rīta <Maize>' }] });
    expect(await (await fetch(`${emulator.url}/@${bakery.handle}`)).text()).toContain('<h1>Rīta &lt;Maize&gt;</h1>');
  });
  test('refuses what is too long or no address, and what is not its own', async () => {
    const emulator = await start();
    expect((await ask(emulator, `PATCH ${profile}`, { displayName: 'a'.repeat(51) })).code).toBe('profile_too_long');
    expect((await ask(emulator, `PATCH ${profile}`, { bio: 'a'.repeat(201) })).code).toBe('profile_too_long');
    expect((await ask(emulator, `PATCH ${profile}`, { avatarUrl: 'javascript:1' })).code).toBe('media_invalid');
    expect((await ask(emulator, `PATCH ${profile}`, { colour: 'red' })).code).toBe('request_invalid');
    expect((await ask(emulator, `GET ${profile}`, undefined, coffee.credentials.token)).code).toBe('account_forbidden');
    expect(await emulator.profile(bakery.externalId)).toMatchObject({ displayName: bakery.name });
  });
});

describe('comments', () => {
  test('are told page by page, and stand below their post', async () => {
    const emulator = await start();
    const { url } = await emulator.control.insert({ account: bakery.externalId, text: 'Buns', createdAt: at });
    for (let index = 1; index <= 60; index++) {
      await emulator.talk({ account: bakery.externalId, kind: 'COMMENTS', text: `Comment <${index}>` });
    }
    const list = (after: number) => ask(emulator, `GET comments?account=${bakery.externalId}&after=${after}`);
    const first = (await list(0)).body as { comments: { id: string; number: number }[]; more: boolean };
    expect([first.comments.length, first.more]).toEqual([50, true]);
    const rest = (await list(first.comments.at(-1)?.number ?? 0)).body as typeof first;
    expect([rest.comments.length, rest.more]).toEqual([10, false]);
    expect(await (await fetch(url)).text()).toContain('Comment &lt;60&gt;');
    const theirs = await ask(
      emulator,
      'POST comments',
      { account: coffee.externalId, replyTo: first.comments[0]?.id, text: 'Mine?' },
      coffee.credentials.token,
    );
    expect(theirs.code).toBe('comment_unknown');
  });
});

describe('an account with fewer rights', () => {
  test('posts texts, and is refused the rest', async () => {
    const emulator = await start();
    const { token } = letters.credentials;
    const posted = await ask(emulator, 'POST posts', { account: letters.externalId, text: 'Hi' }, token);
    expect(posted.status).toBe(201);
    expect((await ask(emulator, 'POST media', { url: 'https://example.com/1' }, token)).code).toBe('right_missing');
    expect((await ask(emulator, `DELETE posts/${String(posted.body.id)}`, undefined, token)).code).toBe(
      'right_missing',
    );
    expect((await ask(emulator, 'GET accounts', undefined, token)).body).toMatchObject({
      accounts: [{ rights: ['text'] }],
    });
  });
});

describe('a webhook', () => {
  test('tells of comments, of posts that are out and of posts that are gone, signed', async () => {
    const emulator = await start();
    const { url, told, odd } = await startAddress();
    expect((await ask(emulator, `PUT ${webhook}`, { url, secret })).status).toBe(204);
    const { body: post } = await ask(emulator, 'POST posts', {
      account: bakery.externalId,
      text: 'Buns',
      delaySeconds: 5,
    });
    await emulator.talk({ account: bakery.externalId, kind: 'COMMENTS', text: 'Nice' });
    expect(await emulator.retell(false)).toBe(0);
    clock.advance(5_000);
    await emulator.retell(false);
    await emulator.control.remove?.(String(post.id));
    await emulator.retell(false);
    expect(told).toMatchObject([
      { type: 'comment.created', account: bakery.externalId, comment: { text: 'Nice', post: post.id } },
      { type: 'post.published', post: { id: post.id, url: post.url } },
      { type: 'post.removed', post: { id: post.id } },
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(3);
    expect(odd).toEqual([]);
  });
  test('is refused where the address does not prove itself, or is on another machine', async () => {
    const emulator = await start();
    const { url } = await startAddress();
    expect((await ask(emulator, `PUT ${webhook}`, { url, secret: 'another-secret-of-a-test' })).code).toBe(
      'webhook_unanswered',
    );
    expect((await ask(emulator, `PUT ${webhook}`, { url: 'https://example.com/hook', secret })).code).toBe(
      'webhook_invalid',
    );
    await emulator.close();
  });
  test('tells again what was not taken, also after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    cleaning.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'state.jsonl');
    const before = await start({ stateFile: file });
    const { url, told, door } = await startAddress();
    await ask(before, `PUT ${webhook}`, { url, secret });
    await before.control.insert({ account: bakery.externalId, text: 'Buns', createdAt: at });
    door.taking = false;
    await before.talk({ account: bakery.externalId, kind: 'COMMENTS', text: 'Nice' });
    expect(await before.retell(false)).toBe(1);
    await before.close();
    door.taking = true;
    const after = await start({ stateFile: file });
    expect(await after.retell(false)).toBe(1);
    expect(await after.retell(false)).toBe(0);
    expect(await after.retell(true)).toBe(1);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect((await ask(after, `DELETE ${webhook}`)).status).toBe(204);
    expect(await after.retell(true)).toBe(0);
  });
});

describe('the limit of requests', () => {
  test('stands in every answer', async () => {
    const emulator = await start();
    const { headers } = await ask(emulator, 'GET accounts');
    expect(headers.get('x-ratelimit-limit')).toBe('10000');
    expect(headers.get('x-ratelimit-remaining')).toBe('9999');
    expect((await ask(emulator, 'GET friends')).headers.get('x-ratelimit-remaining')).toBe('9998');
  });
  test('is of each account, and begins anew with its window', () => {
    const limit = new RequestLimit({ max: 2, windowSeconds: 60 });
    const now = new Date('2026-01-05T09:00:00.000Z');
    const spend = (account: string, seconds = 0) => limit.spend(account, new Date(now.getTime() + seconds * 1000));
    expect([spend('a'), spend('a'), spend('a')].map(({ over }) => over)).toEqual([false, false, true]);
    expect(spend('b').over).toBe(false);
    expect(spend('a', 59).over).toBe(true);
    expect(spend('a', 60)).toMatchObject({ over: false, headers: { 'x-ratelimit-remaining': '1' } });
  });
});
