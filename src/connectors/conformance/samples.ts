import { countText, type FormatCapability, type TextCounting, type TextLimit, type TextRule } from '../capabilities.ts';
import type { Connector } from '../connector.ts';
import type { EmulatedPost } from '../emulator.ts';
import type { Publication, PublicationPart } from '../publishing.ts';
import { fewest, mediaOf, sameMedia } from './sample-media.ts';
import { sampleOptions } from './sample-options.ts';

/** A post that a format surely takes, as small as it may be. */
export function samplePost(
  connector: Pick<Connector, 'options'>,
  capability: FormatCapability,
  channelId: string,
  own: Partial<Publication> = {},
): Publication {
  const options = sampleOptions(connector, capability.options?.required ?? []);
  return {
    format: capability.format,
    text: capability.text ? 'A post of the kit' : '',
    ...(capability.link && { link: 'https://example.com/article' }),
    media: mediaOf(capability, fewest(capability)),
    parts: sampleParts(capability, Math.min(2, capability.parts?.max ?? 0)),
    channelId,
    ...(options && { options }),
    ...own,
  };
}

/** What follows the first part of a thread. */
export const sampleParts = (capability: FormatCapability, count: number): PublicationPart[] =>
  Array.from({ length: count }, (_, index) => ({
    text: capability.text ? `Part ${index + 2} of the kit` : '',
    media: mediaOf(capability, fewest(capability)),
  }));

/** A sample of every format that a connector declares. */
export const samplePosts = (connector: Connector, channelId: string): readonly Publication[] =>
  connector.capabilities.formats.map((capability) => samplePost(connector, capability, channelId));

/** The simplest post of a connector: its first format. */
export function simplePost(connector: Connector, channelId: string): Publication {
  const [first] = connector.capabilities.formats;
  if (!first) throw new Error('the connector declares no format');
  return samplePost(connector, first, channelId);
}

type There = Pick<EmulatedPost, 'text' | 'media'>;

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

/** One emoji of five code points. */
const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
/** Many bytes that are one character to people: for a limit in bytes beside one in characters. */
const heavy = `e${'\u0301'.repeat(9)}`;

/**
 * A text that meets one limit of a rule exactly and holds `all` that are given; undefined where the others leave no room for
 * one. It begins with `start`. One more `a` is over the limit, however it counts.
 */
export function textAt(
  limit: TextLimit,
  rule: TextRule,
  { all = rule.limits, start = '' }: { readonly all?: readonly TextLimit[]; readonly start?: string } = {},
): string | undefined {
  const lengthOf = (text: string, by: TextLimit) => countText(text, by.counting, { ...rule, ...by });
  const room = limit.max - lengthOf(start, limit);
  if (room < 0) return undefined;
  return [...(rule.emojiWeight === undefined ? [] : [family]), telling[limit.counting], 'a', heavy]
    .map((unit) => {
      const size = lengthOf(unit, limit);
      return start + unit.repeat(Math.floor(room / size)) + 'a'.repeat(room % size);
    })
    .find((text) => all.every((each) => lengthOf(text, each) <= each.max));
}
