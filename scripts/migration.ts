// db:diff        fails where the migrations and the schema files differ, and prints the difference.
// db:migration   writes that difference as the next migration: npm run db:migration -- name_of_it
import { mkdirSync, writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { extensions } from '../src/infra/embedded.ts';
import { diffMigrations } from '../src/infra/migrate.ts';

const name = process.argv[2];
const openScratch = () => PGlite.create('memory://', { extensions });
const scratch = await openScratch();
const factory = new PrismaPGlite(scratch);
// The adapter's own one has no extensions.
factory.connectToShadowDb = async () => new PrismaPGlite(await openScratch()).connect();
const sql = await diffMigrations(factory);
await scratch.close();

if (name !== undefined) {
  if (sql === '') throw new Error('The migrations already make the schema: there is nothing to write.');
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = new URL(`../prisma/migrations/${stamp}_${name}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('migration.sql', folder), sql);
  console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql`);
} else if (sql === '') {
  console.log('The migrations make exactly the schema.');
} else {
  console.log(
    `The migrations do not make the schema. Missing:\n\n${sql}\nWrite it with: npm run db:migration -- <name>`,
  );
  process.exitCode = 1;
}
