import { createCampaign, turnCampaign, updateCampaign } from '../../app/campaigns/campaign.ts';
import type { Executed } from '../../app/execute.ts';
import {
  campaignBounds,
  changeCampaignErrors,
  createCampaignErrors,
  type CampaignTurn,
} from '../../domain/campaigns/campaign.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace, type GraphContext } from '../context.ts';
import { resultOf } from '../errors.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { MoneyInput } from '../money.ts';
import { PeriodInput } from '../period.ts';
import { KpiChangeInput, kpiChanges, KpiInput, kpisText } from '../strategy/kpi.ts';
import { ObjectiveKind } from '../strategy/objective.ts';
import { Campaign } from './campaign.ts';
import { UtmInput } from './utm.ts';

const promoCodesText = `Its promo codes, each once; at most ${String(campaignBounds.promoCodes)}.`;

const CreateCampaignInput = mutationInput('createCampaign', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  name: t.string({ required: true, description: 'Its name.' }),
  note: t.string({ description: 'What people should know.' }),
  strategyId: t.id({ description: 'The strategy that it is planned under.' }),
  objective: t.field({ type: ObjectiveKind, required: true, description: 'What it is for.' }),
  period: t.field({
    type: PeriodInput,
    required: true,
    description: 'When it runs. None of its posts goes out after its last day.',
  }),
  budget: t.field({ type: MoneyInput, description: 'What it may cost; all its entries are of that currency.' }),
  utm: t.field({ type: UtmInput, description: 'What it adds to its posts’ links.' }),
  promoCodes: t.stringList({ description: promoCodesText }),
  kpis: t.field({ type: [KpiInput], description: kpisText }),
}));

const UpdateCampaignInput = mutationInput('updateCampaign', (t) => ({
  campaignId: t.id({ required: true, description: 'The campaign.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  name: t.string({ description: 'Its name.' }),
  note: t.string({ description: 'What people should know.' }),
  strategyId: t.id({ description: 'The strategy that it is planned under, in its present revision.' }),
  objective: t.field({ type: ObjectiveKind, description: 'What it is for.' }),
  period: t.field({
    type: PeriodInput,
    description: 'When it runs. Refused where a scheduled post would fall out of it.',
  }),
  budget: t.field({ type: MoneyInput, description: 'What it may cost; of the currency that its entries have.' }),
  utm: t.field({
    type: UtmInput,
    description:
      'What it adds to its posts’ links. Those that have not begun to go out follow, by a revision of their own.',
  }),
  promoCodes: t.stringList({ description: `In place of those before: ${promoCodesText}` }),
  kpis: t.field({ type: [KpiChangeInput], description: `Changes or adds these; others stay. ${kpisText}` }),
  removeKpiIds: t.idList({ description: 'Takes these KPIs away.' }),
}));

/** The campaign that a command changed, as the query selects it. */
async function changedCampaign(query: object, context: GraphContext, executed: Promise<Executed>) {
  const { ids } = await withGlobalIds(executed);
  return context.shell.db.prisma.campaign.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
}

/** The same; issues that name a post name it by the id that clients know. */
const withGlobalIds = (executed: Promise<Executed>): Promise<Executed> =>
  executed.catch((error: unknown) => {
    if (!(error instanceof ValidationFailed)) throw error;
    const issues = error.issues.map((issue) => ({
      ...issue,
      parameters: issue.parameters.map(({ name, value }) => ({
        name,
        value: name === 'postId' ? encodeGlobalID('Post', value) : value,
      })),
    }));
    throw new ValidationFailed(issues);
  });

const strategyRow = (id: string | null | undefined) => id && rowId('Strategy', id);

builder.mutationField('createCampaign', (t) =>
  t.prismaField({
    type: Campaign,
    description:
      'Plans a campaign, as a draft: it holds its posts back until it is launched. Not for who is limited to some channels.',
    extensions: access('WRITE_CAMPAIGNS'),
    args: { input: t.arg({ type: CreateCampaignInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createCampaign', createCampaignErrors),
    resolve: (query, _, { input }, context) => {
      const { workspaceId, ...fields } = input;
      requireWorkspace(context, workspaceId);
      requireAllChannels(context);
      const campaign = { ...fields, idempotencyKey: keyOf(input), strategyId: strategyRow(input.strategyId) };
      return changedCampaign(query, context, createCampaign(ctxOf(context), campaign));
    },
  }),
);

const seen = (input: {
  readonly idempotencyKey?: string | null | undefined;
  readonly campaignId: string;
  readonly expectedRevision?: number | null | undefined;
}) => ({
  idempotencyKey: keyOf(input),
  campaignId: rowId('Campaign', input.campaignId),
  expectedRevision: input.expectedRevision ?? null,
});

builder.mutationField('updateCampaign', (t) =>
  t.prismaField({
    type: Campaign,
    description: 'Changes a campaign. What is absent stays, null clears. Not for who is limited to some channels.',
    extensions: access('WRITE_CAMPAIGNS'),
    args: { input: t.arg({ type: UpdateCampaignInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updateCampaign', changeCampaignErrors),
    resolve: (query, _, { input }, context) => {
      requireAllChannels(context);
      const changes = { ...input, ...seen(input), ...kpiChanges(input), strategyId: strategyRow(input.strategyId) };
      return changedCampaign(query, context, updateCampaign(ctxOf(context), changes));
    },
  }),
);

const turnTexts: Readonly<Record<CampaignTurn, readonly [mutation: string, description: string]>> = {
  LAUNCH: [
    'launchCampaign',
    'Launches a draft: its scheduled posts go out at their times. Refused, with each of them, where a time has passed or lies after the campaign’s end.',
  ],
  PAUSE: ['pauseCampaign', 'Holds back at once what of its posts has not begun to go out.'],
  RESUME: [
    'resumeCampaign',
    'Goes on after a pause: its posts go out at their times; what has passed meanwhile follows its late policy.',
  ],
  COMPLETE: [
    'completeCampaign',
    'Ends it. What has not gone out is unscheduled and keeps its content; nothing of it goes out any more.',
  ],
  CANCEL: [
    'cancelCampaign',
    'Calls it off. What has not gone out is unscheduled and keeps its content; nothing of it goes out any more.',
  ],
};

for (const [action, [mutation, description]] of Object.entries(turnTexts)) {
  const TurnInput = mutationInput(mutation, (t) => ({
    campaignId: t.id({ required: true, description: 'The campaign.' }),
    expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  }));
  builder.mutationField(mutation, (t) =>
    t.prismaField({
      type: Campaign,
      description: `${description} Campaign.moves lists what became of each post. Not for who is limited to some channels.`,
      extensions: access('WRITE_CAMPAIGNS'),
      args: { input: t.arg({ type: TurnInput, required: true, description: 'All that it needs.' }) },
      errors: resultOf(mutation, changeCampaignErrors),
      resolve: (query, _, { input }, context) => {
        requireAllChannels(context);
        const turned = turnCampaign(ctxOf(context), action as CampaignTurn, seen(input)); // its own keys
        return changedCampaign(query, context, turned);
      },
    }),
  );
}
