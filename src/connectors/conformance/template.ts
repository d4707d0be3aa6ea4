import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a new connector is made of. */
export interface NewConnector {
  /** The network's key: lower-case letters and digits, a letter first. */
  readonly key: string;
  readonly packageName: string;
  /** The folder of the package that is copied: a whole connector, whose package is named `…plugin-<its key>`. */
  readonly from: string;
  /** The folder to be made. */
  readonly to: string;
  /** How a package that stands alone gets the SDK, as npm writes it; absent: it stands beside the one that is copied. */
  readonly sdk?: string;
}

/** It cannot be made; the message says why, and what to do. */
export class CannotCreate extends Error {}

interface PackageJson {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Copies a connector under another name. The copy keeps every promise that the original keeps. */
export async function createConnector({ key, packageName, from, to, sdk }: NewConnector): Promise<void> {
  if (!/^[a-z][a-z0-9]*$/.test(key)) {
    throw new CannotCreate(`"${key}" is no key of a network: lower-case letters and digits, a letter first.`);
  }
  if (await stat(to).catch(() => undefined)) throw new CannotCreate(`${to} is there already. Choose another name.`);
  const original = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as PackageJson; // a package of ours
  const rename = renaming(original.name, packageName, key);

  await mkdir(to, { recursive: true });
  await cp(from, to, {
    recursive: true,
    filter: (path) => !/[/\\](node_modules|dist)$/.test(path.slice(from.length)),
  });
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    await writeFile(file, rename(await readFile(file, 'utf8')));
  }

  await rewrite(to, 'README.md', (text) => alignCard(introduce(text, key, sdk !== undefined)));
  await rewrite(to, 'package.json', (text) => {
    const made = {
      ...(JSON.parse(text) as PackageJson), // the copy of the one above
      description: `${capitalized(key)} as a connector of Polyphony, with an emulator of the network.`,
    };
    return jsonText(sdk === undefined ? made : standingAlone(made, sdk));
  });
  if (sdk === undefined) return;
  await writeFile(join(to, 'tsconfig.json'), jsonText(tsconfig));
  await rewrite(to, 'tsconfig.build.json', (text) =>
    text.replace(/"extends": "[^"]*"/, '"extends": "./tsconfig.json"'),
  );
  await writeFile(join(to, '.gitignore'), 'node_modules/\ndist/\n');
}

const capitalized = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);
const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

async function rewrite(folder: string, name: string, change: (text: string) => string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

/** In names and in prose: `example`, `Example`, `EXAMPLE`, in the place of the original's. */
function renaming(oldPackage: string, newPackage: string, key: string): (text: string) => string {
  const old = oldPackage.slice(oldPackage.lastIndexOf('-') + 1);
  return (text) =>
    text
      .replaceAll(oldPackage, () => newPackage)
      .replaceAll(old, key)
      .replaceAll(capitalized(old), capitalized(key))
      .replaceAll(old.toUpperCase(), key.toUpperCase());
}

/** Its own first words in the place of the original's, and the commands as they are where it stands. */
function introduce(readme: string, key: string, alone: boolean): string {
  const head = [
    `# ${capitalized(key)}, as a connector of Polyphony`,
    'Made from the smallest whole connector: so far its network is that one under another name, and exists only as its emulator. Turn it into yours, table by table and function by function; the kit says which promise broke on the way.',
  ].join('\n\n');
  const text = `${head}\n\n${readme.slice(readme.indexOf('```sh'))}`;
  if (!alone) return text;
  return text
    .replace(/npx tsx --conditions=source \S+\/emulator\/main\.ts/, 'npx tsx emulator/main.ts')
    .replace(/npx vitest run plugins\/\w+/, 'npx polyphony-connector test');
}

/** The score card as the kit would write it: its head has the network's name in it. */
function alignCard(readme: string): string {
  return readme.replace(/^\| Facet +\|.*\n(?:\|.*(?:\n|$))+/m, (card) => {
    const rows = card.trimEnd().split('\n').map((row) => row.slice(1, -1).split('|').map((cell) => cell.trim())); // prettier-ignore
    const widths = rows[0]?.map((_, column) =>
      Math.max(...rows.map((row) => (/^-+$/.test(row[column] ?? '') ? 0 : (row[column] ?? '').length))),
    );
    const lines = rows.map((row) =>
      row.map((cell, column) => {
        const width = widths?.[column] ?? 0;
        return /^-+$/.test(cell) ? '-'.repeat(width) : cell.padEnd(width);
      }),
    );
    return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
  });
}

/** The SDK is a peer: whoever runs the connector brings it, so that its error class is one class for both. */
function standingAlone(made: PackageJson, sdk: string): Readonly<Record<string, unknown>> {
  const { '@polyphony/sdk': version = '', ...dependencies } = made.dependencies;
  return {
    ...made,
    scripts: {
      build: 'tsc -p tsconfig.build.json',
      prepack: 'npm run build',
      typecheck: 'tsc --noEmit',
      test: 'polyphony-connector test',
    },
    dependencies,
    peerDependencies: { '@polyphony/sdk': `^${version}` },
    devDependencies: {
      '@polyphony/sdk': sdk,
      '@types/node': '^20.19.0',
      tsx: '^4.20.0',
      typescript: '^6.0.0',
      vitest: '^4.0.0',
    },
  };
}

const tsconfig = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
    noEmit: true,
  },
  exclude: ['dist', 'node_modules'],
};
