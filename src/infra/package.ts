import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of an installed package, whatever it exports. */
export function packageFolder(name: string): string {
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
  const { version, exports = {} } = JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly exports?: string | Readonly<Record<string, unknown>>;
  }; // npm installs none without a version
  return { version, exports: typeof exports === 'string' ? {} : exports };
}
