import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calendarBounds,
  calendarIssues,
  dayIndex,
  daysOf,
  freeTurnsBetween,
  timesOf,
} from '../../../src/domain/planning/calendar.ts';
import { bookingKey, freeTurns, weekdays, type Slot } from '../../../src/domain/planning/slot.ts';
import { addDays, dayAt } from '../../../src/domain/shared/period.ts';

const zones = [
  'Europe/Riga',
  'Asia/Almaty',
  'America/New_York',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];
const hour = 3_600_000;
const two = (value: number) => String(value).padStart(2, '0');

const anyPeriod = fc
  .tuple(fc.integer({ min: 0, max: 366 * 30 }), fc.integer({ min: 0, max: calendarBounds.days - 1 }))
  .map(([start, length]) => {
    const from = addDays('2005-01-01', start);
    return { from, to: addDays(from, length) };
  });

describe('The days of a zone', () => {
  it('are 23 hours long where the clocks go forward, and 25 where they go back', () => {
    const lengths = (from: string, to: string) => {
      const { starts } = daysOf({ from, to }, 'Europe/Riga');
      return starts.slice(1).map((start, index) => (start - (starts[index] ?? 0)) / hour);
    };
    expect(lengths('2027-03-27', '2027-03-29')).toEqual([24, 23, 24]);
    expect(lengths('2027-10-30', '2027-11-01')).toEqual([24, 25, 24]);
  });

  it('have no instant where a zone skipped a day whole', () => {
    const days = daysOf({ from: '2011-12-29', to: '2011-12-31' }, 'Pacific/Apia');
    expect(days.starts[1]).toBe(days.starts[2]);
    expect(days.dates[dayIndex(days, days.starts[1] ?? 0)]).toBe('2011-12-31');
    expect(days.dates[dayIndex(days, (days.starts[1] ?? 0) - 1)]).toBe('2011-12-29');
  });

  it('have every instant of the period on exactly the day that the zone’s clocks show', () => {
    fc.assert(
      fc.property(
        anyPeriod,
        fc.constantFrom(...zones),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (period, zone, part) => {
          const days = daysOf(period, zone);
          const [first = 0] = days.starts;
          const last = days.starts.at(-1) ?? 0;
          const at = Math.floor(first + part * (last - first - 1));
          expect(days.dates[dayIndex(days, at)]).toBe(dayAt(new Date(at), zone));
          expect(dayIndex(days, first - 1)).toBe(-1);
          expect(dayIndex(days, last)).toBe(-1);
          expect(days.starts).toEqual([...days.starts].sort((one, other) => one - other));
        },
      ),
    );
  });
});

describe('The times of a post', () => {
  const anyTime = fc.option(fc.integer({ min: 0, max: 5 }));
  it('are those of its channels, each once, in order', () => {
    expect(timesOf({ at: 5, variants: [] })).toEqual([5]);
    expect(timesOf({ at: null, variants: [{ at: null }] })).toEqual([]);
    expect(timesOf({ at: 5, variants: [{ at: 3 }, { at: null }, { at: 3 }] })).toEqual([3, 5]);
    // Nothing goes out at the post's own time.
    expect(timesOf({ at: 5, variants: [{ at: 3 }, { at: 4 }] })).toEqual([3, 4]);
    fc.assert(
      fc.property(anyTime, fc.array(anyTime.map((at) => ({ at }))), (at, variants) => {
        const times = timesOf({ at, variants });
        expect(new Set(times).size).toBe(times.length);
        for (const variant of variants) {
          const own = variant.at ?? at;
          if (own !== null) expect(times).toContain(own);
        }
      }),
    );
  });
});

describe('Free turns of slots', () => {
  const anySlots: fc.Arbitrary<readonly Slot[]> = fc.array(
    fc.record({
      id: fc.uuid(),
      weekday: fc.constantFrom(...weekdays),
      localTime: fc
        .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
        .map(([hours, minutes]) => `${two(hours)}:${two(minutes)}`),
      timeZone: fc.constantFrom(...zones),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('are the same that the queue finds, however clocks change', () => {
    fc.assert(
      fc.property(anySlots, anyPeriod, fc.boolean(), (slots, period, takes) => {
        const days = daysOf(period, 'Europe/Riga');
        const from = days.starts[0] ?? 0;
        const until = days.starts.at(-1) ?? 0;
        const none = { booked: new Set<string>(), standing: new Set<number>() };
        const all = [...freeTurns(slots, none, new Date(from), new Date(until))];
        const taken = takes
          ? {
              booked: new Set(all.slice(0, 1).map(({ slotId, on }) => bookingKey(slotId, on))),
              standing: new Set(all.slice(1, 2).map(({ schedule }) => schedule.at.getTime())),
            }
          : none;
        const expected = [...freeTurns(slots, taken, new Date(from), new Date(until))].map(({ schedule }) =>
          schedule.at.getTime(),
        );
        const found = freeTurnsBetween(slots, taken, from, until).map(({ at }) => at);
        expect(found.sort((one, other) => one - other)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('A calendar', () => {
  it('has at most a quarter, in a zone that exists; all that is wrong is said at once', () => {
    expect(calendarIssues({ from: '2027-01-01', to: '2027-04-02' }, 'Asia/Calcutta')).toEqual([]);
    const codes = (from: string, to: string, zone: string) =>
      calendarIssues({ from, to }, zone).map(({ code }) => code);
    expect(codes('2027-01-01', '2027-04-03', 'Mars/Olympus')).toEqual(['PERIOD_TOO_LONG', 'TIME_ZONE_UNKNOWN']);
    expect(codes('2027-02-29', 'завтра', 'UTC')).toEqual(['DATE_INVALID', 'DATE_INVALID']);
    expect(codes('2027-02-02', '2027-02-01', 'UTC')).toEqual(['PERIOD_REVERSED']);
  });
});
