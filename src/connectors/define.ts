import { z } from 'zod';
import { postFormats } from './capabilities.ts';
import type { Connector } from './connector.ts';
import { errorKinds } from './errors.ts';
import { isRange } from './version.ts';

/** A plugin's default export. Changes nothing; it lets the compiler hold functions and options to each other. */
export function defineConnector<Options = unknown>(connector: Connector<Options>): Connector<Options> {
  return connector;
}

/**
 * What is wrong with a connector that was just loaded; each problem a sentence that names what to mend. Empty: it is a
 * {@link Connector}. The types said so to the author, but the package may have been built against anything.
 */
export function manifestProblems(value: unknown): string[] {
  const result = connectorShape.safeParse(value, { error: explain });
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => {
    const place = path.reduce<string>(
      (whole, part) => (typeof part === 'number' ? `${whole}[${part}]` : `${whole}${whole && '.'}${String(part)}`),
      '',
    );
    return `${place ? `\`${place}\`` : 'The connector'} ${message}.`;
  });
}

const explain: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? `is missing: expected ${issue.expected}` : `must be of type ${issue.expected}`;
    case 'unrecognized_keys':
      return `has parts that the SDK does not know: ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'invalid_union':
      return 'is none of the known kinds';
    case 'too_small':
      return issue.origin === 'number' ? `must be at least ${issue.minimum}` : 'must not be empty';
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
};

const text = z.string().trim().min(1);
const count = z.int().min(0);
const positive = z.int().min(1);
const aFunction = z.custom<() => unknown>((value) => typeof value === 'function', 'must be a function');

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);
const address = text.refine((value) => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}, 'must be an https address');

const networkShape = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9]*$/, 'must be lower-case letters and digits, a letter first, such as `vk`'),
  name: text,
  apiVersion: text,
  docs: address,
  baseUrl: address,
  hosts: z
    .array(
      z
        .string()
        .regex(
          /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/,
          'must be a host, such as `upload.example.com` or `*.example.com`',
        ),
    )
    .optional(),
});

const mediaShape = z
  .strictObject({
    kind: z.enum(['IMAGE', 'ANIMATION', 'VIDEO', 'AUDIO', 'DOCUMENT']),
    min: count,
    max: positive,
    mimeTypes: z.array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'must be a media type, such as `image/png`')).min(1),
    maxBytes: positive.optional(),
    altTextMax: positive.optional(),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], error: 'must not be smaller than `min`' });

const formatShape = z.strictObject({
  format: z.enum(postFormats),
  text: z
    .strictObject({
      required: z.boolean(),
      limits: z.array(
        z.strictObject({ max: positive, counting: z.enum(['CODE_POINTS', 'UTF16_UNITS', 'UTF8_BYTES', 'GRAPHEMES']) }),
      ),
    })
    .optional(),
  media: z.array(mediaShape),
  link: z.boolean(),
  settles: z.enum(['NOW', 'LATER']),
});

const capabilitiesShape = z.strictObject({
  formats: z
    .array(formatShape)
    .min(1)
    .refine(
      (formats) => new Set(formats.map(({ format }) => format)).size === formats.length,
      'must name no format twice',
    ),
  firstComment: z.boolean(),
  idempotency: z.enum(['network', 'none']),
});

const scopes = z.array(z.strictObject({ name: text, why: text }));
const authShape = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('token'),
    fields: z.array(z.strictObject({ name: text, label: text, secret: z.boolean() })),
    scopes,
  }),
  z.strictObject({ kind: z.literal('oauth2'), scopes }),
]);

const connectorShape = z
  .strictObject({
    network: networkShape,
    sdk: z.string().refine(isRange, 'must be a range of SDK versions, such as `^0.1.0`'),
    capabilities: capabilitiesShape,
    options: z.unknown().superRefine(checkOptions).optional(),
    errors: z.strictObject({
      codes: z.record(z.string(), z.strictObject({ kind: z.enum(errorKinds), means: text })),
      read: aFunction,
    }),
    auth: authShape,
    channels: aFunction,
    publishing: z.strictObject({
      publish: aFunction,
      check: aFunction.optional(),
      find: aFunction.optional(),
      remove: aFunction.optional(),
    }),
  })
  .refine(
    ({ capabilities, publishing }) =>
      publishing.check !== undefined || capabilities.formats.every(({ settles }) => settles === 'NOW'),
    {
      path: ['publishing', 'check'],
      error: 'is missing, but a format settles `LATER`',
    },
  );

const wrappers = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly']);
const optionTypes = new Set(['string', 'number', 'boolean', 'enum']);

/** Options become one GraphQL input and one output type, so they are flat and hold nothing that GraphQL cannot say. */
function checkOptions(options: unknown, context: z.RefinementCtx): void {
  if (options === undefined) return;
  const problem = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path });
  if (!(options instanceof z.ZodObject)) {
    problem('must be a zod object');
    return;
  }
  const fields = Object.entries<z.core.$ZodType>(options.shape);
  if (fields.length === 0) problem('has no field; leave it out');
  for (const [name, field] of fields) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) problem('must be named in camelCase, as GraphQL shows it', [name]);
    const type = typeUnder(field);
    if (!optionTypes.has(type)) problem(`must be a string, number, boolean or enum (it is: ${type})`, [name]);
  }
}

function typeUnder(schema: z.core.$ZodType): string {
  const { def } = schema._zod;
  if (!wrappers.has(def.type)) return def.type;
  return 'innerType' in def ? typeUnder(def.innerType as z.core.$ZodType) : def.type; // every wrapper has a type within
}
