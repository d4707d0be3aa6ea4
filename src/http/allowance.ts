import type { WebhookAnswer } from '@polyphony/sdk';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/**
 * How much may come in a minute, in this process. What turns out to be the network's counts apart from what does not, so that
 * a stranger cannot use up what the network may send.
 */
export class Allowance {
  readonly #perMinute: number;
  readonly #limiter: RateLimiterMemory;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** The answer where it is used up; null: there is some left. */
  async refusal(whose: string): Promise<WebhookAnswer | null> {
    const used = await this.#limiter.get(whose);
    if (used === null || used.consumedPoints < this.#perMinute) return null;
    const seconds = String(Math.max(1, Math.ceil(used.msBeforeNext / 1000)));
    return { status: 429, headers: { 'retry-after': seconds }, body: 'Too many at once.\n' };
  }

  async count(whose: string, points = 1): Promise<void> {
    await this.#limiter.penalty(whose, points);
  }
}
