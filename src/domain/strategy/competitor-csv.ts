import type { InputIssue } from '../shared/errors.ts';
import { parseDay } from '../shared/period.ts';
import {
  plainHandle,
  plainName,
  snapshotIssues,
  emptySnapshot,
  type KnownCompetitor,
  type SnapshotValues,
} from './competitor.ts';
import { issue, type Path } from '../shared/form.ts';

/** What a file's columns can be, and what they are called: in English, Russian, Latvian and Kazakh. */
const columnNames = {
  competitor: ['competitor', 'конкурент', 'konkurents', 'бәсекелес'],
  network: ['network', 'сеть', 'соцсеть', 'социальная сеть', 'tīkls', 'sociālais tīkls', 'желі', 'әлеуметтік желі'],
  handle: ['handle', 'account', 'аккаунт', 'konts', 'тіркелгі'],
  on: ['date', 'on', 'дата', 'datums', 'күні'],
  followers: ['followers', 'подписчики', 'sekotāji', 'жазылушылар'],
  postsPerWeek: ['posts per week', 'постов в неделю', 'публикаций в неделю', 'ieraksti nedēļā', 'аптасына жазба'],
  engagementPerPost: [
    'engagement per post',
    'вовлеченность на пост',
    'iesaiste uz ierakstu',
    'жазбаға шаққандағы белсенділік',
  ],
  answers: ['answers', 'ответы', 'atbildes', 'жауаптары'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type CsvColumn = keyof typeof columnNames;
const columns = Object.keys(columnNames) as readonly CsvColumn[]; // Object.keys forgets the keys

/** Capitals, blanks, underscores and the dots of ё make no difference; `postsPerWeek` is `posts per week`. */
const plainHeader = (text: string) =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[\s_]+/g, ' ')
    .trim();

const columnByName: ReadonlyMap<string, CsvColumn> = new Map(
  columns.flatMap((column) => columnNames[column].map((name) => [plainHeader(name), column] as const)),
);

export const columnOf = (header: string): CsvColumn | null => columnByName.get(plainHeader(header)) ?? null;

/** How many of these are names of columns: by this a file's separator is found. */
export const knownHeaders = (header: readonly string[]): number =>
  header.filter((name) => columnOf(name) !== null).length;

const path = (row: number, column?: CsvColumn): Path => [
  'file',
  String(row),
  ...(column === undefined ? [] : [column]),
];

/** Everything that is wrong with the names of the columns. */
export function headerIssues(header: readonly string[]): readonly InputIssue[] {
  const found = header.map(columnOf);
  const has = (column: CsvColumn) => found.includes(column);
  const possible = columns.map((column) => columnNames[column][0]).join(', ');
  const missing = [
    ...(has('network') ? [] : ['network']),
    ...(has('on') ? [] : ['date']),
    ...(has('competitor') || has('handle') ? [] : ['competitor or handle']),
  ];
  return [
    ...(missing.length === 0
      ? []
      : [
          issue(
            'COLUMNS_MISSING',
            `These columns are missing: ${missing.join(', ')}.`,
            path(1),
            `Write their names into the first row; possible are ${possible}.`,
            {
              missing: missing.join(', '),
            },
          ),
        ]),
    ...header.flatMap((name, index) => {
      const column = columnOf(name);
      if (column !== null && found.indexOf(column) < index) {
        return [
          issue('COLUMN_TWICE', `The column "${name.trim()}" stands twice.`, path(1), 'Keep one of them.', { name }),
        ];
      }
      if (column !== null || name.trim() === '') return [];
      const fix = `Rename it to one of ${possible}, or take it out of the file: it would be lost.`;
      return [issue('COLUMN_UNKNOWN', `Nobody knows what the column "${name.trim()}" is.`, path(1), fix, { name })];
    }),
  ];
}

/** A number as people write it. `AMBIGUOUS`: what follows the comma or dot may be thousands, or a fraction. */
export function readNumber(text: string): number | 'AMBIGUOUS' | 'INVALID' {
  const trimmed = text.trim();
  const grouped = /^\d{1,3}(?:[ \u00A0\u2009\u202F'’]\d{3})+(?:[.,]\d+)?$/.test(trimmed);
  const digits = grouped ? trimmed.replaceAll(/[ \u00A0\u2009\u202F'’]/g, '') : trimmed;
  if (!/^\d+(?:[.,]\d+)?$/.test(digits)) return 'INVALID';
  if (!grouped && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return 'AMBIGUOUS';
  return Number(digits.replace(',', '.'));
}

/** A day as YYYY-MM-DD or DD.MM.YYYY; null: it is none, or may be one of two. */
export function readDay(text: string): string | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})\.?$/.exec(text.trim()) ?? [];
  const iso =
    year === undefined ? text.trim() : `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return parseDay(iso) === null ? null : iso;
}

/** What one row says. Of a value that has no cell, or an empty one, it says nothing. */
export interface CsvRow {
  /** As spreadsheets count: that of the names is 1. */
  readonly number: number;
  readonly issues: readonly InputIssue[];
  /** Null: something is wrong with it. */
  readonly snapshot: {
    readonly competitorId: string;
    readonly handleId: string;
    readonly on: string;
    readonly values: Partial<SnapshotValues>;
  } | null;
}

interface Surroundings {
  /** Those that are not archived. */
  readonly competitors: readonly KnownCompetitor[];
  readonly networks: readonly { readonly key: string; readonly name: string }[];
  /** The last day that can have been. */
  readonly today: string;
}

type Cells = Readonly<Partial<Record<CsvColumn, string>>>;

/** Of whom a row speaks. */
function findHandle(cells: Cells, { competitors, networks }: Surroundings, number: number) {
  const issues: InputIssue[] = [];
  const { competitor = '', handle = '', network = '' } = cells;
  const key = networks.find((each) =>
    [each.key, each.name].some((name) => plainName(name) === plainName(network)),
  )?.key;
  if (key === undefined) {
    const possible = networks.map((each) => each.key).join(', ');
    issues.push(
      issue(
        'NETWORK_UNKNOWN',
        `There is no network "${network}" here.`,
        path(number, 'network'),
        `Write one of ${possible}.`,
        {
          network,
          possible,
        },
      ),
    );
  }
  const place = path(number, competitor === '' ? 'handle' : 'competitor');
  if (competitor === '' && handle === '') {
    issues.push(
      issue('REQUIRED', 'The row does not say of whom it speaks.', place, 'Write the competitor or the handle.'),
    );
    return { issues, found: null };
  }
  const who = competitor === '' ? handle : competitor;
  const named = competitors.filter(({ name }) => competitor === '' || plainName(name) === plainName(competitor));
  if (competitor !== '' && named.length === 0) {
    const fix = 'Write a name as it stands here, or name the competitor with createCompetitor first.';
    issues.push(issue('COMPETITOR_UNKNOWN', `There is no competitor "${who}".`, place, fix, { name: who }));
  }
  if (key === undefined || named.length === 0) return { issues, found: null };
  const matching = named.flatMap((each) =>
    each.handles
      .filter(
        (one) => one.network === key && (handle === '' || plainName(one.handle) === plainName(plainHandle(handle))),
      )
      .map(({ id }) => ({ competitorId: each.id, handleId: id })),
  );
  const [found = null] = matching;
  if (found === null) {
    const fix = 'Say who it is there with updateCompetitor first, or correct the row.';
    const parameters = { name: who, network: key, handle };
    const known = handle === '' ? 'known' : `known as "${handle}"`;
    issues.push(
      issue('HANDLE_MISSING', `"${who}" is not ${known} on ${key}.`, path(number, 'network'), fix, parameters),
    );
  }
  if (matching.length > 1) {
    const fix = 'Write the column competitor, too.';
    issues.push(issue('COMPETITOR_AMBIGUOUS', `Several competitors are "${who}".`, place, fix, { name: who }));
  }
  return { issues, found: matching.length === 1 ? found : null };
}

function readCells(cells: Cells, number: number) {
  const issues: InputIssue[] = [];
  const numberOf = (column: 'followers' | 'postsPerWeek' | 'engagementPerPost') => {
    const text = cells[column] ?? '';
    if (text === '') return {};
    const read = readNumber(text);
    if (typeof read === 'number') return { [column]: read };
    issues.push(
      read === 'AMBIGUOUS'
        ? issue(
            'NUMBER_AMBIGUOUS',
            `"${text}" may be thousands, or a fraction.`,
            path(number, column),
            'Write 1200 or 1 200 for thousands, 1.2 or 1,2 for a fraction.',
            { value: text },
          )
        : issue(
            'NUMBER_INVALID',
            `"${text}" is no number that can be.`,
            path(number, column),
            'Write digits, with a comma or dot before a fraction.',
            { value: text },
          ),
    );
    return {};
  };
  const text = cells.on ?? '';
  const on = readDay(text);
  if (on === null) {
    issues.push(
      issue(
        'DATE_INVALID',
        `"${text}" is no day, or may be one of two.`,
        path(number, 'on'),
        'Write it as YYYY-MM-DD or DD.MM.YYYY.',
        { date: text },
      ),
    );
  }
  const values: Partial<SnapshotValues> = {
    ...numberOf('followers'),
    ...numberOf('postsPerWeek'),
    ...numberOf('engagementPerPost'),
    ...(cells.answers === undefined || cells.answers === '' ? {} : { answers: cells.answers }),
  };
  return { issues, on, values };
}

/**
 * What the rows of a file say; the first are the names of the columns, of which `headerIssues` finds nothing wrong or what is
 * unknown is to be left out. Empty rows are no rows.
 */
export function readCompetitorRows(records: readonly (readonly string[])[], around: Surroundings): readonly CsvRow[] {
  const [header = [], ...rest] = records;
  const places = header.map(columnOf);
  const seen = new Map<string, number>();
  return rest.flatMap((record, index): CsvRow[] => {
    const number = index + 2;
    if (record.every((cell) => cell.trim() === '')) return [];
    const cells: Cells = Object.fromEntries(
      places.flatMap((column, at) => (column === null ? [] : [[column, (record[at] ?? '').trim()]])),
    );
    const { issues: notFound, found } = findHandle(cells, around, number);
    const { issues: unread, on, values } = readCells(cells, number);
    const issues = [...notFound, ...unread];
    if (record.slice(header.length).some((cell) => cell.trim() !== '')) {
      const fix = 'Put a text that has the separator in it between quotes.';
      issues.push(issue('ROW_TOO_LONG', 'It has more cells than there are columns.', path(number), fix));
    }
    if (on !== null) {
      // A number that could not be read was said to be wrong already: that there is none is no second mistake.
      const wrong = snapshotIssues(on, { ...emptySnapshot, ...values }, around.today, path(number));
      issues.push(...wrong.filter(({ code }) => code !== 'SNAPSHOT_EMPTY' || unread.length === 0));
    }
    if (found !== null && on !== null) {
      const key = `${found.handleId} ${on}`;
      const first = seen.get(key);
      if (first !== undefined) {
        const message = `Row ${String(first)} is of the same day.`;
        issues.push(issue('TWICE', message, path(number, 'on'), 'Write all of a day in one row.', { row: first }));
      } else seen.set(key, number);
    }
    const isRight = issues.length === 0 && found !== null && on !== null;
    return [{ number, issues, snapshot: isRight ? { ...found, on, values } : null }];
  });
}
