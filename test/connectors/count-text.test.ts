import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { countText, type TextLimit, type TextRule } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';

const weights = [
  { from: 0, to: 0x10ff, weight: 1 },
  { from: 0x1100, to: 0x1fff, weight: 2 },
  { from: 0x2000, to: 0x200d, weight: 1 },
  { from: 0x200e, to: 0x200f, weight: 2 },
  { from: 0x2010, to: 0x201f, weight: 1 },
  { from: 0x2020, to: 0x2031, weight: 2 },
  { from: 0x2032, to: 0x2037, weight: 1 },
  { from: 0x2038, to: 0x10ffff, weight: 2 },
] as const;
const rule = { weights, urlWeight: 23, emojiWeight: 2 } satisfies Pick<TextRule, 'urlWeight' | 'emojiWeight'> &
  Pick<TextLimit, 'weights'>;
const weighted = (text: string) => countText(text, 'WEIGHTED', rule);

describe('a weighted text', () => {
  test.each([
    ['letters', 7],
    ['日本', 4],
    ['€', 2],
    ['cafe\u0301', 4],
  ])('counts its characters by their ranges: %s', (text, length) => expect(weighted(text)).toBe(length));

  test.each([
    ['👨‍👩‍👧‍👦', 2],
    ['1️⃣', 2],
    ['🇫🇷', 2],
    ['a👾b', 4],
    ['©', 1],
    // No font shows it as one: a man, a joiner and a pizza.
    ['👨‍🍕', 5],
  ])('counts one emoji as one: %s', (text, length) => expect(weighted(text)).toBe(length));

  test.each([
    ['https://example.com/a/very/long/path?with=things', 23],
    ['t.co', 23],
    ['see example.com/page, please', 4 + 23 + 8],
    ['(https://example.com/a_(b)).', 1 + 23 + 2],
    ['https://example.com日本', 23 + 4],
    ['日本example.com', 4 + 23],
    ['https://例え.jp/', 23],
    ['https://example.com#top', 23 + 4],
    ['https://example.com?a=1!', 23 + 1],
    ['example.com.txtx', 23 + 5],
    ['https://example.com:8080/a https://example.org', 23 + 1 + 23],
  ])('counts an address 23: %s', (text, length) => expect(weighted(text)).toBe(length));

  test.each([
    'readme.txtx',
    'first.name@example.com',
    'http://localhost:3000/aaaaaaaaaaaaaaaa',
    'http://127.0.0.1/aaaaaaaaaaaaaaaaaaaaa',
    'xhttps://example.com/a',
    '@example.com',
    '#example.com',
    'a.b',
    '1.5',
  ])('takes for no address: %s', (text) => expect(weighted(text)).toBe(text.length));
});

test('another counting knows addresses by their scheme alone', () => {
  const counting = { urlWeight: 23 };
  expect(countText('https://example.com/a/very/long/path', 'CODE_POINTS', counting)).toBe(23);
  expect(countText('example.com', 'CODE_POINTS', counting)).toBe(11);
  expect(countText('👨‍👩‍👧‍👦!', 'GRAPHEMES', { emojiWeight: 2 })).toBe(3);
});

const vectors = fileURLToPath(
  new URL('../../../shared/networks/specs/x/weighted-length-vectors.json', import.meta.url),
);

test.skipIf(!existsSync(vectors))('a weighted text is as long as an independent list of examples says', () => {
  const { vectors: all } = JSON.parse(readFileSync(vectors, 'utf8')) as {
    readonly vectors: readonly { readonly name: string; readonly text: string; readonly weightedLength: number }[];
  }; // see the page beside it
  expect(all.length).toBeGreaterThan(50);
  const ours = all.map(({ name, text }) => ({ name, weightedLength: weighted(text) }));
  expect(ours).toEqual(all.map(({ name, weightedLength }) => ({ name, weightedLength })));
});
