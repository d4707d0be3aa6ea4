import type { TestWorkspace } from '../../support/world.ts';

/** For every mutation of competitors and of starter templates: an input that succeeds once, and another one. */
export function competitorSamples(
  here: () => TestWorkspace,
): Record<string, () => Promise<{ input: object; other: object }>> {
  let made = 0;
  const created = async () => {
    const name = `Конкурент ${String((made += 1))}`;
    const { data } = await here().gql<{ createCompetitor: { id: string } }>(
      'mutation ($input: CreateCompetitorInput!) { createCompetitor(input: $input) { ... on Competitor { id } } }',
      { input: { name, handles: [{ network: 'sandbox', handle: 'nan' }] } },
    );
    return { name, competitorId: data?.createCompetitor.id ?? '' };
  };
  return {
    createCompetitor: async () => {
      made += 1;
      return { input: { name: `once ${String(made)}` }, other: { name: `twice ${String(made)}` } };
    },
    updateCompetitor: async () => {
      const { competitorId } = await created();
      return { input: { competitorId, note: 'once' }, other: { competitorId, note: 'twice' } };
    },
    archiveCompetitor: async () => {
      const { competitorId } = await created();
      return { input: { competitorId }, other: { competitorId, expectedRevision: 1 } };
    },
    restoreCompetitor: async () => {
      const { competitorId } = await created();
      await here().gql('mutation ($id: ID!) { archiveCompetitor(input: { competitorId: $id }) { __typename } }', {
        id: competitorId,
      });
      return { input: { competitorId }, other: { competitorId, expectedRevision: 2 } };
    },
    recordCompetitorSnapshots: async () => {
      const { competitorId } = await created();
      const snapshot = { competitorId, network: 'sandbox', on: '2026-02-01' };
      return {
        input: { snapshots: [{ ...snapshot, followers: 1 }] },
        other: { snapshots: [{ ...snapshot, followers: 2 }] },
      };
    },
    importCompetitorSnapshots: async () => {
      const { name } = await created();
      const csv = (followers: number) =>
        new File([`competitor,network,date,followers\n${name},sandbox,2026-02-01,${String(followers)}\n`], 'seen.csv');
      return { input: { file: csv(1) }, other: { file: csv(2) } };
    },
    createStrategyFromTemplate: async () => {
      const input = { templateKey: 'SHOP', language: 'lv', period: { from: '2027-01-01', to: '2027-12-31' } };
      return { input: { ...input, name: 'once' }, other: { ...input, name: 'twice' } };
    },
  };
}

export const competitorSelections: Record<string, string> = {
  recordCompetitorSnapshots:
    '... on RecordCompetitorSnapshotsSuccess { results { outcome snapshot { on followers { value } } } }',
  importCompetitorSnapshots:
    '... on ImportCompetitorSnapshotsSuccess { written rows { number outcome issues { code } } }',
};
