import { Temporal } from 'temporal-polyfill';
import { parametersOf, type InputIssue } from './errors.ts';

/** Days of a calendar, both ends included, as YYYY-MM-DD. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** A day that exists and that databases and JavaScript can count; null: it is none. */
export function parseDay(text: string): Temporal.PlainDate | null {
  if (!dayPattern.test(text)) return null;
  try {
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' });
    return day.year >= 1970 && day.year <= 2200 ? day : null;
  } catch {
    return null;
  }
}

/** What is wrong with a day of the input; `path` is where it stands. */
export function dayIssues(day: string, path: readonly string[]): readonly InputIssue[] {
  if (parseDay(day) !== null) return [];
  return [
    {
      code: 'DATE_INVALID',
      message: `"${day}" is no day of the calendar.`,
      path,
      parameters: parametersOf({ date: day }),
      fix: 'Write a day that exists, between 1970 and 2200, as YYYY-MM-DD.',
    },
  ];
}

/** What is wrong with a period of the input; `path` is where it stands. */
export function periodIssues({ from, to }: Period, path: readonly string[]): readonly InputIssue[] {
  const issues = [...dayIssues(from, [...path, 'from']), ...dayIssues(to, [...path, 'to'])];
  if (issues.length > 0 || from <= to) return issues;
  return [
    {
      code: 'PERIOD_REVERSED',
      message: `The period ends on ${to}, before it begins on ${from}.`,
      path: [...path, 'to'],
      parameters: parametersOf({ from, to }),
      fix: 'Let it end on the day on which it begins, or later.',
    },
  ];
}

/** The same for a period that something is given: it is there, and has at most so many days. Undefined is not checked. */
export function writtenPeriodIssues(
  period: Period | null | undefined,
  maxDays: number,
  path: readonly string[],
): readonly InputIssue[] {
  if (period === undefined) return [];
  if (period === null) {
    const fix = 'Write its first and last day, or leave it out.';
    return [{ code: 'EMPTY', message: 'It must have a period.', path, parameters: [], fix }];
  }
  const issues = periodIssues(period, path);
  if (issues.length > 0) return issues;
  const days = daysIn(period);
  if (days <= maxDays) return [];
  return [
    {
      code: 'PERIOD_TOO_LONG',
      message: `The period has ${String(days)} days, more than ${String(maxDays)}.`,
      path,
      parameters: parametersOf({ days, limit: maxDays }),
      fix: `Let it have at most ${String(maxDays)} days.`,
    },
  ];
}

export const isWithin = (day: string, { from, to }: Period): boolean => from <= day && day <= to;
export const overlap = (one: Period, other: Period): boolean => one.from <= other.to && other.from <= one.to;

/** How many days it has. */
export const daysIn = ({ from, to }: Period): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days + 1;

/** How many days after one another comes; negative: before it. */
export const daysBetween = (day: string, later: string): number =>
  Temporal.PlainDate.from(day).until(Temporal.PlainDate.from(later), { largestUnit: 'days' }).days;

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** The instant at which a day begins in a zone; midnight, but where the clocks skip it. */
export const startOfDay = (day: string, timeZone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds);

/** From its first instant until the first after it, in a zone. */
export const instantsOf = ({ from, to }: Period, timeZone: string): { readonly from: Date; readonly until: Date } => ({
  from: startOfDay(from, timeZone),
  until: startOfDay(addDays(to, 1), timeZone),
});

/** The day that a zone's clocks show at an instant. */
export const dayAt = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** A day as the database's dates are read: midnight UTC. */
export const dateOfDay = (day: string): Date => new Date(`${day}T00:00:00.000Z`);
export const dayOfDate = (date: Date): string => date.toISOString().slice(0, 10);

/** A period as rows keep it. */
export const periodDates = ({ from, to }: Period): { readonly periodFrom: Date; readonly periodTo: Date } => ({
  periodFrom: dateOfDay(from),
  periodTo: dateOfDay(to),
});
