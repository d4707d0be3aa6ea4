import { createIdea, deleteIdea, promoteIdea, updateIdea } from '../../app/planning/idea.ts';
import { visibleIdeas } from '../../app/planning/visibility.ts';
import type { Executed } from '../../app/execute.ts';
import {
  allowedIdeaActions,
  changeIdeaErrors,
  createIdeaErrors,
  ideaBounds,
  type IdeaAction as IdeaActionName,
  type IdeaStage as IdeaStageName,
} from '../../domain/planning/idea.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { dateOfDay, dayIssues, dayOfDate } from '../../domain/shared/period.ts';
import { postVisibility, seesChannel, type Viewer } from '../../domain/workspace/permission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { badInput, ctxOf, requireWorkspace, sessionOf, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { resultOf } from '../errors.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Actor, loadActor } from '../workspace/actor.ts';
import { Workspace } from '../workspace/workspace.ts';
import { Post } from './post.ts';

const stageTexts: Readonly<Record<IdeaStageName, string>> = {
  NEW: 'Written down.',
  CHOSEN: 'Wanted.',
  IN_WORK: 'Somebody works on it.',
  USED: 'It became a post, by promoteIdea alone.',
  DROPPED: 'Not wanted, or no longer.',
};

const IdeaStage = builder.enumType('IdeaStage', {
  description: 'Where a card of the backlog lies.',
  values: valuesOf(stageTexts),
});

const actionTexts: Readonly<Record<IdeaActionName, string>> = {
  EDIT: 'updateIdea.',
  SET_BACK: 'updateIdea with the stage NEW.',
  CHOOSE: 'updateIdea with the stage CHOSEN.',
  START: 'updateIdea with the stage IN_WORK.',
  DROP: 'updateIdea with the stage DROPPED.',
  PROMOTE: 'promoteIdea.',
  DELETE: 'deleteIdea.',
};

const IdeaAction = builder.enumType('IdeaAction', {
  description: 'What a viewer can do with an idea.',
  values: valuesOf(actionTexts),
});

/** What is read of a post to know whether a viewer who sees the idea sees it as well. */
const postSight = { variants: { select: { channelId: true } } } as const;

function seesPost(viewer: Viewer, post: Prisma.PostGetPayload<{ include: typeof postSight }>): boolean {
  const memberId = viewer.kind === 'MEMBER' ? viewer.memberId : null;
  const own = post.authorMemberId === memberId || post.assigneeMemberId === memberId;
  if (postVisibility(viewer) === 'OWN' && !own) return false;
  return viewer.channelScope === null || post.variants.some(({ channelId }) => seesChannel(viewer, channelId));
}

export const Idea = builder.prismaNode('Idea', {
  id: { field: 'id' },
  description: 'A card of the backlog: what might become a post.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    title: t.exposeString('title', { description: 'In a few words.' }),
    note: t.exposeString('note', { nullable: true, description: 'What it is about; null: the title says it.' }),
    brief: t.exposeString('brief', {
      nullable: true,
      description: 'What whoever makes it must know; null: nothing was said.',
    }),
    stage: t.expose('stage', { type: IdeaStage, description: 'Where it lies.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1.' }),
    allowedActions: t.field({
      type: [IdeaAction],
      description: 'What the viewer may do with it now.',
      select: { stage: true },
      resolve: (idea, _, context) => [...allowedIdeaActions(sessionOf(context), idea)],
    }),
    tags: t.exposeStringList('tags', { description: `Its tags; at most ${String(ideaBounds.tags)}.` }),
    dueOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day by which it is wanted; null: none.',
      select: { dueOn: true },
      resolve: ({ dueOn }) => dueOn && dayOfDate(dueOn),
    }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who wrote it; null: gone without a trace.',
      select: { authorKind: true, authorId: true },
      resolve: ({ authorKind, authorId }, _, context) =>
        loadActor(context, { kind: authorKind === 'MEMBER' ? 'MEMBER' : 'TOKEN', id: authorId ?? '' }),
    }),
    assignee: t.relation('assignee', { nullable: true, description: 'Who works on it; null: nobody yet.' }),
    pillar: t.relation('pillar', { nullable: true, description: 'The theme that it is of; null: none.' }),
    campaign: t.relation('campaign', { nullable: true, description: 'The campaign that it is for; null: none.' }),
    post: t.field({
      type: Post,
      nullable: true,
      description: 'What it became; null: nothing yet, or not for this viewer.',
      select: (_, __, nestedSelection) => ({ post: nestedSelection({ include: postSight }) }),
      resolve: ({ post }, _, context) => (post && seesPost(sessionOf(context), post) ? post : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

const IdeaFilterInput = builder.inputType('IdeaFilterInput', {
  description: 'Which ideas: all of what is given holds.',
  fields: (t) => ({
    stage: t.field({ type: [IdeaStage], description: 'In any of these stages.' }),
    tags: t.stringList({ description: 'With any of these tags.' }),
    assigneeIds: t.idList({ description: 'Given to any of these members.' }),
    dueBefore: t.field({ type: 'Date', description: 'Wanted before this day.' }),
    text: t.string({
      description:
        'With every one of these words in its title, note or brief, in upper or lower case; at most 20 words.',
    }),
  }),
});

const maxWords = 20;

/** In a pattern of SQL these stand for other characters. */
const literally = (word: string): string => word.replace(/[\\%_]/g, '\\$&');

function wordsWhere(text: string): Prisma.IdeaWhereInput[] {
  const words = text.normalize('NFC').split(/\s+/u).filter(Boolean);
  if (words.length > maxWords) {
    throw badInput(`${String(words.length)} words are too many.`, `Look for at most ${String(maxWords)}.`);
  }
  return words.map((word) => {
    const holds = { contains: literally(word), mode: 'insensitive' } as const;
    return { OR: [{ title: holds }, { note: holds }, { brief: holds }] };
  });
}

function ideaWhere(filter: typeof IdeaFilterInput.$inferInput | null | undefined): Prisma.IdeaWhereInput {
  const { stage, tags, assigneeIds, dueBefore, text } = filter ?? {};
  const [issue] = dueBefore ? dayIssues(dueBefore, []) : [];
  if (issue !== undefined) throw badInput(issue.message, issue.fix ?? '');
  return {
    ...(stage ? { stage: { in: stage } } : {}),
    ...(tags ? { tags: { hasSome: tags } } : {}),
    ...(assigneeIds ? { assigneeMemberId: { in: assigneeIds.map((id) => rowId('Member', id)) } } : {}),
    ...(dueBefore ? { dueOn: { lt: dateOfDay(dueBefore) } } : {}),
    AND: wordsWhere(text ?? ''),
  };
}

builder.prismaObjectField(Workspace, 'ideas', (t) =>
  t.relatedConnection(
    'ideas',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description:
        'The backlog, the newest first: for a creator what is their own or theirs to do, for a client nothing.',
      args: { filter: t.arg({ type: IdeaFilterInput, description: 'Which of them.' }) },
      query: ({ filter }, context) => ({
        where: { AND: [visibleIdeas(sessionOf(context)), ideaWhere(filter)] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
    },
    ...connectionOf('Idea'),
  ),
);

const titleText = `In a few words; at most ${String(ideaBounds.title)} characters.`;
const noteText = `What it is about: the text of the post that it becomes; at most ${String(ideaBounds.note)} characters.`;
const briefText = `What whoever makes it must know; at most ${String(ideaBounds.brief)} characters.`;

const CreateIdeaInput = mutationInput('createIdea', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  title: t.string({ required: true, description: titleText }),
  note: t.string({ description: noteText }),
  brief: t.string({ description: briefText }),
  tags: t.stringList({ description: `At most ${String(ideaBounds.tags)}.` }),
  dueOn: t.field({ type: 'Date', description: 'The day by which it is wanted.' }),
  assigneeId: t.id({ description: 'The member who works on it.' }),
  pillarId: t.id({ description: 'The theme that it is of.' }),
  campaignId: t.id({ description: 'The campaign that it is for.' }),
}));

const UpdateIdeaInput = mutationInput('updateIdea', (t) => ({
  ideaId: t.id({ required: true, description: 'The idea.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  stage: t.field({ type: IdeaStage, description: 'To which it is moved; USED is reached by promoteIdea alone.' }),
  title: t.string({ description: titleText }),
  note: t.string({ description: noteText }),
  brief: t.string({ description: briefText }),
  tags: t.stringList({ description: `At most ${String(ideaBounds.tags)}. Replaces all.` }),
  dueOn: t.field({ type: 'Date', description: 'The day by which it is wanted.' }),
  assigneeId: t.id({ description: 'The member who works on it.' }),
  pillarId: t.id({ description: 'The theme that it is of.' }),
  campaignId: t.id({ description: 'The campaign that it is for.' }),
}));

const DeleteIdeaInput = mutationInput('deleteIdea', (t) => ({
  ideaId: t.id({ required: true, description: 'The idea.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
}));

const PromoteIdeaInput = mutationInput('promoteIdea', (t) => ({
  ideaId: t.id({ required: true, description: 'The idea.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  channelIds: t.idList({ required: true, description: 'The post’s channels; at most 50.' }),
  title: t.string({ description: 'The post’s; absent: the idea’s.' }),
  text: t.string({ description: 'The post’s; absent: the idea’s note.' }),
}));

const DeleteIdeaSuccess = builder.objectRef<{ readonly id: string }>('DeleteIdeaSuccess').implement({
  description: 'The idea is gone; what it became stays.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    ideaId: t.id({ description: 'The global id that it had.', resolve: ({ id }) => encodeGlobalID('Idea', id) }),
  }),
});

const changedIdea = async (query: object, context: GraphContext, executed: Promise<Executed>) => {
  const { ids } = await executed;
  const row = await context.shell.db.prisma.idea.findUnique({ ...query, where: { id: ids[0] ?? '' } });
  // The same call again, and it was deleted in between.
  if (row === null) throw new NotFound('idea', ['idempotencyKey']);
  return row;
};

interface NamedIds {
  readonly assigneeId?: string | null | undefined;
  readonly pillarId?: string | null | undefined;
  readonly campaignId?: string | null | undefined;
}

/** Undefined stays undefined, null stays null. */
const rowIds = ({ assigneeId, pillarId, campaignId }: NamedIds) => ({
  assigneeId: assigneeId && rowId('Member', assigneeId),
  pillarId: pillarId && rowId('Pillar', pillarId),
  campaignId: campaignId && rowId('Campaign', campaignId),
});

const seen = (input: {
  readonly idempotencyKey?: string | null | undefined;
  readonly ideaId: string;
  readonly expectedRevision?: number | null | undefined;
}) => ({
  idempotencyKey: keyOf(input),
  ideaId: rowId('Idea', input.ideaId),
  expectedRevision: input.expectedRevision ?? null,
});

builder.mutationField('createIdea', (t) =>
  t.prismaField({
    type: Idea,
    description: 'Writes a card of the backlog.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: CreateIdeaInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createIdea', createIdeaErrors),
    resolve: (query, _, { input }, context) => {
      const { workspaceId, ...fields } = input;
      requireWorkspace(context, workspaceId);
      const idea = { ...fields, ...rowIds(input), idempotencyKey: keyOf(input) };
      return changedIdea(query, context, createIdea(ctxOf(context), idea));
    },
  }),
);

builder.mutationField('updateIdea', (t) =>
  t.prismaField({
    type: Idea,
    description: 'Changes an idea, or moves it to another stage. What is absent stays, null clears.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: UpdateIdeaInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updateIdea', changeIdeaErrors),
    resolve: (query, _, { input }, context) =>
      changedIdea(query, context, updateIdea(ctxOf(context), { ...input, ...rowIds(input), ...seen(input) })),
  }),
);

builder.mutationField('deleteIdea', (t) =>
  t.field({
    type: DeleteIdeaSuccess,
    description: 'Deletes an idea; what it became stays.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: DeleteIdeaInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('deleteIdea', changeIdeaErrors),
    resolve: async (_, { input }, context) => {
      const { ids } = await deleteIdea(ctxOf(context), seen(input));
      return { id: ids[0] ?? '' };
    },
  }),
);

builder.mutationField('promoteIdea', (t) =>
  t.prismaField({
    type: Post,
    description:
      'Makes a post of an idea: a draft with its title, note, tags, pillar, campaign and assignee. An idea becomes one post.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: PromoteIdeaInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('promoteIdea', changeIdeaErrors),
    resolve: async (query, _, { input }, context) => {
      const { ids } = await promoteIdea(ctxOf(context), {
        ...seen(input),
        channelIds: input.channelIds.map((id) => rowId('Channel', id)),
        title: input.title,
        text: input.text,
      });
      return context.shell.db.prisma.post.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
