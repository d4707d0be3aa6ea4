import { access } from '../access.ts';
import { builder } from '../builder.ts';

export const Persona = builder.prismaNode('Persona', {
  id: { field: 'id' },
  description: 'Whom we want to reach.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the team calls them.' }),
  }),
});
