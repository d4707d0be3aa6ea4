import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoTokens } from './index.ts';
import {
  bakery,
  hour,
  openNetwork,
  openReceiver,
  ownerId,
  start,
  until,
  type Network,
  type Receiver,
} from './test-client.ts';

let vk: Network;
const cleaning: (() => unknown)[] = [];
beforeEach(async () => {
  vk = await openNetwork();
});
afterEach(async () => {
  await vk.close();
  for (const clean of cleaning.splice(0)) await clean();
});

const groupId = -ownerId;
const token = demoTokens.communityKey;
const events = [
  'wall_post_new', 'wall_schedule_post_new', 'wall_schedule_post_delete', 'wall_reply_new', 'wall_reply_edit',
  'wall_reply_delete', 'wall_reply_restore', 'message_new', 'message_reply', 'group_join', 'group_leave', 'like_add',
]; // prettier-ignore

type Answer = Parameters<typeof openReceiver>[0];
const code = async () =>
  (await vk.ask<{ code: string }>('groups.getCallbackConfirmationCode', { group_id: groupId }, token)).code;
const statusOf = async () =>
  (await vk.ask<{ items: readonly { status: string }[] }>('groups.getCallbackServers', { group_id: groupId }, token))
    .items[0]?.status;

/** A server that is confirmed, and says `ok` where `answer` does not say otherwise. */
async function connect(answer: Answer = () => ({ body: 'ok' })): Promise<Receiver & { readonly serverId: number }> {
  const right = await code();
  const receiver = await openReceiver((event, attempt) =>
    event.type === 'confirmation' ? { body: right } : answer(event, attempt),
  );
  cleaning.push(() => receiver.close());
  const { server_id: serverId } = await vk.ask<{ server_id: number }>(
    'groups.addCallbackServer',
    { group_id: groupId, url: receiver.url, title: 'Polyphony', secret_key: 'a secret' },
    token,
  );
  const settings = Object.fromEntries(events.map((event) => [event, 1]));
  await vk.ask(
    'groups.setCallbackSettings',
    { group_id: groupId, server_id: serverId, api_version: '5.199', ...settings },
    token,
  );
  await until(async () => (await statusOf()) === 'ok');
  return { ...receiver, serverId };
}

const typesOf = ({ events: all }: Receiver) => all.map(({ event }) => event.type);
const publish = (given: Parameters<Network['ask']>[1] = {}) =>
  vk.ask<{ post_id: number }>('wall.post', { owner_id: ownerId, from_group: 1, message: 'Новость', ...given });

describe('a server', () => {
  test('is confirmed with the code of the community', async () => {
    const { events: all } = await connect();
    expect(all[0]?.event).toMatchObject({ type: 'confirmation', group_id: groupId });
  });

  test('that does not know the code is marked, and hears nothing', async () => {
    const receiver = await openReceiver(() => ({ body: 'ok' }));
    cleaning.push(() => receiver.close());
    await vk.ask('groups.addCallbackServer', { group_id: groupId, url: receiver.url, title: 'Wrong' }, token);
    await until(async () => (await statusOf()) === 'failed');
    await publish();
    expect(typesOf(receiver)).toEqual(['confirmation']);
  });

  test('stands on this machine', async () => {
    const refused = await vk.refused(
      'groups.addCallbackServer',
      { group_id: groupId, url: 'https://example.com/hook', title: 'Far' },
      token,
    );
    expect(refused).toMatchObject({ error_code: 100 });
  });

  test('is one of ten at most, and can go again', async () => {
    const receiver = await openReceiver(() => ({ body: 'no' }));
    cleaning.push(() => receiver.close());
    const server = { group_id: groupId, url: receiver.url, title: 'Many' };
    for (let index = 0; index < 10; index++) await vk.ask('groups.addCallbackServer', server, token);
    expect(await vk.refused('groups.addCallbackServer', server, token)).toMatchObject({ error_code: 2000 });
    expect(await vk.ask('groups.deleteCallbackServer', { group_id: groupId, server_id: 3 }, token)).toBe(1);
    expect(await vk.ask('groups.addCallbackServer', server, token)).toEqual({ server_id: 11 });
  });

  test('tells what it is told of', async () => {
    const { serverId } = await connect();
    const settings = await vk.ask<{ events: Readonly<Record<string, number>> }>(
      'groups.getCallbackSettings',
      { group_id: groupId, server_id: serverId },
      token,
    );
    expect(settings.events).toMatchObject({ wall_post_new: 1, photo_new: 0 });
  });
});

describe('news', () => {
  test('carry the secret, the version and a name of their own', async () => {
    const receiver = await connect();
    const { post_id: id } = await publish();
    await until(() => receiver.events.length === 2);
    expect(receiver.events[1]?.event).toMatchObject({
      type: 'wall_post_new',
      group_id: groupId,
      event_id: expect.stringMatching(/^[\da-f]{32}$/) as string,
      v: '5.199',
      secret: 'a secret',
      object: { id, owner_id: ownerId, text: 'Новость' },
    });
    expect(receiver.events[1]?.headers['x-retry-counter']).toBeUndefined();
  });

  test('tell of a postponed post that it waits, and under which id it went out', async () => {
    const receiver = await connect();
    const { post_id: waiting } = await publish({ publish_date: (start + hour) / 1000 });
    await until(() => receiver.events.length === 2);
    expect(receiver.events[1]?.event).toMatchObject({
      type: 'wall_schedule_post_new',
      object: { id: waiting, schedule_time: (start + hour) / 1000 },
    });
    vk.clock.advance(hour);
    // Nobody asks: it goes out by itself.
    await until(() => receiver.events.length === 3);
    expect(receiver.events[2]?.event).toMatchObject({ type: 'wall_post_new', object: { postponed_id: waiting } });
  });

  test('tell of comments, messages, likes and members', async () => {
    const receiver = await connect();
    const { post_id: post } = await publish();
    await vk.control.talk({ account: bakery.externalId, kind: 'COMMENTS', text: 'Вопрос' });
    const given = { owner_id: ownerId, post_id: post, from_group: groupId, message: 'Ответ' };
    const { comment_id: id } = await vk.ask<{ comment_id: number }>('wall.createComment', given, token);
    await vk.ask('wall.editComment', { owner_id: ownerId, comment_id: id, message: 'Правка' });
    await vk.ask('wall.deleteComment', { owner_id: ownerId, comment_id: id });
    await vk.ask('wall.restoreComment', { owner_id: ownerId, comment_id: id });
    await vk.control.talk({ account: bakery.externalId, kind: 'DIRECT', text: 'Личное' });
    const { items } = await vk.ask<{ items: readonly { conversation: { peer: { id: number } } }[] }>(
      'messages.getConversations',
      {},
      token,
    );
    const peer = items[0]?.conversation.peer.id ?? 0;
    await vk.ask('messages.send', { peer_id: peer, random_id: 1, message: 'Ответ' }, token);
    await until(() => typesOf(receiver).includes('message_reply'));
    expect(typesOf(receiver)).toEqual([
      'confirmation',
      'wall_post_new',
      'wall_reply_new',
      'wall_reply_new',
      'wall_reply_edit',
      'wall_reply_delete',
      'wall_reply_restore',
      'message_new',
      'message_reply',
    ]);
    expect(receiver.events[2]?.event.object).toMatchObject({ text: 'Вопрос', post_id: post, post_owner_id: ownerId });
    vk.clock.advance(48 * hour);
    await until(() => ['like_add', 'group_join'].every((type) => typesOf(receiver).includes(type)));
  });

  test('come again until they are taken, counted', async () => {
    const receiver = await connect((_event, attempt) => ({ body: attempt === 0 ? 'later' : 'ok' }));
    await publish();
    await until(() => receiver.events.length === 3);
    const [, first, second] = receiver.events;
    expect(second?.headers['x-retry-counter']).toBe('1');
    expect(second?.event).toEqual(first?.event);
    expect(await statusOf()).toBe('ok');
  });

  test('that are not taken do not hold up the rest', async () => {
    const receiver = await connect(({ type }) => ({ body: type === 'wall_post_new' ? 'later' : 'ok' }));
    await publish();
    await vk.control.talk({ account: bakery.externalId, kind: 'COMMENTS', text: 'Вопрос' });
    await until(() => typesOf(receiver).includes('wall_reply_new'), 900);
    expect(typesOf(receiver)).toEqual(['confirmation', 'wall_post_new', 'wall_reply_new']);
  });

  test('wait as long as a server asks for', async () => {
    const receiver = await connect((_event, attempt) =>
      attempt === 0 ? { status: 503, body: '', retryAfter: 0 } : { body: 'ok' },
    );
    await publish();
    await until(() => receiver.events.length === 3, 900);
  });

  test('stop where a server asks to be removed', async () => {
    const receiver = await connect(() => ({ body: 'remove' }));
    await publish();
    await until(async () => (await statusOf()) === undefined);
    await publish({ message: 'Ещё' });
    expect(receiver.events).toHaveLength(2);
  });

  test('are told once more when a test wants it', async () => {
    const receiver = await connect();
    await publish();
    await until(() => receiver.events.length === 2);
    expect(await vk.control.retell(false)).toBe(0);
    expect(await vk.control.retell(true)).toBe(1);
    expect(receiver.events[2]?.event).toEqual(receiver.events[1]?.event);
  });

  test('do not hold up the end of the emulator', async () => {
    await connect(() => ({ status: 500, body: '' }));
    await publish();
    const before = performance.now();
    await vk.close();
    expect(performance.now() - before).toBeLessThan(500);
  });
});
