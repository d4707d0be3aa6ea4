import { changeIdea, writtenIdeaIssues, type IdeaStage, type WrittenIdea } from '../../domain/planning/idea.ts';
import { writtenPostIssues } from '../../domain/planning/post.ts';
import { normalizeTags } from '../../domain/planning/tag.ts';
import { NotFound, ValidationFailed, type InputIssue } from '../../domain/shared/errors.ts';
import { dateOfDay } from '../../domain/shared/period.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { given } from '../given.ts';
import { writeDrafts } from './draft.ts';
import { campaignNamed, pillarNamed, requireMember } from './references.ts';
import { visibleChannels, visibleIdeas } from './visibility.ts';

interface IdeaInput extends WrittenIdea {
  readonly idempotencyKey: string | null;
  readonly assigneeId?: string | null | undefined;
  readonly pillarId?: string | null | undefined;
  readonly campaignId?: string | null | undefined;
}

export type CreateIdeaInput = IdeaInput & Required<Pick<WrittenIdea, 'title'>>;

export interface SeenIdea {
  readonly idempotencyKey: string | null;
  readonly ideaId: string;
  readonly expectedRevision: number | null;
}

export interface UpdateIdeaInput extends IdeaInput, SeenIdea {
  /** To which it is moved; undefined or null: it stays where it is. */
  readonly stage?: IdeaStage | null | undefined;
}

export interface PromoteIdeaInput extends SeenIdea {
  readonly channelIds: readonly string[];
  /** Undefined: the idea's. */
  readonly title?: string | null | undefined;
  /** Undefined: the idea's note. */
  readonly text?: string | null | undefined;
}

const columnsOf = ({
  title,
  note,
  brief,
  tags,
  dueOn,
  assigneeId,
  pillarId,
  campaignId,
}: Omit<IdeaInput, 'idempotencyKey'>) =>
  given({
    title: title?.trim(),
    note,
    brief,
    tags: tags === undefined ? undefined : [...normalizeTags(tags ?? [])],
    dueOn: typeof dueOn === 'string' ? dateOfDay(dueOn) : dueOn,
    assigneeMemberId: assigneeId,
    pillarId,
    campaignId,
  });

/** Everything that a card names must be the workspace's. */
async function checkReferences(tx: Tx, ctx: Ctx, { pillarId, campaignId, assigneeId }: IdeaInput): Promise<void> {
  await pillarNamed(tx, ctx, pillarId);
  await campaignNamed(tx, ctx, campaignId);
  await requireMember(tx, ctx, assigneeId);
}

/** The card, locked until the transaction ends: of two editors at once the second sees what the first did. */
async function lockIdea(tx: Tx, ctx: Ctx, id: string) {
  await tx.$queryRaw`select 1 from ideas where id = ${id}::uuid for update`;
  const idea = await tx.idea.findFirst({
    where: { AND: [{ id }, visibleIdeas(ctx.viewer)] },
    include: { post: { select: { title: true } }, pillar: { select: { strategy: true } } },
  });
  return idea && { ...idea, postTitle: idea.post?.title ?? null };
}

/** Writes a card of the backlog. */
export function createIdea(ctx: Ctx, input: CreateIdeaInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'createIdea', idempotencyKey, input: what }, async (tx) => {
    const issues = writtenIdeaIssues(what);
    if (issues.length > 0 || !what.title) throw new ValidationFailed(issues);
    await checkReferences(tx, ctx, input);
    const id = ctx.newId();
    const now = ctx.now();
    const author = actorOf(ctx.viewer);
    await tx.idea.create({
      data: {
        ...columnsOf(what),
        title: what.title.trim(),
        id,
        workspaceId: ctx.viewer.workspaceId,
        authorKind: author.kind,
        authorId: 'id' in author ? author.id : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    const event = { type: 'IDEA_CREATED', subjectType: 'Idea', subjectId: id, from: null, to: 'NEW' } as const;
    return { type: 'Idea', ids: [id], events: [event] };
  });
}

/** Changes a card, or moves it to another stage. What is absent stays, null clears. */
export function updateIdea(ctx: Ctx, input: UpdateIdeaInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updateIdea', idempotencyKey, input: what }, async (tx) => {
    const { ideaId: id, expectedRevision, stage, ...changes } = what;
    const idea = await lockIdea(tx, ctx, id);
    const issues = writtenIdeaIssues(changes);
    const [moved] = accept(changeIdea(ctx.viewer, idea, 'EDIT', { expectedRevision, stage, issues }));
    if (idea === null || moved === undefined) throw new TypeError('changeIdea lets nothing pass without a card');
    // What it names already may have been retired since.
    await checkReferences(tx, ctx, {
      ...input,
      pillarId: changes.pillarId === idea.pillarId ? null : changes.pillarId,
    });
    const { title, ...columns } = columnsOf(changes);
    const updatedAt = ctx.now();
    const data = { ...columns, ...(title && { title }), stage: moved.to, revision: { increment: 1 }, updatedAt };
    await tx.idea.update({ where: { id }, data });
    const fields = [...Object.keys(given(changes)), ...(moved.from === moved.to ? [] : ['stage'])];
    return { type: 'Idea', ids: [id], events: [{ ...moved, subjectType: 'Idea', subjectId: id, fields }] };
  });
}

/** Deletes a card. What it became stays. */
export function deleteIdea(ctx: Ctx, input: SeenIdea): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'deleteIdea', idempotencyKey, input: what }, async (tx) => {
    const { ideaId: id, expectedRevision } = what;
    const idea = await lockIdea(tx, ctx, id);
    const [gone] = accept(changeIdea(ctx.viewer, idea, 'DELETE', { expectedRevision, issues: [] }));
    await tx.idea.delete({ where: { id } });
    const event = {
      type: 'IDEA_DELETED',
      subjectType: 'Idea',
      subjectId: id,
      from: gone?.from ?? null,
      to: null,
    } as const;
    return { type: 'Idea', ids: [id], events: [event] };
  });
}

/** Makes a post of a card: a draft with its title, note, tags, pillar, campaign and assignee. It happens once. */
export function promoteIdea(ctx: Ctx, input: PromoteIdeaInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'promoteIdea', idempotencyKey, input: what }, async (tx) => {
    const { ideaId, expectedRevision, channelIds } = what;
    const idea = await lockIdea(tx, ctx, ideaId);
    const title = what.title === undefined ? (idea?.title ?? null) : what.title;
    const text = what.text === undefined ? (idea?.note ?? null) : what.text;
    const issues = promotionIssues({ title, text, channelIds });
    const [moved] = accept(changeIdea(ctx.viewer, idea, 'PROMOTE', { expectedRevision, issues }));
    if (idea === null || moved === undefined) throw new TypeError('changeIdea lets nothing pass without a card');
    const found = await tx.channel.findMany({
      where: { AND: [visibleChannels(ctx.viewer), { id: { in: [...channelIds] } }] },
      select: { id: true },
    });
    const seen = new Set(found.map(({ id }) => id));
    for (const [index, channelId] of channelIds.entries()) {
      if (!seen.has(channelId)) throw new NotFound('channel', ['channelIds', String(index)]);
    }
    const strategy = idea.pillar?.strategy ?? (await strategyOfCampaign(tx, idea.campaignId));
    const postId = ctx.newId();
    const written = await writeDrafts(tx, ctx, [
      {
        id: postId,
        title,
        text,
        link: null,
        tags: idea.tags,
        principles: [],
        channelIds,
        strategy,
        pillarId: idea.pillarId,
        campaignId: idea.campaignId,
        planId: null,
        assigneeMemberId: idea.assigneeMemberId,
        schedule: null,
        bookings: [],
      },
    ]);
    const data = { stage: moved.to, postId, revision: { increment: 1 }, updatedAt: ctx.now() };
    await tx.idea.update({ where: { id: ideaId }, data });
    const event = { ...moved, subjectType: 'Idea', subjectId: ideaId, fields: ['stage', 'post'] } as const;
    return { type: 'Post', ids: [postId], events: [...written, event] };
  });
}

/** The form of the post that a card becomes, with the places that the input of promoteIdea has. */
const promotionIssues = (post: {
  readonly title: string | null;
  readonly text: string | null;
  readonly channelIds: readonly string[];
}): readonly InputIssue[] =>
  writtenPostIssues({
    title: post.title,
    content: { text: post.text },
    variants: post.channelIds.map((channelId) => ({ channelId })),
  }).map(({ path: [field, ...rest], ...issue }) => {
    if (field === 'content') return { ...issue, path: rest };
    // variants.0.channelId there is channelIds.0 here.
    return { ...issue, path: field === 'variants' ? ['channelIds', ...rest.slice(0, 1)] : [field ?? '', ...rest] };
  });

async function strategyOfCampaign(tx: Tx, campaignId: string | null) {
  if (campaignId === null) return null;
  const { strategy } = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: { strategy: { select: { id: true, revision: true } } },
  });
  return strategy;
}
