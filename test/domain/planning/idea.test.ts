import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedIdeaActions,
  changeIdea,
  ideaActions,
  ideaStages,
  ideaTransitions,
  writtenIdeaIssues,
  type IdeaLife,
  type IdeaStage,
} from '../../../src/domain/planning/idea.ts';
import { RevisionConflict, ValidationFailed, WrongState } from '../../../src/domain/shared/errors.ts';
import { texts } from '../texts.ts';
import { anyViewer, memberWith } from '../viewer.ts';

const manager = memberWith('CONTENT_MANAGER');
const anyStage = fc.constantFrom(...ideaStages);
const idea = (stage: IdeaStage, revision = 1): IdeaLife => ({ stage, revision, postTitle: null });
const free = { expectedRevision: null, issues: [] };

describe('the stages of an idea', () => {
  it('lead from one to another as the table says, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(anyStage, fc.array(anyStage, { maxLength: 20 }), (first, wanted) => {
        let stage = first;
        for (const next of wanted) {
          const decision = changeIdea(manager, idea(stage), 'EDIT', { ...free, stage: next });
          const possible =
            next === stage ||
            (next !== 'USED' &&
              ideaActions.some(
                (action) => ideaTransitions[action][stage] === next && action !== 'EDIT' && action !== 'DELETE',
              ));
          expect(decision.ok).toBe(possible);
          if (decision.ok) stage = decision.events[0]?.to ?? stage;
          if (stage === 'USED') expect(first).toBe('USED');
        }
      }),
    );
  });

  it('offer exactly what is then not refused', () => {
    fc.assert(
      fc.property(anyViewer, anyStage, (viewer, stage) => {
        const allowed = allowedIdeaActions(viewer, { stage });
        if (!viewer.permissions.has('WRITE_POSTS')) {
          expect(allowed).toEqual([]);
          return;
        }
        expect(changeIdea(viewer, idea(stage), 'PROMOTE', free).ok).toBe(allowed.includes('PROMOTE'));
        expect(allowed).toContain('EDIT');
        expect(allowed).toContain('DELETE');
        const drops = stage !== 'DROPPED' && changeIdea(viewer, idea(stage), 'EDIT', { ...free, stage: 'DROPPED' }).ok;
        expect(drops).toBe(allowed.includes('DROP'));
      }),
    );
  });

  it('become USED by a promotion alone, and once', () => {
    const byHand = changeIdea(manager, idea('CHOSEN'), 'EDIT', { ...free, stage: 'USED' });
    expect(byHand).toMatchObject({ ok: false, error: { code: 'WRONG_STATE' } });
    expect(changeIdea(manager, idea('CHOSEN'), 'PROMOTE', free)).toEqual({
      ok: true,
      events: [{ type: 'IDEA_PROMOTED', from: 'CHOSEN', to: 'USED' }],
    });
    const used = { ...idea('USED'), postTitle: texts.Latvian };
    const again = changeIdea(manager, used, 'PROMOTE', free);
    expect(!again.ok && again.error).toBeInstanceOf(WrongState);
    expect(!again.ok && again.error.message).toContain(texts.Latvian);
    expect(!again.ok && again.error.parameters).toContainEqual({ name: 'post', value: texts.Latvian });
  });

  it('are not touched by who saw another revision, nor by bad input', () => {
    const stale = changeIdea(manager, idea('NEW', 3), 'EDIT', { ...free, expectedRevision: 2, stage: 'CHOSEN' });
    expect(!stale.ok && stale.error).toBeInstanceOf(RevisionConflict);
    const issues = writtenIdeaIssues({ title: '' });
    const bad = changeIdea(manager, idea('NEW'), 'EDIT', { ...free, issues });
    expect(!bad.ok && bad.error).toBeInstanceOf(ValidationFailed);
  });
});

describe('a written idea', () => {
  it('is told everything that is wrong with it at once', () => {
    const issues = writtenIdeaIssues({
      title: '  ',
      note: 'x'.repeat(50_001),
      brief: 'x'.repeat(50_001),
      tags: ['#', 'x'.repeat(101)],
      dueOn: '2026-02-30',
    });
    expect(issues.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'EMPTY title',
      'TOO_LONG note',
      'TOO_LONG brief',
      'TOO_LONG tags.1',
      'TAG_EMPTY tags.0',
      'DATE_INVALID dueOn',
    ]);
    expect(issues.every(({ fix }) => fix)).toBe(true);
  });

  it.each(Object.entries(texts))('may be in %s', (_, text) => {
    expect(writtenIdeaIssues({ title: text, note: text, brief: text, tags: [text], dueOn: null })).toEqual([]);
  });
});
