import { NotFound } from '../../domain/shared/errors.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';

type Id = string | null | undefined;

/** The campaign that an input names, with the strategy that it is of; null: it names none. */
export async function campaignNamed(tx: Tx, ctx: Ctx, id: Id, path: readonly string[] = ['campaignId']) {
  if (id === null || id === undefined) return null;
  const campaign = await tx.campaign.findFirst({
    where: { id, workspaceId: ctx.viewer.workspaceId },
    select: { id: true, strategyId: true },
  });
  if (campaign === null) throw new NotFound('campaign', path);
  return campaign;
}

/** The pillar that an input names, with its strategy as it now is. A retired one is there for what has it already. */
export async function pillarNamed(tx: Tx, ctx: Ctx, id: Id, path: readonly string[] = ['pillarId']) {
  if (id === null || id === undefined) return null;
  const pillar = await tx.pillar.findFirst({
    where: { id, strategy: { workspaceId: ctx.viewer.workspaceId }, retiredAt: null },
    select: { id: true, strategy: { select: { id: true, revision: true } } },
  });
  if (pillar === null) throw new NotFound('pillar', path);
  return pillar;
}

/** Throws where an input names somebody who does not work here, or no longer. */
export async function requireMember(tx: Tx, ctx: Ctx, id: Id, path: readonly string[] = ['assigneeId']): Promise<void> {
  if (id === null || id === undefined) return;
  const member = await tx.member.findFirst({
    where: { id, workspaceId: ctx.viewer.workspaceId, active: true },
    select: { id: true },
  });
  if (member === null) throw new NotFound('member', path);
}
