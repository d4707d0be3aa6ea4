import { applyUtm, replaceLink, type UtmPlace, type UtmRules } from '../campaigns/utm.ts';

/** Forms of content, as domain.md names them. */
export const postFormats = [
  'TEXT',
  'LINK',
  'PHOTO',
  'CAROUSEL',
  'VIDEO',
  'SHORT_VIDEO',
  'STORY',
  'POLL',
  'THREAD',
  'ARTICLE',
] as const;
export type PostFormat = (typeof postFormats)[number];

export const mediaKinds = ['IMAGE', 'ANIMATION', 'VIDEO', 'AUDIO', 'DOCUMENT'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** An asset used in content. */
export interface ContentMedia {
  readonly assetId: string;
  readonly kind: MediaKind;
  readonly mimeType: string;
  readonly byteSize: number;
  /** Pixels, as people see it; absent: not known. */
  readonly width?: number;
  readonly height?: number;
  /** Absent: not known, or it does not play. */
  readonly durationSeconds?: number;
  readonly altText: string | null;
}

/** What follows the first part of a thread. */
export interface ContentPart {
  readonly text: string;
  readonly media: readonly ContentMedia[];
}

export interface Content {
  readonly text: string | null;
  readonly link: string | null;
  readonly media: readonly ContentMedia[];
  /** Empty where it is no thread. */
  readonly parts: readonly ContentPart[];
}

/** A post as one channel gets it, before inheriting: null is inherited. */
export interface Variant {
  readonly channelId: string;
  readonly format: PostFormat | null;
  readonly text: string | null;
  readonly link: string | null;
  readonly media: readonly ContentMedia[] | null;
  readonly parts: readonly ContentPart[] | null;
  readonly firstComment: string | null;
  readonly options: unknown;
}

/** The content of one revision: what deliveries are pinned to. */
export interface PostContent extends Content {
  /** What its campaign adds to its links; null: nothing. */
  readonly utm: UtmRules | null;
  readonly variants: readonly Variant[];
}

/** Which rules shape a variant's link, and where it goes. */
export interface Tracking {
  readonly rules: UtmRules | null;
  readonly channel: { readonly network: string; readonly handle: string | null; readonly name: string };
}

/** A post as one channel gets it, after inheriting. */
export interface ResolvedVariant {
  readonly channelId: string;
  readonly format: PostFormat;
  readonly content: Content;
  readonly firstComment: string | null;
  readonly options: unknown;
  /** Which parts come from the post. */
  readonly inherits: readonly InheritedPart[];
}

export const inheritedParts = ['text', 'link', 'media', 'parts'] as const;
export type InheritedPart = (typeof inheritedParts)[number];

/** What content is where nobody said it: by its parts, then its media, its link, its text. */
export function formatOf({
  media,
  link,
  parts,
}: Pick<Content, 'link'> &
  Partial<Pick<Content, 'text'>> & {
    readonly media: readonly Pick<ContentMedia, 'kind'>[];
    readonly parts: readonly unknown[];
  }): PostFormat {
  if (parts.length > 0) return 'THREAD';
  // Files and sound stand beside a text, and make no other post of it.
  const [first, ...others] = media.filter(({ kind }) => kind !== 'DOCUMENT' && kind !== 'AUDIO');
  if (first === undefined) return link === null ? 'TEXT' : 'LINK';
  if (others.length > 0) return 'CAROUSEL';
  return first.kind === 'VIDEO' ? 'VIDEO' : 'PHOTO';
}

/** A post as one channel gets it. With tracking its link is in its final form, also where the same link stands in a text. */
export function resolveVariant(post: Content, variant: Variant, tracking: Tracking | null = null): ResolvedVariant {
  const written: Content = {
    text: variant.text ?? post.text,
    link: variant.link ?? post.link,
    media: variant.media ?? post.media,
    parts: variant.parts ?? post.parts,
  };
  const format = variant.format ?? formatOf(written);
  const final = tracking === null ? null : finalLink(written.link, tracking, format);
  const inText = <Text extends string | null>(text: Text) =>
    text === null || written.link === null || final === null ? text : replaceLink(text, written.link, final);
  return {
    channelId: variant.channelId,
    format,
    content: {
      ...written,
      text: inText(written.text),
      link: final ?? written.link,
      parts: final === null ? written.parts : written.parts.map((part) => ({ ...part, text: inText(part.text) })),
    },
    firstComment: inText(variant.firstComment),
    options: variant.options,
    inherits: inheritedParts.filter(
      // Of a post that is no thread there are no parts to inherit.
      (part) => variant[part] === null && (part !== 'parts' || post.parts.length > 0),
    ),
  };
}

/** A link as it goes out; null: as it was written. */
function finalLink(link: string | null, { rules, channel }: Tracking, format: PostFormat): string | null {
  if (link === null || rules === null) return null;
  const place: UtmPlace = {
    network: channel.network,
    channel: channel.handle ?? channel.name,
    format: format.toLowerCase(),
  };
  return applyUtm(link, rules, place);
}
