import type { Capabilities, FormatCapability, MediaRule, TextRule } from '@polyphony/sdk';

/** Lexicon `app.bsky.feed.post`. */
const limits: TextRule['limits'] = [
  { max: 300, counting: 'GRAPHEMES' },
  { max: 3_000, counting: 'UTF8_BYTES' },
];
const text: TextRule = { required: true, limits };
const caption: TextRule = { required: false, limits };

const pictures = (min: number, max: number): MediaRule => ({
  kind: 'IMAGE',
  min,
  max,
  mimeTypes: ['image/jpeg', 'image/png', 'image/webp'],
  // The lexicon says 2,000,000 since 2026; servers in use (PDS 0.4.217) still refuse more than this.
  maxBytes: 1_000_000,
  // The lexicon sets none; the network's own app does (social-app, src/lib/constants.ts, MAX_ALT_TEXT).
  altTextMax: 2_000,
});

const format = (rest: Omit<FormatCapability, 'settles'>): FormatCapability => ({ ...rest, settles: 'NOW' });

export const capabilities: Capabilities = {
  formats: [
    format({ format: 'TEXT', text, media: [], link: false }),
    format({ format: 'LINK', text: caption, media: [], link: true }),
    format({ format: 'PHOTO', text: caption, media: [pictures(1, 1)], link: false }),
    format({ format: 'CAROUSEL', text: caption, media: [pictures(2, 4)], link: false }),
    // The network sets no limit. 25 posts in all are 75 of the 5,000 points that an account may write in an hour, and more
    // than its app shows without asking to read on.
    format({ format: 'THREAD', text, media: [pictures(0, 4)], link: false, parts: { max: 24 } }),
  ],
  // Of what is out only who may reply and quote can be changed: the network does not show edited posts reliably.
  actions: ['EDIT', 'REMOVE'],
  insights: [
    {
      scope: 'CHANNEL',
      metrics: [
        { key: 'followers', nativeName: 'followersCount' },
        { key: 'following', nativeName: 'followsCount' },
        { key: 'posts', nativeName: 'postsCount' },
      ],
    },
    {
      scope: 'PUBLICATION',
      metrics: [
        { key: 'likes', nativeName: 'likeCount' },
        { key: 'shares', nativeName: 'repostCount' },
        { key: 'comments', nativeName: 'replyCount' },
        { key: 'quotes', nativeName: 'quoteCount' },
        { key: 'saves', nativeName: 'bookmarkCount' },
      ],
    },
  ],
  // Replies of others cannot be deleted, only hidden.
  engagement: { kinds: ['COMMENTS', 'MENTION'], actions: ['REPLY', 'LIKE', 'UNLIKE', 'HIDE', 'UNHIDE'], live: false },
  // Records have keys of our own choosing, and to write the same record again changes nothing.
  idempotency: 'network',
};
