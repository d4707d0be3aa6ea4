/** What the first bytes of a PNG, GIF or JPEG say. Undefined: it is none of these. */
export function measurePicture(
  bytes: Buffer,
): { readonly mimeType: string; readonly width: number; readonly height: number } | undefined {
  if (bytes.length >= 24 && bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') {
    return { mimeType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (bytes.length >= 10 && /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) {
    return { mimeType: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
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
