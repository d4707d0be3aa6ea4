import { type campaignStates } from '../../domain/campaigns/campaign.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import { Period, periodOf } from '../period.ts';

const campaignTexts: Readonly<Record<(typeof campaignStates)[number], string>> = {
  DRAFT: 'Being planned; its posts are held back.',
  ACTIVE: 'Under way.',
  PAUSED: 'Its posts are held back.',
  COMPLETED: 'Over.',
  CANCELLED: 'Called off.',
};

const CampaignState = builder.enumType('CampaignState', {
  description: 'Where a campaign stands in its life.',
  values: valuesOf(campaignTexts),
});

export const Campaign = builder.prismaNode('Campaign', {
  id: { field: 'id' },
  description: 'Posts with one aim, a period and a budget.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    state: t.expose('state', { type: CampaignState, description: 'Where it stands in its life.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1.' }),
    period: t.field({
      type: Period,
      description: 'When it runs.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
  }),
});
