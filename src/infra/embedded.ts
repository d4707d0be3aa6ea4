import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { applyMigrations, listMigrations } from './migrate.ts';
import { packageManifest } from './package.ts';

/** Told what takes long, so that whoever waits can see it. */
export type Progress = (message: string) => void;

/** What the migrations ask of PostgreSQL beyond its core. */
export const extensions = { pg_trgm };

const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/polyphony/', import.meta.url));

/** One template for each set of migrations and version of PGlite. */
function templateFile(): string {
  const hash = createHash('sha256').update(packageManifest('@electric-sql/pglite').version);
  for (const { name, checksum } of listMigrations()) hash.update(name).update(checksum);
  return join(cacheDir, `template-${hash.digest('hex').slice(0, 16)}.tar`);
}

/**
 * An empty database with all migrations in it, as a tar file: making one takes seconds (initdb runs in WebAssembly), opening
 * it does not. Made once and cached beside the installed packages; where that is not writable it is made every time.
 */
export async function databaseTemplate(progress: Progress): Promise<Blob> {
  const file = templateFile();
  if (existsSync(file)) return new Blob([await readFile(file)]);
  progress('Making the database template (once) …');
  const scratch = await PGlite.create('memory://', { extensions });
  await applyMigrations(new PrismaPGlite(scratch));
  const template = await scratch.dumpDataDir('none');
  await scratch.close();
  try {
    await mkdir(cacheDir, { recursive: true });
    const unfinished = `${file}.${String(process.pid)}`;
    await writeFile(unfinished, Buffer.from(await template.arrayBuffer()));
    await rename(unfinished, file);
  } catch (error) {
    progress(`The template could not be kept (${(error as Error).message}); it will be made again next time.`);
  }
  return template;
}

/** Opens the embedded database in the data folder, or in memory; makes it from the template where there is none yet. */
export async function openEmbedded(dataDir: string | null, progress: Progress): Promise<PGlite> {
  if (dataDir === null) return PGlite.create({ loadDataDir: await databaseTemplate(progress), extensions });
  const folder = join(dataDir, 'db');
  // Written last: a folder without it was being made when the process died, and holds nothing that anyone was promised.
  const complete = join(dataDir, 'db.complete');
  if (existsSync(complete)) return PGlite.create(folder, { extensions });
  await rm(folder, { recursive: true, force: true });
  const template = await databaseTemplate(progress);
  progress('Making the embedded database …');
  const db = await PGlite.create(folder, { loadDataDir: template, extensions });
  await writeFile(complete, '');
  return db;
}
