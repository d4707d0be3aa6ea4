/**
 * Record keys are TIDs: 53 bits of microseconds and 10 bits that tell one clock from another, in an alphabet whose order
 * is that of its characters, so that later keys come later.
 */
const alphabet = '234567abcdefghijklmnopqrstuvwxyz';
const clocks = 1024;

export function tid(microseconds: number, clock: number): string {
  return write(microseconds, 11) + write(clock % clocks, 2);
}

function write(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = `${alphabet.charAt(rest % 32)}${text}`;
  return text;
}

/** The microseconds of a TID. */
export const microsecondsOf = (key: string): number =>
  Array.from(key.slice(0, 11)).reduce((sum, character) => sum * 32 + alphabet.indexOf(character), 0);

/** Keys for a thread: its parts stand a microsecond apart, so that the parts of a root are found again. */
export function threadKeys(now: Date, count: number): readonly string[] {
  // Two posts in one millisecond, perhaps by two processes, must not get one key.
  const [chance = 0, clock = 0] = crypto.getRandomValues(new Uint16Array(2));
  const start = now.getTime() * 1000 + (chance % 1000);
  return Array.from({ length: count }, (_, index) => tid(start + index, clock));
}

/** A key that is always the same for the same thing, of a time long ago. */
export async function keyFor(thing: string): Promise<string> {
  const hash = new DataView(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(thing)));
  return tid(hash.getUint32(0) * 0x10000 + hash.getUint16(4), hash.getUint16(6));
}
