import { countText, type TextCounting } from '@polyphony/sdk';
import type { ChannelRules } from '../../domain/planning/channel-rules.ts';
import type { VariantCost } from '../../domain/planning/cost.ts';
import { blocking, isUsable, validateVariants, type PostIssue } from '../../domain/planning/validation.ts';
import { ChannelUnavailable, parametersOf, type InputIssue } from '../../domain/shared/errors.ts';
import { resolveWallTime, type Schedule, type WallTime } from '../../domain/shared/time.ts';
import type { Viewer } from '../../domain/workspace/permission.ts';
import type { Networks } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { campaignVerdict } from '../campaigns/outgoing.ts';
import { adviceIssues } from './advice.ts';
import { capabilitiesOf, tierOf } from '../workspace/capabilities.ts';
import { resolvedVariants, type PostWithContent, type VariantRow } from './content.ts';
import { costsOf, spendingIssues } from './cost.ts';

function rulesOf(networks: Networks, { channel }: VariantRow): ChannelRules {
  const declared = networks.get(channel.network)?.connector.capabilities;
  const { formats, actions } = capabilitiesOf(networks, channel);
  const firstComment = actions.includes('FIRST_COMMENT');
  return {
    channelId: channel.id,
    network: channel.network,
    // A channel whose connector is no longer installed cannot be published to either.
    status: declared === undefined ? 'DISCONNECTED' : channel.status,
    formats,
    firstComment,
    lack: {
      formats: (declared?.formats ?? [])
        .map(({ format }) => format)
        .filter((format) => formats.every((own) => own.format !== format)),
      firstComment: !firstComment && declared?.actions.includes('FIRST_COMMENT') === true,
      missingScopes: channel.missingScopes,
      tier: tierOf(networks, channel),
    },
    count: (text, { counting, ...limit }, rule) => countText(text, counting as TextCounting, { ...limit, ...rule }),
  };
}

/** Everything that is known to be wrong with a post's content. */
export function contentIssues(networks: Networks, post: PostWithContent): readonly PostIssue[] {
  return validateVariants(
    resolvedVariants(post),
    post.variants.map((row) => rulesOf(networks, row)),
  );
}

/** The first channel of the post that only a person can make work again. */
export function unavailableChannel(networks: Networks, post: PostWithContent): ChannelUnavailable | null {
  for (const [index, row] of post.variants.entries()) {
    const { status } = rulesOf(networks, row);
    if (!isUsable(status)) {
      return new ChannelUnavailable({ ...row.channel, status }, ['variants', String(index), 'channelId']);
    }
  }
  return null;
}

/** The instant of a wall time that must lie ahead, or everything that is wrong with it. */
export function resolveFutureTime(
  at: WallTime,
  now: Date,
): { readonly schedule: Schedule | null; readonly issues: readonly InputIssue[] } {
  const resolved = resolveWallTime(at, ['at']);
  if (!resolved.ok) return { schedule: null, issues: resolved.issues };
  const { schedule } = resolved;
  if (schedule.at > now) return { schedule, issues: [] };
  const issue: InputIssue = {
    code: 'TIME_IN_PAST',
    message: `${schedule.localDateTime} in ${schedule.timeZone} has passed.`,
    path: ['at', 'localDateTime'],
    parameters: parametersOf({ at: schedule.at.toISOString() }),
    fix: 'Take a time in the future, or publish it now with publishPost.',
  };
  return { schedule, issues: [issue] };
}

const asPostIssue = (issue: InputIssue): PostIssue => ({
  ...issue,
  severity: 'ERROR',
  channelId: null,
  limit: null,
  actual: null,
});

export interface PostVerdict {
  readonly publishable: boolean;
  readonly issues: readonly PostIssue[];
  /** Without the channels that cost nothing. */
  readonly costs: readonly VariantCost[];
}

/** What would go wrong if this post went out at that time, or now; everything at once. */
export async function validatePost(
  { networks, db, now }: Pick<Shell, 'networks' | 'db' | 'now'>,
  viewer: Viewer,
  post: PostWithContent,
  at: WallTime | null,
): Promise<PostVerdict> {
  const time = at === null ? null : resolveFutureTime(at, now());
  const goesOutAt = time?.schedule?.at ?? now();
  const issues = [
    ...(time?.issues ?? []).map(asPostIssue),
    ...contentIssues(networks, post),
    ...(await spendingIssues(networks, db.prisma, post, goesOutAt)),
    ...(await campaignVerdict(db.prisma, post, at === null ? 'PUBLISH' : 'SCHEDULE', goesOutAt)),
    ...(await adviceIssues(db.prisma, viewer, post, goesOutAt)),
  ];
  const costs = costsOf(networks, post).flatMap((cost) => cost ?? []);
  return { publishable: blocking(issues).length === 0, issues, costs };
}
