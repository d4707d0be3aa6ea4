import type { InsightsCapability } from '@polyphony/sdk';
import { metrics } from '../../domain/measures/catalogue.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Network } from '../workspace/network.ts';
import { InsightsScope, Metric } from './metric.ts';

interface NetworkMetricShape {
  readonly installed: InstalledNetwork;
  readonly scope: InsightsCapability['scope'];
  readonly metric: InsightsCapability['metrics'][number];
}

const NetworkMetric = builder.objectRef<NetworkMetricShape>('NetworkMetric').implement({
  description: 'A metric on a network.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      resolve: ({ installed }) => ({ key: installed.connector.network.key, installed }),
    }),
    scope: t.field({ type: InsightsScope, description: 'Of what it tells the metric.', resolve: ({ scope }) => scope }),
    nativeName: t.string({ description: 'What it calls the metric.', resolve: ({ metric }) => metric.nativeName }),
    since: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day on which it began to tell it; null: unknown, or from the beginning.',
      resolve: ({ metric }) => metric.since ?? null,
    }),
    until: t.field({
      type: 'Date',
      nullable: true,
      description: 'The last day of which it tells it; null: no end is known.',
      resolve: ({ metric }) => metric.until ?? null,
    }),
  }),
});

builder.objectField(Metric, 'networks', (t) =>
  t.field({
    type: [NetworkMetric],
    description:
      'Which networks tell it, once for each scope; at most 300. Empty: it is ours, or comes by its formula.',
    resolve: ({ key }, _, { shell }) =>
      shell.networks.all.flatMap((installed) =>
        (installed.connector.capabilities.insights ?? []).flatMap(({ scope, metrics: told }) =>
          told.filter((metric) => metric.key === key).map((metric) => ({ installed, scope, metric })),
        ),
      ),
  }),
);

builder.queryField('metrics', (t) =>
  t.field({
    type: [Metric],
    description: 'Every metric there is, and which networks tell it; at most 200.',
    extensions: access('VIEWER'),
    resolve: () => [...metrics],
  }),
);
