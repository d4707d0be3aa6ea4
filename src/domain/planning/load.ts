import type { ZoneDays } from './calendar.ts';
import { dayIndex } from './calendar.ts';

/** A post on one channel, at the time at which it goes out there. */
export interface Standing {
  readonly postId: string;
  readonly channelId: string;
  /** The channel's network, by key. */
  readonly network: string;
  /** Milliseconds. */
  readonly at: number;
  readonly text: string | null;
}

/** How many posts a channel has on a day. */
export interface ChannelLoad {
  readonly channelId: string;
  /** Its place among the days. */
  readonly day: number;
  readonly postIds: readonly string[];
}

/** What is planned for each channel and day that has anything, by day and then by channel. */
export function loadOf(standings: readonly Standing[], days: ZoneDays): readonly ChannelLoad[] {
  const found = new Map<string, { channelId: string; day: number; postIds: string[] }>();
  for (const { channelId, at, postId } of standings) {
    const day = dayIndex(days, at);
    if (day < 0) continue;
    const key = `${channelId} ${String(day)}`;
    const load = found.get(key);
    if (load === undefined) found.set(key, { channelId, day, postIds: [postId] });
    else load.postIds.push(postId);
  }
  return [...found.values()].sort((one, other) => one.day - other.day || (one.channelId < other.channelId ? -1 : 1));
}
