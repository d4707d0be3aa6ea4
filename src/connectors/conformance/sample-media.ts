import { createHash } from 'node:crypto';
import type { FormatCapability, MediaRule } from '../capabilities.ts';
import type { EmulatedMedia } from '../emulator.ts';
import type { PublicationMedia } from '../publishing.ts';

const fromBase64 = (text: string) => Buffer.from(text, 'base64');

/** A whole PNG of one pixel. */
const pixel = fromBase64(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
);

/** How a file of each type begins: what follows the end of a picture is no part of it. */
const beginnings: Readonly<Record<string, Buffer>> = {
  'image/png': pixel,
  'image/jpeg': fromBase64(
    '/9j/2wBDAP//////////////////////////////////////////////////////////////////////////////////////2wBDAf//////////////////////////////////////////////////////////////////////////////////////wAARCAABAAEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AKAA/9k=',
  ),
  'image/gif': fromBase64('R0lGODlhAQABAIAAAExpcf///yH5BAUAAAAALAAAAAABAAEAAAICTAEAOw=='),
  // The box that every file of ISO/IEC 14496-12 begins with.
  'video/mp4': Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1'),
  'application/pdf': Buffer.from('%PDF-1.4\n'),
};

/** The bytes of sample number `index`, each its own. */
const bytesOf = (mimeType: string, index: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...(beginnings[mimeType] ?? pixel), index]);

/** The same picture in this many bytes. */
export const padPicture = (byteSize: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(byteSize);
  bytes.set(pixel);
  return bytes;
};

/** The type of a rule that is easiest to make. */
export const typeOf = ({ mimeTypes }: Pick<MediaRule, 'mimeTypes'>): string =>
  Object.keys(beginnings).find((type) => mimeTypes.includes(type)) ?? mimeTypes[0] ?? 'application/octet-stream';

/** Width and height that a rule takes. */
function sizeOf({ minWidth = 1, minHeight = 1, aspectRatios = [] }: MediaRule) {
  const [ratios] = aspectRatios;
  const ratio = ratios ? (ratios.min + ratios.max) / 2 : minWidth / minHeight;
  const width = Math.max(minWidth, Math.ceil(minHeight * ratio));
  return { width, height: Math.max(minHeight, Math.round(width / ratio)) };
}

/** `first`: the number of the first of them; the bytes and addresses of each are its own. */
export function sampleMedia(
  rule: MediaRule,
  count: number,
  { first = 0, altText = 'A picture' }: { readonly first?: number; readonly altText?: string } = {},
): PublicationMedia[] {
  const mimeType = typeOf(rule);
  return Array.from({ length: count }, (_, at) => {
    const bytes = bytesOf(mimeType, first + at);
    return {
      kind: rule.kind,
      url: `https://example.com/media/${first + at + 1}`,
      mimeType,
      byteSize: bytes.length,
      ...sizeOf(rule),
      ...(rule.kind === 'IMAGE' && rule.altTextMax !== undefined && { altText }),
      open: () => Promise.resolve(new Blob([bytes]).stream()),
    };
  });
}

/** How many media of each rule of a format, in its order. */
export type Counts = readonly number[];

/** As few as a format takes. */
export function fewest({ media, mediaTotal }: FormatCapability): Counts {
  return filled(
    media,
    media.map(({ min }) => min),
    mediaTotal?.min ?? 0,
  );
}

/** `total` media of all kinds, or as many as the rules allow. */
export const filled = (media: readonly MediaRule[], counts: Counts, total: number): Counts => {
  let missing = total - counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, index) => {
    const more = Math.max(0, Math.min(missing, (media[index]?.max ?? 0) - count));
    missing -= more;
    return count + more;
  });
};

/** In the order of the rules. */
export function mediaOf({ media }: FormatCapability, counts: Counts, altText?: string): PublicationMedia[] {
  let first = 0;
  return media.flatMap((rule, index) => {
    const some = sampleMedia(rule, counts[index] ?? 0, { first, ...(altText !== undefined && { altText }) });
    first += some.length;
    return some;
  });
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** What an emulator may show as the source of sample number `index`: its address, or its bytes. */
export const sourcesOf = (index: number, mimeType = 'image/png'): readonly string[] => [
  `https://example.com/media/${index + 1}`,
  digestOf(bytesOf(mimeType, index)),
];

/** Whether media stand on the network as they were sent: all of them, in order, with their alt texts. */
export const sameMedia = (there: readonly EmulatedMedia[], sent: readonly PublicationMedia[]): boolean =>
  there.length === sent.length &&
  there.every(
    ({ source, altText }, index) =>
      sourcesOf(index, sent[index]?.mimeType).includes(source) && altText === sent[index]?.altText,
  );
