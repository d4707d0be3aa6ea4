import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { DataDirUnusable, lockDataDir, makeDataDir, takeLock } from '../../src/infra/data-dir.ts';
import { temporaryFolder } from '../support/world.ts';

/** No process has this id: Linux counts up to 2^22. */
const deadPid = 4_194_305;

/** Threads that all wait for the same moment, take the lock, and hold it. True for each that got it. */
async function race(folder: string, count: number): Promise<boolean[]> {
  const module = fileURLToPath(new URL('../../src/infra/data-dir.ts', import.meta.url));
  const moment = new Int32Array(new SharedArrayBuffer(8));
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    import('tsx/esm/api').then(async ({ tsImport }) => {
      const { lockDataDir } = await tsImport(workerData.module, 'file:///');
      parentPort.postMessage('here');
      Atomics.wait(workerData.moment, 0, 0);
      try { lockDataDir(workerData.folder); parentPort.postMessage(true); }
      catch (error) { parentPort.postMessage(error.message.includes('is in use by process') ? false : error.message); }
    });`;
  const workers = Array.from(
    { length: count },
    () => new Worker(code, { eval: true, workerData: { module, folder, moment } }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const answers = Promise.all(workers.map((worker) => once(worker, 'message')));
  Atomics.store(moment, 0, 1);
  Atomics.notify(moment, 0);
  return (await answers).map(([got]) => got as boolean);
}

describe('the lock of the data folder', () => {
  it.each([
    ['no lock', null],
    ['the lock of a process that died', `${String(deadPid)} 1 6f6d2b0e`],
    ['the lock of an earlier version', `${String(deadPid)} 1`],
    ['an empty lock', ''],
  ])('has one holder of four that come at once: %s', async (_, content) => {
    for (let round = 0; round < 2; round += 1) {
      const folder = temporaryFolder();
      if (content !== null) writeFileSync(join(folder, 'lock'), content);
      expect((await race(folder, 4)).filter(Boolean)).toEqual([true]);
      expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${String(process.pid)} `));
      expect(readdirSync(folder)).toEqual(['lock']);
    }
  });

  it('is taken over also where whoever took it over before died at that', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock'), `${String(deadPid)} 1 first`);
    writeFileSync(join(folder, 'lock.first'), `${String(deadPid)} 1 second`);
    const unlock = lockDataDir(folder);
    expect(() => lockDataDir(folder)).toThrow('is in use by process');
    unlock();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not given back by whoever does not hold it', () => {
    const file = join(temporaryFolder(), 'lock');
    const mine = takeLock(file);
    writeFileSync(file, 'another’s');
    if (mine.holder === null) mine.release();
    expect(readFileSync(file, 'utf8')).toBe('another’s');
  });
});

describe('a data folder that cannot be used', () => {
  it.each([
    ['where nothing can be made', () => '/proc/x/y'],
    [
      'that is a file',
      () => {
        const file = join(temporaryFolder(), 'file');
        writeFileSync(file, '');
        return file;
      },
    ],
    [
      'below a file',
      () => {
        const file = join(temporaryFolder(), 'file');
        writeFileSync(file, '');
        return join(file, 'x');
      },
    ],
  ])('is refused in one sentence, at once: %s', (_, place) => {
    const folder = place();
    expect(() => {
      makeDataDir(folder);
    }).toThrow(DataDirUnusable);
    expect(() => lockDataDir(folder)).toThrow(`The data folder ${folder} cannot be used`);
  });

  it('is no folder that is there already, nor one many levels down', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    makeDataDir(folder);
    makeDataDir(folder);
    mkdirSync(join(folder, 'd'));
    expect(readdirSync(folder)).toEqual(['d']);
  });
});
