import { NoFreeSlot } from '../shared/errors.ts';
import type { Schedule } from '../shared/time.ts';
import { movePostErrors } from './post.ts';

export const queuePostErrors = [...movePostErrors, NoFreeSlot] as const;

/** When each channel of a post has its turn. */
export interface ChannelTime {
  readonly channelId: string;
  /** Null: it has no time of its own, but the post's. */
  readonly schedule: Schedule | null;
}

/** The times of a post: its own, which is the earliest, and those of the channels that have another one. */
export interface SpreadTimes {
  readonly schedule: Schedule;
  readonly own: readonly ChannelTime[];
}

/** Gives the post the earliest time of its channels; a channel of that time needs none of its own. Null: there are no times. */
export function spreadTimes(
  times: readonly { readonly channelId: string; readonly schedule: Schedule }[],
): SpreadTimes | null {
  const [earliest] = times.toSorted((one, other) => one.schedule.at.getTime() - other.schedule.at.getTime());
  if (earliest === undefined) return null;
  const { schedule } = earliest;
  return {
    schedule,
    own: times.map((time) => ({
      channelId: time.channelId,
      schedule: time.schedule.at.getTime() === schedule.at.getTime() ? null : time.schedule,
    })),
  };
}

/**
 * The times of a post after channels were added or taken away: where nothing has its time any more, the earliest of those that are
 * left becomes it. Null: they stay as they are.
 */
export function respreadTimes(channels: readonly ChannelTime[]): SpreadTimes | null {
  const times = channels.flatMap(({ channelId, schedule }) => (schedule === null ? [] : [{ channelId, schedule }]));
  return times.length < channels.length ? null : spreadTimes(times);
}
