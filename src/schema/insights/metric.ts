import type { Granularity as SdkGranularity, InsightsScope as SdkInsightsScope } from '@polyphony/sdk';
import type { Additivity as AdditivityName, Metric as MetricShape, MetricUnit } from '../../domain/measures/metric.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';

const Unit = builder.enumType('MetricUnit', {
  description: 'What a value counts.',
  values: {
    COUNT: { description: 'Things or people.' },
    RATIO: { description: 'A part of the whole: 1 is all of it.' },
    SECONDS: { description: 'Seconds.' },
    MONEY: { description: 'Money; the value says in which currency.' },
  } as const satisfies Record<MetricUnit, object>,
});

const Additivity = builder.enumType('Additivity', {
  description: 'What a sum runs over.',
  values: {
    TIME: { description: 'Periods that follow each other.' },
    POSTS: { description: 'Posts.' },
    CHANNELS: { description: 'Channels.' },
  } as const satisfies Record<AdditivityName, object>,
});

export const InsightsScope = builder.enumType('InsightsScope', {
  description: 'What is measured.',
  values: {
    CHANNEL: { description: 'The account.' },
    PUBLICATION: { description: 'One thing that was published.' },
    AUDIENCE: { description: 'Who follows the account.' },
  } as const satisfies Record<SdkInsightsScope, object>,
});

export const Granularity = builder.enumType('Granularity', {
  description: 'The period that one value is of.',
  values: {
    HOUR: { description: 'An hour.' },
    DAY: { description: 'A day.' },
    WEEK: { description: 'A week.' },
    MONTH: { description: 'A month.' },
  } as const satisfies Record<SdkGranularity, object>,
});

export const Metric = builder.objectRef<MetricShape>('Metric').implement({
  description: 'A metric of the catalogue.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Stable key, such as followers_gained.' }),
    name: t.exposeString('name', { description: 'For people, in English; translate by key.' }),
    unit: t.expose('unit', { type: Unit, description: 'What its values count.' }),
    definition: t.exposeString('definition', { description: 'What it means, whatever a network calls its own.' }),
    formula: t.exposeString('formula', {
      nullable: true,
      description: 'Of other keys, by + - * /, numbers and parentheses; null: it is measured as it is.',
    }),
    ofWhatIsCounted: t.exposeBoolean('ofWhatIsCounted', {
      description:
        'True: terms that a network does not count are left out of the formula. False: without one of its terms there is no value.',
    }),
    additiveOver: t.field({
      type: [Additivity],
      description:
        'Over what values may be added up, at most 3. Empty: over nothing, as the same person may be in several of them, or it is no amount.',
      resolve: ({ additiveOver }) => [...additiveOver],
    }),
  }),
});
