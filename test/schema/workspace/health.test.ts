import { NetworkError, type ChannelCandidate, type Connector, type ErrorKind } from '@polyphony/sdk';
import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { countStatements, statementsSent } from '../../../bench/statements.ts';
import { recheckChannel } from '../../../src/app/workspace/channel.ts';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

countStatements();
let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const rowOf = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
const channelRow = (id: string) => world.shell.db.prisma.channel.findUniqueOrThrow({ where: { id } });

const account: ChannelCandidate = { externalId: 'acc_ritamaize', name: 'Rīta Maize', kind: 'PAGE' };

/** The sandbox, which asks for two scopes, granted `granted`, and says that of the account. */
const scoped =
  (granted: readonly string[], candidate: Partial<ChannelCandidate> | null | ErrorKind = {}) =>
  (sandbox: Connector): Connector => ({
    ...sandbox,
    auth: {
      ...sandbox.auth,
      ways: [
        {
          kind: 'token',
          fields: [{ name: 'token', label: 'Token', secret: true, required: true }],
          scopes: ['posts', 'insights'].map((name) => ({ name, why: name })),
          login: (_, credentials) => Promise.resolve({ credentials, scopes: granted }),
        },
      ],
    },
    channels: () => {
      if (candidate === null) return Promise.resolve([{ ...account, externalId: 'another' }]);
      if (typeof candidate !== 'string') return Promise.resolve([{ ...account, ...candidate }]);
      return Promise.reject(
        new NetworkError({ kind: candidate, code: candidate, network: 'sandbox', message: candidate }),
      );
    },
  });

async function connect(there: TestWorkspace) {
  const started = await there.gql<{ startChannelConnection: { id: string } }>(contractDocument('StartConnecting'), {
    input: { network: 'sandbox', credentials: [{ name: 'token', value: 'sandbox-token-ritamaize' }] },
  });
  const id = started.data?.startChannelConnection.id ?? '';
  const candidates = await there.gql<{ node: { candidates: unknown[] } }>(contractDocument('WhatDidTheyGrant'), { id });
  const connected = await there.gql<{ connectChannels: { results: object[] } }>(contractDocument('ConnectChosen'), {
    input: { authorizationId: id, externalIds: ['acc_ritamaize'] },
  });
  return {
    candidates: candidates.data?.node.candidates,
    results: connected.data?.connectChannels.results,
    row: await channelRow(there.channels[0]),
  };
}

const health = (there: TestWorkspace, as?: string) =>
  there.gql<{ workspace: { channels: { nodes: Record<string, unknown>[] } } }>(contractDocument('Health'), {}, as);

describe('connecting', () => {
  it('keeps what the network said of the account, and reads how it looks', async () => {
    const there = await world.workspace();
    const capabilities = { formats: [], actions: ['REMOVE'] } as const;
    const narrowed = { tier: 'text account', capabilities, avatarUrl: 'https://cdn.example.com/a.png' };
    await world.withConnector(scoped(['posts', 'insights'], narrowed), async () => {
      const { row } = await connect(there);
      expect(row).toMatchObject({ ...narrowed, status: 'CONNECTED', missingScopes: [] });
      expect(row.profile).toMatchObject({ displayName: expect.any(String) as string });
      expect(row.lastSuccessAt).not.toBeNull();
      const { data } = await there.gql(
        'query ($id: ID!) { node(id: $id) { ... on Channel { avatarUrl tier { name } profile { displayName bio } capabilities { actions formats { format } } } } }',
        { id: there.channelIds[0] },
      );
      expect(data?.node).toMatchObject({
        avatarUrl: 'https://cdn.example.com/a.png',
        tier: { name: 'text account' },
        capabilities: { actions: ['REMOVE'], formats: [] },
      });
    });
  });

  it('makes a channel work in part that was not granted everything, account by account', async () => {
    const there = await world.workspace();
    await world.withConnector(scoped(['posts']), async () => {
      const { candidates, row } = await connect(there);
      expect(candidates).toMatchObject([{ missingScopes: ['insights'] }]);
      expect(row).toMatchObject({ status: 'DEGRADED', missingScopes: ['insights'] });
    });
    // The network's word of the account itself goes before what the login was granted.
    await world.withConnector(scoped(['posts'], { missingScopes: [] }), async () => {
      const { candidates, row } = await connect(there);
      expect(candidates).toMatchObject([{ missingScopes: [] }]);
      expect(row).toMatchObject({ status: 'CONNECTED', missingScopes: [] });
    });
  });

  it('does not fail because the look cannot be read', async () => {
    const there = await world.workspace();
    const blind = (sandbox: Connector): Connector => ({
      ...scoped([])(sandbox),
      profile: { read: () => Promise.reject(new Error('no')), update: () => Promise.reject(new Error('no')) },
    });
    await world.withConnector(blind, async () => {
      expect((await connect(there)).row).toMatchObject({ status: 'CONNECTED', profile: null });
    });
  });
});

describe('asking the network again', () => {
  const mutation = (there: TestWorkspace, as?: string) =>
    there.gql<{ recheckChannel: object }>(
      'mutation ($id: ID!) { recheckChannel(input: { channelId: $id }) { __typename ... on Channel { name status health { missingScopes lastProblem { kind code actor } } } ... on Error { code } } }',
      { id: there.channelIds[0] },
      as,
    );
  const events = (there: TestWorkspace) =>
    world.shell.db.prisma.event.findMany({ where: { workspaceId: there.id, type: 'CHANNEL_CHANGED' } });

  it('tells what changed, and nothing where nothing did', async () => {
    const there = await world.workspace();
    const changed = { name: 'Rīta un Maize', missingScopes: ['insights'], tier: 'text account' };
    await world.withConnector(scoped([], changed), async () => {
      const { data } = await mutation(there);
      expect(data?.recheckChannel).toMatchObject({
        name: 'Rīta un Maize',
        status: 'DEGRADED',
        health: { missingScopes: ['insights'] },
      });
      await recheckChannel(world.shell, there.channels[0]);
    });
    const [event, ...more] = await events(there);
    expect(event).toMatchObject({ from: 'CONNECTED', to: 'DEGRADED', actorKind: 'MEMBER' });
    expect(event?.fields).toEqual(expect.arrayContaining(['status', 'name', 'tier', 'missingScopes']));
    expect(more).toEqual([]);
  });

  it('reads anew how the account looks', async () => {
    const there = await world.workspace();
    const looking = (sandbox: Connector): Connector => ({
      ...sandbox,
      profile: {
        read: () => Promise.resolve({ displayName: 'Rīta Maize', bio: 'Жаңа нан 🥐' }),
        update: () => Promise.reject(new Error('no')),
      },
    });
    await world.withConnector(looking, () => recheckChannel(world.shell, there.channels[0]));
    const { profile } = await world.shell.db.prisma.channel.findUniqueOrThrow({ where: { id: there.channels[0] } });
    expect(profile).toEqual({ displayName: 'Rīta Maize', bio: 'Жаңа нан 🥐' });
  });

  it('brings back a channel that works again, and takes away no picture that is merely not told of', async () => {
    const there = await world.workspace();
    const avatarUrl = 'https://cdn.example.com/a.png';
    await world.shell.db.prisma.channel.update({
      where: { id: there.channels[0] },
      data: { status: 'NEEDS_RECONNECT', avatarUrl },
    });
    await world.withConnector(scoped([], { handle: 'ritamaize', tier: 'whole account' }), () =>
      recheckChannel(world.shell, there.channels[0]),
    );
    expect(await channelRow(there.channels[0])).toMatchObject({ status: 'CONNECTED', avatarUrl });
    expect(await events(there)).toMatchObject([{ from: 'NEEDS_RECONNECT', to: 'CONNECTED', actorKind: 'SYSTEM' }]);
  });

  it('makes a channel wait for a person that the login no longer reaches, and only that one', async () => {
    const there = await world.workspace();
    await world.withConnector(scoped([], null), async () => {
      const { data } = await mutation(there);
      expect(data?.recheckChannel).toMatchObject({
        status: 'NEEDS_RECONNECT',
        health: { lastProblem: { kind: 'PERMISSION_DENIED', code: 'ACCOUNT_NOT_REACHED', actor: 'USER' } },
      });
    });
    expect(await channelRow(there.channels[1])).toMatchObject({ status: 'CONNECTED' });
  });

  it('makes every channel of a login wait that was revoked', async () => {
    const there = await world.workspace();
    const { grantId } = await channelRow(there.channels[0]);
    await world.shell.db.prisma.channel.update({ where: { id: there.channels[1] }, data: { grantId } });
    await world.withConnector(scoped([], 'auth_revoked'), () => recheckChannel(world.shell, there.channels[0]));
    for (const id of there.channels) {
      expect(await channelRow(id)).toMatchObject({
        status: 'NEEDS_RECONNECT',
        lastProblem: { kind: 'AUTH_REVOKED' },
      });
    }
  });

  it('changes nothing where the network cannot be asked: a program hears it, a person reads it', async () => {
    const there = await world.workspace();
    await world.withConnector(scoped([], 'network_down'), async () => {
      await expect(recheckChannel(world.shell, there.channels[0])).rejects.toMatchObject({
        details: { kind: 'network_down' },
      });
      const { data } = await mutation(there);
      expect(data?.recheckChannel).toMatchObject({
        status: 'CONNECTED',
        health: { lastProblem: { kind: 'NETWORK_DOWN', actor: 'NETWORK' } },
      });
    });
  });

  it('is for who manages channels, and not for a channel that is disconnected', async () => {
    const there = await world.workspace();
    const refused = await mutation(there, await there.member('ANALYST'));
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await there.gql(contractDocument('Disconnect'), { input: { channelId: there.channelIds[0] } });
    expect((await mutation(there)).data?.recheckChannel).toMatchObject({ code: 'WRONG_STATE' });
    await recheckChannel(world.shell, there.channels[0]);
    expect(await channelRow(there.channels[0])).toMatchObject({ status: 'DISCONNECTED' });
  });
});

describe('the health of channels', () => {
  it('shows those that need somebody, with what is wrong and what is left of the limits', async () => {
    const there = await world.workspace();
    await world.withConnector(scoped(['posts']), async () => {
      await connect(there);
      const expiresAt = new Date('2027-03-01T00:00:00Z');
      const { grantId } = await channelRow(there.channels[0]);
      await world.shell.db.prisma.grant.update({ where: { id: grantId ?? '' }, data: { expiresAt } });
      const { data, errors } = await health(there);
      expect(errors).toBeUndefined();
      expect(data?.workspace.channels.nodes).toMatchObject([
        {
          id: there.channelIds[0],
          status: 'DEGRADED',
          health: {
            tokenExpiresAt: expiresAt.toISOString(),
            scopes: ['posts'],
            missingScopes: ['insights'],
            lastSuccessAt: expect.any(String) as string,
            lastProblem: null,
            // Reading the look was one request.
            rateBudgets: [
              { name: 'requests', used: expect.any(Number) as number, resetsAt: expect.any(String) as string },
            ],
          },
          capabilities: { formats: expect.any(Array) as unknown[], actions: ['REMOVE'] },
        },
      ]);
      const [{ health: found } = {}] = data?.workspace.channels.nodes ?? [];
      expect((found as { rateBudgets: { used: number }[] }).rateBudgets[0]?.used).toBeGreaterThan(0);
    });
  });

  it('is for whoever reads insights: the field alone is blank for the others', async () => {
    const there = await world.workspace();
    const document = '{ workspace { channels { nodes { name health { scopes } } } } }';
    const analyst = await there.gql(document, {}, await there.member('ANALYST'));
    expect(analyst.errors).toBeUndefined();
    const client = await there.gql<{ workspace: { channels: { nodes: object[] } } }>(
      document,
      {},
      await there.member('CLIENT'),
    );
    expect(client.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }, { extensions: { code: 'FORBIDDEN' } }]);
    expect(client.data?.workspace.channels.nodes).toMatchObject([
      { name: expect.any(String) as string, health: null },
      { health: null },
    ]);
  });

  it('can be asked by network and by status', async () => {
    const there = await world.workspace();
    const count = async (filter: object) =>
      (
        await there.gql<{ workspace: { channels: { totalCount: number } } }>(
          'query ($filter: ChannelFilterInput) { workspace { channels(filter: $filter) { totalCount } } }',
          { filter },
        )
      ).data?.workspace.channels.totalCount;
    expect(await count({ status: ['CONNECTED'] })).toBe(2);
    expect(await count({ status: ['DISCONNECTED'] })).toBe(0);
    expect(await count({ networks: ['sandbox'], status: ['CONNECTED', 'DEGRADED'] })).toBe(2);
    expect(await count({ networks: ['elsewhere'] })).toBe(0);
  });

  it('costs as many statements for a hundred channels as for one', async () => {
    const measure = async (there: TestWorkspace) => {
      const before = statementsSent();
      const { data, errors } = await health(there);
      expect(errors).toBeUndefined();
      return { statements: statementsSent() - before, count: data?.workspace.channels.nodes.length };
    };
    const [small, large] = [await world.workspace(), await world.workspace()];
    await world.shell.db.prisma.channel.updateMany({ where: { id: small.channels[0] }, data: { status: 'DEGRADED' } });
    const credentials = await world.shell.vault.seal({ token: 'sandbox-token-ritamaize' });
    const rows = Array.from({ length: 100 }, () => ({ id: uuid(), grantId: uuid(), externalId: uuid() }));
    await world.shell.db.prisma.grant.createMany({
      data: rows.map(({ grantId }) => ({ id: grantId, workspaceId: large.id, network: 'sandbox', credentials })),
    });
    const common = {
      workspaceId: large.id,
      network: 'sandbox',
      name: 'One of many',
      kind: 'PAGE',
      status: 'DEGRADED',
    } as const;
    await world.shell.db.prisma.channel.createMany({ data: rows.map((row) => ({ ...common, ...row })) });
    // The first request of a token writes down that it was used.
    for (const there of [small, large]) await measure(there);
    const [one, hundred] = [await measure(small), await measure(large)];
    expect([one.count, hundred.count]).toEqual([1, 100]);
    expect(hundred.statements).toBe(one.statements);
    expect(hundred.statements).toBeGreaterThan(0);
  });
});

describe('the limits of a network', () => {
  it('are spent by every call with a login, and seen in its health', async () => {
    const id = rowOf(here.channelIds[1]);
    const used = async () => {
      const { data } = await here.gql<{ node: { health: { rateBudgets: { used: number }[] } } }>(
        'query ($id: ID!) { node(id: $id) { ... on Channel { health { rateBudgets { name used limit } } } } }',
        { id: here.channelIds[1] },
      );
      return data?.node.health.rateBudgets[0]?.used ?? -1;
    };
    const before = await used();
    await recheckChannel(world.shell, id);
    expect(await used()).toBeGreaterThan(before);
  });
});
