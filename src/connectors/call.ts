import type { NetworkError, NetworkErrorDetails } from './errors.ts';
import type { HttpClient } from './http.ts';

/** Never carries a secret: what is logged passes through redaction, and credentials are not handed to it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Everything that a connector may touch. There is no environment, database or file system. */
export interface NetworkCall {
  /** Decrypted, by the names that {@link Grant} gave them. Empty while an account is being connected. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The app by which the network knows this product, by the names of `auth.app.fields`. Empty where there is none. */
  readonly app: Readonly<Record<string, string>>;
  /** Bound to the network: base URL, time-outs, host allow-list, redaction, error table. */
  readonly http: HttpClient;
  /** Ends when the call must stop. Every request of `http` already obeys it. */
  readonly signal: AbortSignal;
  /** The time. Use it instead of `Date`, so that tests can turn the clock. */
  now(): Date;
  /** Waits on that clock, for a network that works on something which is needed at once. Throws where the call must stop. */
  wait(ms: number): Promise<void>;
  readonly log: Logger;
  /**
   * An error to throw for what the connector itself finds wrong, such as a return that is not the network's. Secrets are
   * taken out of it, which `new NetworkError` does not.
   */
  refuse(details: Omit<NetworkErrorDetails, 'network'>): NetworkError;
}

/** What a page says about itself. */
export interface LinkCard {
  readonly title: string;
  /** Empty where it says nothing. */
  readonly description: string;
}

/** A call that may change something on the network, in durable steps. */
export interface Call extends NetworkCall {
  /** The same for every try of the same post to the same channel, and for no other. At most 36 characters. */
  readonly idempotencyKey: string;
  /**
   * Something that may run twice, such as an upload. Its result (JSON) is kept: after a crash the finished step answers
   * from the ledger. Names are unique within one post and the same on every run. With `goodForMs` the result is only
   * kept that long, then the step runs again.
   */
  step<T>(name: string, run: () => Promise<T>, options?: { readonly goodForMs?: number }): Promise<T>;
  /**
   * The call that makes something public: it happens at most once, ever. The intent is written down before `run` starts;
   * if its answer is lost, `run` is not called again until `find` has said that what it makes is absent. An error that
   * the network answered with (4xx, a code of the table) is an answer, and not lost. A thread is one commit per part.
   */
  commit<T>(name: string, run: () => Promise<T>): Promise<T>;
  /**
   * What the page at an address says about itself, for networks that make no card of their own; undefined where it cannot
   * be read. Ask within a step, so that a second run says the same.
   */
  linkCard(url: string): Promise<LinkCard | undefined>;
}
