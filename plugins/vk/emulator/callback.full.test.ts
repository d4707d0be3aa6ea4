import { expect, test } from 'vitest';
import { demoTokens } from './index.ts';
import { openNetwork, openReceiver, ownerId, until } from './test-client.ts';

test('news that nobody takes mark the server after seven seconds, and are given up', async () => {
  const vk = await openNetwork();
  const given = { group_id: -ownerId };
  const token = demoTokens.communityKey;
  const { code } = await vk.ask<{ code: string }>('groups.getCallbackConfirmationCode', given, token);
  const receiver = await openReceiver(({ type }) =>
    type === 'confirmation' ? { body: code } : { status: 500, body: '' },
  );
  const statusOf = async () => {
    const { items } = await vk.ask<{ items: readonly { status: string }[] }>('groups.getCallbackServers', given, token);
    return items[0]?.status;
  };
  try {
    const server = { ...given, url: receiver.url, title: 'Deaf' };
    const { server_id: id } = await vk.ask<{ server_id: number }>('groups.addCallbackServer', server, token);
    await vk.ask('groups.setCallbackSettings', { ...given, server_id: id, wall_post_new: 1 }, token);
    await until(async () => (await statusOf()) === 'ok');
    await vk.ask('wall.post', { owner_id: ownerId, from_group: 1, message: 'Новость' });
    await until(async () => (await statusOf()) === 'failed', 12_000);
    const counters = receiver.events.slice(1).map(({ headers }) => headers['x-retry-counter']);
    expect(counters).toEqual([undefined, '1', '2', '3']);
    expect(await vk.control.retell(false)).toBe(1);
    // Confirmed again, it hears what comes from now on.
    await vk.ask('groups.editCallbackServer', { ...server, server_id: id }, token);
    await until(async () => (await statusOf()) === 'ok');
  } finally {
    await vk.close();
    await receiver.close();
  }
});
