import type { InputIssue, NotFound } from '../shared/errors.ts';
import {
  bounds,
  countIssues,
  issue,
  mergeList,
  nameIssues,
  pick,
  textIssues,
  trimmed,
  itemsOf,
  type Path,
} from '../shared/form.ts';

/** Why to be on a network, and as what. */
export interface NetworkChoiceContent {
  /** Its key. */
  readonly network: string;
  readonly rationale: string;
  readonly role: string | null;
  readonly postsPerWeek: number | null;
}

/** Of a network that was chosen already what is absent stays and null clears; another one is added, and needs a rationale. */
export interface WrittenNetworkChoice {
  readonly network: string;
  readonly rationale?: string | null | undefined;
  readonly role?: string | null | undefined;
  readonly postsPerWeek?: number | null | undefined;
}

export interface NetworkChoiceChanges {
  readonly networkChoices?: readonly WrittenNetworkChoice[] | null | undefined;
  readonly removeNetworks?: readonly string[] | null | undefined;
}

export interface MergedNetworkChoices {
  readonly networkChoices: readonly NetworkChoiceContent[];
  readonly issues: readonly InputIssue[];
  readonly missing: readonly NotFound[];
}

/** Most posts a week that anyone plans. */
const maxPostsPerWeek = 1_000;

/** That no connector of it is installed, and which ones are. */
export const networkIssues = (key: string, installed: readonly string[], path: Path): readonly InputIssue[] =>
  installed.includes(key)
    ? []
    : [
        issue(
          'NETWORK_UNKNOWN',
          `There is no network "${key}" here.`,
          path,
          `Send one of ${installed.join(', ')}; or ask whoever runs this installation for its connector.`,
          { network: key, installed: installed.join(', ') },
        ),
      ];

/** The networks as they are chosen after a change, and everything that is wrong with it. */
export function mergeNetworkChoices(
  before: readonly NetworkChoiceContent[],
  changes: NetworkChoiceChanges,
  installed: readonly string[],
): MergedNetworkChoices {
  const path: Path = ['networkChoices'];
  const known = new Set(before.map(({ network }) => network));
  const byKey = before.map((choice) => ({ ...choice, id: choice.network }));
  const added = new Set<string>();
  const issues: InputIssue[] = [];
  const written = (changes.networkChoices ?? []).map((choice, index) => {
    const isNew = !known.has(choice.network) || (changes.removeNetworks ?? []).includes(choice.network);
    if (!isNew) return { ...choice, id: choice.network };
    const place = [...path, String(index), 'network'];
    issues.push(...networkIssues(choice.network, installed, place));
    if (added.has(choice.network)) {
      issues.push(issue('TWICE', 'The same network stands twice.', place, 'Write all of it in one.'));
    }
    added.add(choice.network);
    return { ...choice, id: null };
  });
  const merged = mergeList<NetworkChoiceContent & { readonly id: string }, (typeof written)[number]>(byKey, {
    what: 'chosen network',
    written,
    removed: changes.removeNetworks,
    path,
    removedPath: ['removeNetworks'],
    key: 'network',
    newId: () => '',
    required: [],
    apply: (_, choice, given) => ({
      id: given.network,
      network: given.network,
      rationale: pick(given.rationale, choice?.rationale ?? null)?.trim() ?? '',
      role: trimmed(pick(given.role, choice?.role ?? null)),
      postsPerWeek: pick(given.postsPerWeek, choice?.postsPerWeek ?? null),
    }),
  });
  for (const { item, path: place } of merged.list) {
    if (place === null) continue;
    issues.push(...nameIssues(item.rationale, [...place, 'rationale'], bounds.text));
    issues.push(...textIssues(item.role, bounds.text, [...place, 'role']));
    const { postsPerWeek } = item;
    if (postsPerWeek !== null && !(postsPerWeek >= 0 && postsPerWeek <= maxPostsPerWeek)) {
      const fix = `Send a number from 0 to ${maxPostsPerWeek}.`;
      const at = [...place, 'postsPerWeek'];
      issues.push(
        issue('POSTS_PER_WEEK_INVALID', `${postsPerWeek} posts a week are not possible.`, at, fix, { postsPerWeek }),
      );
    }
  }
  return {
    networkChoices: itemsOf(merged).map(({ id: _, ...choice }) => choice),
    issues: [...merged.issues, ...countIssues(merged.list.length, bounds.items, path), ...issues],
    missing: merged.missing,
  };
}
