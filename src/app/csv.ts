import { CsvError, parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { fileRefused } from '../domain/planning/media.ts';
import { detectEncoding, textEncodings, type TextEncoding } from '../domain/shared/text-encoding.ts';

const labels: Readonly<Record<TextEncoding, string>> = {
  UTF_8: 'utf-8',
  UTF_16LE: 'utf-16le',
  UTF_16BE: 'utf-16be',
  WINDOWS_1251: 'windows-1251',
  WINDOWS_1257: 'windows-1257',
  RK_1048: 'rk1048',
};

export const separators = [',', ';', '\t'] as const;
export type Separator = (typeof separators)[number];

/** The bounds of a file of rows. */
export const csvBounds = { bytes: 5_000_000, rows: 1_000, columns: 50, row: 100_000 } as const;

/** A file of rows, as text. */
export interface Csv {
  readonly encoding: TextEncoding;
  readonly separator: Separator;
  /** Row after row, that of the names first; also those without anything, so that they count as in a spreadsheet. */
  readonly records: readonly (readonly string[])[];
}

const decodeFix = `Save the file as UTF-8, or say its encoding: ${textEncodings.join(', ')}.`;

function decode(
  bytes: Uint8Array,
  said: TextEncoding | null,
): { readonly text: string; readonly encoding: TextEncoding } {
  const encoding = said ?? detectEncoding(bytes);
  if (encoding === null) {
    throw fileRefused('ENCODING_UNKNOWN', 'The encoding of the file cannot be told for sure.', decodeFix);
  }
  const text = iconv.decode(Buffer.from(bytes), labels[encoding]); // without its mark
  if (text.includes('\uFFFD') || text.includes('\0')) {
    throw fileRefused('ENCODING_WRONG', `The file is no text in ${encoding}.`, decodeFix, { encoding });
  }
  return { text, encoding };
}

/** With what the names of the columns are separated: with that by which most of them are known. Of equals the one that makes more. */
function separatorOf(text: string, known: (header: readonly string[]) => number): Separator {
  const beginning = text.slice(0, csvBounds.row);
  const tried = separators.map((separator) => {
    const [header = []] = rowsOf(beginning, separator, 1) ?? [];
    return { separator, known: known(header), cells: header.length };
  });
  const [best] = tried.toSorted((one, other) => other.known - one.known || other.cells - one.cells);
  return best?.separator ?? ',';
}

/** The first so many rows. Null: quotes are broken, or one that is open makes a row too large. */
function rowsOf(text: string, delimiter: Separator, to: number): string[][] | null {
  try {
    return parse(text, { delimiter, to, relax_column_count: true, max_record_size: csvBounds.row });
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/**
 * Reads a file of rows. `said`: in which encoding it stands, where somebody says so. `known`: how many of these are names of
 * columns. Throws ValidationFailed with the path `file`; a text is never guessed.
 */
export function readCsv(
  bytes: Uint8Array,
  said: TextEncoding | null,
  known: (header: readonly string[]) => number,
): Csv {
  if (bytes.byteLength > csvBounds.bytes) {
    const limit = csvBounds.bytes;
    throw fileRefused('FILE_TOO_LARGE', `The file has more than ${String(limit)} bytes.`, 'Send it in parts.', {
      limit,
    });
  }
  const { text, encoding } = decode(bytes, said);
  const separator = separatorOf(text, known);
  // One more than there may be, with the names: what follows is not read.
  const records = rowsOf(text, separator, csvBounds.rows + 2);
  if (records === null) {
    const fix = 'Close each quote, and write a quote within quotes twice.';
    const message = `The quotes of the file are not in order, or a row has more than ${String(csvBounds.row)} characters.`;
    throw fileRefused('CSV_INVALID', message, fix);
  }
  const [header] = records;
  if (header === undefined)
    throw fileRefused('FILE_EMPTY', 'The file is empty.', 'Send one with a row of names, and rows.');
  const tooMany = records.length - 1 > csvBounds.rows || header.length > csvBounds.columns;
  if (tooMany) {
    const { rows, columns } = csvBounds;
    const message = `The file has more than ${String(rows)} rows, or ${String(columns)} columns.`;
    throw fileRefused('FILE_TOO_LONG', message, 'Send it in parts.', { rows, columns });
  }
  return { encoding, separator, records };
}
