import { access } from '../access.ts';
import { builder } from '../builder.ts';

export const Competitor = builder.prismaNode('Competitor', {
  id: { field: 'id' },
  description: 'Someone to compare with.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Their name.' }),
  }),
});
