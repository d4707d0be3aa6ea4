import type { InputIssue, NotFound } from '../shared/errors.ts';
import { formatMillionths, parseMillionths } from '../shared/money.ts';
import { periodIssues, type Period } from '../shared/period.ts';
import { mergeBrand, type BrandContent, type WrittenBrand } from './brand.ts';
import {
  bounds,
  moneyIssues,
  nameIssues,
  pick,
  required,
  textIssues,
  trimmed,
  twiceIssues,
  type TypedMoney,
} from '../shared/form.ts';
import { mergeNetworkChoices, type NetworkChoiceChanges, type NetworkChoiceContent } from './network-choice.ts';
import { mergeObjectives, type ObjectiveChanges, type ObjectiveContent } from './objective.ts';
import { mergePersonas, type PersonaChanges, type PersonaContent } from './persona.ts';
import { mergePillars, type PillarChanges, type PillarContent } from './pillar.ts';
import { principleIssues, principlesOf, type PrincipleContent, type WrittenPrinciple } from './principle.ts';

export const challenges = [
  'LOW_TRAFFIC',
  'NO_SEARCH_PRESENCE',
  'WEAK_AWARENESS',
  'FALLING_LOYALTY',
  'POOR_REPUTATION',
  'LOW_SALES',
  'IMMATURE_PROCESSES',
] as const;
/** Why the team needs a strategy. */
export type Challenge = (typeof challenges)[number];

export const tactics = [
  'VIRAL',
  'COMMUNITY_BUILDING',
  'MONITORING',
  'CONTENT_OPTIMISATION',
  'EXPERTISE',
  'KNOWLEDGE_GATHERING',
  'CUSTOMER_CONTACT',
  'NEWS',
  'REPUTATION',
  'EVENTS',
  'USER_GENERATED_CONTENT',
  'INFLUENCERS',
] as const;
/** By what it gets there. */
export type Tactic = (typeof tactics)[number];

export const monetisations = ['ADVERTISING', 'AFFILIATE', 'OWN_SALES'] as const;
/** How it earns. */
export type Monetisation = (typeof monetisations)[number];

/** All of a strategy that people write: what its revisions keep. */
export interface StrategyContent {
  readonly name: string;
  readonly period: Period;
  readonly industry: string | null;
  readonly brand: BrandContent | null;
  readonly challenges: readonly Challenge[];
  readonly tactics: readonly Tactic[];
  readonly monetisation: readonly Monetisation[];
  /** A decimal amount. */
  readonly budget: TypedMoney | null;
  readonly objectives: readonly ObjectiveContent[];
  readonly pillars: readonly PillarContent[];
  readonly principles: readonly PrincipleContent[];
  readonly personas: readonly PersonaContent[];
  readonly networkChoices: readonly NetworkChoiceContent[];
}

/** How a strategy changes: what is absent stays, null clears; of lists see their own changes. */
export interface StrategyChanges extends ObjectiveChanges, PillarChanges, PersonaChanges, NetworkChoiceChanges {
  readonly name?: string | null | undefined;
  readonly period?: Period | null | undefined;
  readonly industry?: string | null | undefined;
  readonly brand?: WrittenBrand | null | undefined;
  readonly challenges?: readonly Challenge[] | null | undefined;
  readonly tactics?: readonly Tactic[] | null | undefined;
  readonly monetisation?: readonly Monetisation[] | null | undefined;
  readonly budget?: TypedMoney | null | undefined;
  /** Replaces all of them. */
  readonly principles?: readonly WrittenPrinciple[] | null | undefined;
}

/** What a strategy is before it is written. */
export const emptyContent: StrategyContent = {
  name: '',
  period: { from: '', to: '' },
  industry: null,
  brand: null,
  challenges: [],
  tactics: [],
  monetisation: [],
  budget: null,
  objectives: [],
  pillars: [],
  principles: [],
  personas: [],
  networkChoices: [],
};

export interface MergedStrategy {
  readonly content: StrategyContent;
  readonly issues: readonly InputIssue[];
  /** Ids that name nothing of this strategy. */
  readonly missing: readonly NotFound[];
}

/** An amount as it is stored: 12000 and 12000.00 are the same. */
function settled(budget: TypedMoney | null): TypedMoney | null {
  const millionths = budget === null ? null : parseMillionths(budget.amount);
  return budget === null || millionths === null ? budget : { ...budget, amount: formatMillionths(millionths) };
}

/** The strategy as it is after a change, and everything that is wrong with it, at once. */
export function mergeStrategy(
  before: StrategyContent,
  changes: StrategyChanges,
  /** Of networks: keys. */
  installed: readonly string[],
  newId: () => string,
): MergedStrategy {
  const period = changes.period ?? before.period;
  const brand = mergeBrand(before.brand, changes.brand);
  const objectives = mergeObjectives(before.objectives, changes, newId, period);
  const pillars = mergePillars(before.pillars, changes, newId, {
    ids: new Set(objectives.objectives.map(({ id }) => id)),
    byIndex: objectives.byIndex,
  });
  const personas = mergePersonas(before.personas, changes, newId, installed);
  const networkChoices = mergeNetworkChoices(before.networkChoices, changes, installed);
  const budget = settled(pick(changes.budget, before.budget));
  const principles = changes.principles === undefined ? before.principles : principlesOf(changes.principles ?? []);
  const content: StrategyContent = {
    name: pick(changes.name, before.name)?.trim() ?? '',
    period,
    industry: trimmed(pick(changes.industry, before.industry)),
    brand: brand.brand,
    challenges: pick(changes.challenges, before.challenges) ?? [],
    tactics: pick(changes.tactics, before.tactics) ?? [],
    monetisation: pick(changes.monetisation, before.monetisation) ?? [],
    budget,
    objectives: objectives.objectives,
    pillars: pillars.pillars,
    principles,
    personas: personas.personas,
    networkChoices: networkChoices.networkChoices,
  };
  const once = (field: 'challenges' | 'tactics' | 'monetisation') =>
    twiceIssues(changes[field] ?? [], (index) => [field, String(index)]);
  return {
    content,
    issues: [
      ...nameIssues(content.name, ['name']),
      ...(changes.period === null ? [required(['period'])] : periodIssues(period, ['period'])),
      ...textIssues(content.industry, bounds.name, ['industry']),
      ...brand.issues,
      ...once('challenges'),
      ...once('tactics'),
      ...once('monetisation'),
      ...(changes.budget ? moneyIssues(changes.budget, ['budget']) : []),
      ...objectives.issues,
      ...pillars.issues,
      ...principleIssues(changes.principles ?? []),
      ...personas.issues,
      ...networkChoices.issues,
    ],
    missing: [...objectives.missing, ...pillars.missing, ...personas.missing, ...networkChoices.missing],
  };
}
