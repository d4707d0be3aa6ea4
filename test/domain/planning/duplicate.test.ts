import { describe, expect, it } from 'vitest';
import { duplicatePost } from '../../../src/domain/planning/duplicate.ts';
import { postBounds } from '../../../src/domain/planning/post.ts';

const vk = { id: 'vk-1', network: 'vk' };
const otherVk = { id: 'vk-2', network: 'vk' };
const twitter = { id: 'tw-1', network: 'twitter' };
const youtube = { id: 'yt-1', network: 'youtube' };

describe('a copy of a post', () => {
  it('has the same channels, as they are, where none are named', () => {
    expect(duplicatePost(undefined, [vk, twitter], null)).toEqual({
      ok: true,
      events: [
        { type: 'VARIANT_COPIED', channelId: 'vk-1', from: 'vk-1', optionsFrom: 'vk-1' },
        { type: 'VARIANT_COPIED', channelId: 'tw-1', from: 'tw-1', optionsFrom: 'tw-1' },
      ],
    });
  });

  it('takes what differs only to channels that stay, and options only within a network', () => {
    expect(duplicatePost('Понедельник', [vk, twitter], [youtube, otherVk, twitter])).toMatchObject({
      events: [
        { channelId: 'yt-1', from: null, optionsFrom: null },
        { channelId: 'vk-2', from: null, optionsFrom: 'vk-1' },
        { channelId: 'tw-1', from: 'tw-1', optionsFrom: 'tw-1' },
      ],
    });
  });

  it('tells everything that is wrong at once', () => {
    expect(duplicatePost('ģ'.repeat(postBounds.title + 1), [], [vk, vk])).toMatchObject({
      ok: false,
      error: {
        issues: [
          { code: 'TOO_LONG', path: ['title'] },
          { code: 'CHANNEL_TWICE', path: ['channelIds', '1'] },
        ],
      },
    });
  });
});
