import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FileRefused, probeMedia } from '../../src/infra/media-probe.ts';
import { moving, mp4, pdf, photo, plain } from '../support/pictures.ts';
import { temporaryFolder } from '../support/world.ts';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});

const probe = (bytes: Buffer | string) => {
  const path = join(folder, randomUUID());
  writeFileSync(path, bytes);
  return probeMedia(path);
};
const refusal = async (bytes: Buffer | string): Promise<string> => {
  const error: unknown = await probe(bytes).catch((reason: unknown) => reason);
  if (!(error instanceof FileRefused)) throw new Error(`Not refused: ${JSON.stringify(error)}`);
  expect(error.message).toMatch(/\w/);
  expect(error.fix).toMatch(/\w/);
  return error.code;
};

describe('what a file is', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('is found by its content: %s', async (format) => {
    const { kind, mimeType, width, height } = await probe(await photo(120, 80).toFormat(format).toBuffer());
    expect({ kind, mimeType, width, height }).toEqual({
      kind: 'IMAGE',
      mimeType: `image/${format}`,
      width: 120,
      height: 80,
    });
  });

  it('is a picture as people see it: turned as the camera was held', async () => {
    const turned = await photo(120, 80).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await probe(turned)).toMatchObject({ width: 80, height: 120 });
  });

  it('is an animation where it moves', async () => {
    for (const format of ['gif', 'webp'] as const)
      expect(await probe(await moving(format))).toMatchObject({ kind: 'ANIMATION', width: 120, height: 80 });
  });

  it('is a video or a document without pixels that we know', async () => {
    expect(await probe(mp4())).toMatchObject({ kind: 'VIDEO', mimeType: 'video/mp4', width: null });
    expect(await probe(pdf)).toMatchObject({ kind: 'DOCUMENT', mimeType: 'application/pdf', extensions: ['pdf'] });
  });
});

describe('a file is refused', () => {
  it.each([
    ['empty', '', 'FILE_EMPTY'],
    ['text', 'Labdien', 'FILE_TYPE_UNKNOWN'],
    ['HTML', '<!doctype html><script>alert(1)</script>', 'FILE_TYPE_UNKNOWN'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'FILE_TYPE_UNKNOWN'],
    [
      'SVG with its XML line',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
      'FILE_TYPE_NOT_SUPPORTED',
    ],
    ['a script', '#!/bin/sh\nrm -rf /\n', 'FILE_TYPE_UNKNOWN'],
    ['a program', Buffer.from('MZ\u0090\0'), 'FILE_TYPE_NOT_SUPPORTED'],
    ['an archive', Buffer.from('PK\u0003\u0004'.padEnd(60, '\0')), 'FILE_TYPE_NOT_SUPPORTED'],
    ['PostScript', '%!PS-Adobe-3.0\n', 'FILE_TYPE_NOT_SUPPORTED'],
    ['only the beginning of a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'PICTURE_DAMAGED'],
  ])('that is %s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('that is a %s without its end', async (format) => {
    const whole = await photo(300, 200).toFormat(format).toBuffer();
    for (const part of [0.5, 0.98])
      expect(await refusal(whole.subarray(0, Math.floor(whole.length * part)))).toBe('PICTURE_DAMAGED');
  });

  it('that moves and is cut off', async () => {
    const gif = await moving('gif');
    expect(await refusal(gif.subarray(0, gif.length - 20))).toBe('PICTURE_DAMAGED');
  });

  it('that would fill the memory once it is unpacked', async () => {
    const bomb = await plain(12_000, 9_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await refusal(bomb)).toBe('PICTURE_TOO_MANY_PIXELS');
    // The same by its header alone: nothing is unpacked to find out.
    const header = Buffer.from(bomb.subarray(0, 200));
    header.writeUInt32BE(60_000, 16);
    header.writeUInt32BE(60_000, 20);
    expect(['PICTURE_TOO_MANY_PIXELS', 'PICTURE_DAMAGED']).toContain(await refusal(header));
  });
});
