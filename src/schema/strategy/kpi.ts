import { access } from '../access.ts';
import { builder } from '../builder.ts';

export const Kpi = builder.prismaNode('Kpi', {
  id: { field: 'id' },
  description: 'A measured target.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
  }),
});
