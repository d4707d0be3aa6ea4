import type {
  FormatCapability as FormatShape,
  MediaRule as MediaRuleShape,
  TextCounting as TextCountingName,
  TextLimit as TextLimitShape,
  TextRule as TextRuleShape,
} from '@polyphony/sdk';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { MediaKind, PostFormat } from '../planning/format.ts';

const TextCounting = builder.enumType('TextCounting', {
  description: 'What is counted.',
  values: {
    CODE_POINTS: { description: 'Code points of Unicode.' },
    UTF16_UNITS: { description: 'Units of UTF-16: what JavaScript and Java take for the length.' },
    UTF8_BYTES: { description: 'Bytes of UTF-8.' },
    GRAPHEMES: { description: 'What people see as one character (UAX #29).' },
    WEIGHTED: { description: 'Of each code point what its range in weights says.' },
  } as const satisfies Record<TextCountingName, object>,
});

const TextWeight = builder.objectRef<NonNullable<TextLimitShape['weights']>[number]>('TextWeight').implement({
  description: 'What each code point of a range counts.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    from: t.exposeInt('from', { description: 'The first code point.' }),
    to: t.exposeInt('to', { description: 'The last, included.' }),
    weight: t.exposeInt('weight', { description: 'What one of them counts.' }),
  }),
});

const TextLimit = builder.objectRef<TextLimitShape>('TextLimit').implement({
  description: 'At most so many, counted so.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    max: t.exposeInt('max', { description: 'At most so many.' }),
    counting: t.expose('counting', { type: TextCounting, description: 'Of what.' }),
    weights: t.field({
      type: [TextWeight],
      nullable: true,
      description: 'For WEIGHTED: every code point is in one range; at most 100. Else null.',
      resolve: ({ weights }) => weights && [...weights],
    }),
  }),
});

const TextRule = builder.objectRef<TextRuleShape>('TextRule').implement({
  description: 'How long a text may be.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    required: t.exposeBoolean('required', { description: 'True: not without a text.' }),
    urlWeight: t.int({
      nullable: true,
      description: 'What an http or https address counts, whatever its length; null: its own length.',
      resolve: ({ urlWeight }) => urlWeight,
    }),
    emojiWeight: t.int({
      nullable: true,
      description: 'What one emoji counts, however many code points it has; null: as any text.',
      resolve: ({ emojiWeight }) => emojiWeight,
    }),
    limits: t.field({
      type: [TextLimit],
      description: 'All of them hold at once; at most 10.',
      resolve: ({ limits }) => [...limits],
    }),
  }),
});

const RatioRange = builder.objectRef<NonNullable<MediaRuleShape['aspectRatios']>[number]>('RatioRange').implement({
  description: 'Width over height, from and to.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    min: t.exposeFloat('min', { description: 'The narrowest.' }),
    max: t.exposeFloat('max', { description: 'The widest.' }),
  }),
});

const MediaRule = builder.objectRef<MediaRuleShape>('MediaRule').implement({
  description: 'What media of one kind a format takes.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    kind: t.expose('kind', { type: MediaKind, description: 'Of which kind.' }),
    min: t.exposeInt('min', { description: 'At least so many.' }),
    max: t.exposeInt('max', { description: 'At most so many.' }),
    mimeTypes: t.stringList({
      description: 'Media types, such as image/png; at most 50.',
      resolve: ({ mimeTypes }) => [...mimeTypes],
    }),
    maxBytes: t.float({
      nullable: true,
      description: 'Bytes of one file; pictures above it are made smaller by themselves. Null: no limit known.',
      resolve: ({ maxBytes }) => maxBytes,
    }),
    minWidth: t.int({ nullable: true, description: 'Pixels; null: no limit known.', resolve: (rule) => rule.minWidth }),
    maxWidth: t.int({ nullable: true, description: 'Pixels; null: no limit known.', resolve: (rule) => rule.maxWidth }),
    minHeight: t.int({
      nullable: true,
      description: 'Pixels; null: no limit known.',
      resolve: (rule) => rule.minHeight,
    }),
    maxHeight: t.int({
      nullable: true,
      description: 'Pixels; null: no limit known.',
      resolve: (rule) => rule.maxHeight,
    }),
    aspectRatios: t.field({
      type: [RatioRange],
      description: 'Any of these will do; at most 20. Empty: whatever it is.',
      resolve: ({ aspectRatios = [] }) => [...aspectRatios],
    }),
    minDurationSeconds: t.float({
      nullable: true,
      description: 'Null: no limit known.',
      resolve: ({ minDurationSeconds }) => minDurationSeconds,
    }),
    maxDurationSeconds: t.float({
      nullable: true,
      description: 'Null: no limit known.',
      resolve: ({ maxDurationSeconds }) => maxDurationSeconds,
    }),
    altTextMax: t.int({
      nullable: true,
      description: 'Characters of an alt text; null: the network has none.',
      resolve: ({ altTextMax }) => altTextMax,
    }),
  }),
});

const MediaTotal = builder.objectRef<NonNullable<FormatShape['mediaTotal']>>('MediaTotal').implement({
  description: 'How many media of all kinds together.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    min: t.exposeInt('min', { description: 'At least so many.' }),
    max: t.exposeInt('max', { description: 'At most so many.' }),
  }),
});

const HashtagRule = builder.objectRef<NonNullable<FormatShape['hashtags']>>('HashtagRule').implement({
  description: 'A limit on hashtags.',
  extensions: access('VIEWER'),
  fields: (t) => ({ max: t.exposeInt('max', { description: 'At most so many in one text.' }) }),
});

const FormatOptions = builder.objectRef<NonNullable<FormatShape['options']>>('FormatOptions').implement({
  description: 'How a format uses the network’s own settings: the fields of its type in NetworkOptionsInput.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    required: t.stringList({
      description: 'Names of those without which it cannot be published; at most 100.',
      resolve: ({ required = [] }) => [...required],
    }),
    only: t.stringList({
      nullable: true,
      description: 'Names of those that alone may be set, at most 100; null: all.',
      resolve: ({ only }) => only && [...only],
    }),
  }),
});

const Settling = builder.enumType('Settling', {
  description: 'When the network’s answer is final.',
  values: {
    NOW: { description: 'At once.' },
    LATER: { description: 'The network may work on it for a while.' },
  } as const satisfies Record<FormatShape['settles'], object>,
});

export const FormatCapability = builder.objectRef<FormatShape>('FormatCapability').implement({
  description: 'What a format may hold.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    format: t.expose('format', { type: PostFormat, description: 'The format.' }),
    text: t.field({
      type: TextRule,
      nullable: true,
      description: 'Null: the format has no text.',
      resolve: ({ text }) => text,
    }),
    media: t.field({
      type: [MediaRule],
      description: 'One for each kind that it takes, at most 5. Empty: no media.',
      resolve: ({ media }) => [...media],
    }),
    mediaTotal: t.field({
      type: MediaTotal,
      nullable: true,
      description: 'How many of all kinds together; null: the rules of the kinds are all.',
      resolve: ({ mediaTotal }) => mediaTotal,
    }),
    hashtags: t.field({
      type: HashtagRule,
      nullable: true,
      description: 'Null: as many as fit.',
      resolve: ({ hashtags }) => hashtags,
    }),
    link: t.exposeBoolean('link', {
      description: 'True: the network makes a card of the post’s link. False: a link must stand in the text.',
    }),
    maxParts: t.int({
      nullable: true,
      description:
        'Of a thread: how many parts may follow the first; text and media are the rules of each. Null: it is none.',
      resolve: ({ parts }) => parts?.max,
    }),
    options: t.field({
      type: FormatOptions,
      nullable: true,
      description: 'Null: every setting of the network may be set, and none must.',
      resolve: ({ options }) => options,
    }),
    settles: t.expose('settles', { type: Settling, description: 'When the network’s answer is final.' }),
  }),
});
