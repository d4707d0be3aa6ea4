#!/usr/bin/env node
// polyphony-connector new <key>        makes a package that is a whole connector, to be turned into yours
// polyphony-connector test [package]   examines a connector: the package in a folder (this one unless told), or one that is
//                                      installed here. -u writes the score card into its README.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { sdkVersion } from '../version.ts';
import { CannotCreate, createConnector } from './template.ts';

const usage = `polyphony-connector new <key> [--package <name>] [--in <folder>] [--sdk <version or tarball>]
polyphony-connector test [<folder or installed package>] [-u]`;

/** What was asked for cannot be done; the message says why. */
class Refused extends Error {}

/** Packed beside this file (scripts/pack-template.mjs). */
const ownTemplate = fileURLToPath(new URL('../template/', import.meta.url));

const text = { type: 'string' } as const;
const readArguments = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      package: text,
      in: { ...text, default: '.' },
      sdk: { ...text, default: `^${sdkVersion}` },
      /** Another package to copy; the new one then stands beside it, and not alone. */
      template: text,
      update: { type: 'boolean', short: 'u', default: false },
    },
  });
type Arguments = ReturnType<typeof readArguments>['values'];

async function makeNew(key: string, { in: parent, sdk, template, package: named }: Arguments): Promise<void> {
  const packageName = named ?? `polyphony-plugin-${key}`;
  const to = join(parent, key);
  // A tarball is named from here, and needed from there.
  const spec = existsSync(sdk) ? `file:${relative(to, sdk)}` : sdk;
  if (template === undefined && !existsSync(ownTemplate)) throw new Refused('Say --template: this SDK was not packed.');
  const alone = template === undefined ? { from: ownTemplate, sdk: spec } : { from: template };
  await createConnector({ key, packageName, to, ...alone });
  const [run, guide] =
    template === undefined
      ? [[`cd ${to}`, 'npm install', 'npm test'], 'node_modules/@polyphony/sdk/dist/writing-a-connector.md']
      : [[`npx vitest run ${to}`], 'docs/writing-a-connector.md'];
  console.log(`Made ${packageName} in ${to}. It keeps every promise of the kit:

${run.map((line) => `  ${line}`).join('\n')}

Now turn it into yours, the kit green after each step: what the network is (connector.ts), its errors (errors.ts), a first
post (client.ts, publish.ts), what it takes (capabilities.ts), and in emulator/ what the real network answers.
The guide: ${guide}`);
}

interface PackageJson {
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The file of an entry: what was built of it, or in its author's folder its source. */
function entryOf(folder: string, entry: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson; // npm's format
  const { source, default: built } = manifest.exports?.[entry] ?? {};
  const installed = /[/\\]node_modules[/\\]/.test(folder);
  const file = [installed ? undefined : source, built].map((path) => join(folder, path ?? 'absent')).find(existsSync);
  if (file === undefined) throw new Refused(`${folder} has no file for its entry "${entry}" (package.json, exports).`);
  return pathToFileURL(file).href;
}

async function examine(which: string, { update }: Arguments): Promise<void> {
  const folder = [which, join('node_modules', which)]
    .map((path) => resolve(path))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Refused(`There is no package in ${which}, and none of that name is installed.`);
  const { startVitest } = await import('vitest/node').catch((cause: unknown) => {
    throw new Refused('The kit runs on vitest: npm install --save-dev vitest', { cause });
  });
  const settings = { root: folder, watch: false, update };
  // A connector in its author's folder has its own tests, of which the kit is one.
  if (existsSync(join(folder, 'connector.test.ts'))) await startVitest('test', [], settings);
  else {
    const [connector, emulator] = [entryOf(folder, '.'), entryOf(folder, './emulator')];
    await startVitest('test', [], {
      ...settings,
      config: false,
      include: [
        fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? 'examined.ts' : 'examined.js', import.meta.url)),
      ],
      exclude: [],
      provide: { examined: { connector, emulator } },
    });
  }
}

async function run(): Promise<void> {
  const { values, positionals } = readArguments();
  const [command, what, ...more] = positionals;
  if (command === 'new' && what !== undefined && more.length === 0) await makeNew(what, values);
  else if (command === 'test' && more.length === 0) await examine(what ?? '.', values);
  else throw new Refused(usage);
}

try {
  await run();
} catch (error) {
  const badArgument = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof Refused || error instanceof CannotCreate || badArgument)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
