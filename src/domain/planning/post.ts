import { refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import {
  ChannelUnavailable,
  NotFound,
  parametersOf,
  RevisionConflict,
  ValidationFailed,
  WrongState,
  type InputIssue,
} from '../shared/errors.ts';
import type { ContentPrinciple } from '../strategy/principle.ts';
import { may, type Permission, type Viewer } from '../workspace/permission.ts';
import { principleIssues } from './links.ts';
import { maxTagLength, tagIssues } from './tag.ts';

export const postStates = [
  'DRAFT',
  'IN_REVIEW',
  'CHANGES_REQUESTED',
  'APPROVED',
  'SCHEDULED',
  'PUBLISHING',
  'PUBLISHED',
  'PARTIALLY_PUBLISHED',
  'FAILED',
  'CANCELLED',
  'ARCHIVED',
] as const;
export type PostState = (typeof postStates)[number];

export const latePolicies = ['PUBLISH_LATE', 'SKIP', 'ASK'] as const;
export type LatePolicy = (typeof latePolicies)[number];

/** What people do with a post. What its deliveries make of it is in publishing/delivery.ts, postStateOf. */
export const postMoves = [
  'EDIT',
  'SUBMIT',
  'APPROVE',
  'REQUEST_CHANGES',
  'SCHEDULE',
  'UNSCHEDULE',
  'PUBLISH',
  'CANCEL',
  'ARCHIVE',
] as const;
export type PostMove = (typeof postMoves)[number];

/** From which state a move leads to which. What is not here is not possible. */
export const postTransitions: Readonly<Record<PostMove, Readonly<Partial<Record<PostState, PostState>>>>> = {
  EDIT: {
    DRAFT: 'DRAFT',
    IN_REVIEW: 'DRAFT',
    CHANGES_REQUESTED: 'DRAFT',
    APPROVED: 'DRAFT',
    SCHEDULED: 'SCHEDULED',
    FAILED: 'FAILED',
    CANCELLED: 'DRAFT',
  },
  SUBMIT: { DRAFT: 'IN_REVIEW', CHANGES_REQUESTED: 'IN_REVIEW' },
  APPROVE: { IN_REVIEW: 'APPROVED' },
  REQUEST_CHANGES: { IN_REVIEW: 'CHANGES_REQUESTED' },
  SCHEDULE: { DRAFT: 'SCHEDULED', APPROVED: 'SCHEDULED', SCHEDULED: 'SCHEDULED', FAILED: 'SCHEDULED' },
  // What is still being made may have a time, too, at which it is meant to go out: only that is taken away.
  UNSCHEDULE: {
    DRAFT: 'DRAFT',
    IN_REVIEW: 'IN_REVIEW',
    CHANGES_REQUESTED: 'CHANGES_REQUESTED',
    APPROVED: 'APPROVED',
    SCHEDULED: 'DRAFT',
  },
  PUBLISH: { DRAFT: 'PUBLISHING', APPROVED: 'PUBLISHING', SCHEDULED: 'PUBLISHING', FAILED: 'PUBLISHING' },
  CANCEL: {
    DRAFT: 'CANCELLED',
    IN_REVIEW: 'CANCELLED',
    CHANGES_REQUESTED: 'CANCELLED',
    APPROVED: 'CANCELLED',
    SCHEDULED: 'CANCELLED',
  },
  ARCHIVE: {
    DRAFT: 'ARCHIVED',
    PUBLISHED: 'ARCHIVED',
    PARTIALLY_PUBLISHED: 'ARCHIVED',
    FAILED: 'ARCHIVED',
    CANCELLED: 'ARCHIVED',
  },
};

/** What has a mutation today, with the permission that each asks for. */
export const postActions = ['EDIT', 'SCHEDULE', 'QUEUE', 'UNSCHEDULE', 'PUBLISH', 'DUPLICATE'] as const;
export type PostAction = (typeof postActions)[number];

/** The move that an action is; null: it leaves the post where it is, and is possible in every state. */
const moveOf: Readonly<Record<PostAction, PostMove | null>> = {
  EDIT: 'EDIT',
  SCHEDULE: 'SCHEDULE',
  QUEUE: 'SCHEDULE',
  UNSCHEDULE: 'UNSCHEDULE',
  PUBLISH: 'PUBLISH',
  DUPLICATE: null,
};

const isPossible = (action: PostAction, post: PostMoment): boolean => {
  const move = moveOf[action];
  return move === null || target(post, move) !== undefined;
};

/** Where a move leads; undefined: it is not possible. A time can be taken only from what has one. */
const target = ({ state, scheduledAt = null }: PostMoment, move: PostMove): PostState | undefined =>
  move === 'UNSCHEDULE' && state !== 'SCHEDULED' && scheduledAt === null ? undefined : postTransitions[move][state];

export const postActionPermissions: Readonly<Record<PostAction, Permission>> = {
  EDIT: 'WRITE_POSTS',
  SCHEDULE: 'PUBLISH_POSTS',
  QUEUE: 'PUBLISH_POSTS',
  UNSCHEDULE: 'PUBLISH_POSTS',
  PUBLISH: 'PUBLISH_POSTS',
  DUPLICATE: 'WRITE_POSTS',
};

/** Where a post stands. */
export interface PostMoment {
  readonly state: PostState;
  /** The time that it has; absent or null: none. */
  readonly scheduledAt?: Date | null;
}

export interface PostLife extends PostMoment {
  readonly revision: number;
}

/** What this viewer may do with the post now. */
export const allowedPostActions = (viewer: Viewer, post: PostMoment): readonly PostAction[] =>
  postActions.filter((action) => may(viewer, postActionPermissions[action]) && isPossible(action, post));

/** Something that happened to a post. */
export type PostEvent =
  | { readonly type: 'POST_CREATED'; readonly from: null; readonly to: 'DRAFT'; readonly fields: readonly string[] }
  | {
      readonly type: 'POST_UPDATED' | 'POST_SCHEDULED' | 'POST_UNSCHEDULED' | 'POST_PUBLISH_REQUESTED';
      readonly from: PostState;
      readonly to: PostState;
      readonly fields: readonly string[];
    };

/** Moves a post, or says that its life cycle does not allow it now. */
export function movePost(
  viewer: Viewer,
  post: PostMoment,
  move: PostMove,
  /** By which people know it. */
  action: string = move,
): { readonly ok: true; readonly to: PostState } | { readonly ok: false; readonly error: WrongState } {
  const to = target(post, move);
  return to === undefined
    ? { ok: false, error: new WrongState(action, post.state, allowedPostActions(viewer, post)) }
    : { ok: true, to };
}

/** The actions that move a post. */
export type MovingAction = Exclude<PostAction, 'DUPLICATE'>;

const eventTypes = {
  EDIT: 'POST_UPDATED',
  SCHEDULE: 'POST_SCHEDULED',
  QUEUE: 'POST_SCHEDULED',
  UNSCHEDULE: 'POST_UNSCHEDULED',
  PUBLISH: 'POST_PUBLISH_REQUESTED',
} as const satisfies Record<MovingAction, string>;

/** What mutations that move a post can run into. */
export const movePostErrors = [NotFound, RevisionConflict, WrongState, ChannelUnavailable, ValidationFailed] as const;
type MovePostError = ErrorOf<typeof movePostErrors>;

/**
 * One move of a post: seen in the revision that the viewer saw, allowed by the life cycle, and, where it leads to the
 * network, without any issue that the network would refuse.
 */
export function decidePostMove(
  viewer: Viewer,
  post: PostLife | null,
  action: MovingAction,
  command: {
    readonly expectedRevision: number | null;
    readonly issues: readonly InputIssue[];
    readonly fields: readonly string[];
    /** The first channel that cannot be published to; null: all can. */
    readonly unavailable: ChannelUnavailable | null;
  },
): Decision<PostEvent, MovePostError> {
  if (post === null) return refused(new NotFound('post', ['postId']));
  if (command.expectedRevision !== null && command.expectedRevision !== post.revision) {
    return refused(new RevisionConflict(command.expectedRevision, post.revision));
  }
  const moved = movePost(viewer, post, action === 'QUEUE' ? 'SCHEDULE' : action, action);
  if (!moved.ok) return moved;
  if (command.unavailable !== null) return refused(command.unavailable);
  if (command.issues.length > 0) return refused(new ValidationFailed(command.issues));
  return { ok: true, events: [{ type: eventTypes[action], from: post.state, to: moved.to, fields: command.fields }] };
}

/** Bounds of what is stored, far above what any network takes. */
export const postBounds = {
  title: 500,
  text: 50_000,
  tags: 50,
  tag: maxTagLength,
  variants: 50,
  media: 50,
  parts: 100,
  altText: 5_000,
} as const;

interface WrittenPart {
  readonly text?: string | null | undefined;
  readonly media?:
    readonly { readonly assetId: string; readonly altText?: string | null | undefined }[] | null | undefined;
}

interface WrittenContent extends WrittenPart {
  readonly parts?: readonly WrittenPart[] | null | undefined;
}

/** What createPost and updatePost have in common. Undefined and null are not checked. */
export interface WrittenPost {
  readonly title?: string | null | undefined;
  readonly content?: WrittenContent | null | undefined;
  readonly variants?:
    | readonly {
        readonly channelId: string;
        readonly content?: WrittenContent | null | undefined;
        readonly firstComment?: string | null | undefined;
      }[]
    | null
    | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly principles?: readonly ContentPrinciple[] | null | undefined;
}

/** Everything about the form of a written post that is wrong, at once. What networks say is in validation.ts. */
export function writtenPostIssues(post: WrittenPost): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  const atMost = (actual: number, limit: number, what: string, path: readonly string[]) => {
    if (actual <= limit) return;
    issues.push({
      code: 'TOO_LONG',
      message: `${what}: ${String(actual)} is more than ${String(limit)}.`,
      path,
      parameters: parametersOf({ limit, actual }),
      fix: `Send at most ${String(limit)}.`,
    });
  };
  const part = (written: WrittenPart | null | undefined, path: readonly string[]) => {
    atMost(written?.text?.length ?? 0, postBounds.text, 'Characters of text', [...path, 'text']);
    atMost(written?.media?.length ?? 0, postBounds.media, 'Media', [...path, 'media']);
    for (const [index, { altText }] of (written?.media ?? []).entries()) {
      atMost(altText?.length ?? 0, postBounds.altText, 'Characters of alt text', [
        ...path,
        'media',
        String(index),
        'altText',
      ]);
    }
  };
  const content = (written: WrittenContent | null | undefined, path: readonly string[]) => {
    part(written, path);
    atMost(written?.parts?.length ?? 0, postBounds.parts, 'Parts', [...path, 'parts']);
    for (const [index, further] of (written?.parts ?? []).entries()) part(further, [...path, 'parts', String(index)]);
  };
  atMost(post.title?.length ?? 0, postBounds.title, 'Characters of the title', ['title']);
  atMost(post.tags?.length ?? 0, postBounds.tags, 'Tags', ['tags']);
  for (const [index, tag] of (post.tags ?? []).entries()) {
    atMost(tag.length, postBounds.tag, 'Characters of a tag', ['tags', String(index)]);
  }
  issues.push(...tagIssues(post.tags ?? [], ['tags']), ...principleIssues(post.principles ?? []));
  content(post.content, ['content']);
  const variants = post.variants ?? [];
  atMost(variants.length, postBounds.variants, 'Variants', ['variants']);
  const seen = new Set<string>();
  for (const [index, variant] of variants.entries()) {
    const path = ['variants', String(index)];
    content(variant.content, [...path, 'content']);
    atMost(variant.firstComment?.length ?? 0, postBounds.text, 'Characters of the first comment', [
      ...path,
      'firstComment',
    ]);
    if (seen.has(variant.channelId)) {
      issues.push({
        code: 'CHANNEL_TWICE',
        message: 'The same channel stands twice.',
        path: [...path, 'channelId'],
        // Its id here is the row's, which clients do not know.
        parameters: [],
        fix: 'Write one variant for each channel.',
      });
    }
    seen.add(variant.channelId);
  }
  return issues;
}

export const createPostErrors = [ValidationFailed, NotFound] as const;
export const updatePostErrors = [ValidationFailed, NotFound, RevisionConflict, WrongState] as const;
