import type { Challenge, Monetisation, Tactic } from './content.ts';
import type { TrendDirection } from './kpi.ts';
import type { ObjectiveKind, Stakeholder } from './objective.ts';
import type { PersonaContent } from './persona.ts';
import type { Appeal } from './pillar.ts';
import type { ContentPrinciple } from './principle.ts';

/** What a starter template says in every language. */
interface TemplateStructure {
  readonly challenges: readonly Challenge[];
  readonly tactics: readonly Tactic[];
  readonly monetisation: readonly Monetisation[];
  readonly objectives: readonly {
    readonly key: string;
    readonly kind: ObjectiveKind;
    readonly stakeholders: readonly Stakeholder[];
    readonly kpis: readonly {
      /** Of the catalogue. */
      readonly metric: string;
      /** To begin with: what a small team reaches in a year. Who knows better changes it. */
      readonly target: number;
      readonly direction: TrendDirection;
      /** The part of the period, from 0 to 1, at whose end it is due. */
      readonly due: number;
    }[];
  }[];
  /** The shares add up to 1. */
  readonly pillars: readonly {
    readonly key: string;
    readonly appeal: Appeal;
    readonly color: string;
    readonly share: number;
    /** Keys of objectives. */
    readonly serves: readonly string[];
  }[];
  readonly principles: readonly { readonly principle: ContentPrinciple; readonly share: number }[];
  readonly personas: readonly (Pick<PersonaContent, 'ageFrom' | 'ageTo' | 'hours' | 'formats'> & {
    readonly key: string;
  })[];
}

/** Each thing once; the texts are in templates/, one file a language. */
export const templateStructures = {
  SHOP: {
    challenges: ['LOW_SALES', 'LOW_TRAFFIC', 'WEAK_AWARENESS'],
    tactics: ['USER_GENERATED_CONTENT', 'CONTENT_OPTIMISATION', 'CUSTOMER_CONTACT', 'INFLUENCERS'],
    monetisation: ['OWN_SALES'],
    objectives: [
      {
        key: 'sales',
        kind: 'SALES',
        stakeholders: ['CUSTOMERS'],
        kpis: [
          { metric: 'conversions', target: 100, direction: 'UP', due: 1 },
          { metric: 'conversion_rate', target: 0.02, direction: 'UP', due: 1 },
        ],
      },
      {
        key: 'traffic',
        kind: 'TRAFFIC',
        stakeholders: ['CUSTOMERS', 'PUBLIC'],
        kpis: [
          { metric: 'sessions', target: 2_000, direction: 'UP', due: 1 },
          { metric: 'click_through_rate', target: 0.015, direction: 'UP', due: 0.5 },
        ],
      },
      {
        key: 'loyalty',
        kind: 'LOYALTY',
        stakeholders: ['CUSTOMERS'],
        kpis: [
          { metric: 'engagement_rate_by_followers', target: 0.03, direction: 'UP', due: 0.5 },
          { metric: 'response_rate', target: 0.95, direction: 'UP', due: 0.5 },
        ],
      },
    ],
    pillars: [
      { key: 'products', appeal: 'SELL', color: '#c2410c', share: 0.25, serves: ['sales'] },
      { key: 'advice', appeal: 'INSTRUCT', color: '#0f766e', share: 0.25, serves: ['sales', 'traffic'] },
      { key: 'customers', appeal: 'BADGE', color: '#7c3aed', share: 0.2, serves: ['loyalty'] },
      { key: 'making', appeal: 'INSPIRE', color: '#1d4ed8', share: 0.15, serves: ['loyalty'] },
      { key: 'smiles', appeal: 'AMUSE', color: '#ca8a04', share: 0.15, serves: ['traffic'] },
    ],
    principles: [
      { principle: 'EASY_TO_SHARE', share: 0.5 },
      { principle: 'REWARD', share: 0.2 },
      { principle: 'INVITE_SHARING', share: 0.2 },
    ],
    personas: [
      { key: 'regular', ageFrom: 30, ageTo: 45, hours: [8, 12, 20, 21], formats: ['PHOTO', 'CAROUSEL', 'STORY'] },
      { key: 'giver', ageFrom: 25, ageTo: 40, hours: [12, 13, 19, 22], formats: ['SHORT_VIDEO', 'CAROUSEL'] },
    ],
  },
  B2B: {
    challenges: ['WEAK_AWARENESS', 'NO_SEARCH_PRESENCE', 'IMMATURE_PROCESSES'],
    tactics: ['EXPERTISE', 'KNOWLEDGE_GATHERING', 'CONTENT_OPTIMISATION', 'EVENTS'],
    monetisation: ['OWN_SALES'],
    objectives: [
      {
        key: 'leads',
        kind: 'LEADS',
        stakeholders: ['CUSTOMERS'],
        kpis: [
          { metric: 'leads', target: 30, direction: 'UP', due: 1 },
          { metric: 'click_through_rate', target: 0.01, direction: 'UP', due: 0.5 },
        ],
      },
      {
        key: 'reputation',
        kind: 'REPUTATION',
        stakeholders: ['CUSTOMERS', 'JOURNALISTS'],
        kpis: [
          { metric: 'share_of_voice', target: 0.2, direction: 'UP', due: 1 },
          { metric: 'net_sentiment', target: 0.3, direction: 'UP', due: 1 },
        ],
      },
      {
        key: 'recruitment',
        kind: 'RECRUITMENT',
        stakeholders: ['EMPLOYEES', 'PUBLIC'],
        kpis: [{ metric: 'profile_visits', target: 1_000, direction: 'UP', due: 1 }],
      },
    ],
    pillars: [
      { key: 'knowledge', appeal: 'INSTRUCT', color: '#0f766e', share: 0.35, serves: ['leads', 'reputation'] },
      { key: 'cases', appeal: 'INFORM', color: '#1d4ed8', share: 0.25, serves: ['leads'] },
      { key: 'people', appeal: 'INSPIRE', color: '#7c3aed', share: 0.15, serves: ['recruitment'] },
      { key: 'opinion', appeal: 'PROVOKE', color: '#be123c', share: 0.15, serves: ['reputation'] },
      { key: 'offers', appeal: 'SELL', color: '#c2410c', share: 0.1, serves: ['leads'] },
    ],
    principles: [
      { principle: 'INSPIRE', share: 0.3 },
      { principle: 'EASY_TO_SHARE', share: 0.5 },
      { principle: 'SHARE_ACTIVELY', share: 0.2 },
    ],
    personas: [
      { key: 'decider', ageFrom: 35, ageTo: 55, hours: [7, 8, 18], formats: ['ARTICLE', 'LINK', 'CAROUSEL'] },
      { key: 'specialist', ageFrom: 25, ageTo: 45, hours: [9, 13, 17], formats: ['THREAD', 'VIDEO', 'ARTICLE'] },
    ],
  },
  MEDIA: {
    challenges: ['LOW_TRAFFIC', 'FALLING_LOYALTY', 'NO_SEARCH_PRESENCE'],
    tactics: ['NEWS', 'VIRAL', 'COMMUNITY_BUILDING', 'CONTENT_OPTIMISATION'],
    monetisation: ['ADVERTISING', 'AFFILIATE'],
    objectives: [
      {
        key: 'traffic',
        kind: 'TRAFFIC',
        stakeholders: ['PUBLIC'],
        kpis: [
          { metric: 'sessions', target: 20_000, direction: 'UP', due: 1 },
          { metric: 'bounce_rate', target: 0.6, direction: 'DOWN', due: 1 },
        ],
      },
      {
        key: 'awareness',
        kind: 'AWARENESS',
        stakeholders: ['PUBLIC', 'BLOGGERS'],
        kpis: [
          { metric: 'audience_growth_rate', target: 0.2, direction: 'UP', due: 1 },
          { metric: 'shares', target: 2_000, direction: 'UP', due: 1 },
        ],
      },
      {
        key: 'community',
        kind: 'COMMUNITY',
        stakeholders: ['PUBLIC'],
        kpis: [
          { metric: 'conversation_rate', target: 0.002, direction: 'UP', due: 0.5 },
          { metric: 'response_time', target: 7_200, direction: 'DOWN', due: 0.5 },
        ],
      },
    ],
    pillars: [
      { key: 'news', appeal: 'INFORM', color: '#1d4ed8', share: 0.35, serves: ['traffic'] },
      { key: 'background', appeal: 'INSTRUCT', color: '#0f766e', share: 0.25, serves: ['traffic'] },
      { key: 'debate', appeal: 'PROVOKE', color: '#be123c', share: 0.15, serves: ['community'] },
      { key: 'readers', appeal: 'BADGE', color: '#7c3aed', share: 0.1, serves: ['community'] },
      { key: 'lighter', appeal: 'AMUSE', color: '#ca8a04', share: 0.15, serves: ['awareness'] },
    ],
    principles: [
      { principle: 'INSPIRE', share: 0.3 },
      { principle: 'EASY_TO_SHARE', share: 0.6 },
      { principle: 'INVITE_SHARING', share: 0.2 },
    ],
    personas: [
      { key: 'commuter', ageFrom: 20, ageTo: 35, hours: [7, 8, 18, 19], formats: ['SHORT_VIDEO', 'STORY', 'LINK'] },
      { key: 'loyal', ageFrom: 40, ageTo: 65, hours: [9, 20, 21], formats: ['LINK', 'ARTICLE', 'PHOTO'] },
    ],
  },
  CHARITY: {
    challenges: ['WEAK_AWARENESS', 'FALLING_LOYALTY', 'IMMATURE_PROCESSES'],
    tactics: ['COMMUNITY_BUILDING', 'REPUTATION', 'USER_GENERATED_CONTENT', 'CUSTOMER_CONTACT'],
    monetisation: [],
    objectives: [
      {
        key: 'supporters',
        kind: 'LEADS',
        stakeholders: ['PUBLIC'],
        kpis: [
          { metric: 'conversions', target: 200, direction: 'UP', due: 1 },
          { metric: 'leads', target: 50, direction: 'UP', due: 0.75 },
        ],
      },
      {
        key: 'trust',
        kind: 'REPUTATION',
        stakeholders: ['PUBLIC', 'JOURNALISTS'],
        kpis: [{ metric: 'net_sentiment', target: 0.4, direction: 'UP', due: 1 }],
      },
      {
        key: 'community',
        kind: 'COMMUNITY',
        stakeholders: ['CUSTOMERS', 'EMPLOYEES', 'PUBLIC'],
        kpis: [
          { metric: 'engagement_rate_by_followers', target: 0.04, direction: 'UP', due: 0.5 },
          { metric: 'comments', target: 500, direction: 'UP', due: 1 },
        ],
      },
    ],
    pillars: [
      { key: 'stories', appeal: 'INSPIRE', color: '#1d4ed8', share: 0.3, serves: ['supporters', 'community'] },
      { key: 'accounts', appeal: 'INFORM', color: '#0f766e', share: 0.2, serves: ['trust'] },
      { key: 'helping', appeal: 'INSTRUCT', color: '#c2410c', share: 0.2, serves: ['supporters'] },
      { key: 'thanks', appeal: 'BADGE', color: '#7c3aed', share: 0.2, serves: ['community'] },
      { key: 'questions', appeal: 'PROVOKE', color: '#be123c', share: 0.1, serves: ['trust'] },
    ],
    principles: [
      { principle: 'INSPIRE', share: 0.4 },
      { principle: 'REWARD', share: 0.1 },
      { principle: 'INVITE_SHARING', share: 0.25 },
    ],
    personas: [
      { key: 'donor', ageFrom: 30, ageTo: 60, hours: [8, 20, 21], formats: ['PHOTO', 'VIDEO', 'LINK'] },
      { key: 'volunteer', ageFrom: 18, ageTo: 30, hours: [13, 18, 22], formats: ['STORY', 'SHORT_VIDEO'] },
    ],
  },
  EVENT: {
    challenges: ['WEAK_AWARENESS', 'LOW_SALES'],
    tactics: ['EVENTS', 'VIRAL', 'INFLUENCERS', 'USER_GENERATED_CONTENT'],
    monetisation: ['OWN_SALES', 'ADVERTISING'],
    objectives: [
      {
        key: 'tickets',
        kind: 'SALES',
        stakeholders: ['CUSTOMERS'],
        kpis: [
          { metric: 'conversions', target: 300, direction: 'UP', due: 0.9 },
          { metric: 'click_through_rate', target: 0.02, direction: 'UP', due: 0.5 },
        ],
      },
      {
        key: 'awareness',
        kind: 'AWARENESS',
        stakeholders: ['PUBLIC', 'BLOGGERS', 'JOURNALISTS'],
        kpis: [
          { metric: 'reach', target: 20_000, direction: 'UP', due: 0.5 },
          { metric: 'own_mentions', target: 100, direction: 'UP', due: 1 },
        ],
      },
      {
        key: 'service',
        kind: 'SERVICE',
        stakeholders: ['CUSTOMERS'],
        kpis: [
          { metric: 'response_time', target: 3_600, direction: 'DOWN', due: 0.5 },
          { metric: 'within_sla', target: 0.95, direction: 'UP', due: 1 },
        ],
      },
    ],
    pillars: [
      { key: 'programme', appeal: 'INFORM', color: '#1d4ed8', share: 0.3, serves: ['tickets'] },
      { key: 'faces', appeal: 'INSPIRE', color: '#7c3aed', share: 0.25, serves: ['awareness', 'tickets'] },
      { key: 'offers', appeal: 'SELL', color: '#c2410c', share: 0.15, serves: ['tickets'] },
      { key: 'practical', appeal: 'INSTRUCT', color: '#0f766e', share: 0.15, serves: ['service'] },
      { key: 'backstage', appeal: 'AMUSE', color: '#ca8a04', share: 0.15, serves: ['awareness'] },
    ],
    principles: [
      { principle: 'EASY_TO_SHARE', share: 0.5 },
      { principle: 'REWARD', share: 0.2 },
      { principle: 'SHARE_ACTIVELY', share: 0.2 },
      { principle: 'INVITE_SHARING', share: 0.3 },
    ],
    personas: [
      { key: 'fan', ageFrom: 18, ageTo: 34, hours: [12, 18, 21, 22], formats: ['SHORT_VIDEO', 'STORY', 'VIDEO'] },
      { key: 'family', ageFrom: 28, ageTo: 45, hours: [9, 13, 20], formats: ['PHOTO', 'LINK', 'CAROUSEL'] },
    ],
  },
} as const satisfies Readonly<Record<string, TemplateStructure>>;

type Structures = typeof templateStructures;
export type TemplateKey = keyof Structures;
type KpiMetric = Structures[TemplateKey]['objectives'][number]['kpis'][number]['metric'];

interface PersonaTexts {
  readonly name: string;
  readonly description: string;
  readonly interests: readonly string[];
  readonly motives: readonly string[];
  readonly wishes: readonly string[];
  readonly objections: readonly string[];
}

/** What a template says in one language: of everything that the structure has. */
export interface TemplateTexts<Key extends TemplateKey = TemplateKey> {
  readonly name: string;
  /** For whom it is. */
  readonly description: string;
  readonly industry: string;
  readonly mission: string;
  readonly valueProposition: string;
  readonly voice: {
    readonly tone: string;
    readonly say: readonly string[];
    readonly dont: readonly string[];
    readonly avoid: readonly string[];
  };
  readonly guidelines: string;
  /** Of each objective, what is meant by it. */
  readonly objectives: Readonly<Record<Structures[Key]['objectives'][number]['key'], string>>;
  readonly pillars: Readonly<
    Record<Structures[Key]['pillars'][number]['key'], { readonly name: string; readonly description: string }>
  >;
  readonly personas: Readonly<Record<Structures[Key]['personas'][number]['key'], PersonaTexts>>;
}

/** All that the templates say in one language. */
export interface TemplateLanguage {
  /** What a KPI is called, by its metric. */
  readonly kpis: Readonly<Record<KpiMetric, string>>;
  readonly templates: { readonly [Key in TemplateKey]: TemplateTexts<Key> };
}
