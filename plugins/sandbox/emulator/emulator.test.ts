import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NetworkError, type Publication } from '@polyphony/sdk';
import { attemptDelivery, createTestCall, createTestClock, TestLedger, type Attempt } from '@polyphony/sdk/conformance';
import { connectControl, type Emulator, type EmulatorControl } from '@polyphony/sdk/emulator';
import { afterEach, describe, expect, test } from 'vitest';
import connector from '../connector.ts';
import { demoAccounts, startEmulator } from './index.ts';

const [bakery, coffee] = demoAccounts;
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

const clock = createTestClock();

async function start(options: Partial<Parameters<typeof startEmulator>[0]> = {}) {
  const emulator = await startEmulator({ port: 0, seed: 1, now: clock.now, ...options });
  cleaning.push(() => emulator.close());
  const { control } = emulator;
  if (!control) throw new Error('the sandbox has a control');
  return { ...emulator, control };
}

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  cleaning.push(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state.jsonl');
}

/** The API as anyone speaks it. */
async function ask({ url }: Pick<Emulator, 'url'>, method: string, path: string, body?: unknown, token?: string) {
  const response = await fetch(`${url}/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token ?? bakery.credentials.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
}

const newPost = (text: string, more: object = {}) => ({ account: bakery.externalId, text, ...more });

/** One delivery, attempted until the test has seen enough. */
function deliver({ url }: Pick<Emulator, 'url'>, own: Partial<Publication>) {
  const ledger = new TestLedger();
  const post: Publication = { format: 'TEXT', text: '', media: [], parts: [], channelId: bakery.externalId, ...own };
  return (): Promise<Attempt> => {
    ledger.beginAttempt();
    const call = createTestCall({ connector, url, credentials: bakery.credentials, ledger, clock });
    return attemptDelivery(connector, call, post);
  };
}

function detailsOf(attempt: Attempt) {
  if (attempt.outcome === 'failed' && attempt.error instanceof NetworkError) return attempt.error.details;
  throw new Error(`no error of the network, but ${attempt.outcome}`);
}

const count = async (control: EmulatorControl) => (await control.posts()).length;

describe('the magic hashtag', () => {
  test('#sandbox-refused is refused', async () => {
    const emulator = await start();
    expect(detailsOf(await deliver(emulator, { text: 'No #sandbox-refused' })())).toMatchObject({
      kind: 'content_rejected',
      code: 'text_refused',
    });
  });

  test('#sandbox-captcha asks for a person until there was one', async () => {
    const emulator = await start();
    const attempt = deliver(emulator, { text: 'Hi #sandbox-captcha' });
    const { kind, actionUrl = '' } = detailsOf(await attempt());
    expect(kind).toBe('challenge_required');
    expect(await (await fetch(actionUrl)).text()).toContain('Are you a person?');
    expect(detailsOf(await attempt()).kind).toBe('challenge_required');
    await fetch(actionUrl, { method: 'POST' });
    expect((await attempt()).outcome).toBe('published');
  });

  test('#sandbox-busy is taken at the third time', async () => {
    const emulator = await start();
    const attempt = deliver(emulator, { text: 'Hi #sandbox-busy' });
    const busy = { kind: 'network_down', code: 'temporarily_unavailable', status: 503 };
    expect(detailsOf(await attempt())).toMatchObject(busy);
    expect(detailsOf(await attempt())).toMatchObject(busy);
    expect((await attempt()).outcome).toBe('published');
    expect(await count(emulator.control)).toBe(1);
  });

  test('#sandbox-limit is taken after three seconds', async () => {
    const emulator = await start();
    const attempt = deliver(emulator, { text: 'Hi #sandbox-limit' });
    const { kind, retryAt } = detailsOf(await attempt());
    expect(kind).toBe('rate_limited');
    expect(retryAt).toEqual(new Date(clock.now().getTime() + 3_000));
    expect((await attempt()).outcome).toBe('published');
  });

  test('#sandbox-flaky loses the answer, and the post is found', async () => {
    const emulator = await start();
    const attempt = deliver(emulator, { text: 'Hi #sandbox-flaky' });
    expect(detailsOf(await attempt()).kind).toBe('outcome_unknown');
    expect(await attempt()).toMatchObject({ outcome: 'published' });
    expect(await count(emulator.control)).toBe(1);
  });

  test('#sandbox-lost loses the answer, and nobody can tell', async () => {
    const emulator = await start();
    const attempt = deliver(emulator, { text: 'Hi #sandbox-lost' });
    expect(detailsOf(await attempt()).kind).toBe('outcome_unknown');
    expect(await attempt()).toMatchObject({ outcome: 'unconfirmed' });
    expect(await count(emulator.control)).toBe(1);
  });
});

describe('the API', () => {
  test('takes two posts with one reference for two posts', async () => {
    const emulator = await start();
    for (const text of ['One', 'Two']) await ask(emulator, 'POST', 'posts', newPost(text, { reference: 'same' }));
    const { body } = await ask(emulator, 'GET', `posts?account=${bakery.externalId}&reference=same`);
    expect(body?.posts).toMatchObject([{ text: 'Two' }, { text: 'One' }]);
  });

  test('keeps a post in processing as long as it is told to', async () => {
    const emulator = await start();
    const { status, body } = await ask(emulator, 'POST', 'posts', newPost('Later', { delaySeconds: 5 }));
    expect([status, body?.state]).toEqual([202, 'processing']);
    expect((await fetch(String(body?.url))).status).toBe(404);
    clock.advance(5_000);
    expect((await ask(emulator, 'GET', `posts/${String(body?.id)}`)).body?.state).toBe('published');
    expect((await fetch(String(body?.url))).status).toBe(200);
  });

  test('refuses what it does not know', async () => {
    const emulator = await start();
    expect((await ask(emulator, 'POST', 'posts', newPost('Hi', { colour: 'red' }))).body).toMatchObject({
      error: { code: 'request_invalid' },
    });
    expect((await ask(emulator, 'GET', 'accounts?all=1')).status).toBe(400);
    expect((await ask(emulator, 'GET', 'friends')).body).toMatchObject({ error: { code: 'route_unknown' } });
    expect((await ask(emulator, 'GET', 'accounts', undefined, 'other')).status).toBe(401);
    const html = { method: 'POST', headers: { authorization: `Bearer ${bakery.credentials.token}` }, body: '{}' };
    expect((await fetch(`${emulator.url}/v1/posts`, html)).status).toBe(400);
  });

  test('keeps accounts apart', async () => {
    const emulator = await start();
    const { body } = await ask(emulator, 'POST', 'posts', newPost('Mine'));
    const token = coffee.credentials.token;
    expect((await ask(emulator, 'GET', `posts/${String(body?.id)}`, undefined, token)).status).toBe(404);
    expect((await ask(emulator, 'DELETE', `posts/${String(body?.id)}`, undefined, token)).status).toBe(404);
    expect((await ask(emulator, 'POST', 'posts', newPost('Theirs'), token)).status).toBe(403);
    const { body: media } = await ask(emulator, 'POST', 'media', { url: 'https://example.com/1' }, token);
    expect((await ask(emulator, 'POST', 'posts', newPost('', { media: [media?.id] }))).body).toMatchObject({
      error: { code: 'media_unknown' },
    });
  });

  test('makes the same ids of the same seed', async () => {
    const idOf = async (seed: number) => (await ask(await start({ seed }), 'POST', 'posts', newPost('Hi'))).body?.id;
    expect(await idOf(7)).toBe(await idOf(7));
    expect(await idOf(7)).not.toBe(await idOf(8));
  });
});

describe('the pages', () => {
  test('escape what people wrote, and show pictures with their alt texts', async () => {
    const emulator = await start();
    const { url } = await emulator.control.insert({
      account: bakery.externalId,
      text: '<script>alert("1")</script> & more',
      createdAt: '2025-12-24T08:00:00.000Z',
      media: [{ url: 'https://example.com/bun.jpg?a=1&b=2', altText: 'A "bun" <3' }],
    });
    const page = await (await fetch(url)).text();
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more');
    expect(page).toContain('src="https://example.com/bun.jpg?a=1&amp;b=2" alt="A &quot;bun&quot; &lt;3"');
    expect(page).toContain('24 December 2025');
    expect(page).not.toContain('<script');
    expect(page).toContain('emulated');
  });

  test('list an account, newest first', async () => {
    const emulator = await start();
    for (const day of ['02', '03', '01']) {
      const createdAt = `2026-01-${day}T08:00:00.000Z`;
      await emulator.control.insert({ account: coffee.externalId, text: `Post of day ${day}`, createdAt });
    }
    const page = await (await fetch(`${emulator.url}/@${coffee.handle}`)).text();
    expect([...page.matchAll(/Post of day (\d+)/g)].map(([, day]) => day)).toEqual(['03', '02', '01']);
    expect((await fetch(`${emulator.url}/@nobody`)).status).toBe(404);
    expect(await (await fetch(emulator.url)).text()).toContain(bakery.name);
  });
});

describe('the process', () => {
  test('takes any port where the wished one is taken', async () => {
    const first = await start();
    const second = await start({ port: Number(new URL(first.url).port) });
    expect(second.url).not.toBe(first.url);
    expect((await ask(second, 'GET', 'accounts')).status).toBe(200);
  });

  test('closes though a client holds a connection and another waits for an answer', async () => {
    const emulator = await startEmulator({ port: 0, seed: 1 });
    const idle = createConnection(Number(new URL(emulator.url).port), '127.0.0.1').on('error', () => undefined);
    await once(idle, 'connect');
    await emulator.control?.fail({ kind: 'slow', ms: 60_000, on: 'any' });
    const waiting = ask(emulator, 'GET', 'accounts').catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await emulator.close();
    expect(await waiting).toBe('cut');
    idle.destroy();
  });

  test('ignores half a line that a dying process left, and goes on behind it', async () => {
    const file = stateFile();
    const before = await start({ stateFile: file });
    await ask(before, 'POST', 'posts', newPost('Žagariņi, kept'));
    await before.close();
    appendFileSync(file, '{"change":"post","post":{"id":"post_ha');
    const after = await start({ stateFile: file });
    await ask(after, 'POST', 'posts', newPost('Next'));
    const third = await start({ stateFile: file });
    expect((await third.control.posts()).map(({ text }) => text)).toEqual(['Žagariņi, kept', 'Next']);
    expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
  });

  test('remembers everything that it answered when it was killed', { timeout: 30_000 }, async () => {
    const file = stateFile();
    const run = async () => {
      const main = fileURLToPath(new URL('./main.ts', import.meta.url));
      const args = ['--conditions=source', '--import', 'tsx', main, '--state-file', file];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      cleaning.push(() => child.kill('SIGKILL'));
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      return { child, url: (JSON.parse(line) as { url: string }).url };
    };
    const first = await run();
    const reference = 'ref-1';
    await ask(first, 'POST', 'posts', newPost('Hi #sandbox-limit', { reference }));
    const control = await connectControl(first.url);
    await control.fail({ kind: 'drop_after' });
    await expect(ask(first, 'POST', 'posts', newPost('Hi #sandbox-limit', { reference }))).rejects.toThrow();
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await run();
    const posts = await (await connectControl(second.url)).posts();
    expect(posts).toMatchObject([{ text: 'Hi #sandbox-limit', reference }]);
    expect((await ask(second, 'POST', 'posts', newPost('Hi #sandbox-limit', { reference }))).status).toBe(201);
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });

  test('serves its control over HTTP', async () => {
    const emulator = await start();
    const control = await connectControl(emulator.url);
    expect(control.codes).toEqual(emulator.control.codes);
    const { id } = await control.insert({ account: bakery.externalId, text: 'Old', createdAt: '2025-06-01T08:00:00Z' });
    expect(await control.posts()).toMatchObject([{ id, text: 'Old', createdAt: '2025-06-01T08:00:00Z' }]);
    await expect(control.insert({ account: 'nobody', text: 'Old', createdAt: '2025-06-01T08:00:00Z' })).rejects.toThrow(
      '400',
    );
  });
});
