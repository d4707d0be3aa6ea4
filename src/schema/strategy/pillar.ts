import { access } from '../access.ts';
import { builder } from '../builder.ts';

export const Pillar = builder.prismaNode('Pillar', {
  id: { field: 'id' },
  description: 'A recurring theme.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    color: t.expose('color', {
      type: 'HexColorCode',
      nullable: true,
      description: 'Its colour in calendars; null: none.',
    }),
  }),
});
