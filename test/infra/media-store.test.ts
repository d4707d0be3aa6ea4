import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotStored, openMediaStore } from '../../src/infra/media-store.ts';
import { temporaryFolder } from '../support/world.ts';

async function* chunks(...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part);
  await Promise.resolve();
}

/** Every file below a folder. */
async function filesOf(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const problemOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'stored',
    (error: unknown) => (error instanceof NotStored ? error.problem : error),
  );

describe('the media store', () => {
  it('takes a stream in, knows its size and hash, and keeps it when told to', async () => {
    const root = temporaryFolder();
    const store = openMediaStore({ root, maxBytes: 100 });
    const id = randomUUID();
    const file = await store.receive(id, chunks('при', 'вет'));
    expect(file.byteSize).toBe(12);
    expect(Buffer.from(file.sha256)).toEqual(createHash('sha256').update('привет').digest());
    await file.keep();
    await file.settle(true);
    await file.settle(false);
    expect(await readFile(store.original(id), 'utf8')).toBe('привет');
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  it('leaves nothing of a file that is too large, or whose sender ends early, or that nobody keeps', async () => {
    const root = temporaryFolder();
    const store = openMediaStore({ root, maxBytes: 5 });
    async function* cut() {
      yield Buffer.from('ab');
      await Promise.resolve();
      throw new Error('aborted');
    }
    expect(await problemOf(store.receive(randomUUID(), chunks('abc', 'def')))).toBe('TOO_LARGE');
    expect(await problemOf(store.receive(randomUUID(), chunks('abc'), 2))).toBe('TOO_LARGE');
    expect(await problemOf(store.receive(randomUUID(), cut()))).toBe('CUT');
    const unwanted = await store.receive(randomUUID(), chunks('abc'));
    await unwanted.settle(false);
    const undone = await store.receive(randomUUID(), chunks('abc'));
    await undone.keep();
    await undone.settle(false);
    expect(await filesOf(root)).toEqual([]);
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  it('says that the disk is full, and leaves nothing', async () => {
    const root = temporaryFolder();
    // The system says so at a write, or when what it had put aside goes to the disk.
    const atFlush = (async (path: string, flags: string, mode: number) => {
      const file = await open(path, flags, mode);
      file.sync = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
      return file;
    }) as unknown as typeof open;
    const atWrite = (() => open('/dev/full', 'w')) as unknown as typeof open;
    for (const openFile of existsSync('/dev/full') ? [atFlush, atWrite] : [atFlush]) {
      const store = openMediaStore({ root, maxBytes: 100, openFile });
      expect(await problemOf(store.receive(randomUUID(), chunks('a', 'b')))).toBe('FULL');
    }
    expect(await filesOf(root)).toEqual([]);
  });

  it('cannot be led out of its folder', async () => {
    const store = openMediaStore({ root: temporaryFolder(), maxBytes: 100 });
    for (const id of ['../../etc', '..', '', 'a/b', `${randomUUID()}/..`, 'x\0y'])
      expect(() => store.original(id)).toThrow(TypeError);
    for (const name of ['../original', '..', '.', '', 'a/b', 'a\\b', 'x\0y'])
      expect(() => store.beside(randomUUID(), name)).toThrow(TypeError);
    await expect(store.receive('../../x', chunks('a'))).rejects.toThrow(TypeError);
  });

  it('after a crash keeps what has a row, takes away what has none, and leaves alone what others still write', async () => {
    const root = temporaryFolder();
    const store = openMediaStore({ root, maxBytes: 100 });
    const [committed, lost, cut, fresh] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    for (const id of [committed, lost]) await (await store.receive(id, chunks(id))).keep();
    await store.receive(cut, chunks('half'));
    for (const id of [committed, lost, cut]) {
      const old = new Date(Date.now() - 7_200_000);
      await utimes(join(root, 'incoming', id), old, old);
      await utimes(join(root, 'incoming', id, 'bytes'), old, old).catch(() => undefined);
    }
    await store.receive(fresh, chunks('just now'));
    const asked: (readonly string[])[] = [];
    const areKnown = (ids: readonly string[]) => {
      asked.push(ids);
      return Promise.resolve(new Set([committed]));
    };
    await store.clean(3_600_000, areKnown);
    expect(asked.flat().sort()).toEqual([committed, lost, cut].sort());
    expect(await readFile(store.original(committed), 'utf8')).toBe(committed);
    expect(await readdir(join(root, 'incoming'))).toEqual([fresh]);
    await store.clean(0, () => Promise.resolve(new Set()));
    expect(await filesOf(root)).toEqual(['original']);
    await openMediaStore({ root: join(root, 'not-there'), maxBytes: 1 }).clean(0, areKnown);
  });
});
