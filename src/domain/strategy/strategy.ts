import { refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, RevisionConflict, ValidationFailed, WrongState, type InputIssue } from '../shared/errors.ts';
import { may, type Viewer } from '../workspace/permission.ts';

export const strategyStates = ['DRAFT', 'ACTIVE', 'ARCHIVED'] as const;
export type StrategyState = (typeof strategyStates)[number];

export const strategyActions = ['EDIT', 'REVIEW', 'ACTIVATE', 'ARCHIVE', 'REOPEN'] as const;
/** What people do with a strategy. */
export type StrategyAction = (typeof strategyActions)[number];

/** From which state an action leads to which. What is not here is not possible. */
export const strategyTransitions: Readonly<
  Record<StrategyAction, Readonly<Partial<Record<StrategyState, StrategyState>>>>
> = {
  EDIT: { DRAFT: 'DRAFT', ACTIVE: 'ACTIVE' },
  // Research may correct what is not in force yet.
  REVIEW: { DRAFT: 'DRAFT', ACTIVE: 'ACTIVE' },
  ACTIVATE: { DRAFT: 'ACTIVE' },
  ARCHIVE: { DRAFT: 'ARCHIVED', ACTIVE: 'ARCHIVED' },
  REOPEN: { ACTIVE: 'DRAFT', ARCHIVED: 'DRAFT' },
};

/** What this viewer may do with the strategy now. Who is limited to some channels changes nothing that is of all of them. */
export const allowedStrategyActions = (viewer: Viewer, state: StrategyState): readonly StrategyAction[] =>
  may(viewer, 'WRITE_STRATEGY') && viewer.channelScope === null
    ? strategyActions.filter((action) => strategyTransitions[action][state] !== undefined)
    : [];

const eventTypes = {
  EDIT: 'STRATEGY_UPDATED',
  REVIEW: 'STRATEGY_REVIEWED',
  ACTIVATE: 'STRATEGY_STATE_CHANGED',
  ARCHIVE: 'STRATEGY_STATE_CHANGED',
  REOPEN: 'STRATEGY_STATE_CHANGED',
} as const satisfies Record<StrategyAction, string>;

/** Something that happened to a strategy. */
export interface StrategyEvent {
  readonly type: (typeof eventTypes)[StrategyAction];
  readonly from: StrategyState;
  readonly to: StrategyState;
  readonly fields: readonly string[];
}

export const createStrategyErrors = [ValidationFailed, NotFound] as const;
export const changeStrategyErrors = [ValidationFailed, NotFound, RevisionConflict, WrongState] as const;
export const moveStrategyErrors = [NotFound, RevisionConflict, WrongState] as const;

/** One action: seen in the revision that the viewer saw, allowed by the life cycle, and without any issue. */
export function decideStrategyAction(
  viewer: Viewer,
  strategy: { readonly state: StrategyState; readonly revision: number } | null,
  action: StrategyAction,
  command: {
    readonly expectedRevision: number | null;
    readonly issues: readonly InputIssue[];
    readonly fields: readonly string[];
  },
): Decision<StrategyEvent, ErrorOf<typeof changeStrategyErrors>> {
  if (strategy === null) return refused(new NotFound('strategy', ['strategyId']));
  const { state, revision } = strategy;
  const { expectedRevision, issues, fields } = command;
  if (expectedRevision !== null && expectedRevision !== revision) {
    return refused(new RevisionConflict(expectedRevision, revision));
  }
  const to = strategyTransitions[action][state];
  if (to === undefined) return refused(new WrongState(action, state, allowedStrategyActions(viewer, state)));
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  return { ok: true, events: [{ type: eventTypes[action], from: state, to, fields }] };
}
