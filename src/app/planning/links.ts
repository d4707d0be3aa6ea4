import {
  changedLinks,
  linkNames,
  postLinkIssues,
  strategyOfLinks,
  type LinkChanges,
  type LinkName,
  type LinkTarget,
  type LinkTargets,
  type PostLinks,
} from '../../domain/planning/links.ts';
import { NotFound, type InputIssue } from '../../domain/shared/errors.ts';
import type { Post } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { requireMember } from './references.ts';

type LinkColumns = Pick<
  Post,
  | 'pillarId'
  | 'objectiveId'
  | 'personaId'
  | 'campaignId'
  | 'planId'
  | 'occasionId'
  | 'assigneeMemberId'
  | 'strategyId'
  | 'strategyRevision'
>;

export const linksOf = ({
  assigneeMemberId,
  ...post
}: Omit<LinkColumns, 'strategyId' | 'strategyRevision'>): PostLinks => ({
  pillarId: post.pillarId,
  objectiveId: post.objectiveId,
  personaId: post.personaId,
  campaignId: post.campaignId,
  planId: post.planId,
  occasionId: post.occasionId,
  assigneeId: assigneeMemberId,
});

/** What the links lead to, of the viewer's workspace. Throws at the first that leads nowhere. */
async function readTargets(tx: Tx, ctx: Ctx, links: PostLinks): Promise<LinkTargets> {
  const { workspaceId } = ctx.viewer;
  const strategy = { workspaceId };
  const targets: Partial<Record<LinkName, LinkTarget>> = {};
  const found = (name: LinkName, what: string, row: { strategyId: string | null; retiredAt?: Date | null } | null) => {
    if (row === null) throw new NotFound(what, [name]);
    targets[name] = { strategyId: row.strategyId, retired: row.retiredAt instanceof Date };
  };
  const select = { strategyId: true, retiredAt: true } as const;
  const { pillarId, objectiveId, personaId, campaignId, planId, occasionId } = links;
  if (pillarId !== null) {
    found('pillarId', 'pillar', await tx.pillar.findFirst({ where: { id: pillarId, strategy }, select }));
  }
  if (objectiveId !== null) {
    found('objectiveId', 'objective', await tx.objective.findFirst({ where: { id: objectiveId, strategy }, select }));
  }
  if (personaId !== null) {
    found('personaId', 'persona', await tx.persona.findFirst({ where: { id: personaId, strategy }, select }));
  }
  const own = { select: { strategyId: true } } as const;
  if (campaignId !== null) {
    found('campaignId', 'campaign', await tx.campaign.findFirst({ where: { id: campaignId, workspaceId }, ...own }));
  }
  if (planId !== null) {
    found('planId', 'content plan', await tx.contentPlan.findFirst({ where: { id: planId, workspaceId }, ...own }));
  }
  if (occasionId !== null) {
    const occasion = await tx.occasion.findFirst({ where: { id: occasionId, workspaceId }, select: { id: true } });
    if (occasion === null) throw new NotFound('occasion', ['occasionId']);
  }
  return targets;
}

/**
 * The columns of a post whose links change, and everything that is wrong with them. Without a change nothing is asked of the
 * database. The revision of the strategy is that of the moment at which the post came under it.
 */
export async function linkColumns(
  tx: Tx,
  ctx: Ctx,
  post: LinkColumns,
  changes: LinkChanges,
): Promise<{ readonly issues: readonly InputIssue[]; readonly columns: Partial<LinkColumns> }> {
  const before = linksOf(post);
  const after = changedLinks(before, changes);
  if (linkNames.every((name) => before[name] === after[name])) return { issues: [], columns: {} };
  const targets = await readTargets(tx, ctx, after);
  if (after.assigneeId !== before.assigneeId) await requireMember(tx, ctx, after.assigneeId);
  const strategyId = strategyOfLinks(targets);
  const revision =
    strategyId === null || strategyId === post.strategyId
      ? null
      : await tx.strategy.findUniqueOrThrow({ where: { id: strategyId }, select: { revision: true } });
  const { assigneeId, ...links } = after;
  return {
    issues: postLinkIssues(before, after, targets),
    columns: {
      ...links,
      assigneeMemberId: assigneeId,
      strategyId,
      strategyRevision: strategyId === null ? null : (revision?.revision ?? post.strategyRevision),
    },
  };
}

/** The columns of a post that has no links yet. */
export const unlinked: LinkColumns = {
  pillarId: null,
  objectiveId: null,
  personaId: null,
  campaignId: null,
  planId: null,
  occasionId: null,
  assigneeMemberId: null,
  strategyId: null,
  strategyRevision: null,
};
