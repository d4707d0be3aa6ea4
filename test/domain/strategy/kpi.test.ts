import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/shared/period.ts';
import {
  elapsedOf,
  kpiIssues,
  kpiStatuses,
  mergeKpis,
  progressOf,
  statusOf,
  type KpiContent,
  type KpiStatus,
  type WrittenKpi,
} from '../../../src/domain/strategy/kpi.ts';

const followers: KpiContent = {
  id: 'k1',
  name: 'Подписчики',
  metric: 'followers',
  formula: null,
  baseline: 1000,
  target: 2000,
  deadline: '2027-04-11', // 100 days after the start
  direction: 'UP',
};
const start = '2027-01-01';
const at = (value: number | null, on: string, kpi: Partial<KpiContent> = {}) =>
  statusOf({ ...followers, ...kpi }, value, { start, on });

const place = { period: { from: start, to: '2027-12-31' }, path: [], periodPath: ['period'] };
const told = (before: readonly KpiContent[], kpis: readonly WrittenKpi[], at = place) =>
  kpiIssues(before, { kpis }, at).map(({ code, path }) => `${code} ${path.join('.')}`);

describe('the status of a KPI', () => {
  it('compares what was reached with what is expected of the day', () => {
    const half = addDays(start, 50);
    expect(at(1500, half)).toBe('ON_TRACK');
    expect(at(1590, half)).toBe('ON_TRACK');
    expect(at(1610, half)).toBe('AHEAD');
    expect(at(1410, half)).toBe('ON_TRACK');
    expect(at(1390, half)).toBe('AT_RISK');
    expect(at(900, half)).toBe('AT_RISK');
  });

  it('is reached also before the deadline, and missed only after its last day', () => {
    expect(at(2000, start)).toBe('REACHED');
    expect(at(1999, followers.deadline)).toBe('ON_TRACK');
    expect(at(1999, addDays(followers.deadline, 1))).toBe('MISSED');
    expect(at(2000, addDays(followers.deadline, 1))).toBe('REACHED');
  });

  it('says nothing without a value, nor without a baseline until the target is reached or missed', () => {
    expect(at(null, start)).toBe('NO_DATA');
    expect(at(1500, start, { baseline: null })).toBe('NO_DATA');
    expect(at(2500, start, { baseline: null })).toBe('REACHED');
    expect(at(1500, '2027-05-01', { baseline: null })).toBe('MISSED');
  });

  it('goes down where less is better', () => {
    const fall = { baseline: 60, target: 30, direction: 'DOWN' } as const;
    expect(at(30, start, fall)).toBe('REACHED');
    expect(at(45, addDays(start, 50), fall)).toBe('ON_TRACK');
    expect(at(58, addDays(start, 50), fall)).toBe('AT_RISK');
  });

  const number = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((hundredths) => hundredths / 100);
  const day = fc.integer({ min: -50, max: 400 }).map((days) => addDays(start, days));
  /** An aim that is no contradiction. */
  const aim = fc
    .record({ one: number, other: number, direction: fc.constantFrom('UP', 'DOWN') })
    .map(({ one, other, direction }) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      return direction === 'UP'
        ? ({ baseline: low, target: high, direction } as const)
        : ({ baseline: high, target: low, direction } as const);
    });
  const rank: Readonly<Record<KpiStatus, number>> = {
    NO_DATA: -1,
    MISSED: 0,
    AT_RISK: 1,
    ON_TRACK: 2,
    AHEAD: 3,
    REACHED: 4,
  };

  it('never gets worse by a better value, nor by an earlier day', () => {
    fc.assert(
      fc.property(aim, number, number, day, day, (kpi, one, other, early, late) => {
        const [worse, better] =
          kpi.direction === 'UP'
            ? [Math.min(one, other), Math.max(one, other)]
            : [Math.max(one, other), Math.min(one, other)];
        expect(rank[at(better, early, kpi)]).toBeGreaterThanOrEqual(rank[at(worse, early, kpi)]);
        const [before, after] = early <= late ? [early, late] : [late, early];
        expect(rank[at(one, before, kpi)]).toBeGreaterThanOrEqual(rank[at(one, after, kpi)]);
      }),
    );
  });

  it('is one of the six for any value and day, and REACHED exactly where progress is 1 or more', () => {
    fc.assert(
      fc.property(aim, number, day, (kpi, value, on) => {
        const status = at(value, on, kpi);
        expect(kpiStatuses).toContain(status);
        const progress = progressOf(kpi, value);
        if (kpi.target !== kpi.baseline)
          expect(status === 'REACHED').toBe((progress ?? 0) >= 1 || value === kpi.target);
      }),
    );
  });
});

describe('the progress of a KPI', () => {
  it('is 0 at the baseline and 1 at the target, and goes on beyond both', () => {
    expect(progressOf(followers, 1000)).toBe(0);
    expect(progressOf(followers, 1250)).toBe(0.25);
    expect(progressOf(followers, 2000)).toBe(1);
    expect(progressOf(followers, 3000)).toBe(2);
    expect(progressOf(followers, 500)).toBe(-0.5);
  });

  it('is null without a value or a baseline, never 0', () => {
    expect(progressOf(followers, null)).toBeNull();
    expect(progressOf({ ...followers, baseline: null }, 1500)).toBeNull();
  });

  it('is all or nothing where the aim is to stay where it is', () => {
    expect(progressOf({ ...followers, target: 1000 }, 1000)).toBe(1);
    expect(progressOf({ ...followers, target: 1000 }, 999)).toBe(0);
  });
});

describe('the time that is over', () => {
  it('stays between 0 and 1', () => {
    expect(elapsedOf('2027-01-01', '2027-01-11', '2027-01-06')).toBe(0.5);
    expect(elapsedOf('2027-01-01', '2027-01-11', '2026-01-06')).toBe(0);
    expect(elapsedOf('2027-01-01', '2027-01-11', '2028-01-06')).toBe(1);
    expect(elapsedOf('2027-01-01', '2027-01-01', '2027-01-01')).toBe(1);
  });
});

describe('a written KPI', () => {
  const fresh = { ...followers, id: null };

  it('has a metric or a formula, not both and not neither', () => {
    expect(told([], [fresh])).toEqual([]);
    expect(told([], [{ ...fresh, formula: 'likes' }])).toEqual(['METRIC_AND_FORMULA kpis.0.formula']);
    expect(told([], [{ ...fresh, metric: ' ' }])).toEqual(['METRIC_MISSING kpis.0.metric']);
    expect(told([], [{ ...fresh, metric: null, formula: 'likes / reach' }])).toEqual([]);
  });

  it('names a metric that there is, or is told which ones are near', () => {
    const [issue] = kpiIssues([], { kpis: [{ ...fresh, metric: 'Follower count' }] }, place);
    expect(issue).toMatchObject({ code: 'METRIC_UNKNOWN', path: ['kpis', '0', 'metric'] });
    expect(issue?.fix).toContain('followers');
    const [strange] = kpiIssues([], { kpis: [{ ...fresh, metric: 'қыдыр' }] }, place);
    expect(strange?.fix).toBe('The query metrics has them all.');
  });

  it('aims where its direction points', () => {
    expect(told([], [{ ...fresh, target: 999 }])).toEqual(['TARGET_AGAINST_DIRECTION kpis.0.target']);
    expect(told([], [{ ...fresh, target: 1001, direction: 'DOWN' }])).toEqual([
      'TARGET_AGAINST_DIRECTION kpis.0.target',
    ]);
    expect(told([], [{ ...fresh, target: 999, baseline: null }])).toEqual([]);
    expect(told([], [{ ...fresh, target: 1000 }])).toEqual([]);
  });

  it('ends on a day that exists, not before the period begins, but maybe after it ends', () => {
    expect(told([], [{ ...fresh, deadline: '2027-02-30' }])).toEqual(['DATE_INVALID kpis.0.deadline']);
    expect(told([], [{ ...fresh, deadline: '2026-12-31' }])).toEqual(['DEADLINE_BEFORE_START kpis.0.deadline']);
    expect(told([], [{ ...fresh, deadline: '2028-02-01' }])).toEqual([]);
  });

  it('needs, where it is new, all that it cannot be without', () => {
    expect(told([], [{ metric: 'reach' }])).toEqual([
      'REQUIRED kpis.0.target',
      'REQUIRED kpis.0.deadline',
      'REQUIRED kpis.0.direction',
      'REQUIRED kpis.0.name',
    ]);
    expect(told([followers], [{ id: 'k1', target: null, name: null }])).toEqual([
      'REQUIRED kpis.0.target',
      'REQUIRED kpis.0.name',
    ]);
  });

  it('has a name of its own, whatever the case', () => {
    expect(told([followers], [{ ...fresh, name: 'подписчики' }])).toEqual(['TWICE kpis.0.name']);
    const swap = [
      { id: 'k1', name: 'B' },
      { ...fresh, name: 'Подписчики' },
    ];
    expect(told([followers], swap)).toEqual([]);
  });

  it('is named by the period where that is what no longer fits', () => {
    const later = { ...place, period: { from: '2027-06-01', to: '2027-12-31' } };
    expect(told([followers], [], later)).toEqual(['DEADLINE_BEFORE_START period.from']);
    expect(kpiIssues([followers], {}, { ...later, periodPath: null })).toEqual([]);
  });

  it('changes by id, is added without, and is gone when removed; ids of nothing are told', () => {
    const merged = mergeKpis(
      [followers, { ...followers, id: 'k2', name: 'Ā' }],
      { kpis: [{ id: 'k1', target: 3000 }, { ...fresh, name: 'Жаңа' }, { id: 'k9' }], removeKpiIds: ['k2', 'k8'] },
      () => 'new',
      place,
    );
    expect(merged.kpis).toEqual([
      { ...followers, target: 3000 },
      { ...followers, id: 'new', name: 'Жаңа' },
    ]);
    expect(merged.missing.map(({ path }) => path)).toEqual([
      ['removeKpiIds', '1'],
      ['kpis', '2', 'id'],
    ]);
    expect(told([followers], [{ id: 'k1' }, { id: 'k1' }])).toEqual(['TWICE kpis.1.id']);
  });
});
