import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// That what is made keeps its promises is seen where it can be installed: test/e2e/partner.full.test.ts.

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyphony-new-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The command as `npm run connector:new` has it. Returns what it said, or rejects with it. */
async function connector(...args: readonly string[]): Promise<string> {
  const cli = ['--conditions=source', '--import', 'tsx', 'src/connectors/conformance/cli.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, [...cli, ...args], { cwd: root });
  return stdout;
}
const make = (key: string) =>
  connector('new', key, '--template', 'plugins/sandbox', '--in', folder, '--package', `@polyphony/plugin-${key}`);

describe('polyphony-connector new', { timeout: 60_000 }, () => {
  it('copies a connector under another name, and nothing in it says whose copy it is', async () => {
    expect(await make('longernetwork')).toContain('Made @polyphony/plugin-longernetwork');
    const made = join(folder, 'longernetwork');
    const original = join(root, 'plugins/sandbox');
    const files = (await readdir(original, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(original.length))
      .filter((path) => !/[/\\](dist|node_modules)[/\\]/.test(path));
    expect(files.length).toBeGreaterThan(20);
    for (const path of files) expect(await readFile(join(made, path), 'utf8'), path).not.toMatch(/sandbox/i);

    const read = (path: string) => readFile(join(made, path), 'utf8');
    expect(await read('connector.ts')).toContain("key: 'longernetwork',");
    expect(await read('options.ts')).toContain('export const longernetworkPostOptions');
    expect(JSON.parse(await read('package.json'))).toMatchObject({
      name: '@polyphony/plugin-longernetwork',
      description: expect.stringContaining('Longernetwork as a connector'),
    });
    const card = (await read('README.md')).split('\n').filter((line) => line.startsWith('| '));
    expect(card.find((line) => line.startsWith('| Facet '))).toContain('What the connector of Longernetwork promises');
    const widths = card.slice(card.findIndex((line) => line.startsWith('| Facet '))).map((line) => line.length);
    expect(new Set(widths).size).toBe(1);
  });

  it('overwrites nothing', async () => {
    await make('twice');
    await expect(make('twice')).rejects.toThrow('is there already. Choose another name.');
  });

  it.each(['Nine', '9gag', 'my-network', '../escape'])('refuses the key %s, and makes nothing', async (key) => {
    const before = await readdir(folder);
    await expect(make(key)).rejects.toThrow(`"${key}" is no key of a network`);
    expect(await readdir(folder)).toEqual(before);
  });

  it('says what it knows where it is asked for something else', async () => {
    for (const args of [[], ['new'], ['make', 'x'], ['test', 'a', 'b']])
      await expect(connector(...args)).rejects.toThrow('polyphony-connector new <key>');
    await expect(connector('new', 'x', '--fast')).rejects.toThrow("Unknown option '--fast'");
    await expect(connector('test', 'nothing-of-that-name')).rejects.toThrow(
      'There is no package in nothing-of-that-name',
    );
  });
});
