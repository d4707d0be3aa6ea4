import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/server.ts';
import { encodeRequest } from '../support/multipart.ts';
import { photo, plain } from '../support/pictures.ts';
import { beginRequest, eventually, fileNames, incoming, sender, type Asset, type Headed } from '../support/uploads.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let server: RunningServer;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  server = await world.serve();
});

const post = sender(
  () => server.url,
  () => here.token,
);
const begin = (head: readonly string[], port: string) =>
  beginRequest(port, [...head, `authorization: Bearer ${here.token}`]);
const assets = () => world.shell.db.prisma.mediaAsset.count();

const mutation = `mutation ($file: Upload!, $key: String, $name: String) {
  uploadMedia(input: { file: $file, idempotencyKey: $key, fileName: $name }) {
    __typename
    ... on MediaAsset { id kind fileName mimeType width url }
    ... on ValidationFailed { issues { code path fix } }
    ... on Error { code path }
  }
}`;
interface Graph {
  readonly status: number;
  readonly body: {
    readonly data?: { readonly uploadMedia: Asset & { readonly issues?: readonly { readonly code: string }[] } };
    readonly errors?: readonly { readonly extensions: { readonly code: string; readonly fix: string } }[];
  };
}
async function graph(body: BodyInit, headers: Headed, token: string | null = here.token): Promise<Graph> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as Graph['body'] };
}
async function send(bytes: Buffer<ArrayBuffer>, name = 'a.png', variables: object = {}): Promise<Graph> {
  const { headers, body } = encodeRequest(mutation, { file: new File([bytes], name), ...variables });
  return graph(body, headers);
}
/** A form by hand. */
function form(fields: Readonly<Record<string, string | File>>, headers: Headed = { 'graphql-require-preflight': '1' }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return graph(body, headers);
}

describe('a file in a GraphQL form', () => {
  it.each(fileNames)('is taken under the name %s', async (name) => {
    const { status, body } = await send(await plain(11, 7).png().toBuffer(), name);
    expect(status).toBe(200);
    // A quote ends a name in a form: senders write it as %22.
    const fileName = name.replaceAll('"', '%22');
    expect(body.data?.uploadMedia).toMatchObject({ __typename: 'MediaAsset', fileName, width: 11, kind: 'IMAGE' });
    expect(Buffer.from(await (await fetch(body.data?.uploadMedia.url ?? '')).arrayBuffer()).length).toBeGreaterThan(0);
  });

  it('is refused with an error of its own, and leaves nothing', async () => {
    const before = await assets();
    const refused = await send(Buffer.from('<svg/>'), 'a.png');
    expect(refused).toMatchObject({
      status: 200,
      body: {
        data: {
          uploadMedia: { __typename: 'ValidationFailed', path: ['file'], issues: [{ code: 'FILE_TYPE_UNKNOWN' }] },
        },
      },
    });
    const large = await send(Buffer.alloc(20_000_001));
    expect(large.body.data?.uploadMedia.issues).toMatchObject([{ code: 'FILE_TOO_LARGE' }]);
    expect(await assets()).toBe(before);
    expect(await incoming(world)).toEqual([]);
  });

  it('that no mutation takes is thrown away, and one is taken once', async () => {
    const before = await assets();
    const operations = (query: string) => JSON.stringify({ query, variables: { file: null } });
    const file = new File([await plain(5, 5).png().toBuffer()], 'a.png');
    const map = '{"0":["variables.file"]}';
    const unused = await form({
      operations: operations('query ($file: Upload) { viewer { __typename } x: __typename }'),
      map,
      0: file,
    });
    expect(unused.body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const twice = `mutation ($file: Upload!) {
      a: uploadMedia(input: { file: $file }) { __typename }
      b: uploadMedia(input: { file: $file }) { __typename ... on ValidationFailed { issues { code } } }
    }`;
    const { body } = await form({ operations: operations(twice), map, 0: file, 1: file });
    expect(body.data).toEqual({
      a: { __typename: 'MediaAsset' },
      b: { __typename: 'ValidationFailed', issues: [{ code: 'FILE_MISSING' }] },
    });
    expect(await assets()).toBe(before + 1);
    expect(await incoming(world)).toEqual([]);
  });

  it('needs the form of the specification', async () => {
    const file = new File([await plain(5, 5).png().toBuffer()], 'a.png');
    const operations = JSON.stringify({ query: mutation, variables: { file: null } });
    for (const fields of [
      { operations, 0: file },
      { map: '{"0":["variables.file"]}', 0: file },
      { operations, map: 'x', 0: file },
      { operations: 'x', map: '{"0":["variables.file"]}', 0: file },
      { operations, map: '[["variables.file"]]' },
      { operations, map: '{"0":["variables.other"]}', 0: file },
      { operations, map: '{"0":["query"]}', 0: file },
      { operations, map: '{"0":["variables.__proto__.polluted"]}', 0: file },
      { operations, map: '{"0":["__proto__.polluted"]}', 0: file },
      { operations, map: '{"0":[7]}', 0: file },
      { operations: 'x'.repeat(1_100_000), map: '{}', 0: file },
    ]) {
      const { status, body } = await form(fields);
      expect({ fields: Object.keys(fields), status, code: body.errors?.[0]?.extensions.code }).toEqual({
        fields: Object.keys(fields),
        status: 400,
        code: 'BAD_REQUEST',
      });
      expect(body.errors?.[0]?.extensions.fix).toContain('multipart');
    }
    const missing = await form({ operations, map: '{"0":["variables.file"]}' });
    expect(missing.body.data?.uploadMedia.issues).toMatchObject([{ code: 'FILE_MISSING' }]);
    const plainText = await graph(JSON.stringify({ query: mutation, variables: { file: 'a.png' } }), {
      'content-type': 'application/json',
    });
    expect(plainText.body.data?.uploadMedia.issues).toMatchObject([{ code: 'FILE_MISSING' }]);
    const broken = await graph('--x\r\nno form', {
      'content-type': 'multipart/form-data; boundary=x',
      'graphql-require-preflight': '1',
    });
    expect(broken).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] } });
    const sameName = new FormData();
    for (const [name, value] of [
      ['operations', operations],
      ['map', '{"0":["variables.file"]}'],
      ['0', file],
      ['0', file],
    ] as const)
      sameName.append(name, value);
    expect(await graph(sameName, { 'graphql-require-preflight': '1' })).toMatchObject({ status: 400 });
    const noBoundary = await graph('x', { 'content-type': 'multipart/form-data', 'graphql-require-preflight': '1' });
    expect(noBoundary).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] } });
    expect(await incoming(world)).toEqual([]);
  });

  it('cannot come from a page elsewhere, nor from whoever may not write', async () => {
    const file = new File([await plain(5, 5).png().toBuffer()], 'a.png');
    const fields = {
      operations: JSON.stringify({ query: mutation, variables: { file: null } }),
      map: '{"0":["variables.file"]}',
      0: file,
    };
    const before = await assets();
    expect(await form(fields, {})).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'PREFLIGHT_REQUIRED' } }] },
    });
    const body = encodeRequest(mutation, { file }).body;
    const headers = { 'graphql-require-preflight': '1' };
    expect(await graph(body, headers, null)).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(await graph(body, headers, 'ppy_wrong')).toMatchObject({ status: 401 });
    expect(await graph(body, headers, await here.member('CLIENT'))).toMatchObject({
      status: 403,
      body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
    expect(await assets()).toBe(before);
    expect(await incoming(world)).toEqual([]);
  });

  it('asks for what the mutation that takes it asks for, before a byte is stored', async () => {
    const { data } = await here.gql<{ createApiToken: { secret: string } }>(
      'mutation { createApiToken(input: { name: "t", scopes: [WRITE_STRATEGY] }) { ... on CreateApiTokenSuccess { secret } } }',
    );
    const strategy = data?.createApiToken.secret ?? '';
    const posts = await here.member('CONTENT_MANAGER');
    const imported = `mutation ($file: Upload!) { importCompetitorSnapshots(input: { file: $file, dryRun: true }) {
      __typename ... on ValidationFailed { issues { code } } } }`;
    const picture = new File([await plain(6, 5).png().toBuffer()], 'a.png');
    const csv = new File(['competitor,network,date,followers\n'], 'a.csv');
    const sent = async (query: string, file: File, token: string) => {
      const { headers, body } = encodeRequest(query, { file });
      return graph(body, headers, token);
    };
    const closed = (lacking: string) => ({
      status: 403,
      body: {
        errors: [{ message: `This needs the permission ${lacking}.`, extensions: { code: 'FORBIDDEN' } }],
      },
    });
    expect(await sent(imported, csv, strategy)).toMatchObject({
      status: 200,
      body: { data: { importCompetitorSnapshots: { __typename: 'ImportCompetitorSnapshotsSuccess' } } },
    });
    expect(await sent(mutation, picture, posts)).toMatchObject({
      status: 200,
      body: { data: { uploadMedia: { __typename: 'MediaAsset' } } },
    });
    const before = await assets();
    expect(await sent(mutation, picture, strategy)).toMatchObject(closed('WRITE_POSTS'));
    expect(await sent(imported, csv, posts)).toMatchObject(closed('WRITE_STRATEGY'));
    // One of them in a fragment, or none at all, opens nothing.
    const both = `mutation ($file: Upload!) { importCompetitorSnapshots(input: { file: $file }) { __typename } ...More }
      fragment More on Mutation { uploadMedia(input: { file: $file }) { __typename } }`;
    expect(await sent(both, csv, strategy)).toMatchObject(closed('WRITE_POSTS'));
    expect(await sent('query ($file: Upload) { uploadMedia }', csv, strategy)).toMatchObject(closed('WRITE_POSTS'));
    const late = new FormData();
    late.append('0', csv);
    late.append('operations', JSON.stringify({ query: imported, variables: { file: null } }));
    late.append('map', '{"0":["variables.file"]}');
    expect(await graph(late, { 'graphql-require-preflight': '1' }, strategy)).toMatchObject(closed('WRITE_POSTS'));
    expect(await assets()).toBe(before);
    expect(await incoming(world)).toEqual([]);
  });

  it('leaves nothing where its sender goes away in the middle', async () => {
    const { port } = new URL(server.url);
    const { socket } = await begin(
      [
        'POST /graphql HTTP/1.1',
        'content-length: 100000',
        'content-type: multipart/form-data; boundary=x',
        'graphql-require-preflight: 1',
      ],
      port,
    );
    const part = (disposition: string) => `--x\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`;
    socket.write(`${part('name="operations"')}{}\r\n${part('name="map"')}{}\r\n${part('name="0"; filename="a"')}`);
    socket.write(Buffer.alloc(5000, 1));
    await eventually(async () => (await incoming(world)).length > 0);
    socket.destroy();
    await eventually(async () => (await incoming(world)).length === 0);
  });
});

describe('an idempotency key', () => {
  it('holds over both doors', async () => {
    const bytes = await photo(30, 20).png().toBuffer();
    const key = randomUUID();
    const first = await post(bytes, { fileName: 'a.png' }, { 'idempotency-key': key });
    const before = await assets();
    const again = await post(bytes, { fileName: 'a.png' }, { 'idempotency-key': key });
    expect(again).toMatchObject({ status: 201, body: first.body });
    const { body } = await send(bytes, 'a.png', { key });
    expect(body.data?.uploadMedia.id).toBe(first.body.id);
    const other = await post(await plain(5, 5).png().toBuffer(), { fileName: 'a.png' }, { 'idempotency-key': key });
    expect({ status: other.status, code: other.body.code }).toEqual({ status: 409, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await assets()).toBe(before);
    expect(await incoming(world)).toEqual([]);
  });
});

describe('a slow client', () => {
  const whole = 300;
  const slow = { whole, window: 200, least: 500, linger: 100 };
  const form = [
    'POST /graphql HTTP/1.1',
    'content-type: multipart/form-data; boundary=x',
    'graphql-require-preflight: 1',
  ];

  it('is not waited for when it sends no more; what it sent is gone', async () => {
    const { port } = new URL((await world.serve({ patience: slow })).url);
    for (const head of [['POST /media HTTP/1.1'], form]) {
      const { socket, closed } = await begin([...head, 'content-length: 100000'], port);
      socket.write('--x\r\ncontent-disposition: form-data; name="0"; filename="a"\r\n\r\n');
      socket.write(Buffer.alloc(2000, 1));
      await eventually(async () => (await incoming(world)).length > 0);
      const answer = await closed;
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(answer).toContain('REQUEST_TOO_SLOW');
      await eventually(async () => (await incoming(world)).length === 0);
    }
    const { closed } = await begin(
      ['POST /graphql HTTP/1.1', 'content-type: application/json', 'content-length: 9'],
      port,
    );
    expect(await closed).toMatch(/^HTTP\/1.1 408 /);
  });

  it('may take longer than any other request while its bytes keep coming', async () => {
    const { port } = new URL((await world.serve({ patience: slow })).url);
    const bytes = await photo(80, 60).png().toBuffer();
    const { socket, closed } = await begin(
      ['POST /media HTTP/1.1', 'connection: close', `content-length: ${String(bytes.length)}`],
      port,
    );
    const began = Date.now();
    const step = Math.ceil(bytes.length / 12);
    for (let at = 0; at < bytes.length; at += step) {
      socket.write(bytes.subarray(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    expect(Date.now() - began).toBeGreaterThan(2 * whole);
    expect(await closed).toMatch(/^HTTP\/1.1 201 /);
  });
});
