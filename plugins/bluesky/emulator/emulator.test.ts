import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createTestClock } from '@polyphony/sdk/conformance';
import { connectControl } from '@polyphony/sdk/emulator';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, createdAt, placeOf, postRecord as post, put, upload } from './asking.ts';
import { cidOfRecord } from './cid.ts';
import { demoAccounts, startEmulator } from './index.ts';
import { isTid, tidAt } from './tid.ts';

const [bakery, roastery] = demoAccounts;
const did = bakery.externalId;
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

async function start(options: Partial<Parameters<typeof startEmulator>[0]> = {}) {
  const clock = createTestClock();
  const emulator = await startEmulator({ port: 0, seed: 1, now: clock.now, ...options });
  cleaning.push(() => emulator.close());
  const { control } = emulator;
  if (!control) throw new Error('the emulator has a control');
  return { ...emulator, control, clock };
}

describe('names', () => {
  test('of records are those of the protocol', () => {
    expect(cidOfRecord({})).toBe('bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua');
    expect(cidOfRecord({ b: 1, a: [true, null, 'é'] })).toBe(cidOfRecord({ a: [true, null, 'é'], b: 1 }));
    expect(() => cidOfRecord({ a: 0.5 })).toThrow('integers');
  });
  test('of places grow with the time', () => {
    const keys = [tidAt(1_000_000, 5), tidAt(1_000_000, 6), tidAt(1_000_001, 0), tidAt(Date.parse(createdAt))];
    expect(keys).toEqual([...keys].sort());
    expect(keys.every(isTid)).toBe(true);
  });
});

describe('records', () => {
  test('are the same when they are put again, and change only where a swap allows it', async () => {
    const emulator = await start();
    const first = await put(emulator, post());
    expect(first).toMatchObject({ status: 200, body: { uri: `at://${did}/app.bsky.feed.post/${placeOf()}` } });
    expect((await put(emulator, post())).body).toEqual({ ...first.body, commit: undefined });
    expect(await emulator.control.posts()).toHaveLength(1);
    const changed = await put(emulator, post({ text: 'Two' }), { swapRecord: first.body.cid });
    expect(changed.body.cid).not.toBe(first.body.cid);
    expect((await put(emulator, post(), { swapRecord: first.body.cid })).body.error).toBe('InvalidSwap');
    expect((await put(emulator, post(), { swapRecord: null })).body.error).toBe('InvalidSwap');
    const at = { repo: bakery.handle, collection: 'app.bsky.feed.post', rkey: placeOf() };
    const found = await ask(emulator, `com.atproto.repo.getRecord?${new URLSearchParams(at)}`, undefined, '');
    expect(found.body).toMatchObject({ cid: changed.body.cid, value: { text: 'Two' } });
    for (let times = 0; times < 2; times++) {
      expect((await ask(emulator, 'com.atproto.repo.deleteRecord', { ...at, repo: did })).status).toBe(200);
    }
    expect((await ask(emulator, `com.atproto.repo.getRecord?${new URLSearchParams(at)}`)).body.error).toBe(
      'RecordNotFound',
    );
  });

  const emoji = '👩‍🍳';
  test.for([
    [
      'over 300 characters',
      post({ text: emoji.repeat(301) }),
      'Invalid app.bsky.feed.post record: grapheme too big (maximum 300, got 301) at $.record.text',
    ],
    ['over 3000 bytes', post({ text: `e${'\u0301'.repeat(1500)}` }), 'string too big (maximum 3000, got 3001)'],
    ['no time', post({ createdAt: undefined }), 'Missing required key "createdAt" at $.record'],
    ['a wrong time', post({ createdAt: 'yesterday' }), 'Invalid datetime (got "yesterday") at $.record.createdAt'],
    ['an unknown key', post({ colour: 'red' }), 'Unknown key "colour" at $.record'],
    ['four languages', post({ langs: ['ru', 'kk', 'lv', 'en'] }), 'array too big (maximum 3, got 4) at $.record.langs'],
    ['a picture that nobody uploaded', post({ embed: pictures(1) }), 'Could not find blob'],
    ['five pictures', post({ embed: pictures(5) }), 'array too big (maximum 4, got 5) at $.record.embed.images'],
    [
      'a picture of over 1 MB',
      post({ embed: pictures(1, { size: 1_000_001 }) }),
      'blob too big (maximum 1000000, got 1000001) at $.record.embed.images[0].image',
    ],
    ['no alt text', post({ embed: pictures(1, { alt: undefined }) }), 'Missing required key "alt"'],
    ['a facet behind the text', post({ text: 'ē', facets: facets(0, 3) }), 'Expected a slice of the text (2 bytes)'],
    ['a facet within a letter', post({ text: 'ēa', facets: facets(0, 1) }), 'Expected a slice of the text'],
    ['a facet of nothing', post({ text: 'ēa', facets: facets(2, 2) }), 'Expected a slice of the text'],
    ['another type', { ...post(), $type: 'app.bsky.feed.like' }, 'Invalid $type'],
  ] as const)('with %s are refused', async ([, record, message]) => {
    const emulator = await start();
    const { status, body } = await put(emulator, record);
    expect(status).toBe(400);
    expect(body.message).toContain(message);
    expect(await emulator.control.posts()).toHaveLength(0);
  });

  function pictures(count: number, own: { readonly size?: number; readonly alt?: string | undefined } = {}) {
    const ref = { $link: 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku' };
    const { size = 70, ...described } = own;
    const image = { $type: 'blob', ref, mimeType: 'image/png', size };
    return {
      $type: 'app.bsky.embed.images',
      images: Array.from({ length: count }, () => ({ image, alt: 'Bread', ...described })),
    };
  }
  function facets(byteStart: number, byteEnd: number) {
    return [{ index: { byteStart, byteEnd }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'a' }] }];
  }

  test('hold what was uploaded by the same account, under its own type', async () => {
    const emulator = await start();
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    const { body } = await upload(emulator, png, 'image/jpeg');
    expect(body.blob).toMatchObject({ mimeType: 'image/png', size: png.length });
    const embed = (image: unknown) => ({ $type: 'app.bsky.embed.images', images: [{ image, alt: 'Bread' }] });
    expect((await put(emulator, post({ embed: embed(body.blob) }))).status).toBe(200);
    const sha256 = createHash('sha256').update(png).digest('hex');
    expect((await emulator.control.posts())[0]?.media).toEqual([{ source: `sha256:${sha256}`, altText: 'Bread' }]);

    const jpeg = { ...(body.blob as object), mimeType: 'image/jpeg' };
    expect((await put(emulator, post({ embed: embed(jpeg) }))).body.error).toBe('InvalidMimeType');
    const theirs = { repo: roastery.externalId, collection: 'app.bsky.feed.post', rkey: placeOf() };
    const record = post({ embed: embed(body.blob) });
    const asRoastery = roastery.credentials.accessJwt;
    expect((await ask(emulator, 'com.atproto.repo.putRecord', { ...theirs, record }, asRoastery)).body.error).toBe(
      'BlobNotFound',
    );
    expect((await ask(emulator, 'com.atproto.repo.putRecord', { ...theirs, record })).status).toBe(401);
  });

  test('are written at once or not at all', async () => {
    const emulator = await start();
    const create = (rkey: string, value: object) => ({
      $type: 'com.atproto.repo.applyWrites#create',
      collection: 'app.bsky.feed.post',
      rkey,
      value,
    });
    const apply = (...writes: object[]) => ask(emulator, 'com.atproto.repo.applyWrites', { repo: did, writes });
    const bad = await apply(create(placeOf(1), post()), create(placeOf(2), post({ text: 'a'.repeat(301) })));
    expect(bad.status).toBe(400);
    expect(await emulator.control.posts()).toHaveLength(0);
    const { body } = await apply(create(placeOf(1), post()), create(placeOf(2), post({ text: 'Two' })));
    expect(body.results).toMatchObject([{ validationStatus: 'valid' }, { validationStatus: 'valid' }]);
    expect(await emulator.control.posts()).toHaveLength(2);
    expect((await apply(create(placeOf(1), post()))).status).toBe(500);
  });

  test('are listed in pages, in either direction', async () => {
    const emulator = await start();
    for (let index = 0; index < 5; index++) {
      await put(emulator, post({ text: `Post ${index}` }), { rkey: placeOf(index) });
    }
    const list = async (parameters: Record<string, string>) => {
      const query = new URLSearchParams({ repo: did, collection: 'app.bsky.feed.post', limit: '2', ...parameters });
      const { body } = await ask(emulator, `com.atproto.repo.listRecords?${query}`, undefined, '');
      const records = body.records as { value: { text: string } }[];
      return { texts: records.map(({ value }) => value.text), cursor: String(body.cursor) };
    };
    const first = await list({});
    expect(first.texts).toEqual(['Post 4', 'Post 3']);
    expect((await list({ cursor: first.cursor })).texts).toEqual(['Post 2', 'Post 1']);
    expect((await list({ reverse: 'true', cursor: placeOf(2) })).texts).toEqual(['Post 3', 'Post 4']);
  });

  test('are threads where an account answers itself, and posts of their own where the first is gone', async () => {
    const emulator = await start();
    const refOf = ({ body }: { body: object }) => body as { uri: string; cid: string };
    const root = refOf(await put(emulator, post({ text: 'One' })));
    const reply = (parent: object) => ({ reply: { root: { uri: root.uri, cid: root.cid }, parent } });
    const second = refOf(
      await put(emulator, post({ text: 'Two', ...reply({ uri: root.uri, cid: root.cid }) }), { rkey: placeOf(1) }),
    );
    const third = { text: 'Three', ...reply({ uri: second.uri, cid: second.cid }) };
    await put(emulator, post(third), { rkey: placeOf(2) });
    const texts = async () =>
      (await emulator.control.posts()).map(({ text, parts = [] }) => [text, ...parts.map((part) => part.text)]);
    expect(await texts()).toEqual([['One', 'Two', 'Three']]);
    await ask(emulator, 'com.atproto.repo.deleteRecord', {
      repo: did,
      collection: 'app.bsky.feed.post',
      rkey: placeOf(),
    });
    expect(await texts()).toEqual([['Two'], ['Three']]);
  });
});

describe('the API', () => {
  test('refuses what it does not know', async () => {
    const emulator = await start();
    expect((await ask(emulator, 'com.atproto.repo.uploadEverything')).status).toBe(501);
    expect((await ask(emulator, 'com.atproto.server.describeServer?all=1')).body.error).toBe('InvalidRequest');
    expect((await ask(emulator, 'com.atproto.repo.putRecord')).body.message).toContain('expected POST');
    expect((await put(emulator, post(), { colour: 'red' })).body.message).toBe('Unknown key "colour" at $');
    expect((await put(emulator, post(), { rkey: 'first' })).body.message).toContain('Invalid TID string');
    expect((await put(emulator, post(), { repo: 'did:plc:nobody' })).body.error).toBe('AccountNotFound');
    const nobody = 'com.atproto.identity.resolveHandle?handle=nobody.test';
    expect((await ask(emulator, nobody)).body.message).toBe('Unable to resolve handle');
    const form = await fetch(`${emulator.url}/xrpc/com.atproto.server.createSession`, { method: 'POST', body: '{}' });
    expect(form.status).toBe(400);
  });
  test('counts what an account writes', async () => {
    const emulator = await start();
    const { headers } = await put(emulator, post());
    expect(headers.get('ratelimit-policy')).toBe('5000;w=3600');
    expect(headers.get('ratelimit-remaining')).toBe('4998');
    expect((await ask(emulator, 'com.atproto.server.getSession')).headers.get('ratelimit-limit')).toBe('3000');
  });
});

describe('the pages', () => {
  test('escape what people wrote, run nothing, and show pictures with their alt texts', async () => {
    const emulator = await start();
    const media = [{ url: 'https://example.com/bun.jpg', altText: 'A "bun" <3' }];
    const { url } = await emulator.control.insert({
      account: did,
      text: '<script>alert("1")</script>',
      createdAt,
      media,
    });
    expect(url).toMatch(new RegExp(`/profile/${bakery.handle}/post/`));
    const response = await fetch(url);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(page).toContain('alt="A &quot;bun&quot; &lt;3"');
    expect(page).not.toContain('<script');
    const [, picture] = /<img src="(.+?)"/.exec(page) ?? [];
    const there = await fetch(`${emulator.url}${picture}`, { redirect: 'manual' });
    expect(there.headers.get('location')).toBe('https://example.com/bun.jpg');
    expect(await (await fetch(`${emulator.url}/profile/${did}`)).text()).toContain('Rīta Maize');
    expect((await fetch(`${emulator.url}/profile/nobody.test`)).status).toBe(404);
    expect(await (await fetch(emulator.url)).text()).toContain('emulated');
  });
});

describe('the process', () => {
  test('goes on behind half a line, and makes the same answers of the same seed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bluesky-'));
    cleaning.push(() => rmSync(folder, { recursive: true }));
    const stateFile = join(folder, 'state.jsonl');
    const before = await start({ stateFile });
    await put(before, post({ text: 'Žagariņi, kept' }));
    await before.close();
    appendFileSync(stateFile, '{"change":"written","rec');
    const after = await start({ stateFile });
    await put(after, post({ text: 'Next' }), { rkey: placeOf(1) });
    const third = await start({ stateFile });
    expect((await third.control.posts()).map(({ text }) => text)).toEqual(['Žagariņi, kept', 'Next']);
  });

  test('remembers everything that it answered when it was killed', { timeout: 30_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bluesky-'));
    cleaning.push(() => rmSync(folder, { recursive: true }));
    const run = async () => {
      const main = fileURLToPath(new URL('./main.ts', import.meta.url));
      const args = ['--conditions=source', '--import', 'tsx', main, '--state-file', join(folder, 'state.jsonl')];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      cleaning.push(() => child.kill('SIGKILL'));
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      return { child, url: (JSON.parse(line) as { url: string }).url };
    };
    const first = await run();
    const login = { identifier: bakery.handle, password: bakery.typed.appPassword };
    const { body: session } = await ask(first, 'com.atproto.server.createSession', login, '');
    const control = await connectControl(first.url);
    await control.fail({ kind: 'drop_after', skip: 1 });
    const { body } = await put(first, post());
    await expect(put(first, post({ text: 'Lost' }), { rkey: placeOf(1) })).rejects.toThrow();
    await control.talk({ account: did, kind: 'COMMENTS', text: 'Still warm?', post: String(body.uri) });
    await control.count({ account: did, name: 'followersCount', add: 5 });
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await run();
    const again = await connectControl(second.url);
    expect((await again.posts()).map(({ text }) => text)).toEqual(['Rye is out', 'Lost']);
    expect(await again.messages()).toMatchObject([{ text: 'Still warm?', replyTo: body.uri, ours: false }]);
    const profile = await ask(second, `app.bsky.actor.getProfile?actor=${did}`, undefined, String(session.accessJwt));
    expect(profile.body).toMatchObject({ followersCount: 1_289, displayName: 'Rīta Maize' });
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });
});
