import type { StrategyContent } from '../../domain/strategy/content.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';

/** Keeps what a strategy says now, so that it can be told later what was changed. */
export async function keepRevision(
  tx: Tx,
  ctx: Ctx,
  {
    strategyId,
    number,
    content,
  }: { readonly strategyId: string; readonly number: number; readonly content: StrategyContent },
): Promise<void> {
  const actor = actorOf(ctx.viewer);
  await tx.strategyRevision.create({
    data: {
      strategyId,
      number,
      content: content as unknown as Prisma.InputJsonObject, // only text, numbers, lists and null
      actorKind: actor.kind,
      actorId: 'id' in actor ? actor.id : null,
      createdAt: ctx.now(),
    },
  });
}

/** What was kept. */
export const keptContent = (content: Prisma.JsonValue): StrategyContent => content as unknown as StrategyContent; // only keepRevision writes it
