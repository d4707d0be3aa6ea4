import { rulesOfCampaign, type UtmRules } from '../../domain/campaigns/utm.ts';
import type { Prisma } from '../../generated/prisma/client.ts';

const utmColumns = {
  name: true,
  utmSource: true,
  utmMedium: true,
  utmCampaign: true,
  utmTerm: true,
  utmContent: true,
} satisfies Prisma.CampaignSelect;
type UtmColumns = Prisma.CampaignGetPayload<{ select: typeof utmColumns }>;

/** What is read of the campaign of a post: how it shapes the post's links, and whether it lets the post go out. */
export const campaignOfPost = {
  ...utmColumns,
  id: true,
  state: true,
  periodFrom: true,
  periodTo: true,
} satisfies Prisma.CampaignSelect;

/** The rules as they were written. */
export const writtenUtm = (row: Omit<UtmColumns, 'name'>): UtmRules => ({
  source: row.utmSource,
  medium: row.utmMedium,
  campaign: row.utmCampaign,
  term: row.utmTerm,
  content: row.utmContent,
});

/** What a campaign adds to its posts' links; null: nothing, or there is no campaign. */
export const utmOf = (campaign: UtmColumns | null): UtmRules | null =>
  campaign === null ? null : rulesOfCampaign(writtenUtm(campaign), campaign.name);
