export const campaignStates = ['DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED'] as const;
export type CampaignState = (typeof campaignStates)[number];

/** A campaign in one of these holds its posts back: nothing of it goes out. */
export const holdsPosts = (state: CampaignState): boolean => state === 'DRAFT' || state === 'PAUSED';
