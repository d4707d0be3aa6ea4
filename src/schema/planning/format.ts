import type { postFormats } from '../../domain/planning/content.ts';
import { builder } from '../builder.ts';

export const PostFormat = builder.enumType('PostFormat', {
  description: 'A form of content.',
  values: {
    TEXT: { description: 'Text alone.' },
    LINK: { description: 'A link, with a card where the network makes one.' },
    PHOTO: { description: 'One picture.' },
    CAROUSEL: { description: 'Several pictures or videos.' },
    VIDEO: { description: 'A video.' },
    SHORT_VIDEO: { description: 'A short upright video.' },
    STORY: { description: 'Something that disappears after a day.' },
    POLL: { description: 'A question with answers to choose from.' },
    THREAD: { description: 'Several parts, one after the other.' },
    ARTICLE: { description: 'A long text with a title.' },
  } as const satisfies Record<(typeof postFormats)[number], { description: string }>,
});

export const MediaKind = builder.enumType('MediaKind', {
  description: 'What it is.',
  values: {
    IMAGE: { description: 'A picture that stands still.' },
    ANIMATION: { description: 'A picture that moves.' },
    VIDEO: { description: 'A video.' },
    AUDIO: { description: 'Sound.' },
    DOCUMENT: { description: 'A document.' },
  } as const,
});
