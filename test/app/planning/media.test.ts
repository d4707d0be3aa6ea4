import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NetworkError, type MediaRule, type PublicationMedia } from '@polyphony/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveMedia, uploadMedia } from '../../../src/app/planning/media.ts';
import { openMedia } from '../../../src/app/publishing/media.ts';
import { ValidationFailed } from '../../../src/domain/shared/errors.ts';
import { moving, photo, plain } from '../../support/pictures.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

async function* once(bytes: Uint8Array) {
  yield bytes;
  await Promise.resolve();
}

async function upload(
  bytes: Uint8Array,
  more: { fileName?: string; altText?: string; idempotencyKey?: string } = {},
  ctx?: Awaited<ReturnType<TestWorkspace['ctx']>>,
): Promise<string> {
  const file = await receiveMedia(world.shell, once(bytes));
  const { ids } = await uploadMedia(ctx ?? (await here.ctx()), {
    file,
    fileName: more.fileName ?? null,
    altText: more.altText ?? null,
    idempotencyKey: more.idempotencyKey ?? null,
  });
  return ids[0] ?? '';
}

const assetOf = (id: string) => world.shell.db.prisma.mediaAsset.findUniqueOrThrow({ where: { id } });
/** Every file that the store holds. */
const files = async () =>
  (await readdir(world.mediaFolder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) =>
    entry.isFile(),
  ).length;
const incoming = () => readdir(join(world.mediaFolder, 'incoming'));

describe('an uploaded file', () => {
  it('is in the library as what it is, whatever it was called, and the log tells of it', async () => {
    const bytes = await photo(60, 40).jpeg().toBuffer();
    const id = await upload(bytes, { fileName: '../../Хлеб.png', altText: 'Bread' });
    const asset = await assetOf(id);
    expect(asset).toMatchObject({
      workspaceId: here.id,
      kind: 'IMAGE',
      mimeType: 'image/jpeg',
      fileName: 'Хлеб.png.jpg',
      width: 60,
      height: 40,
      byteSize: bytes.length,
      altText: 'Bread',
      url: null,
      uploaderKind: 'MEMBER',
    });
    expect(asset.accessKey).toMatch(/^[\w-]{22}$/);
    expect(await readFile(world.shell.media.original(id))).toEqual(bytes);
    expect(await incoming()).toEqual([]);
    const event = await world.shell.db.prisma.event.findFirst({ where: { subjectId: id } });
    expect(event).toMatchObject({ type: 'MEDIA_UPLOADED', subjectType: 'MediaAsset' });
  });

  it('is seen in the log by everyone who may read posts', async () => {
    const id = await upload(await plain(3, 3).png().toBuffer());
    const seen = async (token: string) => {
      const { data } = await here.gql<{ workspace: { events: { nodes: { subject: { id: string } | null }[] } } }>(
        '{ workspace { events(types: [MEDIA_UPLOADED], last: 1) { nodes { subject { id } } } } }',
        {},
        token,
      );
      return data?.workspace.events.nodes.map(({ subject }) => subject?.id);
    };
    const globalId = Buffer.from(`MediaAsset:${id}`).toString('base64');
    for (const role of ['CREATOR', 'CLIENT', 'ANALYST'] as const)
      expect(await seen(await here.member(role))).toEqual([globalId]);
  });

  it('is refused with a reason that stands in the input, leaves nothing, and does not use up the key', async () => {
    const before = await files();
    const idempotencyKey = randomUUID();
    for (const [bytes, code] of [
      [Buffer.alloc(0), 'FILE_EMPTY'],
      [Buffer.from('<svg/>'), 'FILE_TYPE_UNKNOWN'],
      [(await photo(50, 50).png().toBuffer()).subarray(0, 900), 'PICTURE_DAMAGED'],
    ] as const) {
      const error: unknown = await upload(bytes, { idempotencyKey }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ValidationFailed);
      expect(error).toMatchObject({ issues: [{ code, path: ['file'], fix: expect.stringMatching(/\w/) }] });
    }
    await expect(upload(Buffer.alloc(20_000_001))).rejects.toMatchObject({ issues: [{ code: 'FILE_TOO_LARGE' }] });
    expect(await files()).toBe(before);
    expect(await incoming()).toEqual([]);
    expect(await upload(await plain(5, 5).png().toBuffer(), { idempotencyKey })).toMatch(/\w/);
  });

  it('is kept once however often it is sent with the same key', async () => {
    const bytes = await plain(7, 7).png().toBuffer();
    const before = await files();
    const input = { idempotencyKey: randomUUID(), fileName: 'a.png' };
    const first = await upload(bytes, input);
    const again = await Promise.all([upload(bytes, input), upload(bytes, input)]);
    expect(again).toEqual([first, first]);
    expect(await files()).toBe(before + 1);
    await expect(upload(bytes, { ...input, altText: 'other' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await files()).toBe(before + 1);
    expect(await incoming()).toEqual([]);
  });

  it('leaves nothing where the database does not take its row', async () => {
    const before = await files();
    const ctx = await here.ctx();
    const nowhere = { ...ctx, viewer: { ...ctx.viewer, workspaceId: randomUUID() } };
    await expect(upload(await plain(6, 6).png().toBuffer(), {}, nowhere)).rejects.toThrow();
    expect(await files()).toBe(before);
  });
});

const rule = (more: Partial<MediaRule> = {}): MediaRule => ({
  kind: 'IMAGE',
  min: 0,
  max: 4,
  mimeTypes: ['image/jpeg', 'image/png', 'image/webp'],
  ...more,
});

async function opened(id: string, rules: readonly MediaRule[]): Promise<PublicationMedia> {
  const { kind, mimeType, byteSize } = await assetOf(id);
  const media = [{ assetId: id, kind, mimeType, byteSize, altText: 'Said' }];
  const [first] = await openMedia(world.shell, 'sandbox', media, rules);
  if (first === undefined) throw new TypeError('One for each');
  return first;
}
const read = async (media: PublicationMedia) => Buffer.from(await new Response(await media.open()).arrayBuffer());
const rejection = async (asked: Promise<unknown>) => {
  const error: unknown = await asked.catch((reason: unknown) => reason);
  if (!(error instanceof NetworkError)) throw new Error(`No NetworkError: ${String(error)}`);
  return error.details;
};

describe('media for a network', () => {
  it('are the bytes as they were uploaded, read anew each time', async () => {
    const bytes = await photo(60, 40).jpeg().toBuffer();
    const media = await opened(await upload(bytes, { fileName: 'a.jpg' }), [rule({ maxBytes: bytes.length })]);
    expect(media).toMatchObject({ kind: 'IMAGE', mimeType: 'image/jpeg', width: 60, height: 40, altText: 'Said' });
    expect([await read(media), await read(media)]).toEqual([bytes, bytes]);
    expect(media.url).toMatch(/\/media\/[0-9a-f-]{36}\/[\w-]{22}\/a\.jpg$/);
  });

  it('are fitted to what it takes; the address is that of the fitted picture', async () => {
    const bytes = await photo(900, 600).jpeg({ quality: 100 }).toBuffer();
    const media = await opened(await upload(bytes), [rule({ maxBytes: 60_000 })]);
    const fitted = await read(media);
    expect(fitted.length).toBe(media.byteSize);
    expect(fitted.length).toBeLessThanOrEqual(60_000);
    expect(media.url).toContain(`/fit-`);
  });

  it('are refused before the network hears of them where they cannot be fitted, or are gone', async () => {
    const gif = await upload(await moving('gif'));
    const details = await rejection(
      opened(gif, [rule({ kind: 'ANIMATION', mimeTypes: ['image/gif'], maxBytes: 100 })]),
    );
    expect(details).toMatchObject({ kind: 'media_rejected', code: 'media_too_large', network: 'sandbox' });
    expect(details.message).toContain('Only still pictures');
    const id = await upload(await plain(4, 4).png().toBuffer());
    await rm(world.shell.media.original(id));
    expect(await rejection(opened(id, []))).toMatchObject({ kind: 'media_rejected', code: 'media_missing' });
  });

  it('that are only an address are fetched from there, but from nowhere in our own network', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/there.png') response.end('there');
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    const at = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const open = async (url: string) => {
      await world.shell.db.prisma.mediaAsset.update({ where: { id: here.assetId }, data: { url } });
      return opened(here.assetId, [rule()]);
    };
    expect((await read(await open(`${at}/there.png`))).toString()).toBe('there');
    for (const url of [`${at}/gone.png`, 'http://10.0.0.1/x.png', 'file:///etc/passwd'])
      expect(await rejection((await open(url)).open())).toMatchObject({ kind: 'network_down' });
    expect(await rejection(opened(here.assetId, [rule({ maxBytes: 10 })]))).toMatchObject({ code: 'media_too_large' });
  });
});
