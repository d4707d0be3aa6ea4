import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelRules } from '../../../src/domain/planning/channel-rules.ts';
import type { ResolvedVariant, Variant } from '../../../src/domain/planning/content.ts';
import { blocking, isUsable, validateVariants } from '../../../src/domain/planning/validation.ts';
import { channelStatuses } from '../../../src/domain/workspace/channel.ts';
import { texts, textsByLanguage } from '../texts.ts';
import { channel, formatsWith, issuesOf, picture, placed, variant } from './samples.ts';

const countings = ['CODE_POINTS', 'UTF16_UNITS', 'UTF8_BYTES', 'GRAPHEMES'] as const;

/** Pieces of text that people see as one, with the size that each counting gives them. */
const pieces = [
  ['a', { CODE_POINTS: 1, UTF16_UNITS: 1, UTF8_BYTES: 1, GRAPHEMES: 1 }],
  ['щ', { CODE_POINTS: 1, UTF16_UNITS: 1, UTF8_BYTES: 2, GRAPHEMES: 1 }],
  ['ģ', { CODE_POINTS: 1, UTF16_UNITS: 1, UTF8_BYTES: 2, GRAPHEMES: 1 }],
  ['қ', { CODE_POINTS: 1, UTF16_UNITS: 1, UTF8_BYTES: 2, GRAPHEMES: 1 }],
  ['—', { CODE_POINTS: 1, UTF16_UNITS: 1, UTF8_BYTES: 3, GRAPHEMES: 1 }],
  ['a\u0304', { CODE_POINTS: 2, UTF16_UNITS: 2, UTF8_BYTES: 3, GRAPHEMES: 1 }],
  ['и\u0306', { CODE_POINTS: 2, UTF16_UNITS: 2, UTF8_BYTES: 4, GRAPHEMES: 1 }],
  ['🥐', { CODE_POINTS: 1, UTF16_UNITS: 2, UTF8_BYTES: 4, GRAPHEMES: 1 }],
  ['👍🏽', { CODE_POINTS: 2, UTF16_UNITS: 4, UTF8_BYTES: 8, GRAPHEMES: 1 }],
  ['🇱🇻', { CODE_POINTS: 2, UTF16_UNITS: 4, UTF8_BYTES: 8, GRAPHEMES: 1 }],
  ['👩‍👩‍👧‍👦', { CODE_POINTS: 7, UTF16_UNITS: 11, UTF8_BYTES: 25, GRAPHEMES: 1 }],
] as const satisfies readonly (readonly [string, Readonly<Record<(typeof countings)[number], number>>])[];

describe('the length of a text', () => {
  it('is taken up to the limit and refused above it, in whatever the network counts', () => {
    const anyPiece = fc.constantFrom(...pieces);
    fc.assert(
      fc.property(
        anyPiece,
        fc.constantFrom(...countings),
        fc.integer({ min: 1, max: 40 }),
        ([piece, sizes], counting, times) => {
          const size = sizes[counting];
          const max = times * size;
          const formats = formatsWith([{ max, counting }]);
          expect(issuesOf(variant({ text: piece.repeat(times) }), { formats })).toEqual([]);
          expect(issuesOf(variant({ text: piece.repeat(times + 1) }), { formats })).toMatchObject([
            { code: 'TEXT_TOO_LONG', severity: 'ERROR', path: ['content', 'text'], limit: max, actual: max + size },
          ]);
        },
      ),
    );
  });

  it.each(textsByLanguage)('of a post in %s is what its letters and emoji come to, in every counting', (_, text) => {
    const sizes = {
      CODE_POINTS: Array.from(text).length,
      UTF16_UNITS: text.length,
      UTF8_BYTES: Buffer.byteLength(text),
      // Of these texts every code point stands alone.
      GRAPHEMES: Array.from(text).length,
    };
    for (const counting of countings) {
      const max = sizes[counting];
      expect(issuesOf(variant({ text }), { formats: formatsWith([{ max, counting }]) })).toEqual([]);
      expect(issuesOf(variant({ text }), { formats: formatsWith([{ max: max - 1, counting }]) })).toMatchObject([
        {
          limit: max - 1,
          actual: max,
          fix: expect.stringContaining('Shorten it by 1,'),
          parameters: [
            { name: 'counting', value: counting },
            { name: 'limit', value: String(max - 1) },
            { name: 'actual', value: String(max) },
          ],
        },
      ]);
    }
  });

  it('keeps to all limits of a network at once', () => {
    const formats = formatsWith([
      { max: 3, counting: 'GRAPHEMES' },
      { max: 30, counting: 'UTF8_BYTES' },
    ]);
    const lengths = (text: string) =>
      issuesOf(variant({ text }), { formats }).map(({ limit, actual }) => [limit, actual]);
    expect(lengths('кот')).toEqual([]);
    expect(lengths('коты')).toEqual([[3, 4]]);
    expect(lengths('👩‍👩‍👧‍👦👩‍👩‍👧‍👦')).toEqual([[30, 50]]);
    expect(lengths('👩‍👩‍👧‍👦'.repeat(4))).toEqual([
      [3, 4],
      [30, 100],
    ]);
  });

  it('is that of the variant’s own text where it has one, and is told at its place', () => {
    const formats = formatsWith([{ max: 10, counting: 'GRAPHEMES' }]);
    const long = { text: texts.Latvian };
    expect(placed(variant(long), { formats })).toEqual(['content.text: TEXT_TOO_LONG']);
    expect(placed(variant(long, { text: 'Maize 🥖' }), { formats })).toEqual([]);
    expect(placed(variant({ text: 'Maize 🥖' }, long), { formats })).toEqual([
      'variants.0.content.text: TEXT_TOO_LONG',
    ]);
  });
});

describe('validateVariants', () => {
  const needy = { format: 'LINK', text: { required: true, limits: [] }, media: [], link: true } as const;

  it.each(textsByLanguage)('has nothing against a post in %s that keeps the rules', (_, text) => {
    expect(placed(variant({ text }))).toEqual([]);
    expect(placed(variant({ text, link: 'https://example.com' }))).toEqual([]);
    expect(placed(variant({ text, media: [picture] }))).toEqual([]);
    expect(placed(variant({ media: [picture, picture, picture] }))).toEqual([]);
    expect(placed(variant({ text, parts: [{ text, media: [picture] }] }, { firstComment: text }))).toEqual([]);
  });

  it('refuses a post that goes nowhere', () => {
    expect(validateVariants([], [])).toMatchObject([
      { code: 'NO_VARIANTS', severity: 'ERROR', path: ['variants'], channelId: null },
    ]);
  });

  it('asks for the rules of every channel', () => {
    expect(() => validateVariants([variant({ text: 'a' })], [])).toThrow(RangeError);
  });

  it.each(channelStatuses)('knows whether a channel that is %s can be published to', (status) => {
    const usable = status === 'CONNECTED' || status === 'DEGRADED';
    expect(isUsable(status)).toBe(usable);
    expect(placed(variant({ text: texts.English }), { status })).toEqual(
      usable ? [] : ['variants.0.channelId: CHANNEL_UNAVAILABLE'],
    );
  });

  it.each<[string, ResolvedVariant, Partial<ChannelRules>]>([
    [
      'variants.0.firstComment: FIRST_COMMENT_NOT_SUPPORTED',
      variant({ text: 'a' }, { firstComment: 'b' }),
      { firstComment: false },
    ],
    ['content.text: CONTENT_EMPTY', variant({}), {}],
    ['content.text: CONTENT_EMPTY', variant({ text: ' \n\t' }), {}],
    ['variants.0.content.text: CONTENT_EMPTY', variant({ text: texts.Russian }, { text: '' }), {}],
    ['variants.0.format: FORMAT_NOT_SUPPORTED', variant({ text: 'a' }, { format: 'POLL' }), {}],
    ['content.text: TEXT_NOT_SUPPORTED', variant({ text: texts.Kazakh, media: [picture] }, { format: 'STORY' }), {}],
    ['content.text: TEXT_REQUIRED', variant({ link: 'https://example.com' }), { formats: [needy] }],
    ['content.parts.0.text: TEXT_REQUIRED', variant({ text: 'a', parts: [{ text: ' ', media: [] }] }), {}],
    ['content.media: MEDIA_TOO_FEW', variant({ text: 'a' }, { format: 'PHOTO' }), {}],
    ['content.media: MEDIA_TOO_FEW', variant({ media: [picture] }, { format: 'CAROUSEL' }), {}],
    ['content.media: MEDIA_TOO_MANY', variant({ media: [picture, picture] }, { format: 'PHOTO' }), {}],
    ['variants.0.content.media: MEDIA_TOO_MANY', variant({}, { media: Array.from({ length: 4 }, () => picture) }), {}],
    [
      'content.parts.0.media: MEDIA_TOO_MANY',
      variant({ text: 'a', parts: [{ text: 'b', media: [picture, picture] }] }),
      {},
    ],
    ['content.media.0: MEDIA_TYPE_NOT_SUPPORTED', variant({ media: [{ ...picture, mimeType: 'image/gif' }] }), {}],
    [
      'content.media.1: MEDIA_TYPE_NOT_SUPPORTED',
      variant({ media: [picture, { ...picture, kind: 'VIDEO' }] }, { format: 'PHOTO' }),
      {},
    ],
    ['content.media.0: MEDIA_WILL_BE_FITTED', variant({ media: [{ ...picture, byteSize: 1_001 }] }), {}],
    ['content.media.0.altText: ALT_TEXT_TOO_LONG', variant({ media: [{ ...picture, altText: 'ā'.repeat(21) }] }), {}],
    ['content.media.0.altText: ALT_TEXT_MISSING', variant({ media: [{ ...picture, altText: null }] }), {}],
    [
      'content.parts: PARTS_TOO_MANY',
      variant({ text: 'a', parts: ['b', 'c', 'd'].map((text) => ({ text, media: [] })) }),
      {},
    ],
  ])('says %s', (expected, post, rules) => {
    expect(placed(post, rules)).toEqual([expected]);
  });

  it('takes pictures and alt texts at their bounds', () => {
    const media = [{ ...picture, byteSize: 1_000, altText: 'ū'.repeat(20) }];
    expect(placed(variant({ media }))).toEqual([]);
    expect(placed(variant({ text: 'a', parts: ['b', 'c'].map((text) => ({ text, media: [picture] })) }))).toEqual([]);
  });

  it('measures every part of a thread by itself', () => {
    const formats = formatsWith([{ max: 5, counting: 'GRAPHEMES' }]);
    const parts = ['Бес 🖐', 'Алтау 🐫'].map((text) => ({ text, media: [] }));
    expect(placed(variant({ text: 'Төрт', parts }), { formats })).toEqual(['content.parts.1.text: TEXT_TOO_LONG']);
    expect(placed(variant({ text: 'Төрт' }, { parts }), { formats })).toEqual([
      'variants.0.content.parts.1.text: TEXT_TOO_LONG',
    ]);
  });

  it('says everything about every channel at once', () => {
    const post = { text: texts.Russian, media: [{ ...picture, altText: null, byteSize: 2_000 }] };
    const almaty = channel({
      channelId: 'almaty',
      network: 'other',
      status: 'NEEDS_RECONNECT',
      formats: formatsWith([{ max: 10, counting: 'GRAPHEMES' }]),
    });
    const issues = validateVariants([variant(post), variant(post, { channelId: 'almaty' })], [channel(), almaty]);
    expect(issues.map(({ channelId, code }) => `${String(channelId)}: ${code}`)).toEqual([
      'riga: MEDIA_WILL_BE_FITTED',
      'riga: ALT_TEXT_MISSING',
      'almaty: CHANNEL_UNAVAILABLE',
      'almaty: TEXT_TOO_LONG',
      'almaty: MEDIA_WILL_BE_FITTED',
      'almaty: ALT_TEXT_MISSING',
    ]);
  });

  it('tells of each issue where, for which channel, by how much, and what to do', () => {
    const anyMedia = fc.array(
      fc.record({
        assetId: fc.string(),
        kind: fc.constantFrom('IMAGE', 'VIDEO'),
        mimeType: fc.constantFrom('image/jpeg', 'video/mp4'),
        byteSize: fc.integer({ min: 1, max: 2_000 }),
        altText: fc.option(fc.string({ maxLength: 40 })),
      }),
      { maxLength: 5 },
    );
    const anyText = fc.constantFrom('', ...Object.values(texts));
    const anyPost = fc.record({
      text: fc.option(anyText),
      link: fc.option(fc.constant('https://пример.рф/хлеб')),
      media: anyMedia,
      parts: fc.array(fc.record({ text: anyText, media: anyMedia }), { maxLength: 4 }),
    });
    const formats = formatsWith([{ max: 30, counting: 'UTF16_UNITS' }]);
    fc.assert(
      fc.property(anyPost, fc.constantFrom(...channelStatuses), (post, status) => {
        const untold = issuesOf(variant(post), { status, formats }).filter((issue) => {
          const { message, fix, path, channelId, limit, actual } = issue;
          const said = issue.parameters.filter(({ name }) => name === 'limit' || name === 'actual');
          const sizes = [limit, actual].filter((size) => size !== null).map(String);
          const told =
            /\w/.test(message) &&
            /\w/.test(fix ?? '') &&
            ['content', 'variants'].includes(path[0] ?? '') &&
            channelId === 'riga' &&
            said.map(({ value }) => value).join() === sizes.join() &&
            (limit === null || limit !== actual);
          return !told;
        });
        expect(untold).toEqual([]);
      }),
    );
  });
});

describe('the same text', () => {
  const twins = (...all: readonly (readonly [network: string, text: string | null])[]) =>
    validateVariants(
      all.map(([, text], index) => variant({ media: [picture] }, { text, channelId: String(index) })),
      all.map(([network], index) => channel({ network, channelId: String(index) })),
    ).map(({ code, severity, channelId }) => `${severity} ${code} ${String(channelId)}`);

  it('on several accounts of one network is warned about at each but the first', () => {
    expect(twins(['sandbox', texts.Kazakh], ['sandbox', texts.Kazakh], ['sandbox', texts.Kazakh])).toEqual([
      'WARNING SAME_TEXT_ON_NETWORK 1',
      'WARNING SAME_TEXT_ON_NETWORK 2',
    ]);
  });

  it('on different networks, another text, or none is not', () => {
    expect(twins(['sandbox', texts.Latvian], ['other', texts.Latvian])).toEqual([]);
    expect(twins(['sandbox', texts.Latvian], ['sandbox', texts.Russian])).toEqual([]);
    expect(twins(['sandbox', ''], ['sandbox', ''], ['sandbox', null], ['sandbox', null])).toEqual([]);
  });

  it('is told where it is written: in the post, where the variant inherits it', () => {
    const pathOf = (own: Partial<Variant>) =>
      validateVariants(
        [variant({ text: texts.English }), variant({ text: texts.English }, own)],
        [channel(), channel({ channelId: 'almaty' })],
      ).map(({ path }) => path.join('.'));
    expect(pathOf({})).toEqual(['content.text']);
    expect(pathOf({ text: texts.English })).toEqual(['variants.1.content.text']);
  });
});

describe('blocking', () => {
  it('is an error; a warning and what is only told let the post go out', () => {
    const media = [{ ...picture, altText: '', byteSize: 1_001 }];
    const issues = issuesOf(variant({ text: 'a', media, parts: [{ text: '', media: [] }] }));
    expect(issues.map(({ code, severity }) => [code, severity])).toEqual([
      ['MEDIA_WILL_BE_FITTED', 'INFO'],
      ['ALT_TEXT_MISSING', 'WARNING'],
      ['TEXT_REQUIRED', 'ERROR'],
    ]);
    expect(blocking(issues)).toEqual(issues.slice(2));
  });
});
