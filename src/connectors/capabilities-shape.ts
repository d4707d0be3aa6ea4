import { z } from 'zod';
import {
  costUnits,
  granularities,
  insightsScopes,
  postFormats,
  profileFields,
  publishingActions,
  rateLimitScopes,
  textCountings,
} from './capabilities.ts';
import { conversationKinds, messageActions } from './engagement.ts';
import { text, name, count, positive, large, day, mimeType, words, once } from './shape.ts';

const mediaShape = z
  .strictObject({
    kind: z.enum(['IMAGE', 'ANIMATION', 'VIDEO', 'AUDIO', 'DOCUMENT']),
    min: count,
    max: positive,
    mimeTypes: z.array(mimeType).min(1).max(50),
    maxBytes: large.optional(),
    minWidth: positive.optional(),
    maxWidth: positive.optional(),
    minHeight: positive.optional(),
    maxHeight: positive.optional(),
    aspectRatios: z
      .array(z.strictObject({ min: z.number().positive(), max: z.number().positive() }))
      .max(20)
      .optional(),
    minDurationSeconds: z.number().positive().optional(),
    maxDurationSeconds: z.number().positive().optional(),
    altTextMax: positive.optional(),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], error: 'must not be smaller than `min`' });

const limitShape = z
  .strictObject({
    max: positive,
    counting: z.enum(textCountings),
    weights: z
      .array(z.strictObject({ from: count, to: count, weight: positive }))
      .max(100)
      .optional(),
  })
  .refine(({ counting, weights }) => (counting === 'WEIGHTED') === (weights !== undefined), {
    path: ['weights'],
    error: 'must be there for `WEIGHTED`, and only for it',
  })
  .refine(({ weights }) => weights === undefined || coversAll(weights), {
    path: ['weights'],
    error: 'must have every code point from 0 to 0x10FFFF in one range, in order',
  });

function coversAll(ranges: readonly { readonly from: number; readonly to: number }[]): boolean {
  let next = 0;
  for (const { from, to } of ranges) {
    if (from !== next || to < from) return false;
    next = to + 1;
  }
  return next === 0x110000;
}

const formatShape = z.strictObject({
  format: z.enum(postFormats),
  text: z
    .strictObject({
      required: z.boolean(),
      limits: z.array(limitShape).max(10),
      urlWeight: positive.optional(),
      emojiWeight: positive.optional(),
    })
    .optional(),
  media: z.array(mediaShape).max(5),
  mediaTotal: z.strictObject({ min: count, max: positive }).optional(),
  options: z
    .strictObject({ required: z.array(name).max(100).optional(), only: z.array(name).max(100).optional() })
    .optional(),
  hashtags: z.strictObject({ max: positive }).optional(),
  link: z.boolean(),
  settles: z.enum(['NOW', 'LATER']),
  parts: z.strictObject({ max: positive }).optional(),
  spends: z
    .array(z.strictObject({ price: words, per: z.enum(costUnits) }))
    .max(50)
    .optional(),
});

export const accountCapabilities = {
  formats: once(formatShape, ({ format }) => format, 'format', 10).min(1),
  actions: z.array(z.enum(publishingActions)).max(3),
  insights: once(
    z
      .strictObject({
        scope: z.enum(insightsScopes),
        metrics: z
          .array(z.strictObject({ key: name, nativeName: name, since: day.optional(), until: day.optional() }))
          .max(100),
        granularity: z.array(z.enum(granularities)).min(1).max(4).optional(),
        historyDays: positive.optional(),
        delayHours: positive.optional(),
      })
      .refine(({ scope, metrics }) => scope === 'AUDIENCE' || metrics.length > 0, {
        path: ['metrics'],
        error: 'must not be empty',
      }),
    ({ scope }) => scope,
    'scope',
    3,
  ).optional(),
  engagement: z
    .strictObject({
      kinds: z.array(z.enum(conversationKinds)).min(1).max(4),
      actions: z.array(z.enum(messageActions)).max(6),
      live: z.boolean(),
    })
    .optional(),
  profile: z
    .strictObject({
      fields: z.array(z.enum(profileFields)).min(1).max(5),
      maxLengths: z.strictObject({ displayName: positive.optional(), bio: positive.optional() }).optional(),
      images: once(
        z.strictObject({
          slot: name,
          width: positive,
          height: positive,
          maxBytes: large.optional(),
          mimeTypes: z.array(mimeType).min(1).max(50),
        }),
        ({ slot }) => slot,
        'slot',
        20,
      ),
    })
    .refine(
      ({ fields, images }) =>
        fields.every(
          (field) => (field !== 'avatar' && field !== 'header') || images.some(({ slot }) => slot === field),
        ),
      { path: ['images'], error: 'must have a slot for each picture among `fields`' },
    )
    .optional(),
};

export const capabilitiesShape = z.strictObject({
  ...accountCapabilities,
  limits: once(
    z.strictObject({
      name: words,
      max: positive,
      windowSeconds: positive,
      scope: z.enum(rateLimitScopes),
      every: z.boolean().optional(),
      eachPost: z.boolean().optional(),
    }),
    ({ name }) => name,
    'limit',
    50,
  ).optional(),
  prices: once(
    z.strictObject({
      name: words,
      amount: z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be a decimal number, such as `0.015`'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'must be of ISO 4217, such as `USD`'),
      source: text,
      asOf: day,
    }),
    ({ name }) => name,
    'price',
    50,
  )
    .refine((prices) => new Set(prices.map(({ currency }) => currency)).size <= 1, 'must be in one currency')
    .optional(),
  tiers: once(z.strictObject({ name: words, means: text }), ({ name }) => name, 'tier', 20).optional(),
  idempotency: z.enum(['network', 'none']),
  idempotencyForMs: large.optional(),
});

/** What the price list does not have of what publishing costs. */
export function pricesMissing({ formats, prices = [] }: z.output<typeof capabilitiesShape>): readonly string[] {
  const named = formats.flatMap(({ spends = [] }) => spends.map(({ price }) => price));
  return [...new Set(named)].filter((name) => prices.every((price) => price.name !== name));
}
