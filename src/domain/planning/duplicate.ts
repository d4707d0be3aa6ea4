import { refused, type Decision } from '../shared/decision.ts';
import { parametersOf, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { lengthIssues } from '../shared/text-issues.ts';
import { postBounds } from './post.ts';

/** A channel as a copy sees it. */
export interface CopyChannel {
  readonly id: string;
  readonly network: string;
}

/** How one channel of a copy comes about. */
export interface CopiedVariant {
  readonly type: 'VARIANT_COPIED';
  readonly channelId: string;
  /** The channel whose variant it repeats, its own; null: it inherits everything from the post. */
  readonly from: string | null;
  /** The channel whose options it has, of the same network; null: none. */
  readonly optionsFrom: string | null;
}

export const duplicatePostErrors = [ValidationFailed] as const;

/** What is written for each channel of a copy. `asked` null: the same channels. */
export function duplicatePost(
  title: string | null | undefined,
  present: readonly CopyChannel[],
  asked: readonly CopyChannel[] | null,
): Decision<CopiedVariant, ValidationFailed> {
  const channels = asked ?? present;
  const issues: InputIssue[] = [
    ...lengthIssues(title?.length ?? 0, postBounds.title, 'Characters of the title', ['title']),
    ...lengthIssues(channels.length, postBounds.variants, 'Channels', ['channelIds']),
  ];
  const seen = new Set<string>();
  for (const [index, { id }] of channels.entries()) {
    if (seen.has(id)) {
      issues.push({
        code: 'CHANNEL_TWICE',
        message: 'The same channel stands twice.',
        path: ['channelIds', String(index)],
        parameters: parametersOf({}),
        fix: 'Name each channel once.',
      });
    }
    seen.add(id);
  }
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  return {
    ok: true,
    events: channels.map(({ id, network }) => {
      const own = present.find((channel) => channel.id === id);
      const alike = own ?? present.find((channel) => channel.network === network);
      return { type: 'VARIANT_COPIED', channelId: id, from: own?.id ?? null, optionsFrom: alike?.id ?? null };
    }),
  };
}
