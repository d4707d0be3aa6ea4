import { decided, refused, type Decision } from './decision.ts';
import { NotFound, RevisionConflict, ValidationFailed, type InputIssue } from './errors.ts';

/** What can go wrong where people change together what has no life cycle. */
export const changeErrors = [ValidationFailed, NotFound, RevisionConflict] as const;

/**
 * One change of what people edit together: it is there, in the revision that was seen, and the change breaks no rule. `what`
 * is its name, `path` is where its id stands in the input.
 */
export function changeSeen(
  what: string,
  path: readonly string[],
  row: { readonly revision: number } | null,
  expectedRevision: number | null,
  issues: readonly InputIssue[] = [],
): Decision<never, InstanceType<(typeof changeErrors)[number]>> {
  if (row === null) return refused(new NotFound(what, path));
  if (expectedRevision !== null && expectedRevision !== row.revision) {
    return refused(new RevisionConflict(expectedRevision, row.revision));
  }
  return issues.length > 0 ? refused(new ValidationFailed(issues)) : decided();
}
