import { Temporal } from 'temporal-polyfill';
import { parametersOf, type InputIssue } from './errors.ts';

/** What people mean by a time: what their clock shows, and where. */
export interface WallTime {
  /** YYYY-MM-DDTHH:mm:ss; seconds may be left out. */
  readonly localDateTime: string;
  /** An IANA zone, such as Europe/Riga. */
  readonly timeZone: string;
  /** Says which, where the clock shows the time twice: +03:00. */
  readonly offset?: string | null | undefined;
}

/** A scheduled time: instant, zone and wall time are kept together. */
export interface Schedule {
  readonly at: Date;
  readonly timeZone: string;
  /** YYYY-MM-DDTHH:mm:ss. */
  readonly localDateTime: string;
}

export type ResolvedWallTime =
  { readonly ok: true; readonly schedule: Schedule } | { readonly ok: false; readonly issues: readonly InputIssue[] };

/** No second 60: Temporal would make it 59 without a word. */
const localDateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d)?$/;
const offsetPattern = /^[+-]\d{2}:\d{2}$/;

/** True for a name of the IANA time zone database; false for a bare offset, which no change of clocks moves. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Temporal.PlainDateTime(2000, 1, 1).toZonedDateTime(name);
    return true;
  } catch {
    return false;
  }
}

function parseLocal(text: string): Temporal.PlainDateTime | undefined {
  if (!localDateTimePattern.test(text)) return undefined;
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Far enough for every plan, and far from where the databases' and JavaScript's calendars end. */
const lastYear = 2200;

const scheduleOf = (zoned: Temporal.ZonedDateTime): Schedule => ({
  at: new Date(zoned.epochMilliseconds),
  timeZone: zoned.timeZoneId,
  localDateTime: zoned.toPlainDateTime().toString({ smallestUnit: 'second' }),
});

/** What the zone's clocks show at an instant. */
export const scheduleAt = (at: Date, timeZone: string): Schedule =>
  scheduleOf(Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone));

/**
 * The instant that a wall time means. A time that the clocks skip, or show twice without an offset that says which, is an
 * issue: nothing is guessed. `path` is where the wall time stands in the input.
 */
export function resolveWallTime(wall: WallTime, path: readonly string[]): ResolvedWallTime {
  const issues: InputIssue[] = [];
  const issue = (
    code: string,
    field: keyof WallTime,
    message: string,
    fix: string,
    parameters: Readonly<Record<string, string>> = {},
  ): ResolvedWallTime => {
    issues.push({ code, message, path: [...path, field], parameters: parametersOf(parameters), fix });
    return { ok: false, issues };
  };

  const local = parseLocal(wall.localDateTime);
  if (!local) {
    issue(
      'LOCAL_DATE_TIME_INVALID',
      'localDateTime',
      `"${wall.localDateTime}" is no date and time.`,
      'Write a day that exists as YYYY-MM-DDTHH:mm:ss, such as 2027-03-28T09:00:00.',
      { localDateTime: wall.localDateTime },
    );
  }
  if (local && local.year > lastYear) {
    issue(
      'LOCAL_DATE_TIME_TOO_FAR',
      'localDateTime',
      `${wall.localDateTime} is too far in the future.`,
      `Take a time in the year ${String(lastYear)} at the latest.`,
      { localDateTime: wall.localDateTime, lastYear: String(lastYear) },
    );
  }
  if (!isTimeZone(wall.timeZone)) {
    issue(
      'TIME_ZONE_UNKNOWN',
      'timeZone',
      `"${wall.timeZone}" is no time zone.`,
      'Write a name of the IANA time zone database, such as Europe/Riga or Asia/Almaty.',
      { timeZone: wall.timeZone },
    );
  }
  const offset = wall.offset ?? null;
  if (offset !== null && !offsetPattern.test(offset)) {
    issue('OFFSET_INVALID', 'offset', `"${offset}" is no offset from UTC.`, 'Write it as +03:00.', { offset });
  }
  if (!local || issues.length > 0) return { ok: false, issues };

  const earlier = local.toZonedDateTime(wall.timeZone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(wall.timeZone, { disambiguation: 'later' });
  if (!later.toPlainDateTime().equals(local)) {
    const after = later.toPlainDateTime().toString({ smallestUnit: 'second' });
    return issue(
      'LOCAL_DATE_TIME_SKIPPED',
      'localDateTime',
      `In ${wall.timeZone} the clocks go forward: ${wall.localDateTime} does not exist.`,
      `Take a time that exists, such as ${after}.`,
      { localDateTime: wall.localDateTime, timeZone: wall.timeZone, suggestion: after },
    );
  }
  const possible = earlier.equals(later) ? [later] : [earlier, later];
  const chosen = offset === null ? possible : possible.filter((zoned) => zoned.offset === offset);
  const [zoned] = chosen;
  const offsets = possible.map((candidate) => candidate.offset).join(' or ');
  if (zoned === undefined) {
    return issue(
      'OFFSET_WRONG',
      'offset',
      `At ${wall.localDateTime} the offset of ${wall.timeZone} is ${offsets}, not ${String(offset)}.`,
      `Send ${offsets}, or no offset.`,
      { offset: String(offset), possible: offsets },
    );
  }
  if (chosen.length > 1) {
    return issue(
      'LOCAL_DATE_TIME_AMBIGUOUS',
      'localDateTime',
      `In ${wall.timeZone} the clocks go back: they show ${wall.localDateTime} twice.`,
      `Send offset: ${offsets}.`,
      { localDateTime: wall.localDateTime, timeZone: wall.timeZone, possible: offsets },
    );
  }
  return { ok: true, schedule: scheduleOf(zoned) };
}
