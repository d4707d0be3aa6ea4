import type { GraphQLResolveInfo } from 'graphql';
import { readDailyLimit } from '../../app/planning/daily-limit.ts';
import {
  calendarBounds,
  calendarIssues,
  dayIndex,
  daysOf,
  freeTurnsBetween,
  timesOf,
  type ZoneDays,
} from '../../domain/planning/calendar.ts';
import {
  closeMinutes,
  conflictsOf,
  repeatDays,
  type Conflict,
  type ConflictKind,
} from '../../domain/planning/conflict.ts';
import { loadOf, type ChannelLoad as Load, type Standing } from '../../domain/planning/load.ts';
import { bookingKey, type Slot as SlotShape } from '../../domain/planning/slot.ts';
import { may } from '../../domain/workspace/permission.ts';
import { observances } from '../../infra/observances.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Campaign } from '../campaigns/campaign.ts';
import { carries, isCarried } from '../carried.ts';
import { badInput, sessionOf, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { Channel } from '../workspace/channel.ts';
import { Workspace } from '../workspace/workspace.ts';
import { objectOf, OrdinaryRows, type Pointed } from './calendar-object.ts';
import { calendarObjects, type CalendarPostRow } from './calendar-row.ts';
import { readCalendar, type CalendarRows } from './calendar.sql.ts';
import { Occasion } from './occasion.ts';
import { PostFilterInput, postWhere } from './post-filter.ts';
import { Post } from './post.ts';
import { Slot } from './slot.ts';

/** Whatever a calendar shows, once read. */
interface CalendarShape {
  readonly days: ZoneDays;
  readonly entries: readonly (readonly Entry[])[];
  /** Of all that the viewer sees, whatever the filter. */
  readonly standings: readonly Standing[];
  readonly load: readonly Load[];
  readonly posts: ReadonlyMap<string, Pointed>;
  readonly channels: ReadonlyMap<string, Pointed>;
  readonly limitOf: (channelId: string) => number | null;
  /** Null: everything asked for is carried. */
  readonly ordinary: OrdinaryRows | null;
}

interface EntryOf<Type extends string> {
  readonly type: Type;
  readonly at: Date;
  readonly calendar: CalendarShape;
}
type PostEntry = EntryOf<'CalendarPost'> & { readonly post: Pointed };
type SlotEntry = EntryOf<'CalendarSlot'> & { readonly slot: Pointed };
type Edge = 'START' | 'END';
type CampaignEntry = EntryOf<'CalendarCampaign'> & { readonly campaign: Pointed; readonly edge: Edge };
type OccasionEntry = EntryOf<'CalendarOccasion'> & { readonly occasion: Pointed };
type ObservanceEntry = EntryOf<'CalendarObservance'> & { readonly name: string; readonly country: string };
type Entry = PostEntry | SlotEntry | CampaignEntry | OccasionEntry | ObservanceEntry;

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

interface CalendarArgs {
  readonly from: string;
  readonly to: string;
  readonly timeZone?: string | null | undefined;
  readonly filter?: typeof PostFilterInput.$inferInput | null | undefined;
  readonly language?: string | null | undefined;
}

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
    resolve: (workspace, args, context, info) => calendarOf(workspace, args, context, info),
  }),
);

/** Posts in these states are in nobody's way. */
const idle = new Set(['CANCELLED', 'ARCHIVED', 'FAILED']);

async function calendarOf(
  workspace: { readonly timeZone: string; readonly countries: readonly string[] },
  args: CalendarArgs,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<CalendarShape> {
  const { from, to, filter } = args;
  const timeZone = args.timeZone ?? workspace.timeZone;
  const issues = calendarIssues({ from, to }, timeZone);
  if (issues.length > 0)
    throw badInput(issues.map(({ message }) => message).join(' '), issues.map(({ fix }) => fix).join(' '));
  const viewer = sessionOf(context);
  const { prisma } = context.shell.db;
  const days = daysOf({ from, to }, timeZone);
  const start = days.starts[0] ?? 0;
  const end = days.starts.at(-1) ?? start;
  const rows = await readCalendar(prisma, {
    viewer,
    from: new Date(start),
    until: new Date(end),
    firstDay: from,
    lastDay: to,
  });
  if ((rows.posts?.length ?? 0) > calendarBounds.posts) {
    throw badInput(
      `From ${from} to ${to} there are more than ${String(calendarBounds.posts)} posts.`,
      'Ask for a shorter period.',
    );
  }
  const { posts, channels } = calendarObjects(rows, context);
  const shown = await filtered(context, filter, posts);
  const standings = standingsOf(posts, days);
  const entries: Entry[][] = days.dates.map(() => []);
  const calendar: CalendarShape = {
    days,
    entries,
    standings,
    load: loadOf(standings, days),
    posts: new Map(posts.map((each) => [each.rowId, each])),
    channels,
    limitOf: (channelId) => readDailyLimit(context.shell.networks, channels.get(channelId)?.key ?? ''),
    ordinary: isCarried(info) ? null : new OrdinaryRows(context),
  };
  const add = (entry: Entry) => entries[dayIndex(days, entry.at.getTime())]?.push(entry);
  const dayStart = (date: string) => {
    const index = days.dates.indexOf(date);
    const begins = days.starts[index];
    return begins === undefined || index < 0 || begins === days.starts[index + 1] ? null : new Date(begins);
  };

  if (may(viewer, 'READ_CAMPAIGNS')) {
    for (const [id, name, first, last] of rows.edges ?? []) {
      const pointed = { rowId: id, carried: { [carries]: true, id: encodeGlobalID('Campaign', id), name } };
      for (const [date, edge] of [
        [first, 'START'],
        [last, 'END'],
      ] as const) {
        const at = dayStart(date);
        if (at !== null) add({ type: 'CalendarCampaign', at, calendar, campaign: pointed, edge });
      }
    }
  }
  for (const [id, name, first, last] of rows.occasions ?? []) {
    const period = { from: first, to: last };
    const pointed = { rowId: id, carried: { [carries]: true, id: encodeGlobalID('Occasion', id), name, period } };
    for (const date of days.dates) {
      const at = first <= date && date <= last ? dayStart(date) : null;
      if (at !== null) add({ type: 'CalendarOccasion', at, calendar, occasion: pointed });
    }
  }
  if (workspace.countries.length > 0) {
    for (const { on, name, country } of await observances(workspace.countries, { from, to }, args.language ?? null)) {
      const at = dayStart(on);
      if (at !== null) add({ type: 'CalendarObservance', at, calendar, name, country });
    }
  }
  addSlots(rows, calendar, filter, { from: Math.max(start, context.shell.now().getTime() + 1), until: end }, add);
  for (const each of posts) {
    if (shown !== null && !shown.has(each.rowId)) continue;
    for (const time of timesOf(each)) {
      if (time >= start && time < end) add({ type: 'CalendarPost', at: new Date(time), calendar, post: each });
    }
  }
  for (const list of entries) list.sort((one, other) => one.at.getTime() - other.at.getTime());
  return calendar;
}

/** Those of the posts that a filter lets through; null: all. */
async function filtered(
  { shell }: GraphContext,
  filter: CalendarArgs['filter'],
  posts: readonly CalendarPostRow[],
): Promise<ReadonlySet<string> | null> {
  if (!filter) return null;
  const found = await shell.db.prisma.post.findMany({
    where: { AND: [{ id: { in: posts.map((each) => each.rowId) } }, postWhere(filter)] },
    select: { id: true },
  });
  return new Set(found.map(({ id }) => id));
}

function standingsOf(posts: readonly CalendarPostRow[], days: ZoneDays): readonly Standing[] {
  const first = days.starts[0] ?? 0;
  const last = days.starts.at(-1) ?? 0;
  const standings: Standing[] = [];
  for (const { rowId: postId, state, at, variants } of posts) {
    if (idle.has(state)) continue;
    for (const variant of variants) {
      const time = variant.at ?? at;
      if (time === null || time < first || time >= last) continue;
      const { rowId: channelId, key: network } = variant.channel;
      standings.push({ postId, channelId, network, at: time, text: variant.text });
    }
  }
  return standings;
}

/** The turns that nobody has, of the channels that the filter names. */
function addSlots(
  rows: CalendarRows,
  calendar: CalendarShape,
  filter: CalendarArgs['filter'],
  window: { readonly from: number; readonly until: number },
  add: (entry: SlotEntry) => void,
): void {
  if (rows.slots === null || window.from >= window.until) return;
  const wanted = filter?.channelIds && new Set(filter.channelIds.map((id) => rowId('Channel', id)));
  const booked = new Set((rows.booked ?? []).map(([slotId, on]) => bookingKey(slotId, on)));
  const standing = new Map<string, Set<number>>();
  const stands = (channelId: string, at: number) => {
    const times = standing.get(channelId);
    if (times === undefined) standing.set(channelId, new Set([at]));
    else times.add(at);
  };
  for (const { channelId, at } of calendar.standings) stands(channelId, at);
  for (const [channelId, at] of rows.standing ?? []) stands(channelId, at);
  const byChannel = new Map<string, (SlotShape & Pointed)[]>();
  for (const [id, channelId, weekday, localTime, timeZone] of rows.slots) {
    if (wanted && !wanted.has(channelId)) continue;
    const channel = calendar.channels.get(channelId)?.carried;
    const carried = { [carries]: true, id: encodeGlobalID('Slot', id), channel, weekday, localTime, timeZone };
    const one = { id, weekday, localTime, timeZone, rowId: id, carried };
    const own = byChannel.get(channelId);
    if (own === undefined) byChannel.set(channelId, [one]);
    else own.push(one);
  }
  for (const [channelId, slots] of byChannel) {
    const pointed = new Map(slots.map((each) => [each.id, each]));
    const taken = { booked, standing: standing.get(channelId) ?? new Set<number>() };
    for (const turn of freeTurnsBetween(slots, taken, window.from, window.until)) {
      const found = pointed.get(turn.slot.id);
      if (found) add({ type: 'CalendarSlot', at: new Date(turn.at), calendar, slot: found });
    }
  }
}
