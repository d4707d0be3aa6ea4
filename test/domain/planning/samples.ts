import { countText, type TextCounting } from '@polyphony/sdk';
import type { ChannelRules, FormatRules } from '../../../src/domain/planning/channel-rules.ts';
import {
  resolveVariant,
  type Content,
  type ContentMedia,
  type ResolvedVariant,
  type Variant,
} from '../../../src/domain/planning/content.ts';
import { validateVariants } from '../../../src/domain/planning/validation.ts';

type TextLimits = NonNullable<FormatRules['text']>['limits'];

export const picture: ContentMedia = {
  assetId: 'bread',
  kind: 'IMAGE',
  mimeType: 'image/jpeg',
  byteSize: 1_000,
  altText: 'Ржаной хлеб 🍞',
};
export const pictures = (min: number, max: number): FormatRules['media'][number] => ({
  kind: 'IMAGE',
  min,
  max,
  mimeTypes: ['image/jpeg', 'image/png'],
  maxBytes: 1_000,
  altTextMax: 20,
});
export const formatsWith = (limits: TextLimits): readonly FormatRules[] => [
  { format: 'TEXT', text: { required: true, limits }, media: [], link: false },
  { format: 'LINK', text: { required: false, limits }, media: [], link: true },
  { format: 'PHOTO', text: { required: false, limits }, media: [pictures(1, 1)], link: false },
  { format: 'CAROUSEL', text: { required: false, limits }, media: [pictures(2, 3)], link: false },
  { format: 'STORY', media: [pictures(1, 1)], link: false },
  { format: 'THREAD', text: { required: true, limits }, media: [pictures(0, 1)], link: false, parts: { max: 2 } },
];
export const channel = (own: Partial<ChannelRules> = {}): ChannelRules => ({
  channelId: 'riga',
  network: 'sandbox',
  status: 'CONNECTED',
  formats: formatsWith([]),
  firstComment: true,
  count: (text, { counting, ...limit }, rule) => countText(text, counting as TextCounting, { ...limit, ...rule }),
  ...own,
});
export const variant = (post: Partial<Content>, own: Partial<Variant> = {}): ResolvedVariant =>
  resolveVariant(
    { text: null, link: null, media: [], parts: [], ...post },
    {
      channelId: 'riga',
      format: null,
      text: null,
      link: null,
      media: null,
      parts: null,
      firstComment: null,
      options: null,
      ...own,
    },
  );

export const issuesOf = (post: ResolvedVariant, rules: Partial<ChannelRules> = {}) =>
  validateVariants([post], [channel(rules)]);
export const placed = (post: ResolvedVariant, rules: Partial<ChannelRules> = {}) =>
  issuesOf(post, rules).map(({ code, path }) => `${path.join('.')}: ${code}`);
