import { randomUUID } from 'node:crypto';
import { NetworkError, type Connector } from '@polyphony/sdk';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { claim, findDue } from '../../src/app/publishing/claim.ts';
import { deliver } from '../../src/app/publishing/deliver.ts';
import { workOnEvents } from '../../src/app/webhook/event.ts';
import { findHook } from '../../src/app/webhook/hook.ts';
import { receiveWebhook } from '../../src/app/webhook/reception.ts';
import { forgetHooks } from '../../src/app/webhook/subscription.ts';
import { prune } from '../../src/jobs/prune.ts';
import { runWebhooks } from '../../src/jobs/webhooks.ts';
import { bodyOf, createListening, post, settled, sign, telling } from '../support/webhooks.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  ({ url } = await world.serve());
});

const never = new AbortController().signal;
const { db, hookOf, movesOf, processing, publish, stateOf, work } = createListening(
  () => world,
  () => url,
);

describe('a network that tells what happens', () => {
  it('is asked to, tells it signed, and a slow post is out without anybody asking for it', async () => {
    const workspace = await world.workspace();
    const { account } = await hookOf(workspace.channels[0]);
    const id = await publish(workspace, 0, { options: { sandbox: { delaySeconds: 2 } } });
    await world.work(async () => (await stateOf(id)).state === 'PROCESSING');
    await new Promise((resolve) => setTimeout(resolve, 2100));
    await world.network.retell?.(false);
    await work();
    expect(await stateOf(id)).toMatchObject({
      state: 'PUBLISHED',
      externalId: expect.stringMatching(/./) as string,
      wakeAt: null,
    });
    expect(await movesOf(id)).toEqual(['QUEUED', 'SENDING', 'PROCESSING', 'PUBLISHED']);
    expect(await db().deliveryAttempt.findMany({ where: { deliveryId: id } })).toMatchObject([
      { outcome: 'PUBLISHED' },
    ]);
    expect(account).toBe('acc_ritamaize');

    // What the network takes down afterwards is known too, and again: told twice it happens once.
    await world.network.remove?.((await stateOf(id)).externalId ?? '');
    await world.network.retell?.(true);
    await world.network.retell?.(true);
    await work();
    expect(await movesOf(id)).toEqual(['QUEUED', 'SENDING', 'PROCESSING', 'PUBLISHED', 'REMOVED']);
  });

  it('is answered as it wants, and by a running worker worked on', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      const id = await processing('running', here);
      const stop = new AbortController();
      const running = runWebhooks(world.shell, stop.signal);
      expect(await post(hook, bodyOf(hook.account, settled('running', 'p1')))).toEqual({ status: 200, text: 'taken' });
      for (let tries = 0; tries < 100 && (await stateOf(id)).state !== 'PUBLISHED'; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      stop.abort();
      await running;
      expect(await stateOf(id)).toMatchObject({
        state: 'PUBLISHED',
        externalId: 'p1',
        link: 'https://network.example/p1',
      });
    });
  });

  it('may say the same again, also several times at once: it happens once', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      const id = await processing('again', here);
      const same = bodyOf(hook.account, settled('again', 'p2'));
      const before = await db().networkEvent.count();
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(hook, same)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      await Promise.all([work(), work(), work()]);
      expect(await post(hook, same)).toMatchObject({ status: 200 });
      await work();
      expect(await db().networkEvent.count()).toBe(before + 1);
      expect((await movesOf(id)).filter((to) => to === 'PUBLISHED')).toHaveLength(1);
    });
  });

  it('may say things in the wrong order', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[1]);
      const id = await processing('disorder', here, 1);
      await post(hook, bodyOf(hook.account, { type: 'post_removed', externalId: 'p3' }));
      await work();
      expect(await stateOf(id)).toMatchObject({ state: 'PROCESSING' });
      await post(hook, bodyOf(hook.account, settled('disorder', 'p3')));
      await work();
      world.turnClock(10_000);
      await work();
      world.turnClock(-10_000);
      expect((await movesOf(id)).slice(-2)).toEqual(['PUBLISHED', 'REMOVED']);
    });
  });

  it('is not waited for longer than an hour, where what it tells is of nothing that is here', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[1]);
      const id = await processing('patience', here, 1);
      await post(hook, bodyOf(hook.account, { id: 'of-nobody', type: 'post_removed', externalId: 'elsewhere' }));
      const told = () => db().networkEvent.findFirstOrThrow({ where: { hookId: hook.id, eventId: 'of-nobody' } });
      await work();
      expect(await told()).toMatchObject({ wakeAt: expect.any(Date) as Date });
      world.turnClock(2 * 3_600_000);
      await work();
      world.turnClock(-2 * 3_600_000);
      expect(await told()).toMatchObject({ wakeAt: null, work: null });
      await db().delivery.update({ where: { id }, data: { state: 'FAILED', wakeAt: null } });
    });
  });

  it('is believed before a check that is still running: what that writes comes too late', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      const id = await processing('raced', here);
      await db().delivery.update({ where: { id }, data: { wakeAt: new Date(0) } });
      const due = (await findDue(world.shell, 100, [])).find((one) => one.id === id);
      const held = due && (await claim(world.shell, due));
      if (!held) throw new Error('It is due');
      await post(hook, bodyOf(hook.account, settled('raced', 'p4')));
      await work();
      await world.withConnector(
        (sandbox) => ({
          ...sandbox,
          publishing: {
            ...sandbox.publishing,
            check: () => Promise.resolve({ outcome: 'pending', ticket: 'old', checkAfterMs: 1 }),
          },
        }),
        () => deliver(world.shell, held, never),
      );
      expect(await stateOf(id)).toMatchObject({ state: 'PUBLISHED', externalId: 'p4', wakeAt: null });
    });
  });

  it('settles a doubt, and moves nothing that has come to its end', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      const doubted = await processing('doubted', here);
      const failed = await processing('failed', here);
      await db().delivery.update({ where: { id: doubted }, data: { state: 'UNCONFIRMED' } });
      await db().delivery.update({ where: { id: failed }, data: { state: 'FAILED' } });
      await post(hook, bodyOf(hook.account, settled('doubted', 'p5'), settled('failed', 'p6')));
      await work();
      expect(await stateOf(doubted)).toMatchObject({ state: 'PUBLISHED', externalId: 'p5' });
      expect(await stateOf(failed)).toMatchObject({ state: 'FAILED', externalId: null });
    });
  });

  it('that tells of messages is remembered, and of what they say nothing is kept', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      const message = {
        externalId: 'm1',
        text: 'Сәлем, нан бар ма?',
        author: { externalId: 'person_1', name: 'Айгуль' },
      };
      await post(hook, bodyOf(hook.account, { id: 'heard', type: 'message', message }));
      await work();
      const kept = await db().networkEvent.findFirstOrThrow({ where: { hookId: hook.id, eventId: 'heard' } });
      expect(kept).toMatchObject({ type: 'message', work: null, wakeAt: null });
    });
  });
});

describe('what comes to an address and is not the network’s', () => {
  it('is refused where it is signed with another secret, or not, or was changed; nothing of it happens', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      const other = await hookOf(here.channels[1]);
      const id = await processing('forged', here);
      const before = await db().networkEvent.count();
      const text = bodyOf(hook.account, settled('forged', 'p7'));
      expect(await post(hook, text, sign(text, other.secret))).toMatchObject({ status: 403 });
      expect(await post(hook, text, '')).toMatchObject({ status: 403 });
      expect(await post(hook, `${text} `, sign(text, hook.secret))).toMatchObject({ status: 403 });
      expect((await fetch(hook.address)).status).toBe(403);
      await work();
      expect(await db().networkEvent.count()).toBe(before);
      expect(await stateOf(id)).toMatchObject({ state: 'PROCESSING' });
    });
  });

  it('is refused where it cannot be read, is too large, or comes to no address', async () => {
    const hook = await hookOf(here.channels[0]);
    for (const garbage of ['', '{', '[]', '{"type":"comment.created"}', '\u0000'])
      expect({ garbage, ...(await post(hook, garbage)) }).toMatchObject({ garbage, status: 400 });
    const large = 'x'.repeat(1_000_001);
    expect(await post(hook, large)).toMatchObject({ status: 413 });
    // The same without a word on its length beforehand.
    const streamed = await fetch(hook.address, {
      method: 'POST',
      headers: { 'x-sandbox-signature': sign(large, hook.secret) },
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit); // Node's fetch wants duplex, which the types of browsers do not know
    expect(streamed.status).toBe(413);
    expect(await post(hook, 'x'.repeat(1_000_000))).toMatchObject({ status: 400 });

    const to = (path: string, method = 'POST') => fetch(`${url}${path}`, { method }).then(({ status }) => status);
    expect(await to(`/webhooks/sandbox/${randomUUID()}`)).toBe(404);
    expect(await to(`/webhooks/elsewhere/${hook.id}`)).toBe(404);
    expect(await to(`/webhooks/bluesky/${hook.id}`)).toBe(404);
    expect(await to('/webhooks/sandbox/nonsense')).toBe(404);
    expect(await to(`/webhooks/sandbox/${hook.id}`, 'PUT')).toBe(405);
  });

  it('is not in the log, also where the connector quotes it', async () => {
    const hook = await hookOf(here.channels[0]);
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const request = (text: string, signature: string) => ({
      method: 'POST',
      query: {},
      headers: new Headers({ 'x-sandbox-signature': signature }),
      body: Buffer.from(text),
    });
    const found = await findHook(world.shell, 'sandbox', hook.id);
    if (found === null) throw new TypeError('It was just asked for');
    const receive = async (text: string, signature: string) =>
      (await receiveWebhook({ ...world.shell, log }, found, request(text, signature), true, never)).outcome;
    const secretive = 'private words, no JSON';
    expect(await receive(secretive, sign(secretive, hook.secret))).toBe('UNREADABLE');
    expect(await receive(secretive, 'sha256=0')).toBe('FORGED');
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.join('')).not.toContain('private');
    expect(lines.join('')).not.toContain(hook.secret);
  });
});

describe('what a network tells', () => {
  it('is of the workspace whose address it came to, and of no other that has the same account', async () => {
    const there = await world.workspace();
    await world.withConnector(telling(), async () => {
      const [mine, theirs] = [await hookOf(here.channels[0]), await hookOf(there.channels[0])];
      expect(mine.account).toBe(theirs.account);
      const [ours, others] = [await processing('shared', here), await processing('shared', there)];
      await post(theirs, bodyOf(theirs.account, settled('shared', 'p8')));
      // Nor of another account of the same workspace.
      await post(theirs, bodyOf('acc_nomadcoffee', { type: 'access_lost' }));
      await work();
      expect(await stateOf(others)).toMatchObject({ state: 'PUBLISHED' });
      expect(await stateOf(ours)).toMatchObject({ state: 'PROCESSING' });
      const channels = await db().channel.findMany({ where: { workspaceId: { in: [here.id, there.id] } } });
      expect(new Set(channels.map(({ status }) => status))).toEqual(new Set(['CONNECTED']));
    });
  });

  it('waits where the process dies after it was written down, and is worked on once by the next one', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      const id = await processing('survivor', here);
      const died = { ...world.shell, db: { ...world.shell.db, prisma: dying() } };
      await post(hook, bodyOf(hook.account, { ...settled('survivor', 'p9'), id: 'survived' }));
      await workOnEvents(died, never).catch(() => undefined);
      const told = () => db().networkEvent.findFirstOrThrow({ where: { hookId: hook.id, eventId: 'survived' } });
      expect(await told()).toMatchObject({ work: { key: 'survivor' }, wakeAt: expect.any(Date) as Date });
      expect(await stateOf(id)).toMatchObject({ state: 'PROCESSING' });
      // It may still be at it.
      await work();
      expect(await stateOf(id)).toMatchObject({ state: 'PROCESSING' });
      world.turnClock(61_000);
      await Promise.all([work(), work()]);
      world.turnClock(-61_000);
      expect((await movesOf(id)).filter((to) => to === 'PUBLISHED')).toHaveLength(1);
      expect(await told()).toMatchObject({ work: null, wakeAt: null });
    });
  });

  /** A database that is gone as soon as an event was taken. */
  const dying = () =>
    new Proxy(db(), {
      get(prisma, name) {
        if (name === '$queryRaw') return prisma.$queryRaw.bind(prisma);
        throw new Error('The process died');
      },
    });

  it('is known again for 30 days', async () => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      await post(hook, bodyOf(hook.account, { id: 'old', type: 'message_removed', message: { externalId: 'm' } }));
      const kept = () => db().networkEvent.count({ where: { hookId: hook.id, eventId: 'old' } });
      world.turnClock(29 * 24 * 3_600_000);
      await prune(world.shell);
      expect(await kept()).toBe(1);
      world.turnClock(2 * 24 * 3_600_000);
      await prune(world.shell);
      expect(await kept()).toBe(0);
      world.turnClock(-31 * 24 * 3_600_000);
    });
  });
});

describe('access that a network takes back or changes', () => {
  it('leaves the channel waiting for a person, who sees why; its posts are still told of', async () => {
    const workspace = await world.workspace();
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(workspace.channels[0]);
      const id = await processing('lost', workspace);
      await post(hook, bodyOf(hook.account, { type: 'access_lost' }));
      await work();
      expect(await db().channel.findUniqueOrThrow({ where: { id: workspace.channels[0] } })).toMatchObject({
        status: 'NEEDS_RECONNECT',
        lastProblem: { code: 'ACCESS_LOST', actor: 'USER' },
      });
      await post(hook, bodyOf(hook.account, settled('lost', 'p10')));
      await work();
      expect(await stateOf(id)).toMatchObject({ state: 'PUBLISHED' });
    });
  });

  it('and that somebody granted anew since stays', async () => {
    const workspace = await world.workspace();
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(workspace.channels[0]);
      const at = new Date(Date.now() - 60_000).toISOString();
      await post(hook, bodyOf(hook.account, { type: 'access_lost', at }));
      await work();
      expect(await db().channel.findUniqueOrThrow({ where: { id: workspace.channels[0] } })).toMatchObject({
        status: 'CONNECTED',
      });
    });
  });

  it('is asked for anew, and again where the network cannot be reached just then', async () => {
    const workspace = await world.workspace();
    let reachable = false;
    const changed = (sandbox: Connector): Connector => ({
      ...telling()(sandbox),
      channels: async (call) => {
        if (!reachable)
          throw new NetworkError({ kind: 'network_down', code: 'down', network: 'sandbox', message: 'Down.' });
        return (await sandbox.channels(call)).map((each) => ({ ...each, name: 'Another name' }));
      },
    });
    await world.withConnector(changed, async () => {
      const hook = await hookOf(workspace.channels[0]);
      const named = async () => (await db().channel.findUniqueOrThrow({ where: { id: workspace.channels[0] } })).name;
      await post(hook, bodyOf(hook.account, { type: 'access_changed' }));
      await work();
      expect(await named()).toBe('Rīta Maize');
      reachable = true;
      world.turnClock(5000);
      await work();
      world.turnClock(-5000);
      expect(await named()).toBe('Another name');
    });
  });

  it('ends with the channel: its address is answered no more, and the network is told', async () => {
    const workspace = await world.workspace();
    const told: string[] = [];
    const listening = telling({
      unsubscribe: (call, channelId, hook) => {
        told.push(`${channelId} ${String(call.credentials.token)} ${String(hook.secret.length)}`);
        return Promise.resolve();
      },
    });
    await world.withConnector(listening, async () => {
      const [first, second] = [await hookOf(workspace.channels[0]), await hookOf(workspace.channels[1])];
      await workspace.gql('mutation ($id: ID!) { disconnectChannel(input: { channelId: $id }) { __typename } }', {
        id: workspace.channelIds[0],
      });
      expect(told).toEqual(['acc_ritamaize sandbox-token-ritamaize 43']);
      expect((await post(first, '[]')).status).toBe(404);

      await db().channel.update({
        where: { id: workspace.channels[1] },
        data: { status: 'DISCONNECTED', grantId: null },
      });
      expect((await post(second, '[]')).status).toBe(404);
      await forgetHooks(world.shell);
      expect(await db().hook.count({ where: { id: second.id } })).toBe(0);
    });
  });
});
