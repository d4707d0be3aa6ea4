import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoTokens } from './index.ts';
import { bakery, coffee, hour, minute, openNetwork, ownerId, start, type Network } from './test-client.ts';

let vk: Network;
beforeEach(async () => {
  vk = await openNetwork();
});
afterEach(() => vk.close());

const groupId = -ownerId;
const account = bakery.externalId;
const { communityKey } = demoTokens;

interface CommentView {
  readonly id: number;
  readonly from_id: number;
  readonly text: string;
  readonly date: number;
  readonly thread?: { readonly count: number; readonly items: readonly CommentView[] };
}
interface Comments {
  readonly count: number;
  readonly current_level_count: number;
  readonly items: readonly CommentView[];
}

const publish = async (message = 'Хлеб') =>
  (await vk.ask<{ post_id: number }>('wall.post', { owner_id: ownerId, from_group: 1, message })).post_id;
const comments = (post: number, given: Parameters<Network['ask']>[1] = {}) =>
  vk.ask<Comments>('wall.getComments', { owner_id: ownerId, post_id: post, count: 100, ...given });
const say = (text: string, post?: number) =>
  vk.control.talk({ account, kind: 'COMMENTS', text, ...(post !== undefined && { post: `${ownerId}_${post}` }) });

describe('a comment', () => {
  test('is answered in the name of the community, once for one guid', async () => {
    const post = await publish();
    const { id } = await say('Сколько стоит?');
    const comment = Number(id.split('_')[1]);
    const given = {
      owner_id: ownerId,
      post_id: post,
      from_group: groupId,
      reply_to_comment: comment,
      message: 'Три евро',
      guid: 'r-1',
    };
    const answer = await vk.ask<{ comment_id: number }>('wall.createComment', given, communityKey);
    expect(answer).toMatchObject({ parents_stack: [comment] });
    expect(await vk.ask('wall.createComment', given, communityKey)).toEqual(answer);
    expect(await comments(post, { thread_items_count: 10 })).toMatchObject({
      count: 2,
      current_level_count: 1,
      items: [{ id: comment, text: 'Сколько стоит?', thread: { count: 1, items: [{ from_id: ownerId }] } }],
    });
    expect((await comments(post, { comment_id: comment })).items).toMatchObject([{ text: 'Три евро' }]);
    expect(await vk.control.messages()).toEqual([
      {
        id,
        account,
        kind: 'COMMENTS',
        text: 'Сколько стоит?',
        replyTo: `${ownerId}_${post}`,
        ours: false,
        hidden: false,
        liked: false,
      },
      {
        id: `${ownerId}_${answer.comment_id}`,
        account,
        kind: 'COMMENTS',
        text: 'Три евро',
        replyTo: id,
        ours: true,
        hidden: false,
        liked: false,
      },
    ]);
  });

  test('is edited, deleted and restored', async () => {
    const post = await publish();
    const { comment_id: id } = await vk.ask<{ comment_id: number }>('wall.createComment', {
      owner_id: ownerId,
      post_id: post,
      from_group: groupId,
      message: 'Первый',
    });
    const at = { owner_id: ownerId, comment_id: id };
    expect(await vk.ask('wall.editComment', { ...at, message: 'Правленый' })).toBe(1);
    expect(await vk.ask('wall.getComment', at)).toMatchObject({ items: [{ text: 'Правленый' }] });
    expect(await vk.refused('wall.restoreComment', at)).toMatchObject({ error_code: 243 });
    expect(await vk.ask('wall.deleteComment', at)).toBe(1);
    expect((await comments(post)).items).toEqual([]);
    expect(await vk.refused('wall.deleteComment', at)).toMatchObject({ error_code: 211 });
    expect(await vk.ask('wall.restoreComment', at)).toBe(1);
    expect((await comments(post)).count).toBe(1);
  });

  test('is not made where comments are closed', async () => {
    const post = await publish();
    const at = { owner_id: ownerId, post_id: post };
    expect(await vk.ask('wall.closeComments', at, communityKey)).toBe(1);
    expect(await vk.refused('wall.createComment', { ...at, message: 'Нет' })).toMatchObject({ error_code: 213 });
    await vk.ask('wall.openComments', at, communityKey);
    expect(await vk.ask('wall.createComment', { ...at, message: 'Да' })).toHaveProperty('comment_id');
  });

  test('is liked by the community, and not any more', async () => {
    await publish();
    const { id } = await say('Вкусно');
    const given = { type: 'comment', owner_id: ownerId, item_id: Number(id.split('_')[1]), from_group: 1 };
    expect(await vk.ask('likes.add', given)).toEqual({ likes: 1 });
    expect(await vk.ask('likes.add', given)).toEqual({ likes: 1 });
    expect((await vk.control.messages())[0]?.liked).toBe(true);
    expect(await vk.ask('likes.delete', given)).toEqual({ likes: 0 });
    expect((await vk.control.messages())[0]?.liked).toBe(false);
  });

  test('of many is read page by page, in both directions', async () => {
    const post = await publish();
    for (let index = 0; index < 130; index++) await say(`Номер ${index}`, post);
    const first = await comments(post, { sort: 'asc' });
    const second = await comments(post, { sort: 'asc', offset: 100 });
    const texts = [...first.items, ...second.items].map(({ text }) => text);
    expect(texts).toEqual(Array.from({ length: 130 }, (_, index) => `Номер ${index}`));
    expect((await comments(post, { sort: 'desc', count: 1 })).items).toMatchObject([{ text: 'Номер 129' }]);
    const from = first.items[50]?.id;
    expect((await comments(post, { start_comment_id: from, count: 1 })).items).toMatchObject([{ id: from }]);
  });
});

describe('followers', () => {
  test('like, repost, look and comment more and more, the same for the same seed', async () => {
    const seen = async () => {
      const network = await openNetwork({ seed: 3 });
      await network.ask('wall.post', { owner_id: ownerId, from_group: 1, message: 'Свежее' });
      const counts: number[][] = [];
      for (let hours = 0; hours < 4; hours++) {
        const { items } = await network.ask<{
          items: readonly Record<'likes' | 'reposts' | 'views' | 'comments', { count: number }>[];
        }>('wall.get', { owner_id: ownerId });
        const [post] = items;
        counts.push([post?.likes.count ?? 0, post?.views.count ?? 0, post?.comments.count ?? 0]);
        network.clock.advance(6 * hour);
      }
      const said = (await network.control.messages()).map(({ text }) => text);
      await network.close();
      return { counts, said };
    };
    const first = await seen();
    expect(first.counts[0]).toEqual([0, 0, 0]);
    expect(first.counts[3]?.every((count) => count > 0)).toBe(true);
    for (const [index, counts] of first.counts.entries()) {
      counts.forEach((count, which) => expect(count).toBeGreaterThanOrEqual(first.counts[index - 1]?.[which] ?? 0));
    }
    expect(first.said.length).toBeGreaterThan(0);
    expect(await seen()).toEqual(first);
  });

  test('are named, and say nothing in the past', async () => {
    const post = await publish();
    vk.clock.advance(24 * hour);
    const { items } = await comments(post);
    const ids = items.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const [one] = await vk.ask<readonly { first_name: string }[]>('users.get', { user_ids: items[0]?.from_id ?? 0 });
    expect(one?.first_name).toMatch(/\p{L}+/u);
    const { items: likers } = await vk.ask<{ items: readonly number[] }>('likes.getList', {
      type: 'post',
      owner_id: ownerId,
      item_id: post,
    });
    expect(new Set(likers).size).toBe(likers.length);
  });
});

describe('counts', () => {
  interface Period {
    readonly period_from: number;
    readonly activity?: { readonly likes?: number; readonly subscribed: number };
    readonly reach?: { readonly reach: number };
    readonly visitors?: { readonly views: number };
  }
  const days = (given: Parameters<Network['ask']>[1] = {}) =>
    vk.ask<readonly Period[]>('stats.get', { group_id: groupId, interval: 'day', ...given });
  const reach = (ids: readonly number[]) =>
    vk.ask<readonly Readonly<Record<string, number>>[]>('stats.getPostReach', {
      owner_id: ownerId,
      post_ids: ids.join(','),
    });

  test('of a community are told by day', async () => {
    await publish();
    vk.clock.advance(30 * hour);
    const [today, yesterday] = await days({ intervals_count: 2 });
    expect((today?.period_from ?? 0) - (yesterday?.period_from ?? 0)).toBe(86_400);
    expect(yesterday?.activity?.likes).toBeGreaterThan(0);
    expect(today?.visitors?.views).toBeGreaterThan(0);
    expect(yesterday?.reach).toMatchObject({
      sex: [{ value: 'f' }, { value: 'm' }],
      countries: expect.arrayContaining([expect.objectContaining({ code: 'LV' })]),
    });
    expect(await days({ intervals_count: 1, stats_groups: 'reach' })).toEqual([
      expect.not.objectContaining({ visitors: expect.anything() }),
    ]);
    expect(await days({ timestamp_from: start / 1000, timestamp_to: start / 1000 + 30 * 3_600 })).toHaveLength(2);
  });

  test('are added to, and withheld', async () => {
    const post = await publish();
    vk.clock.advance(hour);
    const [before] = await reach([post]);
    await vk.control.count({ account, post: `${ownerId}_${post}`, name: 'reach_total', add: 7 });
    await vk.control.count({ account, post: `${ownerId}_${post}`, name: 'likes.count', add: 3 });
    await vk.control.count({ account, name: 'visitors.views', add: 11 });
    await vk.control.count({ account, name: 'members_count', add: 2 });
    const [after] = await reach([post]);
    expect(after).toMatchObject({ reach_total: (before?.reach_total ?? 0) + 7 });
    await vk.control.withhold('reach_total');
    expect((await reach([post]))[0]).not.toHaveProperty('reach_total');
    await vk.control.withhold('likes.count');
    expect(await vk.ask('wall.getById', { posts: `${ownerId}_${post}` })).toMatchObject({
      items: [expect.not.objectContaining({ likes: expect.anything() })],
    });
    await expect(vk.control.count({ account, name: 'smiles', add: 1 })).rejects.toThrow('smiles');
  });

  test('of the reach are told of at most thirty posts, and only of those that are there', async () => {
    const ids = Array.from({ length: 31 }, (_, index) => index + 1);
    expect(await vk.refused('stats.getPostReach', { owner_id: ownerId, post_ids: ids.join(',') })).toMatchObject({
      error_code: 100,
    });
    const post = await publish();
    expect(await reach([post, 99])).toMatchObject([{ post_id: post }]);
  });
});

describe('a message', () => {
  const send = (given: Parameters<Network['ask']>[1], token = communityKey) =>
    vk.ask<number>('messages.send', { random_id: 0, ...given }, token);

  test('is answered once for one random_id', async () => {
    const { id } = await vk.control.talk({ account, kind: 'DIRECT', text: 'Вы открыты?' });
    const list = await vk.ask<{ items: readonly { conversation: { peer: { id: number } } }[] }>(
      'messages.getConversations',
      { filter: 'unanswered', extended: 1 },
      communityKey,
    );
    expect(list).toMatchObject({
      count: 1,
      unread_count: 1,
      items: [{ conversation: { unread_count: 1, unanswered: true }, last_message: { text: 'Вы открыты?', out: 0 } }],
      profiles: [{ first_name: expect.any(String) }],
    });
    const peer = list.items[0]?.conversation.peer.id ?? 0;
    const given = { peer_id: peer, message: 'Да, до семи', random_id: 42 };
    const answer = await send(given);
    expect(await send(given)).toBe(answer);
    const history = await vk.ask<{ items: readonly unknown[] }>('messages.getHistory', { peer_id: peer }, communityKey);
    expect(history).toMatchObject({ count: 2, items: [{ id: answer, out: 1 }, { text: 'Вы открыты?' }] });
    expect(await vk.control.messages()).toMatchObject([
      { id, ours: false, kind: 'DIRECT' },
      { id: `${groupId}_${answer}`, ours: true, replyTo: id, text: 'Да, до семи' },
    ]);
    await vk.ask('messages.markAsRead', { peer_id: peer }, communityKey);
    expect(await vk.ask('messages.getConversations', { filter: 'unread' }, communityKey)).toMatchObject({ count: 0 });
    await vk.ask('messages.delete', { message_ids: answer, delete_for_all: 1 }, communityKey);
    expect(await vk.control.messages()).toHaveLength(1);
  });

  test('goes to nobody who has not written, nor to somebody who is banned', async () => {
    expect(
      await vk.refused('messages.send', { peer_id: 200_001, random_id: 1, message: 'Привет' }, communityKey),
    ).toMatchObject({ error_code: 901 });
    await vk.control.talk({ account, kind: 'DIRECT', text: 'Привет' });
    const peer = 200_001;
    expect(
      await vk.ask('messages.isMessagesFromGroupAllowed', { group_id: groupId, user_id: peer }, communityKey),
    ).toEqual({ is_allowed: 1 });
    await vk.ask('groups.ban', { group_id: groupId, owner_id: peer, reason: 1 });
    expect(
      await vk.refused('messages.send', { peer_id: peer, random_id: 1, message: 'Привет' }, communityKey),
    ).toMatchObject({ error_code: 900 });
    await vk.ask('groups.unban', { group_id: groupId, owner_id: peer });
    const sent = await vk.ask('messages.send', { peer_ids: `${peer},5`, random_id: 2, message: 'Вот' }, communityKey);
    expect(sent).toMatchObject([
      { peer_id: peer, message_id: expect.any(Number) },
      { peer_id: 5, error: { code: 901 } },
    ]);
  });

  test('has its limits', async () => {
    await vk.control.talk({ account, kind: 'DIRECT', text: 'Привет' });
    const refused = (given: Parameters<Network['ask']>[1]) =>
      vk.refused('messages.send', { peer_id: 200_001, random_id: 1, ...given }, communityKey);
    expect(await refused({ message: 'a'.repeat(4_097) })).toMatchObject({ error_code: 914 });
    expect(await refused({ message: '' })).toMatchObject({ error_code: 100 });
    expect(await refused({ message: 'Привет', random_id: undefined })).toMatchObject({ error_code: 100 });
    const id = await send({ peer_id: 200_001, message: 'Старое' });
    vk.clock.advance(25 * hour);
    expect(await vk.refused('messages.delete', { message_ids: id, delete_for_all: 1 }, communityKey)).toMatchObject({
      error_code: 924,
    });
  });
});

test('people see the pages', async () => {
  const post = await publish('Булочки <b>с кардамоном</b>');
  vk.clock.advance(hour);
  const read = async (path: string) => {
    const response = await fetch(`${vk.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  expect((await read('/')).text).toContain('Кофейня Кочевник');
  expect((await read('/')).text).toContain('emulated VK');
  expect((await read('/riga_bakery')).text).toContain('Булочки &lt;b&gt;');
  expect((await read(`/wall${ownerId}_${post}`)).text).toContain('Булочки');
  expect((await read(`/wall${ownerId}_1`)).status).toBe(404);
  expect((await read('/nobody')).status).toBe(404);
});

test('what a test puts there stands there, and what it takes down is gone', async () => {
  const createdAt = new Date(start - minute).toISOString();
  const media = [{ url: 'https://example.com/a.jpg', altText: 'Хлеб' }];
  const { id, url } = await vk.control.insert({ account: coffee.externalId, text: 'Зёрна', createdAt, media });
  expect((await fetch(url)).status).toBe(200);
  expect(await vk.control.posts()).toMatchObject([
    { id, account: coffee.externalId, text: 'Зёрна', createdAt, media: [{ source: media[0]?.url, altText: 'Хлеб' }] },
  ]);
  await vk.control.remove(id);
  expect((await fetch(url)).status).toBe(404);
  expect(await vk.control.posts()).toEqual([]);
});
