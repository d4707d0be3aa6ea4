import iconv from 'iconv-lite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvBounds, readCsv } from '../../src/app/csv.ts';
import { ValidationFailed } from '../../src/domain/shared/errors.ts';
import type { TextEncoding } from '../../src/domain/shared/text-encoding.ts';
import { knownHeaders } from '../../src/domain/strategy/competitor-csv.ts';

const read = (bytes: Uint8Array, said: TextEncoding | null = null) => readCsv(bytes, said, knownHeaders);
const encoded = (text: string, label: string, addBOM = false) => iconv.encode(text, label, { addBOM });
/** What a file is refused for. */
function refusal(bytes: Uint8Array, said: TextEncoding | null = null) {
  try {
    return read(bytes, said).encoding;
  } catch (error) {
    if (error instanceof ValidationFailed) return error.issues.map(({ code, path }) => [code, ...path].join(' '))[0];
    throw error;
  }
}

const russian = 'Конкурент;Сеть;Дата;Подписчики\nПекарня «Хлеб» — №1;vk;01.02.2026;1 200\n';
const latvian = 'Konkurents;Tīkls;Datums;Sekotāji\nŠokolādes ķirsis;vk;01.02.2026;1200\n';
const kazakh = 'Бәсекелес;Желі;Күні;Жазылушылар\nҚоңыр нан 🥖;vk;01.02.2026;1200\n';
const english = 'competitor;network;date;followers\nBread;vk;2026-02-01;1200\n';

describe('the encoding of a file', () => {
  it.each([
    ['windows-1251', russian, 'WINDOWS_1251', false],
    ['windows-1257', latvian, 'WINDOWS_1257', false],
    ['utf-8', russian, 'UTF_8', false],
    ['utf-8', kazakh, 'UTF_8', true],
    ['utf-8', english, 'UTF_8', false],
    ['utf-16le', kazakh, 'UTF_16LE', true],
    ['utf-16be', latvian, 'UTF_16BE', true],
    ['utf-16le', english, 'UTF_16LE', false],
    ['utf-16be', english, 'UTF_16BE', false],
  ])('%s is found', (label, text, encoding, mark) => {
    const { records, ...found } = read(encoded(text, label, mark));
    expect(found).toEqual({ encoding, separator: ';' });
    expect(records).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(';')),
    );
  });

  it('is said by a person where it cannot be told, and is not guessed', () => {
    const plain = kazakh.replace(' 🥖', '');
    expect(refusal(encoded(plain, 'rk1048'))).toBe('ENCODING_UNKNOWN file');
    expect(read(encoded(plain, 'rk1048'), 'RK_1048').records[1]?.[0]).toBe('Қоңыр нан');
    expect(refusal(encoded(russian, 'windows-1251'), 'UTF_8')).toBe('ENCODING_WRONG file');
    expect(refusal(encoded(english, 'utf-16le'), 'UTF_8')).toBe('ENCODING_WRONG file');
    expect(refusal(Uint8Array.of(0xef, 0xbb, 0xbf, 0xff))).toBe('ENCODING_UNKNOWN file');
    expect(refusal(encoded(russian, 'koi8-r'))).toBe('ENCODING_UNKNOWN file');
    expect(refusal(encoded(russian, 'cp866'))).toBe('ENCODING_UNKNOWN file');
    // Дом of Windows-1251 is Äīģ of Windows-1257.
    expect(refusal(encoded('competitor\nДом\n', 'windows-1251'))).toBe('ENCODING_UNKNOWN file');
    expect(read(encoded('competitor\nДом\n', 'windows-1251'), 'WINDOWS_1251').records[1]).toEqual(['Дом']);
    expect(read(encoded('competitor\nСберБанк и ВКонтакте\n', 'windows-1251')).encoding).toBe('WINDOWS_1251');
  });

  it('never makes other words of a text: it is read as it was, or refused', () => {
    const word = (letters: string) =>
      fc.string({ unit: fc.constantFrom(...Array.from(letters)), minLength: 1, maxLength: 12 });
    const texts = (letters: string) =>
      fc.array(word(letters), { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
    const cases = [
      ['windows-1251', texts('абвгдеёжзийклмнопрстуфхцчшщъыьэюя')],
      ['windows-1257', texts('abcdeghijklmnoprstuvzāčēģīķļņšūž')],
    ] as const;
    for (const [label, text] of cases) {
      fc.assert(
        fc.property(text, (name) => {
          const bytes = encoded(`competitor\n${name}\n`, label);
          const found = refusal(bytes);
          if (found === 'ENCODING_UNKNOWN file') return;
          expect(read(bytes).records[1]).toEqual([name]);
        }),
      );
    }
  });
});

describe('the separator of a file', () => {
  it.each([',', ';', '\t'] as const)('%j is found by the names of columns', (separator) => {
    const lines = [
      ['competitor', 'network', 'date', 'followers'],
      ['"Bread, butter; and\ttea"', 'vk', '2026-02-01', '"3,5"'],
    ];
    const { records, ...found } = read(Buffer.from(lines.map((line) => line.join(separator)).join('\r\n')));
    expect(found.separator).toBe(separator);
    expect(records[1]).toEqual(['Bread, butter; and\ttea', 'vk', '2026-02-01', '3,5']);
  });

  it('leaves rows ragged and empty ones where they are, and quotes are undone', () => {
    const { records } = read(Buffer.from('competitor,network\nx\n\na,b,c\n"say ""hi""\nthere",y\n'));
    expect(records).toEqual([['competitor', 'network'], ['x'], [''], ['a', 'b', 'c'], ['say "hi"\nthere', 'y']]);
  });
});

describe('a file that does not do', () => {
  it.each([
    ['empty', Buffer.from(''), 'FILE_EMPTY file'],
    ['with a quote unclosed', Buffer.from('competitor,network\n"x,y\n'), 'CSV_INVALID file'],
    ['with a quote in the middle', Buffer.from('competitor,network\nx "y" z,1\n'), 'CSV_INVALID file'],
    ['of too many bytes', Buffer.alloc(csvBounds.bytes + 1, 'x'), 'FILE_TOO_LARGE file'],
    ['of too many rows', Buffer.from('a\n'.repeat(csvBounds.rows + 2)), 'FILE_TOO_LONG file'],
    ['of too many columns', Buffer.from(`${','.repeat(csvBounds.columns)}\n`), 'FILE_TOO_LONG file'],
    [
      'that is a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]),
      'ENCODING_UNKNOWN file',
    ],
  ])('%s is refused', (_, bytes, code) => {
    expect(refusal(bytes)).toBe(code);
  });

  it('is not read to its end where it is hostile', () => {
    expect(refusal(Buffer.from('"'.repeat(csvBounds.bytes - 1)))).toBe('CSV_INVALID file');
    expect(refusal(Buffer.from(`competitor,network\n"${'x'.repeat(csvBounds.row + 10)}",y\n`))).toBe(
      'CSV_INVALID file',
    );
    expect(refusal(Buffer.from(`competitor,network\n${'a,b\n'.repeat(1_000_000)}"`))).toBe('FILE_TOO_LONG file');
    expect(refusal(Buffer.from(`competitor,network\n${'"",'.repeat(1_600_000)}`))).toBe('UTF_8');
  });
});
