import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { parametersOf, StorageFull, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { postBounds } from './post.ts';

export const uploadMediaErrors = [ValidationFailed, StorageFull] as const;

/** Something is wrong with the file itself. */
export const fileRefused = (
  code: string,
  message: string,
  fix: string,
  parameters: Readonly<Record<string, string | number>> = {},
): ValidationFailed =>
  new ValidationFailed([{ code, message, path: ['file'], parameters: parametersOf(parameters), fix }]);

/** Takes a file that is known to be a good one into the library. */
export function uploadMedia(command: {
  readonly altText: string | null;
}): Decision<{ readonly type: 'MEDIA_UPLOADED' }, ErrorOf<typeof uploadMediaErrors>> {
  const limit = postBounds.altText;
  const actual = command.altText?.length ?? 0;
  if (actual <= limit) return decided({ type: 'MEDIA_UPLOADED' });
  const issue: InputIssue = {
    code: 'TOO_LONG',
    message: `Characters of alt text: ${String(actual)} is more than ${String(limit)}.`,
    path: ['altText'],
    parameters: parametersOf({ limit, actual }),
    fix: `Send at most ${String(limit)}.`,
  };
  return refused(new ValidationFailed([issue]));
}

/** Characters of a file's name, its ending aside. */
const longestName = 200;
/** Controls, halves of characters, and what makes a name read another way than it is written. */
const unseen = /[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * What a file is called: the last part of what its sender says, without what cannot be seen, and with an ending that fits
 * what it is, so that nobody saves a picture as a program. The name is for people alone: no path is made of it.
 */
export function nameFile(given: string | null, endings: readonly [string, ...string[]]): string {
  const last = (given ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const seen = last
    .replaceAll(unseen, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  const [, base = seen, ending = ''] = /^(.+)\.([^.]*)$/.exec(seen) ?? [];
  const fits = endings.includes(ending.toLowerCase());
  const stem = Array.from(fits ? base : seen)
    .slice(0, longestName)
    .join('');
  return `${stem === '' ? 'file' : stem}.${fits ? ending : endings[0]}`;
}
