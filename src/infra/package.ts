import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

/** The folder of an installed package, whatever it exports. */
export function packageFolder(name: string): string {
  if (!packageName.test(name)) throw new Error(`${name} is no name of a package`);
  const folder = require.resolve
    .paths(name)
    ?.map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return folder;
}

export interface PackageManifest {
  readonly version: string;
  /** By entry; empty where it names none. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** What an installed package says of itself. */
export function packageManifest(name: string): PackageManifest {
  const { version, exports } = JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as {
    readonly version?: unknown;
    readonly exports?: string | Readonly<Record<string, unknown>> | null;
  }; // no more than any JSON object
  if (typeof version !== 'string') throw new Error(`${name} has no version in its package.json`);
  return { version, exports: typeof exports === 'object' && exports !== null ? exports : {} };
}
