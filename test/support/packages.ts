import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const made: string[] = [];
afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A folder outside of the repository, removed after the tests. */
export async function outside(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'polyphony-packages-'));
  made.push(folder);
  return folder;
}

/** Runs a command as somebody does who knows nothing of this repository. Rejects with all that it printed. */
export async function command(cwd: string, file: string, ...args: string[]): Promise<string> {
  // npm tells its scripts about the package that it runs for, and vitest its workers: a command outside is neither's.
  const about =
    /^(npm_(package|lifecycle|config_local_prefix)|VITEST|NODE_ENV|NODE_OPTIONS|FORCE_COLOR|(TEST|MODE|DEV|PROD)$)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !about.test(name)));
  const options = { cwd, env: { ...env, NO_COLOR: '1' }, maxBuffer: 50_000_000, timeout: 10 * 60_000 };
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, options);
    return `${stdout}${stderr}`;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }; // as execFile rejects
    throw new Error(`${file} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

interface RootManifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Our own packages that the product depends on: the SDK and the plugins. */
export async function ownPackages(): Promise<readonly string[]> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as RootManifest; // ours
  return Object.keys(dependencies).filter((name) => name.startsWith('@polyphony/'));
}

/**
 * Packs the SDK, and what else is named (`.` is the product), as `npm pack` does for a release. Builds in a copy of what would be
 * committed: the tree stays as it is, and several tests may pack at once. Returns the tarballs in that order.
 */
export async function packPackages(...names: readonly string[]): Promise<readonly string[]> {
  const copy = await outside();
  const tarballs = await outside();
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const path of listed
    .toString()
    .split('\0')
    .filter((each) => each !== '')) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await cp(join(root, path), join(copy, path)).catch(() => undefined); // deleted, and not yet committed
  }
  // The packages of npm as they are installed, and our own as they are in the copy.
  const modules = join(copy, 'node_modules');
  await mkdir(join(modules, '@polyphony'), { recursive: true });
  for (const entry of await readdir(join(root, 'node_modules'))) {
    if (entry !== '@polyphony') await symlink(join(root, 'node_modules', entry), join(modules, entry));
  }
  await symlink(join(copy, 'src/connectors'), join(modules, '@polyphony/sdk'));

  const packed: string[] = [];
  for (const name of ['@polyphony/sdk', ...names]) {
    // The product has nothing to build; its `prepare` is for a clone.
    const which = name === '.' ? ['--ignore-scripts'] : ['-w', name];
    const printed = await command(copy, 'npm', 'pack', ...which, '--pack-destination', tarballs);
    packed.push(join(tarballs, /^[\w.-]+\.tgz$/m.exec(printed)?.[0] ?? 'nothing was packed'));
  }
  return packed;
}

/** Why packages cannot be installed here, for tests to be skipped with; undefined: they can. */
export async function noRegistry(): Promise<string | undefined> {
  return command(root, 'npm', 'ping').then(
    () => undefined,
    () => 'no npm registry answers',
  );
}
