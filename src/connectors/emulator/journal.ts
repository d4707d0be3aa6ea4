import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

/**
 * Everything that ever changes in an emulator, one JSON line of a file each: on disk before anyone can see it. Without a
 * file, in memory only.
 */
export class Journal<Change> {
  readonly #file: string | undefined;
  readonly #apply: (change: Change) => void;

  /** Applies what the file already holds. */
  constructor(file: string | undefined, apply: (change: Change) => void) {
    this.#file = file;
    this.#apply = apply;
    if (file !== undefined && existsSync(file)) this.#replay(file);
  }

  record(change: Change): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(change)}\n`);
    this.#apply(change);
  }

  #replay(file: string): void {
    const text = readFileSync(file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    // A process that died while writing leaves half a line; the next one must not be glued to it.
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    for (const line of whole.split('\n')) {
      if (line !== '') this.#apply(JSON.parse(line) as Change); // written by record
    }
  }
}
