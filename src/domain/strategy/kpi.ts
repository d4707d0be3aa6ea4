import { Temporal } from 'temporal-polyfill';
import type { InputIssue, NotFound } from '../shared/errors.ts';
import { dayIssues, parseDay, type Period } from '../shared/period.ts';
import {
  bounds,
  countIssues,
  issue,
  itemsOf,
  mergeList,
  nameIssues,
  pick,
  trimmed,
  twiceIssues,
  type Path,
} from '../shared/form.ts';
import { formulaIssues, metricIssues } from './formula.ts';

export const trendDirections = ['UP', 'DOWN'] as const;
/** Whether more is better, or less. */
export type TrendDirection = (typeof trendDirections)[number];

/** A measured target of an objective or a campaign. */
export interface KpiContent {
  readonly id: string;
  readonly name: string;
  /** Key of the catalogue; null: a formula says it. One of both is there. */
  readonly metric: string | null;
  readonly formula: string | null;
  /** Where it began; null: nobody knows. */
  readonly baseline: number | null;
  readonly target: number;
  /** YYYY-MM-DD. */
  readonly deadline: string;
  readonly direction: TrendDirection;
}

/** With an id what is absent stays and null clears; without one it is new, and name, target, deadline and direction are needed. */
export interface WrittenKpi {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly metric?: string | null | undefined;
  readonly formula?: string | null | undefined;
  readonly baseline?: number | null | undefined;
  readonly target?: number | null | undefined;
  readonly deadline?: string | null | undefined;
  readonly direction?: TrendDirection | null | undefined;
}

/** How the KPIs of one objective or campaign change. */
export interface KpiChanges {
  readonly kpis?: readonly WrittenKpi[] | null | undefined;
  readonly removeKpiIds?: readonly string[] | null | undefined;
}

/** Most KPIs of one objective or campaign. */
export const maxKpis = bounds.items;

interface KpiPlace {
  /** Of the strategy or campaign. */
  readonly period: Period;
  /** Of what holds `kpis` and `removeKpiIds`: [] where they stand in the input itself. */
  readonly path: Path;
  /** Where the period stands in the input; null: it does not. Named where it is the period that no longer fits. */
  readonly periodPath: Path | null;
}

export interface MergedKpis {
  readonly kpis: readonly KpiContent[];
  readonly issues: readonly InputIssue[];
  readonly missing: readonly NotFound[];
}

/** The KPIs as they are after a change, and everything that is wrong with it. */
export function mergeKpis(
  before: readonly KpiContent[],
  changes: KpiChanges,
  newId: () => string,
  { period, path, periodPath }: KpiPlace,
): MergedKpis {
  const listPath = [...path, 'kpis'];
  const merged = mergeList<KpiContent, WrittenKpi>(before, {
    what: 'KPI',
    written: changes.kpis,
    removed: changes.removeKpiIds,
    path: listPath,
    removedPath: [...path, 'removeKpiIds'],
    newId,
    required: ['target', 'deadline', 'direction'],
    apply: (id, kpi, written) => ({
      id,
      name: pick(written.name, kpi?.name ?? null)?.trim() ?? '',
      metric: trimmed(pick(written.metric, kpi?.metric ?? null)),
      formula: trimmed(pick(written.formula, kpi?.formula ?? null)),
      baseline: pick(written.baseline, kpi?.baseline ?? null),
      target: written.target ?? kpi?.target ?? 0,
      deadline: written.deadline ?? kpi?.deadline ?? '',
      direction: written.direction ?? kpi?.direction ?? 'UP',
    }),
  });
  const { list } = merged;
  const kpis = itemsOf(merged);
  const issues = [
    ...merged.issues,
    ...countIssues(list.length, maxKpis, listPath),
    ...twiceIssues(
      kpis.map(({ name }) => name),
      (index) => {
        const place = list[index]?.path ?? null;
        return place && [...place, 'name'];
      },
    ),
    ...list.flatMap((placed) => [
      ...(placed.path === null ? [] : formIssues(placed.item, placed.path, placed.lacks)),
      ...deadlineIssues(placed.item, period, placed.path, periodPath),
    ]),
  ];
  return { kpis, issues, missing: merged.missing };
}

/** Everything that is wrong with how the KPIs change. Ids that name nothing are no issues: writing them throws NotFound. */
export const kpiIssues = (before: readonly KpiContent[], changes: KpiChanges, place: KpiPlace): readonly InputIssue[] =>
  mergeKpis(before, changes, () => '', place).issues;

function formIssues(kpi: KpiContent, path: Path, lacks: readonly string[]): readonly InputIssue[] {
  const { name, metric, formula, baseline, target, deadline, direction } = kpi;
  const issues = [...nameIssues(name, [...path, 'name'])];
  if (metric !== null && formula !== null) {
    issues.push(
      issue(
        'METRIC_AND_FORMULA',
        'It has both a metric and a formula.',
        [...path, 'formula'],
        'Send one of them; clear the other with null.',
      ),
    );
  }
  if (metric === null && formula === null) {
    issues.push(
      issue(
        'METRIC_MISSING',
        'Nothing says what is measured.',
        [...path, 'metric'],
        'Send metric, a key of the catalogue, or formula.',
      ),
    );
  }
  if (metric !== null) issues.push(...metricIssues(metric, [...path, 'metric']));
  if (formula !== null) issues.push(...formulaIssues(formula, [...path, 'formula']));
  if (!lacks.includes('deadline')) issues.push(...dayIssues(deadline, [...path, 'deadline']));
  const contradicts = direction === 'UP' ? target < (baseline ?? target) : target > (baseline ?? target);
  if (contradicts && !lacks.includes('target') && !lacks.includes('direction')) {
    const [way, relation] = direction === 'UP' ? ['up', 'below'] : ['down', 'above'];
    issues.push(
      issue(
        'TARGET_AGAINST_DIRECTION',
        `It is to go ${way}, but its target ${target} is ${relation} its baseline ${String(baseline)}.`,
        [...path, 'target'],
        'Correct the target or the baseline, or turn the direction.',
        { direction, target, baseline: String(baseline) },
      ),
    );
  }
  return issues;
}

/** A deadline may lie after the period's end: what was begun may show later. */
function deadlineIssues(
  { name, deadline }: KpiContent,
  { from }: Period,
  path: Path | null,
  periodPath: Path | null,
): readonly InputIssue[] {
  if (parseDay(deadline) === null || parseDay(from) === null || deadline >= from) return [];
  const place = path === null ? periodPath && [...periodPath, 'from'] : [...path, 'deadline'];
  if (place === null) return [];
  return [
    issue(
      'DEADLINE_BEFORE_START',
      `The deadline of "${name}", ${deadline}, is before the period begins on ${from}.`,
      place,
      'Take a later deadline, or let the period begin earlier.',
      { name, deadline, from },
    ),
  ];
}

export const kpiStatuses = ['AHEAD', 'ON_TRACK', 'AT_RISK', 'MISSED', 'REACHED', 'NO_DATA'] as const;
/** How a KPI stands. */
export type KpiStatus = (typeof kpiStatuses)[number];

type Aim = Pick<KpiContent, 'baseline' | 'target' | 'direction'>;

const isReached = ({ target, direction }: Aim, value: number): boolean =>
  direction === 'UP' ? value >= target : value <= target;

/**
 * How far a value has come from the baseline, 0, to the target, 1; below 0 it went the other way, above 1 it passed the target.
 * Null: there is no value, or no baseline to measure the way from.
 */
export function progressOf(aim: Aim, value: number | null): number | null {
  const { baseline, target } = aim;
  if (value === null || baseline === null) return null;
  if (baseline === target) return isReached(aim, value) ? 1 : 0;
  // The way may be longer than what a number can hold.
  return (value / 2 - baseline / 2) / (target / 2 - baseline / 2);
}

/** Progress may differ by so much from what is expected and still be on track. */
export const trackTolerance = 0.1;

/** The part of the time between the start and the deadline that is over on a day, 0 to 1. */
export function elapsedOf(start: string, deadline: string, on: string): number {
  const days = (to: string) =>
    Temporal.PlainDate.from(start).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
  const all = days(deadline);
  return all <= 0 ? 1 : Math.min(1, Math.max(0, days(on) / all));
}

/**
 * How a KPI stands on a day. Reached is reached, also before the deadline; what is not by the end of it is missed. In between
 * the same progress is expected of every day from the start (of the strategy or campaign) to the deadline, give or take
 * `trackTolerance`. Without a value, or without a baseline to measure the way from, nothing can be said.
 */
export function statusOf(
  kpi: Aim & Pick<KpiContent, 'deadline'>,
  value: number | null,
  { start, on }: { readonly start: string; readonly on: string },
): KpiStatus {
  if (value === null) return 'NO_DATA';
  if (isReached(kpi, value)) return 'REACHED';
  if (on > kpi.deadline) return 'MISSED';
  const progress = progressOf(kpi, value);
  if (progress === null) return 'NO_DATA';
  const ahead = progress - elapsedOf(start, kpi.deadline, on);
  if (ahead > trackTolerance) return 'AHEAD';
  return ahead >= -trackTolerance ? 'ON_TRACK' : 'AT_RISK';
}
