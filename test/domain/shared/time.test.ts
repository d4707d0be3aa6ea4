import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, resolveWallTime, scheduleAt, type WallTime } from '../../../src/domain/shared/time.ts';
import { textsByLanguage } from '../texts.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Instants at which clocks were or will be changed. */
const edges = [
  { timeZone: 'Europe/Riga', at: '2027-03-28T01:00:00Z' },
  { timeZone: 'Europe/Riga', at: '2027-10-31T01:00:00Z' },
  { timeZone: 'America/New_York', at: '2027-03-14T07:00:00Z' },
  { timeZone: 'America/New_York', at: '2027-11-07T06:00:00Z' },
  // Half an hour.
  { timeZone: 'Australia/Lord_Howe', at: '2027-04-03T15:00:00Z' },
  { timeZone: 'Australia/Lord_Howe', at: '2027-10-02T15:30:00Z' },
  // For good, and over midnight.
  { timeZone: 'Asia/Almaty', at: '2024-02-29T18:00:00Z' },
  // The whole of 2011-12-30.
  { timeZone: 'Pacific/Apia', at: '2011-12-30T10:00:00Z' },
] as const;
const zones = [...new Set(edges.map(({ timeZone }) => timeZone))];

const clocks = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);
/** What the clocks of a zone show, asked of another source than the code under test: YYYY-MM-DDTHH:mm:ss. */
const clockAt = (at: number, timeZone: (typeof zones)[number]) =>
  (clocks.get(timeZone)?.format(at) ?? '').replace(' ', 'T');
const asUtc = (localDateTime: string) => Date.parse(`${localDateTime}Z`);
const localOf = (utc: number) => new Date(utc).toISOString().slice(0, 19);

const offsetsNear = (utc: number, timeZone: (typeof zones)[number]): readonly number[] =>
  [-26, 0, 26].map((hours) => asUtc(clockAt(utc + hours * hour, timeZone)) - (utc + hours * hour));

/** Every instant at which the clocks of a zone show this, the earlier first. */
function instantsOf(localDateTime: string, timeZone: (typeof zones)[number]): readonly number[] {
  const utc = asUtc(localDateTime);
  return [...new Set(offsetsNear(utc, timeZone).map((offset) => utc - offset))]
    .filter((at) => clockAt(at, timeZone) === localDateTime)
    .sort((a, b) => a - b);
}

const offsetOf = (at: number, localDateTime: string) => {
  const minutes = (asUtc(localDateTime) - at) / minute;
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
};

const secondsAround = fc.oneof(
  fc.integer({ min: -2 * 3600, max: 2 * 3600 }),
  fc.integer({ min: -26 * 3600, max: 26 * 3600 }),
);
/** An instant near a change of clocks. */
const instantAtEdge = fc
  .tuple(fc.constantFrom(...edges), secondsAround)
  .map(([{ timeZone, at }, seconds]) => ({ timeZone, at: Date.parse(at) + seconds * 1000 }));
/** An instant of these years. */
const anyInstant = fc
  .tuple(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2011, 0) / 1000, max: Date.UTC(2037, 11) / 1000 }))
  .map(([timeZone, seconds]) => ({ timeZone, at: seconds * 1000 }));
/** A wall time near a change of clocks: it may be shown once, twice, or never. */
const wallAtEdge = fc.tuple(fc.constantFrom(...edges), secondsAround).map(([{ timeZone, at }, seconds]) => ({
  timeZone,
  localDateTime: localOf(asUtc(clockAt(Date.parse(at), timeZone)) + seconds * 1000),
}));

const resolve = (localDateTime: string, timeZone: string, offset?: string) =>
  resolveWallTime({ localDateTime, timeZone, offset }, ['at']);
const codesOf = (wall: WallTime) => {
  const resolved = resolveWallTime(wall, ['at']);
  return resolved.ok ? [] : resolved.issues.map(({ code, path }) => `${path.join('.')}: ${code}`);
};
const parameterOf = (wall: WallTime, name: string) => {
  const resolved = resolveWallTime(wall, []);
  if (resolved.ok) return undefined;
  return resolved.issues[0]?.parameters.find((parameter) => parameter.name === name)?.value;
};

describe('scheduleAt', () => {
  it('shows what the clocks of the zone show', () => {
    fc.assert(
      fc.property(fc.oneof(instantAtEdge, anyInstant), ({ at, timeZone }) => {
        expect(scheduleAt(new Date(at), timeZone)).toEqual({
          at: new Date(at),
          timeZone,
          localDateTime: clockAt(at, timeZone),
        });
      }),
    );
  });

  it('comes back to the same instant with the offset, and without it to that one or none', () => {
    fc.assert(
      fc.property(fc.oneof(instantAtEdge, anyInstant), ({ at, timeZone }) => {
        const schedule = scheduleAt(new Date(at), timeZone);
        const offset = offsetOf(at, schedule.localDateTime);
        expect(resolve(schedule.localDateTime, timeZone, offset)).toEqual({ ok: true, schedule });
        const without = resolve(schedule.localDateTime, timeZone);
        if (without.ok) expect(without.schedule).toEqual(schedule);
        else expect(without.issues.map(({ code }) => code)).toEqual(['LOCAL_DATE_TIME_AMBIGUOUS']);
      }),
    );
  });
});

describe('resolveWallTime', () => {
  it('takes what the clocks show once, and guesses neither what they skip nor what they show twice', () => {
    fc.assert(
      fc.property(wallAtEdge, (wall) => {
        const instants = instantsOf(wall.localDateTime, wall.timeZone);
        const [only = NaN] = instants;
        const expected = [
          ['at.localDateTime: LOCAL_DATE_TIME_SKIPPED'],
          [],
          ['at.localDateTime: LOCAL_DATE_TIME_AMBIGUOUS'],
        ][instants.length];
        expect(codesOf(wall)).toEqual(expected);
        if (instants.length === 1) {
          expect(resolveWallTime(wall, [])).toEqual({ ok: true, schedule: { ...wall, at: new Date(only) } });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('names both offsets of a time that is shown twice, and takes each of them for its instant', () => {
    fc.assert(
      fc.property(wallAtEdge, (wall) => {
        const instants = instantsOf(wall.localDateTime, wall.timeZone);
        fc.pre(instants.length === 2);
        const offsets = instants.map((at) => offsetOf(at, wall.localDateTime));
        expect(parameterOf(wall, 'possible')).toBe(offsets.join(' or '));
        for (const [index, offset] of offsets.entries()) {
          const at = new Date(instants[index] ?? NaN);
          expect(resolveWallTime({ ...wall, offset }, [])).toEqual({ ok: true, schedule: { ...wall, at } });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('suggests, for a time that is skipped, the one that the clocks jump to', () => {
    fc.assert(
      fc.property(wallAtEdge, ({ timeZone, localDateTime }) => {
        fc.pre(instantsOf(localDateTime, timeZone).length === 0);
        const offsets = offsetsNear(asUtc(localDateTime), timeZone);
        const jump = Math.max(...offsets) - Math.min(...offsets);
        const suggestion = localOf(asUtc(localDateTime) + jump);
        expect(parameterOf({ timeZone, localDateTime }, 'suggestion')).toBe(suggestion);
        expect(codesOf({ timeZone, localDateTime: suggestion })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses every offset that the zone does not have at that time, and names those that it has', () => {
    const anyOffset = fc
      .tuple(fc.constantFrom('+', '-'), fc.nat({ max: 14 }), fc.constantFrom('00', '30', '45'))
      .map(([sign, hours, minutes]) => `${sign}${String(hours).padStart(2, '0')}:${minutes}`);
    fc.assert(
      fc.property(wallAtEdge, anyOffset, (wall, offset) => {
        const offsets = instantsOf(wall.localDateTime, wall.timeZone).map((at) => offsetOf(at, wall.localDateTime));
        fc.pre(offsets.length > 0 && !offsets.includes(offset));
        expect(codesOf({ ...wall, offset })).toEqual(['at.offset: OFFSET_WRONG']);
        expect(parameterOf({ ...wall, offset }, 'possible')).toBe(offsets.join(' or '));
      }),
    );
  });

  it.each([
    ['Europe/Riga', '2027-03-28T02:59:59', '2027-03-28T00:59:59.000Z'],
    ['Europe/Riga', '2027-03-28T03:00:00', 'LOCAL_DATE_TIME_SKIPPED'],
    ['Europe/Riga', '2027-03-28T03:59:59', 'LOCAL_DATE_TIME_SKIPPED'],
    ['Europe/Riga', '2027-03-28T04:00:00', '2027-03-28T01:00:00.000Z'],
    ['Europe/Riga', '2027-10-31T02:59:59', '2027-10-30T23:59:59.000Z'],
    ['Europe/Riga', '2027-10-31T03:00:00', 'LOCAL_DATE_TIME_AMBIGUOUS'],
    ['Europe/Riga', '2027-10-31T03:59:59', 'LOCAL_DATE_TIME_AMBIGUOUS'],
    ['Europe/Riga', '2027-10-31T04:00:00', '2027-10-31T02:00:00.000Z'],
    ['America/New_York', '2027-03-14T02:30:00', 'LOCAL_DATE_TIME_SKIPPED'],
    ['America/New_York', '2027-11-07T01:30:00', 'LOCAL_DATE_TIME_AMBIGUOUS'],
    ['America/New_York', '2027-11-07T02:00:00', '2027-11-07T07:00:00.000Z'],
    ['Australia/Lord_Howe', '2027-10-03T02:29:59', 'LOCAL_DATE_TIME_SKIPPED'],
    ['Australia/Lord_Howe', '2027-10-03T02:30:00', '2027-10-02T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:29:59', '2027-04-03T14:29:59.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:30:00', 'LOCAL_DATE_TIME_AMBIGUOUS'],
    ['Asia/Almaty', '2024-02-29T23:30:00', 'LOCAL_DATE_TIME_AMBIGUOUS'],
    ['Asia/Almaty', '2024-03-01T00:00:00', '2024-02-29T19:00:00.000Z'],
    ['Asia/Almaty', '2027-03-28T03:30:00', '2027-03-27T22:30:00.000Z'],
    ['Pacific/Apia', '2011-12-29T23:59:59', '2011-12-30T09:59:59.000Z'],
    ['Pacific/Apia', '2011-12-30T00:00:00', 'LOCAL_DATE_TIME_SKIPPED'],
    ['Pacific/Apia', '2011-12-30T23:59:59', 'LOCAL_DATE_TIME_SKIPPED'],
    ['Pacific/Apia', '2011-12-31T00:00:00', '2011-12-30T10:00:00.000Z'],
  ])('in %s takes %s for %s', (timeZone, localDateTime, expected) => {
    const resolved = resolve(localDateTime, timeZone);
    expect(resolved.ok ? resolved.schedule.at.toISOString() : resolved.issues[0]?.code).toBe(expected);
  });

  it('keeps the wall time when clocks change between two days', () => {
    const instants = ['2027-03-27', '2027-03-28', '2027-03-29'].map((day) => {
      const resolved = resolve(`${day}T09:00`, 'Europe/Riga');
      return resolved.ok ? [resolved.schedule.localDateTime, resolved.schedule.at.toISOString()] : [];
    });
    expect(instants).toEqual([
      ['2027-03-27T09:00:00', '2027-03-27T07:00:00.000Z'],
      ['2027-03-28T09:00:00', '2027-03-28T06:00:00.000Z'],
      ['2027-03-29T09:00:00', '2027-03-29T06:00:00.000Z'],
    ]);
  });

  it('takes exactly the days that the calendar has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1970, max: 2100 }),
        fc.nat({ max: 13 }),
        fc.nat({ max: 32 }),
        (year, month, day) => {
          const date = new Date(Date.UTC(year, month - 1, day));
          const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          const two = (value: number) => String(value).padStart(2, '0');
          const wall = { localDateTime: `${String(year)}-${two(month)}-${two(day)}T12:00`, timeZone: 'UTC' };
          expect(codesOf(wall)).toEqual(exists ? [] : ['at.localDateTime: LOCAL_DATE_TIME_INVALID']);
        },
      ),
    );
  });

  it.each([
    '2027-02-29T09:00:00',
    '2027-05-01T24:00:00',
    '2027-05-01T09:60:00',
    '2027-05-01',
    '2027-05-01 09:00:00',
    '2027-05-01T09:00:00Z',
    '2027-05-01T09:00:00+03:00',
    '2027-05-01T09:00:00.5',
    '27-05-01T09:00:00',
    '',
    ...textsByLanguage.map(([, text]) => text),
  ])('refuses "%s" as no date and time', (localDateTime) => {
    expect(codesOf({ localDateTime, timeZone: 'Europe/Riga' })).toEqual(['at.localDateTime: LOCAL_DATE_TIME_INVALID']);
    expect(parameterOf({ localDateTime, timeZone: 'Europe/Riga' }, 'localDateTime')).toBe(localDateTime);
  });

  it.each(['Z', '3:00', '+3:00', '+0300', '+03', '+03:00:00', '+03:00[Europe/Riga]', 'трёх 🕒'])(
    'refuses "%s" as no offset',
    (offset) => {
      const wall = { localDateTime: '2027-05-01T09:00:00', timeZone: 'Europe/Riga', offset };
      expect(codesOf(wall)).toEqual(['at.offset: OFFSET_INVALID']);
    },
  );

  it.each(['9999-12-31T20:00', '9999-01-01T00:00:00', '2201-01-01T00:00'])('refuses %s as too far', (localDateTime) => {
    const wall = { localDateTime, timeZone: 'America/New_York' };
    expect(codesOf(wall)).toEqual(['at.localDateTime: LOCAL_DATE_TIME_TOO_FAR']);
    expect(parameterOf(wall, 'lastYear')).toBe('2200');
    expect(codesOf({ ...wall, localDateTime: '2200-12-31T23:59:59' })).toEqual([]);
  });

  it('resolves times before 1970, which have only passed', () => {
    const resolved = resolve('1969-07-20T22:00', 'UTC');
    expect(resolved).toMatchObject({ ok: true, schedule: { at: new Date('1969-07-20T22:00:00Z') } });
  });

  it('says everything that is wrong at once, each at its place and with a fix', () => {
    const wall = { localDateTime: 'rīt no rīta 🌅', timeZone: 'Қазақстан/Алматы', offset: 'три часа' };
    expect(codesOf(wall)).toEqual([
      'at.localDateTime: LOCAL_DATE_TIME_INVALID',
      'at.timeZone: TIME_ZONE_UNKNOWN',
      'at.offset: OFFSET_INVALID',
    ]);
    const resolved = resolveWallTime(wall, []);
    expect(resolved).toMatchObject({ ok: false, issues: [1, 2, 3].map(() => ({ fix: expect.stringMatching(/\w/) })) });
  });

  it('answers whatever is written, and never with another wall time', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('2027-05-01T09:00', 'Europe/Riga', '+03:00'),
    );
    const anyWall = fc.record({ localDateTime: anyText, timeZone: anyText, offset: fc.option(anyText) });
    fc.assert(
      fc.property(anyWall, (wall) => {
        const resolved = resolveWallTime(wall, []);
        if (resolved.ok) expect(resolved.schedule.localDateTime).toBe(`${wall.localDateTime}:00`);
        else expect(resolved.issues.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('isTimeZone', () => {
  it.each([...zones, 'UTC', 'Europe/Moscow', 'Asia/Qyzylorda', 'America/Argentina/Buenos_Aires'])(
    'knows %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['+03:00', '-05:00', '+03', 'Z', 'T10:00+03:00', 'Europe/Atlantis', 'Рига', ' Europe/Riga', ''])(
    'takes "%s" for no zone',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
