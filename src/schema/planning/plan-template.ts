import { access } from '../access.ts';
import { builder } from '../builder.ts';

export const PlanTemplate = builder.prismaNode('PlanTemplate', {
  id: { field: 'id' },
  description: 'A pattern of posts from which plans are made.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
  }),
});
