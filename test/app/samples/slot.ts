import { randomUUID } from 'node:crypto';
import { writePost } from '../../support/posts.ts';
import type { TestWorkspace } from '../../support/world.ts';

const at = { localDateTime: `${String(new Date().getUTCFullYear() + 1)}-05-01T09:00:00`, timeZone: 'Europe/Riga' };
const monday = { weekday: 'MONDAY', localTime: '09:00', timeZone: 'Europe/Riga' };

/** For the mutations of slots, the queue, bulk moves and copies: an input that succeeds once, and another one. */
export function slotSamples(
  here: () => TestWorkspace,
): Record<string, () => Promise<{ readonly input: object; readonly other: object }>> {
  const channelWithSlot = async () => {
    const channelId = await here().channel();
    const { data } = await here().gql<{ addSlots: { results: { slot: { id: string } }[] } }>(
      'mutation ($input: AddSlotsInput!) { addSlots(input: $input) { ... on AddSlotsSuccess { results { slot { id } } } } }',
      { input: { channelId, slots: [monday] } },
    );
    return { channelId, slotId: data?.addSlots.results[0]?.slot.id };
  };
  return {
    addSlots: async () => {
      const channelId = await here().channel();
      return { input: { channelId, slots: [monday] }, other: { channelId, slots: [] } };
    },
    removeSlots: async () => {
      const { slotId } = await channelWithSlot();
      return { input: { slotIds: [slotId] }, other: { slotIds: [] } };
    },
    queuePost: async () => {
      const { channelId } = await channelWithSlot();
      const postId = await writePost(here(), 'once', [channelId]);
      return { input: { postId }, other: { postId, expectedRevision: 1 } };
    },
    reschedulePosts: async () => {
      const postId = await writePost(here(), randomUUID(), [here().channelIds[0]]);
      return { input: { moves: [{ postId, at }] }, other: { moves: [] } };
    },
    duplicatePost: async () => {
      const postId = await writePost(here(), 'once', [here().channelIds[0]]);
      return { input: { postId }, other: { postId, title: 'twice' } };
    },
  };
}

/** What is read of their answers. */
export const slotSelections = {
  addSlots: '... on AddSlotsSuccess { results { added slot { id } } }',
  removeSlots: '... on RemoveSlotsSuccess { slotIds }',
  reschedulePosts: '... on ReschedulePostsSuccess { results { outcome post { id schedule { at } } problem { code } } }',
};
