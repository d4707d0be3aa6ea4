import { addDays, daysIn, periodIssues, startOfDay, type Period } from '../shared/period.ts';
import { parametersOf, type InputIssue } from '../shared/errors.ts';
import { isTimeZone } from '../shared/time.ts';
import { bookingKey, turnOn, weekdays, type Slot, type Taken } from './slot.ts';

/** `days`: of one calendar; about a quarter. `posts`: that stand in one. */
export const calendarBounds = { days: 92, posts: 5_000 } as const;

/** Everything that keeps a calendar from being drawn, at once. */
export function calendarIssues(period: Period, timeZone: string): readonly InputIssue[] {
  const issues: InputIssue[] = [...periodIssues(period, [])];
  const days = issues.length === 0 ? daysIn(period) : 0;
  if (days > calendarBounds.days) {
    issues.push({
      code: 'PERIOD_TOO_LONG',
      message: `From ${period.from} to ${period.to} there are ${String(days)} days, more than ${String(calendarBounds.days)}.`,
      path: ['to'],
      parameters: parametersOf({ limit: calendarBounds.days, actual: days }),
      fix: `End on ${addDays(period.from, calendarBounds.days - 1)} or earlier, and ask for the rest on its own.`,
    });
  }
  if (!isTimeZone(timeZone)) {
    issues.push({
      code: 'TIME_ZONE_UNKNOWN',
      message: `"${timeZone}" is no time zone.`,
      path: ['timeZone'],
      parameters: parametersOf({ timeZone }),
      fix: 'Write a name of the IANA time zone database, such as Europe/Riga or Asia/Almaty.',
    });
  }
  return issues;
}

/** The days of a period as a zone has them. */
export interface ZoneDays {
  readonly dates: readonly string[];
  /**
   * When each begins, in milliseconds, and at last when the period is over. A day that the zone skipped whole begins when the
   * next one does.
   */
  readonly starts: readonly number[];
}

/** Days do not change: what was computed is kept, the oldest goes when there are too many. */
const known = new Map<string, ZoneDays>();
const knownAtMost = 500;

export function daysOf(period: Period, timeZone: string): ZoneDays {
  const key = `${timeZone} ${period.from} ${period.to}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const dates: string[] = [];
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) dates.push(day);
  const starts = [...dates, addDays(period.to, 1)].map((day) => startOfDay(day, timeZone).getTime());
  const days = { dates, starts };
  const [oldest] = known.size >= knownAtMost ? known.keys() : [];
  if (oldest !== undefined) known.delete(oldest);
  known.set(key, days);
  return days;
}

/** Which of the days an instant is on; -1: none of them. */
export function dayIndex({ starts }: ZoneDays, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  const [first = 0] = starts;
  if (at < first || at >= (starts[high] ?? first)) return -1;
  // The last that begins at the instant or before it: a day that was skipped whole has no instant of its own.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** When a post goes out on one of its channels. */
export interface PlannedVariant {
  /** Milliseconds; null: when the post does. */
  readonly at: number | null;
}

/** The instants at which something of a post goes out, each once. A post without variants stands at its own time. */
export function timesOf(post: {
  readonly at: number | null;
  readonly variants: readonly PlannedVariant[];
}): readonly number[] {
  const { at, variants } = post;
  if (variants.every((variant) => variant.at === null)) return at === null ? [] : [at];
  const times = new Set<number>();
  for (const variant of variants) {
    const time = variant.at ?? at;
    if (time !== null) times.add(time);
  }
  return [...times].sort((one, other) => one - other);
}

const dayLength = 86_400_000;

/** The weekday of a day: 0 is Monday. */
const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** A slot's turn that nobody has. */
export interface FreeTurn {
  readonly slot: Slot;
  /** Milliseconds. */
  readonly at: number;
}

/** Of one channel's slots, the turns between two instants (the second not included) that nobody has, each instant once. */
export function freeTurnsBetween(slots: readonly Slot[], taken: Taken, from: number, until: number): FreeTurn[] {
  if (from >= until) return [];
  const free: FreeTurn[] = [];
  const seen = new Set<number>();
  // A day of a slot's zone may begin long before the same day elsewhere, and one that was skipped has its turn a day later.
  const first = new Date(from - 2 * dayLength).toISOString().slice(0, 10);
  const last = new Date(until + 2 * dayLength).toISOString().slice(0, 10);
  for (const slot of slots) {
    const { dates, starts } = daysOf({ from: first, to: last }, slot.timeZone);
    const minutes = Number(slot.localTime.slice(0, 2)) * 60 + Number(slot.localTime.slice(3, 5));
    const weekday = weekdays.indexOf(slot.weekday);
    const offset = (weekday - weekdayOf(first) + 7) % 7;
    for (let index = offset; index < dates.length; index += 7) {
      const on = dates[index] ?? first;
      const [start = 0, next = 0] = starts.slice(index, index + 2);
      // On most days no clock changes: then the time of day is as far from the day's beginning as it says.
      const at = next - start === dayLength ? start + minutes * 60_000 : turnOn(slot, on).schedule.at.getTime();
      if (at < from || at >= until || seen.has(at)) continue;
      if (taken.standing.has(at) || taken.booked.has(bookingKey(slot.id, on))) continue;
      seen.add(at);
      free.push({ slot, at });
    }
  }
  return free;
}
