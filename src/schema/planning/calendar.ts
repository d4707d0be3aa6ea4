import { calendarBounds } from '../../domain/planning/calendar.ts';
import {
  closeMinutes,
  conflictsOf,
  repeatDays,
  type Conflict,
  type ConflictKind,
} from '../../domain/planning/conflict.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Campaign } from '../campaigns/campaign.ts';
import { valuesOf } from '../enum.ts';
import { Channel } from '../workspace/channel.ts';
import { Workspace } from '../workspace/workspace.ts';
import {
  layOutCalendar,
  type CalendarShape,
  type CampaignEntry,
  type Entry,
  type ObservanceEntry,
  type OccasionEntry,
  type PostEntry,
  type SlotEntry,
} from './calendar-layout.ts';
import { objectOf } from './calendar-object.ts';
import { Occasion } from './occasion.ts';
import { PostFilterInput } from './post-filter.ts';
import { Post } from './post.ts';
import { Slot } from './slot.ts';

const CalendarEntry = builder.interfaceRef<Entry>('CalendarEntry').implement({
  description: 'Something on a day.',
  extensions: access('READ_POSTS'),
  resolveType: ({ type }) => type,
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When; of what lasts all day, when the day begins.' }),
  }),
});

const entryType = <Shape extends Entry>(name: Shape['type'], description: string) => ({
  ref: builder.objectRef<Shape>(name),
  options: { description, interfaces: [CalendarEntry], extensions: access('READ_POSTS') },
});

const post = entryType<PostEntry>('CalendarPost', 'A post at a time at which something of it goes out.');
post.ref.implement({
  ...post.options,
  fields: (t) => ({
    post: t.field({
      type: Post,
      description: 'The post. One whose channels have different times stands at each of them.',
      resolve: (entry, _, __, info) => objectOf(entry.calendar, 'Post', entry.post, info),
    }),
  }),
});

const slot = entryType<SlotEntry>('CalendarSlot', 'A turn of a slot that has not passed and that no post has taken.');
slot.ref.implement({
  ...slot.options,
  fields: (t) => ({
    slot: t.field({
      type: Slot,
      description: 'The slot.',
      resolve: (entry, _, __, info) => objectOf(entry.calendar, 'Slot', entry.slot, info),
    }),
  }),
});

const PeriodEdge = builder.enumType('PeriodEdge', {
  description: 'Which end of a period.',
  values: valuesOf({ START: 'Its first day.', END: 'Its last day.' }),
});

const campaign = entryType<CampaignEntry>(
  'CalendarCampaign',
  'A campaign begins or ends; not one that was called off.',
);
campaign.ref.implement({
  ...campaign.options,
  fields: (t) => ({
    campaign: t.field({
      type: Campaign,
      description: 'The campaign.',
      resolve: (entry, _, __, info) => objectOf(entry.calendar, 'Campaign', entry.campaign, info),
    }),
    edge: t.expose('edge', { type: PeriodEdge, description: 'Whether it begins or ends.' }),
  }),
});

const occasion = entryType<OccasionEntry>('CalendarOccasion', 'One of the days of an occasion.');
occasion.ref.implement({
  ...occasion.options,
  fields: (t) => ({
    occasion: t.field({
      type: Occasion,
      description: 'The occasion.',
      resolve: (entry, _, __, info) => objectOf(entry.calendar, 'Occasion', entry.occasion, info),
    }),
  }),
});

const observance = entryType<ObservanceEntry>(
  'CalendarObservance',
  'A holiday or the like of one of the workspace’s countries.',
);
observance.ref.implement({
  ...observance.options,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    country: t.expose('country', { type: 'CountryCode', nullable: true, description: 'Whose it is; null: all.' }),
  }),
});

const CalendarDay = builder
  .objectRef<{ readonly date: string; readonly entries: readonly Entry[] }>('CalendarDay')
  .implement({
    description: 'A day of the zone asked for.',
    extensions: access('READ_POSTS'),
    fields: (t) => ({
      date: t.expose('date', { type: 'Date', description: 'The day.' }),
      entries: t.field({
        type: [CalendarEntry],
        description: `What is on it, in the order of time; of posts at most ${String(calendarBounds.posts)} in a calendar.`,
        resolve: ({ entries }) => entries as Entry[], // a list that nobody changes
      }),
    }),
  });

const conflictTexts: Readonly<Record<ConflictKind, string>> = {
  TOO_CLOSE: `Posts on one channel, each less than ${String(closeMinutes)} minutes after the one before.`,
  SAME_TEXT: `The same text on several accounts of one network, or again on a channel, within ${String(repeatDays)} days of the one before; case and white space aside.`,
  OVER_DAILY_LIMIT: 'More posts on a channel and day than its network takes.',
};

const ConflictKindType = builder.enumType('ConflictKind', {
  description: 'What is in the way.',
  values: valuesOf(conflictTexts),
});

type Of<Shape> = Shape & { readonly calendar: CalendarShape };

const maxConflictPosts = 100;

const CalendarConflict = builder.objectRef<Of<Conflict>>('CalendarConflict').implement({
  description: 'Posts in each other’s way. Posts that were cancelled, failed or put away are in nobody’s.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    kind: t.expose('kind', { type: ConflictKindType, description: 'What is in the way.' }),
    message: t.exposeString('message', { description: 'What it is, and what to do, for people.' }),
    posts: t.field({
      type: [Post],
      description: 'The posts, in the order of time; also those that the filter leaves out.',
      args: {
        first: t.arg.int({
          required: true,
          defaultValue: 20,
          description: `At most so many, from the start; at most ${String(maxConflictPosts)}.`,
        }),
      },
      resolve: ({ postIds, calendar }, { first }, _, info) =>
        Promise.all(
          postIds
            .slice(0, Math.min(Math.max(0, first), maxConflictPosts))
            .flatMap((id) => calendar.posts.get(id) ?? [])
            .map((each) => objectOf(calendar, 'Post', each, info)),
        ),
    }),
    channel: t.field({
      type: Channel,
      nullable: true,
      description: 'The channel; null: on several.',
      resolve: ({ channelId, calendar }, _, __, info) => {
        const channel = channelId === null ? undefined : calendar.channels.get(channelId);
        return channel === undefined ? null : objectOf(calendar, 'Channel', channel, info);
      },
    }),
  }),
});

interface LoadShape {
  readonly calendar: CalendarShape;
  readonly channelId: string;
  readonly date: string;
  readonly planned: number;
  readonly limit: number | null;
}

const ChannelLoad = builder.objectRef<LoadShape>('ChannelLoad').implement({
  description: 'How many posts a channel has on a day, against what its network takes.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    channel: t.field({
      type: Channel,
      description: 'The channel.',
      resolve: ({ channelId, calendar }, _, __, info) =>
        objectOf(calendar, 'Channel', calendar.channels.get(channelId) ?? { rowId: channelId, carried: {} }, info),
    }),
    date: t.expose('date', { type: 'Date', description: 'The day.' }),
    planned: t.exposeInt('planned', {
      description: 'How many the viewer sees there that go or went out, whatever the filter.',
    }),
    limit: t.exposeInt('limit', {
      nullable: true,
      description:
        'How many posts a day the network takes from one account, as its connector declares; null: not known.',
    }),
  }),
});

const Calendar = builder.objectRef<CalendarShape>('Calendar').implement({
  description: 'What is planned in a period, day by day.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    days: t.field({
      type: [CalendarDay],
      description: `Every day of the period, also those with nothing; at most ${String(calendarBounds.days)}.`,
      resolve: ({ days, entries }) => days.dates.map((date, index) => ({ date, entries: entries[index] ?? [] })),
    }),
    conflicts: t.field({
      type: [CalendarConflict],
      description: 'What is in the way of something else, whatever the filter; each post is in few of them.',
      resolve: (calendar) =>
        conflictsOf(calendar.standings, calendar.load, calendar.limitOf).map((each) => ({ ...each, calendar })),
    }),
    load: t.field({
      type: [ChannelLoad],
      description: 'For each channel and day that has any posts, by day.',
      resolve: (calendar) =>
        calendar.load.map(({ channelId, day, postIds }) => ({
          calendar,
          channelId,
          date: calendar.days.dates[day] ?? '',
          planned: postIds.length,
          limit: calendar.limitOf(channelId),
        })),
    }),
  }),
});

builder.prismaObjectField(Workspace, 'calendar', (t) =>
  t.field({
    type: Calendar,
    nullable: true,
    description:
      'What is planned in a period. Null: not for this viewer, or it was asked for in a way that the error explains.',
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'The first day.' }),
      to: t.arg({
        type: 'Date',
        required: true,
        description: `The last day; it belongs to the period, which has at most ${String(calendarBounds.days)} days.`,
      }),
      timeZone: t.arg({ type: 'TimeZone', description: 'Whose days; absent: the workspace’s.' }),
      filter: t.arg({ type: PostFilterInput, description: 'Which posts are on the days; absent: all.' }),
      language: t.arg({
        type: 'Locale',
        description: 'In which language observances are named, where there is a name in it; absent: the country’s own.',
      }),
    },
    resolve: (workspace, args, context, info) => layOutCalendar(workspace, args, context, info),
  }),
);
