import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../src/domain/workspace/permission.ts';

/** What a newcomer needs to call the API; ids are global ids. */
export interface DemoFile {
  readonly note: string;
  readonly emulated: true;
  /** Where the server is. */
  readonly url: string;
  /** The owner's. */
  readonly token: string;
  /** One for each role. */
  readonly tokens: Partial<Readonly<Record<Role, string>>>;
  readonly workspaceId: string;
  readonly channelIds: readonly string[];
  readonly assetIds: readonly string[];
  /** A draft that is ready to be scheduled and published. */
  readonly postId: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'demo.json');

/** Readable by its owner alone: it holds tokens. */
export function writeDemoFile(dataDir: string, demo: DemoFile): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unfinished = `${fileOf(dataDir)}.${String(process.pid)}`;
  writeFileSync(unfinished, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, fileOf(dataDir));
}

export function readDemoFile(dataDir: string): DemoFile | null {
  if (!existsSync(fileOf(dataDir))) return null;
  return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as DemoFile; // ours
}

/** Says where the server is now. False: there is no file. */
export function refreshDemoFile(dataDir: string, url: string): boolean {
  const demo = readDemoFile(dataDir);
  if (demo === null) return false;
  if (demo.url !== url) writeDemoFile(dataDir, { ...demo, url });
  return true;
}
