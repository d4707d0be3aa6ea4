import type { ContentPrinciple } from '../strategy/principle.ts';
import { parametersOf, type InputIssue } from '../shared/errors.ts';
import { dayAt, daysBetween, type Period } from '../shared/period.ts';
import { lengthIssues, nameIssues } from '../shared/text-issues.ts';
import { scheduleAt } from '../shared/time.ts';
import { isWebAddress } from '../shared/web-address.ts';
import { principleIssues } from './links.ts';
import { postBounds } from './post.ts';
import { tagIssues } from './tag.ts';

/** `dayOffset`: a plan has at most 366 days. */
export const planTemplateBounds = {
  name: 200,
  description: 5_000,
  entries: 500,
  dayOffset: 365,
  channels: postBounds.variants,
  pillar: 200,
} as const;

/** One post of a template. */
export interface TemplateEntry {
  /** Days after the plan's first. */
  readonly dayOffset: number;
  /** HH:mm in the workspace's zone; null: a post without a time. */
  readonly localTime: string | null;
  readonly title: string | null;
  readonly text: string | null;
  readonly link: string | null;
  readonly tags: readonly string[];
  readonly principles: readonly ContentPrinciple[];
  /** By name. */
  readonly pillar: string | null;
  readonly channelIds: readonly string[];
}

/** What createPlanTemplate and updatePlanTemplate have in common. Undefined is not checked. */
export interface WrittenTemplate {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly entries?: readonly TemplateEntry[] | undefined;
}

const localTimePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

function entryIssues(entry: TemplateEntry, path: readonly string[]): readonly InputIssue[] {
  const { dayOffset, localTime, title, text, link, tags, principles, pillar, channelIds } = entry;
  const { dayOffset: lastDay, channels, pillar: pillarLimit } = planTemplateBounds;
  const issues: InputIssue[] = [];
  if (dayOffset < 0 || dayOffset > lastDay) {
    issues.push({
      code: 'DAY_OFFSET_INVALID',
      message: `${String(dayOffset)} is not between 0 and ${String(lastDay)}.`,
      path: [...path, 'dayOffset'],
      parameters: parametersOf({ dayOffset, limit: lastDay }),
      fix: 'Count the days after the first of the plan: 0 is the first itself.',
    });
  }
  if (localTime !== null && !localTimePattern.test(localTime)) {
    issues.push({
      code: 'LOCAL_TIME_INVALID',
      message: `"${localTime}" is no time of day.`,
      path: [...path, 'localTime'],
      parameters: parametersOf({ localTime }),
      fix: 'Write it as HH:mm, from 00:00 to 23:59, such as 09:30.',
    });
  }
  if (link !== null && !isWebAddress(link)) {
    issues.push({
      code: 'LINK_INVALID',
      message: `"${link}" is no web address.`,
      path: [...path, 'link'],
      parameters: parametersOf({ link }),
      fix: 'Write it whole, beginning with https://.',
    });
  }
  if (new Set(channelIds).size < channelIds.length) {
    issues.push({
      code: 'CHANNEL_TWICE',
      message: 'The same channel stands twice.',
      path: [...path, 'channelIds'],
      // Its id here is the row's, which clients do not know.
      parameters: [],
      fix: 'Name each once.',
    });
  }
  return [
    ...issues,
    ...principleIssues(principles).map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
    ...lengthIssues(title?.length ?? 0, postBounds.title, 'Characters of the title', [...path, 'title']),
    ...lengthIssues(text?.length ?? 0, postBounds.text, 'Characters of the text', [...path, 'text']),
    ...lengthIssues(pillar?.length ?? 0, pillarLimit, 'Characters of the pillar', [...path, 'pillar']),
    ...lengthIssues(channelIds.length, channels, 'Channels', [...path, 'channelIds']),
    ...lengthIssues(tags.length, postBounds.tags, 'Tags', [...path, 'tags']),
    ...tagIssues(tags, [...path, 'tags']),
    ...tags.flatMap((tag, index) =>
      lengthIssues(tag.length, postBounds.tag, 'Characters of a tag', [...path, 'tags', String(index)]),
    ),
  ];
}

export function writtenTemplateIssues({ name, description, entries }: WrittenTemplate): readonly InputIssue[] {
  const tooMany = lengthIssues(entries?.length ?? 0, planTemplateBounds.entries, 'Entries', ['entries']);
  return [
    ...nameIssues(name, planTemplateBounds.name, 'name', ['name']),
    ...lengthIssues(description?.length ?? 0, planTemplateBounds.description, 'Characters of the description', [
      'description',
    ]),
    // Of a list that is far too long nobody reads what is wrong with each.
    ...(tooMany.length > 0
      ? tooMany
      : (entries ?? []).flatMap((entry, index) => entryIssues(entry, ['entries', String(index)]))),
  ];
}

/** Entries are given or taken from a plan: one of the two. */
export function templateSourceIssues(written: { readonly entries: boolean; readonly fromPlan: boolean }) {
  if (written.entries !== written.fromPlan) return [];
  const issue: InputIssue = {
    code: 'SOURCE_UNCLEAR',
    message: written.entries ? 'There are both entries and a plan.' : 'There are neither entries nor a plan.',
    path: ['entries'],
    parameters: [],
    fix: 'Send entries, or fromPlanId.',
  };
  return [issue];
}

/** A post of a plan, as a pattern is made of it. */
export interface PatternPost extends Omit<TemplateEntry, 'dayOffset' | 'localTime'> {
  readonly scheduledAt: Date | null;
}

/**
 * The pattern of a plan, in the order of its posts. A post that stands before the plan's first day, or too long after it, is
 * kept without its time.
 */
export const patternOf = (period: Period, posts: readonly PatternPost[], timeZone: string): readonly TemplateEntry[] =>
  posts.map(({ scheduledAt, ...what }) => {
    const dayOffset = scheduledAt === null ? -1 : daysBetween(period.from, dayAt(scheduledAt, timeZone));
    if (scheduledAt === null || dayOffset < 0 || dayOffset > planTemplateBounds.dayOffset) {
      return { ...what, dayOffset: 0, localTime: null };
    }
    return { ...what, dayOffset, localTime: scheduleAt(scheduledAt, timeZone).localDateTime.slice(11, 16) };
  });
