import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: IForbiddenRuleType[];
  options: ICruiseOptions & { enhancedResolveOptions: object };
};

async function look(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const { tsConfig: _, enhancedResolveOptions, ...options } = config.options;
  const { output } = await cruise(
    [...folders],
    { ...options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden } },
    enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
  );
  return output as ICruiseResult; // an object where no reporter is asked for
}

const violationsOf = ({ summary }: ICruiseResult): readonly string[] =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);

describe('who imports whom', () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    result = await look(root, ['src', 'plugins', 'prisma', 'scripts']);
  });

  it('keeps every rule', () => {
    expect(violationsOf(result)).toEqual([]);
  });

  it('was really read', () => {
    // A cruiser that cannot read the language finds no module and no violation: it did so once.
    expect(result.summary.totalCruised).toBeGreaterThan(150);
  });

  it('finds the TypeScript of the SDK behind its name, from the core and from a plugin', () => {
    const resolved = (source: string) =>
      result.modules
        .find((each) => each.source === source)
        ?.dependencies.find(({ module }) => module === '@polyphony/sdk')?.resolved;
    expect(resolved('src/infra/plugins.ts')).toBe('src/connectors/index.ts');
    expect(resolved('plugins/sandbox/connector.ts')).toBe('src/connectors/index.ts');
  });
});

/** Content of files by path. */
type Tree = Readonly<Record<string, string>>;

const sdk: Tree = {
  'src/connectors/package.json': JSON.stringify({
    name: '@polyphony/sdk',
    exports: { '.': { source: './index.ts' } },
    dependencies: { zod: '*' },
    peerDependencies: { vitest: '*' },
    peerDependenciesMeta: { vitest: { optional: true } },
  }),
  'src/connectors/index.ts': "export { b } from './b.ts';",
  'src/connectors/b.ts': 'export const b = 1; export type B = 1;',
};
const plugin = (name: string): Tree => ({
  [`plugins/${name}/package.json`]: JSON.stringify({
    name: `@polyphony/plugin-${name}`,
    exports: { '.': { source: './b.ts' } },
    dependencies: { '@polyphony/sdk': '*', '@polyphony/plugin-two': '*' },
  }),
  [`plugins/${name}/b.ts`]: "export { b } from './c.ts';",
  [`plugins/${name}/c.ts`]: 'export const b = 1;',
});

const importing = (importer: string, specifier: string): Tree => ({
  [importer]: `import { b } from '${specifier}'; export const a = b;`,
});

function from(importer: string, imported: string): Tree {
  const up = '../'.repeat(importer.split('/').length - 1);
  return { ...importing(importer, `${up || './'}${imported}`), [imported]: 'export const b = 1;' };
}

const later = (earlier: string, one: string): Tree => from(`src/domain/${earlier}/a.ts`, `src/domain/${one}/b.ts`);

/** For every rule the least trees that break it. */
const planted: Record<string, readonly Tree[]> = {
  'no-circular': [
    {
      'src/app/a.ts': "import { b } from './b.ts'; export const a = () => b;",
      'src/app/b.ts': "import { a } from './a.ts'; export const b = () => a;",
    },
  ],
  'no-orphans': [{ 'src/app/a.ts': 'export const a = 1;' }],
  'no-unresolved': [
    importing('src/server.ts', 'not-installed-anywhere'),
    importing('src/server.ts', './gone.ts'),
    { ...sdk, ...plugin('one'), ...importing('plugins/one/a.ts', '@polyphony/sdk/b.ts') },
  ],
  'no-unlisted-package': [importing('src/server.ts', 'acorn')],
  'no-dev-package-in-the-product': [importing('src/server.ts', 'typescript')],
  'no-tests-in-the-product': [from('src/server.ts', 'test/b.ts')],

  'domain-knows-nothing': [
    from('src/domain/planning/a.ts', 'src/app/b.ts'),
    from('src/domain/planning/a.ts', 'src/generated/b.ts'),
    { ...sdk, ...importing('src/domain/planning/a.ts', '@polyphony/sdk') },
  ],
  'domain-workspace-only-earlier': [later('workspace', 'planning')],
  'domain-measures-only-earlier': [later('measures', 'strategy')],
  'domain-strategy-only-earlier': [later('strategy', 'campaigns')],
  'domain-campaigns-only-earlier': [later('campaigns', 'insights')],
  'domain-planning-only-earlier': [later('planning', 'publishing')],
  'domain-publishing-only-earlier': [later('publishing', 'engagement')],
  'domain-engagement-only-earlier': [later('engagement', 'insights')],
  'domain-shared-is-first': [from('src/domain/shared/a.ts', 'src/domain/workspace/b.ts')],
  'domain-packages': [importing('src/domain/planning/a.ts', 'node:fs'), importing('src/domain/planning/a.ts', 'pg')],

  'app-imports': [from('src/app/a.ts', 'src/schema/b.ts'), from('src/app/a.ts', 'src/config.ts')],
  'schema-imports': [from('src/schema/a.ts', 'src/http/b.ts'), from('src/schema/a.ts', 'src/server.ts')],
  'schema-runs-no-sdk': [{ ...sdk, ...importing('src/schema/a.ts', '@polyphony/sdk') }],
  'http-imports': [from('src/http/a.ts', 'src/schema/b.ts'), from('src/http/a.ts', 'src/generated/b.ts')],
  'jobs-imports': [from('src/jobs/a.ts', 'src/http/b.ts')],
  'infra-imports': [from('src/infra/a.ts', 'src/app/b.ts'), from('src/infra/a.ts', 'src/domain/shared/b.ts')],
  'config-imports': [from('src/config.ts', 'src/infra/b.ts')],
  'nobody-names-a-plugin': [
    from('src/server.ts', 'plugins/one/b.ts'),
    { ...plugin('one'), ...importing('prisma/seed/a.ts', '@polyphony/plugin-one') },
  ],

  'sdk-imports': [from('src/connectors/a.ts', 'src/domain/shared/b.ts')],
  'sdk-by-name': [{ ...sdk, ...importing('src/app/a.ts', '../connectors/index.ts') }],
  'sdk-packages': [
    { ...sdk, ...importing('src/connectors/a.ts', 'pg') },
    { ...sdk, ...importing('src/connectors/a.ts', 'vitest') },
  ],
  'sdk-conformance-packages': [{ ...sdk, ...importing('src/connectors/conformance/a.ts', 'pg') }],
  'sdk-runs-without-its-kit': [from('src/connectors/a.ts', 'src/connectors/conformance/b.ts')],

  'plugin-imports': [
    from('plugins/one/a.ts', 'plugins/two/b.ts'),
    from('plugins/one/a.ts', 'src/app/b.ts'),
    { ...plugin('one'), ...plugin('two'), ...importing('plugins/one/a.ts', '@polyphony/plugin-two') },
  ],
  'plugin-sdk-by-name': [{ ...sdk, ...importing('plugins/one/a.ts', '../../src/connectors/index.ts') }],
  'plugin-packages': [{ ...plugin('one'), ...importing('plugins/one/a.ts', 'pg') }],
  'connector-has-no-system': [
    importing('plugins/one/a.ts', 'node:fs'),
    importing('src/connectors/a.ts', 'child_process'),
    { 'plugins/one/a.ts': "export const a = () => import('node:net');" },
  ],
  'connector-knows-no-emulator': [from('plugins/one/a.ts', 'plugins/one/emulator/b.ts')],
  'emulator-knows-no-table': [
    from('plugins/one/emulator/a.ts', 'plugins/one/errors.ts'),
    from('plugins/one/emulator/a.ts', 'plugins/one/capabilities.ts'),
    {
      ...from('plugins/one/emulator/a.ts', 'plugins/one/publish.ts'),
      ...from('plugins/one/publish.ts', 'plugins/one/errors.ts'),
      'plugins/one/publish.ts': "export { b } from './errors.ts';",
    },
  ],
};

/** What the design allows, so that no rule says more than it should. */
const allowed: Tree = {
  ...sdk,
  ...plugin('one'),
  ...importing('src/main.ts', './server.ts'),
  'src/server.ts': "export { a as b } from './jobs/a.ts'; export type { A } from './schema/a.ts';",
  ...importing('src/jobs/a.ts', '../app/planning/b.ts'),
  'src/schema/a.ts': "import type { B } from '@polyphony/sdk'; export type A = B;",
  ...importing('src/app/planning/b.ts', '@polyphony/sdk'),
  'src/app/planning/c.ts': "export { a } from '../../domain/planning/a.ts'; export { b } from '../../infra/b.ts';",
  'src/domain/planning/a.ts': "import 'temporal-polyfill'; export { b as a } from '../workspace/b.ts';",
  'src/domain/workspace/b.ts': 'export const b = 1;',
  'src/infra/b.ts': "export { b } from '../generated/b.ts'; export { a } from '../config.ts';",
  'src/generated/b.ts': 'export const b = 1;',
  'src/config.ts': "import { env } from 'node:process'; export const a = env;",
  ...importing('src/connectors/conformance/a.ts', 'vitest'),
  ...importing('plugins/one/a.ts', '@polyphony/sdk'),
  ...importing('plugins/one/emulator/a.ts', 'node:http'),
};

describe('every rule bites', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'polyphony-rules-')));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Cruises a project that consists of these files. */
  async function lookAt(files: Tree): Promise<ICruiseResult> {
    const tree = mkdtempSync(join(folder, 'tree-'));
    for (const file of ['tsconfig.json', 'package.json']) cpSync(join(root, file), join(tree, file));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), content);
    }
    mkdirSync(join(tree, 'node_modules/@polyphony'), { recursive: true });
    const links = Object.entries({
      '@polyphony/sdk': join(tree, 'src/connectors'),
      '@polyphony/plugin-one': join(tree, 'plugins/one'),
      '@polyphony/plugin-two': join(tree, 'plugins/two'),
      // Of the product, for development, on the domain's list, the kit's, and of nobody's package.json.
      ...Object.fromEntries(
        ['pg', 'typescript', 'temporal-polyfill', 'vitest', 'acorn'].map((name) => [
          name,
          join(root, 'node_modules', name),
        ]),
      ),
    });
    for (const [name, target] of links) symlinkSync(target, join(tree, 'node_modules', name));
    return look(tree, [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))]);
  }

  it('has a planted violation for each rule', () => {
    expect(Object.keys(planted).sort()).toEqual(config.forbidden.map(({ name }) => name ?? '').sort());
  });

  it.each(Object.entries(planted).flatMap(([rule, trees]) => trees.map((files, index) => ({ rule, index, files }))))(
    '$rule, $index',
    async ({ rule, files }) => {
      const { summary } = await lookAt(files);
      expect([...new Set(summary.violations.map((violation) => violation.rule.name))]).toEqual([rule]);
    },
  );

  it('lets through what is allowed', async () => {
    expect(violationsOf(await lookAt(allowed))).toEqual([]);
  });
});
