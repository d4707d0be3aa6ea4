import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Period, periodOf } from '../period.ts';

export const ContentPlan = builder.prismaNode('ContentPlan', {
  id: { field: 'id' },
  description: 'What is to be published in a period.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    period: t.field({
      type: Period,
      description: 'Of which days.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
  }),
});
