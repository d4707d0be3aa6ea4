import { parametersOf, type InputIssue } from './errors.ts';

/** What is wrong with the length of a text, or of a list. `what` begins the message: "Characters of the name". */
export function lengthIssues(
  actual: number,
  limit: number,
  what: string,
  path: readonly string[],
): readonly InputIssue[] {
  if (actual <= limit) return [];
  return [
    {
      code: 'TOO_LONG',
      message: `${what}: ${String(actual)} is more than ${String(limit)}.`,
      path,
      parameters: parametersOf({ limit, actual }),
      fix: `Send at most ${String(limit)}.`,
    },
  ];
}

/** What is wrong with what something is called. Undefined: not written. */
export function nameIssues(
  name: string | null | undefined,
  limit: number,
  what: string,
  path: readonly string[],
): readonly InputIssue[] {
  if (name === undefined) return [];
  if (name === null || name.trim() === '') {
    return [
      {
        code: 'EMPTY',
        message: `The ${what} is empty.`,
        path,
        parameters: [],
        fix: `Write a ${what} of 1 to ${String(limit)} characters.`,
      },
    ];
  }
  return lengthIssues(name.length, limit, `Characters of the ${what}`, path);
}
