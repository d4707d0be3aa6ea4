import { z } from 'zod';
import type { RecordValue } from './state.ts';
import { parse } from './xrpc.ts';

// The shapes of records, by the network's lexicons. Keys that those do not know are refused.

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const graphemesOf = (text: string) => Array.from(segmenter.segment(text)).length;

/** A text, its length in bytes and in what people see as one character. */
const textOf = (maxBytes: number, maxGraphemes: number) =>
  z.string().superRefine((text, context) => {
    const problem = (what: string, maximum: number, got: number) =>
      context.addIssue({ code: 'custom', message: `${what} too big (maximum ${maximum}, got ${got})` });
    const bytes = Buffer.byteLength(text);
    const graphemes = graphemesOf(text);
    if (graphemes > maxGraphemes) problem('grapheme', maxGraphemes, graphemes);
    else if (bytes > maxBytes) problem('string', maxBytes, bytes);
  });

const datetime = z.iso.datetime({ offset: true, error: 'Invalid datetime' });
const did = z.string().regex(/^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/, 'Invalid did');
const atUri = z
  .string()
  .regex(/^at:\/\/[^/\s]+(\/[a-zA-Z0-9.-]+(\/[a-zA-Z0-9._~:@!$&'()*+,;=%-]+)?)?$/, 'Invalid at-uri');
const cid = z.string().regex(/^b[a-z2-7]{20,}$/, 'Invalid cid');
const uri = z
  .string()
  .max(8192)
  .regex(/^\w+:(?:\/\/)?[^\s/][^\s]*$/, 'Invalid uri');
const strongRef = z.strictObject({ $type: z.literal('com.atproto.repo.strongRef').optional(), uri: atUri, cid });

const blobOf = (maxBytes: number) =>
  z
    .strictObject({
      $type: z.literal('blob'),
      ref: z.strictObject({ $link: cid }),
      mimeType: z.string().regex(/^image\//, 'Expected "image/*"'),
      size: z.int(),
    })
    .superRefine(({ size }, context) => {
      if (size <= maxBytes) return;
      context.addIssue({ code: 'custom', message: `blob too big (maximum ${maxBytes}, got ${size})` });
    });

const aspectRatio = z.strictObject({
  $type: z.literal('app.bsky.embed.defs#aspectRatio').optional(),
  width: z.int().min(1),
  height: z.int().min(1),
});

/** Servers still take less than the lexicon's newest version says. */
const maxPictureBytes = 1_000_000;

const images = z.strictObject({
  $type: z.literal('app.bsky.embed.images'),
  images: z
    .array(
      z.strictObject({
        $type: z.literal('app.bsky.embed.images#image').optional(),
        image: blobOf(maxPictureBytes),
        alt: z.string(),
        aspectRatio: aspectRatio.optional(),
      }),
    )
    .max(4),
});
const external = z.strictObject({
  $type: z.literal('app.bsky.embed.external'),
  external: z.strictObject({
    $type: z.literal('app.bsky.embed.external#external').optional(),
    uri,
    title: z.string(),
    description: z.string(),
    thumb: blobOf(maxPictureBytes).optional(),
    associatedRefs: z.array(strongRef).optional(),
  }),
});
const quoted = z.strictObject({ $type: z.literal('app.bsky.embed.record'), record: strongRef });
const embed = z.discriminatedUnion('$type', [
  images,
  external,
  quoted,
  z.strictObject({
    $type: z.literal('app.bsky.embed.recordWithMedia'),
    record: quoted.extend({ $type: quoted.shape.$type.optional() }),
    media: z.discriminatedUnion('$type', [images, external]),
  }),
]);

const facet = z.strictObject({
  $type: z.literal('app.bsky.richtext.facet').optional(),
  index: z.strictObject({
    $type: z.literal('app.bsky.richtext.facet#byteSlice').optional(),
    byteStart: z.int().min(0),
    byteEnd: z.int().min(0),
  }),
  features: z.array(
    z.discriminatedUnion('$type', [
      z.strictObject({ $type: z.literal('app.bsky.richtext.facet#mention'), did }),
      z.strictObject({ $type: z.literal('app.bsky.richtext.facet#link'), uri }),
      z.strictObject({ $type: z.literal('app.bsky.richtext.facet#tag'), tag: textOf(640, 64) }),
    ]),
  ),
});

/** True where a character of the text begins or ends at this byte. */
const isBoundary = (bytes: Buffer, index: number) => index === bytes.length || ((bytes[index] ?? 0x80) & 0xc0) !== 0x80;

const post = z
  .strictObject({
    $type: z.literal('app.bsky.feed.post'),
    text: textOf(3000, 300),
    facets: z.array(facet).optional(),
    reply: z
      .strictObject({ $type: z.literal('app.bsky.feed.post#replyRef').optional(), root: strongRef, parent: strongRef })
      .optional(),
    embed: embed.optional(),
    langs: z
      .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, 'Invalid language'))
      .max(3)
      .optional(),
    labels: z
      .strictObject({
        $type: z.literal('com.atproto.label.defs#selfLabels'),
        values: z.array(
          z.strictObject({ $type: z.literal('com.atproto.label.defs#selfLabel').optional(), val: z.string().max(128) }),
        ),
      })
      .optional(),
    tags: z.array(textOf(640, 64)).max(8).optional(),
    createdAt: datetime,
  })
  .superRefine(({ text, facets = [] }, context) => {
    const bytes = Buffer.from(text);
    for (const [index, { index: slice }] of facets.entries()) {
      const { byteStart, byteEnd } = slice;
      const inside = byteStart < byteEnd && byteEnd <= bytes.length;
      if (inside && isBoundary(bytes, byteStart) && isBoundary(bytes, byteEnd)) continue;
      const message = `Expected a slice of the text (${bytes.length} bytes), got ${byteStart} to ${byteEnd}`;
      context.addIssue({ code: 'custom', message, path: ['facets', index, 'index'] });
    }
  });

const reaction = (type: 'app.bsky.feed.like' | 'app.bsky.feed.repost') =>
  z.strictObject({ $type: z.literal(type), subject: strongRef, createdAt: datetime, via: strongRef.optional() });

const rule = (name: string) => z.strictObject({ $type: z.literal(`app.bsky.feed.threadgate#${name}`) });
const threadgate = z.strictObject({
  $type: z.literal('app.bsky.feed.threadgate'),
  post: atUri,
  allow: z
    .array(
      z.discriminatedUnion('$type', [
        rule('mentionRule'),
        rule('followerRule'),
        rule('followingRule'),
        z.strictObject({ $type: z.literal('app.bsky.feed.threadgate#listRule'), list: atUri }),
      ]),
    )
    .max(5)
    .optional(),
  hiddenReplies: z.array(atUri).max(300).optional(),
  createdAt: datetime,
});
const postgate = z.strictObject({
  $type: z.literal('app.bsky.feed.postgate'),
  post: atUri,
  detachedEmbeddingUris: z.array(atUri).max(50).optional(),
  embeddingRules: z
    .array(z.strictObject({ $type: z.literal('app.bsky.feed.postgate#disableRule') }))
    .max(5)
    .optional(),
  createdAt: datetime,
});
const subjectOnly = (type: string) => z.strictObject({ $type: z.literal(type), subject: did, createdAt: datetime });

const profile = z.strictObject({
  $type: z.literal('app.bsky.actor.profile'),
  displayName: textOf(640, 64).optional(),
  description: textOf(2560, 256).optional(),
  pronouns: textOf(200, 20).optional(),
  website: uri.optional(),
  avatar: blobOf(maxPictureBytes).optional(),
  banner: blobOf(maxPictureBytes).optional(),
  pinnedPost: strongRef.optional(),
  createdAt: datetime.optional(),
});

/** By collection: the shape, and whether keys are made of the time. */
const lexicons: Readonly<Record<string, { readonly shape: z.ZodType; readonly key: 'tid' | 'any' }>> = {
  'app.bsky.actor.profile': { shape: profile, key: 'any' },
  'app.bsky.feed.post': { shape: post, key: 'tid' },
  'app.bsky.feed.like': { shape: reaction('app.bsky.feed.like'), key: 'tid' },
  'app.bsky.feed.repost': { shape: reaction('app.bsky.feed.repost'), key: 'tid' },
  'app.bsky.feed.threadgate': { shape: threadgate, key: 'tid' },
  'app.bsky.feed.postgate': { shape: postgate, key: 'tid' },
  'app.bsky.graph.follow': { shape: subjectOnly('app.bsky.graph.follow'), key: 'tid' },
  'app.bsky.graph.block': { shape: subjectOnly('app.bsky.graph.block'), key: 'tid' },
};

export const isKnown = (collection: string): boolean => Object.hasOwn(lexicons, collection);
export const wantsTid = (collection: string): boolean => lexicons[collection]?.key === 'tid';

/** Throws what is wrong with a record; of a collection that nothing is known of, nothing is. */
export function checkRecord(collection: string, value: RecordValue): void {
  const lexicon = lexicons[collection];
  if (lexicon) parse(lexicon.shape, value, { root: '$.record', what: `Invalid ${collection} record: ` });
}

export interface BlobReference {
  readonly cid: string;
  readonly mimeType: string;
  readonly size: number;
}

/** All blobs that a record names, wherever they stand in it. */
export function blobsIn(value: unknown): readonly BlobReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const { $type, ref, mimeType, size } = value as {
    $type?: unknown;
    ref?: { $link?: unknown };
    mimeType?: unknown;
    size?: unknown;
  }; // read only
  if ($type === 'blob') return [{ cid: String(ref?.$link), mimeType: String(mimeType), size: Number(size) }];
  return Object.values(value).flatMap(blobsIn);
}
