import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormatRules } from '../../../src/domain/planning/channel-rules.ts';
import type { ContentMedia } from '../../../src/domain/planning/content.ts';
import { blocking } from '../../../src/domain/planning/validation.ts';
import { textsByLanguage } from '../texts.ts';
import { issuesOf, picture, placed, variant } from './samples.ts';

type Rule = FormatRules['media'][number];

const image: Rule = { kind: 'IMAGE', min: 0, max: 5, mimeTypes: ['image/jpeg'], altTextMax: 100 };
const video: Rule = { kind: 'VIDEO', min: 0, max: 5, mimeTypes: ['video/mp4'] };
const clip: ContentMedia = { assetId: 'clip', kind: 'VIDEO', mimeType: 'video/mp4', byteSize: 1, altText: null };

const formats = (rules: readonly Rule[], own: Partial<FormatRules> = {}): readonly FormatRules[] => [
  { format: 'CAROUSEL', text: { required: false, limits: [] }, media: rules, link: false, ...own },
];
const post = (media: readonly ContentMedia[]) => variant({ media }, { format: 'CAROUSEL' });
const codesOf = (item: ContentMedia, rule: Rule) => placed(post([item]), { formats: formats([rule]) });

describe('media of all kinds together', () => {
  const rules = { formats: formats([image, video], { mediaTotal: { min: 2, max: 4 } }) };
  const many = (pictures: number, clips: number) =>
    post([...Array.from({ length: pictures }, () => picture), ...Array.from({ length: clips }, () => clip)]);

  it.each([
    [2, 0],
    [0, 2],
    [2, 2],
    [1, 3],
  ])('are taken within their bounds: %i pictures and %i videos', (pictures, clips) => {
    expect(placed(many(pictures, clips), rules)).toEqual([]);
  });

  it('are refused below and above, with how many there are', () => {
    expect(issuesOf(many(1, 0), rules)).toMatchObject([
      { code: 'MEDIA_TOTAL_TOO_FEW', severity: 'ERROR', path: ['content', 'media'], limit: 2, actual: 1 },
    ]);
    expect(issuesOf(many(3, 2), rules)).toMatchObject([
      { code: 'MEDIA_TOTAL_TOO_MANY', severity: 'ERROR', path: ['content', 'media'], limit: 4, actual: 5 },
    ]);
  });

  it('are not those that are not taken at all', () => {
    const song: ContentMedia = { ...clip, kind: 'AUDIO', mimeType: 'audio/mpeg' };
    expect(placed(post([picture, song]), rules)).toEqual([
      'content.media: MEDIA_TOTAL_TOO_FEW',
      'content.media.1: MEDIA_TYPE_NOT_SUPPORTED',
    ]);
  });
});

describe('pixels', () => {
  const rule: Rule = { ...image, minWidth: 320, maxWidth: 1440, minHeight: 200, maxHeight: 1800 };

  it.each([
    [320, 200, []],
    [1440, 1800, []],
    [319, 199, ['MEDIA_PIXELS_TOO_FEW width 320 319', 'MEDIA_PIXELS_TOO_FEW height 200 199']],
    [1441, 1801, ['MEDIA_PIXELS_TOO_MANY width 1440 1441', 'MEDIA_PIXELS_TOO_MANY height 1800 1801']],
  ])('of a picture of %i x %i', (width, height, expected) => {
    const issues = issuesOf(post([{ ...picture, width, height }]), { formats: formats([rule]) });
    expect(
      issues.map(({ code, parameters, limit, actual }) =>
        [code, parameters[0]?.value, String(limit), String(actual)].join(' '),
      ),
    ).toEqual(expected);
    expect(blocking(issues)).toEqual(issues);
  });

  it('that nobody knows are not judged', () => {
    expect(codesOf(picture, { ...rule, aspectRatios: [{ min: 1, max: 1 }] })).toEqual([]);
  });
});

describe('the ratio of the sides', () => {
  const rule: Rule = {
    ...image,
    aspectRatios: [
      { min: 0.8, max: 1.91 },
      { min: 0.5625, max: 0.5625 },
    ],
  };
  const ratio = (width: number, height: number) => codesOf({ ...picture, width, height }, rule);

  it.each([
    [1080, 1350],
    [1080, 1080],
    [1080, 566],
    [1080, 1920],
    // Half a pixel off, as sides are whole numbers.
    [1080, 565],
    [607, 1080],
    [608, 1080],
  ])('is taken within one of the ranges: %i x %i', (width, height) => {
    expect(ratio(width, height)).toEqual([]);
  });

  it('is refused outside of all of them, with what is possible', () => {
    const issues = issuesOf(post([{ ...picture, width: 1000, height: 400 }]), { formats: formats([rule]) });
    expect(issues).toMatchObject([
      {
        code: 'MEDIA_RATIO_NOT_SUPPORTED',
        severity: 'ERROR',
        path: ['content', 'media', '0'],
        limit: null,
        parameters: [
          { name: 'ratio', value: '2.5' },
          { name: 'possible', value: '0.8 to 1.91, 0.5625' },
        ],
      },
    ]);
    expect(ratio(1080, 1400)).toEqual(['content.media.0: MEDIA_RATIO_NOT_SUPPORTED']);
  });

  it('is that of the sides, however large they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 400 }), fc.integer({ min: 1, max: 30 }), (side, times) => {
        expect(ratio(side * times, side * times)).toEqual([]);
        expect(ratio(side * times * 3, side * times)).toEqual(['content.media.0: MEDIA_RATIO_NOT_SUPPORTED']);
      }),
    );
  });
});

describe('how long a video is', () => {
  const rule: Rule = { ...video, minDurationSeconds: 3, maxDurationSeconds: 60.5 };

  it.each([
    [3, []],
    [60.5, []],
    [2.9, ['content.media.0: MEDIA_TOO_SHORT']],
    [61, ['content.media.0: MEDIA_TOO_LONG']],
  ])('is judged where it is known: %d s', (durationSeconds, expected) => {
    expect(codesOf({ ...clip, durationSeconds }, rule)).toEqual(expected);
  });

  it('is not judged where it is not', () => {
    expect(codesOf(clip, rule)).toEqual([]);
  });
});

describe('an alt text', () => {
  const { altTextMax: _, ...silent } = image;

  it.each(textsByLanguage)('in %s is told to be shown nowhere where the network has none', (_language, altText) => {
    const issues = issuesOf(post([{ ...picture, altText }]), { formats: formats([silent]) });
    expect(issues).toMatchObject([
      { code: 'ALT_TEXT_NOT_SHOWN', severity: 'INFO', path: ['content', 'media', '0', 'altText'] },
    ]);
    expect(blocking(issues)).toEqual([]);
    expect(codesOf({ ...picture, altText }, image)).toEqual([]);
  });

  it('is not asked for where nobody would see it', () => {
    expect(codesOf({ ...picture, altText: null }, silent)).toEqual([]);
    expect(codesOf({ ...picture, altText: null }, image)).toEqual(['content.media.0.altText: ALT_TEXT_MISSING']);
  });
});
