import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCashtags, findHashtags, findMentions, findUrls, problemOf, weightedLength } from './text.ts';

const file = fileURLToPath(
  new URL('../../../../shared/networks/specs/x/weighted-length-vectors.json', import.meta.url),
);
interface Vector {
  readonly name: string;
  readonly text: string;
  readonly weightedLength: number;
  readonly valid: boolean;
}

describe('the length of a post', () => {
  it.skipIf(!existsSync(file))('is what the official library counts', () => {
    const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Vector[] }; // see its README
    expect(vectors.length).toBeGreaterThan(50);
    const ours = vectors.map(({ name, text }) => ({
      name,
      weightedLength: weightedLength(text),
      valid: problemOf(text, false) === undefined,
    }));
    expect(ours).toEqual(vectors.map(({ name, weightedLength, valid }) => ({ name, weightedLength, valid })));
  });

  it('counts every address 23, and an emoji two', () => {
    expect(weightedLength('https://example.com/a/very/long/path?with=things')).toBe(23);
    expect(weightedLength('t.co')).toBe(23);
    expect(weightedLength('readme.txtx')).toBe(11);
    expect(weightedLength('👨‍👩‍👧‍👦')).toBe(2);
    expect(weightedLength('日')).toBe(2);
  });

  it('is longer for who may write long posts', () => {
    expect(problemOf('a'.repeat(281), false)).toBe('long');
    expect(problemOf('a'.repeat(25_000), true)).toBeUndefined();
    expect(problemOf('a'.repeat(25_001), true)).toBe('long');
    expect(problemOf(' \n', false)).toBe('empty');
  });
});

describe('what stands in a text', () => {
  it('is found by code points', () => {
    expect(findMentions('👾 hi @rita_maize, mail me@home.lv')).toEqual([{ start: 5, end: 16, text: 'rita_maize' }]);
    expect(findHashtags('#rye #2024 #хлеб')).toEqual([
      { start: 0, end: 4, text: 'rye' },
      { start: 11, end: 16, text: 'хлеб' },
    ]);
    expect(findCashtags('$ACME and $5').map(({ text }) => text)).toEqual(['ACME']);
    expect(findUrls('(see https://example.com/a_(b)), or example.org.').map(({ text }) => text)).toEqual([
      'https://example.com/a_(b)',
      'example.org',
    ]);
  });
});
