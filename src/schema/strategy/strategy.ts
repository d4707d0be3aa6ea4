import type { challenges, monetisations, tactics } from '../../domain/strategy/content.ts';
import { bounds } from '../../domain/shared/form.ts';
import { maxReviews } from '../../domain/strategy/review.ts';
import {
  allowedStrategyActions,
  type StrategyAction as StrategyActionName,
  type StrategyState as StrategyStateName,
} from '../../domain/strategy/strategy.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { Money, showMoney } from '../money.ts';
import { Period, periodOf } from '../period.ts';
import { Actor } from '../workspace/actor.ts';
import { Workspace } from '../workspace/workspace.ts';
import { authorSelection, loadAuthor } from './author.ts';
import { Brand } from './brand.ts';

const strategyTexts: Readonly<Record<StrategyStateName, string>> = {
  DRAFT: 'Being written.',
  ACTIVE: 'In force.',
  ARCHIVED: 'Put away.',
};

export const StrategyState = builder.enumType('StrategyState', {
  description: 'Where a strategy stands in its life.',
  values: valuesOf(strategyTexts),
});

const actionTexts: Readonly<Record<StrategyActionName, string>> = {
  EDIT: 'updateStrategy.',
  REVIEW: 'reviewStrategy.',
  ACTIVATE: 'activateStrategy.',
  ARCHIVE: 'archiveStrategy.',
  REOPEN: 'reopenStrategy.',
};

const StrategyAction = builder.enumType('StrategyAction', {
  description: 'What a viewer can do with a strategy.',
  values: valuesOf(actionTexts),
});

const challengeTexts: Readonly<Record<(typeof challenges)[number], string>> = {
  LOW_TRAFFIC: 'Too few people come to the website.',
  NO_SEARCH_PRESENCE: 'Search engines do not find it.',
  WEAK_AWARENESS: 'Too few people know it.',
  FALLING_LOYALTY: 'Customers leave.',
  POOR_REPUTATION: 'It is spoken ill of.',
  LOW_SALES: 'It sells too little.',
  IMMATURE_PROCESSES: 'The team works without order.',
};

export const Challenge = builder.enumType('Challenge', {
  description: 'Why a team needs a strategy.',
  values: valuesOf(challengeTexts),
});

const tacticTexts: Readonly<Record<(typeof tactics)[number], string>> = {
  VIRAL: 'Content that people pass on by themselves.',
  COMMUNITY_BUILDING: 'Bringing people together.',
  MONITORING: 'Listening to what is said.',
  CONTENT_OPTIMISATION: 'Content that is found and opened.',
  EXPERTISE: 'Showing what we know.',
  KNOWLEDGE_GATHERING: 'Learning from people.',
  CUSTOMER_CONTACT: 'Talking with customers.',
  NEWS: 'Telling what is new.',
  REPUTATION: 'Caring for what is said of us.',
  EVENTS: 'Things that happen on a day.',
  USER_GENERATED_CONTENT: 'What customers make.',
  INFLUENCERS: 'People whom many follow.',
};

export const Tactic = builder.enumType('Tactic', {
  description: 'A way to get there.',
  values: valuesOf(tacticTexts),
});

const monetisationTexts: Readonly<Record<(typeof monetisations)[number], string>> = {
  ADVERTISING: 'Others pay to be shown.',
  AFFILIATE: 'Others pay for what is bought through us.',
  OWN_SALES: 'We sell what is ours.',
};

export const Monetisation = builder.enumType('Monetisation', {
  description: 'How it earns.',
  values: valuesOf(monetisationTexts),
});

const inOrder = { where: { retiredAt: null }, orderBy: [{ position: 'asc' as const }, { id: 'asc' as const }] };
const inForce = `of its revision, in order; at most ${String(bounds.items)}.`;

export const Strategy = builder.prismaNode('Strategy', {
  id: { field: 'id' },
  description: 'What a company wants of its networks, in one period, and how it gets there.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    state: t.expose('state', { type: StrategyState, description: 'Where it stands in its life.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1. Its state is none of them.' }),
    allowedActions: t.field({
      type: [StrategyAction],
      description: 'What the viewer may do with it now.',
      select: { state: true },
      resolve: ({ state }, _, context) => [...allowedStrategyActions(sessionOf(context), state)],
    }),
    period: t.field({
      type: Period,
      description: 'When it holds.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
    industry: t.exposeString('industry', {
      nullable: true,
      description: 'What the company does; null: nothing is said.',
    }),
    brand: t.variant(Brand, {
      description: 'Who speaks, and how; null: nothing is said.',
      isNull: ({ brandName }) => brandName === null,
    }),
    challenges: t.expose('challenges', { type: [Challenge], description: 'Why it is needed, each at most once.' }),
    tactics: t.expose('tactics', { type: [Tactic], description: 'How it gets there, each at most once.' }),
    monetisation: t.expose('monetisation', { type: [Monetisation], description: 'How it earns, each at most once.' }),
    budget: t.field({
      type: Money,
      nullable: true,
      description: 'What it may cost in its period; null: nothing is said.',
      select: { budgetMillionths: true, budgetCurrency: true },
      resolve: ({ budgetMillionths: millionths, budgetCurrency: currency }) =>
        millionths === null || currency === null ? null : showMoney({ millionths, currency }),
    }),
    objectives: t.relation('objectives', { description: `What is wanted, ${inForce}`, query: inOrder }),
    pillars: t.relation('pillars', { description: `Its recurring themes, ${inForce}`, query: inOrder }),
    principles: t.relation('principles', {
      description: 'The content principles that it follows, in order; at most 5.',
      query: { orderBy: { position: 'asc' } },
    }),
    personas: t.relation('personas', { description: `Whom it is to reach, ${inForce}`, query: inOrder }),
    networkChoices: t.relation('networkChoices', {
      description: `The networks that it is for, ${inForce}`,
      query: { orderBy: { position: 'asc' } },
    }),
    reviews: t.relation('reviews', {
      description: `Its dated corrections, the newest first; at most ${String(maxReviews)}.`,
      query: { orderBy: [{ at: 'desc' }, { id: 'desc' }] },
    }),
    templateKey: t.exposeString('templateKey', {
      nullable: true,
      description: 'The starter template that it was made from, by key; null: from none.',
    }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who wrote it first; null: gone without a trace.',
      select: authorSelection,
      resolve: (strategy, _, context) => loadAuthor(context, strategy),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When anything of it last changed.' }),
  }),
});

const StrategyFilterInput = builder.inputType('StrategyFilterInput', {
  description: 'Which strategies.',
  fields: (t) => ({
    state: t.field({ type: [StrategyState], description: 'In any of these states.' }),
  }),
});

builder.prismaObjectField(Workspace, 'strategies', (t) =>
  t.relatedConnection(
    'strategies',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description: 'Its strategies, the newest first; null: not for this viewer.',
      extensions: access('READ_STRATEGY'),
      args: { filter: t.arg({ type: StrategyFilterInput, description: 'Which of them; absent: all.' }) },
      query: ({ filter }) => ({
        ...(filter?.state ? { where: { state: { in: filter.state } } } : {}),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
    },
    ...connectionOf('Strategy'),
  ),
);
