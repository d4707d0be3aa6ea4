import { instantsOf, dayOfDate } from '../../domain/shared/period.ts';
import type { Span } from '../../domain/campaigns/campaign.ts';
import type { Campaign } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';

/** How often others may have brought posts into a campaign while it was being locked. */
const tries = 10;

/**
 * The campaign and all of its posts, locked until the transaction ends; null: there is none for this viewer. Everyone locks
 * posts before campaigns, so posts come first here, too; where one came in between, all is given back and tried again.
 */
export async function lockWithPosts(tx: Tx, ctx: Ctx, campaignId: string): Promise<Campaign | null> {
  const { workspaceId } = ctx.viewer;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    await tx.$executeRaw`savepoint unlocked`;
    const locked = await tx.$queryRaw<{ id: string }[]>`
      select id from posts where campaign_id = ${campaignId}::uuid and workspace_id = ${workspaceId}::uuid
      order by id for update`;
    const campaign = await lockCampaign(tx, ctx, campaignId);
    // Whoever brings a post into the campaign now waits for us: the foreign key asks for the campaign's row.
    const others = await tx.$queryRaw<unknown[]>`
      select 1 from posts where campaign_id = ${campaignId}::uuid and workspace_id = ${workspaceId}::uuid
        and id <> all (${locked.map(({ id }) => id)}::uuid[]) limit 1`;
    if (others.length === 0) {
      await tx.$executeRaw`release savepoint unlocked`;
      return campaign;
    }
    await tx.$executeRaw`rollback to savepoint unlocked`;
  }
  throw new Error('Posts kept coming into the campaign while it was being locked');
}

/** The campaign alone, locked until the transaction ends; null: there is none for this viewer. */
export async function lockCampaign(tx: Tx, ctx: Ctx, campaignId: string): Promise<Campaign | null> {
  const where = { id: campaignId, workspaceId: ctx.viewer.workspaceId };
  await tx.$queryRaw`
    select 1 from campaigns where id = ${where.id}::uuid and workspace_id = ${where.workspaceId}::uuid for update`;
  return tx.campaign.findFirst({ where });
}

/** Its period in instants of the workspace's zone. */
export async function spanOf(
  tx: Tx,
  { workspaceId, periodFrom, periodTo }: Pick<Campaign, 'workspaceId' | 'periodFrom' | 'periodTo'>,
): Promise<Span> {
  const { timeZone } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { timeZone: true },
  });
  return instantsOf({ from: dayOfDate(periodFrom), to: dayOfDate(periodTo) }, timeZone);
}
