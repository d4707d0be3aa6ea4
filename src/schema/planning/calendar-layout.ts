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
import { loadOf, type ChannelLoad as Load, type Standing } from '../../domain/planning/load.ts';
import { bookingKey, type Slot as SlotShape } from '../../domain/planning/slot.ts';
import { may } from '../../domain/workspace/permission.ts';
import { observances } from '../../infra/observances.ts';
import { carries, isCarried } from '../carried.ts';
import { badInput, sessionOf, type GraphContext } from '../context.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { OrdinaryRows, type Pointed } from './calendar-object.ts';
import { calendarObjects, type CalendarPostRow } from './calendar-row.ts';
import { readCalendar, type CalendarRows } from './calendar.sql.ts';
import { postWhere, type PostFilterInput } from './post-filter.ts';

/** Whatever a calendar shows, once read. */
export interface CalendarShape {
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
export type PostEntry = EntryOf<'CalendarPost'> & { readonly post: Pointed };
export type SlotEntry = EntryOf<'CalendarSlot'> & { readonly slot: Pointed };
type Edge = 'START' | 'END';
export type CampaignEntry = EntryOf<'CalendarCampaign'> & { readonly campaign: Pointed; readonly edge: Edge };
export type OccasionEntry = EntryOf<'CalendarOccasion'> & { readonly occasion: Pointed };
export type ObservanceEntry = EntryOf<'CalendarObservance'> & { readonly name: string; readonly country: string };
export type Entry = PostEntry | SlotEntry | CampaignEntry | OccasionEntry | ObservanceEntry;

interface CalendarArgs {
  readonly from: string;
  readonly to: string;
  readonly timeZone?: string | null | undefined;
  readonly filter?: typeof PostFilterInput.$inferInput | null | undefined;
  readonly language?: string | null | undefined;
}

/** Posts in these states are in nobody's way. */
const idle = new Set(['CANCELLED', 'ARCHIVED', 'FAILED']);

/** Reads and lays out a calendar. */
export async function layOutCalendar(
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
