import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Period, periodOf } from '../period.ts';

export const Occasion = builder.prismaNode('Occasion', {
  id: { field: 'id' },
  description: 'Something that happens on certain days, with posts around it: a sale, a fair, a concert.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    period: t.field({
      type: Period,
      description: 'On which days.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
  }),
});
