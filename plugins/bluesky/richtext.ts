import { countText } from '@polyphony/sdk';

/** What a stretch of a text is: nothing is linked by itself, see `app.bsky.richtext.facet`. */
export interface Facet {
  /** Offsets in UTF-8 bytes; the end is the first byte that is no part of it. */
  readonly index: { readonly byteStart: number; readonly byteEnd: number };
  readonly features: readonly (
    | { readonly $type: 'app.bsky.richtext.facet#link'; readonly uri: string }
    | { readonly $type: 'app.bsky.richtext.facet#mention'; readonly did: string }
    | { readonly $type: 'app.bsky.richtext.facet#tag'; readonly tag: string }
  )[];
}

/** A link, mention or hashtag as it stands in a text. */
export interface Stretch {
  readonly kind: 'link' | 'mention' | 'tag';
  /** The address of a link, the handle of a mention, the hashtag without its sign. */
  readonly value: string;
  /** Index of its first UTF-16 unit. */
  readonly start: number;
  /** As it stands there. */
  readonly text: string;
}

/**
 * Endings by which an address without https:// is told from a file (`readme.md`), an abbreviation, or two sentences with
 * no space between them. With `www.` or a path behind it any ending will do.
 */
const domains =
  'com|org|net|edu|gov|info|biz|eu|io|dev|app|social|news|shop|store|blog|online|site|ru|su|kz|by|ua|uz|kg|ge|am|az|lv|lt|ee|fi|se|no|dk|pl|cz|de|at|ch|fr|es|it|nl|uk|us|ca|au|jp|br|tv|рф|қаз';
const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
/** A hashtag by UAX #31, with emoji and the hyphen; one of digits alone is none. */
const tagged = '[\\ufe0f\\p{XIDC}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{RI}\\u200d-]';
const inWord = '[\\p{L}\\p{M}\\p{N}_]';

const stretches = new RegExp(
  [
    `(?<!${inWord})(?<url>https?://[^\\s<>"«»“”„]+)`,
    `(?<![\\p{L}\\p{M}\\p{N}_/.@])@(?<handle>(?:${label}\\.)+[a-z][a-z0-9-]*[a-z0-9])(?![@]|${inWord})`,
    `(?<![\\p{L}\\p{M}\\p{N}_&#/])[#＃](?!\\ufe0f)(?<tag>${tagged}*[\\p{L}\\p{Extended_Pictographic}\\p{RI}]${tagged}*)`,
    `(?<![\\p{L}\\p{M}\\p{N}_@./-])(?<bare>(?:www\\.[\\p{L}\\p{N}.-]+|(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+(?:(?:${domains})(?![\\p{L}\\p{N}@-]|\\.[\\p{L}\\p{N}])|[a-z]{2,}(?=/[\\p{L}\\p{N}])))(?:[/?#][^\\s<>"«»“”„]*)?)`,
  ].join('|'),
  'giu',
);

const mostOfTag = 64;

/** Links, mentions and hashtags, in order; none stands within another. */
export function findStretches(text: string): readonly Stretch[] {
  return Array.from(text.matchAll(stretches), ({ index: start, groups = {} }): Stretch | undefined => {
    const { url, handle, tag, bare } = groups;
    if (handle !== undefined) {
      return { kind: 'mention', value: handle.toLowerCase(), start, text: `@${handle}` };
    }
    if (tag !== undefined) {
      const value = tag.replace(/-+$/, '');
      return countText(value, 'GRAPHEMES') > mostOfTag
        ? undefined
        : { kind: 'tag', value, start, text: text.slice(start, start + 1 + value.length) };
    }
    const address = trimAddress(url ?? bare ?? '');
    const value = url === undefined ? `https://${address}` : address;
    return URL.canParse(value) ? { kind: 'link', value, start, text: address } : undefined;
  }).filter((stretch) => stretch !== undefined);
}

/** Without what belongs to the sentence around it: a full stop, a closing bracket that was not opened within. */
function trimAddress(address: string): string {
  for (let end = address.length; ; end--) {
    const rest = address.slice(0, end);
    const last = rest.at(-1) ?? '';
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    const unbalanced = opening !== undefined && rest.split(last).length > rest.split(opening).length;
    if (!unbalanced && !/[.,;:!?…'’*_~`]/.test(last)) return rest;
  }
}

/** Facets for what `findStretches` found. A mention of a handle that `dids` does not know stays plain text. */
export function facetsOf(text: string, found: readonly Stretch[], dids: ReadonlyMap<string, string>): readonly Facet[] {
  return found.flatMap(({ kind, value, start, text: part }): Facet[] => {
    const byteStart = countText(text.slice(0, start), 'UTF8_BYTES');
    const index = { byteStart, byteEnd: byteStart + countText(part, 'UTF8_BYTES') };
    switch (kind) {
      case 'link':
        return [{ index, features: [{ $type: 'app.bsky.richtext.facet#link', uri: value }] }];
      case 'tag':
        return [{ index, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: value }] }];
      case 'mention': {
        const did = dids.get(value);
        return did === undefined ? [] : [{ index, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] }];
      }
    }
  });
}
