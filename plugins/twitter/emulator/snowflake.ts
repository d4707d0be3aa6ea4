/** Ids tell when they were made: milliseconds since November 2010, and a number within them. */
const beginning = 1_288_834_974_657;
const perMillisecond = 2n ** 22n;

/** The first id of a moment (milliseconds). */
export const idAt = (at: number): string => String(BigInt(Math.max(0, at - beginning)) * perMillisecond);

/** 0: the same; above: `a` is newer. */
export function compareIds(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : Number(a > b)) : a.length - b.length;
}

export const idAfter = (id: string): string => String(BigInt(id) + 1n);
