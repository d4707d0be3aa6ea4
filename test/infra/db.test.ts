import { describe, expect, it } from 'vitest';
import { migrationsMissing } from '../../src/infra/db.ts';
import { listMigrations } from '../../src/infra/migrate.ts';

const history = listMigrations().map(({ name, checksum }) => ({
  migration_name: name,
  checksum,
  finished_at: new Date(),
  rolled_back_at: null as Date | null,
}));
const rolledBack = (row: (typeof history)[number] | undefined) => ({
  ...row,
  finished_at: null,
  rolled_back_at: new Date(),
});

const isMissing = (rows: readonly object[]) =>
  migrationsMissing((sql) => Promise.resolve(sql.includes('to_regclass') ? [{ name: '_prisma_migrations' }] : rows));

describe('the history of the migrations', () => {
  it('is whole where every migration was applied', async () => {
    expect(await isMissing(history)).toBe(false);
    expect(await isMissing(history.slice(0, -1))).toBe(true);
  });

  it('does not count what was rolled back as applied', async () => {
    expect(await isMissing([...history.slice(0, -1), rolledBack(history.at(-1))])).toBe(true);
    expect(await isMissing([rolledBack(history.at(-1)), ...history])).toBe(false);
    const twice = [rolledBack(history.at(-1)), rolledBack(history.at(-1))];
    expect(await isMissing([...history.slice(0, -1), ...twice])).toBe(true);
  });

  it('names a migration that did not finish', async () => {
    const unfinished = { ...history.at(-1), finished_at: null };
    await expect(isMissing([...history.slice(0, -1), unfinished])).rejects.toThrow('began and did not finish');
  });
});
