import { once } from 'node:events';
import { connect } from 'node:net';
import type { Connector } from '@polyphony/sdk';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { signed as signedDemands, unsigned as unsignedDemands } from '../../src/http/privacy.ts';
import { room, signed, unsigned } from '../../src/http/webhooks.ts';
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

const { db, hookOf } = createListening(
  () => world,
  () => url,
);
const local = '127.0.0.1';

describe('a stranger at the address of a channel', () => {
  it('uses up nothing of what the network may send, and gets no more answers to handshakes', async () => {
    let greetings = 0;
    const counting = telling({
      handshake: () => {
        greetings += 1;
        return Promise.resolve(undefined);
      },
    });
    await world.withConnector(counting, async () => {
      const hook = await hookOf(here.channels[0]);
      expect(await post(hook, '[]', '')).toMatchObject({ status: 403 });
      await unsigned.count(`${hook.id} ${local}`, 299);
      greetings = 0;
      const refused = await fetch(hook.address, { method: 'POST', body: '[]' });
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(greetings).toBe(0);
      expect(await post(hook, bodyOf(hook.account, { type: 'access_changed' }))).toMatchObject({ status: 200 });
    });
  });

  it('has no credentials renewed', async () => {
    let renewals = 0;
    const counting = (sandbox: Connector): Connector => ({
      ...telling({ handshake: () => Promise.resolve(undefined) })(sandbox),
      auth: {
        ...sandbox.auth,
        refresh: ({ credentials }) => {
          renewals += 1;
          return Promise.resolve({ credentials });
        },
      },
    });
    const workspace = await world.workspace();
    await world.withConnector(counting, async () => {
      const hook = await hookOf(workspace.channels[0]);
      await db().grant.updateMany({ where: { workspaceId: workspace.id }, data: { expiresAt: new Date(0) } });
      renewals = 0;
      expect(await post(hook, '[]', '')).toMatchObject({ status: 403 });
      expect(renewals).toBe(0);
    });
  });

  it('is heard to the end nowhere that is no address, nor where nothing fits in any more', async () => {
    const hook = await hookOf(here.channels[0]);
    // Its body never ends.
    const answerTo = async (path: string) => {
      const socket = connect(Number(new URL(url).port), local);
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nbeginning`);
      const [answer] = (await once(socket, 'data')) as [Buffer]; // of a socket without an encoding
      socket.destroy();
      return answer.toString().split(' ')[1];
    };
    expect(await answerTo(`/webhooks/sandbox/${here.id}`)).toBe('404');
    expect(await answerTo('/privacy/bluesky')).toBe('404');
    expect(room.take(49_999_999)).toBe(true);
    try {
      expect(await answerTo(new URL(hook.address).pathname)).toBe('503');
    } finally {
      room.giveBack(49_999_999);
    }
    // What was answered has left.
    await expect.poll(() => room.take(50_000_000)).toBe(true);
    room.giveBack(50_000_000);
  });

  it('who goes away in the middle is no error', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
    const hook = await hookOf(here.channels[0]);
    const before = world.shell.log;
    Object.assign(world.shell, { log });
    try {
      const socket = connect(Number(new URL(url).port), local);
      socket.write(`POST ${new URL(hook.address).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.destroy();
      await expect.poll(() => lines.join('')).toContain('SenderLeft');
      expect(lines.map((line) => (JSON.parse(line) as { level: number }).level)).not.toContain(50);
    } finally {
      Object.assign(world.shell, { log: before });
    }
  });
});

it('a network that signs too much is slowed down', async () => {
  const { channels } = await world.workspace();
  const hook = await hookOf(channels[0]);
  await signed.count(hook.id, 3000);
  const response = await fetch(hook.address, { method: 'POST' });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
});

it('a stranger at the door for demands uses up nothing of the network’s', async () => {
  const body = '{"type":"person_deleted","id":"somebody"}';
  const demand = (secret: string) =>
    fetch(`${url}/privacy/sandbox`, { method: 'POST', headers: { 'x-sandbox-signature': sign(body, secret) }, body });
  expect((await demand('guessed')).status).toBe(400);
  await unsignedDemands.count(local, 299);
  expect((await demand('guessed')).status).toBe(429);
  expect((await demand('sandbox-app-secret')).status).toBe(200);
  await signedDemands.count('/privacy/sandbox', 1000);
  expect((await demand('sandbox-app-secret')).status).toBe(429);
});

describe('what a network signed and nobody can keep', () => {
  it.each([
    ['a NUL in its id', { id: 'a\u0000b', type: 'access_changed' }],
    ['a NUL in the id of a post', { type: 'post_removed', externalId: 'a\u0000b' }],
    ['a time that is none', { type: 'access_changed', at: 'yesterday' }],
    ['no account', { type: 'access_changed', channelId: 7 }],
  ] as const)('is refused for good: %s', async (_, event) => {
    await world.withConnector(telling(), async () => {
      const hook = await hookOf(here.channels[0]);
      expect(await post(hook, bodyOf(hook.account, event))).toMatchObject({ status: 400 });
    });
  });
});

it('more than 1,000 events at once are written down in pieces', async () => {
  await world.withConnector(telling(), async () => {
    const hook = await hookOf(here.channels[1]);
    const many = Array.from({ length: 1201 }, (_, index) => settled(`many ${String(index)}`, 'p'));
    await db().networkEvent.deleteMany({ where: { hookId: hook.id } });
    expect(await post(hook, bodyOf(hook.account, ...many))).toMatchObject({ status: 200 });
    const transactions = await db().$queryRaw`
      select count(*)::int as events from network_events where hook_id = ${hook.id}::uuid group by xmin::text order by 1`;
    expect(transactions).toEqual([{ events: 201 }, { events: 500 }, { events: 500 }]);
  });
});
