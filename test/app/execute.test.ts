import { isInputObjectType, isNonNullType, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../support/pictures.ts';
import { slotSamples, slotSelections } from './samples/slot.ts';
import { planningSamples, planningSelections } from './samples/planning.ts';
import { campaignSamples } from './samples/campaign.ts';
import { strategySamples } from './samples/strategy.ts';
import { competitorSamples, competitorSelections } from './samples/competitor.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let schema: GraphQLSchema;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  ({ schema } = await import('../../src/schema/index.ts'));
});

const postId = async (): Promise<string> => {
  const { data } = await here.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    { input: { content: { text: 'x' }, variants: [{ channelId: here.channelIds[0] }] } },
  );
  return data?.createPost.id ?? '';
};
const at = { localDateTime: `${String(new Date().getUTCFullYear() + 1)}-05-01T09:00:00`, timeZone: 'Europe/Riga' };

/** A delivery that came to that state, as a network brought it there. */
async function deliveryId(state: 'NEEDS_USER' | 'UNCONFIRMED'): Promise<string> {
  const id = await postId();
  const { data } = await here.gql<{ publishPost: { deliveries: { id: string }[] } }>(
    'mutation ($id: ID!) { publishPost(input: { postId: $id }) { ... on Post { deliveries { id } } } }',
    { id },
  );
  const globalId = data?.publishPost.deliveries[0]?.id ?? '';
  const rowId = Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';
  await world.shell.db.prisma.delivery.update({ where: { id: rowId }, data: { state, wakeAt: null } });
  return globalId;
}

/** For every mutation: an input that succeeds once, and another one. */
const samples: Record<string, () => Promise<{ input: object; other: object }>> = {
  ...strategySamples(() => here),
  ...campaignSamples(() => here),
  ...competitorSamples(() => here),
  ...planningSamples(() => here),
  ...slotSamples(() => here),
  createPost: async () => ({
    input: { content: { text: 'once' }, variants: [{ channelId: here.channelIds[0] }] },
    other: { content: { text: 'twice' }, variants: [] },
  }),
  updatePost: async () => {
    const id = await postId();
    return { input: { postId: id, title: 'once' }, other: { postId: id, title: 'twice' } };
  },
  renameTag: async () => {
    await here.gql('mutation { createPost(input: { content: {}, variants: [], tags: ["once"] }) { __typename } }');
    return { input: { from: 'once', to: 'twice' }, other: { from: 'once', to: 'thrice' } };
  },
  schedulePost: async () => {
    const id = await postId();
    return { input: { postId: id, at }, other: { postId: id, at, latePolicy: 'SKIP' } };
  },
  unschedulePost: async () => {
    const id = await postId();
    await here.gql('mutation ($input: SchedulePostInput!) { schedulePost(input: $input) { __typename } }', {
      input: { postId: id, at },
    });
    return { input: { postId: id }, other: { postId: id, expectedRevision: 1 } };
  },
  publishPost: async () => {
    const id = await postId();
    return { input: { postId: id }, other: { postId: id, expectedRevision: 1 } };
  },
  retryDeliveries: async () => ({
    input: { deliveryIds: [await deliveryId('NEEDS_USER')] },
    other: { deliveryIds: [] },
  }),
  resolveDelivery: async () => {
    const id = await deliveryId('UNCONFIRMED');
    return { input: { deliveryId: id, verdict: 'PUBLISHED' }, other: { deliveryId: id, verdict: 'NOT_PUBLISHED' } };
  },
  startChannelConnection: async () => ({
    input: { network: 'sandbox', credentials: [{ name: 'token', value: 'sandbox-token-ritamaize' }] },
    other: { network: 'sandbox', credentials: [{ name: 'token', value: 'sandbox-token-nomadcoffee' }] },
  }),
  connectChannels: async () => {
    const { data } = await run('startChannelConnection', {
      network: 'sandbox',
      credentials: [{ name: 'token', value: 'sandbox-token-ritamaize' }],
    });
    const authorizationId = data?.startChannelConnection?.id;
    return {
      input: { authorizationId, externalIds: ['acc_ritamaize'] },
      other: { authorizationId, externalIds: ['acc_nomadcoffee'] },
    };
  },
  disconnectChannel: async () => ({
    input: { channelId: await here.channel() },
    other: { channelId: here.channelIds[1] },
  }),
  recheckChannel: async () => ({
    input: { channelId: here.channelIds[0] },
    other: { channelId: here.channelIds[1] },
  }),
  updateChannelProfiles: async () => ({
    input: { channelIds: [here.channelIds[0]], profile: { bio: 'once' } },
    other: { channelIds: [here.channelIds[0]], profile: { bio: 'twice' } },
  }),
  uploadMedia: async () => ({
    input: { file: new File([await plain(8, 8).png().toBuffer()], 'once.png') },
    other: { file: new File([await plain(9, 9).png().toBuffer()], 'once.png') },
  }),
  registerNetworkApp: async () => ({
    input: { network: 'sandbox', clientId: 'once', clientSecret: 's3cret' },
    other: { network: 'sandbox', clientId: 'once', clientSecret: 'another' },
  }),
  removeNetworkApp: async () => {
    const { data } = await run('registerNetworkApp', {
      network: 'sandbox',
      clientId: 'removed',
      clientSecret: 's3cret',
    });
    return {
      input: { networkAppId: data?.registerNetworkApp?.id },
      other: { networkAppId: Buffer.from('NetworkApp:x').toString('base64') },
    };
  },
  setSpendingCap: async () => ({
    input: { network: 'twitter', cap: { amount: '20', currency: 'USD' } },
    other: { network: 'twitter', cap: null },
  }),
  createApiToken: async () => ({
    input: { name: 'once', scopes: ['READ_POSTS'] },
    other: { name: 'twice', scopes: ['READ_POSTS'] },
  }),
  revokeApiToken: async () => {
    const { data } = await here.gql<{ createApiToken: { token: { id: string } } }>(
      'mutation { createApiToken(input: { name: "t", scopes: [READ_POSTS] }) { ... on CreateApiTokenSuccess { token { id } } } }',
    );
    return { input: { tokenId: data?.createApiToken.token.id }, other: { tokenId: 'QXBpVG9rZW46eA==' } };
  },
};

const selections: Record<string, string> = {
  ...planningSelections,
  ...competitorSelections,
  ...slotSelections,
  renameTag: '... on Tag { name posts }',
  createApiToken: '... on CreateApiTokenSuccess { secret token { id } }',
  removeNetworkApp: '... on RemoveNetworkAppSuccess { networkAppId }',
  setSpendingCap: '... on SetSpendingCapSuccess { spending { network { key } cap { amount currency } } }',
  connectChannels: '... on ConnectChannelsSuccess { results { externalId channel { id } outcome } }',
  updateChannelProfiles: '... on UpdateChannelProfilesSuccess { results { outcome channel { id } problem { code } } }',
  retryDeliveries: '... on RetryDeliveriesSuccess { results { outcome delivery { id } problem { code } } }',
};

const mutations = () => Object.values(schema.getMutationType()?.getFields() ?? {});
const run = (name: string, input: object) =>
  here.gql<Record<string, { __typename: string; id?: string }>>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
      ${name}(input: $input) {
        __typename
        ${selections[name] ?? '... on Node { id }'}
        ... on Error { code path }
      }
    }`,
    { input },
  );

const eventCount = () => world.shell.db.prisma.event.count({ where: { workspaceId: here.id } });

describe('idempotency of every mutation in the schema', () => {
  it('has a sample of each one', () => {
    expect(
      mutations()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(samples).sort());
  });

  it('is offered by each one: one input, with an optional idempotencyKey', () => {
    for (const { args } of mutations()) {
      expect(args.map(({ name }) => name)).toEqual(['input']);
      const type = args[0]?.type;
      const input = isNonNullType(type) ? type.ofType : undefined;
      expect(isInputObjectType(input) && String(input.getFields().idempotencyKey?.type)).toBe('String');
    }
  });

  it.each(Object.keys(samples))('%s does nothing the second time and answers with the same object', async (name) => {
    const sample = await samples[name]?.();
    const input = { ...sample?.input, idempotencyKey: `again-${name}` };
    const first = await run(name, input);
    expect(first.data?.[name]?.__typename).not.toMatch(/Failed|NotFound|Wrong/);
    const events = await eventCount();
    const second = await run(name, input);
    // A secret is shown once; everything else is the same.
    const expected = name === 'createApiToken' ? { ...first.data?.[name], secret: null } : first.data?.[name];
    expect(second.data?.[name]).toEqual(expected);
    expect(await eventCount()).toBe(events);

    const reused = await run(name, { ...sample?.other, idempotencyKey: `again-${name}` });
    expect(reused.data?.[name]).toMatchObject({ __typename: 'IdempotencyKeyReused', path: ['idempotencyKey'] });
    expect(await eventCount()).toBe(events);
  });

  it.each(Object.keys(samples))('%s happens once when the same call comes several times at once', async (name) => {
    const sample = await samples[name]?.();
    const before = await eventCount();
    const input = { ...sample?.input, idempotencyKey: `at-once-${name}` };
    const answers = await Promise.all([run(name, input), run(name, input), run(name, input)]);
    const types = answers.map(({ data }) => data?.[name]?.__typename);
    expect(new Set(types).size).toBe(1);
    expect(types[0]).not.toMatch(/Failed|NotFound|Wrong|Reused/);
    const once = await eventCount();
    await run(name, input);
    expect(await eventCount()).toBe(once);
    // One command writes one event of its own; scheduling and publishing also make or move a delivery.
    expect(once - before).toBeLessThanOrEqual(2);
  });
});

describe('an idempotency key', () => {
  it('does not remember a refusal', async () => {
    const refused = await run('createPost', { idempotencyKey: 'k', title: 'x'.repeat(501), content: {}, variants: [] });
    expect(refused.data?.createPost).toMatchObject({ __typename: 'ValidationFailed' });
    const written = await run('createPost', { idempotencyKey: 'k', title: 'x', content: {}, variants: [] });
    expect(written.data?.createPost).toMatchObject({ __typename: 'Post' });
  });

  it('belongs to whoever sent it, and to one mutation', async () => {
    const manager = await here.member('CONTENT_MANAGER');
    const document =
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename ... on Post { id } } }';
    const input = { idempotencyKey: 'mine', content: { text: 'x' }, variants: [] };
    const [mine, theirs] = [await here.gql(document, { input }), await here.gql(document, { input }, manager)];
    expect(mine.data?.createPost).toMatchObject({ __typename: 'Post' });
    expect(theirs.data?.createPost).toMatchObject({ __typename: 'Post' });
    expect(theirs.data).not.toEqual(mine.data);
    const other = await run('createApiToken', { idempotencyKey: 'mine', name: 'n', scopes: ['READ_POSTS'] });
    expect(other.data?.createApiToken).toMatchObject({ __typename: 'CreateApiTokenSuccess' });
  });

  it('is the same for inputs whose fields come in another order', async () => {
    const one = await run('createPost', {
      idempotencyKey: 'order',
      title: 'a',
      content: { text: 'b', link: null },
      variants: [],
    });
    const two = await run('createPost', {
      variants: [],
      content: { link: null, text: 'b' },
      title: 'a',
      idempotencyKey: 'order',
    });
    expect(two.data).toEqual(one.data);
  });
});
