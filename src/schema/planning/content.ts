import { resolveVariant, type Tracking } from '../../domain/planning/content.ts';
import { campaignOfPost, utmOf } from '../../app/campaigns/utm.ts';
import { contentOf, contentSelection, variantOf } from '../../app/planning/content.ts';
import type { MediaAsset as MediaAssetRow } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Channel } from '../workspace/channel.ts';
import { PostFormat } from './format.ts';
import { MediaAsset } from './media.ts';
import { registerNetworkOptions } from './network-options.ts';

interface MediaShape {
  readonly asset: MediaAssetRow;
  readonly altText: string | null;
  readonly part: number;
}

interface ContentShape {
  readonly text: string | null;
  readonly link: string | null;
  /** Texts of the parts that follow the first. */
  readonly parts: readonly string[];
  /** Of all parts. */
  readonly media: readonly MediaShape[];
}

const mediaOfPart = (media: readonly MediaShape[], part: number) => media.filter((item) => item.part === part);

const ContentMedia = builder.objectRef<MediaShape>('ContentMedia').implement({
  description: 'An asset used in content.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    asset: t.field({ type: MediaAsset, description: 'The asset.', resolve: ({ asset }) => asset }),
    altText: t.string({
      nullable: true,
      description: 'For people who cannot see it: its own here, else the asset’s; null: none.',
      resolve: ({ altText, asset }) => altText ?? asset.altText,
    }),
  }),
});

const ContentPart = builder
  .objectRef<{ readonly text: string; readonly media: readonly MediaShape[] }>('ContentPart')
  .implement({
    description: 'What follows the first part of a thread.',
    extensions: access('READ_POSTS'),
    fields: (t) => ({
      text: t.exposeString('text', { description: 'The text; empty: none.' }),
      media: t.field({
        type: [ContentMedia],
        description: 'In order; at most 50.',
        resolve: ({ media }) => [...media],
      }),
    }),
  });

export const Content = builder.objectRef<ContentShape>('Content').implement({
  description: 'Text, link and media in order.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    text: t.exposeString('text', { nullable: true, description: 'The text; null: none.' }),
    link: t.expose('link', { type: 'URL', nullable: true, description: 'The link; null: none.' }),
    media: t.field({
      type: [ContentMedia],
      description: 'In order; at most 50.',
      resolve: ({ media }) => mediaOfPart(media, 0),
    }),
    parts: t.field({
      type: [ContentPart],
      description: 'Of a thread: what follows, in order; at most 100. Else empty.',
      resolve: ({ parts, media }) => parts.map((text, index) => ({ text, media: mediaOfPart(media, index + 1) })),
    }),
  }),
});

const ContentMediaInput = builder.inputType('ContentMediaInput', {
  description: 'An asset and its description.',
  fields: (t) => ({
    assetId: t.id({ required: true, description: 'The asset.' }),
    altText: t.string({ description: 'For people who cannot see it; absent: the asset’s own.' }),
  }),
});

const ContentPartInput = builder.inputType('ContentPartInput', {
  description: 'A further part of a thread.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'The text.' }),
    media: t.field({ type: [ContentMediaInput], description: 'In order; at most 50.' }),
  }),
});

export const ContentInput = builder.inputType('ContentInput', {
  description:
    'Text, link and media. In an update, what is absent stays and null clears (in a variant: inherits again).',
  fields: (t) => ({
    text: t.string({ description: 'The text.' }),
    link: t.field({ type: 'URL', description: 'A link, beginning with http:// or https://.' }),
    media: t.field({ type: [ContentMediaInput], description: 'In order; at most 50.' }),
    parts: t.field({
      type: [ContentPartInput],
      description: 'Makes it a thread: what follows the text, in order; at most 100. Replaces all parts.',
    }),
  }),
});

const mediaOf = contentSelection.media;
const ownMedia = contentSelection.variants.include.media;

/** The variant's type and input, with the options of the connectors that are installed. */
const options = registerNetworkOptions();

export const PostVariant = builder.prismaObject('PostVariant', {
  description: 'A post as one channel gets it.',
  extensions: access('READ_POSTS'),
  select: {
    channelId: true,
    format: true,
    text: true,
    link: true,
    mediaOverrides: true,
    partsOverride: true,
    parts: true,
    firstComment: true,
    options: true,
    media: ownMedia,
    post: { include: { media: mediaOf, campaign: { select: campaignOfPost } } },
    channel: true,
  },
  fields: (t) => ({
    channel: t.field({ type: Channel, description: 'The channel.', resolve: ({ channel }) => channel }),
    format: t.field({
      type: PostFormat,
      description: 'Its own, else what its content asks for.',
      resolve: (variant) => resolved(variant).format,
    }),
    content: t.field({
      type: Content,
      description:
        'After inheriting. The link is in its final form: with what the campaign adds to it, also where the same link stands in a text.',
      resolve: ({ post, ...variant }) => {
        const { text, link, parts } = resolved({ ...variant, post }).content;
        return {
          text,
          link,
          parts: parts.map((part) => part.text),
          media: [
            ...(variant.mediaOverrides ? variant : post).media.filter(({ part }) => part === 0),
            ...(variant.partsOverride ? variant : post).media.filter(({ part }) => part > 0),
          ],
        };
      },
    }),
    firstComment: t.string({
      nullable: true,
      description: 'Posted below it at once, its link in its final form; null: none.',
      resolve: (variant) => resolved(variant).firstComment,
    }),
    inherits: t.stringList({
      description: 'Which of its content comes from the post: text, link, media, parts.',
      resolve: (variant) => [...resolved(variant).inherits],
    }),
    ...(options.output && {
      options: t.field({
        type: options.output,
        nullable: true,
        description: 'The network’s own settings; null: its defaults.',
        resolve: ({ options: value, channel }) =>
          value === null ? null : { network: channel.network, value: value as Record<string, unknown> }, // stored as the connector's schema gave it
      }),
    }),
  }),
});

function resolved({
  post,
  ...variant
}: Parameters<typeof variantOf>[0] & {
  readonly post: Parameters<typeof contentOf>[0] & { readonly campaign: Parameters<typeof utmOf>[0] };
  readonly channel: Tracking['channel'];
}) {
  const tracking: Tracking = { rules: utmOf(post.campaign), channel: variant.channel };
  return resolveVariant(contentOf(post), variantOf(variant), tracking);
}

export const PostVariantInput = builder.inputType('PostVariantInput', {
  description: 'A post for one channel. What is absent or null is inherited.',
  fields: (t) => ({
    channelId: t.id({ required: true, description: 'The channel.' }),
    format: t.field({ type: PostFormat, description: 'Absent: what the content asks for.' }),
    content: t.field({ type: ContentInput, description: 'What differs from the post.' }),
    firstComment: t.string({ description: 'Posted below it at once, where the network can.' }),
    ...(options.input && {
      options: t.field({ type: options.input, description: 'The network’s own settings.' }),
    }),
  }),
});
