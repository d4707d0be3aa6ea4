import type { AudienceDimension as DimensionName, NetworkManifest } from '@polyphony/sdk';
import { access } from '../access.ts';
import { builder } from '../builder.ts';

type Published = NonNullable<NetworkManifest['audience']>[number];

/** Parts of an audience by one dimension, which were published together. */
interface AudienceProfileShape extends Pick<Published, 'dimension' | 'source' | 'asOf'> {
  readonly segments: readonly Published[];
}

/** What a connector declares part by part, together by dimension and source, in the order in which they first stand there. */
export function audienceProfiles(parts: readonly Published[]): AudienceProfileShape[] {
  const groups = new Map<string, { readonly first: Published; readonly segments: Published[] }>();
  for (const part of parts) {
    const key = JSON.stringify([part.dimension, part.source, part.asOf]);
    const group = groups.get(key) ?? { first: part, segments: [] };
    group.segments.push(part);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first: { dimension, source, asOf }, segments }) => ({
    dimension,
    source,
    asOf,
    segments,
  }));
}

export const AudienceDimension = builder.enumType('AudienceDimension', {
  description: 'How an audience is divided.',
  values: {
    AGE: { description: 'By age, such as 18-24.' },
    GENDER: { description: 'By gender, such as FEMALE.' },
    COUNTRY: { description: 'By country, ISO 3166-1 alpha-2.' },
    CITY: { description: 'By city.' },
    LANGUAGE: { description: 'By language, BCP 47.' },
    ACTIVE_HOUR: { description: 'By the hour of the day at which people are there, 0 to 23, UTC.' },
  } as const satisfies Record<DimensionName, object>,
});

const AudienceShare = builder.objectRef<Published>('AudienceShare').implement({
  description: 'A part of an audience.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Stable key, such as 18-24 or KZ.' }),
    label: t.exposeString('label', { description: 'For people.' }),
    share: t.exposeFloat('share', { description: 'From 0 to 1, of those of whom it is known.' }),
  }),
});

export const AudienceProfile = builder.objectRef<AudienceProfileShape>('AudienceProfile').implement({
  description: 'An audience by one dimension, as published.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    dimension: t.expose('dimension', { type: AudienceDimension, description: 'By what.' }),
    segments: t.field({
      type: [AudienceShare],
      description: 'Its parts, at most 300; they may leave some people out.',
      resolve: ({ segments }) => [...segments],
    }),
    source: t.exposeString('source', { description: 'Where it was published.' }),
    asOf: t.expose('asOf', { type: 'Date', description: 'On which day it was so.' }),
  }),
});
