import type { TestWorkspace } from '../../support/world.ts';

/** What each of these answers with where it is no node. */
export const planningSelections: Readonly<Record<string, string>> = {
  deleteContentPlan: '... on DeleteContentPlanSuccess { contentPlanId }',
  deletePlanTemplate: '... on DeletePlanTemplateSuccess { planTemplateId }',
  deleteIdea: '... on DeleteIdeaSuccess { ideaId }',
  deleteOccasion: '... on DeleteOccasionSuccess { occasionId }',
};

/** Samples of plans, templates, ideas, occasions and the workspace's settings: an input that succeeds once, and another one. */
export function planningSamples(here: () => TestWorkspace) {
  const period = { from: '2027-12-01', to: '2027-12-31' };
  const made = async (name: string, input: object): Promise<string> => {
    const { data } = await here().gql<Record<string, { id: string }>>(
      `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ... on Node { id } } }`,
      { input },
    );
    return data?.[name]?.id ?? '';
  };
  const plan = () => made('createContentPlan', { name: 'x', period });
  const template = () => made('createPlanTemplate', { name: 'x', entries: [{ dayOffset: 0 }] });
  const idea = () => made('createIdea', { title: 'x' });
  const occasion = () => made('createOccasion', { name: 'x', period });
  const named = async (field: string, id: Promise<string>, input: object, other: object) => ({
    input: { [field]: await id, ...input },
    other: { [field]: await id, ...other },
  });
  return {
    createContentPlan: () => Promise.resolve({ input: { name: 'once', period }, other: { name: 'twice', period } }),
    updateContentPlan: () => named('contentPlanId', plan(), { name: 'once' }, { name: 'twice' }),
    deleteContentPlan: () => named('contentPlanId', plan(), {}, { expectedRevision: 1 }),
    createPlanTemplate: () =>
      Promise.resolve({ input: { name: 'once', entries: [] }, other: { name: 'twice', entries: [] } }),
    updatePlanTemplate: () => named('planTemplateId', template(), { entries: [] }, { name: 'twice' }),
    deletePlanTemplate: () => named('planTemplateId', template(), {}, { expectedRevision: 1 }),
    createIdea: () => Promise.resolve({ input: { title: 'once' }, other: { title: 'twice' } }),
    updateIdea: () => named('ideaId', idea(), { stage: 'CHOSEN' }, { stage: 'DROPPED' }),
    deleteIdea: () => named('ideaId', idea(), {}, { expectedRevision: 1 }),
    promoteIdea: () => named('ideaId', idea(), { channelIds: [here().channelIds[0]] }, { channelIds: [] }),
    createOccasion: () => Promise.resolve({ input: { name: 'once', period }, other: { name: 'twice', period } }),
    updateOccasion: () => named('occasionId', occasion(), { name: 'once' }, { name: 'twice' }),
    deleteOccasion: () => named('occasionId', occasion(), {}, { expectedRevision: 1 }),
    updateWorkspace: () => Promise.resolve({ input: { countries: ['LV'] }, other: { countries: ['KZ'] } }),
  };
}
