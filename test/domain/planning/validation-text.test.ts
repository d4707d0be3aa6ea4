import { describe, expect, it } from 'vitest';
import type { FormatRules } from '../../../src/domain/planning/channel-rules.ts';
import { textsByLanguage } from '../texts.ts';
import { issuesOf, picture, placed, variant } from './samples.ts';

const text = { required: false, limits: [] };
const pictures = { kind: 'IMAGE', min: 0, max: 1, mimeTypes: ['image/jpeg'], altTextMax: 20 } as const;
const formats: readonly FormatRules[] = [
  { format: 'TEXT', text, media: [], link: false, hashtags: { max: 2 } },
  { format: 'LINK', text, media: [], link: true },
  { format: 'PHOTO', text, media: [pictures], link: false },
  { format: 'THREAD', text, media: [pictures], link: false, parts: { max: 3 }, hashtags: { max: 1 } },
];

describe('hashtags', () => {
  it.each([
    ['English', 'Rye #bread every #morning', '#bakery 🥐'],
    ['Russian', 'Хлеб #ржаной и #свежий', '#ёлки 🍞'],
    ['Latvian', 'Maize #rudzumaize, #rītā', '(#ciemiņi) 🥖'],
    ['Kazakh', 'Нан #қонақ пен #таңертең', '#үй 🫓'],
  ])('are counted in %s, and refused above the limit', (_, two, third) => {
    expect(placed(variant({ text: two }), { formats })).toEqual([]);
    expect(issuesOf(variant({ text: `${two} ${third}` }), { formats })).toMatchObject([
      {
        code: 'HASHTAGS_TOO_MANY',
        severity: 'ERROR',
        path: ['content', 'text'],
        limit: 2,
        actual: 3,
        fix: 'Take 1 out, or write a text of its own for this channel.',
      },
    ]);
  });

  it('are not what only looks like one', () => {
    const looks = 'C# is no. 1; #1 #️⃣ ## # a#b &#39; https://example.com/хлеб#part https://example.com/#part';
    expect(placed(variant({ text: `${looks} #one #two2` }), { formats })).toEqual([]);
  });

  it('are counted in each part of a thread by itself', () => {
    const parts = ['#b', '#c #d'].map((each) => ({ text: each, media: [] }));
    expect(placed(variant({ text: '#a', parts }), { formats })).toEqual(['content.parts.1.text: HASHTAGS_TOO_MANY']);
  });
});

describe('a link', () => {
  const link = 'https://пример.рф/нан?x=1';

  it.each(textsByLanguage)('that the format does not show must stand in the text, in %s', (_, words) => {
    const issues = issuesOf(variant({ text: words, link }, { format: 'TEXT' }), { formats });
    expect(issues).toMatchObject([
      {
        code: 'LINK_NOT_SUPPORTED',
        severity: 'ERROR',
        path: ['content', 'link'],
        parameters: [{ name: 'format', value: 'TEXT' }],
      },
    ]);
    expect(placed(variant({ text: `${words} ${link}`, link }, { format: 'TEXT' }), { formats })).toEqual([]);
    expect(placed(variant({ text: words, link }), { formats })).toEqual([]);
  });

  it('beside a picture is told where it is written: in the post, or in the variant', () => {
    const media = [picture];
    expect(placed(variant({ media, link }), { formats })).toEqual(['content.link: LINK_NOT_SUPPORTED']);
    expect(placed(variant({ media }, { link }), { formats })).toEqual(['variants.0.content.link: LINK_NOT_SUPPORTED']);
  });
});

describe('a part of a thread', () => {
  it.each(textsByLanguage)('with nothing in it is refused, whatever stands in the others, in %s', (_, words) => {
    const parts = [words, ' \n', words].map((each) => ({ text: each, media: [] }));
    expect(issuesOf(variant({ text: words, parts }), { formats })).toMatchObject([
      { code: 'PART_EMPTY', severity: 'ERROR', path: ['content', 'parts', '1'] },
    ]);
    expect(placed(variant({ text: words }, { parts }), { formats })).toEqual([
      'variants.0.content.parts.1: PART_EMPTY',
    ]);
  });

  it('may be a picture alone', () => {
    expect(placed(variant({ text: 'a', parts: [{ text: '', media: [picture] }] }), { formats })).toEqual([]);
  });

  it('is the first one, too', () => {
    const parts = [{ text: 'Нан 🫓', media: [] }];
    expect(placed(variant({ text: ' ', parts }), { formats })).toEqual(['content.text: PART_EMPTY']);
    expect(placed(variant({ media: [picture], parts }), { formats })).toEqual([]);
  });
});
