import { access } from '../access.ts';
import { builder } from '../builder.ts';

export const Idea = builder.prismaNode('Idea', {
  id: { field: 'id' },
  description: 'A card of the backlog: what might become a post.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    title: t.exposeString('title', { description: 'In a few words.' }),
  }),
});
