import type { Content, ContentMedia, PostContent, Variant } from '../../domain/planning/content.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';

/** What is read of a post to know its content. */
export const contentSelection = {
  media: { where: { variantId: null }, include: { asset: true }, orderBy: { position: 'asc' } },
  variants: {
    include: { channel: true, media: { include: { asset: true }, orderBy: { position: 'asc' } } },
    orderBy: { position: 'asc' },
  },
} satisfies Prisma.PostInclude;

export type PostWithContent = Prisma.PostGetPayload<{ include: typeof contentSelection }>;
export type VariantRow = PostWithContent['variants'][number];

const mediaOf = (rows: PostWithContent['media']): readonly ContentMedia[] =>
  rows.map(({ asset, altText }) => ({
    assetId: asset.id,
    kind: asset.kind,
    mimeType: asset.mimeType,
    byteSize: asset.byteSize,
    altText: altText ?? asset.altText,
  }));

type VariantParts = 'channelId' | 'format' | 'text' | 'link' | 'mediaOverrides' | 'media' | 'firstComment' | 'options';

export const variantOf = (row: Pick<VariantRow, VariantParts>): Variant => ({
  channelId: row.channelId,
  format: row.format,
  text: row.text,
  link: row.link,
  media: row.mediaOverrides ? mediaOf(row.media) : null,
  firstComment: row.firstComment,
  options: row.options,
});

export const contentOf = (post: Pick<PostWithContent, 'text' | 'link' | 'media'>): Content => ({
  text: post.text,
  link: post.link,
  media: mediaOf(post.media),
});

export const postContentOf = (post: PostWithContent): PostContent => ({
  ...contentOf(post),
  variants: post.variants.map(variantOf),
});

/** Keeps the content of a post as the revision that it now has. */
export async function keepRevision(
  tx: Tx,
  postId: string,
  author: { readonly kind: string; readonly id?: string },
  now: Date,
): Promise<void> {
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
}
