import { Temporal } from 'temporal-polyfill';
import { refused, type Decision } from '../shared/decision.ts';
import { parametersOf, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { addDays } from '../shared/period.ts';
import { isTimeZone, type Schedule } from '../shared/time.ts';

export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];

/** `slots`: of one channel. `asked`: written or removed at once. */
export const slotBounds = { slots: 100, asked: 100 } as const;

/** A free time is looked for so far ahead. */
export const horizonDays = 366;
/** Nothing is queued after this year. */
const lastYear = 2200;

/** A weekly time: what the clocks of a zone show on a day of the week. */
export interface WeeklyTime {
  readonly weekday: Weekday;
  /** HH:mm. */
  readonly localTime: string;
  /** An IANA zone, as it was written. */
  readonly timeZone: string;
}

export interface Slot extends WeeklyTime {
  readonly id: string;
}

/** A slot's turn. */
export interface SlotTime {
  readonly slotId: string;
  /** The day as the slot's zone has it, also where the clocks put the time on another one. */
  readonly on: string;
  readonly schedule: Schedule;
}

const noon = new Temporal.PlainDateTime(2000, 1, 1, 12);

/** True for two names of one zone: Europe/Kiev is Europe/Kyiv. Both are zones. */
export const isSameZone = (one: string, other: string): boolean =>
  one === other || noon.toZonedDateTime(one).equals(noon.toZonedDateTime(other));

/** True for two slots that are one, whatever name their zone has. */
export const isSameTime = (one: WeeklyTime, other: WeeklyTime): boolean =>
  one.weekday === other.weekday && one.localTime === other.localTime && isSameZone(one.timeZone, other.timeZone);

const localTimePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Everything about the form of written slots that is wrong, at once. */
export const slotIssues = (slots: readonly WeeklyTime[]): readonly InputIssue[] =>
  slots.flatMap(({ localTime, timeZone }, index): readonly InputIssue[] => [
    ...(localTimePattern.test(localTime)
      ? []
      : [
          {
            code: 'LOCAL_TIME_INVALID',
            message: `"${localTime}" is no time of day.`,
            path: ['slots', String(index), 'localTime'],
            parameters: parametersOf({ localTime }),
            fix: 'Write hours and minutes as HH:mm, from 00:00 to 23:59, such as 09:30.',
          },
        ]),
    ...(isTimeZone(timeZone)
      ? []
      : [
          {
            code: 'TIME_ZONE_UNKNOWN',
            message: `"${timeZone}" is no time zone.`,
            path: ['slots', String(index), 'timeZone'],
            parameters: parametersOf({ timeZone }),
            fix: 'Write a name of the IANA time zone database, such as Europe/Riga or Asia/Almaty.',
          },
        ]),
  ]);

/** A slot that was asked for, and whether it is a new one. */
export interface AddedSlot {
  readonly type: 'SLOT_ADDED';
  readonly slot: WeeklyTime;
}

export const addSlotsErrors = [ValidationFailed] as const;

/** Those of the asked slots that the channel does not have yet, each once. */
export function addSlots(
  present: readonly WeeklyTime[],
  asked: readonly WeeklyTime[],
): Decision<AddedSlot, ValidationFailed> {
  const issues = [...tooMany(asked.length, 'Slots', 'slots'), ...slotIssues(asked)];
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  const added: WeeklyTime[] = [];
  for (const slot of asked) {
    if (![...present, ...added].some((other) => isSameTime(slot, other))) added.push(slot);
  }
  const count = present.length + added.length;
  if (added.length > 0 && count > slotBounds.slots) {
    const room = Math.max(0, slotBounds.slots - present.length);
    return refused(
      new ValidationFailed([
        {
          code: 'TOO_MANY_SLOTS',
          message: `The channel would have ${String(count)} slots, more than ${String(slotBounds.slots)}.`,
          path: ['slots'],
          parameters: parametersOf({ limit: slotBounds.slots, actual: count, room }),
          fix: `Add at most ${String(room)}, or take others away with removeSlots.`,
        },
      ]),
    );
  }
  return { ok: true, events: added.map((slot) => ({ type: 'SLOT_ADDED', slot })) };
}

/** What is wrong with how many are asked for at once. */
export const tooMany = (actual: number, what: string, field: string): readonly InputIssue[] =>
  actual <= slotBounds.asked
    ? []
    : [
        {
          code: 'TOO_MANY',
          message: `${what}: ${String(actual)} at once is more than ${String(slotBounds.asked)}.`,
          path: [field],
          parameters: parametersOf({ limit: slotBounds.asked, actual }),
          fix: 'Send them in several calls.',
        },
      ];

/**
 * The slot's turn on a day of its zone: the wall time stays when clocks change. A time that the clocks skip is as far after the
 * gap as it would have been into it (02:30 becomes 03:30, on a day that is skipped whole the next day); of one that they show
 * twice it is the first.
 */
export function turnOn({ id, localTime, timeZone }: Omit<Slot, 'weekday'>, on: string): SlotTime {
  const zoned = Temporal.PlainDateTime.from(`${on}T${localTime}`).toZonedDateTime(timeZone, {
    disambiguation: 'compatible',
  });
  const schedule: Schedule = {
    at: new Date(zoned.epochMilliseconds),
    timeZone,
    localDateTime: zoned.toPlainDateTime().toString({ smallestUnit: 'second' }),
  };
  return { slotId: id, on, schedule };
}

/** The slot's first turn at an instant or after it. */
export function firstTurn(slot: Slot, from: Date): SlotTime {
  const today = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(slot.timeZone).toPlainDate();
  // A day that a zone skipped whole has its turn the day after: begin a week early.
  const days = (weekdays.indexOf(slot.weekday) + 1 - today.dayOfWeek + 7) % 7;
  let turn = turnOn(slot, today.add({ days: days - 7 }).toString());
  while (turn.schedule.at < from) turn = turnAfter(slot, turn);
  return turn;
}

const turnAfter = (slot: Slot, { on }: SlotTime): SlotTime => turnOn(slot, addDays(on, 7));

/** The slot's turn at exactly that instant; null: it is another time's. */
export function turnAt(slot: Slot, at: Date): SlotTime | null {
  const turn = firstTurn(slot, at);
  return turn.schedule.at.getTime() === at.getTime() ? turn : null;
}

/** The turns of several slots in the order of time, from an instant (included) until another (not included). */
export function* turnsOf(slots: readonly Slot[], from: Date, until: Date): Generator<SlotTime> {
  const heads = slots.map((slot) => ({ slot, turn: firstTurn(slot, from) }));
  for (;;) {
    let next: (typeof heads)[number] | undefined;
    for (const head of heads) if (next === undefined || head.turn.schedule.at < next.turn.schedule.at) next = head;
    if (next === undefined || next.turn.schedule.at >= until) return;
    yield next.turn;
    next.turn = turnAfter(next.slot, next.turn);
  }
}

export const bookingKey = (slotId: string, on: string): string => `${slotId} ${on}`;

/** What stands on a channel. */
export interface Taken {
  /** By {@link bookingKey}. */
  readonly booked: ReadonlySet<string>;
  /** Instants at which a post stands, in milliseconds. */
  readonly standing: ReadonlySet<number>;
}

/** The turns that nobody has: neither booked nor with a post that stands there without a booking. Each instant once. */
export function* freeTurns(slots: readonly Slot[], taken: Taken, from: Date, until: Date): Generator<SlotTime> {
  let last: number | null = null;
  for (const turn of turnsOf(slots, from, until)) {
    const at = turn.schedule.at.getTime();
    if (at === last || taken.standing.has(at) || taken.booked.has(bookingKey(turn.slotId, turn.on))) continue;
    last = at;
    yield turn;
  }
}

/** Between which instants a free time is looked for: what has passed is not free. */
export function searchWindow(notBefore: Date | null, now: Date): { readonly from: Date; readonly until: Date } {
  const from = notBefore !== null && notBefore > now ? notBefore : new Date(now.getTime() + 1);
  return { from, until: new Date(from.getTime() + horizonDays * 86_400_000) };
}

/** What is wrong with an earliest time. */
export const notBeforeIssues = (notBefore: Date | null): readonly InputIssue[] =>
  notBefore === null || notBefore.getUTCFullYear() <= lastYear
    ? []
    : [
        {
          code: 'TIME_TOO_FAR',
          message: `${notBefore.toISOString()} is too far in the future.`,
          path: ['notBefore'],
          parameters: parametersOf({ lastYear }),
          fix: `Take a time in the year ${String(lastYear)} at the latest.`,
        },
      ];
