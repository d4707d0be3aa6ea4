import type { Caller } from './caller.ts';
import { Refusal } from './refusals.ts';

const perSecond: Readonly<Record<Caller['kind'], number>> = { user: 3, community: 20, service: 5 };

/**
 * How often a token may ask in a second of real time. An emulator that was given a clock of its own does not hold anybody to
 * it: where time stands still, nobody would ever be let in again.
 */
export class RateLimits {
  readonly #isHeld: boolean;
  readonly #asked = new Map<string, number[]>();

  constructor(isHeld: boolean) {
    this.#isHeld = isHeld;
  }

  /** Throws error 6. */
  spend({ token, kind }: Caller): void {
    if (!this.#isHeld) return;
    const now = performance.now();
    const recent = (this.#asked.get(token) ?? []).filter((at) => at > now - 1_000);
    if (recent.length >= perSecond[kind]) throw new Refusal(6);
    recent.push(now);
    this.#asked.set(token, recent);
  }
}
