import { z } from 'zod';
import type { InsightsScope } from './capabilities.ts';
import type { Connector } from './connector.ts';
import { engagementFunctions, messageActions } from './engagement.ts';
import { errorKinds } from './errors.ts';
import { audienceDimensions } from './insights.ts';
import { checkOptions } from './options.ts';
import { privacyDemands } from './privacy.ts';
import { isRange } from './version.ts';
import { capabilitiesShape, pricesMissing } from './capabilities-shape.ts';
import { text, name, positive, aFunction, address, setting, day, once } from './shape.ts';

/** A plugin's default export. Changes nothing; it lets the compiler hold functions and options to each other. */
export function defineConnector<Options = unknown>(connector: Connector<Options>): Connector<Options> {
  return connector;
}

/**
 * The connector that a package exports, as it is at this moment: a copy, so that what was checked cannot change later.
 * Functions are the package's own, and are called without the objects that they were taken from. Or what is wrong with it; see
 * {@link manifestProblems}.
 */
export function takeConnector(
  value: unknown,
): { readonly connector: Connector } | { readonly problems: readonly string[] } {
  const result = connectorShape.safeParse(value, { error: explain });
  // The shape holds what the interface says, but knows of functions only that they are some.
  if (result.success) return { connector: result.data as unknown as Connector };
  const problems = result.error.issues.map(({ path, message }) => {
    const place = path.reduce<string>(
      (whole, part) => (typeof part === 'number' ? `${whole}[${part}]` : `${whole}${whole && '.'}${String(part)}`),
      '',
    );
    return `${place ? `\`${place}\`` : 'The connector'} ${message}.`;
  });
  return { problems };
}

/**
 * What is wrong with a connector that was just loaded; each problem a sentence that names what to mend. Empty: it is a
 * {@link Connector}. The types said so to the author, but the package may have been built against anything.
 */
export function manifestProblems(value: unknown): string[] {
  const taken = takeConnector(value);
  return 'problems' in taken ? [...taken.problems] : [];
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
      if (issue.origin === 'number' || issue.origin === 'int') return `must be at most ${issue.maximum}`;
      return `must have at most ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}`;
    default:
      return undefined;
  }
};

const networkShape = z.strictObject({
  key: z
    .string()
    .max(50)
    .regex(/^[a-z][a-z0-9]*$/, 'must be lower-case letters and digits, a letter first, such as `vk`'),
  name,
  apiVersion: name,
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
  servers: z.strictObject({ credential: name, setting }).optional(),
  audience: z
    .array(
      z.strictObject({
        dimension: z.enum(audienceDimensions),
        key: name,
        label: name,
        share: z.number().min(0).max(1),
        source: text,
        asOf: day,
      }),
    )
    .superRefine((parts, context) => {
      const sizes = new Map<string, number>();
      for (const { dimension, source, asOf } of parts) {
        const profile = JSON.stringify([dimension, source, asOf]);
        sizes.set(profile, (sizes.get(profile) ?? 0) + 1);
      }
      const problem = (message: string) => context.addIssue({ code: 'custom', message });
      if (sizes.size > 20) problem('must have at most 20 dimensions and sources');
      if (Math.max(0, ...sizes.values()) > 300) problem('must have at most 300 parts of one dimension and source');
    })
    .optional(),
});

const fieldShape = z.strictObject({
  name: z
    .string()
    .max(200)
    .regex(/^[a-z][A-Za-z0-9]*$/, 'must be in camelCase, such as `appPassword`'),
  label: name,
  secret: z.boolean(),
  required: z.boolean(),
});
const nameOfField = ({ name }: { readonly name: string }) => name;
const wayShape = {
  fields: once(fieldShape, nameOfField, 'field', 20),
  scopes: z.array(z.strictObject({ name, why: text })).max(50),
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
    .min(1)
    .max(10),
  app: z
    .strictObject({ fields: once(fieldShape.extend({ setting }), nameOfField, 'field', 20).min(1), docs: address })
    .optional(),
  open: z.array(text).optional(),
  refresh: aFunction.optional(),
  revoke: aFunction.optional(),
});

const connectorShape = z
  .strictObject({
    network: networkShape,
    sdk: z.string().refine(isRange, 'must be a range of SDK versions, such as `^0.1.0`'),
    capabilities: capabilitiesShape.superRefine((declared, context) => {
      for (const name of pricesMissing(declared)) {
        context.addIssue({ code: 'custom', path: ['prices'], message: `has no "${name}", which a format spends` });
      }
    }),
    options: z.unknown().superRefine(checkOptions).optional(),
    errors: z.strictObject({
      codes: z
        .record(z.string().max(200), z.strictObject({ kind: z.enum(errorKinds), means: text }))
        .refine((codes) => Object.keys(codes).length <= 1000, 'must have at most 1000 entries'),
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
