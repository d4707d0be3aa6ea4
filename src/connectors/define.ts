import { z } from 'zod';
import {
  granularities,
  insightsScopes,
  postFormats,
  profileFields,
  publishingActions,
  rateLimitScopes,
  textCountings,
  type InsightsScope,
} from './capabilities.ts';
import type { Connector } from './connector.ts';
import { conversationKinds, engagementFunctions, messageActions } from './engagement.ts';
import { errorKinds } from './errors.ts';
import { audienceDimensions } from './insights.ts';
import { privacyDemands } from './privacy.ts';
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

const setting = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be in capitals, such as `EXAMPLE_SERVER`');
const day = z.iso.date('must be a day, such as `2026-11-25`');
const mimeType = z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'must be a media type, such as `image/png`');
const words = z.string().regex(/^[a-z0-9][a-z0-9 .-]*$/i, 'must be words, such as `user token`');
const once = <T>(shape: z.ZodType<T>, nameOf: (value: T) => unknown, what: string) =>
  z.array(shape).refine((values) => new Set(values.map(nameOf)).size === values.length, `must name no ${what} twice`);

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
  addresses: z
    .record(z.string().regex(/^[a-z][a-z0-9]*$/, 'must be named in lower-case letters and digits'), address)
    .optional(),
  servers: z.strictObject({ credential: text, setting }).optional(),
  audience: z
    .array(
      z.strictObject({
        dimension: z.enum(audienceDimensions),
        key: text,
        label: text,
        share: z.number().min(0).max(1),
        source: text,
        asOf: day,
      }),
    )
    .optional(),
});

const mediaShape = z
  .strictObject({
    kind: z.enum(['IMAGE', 'ANIMATION', 'VIDEO', 'AUDIO', 'DOCUMENT']),
    min: count,
    max: positive,
    mimeTypes: z.array(mimeType).min(1),
    maxBytes: positive.optional(),
    minWidth: positive.optional(),
    maxWidth: positive.optional(),
    minHeight: positive.optional(),
    maxHeight: positive.optional(),
    aspectRatios: z.array(z.strictObject({ min: z.number().positive(), max: z.number().positive() })).optional(),
    minDurationSeconds: z.number().positive().optional(),
    maxDurationSeconds: z.number().positive().optional(),
    altTextMax: positive.optional(),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], error: 'must not be smaller than `min`' });

const limitShape = z
  .strictObject({
    max: positive,
    counting: z.enum(textCountings),
    weights: z.array(z.strictObject({ from: count, to: count, weight: positive })).optional(),
  })
  .refine(({ counting, weights }) => (counting === 'WEIGHTED') === (weights !== undefined), {
    path: ['weights'],
    error: 'must be there for `WEIGHTED`, and only for it',
  })
  .refine(({ weights }) => weights === undefined || coversAll(weights), {
    path: ['weights'],
    error: 'must have every code point from 0 to 0x10FFFF in one range, in order',
  });

function coversAll(ranges: readonly { readonly from: number; readonly to: number }[]): boolean {
  let next = 0;
  for (const { from, to } of ranges) {
    if (from !== next || to < from) return false;
    next = to + 1;
  }
  return next === 0x110000;
}

const formatShape = z.strictObject({
  format: z.enum(postFormats),
  text: z
    .strictObject({
      required: z.boolean(),
      limits: z.array(limitShape),
      urlWeight: positive.optional(),
      emojiWeight: positive.optional(),
    })
    .optional(),
  media: z.array(mediaShape),
  mediaTotal: z.strictObject({ min: count, max: positive }).optional(),
  options: z.strictObject({ required: z.array(text).optional(), only: z.array(text).optional() }).optional(),
  hashtags: z.strictObject({ max: positive }).optional(),
  link: z.boolean(),
  settles: z.enum(['NOW', 'LATER']),
  parts: z.strictObject({ max: positive }).optional(),
});

const accountCapabilities = {
  formats: once(formatShape, ({ format }) => format, 'format').min(1),
  actions: z.array(z.enum(publishingActions)),
  insights: once(
    z
      .strictObject({
        scope: z.enum(insightsScopes),
        metrics: z.array(z.strictObject({ key: text, nativeName: text, since: day.optional(), until: day.optional() })),
        granularity: z.array(z.enum(granularities)).min(1).optional(),
        historyDays: positive.optional(),
        delayHours: positive.optional(),
      })
      .refine(({ scope, metrics }) => scope === 'AUDIENCE' || metrics.length > 0, {
        path: ['metrics'],
        error: 'must not be empty',
      }),
    ({ scope }) => scope,
    'scope',
  ).optional(),
  engagement: z
    .strictObject({
      kinds: z.array(z.enum(conversationKinds)).min(1),
      actions: z.array(z.enum(messageActions)),
      live: z.boolean(),
    })
    .optional(),
  profile: z
    .strictObject({
      fields: z.array(z.enum(profileFields)).min(1),
      maxLengths: z.strictObject({ displayName: positive.optional(), bio: positive.optional() }).optional(),
      images: once(
        z.strictObject({
          slot: text,
          width: positive,
          height: positive,
          maxBytes: positive.optional(),
          mimeTypes: z.array(mimeType).min(1),
        }),
        ({ slot }) => slot,
        'slot',
      ),
    })
    .refine(
      ({ fields, images }) =>
        fields.every(
          (field) => (field !== 'avatar' && field !== 'header') || images.some(({ slot }) => slot === field),
        ),
      { path: ['images'], error: 'must have a slot for each picture among `fields`' },
    )
    .optional(),
};

const capabilitiesShape = z.strictObject({
  ...accountCapabilities,
  limits: once(
    z.strictObject({
      name: words,
      max: positive,
      windowSeconds: positive,
      scope: z.enum(rateLimitScopes),
      every: z.boolean().optional(),
    }),
    ({ name }) => name,
    'limit',
  ).optional(),
  prices: once(
    z.strictObject({
      name: words,
      amount: z.string().regex(/^\d+(\.\d+)?$/, 'must be a decimal number, such as `0.015`'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'must be of ISO 4217, such as `USD`'),
      source: text,
      asOf: day,
    }),
    ({ name }) => name,
    'price',
  ).optional(),
  tiers: once(z.strictObject({ name: words, means: text }), ({ name }) => name, 'tier').optional(),
  idempotency: z.enum(['network', 'none']),
  idempotencyForMs: positive.optional(),
});

const fieldShape = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be in camelCase, such as `appPassword`'),
  label: text,
  secret: z.boolean(),
  required: z.boolean(),
});
const nameOfField = ({ name }: { readonly name: string }) => name;
const wayShape = {
  fields: once(fieldShape, nameOfField, 'field'),
  scopes: z.array(z.strictObject({ name: text, why: text })),
};
const authShape = z.strictObject({
  ways: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('token'), ...wayShape, login: aFunction.optional() }),
        z.strictObject({
          kind: z.literal('oauth2'),
          ...wayShape,
          authorize: aFunction,
          exchange: aFunction,
          clientMetadata: aFunction.optional(),
        }),
      ]),
    )
    .min(1),
  app: z
    .strictObject({ fields: once(fieldShape.extend({ setting }), nameOfField, 'field').min(1), docs: address })
    .optional(),
  open: z.array(text).optional(),
  refresh: aFunction.optional(),
  revoke: aFunction.optional(),
});

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
      edit: aFunction.optional(),
      remove: aFunction.optional(),
      state: aFunction.optional(),
    }),
    readLimits: aFunction.optional(),
    insights: z
      .strictObject({
        channel: aFunction.optional(),
        publications: aFunction.optional(),
        audience: aFunction.optional(),
      })
      .optional(),
    engagement: z
      .strictObject({
        sync: aFunction,
        reply: aFunction.optional(),
        hide: aFunction.optional(),
        unhide: aFunction.optional(),
        remove: aFunction.optional(),
        like: aFunction.optional(),
        unlike: aFunction.optional(),
      })
      .optional(),
    profile: z.strictObject({ read: aFunction, update: aFunction }).optional(),
    webhooks: z
      .strictObject({
        per: z.enum(['channel', 'app']),
        subscribe: aFunction.optional(),
        unsubscribe: aFunction.optional(),
        handshake: aFunction.optional(),
        verify: aFunction,
        read: aFunction,
        accepted: z
          .strictObject({
            status: z.int().min(200).max(299),
            headers: z.record(z.string(), z.string()).optional(),
            body: z.string().optional(),
          })
          .optional(),
      })
      .refine(({ per, subscribe }) => per === 'app' || subscribe !== undefined, {
        path: ['subscribe'],
        error: 'is missing: nobody else tells the network the address of a channel',
      })
      .optional(),
    privacy: z
      .strictObject({
        demands: z.array(z.enum(privacyDemands)),
        refreshWithinDays: positive.optional(),
        read: aFunction.optional(),
        answer: aFunction.optional(),
      })
      .refine(({ demands, read }) => demands.length > 0 === (read !== undefined), {
        path: ['read'],
        error: 'must be there where `demands` names something, and only there',
      })
      .optional(),
  })
  .superRefine((connector, context) => {
    for (const { path, declaration, declared, present } of agreementsOf(connector)) {
      if (declared === present) continue;
      const message = declared
        ? `is missing, but declared by ${declaration}`
        : `is there, but nothing declares it: ${declaration} would`;
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

/** Functions by name; their own types are the compiler's matter. */
type Parts = Readonly<Record<string, unknown>>;

interface Agreement {
  readonly path: readonly string[];
  /** What declares it, as a clause. */
  readonly declaration: string;
  readonly declared: boolean;
  readonly present: boolean;
}

/** What a connector declares, and the functions that must be there for it, and only for it. */
function agreementsOf({
  capabilities: { formats, actions, insights: counted = [], engagement: talk, profile: look, limits = [] },
  publishing,
  insights,
  engagement,
  profile,
  webhooks,
  readLimits,
}: {
  readonly capabilities: z.output<typeof capabilitiesShape>;
  readonly publishing: Parts;
  readonly insights?: Parts | undefined;
  readonly engagement?: Parts | undefined;
  readonly profile?: Parts | undefined;
  readonly webhooks?: Parts | undefined;
  readonly readLimits?: unknown;
}): readonly Agreement[] {
  const agree = (path: readonly string[], declaration: string, declared: boolean, present: unknown): Agreement => ({
    path,
    declaration,
    declared,
    present: present !== undefined,
  });
  const counts = (scope: InsightsScope) => counted.some((one) => one.scope === scope);
  return [
    agree(
      ['publishing', 'check'],
      'a format that settles `LATER`',
      formats.some(({ settles }) => settles === 'LATER'),
      publishing.check,
    ),
    agree(['publishing', 'edit'], 'EDIT in `capabilities.actions`', actions.includes('EDIT'), publishing.edit),
    agree(['publishing', 'remove'], 'REMOVE in `capabilities.actions`', actions.includes('REMOVE'), publishing.remove),
    agree(['insights', 'channel'], 'CHANNEL in `capabilities.insights`', counts('CHANNEL'), insights?.channel),
    agree(
      ['insights', 'publications'],
      'PUBLICATION in `capabilities.insights`',
      counts('PUBLICATION'),
      insights?.publications,
    ),
    agree(['insights', 'audience'], 'AUDIENCE in `capabilities.insights`', counts('AUDIENCE'), insights?.audience),
    agree(['profile'], '`capabilities.profile`', look !== undefined, profile),
    // Webhooks may tell of other things than messages.
    ...(talk?.live === true ? [agree(['webhooks'], '`capabilities.engagement.live`', true, webhooks)] : []),
    // The network may have limits of which its answers say nothing, but not the other way round.
    ...(limits.length > 0 ? [] : [agree(['readLimits'], '`capabilities.limits`', false, readLimits)]),
    agree(['engagement'], '`capabilities.engagement`', talk !== undefined, engagement),
    ...messageActions.map((action) => {
      const name = engagementFunctions[action];
      const declared = talk?.actions.includes(action) ?? false;
      return agree(
        ['engagement', name],
        `${action} in \`capabilities.engagement.actions\``,
        declared,
        engagement?.[name],
      );
    }),
  ];
}

/** Names of GraphQL's enum values; those with two underscores at the beginning are its own. */
const graphqlName = /^(?!__|true$|false$|null$)[_A-Za-z][_0-9A-Za-z]*$/;

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
    const choices = type === 'enum' ? valuesUnder(field) : [];
    const unfit = choices.filter((value) => !graphqlName.test(value));
    if (unfit.length > 0) problem(`must have choices that GraphQL can name (it has: ${unfit.join(', ')})`, [name]);
    if (!optionTypes.has(type)) {
      problem(`must be a string, number, boolean or enum, or a list of these (it is: ${type})`, [name]);
    }
  }
}

/** What stands within wrappers and lists. */
function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  if (def.type === 'array' && 'element' in def) return innermost(def.element as z.core.$ZodType); // every list has one
  if (!wrappers.has(def.type)) return schema;
  return 'innerType' in def ? innermost(def.innerType as z.core.$ZodType) : schema; // every wrapper has a type within
}

const typeUnder = (schema: z.core.$ZodType): string => innermost(schema)._zod.def.type;

const valuesUnder = (schema: z.core.$ZodType): readonly string[] =>
  [...(innermost(schema)._zod.values ?? [])].map(String);
