import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { openMedia } from '../../src/app/publishing/media.ts';
import type { RunningServer } from '../../src/server.ts';
import { mp4, pdf, photo, plain } from '../support/pictures.ts';
import { beginRequest, eventually, fileNames, incoming, sender, type Headed } from '../support/uploads.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

const origin = 'http://app.example';
let world: World;
let here: TestWorkspace;
let server: RunningServer;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  server = await world.serve({ corsOrigins: [origin] });
});

const post = sender(
  () => server.url,
  () => here.token,
);
const begin = (head: readonly string[], port: string) =>
  beginRequest(port, [...head, `authorization: Bearer ${here.token}`]);
const assets = () => world.shell.db.prisma.mediaAsset.count();

describe('a file by POST /media', () => {
  it.each(fileNames)('is taken under the name %s, and served under it', async (fileName) => {
    const bytes = await photo(30, 20).png().toBuffer();
    const { status, headers, body } = await post(bytes, { fileName, altText: 'Ко́фе ☕' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'IMAGE',
      fileName,
      mimeType: 'image/png',
      byteSize: bytes.length,
      width: 30,
      height: 20,
      altText: 'Ко́фе ☕',
    });
    expect(headers.get('location')).toBe(body.url);
    expect(body.url.startsWith(`${server.url}/media/`)).toBe(true);
    const served = await fetch(body.url);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes);
    expect(
      decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(served.headers.get('content-disposition') ?? '')?.[1] ?? ''),
    ).toBe(fileName);
    const { data } = await here.gql('query ($id: ID!) { node(id: $id) { ... on MediaAsset { fileName url } } }', {
      id: body.id,
    });
    expect(data?.node).toEqual({ fileName, url: body.url });
  });

  it('is what its content says, not what its sender says', async () => {
    const jpeg = await photo(30, 20).jpeg().toBuffer();
    const { body } = await post(jpeg, { fileName: 'page.html' }, { 'content-type': 'text/html' });
    expect(body).toMatchObject({ mimeType: 'image/jpeg', fileName: 'page.html.jpg' });
    expect((await fetch(body.url)).headers.get('content-type')).toBe('image/jpeg');
  });

  it.each(['../../etc/passwd', '..\\..\\boot.ini', '/etc/passwd', 'a\0b', '....//x', '%2e%2e%2fx', '~', 'CON'])(
    'cannot be led elsewhere by the name %j',
    async (fileName) => {
      const { status, body } = await post(await plain(4, 4).png().toBuffer(), { fileName });
      expect(status).toBe(201);
      expect(body.fileName).not.toMatch(/[/\\\0]/);
      expect((await fetch(body.url)).status).toBe(200);
      expect((await readdir(world.mediaFolder)).every((name) => /^([0-9a-f]{2}|incoming)$/.test(name))).toBe(true);
    },
  );

  it('is refused with a status, a code and what to do, and leaves nothing', async () => {
    const png = await plain(40, 40).png().toBuffer();
    const analyst = await here.member('ANALYST');
    const big = () =>
      new ReadableStream({
        start: (controller) => {
          for (let sent = 0; sent < 21; sent++) controller.enqueue(new Uint8Array(1_000_000));
          controller.close();
        },
      });
    const before = await assets();
    for (const [asked, status, code] of [
      [post(png, {}, { authorization: 'Bearer ppy_wrong' }), 401, 'UNAUTHENTICATED'],
      [post(png, {}, { authorization: 'Basic abc' }), 401, 'UNAUTHENTICATED'],
      [post(png, {}, { authorization: `Bearer ${analyst}` }), 403, 'FORBIDDEN'],
      [post(new FormData()), 415, 'FORM_NOT_TAKEN'],
      [post(''), 422, 'FILE_EMPTY'],
      [post('<script>alert(1)</script>', {}, { 'content-type': 'image/png' }), 415, 'FILE_TYPE_UNKNOWN'],
      [
        post('<svg xmlns="http://www.w3.org/2000/svg"/>', {}, { 'content-type': 'image/svg+xml' }),
        415,
        'FILE_TYPE_UNKNOWN',
      ],
      [post(png.subarray(0, png.length - 30)), 422, 'PICTURE_DAMAGED'],
      [post(await plain(12_000, 9_000).png({ compressionLevel: 9 }).toBuffer()), 422, 'PICTURE_TOO_MANY_PIXELS'],
      [post(png, { altText: 'x'.repeat(5001) }), 422, 'TOO_LONG'],
      [post(png, {}, { 'idempotency-key': 'k'.repeat(256) }), 422, 'KEY_TOO_LONG'],
      [post(new Uint8Array(20_000_001)), 413, 'FILE_TOO_LARGE'],
      [post(big()), 413, 'FILE_TOO_LARGE'],
    ] as const) {
      const answer = await asked;
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
      expect(answer.body.fix).toEqual(expect.stringMatching(/\w/));
      expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\/tmp|stack/);
    }
    expect((await fetch(`${server.url}/media`)).status).toBe(405);
    expect(await assets()).toBe(before);
    expect(await incoming(world)).toEqual([]);
  });

  it('leaves nothing where its sender goes away in the middle', async () => {
    const before = await assets();
    const { port } = new URL(server.url);
    const { socket } = await begin(['POST /media HTTP/1.1', 'content-length: 100000'], port);
    socket.write(Buffer.alloc(5000, 1));
    await eventually(async () => (await incoming(world)).length > 0);
    socket.destroy();
    await eventually(async () => (await incoming(world)).length === 0);
    expect(await assets()).toBe(before);
  });
});

describe('another workspace', () => {
  it('neither sees a file nor uses it, though whoever has its address can fetch it', async () => {
    const { body } = await post(await plain(5, 5).png().toBuffer());
    const there = await world.workspace();
    expect((await there.gql('query ($id: ID!) { node(id: $id) { id } }', { id: body.id })).data).toEqual({
      node: null,
    });
    const { data } = await there.gql(
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename ... on Error { path } } }',
      {
        input: { content: { media: [{ assetId: body.id }] }, variants: [] },
      },
    );
    expect(data?.createPost).toEqual({ __typename: 'NotFound', path: ['content', 'media', '0', 'assetId'] });
    expect((await fetch(body.url)).status).toBe(200);
  });
});

describe('the address of a file', () => {
  it('serves nothing to whoever guesses', async () => {
    const { body } = await post(await plain(5, 5).png().toBuffer(), { fileName: 'a.png' });
    const { pathname } = new URL(body.url);
    const [, , id = '', key = '', name = ''] = pathname.split('/');
    const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    for (const path of [
      `/media/${id}/${wrong}/${name}`,
      `/media/${randomUUID()}/${key}/${name}`,
      `/media/${id}`,
      `/media/${id}/${name}`,
      `/media/${id}/${key}/original/${name}`,
      `/media/${id}/${key}/fit-0123456789abcdef-1x1.jpg/${name}`,
      `/media/${id}/${key}/fit-..%2foriginal/${name}`,
      `/media/${id}/${key}/../../incoming`,
      `/media/..%2f..%2fetc/${key}/passwd`,
      '/media/',
      `/media/${'0'.repeat(36)}/${key}/x`,
    ]) {
      const response = await fetch(server.url + path);
      expect({ path, status: response.status }).toEqual({ path, status: 404 });
      expect(await response.json()).toMatchObject({ code: 'NOT_FOUND' });
    }
    // The last part is for people: it may say anything.
    expect((await fetch(`${server.url}/media/${id}/${key}/anything`)).status).toBe(200);
    expect((await fetch(body.url, { method: 'DELETE' })).status).toBe(405);
  });

  it('serves it so that nothing in it runs, to be shown or saved as what it is', async () => {
    for (const [bytes, type, kind] of [
      [await plain(5, 5).webp().toBuffer(), 'image/webp', 'inline'],
      [mp4(), 'video/mp4', 'inline'],
      [pdf, 'application/pdf', 'attachment'],
    ] as const) {
      const { body } = await post(bytes, { fileName: 'x' });
      const { headers } = await fetch(body.url);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('content-disposition')?.startsWith(`${kind}; `)).toBe(true);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    }
  });

  it('serves parts of it, and does not send again what is known', async () => {
    const bytes = await photo(40, 30).png().toBuffer();
    const { url } = (await post(bytes)).body;
    const size = bytes.length;
    const ask = (headers: Headed, method = 'GET') => fetch(url, { method, headers });
    const part = async (range: string) => {
      const response = await ask({ range });
      return [
        response.status,
        response.headers.get('content-range'),
        Buffer.from(await response.arrayBuffer()),
      ] as const;
    };
    expect(await part('bytes=10-19')).toEqual([206, `bytes 10-19/${String(size)}`, bytes.subarray(10, 20)]);
    expect(await part('bytes=10-')).toEqual([206, `bytes 10-${String(size - 1)}/${String(size)}`, bytes.subarray(10)]);
    expect(await part('bytes=-5')).toEqual([
      206,
      `bytes ${String(size - 5)}-${String(size - 1)}/${String(size)}`,
      bytes.subarray(-5),
    ]);
    expect((await part('bytes=0-999999999')).slice(0, 2)).toEqual([206, `bytes 0-${String(size - 1)}/${String(size)}`]);
    for (const all of ['bytes=0-1,4-5', 'bytes=-', 'lines=1-2', 'bytes=x'])
      expect(await part(all)).toEqual([200, null, bytes]);
    for (const none of [`bytes=${String(size)}-`, 'bytes=-0', 'bytes=9-3'])
      expect((await part(none)).slice(0, 2)).toEqual([416, `bytes */${String(size)}`]);
    const head = await ask({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(size), '']);
    const etag = head.headers.get('etag') ?? '';
    expect((await ask({ 'if-none-match': `"x", ${etag}` })).status).toBe(304);
    expect((await ask({ 'if-none-match': '"x"' })).status).toBe(200);
    expect((await ask({ range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
    expect((await ask({ range: 'bytes=0-1', 'if-range': '"x"' })).status).toBe(200);
  });

  it('serves a picture as a network gets it', async () => {
    const { body } = await post(await photo(700, 500).jpeg({ quality: 100 }).toBuffer(), { fileName: 'Нан.jpg' });
    const id = Buffer.from(body.id, 'base64').toString().split(':')[1] ?? '';
    const asset = { assetId: id, kind: 'IMAGE', mimeType: 'image/jpeg', byteSize: 1, altText: null } as const;
    const rule = { kind: 'IMAGE', min: 0, max: 1, mimeTypes: ['image/webp'], maxBytes: 40_000 } as const;
    const [media] = await openMedia(world.shell, 'sandbox', [asset], [rule]);
    const served = await fetch(media?.url ?? '');
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const bytes = Buffer.from(await served.arrayBuffer());
    expect(bytes.length).toBe(media?.byteSize);
    const name = new URL(media?.url ?? '').pathname.split('/')[4] ?? '';
    expect(await readFile(world.shell.media.beside(id, name))).toEqual(bytes);
  });

  it('may be read by pages, files sent by pages of our applications alone', async () => {
    const { url } = (await post(await plain(5, 5).png().toBuffer())).body;
    expect((await fetch(url)).headers.get('access-control-allow-origin')).toBe('*');
    const ask = async (from: string) => {
      const { status, headers } = await fetch(`${server.url}/media`, {
        method: 'OPTIONS',
        headers: { origin: from, 'access-control-request-method': 'POST' },
      });
      return [status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-headers')];
    };
    expect(await ask(origin)).toEqual([204, origin, expect.stringContaining('idempotency-key')]);
    expect((await ask('http://elsewhere.example'))[1]).toBeNull();
    const sent = await post(await plain(5, 5).png().toBuffer(), {}, { origin });
    expect(sent.headers.get('access-control-allow-origin')).toBe(origin);
  });
});

describe('an address that is none', () => {
  it.each(['//', '/media/%', '///x', '/media?%', '/%00'])('%s breaks nothing', async (path) => {
    const { port } = new URL(server.url);
    const { socket, closed } = await begin([`GET ${path} HTTP/1.1`, 'connection: close'], port);
    expect(await closed).toMatch(/^HTTP\/1.1 4\d\d /);
    socket.destroy();
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });
});
