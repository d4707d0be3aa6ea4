import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownCompetitor } from '../../../src/domain/strategy/competitor.ts';
import {
  columnOf,
  headerIssues,
  knownHeaders,
  readCompetitorRows,
  readDay,
  readNumber,
} from '../../../src/domain/strategy/competitor-csv.ts';

const competitor = (id: string, name: string, handle: string): KnownCompetitor => ({
  ...{ id, name, archived: false },
  handles: [{ id: `h-${id}`, network: 'vk', handle }],
});
const around = {
  competitors: [
    competitor('a', 'Пекарня', 'bread'),
    competitor('b', 'Ābele', 'abele'),
    competitor('c', 'Нан', 'bread'),
  ],
  networks: [
    { key: 'vk', name: 'ВКонтакте' },
    { key: 'sandbox', name: 'Sandbox' },
  ],
  today: '2026-03-01',
};
const codesOf = (issues: readonly { readonly code: string; readonly path: readonly string[] }[]) =>
  issues.map(({ code, path }) => [code, ...path].join(' '));
const columns = ['competitor', 'network', 'date', 'followers'];
const rowsOf = (...rows: readonly (readonly string[])[]) => readCompetitorRows([columns, ...rows], around);
/** What is wrong with a row, which is row 2. */
const wrong = (...cells: readonly string[]) => {
  const [row] = rowsOf(cells);
  expect(row?.snapshot === null).toBe(row?.issues.length !== 0);
  return codesOf(row?.issues ?? []);
};

describe('the names of columns', () => {
  it.each([
    ['English', ['Competitor', 'Network', 'Date', 'Followers', 'Posts per week', 'Engagement per post', 'Answers']],
    ['keys', ['competitor', 'network', 'on', 'followers', 'postsPerWeek', 'engagement_per_post', 'answers']],
    ['Russian', ['Конкурент', 'Соцсеть', 'ДАТА', 'Подписчики', 'Постов в неделю', 'Вовлечённость на пост', 'Ответы']],
    ['Latvian', ['Konkurents', 'Tīkls', 'Datums', 'Sekotāji', 'Ieraksti nedēļā', 'Iesaiste uz ierakstu', 'Atbildes']],
    [
      'Kazakh',
      ['Бәсекелес', 'Желі', 'Күні', 'Жазылушылар', 'Аптасына жазба', 'Жазбаға шаққандағы белсенділік', 'Жауаптары'],
    ],
  ])('are known in %s', (_, header) => {
    const known = ['competitor', 'network', 'on', 'followers', 'postsPerWeek', 'engagementPerPost', 'answers'];
    expect(header.map(columnOf)).toEqual(known);
    expect(knownHeaders(header)).toBe(7);
    expect(headerIssues(header)).toEqual([]);
  });

  it('are told where they are missing, twice, or nobody’s', () => {
    expect(codesOf(headerIssues(['followers', 'Followers ', 'весёлость', '']))).toEqual([
      'COLUMNS_MISSING file 1',
      'COLUMN_TWICE file 1',
      'COLUMN_UNKNOWN file 1',
    ]);
    expect(headerIssues(['handle', 'network', 'date'])).toEqual([]);
  });
});

describe('a number', () => {
  it.each([
    ['1200', 1200],
    ['1 200', 1200],
    ['1\u00A0200\u00A0300', 1_200_300],
    ['12’000', 12_000],
    ['3,5', 3.5],
    ['3.5', 3.5],
    ['1 200,75', 1200.75],
    ['0,125', 0.125],
    ['1,200', 'AMBIGUOUS'],
    ['12.345', 'AMBIGUOUS'],
    ['1,200,300', 'INVALID'],
    ['-5', 'INVALID'],
    ['1e9', 'INVALID'],
    ['=1+1', 'INVALID'],
    ['12 00', 'INVALID'],
    ['٣', 'INVALID'],
    ['NaN', 'INVALID'],
  ])('%s is %s', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  it('is read as it was written, with a comma as with a dot', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 99 }), (whole, hundredths) => {
        const fraction = String(hundredths).padStart(2, '0');
        const value = Number(`${String(whole)}.${fraction}`);
        expect(readNumber(`${String(whole)},${fraction}`)).toBe(value);
        expect(readNumber(`${String(whole)}.${fraction}`)).toBe(value);
      }),
    );
  });
});

describe('a day', () => {
  it.each([
    ['2026-02-01', '2026-02-01'],
    ['1.2.2026', '2026-02-01'],
    ['01.02.2026.', '2026-02-01'],
    ['30.02.2026', null],
    ['01/02/2026', null],
    ['01.02.26', null],
    ['', null],
  ])('%s is %s', (text, day) => {
    expect(readDay(text)).toBe(day);
  });
});

describe('a row', () => {
  it('says of whom it speaks by name, by handle, or by both', () => {
    const header = ['competitor', 'handle', 'network', 'date', 'followers'];
    const rest = ['2026-02-01', '5'];
    const read = readCompetitorRows(
      [
        header,
        ['ПЕКАРНЯ', '', 'вконтакте', ...rest],
        ['', '@abele', 'VK', ...rest],
        ['Нан', 'bread', 'vk', ...rest],
        ['', 'bread', 'vk', '2026-02-02', '5'],
        ['', '', 'vk', ...rest],
        ['Нан', 'other', 'vk', ...rest],
      ],
      around,
    );
    expect(read.map(({ snapshot }) => snapshot?.handleId ?? null)).toEqual(['h-a', 'h-b', 'h-c', null, null, null]);
    expect(read.slice(3).flatMap(({ issues }) => codesOf(issues))).toEqual([
      'COMPETITOR_AMBIGUOUS file 5 handle',
      'REQUIRED file 6 handle',
      'HANDLE_MISSING file 7 network',
    ]);
    expect(read[0]?.snapshot).toMatchObject({ on: '2026-02-01', values: { followers: 5 } });
  });

  it('says nothing of what it has no cell for', () => {
    const [row] = readCompetitorRows(
      [
        [...columns, 'posts per week', 'answers'],
        ['Нан', 'vk', '2026-02-01', '', '3,5', ''],
      ],
      around,
    );
    expect(row?.snapshot?.values).toEqual({ postsPerWeek: 3.5 });
  });

  it('tells everything that is wrong with it at once', () => {
    expect(wrong('Nobody', 'nowhere', '32.01.2026', '1,200')).toEqual([
      'NETWORK_UNKNOWN file 2 network',
      'COMPETITOR_UNKNOWN file 2 competitor',
      'DATE_INVALID file 2 on',
      'NUMBER_AMBIGUOUS file 2 followers',
    ]);
    expect(wrong('Нан', 'sandbox', '2026-03-02', '1.5')).toEqual([
      'HANDLE_MISSING file 2 network',
      'DATE_IN_FUTURE file 2 on',
      'NUMBER_INVALID file 2 followers',
    ]);
    expect(wrong('Нан', 'vk', '2026-02-01', '')).toEqual(['SNAPSHOT_EMPTY file 2']);
    expect(wrong('Нан', 'vk', '2026-02-01', '9'.repeat(400))).toEqual(['NUMBER_INVALID file 2 followers']);
  });

  it('may be ragged: too short is empty, too long is a mistake, blank at the end is nothing', () => {
    expect(wrong('Нан')).toContain('DATE_INVALID file 2 on');
    expect(wrong('Нан', 'vk', '2026-02-01', '5', '', ' ')).toEqual([]);
    expect(wrong('Нан', 'vk', '2026-02-01', '5', '300')).toEqual(['ROW_TOO_LONG file 2']);
  });

  it('is a text where it is a formula: nothing is worked out', () => {
    const formula = '=HYPERLINK("https://example.com","x")';
    expect(wrong(formula, 'vk', '2026-02-01', '5')).toEqual(['COMPETITOR_UNKNOWN file 2 competitor']);
    expect(wrong('Нан', 'vk', '2026-02-01', '=1+1')).toEqual(['NUMBER_INVALID file 2 followers']);
    const [row] = readCompetitorRows(
      [
        [...columns, 'answers'],
        ['Нан', 'vk', '2026-02-01', '', formula],
      ],
      around,
    );
    expect(row?.snapshot?.values).toEqual({ answers: formula });
  });

  it('counts as in a spreadsheet, with empty rows, and is of one day once', () => {
    const row = ['Нан', 'vk', '2026-02-01', '5'];
    const read = rowsOf(row, [''], ['нан', 'VK', '1.2.2026', '6'], row);
    expect(read.map(({ number }) => number)).toEqual([2, 4, 5]);
    expect(read.map(({ issues }) => codesOf(issues))).toEqual([[], ['TWICE file 4 on'], ['TWICE file 5 on']]);
    expect(read[1]?.issues[0]?.parameters).toEqual([{ name: 'row', value: '2' }]);
  });

  it('is right or has something wrong with it, whatever stands in it', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('Нан', 'vk', '2026-02-01', '5', '__proto__', 'constructor'));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 6 }), (rows) => {
        for (const { number, issues, snapshot } of rowsOf(...rows)) {
          expect(number).toBeGreaterThan(1);
          expect(issues.length === 0).toBe(snapshot !== null);
          expect(
            issues.every(({ path, fix }) => path[0] === 'file' && path[1] === String(number) && fix !== null),
          ).toBe(true);
        }
      }),
    );
  });
});
