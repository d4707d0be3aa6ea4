import type { InputFieldMap, InputFieldBuilder } from '@pothos/core';
import { idempotencyKeyOf } from '../domain/shared/idempotency-key.ts';
import { builder } from './builder.ts';

type Types = typeof builder.$inferSchemaTypes;
type Fields = InputFieldBuilder<Types, 'InputObject'>;

/** The input of a mutation: what it needs, and the idempotency key that every one takes. */
export const mutationInput = <Map extends InputFieldMap>(mutation: string, fields: (t: Fields) => Map) =>
  builder.inputType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`, {
    description: `Input of ${mutation}.`,
    fields: (t) => ({
      idempotencyKey: t.string({
        description:
          'The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h.',
      }),
      ...fields(t),
    }),
  });

/** The key as the shell takes it; blank is no key. */
export const keyOf = (input: { readonly idempotencyKey?: string | null | undefined }): string | null =>
  idempotencyKeyOf(input.idempotencyKey);
