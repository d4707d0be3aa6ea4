import sharp from 'sharp';

const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;

/** A picture of that size with as much in it as a photograph has, so that it cannot be packed small. */
export const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'white', noise } });

/** A picture of one colour: many pixels in few bytes. */
export const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 120, b: 40 } } });

/** One that can be seen through in its upper half. */
export async function seeThrough(width: number, height: number): Promise<Buffer> {
  const pixels = await photo(width, height).ensureAlpha().raw().toBuffer();
  for (let at = 3; at < pixels.length / 2; at += 4) pixels[at] = 0;
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** Three frames. */
export async function moving(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = await Promise.all([1, 2, 3].map(() => photo(120, 80).png().toBuffer()));
  const joined = sharp(frames, { join: { animated: true } });
  return (
    format === 'gif' ? joined.gif({ delay: [100, 100, 100] }) : joined.webp({ delay: [100, 100, 100] })
  ).toBuffer();
}

/** The least of an MP4 by which it is known. */
export const mp4 = (size = 64): Buffer<ArrayBuffer> => {
  const bytes = Buffer.alloc(Math.max(size, 64));
  bytes.writeUInt32BE(24, 0);
  bytes.write('ftypisom', 4, 'latin1');
  bytes.writeUInt32BE(512, 12);
  bytes.write('isomavc1', 16, 'latin1');
  return bytes;
};

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
