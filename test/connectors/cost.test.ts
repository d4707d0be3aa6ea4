import { pricesOf, type FormatCapability, type PricedContent } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';

const format: FormatCapability = {
  format: 'THREAD',
  media: [],
  link: true,
  settles: 'NOW',
  spends: [
    { price: 'plain', per: 'PART_WITHOUT_ADDRESS' },
    { price: 'linked', per: 'PART_WITH_ADDRESS' },
    { price: 'described', per: 'ALT_TEXT' },
  ],
};
const spent = (content: Partial<PricedContent>, own: Partial<FormatCapability> = {}) =>
  pricesOf({ text: '', media: [], parts: [], ...content }, { ...format, ...own });

describe('what publishing spends', () => {
  test('is by part, with a web address or without', () => {
    expect(spent({ text: 'Тёплый хлеб 🍞' })).toEqual(['plain']);
    expect(spent({ text: 'Нан: nan.kz және example.com/нан' })).toEqual(['linked']);
    const parts = ['Otrā daļa', 'https://example.com'].map((text) => ({ text, media: [] }));
    expect(spent({ text: 'Первая', parts })).toEqual(['plain', 'plain', 'linked']);
  });

  test('takes a link that is shown for an address, and one that is not for none', () => {
    const post = { text: 'Bread', link: 'https://example.com' };
    expect(spent(post)).toEqual(['linked']);
    expect(spent(post, { link: false })).toEqual(['plain']);
  });

  test('counts the files that have an alt text', () => {
    const described = { altText: 'Ржаной хлеб 🍞' };
    const parts = [{ text: 'b', media: [described] }];
    expect(spent({ text: 'a', media: [described, { altText: '' }, {}], parts })).toEqual([
      'plain',
      'plain',
      'described',
      'described',
    ]);
  });

  test('is nothing where nothing is declared, and of each part where only that is', () => {
    const { spends: _, ...free } = format;
    expect(pricesOf({ text: 'a', media: [], parts: [] }, free)).toEqual([]);
    expect(spent({ text: 'a' }, { spends: [{ price: 'any', per: 'PART' }] })).toEqual(['any']);
  });
});
