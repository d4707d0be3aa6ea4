import { expect } from 'vitest';
import type { TestWorkspace } from './world.ts';

export interface StrategyAnswer {
  readonly __typename: string;
  readonly id: string;
  readonly revision: number;
  readonly state: string;
  readonly issues?: readonly { readonly code: string; readonly path: readonly string[]; readonly fix: string | null }[];
  readonly [field: string]: unknown;
}

const answered = `__typename
  ... on Strategy { id revision state name allowedActions updatedAt }
  ... on Error { code message path actor }
  ... on ValidationFailed { issues { code path message fix parameters { name value } } }`;
const answeredOfChanges = `${answered}
  ... on RevisionConflict { currentRevision }
  ... on WrongState { wasIn: state possible: allowedActions }`;

export const period = { from: '2027-01-01', to: '2027-12-31' };
export const followers = {
  name: 'Подписчики',
  metric: 'followers',
  baseline: 1200,
  target: 5000,
  deadline: '2027-06-30',
  direction: 'UP',
};

/** Everything that a strategy can have, in the four languages. */
export const wholeStrategy = (here: Pick<TestWorkspace, 'assetGlobalId'>) => ({
  name: 'Стратегия 2027 🥖',
  period,
  industry: 'Maiznīca',
  brand: {
    name: 'Rīta Maize',
    mission: 'Таза нан әр үйге',
    valueProposition: 'Bread that was dough at midnight',
    voice: { tone: 'тепло и просто', say: ['paldies'], dont: ['kliegt'], avoid: ['дешёвый', 'cheap'] },
    visualKit: { colours: ['#A0522D', '#fff8e7'], avatarAssetId: here.assetGlobalId },
    guidelines: 'Отвечаем в течение дня.',
  },
  challenges: ['WEAK_AWARENESS', 'LOW_SALES'],
  tactics: ['EXPERTISE'],
  monetisation: ['OWN_SALES'],
  budget: { amount: '12000', currency: 'EUR' },
  objectives: [
    { kind: 'AWARENESS', stakeholders: ['CUSTOMERS'], note: 'Lai mūs zina', kpis: [followers] },
    {
      kind: 'SALES',
      kpis: [
        {
          name: 'Реакции на охват',
          formula: '(likes + comments * 2) / reach',
          baseline: 0.02,
          target: 0.05,
          deadline: '2027-12-31',
          direction: 'UP',
        },
      ],
    },
  ],
  pillars: [
    {
      name: 'How it is made',
      appeal: 'INSTRUCT',
      color: '#00AA88',
      targetShare: 0.4,
      objectives: [{ index: 0 }, { index: 1 }],
    },
    { name: 'Дүкен', appeal: 'SELL', targetShare: 0.6, objectives: [{ index: 1 }] },
  ],
  principles: [{ principle: 'REWARD', targetShare: 0.2 }, { principle: 'INSPIRE' }],
  personas: [
    {
      name: 'Айгүл',
      description: 'Bakes at home',
      demographics: {
        ageFrom: 25,
        ageTo: 34,
        genders: ['FEMALE'],
        countries: ['KZ', 'LV'],
        cities: ['Алматы'],
        languages: ['kk', 'ru-kz'],
      },
      interests: ['хлеб 🥖'],
      motives: ['veselība'],
      wishes: ['fresh at seven'],
      objections: ['қымбат'],
      habits: { networks: ['sandbox'], hours: [7, 20], formats: ['PHOTO', 'SHORT_VIDEO'] },
    },
  ],
  networkChoices: [{ network: 'sandbox', rationale: 'Our people are there', role: 'shop window', postsPerWeek: 3.5 }],
});

/** What tests do with strategies of a workspace. */
export function strategiesOf(here: () => TestWorkspace) {
  async function run(name: string, input: object, token?: string): Promise<StrategyAnswer> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const { data, errors } = await here().gql<Record<string, StrategyAnswer>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${name === 'createStrategy' ? answered : answeredOfChanges} } }`,
      { input },
      token ?? here().token,
    );
    expect(errors).toBeUndefined();
    const answer = data?.[name];
    if (answer === undefined) throw new Error(`${name} answered nothing`);
    return answer;
  }

  async function written(input: object = { name: 'S', period }): Promise<string> {
    const { id } = await run('createStrategy', input);
    return id;
  }

  async function read(id: string, fields: string, token = here().token) {
    const { data, errors } = await here().gql<{ node: Record<string, unknown> }>(
      `query ($id: ID!) { node(id: $id) { ... on Strategy { ${fields} } } }`,
      { id },
      token,
    );
    expect(errors).toBeUndefined();
    return data?.node ?? {};
  }

  const ids = async (id: string) => {
    const strategy = (await read(id, 'objectives { id kpis { id } } pillars { id } personas { id }')) as {
      objectives: { id: string; kpis: { id: string }[] }[];
      pillars: { id: string }[];
      personas: { id: string }[];
    };
    return {
      objectives: strategy.objectives.map((each) => each.id),
      kpis: strategy.objectives.map(({ kpis }) => kpis.map((each) => each.id)),
      pillars: strategy.pillars.map((each) => each.id),
      personas: strategy.personas.map((each) => each.id),
    };
  };

  return { run, written, read, ids };
}
