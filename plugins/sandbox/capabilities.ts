import type { Capabilities, FormatCapability, MediaRule, TextRule } from '@polyphony/sdk';

const text: TextRule = { required: true, limits: [{ max: 500, counting: 'GRAPHEMES' }] };
const caption: TextRule = { ...text, required: false };

const pictures = (min: number, max: number): MediaRule => ({
  kind: 'IMAGE',
  min,
  max,
  mimeTypes: ['image/jpeg', 'image/png', 'image/webp'],
  altTextMax: 1_000,
});

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
  // The network searches by `reference`, but does not refuse a second post with the same one.
  idempotency: 'none',
};
