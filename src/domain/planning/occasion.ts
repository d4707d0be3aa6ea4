import type { InputIssue } from '../shared/errors.ts';
import { writtenPeriodIssues, type Period } from '../shared/period.ts';
import { lengthIssues, nameIssues } from '../shared/text-issues.ts';

export const occasionBounds = { name: 200, note: 5_000, days: 366 } as const;

/** What createOccasion and updateOccasion have in common. Undefined is not checked. */
export interface WrittenOccasion {
  readonly name?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly period?: Period | null | undefined;
}

export const writtenOccasionIssues = ({ name, note, period }: WrittenOccasion): readonly InputIssue[] => [
  ...nameIssues(name, occasionBounds.name, 'name', ['name']),
  ...lengthIssues(note?.length ?? 0, occasionBounds.note, 'Characters of the note', ['note']),
  ...writtenPeriodIssues(period, occasionBounds.days, ['period']),
];
