import type { PostEvent } from '../../domain/planning/post.ts';
import { maxMoves, planPost, reschedulingOf, tooLate } from '../../domain/planning/reschedule.ts';
import { refused, type Decision } from '../../domain/shared/decision.ts';
import {
  ChannelUnavailable,
  NotFound,
  parametersOf,
  RevisionConflict,
  ValidationFailed,
  type DomainError,
  type InputIssue,
} from '../../domain/shared/errors.ts';
import type { WallTime } from '../../domain/shared/time.ts';
import { seesAllChannels } from '../../domain/workspace/permission.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { execute } from '../execute.ts';
import { planDeliveries } from '../publishing/plan.ts';
import { contentSelection, type PostWithContent } from './content.ts';
import { atOnce, judgeMove, postEvent, writeTimes } from './move.ts';
import { lockSlots } from './slot.ts';
import { resolveFutureTime } from './validation.ts';
import { visiblePosts } from './visibility.ts';

/** One post's new time. */
export interface PostMoveRequest {
  readonly postId: string;
  readonly at: WallTime;
  readonly expectedRevision: number | null;
}

/** What became of one move. */
export interface Rescheduled {
  readonly postId: string;
  /** False: there is no such post for this viewer. */
  readonly known: boolean;
  readonly outcome: 'DONE' | 'SKIPPED' | 'FAILED';
  /** Null: it is done. */
  readonly problem: DomainError | null;
}

type Rows = ReadonlyMap<string, PostWithContent>;

const place = (index: number, ...path: readonly string[]) => ['moves', String(index), ...path];

/** The viewer's posts among these, locked in one order for everyone who locks several, and after them the slots of their channels. */
async function lockPosts(tx: Tx, ctx: Ctx, moves: readonly PostMoveRequest[]): Promise<Rows> {
  const ids = [...new Set(moves.map(({ postId }) => postId))];
  await tx.$queryRaw`
    select 1 from posts where id = any(${ids}::uuid[]) and workspace_id = ${ctx.viewer.workspaceId}::uuid order by id for update`;
  const rows = await readPosts(tx, ctx, ids);
  const channelIds = [...rows.values()].flatMap(({ variants }) => variants.map(({ channelId }) => channelId));
  await lockSlots(tx, [...new Set(channelIds)]);
  return rows;
}

async function readPosts(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<Rows> {
  const rows = await tx.post.findMany({
    where: { AND: [{ id: { in: [...ids] } }, visiblePosts(ctx.viewer)] },
    include: contentSelection,
  });
  return new Map(rows.map((row) => [row.id, row]));
}

const twice = (index: number): InputIssue => ({
  code: 'POST_TWICE',
  message: 'Another move before this one is of the same post.',
  path: place(index, 'postId'),
  parameters: parametersOf({}),
  fix: 'Send one move for each post.',
});

/** Whether one move is possible; the paths are those of the whole input. */
async function judge(
  tx: Tx,
  ctx: Ctx,
  move: PostMoveRequest,
  index: number,
  post: PostWithContent | null,
): Promise<Decision<PostEvent, DomainError>> {
  const { expectedRevision } = move;
  if (post === null) return refused(new NotFound('post', place(index, 'postId')));
  const channelIds = post.variants.map(({ channelId }) => channelId);
  if (!seesAllChannels(ctx.viewer, channelIds)) return refused(new NotFound('channel', place(index, 'postId')));
  // What is out is out, whoever changed its words since.
  if (reschedulingOf(post.state) === 'TOO_LATE') return refused(tooLate(ctx.viewer, post));
  const resolved = resolveFutureTime(move.at, ctx.now());
  const { issues } = resolved;
  const decision =
    reschedulingOf(post.state) === 'PLAN'
      ? planPost(ctx.viewer, post, { expectedRevision, issues })
      : await judgeMove(tx, ctx, post, 'SCHEDULE', { expectedRevision, issues, at: resolved.schedule?.at ?? null });
  return decision.ok ? decision : refused(placed(decision.error, move, index));
}

/** An error of one move with the paths of the whole input. */
function placed(error: DomainError, { expectedRevision }: PostMoveRequest, index: number): DomainError {
  if (error instanceof RevisionConflict) {
    return new RevisionConflict(expectedRevision ?? 0, error.currentRevision, place(index, 'expectedRevision'));
  }
  if (error instanceof ValidationFailed) {
    return new ValidationFailed(error.issues.map((issue) => ({ ...issue, path: place(index, ...issue.path) })));
  }
  return error instanceof ChannelUnavailable
    ? new ChannelUnavailable(error.channel, place(index, ...(error.path ?? [])))
    : error;
}

const resultOf = (
  postId: string,
  post: PostWithContent | null,
  decision: Decision<PostEvent, DomainError>,
): Rescheduled => ({
  postId,
  known: post !== null,
  outcome: decision.ok
    ? 'DONE'
    : post !== null && reschedulingOf(post.state) === 'TOO_LATE' && !(decision.error instanceof NotFound)
      ? 'SKIPPED'
      : 'FAILED',
  problem: decision.ok ? null : decision.error,
});

async function reschedule(
  tx: Tx,
  ctx: Ctx,
  post: PostWithContent,
  { at }: PostMoveRequest,
  event: PostEvent,
): Promise<readonly NewEvent[]> {
  const { schedule } = resolveFutureTime(at, ctx.now());
  if (schedule === null) throw new TypeError('A time that cannot be resolved is an issue');
  const latePolicy = post.latePolicy ?? 'PUBLISH_LATE';
  await writeTimes(tx, ctx, post.id, { state: event.to, schedule, latePolicy });
  if (event.to !== 'SCHEDULED') return [postEvent(post.id, event)];
  const plan = { dueAt: schedule.at, latePolicy, state: 'PLANNED' } as const;
  return [postEvent(post.id, event), ...(await planDeliveries(tx, ctx, atOnce(post), plan))];
}

/** Gives many posts another time. Each move is judged by itself; what cannot be moved keeps the others from nothing. */
export async function reschedulePosts(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly moves: readonly PostMoveRequest[] },
): Promise<readonly Rescheduled[]> {
  const { idempotencyKey, moves } = input;
  if (moves.length > maxMoves) {
    const issue = {
      code: 'TOO_MANY',
      message: `At most ${String(maxMoves)} posts are moved at once.`,
      path: ['moves'],
      parameters: parametersOf({ limit: maxMoves, actual: moves.length }),
      fix: 'Send them in several calls.',
    };
    throw new ValidationFailed([issue]);
  }
  const isRepeated = (index: number) => moves.findIndex(({ postId }) => postId === moves[index]?.postId) < index;
  const results: Rescheduled[] = [];
  const command = { name: 'reschedulePosts', idempotencyKey, input: { moves } };
  const { ids, repeated } = await execute(ctx, command, async (tx) => {
    const rows = await lockPosts(tx, ctx, moves);
    const events: NewEvent[] = [];
    const moved: string[] = [];
    for (const [index, move] of moves.entries()) {
      const post = rows.get(move.postId) ?? null;
      const decision = isRepeated(index)
        ? refused(new ValidationFailed([twice(index)]))
        : await judge(tx, ctx, move, index, post);
      results.push(resultOf(move.postId, post, decision));
      if (post === null || !decision.ok) continue;
      for (const event of decision.events) events.push(...(await reschedule(tx, ctx, post, move, event)));
      moved.push(move.postId);
    }
    // Workers sleep until the next delivery they know of: an earlier one must wake them.
    return { type: 'Post', ids: moved, events, due: moved.length > 0 };
  });
  if (!repeated) return results;
  // Those that were moved the first time were moved; of the others is said what holds now.
  const { prisma } = ctx.db;
  const rows = await readPosts(
    prisma,
    ctx,
    moves.map(({ postId }) => postId),
  );
  const again: Rescheduled[] = [];
  for (const [index, move] of moves.entries()) {
    const { postId } = move;
    const post = rows.get(postId) ?? null;
    if (isRepeated(index)) again.push(resultOf(postId, post, refused(new ValidationFailed([twice(index)]))));
    else if (ids.includes(postId)) again.push({ postId, known: post !== null, outcome: 'DONE', problem: null });
    else again.push(resultOf(postId, post, await judge(prisma, ctx, move, index, post)));
  }
  return again;
}
