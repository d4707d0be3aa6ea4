import type { InputIssue, NotFound } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import {
  bounds,
  countIssues,
  issue,
  itemsOf,
  mergeList,
  pick,
  textIssues,
  trimmed,
  twiceIssues,
  type Path,
} from '../shared/form.ts';
import { mergeKpis, type KpiChanges, type KpiContent } from './kpi.ts';

export const objectiveKinds = [
  'AWARENESS',
  'REPUTATION',
  'COMMUNITY',
  'TRAFFIC',
  'LEADS',
  'SALES',
  'LOYALTY',
  'SERVICE',
  'RECRUITMENT',
] as const;
/** What is wanted. */
export type ObjectiveKind = (typeof objectiveKinds)[number];

export const stakeholders = ['CUSTOMERS', 'EMPLOYEES', 'BLOGGERS', 'JOURNALISTS', 'PUBLIC'] as const;
/** For whom. */
export type Stakeholder = (typeof stakeholders)[number];

export interface ObjectiveContent {
  readonly id: string;
  readonly kind: ObjectiveKind;
  readonly stakeholders: readonly Stakeholder[];
  readonly note: string | null;
  readonly kpis: readonly KpiContent[];
}

/** With an id what is absent stays and null clears; without one it is new, and kind is needed. */
export interface WrittenObjective extends KpiChanges {
  readonly id?: string | null | undefined;
  readonly kind?: ObjectiveKind | null | undefined;
  readonly stakeholders?: readonly Stakeholder[] | null | undefined;
  readonly note?: string | null | undefined;
}

export interface ObjectiveChanges {
  readonly objectives?: readonly WrittenObjective[] | null | undefined;
  readonly removeObjectiveIds?: readonly string[] | null | undefined;
}

/** Most KPIs of all objectives of a strategy together. */
export const maxKpisInAll = 200;

export interface MergedObjectives {
  readonly objectives: readonly ObjectiveContent[];
  /** By their places in the input's list, which pillars may name. */
  readonly byIndex: readonly (string | null)[];
  readonly issues: readonly InputIssue[];
  readonly missing: readonly NotFound[];
}

/** The objectives with their KPIs as they are after a change, and everything that is wrong with it. */
export function mergeObjectives(
  before: readonly ObjectiveContent[],
  changes: ObjectiveChanges,
  newId: () => string,
  period: Period,
): MergedObjectives {
  const issues: InputIssue[] = [];
  const missing: NotFound[] = [];
  const byIndex: (string | null)[] = [];
  const path: Path = ['objectives'];
  const merged = mergeList<ObjectiveContent, WrittenObjective>(before, {
    what: 'objective',
    written: changes.objectives,
    removed: changes.removeObjectiveIds,
    path,
    removedPath: ['removeObjectiveIds'],
    newId,
    required: ['kind'],
    apply(id, objective, written, place) {
      byIndex[Number(place.at(-1))] = id;
      const kpis = mergeKpis(objective?.kpis ?? [], written, newId, { period, path: place, periodPath: ['period'] });
      issues.push(...kpis.issues);
      missing.push(...kpis.missing);
      return {
        id,
        kind: written.kind ?? objective?.kind ?? 'AWARENESS',
        stakeholders: pick(written.stakeholders, objective?.stakeholders ?? null) ?? [],
        note: trimmed(pick(written.note, objective?.note ?? null)),
        kpis: kpis.kpis,
      };
    },
  });
  const objectives = itemsOf(merged);
  for (const { item, path: place } of merged.list) {
    if (place === null) {
      // Nothing of it changed but, it may be, the period under it.
      issues.push(...mergeKpis(item.kpis, {}, newId, { period, path: [], periodPath: ['period'] }).issues);
      continue;
    }
    issues.push(...textIssues(item.note, bounds.text, [...place, 'note']));
    issues.push(...twiceIssues(item.stakeholders, (index) => [...place, 'stakeholders', String(index)]));
  }
  const kpis = objectives.flatMap((objective) => objective.kpis).length;
  if (kpis > maxKpisInAll) {
    const fix = `Keep at most ${maxKpisInAll}.`;
    const parameters = { limit: maxKpisInAll, actual: kpis };
    issues.push(issue('TOO_MANY', `${kpis} KPIs in all are more than ${maxKpisInAll}.`, path, fix, parameters));
  }
  return {
    objectives,
    byIndex,
    issues: [...merged.issues, ...countIssues(objectives.length, bounds.items, path), ...issues],
    missing: [...merged.missing, ...missing],
  };
}
