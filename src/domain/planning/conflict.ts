import type { ChannelLoad, Standing } from './load.ts';

export const conflictKinds = ['TOO_CLOSE', 'SAME_TEXT', 'OVER_DAILY_LIMIT'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** Two posts of one channel that are nearer than this take each other's readers away. */
export const closeMinutes = 30;
/** The same text within so many days looks like spam. */
export const repeatDays = 7;

/** Posts in each other's way. */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly message: string;
  /** In the order of time, each once. */
  readonly postIds: readonly string[];
  /** Null: on several. */
  readonly channelId: string | null;
}

const byTime = (one: Standing, other: Standing): number =>
  one.at - other.at ||
  (one.postId < other.postId ? -1 : one.postId > other.postId ? 1 : one.channelId < other.channelId ? -1 : 1);

const idsOf = (standings: readonly Standing[]): readonly string[] => [
  ...new Set(standings.map(({ postId }) => postId)),
];

/** Texts that people would call the same: case and white space aside. */
const sameness = (text: string): string => text.toLowerCase().replace(/\s+/gu, ' ').trim();

/** White space, among the codes above 32. */
const isSpace = (code: number): boolean =>
  code === 160 ||
  code === 5760 ||
  (code >= 8192 && code <= 8202) ||
  code === 8232 ||
  code === 8233 ||
  code === 8239 ||
  code === 8287 ||
  code === 12288 ||
  code === 65279;

/** A number that texts that are the same have in common, and few others: finding it costs a tenth of comparing them. */
function signature(text: string): number {
  const lower = text.toLowerCase();
  let hash = 0;
  for (let index = 0; index < lower.length; index++) {
    const code = lower.charCodeAt(index);
    if (code > 32 && (code < 160 || !isSpace(code))) hash = (Math.imul(hash, 31) + code) | 0;
  }
  return hash;
}

/** Those of a list in order that follow each other within a time, as far as they go; only those of several. */
function runsOf(standings: readonly Standing[], within: (gap: number) => boolean): readonly (readonly Standing[])[] {
  const runs: Standing[][] = [];
  let run: Standing[] = [];
  for (const standing of standings) {
    const last = run.at(-1);
    if (last !== undefined && !within(standing.at - last.at)) {
      if (run.length > 1) runs.push(run);
      run = [];
    }
    run.push(standing);
  }
  if (run.length > 1) runs.push(run);
  return runs;
}

function grouped(standings: readonly Standing[], keyOf: (standing: Standing) => string | null) {
  const groups = new Map<string, Standing[]>();
  for (const standing of standings) {
    const key = keyOf(standing);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [standing]);
    else group.push(standing);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

const minute = 60_000;
const day = 1_440 * minute;

/** Less than {@link closeMinutes} apart, and of two posts. */
function tooClose(standings: readonly Standing[]): readonly Conflict[] {
  return grouped(standings, ({ channelId }) => channelId)
    .flatMap((group) => runsOf(group, (gap) => gap < closeMinutes * minute))
    .map((run) => ({ run, postIds: idsOf(run) }))
    .filter(({ postIds }) => postIds.length > 1)
    .map(({ run, postIds }) => ({
      kind: 'TOO_CLOSE',
      message: `${String(postIds.length)} posts follow each other within less than ${String(closeMinutes)} minutes. Move them apart.`,
      postIds,
      channelId: run[0]?.channelId ?? null,
    }));
}

/** On one channel, or on several accounts of one network, within {@link repeatDays} of the one before. */
function sameText(standings: readonly Standing[]): readonly Conflict[] {
  return grouped(standings, ({ network, text }) => (text === null ? null : `${network} ${String(signature(text))}`))
    .flatMap((alike) => grouped(alike, ({ text }) => sameness(text ?? '') || null))
    .flatMap((group) => runsOf(group, (gap) => gap <= repeatDays * day))
    .map((run) => {
      const channels = new Set(run.map(({ channelId }) => channelId));
      const [only = null] = channels.size === 1 ? channels : [];
      return {
        kind: 'SAME_TEXT',
        message:
          only === null
            ? `The same text goes to ${String(channels.size)} accounts of one network, which networks take for spam. Write it differently for each.`
            : `The same text comes ${String(run.length)} times within ${String(repeatDays)} days of each other. Write it differently, or leave more time.`,
        postIds: idsOf(run),
        channelId: only,
      };
    });
}

/** More on a day than the network takes. */
const overLimit = (load: readonly ChannelLoad[], limitOf: (channelId: string) => number | null): readonly Conflict[] =>
  load.flatMap(({ channelId, postIds }) => {
    const limit = limitOf(channelId);
    if (limit === null || postIds.length <= limit) return [];
    const message = `${String(postIds.length)} posts are planned for a day, and the network takes ${String(limit)}. Move ${String(postIds.length - limit)} of them to other days.`;
    return [{ kind: 'OVER_DAILY_LIMIT', message, postIds, channelId }];
  });

/** Everything that is in the way of something else, whatever the order in which the posts are told. */
export function conflictsOf(
  standings: readonly Standing[],
  load: readonly ChannelLoad[],
  limitOf: (channelId: string) => number | null,
): readonly Conflict[] {
  const inOrder = [...standings].sort(byTime);
  return [...tooClose(inOrder), ...sameText(inOrder), ...overLimit(load, limitOf)];
}
