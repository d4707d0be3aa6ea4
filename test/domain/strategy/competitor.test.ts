import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotFound, RevisionConflict, ValidationFailed, WrongState } from '../../../src/domain/shared/errors.ts';
import {
  allowedCompetitorActions,
  competitorBounds,
  createCompetitor,
  emptySnapshot,
  moveCompetitor,
  plainHandle,
  recordSnapshots,
  snapshotIssues,
  updateCompetitor,
  type KnownCompetitor,
  type WrittenSnapshot,
} from '../../../src/domain/strategy/competitor.ts';
import { permissionsOf, type Role, type Viewer } from '../../../src/domain/workspace/permission.ts';

const viewer = (role: Role, channelScope: ReadonlySet<string> | null = null): Viewer => ({
  ...{ kind: 'MEMBER', workspaceId: 'w', tokenId: 't', memberId: 'm', personId: 'p', role, channelScope },
  permissions: new Set(permissionsOf(role)),
});
const strategist = viewer('STRATEGIST');
const around = { installed: ['vk', 'sandbox'], names: ['Maiznīca', 'Нан'] };
const life = { name: 'Дуб', revision: 3, archived: false };
const known = {
  ...life,
  handles: [
    { network: 'vk', handle: 'dub' },
    { network: 'gone', handle: 'old' },
  ],
};

/** Codes and places of a refusal. */
function wrong(decision: { readonly ok: boolean; readonly error?: unknown }): readonly string[] {
  if (decision.ok || !(decision.error instanceof ValidationFailed))
    throw new Error('It is not refused for what is written');
  return issuesOf(decision.error.issues);
}
const issuesOf = (issues: readonly { readonly code: string; readonly path: readonly string[] }[]) =>
  issues.map(({ code, path }) => [code, ...path].join(' '));

describe('naming a competitor', () => {
  it('needs a name that nobody else has, whatever its capitals', () => {
    expect(createCompetitor({ name: 'Ābele 🌳' }, around)).toMatchObject({
      ok: true,
      events: [{ type: 'COMPETITOR_CREATED' }],
    });
    expect(wrong(createCompetitor({ name: ' MAIZNĪCA ' }, around))).toEqual(['NAME_TAKEN name']);
    expect(wrong(createCompetitor({ name: 'Maizni\u0304ca' }, around))).toEqual(['NAME_TAKEN name']);
    expect(wrong(createCompetitor({ name: ' ' }, around))).toEqual(['REQUIRED name']);
  });

  it('ends at the most that there may be', () => {
    const names = Array.from({ length: competitorBounds.active }, (_, index) => String(index));
    expect(wrong(createCompetitor({ name: 'x' }, { ...around, names }))).toEqual(['TOO_MANY']);
    expect(createCompetitor({ name: 'x' }, { ...around, names: names.slice(1) }).ok).toBe(true);
  });

  it('takes one handle a network, without its @', () => {
    expect(plainHandle(' @нан.kz ')).toBe('нан.kz');
    const handles = [
      { network: 'vk', handle: '@' },
      { network: 'vk', handle: 'x' },
      { network: 'nowhere', handle: 'x' },
    ];
    expect(wrong(createCompetitor({ name: 'x', handles }, around))).toEqual([
      'TWICE handles 1 network',
      'REQUIRED handles 0 handle',
      'NETWORK_UNKNOWN handles 2 network',
    ]);
  });
});

describe('changing a competitor', () => {
  const change = { expectedRevision: null, removeNetworks: [] };

  it('says what is changed, and nothing where nothing is', () => {
    expect(updateCompetitor(strategist, known, change, around)).toEqual({ ok: true, events: [] });
    const written = { ...change, note: null, removeNetworks: ['vk'] };
    expect(updateCompetitor(strategist, known, written, around)).toEqual({
      ok: true,
      events: [{ type: 'COMPETITOR_UPDATED', fields: ['note', 'handles'] }],
    });
  });

  it('leaves a handle of a network that is not installed any more alone, and lets it be changed', () => {
    const handles = [{ network: 'gone', handle: 'new' }];
    expect(updateCompetitor(strategist, known, { ...change, handles }, around).ok).toBe(true);
    const replaced = { ...change, handles, removeNetworks: ['gone'] };
    expect(wrong(updateCompetitor(strategist, known, replaced, around))).toEqual(['NETWORK_UNKNOWN handles 0 network']);
  });

  it('is refused for who is not there, was changed meanwhile, or is put away', () => {
    const refusal = (competitor: typeof known | null, command: object) => {
      const decision = updateCompetitor(strategist, competitor, { ...change, ...command }, around);
      return decision.ok ? null : decision.error;
    };
    expect(refusal(null, {})).toBeInstanceOf(NotFound);
    expect(refusal(known, { expectedRevision: 2 })).toBeInstanceOf(RevisionConflict);
    expect(refusal(known, { expectedRevision: 3 })).toBeNull();
    expect(refusal({ ...known, archived: true }, {})).toBeInstanceOf(WrongState);
    expect(refusal(known, { removeNetworks: ['sandbox'] })).toMatchObject({ path: ['removeNetworks', '0'] });
  });

  it('can be put away and taken out again, but not to a name that is taken by now', () => {
    const command = { expectedRevision: null, names: ['дуб'] };
    expect(moveCompetitor(strategist, life, 'ARCHIVE', command).ok).toBe(true);
    expect(moveCompetitor(strategist, life, 'RESTORE', command)).toMatchObject({
      ok: false,
      error: { code: 'WRONG_STATE' },
    });
    expect(wrong(moveCompetitor(strategist, { ...life, archived: true }, 'RESTORE', command))).toEqual([
      'NAME_TAKEN competitorId',
    ]);
  });

  it('is offered exactly where it is decided so', () => {
    expect(allowedCompetitorActions(strategist, life)).toEqual(['EDIT', 'RECORD', 'ARCHIVE']);
    expect(allowedCompetitorActions(strategist, { archived: true })).toEqual(['RESTORE']);
    expect(allowedCompetitorActions(viewer('ANALYST'), life)).toEqual([]);
    expect(allowedCompetitorActions(viewer('STRATEGIST', new Set(['c'])), life)).toEqual([]);
  });
});

describe('what is seen of competitors', () => {
  const today = '2026-03-01';
  const dub: KnownCompetitor = { ...life, id: 'dub', handles: [{ id: 'h', network: 'vk', handle: 'dub' }] };
  const snapshot: WrittenSnapshot = {
    ...{ competitorId: 'dub', network: 'vk', on: '2026-02-01' },
    values: { ...emptySnapshot, followers: 1 },
  };

  it('is announced once for each competitor', () => {
    const decision = recordSnapshots([snapshot, { ...snapshot, on: today }], [dub], today);
    expect(decision).toEqual({
      ok: true,
      events: [{ type: 'COMPETITOR_SNAPSHOTS_RECORDED', fields: [], competitorId: 'dub' }],
    });
  });

  it('is all written down or not at all', () => {
    expect(wrong(recordSnapshots([], [], today))).toEqual(['REQUIRED snapshots']);
    const unknown = recordSnapshots([snapshot, { ...snapshot, competitorId: 'x' }], [dub], today);
    expect(unknown).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND', path: ['snapshots', '1', 'competitorId'] },
    });
    const put = recordSnapshots([snapshot, snapshot], [{ ...dub, archived: true, handles: [] }], today);
    expect(wrong(put)).toEqual([
      'COMPETITOR_ARCHIVED snapshots 0 competitorId',
      'HANDLE_MISSING snapshots 0 network',
      'COMPETITOR_ARCHIVED snapshots 1 competitorId',
      'HANDLE_MISSING snapshots 1 network',
      'TWICE snapshots 1 on',
    ]);
    const many = Array.from({ length: competitorBounds.snapshots + 1 }, () => snapshot);
    expect(wrong(recordSnapshots(many, [dub], today))[0]).toBe('TOO_MANY snapshots');
  });

  it('cannot be of tomorrow, nor numbers that nobody can count', () => {
    const values = {
      ...{ followers: 1.5, postsPerWeek: -1, engagementPerPost: Infinity, answers: null },
      formats: [
        { format: 'PHOTO', share: 0.7 },
        { format: 'PHOTO', share: 0.7 },
      ],
      topPosts: [{ url: 'javascript:alert(1)', engagements: -1 }],
    };
    expect(issuesOf(snapshotIssues('2026-03-02', values, today, []))).toEqual([
      'DATE_IN_FUTURE on',
      'NUMBER_INVALID followers',
      'NUMBER_INVALID postsPerWeek',
      'NUMBER_INVALID engagementPerPost',
      'TWICE formats 1 format',
      'SHARES_OVER_ONE formats',
      'URL_INVALID topPosts 0 url',
      'NUMBER_INVALID topPosts 0 engagements',
    ]);
    expect(issuesOf(snapshotIssues('2026-02-30', { ...emptySnapshot, answers: '  ' }, today, []))).toEqual([
      'DATE_INVALID on',
      'SNAPSHOT_EMPTY',
    ]);
  });

  it('may be of any day until today, with any count', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date(today), noInvalidDate: true }),
        fc.nat(),
        (day, followers) => {
          expect(snapshotIssues(day.toISOString().slice(0, 10), { ...emptySnapshot, followers }, today, [])).toEqual(
            [],
          );
        },
      ),
    );
  });
});
