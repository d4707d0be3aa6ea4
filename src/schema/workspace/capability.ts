import type {
  ConversationKind as ConversationKindName,
  EngagementCapability as EngagementShape,
  InsightsCapability as InsightsShape,
  MessageAction as MessageActionName,
  ProfileCapability as ProfileShape,
  ProfileField as ProfileFieldName,
  ProfileImage,
  PublishingAction as PublishingActionName,
} from '@polyphony/sdk';
import type { ChannelCapabilities as ChannelCapabilitiesShape } from '../../app/workspace/capabilities.ts';
import { findMetric } from '../../domain/measures/metric.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Granularity, InsightsScope, Metric } from '../insights/metric.ts';
import { FormatCapability } from './format-capability.ts';

export const PublishingAction = builder.enumType('PublishingAction', {
  description: 'What can be done with a post beside publishing it.',
  values: {
    EDIT: { description: 'Change what is out.' },
    REMOVE: { description: 'Take it down.' },
    FIRST_COMMENT: { description: 'Comment on it at once.' },
  } as const satisfies Record<PublishingActionName, object>,
});

export const InsightsCapability = builder.objectRef<InsightsShape>('InsightsCapability').implement({
  description: 'Which metrics, how fine, how far back.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    scope: t.field({ type: InsightsScope, description: 'Of what.', resolve: ({ scope }) => scope }),
    metrics: t.field({
      type: [Metric],
      description: 'What is counted, at most 100.',
      resolve: ({ metrics }) => metrics.flatMap(({ key }) => findMetric(key) ?? []),
    }),
    granularity: t.field({
      type: [Granularity],
      description: 'For which periods values of the past are told, at most 4. Empty: only how things stand now.',
      resolve: ({ granularity = [] }) => [...granularity],
    }),
    historyDays: t.int({
      nullable: true,
      description: 'How far back they are told; null: as far as there is anything.',
      resolve: ({ historyDays }) => historyDays,
    }),
    delayHours: t.int({
      nullable: true,
      description: 'How old the newest value may be; null: it is of now.',
      resolve: ({ delayHours }) => delayHours,
    }),
  }),
});

export const ConversationKind = builder.enumType('ConversationKind', {
  description: 'How people talk.',
  values: {
    COMMENTS: { description: 'Comments below a post.' },
    MENTION: { description: 'A mention elsewhere on the network.' },
    DIRECT: { description: 'Direct messages.' },
    REVIEW: { description: 'A review.' },
  } as const satisfies Record<ConversationKindName, object>,
});

export const MessageAction = builder.enumType('MessageAction', {
  description: 'What can be done with a message.',
  values: {
    REPLY: { description: 'Answer it.' },
    LIKE: { description: 'Like it.' },
    UNLIKE: { description: 'Like it no more.' },
    HIDE: { description: 'Hide it from others.' },
    UNHIDE: { description: 'Show it again.' },
    DELETE: { description: 'Delete it.' },
  } as const satisfies Record<MessageActionName, object>,
});

export const EngagementCapability = builder.objectRef<EngagementShape>('EngagementCapability').implement({
  description: 'What can be answered and moderated.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    kinds: t.field({
      type: [ConversationKind],
      description: 'Which messages come in, at most 4.',
      resolve: ({ kinds }) => [...kinds],
    }),
    actions: t.field({
      type: [MessageAction],
      description: 'What can be done with them, at most 6.',
      resolve: ({ actions }) => [...actions],
    }),
    live: t.exposeBoolean('live', {
      description: 'True: the network tells of new ones by itself; false: it is asked.',
    }),
  }),
});

const ProfileField = builder.enumType('ProfileField', {
  description: 'A part of an account’s look.',
  values: {
    DISPLAY_NAME: { value: 'displayName', description: 'Its name.' },
    BIO: { value: 'bio', description: 'What it says about itself.' },
    LINK: { value: 'link', description: 'Its link.' },
    AVATAR: { value: 'avatar', description: 'Its picture.' },
    HEADER: { value: 'header', description: 'The picture at its head.' },
  } as const satisfies Record<string, { value: ProfileFieldName; description: string }>,
});

export const ProfileImageRule = builder.objectRef<ProfileImage>('ProfileImageRule').implement({
  description: 'What a picture of an account should be.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    slot: t.exposeString('slot', { description: 'avatar, header, or the network’s own name of another place.' }),
    width: t.exposeInt('width', { description: 'Pixels that it should have.' }),
    height: t.exposeInt('height', { description: 'Pixels that it should have.' }),
    maxBytes: t.float({
      nullable: true,
      description: 'Null: no limit known.',
      resolve: ({ maxBytes }) => maxBytes,
    }),
    mimeTypes: t.stringList({
      description: 'Media types, such as image/png; at most 50.',
      resolve: ({ mimeTypes }) => [...mimeTypes],
    }),
  }),
});

export const ProfileCapability = builder.objectRef<ProfileShape>('ProfileCapability').implement({
  description: 'What of an account’s look can be changed.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    fields: t.field({
      type: [ProfileField],
      description: 'What updateChannelProfiles can change, at most 5.',
      resolve: ({ fields }) => [...fields],
    }),
    displayNameMax: t.int({
      nullable: true,
      description: 'Code points of the name; null: no limit known.',
      resolve: ({ maxLengths }) => maxLengths?.displayName,
    }),
    bioMax: t.int({
      nullable: true,
      description: 'Code points of what it says about itself; null: no limit known.',
      resolve: ({ maxLengths }) => maxLengths?.bio,
    }),
    images: t.field({
      type: [ProfileImageRule],
      description: 'Its pictures, at most 20.',
      resolve: ({ images }) => [...images],
    }),
  }),
});

export const ChannelCapabilities = builder.objectRef<ChannelCapabilitiesShape>('ChannelCapabilities').implement({
  description: 'What one account may do: the catalogue’s, narrowed or widened to it.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    formats: t.field({
      type: [FormatCapability],
      description: 'What can be published, one for each format, at most 10.',
      resolve: ({ formats }) => [...formats],
    }),
    actions: t.field({
      type: [PublishingAction],
      description: 'What can be done with a post beside publishing it, at most 3.',
      resolve: ({ actions }) => [...actions],
    }),
    insights: t.field({
      type: [InsightsCapability],
      description: 'What is counted, one for each scope, at most 3.',
      resolve: ({ insights = [] }) => [...insights],
    }),
    engagement: t.field({
      type: EngagementCapability,
      nullable: true,
      description: 'Null: nobody can be talked with.',
      resolve: ({ engagement }) => engagement,
    }),
    profile: t.field({
      type: ProfileCapability,
      nullable: true,
      description: 'Null: nothing of its look can be changed.',
      resolve: ({ profile }) => profile,
    }),
  }),
});
