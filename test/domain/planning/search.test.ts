import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchColumns, searchedWords } from '../../../src/domain/planning/search.ts';

/** As the database decides it. */
const finds = (question: string, text: string): boolean => {
  const { searchText, searchStems } = searchColumns({ text });
  return searchedWords(question).every(
    ({ letters, stems }) =>
      searchText.includes(letters) || (stems.length > 0 && stems.every((stem) => searchStems.includes(stem))),
  );
};

describe('search', () => {
  it.each([
    ['булочная', 'Открыли новую булочную'],
    ['ЕЛКА', 'У нас стоит ёлка, приходите к ёлке'],
    ['bakeries', 'Our bakery opens'],
    ['opening bakery', 'Bakeries that opened'],
    ['maiz', 'Svaiga rudzu maize katru rītu'],
    ['таңертең', 'Күн сайын таңертеңгі нан'],
    ['🥐', 'Croissants 🥐'],
    ['100%', 'We are 100% rye'],
    ['«хлеб»', 'Свежего хлеба'],
    ['#rye', 'Bread of #ryeflour'],
  ])('for "%s" finds "%s"', (question, text) => {
    expect(finds(question, text)).toBe(true);
  });

  it.each([
    ['булочная хлеб', 'Открыли новую булочную'],
    ['🥖', 'Croissants 🥐'],
    ['bakery', 'Butcher'],
  ])('for "%s" does not find "%s"', (question, text) => {
    expect(finds(question, text)).toBe(false);
  });

  it('reads the title, every text, link and first comment, and the tags', () => {
    const { searchText } = searchColumns({
      title: 'T1',
      text: 'T2',
      link: 'https://example.com/L',
      parts: ['T3'],
      tags: ['T4'],
      variants: [{ text: 'T5', parts: ['T6'], firstComment: 'T7' }],
    });
    expect(searchText.split('\n')).toEqual(['t1', 't2', 't3', 'https://example.com/l', 't4', 't5', 't6', 't7']);
  });

  it('keeps no word that does not fit into an index, and finds it by its letters', () => {
    const word = 'ы'.repeat(5_000);
    expect(searchColumns({ text: `хлеб ${word}` }).searchStems).toEqual(['хлеб']);
    expect(finds(word, word)).toBe(true);
  });

  it('finds every text by itself, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(finds(text, text)).toBe(true);
        expect(searchColumns({ text }).searchText).not.toContain('\0');
      }),
    );
  });
});
