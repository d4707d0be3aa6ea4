import { NotFound, parametersOf, type InputIssue } from './errors.ts';
import { parseMillionths } from './money.ts';

/** A place in the input. */
export type Path = readonly string[];

/** Bounds of what is stored. */
export const bounds = {
  name: 200,
  /** Of a description, a mission, guidelines, …. */
  text: 10_000,
  /** Of one word or phrase of a list. */
  phrase: 200,
  phrases: 100,
  items: 50,
} as const;

export const issue = (
  code: string,
  message: string,
  path: Path,
  fix: string,
  parameters: Readonly<Record<string, string | number>> = {},
): InputIssue => ({ code, message, path, parameters: parametersOf(parameters), fix });

/** What is absent stays. */
export const pick = <T>(given: T | undefined, before: T): T => (given === undefined ? before : given);

/** Blank is none. */
export const trimmed = (text: string | null): string | null => {
  const inner = text?.trim() ?? '';
  return inner === '' ? null : inner;
};

export function textIssues(text: string | null, limit: number, path: Path): readonly InputIssue[] {
  const actual = text?.length ?? 0;
  if (actual <= limit) return [];
  return [
    issue('TOO_LONG', `${actual} characters are more than ${limit}.`, path, `Send at most ${limit} characters.`, {
      limit,
      actual,
    }),
  ];
}

/** Of something that must be there. */
export const nameIssues = (name: string, path: Path, limit: number = bounds.name): readonly InputIssue[] =>
  name.trim() === '' ? [required(path)] : textIssues(name, limit, path);

export const required = (path: Path): InputIssue =>
  issue('REQUIRED', `${path.at(-1) ?? 'It'} must be there.`, path, 'Send it; it cannot be null or blank.');

export function countIssues(actual: number, limit: number, path: Path): readonly InputIssue[] {
  if (actual <= limit) return [];
  return [issue('TOO_MANY', `${actual} are more than ${limit}.`, path, `Keep at most ${limit}.`, { limit, actual })];
}

/** A list of words or phrases: not too many, none blank or too long, none twice. */
export function phrasesIssues(
  phrases: readonly string[],
  path: Path,
  limit: number = bounds.phrases,
): readonly InputIssue[] {
  return [
    ...countIssues(phrases.length, limit, path),
    ...phrases.flatMap((phrase, index) => nameIssues(phrase, [...path, String(index)], bounds.phrase)),
    ...twiceIssues(phrases, (index) => [...path, String(index)]),
  ];
}

/** Names that differ in case alone are the same to people. */
export function twiceIssues(names: readonly string[], path: (index: number) => Path | null): readonly InputIssue[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    const key = name.trim().normalize('NFC').toLowerCase();
    const place = path(index);
    if (key === '' || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return place === null
      ? []
      : [issue('TWICE', `"${name.trim()}" stands twice.`, place, 'Give it another name, or leave it out.', { name })];
  });
}

export function shareIssues(share: number | null, path: Path): readonly InputIssue[] {
  if (share === null || (share >= 0 && share <= 1)) return [];
  return [issue('SHARE_INVALID', `${share} is no share.`, path, 'Send a part of 1, such as 0.4 for 40 %.', { share })];
}

/** Of money as a person types it. */
export interface TypedMoney {
  readonly amount: string;
  readonly currency: string;
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export const isCurrency = (code: string): boolean => currencies.has(code);

export function moneyIssues({ amount, currency }: TypedMoney, path: Path): readonly InputIssue[] {
  const amountFix = 'Send a decimal number of at most six decimals that is not negative, such as 20.00.';
  return [
    ...(parseMillionths(amount) === null
      ? [issue('AMOUNT_INVALID', `"${amount}" is no amount.`, [...path, 'amount'], amountFix, { amount })]
      : []),
    ...(isCurrency(currency)
      ? []
      : [
          issue(
            'CURRENCY_UNKNOWN',
            `"${currency}" is no currency.`,
            [...path, 'currency'],
            'Send a code of ISO 4217, such as EUR.',
            { currency },
          ),
        ]),
  ];
}

/** One of a list after a change. */
export interface Placed<Item> {
  readonly item: Item;
  /** Where it stands in the input; null: nothing of it changed. */
  readonly path: Path | null;
  /** What it cannot be without, and is. */
  readonly lacks: readonly string[];
}

export interface MergedList<Item> {
  readonly list: readonly Placed<Item>[];
  readonly issues: readonly InputIssue[];
  /** Ids that name nothing. */
  readonly missing: readonly NotFound[];
}

/** How a list changes: an item whose id is given changes that one, one without is added, what is removed is gone. */
export interface ListChange<Item, Written> {
  readonly what: string;
  readonly written: readonly Written[] | null | undefined;
  readonly removed: readonly string[] | null | undefined;
  /** Where the written ones stand in the input. */
  readonly path: Path;
  /** Where the removed ones do. */
  readonly removedPath: Path;
  /** The field of the input that names one; absent: id. */
  readonly key?: string;
  readonly newId: () => string;
  /** Fields that an item cannot be without; names aside, which are checked for being blank. */
  readonly required: readonly (keyof Written & string)[];
  /** The item as it is then; where something required is missing, whatever. Null: it is new. */
  apply(id: string, before: Item | null, written: Written, path: Path): Item;
}

export function mergeList<
  Item extends { readonly id: string },
  Written extends { readonly id?: string | null | undefined },
>(before: readonly Item[], change: ListChange<Item, Written>): MergedList<Item> {
  const { what, path: listPath, removedPath, key = 'id', required: needed, apply, newId } = change;
  const issues: InputIssue[] = [];
  const missing: NotFound[] = [];
  const removed = new Set(change.removed);
  for (const [index, id] of (change.removed ?? []).entries()) {
    if (!before.some((item) => item.id === id)) missing.push(new NotFound(what, [...removedPath, String(index)]));
  }
  const list: Placed<Item>[] = before
    .filter(({ id }) => !removed.has(id))
    .map((item) => ({ item, path: null, lacks: [] }));
  for (const [index, written] of (change.written ?? []).entries()) {
    const path = [...listPath, String(index)];
    const id = written.id ?? null;
    const at = id === null ? -1 : list.findIndex(({ item }) => item.id === id);
    const found = list[at];
    if (id !== null && found === undefined) {
      missing.push(new NotFound(what, [...path, key]));
      continue;
    }
    if (found !== undefined && found.path !== null) {
      issues.push(issue('TWICE', `The same ${what} stands twice.`, [...path, key], 'Write all of its changes in one.'));
      continue;
    }
    const lacks = needed.filter(
      (field) => written[field] === null || (found === undefined && written[field] === undefined),
    );
    issues.push(...lacks.map((field) => required([...path, field])));
    const placed = { item: apply(id ?? newId(), found?.item ?? null, written, path), path, lacks };
    if (at < 0) list.push(placed);
    else list[at] = placed;
  }
  return { list, issues, missing };
}

export const itemsOf = <Item>({ list }: Pick<MergedList<Item>, 'list'>): readonly Item[] =>
  list.map(({ item }) => item);
