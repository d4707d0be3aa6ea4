import type { ContentPrinciple } from '../strategy/principle.ts';
import { parametersOf, ValidationFailed, type InputIssue, type Parameter } from '../shared/errors.ts';
import { refused, type Decision } from '../shared/decision.ts';
import { addDays, isWithin, writtenPeriodIssues, type Period } from '../shared/period.ts';
import { lengthIssues, nameIssues } from '../shared/text-issues.ts';
import type { Schedule } from '../shared/time.ts';
import { isLimited, may, type Viewer } from '../workspace/permission.ts';
import { turnOn, type SlotTime } from './slot.ts';
import type { TemplateEntry } from './plan-template.ts';

/** `posts`: that are made at once. */
export const planBounds = { name: 200, note: 5_000, days: 366, posts: 500, channels: 50 } as const;

export const planActions = ['EDIT', 'DELETE'] as const;
export type PlanAction = (typeof planActions)[number];

/** What this viewer may do with a plan: it is of all channels. */
export const allowedPlanActions = (viewer: Viewer): readonly PlanAction[] =>
  may(viewer, 'PUBLISH_POSTS') && !isLimited(viewer) ? planActions : [];

/** What createContentPlan and updateContentPlan have in common. Undefined is not checked. */
export interface WrittenPlan {
  readonly name?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly period?: Period | null | undefined;
}

export const writtenPlanIssues = ({ name, note, period }: WrittenPlan): readonly InputIssue[] => [
  ...nameIssues(name, planBounds.name, 'name', ['name']),
  ...lengthIssues(note?.length ?? 0, planBounds.note, 'Characters of the note', ['note']),
  ...writtenPeriodIssues(period, planBounds.days, ['period']),
];

export const planNoticeCodes = [
  'ENTRY_AFTER_PERIOD',
  'CHANNEL_GONE',
  'CHANNEL_UNAVAILABLE',
  'NO_CHANNEL_LEFT',
  'PILLAR_MISSING',
  'TIME_SKIPPED',
  'TIME_PASSED',
  'CHANNEL_WITHOUT_SLOTS',
  'SLOTS_TAKEN',
  'SLOTS_PASSED',
] as const;
export type PlanNoticeCode = (typeof planNoticeCodes)[number];

/** What could not be made as the plan's source says. */
export interface PlanNotice {
  readonly code: PlanNoticeCode;
  readonly message: string;
  readonly parameters: readonly Parameter[];
  /** Which of the plan's posts, counted from 0; null: it was not made, or it is of no single one. */
  readonly post: number | null;
}

/** A post that a plan is to have. */
export interface PlannedPost {
  readonly title: string | null;
  readonly text: string | null;
  readonly link: string | null;
  readonly tags: readonly string[];
  readonly principles: readonly ContentPrinciple[];
  readonly pillarId: string | null;
  readonly channelIds: readonly string[];
  /** Null: it has no time yet. */
  readonly schedule: Schedule | null;
  /** The days of slots that it takes. */
  readonly bookings: readonly { readonly slotId: string; readonly on: string }[];
}

export interface Plan {
  readonly posts: readonly PlannedPost[];
  readonly notices: readonly PlanNotice[];
}

/** A channel as a plan sees it. */
export interface PlanChannel {
  readonly name: string;
  /** False: only a person can make it work again. */
  readonly usable: boolean;
}

const notice = (
  code: PlanNoticeCode,
  post: number | null,
  message: string,
  parameters: Readonly<Record<string, string | number>>,
): PlanNotice => ({ code, message, parameters: parametersOf(parameters), post });

/** The schedule of a time of a day, and whether the clocks skip it: it is as far after the gap then. */
function timeOn(on: string, localTime: string, timeZone: string) {
  const { schedule } = turnOn({ id: '', localTime, timeZone }, on);
  return { schedule, skipped: !schedule.localDateTime.startsWith(`${on}T${localTime}`) };
}

interface TemplateSource {
  readonly period: Period;
  readonly entries: readonly TemplateEntry[];
  readonly timeZone: string;
  readonly now: Date;
  /** Those that are there, by id. */
  readonly channels: ReadonlyMap<string, PlanChannel>;
  /** Those of the plan's strategy, by name. */
  readonly pillars: ReadonlyMap<string, string>;
}

/** The posts of a plan that is made from a template: one for each entry within the period, on the channels that still work. */
export function planFromTemplate({ period, entries, timeZone, now, channels, pillars }: TemplateSource): Plan {
  const posts: PlannedPost[] = [];
  const notices: PlanNotice[] = [];
  for (const [index, entry] of entries.entries()) {
    const number = index + 1;
    const title = entry.title ?? '';
    const day = addDays(period.from, entry.dayOffset);
    if (!isWithin(day, period)) {
      notices.push(
        notice('ENTRY_AFTER_PERIOD', null, `Entry ${String(number)} falls on ${day}, after the period: left out.`, {
          entry: number,
          title,
          day,
        }),
      );
      continue;
    }
    const post = posts.length;
    const tell = (code: PlanNoticeCode, message: string, parameters: Readonly<Record<string, string | number>>) =>
      notices.push(notice(code, post, message, { entry: number, title, ...parameters }));

    const known = entry.channelIds.flatMap((id) => {
      const channel = channels.get(id);
      return channel === undefined ? [] : [{ id, ...channel }];
    });
    const usable = known.filter((channel) => channel.usable);
    const gone = entry.channelIds.length - known.length;
    if (gone > 0) {
      tell('CHANNEL_GONE', `Entry ${String(number)}: made without channels that are gone (${String(gone)}).`, {
        count: gone,
      });
    }
    if (usable.length < known.length) {
      const names = known.flatMap((channel) => (channel.usable ? [] : [channel.name])).join(', ');
      tell(
        'CHANNEL_UNAVAILABLE',
        `Entry ${String(number)}: made without ${names}. Reconnect it and add it to the post.`,
        { channels: names },
      );
    }
    const time = entry.localTime === null ? null : timeOn(day, entry.localTime, timeZone);
    if (time?.skipped === true) {
      const { localDateTime } = time.schedule;
      tell(
        'TIME_SKIPPED',
        `The clocks of ${timeZone} skip ${String(entry.localTime)} on ${day}: planned for ${localDateTime}.`,
        { day, localTime: String(entry.localTime), timeZone, localDateTime },
      );
    }
    if (time !== null && time.schedule.at <= now) {
      const { localDateTime } = time.schedule;
      tell('TIME_PASSED', `${localDateTime} has passed: give the post another time.`, { localDateTime });
    }
    const pillarId = entry.pillar === null ? null : (pillars.get(entry.pillar) ?? null);
    if (entry.pillar !== null && pillarId === null) {
      const message = `Entry ${String(number)}: the plan follows no strategy with a pillar "${entry.pillar}"; the post has none.`;
      tell('PILLAR_MISSING', message, { pillar: entry.pillar });
    }
    const { text, link, tags, principles } = entry;
    posts.push({
      title: entry.title,
      text,
      link,
      tags,
      principles,
      pillarId,
      channelIds: usable.map(({ id }) => id),
      schedule: time?.schedule ?? null,
      bookings: [],
    });
  }
  const named = entries.some(({ channelIds }) => channelIds.length > 0);
  if (named && posts.every(({ channelIds }) => channelIds.length === 0)) {
    const message = 'No channel of the template is left: the posts have none. Add channels to them with updatePost.';
    notices.unshift(notice('NO_CHANNEL_LEFT', null, message, {}));
  }
  return { posts, notices };
}

/** The turn of a slot, and whether a post stands there. */
export interface PlanTurn extends SlotTime {
  readonly channelId: string;
  readonly taken: boolean;
}

interface SlotSource {
  /** Those that were asked for, in that order. */
  readonly channels: readonly ({ readonly id: string } & PlanChannel)[];
  /** All of the period, of all these channels. */
  readonly times: readonly PlanTurn[];
  readonly now: Date;
}

/**
 * The posts of a plan that is made from the slots of channels: one for each time that is free, with a variant for every
 * channel that has it. Nothing is made where none of them has a slot, or where there would be too many.
 */
export function planFromSlots({ channels, times, now }: SlotSource): Decision<Plan, ValidationFailed> {
  const notices: PlanNotice[] = [];
  const usable = new Set(channels.filter((channel) => channel.usable).map(({ id }) => id));
  for (const { id, name, usable: works } of channels) {
    const own = times.filter(({ channelId }) => channelId === id);
    const taken = own.filter((time) => time.taken).length;
    const passed = own.filter((time) => !time.taken && time.schedule.at <= now).length;
    const tell = (code: PlanNoticeCode, message: string, count?: number) =>
      notices.push(notice(code, null, message, { channel: name, ...(count !== undefined && { count }) }));
    if (!works) tell('CHANNEL_UNAVAILABLE', `${name} does not work now: left out. Reconnect it first.`);
    else if (own.length === 0) tell('CHANNEL_WITHOUT_SLOTS', `${name} has no slot in the period.`);
    else {
      if (taken > 0) tell('SLOTS_TAKEN', `${name}: ${String(taken)} slots of the period are taken already.`, taken);
      if (passed > 0) tell('SLOTS_PASSED', `${name}: ${String(passed)} slots of the period have passed.`, passed);
    }
  }
  if (!times.some(({ channelId }) => usable.has(channelId))) {
    return refused(
      new ValidationFailed([
        {
          code: 'NO_SLOTS',
          message: 'None of these channels works and has a slot in the period.',
          path: ['source', 'slotsOfChannelIds'],
          parameters: parametersOf({ channels: channels.map(({ name }) => name).join(', ') }),
          fix: 'Add slots with addSlots, take a longer period or other channels, or make the plan without a source.',
        },
      ]),
    );
  }
  const free = times.filter(({ channelId, taken, schedule }) => usable.has(channelId) && !taken && schedule.at > now);
  const byInstant = new Map<number, PlanTurn[]>();
  for (const time of free.toSorted((one, other) => one.schedule.at.getTime() - other.schedule.at.getTime())) {
    const instant = time.schedule.at.getTime();
    byInstant.set(instant, [...(byInstant.get(instant) ?? []), time]);
  }
  const posts = [...byInstant.values()].flatMap((together): PlannedPost[] => {
    const [first] = together;
    if (first === undefined) return [];
    const here = new Set(together.map(({ channelId }) => channelId));
    return [
      {
        title: null,
        text: null,
        link: null,
        tags: [],
        principles: [],
        pillarId: null,
        channelIds: channels.flatMap(({ id }) => (here.has(id) ? [id] : [])),
        schedule: first.schedule,
        bookings: together.map(({ slotId, on }) => ({ slotId, on })),
      },
    ];
  });
  return posts.length > planBounds.posts
    ? refused(new ValidationFailed([tooManyPosts(['source', 'slotsOfChannelIds'])]))
    : { ok: true, events: [{ posts, notices }] };
}

/** More posts than are made, or read, at once. */
export const tooManyPosts = (path: readonly string[]): InputIssue => ({
  code: 'TOO_MANY_POSTS',
  message: `That makes more than ${String(planBounds.posts)} posts.`,
  path,
  parameters: parametersOf({ limit: planBounds.posts }),
  fix: 'Take a shorter period or fewer channels, and make several plans.',
});

/** Whose strategy a plan follows: the one that it names, else its campaign's. Both must be the same. */
export function planStrategyIssues(named: string | null, campaigns: string | null): readonly InputIssue[] {
  if (named === null || campaigns === null || named === campaigns) return [];
  return [
    {
      code: 'STRATEGIES_DIFFER',
      message: 'The campaign is of another strategy.',
      path: ['strategyId'],
      parameters: [],
      fix: 'Leave strategyId out, or take a campaign of this strategy.',
    },
  ];
}
