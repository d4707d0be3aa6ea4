import { NotFound, type InputIssue } from '../shared/errors.ts';
import {
  bounds,
  countIssues,
  issue,
  itemsOf,
  mergeList,
  nameIssues,
  pick,
  shareIssues,
  textIssues,
  trimmed,
  twiceIssues,
  type Path,
} from '../shared/form.ts';

export const appeals = ['PROVOKE', 'INSTRUCT', 'BADGE', 'AMUSE', 'INFORM', 'INSPIRE', 'SELL'] as const;
/** What makes people want it: the first four are what they share. */
export type Appeal = (typeof appeals)[number];

export interface PillarContent {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** #rrggbb */
  readonly color: string | null;
  readonly appeal: Appeal | null;
  /** Of the posts, 0 to 1; null: no share is aimed at. */
  readonly targetShare: number | null;
  /** The objectives that it serves. */
  readonly objectiveIds: readonly string[];
}

/** An objective that a pillar serves: one that is there, or by its place in the list of the same input. */
export type ObjectiveReference = { readonly id: string } | { readonly index: number };

/** With an id what is absent stays and null clears; without one it is new, and name is needed. */
export interface WrittenPillar {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly color?: string | null | undefined;
  readonly appeal?: Appeal | null | undefined;
  readonly targetShare?: number | null | undefined;
  readonly objectives?: readonly ObjectiveReference[] | null | undefined;
}

export interface PillarChanges {
  readonly pillars?: readonly WrittenPillar[] | null | undefined;
  readonly removePillarIds?: readonly string[] | null | undefined;
}

/** What pillars may serve. */
interface Servable {
  readonly ids: ReadonlySet<string>;
  /** Of the input's list. */
  readonly byIndex: readonly (string | null)[];
}

export interface MergedPillars {
  readonly pillars: readonly PillarContent[];
  readonly issues: readonly InputIssue[];
  readonly missing: readonly NotFound[];
}

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

export const colourIssues = (colour: string | null, path: Path): readonly InputIssue[] =>
  colour === null || isColour(colour)
    ? []
    : [issue('COLOUR_INVALID', `"${colour}" is no colour.`, path, 'Write it as #rrggbb, such as #00aa88.', { colour })];

/** What shares may differ from 1 by because numbers are not exact. */
const rounding = 1e-9;

/** Shares are of one whole: together they cannot be more. What they leave open is for posts of no pillar. */
export function sharesIssues(shares: readonly (number | null)[], path: Path): readonly InputIssue[] {
  const sum = shares.reduce<number>((all, share) => all + (share ?? 0), 0);
  if (sum <= 1 + rounding) return [];
  const percent = String(Math.round(sum * 1000) / 10);
  return [
    issue(
      'SHARES_OVER_ONE',
      `The target shares add up to ${percent} %, which is more than the whole.`,
      path,
      'Lower some of them until they add up to 1 at most; pillars that are not in the input count, too.',
      { sum: String(Math.round(sum * 1e6) / 1e6) },
    ),
  ];
}

/** The pillars as they are after a change, and everything that is wrong with it. */
export function mergePillars(
  before: readonly PillarContent[],
  changes: PillarChanges,
  newId: () => string,
  servable: Servable,
): MergedPillars {
  const path: Path = ['pillars'];
  const issues: InputIssue[] = [];
  const missing: NotFound[] = [];
  const served = (references: readonly ObjectiveReference[], place: Path): readonly string[] => {
    const ids = references.flatMap((reference, index) => {
      const at = [...place, 'objectives', String(index)];
      if ('id' in reference) {
        if (!servable.ids.has(reference.id)) missing.push(new NotFound('objective of this strategy', [...at, 'id']));
        return [reference.id];
      }
      const id = servable.byIndex[reference.index];
      if (id === undefined || id === null) {
        issues.push(
          issue(
            'OBJECTIVE_INDEX_UNKNOWN',
            `The input has no objective at index ${reference.index}.`,
            [...at, 'index'],
            'Count from 0 in the list objectives of the same input, or name one by id.',
            { index: reference.index },
          ),
        );
        return [];
      }
      return [id];
    });
    return [...new Set(ids)].sort();
  };
  const merged = mergeList<PillarContent, WrittenPillar>(before, {
    what: 'pillar',
    written: changes.pillars,
    removed: changes.removePillarIds,
    path,
    removedPath: ['removePillarIds'],
    newId,
    required: [],
    apply: (id, pillar, written, place) => ({
      id,
      name: pick(written.name, pillar?.name ?? null)?.trim() ?? '',
      description: trimmed(pick(written.description, pillar?.description ?? null)),
      color: pick(written.color, pillar?.color ?? null)?.toLowerCase() ?? null,
      appeal: pick(written.appeal, pillar?.appeal ?? null),
      targetShare: pick(written.targetShare, pillar?.targetShare ?? null),
      objectiveIds:
        written.objectives === undefined ? (pillar?.objectiveIds ?? []) : served(written.objectives ?? [], place),
    }),
  });
  const { list } = merged;
  const pillars = itemsOf(merged).map((pillar) => ({
    ...pillar,
    objectiveIds: pillar.objectiveIds.filter((id) => servable.ids.has(id)),
  }));
  const placed = list.flatMap(({ item, path: place }) =>
    place === null
      ? []
      : [
          ...nameIssues(item.name, [...place, 'name']),
          ...textIssues(item.description, bounds.text, [...place, 'description']),
          ...colourIssues(item.color, [...place, 'color']),
          ...shareIssues(item.targetShare, [...place, 'targetShare']),
        ],
  );
  const names = pillars.map(({ name }) => name);
  return {
    pillars,
    issues: [
      ...merged.issues,
      ...countIssues(pillars.length, bounds.items, path),
      ...twiceIssues(names, (index) => {
        const place = list[index]?.path ?? null;
        return place && [...place, 'name'];
      }),
      ...placed,
      ...issues,
      ...sharesIssues(
        pillars.map(({ targetShare }) => targetShare),
        path,
      ),
    ],
    missing: [...merged.missing, ...missing],
  };
}
