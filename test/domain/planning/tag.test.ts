import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeTag, normalizeTags, renamedTags, renameTag, tagIssues } from '../../../src/domain/planning/tag.ts';

describe('a tag', () => {
  it.each([
    [' #Spring ', 'Spring'],
    ['##весна', 'весна'],
    ['pavasara  \n tirgus', 'pavasara tirgus'],
    ['ri\u0304ts', 'rīts'],
    ['C#', 'C#'],
    ['# ', ''],
  ])('"%s" is kept as "%s"', (written, kept) => {
    expect(normalizeTag(written)).toBe(kept);
  });

  it('stays as it is once it is kept', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (written) => {
        expect(normalizeTag(normalizeTag(written))).toBe(normalizeTag(written));
      }),
    );
  });

  it('is the same in any case: of a list the first spelling stays', () => {
    expect(normalizeTags(['Rye', '#rye', 'Көктем', 'КӨКТЕМ', ' '])).toEqual(['Rye', 'Көктем']);
  });

  it('says something', () => {
    expect(tagIssues(['ok', ' # '], ['tags'])).toMatchObject([{ code: 'TAG_EMPTY', path: ['tags', '1'] }]);
  });
});

describe('renaming a tag', () => {
  it('refuses everything that is wrong at once, and a tag that no post has', () => {
    expect(renameTag('#', 'x'.repeat(101), 0)).toMatchObject({
      ok: false,
      error: {
        code: 'VALIDATION_FAILED',
        issues: [
          { code: 'TAG_EMPTY', path: ['from'] },
          { code: 'TOO_LONG', path: ['to'] },
        ],
      },
    });
    expect(renameTag('rye', 'bread', 0)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', path: ['from'] } });
  });

  it('joins it with a tag that is there', () => {
    expect(renamedTags(['a', 'Rye', 'bread'], 'rye', 'bread')).toEqual(['a', 'bread']);
    expect(renamedTags(['rye'], 'rye', 'Rye')).toEqual(['Rye']);
  });

  it('never makes more tags of them, and leaves none of the old name', () => {
    const word = fc.constantFrom('a', 'A', 'b', 'ё', 'Ё', 'ķ');
    fc.assert(
      fc.property(fc.uniqueArray(word), word, word, (tags, from, to) => {
        const after = renamedTags(tags, from, to);
        expect(after.length).toBeLessThanOrEqual(tags.length);
        if (from.toLowerCase() === to.toLowerCase()) return;
        expect(after.map((tag) => tag.toLowerCase())).not.toContain(from.toLowerCase());
      }),
    );
  });
});
