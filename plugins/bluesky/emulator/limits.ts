import { Refusal } from './refusals.ts';

interface Window {
  /** Name of the policy in the headers. */
  readonly points: number;
  readonly seconds: number;
}

const policies = {
  /** Of one account. */
  write: [
    { points: 5_000, seconds: 3_600 },
    { points: 35_000, seconds: 86_400 },
  ],
  login: [
    { points: 30, seconds: 300 },
    { points: 300, seconds: 86_400 },
  ],
  /** Of one address. */
  request: [{ points: 3_000, seconds: 300 }],
} as const satisfies Readonly<Record<string, readonly Window[]>>;

interface Standing {
  readonly window: Window;
  readonly left: number;
  /** Milliseconds. */
  readonly resetAt: number;
}

/** How much is left of what the server allows. Forgotten when its process ends. */
export class Limits {
  readonly #spent = new Map<string, { points: number; readonly resetAt: number }>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Throws where there is not enough left. Returns what a well-behaved client reads from the answer's headers. */
  spend(policy: keyof typeof policies, by: string, points = 1): Readonly<Record<string, string>> {
    const standings = policies[policy].map((window) =>
      this.#spend(`${policy} ${window.seconds} ${by}`, window, points),
    );
    const tightest = standings.reduce((a, b) => (b.left < a.left ? b : a));
    if (tightest.left < 0) throw rateLimited(tightest);
    return headersOf(tightest);
  }

  #spend(key: string, window: Window, points: number): Standing {
    const now = this.#now().getTime();
    const known = this.#spent.get(key);
    const current = known && known.resetAt > now ? known : { points: 0, resetAt: now + window.seconds * 1000 };
    current.points += points;
    this.#spent.set(key, current);
    return { window, left: window.points - current.points, resetAt: current.resetAt };
  }
}

const headersOf = ({ window, left, resetAt }: Standing) => ({
  'ratelimit-limit': String(window.points),
  'ratelimit-remaining': String(Math.max(0, left)),
  'ratelimit-reset': String(Math.ceil(resetAt / 1000)),
  'ratelimit-policy': `${window.points};w=${window.seconds}`,
});

const rateLimited = (standing: Standing) =>
  new Refusal('RateLimitExceeded', 'Rate Limit Exceeded', headersOf(standing));

/** As if everything were used up now. */
export const usedUp = (now: Date): Readonly<Record<string, string>> =>
  headersOf({ window: policies.request[0], left: 0, resetAt: now.getTime() + 60_000 });
