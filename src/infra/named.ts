import { createHash } from 'node:crypto';
import { Prisma } from '../generated/prisma/client.ts';

const mark = '/* named */';

/** Names by text: a statement is always the same text, and so are its parts. */
const names = new Map<string, string>();
/** Beyond that a text is planned anew every time: whoever puts values into a text would fill every connection's memory. */
const namesAtMost = 100;

/**
 * A statement that every connection plans once and remembers by its name: for large ones that are asked often, whose planning
 * costs as much as they do.
 */
export const named = (text: TemplateStringsArray, ...values: readonly unknown[]): Prisma.Sql =>
  Prisma.sql([`${mark}${text[0] ?? ''}`, ...text.slice(1)], ...values);

/** The name of a statement that {@link named} made, a function of its text; undefined: it has none. */
export function nameOfStatement({ sql }: { readonly sql: string }): string | undefined {
  if (!sql.startsWith(mark)) return undefined;
  const known = names.get(sql);
  if (known !== undefined || names.size >= namesAtMost) return known;
  const name = `polyphony_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
  names.set(sql, name);
  return name;
}
