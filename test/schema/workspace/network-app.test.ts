import type { AppField, Connector, NetworkCall, OAuthWay } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { resealSecrets, useGrant } from '../../../src/app/workspace/grant.ts';
import { appOf, operatorsApp } from '../../../src/app/workspace/network-app.ts';
import { readConfig } from '../../../src/config.ts';
import { loadNetworks } from '../../../src/infra/plugins.ts';
import { createVault } from '../../../src/infra/vault.ts';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, testKey, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  ({ url } = await world.serve());
});

const db = () => world.shell.db.prisma;
const never = new AbortController().signal;

const register = (workspace: TestWorkspace, input: object, token?: string) =>
  workspace.gql<{ registerNetworkApp: Record<string, unknown> & { id: string } }>(
    contractDocument('OwnApp'),
    { input: { network: 'sandbox', ...input } },
    token,
  );
const registered = async (workspace: TestWorkspace, clientId: string, clientSecret = 's3cret') =>
  (await register(workspace, { clientId, clientSecret })).data?.registerNetworkApp.id ?? '';
const remove = (workspace: TestWorkspace, networkAppId: string, token?: string) =>
  workspace.gql(
    `mutation ($id: ID!) { removeNetworkApp(input: { networkAppId: $id }) { __typename
      ... on RemoveNetworkAppSuccess { networkAppId } ... on Error { code path } } }`,
    { id: networkAppId },
    token,
  );

const installed = () => {
  const network = world.shell.networks.get('sandbox');
  if (network === undefined) throw new TypeError('The sandbox is installed');
  return network;
};
const usedBy = async ({ id }: TestWorkspace) => (await appOf(world.shell, installed(), id)).values;

const field = (name: string, setting: string): AppField => ({
  name,
  setting,
  label: name,
  secret: false,
  required: true,
});
const demo = { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' };

describe('an app of one’s own', () => {
  it('is registered, listed and replaced; its secret is never shown again, nor readable in the database', async () => {
    const first = await register(here, { clientId: 'app-1', clientSecret: 'very secret' });
    expect(first.data?.registerNetworkApp).toEqual({
      __typename: 'NetworkApp',
      id: expect.any(String) as string,
      network: { key: 'sandbox' },
      clientId: 'app-1',
      callbackUrl: `${url}/connect/sandbox/callback`,
      webhookUrl: null,
    });
    const rows = JSON.stringify(await db().networkApp.findMany());
    expect(rows).toContain('app-1');
    expect(rows).not.toContain('very secret');
    expect(await usedBy(here)).toEqual({ clientId: 'app-1', clientSecret: 'very secret' });

    const second = await register(here, { clientId: ' app-2 ', clientSecret: 'another' });
    expect(second.data?.registerNetworkApp).toMatchObject({ id: first.data?.registerNetworkApp.id, clientId: 'app-2' });
    expect(await usedBy(here)).toEqual({ clientId: 'app-2', clientSecret: 'another' });
    const list = await here.gql('{ workspace { networkApps { clientId network { key } } } }');
    expect(list.data).toEqual({ workspace: { networkApps: [{ clientId: 'app-2', network: { key: 'sandbox' } }] } });
    const log = await here.gql(
      '{ workspace { events(types: [NETWORK_APP_REGISTERED]) { nodes { type subject { id } } } } }',
    );
    const { id } = second.data?.registerNetworkApp ?? {};
    expect(log.data).toEqual({
      workspace: { events: { nodes: [1, 2].map(() => ({ type: 'NETWORK_APP_REGISTERED', subject: { id } })) } },
    });
  });

  it('is removed, and then the app of the installation is used', async () => {
    const workspace = await world.workspace();
    const id = await registered(workspace, 'short-lived');
    expect((await remove(workspace, id)).data).toEqual({
      removeNetworkApp: { __typename: 'RemoveNetworkAppSuccess', networkAppId: id },
    });
    expect((await remove(workspace, id)).data?.removeNetworkApp).toMatchObject({ code: 'NOT_FOUND' });
    expect(await usedBy(workspace)).toEqual(demo);
    expect(await db().networkApp.count({ where: { workspaceId: workspace.id } })).toBe(0);
  });

  it('is nobody’s but the workspace’s, and for those who manage channels', async () => {
    const workspace = await world.workspace();
    const id = await registered(workspace, 'private');
    const other = await world.workspace();
    const node = 'query ($id: ID!) { node(id: $id) { ... on NetworkApp { clientId } } }';
    expect((await other.gql(node, { id })).data).toEqual({ node: null });
    expect((await remove(other, id)).data?.removeNetworkApp).toMatchObject({ code: 'NOT_FOUND' });
    expect((await workspace.gql(node, { id })).data).toEqual({ node: { clientId: 'private' } });
    const manager = await workspace.member('CONTENT_MANAGER');
    expect((await workspace.gql(node, { id }, manager)).data).toEqual({ node: null });
    const list = await workspace.gql('{ workspace { name networkApps { clientId } } }', {}, manager);
    expect(list.data).toEqual({ workspace: { name: 'Rīta Maize', networkApps: null } });
    const refused = await register(workspace, { clientId: 'x', clientSecret: 'y' }, manager);
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is not for who is limited to some channels: it is of all of them', async () => {
    const workspace = await world.workspace();
    const id = await registered(workspace, 'of all');
    const limited = await workspace.member('ADMIN', [workspace.channels[0]]);
    const refused = [
      await register(workspace, { clientId: 'x', clientSecret: 'y' }, limited),
      await remove(workspace, id, limited),
    ];
    for (const { errors } of refused) expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await usedBy(workspace)).toMatchObject({ clientId: 'of all' });
  });

  it('has what the network gives, of which the catalogue tells', async () => {
    const { data } = await here.gql(
      '{ networks { key app { docs callbackUrl privacyUrl fields { name label secret required setting } } } }',
    );
    const networks = data?.networks as { key: string; app: object | null }[];
    expect(networks.find(({ key }) => key === 'sandbox')?.app).toMatchObject({
      callbackUrl: `${url}/connect/sandbox/callback`,
      privacyUrl: `${url}/privacy/sandbox`,
      fields: [
        { name: 'clientId', secret: false, required: true, setting: 'SANDBOX_CLIENT_ID' },
        { name: 'clientSecret', secret: true, required: true, setting: 'SANDBOX_CLIENT_SECRET' },
      ],
    });
    expect(networks.find(({ key }) => key === 'bluesky')?.app).toBeNull();
    const document = `mutation ($input: RegisterNetworkAppInput!) { registerNetworkApp(input: $input) {
      ... on ValidationFailed { issues { code path } } ... on Error { code } } }`;
    const wrong = { network: 'sandbox', clientId: 'a', fields: [{ name: 'colour', value: 'red' }] };
    expect((await here.gql(document, { input: wrong })).data).toEqual({
      registerNetworkApp: {
        code: 'VALIDATION_FAILED',
        issues: [
          { code: 'FIELD_UNKNOWN', path: ['fields', '0', 'name'] },
          { code: 'FIELDS_MISSING', path: ['clientSecret'] },
        ],
      },
    });
    const none = { network: 'bluesky', clientId: 'a' };
    expect((await here.gql(document, { input: none })).data).toEqual({
      registerNetworkApp: { code: 'VALIDATION_FAILED', issues: [{ code: 'NETWORK_TAKES_NO_APP', path: ['network'] }] },
    });
    const unknown = { network: 'elsewhere', clientId: 'a' };
    expect((await here.gql(document, { input: unknown })).data).toEqual({ registerNetworkApp: { code: 'NOT_FOUND' } });
  });

  it('is encrypted anew with a new master key, and so are the addresses of webhooks', async () => {
    const workspace = await world.workspace();
    await world.withConnector(
      (sandbox) => ({
        ...sandbox,
        ...(sandbox.webhooks && { webhooks: { ...sandbox.webhooks, per: 'app' as const } }),
      }),
      () => registered(workspace, 'rotated', 'kept through it'),
    );
    const fresh = new Uint8Array(32).fill(9);
    const both = { ...world.shell, vault: await createVault({ current: fresh, previous: testKey }) };
    expect(await resealSecrets(both)).toBeGreaterThanOrEqual(2);
    expect(await resealSecrets(both)).toBe(0);
    const onlyNew = await createVault({ current: fresh, previous: null });
    const row = await db().networkApp.findFirstOrThrow({
      where: { workspaceId: workspace.id },
      include: { hook: true },
    });
    expect(await onlyNew.open(row.credentials)).toEqual({ clientId: 'rotated', clientSecret: 'kept through it' });
    expect(await onlyNew.open(row.hook?.secret ?? '')).toMatchObject({
      secret: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    await resealSecrets({ ...world.shell, vault: await createVault({ current: testKey, previous: fresh }) });
  });
});

describe('the app of the whole installation', () => {
  it('is what the settings say, else what the emulator knows', async () => {
    expect(await usedBy(await world.workspace())).toEqual(demo);
    const settings = { SANDBOX_CLIENT_ID: 'of the operator', SANDBOX_CLIENT_SECRET: 'of the operator too' };
    const network = (await loadNetworks(readConfig(settings))).get('sandbox');
    expect(network && (await operatorsApp(network)).values).toEqual({
      clientId: 'of the operator',
      clientSecret: 'of the operator too',
    });
  });
});

/** What a connector was handed, in order. */
interface Heard {
  readonly what: string;
  readonly app: NetworkCall['app'];
}

/** The sandbox, were it one where people are sent away and come back, in two ways, by an app with these fields. */
function withOAuth(heard: Heard[], fields: readonly AppField[]) {
  const way = (name: string): OAuthWay => ({
    kind: 'oauth2',
    fields: [{ name, label: name, secret: false, required: true }],
    scopes: [],
    authorize: ({ app }, { state, redirectUrl }) => {
      heard.push({ what: `authorize ${name}`, app });
      const query = new URLSearchParams({ state, redirect_uri: redirectUrl });
      return Promise.resolve({ url: `https://network.example/authorize?${query.toString()}`, keep: {} });
    },
    exchange: ({ app }) => {
      heard.push({ what: `exchange ${name}`, app });
      const expiresAt = new Date(world.shell.now().getTime() + 3_600_000);
      return Promise.resolve({ credentials: { token: 'sandbox-token-ritamaize' }, expiresAt });
    },
  });
  return (sandbox: Connector): Connector => ({
    ...sandbox,
    auth: {
      ways: [way('community'), way('person')],
      app: { fields, docs: 'https://network.example/apps' },
      refresh: ({ app, credentials }) => {
        heard.push({ what: 'refresh', app });
        return Promise.resolve({ credentials });
      },
    },
    channels: (call) => {
      heard.push({ what: 'channels', app: call.app });
      return sandbox.channels(call);
    },
  });
}
const fields = [field('clientId', 'SANDBOX_CLIENT_ID'), field('clientSecret', 'SANDBOX_CLIENT_SECRET')];

async function start(workspace: TestWorkspace, name: string) {
  const { data } = await workspace.gql<{ start: Record<string, unknown> & { id: string; authorizationUrl: string } }>(
    `mutation ($name: String!) {
      start: startChannelConnection(input: { network: "sandbox", credentials: [{ name: $name, value: "x" }] }) {
        __typename ... on ChannelAuthorization { id authorizationUrl }
        ... on Error { code message actor path parameters { name value } } } }`,
    { name },
  );
  return data?.start;
}

async function comeBack(authorizationUrl: string) {
  const { searchParams } = new URL(authorizationUrl);
  const back = new URL(searchParams.get('redirect_uri') ?? '');
  back.search = new URLSearchParams({ state: searchParams.get('state') ?? '', code: 'c0de' }).toString();
  return (await fetch(back, { redirect: 'manual' })).status;
}

async function connect(workspace: TestWorkspace): Promise<string> {
  const begun = await start(workspace, 'person');
  expect(await comeBack(begun?.authorizationUrl ?? '')).toBe(200);
  await workspace.gql(
    `mutation ($id: ID!) { connectChannels(input: { authorizationId: $id, externalIds: ["acc_ritamaize"] }) { __typename } }`,
    { id: begun?.id },
  );
  const channel = await db().channel.findFirstOrThrow({
    where: { workspaceId: workspace.id, externalId: 'acc_ritamaize' },
  });
  return channel.grantId ?? '';
}

describe('a person who is sent to a network', () => {
  it('is not sent without an app: the operator learns what to set', async () => {
    const heard: Heard[] = [];
    const more = [...fields, field('publicKey', 'SANDBOX_PUBLIC_KEY')];
    await world.withConnector(withOAuth(heard, more), async () => {
      const workspace = await world.workspace();
      expect(await start(workspace, 'person')).toEqual({
        __typename: 'NetworkAppMissing',
        code: 'NETWORK_APP_MISSING',
        actor: 'OPERATOR',
        message: expect.stringContaining('SANDBOX_PUBLIC_KEY') as string,
        path: ['network'],
        parameters: [
          { name: 'network', value: 'Sandbox' },
          { name: 'settings', value: 'SANDBOX_PUBLIC_KEY' },
        ],
      });
      expect(heard).toEqual([]);
      expect(await db().channelAuthorization.count({ where: { workspaceId: workspace.id } })).toBe(0);
    });
  });

  it('comes back in the way that was chosen, and to the same app', async () => {
    const heard: Heard[] = [];
    await world.withConnector(withOAuth(heard, fields), async () => {
      const workspace = await world.workspace();
      const begun = await start(workspace, 'person');
      // The workspace gets an app of its own while the person is away: they went by that of the installation.
      await registered(workspace, 'too-late');
      expect(await comeBack(begun?.authorizationUrl ?? '')).toBe(200);
      expect(heard).toEqual([
        { what: 'authorize person', app: demo },
        { what: 'exchange person', app: demo },
        { what: 'channels', app: demo },
      ]);
    });
  });

  it('whose app is gone when they come back is asked to begin again', async () => {
    const heard: Heard[] = [];
    await world.withConnector(withOAuth(heard, fields), async () => {
      const workspace = await world.workspace();
      const id = await registered(workspace, 'own');
      const begun = await start(workspace, 'community');
      await remove(workspace, id);
      expect(await comeBack(begun?.authorizationUrl ?? '')).toBe(400);
      expect(heard.map(({ what }) => what)).toEqual(['authorize community']);
      const { data } = await workspace.gql(
        'query ($id: ID!) { node(id: $id) { ... on ChannelAuthorization { state problem { networkCode } } } }',
        { id: begun?.id },
      );
      expect(data?.node).toEqual({ state: 'REFUSED', problem: { networkCode: 'app_replaced' } });
    });
  });
});

describe('what was granted to an app', () => {
  it('is renewed and used with that app, whatever else was registered since', async () => {
    const heard: Heard[] = [];
    await world.withConnector(withOAuth(heard, fields), async () => {
      const workspace = await world.workspace();
      const grantId = await connect(workspace);
      await registered(workspace, 'newer');
      heard.length = 0;
      const grant = await useGrant(world.shell, installed(), grantId, never, 1);
      expect(grant).toMatchObject({ app: { values: demo }, credentials: { token: 'sandbox-token-ritamaize' } });
      expect(Object.keys(grant.credentials)).toEqual(['token']);
      expect(heard).toEqual([{ what: 'refresh', app: demo }]);
      expect(await useGrant(world.shell, installed(), grantId, never)).toMatchObject({
        version: 2,
        app: { values: demo },
      });
    });
  });

  it('goes on with the app’s new secret, and ends with the app', async () => {
    const heard: Heard[] = [];
    await world.withConnector(withOAuth(heard, fields), async () => {
      const workspace = await world.workspace();
      await registered(workspace, 'own', 'first secret');
      const grantId = await connect(workspace);
      await registered(workspace, 'own', 'second secret');
      expect(await useGrant(world.shell, installed(), grantId, never, 1)).toMatchObject({
        app: { values: { clientSecret: 'second secret' } },
      });
      await registered(workspace, 'another');
      await expect(useGrant(world.shell, installed(), grantId, never)).rejects.toMatchObject({
        details: { kind: 'auth_revoked', code: 'app_replaced' },
      });
    });
  });

  it('publishes with that app', async () => {
    const heard: Heard[] = [];
    const listening = (sandbox: Connector): Connector => ({
      ...withOAuth(heard, fields)(sandbox),
      publishing: {
        ...sandbox.publishing,
        publish: (call, publication) => {
          heard.push({ what: 'publish', app: call.app });
          return sandbox.publishing.publish(call, publication);
        },
      },
    });
    await world.withConnector(listening, async () => {
      const workspace = await world.workspace();
      await registered(workspace, 'publishing-app');
      await connect(workspace);
      heard.length = 0;
      const { data } = await workspace.gql<{ createPost: { id: string } }>(
        'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
        { input: { content: { text: 'By our app' }, variants: [{ channelId: workspace.channelIds[0] }] } },
      );
      await workspace.gql('mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename } }', {
        id: data?.createPost.id,
      });
      await world.work(async () => heard.length > 0);
      expect(heard).toEqual([{ what: 'publish', app: { clientId: 'publishing-app', clientSecret: 's3cret' } }]);
    });
  });
});
