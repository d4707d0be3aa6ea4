import { readFile } from 'node:fs/promises';
import { ValidationFailed, type InputIssue } from '../../domain/shared/errors.ts';
import type { TextEncoding } from '../../domain/shared/text-encoding.ts';
import { headerIssues, knownHeaders, readCompetitorRows, type CsvRow } from '../../domain/strategy/competitor-csv.ts';
import type { PrismaClient, Tx } from '../../infra/db.ts';
import type { ReceivedFile } from '../../infra/media-store.ts';
import { csvBounds, readCsv, type Csv, type Separator } from '../csv.ts';
import { fileRefused } from '../../domain/planning/media.ts';
import type { Ctx } from '../ctx.ts';
import { execute } from '../execute.ts';
import {
  knownCompetitors,
  lockCompetitors,
  snapshotsAt,
  storedOf,
  storeSnapshots,
  todayOf,
  type SnapshotOutcome,
} from './competitor.ts';

/** What became of a row of a file, or in a dry run what would. */
export interface ImportedRow {
  readonly number: number;
  readonly outcome: SnapshotOutcome | 'SKIPPED';
  readonly issues: readonly InputIssue[];
  /** Null: nothing was written of it. */
  readonly snapshotId: string | null;
}

export interface Imported {
  readonly dryRun: boolean;
  readonly encoding: TextEncoding;
  readonly separator: Separator;
  /** Of the row of names: columns that are left out. */
  readonly headerIssues: readonly InputIssue[];
  readonly rows: readonly ImportedRow[];
}

interface Input {
  readonly idempotencyKey: string | null;
  readonly file: ReceivedFile;
  /** Null: it is found by what stands in it. */
  readonly encoding: TextEncoding | null;
  readonly dryRun: boolean;
  readonly skipInvalid: boolean;
}

type RightRow = CsvRow & { readonly snapshot: NonNullable<CsvRow['snapshot']> };
const isRight = (row: CsvRow): row is RightRow => row.snapshot !== null;

async function read(ctx: Ctx, prisma: Tx | PrismaClient, { records }: Csv): Promise<readonly CsvRow[]> {
  const networks = ctx.networks.all.map(({ connector: { network } }) => ({ key: network.key, name: network.name }));
  const competitors = await knownCompetitors(prisma, ctx, { archivedAt: null });
  return readCompetitorRows(records, { competitors, networks, today: await todayOf(prisma, ctx) });
}

/** What is wrong with the file as a whole, whatever stands in its rows; columns that nobody knows may be left out. */
function unusable(issues: readonly InputIssue[], skipInvalid: boolean): readonly InputIssue[] {
  return issues.filter(({ code }) => !(skipInvalid && code === 'COLUMN_UNKNOWN'));
}

/**
 * Writes down what a file says of competitors: each row is a day of one on one network, and changes of what stands there
 * what it has a value for. Where anything is wrong nothing is written, unless `skipInvalid` leaves that out.
 */
export async function importCompetitorSnapshots(ctx: Ctx, input: Input): Promise<Imported> {
  const { idempotencyKey, file, encoding, dryRun, skipInvalid } = input;
  if (file.byteSize > csvBounds.bytes) {
    const limit = csvBounds.bytes;
    throw fileRefused('FILE_TOO_LARGE', `The file has more than ${String(limit)} bytes.`, 'Send it in parts.', {
      limit,
    });
  }
  const csv = readCsv(await readFile(file.path), encoding, knownHeaders);
  const ofHeader = headerIssues(csv.records[0] ?? []);
  const head = { dryRun, encoding: csv.encoding, separator: csv.separator, headerIssues: ofHeader };
  if (dryRun) return { ...head, rows: await preview(ctx, csv) };
  const broken = unusable(ofHeader, skipInvalid);
  const what = { sha256: Buffer.from(file.sha256).toString('hex'), encoding, skipInvalid };
  const command = { name: 'importCompetitorSnapshots', idempotencyKey, input: what };
  const { ids } = await execute(ctx, command, async (tx) => {
    // Before they are locked the names say whom to lock.
    const named = new Set((await read(ctx, tx, csv)).filter(isRight).map(({ snapshot }) => snapshot.competitorId));
    await lockCompetitors(tx, [...named]);
    const rows = await read(ctx, tx, csv);
    const wrong = [...broken, ...(skipInvalid ? [] : rows.flatMap(({ issues }) => issues))];
    if (wrong.length > 0) throw new ValidationFailed(wrong);
    const right = rows.filter(isRight);
    if (rows.length === 0)
      throw fileRefused('FILE_EMPTY', 'The file has no rows.', 'Write a row for each day that was seen.');
    const stored = await storeSnapshots(
      tx,
      ctx,
      right.map(({ snapshot }) => snapshot),
      'CSV',
    );
    const touched = [...new Set(right.map(({ snapshot }) => snapshot.competitorId))];
    return {
      type: 'CompetitorSnapshot',
      ids: stored.map(({ outcome, id }, index) => `${outcome} ${id} ${String(right[index]?.number)}`),
      events: touched.map((subjectId) => ({
        type: 'COMPETITOR_SNAPSHOTS_RECORDED',
        subjectType: 'Competitor',
        subjectId,
        fields: [],
      })),
    };
  });
  const written = new Map(ids.map((entry) => [Number(entry.split(' ')[2]), storedOf(entry)]));
  const rows = await read(ctx, ctx.db.prisma, csv);
  return {
    ...head,
    rows: rows.map(({ number, issues }) => {
      const stored = written.get(number);
      return stored === undefined
        ? { number, outcome: 'SKIPPED', issues, snapshotId: null }
        : { number, outcome: stored.outcome, issues: [], snapshotId: stored.id };
    }),
  };
}

async function preview(ctx: Ctx, csv: Csv): Promise<readonly ImportedRow[]> {
  const rows = await read(ctx, ctx.db.prisma, csv);
  const idAt = await snapshotsAt(
    ctx.db.prisma,
    rows.filter(isRight).map(({ snapshot }) => snapshot),
  );
  return rows.map(({ number, issues, snapshot }) => {
    const outcome = snapshot === null ? 'SKIPPED' : idAt(snapshot) === null ? 'RECORDED' : 'REPLACED';
    return { number, outcome, issues, snapshotId: null };
  });
}
