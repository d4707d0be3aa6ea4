import { bounds } from '../../domain/shared/form.ts';
import type { appeals, WrittenPillar } from '../../domain/strategy/pillar.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import { rowId } from '../ids.ts';
import { Objective } from './objective.ts';

const appealTexts: Readonly<Record<(typeof appeals)[number], string>> = {
  PROVOKE: 'It stirs people up; they share it.',
  INSTRUCT: 'It teaches something; they share it.',
  BADGE: 'Who shares it wears it with pride.',
  AMUSE: 'It makes people laugh; they share it.',
  INFORM: 'It tells what is new.',
  INSPIRE: 'It gives ideas and courage.',
  SELL: 'It offers something.',
};

export const Appeal = builder.enumType('Appeal', {
  description: 'What makes people want it. The first four are what they share.',
  values: valuesOf(appealTexts),
});

const strategists = access('READ_STRATEGY');

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
    retired: t.boolean({
      description: 'True: a later revision of the strategy no longer has it; posts that were made for it still say so.',
      select: { retiredAt: true },
      resolve: ({ retiredAt }) => retiredAt !== null,
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What belongs to it; null: nothing is said, or not for this viewer.',
      extensions: strategists,
    }),
    appeal: t.expose('appeal', {
      type: Appeal,
      nullable: true,
      description: 'What makes people want it; null: nothing is said, or not for this viewer.',
      extensions: strategists,
    }),
    targetShare: t.exposeFloat('targetShare', {
      nullable: true,
      description: 'Its part of the posts, 0 to 1; null: none is aimed at, or not for this viewer.',
      extensions: strategists,
    }),
    objectives: t.field({
      type: [Objective],
      nullable: true,
      description: `The objectives that it serves, in their order; at most ${String(bounds.items)}. Null: not for this viewer.`,
      extensions: strategists,
      select: (_, __, nestedSelection) => ({
        objectives: {
          where: { objective: { retiredAt: null } },
          orderBy: { objective: { position: 'asc' as const } },
          select: { objective: nestedSelection(true) },
        },
      }),
      resolve: ({ objectives }) => objectives.map(({ objective }) => objective),
    }),
    strategy: t.relation('strategy', {
      nullable: true,
      description: 'The strategy that it is of; null: not for this viewer.',
      extensions: strategists,
    }),
  }),
});

builder.prismaObjectField(Objective, 'pillars', (t) =>
  t.field({
    type: [Pillar],
    nullable: true,
    description: `The pillars that serve it, in their order; at most ${String(bounds.items)}. Null: not for this viewer.`,
    extensions: strategists,
    select: (_, __, nestedSelection) => ({
      pillars: {
        where: { pillar: { retiredAt: null } },
        orderBy: { pillar: { position: 'asc' as const } },
        select: { pillar: nestedSelection(true) },
      },
    }),
    resolve: ({ pillars }) => pillars.map(({ pillar }) => pillar),
  }),
);

const ObjectiveReferenceInput = builder.inputType('ObjectiveReferenceInput', {
  description: 'An objective of the same strategy.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'By id.' }),
    index: t.int({ description: 'By its place in the list objectives of the same input, from 0.' }),
  }),
});

const nameText = 'Its name; no other pillar of the strategy has the same.';
const descriptionText = 'What belongs to it.';
const colorText = 'Its colour in calendars.';
const appealText = 'What makes people want it.';
const shareText = 'Its part of the posts, 0 to 1; those of all pillars add up to 1 at most. Null: none is aimed at.';
const objectivesText = 'The objectives that it serves; they replace those it has.';

export const PillarInput = builder.inputType('PillarInput', {
  description: 'A recurring theme.',
  fields: (t) => ({
    name: t.string({ required: true, description: nameText }),
    description: t.string({ description: descriptionText }),
    color: t.field({ type: 'HexColorCode', description: colorText }),
    appeal: t.field({ type: Appeal, description: appealText }),
    targetShare: t.float({ description: shareText }),
    objectives: t.field({ type: [ObjectiveReferenceInput], description: objectivesText }),
  }),
});

export const PillarChangeInput = builder.inputType('PillarChangeInput', {
  description:
    'With id it changes that pillar: what is absent stays, null clears. Without id it adds one, which needs name.',
  fields: (t) => ({
    id: t.id({ description: 'The pillar; absent: a new one.' }),
    name: t.string({ description: nameText }),
    description: t.string({ description: descriptionText }),
    color: t.field({ type: 'HexColorCode', description: colorText }),
    appeal: t.field({ type: Appeal, description: appealText }),
    targetShare: t.float({ description: shareText }),
    objectives: t.field({ type: [ObjectiveReferenceInput], description: objectivesText }),
  }),
});

/** The same with the ids of rows. */
export const pillarFields = (input: typeof PillarChangeInput.$inferInput): WrittenPillar => ({
  ...input,
  id: input.id && rowId('Pillar', input.id),
  objectives: input.objectives?.map(({ id, index }) =>
    typeof id === 'string' ? { id: rowId('Objective', id) } : { index },
  ),
});
