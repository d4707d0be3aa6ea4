import { beforeAll, describe, expect, it } from 'vitest';
import { pruneAuthorizations } from '../../../src/app/workspace/authorization.ts';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const token = (value: string) => [{ name: 'token', value }];
const maize = token('sandbox-token-ritamaize');

interface Started {
  readonly startChannelConnection: {
    readonly __typename: string;
    readonly id: string;
    readonly state?: string;
    readonly issues?: unknown;
  };
}

async function start(input: object, as?: string) {
  const { data, errors } = await here.gql<Started>(
    `mutation ($input: StartChannelConnectionInput!) {
      startChannelConnection(input: $input) {
        __typename
        ... on ChannelAuthorization { id authorizationUrl state }
        ... on Error { code message path actor ... on ValidationFailed { issues { code path fix parameters { name value } } } }
      }
    }`,
    { input },
    as,
  );
  if (data?.startChannelConnection === undefined) throw new Error(JSON.stringify(errors));
  return data.startChannelConnection;
}

const connect = (authorizationId: string, externalIds: readonly string[], as?: string) =>
  here.gql<{ connectChannels: { results: { channel: { id: string } | null }[] } }>(
    contractDocument('ConnectChosen'),
    { input: { authorizationId, externalIds } },
    as,
  );

const rowOf = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';

describe('connecting with something pasted', () => {
  it('asks the network, shows what it reaches, and connects what is chosen', async () => {
    const started = await here.gql<Started>(contractDocument('StartConnecting'), {
      input: { network: 'sandbox', credentials: maize },
    });
    expect(started.data?.startChannelConnection).toMatchObject({ state: 'GRANTED', authorizationUrl: null });
    const id = started.data?.startChannelConnection.id ?? '';
    const granted = await here.gql(contractDocument('WhatDidTheyGrant'), { id });
    expect(granted.data?.node).toEqual({
      state: 'GRANTED',
      problem: null,
      candidates: [
        {
          externalId: 'acc_ritamaize',
          name: 'Rīta Maize',
          handle: 'ritamaize',
          avatarUrl: null,
          kind: 'PAGE',
          alreadyConnected: true,
          missingScopes: [],
        },
      ],
    });
    const { data } = await connect(id, ['acc_ritamaize', 'acc_of_someone_else']);
    expect(data?.connectChannels).toEqual({
      __typename: 'ConnectChannelsSuccess',
      results: [
        {
          externalId: 'acc_ritamaize',
          // Connected anew: the same channel, so what is planned on it stays.
          channel: { id: here.channelIds[0], name: 'Rīta Maize', status: 'CONNECTED' },
          outcome: 'DONE',
          problem: null,
        },
        {
          externalId: 'acc_of_someone_else',
          channel: null,
          outcome: 'FAILED',
          problem: { code: 'NOT_FOUND', message: expect.stringContaining('no such account') as string },
        },
      ],
    });
    const again = await connect(id, ['acc_ritamaize']);
    expect(again.data?.connectChannels).toMatchObject({ __typename: 'AuthorizationNotReady' });
  });

  it('keeps what was granted encrypted, and nothing of it once it is used', async () => {
    const { id } = await start({ network: 'sandbox', credentials: maize });
    const find = () => world.shell.db.prisma.channelAuthorization.findUniqueOrThrow({ where: { id: rowOf(id) } });
    const before = await find();
    expect(before.credentials).not.toBeNull();
    expect(JSON.stringify(before)).not.toContain('sandbox-token');
    await connect(id, ['acc_ritamaize']);
    expect(await find()).toMatchObject({ state: 'USED', credentials: null, kept: null });
    const channel = await world.shell.db.prisma.channel.findUniqueOrThrow({
      where: { id: here.channels[0] },
      include: { grant: true },
    });
    expect(channel.grant?.credentials).toBe(before.credentials);
    // The grant that it had before is gone.
    const grants = await world.shell.db.prisma.grant.findMany({
      where: { workspaceId: here.id },
      include: { channels: true },
    });
    expect(grants.every(({ channels }) => channels.length > 0)).toBe(true);
  });

  it('connects anew, for who is limited to some channels, these and no other account', async () => {
    const there = await here.member('ADMIN', [here.channels[1]]);
    const first = await start({ network: 'sandbox', credentials: maize }, there);
    const refused = await connect(first.id, ['acc_ritamaize'], there);
    expect(refused.data?.connectChannels).toMatchObject({ __typename: 'NotFound' });
    const find = () => world.shell.db.prisma.channelAuthorization.findUniqueOrThrow({ where: { id: rowOf(first.id) } });
    expect(await find()).toMatchObject({ state: 'GRANTED' });
    const second = await start({ network: 'sandbox', credentials: token('sandbox-token-nomadcoffee') }, there);
    const { data } = await connect(second.id, ['acc_nomadcoffee'], there);
    expect(data?.connectChannels.results).toMatchObject([{ channel: { id: here.channelIds[1] } }]);

    const elsewhere = await world.workspace();
    await world.shell.db.prisma.channel.deleteMany({ where: { id: elsewhere.channels[0] } });
    const limited = await elsewhere.member('ADMIN', [elsewhere.channels[1]]);
    const { data: started } = await elsewhere.gql<Started>(
      contractDocument('StartConnecting'),
      { input: { network: 'sandbox', credentials: maize } },
      limited,
    );
    const input = { authorizationId: started?.startChannelConnection.id, externalIds: ['acc_ritamaize'] };
    const answer = await elsewhere.gql(contractDocument('ConnectChosen'), { input }, limited);
    expect(answer.data?.connectChannels).toMatchObject({ __typename: 'NotFound' });
  });

  it('says what the network said of a wrong token, and who must act', async () => {
    const { id, state } = await start({ network: 'sandbox', credentials: token('sandbox-token-nobody') });
    expect(state).toBe('REFUSED');
    const { data } = await here.gql(contractDocument('WhatDidTheyGrant'), { id });
    expect(data?.node).toEqual({
      state: 'REFUSED',
      candidates: [],
      problem: { code: 'AUTH_REVOKED', message: 'This token is of no account.', actor: 'USER' },
    });
    const refused = await connect(id, ['acc_ritamaize']);
    expect(refused.data?.connectChannels).toMatchObject({
      __typename: 'AuthorizationNotReady',
      actor: 'USER',
      path: ['authorizationId'],
    });
  });

  it('names every field that is wrong', async () => {
    const issues = async (credentials: object[], more: object = {}) =>
      (await start({ network: 'sandbox', credentials, ...more })).issues;
    expect(await issues([])).toMatchObject([{ code: 'FIELDS_MISSING', path: ['credentials'] }]);
    expect(
      await issues([...token(' '), { name: 'key', value: 'x' }, ...token('x')], { returnUrl: 'javascript:alert(1)' }),
    ).toMatchObject([
      { code: 'RETURN_URL_INVALID', path: ['returnUrl'] },
      { code: 'FIELD_EMPTY', path: ['credentials', '0', 'value'] },
      { code: 'FIELD_UNKNOWN', path: ['credentials', '1', 'name'], fix: 'Its fields are: token.' },
      { code: 'FIELD_TWICE', path: ['credentials', '2', 'name'] },
    ]);
    expect(await start({ network: 'nowhere' })).toMatchObject({ __typename: 'NotFound', path: ['network'] });
  });

  it('is over after an hour, and what it held is wiped', async () => {
    const { id } = await start({ network: 'sandbox', credentials: maize });
    world.turnClock(61 * 60 * 1000);
    const { data } = await here.gql(contractDocument('WhatDidTheyGrant'), { id });
    expect(data?.node).toMatchObject({ state: 'EXPIRED' });
    expect((await connect(id, ['acc_ritamaize'])).data?.connectChannels).toMatchObject({
      __typename: 'AuthorizationNotReady',
    });
    await pruneAuthorizations(world.shell);
    expect(
      await world.shell.db.prisma.channelAuthorization.findUniqueOrThrow({ where: { id: rowOf(id) } }),
    ).toMatchObject({ credentials: null, kept: null });
    world.turnClock(-61 * 60 * 1000);
  });

  it('is nobody’s business in another workspace, nor of a role that manages no channels', async () => {
    const { id } = await start({ network: 'sandbox', credentials: maize });
    const elsewhere = await world.workspace();
    expect((await elsewhere.gql(contractDocument('WhatDidTheyGrant'), { id })).data?.node).toBeNull();
    const { data } = await connect(id, ['acc_ritamaize'], elsewhere.token);
    expect(data?.connectChannels).toMatchObject({ __typename: 'NotFound', path: ['authorizationId'] });
    const creator = await here.member('CREATOR');
    expect((await here.gql(contractDocument('WhatDidTheyGrant'), { id }, creator)).data?.node).toBeNull();
  });
});

describe('disconnecting', () => {
  it('destroys the credentials at once and tells the log; the channel stays, and can be connected again', async () => {
    const channelId = await here.channel();
    const row = await world.shell.db.prisma.channel.findUniqueOrThrow({ where: { id: rowOf(channelId) } });
    const { data } = await here.gql(contractDocument('Disconnect'), { input: { channelId } });
    expect(data?.disconnectChannel).toEqual({ __typename: 'Channel', id: channelId, status: 'DISCONNECTED' });
    expect(await world.shell.db.prisma.grant.findUnique({ where: { id: row.grantId ?? '' } })).toBeNull();
    const again = await here.gql(contractDocument('Disconnect'), { input: { channelId } });
    expect(again.data?.disconnectChannel).toMatchObject({ __typename: 'WrongState', code: 'WRONG_STATE' });

    const log = await here.gql<{ workspace: { events: { nodes: object[] } } }>(
      `{ workspace { events(last: 1) { nodes { type from to subject { id __typename } } } } }`,
    );
    expect(log.data?.workspace.events.nodes).toEqual([
      {
        type: 'CHANNEL_DISCONNECTED',
        from: 'CONNECTED',
        to: 'DISCONNECTED',
        subject: { id: channelId, __typename: 'Channel' },
      },
    ]);
  });

  it('keeps a grant that another channel still needs', async () => {
    const [first, second] = [await here.channel(), await here.channel()];
    const { grantId } = await world.shell.db.prisma.channel.findUniqueOrThrow({ where: { id: rowOf(first) } });
    await world.shell.db.prisma.channel.update({ where: { id: rowOf(second) }, data: { grantId } });
    await here.gql(contractDocument('Disconnect'), { input: { channelId: first } });
    expect(await world.shell.db.prisma.grant.findUnique({ where: { id: grantId ?? '' } })).not.toBeNull();
    await here.gql(contractDocument('Disconnect'), { input: { channelId: second } });
    expect(await world.shell.db.prisma.grant.findUnique({ where: { id: grantId ?? '' } })).toBeNull();
  });

  it('is offered to whoever manages channels, and not for a channel that is of another workspace', async () => {
    const channelId = await here.channel();
    const actions = async (as?: string) =>
      (
        await here.gql<{ node: { allowedActions: string[] } }>(
          'query ($id: ID!) { node(id: $id) { ... on Channel { allowedActions } } }',
          { id: channelId },
          as,
        )
      ).data?.node.allowedActions;
    expect(await actions()).toEqual(['RECONNECT', 'RECHECK', 'UPDATE_PROFILE', 'DISCONNECT']);
    expect(await actions(await here.member('ANALYST'))).toEqual([]);
    const elsewhere = await world.workspace();
    const { data } = await elsewhere.gql(contractDocument('Disconnect'), { input: { channelId } });
    expect(data?.disconnectChannel).toMatchObject({ __typename: 'NotFound', path: ['channelId'] });
  });
});
