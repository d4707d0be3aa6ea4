/** In which bytes a text can stand. RK 1048 is the Windows encoding of Kazakhstan. */
export const textEncodings = ['UTF_8', 'UTF_16LE', 'UTF_16BE', 'WINDOWS_1251', 'WINDOWS_1257', 'RK_1048'] as const;
export type TextEncoding = (typeof textEncodings)[number];

const startsWith = (bytes: Uint8Array, ...mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Of UTF-16 every letter of ASCII has a zero, on the same side; but Ā, and few others, have one on the other. */
function utf16Of(bytes: Uint8Array): TextEncoding | null {
  const zeros = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (bytes.length % 2 === 1 || Math.min(even, odd) * 10 > Math.max(even, odd)) return null;
  return odd > even ? 'UTF_16LE' : 'UTF_16BE';
}

const russian = /^[А-Яа-яЁё]+$/;
/** As a capitalised word of KOI8-R reads in Windows-1251, and hardly anything else. */
const inverted = /^[а-яё][А-ЯЁ]{2,}$/;
const isRussian = (word: string) => russian.test(word) && !inverted.test(word);
/** Latvian, Lithuanian and Estonian. */
const baltic = /^[A-Za-zĀāČčĒēĢģĪīĶķĻļŅņŠšŪūŽžĄąĘęĖėĮįŲųÄäÕõÖöÜü]+$/;
const isBaltic = (word: string) => baltic.test(word);
/** Signs beyond ASCII that people write. */
const signs = /^[\u00A0«»„“”‘’‚–—…№€°•©®™§±]$/;

/** Whether a text reads as one of a language: each word with letters beyond ASCII is a word of it, each sign a usual one. */
function reads(text: string, isWord: (word: string) => boolean): boolean {
  const words = (text.match(/\p{L}+/gu) ?? []).filter((each) => /[^A-Za-z]/.test(each));
  const others = text.match(/[^\p{L}\p{ASCII}]/gu) ?? [];
  return words.every(isWord) && others.every((sign) => signs.test(sign));
}

/**
 * In which encoding a text stands. A byte order mark says it; zeros are of UTF-16; what is valid UTF-8 is UTF-8. Of what is
 * left, Windows-1251 and Windows-1257 are tried: with the wrong one of them Cyrillic and Latin letters stand in one word, or
 * letters that no language of the Baltic has. Null: both readings make sense, or none, so a person must say it.
 */
export function detectEncoding(bytes: Uint8Array): TextEncoding | null {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return isUtf8(bytes) ? 'UTF_8' : null;
  if (startsWith(bytes, 0xff, 0xfe)) return 'UTF_16LE';
  if (startsWith(bytes, 0xfe, 0xff)) return 'UTF_16BE';
  if (bytes.includes(0)) return utf16Of(bytes);
  if (isUtf8(bytes)) return 'UTF_8';
  const fitting = (
    [
      ['WINDOWS_1251', 'windows-1251', isRussian],
      ['WINDOWS_1257', 'windows-1257', isBaltic],
    ] as const
  ).filter(([, label, isWord]) => reads(new TextDecoder(label).decode(bytes), isWord));
  const [only] = fitting;
  return fitting.length === 1 && only !== undefined ? only[0] : null;
}
