import type { TestWorkspace } from '../../support/world.ts';

const campaign = { objective: 'SALES', period: { from: '2027-03-01', to: '2027-03-31' } };

/** For every mutation of campaigns: an input that succeeds once, and another one. */
export function campaignSamples(
  here: () => TestWorkspace,
): Record<string, () => Promise<{ input: object; other: object }>> {
  const turn = (mutation: string, campaignId: string) =>
    here().gql(`mutation ($id: ID!) { ${mutation}(input: { campaignId: $id }) { __typename } }`, { id: campaignId });
  const planned = async (...turns: readonly string[]): Promise<string> => {
    const { data } = await here().gql<{ createCampaign: { id: string } }>(
      'mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on Campaign { id } } }',
      { input: { ...campaign, name: 'C' } },
    );
    const id = data?.createCampaign.id ?? '';
    for (const mutation of turns) await turn(mutation, id);
    return id;
  };
  const turned = async (...turns: readonly string[]) => {
    const campaignId = await planned(...turns);
    return { input: { campaignId }, other: { campaignId, expectedRevision: 1 } };
  };
  const entry = { kind: 'COST', category: 'FEE', amount: { amount: '10.00', currency: 'EUR' }, on: '2027-03-05' };
  return {
    createCampaign: async () => ({ input: { ...campaign, name: 'once' }, other: { ...campaign, name: 'twice' } }),
    updateCampaign: async () => {
      const campaignId = await planned();
      return { input: { campaignId, name: 'once' }, other: { campaignId, name: 'twice' } };
    },
    launchCampaign: () => turned(),
    pauseCampaign: () => turned('launchCampaign'),
    resumeCampaign: () => turned('launchCampaign', 'pauseCampaign'),
    completeCampaign: () => turned('launchCampaign'),
    cancelCampaign: () => turned(),
    addCampaignEntry: async () => {
      const campaignId = await planned();
      return { input: { ...entry, campaignId }, other: { ...entry, campaignId, note: 'twice' } };
    },
    removeCampaignEntry: async () => {
      const { data } = await here().gql<{ addCampaignEntry: { id: string } }>(
        'mutation ($input: AddCampaignEntryInput!) { addCampaignEntry(input: $input) { ... on CampaignEntry { id } } }',
        { input: { ...entry, campaignId: await planned() } },
      );
      return {
        input: { campaignEntryId: data?.addCampaignEntry.id },
        other: { campaignEntryId: Buffer.from('CampaignEntry:x').toString('base64') },
      };
    },
  };
}
