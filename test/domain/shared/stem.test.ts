import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPhrase, foldText, stems } from '../../../src/domain/shared/stem.ts';
import { textsByLanguage } from '../texts.ts';

describe('stems', () => {
  it('say of every word how it is written, where it begins, and what inflection leaves of it', () => {
    expect(stems('Don’t buy ДЕШЁВЫХ булок! 🥐 bakery’s')).toEqual([
      { form: 'Don’t', word: "don't", index: 0, stemEn: "don't", stemRu: "don't" },
      { form: 'buy', word: 'buy', index: 6, stemEn: 'buy', stemRu: 'buy' },
      { form: 'ДЕШЁВЫХ', word: 'дешевых', index: 10, stemEn: 'дешевых', stemRu: 'дешев' },
      { form: 'булок', word: 'булок', index: 18, stemEn: 'булок', stemRu: 'булок' },
      { form: 'bakery’s', word: "bakery's", index: 28, stemEn: 'bakeri', stemRu: "bakery's" },
    ]);
  });

  it.each(textsByLanguage)('find every word of a text in %s where it stands', (_, text) => {
    for (const { form, index } of stems(text)) expect(text.slice(index, index + form.length)).toBe(form);
    expect(stems(text).map(({ form }) => form)).toEqual(text.match(/[\p{L}\p{N}]+/gu));
  });

  it('take any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const { form, index } of stems(text)) expect(text.slice(index, index + form.length)).toBe(form);
      }),
    );
  });
});

describe('foldText', () => {
  it('makes one of what people write in several ways', () => {
    expect(foldText('Ёлка')).toBe(foldText('ЕЛКА'));
    expect(foldText('Ri\u0304ta')).toBe(foldText('RĪTA'));
    expect(foldText('❤️')).toBe(foldText('❤'));
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe('findPhrase', () => {
  it.each([
    ['Самые ДЕШЁВЫЕ булки', 'дешевый', 'ДЕШЁВЫЕ'],
    ['We sell bargains', 'bargain', 'bargains'],
    ['A new collection', 'collect', 'collection'],
    ['лучших ценах города', 'лучшая цена', 'лучших ценах'],
    ['Lēti un labi', 'lēti', 'Lēti'],
    ['Ең арзан нан', 'арзан', 'арзан'],
    ['Buy now 🤑!', '🤑', '🤑'],
  ])('finds in "%s" the words "%s" as "%s"', (text, phrase, found) => {
    expect(findPhrase(text, phrase)).toBe(found);
  });

  it.each([
    ['cheapskate', 'cheap'],
    ['цена лучшая', 'лучшая цена'],
    ['', 'cheap'],
    ['cheap', ''],
  ])('does not find in "%s" the words "%s"', (text, phrase) => {
    expect(findPhrase(text, phrase)).toBeNull();
  });
});
