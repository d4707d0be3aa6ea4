import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatOf,
  inheritedParts,
  mediaKinds,
  postFormats,
  resolveVariant,
  type Content,
  type ContentMedia,
  type MediaKind,
  type Variant,
} from '../../../src/domain/planning/content.ts';
import { texts } from '../texts.ts';

const media = (kind: MediaKind, assetId = 'asset'): ContentMedia => ({
  assetId,
  kind,
  mimeType: 'image/jpeg',
  byteSize: 1,
  altText: null,
});
const nothing: Content = { text: null, link: null, media: [], parts: [] };
const bare: Variant = {
  channelId: 'riga',
  format: null,
  text: null,
  link: null,
  media: null,
  parts: null,
  firstComment: null,
  options: null,
};

const anyText = fc.constantFrom('', ...Object.values(texts));
const anyLink = fc.constantFrom('https://example.com', 'https://пример.рф/хлеб');
const anyMedia = fc.array(
  fc.tuple(fc.constantFrom(...mediaKinds), fc.string()).map(([kind, id]) => media(kind, id)),
  {
    maxLength: 3,
  },
);
const anyParts = fc.array(fc.record({ text: anyText, media: anyMedia }), { maxLength: 3 });
const anyContent: fc.Arbitrary<Content> = fc.record({
  text: fc.option(anyText),
  link: fc.option(anyLink),
  media: anyMedia,
  parts: anyParts,
});
const anyVariant: fc.Arbitrary<Variant> = fc.record({
  channelId: fc.constantFrom('riga', 'almaty'),
  format: fc.option(fc.constantFrom(...postFormats)),
  text: fc.option(anyText),
  link: fc.option(anyLink),
  media: fc.option(anyMedia),
  parts: fc.option(anyParts),
  firstComment: fc.option(anyText),
  options: fc.option(fc.dictionary(fc.string(), fc.boolean())),
});

describe('the forms of content', () => {
  it('are those that people who do this work know', () => {
    const known = 'TEXT LINK PHOTO CAROUSEL VIDEO SHORT_VIDEO STORY POLL THREAD ARTICLE';
    expect(postFormats.join(' ')).toBe(known);
    expect(mediaKinds.join(' ')).toBe('IMAGE ANIMATION VIDEO AUDIO DOCUMENT');
  });
});

describe('formatOf', () => {
  it.each<[string, Partial<Content>]>([
    ['TEXT', {}],
    ['TEXT', { text: texts.Kazakh }],
    ['LINK', { text: texts.English, link: 'https://example.com' }],
    ['PHOTO', { media: [media('IMAGE')] }],
    ['PHOTO', { media: [media('ANIMATION')] }],
    ['PHOTO', { text: texts.Latvian, link: 'https://example.com', media: [media('IMAGE')] }],
    ['VIDEO', { media: [media('VIDEO')] }],
    ['TEXT', { text: texts.Kazakh, media: [media('DOCUMENT')] }],
    ['LINK', { link: 'https://example.com', media: [media('DOCUMENT'), media('AUDIO')] }],
    ['PHOTO', { media: [media('DOCUMENT'), media('IMAGE')] }],
    ['CAROUSEL', { media: [media('IMAGE'), media('IMAGE')] }],
    ['CAROUSEL', { media: [media('VIDEO'), media('IMAGE')] }],
    ['THREAD', { text: texts.Russian, parts: [{ text: texts.Russian, media: [] }] }],
    ['THREAD', { media: [media('IMAGE'), media('IMAGE')], parts: [{ text: texts.English, media: [] }] }],
  ])('is %s for %j', (format, content) => {
    expect(formatOf({ ...nothing, ...content })).toBe(format);
  });

  it('never depends on what the text says', () => {
    fc.assert(
      fc.property(anyContent, anyText, (content, text) => {
        expect(formatOf({ ...content, text })).toBe(formatOf(content));
      }),
    );
  });
});

describe('resolveVariant', () => {
  it('inherits exactly what the variant does not override', () => {
    fc.assert(
      fc.property(anyContent, anyVariant, (post, variant) => {
        const { content, inherits } = resolveVariant(post, variant);
        for (const part of inheritedParts) {
          expect(content[part]).toBe(variant[part] ?? post[part]);
        }
        // Of a post that is no thread there are no parts to inherit.
        const inherited = inheritedParts.filter((part) => variant[part] === null);
        expect(inherits).toEqual(inherited.filter((part) => part !== 'parts' || post.parts.length > 0));
      }),
    );
  });

  it('is the post itself where nothing is overridden', () => {
    fc.assert(
      fc.property(anyContent, (post) => {
        expect(resolveVariant(post, bare)).toMatchObject({ content: post, format: formatOf(post), channelId: 'riga' });
      }),
    );
  });

  it('is the variant alone where everything is', () => {
    fc.assert(
      fc.property(anyContent, anyContent, anyText, anyLink, (post, own, text, link) => {
        const variant = { ...bare, ...own, text: own.text ?? text, link: own.link ?? link };
        expect(resolveVariant(post, variant)).toEqual(resolveVariant(nothing, variant));
        expect(resolveVariant(post, variant).inherits).toEqual([]);
      }),
    );
  });

  it('overrides with an empty text, no media and no parts', () => {
    const post: Content = {
      text: texts.Russian,
      link: 'https://example.com',
      media: [media('IMAGE')],
      parts: [{ text: texts.Kazakh, media: [] }],
    };
    expect(resolveVariant(post, { ...bare, text: '', media: [], parts: [] })).toMatchObject({
      format: 'LINK',
      content: { text: '', link: 'https://example.com', media: [], parts: [] },
      inherits: ['link'],
    });
  });

  it('has the format that someone named, else that of the content as the channel gets it', () => {
    fc.assert(
      fc.property(anyContent, anyVariant, (post, variant) => {
        const { format, content } = resolveVariant(post, variant);
        expect(format).toBe(variant.format ?? formatOf(content));
      }),
    );
    const thread = { ...nothing, text: texts.English, parts: [{ text: texts.Latvian, media: [] }] };
    expect(resolveVariant(thread, { ...bare, parts: [] }).format).toBe('TEXT');
  });

  it('keeps the first comment and the options of the network as they are', () => {
    fc.assert(
      fc.property(anyContent, anyVariant, (post, variant) => {
        const { channelId, firstComment, options } = variant;
        expect(resolveVariant(post, variant)).toMatchObject({ channelId, firstComment, options });
      }),
    );
  });
});
