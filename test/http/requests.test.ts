import { connect } from 'node:net';
import { serverAudits } from 'graphql-http';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/server.ts';
import { take, transports } from '../support/live.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let server: RunningServer;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  server = await world.serve();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    data?: unknown;
    errors?: { message: string; extensions: Record<string, unknown>; path?: unknown }[];
  };
}

async function post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${here.token}`,
      ...headers,
    },
    body,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}
const query = (text: string, variables: object = {}) => post(JSON.stringify({ query: text, variables }));

const written = (text: string) => ({ variants: [], content: { text } });
const noRow = Buffer.from('GPC:S:not-uuid').toString('base64');
const filterPosts = 'query ($ids: [ID!]) { workspace { posts(filter: { channelIds: $ids }) { nodes { id } } } }';
const manyIds = (count: number) => Array.from({ length: count }, () => 'x');

async function get(parameters: Record<string, string>): Promise<Answer> {
  const search = new URLSearchParams({ query: '{ viewer { id } }', ...parameters });
  const response = await fetch(`${server.url}/graphql?${search.toString()}`, {
    headers: { accept: 'application/graphql-response+json', authorization: `Bearer ${here.token}` },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

describe('bad input over HTTP has a code, a fix, no stack and no status 500', () => {
  it.each([
    [
      '10 MB of query text',
      () => post(JSON.stringify({ query: `{ ${'a '.repeat(5_000_000)} }` })),
      413,
      'REQUEST_ENTITY_TOO_LARGE',
    ],
    ['broken JSON', () => post('{"query": "{ viewer'), 400, 'BAD_REQUEST'],
    ['no query', () => post('{}'), 400, 'BAD_REQUEST'],
    ['a list of operations', () => post('[{"query":"{ viewer { id } }"}]'), 400, 'BAD_REQUEST'],
    ['variables that are no object', () => post('{"query":"{ viewer { id } }","variables":"x"}'), 400, 'BAD_REQUEST'],
    [
      'a wrong token',
      () => post('{"query":"{ viewer { id } }"}', { authorization: 'Bearer ppy_wrong' }),
      401,
      'UNAUTHENTICATED',
    ],
    [
      'another kind of token',
      () => post('{"query":"{ viewer { id } }"}', { authorization: 'Basic abc' }),
      401,
      'UNAUTHENTICATED',
    ],
    ['a syntax error', () => query('{ viewer {'), 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', () => query('{ viewer { shoeSize } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of the wrong type',
      () => query('query ($id: ID!) { node(id: $id) { id } }', { id: { a: 1 } }),
      400,
      'BAD_USER_INPUT',
    ],
    ['a missing variable', () => query('query ($id: ID!) { node(id: $id) { id } }'), 400, 'BAD_USER_INPUT'],
    [
      'too many levels',
      () => query(`{ workspace { posts { nodes { ${'deliveries { post { '.repeat(7)} id ${'} }'.repeat(7)} } } } }`),
      400,
      'LIMIT_EXCEEDED',
    ],
    [
      'too many aliases',
      () => query(`{ ${Array.from({ length: 31 }, (_, index) => `a${String(index)}: viewer { id }`).join(' ')} }`),
      400,
      'LIMIT_EXCEEDED',
    ],
    ['too many tokens', () => query(`{ viewer { ${'id '.repeat(4001)} } }`), 400, 'LIMIT_EXCEEDED'],
    [
      'too many directives',
      () => query(`{ viewer { id ${'@include(if: true) '.repeat(51)} } }`),
      400,
      'LIMIT_EXCEEDED',
    ],
    [
      'a cursor that is none',
      () => query('{ workspace { events(after: "x") { nodes { id } } } }'),
      400,
      'CURSOR_INVALID',
    ],
    [
      'a cursor of a list that names no row',
      () => query('query ($after: String) { workspace { posts(after: $after) { nodes { id } } } }', { after: noRow }),
      400,
      'CURSOR_INVALID',
    ],
    [
      'such a cursor in the document',
      () => query(`{ workspace { members(before: "${noRow}") { nodes { id } } } }`),
      400,
      'CURSOR_INVALID',
    ],
    [
      'such a cursor as a default',
      () => query(`query ($a: String = "x") { workspace { channels(after: $a) { nodes { id } } } }`),
      400,
      'CURSOR_INVALID',
    ],
    ['40,000 ids in a filter', () => query(filterPosts, { ids: manyIds(40_000) }), 400, 'BAD_USER_INPUT'],
    ['101 ids in a filter', () => query(filterPosts, { ids: manyIds(101) }), 400, 'BAD_USER_INPUT'],
    ['variables in an address that are no JSON', () => get({ variables: '{bad' }), 400, 'BAD_REQUEST'],
    ['extensions in an address that are no JSON', () => get({ extensions: '{bad' }), 400, 'BAD_REQUEST'],
    [
      'U+0000 in an address',
      () => get({ query: 'query ($id: ID) { workspace(id: $id) { id } }', variables: '{"id":"a\\u0000"}' }),
      400,
      'BAD_USER_INPUT',
    ],
  ] as const)('%s', async (_, ask, status, code) => {
    const answer = await ask();
    expect({ status: answer.status, code: answer.body.errors?.[0]?.extensions.code }).toEqual({ status, code });
    expect(answer.body.errors?.[0]?.extensions.fix).toEqual(expect.stringMatching(/\w/));
    expect(JSON.stringify(answer.body)).not.toMatch(/stack|node_modules|originalError|prisma/i);
  });

  it('does not read a body without end', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const chunk = Buffer.alloc(64 * 1024, 97);
    const state = { answer: '', sent: 0 };
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (data) => {
      state.answer += data.toString();
    });
    socket.on('error', () => undefined);
    while (!socket.destroyed && state.answer === '' && state.sent < 50_000_000) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      socket.write('\r\n');
      state.sent += chunk.length;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(state.answer === '' || state.answer.startsWith('HTTP/1.1 413')).toBe(true);
    expect(state.sent).toBeLessThan(10_000_000);
    socket.destroy();
    await closed;
  });
});

describe('text that the database cannot store', () => {
  const createPost = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename } }';
  const literal = (text: string) => `mutation { createPost(input: ${text}) { __typename } }`;
  const nested = '['.repeat(100_000) + ']'.repeat(100_000);

  it.each([
    ['U+0000 in a variable', 'input.content.text', { query: createPost, variables: { input: written('a\0b') } }],
    ['half a character', 'input.content.text', { query: createPost, variables: { input: written('a\ud83d') } }],
    [
      'one in a list',
      'input.tags.1',
      { query: createPost, variables: { input: { ...written('a'), tags: ['b', '\0'] } } },
    ],
    ['U+0000 in the document', 'input.content.text', { query: literal('{variants: [], content: {text: "\\u0000"}}') }],
    [
      'U+0000 in a default',
      'tag',
      {
        query: `query ($tag: String! = "\\u0000") { workspace { posts(filter: { tags: [$tag] }) { nodes { id } } } }`,
      },
    ],
    ['U+0000 in an id', 'id', { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: '\0' } }],
  ])('is refused with its place, and nothing is written: %s', async (_, place, body) => {
    const before = await world.shell.db.prisma.post.count();
    const answer = await post(JSON.stringify(body));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors?.[0]).toMatchObject({
      message: expect.stringContaining(`${place} has `),
      extensions: { code: 'BAD_USER_INPUT', fix: expect.stringMatching(/\w/) },
    });
    expect(answer.body.data).toBeUndefined();
    expect(await world.shell.db.prisma.post.count()).toBe(before);
  });

  it('is refused on a WebSocket, too', async () => {
    const [, overWebSocket] = transports[0] ?? [];
    for (const query of ['subscription ($id: ID) { events(workspaceId: $id) { id } }', createPost]) {
      const asked = { query, variables: { id: '\0', input: written('\0') } };
      const [answer] = overWebSocket ? await take(overWebSocket(server.url, here.token, asked), 1) : [];
      expect(answer?.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });

  it('does not stop whole characters, nor break on values that are nested without end', async () => {
    const variables = { input: { ...written('👩‍👩‍👧 ā 🎉'), idempotencyKey: 'whole' } };
    expect((await post(JSON.stringify({ query: createPost, variables }))).body.data).toMatchObject({
      createPost: { __typename: 'Post' },
    });
    const answer = await post(`{"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": ${nested}}}`);
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe('a bug', () => {
  it('is masked, logged, and named by the request’s id', async () => {
    const { workspace } = world.shell.db.prisma;
    const { findFirst } = workspace;
    workspace.findFirst = (() =>
      Promise.reject(new Error('secret detail of the database'))) as unknown as typeof findFirst; // breaks it
    try {
      const answer = await post('{"query":"{ workspace { id } }"}', { 'x-request-id': 'my-request-1' });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        data: { workspace: null },
        errors: [{ path: ['workspace'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'my-request-1' } }],
      });
      expect(JSON.stringify(answer.body)).not.toContain('secret detail');
    } finally {
      workspace.findFirst = findFirst;
    }
  });
});

describe('GraphQL over HTTP', () => {
  it('answers keys in the order of the document', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${here.token}` },
      body: JSON.stringify({ query: '{ workspace { posts { totalCount } name id } viewer { id } __typename }' }),
    });
    expect(await response.text()).toMatch(
      /^\{"data":\{"workspace":\{"posts":.*,"name":.*,"id":.*\},"viewer":.*,"__typename":"Query"\}\}$/,
    );
  });

  it('does what the specification says (the audits of graphql-http)', async () => {
    const audits = serverAudits({ url: `${server.url}/graphql`, fetchFn: fetch });
    const results = await Promise.all(audits.map(async (audit) => ({ name: audit.name, result: await audit.fn() })));
    expect(
      results
        .filter(({ result }) => result.status === 'error' || result.status === 'warn')
        .map(({ name, result }) => `${name}: ${'reason' in result ? result.reason : ''}`),
    ).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });

  it('serves GraphiQL that needs nothing from elsewhere', async () => {
    const response = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(html.match(/(?:src|href)=["']?https?:\/\/[^"' >]+/g) ?? []).toEqual([]);
  });

  it('lets no page of another origin read an answer', async () => {
    const answer = await post('{"query":"{ viewer { id } }"}', { origin: 'https://elsewhere.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('health', () => {
  it('says that the process lives and that its database answers', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const response = await fetch(`${server.url}${path}`);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    }
    expect((await fetch(`${server.url}/elsewhere`)).status).toBe(404);
  });
});
