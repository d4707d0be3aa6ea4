import { createTestClock } from '@polyphony/sdk/conformance';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, createdAt, postRecord, put, type Where } from './asking.ts';
import { demoAccounts, startAppView, startEmulator } from './index.ts';

const [{ externalId: did, credentials }] = demoAccounts;
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

const day = 24 * 60 * 60 * 1000;

async function start(seed = 1) {
  const clock = createTestClock();
  const emulator = await startEmulator({ port: 0, seed, now: clock.now });
  cleaning.push(() => emulator.close());
  const { control } = emulator;
  if (!control?.talk || !control.messages || !control.count || !control.withhold)
    throw new Error('all parts are there');
  return { ...emulator, clock, control: { ...control, talk: control.talk, messages: control.messages } };
}

interface Notification {
  readonly uri: string;
  readonly reason: string;
  readonly reasonSubject?: string;
  readonly indexedAt: string;
  readonly record: { readonly text?: string };
}

async function notificationsOf(where: Where, query = '', token?: string) {
  const { body } = await ask(where, `app.bsky.notification.listNotifications?limit=100${query}`, undefined, token);
  return { notifications: body.notifications as readonly Notification[], cursor: body.cursor as string | undefined };
}

async function countsOf(where: Where, uri: string, token?: string) {
  const { body } = await ask(where, `app.bsky.feed.getPosts?uris=${encodeURIComponent(uri)}`, undefined, token);
  return (body.posts as readonly Readonly<Record<string, number>>[])[0];
}

describe('people', () => {
  test('do nothing at first, and more and more as the clock goes on, until they have forgotten', async () => {
    const emulator = await start();
    const { uri } = (await put(emulator, postRecord())).body as { uri: string };
    const likes: number[] = [];
    for (const hours of [0, 1, 24, 24 * 7, 24 * 70]) {
      emulator.clock.advance(hours * 60 * 60 * 1000);
      likes.push((await countsOf(emulator, uri))?.likeCount ?? 0);
    }
    expect(likes[0]).toBe(0);
    expect(likes[2]).toBeGreaterThan(3);
    expect(likes).toEqual([...likes].sort((a, b) => a - b));
    expect(likes[4]).toBe(likes[3]);
  });

  test('do the same on every run of the same seed', async () => {
    const heard = async (seed: number) => {
      const emulator = await start(seed);
      await put(emulator, postRecord());
      emulator.clock.advance(7 * day);
      return (await notificationsOf(emulator)).notifications;
    };
    const first = await heard(7);
    expect(first.length).toBeGreaterThan(5);
    expect(await heard(7)).toEqual(first);
    expect(await heard(8)).not.toEqual(first);
    expect(new Set(first.map(({ uri }) => uri)).size).toBe(first.length);
  });

  test('are counted as often as they are told of', async () => {
    const emulator = await start();
    const { uri } = (await put(emulator, postRecord())).body as { uri: string };
    emulator.clock.advance(30 * day);
    const { notifications } = await notificationsOf(emulator);
    const told = (reason: string) =>
      notifications.filter((one) => one.reason === reason && one.reasonSubject === uri).length;
    expect(await countsOf(emulator, uri)).toMatchObject({
      likeCount: told('like'),
      repostCount: told('repost'),
      replyCount: told('reply'),
      quoteCount: told('quote'),
    });
    const { body } = await ask(emulator, `app.bsky.actor.getProfile?actor=${did}`);
    const followers = notifications.filter(({ reason }) => reason === 'follow').length;
    expect(body.followersCount).toBe(1_284 + followers);
  });

  test('say nothing where nobody may answer', async () => {
    const emulator = await start();
    for (let index = 0; index < 6; index++) {
      const rkey = `3mbp${'234567'[index]}aaaaaaaa`;
      const { body } = await put(emulator, postRecord({ text: `Post ${index}` }), { rkey });
      await put(
        emulator,
        { $type: 'app.bsky.feed.threadgate', post: body.uri, allow: [], createdAt },
        { rkey, collection: 'app.bsky.feed.threadgate' },
      );
    }
    emulator.clock.advance(30 * day);
    const { notifications } = await notificationsOf(emulator);
    expect(notifications.filter(({ reason }) => reason === 'like').length).toBeGreaterThan(10);
    expect(notifications.filter(({ reason }) => reason === 'reply')).toEqual([]);
  });

  test('are heard page by page, newest first, with nothing between the pages', async () => {
    const emulator = await start();
    await put(emulator, postRecord());
    for (let index = 0; index < 25; index++) {
      // Three at each instant.
      if (index % 3 === 0) emulator.clock.advance(1_000);
      await emulator.control.talk({ account: did, kind: 'COMMENTS', text: `Number ${index}` });
    }
    const all: Notification[] = [];
    let cursor = '';
    do {
      const query = `&limit=7&reasons=reply&reasons=mention${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await ask(emulator, `app.bsky.notification.listNotifications?${query.slice(1)}`);
      all.push(...(body.notifications as Notification[]));
      cursor = (body.cursor as string | undefined) ?? '';
      await emulator.control.talk({ account: did, kind: 'MENTION', text: 'Meanwhile' });
    } while (cursor !== '');
    const numbers = all.flatMap(({ record }) => /Number (\d+)/.exec(record.text ?? '')?.[1] ?? []).map(Number);
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
  });

  test('talk in threads, and can be hidden and liked', async () => {
    const emulator = await start();
    const { body: root } = await put(emulator, postRecord());
    const { id } = await emulator.control.talk({ account: did, kind: 'COMMENTS', text: 'Is it warm?' });
    const thread = async () =>
      (await ask(emulator, `app.bsky.feed.getPostThread?uri=${encodeURIComponent(String(root.uri))}`)).body as {
        readonly thread: {
          readonly replies: readonly { readonly post: { readonly uri: string; readonly viewer: object } }[];
        };
        readonly threadgate?: object;
      };
    expect((await thread()).thread.replies.map(({ post }) => post.uri)).toEqual([id]);
    const place = { rkey: String(root.uri).split('/').at(-1), collection: 'app.bsky.feed.threadgate' };
    const gate = { $type: place.collection, post: root.uri, hiddenReplies: [id], createdAt };
    await put(emulator, gate, place);
    const subject = { uri: id, cid: root.cid };
    await put(emulator, { $type: 'app.bsky.feed.like', subject, createdAt }, { collection: 'app.bsky.feed.like' });
    expect(await emulator.control.messages()).toMatchObject([{ id, hidden: true, liked: true, ours: false }]);
    expect((await thread()).threadgate).toMatchObject({ record: gate });
    expect((await thread()).thread.replies[0]?.post.viewer).toHaveProperty('like');
    const page = `${emulator.url}/profile/${did}/post/${place.rkey}`;
    expect(await (await fetch(page)).text()).not.toContain('Is it warm?');
    const missing = await ask(
      emulator,
      `app.bsky.feed.getPostThread?uri=${encodeURIComponent(`${String(root.uri)}x`)}`,
    );
    expect([missing.status, missing.body.error]).toEqual([400, 'NotFound']);
  });
});

describe('the AppView alone', () => {
  test('tells what a server elsewhere holds, and what a test makes people do', async () => {
    const server = await start();
    const appView = await startAppView({ port: 0, seed: 1, now: server.clock.now, server: server.url });
    cleaning.push(() => appView.close());
    const { body } = await put(server, postRecord());
    const uri = String(body.uri);
    // As a server signs it; nobody looks at the signature.
    const token = `x.${Buffer.from(JSON.stringify({ iss: did })).toString('base64url')}.x`;
    expect(await countsOf(appView, uri, token)).toMatchObject({ likeCount: 0, author: { displayName: 'Rīta Maize' } });
    for (const kind of ['like', 'repost', 'reply', 'quote', 'mention'] as const) {
      await appView.control.react({ kind, account: did, text: `By ${kind}` });
    }
    await appView.control.count({ account: did, post: uri, name: 'likeCount', add: 10 });
    const once = { likeCount: 11, repostCount: 1, replyCount: 1, quoteCount: 1 };
    expect(await countsOf(appView, uri, token)).toMatchObject(once);
    await appView.control.withhold('likeCount');
    expect(await countsOf(appView, uri, token)).not.toHaveProperty('likeCount');
    const { notifications } = await notificationsOf(appView, '', token);
    expect(notifications.map(({ reason }) => reason)).toEqual(['mention', 'quote', 'reply', 'repost', 'like']);
    expect(await appView.control.messages()).toMatchObject([
      { text: 'By reply', kind: 'COMMENTS' },
      { text: 'By quote', kind: 'MENTION' },
      { text: 'By mention', kind: 'MENTION' },
    ]);
    expect((await ask(appView, 'com.atproto.server.describeServer')).status).toBe(501);
    expect((await notificationsOf(server, '', credentials.accessJwt)).notifications).toEqual([]);
  });
});
