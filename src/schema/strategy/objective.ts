import { type objectiveKinds } from '../../domain/strategy/objective.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';

const objectiveTexts: Readonly<Record<(typeof objectiveKinds)[number], string>> = {
  AWARENESS: 'To be known.',
  REPUTATION: 'To be well spoken of.',
  COMMUNITY: 'To gather people who talk with each other.',
  TRAFFIC: 'To bring visits.',
  LEADS: 'To find people who may buy.',
  SALES: 'To sell.',
  LOYALTY: 'To keep customers.',
  SERVICE: 'To help customers.',
  RECRUITMENT: 'To find staff.',
};

export const ObjectiveKind = builder.enumType('ObjectiveKind', {
  description: 'What is wanted.',
  values: valuesOf(objectiveTexts),
});

export const Objective = builder.prismaNode('Objective', {
  id: { field: 'id' },
  description: 'What is wanted, and for whom.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    kind: t.expose('kind', { type: ObjectiveKind, description: 'What is wanted.' }),
  }),
});
