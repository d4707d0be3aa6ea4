import { parametersOf, type InputIssue } from '../shared/errors.ts';
import type { ContentPrinciple } from '../strategy/principle.ts';

/** What a post can be of, by the names of the input. */
export const linkNames = [
  'pillarId',
  'objectiveId',
  'personaId',
  'campaignId',
  'planId',
  'occasionId',
  'assigneeId',
] as const;
export type LinkName = (typeof linkNames)[number];

/** The links of a post as they are, or are to be. */
export type PostLinks = Readonly<Record<LinkName, string | null>>;

export const noLinks: PostLinks = {
  pillarId: null,
  objectiveId: null,
  personaId: null,
  campaignId: null,
  planId: null,
  occasionId: null,
  assigneeId: null,
};

/** Of an input: undefined stays, null clears. */
export type LinkChanges = Readonly<Partial<Record<LinkName, string | null | undefined>>>;

export function changedLinks(before: PostLinks, changes: LinkChanges): PostLinks {
  const after: Record<LinkName, string | null> = { ...before };
  for (const name of linkNames) {
    const change = changes[name];
    if (change !== undefined) after[name] = change;
  }
  return after;
}

/** True where an edit only says what a post is of: its content, and what people decided on it, stay. */
export const onlyFiles = (fields: readonly string[]): boolean =>
  fields.length > 0 && fields.every((field) => field === 'principles' || linkNames.some((name) => name === field));

/** What a link leads to. */
export interface LinkTarget {
  /** Null: of no strategy. */
  readonly strategyId: string | null;
  /** True: its strategy no longer has it. What has it already keeps it. */
  readonly retired: boolean;
}

/** Those that lie in a strategy; the first three say what a post is for, and must agree. */
const purposes = ['pillarId', 'objectiveId', 'personaId'] as const;
const strategic = [...purposes, 'planId', 'campaignId'] as const;
export type LinkTargets = Readonly<Partial<Record<(typeof strategic)[number], LinkTarget>>>;

const wordOf = (name: LinkName): string => name.slice(0, -'Id'.length);

/** Everything that is wrong with the links of a post, given what they lead to. */
export function postLinkIssues(before: PostLinks, after: PostLinks, targets: LinkTargets): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  for (const name of purposes) {
    if (targets[name]?.retired !== true || before[name] === after[name]) continue;
    const what = wordOf(name);
    issues.push({
      code: `${what.toUpperCase()}_RETIRED`,
      message: `The strategy no longer has this ${what}.`,
      path: [name],
      parameters: [],
      fix: `Name a ${what} that its strategy has now, or none.`,
    });
  }
  const named = purposes.filter((name) => targets[name] !== undefined);
  const others = named.filter((name) => targets[name]?.strategyId !== targets[named[0] ?? 'pillarId']?.strategyId);
  if (others.length === 0) return issues;
  const names = named.join(', ');
  // Where the input did not change it, what is there already is in the way.
  const at = [...named].reverse().find((name) => before[name] !== after[name]) ?? named[0] ?? 'pillarId';
  issues.push({
    code: 'STRATEGIES_DIFFER',
    message: `These are of different strategies: ${names}.`,
    path: [at],
    parameters: parametersOf({ links: names }),
    fix: 'Name those of one strategy; null clears what the post has.',
  });
  return issues;
}

/** The strategy that a post is made under: that of what it is for, else of its plan, else of its campaign. */
export function strategyOfLinks(targets: LinkTargets): string | null {
  for (const name of strategic) {
    const strategyId = targets[name]?.strategyId;
    if (strategyId !== undefined && strategyId !== null) return strategyId;
  }
  return null;
}

/** What is wrong with the principles that a post is said to follow: each can stand there once, so there are at most five. */
export const principleIssues = (principles: readonly ContentPrinciple[]): readonly InputIssue[] =>
  principles.flatMap((principle, index) =>
    principles.indexOf(principle) === index
      ? []
      : [
          {
            code: 'PRINCIPLE_TWICE',
            message: `${principle} stands twice.`,
            path: ['principles', String(index)],
            parameters: parametersOf({ principle }),
            fix: 'Name each principle once.',
          },
        ],
  );
