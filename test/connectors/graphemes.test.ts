import { countText, graphemesOf } from '@polyphony/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const pieces = ['a', 'щ', 'ā', 'a\u0304', 'қ', '\r\n', '🥐', '👍🏽', '🇱🇻', '🇰🇿', '👩‍👩‍👧‍👦', '\u0301', '\u200d', '한', 'นี้'];

describe('what people see as one character', () => {
  it('is the same wherever a window ends', () => {
    const text = fc
      .tuple(fc.integer({ min: 1_000, max: 1_030 }), fc.array(fc.constantFrom(...pieces), { maxLength: 80 }))
      .map(([before, rest]) => 'x'.repeat(before) + rest.join(''));
    fc.assert(
      fc.property(text, (whole) => {
        expect([...graphemesOf(whole)]).toEqual(Array.from(segmenter.segment(whole), ({ segment }) => segment));
      }),
    );
  });

  it.each([
    ['я', 1],
    ['👩‍👩‍👧‍👦', 1],
    ['🇱🇻', 1],
  ])('is counted in a text of half a million code units of %s, which the platform at once cannot', (piece, each) => {
    const times = Math.floor(500_000 / piece.length);
    expect(countText(piece.repeat(times), 'GRAPHEMES')).toBe(times * each);
  });

  it('may be as long as the text', () => {
    const text = `e${'\u0301'.repeat(5_000)}a`;
    expect([...graphemesOf(text)].map(({ length }) => length)).toEqual([5_001, 1]);
  });
});
