import type { InputIssue } from '../shared/errors.ts';
import { shareIssues, twiceIssues } from '../shared/form.ts';

export const contentPrinciples = ['INSPIRE', 'EASY_TO_SHARE', 'REWARD', 'SHARE_ACTIVELY', 'INVITE_SHARING'] as const;
/** What makes people take part in content: the five principles of R. Bhargava. */
export type ContentPrinciple = (typeof contentPrinciples)[number];

/** A principle that a strategy follows. Posts may follow several, so the shares need not add up. */
export interface PrincipleContent {
  readonly principle: ContentPrinciple;
  /** Of the posts, 0 to 1; null: no share is aimed at. */
  readonly targetShare: number | null;
}

export interface WrittenPrinciple {
  readonly principle: ContentPrinciple;
  readonly targetShare?: number | null | undefined;
}

export const principlesOf = (written: readonly WrittenPrinciple[]): readonly PrincipleContent[] =>
  written.map(({ principle, targetShare }) => ({ principle, targetShare: targetShare ?? null }));

export const principleIssues = (written: readonly WrittenPrinciple[]): readonly InputIssue[] => [
  ...twiceIssues(
    written.map(({ principle }) => principle),
    (index) => ['principles', String(index), 'principle'],
  ),
  ...written.flatMap(({ targetShare }, index) =>
    shareIssues(targetShare ?? null, ['principles', String(index), 'targetShare']),
  ),
];
