import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyUtm,
  maxUtmValue,
  replaceLink,
  rulesOfCampaign,
  utmIssues,
  utmKeys,
  utmPlaceholders,
  type UtmRules,
} from '../../../src/domain/campaigns/utm.ts';
import { resolveVariant, type Variant } from '../../../src/domain/planning/content.ts';

const none: UtmRules = { source: null, medium: null, campaign: null, term: null, content: null };
const spring: UtmRules = { ...none, medium: 'social', campaign: 'spring' };
const place = { network: 'sandbox', channel: 'ritamaize', format: 'link' };

const word = fc.constantFrom(
  'spring',
  'весна',
  'көктем',
  'pavasaris ģ',
  '🥐',
  'a&b=c',
  '#',
  '{network}',
  '{channel}',
  '',
);
const anyRules: fc.Arbitrary<UtmRules> = fc.record({
  source: fc.option(word),
  medium: fc.option(word),
  campaign: fc.option(word),
  term: fc.option(word),
  content: fc.option(word),
});
const anyQuery = fc
  .array(
    fc.tuple(fc.constantFrom('a', 'utm_source', 'UTM_Medium', 'utm_term', 'b'), fc.constantFrom('', '1', 'ā', '%20')),
    {
      maxLength: 4,
    },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
const anyLink = fc
  .record({
    scheme: fc.constantFrom('https', 'http'),
    path: fc.constantFrom('', '/', '/maize', '/хлеб'),
    query: fc.option(anyQuery),
    fragment: fc.option(fc.constantFrom('', 'top', '/route?x=1')),
  })
  .map(
    ({ scheme, path, query, fragment }) =>
      `${scheme}://example.com${path}${query === null ? '' : `?${query}`}${fragment === null ? '' : `#${fragment}`}`,
  );

describe('applyUtm', () => {
  it.each([
    ['https://example.com', 'https://example.com?utm_source=sandbox&utm_medium=social&utm_campaign=spring'],
    [
      'https://example.com/?a=1#top',
      'https://example.com/?a=1&utm_source=sandbox&utm_medium=social&utm_campaign=spring#top',
    ],
    ['https://example.com/?a=1&', 'https://example.com/?a=1&utm_source=sandbox&utm_medium=social&utm_campaign=spring'],
    [
      'https://example.com/?utm_medium=mail',
      'https://example.com/?utm_medium=mail&utm_source=sandbox&utm_campaign=spring',
    ],
    [
      'https://example.com/#/shop?x=1',
      'https://example.com/?utm_source=sandbox&utm_medium=social&utm_campaign=spring#/shop?x=1',
    ],
    ['mailto:rita@example.com', 'mailto:rita@example.com'],
    ['example.com', 'example.com'],
  ])('makes %s to %s', (link, expected) => {
    expect(applyUtm(link, spring, place)).toBe(expected);
  });

  it('keeps what the author wrote letter by letter, and never overrides a parameter of theirs', () => {
    fc.assert(
      fc.property(anyLink, anyRules, (link, rules) => {
        const final = applyUtm(link, rules, place);
        const [head = '', fragment] = link.split(/(?=#)/);
        expect(final.startsWith(head)).toBe(true);
        expect(final.endsWith(fragment ?? '')).toBe(true);
        const [before, after] = [new URL(link).searchParams, new URL(final).searchParams];
        for (const name of before.keys()) expect(after.getAll(name)).toEqual(before.getAll(name));
        for (const name of after.keys()) {
          if (before.has(name)) continue;
          expect(utmKeys.map((key) => `utm_${key}`)).toContain(name);
          expect([...before.keys()].map((own) => own.toLowerCase())).not.toContain(name);
        }
      }),
    );
  });

  it('done twice is done once', () => {
    fc.assert(
      fc.property(anyLink, anyRules, (link, rules) => {
        const once = applyUtm(link, rules, place);
        expect(applyUtm(once, rules, place)).toBe(once);
      }),
    );
  });

  it('says what the rules say, in every script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '' && !/[{}]/.test(text));
        const final = applyUtm('https://example.com/', { ...none, campaign: text }, place);
        expect(new URL(final).searchParams.get('utm_campaign')).toBe(text.trim());
        expect(final).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });

  it('puts a sign for half a character, and breaks nothing', () => {
    expect(applyUtm('https://example.com/', { ...none, term: 'a\ud83e' }, place)).toContain('utm_term=a%EF%BF%BD');
  });

  it('fills in where the link stands, and leaves out what comes to nothing', () => {
    const rules = { ...none, source: '{network}-{format}', content: '{channel}', term: ' ' };
    expect(applyUtm('https://example.com/', rules, place)).toBe(
      'https://example.com/?utm_source=sandbox-link&utm_content=ritamaize',
    );
    expect(applyUtm('https://example.com/', null, place)).toBe('https://example.com/');
  });
});

describe('rulesOfCampaign', () => {
  it('puts the campaign’s name in, whose own braces are no placeholder', () => {
    expect(rulesOfCampaign({ ...none, campaign: '{campaign}-{network}' }, 'Көктем {network}')).toMatchObject({
      campaign: 'Көктем network-{network}',
    });
  });

  it('are none where nothing is left', () => {
    expect(rulesOfCampaign({ ...none, medium: '  ' }, 'Spring')).toBeNull();
  });
});

describe('utmIssues', () => {
  it('take every documented placeholder and refuse others, with the list', () => {
    const all = utmPlaceholders.map((name) => `{${name}}`).join('-');
    expect(utmIssues({ content: all }, ['utm'])).toEqual([]);
    expect(utmIssues({ content: '{pillar} {pillar} {}', medium: 'x'.repeat(maxUtmValue + 1) }, ['utm'])).toMatchObject([
      { code: 'TOO_LONG', path: ['utm', 'medium'] },
      {
        code: 'UTM_PLACEHOLDER_UNKNOWN',
        path: ['utm', 'content'],
        fix: expect.stringContaining('{network}, {channel}'),
      },
      { code: 'UTM_PLACEHOLDER_UNKNOWN', path: ['utm', 'content'] },
    ]);
  });
});

describe('replaceLink', () => {
  const link = 'https://example.com/maize';
  const final = `${link}?utm_source=sandbox`;
  it.each([
    [`Хлеб: ${link}`, `Хлеб: ${final}`],
    [`(${link}).`, `(${final}).`],
    [`${link}🥐`, `${final}🥐`],
    [`«${link}» un ${link}, jā!`, `«${final}» un ${final}, jā!`],
    [`${link}/rye`, `${link}/rye`],
    [`${link}?a=1`, `${link}?a=1`],
    [`https://r.example?u=${link}`, `https://r.example?u=${link}`],
    [final, final],
  ])('makes %s to %s', (text, expected) => {
    expect(replaceLink(text, link, final)).toBe(expected);
    expect(replaceLink(expected, link, final)).toBe(expected);
  });
});

describe('a variant of a post in a campaign', () => {
  const bare: Variant = {
    channelId: 'riga',
    format: null,
    text: null,
    link: null,
    media: null,
    parts: null,
    firstComment: 'Тут: https://example.com',
    options: null,
  };
  const content = {
    text: 'Maize: https://example.com 🥖',
    link: 'https://example.com',
    media: [],
    parts: [{ text: 'https://example.com', media: [] }],
  };
  const channel = { network: 'sandbox', handle: null, name: 'Rīta Maize' };

  it('has the link in its final form, also in texts and the first comment', () => {
    const rules = { ...none, content: '{channel}.{format}' };
    const final = 'https://example.com?utm_source=sandbox&utm_content=R%C4%ABta%20Maize.thread';
    expect(resolveVariant(content, bare, { rules, channel })).toMatchObject({
      content: { text: `Maize: ${final} 🥖`, link: final, parts: [{ text: final }] },
      firstComment: `Тут: ${final}`,
      inherits: ['text', 'link', 'media', 'parts'],
    });
  });

  it('stays as it was written without rules', () => {
    expect(resolveVariant(content, bare, { rules: null, channel })).toEqual(resolveVariant(content, bare));
  });
});
