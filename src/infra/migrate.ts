import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { packageFolder } from './package.ts';

const schemaDir = fileURLToPath(new URL('../../prisma/schema/', import.meta.url));
const migrationsDir = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url));
const filters = { externalTables: [], externalEnums: [] };

/** The migrations in the order in which they apply, with the checksum that Prisma keeps of each. */
export function listMigrations(): { readonly name: string; readonly sql: string; readonly checksum: string }[] {
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(`${migrationsDir}${name}/migration.sql`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function migrationList(): MigrationList {
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(`${migrationsDir}migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: listMigrations().map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

function schemaFiles(): [string, string][] {
  return readdirSync(schemaDir)
    .sort()
    .map((name) => [name, readFileSync(`${schemaDir}${name}`, 'utf8')]);
}

/**
 * Prisma's own schema engine, in WebAssembly: no downloaded binary, the same `_prisma_migrations` history as the CLI's.
 * The package's entry imports its .wasm as a module, which Node cannot; so it is instantiated here.
 */
async function createSchemaEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(packageFolder('@prisma/schema-engine-wasm'), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine });
  const { __wbg_set_wasm: setWasm } = engine as unknown as { __wbg_set_wasm(exports: object): void };
  setWasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine.SchemaEngine.new(
    { datamodels: schemaFiles() },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/** Applies what is missing and returns the names. The caller holds the lock that keeps a second node out. */
export async function applyMigrations(factory: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  const engine = await createSchemaEngine(factory);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: migrationList(), filters });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/**
 * The SQL that would bring the migrations to the schema files, or '' where they agree. `factory` names an empty database
 * for the engine to try the migrations on.
 */
export async function diffMigrations(factory: SqlMigrationAwareDriverAdapterFactory): Promise<string> {
  const engine = await createSchemaEngine(factory);
  try {
    const { stdout } = await engine.diff({
      from: listMigrations().length > 0 ? { tag: 'migrations', ...migrationList() } : { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: schemaFiles().map(([path, content]) => ({ path, content })) },
      script: true,
      exitCode: null,
      filters,
    });
    const sql = stdout ?? '';
    return sql.includes('This is an empty migration') ? '' : sql;
  } finally {
    engine.free();
  }
}
