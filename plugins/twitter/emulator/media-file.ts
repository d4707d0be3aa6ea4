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
  const start = bytes.toString('latin1', 0, 12);
  if (bytes.length >= 24 && bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') {
    return { mimeType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (/^GIF8[79]a/.test(start) && bytes.length >= 10) {
    return {
      mimeType: 'image/gif',
      width: bytes.readUInt16LE(6),
      height: bytes.readUInt16LE(8),
      frames: countFrames(bytes),
    };
  }
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return { mimeType: 'image/webp' };
  if (start.slice(4, 8) === 'ftyp') {
    const durationMs = durationOf(bytes);
    return { mimeType: 'video/mp4', ...(durationMs !== undefined && { durationMs }) };
  }
  const size = bytes[0] === 0xff && bytes[1] === 0xd8 ? measureJpeg(bytes) : undefined;
  return size && { mimeType: 'image/jpeg', ...size };
}

/** The size stands in the first segment that begins a frame. */
function measureJpeg(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
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
