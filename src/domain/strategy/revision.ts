import { emptyContent, type StrategyContent } from './content.ts';

export const changeKinds = ['ADDED', 'REMOVED', 'CHANGED'] as const;
/** What became of something from one revision to the next. */
export type ChangeKind = (typeof changeKinds)[number];

/** One difference between two revisions. */
export interface StrategyChange {
  readonly kind: ChangeKind;
  /** Field names, and names of what stands in lists: objectives, AWARENESS, kpis, Followers, target. */
  readonly path: readonly string[];
  /** As text; null: it was not there. */
  readonly from: string | null;
  readonly to: string | null;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json | undefined };
type JsonObject = Readonly<Record<string, Json | undefined>>;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** By what the items of a list are told apart. */
const keys: Readonly<Record<string, string>> = {
  objectives: 'id',
  kpis: 'id',
  pillars: 'id',
  personas: 'id',
  principles: 'principle',
  networkChoices: 'network',
};

const text = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  if (isList(value)) return value.map(text).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What people call an item. */
const nameOf = (item: JsonObject): string => text(item.name ?? item.kind ?? item.principle ?? item.network ?? item.id);

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (isList(value) && value.length === 0);

function* valueChanges(
  path: readonly string[],
  from: Json | undefined,
  to: Json | undefined,
): Generator<StrategyChange> {
  const [before, after] = [isEmpty(from) ? null : text(from), isEmpty(to) ? null : text(to)];
  if (before === after) return;
  const kind = before === null ? 'ADDED' : after === null ? 'REMOVED' : 'CHANGED';
  yield { kind, path, from: before, to: after };
}

function* listChanges(
  path: readonly string[],
  key: string,
  from: readonly Json[],
  to: readonly Json[],
): Generator<StrategyChange> {
  const before = new Map(from.filter(isObject).map((item) => [text(item[key]), item]));
  const after = new Map(to.filter(isObject).map((item) => [text(item[key]), item]));
  for (const [id, item] of after) {
    const was = before.get(id);
    const place = [...path, nameOf(was ?? item)];
    if (was === undefined) yield { kind: 'ADDED', path: place, from: null, to: nameOf(item) };
    else yield* objectChanges(place, was, item);
  }
  for (const [id, item] of before) {
    if (!after.has(id)) yield { kind: 'REMOVED', path: [...path, nameOf(item)], from: nameOf(item), to: null };
  }
}

function* objectChanges(path: readonly string[], from: JsonObject, to: JsonObject): Generator<StrategyChange> {
  for (const field of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (field === 'id') continue;
    const [before, after, place] = [from[field], to[field], [...path, field]];
    const key = keys[field];
    const items = [before, after].some((list) => isList(list) && list.some(isObject));
    if (key !== undefined && items) {
      yield* listChanges(place, key, isList(before) ? before : [], isList(after) ? after : []);
    } else if (isObject(before) || isObject(after)) {
      yield* objectChanges(place, isObject(before) ? before : {}, isObject(after) ? after : {});
    } else {
      yield* valueChanges(place, before, after);
    }
  }
}

/**
 * A content as people read it: an objective stands in pillars by what it is, not by an id. Fields are in the order of the
 * content, which databases do not keep.
 */
function shown(content: StrategyContent, known: ReadonlyMap<string, string>): JsonObject {
  const pillars = content.pillars.map(({ objectiveIds, ...pillar }) => ({
    ...pillar,
    objectives: objectiveIds.map((id) => known.get(id) ?? id),
  }));
  const readable: Readonly<Record<string, unknown>> = { ...content, pillars };
  const inOrder = Object.keys(emptyContent).map((field) => [field, readable[field]] as const);
  return JSON.parse(JSON.stringify(Object.fromEntries(inOrder))) as JsonObject; // JSON by construction
}

/** What is different between two revisions, in the order of the later one. Null: there was none before. */
export function strategyChanges(before: StrategyContent | null, after: StrategyContent): readonly StrategyChange[] {
  const known = new Map([...(before?.objectives ?? []), ...after.objectives].map(({ id, kind }) => [id, kind]));
  return [...objectChanges([], before === null ? {} : shown(before, known), shown(after, known))];
}

/** Names of the fields that are different. */
export const changedFields = (before: StrategyContent | null, after: StrategyContent): readonly string[] => [
  ...new Set(strategyChanges(before, after).flatMap(({ path }) => path.slice(0, 1))),
];
