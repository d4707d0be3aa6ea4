/** What people write here, in the languages in which they write, each with emoji. */
export const texts = {
  English: 'Fresh rye bread every morning 🥐',
  Russian: 'Свежий ржаной хлеб каждое утро — заходите, ёлки! 🍞',
  Latvian: 'Svaiga rudzu maize katru rītu, nāciet ciemos! 🥖',
  Kazakh: 'Күн сайын таңертең жаңа нан, құрметті қонақтар! 🫓',
} as const;

/** For `it.each`: the language, and a text in it. */
export const textsByLanguage = Object.entries(texts);
