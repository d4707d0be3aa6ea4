import type { CampaignState as CampaignStateName } from '../../domain/campaigns/campaign.ts';
import type { Event as EventRow } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { apiError, sessionOf } from '../context.ts';
import { rowId } from '../ids.ts';
import { afterArg, follow, LiveEvent } from '../log/live.ts';
import { Campaign, CampaignState } from './campaign.ts';

const CampaignChanged = builder.objectRef<EventRow>('CampaignChanged').implement({
  interfaces: [LiveEvent],
  description: 'A campaign was changed, moved to another state, or got or lost an entry.',
  extensions: access('READ_CAMPAIGNS'),
  fields: (t) => ({
    fields: t.exposeStringList('fields', { description: 'Names of what changed; never its content.' }),
    from: t.field({
      type: CampaignState,
      nullable: true,
      description: 'The state before; null: it did not move, or was just planned.',
      resolve: ({ from }) => from as CampaignStateName | null, // a campaign's event
    }),
    to: t.field({
      type: CampaignState,
      nullable: true,
      description: 'The state that it took; null: it did not move.',
      resolve: ({ to }) => to as CampaignStateName | null, // as above
    }),
    campaign: t.prismaField({
      type: Campaign,
      description: 'The campaign as it is now.',
      resolve: (query, { subjectId }, _, { shell }) =>
        shell.db.prisma.campaign.findUniqueOrThrow({ ...query, where: { id: subjectId } }),
    }),
  }),
});

builder.subscriptionField('campaignChanged', (t) =>
  t.field({
    type: CampaignChanged,
    description: 'What happens to one campaign.',
    extensions: access('READ_CAMPAIGNS'),
    args: {
      campaignId: t.arg.id({ required: true, description: 'The campaign.' }),
      after: t.arg.string({ description: afterArg }),
    },
    subscribe: async (_, { campaignId, after }, context) => {
      const id = rowId('Campaign', campaignId);
      const { workspaceId } = sessionOf(context);
      if ((await context.shell.db.prisma.campaign.count({ where: { id, workspaceId } })) === 0) {
        throw apiError('NOT_FOUND', 'There is no such campaign, or it is not yours to see.', {
          status: 404,
          fix: 'Take its id from workspace.campaigns.',
        });
      }
      return follow(context, { after }, { subjectType: 'Campaign', subjectId: id });
    },
    resolve: (event) => event,
  }),
);
