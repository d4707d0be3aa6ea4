import { z } from 'zod';
import { readBody } from './body.ts';
import { Refusal } from './refusals.ts';
import type { Entry, Webhook } from './state.ts';
import { tierOf } from './tiers.ts';
import { isoOf, nowOf, recordAndTell, type Call, type Made, type World } from './world.ts';

export const failed = (reason: string, detail: string) =>
  new Refusal('invalid-request', `${reason}: ${detail}`, { errors: [{ message: `${reason}: ${detail}` }], reason });

const registering = z.strictObject({ url: z.string().min(1).max(200) });

/** Of public addresses, https and the usual port; of this machine, whatever it has. Only to these anything is ever sent. */
export function isNear(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).hostname === '127.0.0.1';
}

function isAllowed(url: string): boolean {
  if (isNear(url)) return true;
  return URL.canParse(url) && new URL(url).protocol === 'https:' && new URL(url).port === '';
}

const webhookEntry = (webhook: Webhook): Entry => ['webhook', webhook.id, webhook];

export const standingWebhooks = ({ state }: World) => state.all('webhook').filter(({ deleted }) => !deleted);

const mostWebhooks = { 'self-serve': 1, enterprise: 5 };
/** What the app itself pays for, where no account says so. */
export const appKey = 'app';

/** An address is asked at once whether it knows the secret. */
export async function registerWebhook(url: string, world: World): Promise<Webhook> {
  if (!isAllowed(url)) throw failed('UrlValidationFailed', 'the address must be https, public and without a port');
  const others = standingWebhooks(world);
  if (others.some((one) => one.url === url)) throw failed('DuplicateUrlFailed', 'the address is registered already');
  if (others.length >= mostWebhooks[tierOf(appKey, world)]) {
    throw failed('WebhookLimitExceeded', 'there are as many webhooks as there may be');
  }
  if ((await world.challenge(url)) !== 'right') {
    throw failed('CrcValidationFailed', 'the address did not answer with the right response_token');
  }
  const at = nowOf(world);
  const id = world.state.nextId(at);
  const webhook = { id, url, valid: true, at, answeredAt: at, askedAt: at, deleted: false };
  world.state.record(webhookEntry(webhook));
  return webhook;
}

const view = ({ id, url, valid, at }: Webhook) => ({ id, url, valid, created_at: isoOf(at) });

export async function createWebhook({ world, request }: Call): Promise<Made> {
  const { url } = readBody(registering, request);
  return { status: 200, body: { data: view(await registerWebhook(url, world)) } };
}

export function readWebhooks({ world }: Call): Made {
  const data = standingWebhooks(world).map(view);
  return { status: 200, body: { ...(data.length > 0 && { data }), meta: { result_count: data.length } } };
}

export function webhookAt(id: string, world: World): Webhook {
  const found = standingWebhooks(world).find((one) => one.id === id);
  if (!found) throw failed('WebhookIdInvalid', `there is no webhook ${id}`);
  return found;
}

/** Asks the address again, and lets it hear again. */
export async function validateWebhook({ world, path }: Call): Promise<Made> {
  const webhook = webhookAt(path.webhook_id ?? '', world);
  const answer = await world.challenge(webhook.url);
  const at = nowOf(world);
  if (answer !== 'right') {
    recordAndTell(world, webhookEntry({ ...webhook, valid: false, askedAt: at }));
    throw failed('CrcValidationFailed', 'the address did not answer with the right response_token');
  }
  recordAndTell(world, webhookEntry({ ...webhook, valid: true, answeredAt: at, askedAt: at }));
  return { status: 200, body: { data: { valid: true } } };
}

export function deleteWebhook({ world, path }: Call): Made {
  const webhook = webhookAt(path.webhook_id ?? '', world);
  const { state } = world;
  const ofIt = state.all('subscription').filter(({ webhookId, deleted }) => webhookId === webhook.id && !deleted);
  const accounts = [...state.table('activity')].filter(([, { webhookId, on }]) => webhookId === webhook.id && on);
  state.record(
    webhookEntry({ ...webhook, deleted: true }),
    ...ofIt.map((one): Entry => ['subscription', one.id, { ...one, deleted: true }]),
    ...accounts.map(([key, one]): Entry => ['activity', key, { ...one, on: false }]),
  );
  return { status: 200, body: { data: { deleted: true } } };
}

const replaying = z.strictObject({
  webhook_id: z.string().regex(/^\d{1,19}$/),
  from_date: z.string().regex(/^\d{12}$/),
  to_date: z.string().regex(/^\d{12}$/),
});

const minuteOf = (digits: string): number =>
  Date.parse(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:00.000Z'));

/** Tells again what was told from one minute to another. */
export function replayWebhook({ world, request }: Call): Made {
  const { webhook_id: id, from_date: from, to_date: to } = readBody(replaying, request);
  const webhook = webhookAt(id, world);
  const [since, until] = [minuteOf(from), minuteOf(to)];
  const again = world.state
    .all('delivery')
    .filter(({ webhookId, at }) => webhookId === webhook.id && at >= since && at <= until);
  const now = nowOf(world);
  recordAndTell(world, ...again.map((one): Entry => ['delivery', one.id, { ...one, outcome: 'waiting' }]));
  return { status: 200, body: { data: { job_id: world.state.nextId(now), created_at: isoOf(now) } } };
}
