import { visiblePosts } from '../../app/planning/visibility.ts';
import type { CampaignAction as ActionName, MoveOutcome } from '../../domain/campaigns/campaign.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { Campaign, CampaignAction } from './campaign.ts';

const outcomeTexts: Readonly<Record<MoveOutcome, string>> = {
  HELD: 'It is held back.',
  RELEASED: 'It goes out at its time; what has passed follows its late policy.',
  UNSCHEDULED: 'What had not begun was called off; the content stays.',
};

const CampaignMoveOutcome = builder.enumType('CampaignMoveOutcome', {
  description: 'What a turn of a campaign’s life did to a post.',
  values: valuesOf(outcomeTexts),
});

builder.prismaObject('CampaignMove', {
  description: 'What a turn of a campaign’s life did to one of its posts.',
  extensions: access('READ_CAMPAIGNS'),
  fields: (t) => ({
    action: t.field({
      type: CampaignAction,
      description: 'The turn.',
      select: { action: true },
      resolve: ({ action }) => action as ActionName, // written by app/campaigns/campaign.ts
    }),
    outcome: t.field({
      type: CampaignMoveOutcome,
      description: 'What it did to the post.',
      select: { outcome: true },
      resolve: ({ outcome }) => outcome as MoveOutcome, // as above
    }),
    post: t.relation('post', {
      nullable: true,
      description: 'The post, as it is now; null: not for this viewer.',
      extensions: access('READ_POSTS'),
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When the first of it was to go out.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was moved.' }),
  }),
});

builder.prismaObjectField(Campaign, 'moves', (t) =>
  t.relatedConnection(
    'moves',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description:
        'What launching, pausing, resuming, completing or cancelling it did to its posts that the viewer sees, the latest turn first, in it by the posts’ times. Null: not for this viewer.',
      extensions: access('READ_CAMPAIGNS'),
      query: (_, context) => ({
        where: { post: visiblePosts(sessionOf(context)) },
        orderBy: [{ at: 'desc' }, { dueAt: 'asc' }, { id: 'asc' }],
      }),
    },
    ...connectionOf('CampaignMove'),
  ),
);
