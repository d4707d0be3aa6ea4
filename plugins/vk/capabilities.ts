import type { Capabilities, FormatCapability, MediaRule, TextRule } from '@polyphony/sdk';
import { onCarousels, onLinks, onPolls, onWall, pollsNeed } from './options.ts';

// Two sources say 16,384 and 15,895; the longest post in a public data set has some 15,700. The smaller one is safe.
export const longestText = 15_895;
const limits: TextRule['limits'] = [{ max: longestText, counting: 'CODE_POINTS' }];
const text: TextRule = { required: true, limits };
const caption: TextRule = { required: false, limits };

const pictures = (min: number, max: number, maxBytes = 50_000_000): MediaRule => ({
  kind: 'IMAGE',
  min,
  max,
  mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
  maxBytes,
  // The network's rule is that both together are at most 14,000; it shows none larger than 2,560.
  maxWidth: 7_000,
  maxHeight: 7_000,
  aspectRatios: [{ min: 1 / 20, max: 20 }],
});

const videos = (min: number, max: number): MediaRule => ({
  kind: 'VIDEO',
  min,
  max,
  mimeTypes: [
    'video/mp4',
    'video/quicktime',
    'video/x-msvideo',
    'video/3gpp',
    'video/mpeg',
    'video/x-flv',
    'video/x-ms-wmv',
  ],
});

/** The network takes any type but MP3 and programs. */
const document: MediaRule = {
  kind: 'DOCUMENT',
  min: 0,
  max: 1,
  mimeTypes: [
    'application/pdf',
    'application/zip',
    'application/epub+zip',
    'application/rtf',
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'text/plain',
    'text/csv',
  ],
  // Pages of the network name 200 MB, 2 GB and 4 GB.
  maxBytes: 200_000_000,
};

/** On the wall a link may stand beside everything. */
const onTheWall = (rest: Omit<FormatCapability, 'settles' | 'link'>): FormatCapability => ({
  // Videos are encoded; the others may be held back by the network itself, see `publishAt`.
  settles: rest.media.some(({ kind }) => kind === 'VIDEO') ? 'LATER' : 'NOW',
  link: true,
  ...rest,
});

const channelMetrics = [
  { key: 'followers', nativeName: 'members_count' },
  { key: 'followers_gained', nativeName: 'activity.subscribed' },
  { key: 'followers_lost', nativeName: 'activity.unsubscribed' },
  { key: 'likes', nativeName: 'activity.likes' },
  { key: 'comments', nativeName: 'activity.comments' },
  { key: 'shares', nativeName: 'activity.copies' },
  { key: 'hides', nativeName: 'activity.hidden' },
  { key: 'reach', nativeName: 'reach.reach' },
  { key: 'profile_visits', nativeName: 'visitors.views' },
  { key: 'visitors', nativeName: 'visitors.visitors' },
];

const publicationMetrics = [
  { key: 'likes', nativeName: 'likes.count' },
  { key: 'comments', nativeName: 'comments.count' },
  { key: 'shares', nativeName: 'reposts.count' },
  { key: 'views', nativeName: 'views.count' },
  { key: 'reach', nativeName: 'reach_total' },
  { key: 'link_clicks', nativeName: 'links' },
  { key: 'profile_visits', nativeName: 'to_group' },
  { key: 'followers_gained', nativeName: 'join_group' },
  { key: 'hides', nativeName: 'hide' },
  { key: 'reports', nativeName: 'report' },
  { key: 'unfollows', nativeName: 'unsubscribe' },
];

/** What the network can do with all that it may grant; an account may do what access.ts makes of it. */
export const capabilities = {
  formats: [
    { ...onTheWall({ format: 'TEXT', text, media: [document], options: { only: onWall } }), link: false },
    onTheWall({ format: 'LINK', text: caption, media: [document], options: { only: onLinks } }),
    onTheWall({ format: 'PHOTO', text: caption, media: [pictures(1, 1)], options: { only: onWall } }),
    onTheWall({
      format: 'CAROUSEL',
      text: caption,
      media: [pictures(0, 10), videos(0, 10)],
      mediaTotal: { min: 2, max: 10 },
      options: { only: onCarousels },
    }),
    onTheWall({ format: 'VIDEO', text: caption, media: [videos(1, 1)], options: { only: onWall } }),
    onTheWall({
      format: 'POLL',
      text,
      media: [pictures(0, 10)],
      options: { required: pollsNeed, only: onPolls },
    }),
    {
      format: 'STORY',
      media: [pictures(0, 1, 10_000_000), { ...videos(0, 1), maxDurationSeconds: 15 }],
      mediaTotal: { min: 1, max: 1 },
      options: { only: [] },
      link: false,
      settles: 'NOW',
    },
  ],
  actions: ['EDIT', 'REMOVE'],
  insights: [
    { scope: 'CHANNEL', metrics: channelMetrics, granularity: ['DAY'] },
    { scope: 'PUBLICATION', metrics: publicationMetrics },
    { scope: 'AUDIENCE', metrics: [] },
  ],
  engagement: { kinds: ['COMMENTS', 'DIRECT'], actions: ['REPLY', 'LIKE', 'UNLIKE', 'DELETE'], live: true },
  profile: {
    fields: ['displayName', 'bio', 'link', 'avatar', 'header'],
    // From memory, the network documents neither: a title of at most 48 characters, a picture of 400 by 400.
    maxLengths: { displayName: 48 },
    images: [
      {
        slot: 'avatar',
        width: 400,
        height: 400,
        mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
        maxBytes: 50_000_000,
      },
      {
        slot: 'header',
        width: 1_590,
        height: 530,
        mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
        maxBytes: 50_000_000,
      },
    ],
  },
  limits: [
    { name: 'user token', max: 3, windowSeconds: 1, scope: 'ACCOUNT' },
    { name: 'community key', max: 20, windowSeconds: 1, scope: 'ACCOUNT' },
    // Of an app with less than 10,000 users.
    { name: 'service key', max: 5, windowSeconds: 1, scope: 'APP' },
    // What its error names; an announcement of 2020 speaks of 500.
    { name: 'posts', max: 50, windowSeconds: 86_400, scope: 'METHOD', eachPost: true },
    { name: 'wall reads', max: 5_000, windowSeconds: 86_400, scope: 'METHOD' },
    { name: 'video uploads', max: 5_000, windowSeconds: 86_400, scope: 'APP' },
    { name: 'likes', max: 500, windowSeconds: 86_400, scope: 'METHOD' },
  ],
  tiers: [
    {
      name: 'community key',
      means:
        'Texts, links, documents, stories, replies and messages of the community. No pictures or videos on the wall, and nothing on it can be read, changed or counted: these take a user token.',
    },
    {
      name: 'community key with service key',
      means: 'As with the community key alone; posts and comments of an open community can be read, too.',
    },
    {
      name: 'community key with user token',
      means: 'Everything. The user token uploads, reads and changes; the community key publishes and talks.',
    },
    { name: 'user token', means: 'Everything but messages of the community, which take its key.' },
    {
      name: 'VK ID token',
      means: 'What VK granted to the app; rights beyond the name of a person are given to few apps, one by one.',
    },
  ],
  idempotency: 'network',
  // Of a repeated `guid` the network knows for an hour; the rest is for clocks and what is on its way.
  idempotencyForMs: 55 * 60_000,
} as const satisfies Capabilities;
