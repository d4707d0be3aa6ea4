import type { AccessTier as TierShape, Price as PriceShape, RateLimit as RateLimitShape } from '@polyphony/sdk';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Money } from '../money.ts';

const RateLimitScope = builder.enumType('RateLimitScope', {
  description: 'Who shares a limit.',
  values: {
    APP: { description: 'All accounts of one app.' },
    ACCOUNT: { description: 'All calls with one login.' },
    METHOD: { description: 'Those calls of one login that name it.' },
  } as const satisfies Record<RateLimitShape['scope'], object>,
});

export const RateLimit = builder.objectRef<RateLimitShape>('RateLimit').implement({
  description: 'A limit that the network declares.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What is limited.' }),
    max: t.exposeInt('max', { description: 'At most so many requests.' }),
    windowSeconds: t.exposeInt('windowSeconds', { description: 'In so many seconds.' }),
    scope: t.expose('scope', { type: RateLimitScope, description: 'Who shares it.' }),
  }),
});

export const Price = builder.objectRef<PriceShape>('Price').implement({
  description: 'What the network charges for one call.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What costs it.' }),
    price: t.field({
      type: Money,
      description: 'What one costs.',
      resolve: ({ amount, currency }) => ({ amount, currency }),
    }),
    source: t.exposeString('source', { description: 'Where it stands.' }),
    asOf: t.expose('asOf', { type: 'Date', description: 'On which day it stood there.' }),
  }),
});

export const AccessTier = builder.objectRef<TierShape>('AccessTier').implement({
  description: 'A plan, a kind of credentials or an approval by which the network lets some do more than others.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    means: t.exposeString('means', { description: 'What it takes to have it, and what it lacks.' }),
  }),
});
