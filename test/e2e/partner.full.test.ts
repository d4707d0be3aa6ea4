import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, noRegistry, outside, packPackages } from '../support/packages.ts';

// The guide, walked as a partner walks it: an empty folder, the packed SDK, and npm.

const key = 'example';
const guide = await readFile(new URL('../../docs/writing-a-connector.md', import.meta.url), 'utf8');

/**
 * A block of the guide: ```diff file [breaks facet] is a change, ```diff file try facet is one that is taken back, ```ts file new
 * is a file, and ```ts file stands there.
 */
interface Block {
  readonly file: string;
  readonly kind: 'change' | 'try' | 'new' | 'quote';
  /** The facet that says so: where nothing else is changed, or of what is tried. */
  readonly breaks?: string;
  readonly text: string;
}

interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const sections: readonly Section[] = guide
  .split(/^## /m)
  .slice(1)
  .map((section) => ({ title: section.split('\n')[0] ?? '', blocks: [...blocksOf(section)] }));

function* blocksOf(section: string): Iterable<Block> {
  const fence = /^```(diff|ts) (\S+)(?: (new|breaks|try)([a-z ]*))?\n([\s\S]*?)^```$/gm;
  for (const [, language, file = '', word, facet = '', text = ''] of section.matchAll(fence)) {
    const breaks = facet.trim();
    const ofTypeScript = word === 'new' ? word : 'quote';
    const kind = language === 'ts' ? ofTypeScript : word === 'try' ? word : 'change';
    yield { file, kind, text, ...(breaks !== '' && { breaks }) };
  }
}

/** The text before and after a change: lines that begin with `-` go, those with `+` come, others stay. */
function sidesOf({ text }: Block): readonly [string, string] {
  const lines = text.trimEnd().split('\n');
  const without = (sign: string) => lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1)).join('\n'); // prettier-ignore
  return [without('+'), without('-')];
}

let cannot: string | undefined;
let sdk: string;
let folder: string;
const times: string[] = [];

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  times.push(`${what} ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}

beforeAll(async () => {
  cannot = await noRegistry();
  if (cannot !== undefined) return;
  [sdk = ''] = await packPackages();
  const empty = await outside();
  folder = join(empty, key);
  const made = ['--yes', '--package', sdk, 'polyphony-connector', 'new', key, '--sdk', sdk];
  await timed('new', () => command(empty, 'npx', ...made));
  await timed('npm install', () => command(folder, 'npm', 'install', '--no-audit', '--no-fund'));
}, 15 * 60_000);
afterAll(() => {
  const lines = sections.flatMap(({ blocks }) => blocks).flatMap((block) => (block.kind === 'quote' || block.kind === 'try' ? [] : block.text.trimEnd().split('\n'))); // prettier-ignore
  if (cannot === undefined) console.info(`The guide: ${times.join(', ')}; ${String(lines.length)} lines of changes.`);
});

const kit = (...flags: string[]) => command(folder, 'npx', 'polyphony-connector', 'test', ...flags);
const read = (file: string) => readFile(join(folder, file), 'utf8');

/** Does what a block says. */
async function follow(block: Block): Promise<void> {
  const { file, kind, text } = block;
  if (kind === 'new') return writeFile(join(folder, file), text);
  const now = await read(file);
  if (kind === 'quote') {
    const flat = (lines: string) => lines.trim().replaceAll(/^ +/gm, '');
    expect(flat(now), `${file} holds what the guide quotes`).toContain(flat(text));
    return;
  }
  const [before, after] = sidesOf(block);
  expect(now.split(before).length - 1, `${file} holds once:\n${before}`).toBe(1);
  await writeFile(
    join(folder, file),
    now.replace(before, () => after),
  );
}

/** Takes back what was tried. */
async function undo(block: Block): Promise<void> {
  const [before, after] = sidesOf(block);
  await writeFile(
    join(folder, block.file),
    (await read(block.file)).replace(after, () => before),
  );
}

describe('a partner with the packed SDK', { timeout: 5 * 60_000 }, () => {
  it('has a connector that keeps every promise from the first minute', async (context) => {
    if (cannot !== undefined) context.skip(cannot);
    const said = await timed('npm test', () => command(folder, 'npm', 'test'));
    expect(said).toContain('What the connector of Example promises');
    expect(said).not.toContain('BROKEN');
    await command(folder, 'npm', 'run', 'typecheck');
  });

  it('whose names are its own', async (context) => {
    if (cannot !== undefined) context.skip(cannot);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !/node_modules|package-lock/.test(join(entry.parentPath, entry.name))); // prettier-ignore
    expect(files.length).toBeGreaterThan(20);
    for (const { parentPath, name } of files) {
      expect(await readFile(join(parentPath, name), 'utf8'), name).not.toMatch(/sandbox/i);
    }
  });

  it.for(sections.filter(({ blocks }) => blocks.length > 0))(
    'walks step $title',
    async ({ title, blocks }, context) => {
      if (cannot !== undefined) context.skip(cannot);
      await timed(title, async () => {
        for (const block of blocks) {
          await follow(block);
          if (block.breaks !== undefined) await expect(kit()).rejects.toThrow(new RegExp(`× ${block.breaks}`));
          if (block.kind === 'try') await undo(block);
        }
        if (blocks.every(({ kind }) => kind === 'quote')) return;
        expect(await kit('-u'), 'the kit is green').not.toContain('BROKEN');
        await command(folder, 'npm', 'run', 'typecheck');
      });
    },
  );

  it('packs what was made, and the kit examines it where it is installed', async (context) => {
    if (cannot !== undefined) context.skip(cannot);
    expect(await kit()).not.toContain('BROKEN');
    const operator = await outside();
    await command(folder, 'npm', 'pack', '--pack-destination', operator);
    await writeFile(join(operator, 'package.json'), '{"private":true}');
    const packages = [sdk, `./polyphony-plugin-${key}-0.1.0.tgz`, 'vitest@^4'];
    await command(operator, 'npm', 'install', '--no-audit', '--no-fund', ...packages);
    const said = await command(operator, 'npx', 'polyphony-connector', 'test', `polyphony-plugin-${key}`);
    expect(said).toContain('What the connector of Example promises');
    expect(said).not.toContain('BROKEN');
  });
});
