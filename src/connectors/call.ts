import type { HttpClient } from './http.ts';

/** Never carries a secret: what is logged passes through redaction, and credentials are not handed to it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Everything that a connector may touch during one call. There is no environment, database or file system. */
export interface Call {
  /** Decrypted, by field name of the connector's `auth`. Empty where nothing is needed. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Bound to the network: base URL, time-outs, host allow-list, redaction, error table. */
  readonly http: HttpClient;
  /** Ends when the call must stop. Every request of `http` already obeys it. */
  readonly signal: AbortSignal;
  /** The time. Use it instead of `Date`, so that tests can turn the clock. */
  now(): Date;
  /** The same for every try of the same post to the same channel, and for no other. At most 36 characters. */
  readonly idempotencyKey: string;
  readonly log: Logger;
  /**
   * Something that may run twice, such as an upload. Its result (JSON) is kept: after a crash the finished step answers
   * from the ledger. Names are unique within one post and the same on every run.
   */
  step<T>(name: string, run: () => Promise<T>): Promise<T>;
  /**
   * The call that makes the post public: it happens at most once, ever. The intent is written down before `run` starts;
   * if its answer is lost, `run` is not called again until `find` has said that the post is absent. An error that the
   * network answered with (4xx, a code of the table) is an answer, and not lost.
   */
  commit<T>(name: string, run: () => Promise<T>): Promise<T>;
}
