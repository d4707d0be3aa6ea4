import { createApiToken as decideCreate, revokeApiToken as decideRevoke } from '../../domain/workspace/api-token.ts';
import type { Permission } from '../../domain/workspace/permission.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { hashSecret, newSecret, prefixOf } from './session.ts';

/** Makes a token for a program. The secret is in the answer to the first call only: a repetition answers null. */
export async function createApiToken(
  ctx: Ctx,
  input: {
    readonly idempotencyKey: string | null;
    readonly name: string;
    readonly scopes: readonly Permission[];
    readonly expiresAt: Date | null;
  },
): Promise<Executed & { readonly secret: string | null }> {
  const { idempotencyKey, ...what } = input;
  const secret = newSecret();
  const executed = await execute(ctx, { name: 'createApiToken', idempotencyKey, input: what }, async (tx) => {
    const [event] = accept(decideCreate(ctx.viewer, { ...what, now: ctx.now() }));
    const id = ctx.newId();
    await tx.apiToken.create({
      data: {
        id,
        workspaceId: ctx.viewer.workspaceId,
        name: input.name.trim(),
        prefix: prefixOf(secret),
        secretHash: hashSecret(secret),
        scopes: [...new Set(input.scopes)],
        createdAt: ctx.now(),
        expiresAt: input.expiresAt,
      },
    });
    const events = event === undefined ? [] : [{ ...event, subjectType: 'ApiToken' as const, subjectId: id }];
    return { type: 'ApiToken', ids: [id], events };
  });
  return { ...executed, secret: executed.repeated ? null : secret };
}

/** Ends a token; its running subscriptions end with it. */
export function revokeApiToken(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly tokenId: string },
): Promise<Executed> {
  const { idempotencyKey, tokenId } = input;
  return execute(ctx, { name: 'revokeApiToken', idempotencyKey, input: { tokenId } }, async (tx) => {
    await tx.$queryRaw`select 1 from api_tokens where id = ${tokenId}::uuid for update`;
    const token = await tx.apiToken.findFirst({ where: { id: tokenId, workspaceId: ctx.viewer.workspaceId } });
    const [event] = accept(decideRevoke(token));
    await tx.apiToken.update({ where: { id: tokenId }, data: { revokedAt: ctx.now() } });
    const events = event === undefined ? [] : [{ ...event, subjectType: 'ApiToken' as const, subjectId: tokenId }];
    return { type: 'ApiToken', ids: [tokenId], events };
  });
}
