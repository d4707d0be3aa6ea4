import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useGrant } from '../../src/app/workspace/grant.ts';
import type { Shell } from '../../src/app/ctx.ts';
import { openServer } from '../../src/infra/db.ts';
import { installPds, startPds, type Pds, type PdsAccount } from '../pds/index.ts';
import { contractDocument } from '../support/documents.ts';
import { log, openWorld, type TestWorkspace, type World } from '../support/world.ts';

// OAuth as a person goes through it, against the authorization server of a real PDS: PAR, PKCE, DPoP, rotating tokens.

let cannot: string | undefined;
let pds: Pds;
let world: World;
let here: TestWorkspace;
let account: PdsAccount;

beforeAll(async () => {
  cannot = await installPds();
  if (cannot !== undefined) return;
  pds = await startPds();
  world = await openWorld({ quiet: 0 }, { BLUESKY_PDS: pds.url });
  here = await world.workspace();
  await world.serve();
  account = await pds.createAccount('nomad.test');
}, 15 * 60_000);
afterAll(async () => {
  if (cannot === undefined) await pds.stop();
});

const never = new AbortController().signal;
const rowOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';

async function start() {
  const { data } = await here.gql<{ startChannelConnection: { id: string; authorizationUrl: string } }>(
    contractDocument('StartConnecting'),
    { input: { network: 'bluesky', credentials: [{ name: 'identifier', value: account.handle }] } },
  );
  expect(data?.startChannelConnection).toMatchObject({ __typename: 'ChannelAuthorization', state: 'WAITING' });
  return data?.startChannelConnection ?? { id: '', authorizationUrl: '' };
}

const look = async (id: string) =>
  (await here.gql<{ node: { state: string } }>(contractDocument('WhatDidTheyGrant'), { id })).data?.node;

async function connect(): Promise<string> {
  const { id, authorizationUrl } = await start();
  const back = await pds.oauthConsent(authorizationUrl, account);
  expect((await fetch(back)).status).toBe(200);
  expect(await look(id)).toMatchObject({
    state: 'GRANTED',
    problem: null,
    candidates: [{ externalId: account.did, handle: account.handle, missingScopes: [] }],
  });
  const { data } = await here.gql<{ connectChannels: { results: { channel: { id: string } }[] } }>(
    contractDocument('ConnectChosen'),
    { input: { authorizationId: id, externalIds: [account.did] } },
  );
  return data?.connectChannels.results[0]?.channel.id ?? '';
}

async function publish(channelId: string, text: string): Promise<void> {
  const created = await here.gql<{ createPost: { id: string } }>(contractDocument('WriteFirstPost'), {
    input: { content: { text }, variants: [{ channelId }] },
  });
  const { data } = await here.gql<{ publishPost: { deliveries: { id: string }[] } }>(contractDocument('PublishNow'), {
    input: { postId: created.data?.createPost.id },
  });
  const id = rowOf(data?.publishPost.deliveries[0]?.id ?? '');
  await world.work(
    async () => (await world.shell.db.prisma.delivery.findUniqueOrThrow({ where: { id } })).state === 'PUBLISHED',
    { timeoutMs: 30_000 },
  );
  const there = await pds.records(account.did, 'app.bsky.feed.post');
  expect(there.filter(({ value }) => value.text === text)).toHaveLength(1);
}

const grantOf = async (channelId: string) => {
  const { grant } = await world.shell.db.prisma.channel.findUniqueOrThrow({
    where: { id: rowOf(channelId) },
    include: { grant: true },
  });
  if (grant === null) throw new Error('The channel is connected');
  return grant;
};

describe('OAuth against a real authorization server', { timeout: 120_000 }, () => {
  it('sends a person there, takes what they grant, publishes with it, and keeps none of it in the clear', async (context) => {
    if (cannot !== undefined) return context.skip(cannot);
    const channelId = await connect();
    await publish(channelId, 'Через OAuth 🥐 OAuth арқылы');
    const grant = await grantOf(channelId);
    const { credentials } = await useGrant(world.shell, network(), grant.id, never);
    for (const name of ['accessToken', 'refreshToken', 'dpopKey']) {
      expect(credentials[name]).toMatch(/^.{20,}$/);
      expect(JSON.stringify(grant)).not.toContain(credentials[name]);
    }
  });

  it('is renewed once however many workers need it at the same moment, and the session lives on', async (context) => {
    if (cannot !== undefined) return context.skip(cannot);
    const channelId = await connect();
    const { url } = world.shell.db;
    // On a server each worker is a process' worth: its own connections, and no memory shared.
    const others = url === null ? [] : await Promise.all([1, 2].map(() => openServer(url, 4, log, () => undefined)));
    const shells: Shell[] = [world.shell, ...others.map((db) => ({ ...world.shell, db }))];
    try {
      for (let round = 0; round < 5; round++) {
        const { id, version } = await grantOf(channelId);
        await world.shell.db.prisma.grant.update({ where: { id }, data: { expiresAt: new Date(0) } });
        const bluesky = network();
        const fresh = await Promise.all(
          shells.flatMap((shell) => [1, 2, 3, 4].map(() => useGrant(shell, bluesky, id, never))),
        );
        expect(new Set(fresh.map((each) => each.version))).toEqual(new Set([version + 1]));
      }
      await publish(channelId, 'After five renewals');
    } finally {
      await Promise.all(others.map((db) => db.close()));
    }
  });

  it('is dead once a refresh token comes twice: the server sees it, and so does the person', async (context) => {
    if (cannot !== undefined) return context.skip(cannot);
    const channelId = await connect();
    const grant = await grantOf(channelId);
    const bluesky = network();
    const { prisma } = world.shell.db;
    const old = grant.credentials;
    await prisma.grant.update({ where: { id: grant.id }, data: { expiresAt: new Date(0) } });
    await useGrant(world.shell, bluesky, grant.id, never);
    // As if what the server answered had not been stored.
    await prisma.grant.update({ where: { id: grant.id }, data: { credentials: old, expiresAt: new Date(0) } });
    await expect(useGrant(world.shell, bluesky, grant.id, never)).rejects.toMatchObject({
      details: { kind: 'auth_revoked', code: 'invalid_grant' },
    });
  });

  it('says what it was when the person says no, or someone changes the way back', async (context) => {
    if (cannot !== undefined) return context.skip(cannot);
    const { id, authorizationUrl } = await start();
    const back = new URL(await pds.oauthConsent(authorizationUrl, account));
    back.searchParams.set('iss', 'https://evil.example');
    expect((await fetch(back)).status).toBe(400);
    expect(await look(id)).toMatchObject({ state: 'REFUSED', candidates: [], problem: { code: 'PERMISSION_DENIED' } });
  });

  it('disconnecting tells the server, which ends the session', async (context) => {
    if (cannot !== undefined) return context.skip(cannot);
    const channelId = await connect();
    const grant = await grantOf(channelId);
    const bluesky = network();
    const { credentials } = await useGrant(world.shell, bluesky, grant.id, never);
    await here.gql(contractDocument('Disconnect'), { input: { channelId } });
    expect(await world.shell.db.prisma.grant.findUnique({ where: { id: grant.id } })).toBeNull();
    await world.shell.db.prisma.grant.create({
      data: { ...grant, credentials: await world.shell.vault.seal(credentials), expiresAt: new Date(0) },
    });
    await expect(useGrant(world.shell, bluesky, grant.id, never)).rejects.toMatchObject({
      details: { kind: 'auth_revoked' },
    });
  });
});

function network() {
  const installed = world.shell.networks.get('bluesky');
  if (installed === undefined) throw new Error('The connector is installed');
  return installed;
}

describe('what people type wrong', { timeout: 60_000 }, () => {
  const refused = async (fields: Record<string, string>) => {
    const credentials = Object.entries(fields).map(([name, value]) => ({ name, value }));
    const { data } = await here.gql<{ startChannelConnection: { id: string } }>(contractDocument('StartConnecting'), {
      input: { network: 'bluesky', credentials },
    });
    return look(data?.startChannelConnection.id ?? '');
  };

  it('is answered in words that say who must do what', async (context) => {
    if (cannot !== undefined) return context.skip(cannot);
    const { handle } = account;
    expect(await refused({ identifier: handle, appPassword: 'wrong-wrong-wrong-wrong' })).toMatchObject({
      state: 'REFUSED',
      problem: { code: 'AUTH_REVOKED', actor: 'USER', message: expect.stringMatching(/password/i) as string },
    });
    expect(await refused({ identifier: 'nobody-here.test' })).toMatchObject({
      state: 'REFUSED',
      problem: { code: 'NOT_FOUND', message: expect.stringContaining('nobody-here.test') as string },
    });
    // Our own server answers with a page where a PDS would with JSON.
    expect(await refused({ identifier: handle, appPassword: 'x', service: world.shell.publicUrl() })).toMatchObject({
      state: 'REFUSED',
      problem: { message: expect.stringContaining('AT Protocol') as string },
    });
  });
});
