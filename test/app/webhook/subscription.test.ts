import { randomUUID } from 'node:crypto';
import { NetworkError } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { subscribeChannels } from '../../../src/app/webhook/subscription.ts';
import { bodyOf, createListening, post, settled, telling } from '../../support/webhooks.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  ({ url } = await world.serve());
});

const never = new AbortController().signal;
const { db, hookOf, processing, stateOf, work } = createListening(
  () => world,
  () => url,
);

describe('a network that is asked to tell of a channel', () => {
  it('is asked once for what was granted, and anew, at the same address, where it was granted anew', async () => {
    const workspace = await world.workspace();
    const asked: string[] = [];
    const counting = telling({
      subscribe: (_, channelId, hook) => {
        if (channelId === 'acc_ritamaize' && hook.url.startsWith(url)) asked.push(hook.url);
        return Promise.resolve({ server: '7' });
      },
    });
    await world.withConnector(counting, async () => {
      asked.length = 0;
      await db().hook.deleteMany();
      await Promise.all([subscribeChannels(world.shell, never), subscribeChannels(world.shell, never)]);
      const { address } = await hookOf(workspace.channels[0]);
      expect(asked.filter((one) => one === address)).toHaveLength(1);
      const channel = await db().channel.findUniqueOrThrow({
        where: { id: workspace.channels[0] },
        include: { grant: true },
      });
      if (channel.grant === null) throw new TypeError('It is connected');
      const grantId = randomUUID();
      await db().grant.create({ data: { ...channel.grant, id: grantId } });
      await db().channel.update({ where: { id: channel.id }, data: { grantId } });
      await subscribeChannels(world.shell, never);
      await subscribeChannels(world.shell, never);
      expect(asked.filter((one) => one === address)).toHaveLength(2);
    });
  });

  it('and refuses is asked again later; the channel says what is wrong', async () => {
    const workspace = await world.workspace();
    let refusals = 0;
    const refusing = telling({
      subscribe: () => {
        refusals += 1;
        const message = 'No more addresses.';
        return Promise.reject(
          new NetworkError({ kind: 'permission_denied', code: 'full', network: 'sandbox', message }),
        );
      },
    });
    await world.withConnector(refusing, async () => {
      await subscribeChannels(world.shell, never);
      const first = refusals;
      expect(first).toBeGreaterThanOrEqual(2);
      expect(await db().channel.findUniqueOrThrow({ where: { id: workspace.channels[0] } })).toMatchObject({
        status: 'CONNECTED',
        lastProblem: { code: 'PERMISSION_DENIED', networkCode: 'full' },
      });
      await subscribeChannels(world.shell, never);
      expect(refusals).toBe(first);
      world.turnClock(11 * 60_000);
      await subscribeChannels(world.shell, never);
      world.turnClock(-11 * 60_000);
      expect(refusals).toBe(2 * first);
    });
  });

  it('is asked for a few channels at a time', async () => {
    const workspaces = [await world.workspace(), await world.workspace(), await world.workspace()];
    const together = { now: 0, most: 0 };
    const slow = telling({
      async subscribe() {
        together.now += 1;
        together.most = Math.max(together.most, together.now);
        await new Promise((resolve) => setTimeout(resolve, 300));
        together.now -= 1;
        return {};
      },
    });
    await world.withConnector(slow, () => subscribeChannels(world.shell, never));
    expect(together.most).toBe(4);
    const channelId = { in: workspaces.flatMap(({ channels }) => channels) };
    expect(await db().hook.count({ where: { channelId, asked: { not: null } } })).toBe(6);
  });

  it.each([
    ['a real one', false, 'http://127.0.0.1:4000', null],
    ['a real one', false, 'http://0.0.0.0:4000', null],
    ['a real one', false, 'https://social.example.com', 'https://social.example.com'],
    ['an emulator', true, 'http://0.0.0.0:4000', 'http://127.0.0.1:4000'],
    ['an emulator', true, 'https://social.example.com', null],
  ])('that is %s (emulated: %s) reaches %s at %s', async (_, emulated, publicUrl, reached) => {
    const workspace = await world.workspace();
    const asked: string[] = [];
    const listening = telling({
      subscribe: (_call, _channel, hook) => {
        asked.push(hook.url.replace(/\/webhooks.*/, ''));
        return Promise.resolve({});
      },
    });
    const network = world.shell.networks.get('sandbox') as { emulated: boolean }; // a test alone may say so
    await world.withConnector(listening, async () => {
      network.emulated = emulated;
      try {
        await subscribeChannels({ ...world.shell, publicUrl: () => publicUrl }, never);
      } finally {
        network.emulated = true;
      }
    });
    expect([...new Set(asked)]).toEqual(reached === null ? [] : [reached]);
    expect(await db().hook.count({ where: { channelId: { in: [...workspace.channels] } } })).toBe(asked.length && 2);
  });
});

describe('an app with an address of its own', () => {
  const perApp = telling({ per: 'app' });
  const register = async (workspace: TestWorkspace, clientId: string, clientSecret = 's3cret') => {
    const { data } = await workspace.gql<{ app: { id: string; webhookUrl: string; webhookSecret: string | null } }>(
      `mutation ($clientId: String!, $clientSecret: String) {
        app: registerNetworkApp(input: { network: "sandbox", clientId: $clientId, clientSecret: $clientSecret }) {
          ... on NetworkApp { id webhookUrl webhookSecret } } }`,
      { clientId, clientSecret },
    );
    if (data?.app == null) throw new Error('It is registered');
    return data.app;
  };

  it('is told there of every account that the workspace has, and of nobody else’s', async () => {
    const [workspace, other] = [await world.workspace(), await world.workspace()];
    await world.withConnector(perApp, async () => {
      const { webhookUrl, webhookSecret } = await register(workspace, 'own-app');
      const hook = { address: webhookUrl, secret: webhookSecret ?? '' };
      expect(webhookSecret).toMatch(/^[\w-]{43}$/);
      const [first, second] = [await processing('app', workspace), await processing('app', workspace, 1)];
      const elsewhere = await processing('app', other);
      const texts = [
        bodyOf('acc_ritamaize', settled('app', 'p11')),
        bodyOf('acc_nomadcoffee', settled('app', 'p12')),
        bodyOf('acc_nobody', settled('app', 'p13')),
      ];
      for (const text of texts) expect(await post(hook, text)).toMatchObject({ status: 200 });
      await work();
      expect(await stateOf(first)).toMatchObject({ state: 'PUBLISHED', externalId: 'p11' });
      expect(await stateOf(second)).toMatchObject({ state: 'PUBLISHED', externalId: 'p12' });
      expect(await stateOf(elsewhere)).toMatchObject({ state: 'PROCESSING' });
    });
  });

  it('keeps address and secret while it is the same app; another app has others', async () => {
    const workspace = await world.workspace();
    await world.withConnector(perApp, async () => {
      const first = await register(workspace, 'one');
      const renewed = await register(workspace, 'one', 'another secret');
      expect(renewed).toEqual({ ...first, webhookSecret: null });
      const second = await register(workspace, 'two');
      expect(second).toMatchObject({ id: first.id, webhookSecret: expect.stringMatching(/^[\w-]{43}$/) as string });
      expect(second.webhookUrl).not.toBe(first.webhookUrl);
      expect((await fetch(first.webhookUrl, { method: 'POST' })).status).toBe(404);
    });
  });

  it('is named to the network for each channel, where the network wants that', async () => {
    const workspace = await world.workspace();
    const asked: unknown[] = [];
    const both = telling({
      per: 'app',
      subscribe: (_, channelId, hook) => {
        asked.push({ channelId, url: hook.url, secret: hook.secret });
        return Promise.resolve({});
      },
    });
    await world.withConnector(both, async () => {
      await subscribeChannels(world.shell, never);
      asked.length = 0;
      const { webhookUrl, webhookSecret } = await register(workspace, 'named');
      await subscribeChannels(world.shell, never);
      await subscribeChannels(world.shell, never);
      expect(asked).toHaveLength(2);
      expect(asked).toContainEqual({ channelId: 'acc_ritamaize', url: webhookUrl, secret: webhookSecret });
    });
  });
});
