import type { InputFieldBuilder } from '@pothos/core';
import type { Executed } from '../../app/execute.ts';
import {
  activateStrategy,
  archiveStrategy,
  createStrategy,
  reopenStrategy,
  reviewStrategy,
  updateStrategy,
} from '../../app/strategy/strategy.ts';
import type { StrategyChanges } from '../../domain/strategy/content.ts';
import { bounds } from '../../domain/shared/form.ts';
import { changeStrategyErrors, createStrategyErrors, moveStrategyErrors } from '../../domain/strategy/strategy.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace, type GraphContext } from '../context.ts';
import { resultOf } from '../errors.ts';
import { rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { MoneyInput } from '../money.ts';
import { PeriodInput } from '../period.ts';
import { BrandInput, brandFields } from './brand.ts';
import { NetworkChoiceChangeInput, NetworkChoiceInput } from './network-choice.ts';
import { ObjectiveChangeInput, objectiveFields, ObjectiveInput } from './objective.ts';
import { PersonaChangeInput, personaFields, PersonaInput } from './persona.ts';
import { PillarChangeInput, pillarFields, PillarInput } from './pillar.ts';
import { PrincipleTargetInput } from './principle.ts';
import { Challenge, Monetisation, Strategy, Tactic } from './strategy.ts';

const most = `at most ${String(bounds.items)}`;
const nameText = 'Its name.';
const periodText = 'When it holds.';
const industryText = 'What the company does.';
const brandText = 'Who speaks, and how.';
const challengesText = 'Why it is needed, each at most once.';
const tacticsText = 'How it gets there, each at most once.';
const monetisationText = 'How it earns, each at most once.';
const budgetText = 'What it may cost in its period.';

const CreateStrategyInput = mutationInput('createStrategy', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  name: t.string({ required: true, description: nameText }),
  period: t.field({ type: PeriodInput, required: true, description: periodText }),
  industry: t.string({ description: industryText }),
  brand: t.field({ type: BrandInput, description: brandText }),
  challenges: t.field({ type: [Challenge], description: challengesText }),
  tactics: t.field({ type: [Tactic], description: tacticsText }),
  monetisation: t.field({ type: [Monetisation], description: monetisationText }),
  budget: t.field({ type: MoneyInput, description: budgetText }),
  objectives: t.field({ type: [ObjectiveInput], description: `What is wanted; ${most}.` }),
  pillars: t.field({ type: [PillarInput], description: `Its recurring themes; ${most}.` }),
  principles: t.field({
    type: [PrincipleTargetInput],
    description: 'The content principles that it follows; at most 5.',
  }),
  personas: t.field({ type: [PersonaInput], description: `Whom it is to reach; ${most}.` }),
  networkChoices: t.field({ type: [NetworkChoiceInput], description: `The networks that it is for; ${most}.` }),
}));

/** How the lists of a strategy are changed. */
const listChanges = (t: InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>) => ({
  objectives: t.field({
    type: [ObjectiveChangeInput],
    description: `Changes or adds these; others stay. Then ${most}.`,
  }),
  removeObjectiveIds: t.idList({
    description: 'Retires these, with their KPIs; posts that were made for them still say so.',
  }),
  pillars: t.field({ type: [PillarChangeInput], description: `Changes or adds these; others stay. Then ${most}.` }),
  removePillarIds: t.idList({ description: 'Retires these; posts that were made for them still say so.' }),
  principles: t.field({
    type: [PrincipleTargetInput],
    description: 'The content principles that it follows, in place of those before; at most 5.',
  }),
  personas: t.field({ type: [PersonaChangeInput], description: `Changes or adds these; others stay. Then ${most}.` }),
  removePersonaIds: t.idList({ description: 'Retires these; posts that were made for them still say so.' }),
  networkChoices: t.field({
    type: [NetworkChoiceChangeInput],
    description: `Changes or adds these; others stay. Then ${most}.`,
  }),
  removeNetworks: t.stringList({ description: 'Takes these networks away, by key.' }),
});

const UpdateStrategyInput = mutationInput('updateStrategy', (t) => ({
  strategyId: t.id({ required: true, description: 'The strategy.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  name: t.string({ description: nameText }),
  period: t.field({ type: PeriodInput, description: periodText }),
  industry: t.string({ description: industryText }),
  brand: t.field({ type: BrandInput, description: brandText }),
  challenges: t.field({ type: [Challenge], description: challengesText }),
  tactics: t.field({ type: [Tactic], description: tacticsText }),
  monetisation: t.field({ type: [Monetisation], description: monetisationText }),
  budget: t.field({ type: MoneyInput, description: budgetText }),
  ...listChanges(t),
}));

const ReviewStrategyInput = mutationInput('reviewStrategy', (t) => ({
  strategyId: t.id({ required: true, description: 'The strategy.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  learned: t.string({ required: true, description: 'What was learned.' }),
  changed: t.string({ required: true, description: 'What is changed for it, in words.' }),
  tactics: t.field({ type: [Tactic], description: tacticsText }),
  budget: t.field({ type: MoneyInput, description: budgetText }),
  ...listChanges(t),
}));

/** Every field of an input that people may change; the ids in it are those of rows. */
function changesOf(
  input: Partial<Omit<typeof UpdateStrategyInput.$inferInput, 'idempotencyKey' | 'strategyId' | 'expectedRevision'>>,
): StrategyChanges {
  const { objectives, pillars, personas, brand, removeObjectiveIds, removePillarIds, removePersonaIds, ...fields } =
    input;
  const ids = (type: string, list: readonly string[] | null | undefined) => list?.map((id) => rowId(type, id));
  return {
    ...fields,
    brand: brand && brandFields(brand),
    objectives: objectives?.map(objectiveFields),
    removeObjectiveIds: ids('Objective', removeObjectiveIds),
    pillars: pillars?.map(pillarFields),
    removePillarIds: ids('Pillar', removePillarIds),
    personas: personas?.map(personaFields),
    removePersonaIds: ids('Persona', removePersonaIds),
  };
}

/** The strategy that a command changed, as the query selects it. */
export const changedStrategy = async (query: object, context: GraphContext, executed: Promise<Executed>) => {
  const { ids } = await executed;
  return context.shell.db.prisma.strategy.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
};

const named = (input: {
  readonly idempotencyKey?: string | null | undefined;
  readonly strategyId: string;
  readonly expectedRevision?: number | null | undefined;
}) => ({
  idempotencyKey: keyOf(input),
  strategyId: rowId('Strategy', input.strategyId),
  expectedRevision: input.expectedRevision ?? null,
});

builder.mutationField('createStrategy', (t) =>
  t.prismaField({
    type: Strategy,
    description: 'Writes a strategy, its first revision, as a draft. Not for who is limited to some channels.',
    extensions: access('WRITE_STRATEGY'),
    args: { input: t.arg({ type: CreateStrategyInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createStrategy', createStrategyErrors),
    resolve: (query, _, { input }, context) => {
      const { workspaceId, idempotencyKey: _key, name, period, ...fields } = input;
      requireWorkspace(context, workspaceId);
      requireAllChannels(context);
      const strategy = { ...changesOf(fields), name, period, idempotencyKey: keyOf(input) };
      return changedStrategy(query, context, createStrategy(ctxOf(context), strategy));
    },
  }),
);

builder.mutationField('updateStrategy', (t) =>
  t.prismaField({
    type: Strategy,
    description:
      'Changes a strategy, which makes a revision. What is absent stays, null clears. What changes nothing makes none. Not for who is limited to some channels.',
    extensions: access('WRITE_STRATEGY'),
    args: { input: t.arg({ type: UpdateStrategyInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updateStrategy', changeStrategyErrors),
    resolve: (query, _, { input }, context) => {
      const { idempotencyKey: _key, strategyId: _id, expectedRevision: _revision, ...fields } = input;
      requireAllChannels(context);
      const changes = { ...changesOf(fields), ...named(input) };
      return changedStrategy(query, context, updateStrategy(ctxOf(context), changes));
    },
  }),
);

builder.mutationField('reviewStrategy', (t) =>
  t.prismaField({
    type: Strategy,
    description:
      'Corrects a strategy, and says what was learned. Makes a revision, also where nothing else changes. Not for who is limited to some channels.',
    extensions: access('WRITE_STRATEGY'),
    args: { input: t.arg({ type: ReviewStrategyInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('reviewStrategy', changeStrategyErrors),
    resolve: (query, _, { input }, context) => {
      const { idempotencyKey: _key, strategyId: _id, expectedRevision: _revision, learned, changed, ...fields } = input;
      requireAllChannels(context);
      const review = { ...changesOf(fields), ...named(input), learned, changed };
      return changedStrategy(query, context, reviewStrategy(ctxOf(context), review));
    },
  }),
);

const moves = {
  activateStrategy: { run: activateStrategy, text: 'Puts a draft into force.' },
  archiveStrategy: { run: archiveStrategy, text: 'Puts a strategy away; what was made under it stays.' },
  reopenStrategy: {
    run: reopenStrategy,
    text: 'Makes a strategy a draft again: one in force, or one that was put away.',
  },
} as const;

for (const [name, { run, text }] of Object.entries(moves)) {
  const Input = mutationInput(name, (t) => ({
    strategyId: t.id({ required: true, description: 'The strategy.' }),
    expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  }));
  builder.mutationField(name, (t) =>
    t.prismaField({
      type: Strategy,
      description: `${text} Not for who is limited to some channels.`,
      extensions: access('WRITE_STRATEGY'),
      args: { input: t.arg({ type: Input, required: true, description: 'All that it needs.' }) },
      errors: resultOf(name, moveStrategyErrors),
      resolve: (query, _, { input }, context) => {
        requireAllChannels(context);
        return changedStrategy(query, context, run(ctxOf(context), named(input)));
      },
    }),
  );
}
