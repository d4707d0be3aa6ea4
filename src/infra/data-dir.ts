import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Another process works in the data folder. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';
}

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
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Takes the data folder for this process alone: PGlite does not lock its files, and two processes would destroy them. A lock
 * left behind by a process that died is taken over. Returns the function that gives the folder back.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'lock');
  for (;;) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, `${String(process.pid)} ${bornAt(process.pid)}`);
      closeSync(handle);
      return () => {
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [holder = '', born = ''] = readFileSync(file, 'utf8').split(' ');
    const pid = Number(holder);
    if (pid > 0 && isAlive(pid) && (born === '' || bornAt(pid) === born)) {
      throw new DataDirInUse(
        `The data folder ${dataDir} is in use by process ${holder}. Stop that one, or choose another folder: DATA_DIR=.polyphony-2`,
      );
    }
    rmSync(file, { force: true });
  }
}
