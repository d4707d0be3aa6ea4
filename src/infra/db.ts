import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { CannotStart } from '../config.ts';
import { PrismaClient, type Prisma } from '../generated/prisma/client.ts';
import { openEmbedded, type Progress } from './embedded.ts';
import { createListener, type Listener } from './listener.ts';
import type { Logger } from './logger.ts';
import { applyMigrations, listMigrations } from './migrate.ts';
import { nameOfStatement } from './named.ts';

export type { PrismaClient } from '../generated/prisma/client.ts';
/** Inside a transaction only this may be used: on the embedded database anything else waits for its end. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  readonly prisma: PrismaClient;
  /** Wakes whoever waits for something, over all processes on this database. Losing one costs time, never data. */
  readonly listener: Listener;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** The database cannot be used as it is; the message says who must do what. */
export class DatabaseUnusable extends CannotStart {
  override readonly name = 'DatabaseUnusable';
}

interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
}

type QueryRows = (sql: string) => Promise<readonly unknown[]>;

/** True where migrations are missing. Throws where the history does not fit this program. */
export async function migrationsMissing(query: QueryRows): Promise<boolean> {
  const [table] = (await query(`select to_regclass('_prisma_migrations')::text as name`)) as { name: string | null }[];
  if (!table?.name) return true;
  const rows = (await query(
    'select migration_name, checksum, finished_at, rolled_back_at from _prisma_migrations order by started_at',
  )) as HistoryRow[];
  // What was rolled back is as if it had never been.
  const applied = new Map(rows.filter((row) => row.rolled_back_at === null).map((row) => [row.migration_name, row]));
  const ours = listMigrations();
  const missing = ours.some(({ name }) => !applied.has(name));
  for (const { name, checksum } of ours) {
    const row = applied.get(name);
    if (row?.finished_at === null) {
      throw new DatabaseUnusable(
        `Migration ${name} began and did not finish. Restore the backup, or mend the database by hand and mark the migration with "prisma migrate resolve".`,
      );
    }
    if (row && row.checksum !== checksum) {
      throw new DatabaseUnusable(
        `Migration ${name} was changed after it had been applied. Restore the file as it was released.`,
      );
    }
    applied.delete(name);
  }
  const [unknown] = applied.keys();
  if (unknown !== undefined) {
    throw new DatabaseUnusable(
      `The database has migration ${unknown}, which this program does not know: a newer version made it. Install that version or newer.`,
    );
  }
  return missing;
}

/** Any numbers that nothing else on the server takes as advisory locks. */
const migrationLock = 7_065_706;
const onceLock = 7_065_707;

async function migrateServer(
  url: string,
  factory: SqlMigrationAwareDriverAdapterFactory,
  progress: Progress,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const query: QueryRows = async (sql) => (await client.query(sql)).rows as unknown[];
    const [server] = (await query(`select current_setting('server_version_num')::int as version`)) as {
      version: number;
    }[];
    if (server !== undefined && server.version < 150_000) {
      throw new DatabaseUnusable(
        `PostgreSQL ${String(Math.floor(server.version / 10_000))} is too old: 15 or newer is needed.`,
      );
    }
    // Two nodes that start at once: the second waits here and then finds nothing missing.
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    if (!(await migrationsMissing(query))) return;
    progress('Applying migrations …');
    await applyMigrations(factory);
  } finally {
    // Closing the session gives the lock back.
    await client.end();
  }
}

const clientOptions = { errorFormat: 'minimal' } as const;

/** What goes wrong with the server becomes {@link DatabaseUnusable}. */
async function usable<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseUnusable) throw error;
    throw new DatabaseUnusable(
      `PostgreSQL at ${withoutPassword(url)} cannot be used: ${reasonOf(error)}. Check DATABASE_URL, or leave it out for the embedded database.`,
      { cause: error },
    );
  }
}

/** Destroys everything on the PostgreSQL server's database. */
export const emptyServer = (url: string): Promise<void> =>
  usable(url, async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('drop schema public cascade; create schema public');
    await client.end();
  });

/**
 * Does something once over all processes on this server: the others wait, and see what the first did. On a connection of its
 * own, as it may take longer than a transaction may.
 */
export async function oneAtATime<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [onceLock]);
    return await work();
  } finally {
    // Closing the session gives the lock back.
    await client.end();
  }
}

/** Opens the PostgreSQL server, with every migration applied. */
export async function openServer(url: string, pool: number, log: Logger, progress: Progress): Promise<Database> {
  const factory = new PrismaPg(
    { connectionString: url, max: pool },
    // Typed as if every statement had a name; what has none is undefined for pg.
    { statementNameGenerator: nameOfStatement as (query: { readonly sql: string }) => string },
  );
  await usable(url, () => migrateServer(url, factory, progress));
  const prisma = new PrismaClient({
    ...clientOptions,
    adapter: factory,
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
  const listener = createListener(async (notify, lost) => {
    const client = new pg.Client({ connectionString: url, keepAlive: true });
    client.on('notification', ({ payload }) => {
      notify(payload ?? '');
    });
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    await client.query('listen polyphony');
    return () => client.end();
  }, log);
  return {
    prisma,
    listener,
    embedded: false,
    async close() {
      await listener.close();
      await prisma.$disconnect();
    },
  };
}

/**
 * Opens the embedded database, with every migration applied: in the data folder, whose lock the caller holds, or, without
 * one, in memory.
 */
export async function openEmbeddedDatabase(dataDir: string | null, log: Logger, progress: Progress): Promise<Database> {
  const pglite = await openEmbedded(dataDir, progress);
  const factory = new PrismaPGlite(pglite);
  if (await migrationsMissing(async (sql) => (await pglite.query(sql)).rows)) {
    progress('Applying migrations …');
    await applyMigrations(factory);
  }
  const prisma = new PrismaClient({
    ...clientOptions,
    adapter: factory,
    // One connection: whoever comes second waits for the first.
    transactionOptions: { maxWait: 60_000, timeout: 60_000 },
  });
  const listener = createListener(async (notify) => pglite.listen('polyphony', notify), log);
  return {
    prisma,
    listener,
    embedded: true,
    async close() {
      await listener.close();
      await prisma.$disconnect();
      if (!pglite.closed) await pglite.close();
    },
  };
}

/** A refused connection has a code and no message of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? ((error as NodeJS.ErrnoException).code ?? 'no answer') : error.message;
}

export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  parsed.search = '';
  return parsed.href;
}
