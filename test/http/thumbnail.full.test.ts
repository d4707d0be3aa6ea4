import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/server.ts';
import { moving, mp4, pdf, photo, plain, seeThrough } from '../support/pictures.ts';
import { incoming, sender } from '../support/uploads.ts';
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

async function upload(bytes: Uint8Array, fileName = 'bilde.png') {
  const { status, body } = await post(Uint8Array.from(bytes), { fileName });
  expect(status).toBe(201);
  const rowId = Buffer.from(body.id, 'base64').toString().split(':')[1] ?? '';
  return { ...body, rowId, folder: world.shell.media.original(rowId).replace(/[^/\\]+$/, '') };
}

async function addressOf(id: string, width?: number): Promise<string | null> {
  const field = width === undefined ? 'thumbnailUrl' : `thumbnailUrl(width: ${String(width)})`;
  const { data, errors } = await here.gql(`query ($id: ID!) { node(id: $id) { ... on MediaAsset { ${field} } } }`, {
    id,
  });
  expect(errors).toBeUndefined();
  return (data?.node as { thumbnailUrl: string | null }).thumbnailUrl;
}

async function served(id: string, width?: number) {
  const response = await fetch((await addressOf(id, width)) ?? '');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/webp');
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, headers: response.headers, ...(await sharp(bytes).metadata()) };
}

/** Names beside the original. */
const kept = async (folder: string) => (await readdir(folder)).filter((name) => name !== 'original').sort();

describe('a thumbnail', () => {
  it('is the picture itself, small, in one of few widths', async () => {
    const { id, folder } = await upload(await photo(1500, 1000).jpeg().toBuffer(), 'Нан 🍞.jpg');
    const sizes = [];
    for (const width of [1, 120, 121, undefined, 241, 961, 2000]) {
      const { width: across, height, format } = await served(id, width);
      sizes.push([width, across, height, format]);
    }
    expect(sizes).toEqual([
      [1, 120, 80, 'webp'],
      [120, 120, 80, 'webp'],
      [121, 240, 160, 'webp'],
      [undefined, 240, 160, 'webp'],
      [241, 480, 320, 'webp'],
      [961, 960, 640, 'webp'],
      [2000, 960, 640, 'webp'],
    ]);
    expect(await kept(folder)).toHaveLength(4);
    expect(await incoming(world)).toEqual([]);
  });

  it('is never larger than the picture, and of a strip never a tower', async () => {
    expect(await served((await upload(await plain(50, 30).png().toBuffer())).id, 960)).toMatchObject({
      width: 50,
      height: 30,
    });
    const strip = await served((await upload(await plain(100, 4000).png().toBuffer())).id, 120);
    expect(strip).toMatchObject({ width: 12, height: 480 });
  });

  it('stands as the camera was held, and tells nothing of the camera', async () => {
    const bytes = await photo(600, 400)
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'Camera', Copyright: 'Ilze' } })
      .jpeg()
      .toBuffer();
    const { width, height, exif, orientation, icc, xmp } = await served((await upload(bytes)).id);
    expect({ width, height, exif, orientation, icc, xmp }).toEqual({ width: 240, height: 360 });
  });

  it('can be seen through where the picture can', async () => {
    const { bytes, hasAlpha } = await served((await upload(await seeThrough(500, 400))).id);
    expect(hasAlpha).toBe(true);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([data[3], data[info.size - 1]]).toEqual([0, 255]);
  });

  it.each(['gif', 'webp'] as const)('of a %s that moves is its first frame', async (format) => {
    const { id, kind } = await upload(await moving(format));
    expect(kind).toBe('ANIMATION');
    expect(await served(id)).toMatchObject({ width: 120, height: 80 });
    expect((await served(id)).pages ?? 1).toBe(1);
  });

  it('is made of AVIF too', async () => {
    const { id } = await upload(await photo(300, 200).avif({ effort: 0 }).toBuffer());
    expect(await served(id, 120)).toMatchObject({ width: 120, height: 80, format: 'webp' });
  });

  it('is not there of what is no picture', async () => {
    for (const bytes of [mp4(), pdf]) {
      const { id, url } = await upload(bytes);
      expect(await addressOf(id)).toBeNull();
      const tried = await fetch(url.replace(/[^/]+$/, 'thumb-v1-240/thumbnail.webp'));
      expect([tried.status, await tried.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND' })]);
    }
  });

  it('is not there where the bytes are elsewhere', async () => {
    const asset = await upload(await plain(20, 20).png().toBuffer());
    await world.shell.db.prisma.mediaAsset.update({
      where: { id: asset.rowId },
      data: { accessKey: null, url: 'https://pictures.example/a.png' },
    });
    expect(await addressOf(asset.id)).toBeNull();
  });

  it('is told the same way in what a post says', async () => {
    const { id } = await upload(await plain(20, 20).png().toBuffer());
    const created = await here.gql(
      `mutation ($input: CreatePostInput!) {
        createPost(input: $input) { ... on Post { content { media { asset { thumbnailUrl } } } } }
      }`,
      { input: { content: { text: 'Labrīt', media: [{ assetId: id }] }, variants: [] } },
    );
    expect(created).toMatchObject({
      data: { createPost: { content: { media: [{ asset: { thumbnailUrl: await addressOf(id) } }] } } },
    });
  });
});

describe('a width', () => {
  it.each([0, -1, 2001, 2_147_483_647])('of %i is explained, once a request', async (width) => {
    const { id } = await upload(await plain(20, 20).png().toBuffer());
    const { data, errors } = await here.gql(
      `query ($id: ID!, $width: Int!) {
        node(id: $id) { ... on MediaAsset { one: thumbnailUrl(width: $width) other: thumbnailUrl(width: $width) } }
      }`,
      { id, width },
    );
    expect(data?.node).toEqual({ one: null, other: null });
    expect(errors?.map((each) => [each.extensions.code, each.extensions.fix, each.path?.at(-1)])).toEqual([
      ['BAD_USER_INPUT', 'Ask for a width of 1 to 2000.', 'one'],
    ]);
  });
});

describe('the address of a thumbnail', () => {
  it('serves nothing to whoever guesses, and makes nothing', async () => {
    const { id, rowId, folder } = await upload(await plain(300, 200).png().toBuffer());
    const [, , , key = '', name = ''] = new URL((await addressOf(id)) ?? '').pathname.split('/');
    const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    for (const path of [
      `/media/${rowId}/${wrong}/${name}/thumbnail.webp`,
      `/media/${rowId}/${name}/thumbnail.webp`,
      `/media/${rowId}/${key}/thumb-v1-241/thumbnail.webp`,
      `/media/${rowId}/${key}/thumb-v1-0240/thumbnail.webp`,
      `/media/${rowId}/${key}/thumb-v1-99999/thumbnail.webp`,
      `/media/${rowId}/${key}/thumb-v2-240/thumbnail.webp`,
      `/media/${rowId}/${key}/thumb-v1-240.webp/thumbnail.webp`,
      `/media/${rowId}/${key}/thumb-..%2foriginal/thumbnail.webp`,
    ]) {
      const response = await fetch(server.url + path);
      expect({ path, status: response.status }).toEqual({ path, status: 404 });
      expect(await response.json()).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await kept(folder)).toEqual([]);
  });

  it('is answered from the file that the first who asked had made, however many ask at once', async () => {
    const { id, folder } = await upload(await photo(800, 600).jpeg().toBuffer());
    const address = (await addressOf(id)) ?? '';
    const all = await Promise.all(
      Array.from({ length: 8 }, async () => Buffer.from(await (await fetch(address)).arrayBuffer())),
    );
    const [file = ''] = await kept(folder);
    expect(await kept(folder)).toEqual([file]);
    const { mtimeMs, ino } = await stat(folder + file);
    expect(all.every((each) => each.equals(all[0] ?? Buffer.alloc(0)))).toBe(true);
    expect(await readFile(folder + file)).toEqual(all[0]);
    expect((await fetch(address)).status).toBe(200);
    expect(await stat(folder + file)).toMatchObject({ mtimeMs, ino });
    await writeFile(folder + file, 'as it is kept');
    expect(await (await fetch(address)).text()).toBe('as it is kept');
  });

  it('lets browsers keep it for good, and runs nothing', async () => {
    const { id } = await upload(await photo(300, 200).png().toBuffer(), 'Кофе.png');
    const address = (await addressOf(id)) ?? '';
    const head = await fetch(address, { method: 'HEAD' });
    const whole = Buffer.from(await (await fetch(address)).arrayBuffer());
    expect(head.headers.get('content-length')).toBe(String(whole.length));
    expect(head.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(head.headers.get('content-disposition')).toMatch(/^inline; .*\.webp$/);
    expect(head.headers.get('x-content-type-options')).toBe('nosniff');
    expect(head.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    const etag = head.headers.get('etag') ?? '';
    expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const other = await fetch((await addressOf(id, 120)) ?? '', { headers: { 'if-none-match': etag } });
    expect(other.status).toBe(200);
    const part = await fetch(address, { headers: { range: 'bytes=0-3' } });
    expect([part.status, await part.text()]).toEqual([206, 'RIFF']);
    expect((await fetch(address, { method: 'POST' })).status).toBe(405);
  });

  it('says so where the picture is gone or broken, and leaves nothing of the attempt', async () => {
    const { id, rowId, folder } = await upload(await photo(300, 200).png().toBuffer());
    const [made, missing] = [(await addressOf(id, 240)) ?? '', (await addressOf(id, 120)) ?? ''];
    expect((await fetch(made)).status).toBe(200);
    const original = world.shell.media.original(rowId);
    await writeFile(original, (await readFile(original)).subarray(0, 500));
    const broken = await fetch(missing);
    expect([broken.status, broken.headers.get('cache-control'), await broken.json()]).toEqual([
      415,
      'no-store',
      { code: 'PICTURE_DAMAGED', message: expect.stringMatching(/\w/) as string, fix: 'Upload it again.' },
    ]);
    await rm(original);
    const gone = await fetch(missing);
    expect([gone.status, await gone.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND' })]);
    expect((await fetch(made)).status).toBe(200);
    expect(await kept(folder)).toHaveLength(1);
    expect(await incoming(world)).toEqual([]);
  });
});
