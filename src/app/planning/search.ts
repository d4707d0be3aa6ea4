import { foldText } from '../../domain/shared/stem.ts';
import { searchedWords } from '../../domain/planning/search.ts';
import type { Prisma } from '../../generated/prisma/client.ts';

/** What LIKE takes for more than itself. */
const escaped = (letters: string): string => letters.replace(/[\\%_]/g, '\\$&');

/** A pattern that finds these letters, as search sees them, anywhere. */
export const lettersPattern = (letters: string): string => `%${escaped(foldText(letters))}%`;

/** Posts that have every word of the question: its letters somewhere, or its English or Russian stem. */
export const postsWith = (question: string): Prisma.PostWhereInput => ({
  AND: searchedWords(question).map(({ letters, stems }) => ({
    OR: [
      // Prisma hands the text to LIKE as it is.
      { searchText: { contains: escaped(letters) } },
      ...(stems.length > 0 ? [{ searchStems: { hasEvery: [...stems] } }] : []),
    ],
  })),
});
