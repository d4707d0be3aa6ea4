import { parse } from 'tldts';

/** Something in a text, by code points, the end not included. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const defaultMax = 280;
const longMax = 25_000;
const urlLength = 23;

const emoji = new RegExp('\\p{RGI_Emoji}', 'v');
/** Of these a code point counts one, of all others two. */
const light = [
  [0, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
] as const;
const forbidden = /[\uFFFE\uFEFF\uFFFF]/;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** An address with or without its scheme: a name with dots, a port, and what follows. */
const address =
  /(?<![\p{L}\p{N}@#$＠＃_.\-/])(https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}\-_]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,})(:\d+)?([/?][^\s<>"'“”‘’]*)?/giu;

/** Web addresses, as the network sees them: of a known top-level domain, and no part of an e-mail address. */
export function findUrls(text: string): readonly Found[] {
  return [...text.matchAll(address)].flatMap(({ 0: all, 1: scheme, 2: host = '', index }): readonly Found[] => {
    if (text[index + all.length] === '@') return [];
    const { isIcann, domain } = parse(host);
    if (isIcann !== true || domain === null) return [];
    // Without a scheme only names in plain letters are addresses.
    // eslint-disable-next-line no-control-regex -- because plain letters are what is asked for
    if (scheme === undefined && !/^[\x00-\x7F]+$/.test(host)) return [];
    const found = trimEnd(all);
    const start = lengthOf(text.slice(0, index));
    return [{ start, end: start + lengthOf(found), text: found }];
  });
}

/** What ends a sentence is no part of an address; a closing bracket is, where it was opened in it. */
function trimEnd(url: string): string {
  const trimmed = url.replace(/[.,:;!?'"…]+$/u, '');
  const isClosing = trimmed.endsWith(')') && trimmed.split('(').length < trimmed.split(')').length;
  return isClosing ? trimEnd(trimmed.slice(0, -1)) : trimmed;
}

export const lengthOf = (text: string): number => Array.from(text).length;

/** The length that is held to the limit. */
export function weightedLength(text: string): number {
  const normal = text.normalize('NFC');
  const urls = findUrls(normal);
  const points = Array.from(normal);
  let at = 0;
  let others = '';
  for (const { start, end } of urls) {
    others += points.slice(at, start).join('');
    at = end;
  }
  others += points.slice(at).join('');
  return urls.length * urlLength + weightOf(others);
}

const weightOf = (text: string): number =>
  Array.from(segmenter.segment(text)).reduce((sum, { segment }) => {
    if (emoji.exec(segment)?.[0] === segment && !/^[©®™]$/.test(segment)) return sum + 2;
    return sum + Array.from(segment).reduce((length, character) => length + (isLight(character) ? 1 : 2), 0);
  }, 0);

function isLight(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return light.some(([from, to]) => from <= point && point <= to);
}

type TextProblem = 'empty' | 'invalid' | 'long';

/** What keeps a text from being a post. */
export function problemOf(text: string, mayBeLong: boolean): TextProblem | undefined {
  if (text.trim() === '') return 'empty';
  if (forbidden.test(text)) return 'invalid';
  const isLong = mayBeLong ? lengthOf(text) > longMax : weightedLength(text) > defaultMax;
  return isLong ? 'long' : undefined;
}

/** True: only who may write long posts can write this one. */
export const isNote = (text: string): boolean => weightedLength(text) > defaultMax;

function findAll(text: string, pattern: RegExp): readonly Found[] {
  return [...text.matchAll(pattern)].map(({ 0: all, index }) => {
    const start = lengthOf(text.slice(0, index));
    return { start, end: start + lengthOf(all), text: all.slice(1) };
  });
}

export const findMentions = (text: string) => findAll(text, /(?<![\p{L}\p{N}_!#$%&*@＠])@\w{1,15}(?![\w@])/gu);
export const findHashtags = (text: string) =>
  findAll(text, /(?<![\p{L}\p{N}_&])#[\p{L}\p{M}\p{N}_]*[\p{L}\p{M}][\p{L}\p{M}\p{N}_]*/gu);
export const findCashtags = (text: string) =>
  findAll(text, /(?<![\p{L}\p{N}_$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![\p{L}\p{N}_])/gu);
