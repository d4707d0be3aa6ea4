import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedDatabase, openServer, type Database } from '../src/infra/db.ts';
import { createLogger } from '../src/infra/logger.ts';

/** Environment of a process that is measured: everything that matters is set, so that nobody's own settings do. */
export type Settings = Readonly<Record<string, string>>;

/** One set of data, of which every process that is measured gets a copy of its own. */
export interface Origin {
  /** What sort of database, with its version. */
  readonly name: string;
  /** Copies the data; settings for a process on that copy. */
  copy(purpose: string): Promise<Settings>;
  /** Removes the data and all copies. */
  drop(): Promise<void>;
}

/** Opens nothing but what lives as long as a benchmark. */
export const secretKey = Buffer.alloc(32, 7);

const common = {
  HOST: '127.0.0.1',
  PORT: '0',
  DEMO: '0',
  LOG_LEVEL: 'error',
  SECRET_KEY: secretKey.toString('base64'),
  // Empty: the default.
  CONNECTORS: '',
  EMULATE: '',
  DATABASE_POOL: '',
  WORKER_CONCURRENCY: '',
};

const log = createLogger('error');
const silent = () => undefined;

const versionOf = async ({ prisma }: Database): Promise<string> => {
  const [row] = await prisma.$queryRaw<{ version: string }[]>`select current_setting('server_version') as version`;
  return row?.version.split(' ')[0] ?? '';
};

/** Fills a database, so that plans are made from what is in it. */
async function fill(db: Database, seed: (db: Database) => Promise<void>): Promise<string> {
  try {
    await seed(db);
    await db.prisma.$executeRaw`analyze`;
    return await versionOf(db);
  } finally {
    await db.close();
  }
}

/** On the embedded database: a folder, and copies of it beside it. */
export async function embeddedOrigin(seed: (db: Database) => Promise<void>): Promise<Origin> {
  const folder = await mkdtemp(join(tmpdir(), 'polyphony-bench-'));
  const drop = () => rm(folder, { recursive: true, force: true });
  const origin = join(folder, 'origin');
  try {
    await mkdir(origin);
    const version = await fill(await openEmbeddedDatabase(origin, log, silent), seed);
    return {
      name: `embedded (PGlite, PostgreSQL ${version})`,
      async copy(purpose) {
        await cp(origin, join(folder, purpose), { recursive: true });
        return { ...common, DATABASE_URL: '', DATA_DIR: join(folder, purpose) };
      },
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** On a server: a database that is the template of its copies. */
export async function serverOrigin(url: string, seed: (db: Database) => Promise<void>): Promise<Origin> {
  const folder = await mkdtemp(join(tmpdir(), 'polyphony-bench-'));
  const origin = `polyphony_bench_${randomUUID().replaceAll('-', '')}`;
  const made: string[] = [];
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const create = async (name: string, template: string) => {
    await admin(`create database ${name} template ${template}`);
    made.push(name);
    return Object.assign(new URL(url), { pathname: `/${name}` }).href;
  };
  const drop = async () => {
    for (const name of made.splice(0)) await admin(`drop database ${name} with (force)`);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const version = await fill(await openServer(await create(origin, 'template0'), 4, log, silent), seed);
    return {
      name: `server (PostgreSQL ${version})`,
      async copy(purpose) {
        const DATABASE_URL = await create(`${origin}_${purpose}`, origin);
        return { ...common, DATABASE_URL, DATA_DIR: join(folder, purpose) };
      },
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}
