/** How many requests each token may make in one window of time, the same for all. */
export class RequestLimit {
  readonly #max: number;
  readonly #windowMs: number;
  readonly #windows = new Map<string, { readonly endsAt: number; made: number }>();

  constructor({ max, windowSeconds }: { readonly max: number; readonly windowSeconds: number }) {
    this.#max = max;
    this.#windowMs = windowSeconds * 1000;
  }

  /** Counts one. `over`: it is one too many. */
  spend(token: string, now: Date): { readonly over: boolean; readonly headers: Readonly<Record<string, string>> } {
    let window = this.#windows.get(token);
    if (!window || window.endsAt <= now.getTime()) {
      window = { endsAt: now.getTime() + this.#windowMs, made: 0 };
      this.#windows.set(token, window);
    }
    window.made++;
    const headers = {
      'x-ratelimit-limit': String(this.#max),
      'x-ratelimit-remaining': String(Math.max(0, this.#max - window.made)),
      'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1000)),
    };
    return { over: window.made > this.#max, headers };
  }
}
