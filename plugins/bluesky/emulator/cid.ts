import { createHash } from 'node:crypto';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The name of a record by its content (CIDv1, dag-cbor, sha-256). Throws a TypeError for what the data model lacks. */
export const cidOfRecord = (value: unknown): string => cid(0x71, sha256(encode(value)));

/** The name of a blob by its bytes (CIDv1, raw, sha-256). */
export const cidOfBlob = (bytes: Uint8Array): string => cid(0x55, sha256(bytes));

const cid = (codec: number, digest: Uint8Array) => `b${toBase32(Buffer.from([1, codec, 0x12, 0x20, ...digest]))}`;

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648, lower case, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += base32[(value >> bits) & 31] ?? '';
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (base32[(value << (5 - bits)) & 31] ?? '') : text;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    value = (value << 5) | base32.indexOf(character);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 255);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

/** DAG-CBOR: the one encoding of a value, with keys by length and then by bytes, and no fractions. */
function encode(value: unknown): Buffer {
  if (value === null) return Buffer.from([0xf6]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('a record holds integers alone');
    return value < 0 ? head(1, -1 - value) : head(0, value);
  }
  if (typeof value === 'string') return withHead(3, Buffer.from(value));
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return Buffer.concat([head(4, items.length), ...items.map(encode)]);
  }
  if (typeof value !== 'object') throw new TypeError(`a record cannot hold a ${typeof value}`);
  const entries = Object.entries<unknown>({ ...value }).filter(([, each]) => each !== undefined);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === '$link' && typeof only[1] === 'string') {
    // Tag 42: a link, as bytes behind the multibase prefix of a binary CID.
    return Buffer.concat([head(6, 42), withHead(2, Buffer.from([0, ...fromBase32(only[1].slice(1))]))]);
  }
  const pairs = entries
    .map(([key, each]) => ({ key: Buffer.from(key), each }))
    .sort((a, b) => a.key.length - b.key.length || Buffer.compare(a.key, b.key));
  return Buffer.concat([head(5, pairs.length), ...pairs.flatMap(({ key, each }) => [withHead(3, key), encode(each)])]);
}

const withHead = (major: number, bytes: Buffer) => Buffer.concat([head(major, bytes.length), bytes]);

function head(major: number, value: number): Buffer {
  const top = major << 5;
  if (value < 24) return Buffer.from([top | value]);
  if (value < 0x100) return Buffer.from([top | 24, value]);
  const size = value < 0x1_0000 ? 2 : value < 0x1_0000_0000 ? 4 : 8;
  const bytes = Buffer.alloc(size);
  if (size === 2) bytes.writeUInt16BE(value);
  else if (size === 4) bytes.writeUInt32BE(value);
  else bytes.writeBigUInt64BE(BigInt(value));
  return Buffer.concat([Buffer.from([top | { 2: 25, 4: 26, 8: 27 }[size]]), bytes]);
}
