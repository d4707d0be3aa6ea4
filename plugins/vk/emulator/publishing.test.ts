import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoTokens } from './index.ts';
import { bakery, hour, minute, openNetwork, ownerId, start, type Network } from './test-client.ts';

let vk: Network;
beforeEach(async () => {
  vk = await openNetwork();
});
afterEach(() => vk.close());

interface PostView {
  readonly id: number;
  readonly text: string;
  readonly post_type: string;
  readonly from_id: number;
  readonly signer_id?: number;
  readonly is_pinned: number;
  readonly attachments: readonly { readonly type: string }[];
  readonly [more: string]: unknown;
}
interface Posts {
  readonly count: number;
  readonly items: readonly PostView[];
}

const asGroup = { owner_id: ownerId, from_group: 1 };
const post = (given: Parameters<Network['ask']>[1], token?: string) =>
  vk.ask<{ post_id: number }>('wall.post', { ...asGroup, ...given }, token);
const wall = (given: Parameters<Network['ask']>[1] = {}) => vk.ask<Posts>('wall.get', { owner_id: ownerId, ...given });

describe('wall.post', () => {
  test('puts a text on the wall, in the name of the community', async () => {
    const { post_id: id } = await post({ message: 'Свежий хлеб' });
    const { items } = await vk.ask<Posts>('wall.getById', { posts: `${ownerId}_${id}` });
    expect(items).toMatchObject([{ id, text: 'Свежий хлеб', from_id: ownerId, post_type: 'post' }]);
    expect(await vk.control.posts()).toMatchObject([
      { id: `${ownerId}_${id}`, account: bakery.externalId, text: 'Свежий хлеб', media: [] },
    ]);
  });

  test('takes a community key, for its own wall', async () => {
    const { post_id: id } = await post({ message: 'От сообщества' }, demoTokens.communityKey);
    expect((await wall()).items[0]).toMatchObject({ id, from_id: ownerId });
    expect(
      await vk.refused('wall.post', { ...asGroup, message: 'Чужое' }, demoTokens.secondCommunityKey),
    ).toMatchObject({ error_code: 214 });
  });

  test('makes one post of one guid within an hour', async () => {
    const once = await post({ message: 'Раз', guid: 'g-1' });
    vk.clock.advance(59 * minute);
    expect(await post({ message: 'Раз', guid: 'g-1' })).toEqual(once);
    vk.clock.advance(2 * minute);
    expect(await post({ message: 'Раз', guid: 'g-1' })).not.toEqual(once);
    expect((await vk.control.posts()).map(({ reference }) => reference)).toEqual(['g-1', 'g-1']);
  });

  test('holds a text to 15,895 characters', async () => {
    await post({ message: '😀'.repeat(15_895) });
    expect(await vk.refused('wall.post', { ...asGroup, message: 'a'.repeat(15_896) })).toMatchObject({
      error_code: 100,
    });
  });

  test('shows up to ten photos, in order', async () => {
    const photos: string[] = [];
    for (let index = 0; index < 11; index++) photos.push(await vk.uploadPhoto(`Фото ${index}`));
    await post({ message: '', attachments: photos.slice(0, 10).join(',') });
    const [made] = await vk.control.posts();
    expect(made?.media.map(({ altText }) => altText)).toEqual(photos.slice(0, 10).map((_, index) => `Фото ${index}`));
    expect(await vk.refused('wall.post', { ...asGroup, attachments: photos.join(',') })).toMatchObject({
      error_code: 100,
    });
  });

  test.each([
    ['nothing at all', { message: ' ' }, 100],
    ['two links', { attachments: 'https://example.com/a,https://example.com/b' }, 100],
    ['a banned link', { attachments: 'https://banned.example/a' }, 222],
    ['a photo that is not there', { attachments: 'photo1_2' }, 100],
    ['what is no attachment', { attachments: 'kitten1_2' }, 100],
    ['a copyright that is no address', { message: 'a', copyright: 'me' }, 3102],
    ['an audience that pays', { message: 'a', donut_paid_duration: -1 }, 225],
    ['a date of yesterday', { message: 'a', publish_date: start / 1000 - 86_400 }, 100],
    ['a date in two years', { message: 'a', publish_date: start / 1000 + 2 * 366 * 86_400 }, 100],
    ['a parameter that does not exist', { message: 'a', colour: 'red' }, 100],
    ['a number that is none', { message: 'a', publish_date: 'soon' }, 100],
    ['a mode that does not exist', { message: 'a', primary_attachments_mode: 'pile' }, 100],
    ['spam', { message: 'Купите #vk-spam' }, 214],
  ])('refuses %s', async (_what, given, code) => {
    expect(await vk.refused('wall.post', { ...asGroup, ...given })).toMatchObject({ error_code: code });
    expect(await vk.control.posts()).toEqual([]);
  });

  test('does not take a poll as the only thing', async () => {
    const { id } = await vk.ask<{ id: number }>('polls.create', {
      owner_id: ownerId,
      question: 'Ржаной или белый?',
      add_answers: JSON.stringify(['Ржаной', 'Белый']),
    });
    const attachments = `poll${ownerId}_${id}`;
    expect(await vk.refused('wall.post', { ...asGroup, attachments })).toMatchObject({ error_code: 100 });
    await post({ message: 'Голосуем', attachments });
    const [made] = (await wall()).items;
    expect(made?.attachments).toMatchObject([{ type: 'poll', poll: { question: 'Ржаной или белый?', votes: 0 } }]);
  });

  test('keeps the link, the mark of advertising, the author and closed comments', async () => {
    await post({
      message: 'Реклама',
      attachments: 'https://example.com/?utm_source=vk',
      mark_as_ads: 1,
      signed: 1,
      close_comments: 1,
      copyright: 'https://example.com/source',
      primary_attachments_mode: 'grid',
      mute_notifications: 1,
    });
    expect((await vk.control.posts())[0]).toMatchObject({ link: 'https://example.com/?utm_source=vk' });
    expect((await wall()).items[0]).toMatchObject({
      marked_as_ads: 1,
      signer_id: 100_501,
      comments: { can_post: 0 },
      copyright: { link: 'https://example.com/source' },
    });
  });

  test('asks for a person at #vk-captcha, until one has pressed the button', async () => {
    const given = { ...asGroup, message: 'Привет #vk-captcha' };
    const { error_code: code, redirect_uri: address = '' } = await vk.refused('wall.post', given);
    expect(code).toBe(14);
    expect(await (await fetch(address)).text()).toContain('Я не робот');
    expect(await vk.refused('wall.post', given)).toMatchObject({ error_code: 14, redirect_uri: address });
    await fetch(address, { method: 'POST' });
    expect(await vk.ask('wall.post', given)).toHaveProperty('post_id');
  });

  test('takes the success token of a captcha', async () => {
    const given = { ...asGroup, message: 'Ещё #vk-captcha' };
    const { redirect_uri: address = '' } = await vk.refused('wall.post', given);
    const page = await (await fetch(address, { method: 'POST' })).text();
    const token = /success_token: (\w+)/.exec(page)?.[1];
    expect(await vk.ask('wall.post', { ...given, success_token: token })).toHaveProperty('post_id');
  });
});

describe('a postponed post', () => {
  const inAnHour = { publish_date: (start + hour) / 1000 };

  test('waits, and goes out under another id', async () => {
    const { post_id: waiting } = await post({ message: 'Завтра', ...inAnHour });
    expect((await wall()).count).toBe(0);
    expect((await wall({ filter: 'postponed' })).items).toMatchObject([{ id: waiting, post_type: 'postpone' }]);
    vk.clock.advance(hour);
    expect((await wall({ filter: 'postponed' })).count).toBe(0);
    const [out] = (await wall({ filter: 'owner' })).items;
    expect(out).toMatchObject({ text: 'Завтра', post_type: 'post', date: inAnHour.publish_date });
    expect(out?.id).not.toBe(waiting);
    expect((await vk.ask<Posts>('wall.getById', { posts: `${ownerId}_${waiting}` })).items).toEqual([]);
  });

  test('does not share its minute with another', async () => {
    await post({ message: 'Раз', ...inAnHour });
    const refused = await vk.refused('wall.post', {
      ...asGroup,
      message: 'Два',
      publish_date: inAnHour.publish_date + 59,
    });
    expect(refused).toMatchObject({ error_code: 214 });
    expect(refused.error_msg).toContain('a post is already scheduled for this time');
    await post({ message: 'Три', publish_date: inAnHour.publish_date + 60 });
  });

  test('goes out at once when it is asked to', async () => {
    const { post_id: waiting } = await post({ message: 'Скоро', ...inAnHour });
    const { post_id: out } = await vk.ask<{ post_id: number }>('wall.post', { owner_id: ownerId, post_id: waiting });
    expect(out).not.toBe(waiting);
    expect((await wall()).items).toMatchObject([{ id: out, date: start / 1000 }]);
    expect(await vk.refused('wall.post', { owner_id: ownerId, post_id: waiting })).toMatchObject({ error_code: 214 });
  });

  test('can be moved, and taken away', async () => {
    const { post_id: id } = await post({ message: 'Скоро', ...inAnHour });
    await vk.ask('wall.edit', {
      owner_id: ownerId,
      post_id: id,
      message: 'Позже',
      publish_date: inAnHour.publish_date + 600,
    });
    vk.clock.advance(hour);
    expect((await wall()).count).toBe(0);
    expect((await wall({ filter: 'postponed' })).items).toMatchObject([{ text: 'Позже' }]);
    await vk.ask('wall.delete', { owner_id: ownerId, post_id: id });
    vk.clock.advance(hour);
    expect((await wall()).count).toBe(0);
  });
});

describe('a post that is out', () => {
  test('is edited with everything that it is to have, for a day', async () => {
    const photo = await vk.uploadPhoto();
    const { post_id: id } = await post({ message: 'Как было', attachments: photo });
    await vk.ask('wall.edit', { owner_id: ownerId, post_id: id, message: 'Как стало' });
    expect((await wall()).items).toMatchObject([{ text: 'Как стало', attachments: [], edited: start / 1000 }]);
    vk.clock.advance(25 * hour);
    expect(await vk.refused('wall.edit', { owner_id: ownerId, post_id: id, message: 'Поздно' })).toMatchObject({
      error_code: 15,
    });
  });

  test('is deleted and comes back', async () => {
    const { post_id: id } = await post({ message: 'Было' });
    expect(await vk.ask('wall.delete', { owner_id: ownerId, post_id: id })).toBe(1);
    expect((await wall()).count).toBe(0);
    expect(await vk.refused('wall.delete', { owner_id: ownerId, post_id: id })).toMatchObject({ error_code: 210 });
    expect(await vk.ask('wall.restore', { owner_id: ownerId, post_id: id })).toBe(1);
    expect((await wall()).count).toBe(1);
  });

  test('is pinned, one at a time', async () => {
    const { post_id: first } = await post({ message: 'Первая' });
    vk.clock.advance(minute);
    const { post_id: second } = await post({ message: 'Вторая' });
    await vk.ask('wall.pin', { owner_id: ownerId, post_id: first });
    expect((await wall()).items.map(({ id }) => id)).toEqual([first, second]);
    await vk.ask('wall.pin', { owner_id: ownerId, post_id: second });
    expect((await wall()).items.map(({ is_pinned: pinned }) => pinned)).toEqual([1, 0]);
    await vk.ask('wall.unpin', { owner_id: ownerId, post_id: second });
    expect((await wall()).items.map(({ is_pinned: pinned }) => pinned)).toEqual([0, 0]);
  });
});

test('a link is looked at', async () => {
  expect(await vk.ask('wall.parseAttachedLink', { links: 'https://example.com/a' })).toMatchObject({
    data: [{ type: 'link', link: { url: 'https://example.com/a' } }],
  });
  expect(await vk.ask('wall.checkCopyrightLink', { link: 'https://example.com' })).toBe(1);
  expect(await vk.refused('wall.checkCopyrightLink', { link: 'nowhere' })).toMatchObject({ error_code: 3102 });
  expect(await vk.ask('utils.checkLink', { url: 'https://banned.example/' })).toMatchObject({ status: 'banned' });
});

test('everything is still there after the process died', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vk-'));
  try {
    const stateFile = join(folder, 'state.jsonl');
    const first = await openNetwork({ stateFile });
    const photo = await first.uploadPhoto('Подпись');
    const { post_id: id } = await first.ask<{ post_id: number }>('wall.post', {
      ...asGroup,
      message: 'Надолго',
      attachments: photo,
    });
    const before = await first.control.posts();
    await first.close();
    const second = await openNetwork({ stateFile });
    expect(await second.control.posts()).toEqual(before);
    const next = await second.ask<{ post_id: number }>('wall.post', { ...asGroup, message: 'Дальше' });
    expect(next.post_id).toBeGreaterThan(id);
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the same seed and the same requests make the same ids', async () => {
  const idsOf = async (seed: number) => {
    const network = await openNetwork({ seed });
    const photo = await network.uploadPhoto();
    const { post_id: id } = await network.ask<{ post_id: number }>('wall.post', { ...asGroup, attachments: photo });
    await network.close();
    return [photo, id];
  };
  const first = await idsOf(7);
  expect(await idsOf(7)).toEqual(first);
  expect(await idsOf(8)).not.toEqual(first);
});

describe('a fault', () => {
  test('cuts the connection before and after the post is made', async () => {
    await vk.control.fail({ kind: 'drop_before' });
    await expect(post({ message: 'Раз' })).rejects.toThrow('fetch failed');
    expect(await vk.control.posts()).toHaveLength(0);
    await vk.control.fail({ kind: 'drop_after' });
    await expect(post({ message: 'Два' })).rejects.toThrow('fetch failed');
    expect(await vk.control.posts()).toHaveLength(1);
  });

  test('of a code answers with status 200 and what that code carries', async () => {
    for (const code of ['9', '14', '17', '24', '214', '1051', '13000']) {
      await vk.control.fail({ kind: 'code', code });
      const refused = await vk.refused('wall.post', { ...asGroup, message: 'Раз' });
      expect(refused.error_code).toBe(Number(code));
      if (['14', '17'].includes(code)) expect((await fetch(refused.redirect_uri ?? '')).status).toBe(200);
    }
    expect(await vk.control.posts()).toHaveLength(0);
  });

  test('knows every documented code', () => {
    expect(vk.control.codes).toEqual(expect.arrayContaining(['1', '5', '14', '214', '1051', '3102', '9999', '13000']));
    expect(vk.control.codes.length).toBeGreaterThan(120);
  });
});
