import { refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, RevisionConflict, ValidationFailed, WrongState, type InputIssue } from '../shared/errors.ts';
import { writtenPeriodIssues, type Period } from '../shared/period.ts';
import { lengthIssues, nameIssues } from '../shared/text-issues.ts';
import { countIssues, issue, moneyIssues, phrasesIssues, type TypedMoney } from '../shared/form.ts';
import { may, type Viewer } from '../workspace/permission.ts';
import { utmIssues, type WrittenUtm } from './utm.ts';

export const campaignStates = ['DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED'] as const;
export type CampaignState = (typeof campaignStates)[number];

/** A campaign in one of these holds its posts back: nothing of it goes out. */
export const holdsPosts = (state: CampaignState): boolean => state === 'DRAFT' || state === 'PAUSED';

/** A campaign in one of these is over for good: nothing of it goes out any more. */
export const isOver = (state: CampaignState): boolean => state === 'COMPLETED' || state === 'CANCELLED';

/**
 * What becomes of a post's delivery that failed for a reason that passes, where the campaign was paused or ended while it was
 * tried: it waits, or is called off, as if it had not been begun. What a person sends again after a campaign's end goes on:
 * it is due after that.
 */
export function nextTryOf(
  campaign: { readonly state: CampaignState; readonly endedAt: Date | null } | null,
  dueAt: Date,
): 'GOES_ON' | MoveOutcome {
  if (campaign === null) return 'GOES_ON';
  if (holdsPosts(campaign.state)) return 'HELD';
  return isOver(campaign.state) && campaign.endedAt !== null && dueAt < campaign.endedAt ? 'UNSCHEDULED' : 'GOES_ON';
}

/**
 * What the state of a campaign has against a person's sending a delivery again. One that ran its time lets them bring to its end
 * what failed meanwhile: a post that is partly out could not be taken out of it. What was called off stays called off.
 */
export function retryIssues(
  campaign: Pick<CampaignOfPost, 'name' | 'state'>,
  path: readonly string[],
): readonly InputIssue[] {
  const { name, state } = campaign;
  if (state === 'COMPLETED') return [];
  if (state !== 'CANCELLED') return stateIssues(campaign, 'PUBLISH', path);
  const message = `The campaign "${name}" is CANCELLED: nothing of it goes out any more.`;
  const fix = 'Copy the post with duplicatePost, and give the copy another campaign or none.';
  return [issue('CAMPAIGN_OVER', message, path, fix, { campaign: name, state })];
}

export const campaignActions = ['EDIT', 'LAUNCH', 'PAUSE', 'RESUME', 'COMPLETE', 'CANCEL'] as const;
/** What people do with a campaign. */
export type CampaignAction = (typeof campaignActions)[number];

/** A turn of its life, which acts on its posts. */
export type CampaignTurn = Exclude<CampaignAction, 'EDIT'>;

/** From which state an action leads to which. What is not here is not possible. */
export const campaignTransitions: Readonly<
  Record<CampaignAction, Readonly<Partial<Record<CampaignState, CampaignState>>>>
> = {
  EDIT: { DRAFT: 'DRAFT', ACTIVE: 'ACTIVE', PAUSED: 'PAUSED' },
  LAUNCH: { DRAFT: 'ACTIVE' },
  PAUSE: { ACTIVE: 'PAUSED' },
  RESUME: { PAUSED: 'ACTIVE' },
  COMPLETE: { ACTIVE: 'COMPLETED', PAUSED: 'COMPLETED' },
  CANCEL: { DRAFT: 'CANCELLED', ACTIVE: 'CANCELLED', PAUSED: 'CANCELLED' },
};

export const moveOutcomes = ['HELD', 'RELEASED', 'UNSCHEDULED'] as const;
/** What a turn does to a post that waits to go out. */
export type MoveOutcome = (typeof moveOutcomes)[number];

export const turnOutcomes: Readonly<Record<CampaignTurn, MoveOutcome>> = {
  LAUNCH: 'RELEASED',
  PAUSE: 'HELD',
  RESUME: 'RELEASED',
  COMPLETE: 'UNSCHEDULED',
  CANCEL: 'UNSCHEDULED',
};

/** What this viewer may do with the campaign now. Who is limited to some channels changes nothing that is of all of them. */
export const allowedCampaignActions = (viewer: Viewer, state: CampaignState): readonly CampaignAction[] =>
  may(viewer, 'WRITE_CAMPAIGNS') && viewer.channelScope === null
    ? campaignActions.filter((action) => campaignTransitions[action][state] !== undefined)
    : [];

/** Something that happened to a campaign. */
export interface CampaignEvent {
  readonly type: 'CAMPAIGN_UPDATED' | 'CAMPAIGN_STATE_CHANGED';
  readonly from: CampaignState;
  readonly to: CampaignState;
  readonly fields: readonly string[];
}

export const createCampaignErrors = [ValidationFailed, NotFound] as const;
/** What mutations that change or move a campaign can run into. */
export const changeCampaignErrors = [ValidationFailed, NotFound, RevisionConflict, WrongState] as const;

export interface CampaignLife {
  readonly state: CampaignState;
  readonly revision: number;
}

/** One action: seen in the revision that the viewer saw, allowed by the life cycle, and without any issue. */
export function decideCampaignAction(
  viewer: Viewer,
  campaign: CampaignLife | null,
  action: CampaignAction,
  command: {
    readonly expectedRevision: number | null;
    readonly issues: readonly InputIssue[];
    readonly fields: readonly string[];
  },
): Decision<CampaignEvent, ErrorOf<typeof changeCampaignErrors>> {
  if (campaign === null) return refused(new NotFound('campaign', ['campaignId']));
  const { expectedRevision, issues, fields } = command;
  if (expectedRevision !== null && expectedRevision !== campaign.revision) {
    return refused(new RevisionConflict(expectedRevision, campaign.revision));
  }
  const to = campaignTransitions[action][campaign.state];
  if (to === undefined) {
    return refused(new WrongState(action, campaign.state, allowedCampaignActions(viewer, campaign.state)));
  }
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  const type = action === 'EDIT' ? 'CAMPAIGN_UPDATED' : 'CAMPAIGN_STATE_CHANGED';
  return { ok: true, events: [{ type, from: campaign.state, to, fields }] };
}

/** Bounds of what is stored. */
export const campaignBounds = { name: 200, note: 10_000, days: 3660, promoCodes: 50 } as const;

/** What createCampaign and updateCampaign have in common. Undefined is not checked. */
export interface WrittenCampaign {
  readonly name?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly objective?: string | null | undefined;
  readonly period?: Period | null | undefined;
  readonly budget?: TypedMoney | null | undefined;
  readonly utm?: WrittenUtm | null | undefined;
  readonly promoCodes?: readonly string[] | null | undefined;
}

/** Everything about the form of a written campaign that is wrong, at once. KPIs have rules of their own. */
export function writtenCampaignIssues(campaign: WrittenCampaign): readonly InputIssue[] {
  const { name, note, objective, period, budget, utm, promoCodes } = campaign;
  return [
    ...nameIssues(name, campaignBounds.name, 'name', ['name']),
    ...lengthIssues(note?.length ?? 0, campaignBounds.note, 'Characters of the note', ['note']),
    ...(objective === null
      ? [issue('EMPTY', 'A campaign has an objective.', ['objective'], 'Name what it is for, or leave it out.')]
      : []),
    ...writtenPeriodIssues(period, campaignBounds.days, ['period']),
    ...(budget ? moneyIssues(budget, ['budget']) : []),
    ...utmIssues(utm ?? {}, ['utm']),
    ...countIssues(promoCodes?.length ?? 0, campaignBounds.promoCodes, ['promoCodes']),
    ...phrasesIssues(promoCodes ?? [], ['promoCodes'], Infinity),
  ];
}

/** A campaign is planned under a strategy that is not put away. */
export const strategyIssues = (
  strategy: { readonly name: string; readonly state: string } | null,
): readonly InputIssue[] =>
  strategy?.state === 'ARCHIVED'
    ? [
        issue(
          'STRATEGY_ARCHIVED',
          `The strategy "${strategy.name}" was put away.`,
          ['strategyId'],
          'Name one that is in force or being written, or reopen it.',
          { strategy: strategy.name },
        ),
      ]
    : [];

/** A campaign as a post that is to go out meets it. */
export interface CampaignOfPost {
  readonly name: string;
  readonly state: CampaignState;
  readonly span: Span;
}

/** A period in a zone: its first instant, and the first after it. */
export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/**
 * What the state of a campaign has against one of its posts going out. While it holds its posts back they can be scheduled,
 * and wait; nothing is published at once, though.
 */
export function stateIssues(
  { name, state }: Pick<CampaignOfPost, 'name' | 'state'>,
  how: 'SCHEDULE' | 'PUBLISH',
  path: readonly string[],
): readonly InputIssue[] {
  const parameters = { campaign: name, state };
  if (isOver(state)) {
    const message = `The campaign "${name}" is ${state}: nothing of it goes out any more.`;
    return [
      issue('CAMPAIGN_OVER', message, path, 'Take the post out of the campaign, or give it another one.', parameters),
    ];
  }
  if (how === 'SCHEDULE' || !holdsPosts(state)) return [];
  const fix = `${state === 'DRAFT' ? 'Launch' : 'Resume'} the campaign first, or take the post out of it.`;
  const message = `The campaign "${name}" is ${state} and holds its posts back.`;
  return [issue('CAMPAIGN_NOT_ACTIVE', message, path, fix, parameters)];
}

/** The same with its period: what it cannot let go before its end is refused, not kept for ever. `path`: where the time stands. */
export function outgoingIssues(
  campaign: CampaignOfPost,
  how: 'SCHEDULE' | 'PUBLISH',
  at: Date,
  path: readonly string[],
): readonly InputIssue[] {
  const {
    name,
    state,
    span: { until },
  } = campaign;
  const issues = [...stateIssues(campaign, how, ['postId'])];
  if (isOver(state)) return issues;
  if (at >= until) {
    issues.push(
      issue(
        'POST_AFTER_CAMPAIGN_END',
        `The campaign "${name}" ends before ${at.toISOString()}.`,
        path,
        'Take an earlier time, let the campaign end later, or take the post out of it.',
        { campaign: name, at: at.toISOString(), until: until.toISOString() },
      ),
    );
  }
  return issues;
}

/** What people should know of a post's campaign, though it keeps nothing from being scheduled. */
export function outgoingNotes(
  { name, state, span }: CampaignOfPost,
  at: Date,
  path: readonly string[],
): readonly (InputIssue & { readonly severity: 'WARNING' | 'INFO' })[] {
  const notes: (InputIssue & { readonly severity: 'WARNING' | 'INFO' })[] = [];
  if (holdsPosts(state)) {
    notes.push({
      ...issue(
        'CAMPAIGN_HOLDS_POST',
        `The campaign "${name}" is ${state}: a scheduled post waits until it is ${state === 'DRAFT' ? 'launched' : 'resumed'}.`,
        path,
        `${state === 'DRAFT' ? 'Launch' : 'Resume'} the campaign before the post's time comes.`,
        { campaign: name, state },
      ),
      severity: 'INFO',
    });
  }
  if (at < span.from && !isOver(state)) {
    notes.push({
      ...issue(
        'POST_BEFORE_CAMPAIGN_START',
        `The campaign "${name}" begins after ${at.toISOString()}.`,
        path,
        'Take a later time, or let the campaign begin earlier.',
        { campaign: name, at: at.toISOString(), from: span.from.toISOString() },
      ),
      severity: 'WARNING',
    });
  }
  return notes;
}

/** A post of a campaign that waits to go out. */
export interface WaitingPost {
  readonly postId: string;
  readonly title: string | null;
  /** The first and the last time at which something of it goes out. */
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const called = ({ title }: WaitingPost): string => (title === null ? 'A post without a title' : `"${title}"`);
const naming = ({ postId, title }: WaitingPost, at: Date) => ({ postId, title: title ?? '', at: at.toISOString() });

const afterEnd = (posts: readonly WaitingPost[], { until }: Span, path: readonly string[]): readonly InputIssue[] =>
  posts
    .filter(({ lastAt }) => lastAt >= until)
    .map((post) =>
      issue(
        'POST_AFTER_CAMPAIGN_END',
        `${called(post)} goes out at ${post.lastAt.toISOString()}, after the campaign's end.`,
        path,
        'Give it an earlier time, take it out of the campaign, or let the campaign end later.',
        naming(post, post.lastAt),
      ),
    );

const periodOver = ({ until }: Span, now: Date): readonly InputIssue[] =>
  now < until
    ? []
    : [
        issue(
          'CAMPAIGN_PERIOD_OVER',
          'The last day of the campaign has passed.',
          ['campaignId'],
          'Let it end later with updateCampaign first, or complete or cancel it.',
          { until: until.toISOString() },
        ),
      ];

/** What keeps a campaign from being launched: everything, with each post. */
export function launchIssues(posts: readonly WaitingPost[], span: Span, now: Date): readonly InputIssue[] {
  return [
    ...periodOver(span, now),
    ...posts
      .filter(({ firstAt }) => firstAt <= now)
      .map((post) =>
        issue(
          'POST_TIME_PASSED',
          `${called(post)} was to go out at ${post.firstAt.toISOString()}, which has passed.`,
          ['campaignId'],
          'Give it another time with schedulePost, or take its time away with unschedulePost.',
          naming(post, post.firstAt),
        ),
      ),
    ...afterEnd(posts, span, ['campaignId']),
  ];
}

/** The same for resuming. What passed while it was paused follows its late policy, as whatever passed while nothing could run. */
export const resumeIssues = (posts: readonly WaitingPost[], span: Span, now: Date): readonly InputIssue[] => [
  ...periodOver(span, now),
  ...afterEnd(posts, span, ['campaignId']),
];

/** A period may change as long as no post that waits inside of it falls out. */
export function periodChangeIssues(posts: readonly WaitingPost[], before: Span, after: Span): readonly InputIssue[] {
  const early = posts.filter(({ firstAt }) => firstAt >= before.from && firstAt < after.from);
  return [
    ...early.map((post) =>
      issue(
        'POST_BEFORE_CAMPAIGN_START',
        `${called(post)} goes out at ${post.firstAt.toISOString()}, before the campaign would begin.`,
        ['period', 'from'],
        'Give it a later time, take it out of the campaign, or let the campaign begin earlier.',
        naming(post, post.firstAt),
      ),
    ),
    ...afterEnd(posts, after, ['period', 'to']),
  ];
}
