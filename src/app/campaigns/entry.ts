import {
  entryIssues,
  sumEntries,
  type EntryKind,
  type EntrySums,
  type WrittenEntry,
} from '../../domain/campaigns/budget.ts';
import { NotFound, ValidationFailed } from '../../domain/shared/errors.ts';
import { parseMillionths } from '../../domain/shared/money.ts';
import { dateOfDay } from '../../domain/shared/period.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { Viewer } from '../../domain/workspace/permission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { execute, type Executed } from '../execute.ts';
import { visiblePosts } from '../planning/visibility.ts';
import { lockCampaign } from './lock.ts';

/** In what a campaign counts: its budget's currency, else that of its entries; null: nothing was counted yet. */
export async function currencyOf(tx: Tx, campaignId: string, budgetCurrency: string | null): Promise<string | null> {
  if (budgetCurrency !== null) return budgetCurrency;
  const entry = await tx.campaignEntry.findFirst({ where: { campaignId }, select: { currency: true } });
  return entry?.currency ?? null;
}

/** Writes down a cost, commitment or revenue, also after the campaign's end: bills come late. */
export function addCampaignEntry(
  ctx: Ctx,
  input: WrittenEntry & {
    readonly idempotencyKey: string | null;
    readonly campaignId: string;
    readonly postId: string | null;
  },
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'addCampaignEntry', idempotencyKey, input: what }, async (tx) => {
    const { campaignId, postId, amount } = input;
    const campaign = await lockCampaign(tx, ctx, campaignId);
    if (campaign === null) throw new NotFound('campaign', ['campaignId']);
    if (postId !== null) {
      const where = { AND: [{ id: postId, campaignId }, visiblePosts(ctx.viewer)] };
      if ((await tx.post.count({ where })) === 0) throw new NotFound('post of this campaign', ['postId']);
    }
    const currency = await currencyOf(tx, campaignId, campaign.budgetCurrency);
    const issues = entryIssues(input, { currency, promoCodes: campaign.promoCodes });
    const millionths = parseMillionths(amount.amount);
    if (issues.length > 0 || millionths === null) throw new ValidationFailed(issues);
    const id = ctx.newId();
    const author = actorOf(ctx.viewer);
    await tx.campaignEntry.create({
      data: {
        id,
        campaignId,
        kind: input.kind,
        category: input.category,
        millionths,
        currency: amount.currency,
        on: dateOfDay(input.on),
        note: input.note,
        postId,
        promoCode: input.promoCode,
        authorKind: author.kind,
        authorId: 'id' in author ? author.id : null,
        createdAt: ctx.now(),
      },
    });
    const event = { type: 'CAMPAIGN_ENTRY_ADDED', subjectType: 'Campaign', subjectId: campaignId } as const;
    return { type: 'CampaignEntry', ids: [id], events: [{ ...event, fields: ['entries', 'budget'] }] };
  });
}

/** Takes an entry back. Answers with its campaign. */
export function removeCampaignEntry(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly campaignEntryId: string },
): Promise<Executed> {
  const { idempotencyKey, campaignEntryId } = input;
  return execute(ctx, { name: 'removeCampaignEntry', idempotencyKey, input: { campaignEntryId } }, async (tx) => {
    const where = { id: campaignEntryId, campaign: { workspaceId: ctx.viewer.workspaceId } };
    const entry = await tx.campaignEntry.findFirst({ where, select: { campaignId: true } });
    if (entry === null) throw new NotFound('campaign entry', ['campaignEntryId']);
    const { campaignId } = entry;
    await lockCampaign(tx, ctx, campaignId);
    // Of two at once the second finds it gone.
    const { count } = await tx.campaignEntry.deleteMany({ where });
    if (count === 0) throw new NotFound('campaign entry', ['campaignEntryId']);
    const event = { type: 'CAMPAIGN_ENTRY_REMOVED', subjectType: 'Campaign', subjectId: campaignId } as const;
    return { type: 'Campaign', ids: [campaignId], events: [{ ...event, fields: ['entries', 'budget'] }] };
  });
}

/** Of the workspace's entries, those that the viewer sees: not those of posts that are not theirs to see. */
export const visibleEntries = (viewer: Viewer): Prisma.CampaignEntryWhereInput => ({
  campaign: { workspaceId: viewer.workspaceId },
  OR: [{ postId: null }, { post: visiblePosts(viewer) }],
});

/** What the entries of a campaign come to, in its currency. */
export interface CampaignSums {
  readonly currency: string;
  readonly sums: EntrySums;
}

/** For each of these campaigns the sums of its entries; null: it has none. Exact, however large. */
export async function readSums(prisma: Tx, campaignIds: readonly string[]): Promise<readonly (CampaignSums | null)[]> {
  const rows = await prisma.$queryRaw<{ campaignId: string; kind: EntryKind; currency: string; sum: string }[]>`
    select campaign_id as "campaignId", kind::text, currency, sum(millionths)::text as sum
    from campaign_entries where campaign_id = any(${[...campaignIds]}::uuid[])
    group by campaign_id, kind, currency`;
  return campaignIds.map((id) => {
    const own = rows.filter(({ campaignId }) => campaignId === id);
    const [first] = own;
    if (first === undefined) return null;
    const entries = own.map(({ kind, sum }) => ({ kind, millionths: BigInt(sum) }));
    return { currency: first.currency, sums: sumEntries(entries) };
  });
}
