import type { NetworkCall } from './call.ts';

/** One measured value. What the network does not tell is left out: missing is never 0. */
export interface Sample {
  /** The catalogue's key: `likes`. */
  readonly metric: string;
  readonly value: number;
  /** When the network said so. */
  readonly at: Date;
}

export interface PublicationSamples {
  /** What {@link Published.externalId} was. */
  readonly externalId: string;
  readonly samples: readonly Sample[];
}

/** What the network counts. Every function only reads. */
export interface Insights {
  /** Values of the account, now. */
  channel?(call: NetworkCall, channelId: string): Promise<readonly Sample[]>;
  /** Values of publications, now; those that the network no longer knows are left out. */
  publications?(call: NetworkCall, externalIds: readonly string[]): Promise<readonly PublicationSamples[]>;
}
