import type { ActorRef } from '../domain/workspace/actor.ts';
import { may, postVisibility, type Permission, type Viewer } from '../domain/workspace/permission.ts';
import type { Event, Prisma } from '../generated/prisma/client.ts';
import type { Database, Tx } from '../infra/db.ts';
import { notify } from '../infra/listener.ts';
import { createWaker } from '../infra/waker.ts';
import { ofVisibleChannels, visibleIdeas, visiblePosts } from './planning/visibility.ts';

/** What something can happen to, and what a viewer may do who is told of it beside what is said of posts and channels. */
const subjects = {
  Post: 'READ_POSTS',
  Delivery: 'READ_POSTS',
  ApiToken: 'MANAGE_TOKENS',
  Channel: null,
  MediaAsset: 'READ_POSTS',
  NetworkApp: null,
  Workspace: null,
  Strategy: 'READ_STRATEGY',
  Competitor: 'READ_STRATEGY',
  Campaign: 'READ_CAMPAIGNS',
  ContentPlan: 'READ_POSTS',
  PlanTemplate: 'READ_POSTS',
  Occasion: 'READ_POSTS',
  Slot: 'READ_POSTS',
  Idea: 'READ_POSTS',
} as const satisfies Readonly<Record<string, Permission | null>>;
export type SubjectType = keyof typeof subjects;

/** What happened, before it has its place. */
export interface NewEvent {
  readonly type: string;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly postId?: string;
  readonly channelId?: string;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly attempt?: number | null;
  readonly fields?: readonly string[];
}

export interface Origin {
  readonly actor: ActorRef;
  readonly requestId: string | null;
  readonly occurredAt: Date;
}

/**
 * Writes events at the head of the workspace's log. The numbers are taken under the lock of its row, which is held until
 * commit: so numbers follow the order of commits, and who has read number n has missed nothing before it. Call it last in
 * a transaction, so that others wait as little as can be. Readers are woken at commit, and only then.
 */
export async function appendEvents(
  tx: Tx,
  workspaceId: string,
  origin: Origin,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { head } = await tx.eventLog.update({
    where: { workspaceId },
    data: { head: { increment: events.length } },
    select: { head: true },
  });
  const first = head - BigInt(events.length) + 1n;
  const { actor } = origin;
  await tx.event.createMany({
    data: events.map((event, index) => ({
      workspaceId,
      number: first + BigInt(index),
      type: event.type,
      occurredAt: origin.occurredAt,
      subjectType: event.subjectType,
      subjectId: event.subjectId,
      postId: event.postId ?? null,
      channelId: event.channelId ?? null,
      from: event.from ?? null,
      to: event.to ?? null,
      attempt: event.attempt ?? null,
      fields: [...(event.fields ?? [])],
      actorKind: actor.kind,
      actorId: actor.kind === 'SYSTEM' ? null : actor.id,
      actorReason: actor.kind === 'SYSTEM' ? actor.reason : null,
      requestId: origin.requestId,
    })),
  });
  await notify(tx, workspaceId);
}

/** A cursor is of another log, was changed, or names what was pruned. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid';
  readonly code: 'CURSOR_INVALID' | 'CURSOR_EXPIRED';

  constructor(code: CursorInvalid['code']) {
    super(
      code === 'CURSOR_EXPIRED'
        ? 'The log no longer goes back to this cursor. Read the present state anew, then follow from the newest cursor (events(last: 1)).'
        : 'This is no cursor of this workspace’s log. Pass a cursor from one of its events.',
    );
    this.code = code;
  }
}

export const cursorOf = (number: bigint): string => Buffer.from(`log:${String(number)}`).toString('base64url');

export function numberOf(cursor: string): bigint {
  const match = /^log:(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match?.[1] === undefined) throw new CursorInvalid('CURSOR_INVALID');
  return BigInt(match[1]);
}

/** The number after which to read: that of the cursor, which must be of this log and still in it; without one, the head. */
export async function startingPoint(db: Database, workspaceId: string, after: string | null): Promise<bigint> {
  const log = await db.prisma.eventLog.findUniqueOrThrow({ where: { workspaceId } });
  if (after === null) return log.head;
  const number = numberOf(after);
  if (number > log.head) throw new CursorInvalid('CURSOR_INVALID');
  if (number < log.prunedTo) throw new CursorInvalid('CURSOR_EXPIRED');
  return number;
}

/** Access ended while events were being followed. */
export class AccessEnded extends Error {
  override readonly name = 'AccessEnded';

  constructor() {
    super('The token was revoked or has expired.');
  }
}

const batch = 100;
/** Those of the workspace as a whole: whoever sees only some channels, or only what is their own, sees no less of them. */
const ofWorkspace: readonly SubjectType[] = [
  'MediaAsset',
  'ApiToken',
  'Strategy',
  'Competitor',
  'Campaign',
  'Occasion',
];

/**
 * Of a workspace's events, those that the viewer may see: of posts, channels, slots and ideas that they see, of media, and
 * of what they have the permission to read.
 */
export async function visibleEvents(db: Database, viewer: Viewer): Promise<Prisma.EventWhereInput> {
  const readable = (Object.keys(subjects) as SubjectType[]).filter((type) => {
    const needed = subjects[type];
    return needed === null || may(viewer, needed);
  });
  if (postVisibility(viewer) === 'ALL' && viewer.channelScope === null) return { subjectType: { in: readable } };
  const [posts, ideas] = await Promise.all([
    db.prisma.post.findMany({ where: visiblePosts(viewer), select: { id: true } }),
    db.prisma.idea.findMany({ where: visibleIdeas(viewer), select: { id: true } }),
  ]);
  return {
    OR: [
      { postId: { in: posts.map(({ id }) => id) } },
      { subjectType: 'Idea', subjectId: { in: ideas.map(({ id }) => id) } },
      { subjectType: { in: ['Channel', 'Slot'] }, ...ofVisibleChannels(viewer) },
      { subjectType: { in: ofWorkspace.filter((type) => readable.includes(type)) } },
    ],
  };
}

/** How long a lost wake-up can delay an event. */
const pollMs = 3000;

/**
 * Follows a workspace's log: first what came after the cursor, then live, in order, nothing twice and nothing left out. Reads
 * only as fast as the consumer takes, so a slow one costs no memory. Ends with {@link AccessEnded} when the viewer's token
 * is revoked or expires, {@link CursorInvalid} when the log is pruned past it.
 */
export function followEvents(
  db: Database,
  viewer: Follower,
  options: FollowOptions,
): AsyncIterableIterator<Event, void, void> {
  // A generator that waits cannot be told to return: its consumer's return ends the wait first.
  const left = new AbortController();
  const events = follow(db, viewer, { ...options, signal: AbortSignal.any([options.signal, left.signal]) });
  return {
    next: () => events.next(),
    async return() {
      left.abort();
      return events.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

type Follower = Pick<Viewer, 'workspaceId' | 'tokenId'> & { readonly expiresAt: Date | null };

interface FollowOptions {
  readonly after: string | null;
  /** Which of them; asked anew every time, as what a viewer sees changes. */
  readonly where: () => Promise<Prisma.EventWhereInput>;
  readonly signal: AbortSignal;
}

async function* follow(db: Database, viewer: Follower, options: FollowOptions): AsyncGenerator<Event, void, void> {
  const { workspaceId, tokenId } = viewer;
  const { signal } = options;
  const waker = createWaker();
  const rouse = () => {
    waker.rouse();
  };
  const stop = db.listener.on(workspaceId, rouse);
  signal.addEventListener('abort', rouse);
  try {
    let position = await startingPoint(db, workspaceId, options.after);
    // Asked after the position is known: a revocation before it is seen here, one after it as an event.
    const token = await db.prisma.apiToken.findUnique({ where: { id: tokenId }, select: { revokedAt: true } });
    if ((token?.revokedAt ?? null) !== null) throw new AccessEnded();
    while (!signal.aborted) {
      if (viewer.expiresAt !== null && viewer.expiresAt <= new Date()) throw new AccessEnded();
      waker.listen();
      const events = await db.prisma.event.findMany({
        where: {
          workspaceId,
          number: { gt: position },
          // Prisma leaves an empty condition out of OR, where it would mean everything: so each repeats what is never empty.
          OR: [
            { workspaceId, AND: [await options.where()] },
            { workspaceId, type: 'TOKEN_REVOKED', subjectId: tokenId },
          ],
        },
        orderBy: { number: 'asc' },
        take: batch,
      });
      for (const event of events) {
        if (event.type === 'TOKEN_REVOKED' && event.subjectId === tokenId) throw new AccessEnded();
        yield event;
        position = event.number;
      }
      if (events.length === batch) continue;
      await waker.rest(pollMs);
    }
  } finally {
    stop();
    signal.removeEventListener('abort', rouse);
  }
}
