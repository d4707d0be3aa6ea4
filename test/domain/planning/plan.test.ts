import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternOf, writtenTemplateIssues, type TemplateEntry } from '../../../src/domain/planning/plan-template.ts';
import {
  allowedPlanActions,
  planBounds,
  planFromSlots,
  planFromTemplate,
  planStrategyIssues,
  writtenPlanIssues,
  type Plan,
  type PlanTurn,
} from '../../../src/domain/planning/plan.ts';
import { turnsOf, weekdays, type Slot } from '../../../src/domain/planning/slot.ts';
import { dayAt, daysIn, instantsOf, isWithin } from '../../../src/domain/shared/period.ts';
import { memberWith } from '../viewer.ts';

const now = new Date('2026-11-01T00:00:00Z');
const december = { from: '2026-12-01', to: '2026-12-31' };
const zones = ['Europe/Riga', 'Asia/Almaty', 'America/New_York', 'Africa/Casablanca', 'Pacific/Apia'] as const;

const entry = (values: Partial<TemplateEntry>): TemplateEntry => ({
  ...{ dayOffset: 0, localTime: '09:00', title: null, text: null, link: null, tags: [], principles: [] },
  ...{ pillar: null, channelIds: ['a'] },
  ...values,
});

const working = new Map([
  ['a', { name: 'Rīta Maize', usable: true }],
  ['b', { name: 'Кофе кочевника', usable: true }],
  ['c', { name: 'Таңғы нан 🫓', usable: false }],
]);
const template = {
  ...{ period: december, timeZone: 'Europe/Riga', now, channels: working },
  pillars: new Map([['Рецепты', 'pillar-1']]),
};

const anyEntry = fc
  .record({
    dayOffset: fc.integer({ min: 0, max: 365 }),
    localTime: fc.option(
      fc
        .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
        .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`),
    ),
    pillar: fc.constantFrom(null, 'Рецепты', 'Gone'),
    channelIds: fc.subarray(['a', 'b', 'c', 'gone']),
  })
  .map(entry);

describe('a plan from a template', () => {
  it('loses nothing: every entry is a post or a notice, on a day of the period, and whatever a post lacks is told', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 20 }), fc.constantFrom(...zones), (entries, timeZone) => {
        const { posts, notices } = planFromTemplate({ ...template, entries, timeZone });
        const leftOut = notices.filter(({ code }) => code === 'ENTRY_AFTER_PERIOD');
        expect(posts.length + leftOut.length).toBe(entries.length);
        const kept = entries.filter(({ dayOffset }) => dayOffset < 31);
        for (const [index, post] of posts.entries()) {
          const told = notices.filter((each) => each.post === index).map(({ code }) => code);
          const source = kept[index];
          expect(post.schedule === null).toBe(source?.localTime === null);
          if (post.schedule) expect(isWithin(dayAt(post.schedule.at, timeZone), december)).toBe(true);
          expect(post.channelIds).toEqual(source?.channelIds.filter((id) => id === 'a' || id === 'b'));
          expect(told.includes('CHANNEL_GONE')).toBe(source?.channelIds.includes('gone'));
          expect(told.includes('CHANNEL_UNAVAILABLE')).toBe(source?.channelIds.includes('c'));
          expect(told.includes('PILLAR_MISSING')).toBe(source?.pillar === 'Gone');
          expect(post.pillarId).toBe(source?.pillar === 'Рецепты' ? 'pillar-1' : null);
        }
      }),
    );
  });

  it('keeps wall times when clocks change, and tells of a time that they skip', () => {
    const march = { from: '2027-03-26', to: '2027-04-02' };
    const entries = [0, 2, 4].map((dayOffset) => entry({ dayOffset, localTime: '03:30' }));
    const { posts, notices } = planFromTemplate({ ...template, period: march, entries });
    expect(posts.map(({ schedule }) => [schedule?.localDateTime, schedule?.at.toISOString()])).toEqual([
      ['2027-03-26T03:30:00', '2027-03-26T01:30:00.000Z'],
      ['2027-03-28T04:30:00', '2027-03-28T01:30:00.000Z'],
      ['2027-03-30T03:30:00', '2027-03-30T00:30:00.000Z'],
    ]);
    expect(notices).toMatchObject([{ code: 'TIME_SKIPPED', post: 1 }]);
    expect(notices[0]?.message).toContain('2027-03-28T04:30:00');
  });

  it('says so where none of its channels is left, and still makes the posts', () => {
    const entries = [entry({ channelIds: ['gone'], title: 'Jaunums' }), entry({ channelIds: ['c'] })];
    const { posts, notices } = planFromTemplate({ ...template, entries });
    expect(posts.map(({ title, channelIds }) => ({ title, channelIds }))).toEqual([
      { title: 'Jaunums', channelIds: [] },
      { title: null, channelIds: [] },
    ]);
    expect(notices.map(({ code, post }) => [code, post])).toEqual([
      ['NO_CHANNEL_LEFT', null],
      ['CHANNEL_GONE', 0],
      ['CHANNEL_UNAVAILABLE', 1],
    ]);
    expect(notices[2]?.message).toContain('Таңғы нан 🫓');
  });

  it('tells of times that have passed', () => {
    const { posts, notices } = planFromTemplate({
      ...template,
      entries: [entry({})],
      now: new Date('2026-12-02T00:00:00Z'),
    });
    expect(posts[0]?.schedule?.localDateTime).toBe('2026-12-01T09:00:00');
    expect(notices).toMatchObject([{ code: 'TIME_PASSED', post: 0 }]);
  });
});

const anySlot = fc
  .record({
    weekday: fc.constantFrom(...weekdays),
    hour: fc.integer({ min: 0, max: 23 }),
    timeZone: fc.constantFrom(...zones),
    channelId: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ hour, ...slot }) => ({ ...slot, localTime: `${String(hour).padStart(2, '0')}:00` }));

const channels = [...working].map(([id, channel]) => ({ id, ...channel }));

function turns(slots: readonly (Slot & { readonly channelId: string })[], taken: (turn: PlanTurn) => boolean) {
  const { from, until } = instantsOf(december, 'Europe/Riga');
  return slots.flatMap((slot) =>
    [...turnsOf([slot], from, until)].map((turn) => {
      const one = { ...turn, channelId: slot.channelId, taken: false };
      return { ...one, taken: taken(one) };
    }),
  );
}

const made = (decision: ReturnType<typeof planFromSlots>): Plan | undefined =>
  decision.ok ? decision.events[0] : undefined;

describe('a plan from slots', () => {
  it('takes every free turn of a channel that works once, at its own time, and no other', () => {
    fc.assert(
      fc.property(fc.array(anySlot, { maxLength: 12 }), fc.infiniteStream(fc.boolean()), (written, chance) => {
        const slots = written.map((slot, index) => ({ ...slot, id: `slot-${String(index)}` }));
        const times = turns(slots, () => chance.next().value === true);
        const decision = planFromSlots({ channels, times, now });
        expect(decision.ok).toBe(times.some(({ channelId }) => channelId !== 'c'));
        const posts = made(decision)?.posts ?? [];
        const free = times.filter(({ taken, channelId }) => !taken && channelId !== 'c');
        const booked = posts.flatMap(({ bookings }) => bookings.map(({ slotId, on }) => `${slotId} ${on}`));
        expect(booked.sort()).toEqual(free.map(({ slotId, on }) => `${slotId} ${on}`).sort());
        const instants = posts.map(({ schedule }) => schedule?.at.getTime());
        expect(new Set(instants).size).toBe(posts.length);
        expect(instants).toEqual(instants.toSorted((one = 0, other = 0) => one - other));
        for (const { channelIds } of posts) expect(new Set(channelIds).size).toBe(channelIds.length);
      }),
      { numRuns: 40 },
    );
  });

  it('makes one post of channels that have the same time', () => {
    const same = { weekday: 'TUESDAY', localTime: '18:00', timeZone: 'Europe/Riga' } as const;
    const slots = [
      { ...same, id: '1', channelId: 'b' },
      { ...same, id: '2', channelId: 'a', timeZone: 'Europe/Tallinn' },
      { ...same, id: '3', channelId: 'a', localTime: '19:00' },
    ];
    const posts = made(planFromSlots({ channels, times: turns(slots, () => false), now }))?.posts ?? [];
    expect(posts).toHaveLength(10);
    expect(posts.slice(0, 2).map(({ channelIds }) => channelIds)).toEqual([['a', 'b'], ['a']]);
  });

  it('tells of what is taken, has passed, does not work, and has no slot', () => {
    const slots = [
      { id: '1', channelId: 'a', weekday: 'MONDAY', localTime: '08:00', timeZone: 'Europe/Riga' } as const,
    ];
    const times = turns(slots, ({ on }) => on === '2026-12-28');
    const plan = made(planFromSlots({ channels, times, now: new Date('2026-12-10T00:00:00Z') }));
    expect(plan?.posts.map(({ bookings }) => bookings[0]?.on)).toEqual(['2026-12-14', '2026-12-21']);
    expect(plan?.notices.map(({ code, parameters }) => [code, ...parameters.map(({ value }) => value)])).toEqual([
      ['SLOTS_TAKEN', 'Rīta Maize', '1'],
      ['SLOTS_PASSED', 'Rīta Maize', '1'],
      ['CHANNEL_WITHOUT_SLOTS', 'Кофе кочевника'],
      ['CHANNEL_UNAVAILABLE', 'Таңғы нан 🫓'],
    ]);
  });

  it('is refused where there is nothing to make it of, or too much', () => {
    expect(planFromSlots({ channels, times: [], now })).toMatchObject({
      ok: false,
      error: { issues: [{ code: 'NO_SLOTS', path: ['source', 'slotsOfChannelIds'] }] },
    });
    const slots = weekdays.flatMap((weekday, day) =>
      Array.from({ length: 17 }, (_, hour) => ({
        ...{ id: `${String(day)}-${String(hour)}`, channelId: 'a', weekday, timeZone: 'Europe/Riga' },
        localTime: `${String(hour).padStart(2, '0')}:00`,
      })),
    );
    expect(planFromSlots({ channels, times: turns(slots, () => false), now })).toMatchObject({
      ok: false,
      error: { issues: [{ code: 'TOO_MANY_POSTS', parameters: [{ name: 'limit', value: String(planBounds.posts) }] }] },
    });
  });
});

describe('what is written of a plan', () => {
  it('is told everything that is wrong at once', () => {
    const codes = (period: { from: string; to: string }) =>
      writtenPlanIssues({ name: ' ', note: 'x'.repeat(5_001), period }).map(
        ({ code, path }) => `${code} ${path.join('.')}`,
      );
    const other = ['EMPTY name', 'TOO_LONG note'];
    expect(codes({ from: '2026-12-31', to: '2026-12-01' })).toEqual([...other, 'PERIOD_REVERSED period.to']);
    expect(codes({ from: '2026-01-01', to: '2027-01-02' })).toEqual([...other, 'PERIOD_TOO_LONG period']);
    expect(codes({ from: '2026-13-01', to: 'soon' })).toEqual([
      ...other,
      'DATE_INVALID period.from',
      'DATE_INVALID period.to',
    ]);
    expect(writtenPlanIssues({ name: 'Год', period: { from: '2028-01-01', to: '2028-12-31' } })).toEqual([]);
    expect(writtenPlanIssues({ name: null, period: null }).map(({ code }) => code)).toEqual(['EMPTY', 'EMPTY']);
  });

  it('follows one strategy, its own and its campaign’s', () => {
    expect(planStrategyIssues('s', 's')).toEqual([]);
    expect(planStrategyIssues(null, 's')).toEqual([]);
    expect(planStrategyIssues('s', null)).toEqual([]);
    expect(planStrategyIssues('s', 't').map(({ code }) => code)).toEqual(['STRATEGIES_DIFFER']);
  });

  it('is for those who may schedule on every channel', () => {
    expect(allowedPlanActions(memberWith('CONTENT_MANAGER'))).toEqual(['EDIT', 'DELETE']);
    expect(allowedPlanActions(memberWith('CONTENT_MANAGER', ['a']))).toEqual([]);
    expect(allowedPlanActions(memberWith('CREATOR'))).toEqual([]);
  });
});

describe('the entries of a template', () => {
  it('are told everything that is wrong with them, each with its place', () => {
    const issues = writtenTemplateIssues({
      name: '',
      entries: [
        entry({ dayOffset: -1, localTime: '24:00', link: 'sandbox', tags: ['#'] }),
        entry({ dayOffset: 366, localTime: '9:00', principles: ['REWARD', 'REWARD'], channelIds: ['a', 'a'] }),
        entry({ localTime: '23:59' }),
      ],
    });
    expect(issues.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'EMPTY name',
      'DAY_OFFSET_INVALID entries.0.dayOffset',
      'LOCAL_TIME_INVALID entries.0.localTime',
      'LINK_INVALID entries.0.link',
      'TAG_EMPTY entries.0.tags.0',
      'DAY_OFFSET_INVALID entries.1.dayOffset',
      'LOCAL_TIME_INVALID entries.1.localTime',
      'CHANNEL_TWICE entries.1.channelIds',
      'PRINCIPLE_TWICE entries.1.principles.1',
    ]);
    const many = Array.from({ length: 501 }, () => entry({ dayOffset: -1 }));
    expect(writtenTemplateIssues({ name: 'x', entries: many }).map(({ code }) => code)).toEqual(['TOO_LONG']);
  });

  it('make the same posts again when they are the pattern of a plan', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 10 }), fc.constantFrom(...zones), (written, timeZone) => {
        const entries = written.map((each) => ({
          ...each,
          dayOffset: each.dayOffset % daysIn(december),
          pillar: null,
          channelIds: ['a'],
        }));
        const first = planFromTemplate({ ...template, entries, timeZone });
        const pattern = patternOf(
          december,
          first.posts.map(({ schedule, ...post }) => ({ ...post, pillar: null, scheduledAt: schedule?.at ?? null })),
          timeZone,
        );
        const second = planFromTemplate({ ...template, entries: pattern, timeZone });
        expect(second.posts.map(({ schedule }) => schedule?.at)).toEqual(
          first.posts.map(({ schedule }) => schedule?.at),
        );
      }),
    );
  });

  it('have no time where the post stands before its plan or too long after it', () => {
    const post = entry({});
    const times = ['2026-11-30T10:00:00Z', '2028-01-01T10:00:00Z', '2026-12-24T16:00:00Z'];
    const posts = times.map((at) => ({ ...post, scheduledAt: new Date(at) }));
    expect(patternOf(december, posts, 'Europe/Riga').map(({ dayOffset, localTime }) => [dayOffset, localTime])).toEqual(
      [
        [0, null],
        [0, null],
        [23, '18:00'],
      ],
    );
  });
});
