import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  // The files do not exist, so no type is known of them: the rules of the house need none.
  overrideConfig: [tseslint.configs.disableTypeChecked],
});

async function rulesBroken(filePath: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const found = (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
  return [...new Set(found)].filter((rule) => rule !== '@typescript-eslint/no-unused-vars');
}

const inTransaction = (code: string): string => `export const a = () => db.prisma.$transaction(async (tx) => ${code});`;

const planted: readonly (readonly [rule: string, file: string, code: string])[] = [
  ['@typescript-eslint/no-explicit-any', 'src/app/a.ts', 'export const a = (b: any) => b;'],
  ['@typescript-eslint/ban-ts-comment', 'src/app/a.ts', '// @ts-expect-error\nexport const a = b;'],
  ['@typescript-eslint/ban-ts-comment', 'src/app/a.ts', '// @ts-nocheck because it is so\nexport const a = b;'],
  ['@typescript-eslint/no-non-null-assertion', 'src/app/a.ts', 'export const a = (b: string | null) => b!;'],
  ['no-restricted-exports', 'src/app/a.ts', 'export default 1;'],
  ['no-restricted-exports', 'plugins/one/client.ts', 'export default 1;'],

  ['house/disable-with-reason', 'src/app/a.ts', '// eslint-disable-next-line no-var\nexport var a = 1;'],
  ['house/disable-with-reason', 'src/app/a.ts', '/* eslint no-var: 0 */\nexport var a = 1;'],
  ['house/cast-with-reason', 'src/app/a.ts', '\n\nexport const a = (b: string) => b as unknown as number;'],
  ['house/only-tx-in-transaction', 'src/app/a.ts', inTransaction('db.prisma.post.count()')],
  ['house/only-tx-in-transaction', 'src/app/a.ts', inTransaction('prisma.post.count()')],
  ['house/only-tx-in-transaction', 'src/app/a.ts', inTransaction('db.prisma.$transaction((tx) => tx.post.count())')],
  [
    'house/only-tx-in-transaction',
    'src/app/a.ts',
    'export const a = (tx: Tx, ctx: Ctx) => ctx.db.prisma.post.count();',
  ],

  ['no-restricted-syntax', 'src/app/a.ts', 'export const a = process.env.A;'],
  ['no-restricted-syntax', 'src/app/a.ts', "export const a = process['env'];"],
  ['no-restricted-syntax', 'src/app/a.ts', 'export const { env } = process;'],
  ['no-restricted-syntax', 'src/app/a.ts', 'export const a = globalThis.process;'],
  ['no-restricted-syntax', 'src/app/a.ts', "import { env } from 'node:process'; export const a = env;"],
  ['no-restricted-syntax', 'plugins/one/emulator/a.ts', 'export const a = process.env.A;'],

  ['no-restricted-syntax', 'src/domain/a.ts', 'export async function a() { return 1; }'],
  ['no-restricted-syntax', 'src/domain/a.ts', 'export const a = { async b() { return 1; } };'],
  ['no-restricted-syntax', 'src/domain/a.ts', 'export const a = () => new Date();'],
  ['no-restricted-syntax', 'src/domain/a.ts', 'export const a = () => Date.now();'],
  ['no-restricted-syntax', 'src/domain/a.ts', 'export const a = () => Math.random();'],
  ['no-restricted-syntax', 'src/domain/a.ts', 'export const a = () => Temporal.Now.instant();'],
  ['no-restricted-imports', 'src/domain/a.ts', "import { readFileSync } from 'fs'; export const a = readFileSync;"],
  ['no-restricted-globals', 'src/domain/a.ts', "export const a = () => fetch('');"],
  ['no-restricted-imports', 'plugins/one/a.ts', "import { join } from 'node:path'; export const a = join;"],
  ['no-restricted-imports', 'src/connectors/a.ts', "export { readFile } from 'fs/promises';"],
  ['no-restricted-globals', 'plugins/one/a.ts', 'export const a = () => process.cwd();'],
];

const permitted: readonly (readonly [file: string, code: string])[] = [
  ['plugins/one/connector.ts', 'export default 1;'],
  ['src/config.ts', 'export const a = process.env;'],
  ['scripts/a.ts', 'export const a = process.env;'],
  ['src/app/a.ts', '// eslint-disable-next-line no-var -- because a reason stands here\nexport var a = 1;'],
  ['src/app/a.ts', 'export const a = (b: string) => b as unknown as number; // because a reason stands here'],
  ['src/app/a.ts', inTransaction('tx.post.count()')],
  ['src/app/a.ts', 'export const a = async () => [await db.prisma.a.count(), await db.prisma.b.count()];'],
  ['src/app/a.ts', 'export const a = () => db.prisma.$transaction([db.prisma.a.count(), db.prisma.b.count()]);'],
  ['src/domain/a.ts', "export const a = new Date('2026-01-01');"],
  ['src/domain/a.ts', "import { b } from './process.ts'; export const a = b;"],
  ['plugins/one/emulator/a.ts', "import { join } from 'node:path'; export const a = join;"],
  ['plugins/one/a.test.ts', "import { join } from 'node:path'; export const a = join;"],
];

describe('every lint rule of the house bites', () => {
  it.each(planted)('%s in %s: %s', async (rule, file, code) => {
    expect(await rulesBroken(file, code)).toContain(rule);
  });

  it.each(permitted)('lets through in %s: %s', async (file, code) => {
    expect(await rulesBroken(file, code)).toEqual([]);
  });
});
