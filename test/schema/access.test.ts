import {
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  isNonNullType,
  getNamedType,
  isObjectType,
  isInterfaceType,
  isUnionType,
  isInputObjectType,
  isScalarType,
  isEnumType,
  type GraphQLInputType,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { permissionsOf, roles, type Permission } from '../../src/domain/workspace/permission.ts';
import { closeSchema } from '../../src/schema/access.ts';
import { contractDocument } from '../support/documents.ts';
import { writePost } from '../support/posts.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let schema: GraphQLSchema;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  ({ schema } = await import('../../src/schema/index.ts'));
});

/** A value of the right shape that names nothing: enough to reach the check, never past it. */
function anyValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return anyValue(type.ofType);
  const named = getNamedType(type);
  if (String(type).startsWith('[')) return [];
  if (isInputObjectType(named)) {
    return Object.fromEntries(
      Object.values(named.getFields())
        .filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
        .map((field) => [field.name, anyValue(field.type)]),
    );
  }
  if (isEnumType(named)) return named.getValues()[0]?.name;
  return isScalarType(named) && named.name === 'DateTime' ? '2027-01-01T00:00:00Z' : named.name === 'Int' ? 1 : 'x';
}

/** A document that uses one root field with the least input, and its variables. */
function minimal(kind: 'query' | 'mutation' | 'subscription', name: string) {
  const root = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }[kind];
  const field = root?.getFields()[name];
  if (field === undefined) throw new Error(`There is no ${kind} ${name}`);
  const args = field.args.filter((arg) => isNonNullType(arg.type));
  const variables = Object.fromEntries(args.map((arg) => [arg.name, anyValue(arg.type)]));
  const head = args.length > 0 ? `(${args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')})` : '';
  const call = args.length > 0 ? `(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})` : '';
  return { document: `${kind} ${head} { ${name}${call} { __typename } }`, variables };
}

const rootFields = () =>
  (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.keys(root?.getFields() ?? {}).map((name) => ({ kind, name }));
  });

const codes = (errors: readonly { extensions?: Record<string, unknown> }[] | undefined) =>
  (errors ?? []).map(({ extensions }) => extensions?.code);

/** What each root field asks for. Written down a second time on purpose: a change must be made twice. */
const asks: Record<string, Permission | null> = {
  viewer: null,
  node: null,
  nodes: null,
  workspace: null,
  validatePost: 'READ_POSTS',
  createPost: 'WRITE_POSTS',
  updatePost: 'WRITE_POSTS',
  renameTag: 'PUBLISH_POSTS',
  uploadMedia: 'WRITE_POSTS',
  schedulePost: 'PUBLISH_POSTS',
  unschedulePost: 'PUBLISH_POSTS',
  publishPost: 'PUBLISH_POSTS',
  queuePost: 'PUBLISH_POSTS',
  reschedulePosts: 'PUBLISH_POSTS',
  duplicatePost: 'WRITE_POSTS',
  addSlots: 'PUBLISH_POSTS',
  removeSlots: 'PUBLISH_POSTS',
  retryDeliveries: 'PUBLISH_POSTS',
  resolveDelivery: 'PUBLISH_POSTS',
  networks: null,
  metrics: null,
  createCampaign: 'WRITE_CAMPAIGNS',
  updateCampaign: 'WRITE_CAMPAIGNS',
  launchCampaign: 'WRITE_CAMPAIGNS',
  pauseCampaign: 'WRITE_CAMPAIGNS',
  resumeCampaign: 'WRITE_CAMPAIGNS',
  completeCampaign: 'WRITE_CAMPAIGNS',
  cancelCampaign: 'WRITE_CAMPAIGNS',
  addCampaignEntry: 'WRITE_CAMPAIGNS',
  removeCampaignEntry: 'WRITE_CAMPAIGNS',
  startChannelConnection: 'MANAGE_CHANNELS',
  connectChannels: 'MANAGE_CHANNELS',
  disconnectChannel: 'MANAGE_CHANNELS',
  recheckChannel: 'MANAGE_CHANNELS',
  updateChannelProfiles: 'MANAGE_CHANNELS',
  registerNetworkApp: 'MANAGE_CHANNELS',
  removeNetworkApp: 'MANAGE_CHANNELS',
  setSpendingCap: 'MANAGE_CHANNELS',
  createStrategy: 'WRITE_STRATEGY',
  updateStrategy: 'WRITE_STRATEGY',
  reviewStrategy: 'WRITE_STRATEGY',
  activateStrategy: 'WRITE_STRATEGY',
  archiveStrategy: 'WRITE_STRATEGY',
  reopenStrategy: 'WRITE_STRATEGY',
  createContentPlan: 'PUBLISH_POSTS',
  updateContentPlan: 'PUBLISH_POSTS',
  deleteContentPlan: 'PUBLISH_POSTS',
  createPlanTemplate: 'PUBLISH_POSTS',
  updatePlanTemplate: 'PUBLISH_POSTS',
  deletePlanTemplate: 'PUBLISH_POSTS',
  createIdea: 'WRITE_POSTS',
  updateIdea: 'WRITE_POSTS',
  deleteIdea: 'WRITE_POSTS',
  promoteIdea: 'WRITE_POSTS',
  createOccasion: 'PUBLISH_POSTS',
  updateOccasion: 'PUBLISH_POSTS',
  deleteOccasion: 'PUBLISH_POSTS',
  updateWorkspace: 'MANAGE_CHANNELS',
  createStrategyFromTemplate: 'WRITE_STRATEGY',
  createCompetitor: 'WRITE_STRATEGY',
  updateCompetitor: 'WRITE_STRATEGY',
  archiveCompetitor: 'WRITE_STRATEGY',
  restoreCompetitor: 'WRITE_STRATEGY',
  recordCompetitorSnapshots: 'WRITE_STRATEGY',
  importCompetitorSnapshots: 'WRITE_STRATEGY',
  createApiToken: 'MANAGE_TOKENS',
  revokeApiToken: 'MANAGE_TOKENS',
};

describe('every root field', () => {
  it('is in the list of this test', () => {
    expect(
      rootFields()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(asks).sort());
  });

  it('is closed to a stranger, with status 401 and what to do', async () => {
    for (const { kind, name } of rootFields()) {
      const { document, variables } = minimal(kind, name);
      const { errors, status } = await here.gql(document, variables, null);
      expect({ name, status, codes: codes(errors) }).toEqual({ name, status: 401, codes: ['UNAUTHENTICATED'] });
      expect(errors?.[0]?.extensions.fix).toContain('Authorization');
    }
  });

  it.each(roles)('is open to %s exactly where the role has the permission', async (role) => {
    const token = role === 'OWNER' ? here.token : await here.member(role);
    for (const { kind, name } of rootFields()) {
      const { document, variables } = minimal(kind, name);
      const { errors } = await here.gql(document, variables, token);
      const needed = asks[name];
      const allowed = needed === null || needed === undefined || permissionsOf(role).includes(needed);
      expect({ name, forbidden: codes(errors).includes('FORBIDDEN') }).toEqual({ name, forbidden: !allowed });
    }
  });
});

describe('what is not the viewer’s', () => {
  it('is null or not found, whatever is asked of it', async () => {
    const elsewhere = await world.workspace();
    const other = Buffer.from(`Workspace:${elsewhere.id}`).toString('base64');
    const { data, errors } = await here.gql(contractDocument('LookAround'), { workspaceId: other });
    expect(errors).toBeUndefined();
    expect(data?.workspace).toBeNull();
    const retried = await here.gql(
      'mutation { retryDeliveries(input: { deliveryIds: ["RGVsaXZlcnk6eA=="] }) { ... on RetryDeliveriesSuccess { results { outcome delivery { id post { id } } problem { code } } } } }',
    );
    expect(retried.errors).toBeUndefined();
    expect(retried.data?.retryDeliveries).toEqual({
      results: [{ outcome: 'FAILED', delivery: null, problem: { code: 'NOT_FOUND' } }],
    });
  });
});

describe('what is inside', () => {
  it('blanks only the field that a role may not see', async () => {
    const analyst = await here.member('ANALYST');
    const { data, errors } = await here.gql(
      '{ workspace { name apiTokens(first: 1) { nodes { id } } members(first: 1) { nodes { displayName email role } } } }',
      {},
      analyst,
    );
    expect(data).toEqual({
      workspace: {
        name: 'Rīta Maize',
        apiTokens: null,
        members: { nodes: [{ displayName: 'Ilze Bērziņa', email: null, role: 'OWNER' }] },
      },
    });
    expect(codes(errors)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('shows a program with a scope of its own nothing else', async () => {
    const { data } = await here.gql<{ createApiToken: { secret: string } }>(
      'mutation { createApiToken(input: { name: "reads insights", scopes: [READ_INSIGHTS] }) { ... on CreateApiTokenSuccess { secret } } }',
    );
    const secret = data?.createApiToken.secret ?? '';
    const answer = await here.gql(
      '{ viewer { __typename displayName ... on ApiToken { scopes } } workspace { name posts { totalCount } deliveries { totalCount } } }',
      {},
      secret,
    );
    expect(answer.data).toEqual({
      viewer: { __typename: 'ApiToken', displayName: 'reads insights', scopes: ['READ_INSIGHTS'] },
      workspace: { name: 'Rīta Maize', posts: null, deliveries: null },
    });
  });

  it('keeps a limited member to their channels, a creator to their own posts, a client to what was submitted', async () => {
    const there = await world.workspace();
    const write = async (token: string, channelId: string) => {
      const { data } = await there.gql<{ createPost: { id: string } }>(
        'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
        { input: { content: { text: 'x' }, variants: [{ channelId }] } },
        token,
      );
      return data?.createPost.id ?? '';
    };
    const [first, second] = there.channelIds;
    const onFirst = await write(there.token, first);
    const onSecond = await write(there.token, second);
    const creator = await there.member('CREATOR');
    const own = await write(creator, first);
    const limited = await there.member('CONTENT_MANAGER', [there.channels[1]]);
    const client = await there.member('CLIENT');
    const rowId = Buffer.from(onFirst, 'base64').toString().slice('Post:'.length);
    await world.shell.db.prisma.post.update({ where: { id: rowId }, data: { state: 'IN_REVIEW' } });

    const seen = async (token: string) => {
      const { data } = await there.gql<{
        workspace: { channels: { totalCount: number }; posts: { nodes: { id: string }[] } };
      }>('{ workspace { channels { totalCount } posts { nodes { id } } } }', {}, token);
      return {
        channels: data?.workspace.channels.totalCount,
        posts: data?.workspace.posts.nodes.map(({ id }) => id).sort(),
      };
    };
    expect(await seen(there.token)).toEqual({ channels: 2, posts: [onFirst, onSecond, own].sort() });
    expect(await seen(limited)).toEqual({ channels: 1, posts: [onSecond] });
    expect(await seen(creator)).toEqual({ channels: 2, posts: [own] });
    expect(await seen(client)).toEqual({ channels: 2, posts: [onFirst] });

    for (const [token, hidden] of [
      [limited, onFirst],
      [creator, onSecond],
      [client, onSecond],
    ] as const) {
      const byId = await there.gql('query ($id: ID!) { node(id: $id) { id } }', { id: hidden }, token);
      expect(byId.data).toEqual({ node: null });
    }
    const both = await writePost(there, 'To both channels');
    const half = await there.gql(
      'query ($id: ID!) { node(id: $id) { ... on Post { allowedActions variants { channel { id } } } } }',
      { id: both },
      limited,
    );
    expect(half.data).toEqual({ node: { allowedActions: [], variants: [{ channel: { id: second } }] } });
    const publish = 'mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename ... on Error { path } } }';
    const refused = await there.gql(publish, { id: both }, limited);
    expect(refused.data).toEqual({ publishPost: { __typename: 'NotFound', path: ['postId'] } });
    const { data } = await there.gql(
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename } }',
      { input: { content: { text: 'x' }, variants: [{ channelId: first }] } },
      limited,
    );
    expect(data).toEqual({ createPost: { __typename: 'NotFound' } });
    const events = await there.gql<{ workspace: { events: { nodes: { subject: { id: string } | null }[] } } }>(
      '{ workspace { events { nodes { subject { id } } } } }',
      {},
      creator,
    );
    expect(events.data?.workspace.events.nodes.map(({ subject }) => subject?.id)).toEqual([own]);
  });

  it('answers null for the ids of another workspace and for what is no id, and NotFound in a mutation', async () => {
    const other = await world.workspace();
    const foreign = [other.channelIds[0], other.assetGlobalId, Buffer.from(`Workspace:${other.id}`).toString('base64')];
    const ids = [
      ...foreign,
      'nonsense',
      '',
      Buffer.from('Post:1').toString('base64'),
      Buffer.from('Query:x').toString('base64'),
    ];
    const { data, errors } = await here.gql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ nodes: ids.map(() => null) });
    const workspace = await here.gql('query ($id: ID) { workspace(id: $id) { id } }', { id: foreign[2] });
    expect(workspace.data).toEqual({ workspace: null });
  });

  it('ends with the token: revoked, expired, or of a member who left', async () => {
    const token = await here.member('ANALYST');
    expect((await here.gql('{ viewer { id } }', {}, token)).status).toBe(200);
    await world.shell.db.prisma.member.updateMany({ where: { role: 'ANALYST' }, data: { active: false } });
    expect((await here.gql('{ viewer { id } }', {}, token)).status).toBe(401);
    const expired = await here.member('ANALYST');
    await world.shell.db.prisma.apiToken.updateMany({ where: { name: 'ANALYST' }, data: { expiresAt: new Date(0) } });
    expect((await here.gql('{ viewer { id } }', {}, expired)).status).toBe(401);
  });

  it('keeps only a hash of a secret', async () => {
    const { data } = await here.gql<{ createApiToken: { secret: string; token: { prefix: string } } }>(
      'mutation { createApiToken(input: { name: "n", scopes: [READ_POSTS] }) { ... on CreateApiTokenSuccess { secret token { prefix } } } }',
    );
    const { secret, token } = data?.createApiToken ?? { secret: '', token: { prefix: '' } };
    expect(secret).toMatch(/^ppy_[\w-]{43}$/);
    expect(secret.startsWith(token.prefix)).toBe(true);
    const rows = await world.shell.db.prisma.apiToken.findMany();
    expect(JSON.stringify(rows)).not.toContain(secret.slice(token.prefix.length));
  });
});

describe('the closed default', () => {
  const query = (extensions: Record<string, unknown>) =>
    new GraphQLObjectType({ name: 'Query', fields: { thing: { type: thing, extensions } } });
  const thing: GraphQLObjectType = new GraphQLObjectType({ name: 'Thing', fields: { name: { type: GraphQLString } } });

  it('refuses a type that does not say who may read it', () => {
    expect(() => closeSchema(new GraphQLSchema({ query: query({ access: 'VIEWER' }) }))).toThrow(
      'Thing does not say who may read it',
    );
  });

  it('refuses a root field that does not say who may use it', () => {
    expect(() => closeSchema(new GraphQLSchema({ query: query({}) }))).toThrow(/does not say who may/);
  });

  it('holds for every type and field of the schema, which all have a description', () => {
    const bare: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      const own = ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name);
      if (!type.description && !own) bare.push(type.name);
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields()))
          if (!field.description) bare.push(`${type.name}.${field.name}`);
      }
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          if (!field.description) bare.push(`${type.name}.${field.name}`);
          for (const arg of field.args) if (!arg.description) bare.push(`${type.name}.${field.name}(${arg.name})`);
        }
      }
      if (isEnumType(type))
        for (const value of type.getValues()) if (!value.description) bare.push(`${type.name}.${value.name}`);
      if (isScalarType(type) && !own && !type.specifiedByURL) bare.push(`${type.name} @specifiedBy`);
      if (isUnionType(type) && type.getTypes().length === 0) bare.push(`${type.name} is empty`);
    }
    expect(bare).toEqual([]);
  });
});
