import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedStrategyActions,
  decideStrategyAction,
  strategyActions,
  strategyStates,
  strategyTransitions,
  type StrategyState,
} from '../../../src/domain/strategy/strategy.ts';
import { permissionsOf, type Viewer } from '../../../src/domain/workspace/permission.ts';

const viewer: Viewer = {
  kind: 'MEMBER',
  workspaceId: 'w',
  tokenId: 't',
  memberId: 'm',
  personId: 'p',
  role: 'STRATEGIST',
  permissions: new Set(permissionsOf('STRATEGIST')),
  channelScope: null,
};
const nothing = { expectedRevision: null, issues: [], fields: [] };
const issue = { code: 'X', message: 'x', path: ['name'], parameters: [], fix: null };

describe('the life of a strategy', () => {
  it('begins as a draft, is put into force, put away, and can be taken up again', () => {
    const path = ['ACTIVATE', 'REVIEW', 'ARCHIVE', 'REOPEN', 'EDIT', 'ACTIVATE', 'REOPEN'] as const;
    let state: StrategyState = 'DRAFT';
    const states = path.map((action) => {
      const decision = decideStrategyAction(viewer, { state, revision: 1 }, action, nothing);
      if (!decision.ok) throw decision.error;
      state = decision.events[0]?.to ?? state;
      return state;
    });
    expect(states).toEqual(['ACTIVE', 'ACTIVE', 'ARCHIVED', 'DRAFT', 'DRAFT', 'ACTIVE', 'DRAFT']);
  });

  it('leaves no state without a way out', () => {
    for (const state of strategyStates) expect(allowedStrategyActions(viewer, state)).not.toEqual([]);
  });

  it('lets pass exactly what allowedActions names, whatever happens', () => {
    fc.assert(
      fc.property(fc.constantFrom(...strategyStates), fc.constantFrom(...strategyActions), (state, action) => {
        const { ok } = decideStrategyAction(viewer, { state, revision: 3 }, action, nothing);
        expect(ok).toBe(allowedStrategyActions(viewer, state).includes(action));
        expect(ok).toBe(strategyTransitions[action][state] !== undefined);
      }),
    );
  });

  it('allows nothing to who may not write strategies, or is limited to some channels', () => {
    expect(allowedStrategyActions({ ...viewer, permissions: new Set(['READ_STRATEGY']) }, 'DRAFT')).toEqual([]);
    expect(allowedStrategyActions({ ...viewer, channelScope: new Set(['c']) }, 'DRAFT')).toEqual([]);
  });

  it('tells first that it is not there, then that it was changed, then that it cannot be, then what is wrong', () => {
    const code = (strategy: Parameters<typeof decideStrategyAction>[1], expectedRevision: number | null) => {
      const decision = decideStrategyAction(viewer, strategy, 'EDIT', {
        expectedRevision,
        issues: [issue],
        fields: [],
      });
      return decision.ok ? null : decision.error.code;
    };
    expect(code(null, 1)).toBe('NOT_FOUND');
    expect(code({ state: 'ARCHIVED', revision: 2 }, 1)).toBe('REVISION_CONFLICT');
    expect(code({ state: 'ARCHIVED', revision: 2 }, 2)).toBe('WRONG_STATE');
    expect(code({ state: 'ACTIVE', revision: 2 }, null)).toBe('VALIDATION_FAILED');
  });
});
