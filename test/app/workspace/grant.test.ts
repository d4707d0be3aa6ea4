import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError, type Connector, type ErrorKind, type Grant } from '@polyphony/sdk';
import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Shell } from '../../../src/app/ctx.ts';
import { resealSecrets, useGrant } from '../../../src/app/workspace/grant.ts';
import { openServer } from '../../../src/infra/db.ts';
import type { InstalledNetwork } from '../../../src/infra/plugins.ts';
import { createVault } from '../../../src/infra/vault.ts';
import { log, openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const never = new AbortController().signal;
const refusal = (kind: ErrorKind) => new NetworkError({ kind, code: kind, network: 'sandbox', message: kind });

/** A network whose refresh tokens work once: seen twice, the session is dead, as on the networks that rotate them. */
function rotatingNetwork(own: Partial<Connector['auth']> = {}) {
  const seen: string[] = [];
  let session: 'alive' | 'dead' = 'alive';
  const installed = world.shell.networks.get('sandbox');
  if (installed === undefined) throw new Error('The sandbox is installed');
  const refresh = async ({ credentials }: { credentials: Readonly<Record<string, string>> }): Promise<Grant> => {
    const token = credentials.refreshToken ?? '';
    if (seen.includes(token)) session = 'dead';
    seen.push(token);
    await sleep(50);
    if (session === 'dead') throw refusal('auth_revoked');
    return { credentials: { token: `access-${String(seen.length)}`, refreshToken: `refresh-${String(seen.length)}` } };
  };
  const connector: Connector = {
    ...installed.connector,
    auth: { ...installed.connector.auth, refresh, ...own },
  };
  const network: InstalledNetwork = { ...installed, connector };
  return { network, seen, session: () => session };
}

/** A database that fails the first times that renewed credentials are stored: before it writes them, or after that. */
function shellThatFailsToStore(times: number, how: 'fails' | 'writes, and its answer is lost') {
  let failures = 0;
  const { prisma } = world.shell.db;
  type Update = typeof prisma.grant.updateMany;
  const bound = (target: object, name: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, name);
    return typeof value === 'function' ? (value.bind(target) as unknown) : value;
  };
  const updateMany = async (update: Parameters<Update>[0]) => {
    if (update.data.version === undefined || failures === times) return prisma.grant.updateMany(update);
    failures++;
    if (how !== 'fails') await prisma.grant.updateMany(update);
    throw new Error('the connection was lost');
  };
  const failing = new Proxy(prisma.grant, {
    get: (target, name) => (name === 'updateMany' ? updateMany : bound(target, name)),
  });
  const client = new Proxy(prisma, { get: (target, name) => (name === 'grant' ? failing : bound(target, name)) });
  return { shell: { ...world.shell, db: { ...world.shell.db, prisma: client } }, failures: () => failures };
}

async function grant(expiresAt: Date | null = null): Promise<string> {
  const id = uuid();
  const credentials = await world.shell.vault.seal({ token: 'access-0', refreshToken: 'refresh-0' });
  await world.shell.db.prisma.grant.create({
    data: { id, workspaceId: here.id, network: 'sandbox', credentials, expiresAt, scopes: [] },
  });
  return id;
}

describe('a grant', () => {
  it('is used as it is while it works', async () => {
    const { network, seen } = rotatingNetwork();
    const id = await grant(new Date(Date.now() + 3_600_000));
    expect(await useGrant(world.shell, network, id, never)).toMatchObject({
      version: 1,
      credentials: { token: 'access-0' },
    });
    expect(seen).toEqual([]);
  });

  it('is renewed before it stops working', async () => {
    const { network, seen } = rotatingNetwork();
    const id = await grant(new Date(Date.now() + 30_000));
    expect(await useGrant(world.shell, network, id, never)).toMatchObject({
      version: 2,
      credentials: { token: 'access-1' },
    });
    expect(seen).toEqual(['refresh-0']);
  });

  it('is renewed once, however many at once were refused with it, and the session lives', async () => {
    const { network, seen, session } = rotatingNetwork();
    const id = await grant();
    const fresh = await Promise.all(Array.from({ length: 12 }, () => useGrant(world.shell, network, id, never, 1)));
    expect(new Set(fresh.map(({ credentials }) => credentials.token))).toEqual(new Set(['access-1']));
    expect(seen).toEqual(['refresh-0']);
    // Whoever comes late with what was refused gets what the others have.
    expect(await useGrant(world.shell, network, id, never, 1)).toMatchObject({ version: 2 });
    expect(session()).toBe('alive');
  });

  it('is renewed once over several processes on one server (needs DATABASE_URL)', async (context) => {
    const { url } = world.shell.db;
    if (url === null) return context.skip('one process alone opens the embedded database');
    const others = await Promise.all([1, 2, 3].map(() => openServer(url, 4, log, () => undefined)));
    try {
      const { network, seen, session } = rotatingNetwork();
      const id = await grant();
      const shells: Shell[] = others.map((db) => ({ ...world.shell, db }));
      await Promise.all(shells.flatMap((shell) => [1, 2, 3].map(() => useGrant(shell, network, id, never, 1))));
      expect(seen).toEqual(['refresh-0']);
      expect(session()).toBe('alive');
    } finally {
      await Promise.all(others.map((db) => db.close()));
    }
  });

  it('would die without that: the test sees a second renewal with the same token', async () => {
    const { network, session } = rotatingNetwork();
    const id = await grant();
    const naive = async () => {
      const { credentials } = await world.shell.db.prisma.grant.findUniqueOrThrow({ where: { id } });
      const call = { credentials: await world.shell.vault.open(credentials) };
      await network.connector.auth.refresh?.(call as never).catch(() => undefined);
    };
    await Promise.all([naive(), naive()]);
    expect(session()).toBe('dead');
  });

  it('stays as it is when renewing fails in a way that passes, and is used while it still works', async () => {
    const down = () => Promise.reject(refusal('network_down'));
    const { network } = rotatingNetwork({ refresh: down });
    const soon = await grant(new Date(Date.now() + 30_000));
    expect(await useGrant(world.shell, network, soon, never)).toMatchObject({ version: 1 });
    const over = await grant(new Date(Date.now() - 1000));
    await expect(useGrant(world.shell, network, over, never)).rejects.toMatchObject({
      details: { kind: 'network_down' },
    });
    // Nobody holds it: the next one may try at once.
    expect(await useGrant(world.shell, rotatingNetwork().network, over, never)).toMatchObject({ version: 2 });
  });

  it('is taken over from a process that died while it renewed it', async () => {
    const { network, seen } = rotatingNetwork();
    const id = await grant();
    await world.shell.db.prisma.$executeRaw`
      update grants set refreshing_until = clock_timestamp() + interval '400 milliseconds' where id = ${id}::uuid`;
    const began = Date.now();
    expect(await useGrant(world.shell, network, id, never, 1)).toMatchObject({ version: 2 });
    expect(Date.now() - began).toBeGreaterThan(300);
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['fails', 3],
    ['writes, and its answer is lost', 1],
  ] as const)('is not lost when the database %s after the network took the old token', async (how, times) => {
    const { network, seen, session } = rotatingNetwork();
    const id = await grant();
    const { shell, failures } = shellThatFailsToStore(times, how);
    expect(await useGrant(shell, network, id, never, 1)).toMatchObject({
      version: 2,
      credentials: { refreshToken: 'refresh-1' },
    });
    expect(failures()).toBe(times);
    expect(await useGrant(world.shell, network, id, never, 2)).toMatchObject({ version: 3 });
    expect(seen).toEqual(['refresh-0', 'refresh-1']);
    expect(session()).toBe('alive');
  });

  it('keeps its scopes where the network says nothing of them when it renews', async () => {
    const { grant: grants } = world.shell.db.prisma;
    const id = await grant();
    await grants.update({ where: { id }, data: { scopes: ['read'] } });
    await useGrant(world.shell, rotatingNetwork().network, id, never, 1);
    expect(await grants.findUniqueOrThrow({ where: { id } })).toMatchObject({ version: 2, scopes: ['read'] });
    const refresh = async () => ({ credentials: { token: 'new' }, scopes: ['read', 'write'] });
    await useGrant(world.shell, rotatingNetwork({ refresh }).network, id, never, 2);
    expect(await grants.findUniqueOrThrow({ where: { id } })).toMatchObject({ version: 3, scopes: ['read', 'write'] });
  });

  it('that was disconnected while it was renewed is not stored again and again', async () => {
    const id = await grant();
    const { network } = rotatingNetwork({
      refresh: async ({ credentials }) => {
        await world.shell.db.prisma.grant.delete({ where: { id } });
        return { credentials };
      },
    });
    await expect(useGrant(world.shell, network, id, never, 1)).rejects.toMatchObject({
      details: { code: 'disconnected' },
    });
  });

  it('that was disconnected meanwhile gives nothing', async () => {
    const { network } = rotatingNetwork();
    await expect(useGrant(world.shell, network, uuid(), never)).rejects.toMatchObject({
      details: { kind: 'auth_revoked' },
    });
  });
});

describe('rotating the master key', () => {
  it('encrypts what there is anew, and the old key opens nothing any more', async () => {
    const id = await grant();
    const [before, now] = [new Uint8Array(32), new Uint8Array(32).fill(1)];
    const both = { ...world.shell, vault: await createVault({ current: now, previous: before }) };
    const sealed = async () => (await world.shell.db.prisma.grant.findUniqueOrThrow({ where: { id } })).credentials;
    expect(await both.vault.open(await sealed())).toMatchObject({ token: 'access-0' });
    expect(await resealSecrets(both)).toBeGreaterThan(0);
    expect(await resealSecrets(both)).toBe(0);
    const onlyNew = await createVault({ current: now, previous: null });
    expect(await onlyNew.open(await sealed())).toMatchObject({ token: 'access-0' });
    await expect(world.shell.vault.open(await sealed())).rejects.toThrow('SECRET_KEY_PREVIOUS');
    const back = { ...world.shell, vault: await createVault({ current: before, previous: now }) };
    await resealSecrets(back);
  });
});
