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
  readonly altText: string | null;
}

export interface Content {
  readonly text: string | null;
  readonly link: string | null;
  readonly media: readonly ContentMedia[];
}

/** A post as one channel gets it, before inheriting: null is inherited. */
export interface Variant {
  readonly channelId: string;
  readonly format: PostFormat | null;
  readonly text: string | null;
  readonly link: string | null;
  readonly media: readonly ContentMedia[] | null;
  readonly firstComment: string | null;
  readonly options: unknown;
}

/** The content of one revision: what deliveries are pinned to. */
export interface PostContent extends Content {
  readonly variants: readonly Variant[];
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

export const inheritedParts = ['text', 'link', 'media'] as const;
export type InheritedPart = (typeof inheritedParts)[number];

/** What content is where nobody said it: by its media, then its link, then its text. */
export function formatOf({ media, link }: Content): PostFormat {
  const [first] = media;
  if (first === undefined) return link === null ? 'TEXT' : 'LINK';
  if (media.length > 1) return 'CAROUSEL';
  return first.kind === 'VIDEO' ? 'VIDEO' : 'PHOTO';
}

export function resolveVariant(post: Content, variant: Variant): ResolvedVariant {
  const content: Content = {
    text: variant.text ?? post.text,
    link: variant.link ?? post.link,
    media: variant.media ?? post.media,
  };
  return {
    channelId: variant.channelId,
    format: variant.format ?? formatOf(content),
    content,
    firstComment: variant.firstComment,
    options: variant.options,
    inherits: inheritedParts.filter((part) => variant[part] === null),
  };
}
