/** The package has no types of its own. */
declare module 'wink-porter2-stemmer' {
  /** The stem of a word in small letters, by Porter's second algorithm. */
  const stem: (word: string) => string;
  export = stem;
}
