import { createHash } from 'node:crypto';

/** Numbers from 0 to 1 that only depend on the text (mulberry32). */
export function chanceOf(text: string): () => number {
  let state = createHash('sha256').update(text).digest().readUInt32BE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same in another order (Fisher and Yates). */
export function shuffled<T>(all: readonly T[], chance: () => number): T[] {
  const left = [...all];
  for (let index = left.length - 1; index > 0; index--) {
    const other = Math.floor(chance() * (index + 1));
    [left[index], left[other]] = [left[other] as T, left[index] as T]; // both indexes are inside
  }
  return left;
}
