import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, RevisionConflict, ValidationFailed, WrongState, type InputIssue } from '../shared/errors.ts';
import { dayIssues, parseDay } from '../shared/period.ts';
import { isWebAddress } from '../shared/web-address.ts';
import { isLimited, may, type Viewer } from '../workspace/permission.ts';
import {
  bounds,
  countIssues,
  issue,
  nameIssues,
  shareIssues,
  textIssues,
  twiceIssues,
  type Path,
} from '../shared/form.ts';
import { networkIssues } from './network-choice.ts';

export const competitorBounds = {
  /** Of one workspace, that are not archived. */
  active: 100,
  handles: 50,
  handle: 200,
  /** Written down at once. */
  snapshots: 100,
  formats: 20,
  topPosts: 20,
  answers: 2_000,
  url: 2_000,
} as const;

/** Someone is watched, or put away. */
export const competitorActions = ['EDIT', 'RECORD', 'ARCHIVE', 'RESTORE'] as const;
export type CompetitorAction = (typeof competitorActions)[number];

export interface CompetitorLife {
  readonly name: string;
  readonly revision: number;
  readonly archived: boolean;
}

const stateOf = ({ archived }: Pick<CompetitorLife, 'archived'>) => (archived ? 'ARCHIVED' : 'ACTIVE');

/** What this viewer may do with a competitor now: it is of the workspace as a whole. */
export const allowedCompetitorActions = (
  viewer: Viewer,
  { archived }: Pick<CompetitorLife, 'archived'>,
): readonly CompetitorAction[] =>
  may(viewer, 'WRITE_STRATEGY') && !isLimited(viewer)
    ? competitorActions.filter((action) => (action === 'RESTORE') === archived)
    : [];

export interface CompetitorEvent {
  readonly type: 'COMPETITOR_CREATED' | 'COMPETITOR_UPDATED' | 'COMPETITOR_SNAPSHOTS_RECORDED';
  readonly fields: readonly string[];
}

/** Who somebody is on a network. */
export interface Handle {
  readonly network: string;
  readonly handle: string;
}

/** As networks write it: without blanks, and without the @ that some put before it. */
export const plainHandle = (handle: string): string => handle.trim().replace(/^@/, '');

export interface WrittenCompetitor {
  readonly name?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly handles?: readonly Handle[] | null | undefined;
}

/** What there is beside the competitor. */
export interface Surroundings {
  /** Keys of networks. */
  readonly installed: readonly string[];
  /** Names of the others that are not archived. */
  readonly names: readonly string[];
}

/** Names that differ in case alone are the same to people. */
export const plainName = (name: string): string => name.trim().normalize('NFC').toLowerCase();

const takenIssues = (name: string, names: readonly string[], path: Path): readonly InputIssue[] =>
  names.some((other) => plainName(other) === plainName(name))
    ? [issue('NAME_TAKEN', `Another competitor is called "${name.trim()}".`, path, 'Take another name.', { name })]
    : [];

const tooMany = (others: number): readonly InputIssue[] => {
  const limit = competitorBounds.active;
  return others < limit
    ? []
    : [issue('TOO_MANY', `There are ${String(limit)} competitors already.`, [], 'Archive one first.', { limit })];
};

/** Everything that is wrong with what is written of a competitor, at once. `known`: the handles that it has. */
function writtenIssues(
  { name, note, handles }: WrittenCompetitor,
  known: readonly Handle[],
  { installed, names }: Surroundings,
): readonly InputIssue[] {
  const written = handles ?? [];
  const networks = new Set([...known, ...written].map(({ network }) => network));
  return [
    ...(name === undefined ? [] : nameIssues(name ?? '', ['name'])),
    ...(name === undefined || name === null ? [] : takenIssues(name, names, ['name'])),
    ...textIssues(note ?? null, bounds.text, ['note']),
    ...countIssues(networks.size, competitorBounds.handles, ['handles']),
    ...twiceIssues(
      written.map(({ network }) => network),
      (index) => ['handles', String(index), 'network'],
    ),
    ...written.flatMap(({ network, handle }, index) => [
      ...(known.some((one) => one.network === network)
        ? []
        : networkIssues(network, installed, ['handles', String(index), 'network'])),
      ...nameIssues(plainHandle(handle), ['handles', String(index), 'handle'], competitorBounds.handle),
    ]),
  ];
}

export const createCompetitorErrors = [ValidationFailed, NotFound] as const;

export function createCompetitor(
  written: WrittenCompetitor & { readonly name: string },
  around: Surroundings,
): Decision<CompetitorEvent, ErrorOf<typeof createCompetitorErrors>> {
  const issues = [...writtenIssues(written, [], around), ...tooMany(around.names.length)];
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  return decided({ type: 'COMPETITOR_CREATED', fields: [] });
}

export const changeCompetitorErrors = [ValidationFailed, NotFound, RevisionConflict, WrongState] as const;
type ChangeError = ErrorOf<typeof changeCompetitorErrors>;

/** Whether a competitor is there, as the viewer saw it, and its life allows that now. */
function decideChange(
  viewer: Viewer,
  competitor: CompetitorLife | null,
  action: CompetitorAction,
  expectedRevision: number | null,
): ChangeError | null {
  if (competitor === null) return new NotFound('competitor', ['competitorId']);
  const { revision } = competitor;
  if (expectedRevision !== null && expectedRevision !== revision)
    return new RevisionConflict(expectedRevision, revision);
  if ((action === 'RESTORE') !== competitor.archived) {
    return new WrongState(action, stateOf(competitor), allowedCompetitorActions(viewer, competitor));
  }
  return null;
}

/** What is absent stays, null clears. Handles are changed and added; `removeNetworks` takes them away. */
export function updateCompetitor(
  viewer: Viewer,
  competitor: (CompetitorLife & { readonly handles: readonly Handle[] }) | null,
  command: WrittenCompetitor & {
    readonly expectedRevision: number | null;
    readonly removeNetworks: readonly string[];
  },
  around: Surroundings,
): Decision<CompetitorEvent, ChangeError> {
  const { expectedRevision, removeNetworks, ...written } = command;
  const refusal = decideChange(viewer, competitor, 'EDIT', expectedRevision);
  if (refusal !== null || competitor === null) return refused(refusal ?? new NotFound('competitor', ['competitorId']));
  const strange = removeNetworks.findIndex((key) => !competitor.handles.some(({ network }) => network === key));
  if (strange >= 0) return refused(new NotFound('handle', ['removeNetworks', String(strange)]));
  const kept = competitor.handles.filter(({ network }) => !removeNetworks.includes(network));
  const issues = writtenIssues(written, kept, around);
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  const fields = [
    ...(written.name === undefined ? [] : ['name']),
    ...(written.note === undefined ? [] : ['note']),
    ...((written.handles ?? []).length + removeNetworks.length === 0 ? [] : ['handles']),
  ];
  return fields.length === 0 ? { ok: true, events: [] } : decided({ type: 'COMPETITOR_UPDATED', fields });
}

/** Puts a competitor away, or takes it out again: what was seen of it stays. */
export function moveCompetitor(
  viewer: Viewer,
  competitor: CompetitorLife | null,
  action: 'ARCHIVE' | 'RESTORE',
  { expectedRevision, names }: { readonly expectedRevision: number | null; readonly names: readonly string[] },
): Decision<CompetitorEvent, ChangeError> {
  const refusal = decideChange(viewer, competitor, action, expectedRevision);
  if (refusal !== null || competitor === null) return refused(refusal ?? new NotFound('competitor', ['competitorId']));
  const issues =
    action === 'ARCHIVE' ? [] : [...tooMany(names.length), ...takenIssues(competitor.name, names, ['competitorId'])];
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  return decided({ type: 'COMPETITOR_UPDATED', fields: ['archived'] });
}

/** A part of somebody's posts. */
export interface FormatShare {
  readonly format: string;
  /** 0 to 1. */
  readonly share: number;
}

/** A post of somebody else's that did well. */
export interface CompetitorPost {
  readonly url: string;
  /** Null: not counted. */
  readonly engagements: number | null;
}

/** What was seen of somebody on one day. Null and empty: not looked at. */
export interface SnapshotValues {
  readonly followers: number | null;
  readonly postsPerWeek: number | null;
  readonly engagementPerPost: number | null;
  readonly formats: readonly FormatShare[];
  readonly topPosts: readonly CompetitorPost[];
  readonly answers: string | null;
}

export const emptySnapshot: SnapshotValues = {
  followers: null,
  postsPerWeek: null,
  engagementPerPost: null,
  formats: [],
  topPosts: [],
  answers: null,
};

export const snapshotSources = ['MANUAL', 'CSV'] as const;
export type SnapshotSource = (typeof snapshotSources)[number];

/** A number of people or things, or a mean of such. */
const largest = 1e15;

function numberIssues(value: number | null, whole: boolean, path: Path): readonly InputIssue[] {
  if (value === null || (value >= 0 && value <= largest && (!whole || Number.isInteger(value)))) return [];
  const fix = whole ? 'Send a whole number that is not negative.' : 'Send a number that is not negative.';
  return [issue('NUMBER_INVALID', `${String(value)} cannot be.`, path, fix, { value })];
}

const rounding = 1e-9;

/** Everything that is wrong with what was seen, at once; `today` is the last day that can have been. */
export function snapshotIssues(on: string, values: SnapshotValues, today: string, path: Path): readonly InputIssue[] {
  const { followers, postsPerWeek, engagementPerPost, formats, topPosts, answers } = values;
  const isEmpty =
    [followers, postsPerWeek, engagementPerPost].every((value) => value === null) &&
    formats.length + topPosts.length === 0 &&
    (answers ?? '').trim() === '';
  const sum = formats.reduce((all, { share }) => all + share, 0);
  return [
    ...dayIssues(on, [...path, 'on']),
    ...(parseDay(on) !== null && on > today
      ? [
          issue('DATE_IN_FUTURE', `${on} is yet to come.`, [...path, 'on'], 'Send the day on which it was seen.', {
            on,
            today,
          }),
        ]
      : []),
    ...(isEmpty
      ? [
          issue(
            'SNAPSHOT_EMPTY',
            'It says nothing of what was seen.',
            path,
            'Send one value at least, or leave it out.',
          ),
        ]
      : []),
    ...numberIssues(followers, true, [...path, 'followers']),
    ...numberIssues(postsPerWeek, false, [...path, 'postsPerWeek']),
    ...numberIssues(engagementPerPost, false, [...path, 'engagementPerPost']),
    ...countIssues(formats.length, competitorBounds.formats, [...path, 'formats']),
    ...twiceIssues(
      formats.map(({ format }) => format),
      (index) => [...path, 'formats', String(index), 'format'],
    ),
    ...formats.flatMap(({ share }, index) => shareIssues(share, [...path, 'formats', String(index), 'share'])),
    ...(sum > 1 + rounding
      ? [
          issue(
            'SHARES_OVER_ONE',
            `The shares of the formats add up to ${String(Math.round(sum * 1000) / 10)} %.`,
            [...path, 'formats'],
            'Lower them until they add up to 1 at most.',
            { sum },
          ),
        ]
      : []),
    ...countIssues(topPosts.length, competitorBounds.topPosts, [...path, 'topPosts']),
    ...topPosts.flatMap(({ url, engagements }, index) => {
      const place = [...path, 'topPosts', String(index)];
      return [
        ...(isWebAddress(url) && url.length <= competitorBounds.url
          ? []
          : [
              issue('URL_INVALID', `"${url}" is no web address.`, [...place, 'url'], 'Send an http or https address.', {
                url,
              }),
            ]),
        ...numberIssues(engagements, true, [...place, 'engagements']),
      ];
    }),
    ...textIssues(answers, competitorBounds.answers, [...path, 'answers']),
  ];
}

export interface WrittenSnapshot {
  readonly competitorId: string;
  readonly network: string;
  readonly on: string;
  readonly values: SnapshotValues;
}

/** A competitor that snapshots may be of. */
export interface KnownCompetitor {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly handles: readonly (Handle & { readonly id: string })[];
}

export const recordSnapshotsErrors = [ValidationFailed, NotFound] as const;

/** Writes down what was seen, one event for each competitor. All of it or nothing. */
export function recordSnapshots(
  snapshots: readonly WrittenSnapshot[],
  competitors: readonly KnownCompetitor[],
  today: string,
): Decision<CompetitorEvent & { readonly competitorId: string }, ErrorOf<typeof recordSnapshotsErrors>> {
  const issues: InputIssue[] = [
    ...(snapshots.length === 0
      ? [issue('REQUIRED', 'There are no snapshots.', ['snapshots'], 'Send one at least.')]
      : countIssues(snapshots.length, competitorBounds.snapshots, ['snapshots'])),
  ];
  const byId = new Map(competitors.map((competitor) => [competitor.id, competitor]));
  const seen = new Set<string>();
  for (const [index, { competitorId, network, on, values }] of snapshots.entries()) {
    const path = ['snapshots', String(index)];
    const competitor = byId.get(competitorId);
    if (competitor === undefined) return refused(new NotFound('competitor', [...path, 'competitorId']));
    if (competitor.archived) {
      const fix = 'Take it out again with restoreCompetitor first.';
      issues.push(issue('COMPETITOR_ARCHIVED', `"${competitor.name}" was put away.`, [...path, 'competitorId'], fix));
    }
    if (!competitor.handles.some((handle) => handle.network === network)) {
      const possible = competitor.handles.map((handle) => handle.network).join(', ') || 'no network';
      const message = `"${competitor.name}" is not known on "${network}".`;
      const fix = `It is known on ${possible}. Say who it is there with updateCompetitor first.`;
      issues.push(issue('HANDLE_MISSING', message, [...path, 'network'], fix, { network, possible }));
    }
    const key = JSON.stringify([competitorId, network, on]);
    if (seen.has(key)) {
      issues.push(issue('TWICE', 'The same day stands twice.', [...path, 'on'], 'Write all of a day in one.', { on }));
    }
    seen.add(key);
    issues.push(...snapshotIssues(on, values, today, path));
  }
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  const touched = [...new Set(snapshots.map(({ competitorId }) => competitorId))];
  return decided(
    ...touched.map((competitorId) => ({ type: 'COMPETITOR_SNAPSHOTS_RECORDED' as const, fields: [], competitorId })),
  );
}
