import {
  manifestProblems,
  privacyDemands,
  type AccountCapabilities,
  type AuthorizationStart,
  type ChannelCandidate,
  type ChannelProfile,
  type Connector,
  type Grant,
  type Pending,
  type PrivacyDemand,
  type Published,
} from '@polyphony/sdk';
import { z } from 'zod';
import type { InstalledNetwork } from '../infra/plugins.ts';
import type { Shell } from './ctx.ts';

// A connector may have been compiled against anything, and hands on what its network says: what it answers is looked at
// once, where it comes in, so that nothing behind it meets what cannot be stored, shown or matched.

/** What a connector answered is not what the SDK says. Its message names the places, and no value. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** PostgreSQL stores neither U+0000 nor half of a character that has two. */
const isStorable = (value: string): boolean => !value.includes('\0') && !/\p{Cs}/u.test(value);

const textOf = (max: number) => z.string().max(max).refine(isStorable, 'cannot be stored');
const id = textOf(500).min(1);
const name = textOf(1_000);
const text = textOf(100_000);

const isWebAddress = (value: string): boolean =>
  !/\p{Cc}/u.test(value) && URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
export const webAddress = textOf(10_000).refine(isWebAddress, 'must be an http or https address');

const lastDay = new Date('9999-12-31T00:00:00Z');
export const instant = z.date().min(new Date(0)).max(lastDay);
const values = z.record(id, text);

/** What stands under a name with nothing in it might as well not be there. */
const withoutNothing = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== null))
    : value;
const parts = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.preprocess(withoutNothing, z.object(shape));

function check<T>(what: string, shape: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = shape.safeParse(value);
  if (success) return data;
  const places = error.issues.slice(0, 5).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw new BadAnswer(`The connector answered ${what} that cannot be used. ${places.join('; ')}`);
}

/** Null: it cannot be stored as JSON. */
function jsonOf(value: unknown): string | null {
  try {
    // Undefined for what JSON has no word for, whatever its type says.
    const json = JSON.stringify(value) as string | undefined;
    // As JSON writes what PostgreSQL does not store.
    return json === undefined || /\\u(0000|d[89a-f])/i.test(json) ? null : json;
  } catch {
    return null;
  }
}

const candidates = z
  .array(
    parts({
      externalId: id,
      name,
      handle: name.exactOptional(),
      url: webAddress.exactOptional(),
      avatarUrl: webAddress.exactOptional(),
      kind: z.enum(['PAGE', 'GROUP', 'BUSINESS_PROFILE', 'PERSONAL_PROFILE', 'VIDEO_CHANNEL']),
      missingScopes: z.array(id).max(1_000).exactOptional(),
      capabilities: z.unknown().optional(),
      tier: name.exactOptional(),
    }),
  )
  .max(1_000);

/** Accounts, each once. What one may do is left out where it is not of the SDK's shape, and the log says so. */
export function checkCandidates(
  { log }: Pick<Shell, 'log'>,
  { connector }: InstalledNetwork,
  value: unknown,
): readonly ChannelCandidate[] {
  // Of most networks all accounts may do the same.
  const judged = new Map<string, AccountCapabilities | null>();
  const byId = new Map<string, ChannelCandidate>();
  for (const { capabilities, ...candidate } of check('accounts', candidates, value)) {
    if (byId.has(candidate.externalId)) continue;
    const own = capabilities === undefined ? null : readCapabilities(connector, capabilities, judged);
    if (own === null && capabilities !== undefined) {
      const about = { network: connector.network.key, account: candidate.externalId };
      log.warn(about, 'what the connector says that an account may do is not of the shape of the SDK, and left out');
    }
    byId.set(candidate.externalId, { ...candidate, ...(own && { capabilities: own }) });
  }
  return [...byId.values()];
}

function readCapabilities(
  connector: Connector,
  value: unknown,
  judged: Map<string, AccountCapabilities | null>,
): AccountCapabilities | null {
  const json = jsonOf(value);
  if (json === null) return null;
  const before = judged.get(json);
  if (before !== undefined) return before;
  const plain: unknown = JSON.parse(json);
  const own = isOfTheSdk(connector, plain) ? plain : null;
  judged.set(json, own);
  return own;
}

const account = z.strictObject({
  formats: z.unknown().optional(),
  actions: z.unknown().optional(),
  insights: z.unknown().optional(),
  engagement: z.unknown().optional(),
  profile: z.unknown().optional(),
});
/** An account, unlike a network, may be able to do nothing of a kind. */
const nothing = z.union([
  z.undefined(),
  z.array(z.never()),
  z.object({ kinds: z.array(z.never()) }),
  z.object({ fields: z.array(z.never()) }),
]);

function isOfTheSdk(connector: Connector, value: unknown): value is AccountCapabilities {
  const { success, data } = account.safeParse(value);
  if (!success) return false;
  const said = Object.entries(data).filter(([, part]) => !nothing.safeParse(part).success);
  const capabilities = { ...connector.capabilities, ...Object.fromEntries(said) };
  return manifestProblems({ ...connector, capabilities }).every((problem) => !problem.startsWith('`capabilities'));
}

const profile = parts({
  displayName: name.exactOptional(),
  bio: text.exactOptional(),
  link: text.exactOptional(),
  avatarUrl: webAddress.exactOptional(),
  headerUrl: webAddress.exactOptional(),
});

/** How an account looks. Its link is what somebody typed: left out where it is no web address. */
export function checkProfile(value: unknown): ChannelProfile {
  const { link, ...rest } = check('a look', profile, value);
  return { ...rest, ...(link !== undefined && isWebAddress(link) && { link }) };
}

const grant = parts({
  credentials: values,
  // Of a day that is none nothing is known.
  expiresAt: z.union([instant, z.custom<Date>((value) => value instanceof Date).transform(() => undefined)]).optional(),
  scopes: z.array(id).max(1_000).exactOptional(),
});

export function checkGrant(value: unknown): Grant {
  const { expiresAt, ...rest } = check('a grant', grant, value);
  return { ...rest, ...(expiresAt && { expiresAt }) };
}

const start = z.object({ url: webAddress, keep: values });

export const checkStart = (value: unknown): AuthorizationStart => check('where to send a person', start, value);

const told = { id, channelId: id, at: instant };
const events = z.array(
  z.discriminatedUnion('type', [
    z.object({
      ...told,
      type: z.literal('settled'),
      key: id,
      published: parts({ externalId: id, url: webAddress.exactOptional() }),
    }),
    z.object({ ...told, type: z.literal('post_removed'), externalId: id }),
    z.object({ ...told, type: z.enum(['access_changed', 'access_lost', 'message', 'message_removed']) }),
  ]),
);

/** What a network told, as far as anything is done with it: of what people write nothing. */
export type ToldEvent = z.output<typeof events>[number];

export const checkEvents = (value: unknown): readonly ToldEvent[] => check('events', events, value);

const demand = z.object({ kind: z.enum(privacyDemands), externalId: id }).optional();

export const checkDemand = (value: unknown): PrivacyDemand | undefined => check('a demand', demand, value);

/** What is looked at later is looked at within a week. */
export const longestWaitMs = 7 * 24 * 3_600_000;
const outcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('published'), externalId: id, url: z.unknown().optional() }),
  z.object({
    outcome: z.literal('pending'),
    ticket: z.unknown().refine((value) => value === undefined || jsonOf(value) !== null, 'cannot be stored'),
    checkAfterMs: z
      .number()
      .min(0)
      .transform((ms) => Math.min(ms, longestWaitMs)),
    key: id.nullish(),
  }),
]);

/** What became of a post. It is out whatever is wrong with its address: that is left out. */
export function checkOutcome(value: unknown): Published | Pending {
  const read = check('what became of a post', outcome, value);
  if (read.outcome === 'published') {
    const { success, data: url } = webAddress.safeParse(read.url);
    return { outcome: 'published', externalId: read.externalId, ...(success && { url }) };
  }
  const { key, ...rest } = read;
  return { ...rest, ...(key != null && { key }) };
}
