import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoTokens } from './index.ts';
import { bakery, coffee, hour, openNetwork, ownerId, start, type Network } from './test-client.ts';

let vk: Network;
beforeEach(async () => {
  vk = await openNetwork();
});
afterEach(() => vk.close());

const groupId = -ownerId;
const post = { owner_id: ownerId, from_group: 1, message: 'Привет' };

interface ApiAnswer {
  readonly response?: unknown;
  readonly error?: { readonly error_code: number; readonly request_params?: unknown };
}
async function send(path: string, init?: RequestInit): Promise<ApiAnswer> {
  const response = await fetch(`${vk.url}/method/${path}`, init);
  expect(response.status).toBe(200);
  return (await response.json()) as ApiAnswer;
}

describe('a request', () => {
  const { userToken: token } = demoTokens;

  test('may be a query, a form, or multipart, with the token as a header too', async () => {
    const time = { response: start / 1000 };
    expect(await send(`utils.getServerTime?v=5.199&access_token=${token}`)).toEqual(time);
    expect(await send('utils.getServerTime?v=5.199', { headers: { authorization: `Bearer ${token}` } })).toEqual(time);
    const form = new URLSearchParams({ v: '5.199', access_token: token });
    expect(await send('utils.getServerTime', { method: 'POST', body: form })).toEqual(time);
    const multipart = new FormData();
    for (const [name, value] of form) multipart.set(name, value);
    expect(await send('utils.getServerTime', { method: 'POST', body: multipart })).toEqual(time);
  });

  test('is no JSON', async () => {
    const body = JSON.stringify({ v: '5.199', access_token: token });
    const headers = { 'content-type': 'application/json' };
    expect((await send('utils.getServerTime', { method: 'POST', headers, body })).error?.error_code).toBe(8);
  });

  test('names a version, and a method as it is written', async () => {
    expect((await send(`utils.getServerTime?access_token=${token}`)).error?.error_code).toBe(8);
    expect((await send(`utils.getServerTime?v=5.20&access_token=${token}`)).error?.error_code).toBe(8);
    expect((await send(`Wall.Post?v=5.199&access_token=${token}`)).error?.error_code).toBe(3);
    expect((await send(`execute?v=5.199&access_token=${token}`)).error?.error_code).toBe(23);
    expect((await send('utils.getServerTime', { method: 'DELETE' })).error?.error_code).toBe(9999);
  });

  test('is repeated in an error, without its token', async () => {
    const { error } = await send(`wall.delete?v=5.199&access_token=${token}&owner_id=${ownerId}`);
    expect(error).toMatchObject({
      error_code: 100,
      request_params: expect.arrayContaining([
        { key: 'method', value: 'wall.delete' },
        { key: 'owner_id', value: String(ownerId) },
      ]),
    });
    expect(JSON.stringify(error)).not.toContain(token);
  });
});

describe('a community key', () => {
  const { communityKey, communityKeyWithoutMessages } = demoTokens;

  test('tells what it may do, and whose it is', async () => {
    expect(await vk.ask('groups.getTokenPermissions', {}, communityKey)).toMatchObject({
      permissions: expect.arrayContaining([
        { name: 'wall', setting: 8_192 },
        { name: 'messages', setting: 4_096 },
      ]),
    });
    expect(await vk.ask('groups.getById', {}, communityKey)).toMatchObject({
      groups: [{ id: groupId, screen_name: 'riga_bakery' }],
      profiles: [],
    });
    expect(await vk.refused('groups.getTokenPermissions')).toMatchObject({ error_code: 15 });
  });

  test.each([
    'photos.getWallUploadServer',
    'wall.get',
    'wall.getById',
    'wall.getComments',
    'wall.delete',
    'wall.edit',
    'video.save',
    'stats.get',
    'stats.getPostReach',
    'polls.create',
    'likes.add',
    'groups.get',
    'groups.ban',
  ])('may not call %s', async (method) => {
    expect(await vk.refused(method, {}, communityKey)).toMatchObject({
      error_code: 27,
      error_msg: 'Group authorization failed: method is unavailable with group auth.',
    });
  });

  test('needs the right for messages', async () => {
    expect(await vk.ask('messages.getConversations', {}, communityKey)).toMatchObject({ count: 0 });
    expect(await vk.refused('messages.getConversations', {}, communityKeyWithoutMessages)).toMatchObject({
      error_code: 15,
    });
  });

  test('is for one community', async () => {
    const { error_code: code } = await vk.refused(
      'groups.getCallbackServers',
      { group_id: coffee.externalId },
      communityKey,
    );
    expect(code).toBe(15);
  });
});

describe('a token of a user', () => {
  test('reaches the communities that they manage, by level', async () => {
    const ids = async (filter: string) =>
      (await vk.ask<{ items: readonly number[] }>('groups.get', { filter })).items.map(String);
    expect(await ids('admin')).toEqual([bakery.externalId]);
    expect(await ids('editor')).toEqual([bakery.externalId, coffee.externalId]);
    expect(await vk.ask('groups.get', { filter: 'admin', extended: 1, fields: 'members_count' })).toMatchObject({
      items: [{ name: 'Рижская выпечка', type: 'page', admin_level: 3, members_count: 12_840 }],
    });
    expect(await vk.refused('groups.get', { user_id: 1 })).toMatchObject({ error_code: 260 });
  });

  test('needs the right for the wall', async () => {
    expect(await vk.refused('wall.post', post, demoTokens.userTokenWithoutWall)).toMatchObject({ error_code: 7 });
    const mask = await vk.ask<number>('account.getAppPermissions', {}, demoTokens.userTokenWithoutWall);
    expect(mask & 8_192).toBe(0);
    expect((await vk.ask<number>('account.getAppPermissions')) & 8_192).toBe(8_192);
  });

  test('opens no wall of others', async () => {
    expect(await vk.refused('wall.post', post, demoTokens.secondUserToken)).toMatchObject({ error_code: 214 });
    expect(await vk.refused('stats.get', { group_id: groupId }, demoTokens.secondUserToken)).toMatchObject({
      error_code: 15,
    });
  });
});

test('a token by VK ID needs extended access for nearly everything', async () => {
  const { vkIdToken, vkIdExtendedToken } = demoTokens;
  expect(await vk.ask('users.get', {}, vkIdToken)).toMatchObject([{ id: 100_501, first_name: 'Инесе' }]);
  expect(await vk.ask('groups.getById', { group_ids: 'riga_bakery' }, vkIdToken)).toMatchObject({
    groups: [{ id: groupId }],
  });
  for (const method of ['wall.post', 'groups.get', 'photos.getWallUploadServer', 'stats.get']) {
    expect(await vk.refused(method, {}, vkIdToken)).toMatchObject({ error_code: 1051 });
  }
  expect(await vk.ask('wall.post', post, vkIdExtendedToken)).toHaveProperty('post_id');
});

test('a service key reads what is public', async () => {
  const { serviceKey } = demoTokens;
  await vk.ask('wall.post', post);
  expect(await vk.ask('wall.get', { owner_id: ownerId }, serviceKey)).toMatchObject({ count: 1 });
  expect(await vk.refused('wall.get', { owner_id: ownerId, filter: 'postponed' }, serviceKey)).toMatchObject({
    error_code: 15,
  });
  expect(await vk.refused('wall.post', post, serviceKey)).toMatchObject({ error_code: 28 });
});

describe('a dead token', () => {
  test('is unknown', async () => {
    expect(await vk.refused('users.get', {}, 'vk1.a.nobody')).toMatchObject({ error_code: 5 });
    expect(await vk.refused('users.get', {}, '')).toMatchObject({ error_code: 5 });
  });

  test('ran out', async () => {
    await vk.control.expire(bakery.externalId);
    for (const token of [demoTokens.userToken, demoTokens.communityKey]) {
      expect(await vk.refused('utils.getServerTime', {}, token)).toMatchObject({ error_code: 5 });
    }
    expect(await vk.ask('utils.getServerTime', {}, demoTokens.secondUserToken)).toBe(start / 1000);
  });

  test('was taken back', async () => {
    await vk.control.revoke(bakery.externalId);
    expect(await vk.refused('users.get')).toMatchObject({ error_code: 5 });
    expect(await vk.refused('groups.getTokenPermissions', {}, demoTokens.communityKey)).toMatchObject({
      error_code: 27,
    });
  });
});

test('a user may ask three times a second, a community twenty times', async () => {
  await vk.close();
  // Its clock is that of the wall.
  const { url, close } = await (await import('./index.ts')).startEmulator({ port: 0, seed: 1 });
  const codesOf = async (token: string, times: number) => {
    const codes: (number | undefined)[] = [];
    for (let index = 0; index < times; index++) {
      const response = await fetch(`${url}/method/utils.getServerTime?v=5.199&access_token=${token}`);
      codes.push(((await response.json()) as { error?: { error_code: number } }).error?.error_code);
    }
    return codes;
  };
  expect(await codesOf(demoTokens.userToken, 4)).toEqual([undefined, undefined, undefined, 6]);
  expect((await codesOf(demoTokens.communityKey, 21)).filter((code) => code === 6)).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect(await codesOf(demoTokens.userToken, 1)).toEqual([undefined]);
  await close();
});

test('names and numbers lead to whom they mean', async () => {
  expect(await vk.ask('utils.resolveScreenName', { screen_name: 'riga_bakery' })).toEqual({
    type: 'group',
    object_id: groupId,
  });
  expect(await vk.ask('utils.resolveScreenName', { screen_name: 'nobody_here' })).toEqual([]);
  expect(await vk.refused('groups.getById', { group_ids: 'nobody_here' })).toMatchObject({ error_code: 100 });
  vk.clock.advance(hour);
  expect(await vk.ask('utils.getServerTime')).toBe((start + hour) / 1000);
});
