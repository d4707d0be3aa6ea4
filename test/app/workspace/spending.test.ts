import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NetworkError, type Connector, type HttpRequest } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { createNetworkCall, type CallTarget } from '../../../src/app/network-call.ts';
import { readSpending, setSpendingCap, SpendingCapReached } from '../../../src/app/workspace/spending.ts';
import { formatMoney } from '../../../src/domain/shared/money.ts';
import { createRateBudgets } from '../../../src/infra/rate-budget.ts';
import { charging } from '../../support/prices.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});

/** A network that counts what reaches it, and answers nothing but yes. */
async function listen() {
  let arrived = 0;
  const server = createServer((request, response) => {
    arrived++;
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    arrived: () => arrived,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
type Server = Awaited<ReturnType<typeof listen>>;

const grantOf = async (here: TestWorkspace, channel: 0 | 1 = 0) =>
  (await world.shell.db.prisma.channel.findUniqueOrThrow({ where: { id: here.channels[channel] } })).grantId ?? '';

/** Runs against that network, which charges. */
async function withNetwork<T>(run: (server: Server) => Promise<T>, change: (c: Connector) => Connector = (c) => c) {
  const server = await listen();
  try {
    return await world.withConnector(
      (sandbox) => change(charging(sandbox)),
      () => run(server),
    );
  } finally {
    server.close();
  }
}

/** Asks for something that costs, as a process of its own would. */
async function ask(server: Server, target: Partial<CallTarget>, spends = ['post'], own: HttpRequest = {}) {
  const network = world.shell.networks.get('sandbox');
  if (network === undefined) throw new TypeError('The sandbox is installed');
  const there = { ...network, connector: network.connector, baseUrl: () => server.url };
  const signal = new AbortController().signal;
  const call = createNetworkCall(world.shell, there, { credentials: {}, about: {}, ...target }, signal);
  return call.http.request('posts', { method: 'POST', json: {}, spends, ...own }).then(
    () => 'sent' as const,
    (error: unknown) => (error instanceof NetworkError ? error : Promise.reject(error as Error)),
  );
}

const cap = async (here: TestWorkspace, amount: string | null, currency = 'USD') =>
  setSpendingCap(await here.ctx(), {
    idempotencyKey: null,
    network: 'sandbox',
    cap: amount === null ? null : { amount, currency },
  });

/** What the month has cost. */
async function spent({ id }: TestWorkspace, at = world.shell.now()) {
  const [[spending] = []] = await readSpending(world.shell.db.prisma, world.shell.networks.all, [id], at);
  return spending && formatMoney(spending.spent);
}

const sentOf = (all: readonly unknown[]) => all.filter((each) => each === 'sent').length;

describe('money', () => {
  it('is counted exactly, by workspace, for all its logins together, and for nobody else', async () => {
    const [here, there] = [await world.workspace(), await world.workspace()];
    const [first, second] = [await grantOf(here), await grantOf(here, 1)];
    await withNetwork(async (server) => {
      for (let count = 0; count < 10; count++) await ask(server, { grantId: count % 2 ? first : second });
      await ask(server, { workspaceId: here.id }, ['post with link', 'post']);
      await ask(server, { grantId: first }, ['nothing that costs']);
      expect(await spent(here)).toBe('0.365 USD');
      expect(await spent(there)).toBe('0.00 USD');
      expect(server.arrived()).toBe(12);
    });
  });

  it('is what the answer says where that decides, more than the cap too', async () => {
    const here = await world.workspace();
    await withNetwork(async (server) => {
      await cap(here, '0.02');
      const target = { workspaceId: here.id };
      expect(await ask(server, target, ['post'], { charged: () => [] })).toBe('sent');
      expect(await spent(here)).toBe('0.00 USD');
      expect(await ask(server, target, ['post'], { charged: () => ['post', 'post', 'post'] })).toBe('sent');
      expect(await spent(here)).toBe('0.045 USD');
      expect(await ask(server, target, ['post'], { charged: () => [] })).toBeInstanceOf(SpendingCapReached);
      await cap(here, null);
      const stumble = () => {
        throw new TypeError('x is undefined');
      };
      expect(await ask(server, target, ['post'], { charged: stumble })).toBe('sent');
      expect(await spent(here)).toBe('0.06 USD');
    });
  });

  it('of another month is counted by itself', async () => {
    const here = await world.workspace();
    await withNetwork(async (server) => {
      const target = { workspaceId: here.id };
      const month = world.shell.now();
      await cap(here, '0.02');
      expect(await ask(server, target)).toBe('sent');
      expect(await ask(server, target)).toBeInstanceOf(SpendingCapReached);
      const days = 32 * 86_400_000;
      world.turnClock(days);
      try {
        expect(await ask(server, target)).toBe('sent');
        expect([await spent(here, month), await spent(here)]).toEqual(['0.015 USD', '0.015 USD']);
      } finally {
        world.turnClock(-days);
      }
    });
  });

  it('is given back where the request surely did not leave', async () => {
    const here = await world.workspace();
    await withNetwork(async (server) => {
      await ask(server, { workspaceId: here.id });
      server.close();
      expect(await ask(server, { workspaceId: here.id })).toMatchObject({ details: { code: 'unreachable' } });
      expect(await spent(here)).toBe('0.015 USD');
    });
  });

  it('is given back where a limit of the network stands against it', async () => {
    const here = await world.workspace();
    const limited = (connector: Connector): Connector => ({
      ...connector,
      capabilities: {
        ...connector.capabilities,
        limits: [{ name: 'posts a day', max: 1, windowSeconds: 86_400, scope: 'ACCOUNT' }],
      },
    });
    await withNetwork(async (server) => {
      const grantId = await grantOf(here);
      expect(await ask(server, { grantId }, ['post', 'posts a day'])).toBe('sent');
      expect(await ask(server, { grantId }, ['post', 'posts a day'])).toMatchObject({
        details: { kind: 'rate_limited', code: 'budget_spent' },
      });
      expect(await spent(here)).toBe('0.015 USD');
    }, limited);
  });

  it('takes nothing of a limit where the cap stands against it', async () => {
    const here = await world.workspace();
    const limit = { name: 'posts a day', max: 5, windowSeconds: 86_400, scope: 'ACCOUNT' } as const;
    await withNetwork(
      async (server) => {
        const grantId = await grantOf(here);
        await cap(here, '0');
        expect(await ask(server, { grantId }, ['post', limit.name])).toBeInstanceOf(SpendingCapReached);
        const spender = { network: 'sandbox', limits: [limit], app: 'operator', grantId };
        expect(await createRateBudgets(world.shell.db.prisma).read([spender])).toMatchObject([[{ used: 0 }]]);
      },
      (connector) => ({ ...connector, capabilities: { ...connector.capabilities, limits: [limit] } }),
    );
  });

  it('is counted for nobody where nobody is known, and the request goes out', async () => {
    await withNetwork(async (server) => {
      expect(await ask(server, {})).toBe('sent');
      expect(await ask(server, { grantId: '00000000-0000-7000-8000-000000000000' })).toBe('sent');
    });
  });
});

describe('a cap', () => {
  it('lets no more through than it is, however many ask at once', async () => {
    const here = await world.workspace();
    await withNetwork(async (server) => {
      await cap(here, '0.15');
      const grantId = await grantOf(here);
      const all = await Promise.all(Array.from({ length: 30 }, () => ask(server, { grantId })));
      expect(sentOf(all)).toBe(10);
      expect(server.arrived()).toBe(10);
      expect(await spent(here)).toBe('0.15 USD');
      const [refused] = all.filter((each) => each !== 'sent');
      expect(refused).toBeInstanceOf(SpendingCapReached);
      expect(refused?.details).toMatchObject({ kind: 'challenge_required', network: 'sandbox' });
      expect(refused?.details.message).toMatch(
        /have cost 0\.15 USD.*would cost 0\.015 USD.*cap is 0\.15 USD.*setSpendingCap/,
      );
    });
  });

  it('stops the first call of a month too, and one that is dearer than what is left', async () => {
    const here = await world.workspace();
    await withNetwork(async (server) => {
      await cap(here, '0.1');
      expect(await ask(server, { workspaceId: here.id }, ['post with link'])).toBeInstanceOf(SpendingCapReached);
      expect(await ask(server, { workspaceId: here.id })).toBe('sent');
      expect(await ask(server, { workspaceId: here.id }, ['post with link'])).toBeInstanceOf(SpendingCapReached);
      expect(await spent(here)).toBe('0.015 USD');
      await cap(here, '0.215');
      expect(await ask(server, { workspaceId: here.id }, ['post with link'])).toBe('sent');
      await cap(here, null);
      expect(await ask(server, { workspaceId: here.id }, ['post with link'])).toBe('sent');
    });
  });

  it('in a currency that the network no longer charges in lets nothing through', async () => {
    const here = await world.workspace();
    await withNetwork(async (server) => {
      await cap(here, '100');
      await world.shell.db.prisma.spendingCap.updateMany({
        where: { workspaceId: here.id },
        data: { currency: 'EUR' },
      });
      const refused = await ask(server, { workspaceId: here.id });
      expect(refused).toMatchObject({ details: { message: expect.stringContaining('charges in USD') as string } });
      expect(server.arrived()).toBe(0);
    });
  });
});
