import { measurePicture } from '@polyphony/sdk/emulator';

/** What a file says about itself, as far as it was kept. */
export interface Measured {
  readonly mimeType: string;
  readonly width?: number;
  readonly height?: number;
  readonly durationMs?: number;
  readonly frames?: number;
}

/** Undefined: the first bytes are of no kind that the network takes. */
export function measureFile(bytes: Buffer): Measured | undefined {
  const picture = measurePicture(bytes);
  if (picture) return picture.mimeType === 'image/gif' ? { ...picture, frames: countFrames(bytes) } : picture;
  const start = bytes.toString('latin1', 0, 12);
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return { mimeType: 'image/webp' };
  if (start.slice(4, 8) === 'ftyp') {
    const durationMs = durationOf(bytes);
    return { mimeType: 'video/mp4', ...(durationMs !== undefined && { durationMs }) };
  }
  return undefined;
}

/** Walks through the blocks of a GIF: every image block is a frame. */
function countFrames(bytes: Buffer): number {
  const flags = bytes[10] ?? 0;
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let frames = 0;
  const skipBlocks = () => {
    while (at < bytes.length && bytes[at] !== 0) at += (bytes[at] ?? 0) + 1;
    at += 1;
  };
  while (at < bytes.length && bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      at += 2;
      skipBlocks();
    } else if (bytes[at] === 0x2c) {
      frames += 1;
      const local = bytes[at + 9] ?? 0;
      at += 10 + (local & 0x80 ? 3 * 2 ** ((local & 7) + 1) : 0) + 1;
      skipBlocks();
    } else break;
  }
  return frames;
}

/** The header of a film says how long it is. Undefined: it is not among what was kept. */
function durationOf(bytes: Buffer): number | undefined {
  const at = bytes.indexOf('mvhd', 0, 'latin1');
  if (at < 0 || at + 36 > bytes.length) return undefined;
  const isLong = bytes[at + 4] === 1;
  const scale = bytes.readUInt32BE(at + (isLong ? 24 : 16));
  const length = isLong ? Number(bytes.readBigUInt64BE(at + 28)) : bytes.readUInt32BE(at + 20);
  return scale === 0 ? undefined : Math.round((length / scale) * 1000);
}
