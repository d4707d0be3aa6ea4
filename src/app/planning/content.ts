import {
  resolveVariant,
  type Content,
  type ContentMedia,
  type ContentPart,
  type PostContent,
  type ResolvedVariant,
  type Variant,
} from '../../domain/planning/content.ts';
import type { PostRevision, Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import { campaignOfPost, utmOf } from '../campaigns/utm.ts';

/** What is read of a post to know its content. */
export const contentSelection = {
  media: { where: { variantId: null }, include: { asset: true }, orderBy: [{ part: 'asc' }, { position: 'asc' }] },
  variants: {
    include: { channel: true, media: { include: { asset: true }, orderBy: [{ part: 'asc' }, { position: 'asc' }] } },
    orderBy: { position: 'asc' },
  },
  campaign: { select: campaignOfPost },
} satisfies Prisma.PostInclude;

export type PostWithContent = Prisma.PostGetPayload<{ include: typeof contentSelection }>;
export type VariantRow = PostWithContent['variants'][number];

type MediaRows = PostWithContent['media'];

const mediaOf = (rows: MediaRows, part: number): readonly ContentMedia[] =>
  rows
    .filter((row) => row.part === part)
    .map(({ asset, altText }) => ({
      assetId: asset.id,
      kind: asset.kind,
      mimeType: asset.mimeType,
      byteSize: asset.byteSize,
      ...(asset.width !== null && { width: asset.width }),
      ...(asset.height !== null && { height: asset.height }),
      altText: altText ?? asset.altText,
    }));

const partsOf = (texts: readonly string[], rows: MediaRows): readonly ContentPart[] =>
  texts.map((text, index) => ({ text, media: mediaOf(rows, index + 1) }));

type VariantParts =
  | 'channelId'
  | 'format'
  | 'text'
  | 'link'
  | 'mediaOverrides'
  | 'partsOverride'
  | 'parts'
  | 'media'
  | 'firstComment'
  | 'options';

export const variantOf = (row: Pick<VariantRow, VariantParts>): Variant => ({
  channelId: row.channelId,
  format: row.format,
  text: row.text,
  link: row.link,
  media: row.mediaOverrides ? mediaOf(row.media, 0) : null,
  parts: row.partsOverride ? partsOf(row.parts, row.media) : null,
  firstComment: row.firstComment,
  options: row.options,
});

export const contentOf = (post: Pick<PostWithContent, 'text' | 'link' | 'parts' | 'media'>): Content => ({
  text: post.text,
  link: post.link,
  media: mediaOf(post.media, 0),
  parts: partsOf(post.parts, post.media),
});

/** Its variants as their channels get them. */
export function resolvedVariants(post: PostWithContent): readonly ResolvedVariant[] {
  const content = contentOf(post);
  const rules = utmOf(post.campaign);
  return post.variants.map((row) => resolveVariant(content, variantOf(row), { rules, channel: row.channel }));
}

export const postContentOf = (post: PostWithContent): PostContent => ({
  ...contentOf(post),
  utm: utmOf(post.campaign),
  variants: post.variants.map(variantOf),
});

/** Keeps the content of a post as the revision that it now has, and answers with the post. */
export async function keepRevision(
  tx: Tx,
  postId: string,
  author: { readonly kind: string; readonly id?: string },
  now: Date,
): Promise<PostWithContent> {
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId }, include: contentSelection });
  await tx.postRevision.create({
    data: {
      postId,
      number: post.revision,
      content: postContentOf(post) as unknown as Prisma.InputJsonValue, // plain data; readonly arrays do not fit the type
      actorKind: author.kind,
      actorId: author.id ?? null,
      createdAt: now,
    },
  });
  return post;
}

/** The content of a revision. Those that were kept before threads or campaigns were known have no parts, or no rules. */
export function readRevision({ content }: Pick<PostRevision, 'content'>): PostContent {
  const kept = content as unknown as Omit<PostContent, 'parts' | 'utm' | 'variants'> &
    Partial<Pick<PostContent, 'parts' | 'utm'>> & {
      readonly variants: readonly (Omit<Variant, 'parts'> & Partial<Pick<Variant, 'parts'>>)[];
    }; // written by keepRevision, of this version or an earlier one
  return {
    ...kept,
    parts: kept.parts ?? [],
    utm: kept.utm ?? null,
    variants: kept.variants.map((variant) => ({ ...variant, parts: variant.parts ?? null })),
  };
}
