import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedPostActions,
  decidePostMove,
  movePost,
  postActionPermissions,
  postActions,
  postBounds,
  postMoves,
  postStates,
  writtenPostIssues,
  type PostMove,
  type PostState,
  type WrittenPost,
} from '../../../src/domain/planning/post.ts';
import { ChannelUnavailable, type InputIssue } from '../../../src/domain/shared/errors.ts';
import { may } from '../../../src/domain/workspace/permission.ts';
import { texts } from '../texts.ts';
import { anyViewer, memberWith, programWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const anyState = fc.constantFrom(...postStates);
const anyTime = fc.constantFrom(null, new Date(0));
const anyMove = fc.constantFrom(...postMoves);
/** A copy leaves its post where it is. */
const moving = postActions.filter((action) => action !== 'DUPLICATE');
const anyAction = fc.constantFrom(...moving);

const fine = { expectedRevision: null, issues: [], fields: ['text'], unavailable: null };
const unavailable = new ChannelUnavailable({ id: 'c1', name: 'Rīta Maize', status: 'NEEDS_RECONNECT' }, [
  'variants',
  '0',
]);
const issue = (code: string): InputIssue => ({ code, message: code, path: ['at'], parameters: [], fix: null });

/** Where these moves lead from a draft; null: one of them was refused. */
const after = (...moves: readonly PostMove[]): PostState | null =>
  moves.reduce<PostState | null>((state, move) => {
    const moved = state === null ? null : movePost(owner, { state }, move);
    return moved?.ok === true ? moved.to : null;
  }, 'DRAFT');
const movesFrom = (state: PostState) => postMoves.filter((move) => movePost(owner, { state }, move).ok);

describe('the life of a post', () => {
  it.each<[PostState, PostMove[]]>([
    ['IN_REVIEW', ['SUBMIT']],
    ['CHANGES_REQUESTED', ['SUBMIT', 'REQUEST_CHANGES']],
    ['IN_REVIEW', ['SUBMIT', 'REQUEST_CHANGES', 'SUBMIT']],
    ['APPROVED', ['SUBMIT', 'REQUEST_CHANGES', 'EDIT', 'SUBMIT', 'APPROVE']],
    ['SCHEDULED', ['SUBMIT', 'APPROVE', 'SCHEDULE']],
    ['SCHEDULED', ['SCHEDULE', 'SCHEDULE', 'EDIT']],
    ['DRAFT', ['SCHEDULE', 'UNSCHEDULE']],
    ['PUBLISHING', ['SCHEDULE', 'PUBLISH']],
    ['PUBLISHING', ['PUBLISH']],
    ['DRAFT', ['SCHEDULE', 'CANCEL', 'EDIT']],
    ['ARCHIVED', ['CANCEL', 'ARCHIVE']],
  ])('is %s after %j', (state, moves) => {
    expect(after(...moves)).toBe(state);
  });

  it.each<PostState>(['IN_REVIEW', 'CHANGES_REQUESTED', 'APPROVED'])(
    'is a draft again once someone edits what is %s: the approval was of something else',
    (state) => {
      expect(movePost(owner, { state }, 'EDIT')).toEqual({ ok: true, to: 'DRAFT' });
    },
  );

  it.each<PostState>(['IN_REVIEW', 'CHANGES_REQUESTED'])('goes to no network while it is %s', (state) => {
    expect(movesFrom(state)).not.toContain('SCHEDULE');
    expect(movesFrom(state)).not.toContain('PUBLISH');
  });

  it.each<PostState>(['DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED', 'APPROVED'])(
    'can be %s with a time, which can be taken away: it stays what it is',
    (state) => {
      const planned = { state, scheduledAt: new Date(0) };
      expect(movePost(owner, planned, 'UNSCHEDULE')).toEqual({ ok: true, to: state });
      expect(allowedPostActions(owner, planned)).toContain('UNSCHEDULE');
      expect(movePost(owner, { state, scheduledAt: null }, 'UNSCHEDULE')).toMatchObject({
        ok: false,
        error: { code: 'WRONG_STATE', allowedActions: expect.not.arrayContaining(['UNSCHEDULE']) as string[] },
      });
    },
  );

  it('is nobody’s to move while it goes out, and can only be archived when it is out', () => {
    expect(movesFrom('PUBLISHING')).toEqual([]);
    expect(movesFrom('PUBLISHED')).toEqual(['ARCHIVE']);
    expect(movesFrom('PARTIALLY_PUBLISHED')).toEqual(['ARCHIVE']);
  });

  it('can be mended and sent again after it failed', () => {
    expect(movesFrom('FAILED')).toEqual(['EDIT', 'SCHEDULE', 'PUBLISH', 'ARCHIVE']);
  });

  it('ends in the archive', () => {
    expect(movesFrom('ARCHIVED')).toEqual([]);
  });

  it('never leaves its states and never skips a step, whoever tries what in which order', () => {
    const anyWalk = fc.array(anyMove, { maxLength: 40 });
    fc.assert(
      fc.property(anyViewer, anyState, anyWalk, (viewer, start, walk) => {
        let state = start;
        for (const move of walk) {
          const moved = movePost(viewer, { state }, move);
          if (!moved.ok) {
            expect(moved.error).toMatchObject({ code: 'WRONG_STATE', state });
            expect(moved.error.allowedActions).toEqual(allowedPostActions(viewer, { state }));
            continue;
          }
          expect(postStates).toContain(moved.to);
          expect(state).not.toBe('ARCHIVED');
          // What is out or on its way is settled by its deliveries, never by a person.
          expect(['PUBLISHED', 'PARTIALLY_PUBLISHED']).not.toContain(moved.to);
          if (moved.to !== state) {
            const only = {
              IN_REVIEW: 'SUBMIT',
              APPROVED: 'APPROVE',
              CHANGES_REQUESTED: 'REQUEST_CHANGES',
              SCHEDULED: 'SCHEDULE',
              PUBLISHING: 'PUBLISH',
              CANCELLED: 'CANCEL',
              ARCHIVED: 'ARCHIVE',
            }[moved.to as string];
            expect(move).toBe(only ?? (state === 'SCHEDULED' ? 'UNSCHEDULE' : 'EDIT'));
          }
          if (moved.to === 'APPROVED' || moved.to === 'CHANGES_REQUESTED') expect(state).toBe('IN_REVIEW');
          state = moved.to;
        }
      }),
    );
  });

  it.each<PostState>(['DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED', 'APPROVED', 'SCHEDULED'])(
    'can be called off while it is %s',
    (state) => {
      expect(movePost(owner, { state }, 'CANCEL')).toEqual({ ok: true, to: 'CANCELLED' });
    },
  );

  it('can be brought from every state to its end', () => {
    for (const start of postStates.filter((state) => state !== 'PUBLISHING')) {
      const reached = new Set<PostState>([start]);
      for (const state of reached) {
        for (const move of postMoves) {
          const moved = movePost(owner, { state }, move);
          if (moved.ok) reached.add(moved.to);
        }
      }
      expect(reached).toContain('ARCHIVED');
    }
  });
});

describe('allowedPostActions', () => {
  it('are, of what the viewer may do, those that decidePostMove does not refuse with WrongState', () => {
    fc.assert(
      fc.property(anyViewer, anyState, anyTime, (viewer, state, scheduledAt) => {
        const accepted = postActions.filter((action) => {
          if (action === 'DUPLICATE') return true;
          const decision = decidePostMove(viewer, { state, scheduledAt, revision: 1 }, action, fine);
          return decision.ok || decision.error.code !== 'WRONG_STATE';
        });
        expect(allowedPostActions(viewer, { state, scheduledAt })).toEqual(
          accepted.filter((action) => may(viewer, postActionPermissions[action])),
        );
        expect(allowedPostActions(owner, { state, scheduledAt })).toEqual(accepted);
      }),
    );
  });

  it('ask for the permission to write, or to publish', () => {
    const draft = { state: 'DRAFT' } as const;
    expect(allowedPostActions(owner, draft)).toEqual(['EDIT', 'SCHEDULE', 'QUEUE', 'PUBLISH', 'DUPLICATE']);
    expect(allowedPostActions(memberWith('CREATOR'), draft)).toEqual(['EDIT', 'DUPLICATE']);
    expect(allowedPostActions(memberWith('CLIENT'), draft)).toEqual([]);
    expect(allowedPostActions(programWith(['PUBLISH_POSTS']), { state: 'SCHEDULED' })).toEqual([
      'SCHEDULE',
      'QUEUE',
      'UNSCHEDULE',
      'PUBLISH',
    ]);
  });
});

describe('decidePostMove', () => {
  it.each([
    ['EDIT', 'DRAFT', 'POST_UPDATED', 'DRAFT'],
    ['EDIT', 'APPROVED', 'POST_UPDATED', 'DRAFT'],
    ['SCHEDULE', 'APPROVED', 'POST_SCHEDULED', 'SCHEDULED'],
    ['QUEUE', 'SCHEDULED', 'POST_SCHEDULED', 'SCHEDULED'],
    ['UNSCHEDULE', 'SCHEDULED', 'POST_UNSCHEDULED', 'DRAFT'],
    ['PUBLISH', 'FAILED', 'POST_PUBLISH_REQUESTED', 'PUBLISHING'],
  ] as const)('tells of %s from %s as one %s', (action, from, type, to) => {
    expect(decidePostMove(owner, { state: from, revision: 3 }, action, { ...fine, expectedRevision: 3 })).toEqual({
      ok: true,
      events: [{ type, from, to, fields: ['text'] }],
    });
  });

  it('finds no post where there is none to see', () => {
    expect(decidePostMove(owner, null, 'EDIT', fine)).toMatchObject({ error: { code: 'NOT_FOUND', path: ['postId'] } });
  });

  it('refuses a viewer who saw another revision, with the current one', () => {
    fc.assert(
      fc.property(anyAction, anyState, fc.nat(), fc.nat(), (action, state, expectedRevision, revision) => {
        fc.pre(expectedRevision !== revision);
        const decision = decidePostMove(owner, { state, revision }, action, { ...fine, expectedRevision });
        expect(decision).toMatchObject({ ok: false, error: { code: 'REVISION_CONFLICT', currentRevision: revision } });
      }),
    );
  });

  it('names the broken rule that is to be mended first: revision, state, channel, content', () => {
    const command = { ...fine, expectedRevision: 1, issues: [issue('TIME_IN_PAST')], unavailable };
    const codeOf = (post: { state: PostState; revision: number }, change: Partial<typeof command> = {}) => {
      const decision = decidePostMove(owner, post, 'PUBLISH', { ...command, ...change });
      return decision.ok ? null : decision.error.code;
    };
    expect(codeOf({ state: 'ARCHIVED', revision: 2 })).toBe('REVISION_CONFLICT');
    expect(codeOf({ state: 'ARCHIVED', revision: 1 })).toBe('WRONG_STATE');
    expect(codeOf({ state: 'DRAFT', revision: 1 })).toBe('CHANNEL_UNAVAILABLE');
    expect(
      decidePostMove(owner, { state: 'DRAFT', revision: 1 }, 'PUBLISH', { ...command, unavailable: null }),
    ).toMatchObject({ error: { code: 'VALIDATION_FAILED', issues: [{ code: 'TIME_IN_PAST' }], path: ['at'] } });
  });

  it('says what is possible instead, to whom it is', () => {
    const decision = decidePostMove(memberWith('CREATOR'), { state: 'FAILED', revision: 1 }, 'UNSCHEDULE', fine);
    expect(decision).toMatchObject({
      error: {
        state: 'FAILED',
        allowedActions: ['EDIT', 'DUPLICATE'],
        parameters: [
          { name: 'action', value: 'UNSCHEDULE' },
          { name: 'state', value: 'FAILED' },
        ],
      },
    });
  });
});

describe('writtenPostIssues', () => {
  const placed = (post: WrittenPost) => writtenPostIssues(post).map(({ code, path }) => `${path.join('.')}: ${code}`);
  const many = (count: number) => Array.from({ length: count }, (_, index) => String(index));

  it('takes a post in every language, with what is absent', () => {
    const [first, ...further] = Object.values(texts);
    const content = { text: first ?? null, parts: further.map((text) => ({ text })), media: null };
    const variants = [{ channelId: 'a', content, firstComment: texts.Kazakh }, { channelId: 'b' }];
    expect(placed({ title: texts.Latvian, content, variants, tags: [texts.Russian] })).toEqual([]);
    expect(placed({})).toEqual([]);
    expect(placed({ title: null, content: null, variants: null, tags: null })).toEqual([]);
  });

  it.each<[string, number, (size: number) => WrittenPost]>([
    ['title', postBounds.title, (size) => ({ title: 'ģ'.repeat(size) })],
    ['tags', postBounds.tags, (size) => ({ tags: many(size) })],
    ['tags.1', postBounds.tag, (size) => ({ tags: ['хлеб', 'ә'.repeat(size)] })],
    ['content.text', postBounds.text, (size) => ({ content: { text: 'ж'.repeat(size) } })],
    ['content.media', postBounds.media, (size) => ({ content: { media: many(size).map((assetId) => ({ assetId })) } })],
    [
      'content.media.1.altText',
      postBounds.altText,
      (size) => ({ content: { media: [{ assetId: 'a' }, { assetId: 'b', altText: 'ū'.repeat(size) }] } }),
    ],
    ['content.parts', postBounds.parts, (size) => ({ content: { parts: many(size).map((text) => ({ text })) } })],
    [
      'content.parts.1.text',
      postBounds.text,
      (size) => ({ content: { parts: [{ text: 'a' }, { text: 'ң'.repeat(size) }] } }),
    ],
    [
      'content.parts.0.media',
      postBounds.media,
      (size) => ({ content: { parts: [{ media: many(size).map((assetId) => ({ assetId })) }] } }),
    ],
    ['variants', postBounds.variants, (size) => ({ variants: many(size).map((channelId) => ({ channelId })) })],
    [
      'variants.1.content.text',
      postBounds.text,
      (size) => ({ variants: [{ channelId: 'a' }, { channelId: 'b', content: { text: 'é'.repeat(size) } }] }),
    ],
    [
      'variants.0.firstComment',
      postBounds.text,
      (size) => ({ variants: [{ channelId: 'a', firstComment: 'ш'.repeat(size) }] }),
    ],
  ])('takes %s at its bound of %d and refuses one more', (path, bound, write) => {
    expect(writtenPostIssues(write(bound))).toEqual([]);
    expect(writtenPostIssues(write(bound + 1))).toMatchObject([
      {
        code: 'TOO_LONG',
        path: path.split('.'),
        parameters: [
          { name: 'limit', value: String(bound) },
          { name: 'actual', value: String(bound + 1) },
        ],
        fix: expect.stringContaining(String(bound)),
      },
    ]);
  });

  it('tells of every channel that stands a second time, at its place', () => {
    const anyChannels = fc.array(fc.constantFrom('riga', 'almaty', 'moscow', 'boston'), { maxLength: 8 });
    fc.assert(
      fc.property(anyChannels, (channels) => {
        const expected = channels.flatMap((channel, index) =>
          channels.indexOf(channel) < index ? [`variants.${String(index)}.channelId: CHANNEL_TWICE`] : [],
        );
        expect(placed({ variants: channels.map((channelId) => ({ channelId })) })).toEqual(expected);
      }),
    );
  });

  it('tells no id of a row', () => {
    const [issue] = writtenPostIssues({ variants: [{ channelId: 'a' }, { channelId: 'a' }] });
    expect(issue).toMatchObject({ code: 'CHANNEL_TWICE', parameters: [] });
  });

  it('says everything at once', () => {
    const tooLong = 'щ'.repeat(postBounds.text + 1);
    const variants = [{ channelId: 'a' }, { channelId: 'a', firstComment: tooLong }];
    expect(placed({ title: tooLong, content: { text: tooLong }, variants })).toEqual([
      'title: TOO_LONG',
      'content.text: TOO_LONG',
      'variants.1.firstComment: TOO_LONG',
      'variants.1.channelId: CHANNEL_TWICE',
    ]);
  });
});
