import { expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import { encodeGlobalID } from '../../src/schema/ids.ts';
import type { TestWorkspace, World } from './world.ts';

/** A year that is still to come, and its last month. */
export const year = new Date().getUTCFullYear() + 1;
export const december = { from: `${String(year)}-12-01`, to: `${String(year)}-12-31` };

export const rowOf = (globalId: string): string => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';

export const planFields = /* GraphQL */ `
  fragment plan on ContentPlan {
    id
    name
    note
    revision
    allowedActions
    period {
      from
      to
    }
    strategy {
      name
    }
    strategyRevision
    campaign {
      name
    }
    author {
      displayName
    }
    notices {
      code
      message
      parameters {
        name
        value
      }
      post {
        title
      }
    }
    posts(first: 100) {
      totalCount
      nodes {
        id
        title
        state
        tags
        schedule {
          at
          timeZone
          localDateTime
          latePolicy
        }
        content {
          text
          link
        }
        variants {
          channel {
            id
          }
        }
        deliveries {
          id
        }
      }
    }
  }
`;

/** By name, as not every mutation answers with each of these types. */
const selections: Readonly<Record<string, string>> = {
  deleteContentPlan: '... on DeleteContentPlanSuccess { contentPlanId }',
  deletePlanTemplate: '... on DeletePlanTemplateSuccess { planTemplateId }',
};
const selection = '... on Node { id ...plan ... on PlanTemplate { templateRevision: revision } }';
const refusal =
  '... on Error { code path message ... on ValidationFailed { issues { code path fix } } ... on RevisionConflict { currentRevision } }';

/** What mutations of plans and templates answer. */
export interface PlanAnswer {
  readonly __typename: string;
  readonly id: string;
  readonly revision: number;
  readonly notices: readonly { readonly code: string; readonly post: { readonly title: string | null } | null }[];
  readonly posts: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly id: string;
      readonly title: string | null;
      readonly state: string;
      readonly schedule: { readonly at: string; readonly localDateTime: string } | null;
      readonly variants: readonly { readonly channel: { readonly id: string } }[];
      readonly deliveries: readonly unknown[];
    }[];
  };
}

/** Carries out a mutation of plans or templates. */
export async function runPlanning(of: TestWorkspace, name: string, input: object): Promise<PlanAnswer> {
  const { data, errors } = await of.gql<Record<string, PlanAnswer>>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
      ${name}(input: $input) { __typename ${selections[name] ?? selection} ${refusal} }
    } ${name in selections ? '' : planFields}`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data?.[name] ?? (undefined as never); // there are no errors
}

const period = { periodFrom: new Date('2026-01-01'), periodTo: new Date('2099-12-31') };

/** A strategy in its fourth revision with a pillar, as rows. */
export async function writeStrategy(world: World, workspaceId: string) {
  const [id, pillarId] = [uuid(), uuid()];
  await world.shell.db.prisma.strategy.create({
    data: {
      ...{ id, workspaceId, name: 'Kāpēc mēs', authorKind: 'MEMBER', revision: 4, ...period },
      pillars: { create: { id: pillarId, position: 0, name: 'Рецепты' } },
    },
  });
  return { id, pillarId: encodeGlobalID('Pillar', pillarId), strategyId: encodeGlobalID('Strategy', id) };
}

/** A campaign as a row. Its global id. */
export async function writeCampaign(world: World, workspaceId: string, strategyId: string | null = null) {
  const id = uuid();
  const data = { id, workspaceId, strategyId, name: 'Рождество', authorKind: 'MEMBER', utmSource: 'social', ...period };
  await world.shell.db.prisma.campaign.create({ data: { ...data, objective: 'SALES' } });
  return encodeGlobalID('Campaign', id);
}
