import type { AccountCapabilities, Capabilities, FormatCapability, MediaRule, TextRule } from '@polyphony/sdk';
import { onPolls, onPosts, onTexts, pollsNeed } from './options.ts';

/** By https://github.com/twitter/twitter-text, config v3. */
const weights = [
  { from: 0, to: 0x10ff, weight: 1 },
  { from: 0x1100, to: 0x1fff, weight: 2 },
  { from: 0x2000, to: 0x200d, weight: 1 },
  { from: 0x200e, to: 0x200f, weight: 2 },
  { from: 0x2010, to: 0x201f, weight: 1 },
  { from: 0x2020, to: 0x2031, weight: 2 },
  { from: 0x2032, to: 0x2037, weight: 1 },
  { from: 0x2038, to: 0x10ffff, weight: 2 },
] as const;

interface Length {
  readonly rule: Pick<TextRule, 'limits' | 'urlWeight' | 'emojiWeight'>;
  /** How much of it an address takes that follows the text, with the line between. */
  readonly link: number;
}

const weighted = (max: number): TextRule['limits'] => [{ max, counting: 'WEIGHTED', weights }];

export const short: Length = { rule: { limits: weighted(280), urlWeight: 23, emojiWeight: 2 }, link: 24 };
/** Of X Premium. What is counted is not documented; with weights, and addresses as they are, no count is larger. */
export const long: Length = { rule: { limits: weighted(25_000) }, link: 2_100 };

const withLink = ({ rule, link }: Length): TextRule => ({
  ...rule,
  required: false,
  limits: rule.limits.map((limit) => ({ ...limit, max: limit.max - link })),
});

const pictures = (min: number, max: number): MediaRule => ({
  kind: 'IMAGE',
  min,
  max,
  mimeTypes: ['image/jpeg', 'image/png', 'image/webp'],
  maxBytes: 5_000_000,
  altTextMax: 1_000,
});

const animation: MediaRule = {
  kind: 'ANIMATION',
  min: 0,
  max: 1,
  mimeTypes: ['image/gif'],
  maxBytes: 15_000_000,
  maxWidth: 1_280,
  maxHeight: 1_080,
};

// Larger ones than 1,280 by 1,024 are not documented, and yet often taken: X says of each.
const video: MediaRule = {
  kind: 'VIDEO',
  min: 1,
  max: 1,
  mimeTypes: ['video/mp4', 'video/quicktime'],
  maxBytes: 512_000_000,
  minWidth: 32,
  minHeight: 32,
  aspectRatios: [{ min: 1 / 3, max: 3 }],
  minDurationSeconds: 0.5,
  maxDurationSeconds: 140,
};

const onPublishing = [
  { price: 'create post', per: 'PART_WITHOUT_ADDRESS' },
  { price: 'create post with link', per: 'PART_WITH_ADDRESS' },
] as const;
/** Videos have no alt texts. */
const onPictures = [...onPublishing, { price: 'describe media', per: 'ALT_TEXT' }] as const;

function formatsOf(length: Length, may: { readonly upload: boolean; readonly quote: boolean }) {
  const text: TextRule = { ...length.rule, required: true };
  const caption: TextRule = { ...length.rule, required: false };
  const some = { link: false, settles: 'NOW', options: { only: onPosts }, spends: onPublishing } as const;
  const onText = { only: may.quote ? onTexts : onPosts };
  const withMedia: readonly FormatCapability[] = [
    {
      ...some,
      format: 'PHOTO',
      text: caption,
      media: [pictures(0, 1), animation],
      mediaTotal: { min: 1, max: 1 },
      spends: onPictures,
    },
    { ...some, format: 'CAROUSEL', text: caption, media: [pictures(2, 4)], spends: onPictures },
    { ...some, format: 'VIDEO', text: caption, media: [video] },
  ];
  return [
    { ...some, format: 'TEXT', text, media: [], options: onText },
    { ...some, format: 'LINK', text: withLink(length), media: [], link: true, options: onText },
    ...(may.upload ? withMedia : []),
    { ...some, format: 'POLL', text, media: [], options: { required: pollsNeed, only: onPolls } },
    // X names no limit; its own apps stop at 25 posts.
    {
      ...some,
      format: 'THREAD',
      text,
      media: may.upload ? [pictures(0, 4)] : [],
      parts: { max: 24 },
      spends: onPictures,
    },
  ] as const satisfies readonly FormatCapability[];
}

const channelMetrics = [
  { key: 'followers', nativeName: 'public_metrics.followers_count' },
  { key: 'following', nativeName: 'public_metrics.following_count' },
  { key: 'posts', nativeName: 'public_metrics.tweet_count' },
];

const publicationMetrics = [
  { key: 'impressions', nativeName: 'public_metrics.impression_count' },
  { key: 'likes', nativeName: 'public_metrics.like_count' },
  { key: 'comments', nativeName: 'public_metrics.reply_count' },
  { key: 'shares', nativeName: 'public_metrics.retweet_count' },
  { key: 'quotes', nativeName: 'public_metrics.quote_count' },
  { key: 'saves', nativeName: 'public_metrics.bookmark_count' },
  // Of posts of the last 30 days only.
  { key: 'link_clicks', nativeName: 'non_public_metrics.url_link_clicks' },
  { key: 'profile_visits', nativeName: 'non_public_metrics.user_profile_clicks' },
];

const day = 86_400;
const quarter = 900;
const price = (name: string, amount: string) => ({
  name,
  amount,
  currency: 'USD',
  source: 'https://docs.x.com/x-api/getting-started/pricing',
  asOf: '2026-08-22',
});

/** What the network can do for an account with X Premium, by an app with an Enterprise contract that was granted all scopes. */
export const capabilities = {
  formats: formatsOf(long, { upload: true, quote: true }),
  actions: ['EDIT', 'REMOVE'],
  insights: [
    { scope: 'CHANNEL', metrics: channelMetrics },
    { scope: 'PUBLICATION', metrics: publicationMetrics },
  ],
  engagement: {
    kinds: ['COMMENTS', 'MENTION', 'DIRECT'],
    actions: ['REPLY', 'LIKE', 'UNLIKE', 'HIDE', 'UNHIDE'],
    live: true,
  },
  limits: [
    { name: 'create posts', max: 100, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'posts of the app', max: 10_000, windowSeconds: day, scope: 'APP' },
    { name: 'delete posts', max: 50, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'read posts', max: 5_000, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'read timeline', max: 900, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'read mentions', max: 300, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'search', max: 300, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'read account', max: 75, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'hide replies', max: 50, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'read messages', max: 15, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'uploads', max: 1_875, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'uploads of the app', max: 180_000, windowSeconds: day, scope: 'APP' },
    { name: 'upload states', max: 1_000, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'upload states of the app', max: 100_000, windowSeconds: day, scope: 'APP' },
    { name: 'describe media', max: 500, windowSeconds: quarter, scope: 'METHOD' },
    { name: 'media descriptions of the app', max: 50_000, windowSeconds: day, scope: 'APP' },
    { name: 'webhooks', max: 450, windowSeconds: quarter, scope: 'APP' },
    { name: 'subscriptions', max: 500, windowSeconds: quarter, scope: 'APP' },
  ],
  // Of an app that pays per use. What is read costs for each post, account or message of an answer.
  prices: [
    price('create post', '0.015'),
    price('create post with link', '0.200'),
    price('summoned reply', '0.010'),
    price('delete posts', '0.010'),
    price('hide replies', '0.005'),
    price('describe media', '0.005'),
    price('post read', '0.005'),
    price('account read', '0.010'),
    price('message read', '0.010'),
  ],
  tiers: [
    {
      name: 'self-serve',
      means:
        'The app pays per use. It may answer only who mentioned or quoted the account, uses one cashtag in a post, and cannot quote or like.',
    },
    { name: 'enterprise', means: 'The app has an Enterprise contract, and may do all that the account may.' },
  ],
  idempotency: 'none',
} as const satisfies Capabilities;

export type Tier = (typeof capabilities)['tiers'][number]['name'];

export interface Access {
  readonly tier: Tier;
  readonly isPremium: boolean;
  /** Whether the person granted a scope. */
  granted(scope: string): boolean;
}

/** As {@link capabilities}, of one account. */
export function capabilitiesOf({ tier, isPremium, granted }: Access): AccountCapabilities {
  const isEnterprise = tier === 'enterprise';
  const { kinds, actions, live } = capabilities.engagement;
  const may = {
    REPLY: true,
    LIKE: isEnterprise && granted('like.write'),
    UNLIKE: isEnterprise && granted('like.write'),
    HIDE: granted('tweet.moderate.write'),
    UNHIDE: granted('tweet.moderate.write'),
  };
  return {
    formats: formatsOf(isPremium ? long : short, { upload: granted('media.write'), quote: isEnterprise }),
    actions: isPremium ? capabilities.actions : ['REMOVE'],
    insights: capabilities.insights,
    engagement: {
      kinds: kinds.filter((kind) => kind !== 'DIRECT' || granted('dm.read')),
      actions: actions.filter((action) => may[action]),
      live,
    },
  };
}
