import { countText, type FormatCapability, type MediaRule, type TextCounting } from '../capabilities.ts';
import type { Connector, Publication, PublicationMedia } from '../connector.ts';

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
    channelId,
    ...own,
  };
}

/** A sample of every format that a connector declares. */
export const samplePosts = ({ capabilities }: Connector, channelId: string): readonly Publication[] =>
  capabilities.formats.map((capability) => samplePost(capability, channelId));

/** The simplest post of a connector: its first format. */
export function simplePost({ capabilities }: Connector, channelId: string): Publication {
  const [first] = capabilities.formats;
  if (!first) throw new Error('the connector declares no format');
  return samplePost(first, channelId);
}

export function sampleMedia({ kind, mimeTypes }: MediaRule, count: number, altText = 'A picture'): PublicationMedia[] {
  const mimeType = mimeTypes[0] ?? 'application/octet-stream';
  return Array.from({ length: count }, (_, index) => ({
    kind,
    url: `https://example.com/media/${index + 1}`,
    mimeType,
    byteSize: 50_000,
    width: 1080,
    height: 1080,
    ...(kind === 'IMAGE' && { altText }),
  }));
}

/** Characters that count differently from a plain letter, so that a mistaken counting shows. */
const telling: Record<TextCounting, string> = {
  CODE_POINTS: '\u{1F600}',
  UTF16_UNITS: '\u{1F600}',
  UTF8_BYTES: 'ā',
  GRAPHEMES: 'e\u0301',
};

/**
 * A text that meets one limit exactly and holds all others; undefined where the others leave no room for one. One more
 * `a` is over the limit, however it counts.
 */
export function textAt(
  limit: { readonly max: number; readonly counting: TextCounting },
  all: readonly { readonly max: number; readonly counting: TextCounting }[],
): string | undefined {
  return [telling[limit.counting], 'a']
    .map((unit) => {
      const size = countText(unit, limit.counting);
      return unit.repeat(Math.floor(limit.max / size)) + 'a'.repeat(limit.max % size);
    })
    .find((text) => all.every(({ max, counting }) => countText(text, counting) <= max));
}
