import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOf } from '../../../src/domain/planning/calendar.ts';
import { closeMinutes, conflictsOf, repeatDays } from '../../../src/domain/planning/conflict.ts';
import { loadOf, type Standing } from '../../../src/domain/planning/load.ts';

const days = daysOf({ from: '2027-02-01', to: '2027-02-28' }, 'UTC');
const start = days.starts[0] ?? 0;
const minute = 60_000;
const day = 1_440 * minute;

let number = 0;
const standing = (at: number, rest: Partial<Standing> = {}): Standing => ({
  postId: `post-${String((number += 1))}`,
  channelId: 'vk-1',
  network: 'vk',
  text: `Текст ${String(number)}`,
  ...rest,
  at: start + at,
});
const conflicts = (standings: readonly Standing[], limit: number | null = null) =>
  conflictsOf(standings, loadOf(standings, days), () => limit);
const kinds = (standings: readonly Standing[], limit: number | null = null) =>
  conflicts(standings, limit).map(({ kind }) => kind);

describe('Posts are too close', () => {
  it('where less than half an hour is between them on one channel', () => {
    expect(kinds([standing(0), standing(closeMinutes * minute)])).toEqual([]);
    expect(kinds([standing(0), standing(closeMinutes * minute - 1)])).toEqual(['TOO_CLOSE']);
    expect(kinds([standing(0), standing(0, { channelId: 'vk-2' })])).toEqual([]);
  });

  it('and one conflict tells of all that follow each other', () => {
    const standings = [0, 20, 40, 100].map((minutes) => standing(minutes * minute));
    expect(conflicts(standings)).toMatchObject([
      { kind: 'TOO_CLOSE', channelId: 'vk-1', postIds: standings.slice(0, 3).map(({ postId }) => postId) },
    ]);
  });
});

describe('The same text', () => {
  it.each([
    ['Svaiga maize no rīta', 'SVAIGA  maize\nno RĪTA '],
    ['Свежий хлеб 🥖', 'свежий ХЛЕБ 🥖'],
    ['Таңертең жаңа нан', 'ТАҢЕРТЕҢ\u00a0ЖАҢА нан'],
  ])('is found whatever its case and spaces: %s', (text, other) => {
    const standings = [standing(0, { text }), standing(repeatDays * day, { text: other })];
    expect(conflicts(standings)).toMatchObject([{ kind: 'SAME_TEXT', channelId: 'vk-1' }]);
  });

  it('is none of nothing, on another network, or long after', () => {
    const text = 'Fresh bread';
    expect(kinds([standing(0, { text: ' ' }), standing(day, { text: '' }), standing(2 * day, { text: null })])).toEqual(
      [],
    );
    expect(kinds([standing(0, { text }), standing(0, { text, channelId: 'x-1', network: 'twitter' })])).toEqual([]);
    expect(kinds([standing(0, { text }), standing(repeatDays * day + 1, { text })])).toEqual([]);
  });

  it('is one of a single post, too, that goes to several accounts of a network', () => {
    const both = ['vk-1', 'vk-2'].map((channelId) => standing(0, { text: 'Maize', postId: 'one', channelId }));
    expect(conflicts(both)).toMatchObject([{ kind: 'SAME_TEXT', channelId: null, postIds: ['one'] }]);
  });
});

describe('A daily limit', () => {
  it('is passed by more posts on a day than it allows', () => {
    const standings = [1, 2, 3].map((hours) => standing(hours * 60 * minute));
    expect(kinds(standings, 3)).toEqual([]);
    expect(kinds(standings, 2)).toEqual(['OVER_DAILY_LIMIT']);
    expect(kinds(standings)).toEqual([]);
    expect(loadOf(standings, days)).toMatchObject([{ channelId: 'vk-1', day: 0 }]);
  });
});

/** A post is on a channel once. */
const anyStandings: fc.Arbitrary<readonly Standing[]> = fc.uniqueArray(
  fc
    .record({
      postId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      channelId: fc.constantFrom('vk-1', 'vk-2', 'x-1'),
      at: fc.integer({ min: 0, max: 28 * 1_440 - 1 }),
      text: fc.constantFrom('Maize', 'maize ', 'Хлеб', null),
    })
    .map(({ at, ...rest }) => ({ ...rest, network: rest.channelId.split('-')[0] ?? '', at: start + at * minute })),
  { selector: ({ postId, channelId }) => `${postId} ${channelId}` },
);

describe('Conflicts', () => {
  it('are the same in whatever order the posts are told, and tell of each post once', () => {
    fc.assert(
      fc.property(anyStandings, fc.nat(), (standings, seed) => {
        const shuffled = [...standings].sort(
          (one, other) => ((one.at * (seed + 7)) % 101) - ((other.at * (seed + 7)) % 101),
        );
        const sorted = (each: ReturnType<typeof conflicts>) =>
          each.map((conflict) => JSON.stringify({ ...conflict, postIds: [...conflict.postIds].sort() })).sort();
        expect(sorted(conflicts(shuffled, 1))).toEqual(sorted(conflicts(standings, 1)));
        for (const { postIds } of conflicts(standings, 1)) expect(new Set(postIds).size).toBe(postIds.length);
      }),
    );
  });

  it('of two posts are between each of them and the other', () => {
    fc.assert(
      fc.property(anyStandings, (standings) => {
        for (const { kind, channelId, postIds } of conflicts(standings)) {
          if (kind !== 'TOO_CLOSE') continue;
          for (const id of postIds) {
            const own = standings.filter((each) => each.channelId === channelId);
            const near = own
              .filter(({ postId }) => postId === id)
              .some((one) => own.some((other) => other !== one && Math.abs(other.at - one.at) < closeMinutes * minute));
            expect(near).toBe(true);
          }
        }
      }),
    );
  });

  it('leave no post out of the load, and count none twice', () => {
    fc.assert(
      fc.property(anyStandings, (standings) => {
        const load = loadOf(standings, days);
        expect(load.reduce((sum, { postIds }) => sum + postIds.length, 0)).toBe(standings.length);
      }),
    );
  });
});
