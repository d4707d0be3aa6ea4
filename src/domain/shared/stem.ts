import { stemmer as russian } from '@orama/stemmers/russian';
// Not the English one of the same package: 3.1.18 takes the t of -tion too, so that collection is not found by collect.
import english from 'wink-porter2-stemmer';

/** A word where it stands in a text. */
export interface StemmedWord {
  /** As it is compared: {@link foldText}. */
  readonly word: string;
  /** As it is written. */
  readonly form: string;
  /** Where it begins in the text, in UTF-16 units. */
  readonly index: number;
  /** What English inflection leaves of it; of a word in other letters the word. */
  readonly stemEn: string;
  /** What Russian inflection leaves of it; of a word in other letters the word. */
  readonly stemRu: string;
}

/** Letters with their marks, and digits. An apostrophe belongs to the word whose letters it joins. */
const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

/**
 * A text as search and comparison see it: composed (NFC), in small letters, ё as е, one kind of apostrophe, emoji without
 * the sign that asks for colour.
 */
export const foldText = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ё', 'е')
    .replaceAll('’', "'")
    .replaceAll('\uFE0F', '');

/** The words of a text, in order, with the stems that Snowball's English and Russian algorithms leave of them. */
export const stems = (text: string): readonly StemmedWord[] =>
  [...text.matchAll(wordPattern)].map(({ 0: form, index }) => {
    const word = foldText(form);
    return { word, form, index, stemEn: english(word), stemRu: russian(word) };
  });

const isSame = (one: StemmedWord, other: StemmedWord) =>
  one.word === other.word || one.stemEn === other.stemEn || one.stemRu === other.stemRu;

/**
 * The first place at which a word or a phrase stands in a text, as it is written there: whole words, in any case and in
 * every form that has its stems; a phrase without words, an emoji say, anywhere. Null: nowhere.
 */
export function findPhrase(text: string, phrase: string): string | null {
  const wanted = stems(phrase);
  const [first] = wanted;
  if (first === undefined) {
    const sign = phrase.trim();
    return sign !== '' && foldText(text).includes(foldText(sign)) ? sign : null;
  }
  const words = stems(text);
  for (const [at, start] of words.entries()) {
    if (!wanted.every((word, offset) => isSame(word, words[at + offset] ?? nowhere))) continue;
    const last = words[at + wanted.length - 1] ?? start;
    return text.slice(start.index, last.index + last.form.length);
  }
  return null;
}

/** Equal to no word: no word is empty. */
const nowhere: StemmedWord = { word: '', form: '', index: -1, stemEn: '', stemRu: '' };
