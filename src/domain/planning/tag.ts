import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { lengthIssues } from '../shared/text-issues.ts';

export const maxTagLength = 100;

/** A tag as it is kept: composed, without the sign that networks write before it, without blanks around it or several in a row. */
export const normalizeTag = (written: string): string =>
  written
    .normalize('NFC')
    .replaceAll('\0', '')
    .replace(/^[\s#＃]+/u, '')
    .trim()
    .replace(/\s+/gu, ' ');

/** What two spellings of one tag have in common. */
export const tagKey = (tag: string): string => normalizeTag(tag).toLowerCase();

/** The tags of a list, each once, in the spelling that stands first. */
export function normalizeTags(written: readonly string[]): readonly string[] {
  const tags = new Map<string, string>();
  for (const each of written) if (!tags.has(tagKey(each))) tags.set(tagKey(each), normalizeTag(each));
  return [...tags.values()].filter((tag) => tag !== '');
}

/** A tag of which nothing is left says nothing. */
export const tagIssues = (tags: readonly string[], path: readonly string[]): readonly InputIssue[] =>
  tags.flatMap((tag, index) =>
    normalizeTag(tag) === ''
      ? [
          {
            code: 'TAG_EMPTY',
            message: 'This tag is empty.',
            path: [...path, String(index)],
            parameters: [],
            fix: 'Write at least one character beside #, or leave it out.',
          },
        ]
      : [],
  );

export const renameTagErrors = [ValidationFailed, NotFound] as const;

/** What renaming comes to. */
export interface RenamedTag {
  readonly from: string;
  readonly to: string;
  /** True where `to` may be another tag, which is spelled already. */
  readonly merges: boolean;
}

/** Whether a tag that so many posts have can be given that name. */
export function renameTag(
  from: string,
  to: string,
  posts: number,
): Decision<RenamedTag, ErrorOf<typeof renameTagErrors>> {
  const issues = [
    ...tagIssues([from], []).map((issue) => ({ ...issue, path: ['from'] })),
    ...tagIssues([to], []).map((issue) => ({ ...issue, path: ['to'] })),
    ...lengthIssues(to.length, maxTagLength, 'Characters of a tag', ['to']),
  ];
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  if (posts === 0) return refused(new NotFound('tag', ['from']));
  return decided({ from: normalizeTag(from), to: normalizeTag(to), merges: tagKey(from) !== tagKey(to) });
}

/** The tags of a post after one of them was given another name, in their order. */
export const renamedTags = (tags: readonly string[], from: string, to: string): readonly string[] =>
  normalizeTags(tags.map((tag) => (tagKey(tag) === tagKey(from) ? to : tag)));
