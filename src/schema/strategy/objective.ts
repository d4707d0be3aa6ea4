import { maxKpis } from '../../domain/strategy/kpi.ts';
import { type objectiveKinds, type stakeholders, type WrittenObjective } from '../../domain/strategy/objective.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import { rowId } from '../ids.ts';
import { KpiChangeInput, kpiChanges, KpiInput, kpisText } from './kpi.ts';

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

const stakeholderTexts: Readonly<Record<(typeof stakeholders)[number], string>> = {
  CUSTOMERS: 'Those who buy, or may.',
  EMPLOYEES: 'Those who work here, or may.',
  BLOGGERS: 'Those whom many follow.',
  JOURNALISTS: 'Those who write for the media.',
  PUBLIC: 'Everyone.',
};

export const Stakeholder = builder.enumType('Stakeholder', {
  description: 'For whom something is done.',
  values: valuesOf(stakeholderTexts),
});

const strategists = access('READ_STRATEGY');
const inOrder = { where: { retiredAt: null }, orderBy: [{ position: 'asc' as const }, { id: 'asc' as const }] };

export const Objective = builder.prismaNode('Objective', {
  id: { field: 'id' },
  description: 'What is wanted, and for whom.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    kind: t.expose('kind', { type: ObjectiveKind, description: 'What is wanted.' }),
    retired: t.boolean({
      description: 'True: a later revision of the strategy no longer has it; posts that were made for it still say so.',
      select: { retiredAt: true },
      resolve: ({ retiredAt }) => retiredAt !== null,
    }),
    stakeholders: t.field({
      type: [Stakeholder],
      nullable: true,
      description: 'For whom, each at most once; null: not for this viewer.',
      extensions: strategists,
      select: { stakeholders: true },
      resolve: ({ stakeholders }) => stakeholders,
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'What it means here, in words; null: nothing is said, or not for this viewer.',
      extensions: strategists,
    }),
    kpis: t.relation('kpis', {
      nullable: true,
      description: `By what it is measured, in order; at most ${String(maxKpis)}. Null: not for this viewer.`,
      extensions: strategists,
      query: inOrder,
    }),
    strategy: t.relation('strategy', {
      nullable: true,
      description: 'The strategy that it is of; null: not for this viewer.',
      extensions: strategists,
    }),
  }),
});

const kindText = 'What is wanted.';
const stakeholdersText = 'For whom, each at most once.';
const noteText = 'What it means here, in words.';

export const ObjectiveInput = builder.inputType('ObjectiveInput', {
  description: 'What is wanted, and for whom.',
  fields: (t) => ({
    kind: t.field({ type: ObjectiveKind, required: true, description: kindText }),
    stakeholders: t.field({ type: [Stakeholder], description: stakeholdersText }),
    note: t.string({ description: noteText }),
    kpis: t.field({ type: [KpiInput], description: kpisText }),
  }),
});

export const ObjectiveChangeInput = builder.inputType('ObjectiveChangeInput', {
  description:
    'With id it changes that objective: what is absent stays, null clears. Without id it adds one, which needs kind.',
  fields: (t) => ({
    id: t.id({ description: 'The objective; absent: a new one.' }),
    kind: t.field({ type: ObjectiveKind, description: kindText }),
    stakeholders: t.field({ type: [Stakeholder], description: stakeholdersText }),
    note: t.string({ description: noteText }),
    kpis: t.field({ type: [KpiChangeInput], description: `Changes or adds these; others stay. ${kpisText}` }),
    removeKpiIds: t.idList({ description: 'Takes these away.' }),
  }),
});

/** The same with the ids of rows. */
export const objectiveFields = (input: typeof ObjectiveChangeInput.$inferInput): WrittenObjective => ({
  ...input,
  ...kpiChanges(input),
  id: input.id && rowId('Objective', input.id),
});
