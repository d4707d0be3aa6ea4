import { outgoingIssues, outgoingNotes, type CampaignOfPost } from '../../domain/campaigns/campaign.ts';
import type { PostIssue } from '../../domain/planning/validation.ts';
import type { InputIssue } from '../../domain/shared/errors.ts';
import type { Tx } from '../../infra/db.ts';
import type { PostWithContent } from '../planning/content.ts';
import { spanOf } from './lock.ts';

type PostOfCampaign = Pick<PostWithContent, 'workspaceId' | 'campaign'>;

async function campaignOf(tx: Tx, { campaign, workspaceId }: PostOfCampaign): Promise<CampaignOfPost | null> {
  return (
    campaign && { name: campaign.name, state: campaign.state, span: await spanOf(tx, { ...campaign, workspaceId }) }
  );
}

/** The last of the times at which a post goes out, where its channels may have times of their own. */
export const lastOf = (at: Date, own: Iterable<Date | null>): Date =>
  [...own].reduce<Date>((last, time) => (time !== null && time > last ? time : last), at);

/**
 * What a post's campaign has against its going out: by schedule, the last of it at that time, or at once. `path` is where the
 * time stands in the input. Asked under the post's lock it holds until the transaction ends: a campaign takes the locks of its
 * posts before it moves.
 */
export async function campaignIssues(
  tx: Tx,
  post: PostOfCampaign,
  how: 'SCHEDULE' | 'PUBLISH',
  at: Date,
  path: readonly string[],
): Promise<readonly InputIssue[]> {
  const campaign = await campaignOf(tx, post);
  return campaign === null ? [] : outgoingIssues(campaign, how, at, path);
}

const asPostIssue = <Issue extends InputIssue>(issue: Issue) => ({
  severity: 'ERROR' as const,
  ...issue,
  channelId: null,
  limit: null,
  actual: null,
});

/** The same as validation says it, with what people should know. */
export async function campaignVerdict(
  tx: Tx,
  post: PostOfCampaign,
  how: 'SCHEDULE' | 'PUBLISH',
  at: Date,
): Promise<readonly PostIssue[]> {
  const campaign = await campaignOf(tx, post);
  if (campaign === null) return [];
  return [
    ...outgoingIssues(campaign, how, at, ['at']).map(asPostIssue),
    ...(how === 'PUBLISH' ? [] : outgoingNotes(campaign, at, ['at']).map(asPostIssue)),
  ];
}
