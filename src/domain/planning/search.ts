import { foldText, stems, type StemmedWord } from '../shared/stem.ts';

/** What search reads of a post. Undefined and null: nothing. */
export interface SearchablePost extends SearchableContent {
  readonly title?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly variants?: readonly SearchableContent[] | null | undefined;
}

interface SearchableContent {
  readonly text?: string | null | undefined;
  readonly link?: string | null | undefined;
  /** The texts of what follows the first part of a thread. */
  readonly parts?: readonly string[] | null | undefined;
  readonly firstComment?: string | null | undefined;
}

/** A longer word is no word, and does not fit into an index. It is found by its letters alone. */
const maxWord = 100;

/** The stem by which a word is found: a Russian one of Cyrillic letters, else an English one. */
const stemOf = ({ word, stemEn, stemRu }: StemmedWord): string => (/\p{Script=Cyrillic}/u.test(word) ? stemRu : stemEn);

const stemsOf = (text: string): readonly string[] =>
  stems(text)
    .filter(({ word }) => word.length <= maxWord)
    .map(stemOf);

/** As {@link foldText}, without what a database cannot keep in a text. */
const fold = (text: string): string => foldText(text).replaceAll('\0', ' ');

const textsOf = ({ text, link, parts, firstComment }: SearchableContent) => [
  text,
  ...(parts ?? []),
  link,
  firstComment,
];

/**
 * The columns by which a post is found. Whoever writes a post's title, content or tags writes them too. The migration that
 * made them does the same in SQL.
 */
export function searchColumns(post: SearchablePost): { readonly searchText: string; readonly searchStems: string[] } {
  const searchText = fold(
    [post.title, ...textsOf(post), ...(post.tags ?? []), ...(post.variants ?? []).flatMap(textsOf)]
      .filter((text) => text !== null && text !== undefined && text !== '')
      .join('\n'),
  );
  return { searchText, searchStems: [...new Set(stemsOf(searchText))].sort() };
}

/** A longer question is refused: nobody types it. */
export const searchBounds = { characters: 500, words: 20 } as const;

/** One word of a question. A post has it where its letters stand somewhere in the text, or all its stems are there. */
export interface SearchedWord {
  /** As it stands in {@link searchColumns}' text. */
  readonly letters: string;
  /** Empty: it has none, as an emoji. */
  readonly stems: readonly string[];
}

/** What a question asks for: a post is found where it has every word. Each word once. */
export const searchedWords = (question: string): readonly SearchedWord[] =>
  [...new Set(fold(question).split(/\s+/u))]
    .filter((letters) => letters !== '')
    .map((letters) => ({
      letters,
      stems: stems(letters).every(({ word }) => word.length <= maxWord) ? stemsOf(letters) : [],
    }));
