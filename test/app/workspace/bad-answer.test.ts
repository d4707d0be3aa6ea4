import { NetworkError, type ChannelCandidate, type Connector, type Grant } from '@polyphony/sdk';
import { afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { removeTold, settleTold } from '../../../src/app/publishing/told.ts';
import { recheckChannel } from '../../../src/app/workspace/channel.ts';
import { useGrant } from '../../../src/app/workspace/grant.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

// A connector that nobody here wrote: what it answers is stored nowhere, and where it never answers nobody waits for it.

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const never = <T>() => new Promise<T>(() => undefined);
const db = () => world.shell.db.prisma;
const account: ChannelCandidate = { externalId: 'acc_ritamaize', name: 'Rīta Maize', kind: 'PAGE' };

/** The limits of the product, a hundred times as short. */
function hurry() {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100));
}

/** The sandbox, with that login and those accounts; on purpose not what the types say. */
const answering =
  ({ login, channels }: { readonly login?: () => unknown; readonly channels?: () => unknown }) =>
  (sandbox: Connector): Connector => ({
    ...sandbox,
    auth: {
      ...sandbox.auth,
      ways: [
        {
          kind: 'token',
          fields: [{ name: 'token', label: 'Token', secret: true, required: true }],
          scopes: [],
          login: (login ?? (() => Promise.resolve({ credentials: {} }))) as () => Promise<Grant>,
        },
      ],
    },
    channels: (channels ?? (() => Promise.resolve([account]))) as Connector['channels'],
  });

async function connect() {
  const { data } = await here.gql<{ start: object }>(
    `mutation { start: startChannelConnection(input: { network: "sandbox", credentials: [{ name: "token", value: "t0ken" }] }) {
      __typename ... on ChannelAuthorization { state problem { kind code } } } }`,
  );
  return data?.start;
}

describe('connecting by a connector', () => {
  it.each<readonly [string, Parameters<typeof answering>[0]]>([
    ['answers no grant', { login: () => Promise.resolve(undefined) }],
    ['grants no text', { login: () => Promise.resolve({ credentials: { token: 17 } }) }],
    ['throws at once', { login: () => JSON.parse('{') as Grant }],
    ['answers no accounts', { channels: () => Promise.resolve(null) }],
    ['answers an account without an id', { channels: () => Promise.resolve([{ ...account, externalId: undefined }]) }],
    ['answers a name that cannot be stored', { channels: () => Promise.resolve([{ ...account, name: 'a\0' }]) }],
    [
      'throws an error of no kind',
      {
        login: () => {
          throw new NetworkError({ kind: 'cursed' as 'unexpected', code: '1', network: 'sandbox', message: 'No.' });
        },
      },
    ],
  ])('that %s is refused, and the attempt says so', async (_, answers) => {
    await world.withConnector(answering(answers), async () => {
      expect(await connect()).toMatchObject({
        state: 'REFUSED',
        problem: { kind: 'UNEXPECTED', code: 'CONNECTOR_FAILED' },
      });
    });
  });

  it('that answers as it should is granted', async () => {
    await world.withConnector(answering({}), async () => {
      expect(await connect()).toMatchObject({ state: 'GRANTED', problem: null });
    });
  });

  it.each([
    ['login', { login: never }],
    ['accounts', { channels: never }],
  ])('that never answers with its %s is refused in time', async (_, answers) => {
    hurry();
    await world.withConnector(answering(answers), async () => {
      expect(await connect()).toMatchObject({ state: 'REFUSED', problem: { kind: 'NETWORK_DOWN' } });
    });
  });
});

describe('a channel whose connector', () => {
  const channelOf = (id: string) => db().channel.findUniqueOrThrow({ where: { id } });

  it('answers what cannot be used stays as it is, and says so', async () => {
    const [id] = here.channels;
    await world.withConnector(answering({ channels: () => Promise.resolve([{ ...account, name: 17 }]) }), async () => {
      await expect(recheckChannel(world.shell, id)).rejects.toThrow(/accounts/);
    });
    expect(await channelOf(id)).toMatchObject({ name: 'Rīta Maize', lastProblem: { code: 'CONNECTOR_FAILED' } });
  });

  it('never answers is not waited for', async () => {
    hurry();
    const [, id] = here.channels;
    await world.withConnector(answering({ channels: never }), async () => {
      await expect(recheckChannel(world.shell, id)).rejects.toThrow(NetworkError);
    });
    expect(await channelOf(id)).toMatchObject({ lastProblem: { kind: 'NETWORK_DOWN' } });
  });

  it('never renews, or never takes its grant back, can be disconnected', async () => {
    hurry();
    const workspace = await world.workspace();
    const [id] = workspace.channels;
    const { grantId } = await channelOf(id);
    const stuck = (sandbox: Connector): Connector => ({
      ...sandbox,
      auth: { ...sandbox.auth, refresh: never, revoke: never },
    });
    await world.withConnector(stuck, async () => {
      const network = world.shell.networks.get('sandbox');
      if (network === undefined) throw new TypeError('The sandbox is installed');
      const signal = new AbortController().signal;
      await expect(useGrant(world.shell, network, grantId ?? '', signal, 1)).rejects.toThrow(NetworkError);
      // Whoever comes next may try at once.
      expect(await db().grant.findUnique({ where: { id: grantId ?? '' } })).toMatchObject({ refreshingUntil: null });
      const { data } = await workspace.gql<{ gone: object }>(
        'mutation ($id: ID!) { gone: disconnectChannel(input: { channelId: $id }) { __typename } }',
        { id: workspace.channelIds[0] },
      );
      expect(data?.gone).toMatchObject({ __typename: 'Channel' });
    });
  });
});

test('what was told of no post is of none', async () => {
  const workspace = await world.workspace();
  const [channelId] = workspace.channels;
  const { data } = await workspace.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    { input: { content: { text: 'Nan 🥐' }, variants: [{ channelId: workspace.channelIds[0] }] } },
  );
  await workspace.gql('mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename } }', {
    id: data?.createPost.id,
  });
  const { id } = await db().delivery.findFirstOrThrow({ where: { channelId } });
  const nothing = undefined as unknown as string; // as an event of a connector without types
  for (const state of ['PROCESSING', 'PUBLISHED'] as const) {
    await db().delivery.update({ where: { id }, data: { state, externalId: 'p1', attempt: 1 } });
    await db().$transaction((tx) =>
      settleTold(tx, world.shell, channelId, { key: nothing, externalId: 'p2', url: null, at: new Date() }),
    );
    await db().$transaction((tx) => removeTold(tx, world.shell, channelId, nothing));
    expect(await db().delivery.findUnique({ where: { id } })).toMatchObject({ state, externalId: 'p1' });
  }
});
