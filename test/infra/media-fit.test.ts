import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitPicture, readFitName, type FitRule, type FittedMedia } from '../../src/infra/media-fit.ts';
import { probeMedia } from '../../src/infra/media-probe.ts';
import { openMediaStore, type MediaStore } from '../../src/infra/media-store.ts';
import { moving, mp4, photo, plain, seeThrough } from '../support/pictures.ts';
import { temporaryFolder } from '../support/world.ts';

let store: MediaStore;
beforeAll(() => {
  store = openMediaStore({ root: temporaryFolder(), maxBytes: 1e9 });
});

async function stored(bytes: Buffer) {
  const id = randomUUID();
  const file = await store.receive(
    id,
    (async function* one() {
      yield bytes;
      await Promise.resolve();
    })(),
  );
  await file.keep();
  await file.settle(true);
  const { kind, mimeType, width, height } = await probeMedia(store.original(id));
  return { id, kind, mimeType, width, height, byteSize: bytes.length };
}

const all = ['image/jpeg', 'image/png', 'image/webp'];
async function fitted(bytes: Buffer, rule: FitRule): Promise<FittedMedia> {
  const result = await fitPicture(store, await stored(bytes), rule);
  if ('tooLarge' in result) throw new Error(result.tooLarge);
  return result;
}

describe('a picture for a network', () => {
  it('is the very same bytes where it fits', async () => {
    const bytes = await photo(300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const same = await fitted(bytes, { mimeTypes: all, maxBytes: bytes.length });
    expect(same).toMatchObject({ name: null, byteSize: bytes.length, mimeType: 'image/jpeg', width: 200, height: 300 });
    expect(await readFile(same.path)).toEqual(bytes);
  });

  it('loses quality before it loses pixels', async () => {
    const bytes = await photo(600, 400).jpeg({ quality: 100 }).toBuffer();
    const smaller = await fitted(bytes, { mimeTypes: all, maxBytes: Math.floor(bytes.length / 2) });
    expect(smaller).toMatchObject({ mimeType: 'image/jpeg', width: 600, height: 400 });
    expect(smaller.byteSize).toBeLessThanOrEqual(bytes.length / 2);
  });

  it('loses pixels where it must, keeps its shape, stands upright and tells nothing of its camera', async () => {
    const bytes = await photo(1600, 1000)
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'Camera', Copyright: 'Ilze' } })
      .jpeg({ quality: 100 })
      .toBuffer();
    const smaller = await fitted(bytes, { mimeTypes: all, maxBytes: 100_000 });
    const { width, height, orientation, exif, format } = await sharp(smaller.path).metadata();
    expect({ width, height, byteSize: (await readFile(smaller.path)).length }).toEqual({
      width: smaller.width,
      height: smaller.height,
      byteSize: smaller.byteSize,
    });
    expect(smaller.byteSize).toBeLessThanOrEqual(100_000);
    expect(smaller.byteSize).toBeGreaterThan(40_000);
    expect(width / height).toBeCloseTo(1000 / 1600, 1);
    expect([orientation, exif, format]).toEqual([undefined, undefined, 'jpeg']);
  });

  it('stays one that can be seen through, where the network takes such; else lies on white', async () => {
    const bytes = await seeThrough(700, 700);
    const maxBytes = Math.floor(bytes.length / 3);
    const webp = await fitted(bytes, { mimeTypes: all, maxBytes });
    expect(webp.mimeType).toBe('image/webp');
    expect((await sharp(webp.path).stats()).isOpaque).toBe(false);
    const png = await fitted(bytes, { mimeTypes: ['image/jpeg', 'image/png'], maxBytes });
    expect(png.mimeType).toBe('image/png');
    const jpeg = await fitted(bytes, { mimeTypes: ['image/jpeg'], maxBytes });
    const { data } = await sharp(jpeg.path)
      .extract({ left: 5, top: 5, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(Math.min(...data)).toBeGreaterThan(245);
  });

  it('is no PNG any more where nothing can be seen through it', async () => {
    const bytes = await photo(500, 500).ensureAlpha().png().toBuffer();
    expect(await fitted(bytes, { mimeTypes: all, maxBytes: bytes.length - 1 })).toMatchObject({
      mimeType: 'image/jpeg',
    });
  });

  it('becomes another type where the network takes that alone', async () => {
    const bytes = await photo(100, 80).webp().toBuffer();
    expect(await fitted(bytes, { mimeTypes: ['image/png'] })).toMatchObject({ mimeType: 'image/png', width: 100 });
  });

  it('is the same each time, made once, also when it is asked for several times at once', async () => {
    const bytes = await photo(900, 600).jpeg({ quality: 100 }).toBuffer();
    const rule = { mimeTypes: all, maxBytes: 50_000 };
    const source = await stored(bytes);
    const [one, two] = await Promise.all([fitPicture(store, source, rule), fitPicture(store, source, rule)]);
    expect(one).toEqual(two);
    expect(await store.besides(source.id)).toHaveLength(1);
    const other = await stored(bytes);
    const again = await fitPicture(store, other, { ...rule, mimeTypes: all.toReversed() });
    if ('tooLarge' in again || 'tooLarge' in one) throw new Error('Both fit');
    expect(await readFile(again.path)).toEqual(await readFile(one.path));
    expect(again.name).toBe(one.name);
    expect(readFitName(one.name ?? '')).toEqual({ mimeType: 'image/jpeg', width: one.width, height: one.height });
  });

  it('is refused where 320 pixels are still too many', async () => {
    const source = await stored(await photo(1000, 700).jpeg().toBuffer());
    const result = await fitPicture(store, source, { mimeTypes: all, maxBytes: 500 });
    expect(result).toEqual({ tooLarge: expect.stringMatching(/Even with 320 pixels.*at most 500 bytes/) });
    expect(await store.besides(source.id)).toEqual([]);
    const small = await stored(await photo(100, 70).jpeg().toBuffer());
    expect(await fitPicture(store, small, { mimeTypes: all, maxBytes: 500 })).toMatchObject({
      tooLarge: expect.stringContaining('Even with 100 pixels'),
    });
  });

  it('is not touched where it moves, nor a video', async () => {
    for (const bytes of [await moving('gif'), mp4(1000)]) {
      const source = await stored(bytes);
      const rule = { mimeTypes: [source.mimeType] };
      expect(await fitPicture(store, source, { ...rule, maxBytes: bytes.length })).toMatchObject({ name: null });
      expect(await fitPicture(store, source, { ...rule, maxBytes: bytes.length - 1 })).toEqual({
        tooLarge: expect.stringContaining('Only still pictures'),
      });
    }
  });

  it('is not written as something that the network does not take', async () => {
    const source = await stored(await plain(50, 50).png().toBuffer());
    expect(await fitPicture(store, source, { mimeTypes: ['image/gif'] })).toEqual({
      tooLarge: expect.stringContaining('image/gif'),
    });
  });

  it.each(['fit-0123456789abcdef-1x1.gif', '../fit-0123456789abcdef-1x1.jpg', 'original', 'fit-1x1.jpg'])(
    'has no such name as %s',
    (name) => {
      expect(readFitName(name)).toBeNull();
    },
  );
});
