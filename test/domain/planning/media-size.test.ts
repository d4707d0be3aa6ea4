import { describe, expect, it } from 'vitest';
import type { ChannelRules } from '../../../src/domain/planning/channel-rules.ts';
import type { ContentMedia } from '../../../src/domain/planning/content.ts';
import { blocking, validateVariants } from '../../../src/domain/planning/validation.ts';

const mimeTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4'];
const kinds = ['IMAGE', 'ANIMATION', 'VIDEO'] as const;
const channel: ChannelRules = {
  channelId: 'c',
  network: 'n',
  status: 'CONNECTED',
  firstComment: false,
  count: (text) => text.length,
  formats: [
    {
      format: 'PHOTO',
      link: false,
      text: { required: false, limits: [] },
      media: kinds.map((kind) => ({ kind, min: 0, max: 1, mimeTypes, maxBytes: 1000, altTextMax: 100 })),
    },
  ],
};

function issuesOf(item: Pick<ContentMedia, 'kind' | 'mimeType' | 'byteSize'>) {
  const media = [{ ...item, assetId: 'a', altText: 'Said' }];
  const content = { text: 'x', link: null, media, parts: [] };
  return validateVariants(
    [{ channelId: 'c', format: 'PHOTO', content, firstComment: null, options: null, inherits: ['media'] }],
    [channel],
  );
}

describe('a file that is larger than a network takes', () => {
  it.each(['image/jpeg', 'image/png', 'image/webp'])('keeps no post from going out where it is %s', (mimeType) => {
    const issues = issuesOf({ kind: 'IMAGE', mimeType, byteSize: 1001 });
    expect(issues).toMatchObject([
      { code: 'MEDIA_WILL_BE_FITTED', severity: 'INFO', path: ['content', 'media', '0'], limit: 1000, actual: 1001 },
    ]);
    expect(blocking(issues)).toEqual([]);
    expect(issuesOf({ kind: 'IMAGE', mimeType, byteSize: 1000 })).toEqual([]);
  });

  it.each([
    ['ANIMATION', 'image/gif'],
    ['ANIMATION', 'image/webp'],
    ['IMAGE', 'image/gif'],
    ['VIDEO', 'video/mp4'],
  ] as const)('does where it is %s, %s', (kind, mimeType) => {
    expect(blocking(issuesOf({ kind, mimeType, byteSize: 1001 }))).toMatchObject([{ code: 'MEDIA_TOO_LARGE' }]);
  });
});
