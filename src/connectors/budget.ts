/** What an answer told of a rate limit. */
export interface LimitReading {
  /** Of `capabilities.limits`. */
  readonly name: string;
  readonly remaining: number;
  readonly resetsAt?: Date;
  /** Where it differs from the declaration. */
  readonly max?: number;
}

export type ReadLimits = (answer: { readonly status: number; readonly headers: Headers }) => readonly LimitReading[];

/** What is left of the limits, shared by everybody who spends of them. */
export interface Budget {
  /**
   * Spends one of each. Waits where that helps within seconds; throws NetworkError `rate_limited` with the time where it does
   * not, and nothing was sent.
   */
  spend(names: readonly string[], signal: AbortSignal): Promise<void>;
  /**
   * What a request really cost that spent these: prices, by name, each as often. None where it surely never left; limits come
   * back by themselves. Never fails.
   */
  settle?(spent: readonly string[], charged: readonly string[]): Promise<void>;
  /** The network knows better. */
  correct(readings: readonly LimitReading[]): Promise<void>;
}
