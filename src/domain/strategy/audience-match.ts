import type { ValueStatus } from '../measures/measurement.ts';
import { fitOf, likeness, overlapOf, type Audience, type Demographics } from './network-fit.ts';

/** One part of a channel's audience, against the persona. */
export interface AudienceDifference {
  readonly dimension: string;
  readonly key: string;
  /** Which part of these people are like the persona, 0 to 1. */
  readonly persona: number;
  /** Their share of the audience, 0 to 1. */
  readonly measured: number;
}

export interface AudienceMatch {
  /** Null: nobody measured the audience, or it tells nothing of what the persona is. */
  readonly score: number | null;
  readonly status: ValueStatus;
  readonly differences: readonly AudienceDifference[];
}

/** How a channel's own, measured audience fits a persona: scored as the fit of networks is. Null: nobody measured it. */
export function matchAudience(persona: Demographics, measured: readonly Audience[] | null): AudienceMatch {
  const { score } = fitOf(persona, measured ?? []);
  if (measured === null || score === null) return { score: null, status: 'UNAVAILABLE', differences: [] };
  const told = measured.filter((audience) => overlapOf(persona, audience) !== null);
  return {
    score,
    // Ages are taken to be spread evenly.
    status: told.some(({ dimension }) => dimension === 'AGE') ? 'ESTIMATED' : 'MEASURED',
    differences: told.flatMap(({ parts }) =>
      parts.flatMap((part) => {
        const like = likeness(persona, part);
        const { dimension, key, share } = part;
        return like === null ? [] : [{ dimension, key, persona: like, measured: share }];
      }),
    ),
  };
}
