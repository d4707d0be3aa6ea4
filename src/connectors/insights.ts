import type { NetworkCall } from './call.ts';

/** One measured value. What the network does not tell is left out: missing is never 0. */
export interface Sample {
  /** The catalogue's key: `likes`. */
  readonly metric: string;
  readonly value: number;
  /** When the network said so. */
  readonly at: Date;
  /** What it was counted over, `until` not included; absent: how it stands since the beginning. */
  readonly period?: { readonly from: Date; readonly until: Date };
}

export const audienceDimensions = ['AGE', 'GENDER', 'COUNTRY', 'CITY', 'LANGUAGE', 'ACTIVE_HOUR'] as const;
export type AudienceDimension = (typeof audienceDimensions)[number];

/** A part of an audience. */
export interface AudienceShare {
  readonly dimension: AudienceDimension;
  /** `18-24`, `FEMALE`, ISO 3166-1 alpha-2, a city's id, BCP 47, or `0` to `23` (UTC). */
  readonly key: string;
  readonly label: string;
  /** From 0 to 1, of those whose value the network knows. */
  readonly share: number;
}

export interface PublicationSamples {
  /** What {@link Published.externalId} was. */
  readonly externalId: string;
  readonly samples: readonly Sample[];
}

/** What the network counts. Every function only reads. */
export interface Insights {
  /**
   * Values of the account: how they stand now, and, where the capabilities name a granularity, those of the periods since
   * `since` that the network still tells.
   */
  channel?(call: NetworkCall, channelId: string, since: Date): Promise<readonly Sample[]>;
  /** Values of publications, now; those that the network no longer knows are left out. */
  publications?(call: NetworkCall, externalIds: readonly string[]): Promise<readonly PublicationSamples[]>;
  /** Who follows the account. Empty where the network does not say so of this one. */
  audience?(call: NetworkCall, channelId: string): Promise<readonly AudienceShare[]>;
}
