import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectControl } from '@polyphony/sdk/emulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, at, bakery, get, idOf, post, roastery, testClock } from './asking.ts';
import { limitedAccounts, startEmulator, type TwitterEmulator } from './index.ts';

let clock: ReturnType<typeof testClock>;
let x: TwitterEmulator;
beforeEach(async () => {
  clock = testClock();
  x = await startEmulator({ port: 0, seed: 1, now: clock.now });
});
afterEach(() => x.close());

const minute = 60_000;
const [selfServe] = limitedAccounts;

describe('a post', () => {
  it('is made, read, listed and removed', async () => {
    const made = await post(x, { text: 'Rye is out' });
    expect(made.status).toBe(201);
    const id = idOf(made);
    expect(made.body).toEqual({ data: { id, text: 'Rye is out', edit_history_tweet_ids: [id] } });
    const read = await get(x, `/2/tweets?ids=${id},7&tweet.fields=created_at,author_id,conversation_id`);
    expect(read.status).toBe(200);
    expect(at(read.body, 'data', 0)).toMatchObject({
      author_id: bakery.externalId,
      conversation_id: id,
      created_at: '2026-03-02T09:00:00.000Z',
    });
    expect(at(read.body, 'errors', 0)).toMatchObject({ resource_id: '7', resource_type: 'tweet' });
    const listed = await get(x, `/2/users/${bakery.externalId}/tweets`);
    expect(at(listed.body, 'meta')).toEqual({ result_count: 1, newest_id: id, oldest_id: id });

    expect((await ask(x, 'DELETE', `/2/tweets/${id}`)).body).toEqual({ data: { deleted: true } });
    expect((await ask(x, 'DELETE', `/2/tweets/${id}`)).status).toBe(404);
    expect(await x.control.posts()).toEqual([]);
  });

  it('is held to the weighted length of who writes it', async () => {
    const long = '日'.repeat(141);
    expect((await post(x, { text: long }, roastery.credentials.accessToken)).status).toBe(403);
    expect((await post(x, { text: '日'.repeat(140) }, roastery.credentials.accessToken)).status).toBe(201);
    const made = await post(x, { text: long });
    expect(made.status).toBe(201);
    const read = await get(x, `/2/tweets/${idOf(made)}?tweet.fields=note_tweet`);
    expect(at(read.body, 'data', 'note_tweet', 'text')).toBe(long);
    expect(Array.from(String(at(read.body, 'data', 'text'))).length).toBeLessThan(280);
  });

  it('refuses what the description does not know', async () => {
    const unknown = await post(x, { text: 'Hi', colour: 'red' });
    expect(unknown.status).toBe(400);
    expect(at(unknown.body, 'errors', 0, 'message')).toContain('$.colour: is not defined in the schema');
    const parameter = await get(x, '/2/tweets?ids=1&colour=red');
    expect(parameter.status).toBe(400);
    expect(at(parameter.body, 'errors', 0, 'parameters')).toEqual({ colour: ['red'] });
    expect((await get(x, '/2/tweets?ids=1&tweet.fields=colour')).status).toBe(400);
    expect((await get(x, '/2/tweets')).status).toBe(400);
    expect((await get(x, '/2/nothing')).status).toBe(404);
  });

  it('is turned away when the same words come again soon', async () => {
    await post(x, { text: 'Rye is out' });
    const again = await post(x, { text: 'Rye is out' });
    expect(again.status).toBe(403);
    expect(again.body).toMatchObject({
      type: 'about:blank',
      detail: expect.stringContaining('duplicate content') as string,
    });
    clock.advance(13 * 60 * minute);
    expect((await post(x, { text: 'Rye is out' })).status).toBe(201);
  });

  it('shows addresses shortened, and some characters as in HTML', async () => {
    const made = await post(x, { text: 'Salt & rye: https://example.com/rye #bread' });
    const read = await get(x, `/2/tweets/${idOf(made)}?tweet.fields=entities`);
    const text = String(at(read.body, 'data', 'text'));
    expect(text).toMatch(/^Salt &amp; rye: https:\/\/t\.co\/\w{10} #bread$/);
    const [url] = [at(read.body, 'data', 'entities', 'urls', 0)];
    expect(url).toMatchObject({ expanded_url: 'https://example.com/rye' });
    expect(text.slice(Number(at(url, 'start')), Number(at(url, 'end')))).toBe(at(url, 'url'));
    expect(at(read.body, 'data', 'entities', 'hashtags', 0, 'tag')).toBe('bread');
    expect(await x.control.posts()).toMatchObject([{ text: 'Salt & rye: https://example.com/rye #bread' }]);
  });

  it('may have a poll, and only one kind of attachment', async () => {
    const poll = { options: ['Rye', 'Spelt'], duration_minutes: 60 };
    const made = await post(x, { text: 'Which?', poll });
    const path = `/2/tweets/${idOf(made)}?expansions=attachments.poll_ids&poll.fields=voting_status,end_datetime`;
    expect(at((await get(x, path)).body, 'includes', 'polls', 0)).toMatchObject({
      voting_status: 'open',
      end_datetime: '2026-03-02T10:00:00.000Z',
      options: [{ label: 'Rye' }, { label: 'Spelt' }],
    });
    clock.advance(61 * minute);
    expect(at((await get(x, path)).body, 'includes', 'polls', 0, 'voting_status')).toBe('closed');
    expect((await post(x, { text: 'Both', poll, quote_tweet_id: idOf(made) })).status).toBe(400);
    expect((await post(x, { text: 'Long', poll: { ...poll, options: ['a'.repeat(26), 'b'] } })).status).toBe(400);
  });

  it('is part of a thread where it answers its own author', async () => {
    const first = idOf(await post(x, { text: 'One' }));
    const second = idOf(await post(x, { text: 'Two', reply: { in_reply_to_tweet_id: first } }));
    const third = await post(x, { text: 'Three', reply: { in_reply_to_tweet_id: second } });
    const read = await get(x, `/2/tweets/${idOf(third)}?tweet.fields=conversation_id,referenced_tweets`);
    expect(at(read.body, 'data')).toMatchObject({
      conversation_id: first,
      referenced_tweets: [{ type: 'replied_to', id: second }],
    });
    const [thread, ...more] = await x.control.posts();
    expect(more).toEqual([]);
    expect(thread).toMatchObject({ id: first, text: 'One', parts: [{ text: 'Two' }, { text: 'Three' }] });
    expect((await post(x, { text: 'Four', reply: { in_reply_to_tweet_id: '7' } })).body).toMatchObject({
      errors: [{ code: 385 }],
    });
    await x.control.remove?.(first);
    expect(await x.control.posts()).toEqual([]);
  });
});

describe('an edit', () => {
  const edit = (id: string, text: string, token?: string) =>
    post(x, { text, edit_options: { previous_post_id: id } }, token);

  it('is a new version, for an hour and five times', async () => {
    const first = idOf(await post(x, { text: 'Rye at 8' }));
    const second = await edit(first, 'Rye at 9');
    expect(second.body).toMatchObject({ data: { edit_history_tweet_ids: [first, idOf(second)] } });
    expect((await edit(first, 'Rye at 10')).status).toBe(403);
    const controls = await get(x, `/2/tweets/${idOf(second)}?tweet.fields=edit_controls`);
    expect(at(controls.body, 'data', 'edit_controls')).toEqual({
      edits_remaining: 4,
      is_edit_eligible: true,
      editable_until: '2026-03-02T10:00:00.000Z',
    });
    expect(await x.control.posts()).toMatchObject([{ id: idOf(second), text: 'Rye at 9' }]);
    clock.advance(60 * minute);
    expect((await edit(idOf(second), 'Rye at 11')).status).toBe(403);
    await ask(x, 'DELETE', `/2/tweets/${first}`);
    expect(await x.control.posts()).toEqual([]);
  });

  it('is for who pays for it', async () => {
    const { accessToken } = roastery.credentials;
    const first = idOf(await post(x, { text: 'Кофе' }, accessToken));
    expect((await edit(first, 'Чай', accessToken)).status).toBe(403);
  });
});

describe('an app that pays per use', () => {
  const { accessToken } = selfServe.credentials;

  it('answers only who called for it', async () => {
    const text = 'Nothing to do with you';
    const { id } = await x.control.insert({ account: bakery.externalId, text, createdAt: clock.now().toISOString() });
    const answer = { text: 'And yet', reply: { in_reply_to_tweet_id: id } };
    expect((await post(x, answer, accessToken)).body).toMatchObject({
      detail: 'You are not permitted to perform this action.',
    });
    const called = await post(x, { text: 'Ask @harbourbooks' });
    const reply = { text: 'Gladly', reply: { in_reply_to_tweet_id: idOf(called) } };
    expect((await post(x, reply, accessToken)).status).toBe(201);
    const own = idOf(await post(x, { text: 'One' }, accessToken));
    const part = { text: 'Two', reply: { in_reply_to_tweet_id: own } };
    expect((await post(x, part, accessToken)).status).toBe(201);
  });

  it('neither quotes nor likes, and names one cashtag', async () => {
    const id = idOf(await post(x, { text: 'Rye is out' }));
    expect((await post(x, { text: 'This', quote_tweet_id: id }, accessToken)).status).toBe(403);
    expect((await post(x, { text: 'This', quote_tweet_id: id })).status).toBe(201);
    const likes = `/2/users/${selfServe.externalId}/likes`;
    const liked = await ask(x, 'POST', likes, { tweet_id: id }, accessToken);
    expect(liked.body).toMatchObject({ reason: 'client-not-enrolled', status: 403 });
    expect((await post(x, { text: '$ACME and $RYE' }, accessToken)).body).toMatchObject({
      detail: expect.stringContaining('maximum of one cashtag') as string,
    });
    await x.control.setTier(selfServe.externalId, 'enterprise');
    expect((await ask(x, 'POST', likes, { tweet_id: id }, accessToken)).body).toEqual({ data: { liked: true } });
  });

  it('pays for each call until nothing is left', async () => {
    await x.control.setBalance(0.216);
    expect((await post(x, { text: 'See https://example.com' })).status).toBe(201);
    expect((await post(x, { text: 'One more' })).status).toBe(201);
    const refused = await post(x, { text: 'And one more' });
    expect(refused.status).toBe(402);
    expect(refused.body).toMatchObject({ title: 'CreditsDepleted' });
    await x.control.setBalance(1);
    expect((await post(x, { text: 'And one more' })).status).toBe(201);
  });
});

describe('limits', () => {
  it('are told with every answer, and kept', async () => {
    const made = await post(x, { text: 'Number 0' });
    expect(Object.fromEntries(made.headers)).toMatchObject({
      'x-rate-limit-limit': '100',
      'x-rate-limit-remaining': '99',
      'x-rate-limit-reset': String((clock.now().getTime() + 15 * minute) / 1000),
      'x-app-limit-24hour-limit': '10000',
    });
    for (let index = 1; index < 100; index++) await post(x, { text: `Number ${index}` });
    const refused = await post(x, { text: 'Number 100' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-rate-limit-remaining')).toBe('0');
    expect((await post(x, { text: 'Mine' }, roastery.credentials.accessToken)).status).toBe(201);
    clock.advance(15 * minute);
    expect((await post(x, { text: 'Number 100' })).status).toBe(201);
  });
});

describe('faults', () => {
  it('are every code that is documented, and one that is not', async () => {
    for (const code of x.control.codes) {
      await x.control.fail({ kind: 'code', code });
      const { status, body, headers } = await post(x, { text: 'Rye is out' });
      expect(status, code).toBeGreaterThanOrEqual(400);
      const isOld = /^\d+$/.test(code);
      if (isOld) expect(body).toMatchObject({ errors: [{ code: Number(code) }] });
      else expect(body).toMatchObject({ status, title: expect.any(String) as string });
      expect(headers.get('x-rate-limit-limit')).not.toBeNull();
    }
    await x.control.fail({ kind: 'code', code: 'unheard-of' });
    expect((await post(x, { text: 'Rye is out' })).body).toMatchObject({
      type: 'https://api.twitter.com/2/problems/unheard-of',
    });
    expect(await x.control.posts()).toEqual([]);
  });

  it('are asked for by hashtags, too', async () => {
    expect((await post(x, { text: 'Buy #x-spam' })).body).toMatchObject({ errors: [{ code: 226 }] });
    expect((await post(x, { text: 'Buy #x-credits' })).status).toBe(402);
    await expect(post(x, { text: 'Gone #x-lost' })).rejects.toThrow();
    expect(await x.control.posts()).toMatchObject([{ text: 'Gone #x-lost' }]);
  });

  it('cut the connection after the post, or before', async () => {
    await x.control.fail({ kind: 'drop_after' });
    await expect(post(x, { text: 'After' })).rejects.toThrow();
    await x.control.fail({ kind: 'drop_before' });
    await expect(post(x, { text: 'Before' })).rejects.toThrow();
    expect(await x.control.posts()).toMatchObject([{ text: 'After' }]);
  });
});

describe('the pages', () => {
  it('show accounts, posts and what is hidden, and say that they are emulated', async () => {
    const { url } = await x.control.insert({
      account: bakery.externalId,
      text: '<b>Rye</b>',
      createdAt: clock.now().toISOString(),
    });
    const read = async (address: string) => (await fetch(address)).text();
    expect(await read(url)).toContain('&lt;b&gt;Rye&lt;/b&gt;');
    expect(await read(`${x.url}/~web/${bakery.handle}`)).toContain('emulated X');
    expect(await read(`${x.url}/`)).toContain('@nomadcoffee_kz');
    expect((await fetch(`${x.url}/nobody`)).status).toBe(404);
  });
});

describe('the control', () => {
  it('is there over HTTP, too', async () => {
    const control = await connectControl(x.url);
    const createdAt = '2026-03-01T09:00:00.000Z';
    const media = [{ url: 'https://example.com/loaf.jpg', altText: 'A loaf' }];
    const { id } = await control.insert({ account: bakery.externalId, text: 'Yesterday', createdAt, media });
    expect(await control.posts()).toEqual([
      {
        id,
        account: bakery.externalId,
        text: 'Yesterday',
        parts: [],
        createdAt,
        media: [{ source: media[0]?.url, altText: 'A loaf' }],
      },
    ]);
    const tell = (path: string, body: object) => ask(x, 'POST', `/_control/${path}`, body);
    expect((await tell('balance', { dollars: 0 })).status).toBe(200);
    expect((await get(x, '/2/users/me')).status).toBe(402);
    expect((await tell('balance', { dollars: 5 })).status).toBe(200);
    expect((await tell('spelling', { spelling: 'new' })).status).toBe(200);
    expect(at((await get(x, `/2/tweets/${id}`)).body, 'data')).toHaveProperty('edit_history_post_ids');
    expect((await tell('tier', { account: bakery.externalId, tier: 'self-serve' })).status).toBe(200);
    expect((await tell('tier', { account: bakery.externalId, tier: 'free' })).status).toBe(400);
  });

  it('takes the address at the end of a text for a card', async () => {
    await post(x, { text: 'Read this https://example.com/rye' });
    expect(await x.control.posts()).toMatchObject([{ text: 'Read this', link: 'https://example.com/rye' }]);
  });
});

describe('the state', () => {
  it('survives the death of the process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'x-emulator-'));
    const start = async () => {
      const main = join(import.meta.dirname, 'main.ts');
      const flags = [
        '--conditions=source',
        '--import',
        'tsx',
        main,
        '--state-file',
        join(folder, 'state'),
        '--seed',
        '3',
      ];
      const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(child.stdout, 'data')) as [Buffer]; // what `data` carries
      return { child, url: String(at(JSON.parse(line.toString()), 'url')) };
    };
    const first = await start();
    try {
      const id = idOf(await post(first, { text: 'Rye is out' }));
      first.child.kill('SIGKILL');
      await once(first.child, 'exit');
      const second = await start();
      try {
        expect(at((await get(second, `/2/tweets/${id}`)).body, 'data', 'text')).toBe('Rye is out');
      } finally {
        second.child.kill('SIGTERM');
        await once(second.child, 'exit');
      }
    } finally {
      first.child.kill('SIGKILL');
      await rm(folder, { recursive: true });
    }
  });
});
