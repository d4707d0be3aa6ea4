import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotStart } from '../config.ts';

/** The data folder cannot be used: another process works in it, or it is no folder that this one may write to. */
export class DataDirUnusable extends CannotStart {
  override readonly name = 'DataDirUnusable';
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** When a process began, as the kernel counts it: tells a process from a later one with the same id. Linux only. */
function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name in parentheses may hold spaces; what follows it does not. Field 22 is the start time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The process that holds a lock of this content; null: it is gone. */
function holderOf(content: string): number | null {
  const [holder = '', born = ''] = content.split(' ');
  const pid = Number(holder);
  return pid > 0 && isAlive(pid) && (born === '' || bornAt(pid) === born) ? pid : null;
}

function readLock(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Links `mine` into the lock's place. Returns null, or the process that holds the lock. */
function linkLock(mine: string, file: string): number | null {
  for (;;) {
    try {
      linkSync(mine, file);
      return null;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const seen = readLock(file);
    if (seen === null) continue;
    const holder = holderOf(seen);
    if (holder !== null) return holder;
    // What a dead process left is replaced by whoever holds the claim on it: on exactly this lock, as each has an id of its
    // own, and only while it still stands there. A claim is a lock itself, as its holder may die, too.
    const claim = `${file}.${seen.split(' ')[2] ?? 'unknown'}`;
    const claimant = linkLock(mine, claim);
    if (claimant !== null) return claimant;
    if (readLock(file) !== seen) {
      rmSync(claim, { force: true });
      continue;
    }
    renameSync(claim, file);
    return null;
  }
}

/**
 * Takes a lock that is a file, or says which process holds it. A lock left behind by a process that died is taken over, by
 * one process alone.
 */
export function takeLock(
  file: string,
): { readonly release: () => void; readonly holder: null } | { readonly holder: number } {
  const content = `${String(process.pid)} ${bornAt(process.pid)} ${randomUUID()}`;
  const mine = `${file}.${randomUUID()}`;
  // Written before it stands in its place: nobody ever reads half of it.
  writeFileSync(mine, content, { mode: 0o600, flag: 'wx' });
  try {
    const holder = linkLock(mine, file);
    if (holder !== null) return { holder };
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    holder: null,
    release: () => {
      if (readLock(file) === content) rmSync(file, { force: true });
    },
  };
}

/** Like mkdirSync with `recursive`, which never returns where the folder above refuses with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  const make = () => {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      // Some file systems say that they are read-only before they say that the folder is there.
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
    }
  };
  try {
    make();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    make();
  }
}

function usable<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DataDirUnusable(
      `The data folder ${dataDir} cannot be used (${codeOf(error) ?? String(error)}). Let this user write there, or choose another folder with DATA_DIR.`,
      { cause: error },
    );
  }
}

/** Makes the data folder where it is missing, and asks whether it can be written to. */
export function makeDataDir(dataDir: string): void {
  usable(dataDir, () => {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  });
}

/**
 * Takes the data folder for this process alone: PGlite does not lock its files, and two processes would destroy them. A lock
 * left behind by a process that died is taken over. Returns the function that gives the folder back.
 */
export function lockDataDir(dataDir: string): () => void {
  makeDataDir(dataDir);
  const lock = usable(dataDir, () => takeLock(join(dataDir, 'lock')));
  if (lock.holder === null) return lock.release;
  throw new DataDirUnusable(
    `The data folder ${dataDir} is in use by process ${String(lock.holder)}. Stop that one, or choose another folder: DATA_DIR=.polyphony-2`,
  );
}
