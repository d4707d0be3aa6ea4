import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addSlots,
  bookingKey,
  firstTurn,
  freeTurns,
  horizonDays,
  isSameZone,
  notBeforeIssues,
  searchWindow,
  slotBounds,
  turnAt,
  turnOn,
  turnsOf,
  weekdays,
  type Slot,
  type WeeklyTime,
} from '../../../src/domain/planning/slot.ts';

const zones = ['Europe/Riga', 'Asia/Almaty', 'America/New_York', 'Africa/Casablanca', 'Pacific/Apia', 'UTC'] as const;
const two = (value: number) => String(value).padStart(2, '0');
const anyWeekly: fc.Arbitrary<WeeklyTime> = fc.record({
  weekday: fc.constantFrom(...weekdays),
  localTime: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${two(hour)}:${two(minute)}`),
  timeZone: fc.constantFrom(...zones),
});
const anySlots = fc
  .array(anyWeekly, { maxLength: 6 })
  .map((all) => all.map((slot, index): Slot => ({ ...slot, id: `slot-${String(index)}` })));
/** With the day that Samoa skipped, the ends of Ramadan in Morocco, and the year in which Almaty changed its offset. */
const anyInstant = fc.date({ min: new Date('2011-12-01'), max: new Date('2032-01-01'), noInvalidDate: true });
const week = 7 * 86_400_000;

const slot = (weekday: Slot['weekday'], localTime: string, timeZone = 'Europe/Riga'): Slot => ({
  ...{ id: `${weekday} ${localTime} ${timeZone}`, weekday, localTime, timeZone },
});
const isoOf = (turns: Iterable<{ schedule: { at: Date } }>) =>
  [...turns].map(({ schedule }) => schedule.at.toISOString());
const nothing = { booked: new Set<string>(), standing: new Set<number>() };

describe('a weekly slot', () => {
  it('keeps its wall time when clocks change', () => {
    const turns = turnsOf([slot('MONDAY', '09:00')], new Date('2027-03-20T00:00Z'), new Date('2027-04-06T00:00Z'));
    expect(isoOf(turns)).toEqual(['2027-03-22T07:00:00.000Z', '2027-03-29T06:00:00.000Z', '2027-04-05T06:00:00.000Z']);
  });

  it('goes out as much later as the clocks go forward, where they skip its time', () => {
    const { schedule, on } = turnOn(slot('SUNDAY', '03:30'), '2027-03-28');
    expect(on).toBe('2027-03-28');
    expect(schedule).toEqual({
      at: new Date('2027-03-28T01:30Z'),
      timeZone: 'Europe/Riga',
      localDateTime: '2027-03-28T04:30:00',
    });
    const newYork = turnOn(slot('SUNDAY', '02:30', 'America/New_York'), '2027-03-14');
    expect(newYork.schedule.localDateTime).toBe('2027-03-14T03:30:00');
  });

  it('goes out the first time, where the clocks show its time twice', () => {
    expect(turnOn(slot('SUNDAY', '03:30'), '2027-10-31').schedule.at).toEqual(new Date('2027-10-31T00:30Z'));
  });

  it('has its turn the day after, where a zone skipped the whole day', () => {
    const friday = slot('FRIDAY', '09:00', 'Pacific/Apia');
    const { on, schedule } = firstTurn(friday, new Date('2011-12-30T12:00Z'));
    expect([on, schedule.localDateTime]).toEqual(['2011-12-30', '2011-12-31T09:00:00']);
  });

  it('has a turn every week, on its day at its time, but where the clocks skip it', () => {
    fc.assert(
      fc.property(anyWeekly, anyInstant, (weekly, from) => {
        const own = { ...weekly, id: 'a' };
        const turns = [...turnsOf([own], from, new Date(from.getTime() + 12 * week))];
        expect(turns.length).toBeGreaterThanOrEqual(11);
        for (const [index, { on, schedule }] of turns.entries()) {
          expect(schedule.at.getTime()).toBeGreaterThanOrEqual(from.getTime());
          expect(Temporal.PlainDate.from(on).dayOfWeek).toBe(weekdays.indexOf(weekly.weekday) + 1);
          const shown = Temporal.Instant.fromEpochMilliseconds(schedule.at.getTime()).toZonedDateTimeISO(
            weekly.timeZone,
          );
          expect(shown.toPlainDateTime().toString({ smallestUnit: 'second' })).toBe(schedule.localDateTime);
          const wanted = `${on}T${weekly.localTime}:00`;
          if (schedule.localDateTime !== wanted) {
            // Only later, and only because no clock of the zone ever showed it.
            expect(schedule.localDateTime > wanted).toBe(true);
            const strict = () =>
              Temporal.PlainDateTime.from(wanted).toZonedDateTime(weekly.timeZone, { disambiguation: 'reject' });
            expect(strict).toThrow(RangeError);
          }
          const before = turns[index - 1];
          if (before !== undefined) expect(Temporal.PlainDate.from(before.on).add({ days: 7 }).toString()).toBe(on);
          expect(turnAt(own, schedule.at)).toEqual({ slotId: 'a', on, schedule });
          expect(turnAt(own, new Date(schedule.at.getTime() + 1))).toBeNull();
        }
      }),
    );
  });
});

describe('the turns of several slots', () => {
  it('come in the order of time, none left out and none twice', () => {
    fc.assert(
      fc.property(anySlots, anyInstant, (slots, from) => {
        const until = new Date(from.getTime() + 5 * week);
        const turns = [...turnsOf(slots, from, until)];
        const times = turns.map(({ schedule }) => schedule.at.getTime());
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        const alone = slots.flatMap((each) => [...turnsOf([each], from, until)]);
        expect(new Set(turns.map(({ slotId, on }) => bookingKey(slotId, on))).size).toBe(turns.length);
        expect(turns).toHaveLength(alone.length);
      }),
    );
  });

  it('are free where nobody booked them and no post stands, each instant once', () => {
    fc.assert(
      fc.property(anySlots, anyInstant, fc.infiniteStream(fc.nat({ max: 3 })), (slots, from, dice) => {
        const until = new Date(from.getTime() + 4 * week);
        const all = [...turnsOf(slots, from, until)];
        const rolled = all.map((turn) => ({ turn, roll: dice.next().value as number })); // the stream never ends
        const booked = new Set(
          rolled.flatMap(({ turn, roll }) => (roll === 0 ? [bookingKey(turn.slotId, turn.on)] : [])),
        );
        const standing = new Set(rolled.flatMap(({ turn, roll }) => (roll === 1 ? [turn.schedule.at.getTime()] : [])));
        const free = [...freeTurns(slots, { booked, standing }, from, until)];
        const instants = free.map(({ schedule }) => schedule.at.getTime());
        expect(new Set(instants).size).toBe(instants.length);
        for (const turn of free) {
          expect(booked.has(bookingKey(turn.slotId, turn.on))).toBe(false);
          expect(standing.has(turn.schedule.at.getTime())).toBe(false);
        }
        for (const turn of all) {
          const at = turn.schedule.at.getTime();
          const open = !booked.has(bookingKey(turn.slotId, turn.on)) && !standing.has(at);
          if (open) expect(instants).toContain(at);
        }
      }),
    );
  });

  it('are one for two zones whose clocks agree', () => {
    const slots = [slot('MONDAY', '09:00'), slot('MONDAY', '09:00', 'Europe/Helsinki')];
    const window = [new Date('2027-01-10T00:00Z'), new Date('2027-01-24T00:00Z')] as const;
    expect(isoOf(freeTurns(slots, nothing, ...window))).toEqual([
      '2027-01-11T07:00:00.000Z',
      '2027-01-18T07:00:00.000Z',
    ]);
  });
});

describe('searchWindow', () => {
  const now = new Date('2027-01-01T00:00Z');

  it('never begins in the past, and ends after a year', () => {
    fc.assert(
      fc.property(fc.option(anyInstant), (notBefore) => {
        const { from, until } = searchWindow(notBefore, now);
        expect(from > now).toBe(true);
        if (notBefore !== null) expect(from >= notBefore).toBe(true);
        expect(until.getTime() - from.getTime()).toBe(horizonDays * 86_400_000);
      }),
    );
  });

  it('is refused where no calendar reaches', () => {
    expect(notBeforeIssues(new Date('2201-01-02T00:00Z'))).toMatchObject([
      { code: 'TIME_TOO_FAR', path: ['notBefore'] },
    ]);
    expect(notBeforeIssues(null)).toEqual([]);
  });
});

describe('addSlots', () => {
  const weekly = (localTime: string, timeZone: string): WeeklyTime => ({ weekday: 'MONDAY', localTime, timeZone });
  const added = (present: readonly WeeklyTime[], asked: readonly WeeklyTime[]) => {
    const decision = addSlots(present, asked);
    return decision.ok
      ? decision.events.map(({ slot: each }) => `${each.localTime} ${each.timeZone}`)
      : decision.error.issues;
  };

  it.each([
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['europe/riga', 'Europe/Riga'],
  ])('knows that %s is %s, and keeps what was written', (old, renamed) => {
    expect(isSameZone(old, renamed)).toBe(true);
    expect(added([weekly('09:00', old)], [weekly('09:00', renamed), weekly('10:00', renamed)])).toEqual([
      `10:00 ${renamed}`,
    ]);
    expect(added([], [weekly('09:00', renamed), weekly('09:00', old)])).toEqual([`09:00 ${renamed}`]);
  });

  it('takes zones whose clocks only agree today for two', () => {
    expect(isSameZone('Europe/Riga', 'Europe/Helsinki')).toBe(false);
  });

  it('tells everything that is wrong at once, with what to write', () => {
    const issues = added(
      [],
      [weekly('24:00', 'Europe/Riga'), weekly('9:00', 'Mars/Olympus'), weekly('09:00', '+02:00')],
    );
    expect(issues).toMatchObject([
      { code: 'LOCAL_TIME_INVALID', path: ['slots', '0', 'localTime'], fix: expect.stringContaining('HH:mm') },
      { code: 'LOCAL_TIME_INVALID', path: ['slots', '1', 'localTime'] },
      { code: 'TIME_ZONE_UNKNOWN', path: ['slots', '1', 'timeZone'], fix: expect.stringContaining('Europe/Riga') },
      { code: 'TIME_ZONE_UNKNOWN', path: ['slots', '2', 'timeZone'] },
    ]);
  });

  it('never gives a channel more than its bound, but tells of what is there already at the bound too', () => {
    const full = Array.from({ length: slotBounds.slots }, (_, index) =>
      weekly(`${two(Math.floor(index / 60))}:${two(index % 60)}`, 'UTC'),
    );
    expect(added(full, [weekly('23:59', 'UTC')])).toMatchObject([{ code: 'TOO_MANY_SLOTS', path: ['slots'] }]);
    expect(added(full, full)).toEqual([]);
    expect(added(full.slice(1), [weekly('23:59', 'UTC')])).toEqual(['23:59 UTC']);
    expect(added([], [...full, weekly('23:59', 'UTC')])).toMatchObject([{ code: 'TOO_MANY' }]);
  });
});
