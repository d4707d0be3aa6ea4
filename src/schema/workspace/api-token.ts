import { createApiToken, revokeApiToken } from '../../app/workspace/api-token.ts';
import { createApiTokenErrors, revokeApiTokenErrors } from '../../domain/workspace/api-token.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { resultOf } from '../errors.ts';
import { rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { ApiToken, Permission } from './actor.ts';

const CreateApiTokenSuccess = builder
  .objectRef<{ readonly secret: string | null; readonly tokenId: string }>('CreateApiTokenSuccess')
  .implement({
    description: 'A token was made.',
    extensions: access('MANAGE_TOKENS'),
    fields: (t) => ({
      secret: t.exposeString('secret', {
        nullable: true,
        description: 'Shown this once, stored nowhere. Null when an idempotency key repeats the call.',
      }),
      token: t.prismaField({
        type: ApiToken,
        description: 'The token.',
        resolve: (query, { tokenId }, _, { shell }) =>
          shell.db.prisma.apiToken.findUniqueOrThrow({ ...query, where: { id: tokenId } }),
      }),
    }),
  });

const CreateApiTokenInput = mutationInput('createApiToken', (t) => ({
  name: t.string({ required: true, description: 'What it is for.' }),
  scopes: t.field({ type: [Permission], required: true, description: 'What it may do; no more than you may.' }),
  expiresAt: t.field({ type: 'DateTime', description: 'When it ends by itself; absent: never.' }),
}));

builder.mutationField('createApiToken', (t) =>
  t.field({
    type: CreateApiTokenSuccess,
    description: 'Makes a token for a program.',
    extensions: access('MANAGE_TOKENS'),
    args: { input: t.arg({ type: CreateApiTokenInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createApiToken', createApiTokenErrors),
    resolve: async (_, { input }, context) => {
      const { ids, secret } = await createApiToken(ctxOf(context), {
        idempotencyKey: keyOf(input),
        name: input.name,
        scopes: input.scopes,
        expiresAt: input.expiresAt ?? null,
      });
      return { secret, tokenId: ids[0] ?? '' };
    },
  }),
);

const RevokeApiTokenInput = mutationInput('revokeApiToken', (t) => ({
  tokenId: t.id({ required: true, description: 'The token.' }),
}));

builder.mutationField('revokeApiToken', (t) =>
  t.prismaField({
    type: ApiToken,
    description: 'Ends a token at once; its running subscriptions end with it.',
    extensions: access('MANAGE_TOKENS'),
    args: { input: t.arg({ type: RevokeApiTokenInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('revokeApiToken', revokeApiTokenErrors),
    resolve: async (query, _, { input }, context) => {
      const { ids } = await revokeApiToken(ctxOf(context), {
        idempotencyKey: keyOf(input),
        tokenId: rowId('ApiToken', input.tokenId),
      });
      return context.shell.db.prisma.apiToken.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
