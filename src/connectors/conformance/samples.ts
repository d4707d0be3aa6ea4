import {
  countText,
  type FormatCapability,
  type MediaRule,
  type TextCounting,
  type TextLimit,
} from '../capabilities.ts';
import { createHash } from 'node:crypto';
import type { Connector } from '../connector.ts';
import type { EmulatedPost } from '../emulator.ts';
import type { Publication, PublicationMedia, PublicationPart } from '../publishing.ts';

/** A post that a format surely takes, as small as it may be. */
export function samplePost(
  capability: FormatCapability,
  channelId: string,
  own: Partial<Publication> = {},
): Publication {
  return {
    format: capability.format,
    text: capability.text ? 'A post of the kit' : '',
    ...(capability.link && { link: 'https://example.com/article' }),
    media: capability.media.flatMap((rule) => sampleMedia(rule, rule.min)),
    parts: sampleParts(capability, Math.min(2, capability.parts?.max ?? 0)),
    channelId,
    ...own,
  };
}

/** What follows the first part of a thread. */
export const sampleParts = (capability: FormatCapability, count: number): PublicationPart[] =>
  Array.from({ length: count }, (_, index) => ({
    text: capability.text ? `Part ${index + 2} of the kit` : '',
    media: capability.media.flatMap((rule) => sampleMedia(rule, rule.min)),
  }));

/** A sample of every format that a connector declares. */
export const samplePosts = ({ capabilities }: Connector, channelId: string): readonly Publication[] =>
  capabilities.formats.map((capability) => samplePost(capability, channelId));

/** The simplest post of a connector: its first format. */
export function simplePost({ capabilities }: Connector, channelId: string): Publication {
  const [first] = capabilities.formats;
  if (!first) throw new Error('the connector declares no format');
  return samplePost(first, channelId);
}

/** A whole PNG of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The bytes of sample number `index`, each its own: what follows the end of a PNG is no part of the picture. */
const bytesOf = (index: number): Uint8Array<ArrayBuffer> => Uint8Array.from([...pixel, index]);

/** The same picture in this many bytes. */
export const padPicture = (byteSize: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(byteSize);
  bytes.set(pixel);
  return bytes;
};

export function sampleMedia(
  { kind, mimeTypes, altTextMax }: MediaRule,
  count: number,
  altText = 'A picture',
): PublicationMedia[] {
  const mimeType = mimeTypes.find((type) => type === 'image/png') ?? mimeTypes[0] ?? 'application/octet-stream';
  return Array.from({ length: count }, (_, index) => {
    const bytes = bytesOf(index);
    return {
      kind,
      url: `https://example.com/media/${index + 1}`,
      mimeType,
      byteSize: bytes.length,
      width: 1,
      height: 1,
      ...(kind === 'IMAGE' && altTextMax !== undefined && { altText }),
      open: () => Promise.resolve(new Blob([bytes]).stream()),
    };
  });
}

/** What an emulator may show as the source of sample number `index`: its address, or its bytes. */
const sourcesOf = (index: number): readonly string[] => [
  `https://example.com/media/${index + 1}`,
  `sha256:${createHash('sha256').update(bytesOf(index)).digest('hex')}`,
];

type There = Pick<EmulatedPost, 'text' | 'media'>;

/** Whether media stand on the network as they were sent: all of them, in order, with their alt texts. */
const sameMedia = (there: There['media'], sent: readonly PublicationMedia[]): boolean =>
  there.length === sent.length &&
  there.every(({ source, altText }, index) => sourcesOf(index).includes(source) && altText === sent[index]?.altText);

const samePart = (there: There | undefined, { text, media }: PublicationPart): boolean =>
  there?.text === text && sameMedia(there.media, media);

/** What of a post stands on the network otherwise than it was sent. Undefined: nothing. */
export function differenceOf(there: EmulatedPost | undefined, sent: Publication): string | undefined {
  if (!there) return 'nothing';
  if (there.text !== sent.text) return 'another text';
  if (there.link !== sent.link) return 'another link';
  if (!sameMedia(there.media, sent.media)) return 'other media, order or alt texts';
  const parts = there.parts ?? [];
  if (parts.length !== sent.parts.length) return `${parts.length} further parts instead of ${sent.parts.length}`;
  return sent.parts.every((part, index) => samePart(parts[index], part))
    ? undefined
    : 'other parts, or in another order';
}

/** How many single posts stand there, every part of a thread for itself. */
export const piecesOf = (posts: readonly EmulatedPost[]): number =>
  posts.reduce((sum, { parts = [] }) => sum + 1 + parts.length, 0);

/** Characters that count differently from a plain letter, so that a mistaken counting shows. */
const telling: Record<TextCounting, string> = {
  CODE_POINTS: '\u{1F600}',
  UTF16_UNITS: '\u{1F600}',
  UTF8_BYTES: 'ā',
  GRAPHEMES: 'e\u0301',
  WEIGHTED: 'あ',
};

/** Many bytes that are one character to people: for a limit in bytes beside one in characters. */
const heavy = `e${'\u0301'.repeat(9)}`;

/**
 * A text that meets one limit exactly and holds all others; undefined where the others leave no room for one. One more
 * `a` is over the limit, however it counts.
 */
export function textAt(limit: TextLimit, all: readonly TextLimit[]): string | undefined {
  return [telling[limit.counting], 'a', heavy]
    .map((unit) => {
      const size = countText(unit, limit.counting, limit);
      return unit.repeat(Math.floor(limit.max / size)) + 'a'.repeat(limit.max % size);
    })
    .find((text) => all.every((each) => countText(text, each.counting, each) <= each.max));
}
