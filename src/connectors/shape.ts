import { z } from 'zod';

// What the shapes of a connector's parts are made of.

export const text = z.string().trim().min(1).max(1000);
export const name = text.max(200);
/** GraphQL shows these as its Int. */
export const count = z.int().min(0).max(2_147_483_647);
export const positive = count.min(1);
/** Bytes and milliseconds may be more. */
export const large = z.int().min(1);
export const aFunction = z.custom<() => unknown>((value) => typeof value === 'function', 'must be a function');

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);
export const address = text.refine((value) => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}, 'must be an https address');

export const setting = z
  .string()
  .max(200)
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be in capitals, such as `EXAMPLE_SERVER`');
export const day = z.iso.date('must be a day, such as `2026-11-25`');
export const mimeType = z
  .string()
  .max(200)
  .regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'must be a media type, such as `image/png`');
export const words = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9 .-]*$/i, 'must be words, such as `user token`');
export const once = <T>(shape: z.ZodType<T>, nameOf: (value: T) => unknown, what: string, most: number) =>
  z
    .array(shape)
    .max(most)
    .refine((values) => new Set(values.map(nameOf)).size === values.length, `must name no ${what} twice`);
