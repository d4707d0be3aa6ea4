import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `TOO_LARGE`: over the limit. `CUT`: what sent the bytes ended early. `FULL`: the disk has no room. */
export type StoreProblem = 'TOO_LARGE' | 'CUT' | 'FULL';

/** Bytes could not be stored; nothing of them is left. */
export class NotStored extends Error {
  override readonly name = 'NotStored';
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, options?: ErrorOptions) {
    super(`Not stored: ${problem}`, options);
    this.problem = problem;
  }
}

/** Bytes that came in whole and are on the disk, but belong to nobody yet. */
export interface ReceivedFile {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  readonly byteSize: number;
  readonly sha256: Uint8Array<ArrayBuffer>;
  /**
   * Moves them to their place. Call it last in the transaction that writes the asset's row, then {@link settle} with what
   * came of that. Where the process dies in between, the next start sees by the row what came of it.
   */
  keep(): Promise<void>;
  /**
   * True: the row is there. False: it is not, and nothing is left of the bytes. Null: nobody can say, so the next start
   * sees. Only the first call counts.
   */
  settle(kept: boolean | null): Promise<void>;
}

/** Where the bytes of media are: one folder an asset, named by its id and never by what people call it. */
export interface MediaStore {
  /** The most bytes that a file may have. */
  readonly maxBytes: number;
  /**
   * Streams a file to the disk, in constant memory, and flushes it. Throws {@link NotStored}; `maxBytes` may only lower the
   * store's own limit.
   */
  receive(id: string, source: AsyncIterable<Uint8Array>, maxBytes?: number): Promise<ReceivedFile>;
  /** Where the bytes of an asset are. */
  original(id: string): string;
  /** Where something that was made of them is, or would be. */
  beside(id: string, name: string): string;
  /** Keeps something that was made of them, whole or not at all. Any number of processes may do it at once. */
  keepBeside(id: string, name: string, bytes: Uint8Array): Promise<void>;
  /** The names of what was made of them. */
  besides(id: string): Promise<readonly string[]>;
  /**
   * Takes away what uploads of processes that died have left. `quietMs`: what somebody wrote to since then is left alone, as
   * other processes may share the folder. `areKnown`: which of these ids have a row.
   */
  clean(quietMs: number, areKnown: (ids: readonly string[]) => Promise<ReadonlySet<string>>): Promise<void>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const plainName = /^[a-z0-9][a-z0-9.-]*$/;
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const originalName = 'original';

const isFull = (error: unknown): boolean => noRoom.has((error as NodeJS.ErrnoException).code ?? '');

/** So that a new name survives a power cut too. Not every system lets a folder be flushed. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

interface StoreOptions {
  /** Made where it is absent. */
  readonly root: string;
  readonly maxBytes: number;
  /** How a new file is opened: for tests that fill the disk. */
  readonly openFile?: typeof open;
}

export function openMediaStore({ root, maxBytes, openFile = open }: StoreOptions): MediaStore {
  const checked = (id: string): string => {
    if (!uuid.test(id)) throw new TypeError('A media id is a UUID');
    return id;
  };
  const incoming = (id: string) => join(root, 'incoming', checked(id));
  // The last characters of an id are random: so no folder has too many entries.
  const folderOf = (id: string) => join(root, checked(id).slice(-2), id);
  const beside = (id: string, name: string) => {
    if (!plainName.test(name)) throw new TypeError('A name beside an asset is plain');
    return join(folderOf(id), name);
  };
  const forget = (path: string) => rm(path, { recursive: true, force: true });

  return {
    maxBytes,
    original: (id) => beside(id, originalName),
    beside,

    async receive(id, source, limit = maxBytes) {
      const most = Math.min(limit, maxBytes);
      const folder = incoming(id);
      const path = join(folder, 'bytes');
      const hash = createHash('sha256');
      let byteSize = 0;
      async function* measured() {
        try {
          for await (const chunk of source) {
            byteSize += chunk.byteLength;
            if (byteSize > most) throw new NotStored('TOO_LARGE');
            hash.update(chunk);
            yield chunk;
          }
        } catch (error) {
          throw error instanceof NotStored ? error : new NotStored('CUT', { cause: error });
        }
      }
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const file = await openFile(path, 'wx', 0o600);
        try {
          await writeFile(file, measured());
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (error) {
        await forget(folder);
        throw isFull(error) ? new NotStored('FULL', { cause: error }) : error;
      }

      let moved = false;
      let settled = false;
      return {
        id,
        path,
        byteSize,
        sha256: Uint8Array.from(hash.digest()),
        async keep() {
          await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
          moved = true;
          await rename(path, beside(id, originalName));
          await flushFolder(folderOf(id));
        },
        async settle(kept) {
          if (settled) return;
          settled = true;
          if (kept === null) return;
          if (!kept && moved) await forget(folderOf(id));
          // Last: while it is there, a start looks after what is left.
          await forget(folder);
        },
      };
    },

    async keepBeside(id, name, bytes) {
      const folder = incoming(randomUUID());
      const path = join(folder, 'bytes');
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(path, bytes, { mode: 0o600, flush: true });
        await rename(path, beside(id, name));
      } catch (error) {
        throw isFull(error) ? new NotStored('FULL', { cause: error }) : error;
      } finally {
        await forget(folder);
      }
    },

    async besides(id) {
      const names = await readdir(folderOf(id)).catch(() => []);
      return names.filter((name) => name !== originalName);
    },

    async clean(quietMs, areKnown) {
      const names = await readdir(join(root, 'incoming')).catch(() => []);
      const left: string[] = [];
      for (const id of names.filter((name) => uuid.test(name))) {
        const written = await Promise.all(
          [incoming(id), join(incoming(id), 'bytes')].map((path) => stat(path).catch(() => null)),
        );
        const newest = Math.max(...written.map((each) => each?.mtimeMs ?? 0));
        if (Date.now() - newest >= quietMs) left.push(id);
      }
      if (left.length === 0) return;
      const known = await areKnown(left);
      for (const id of left) {
        if (!known.has(id)) await forget(folderOf(id));
        await forget(incoming(id));
      }
    },
  };
}
