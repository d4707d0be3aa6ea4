import { given } from '../../app/given.ts';
import { postsWith } from '../../app/planning/search.ts';
import { servesNothing } from '../../app/planning/balance.ts';
import { visiblePosts } from '../../app/planning/visibility.ts';
import { searchBounds, searchedWords } from '../../domain/planning/search.ts';
import { normalizeTags } from '../../domain/planning/tag.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { badInput, sessionOf, type GraphContext } from '../context.ts';
import { rowId } from '../ids.ts';
import { ContentPrinciple } from '../strategy/principle.ts';
import { PostState } from './post.ts';

const maxIds = 100;

export const PostFilterInput = builder.inputType('PostFilterInput', {
  description: `Which posts: all of what is given holds. Of ids and words of a list any; a list has at most ${String(maxIds)}.`,
  fields: (t) => ({
    state: t.field({ type: [PostState], description: 'Any of these.' }),
    channelIds: t.idList({ description: 'With a variant for any of these channels.' }),
    networks: t.stringList({ description: 'With a variant for any of these networks, by key.' }),
    tags: t.stringList({ description: 'With any of these tags, as Workspace.tags writes them.' }),
    pillarIds: t.idList({ description: 'Of any of these pillars.' }),
    objectiveIds: t.idList({ description: 'That name any of these objectives themselves.' }),
    personaIds: t.idList({ description: 'For any of these personas.' }),
    campaignIds: t.idList({ description: 'Of any of these campaigns.' }),
    planIds: t.idList({ description: 'In any of these content plans.' }),
    occasionIds: t.idList({ description: 'Of any of these occasions.' }),
    authorIds: t.idList({ description: 'Written by any of these members or tokens.' }),
    assigneeIds: t.idList({ description: 'That any of these members works on.' }),
    principles: t.field({ type: [ContentPrinciple], description: 'That follow any of these.' }),
    scheduledFrom: t.field({ type: 'DateTime', description: 'Whose time is this instant or later.' }),
    scheduledTo: t.field({ type: 'DateTime', description: 'Whose time is before this instant.' }),
    servesObjective: t.boolean({
      description: 'True: that name an objective, or a pillar that serves one; false: that do neither.',
    }),
    text: t.string({
      description: `With every one of these words somewhere in title, text, link, tags or a variant: in any English or Russian form, else by its letters, also as a part of a word. At most ${String(searchBounds.characters)} characters and ${String(searchBounds.words)} words.`,
    }),
  }),
});

type PostFilter = typeof PostFilterInput.$inferInput;

/** Refuses what nobody picks by hand: the statement would grow with it. */
function requireBounds(filter: PostFilter): void {
  for (const [name, value] of Object.entries(filter)) {
    if (!Array.isArray(value) || value.length <= maxIds) continue;
    throw badInput(`${name} has ${String(value.length)} entries.`, `Send at most ${String(maxIds)}.`);
  }
  const { text } = filter;
  if (!text) return;
  const { characters, words } = searchBounds;
  if (text.length <= characters && searchedWords(text).length <= words) return;
  throw badInput(
    'This is too much to search for.',
    `Send at most ${String(characters)} characters and ${String(words)} words.`,
  );
}

const anyOf = (type: string, ids: readonly string[]) => ({ in: ids.map((id) => rowId(type, id)) });

export function postWhere(filter: PostFilter | null | undefined): Prisma.PostWhereInput {
  if (!filter) return {};
  requireBounds(filter);
  const { state, channelIds, networks, tags, authorIds, principles, scheduledFrom, scheduledTo, text } = filter;
  const { servesObjective } = filter;
  const scheduledAt = { ...(scheduledFrom && { gte: scheduledFrom }), ...(scheduledTo && { lt: scheduledTo }) };
  const conditions: (Prisma.PostWhereInput | null | undefined | false | '')[] = [
    state && { state: { in: state } },
    tags && { tags: { hasSome: [...normalizeTags(tags)] } },
    principles && { principles: { hasSome: principles } },
    channelIds && { variants: { some: { channelId: anyOf('Channel', channelIds) } } },
    networks && { variants: { some: { channel: { network: { in: networks } } } } },
    authorIds && {
      OR: [{ authorMemberId: anyOf('Member', authorIds) }, { authorTokenId: anyOf('ApiToken', authorIds) }],
    },
    (scheduledFrom ?? scheduledTo) && { scheduledAt },
    servesObjective === false && servesNothing,
    servesObjective === true && { NOT: servesNothing },
    text && postsWith(text),
  ];
  const link = (type: string, ids: readonly string[] | null | undefined) => (ids ? anyOf(type, ids) : undefined);
  const links = given({
    pillarId: link('Pillar', filter.pillarIds),
    objectiveId: link('Objective', filter.objectiveIds),
    personaId: link('Persona', filter.personaIds),
    campaignId: link('Campaign', filter.campaignIds),
    planId: link('ContentPlan', filter.planIds),
    occasionId: link('Occasion', filter.occasionIds),
    assigneeMemberId: link('Member', filter.assigneeIds),
  });
  return { AND: [links, ...conditions.filter((each) => typeof each === 'object' && each !== null)] };
}

const PostOrderField = builder.enumType('PostOrderField', {
  description: 'By what posts are sorted.',
  values: {
    SCHEDULED_AT: { value: 'scheduledAt', description: 'When it goes out; those without a time last.' },
    CREATED_AT: { value: 'createdAt', description: 'When it was written.' },
    UPDATED_AT: { value: 'updatedAt', description: 'When anything of it last changed.' },
    TITLE: { value: 'title', description: 'Its title; those without one last.' },
  } as const,
});
const SortDirection = builder.enumType('SortDirection', {
  description: 'Up or down.',
  values: {
    ASC: { value: 'asc', description: 'The least, earliest or first first.' },
    DESC: { value: 'desc', description: 'The most, latest or last first.' },
  } as const,
});

export const PostOrderInput = builder.inputType('PostOrderInput', {
  description: 'How posts are sorted.',
  fields: (t) => ({
    field: t.field({ type: PostOrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: SortDirection, required: true, defaultValue: 'asc', description: 'Up or down.' }),
  }),
});

/** Sorted as asked, and where that is equal by age, so that the order is the same every time. */
export function postOrder(
  order: typeof PostOrderInput.$inferInput | null | undefined,
): Prisma.PostOrderByWithRelationInput[] {
  if (!order) return [{ createdAt: 'desc' }, { id: 'desc' }];
  const { field, direction } = order;
  const nullable = field === 'scheduledAt' || field === 'title';
  return [{ [field]: nullable ? { sort: direction, nulls: 'last' } : direction }, { id: direction }];
}

/** Which posts of a list, and in which order: of those that the viewer sees. */
export const filteredPosts = (
  {
    filter,
    orderBy,
  }: {
    readonly filter?: PostFilter | null | undefined;
    readonly orderBy?: typeof PostOrderInput.$inferInput | null | undefined;
  },
  context: GraphContext,
) => ({
  where: { AND: [visiblePosts(sessionOf(context)), postWhere(filter)] },
  orderBy: postOrder(orderBy),
});
