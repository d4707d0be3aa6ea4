import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { respreadTimes, spreadTimes } from '../../../src/domain/planning/queue.ts';
import { scheduleAt } from '../../../src/domain/shared/time.ts';

const anySchedule = fc
  .integer({ min: 0, max: 5 })
  .map((hour) => scheduleAt(new Date(Date.UTC(2027, 0, 1, hour)), 'Asia/Almaty'));
const anyTimes = fc
  .array(anySchedule, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((schedule, index) => ({ channelId: String(index), schedule })));

describe('the times of a queued post', () => {
  it('are its earliest, and one of its own for each channel that has another', () => {
    fc.assert(
      fc.property(anyTimes, (times) => {
        const spread = spreadTimes(times);
        const earliest = Math.min(...times.map(({ schedule }) => schedule.at.getTime()));
        expect(spread?.schedule.at.getTime()).toBe(earliest);
        expect(spread?.own.map(({ schedule }) => schedule ?? spread.schedule)).toEqual(
          times.map(({ schedule }) => schedule),
        );
        expect(spread?.own.some(({ schedule }) => schedule === null)).toBe(true);
      }),
    );
  });

  it('follow the channels that are left when those of the earliest are taken away', () => {
    fc.assert(
      fc.property(anyTimes, (times) => {
        const spread = spreadTimes(times);
        const left = (spread?.own ?? []).filter(({ schedule }) => schedule !== null);
        expect(respreadTimes(left)).toEqual(
          spreadTimes(times.filter(({ channelId }) => left.some((each) => each.channelId === channelId))),
        );
        expect(respreadTimes(spread?.own ?? [])).toBeNull();
      }),
    );
  });

  it('are none without channels', () => {
    expect(spreadTimes([])).toBeNull();
    expect(respreadTimes([])).toBeNull();
  });
});
