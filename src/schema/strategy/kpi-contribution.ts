import type { Delivery as DeliveryRow } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Delivery } from '../publishing/delivery.ts';
import { Kpi } from './kpi.ts';

interface ContributionShape {
  readonly contribution: number;
  readonly delivery: DeliveryRow;
}

const KpiContribution = builder.objectRef<ContributionShape>('KpiContribution').implement({
  description: 'What one delivery did for a KPI.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    contribution: t.exposeFloat('contribution', { description: 'In the unit of the KPI.' }),
    delivery: t.field({ type: Delivery, description: 'The delivery.', resolve: ({ delivery }) => delivery }),
  }),
});

builder.prismaObjectField(Kpi, 'movedBy', (t) =>
  t.field({
    type: [KpiContribution],
    description: 'The deliveries that did most for it, the first first; at most 20. Empty: too few samples.',
    args: { first: t.arg.int({ required: true, defaultValue: 3, description: 'At most so many.' }) },
    resolve: () => [],
  }),
);
