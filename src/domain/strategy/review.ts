import type { InputIssue } from '../shared/errors.ts';
import { bounds, countIssues, nameIssues } from '../shared/form.ts';

/** Most reviews of a strategy. */
export const maxReviews = 200;

/** What was learned, and what was changed for it. */
export interface WrittenReview {
  readonly learned: string;
  readonly changed: string;
}

/** Everything that is wrong with a review. `before`: how many the strategy has. */
export const reviewIssues = ({ learned, changed }: WrittenReview, before: number): readonly InputIssue[] => [
  ...nameIssues(learned, ['learned'], bounds.text),
  ...nameIssues(changed, ['changed'], bounds.text),
  ...countIssues(before + 1, maxReviews, ['strategyId']),
];
