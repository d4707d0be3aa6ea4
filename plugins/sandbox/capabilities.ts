import type { AccountCapabilities, Capabilities, FormatCapability, MediaRule, TextRule } from '@polyphony/sdk';

const text: TextRule = { required: true, limits: [{ max: 500, counting: 'GRAPHEMES' }] };
const caption: TextRule = { ...text, required: false };
const mimeTypes = ['image/jpeg', 'image/png', 'image/webp'];

const pictures = (min: number, max: number): MediaRule => ({ kind: 'IMAGE', min, max, mimeTypes, altTextMax: 1_000 });

// `LATER` everywhere: any post may be asked to take its time, see options.ts.
const format = (rest: Omit<FormatCapability, 'settles'>): FormatCapability => ({ ...rest, settles: 'LATER' });

export const capabilities: Capabilities = {
  formats: [
    format({ format: 'TEXT', text, media: [], link: false }),
    format({ format: 'LINK', text: caption, media: [], link: true }),
    format({ format: 'PHOTO', text: caption, media: [pictures(1, 1)], link: false }),
    format({ format: 'CAROUSEL', text: caption, media: [pictures(2, 4)], link: false }),
  ],
  actions: ['REMOVE'],
  engagement: { kinds: ['COMMENTS'], actions: ['REPLY'], live: true },
  profile: {
    fields: ['displayName', 'bio', 'avatar'],
    maxLengths: { displayName: 50, bio: 200 },
    images: [{ slot: 'avatar', width: 400, height: 400, mimeTypes }],
  },
  limits: [{ name: 'requests', max: 10_000, windowSeconds: 60, scope: 'ACCOUNT', every: true }],
  tiers: [
    { name: 'whole account', means: 'May do all that the network can.' },
    { name: 'text account', means: 'May post texts and links; pictures and removal need a whole account.' },
  ],
  // The network searches by `reference`, but does not refuse a second post with the same one.
  idempotency: 'none',
};

/** What the network lets an account do. */
export type Right = 'text' | 'pictures' | 'removal';

/** Undefined: all that there is. */
export function narrow(rights: readonly Right[]): AccountCapabilities | undefined {
  const pictured = rights.includes('pictures');
  const removing = rights.includes('removal');
  if (pictured && removing) return undefined;
  return {
    formats: capabilities.formats.filter(({ media }) => pictured || media.length === 0),
    actions: removing ? capabilities.actions : [],
  };
}
