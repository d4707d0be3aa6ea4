import { z } from 'zod';
import { readBody } from './body.ts';
import { Refusal } from './refusals.ts';
import type { Entry, Subscription } from './state.ts';
import { tierOf } from './tiers.ts';
import { appKey, failed, standingWebhooks, webhookAt } from './webhooks.ts';
import { isoOf, nowOf, type Call, type Made, type World } from './world.ts';

// X Activity API: one subscription for each kind of event.

/** Events that only the person themselves may let an app hear of, and the scope that this takes. */
const privateEvents: Readonly<Record<string, string>> = {
  'post.mention.create': 'tweet.read',
  'post.reply.create': 'tweet.read',
  'post.quote.create': 'tweet.read',
  'post.repost.create': 'tweet.read',
  'like.create': 'like.read',
  'dm.received': 'dm.read',
  'dm.sent': 'dm.read',
  'dm.read': 'dm.read',
  'dm.indicate_typing': 'dm.read',
  'mute.mute': 'mute.read',
  'mute.unmute': 'mute.read',
  'block.block': 'block.read',
  'block.unblock': 'block.read',
};
const eventTypes = [
  'post.create', 'post.delete', 'follow.follow', 'follow.unfollow', 'oauth.revoke', 'profile.update.bio',
  'profile.update.profile_picture', 'profile.update.banner_picture', 'profile.update.screenname', 'profile.update.geo',
  'profile.update.url', 'profile.update.verified_badge', 'profile.update.affiliate_badge', 'profile.update.handle',
  ...Object.keys(privateEvents),
]; // prettier-ignore

const subscribing = z.strictObject({
  event_type: z.string().refine((type) => eventTypes.includes(type), 'is no event that is known'),
  filter: z.strictObject({
    user_id: z.string().regex(/^\d{1,19}$/).optional(),
    direction: z.enum(['inbound', 'outbound']).optional(),
    keyword: z.string().min(1).max(150).optional(),
  }),
  webhook_id: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  tag: z.string().min(1).max(200).optional(),
}); // prettier-ignore

const mostSubscriptions = { 'self-serve': 1_500, enterprise: 75_000 };

const subscriptionEntry = (one: Subscription): Entry => ['subscription', one.id, one];
const subscriptions = ({ state }: World) => state.all('subscription').filter(({ deleted }) => !deleted);

const viewOf = ({ id, webhookId, eventType, userId, direction, tag, at, changedAt }: Subscription) => ({
  subscription_id: id,
  event_type: eventType,
  filter: { ...(userId !== undefined && { user_id: userId }), ...(direction !== undefined && { direction }) },
  webhook_id: webhookId,
  created_at: isoOf(at),
  updated_at: isoOf(changedAt),
  ...(tag !== undefined && { tag }),
});

/** The same subscription once more is the same. */
export function subscribe(
  wanted: Pick<Subscription, 'eventType' | 'userId' | 'direction' | 'tag' | 'webhookId'>,
  world: World,
): Subscription {
  const all = subscriptions(world);
  const same = all.find(
    (one) =>
      one.eventType === wanted.eventType &&
      one.userId === wanted.userId &&
      one.direction === wanted.direction &&
      one.webhookId === wanted.webhookId,
  );
  if (same) return same;
  if (all.length >= mostSubscriptions[tierOf(appKey, world)]) {
    throw new Refusal('usage-capped', 'Subscription limit exceeded', { period: 'Monthly', scope: 'Product' });
  }
  const at = nowOf(world);
  const subscription = { ...wanted, id: world.state.nextId(at), at, changedAt: at, deleted: false };
  world.state.record(subscriptionEntry(subscription));
  return subscription;
}

export function createSubscription(call: Call): Made {
  const { world, caller, request } = call;
  const { event_type: eventType, filter, webhook_id: webhookId, tag } = readBody(subscribing, request);
  const { user_id: userId, direction } = filter;
  if (eventType !== 'oauth.revoke' && userId === undefined) throw failed('InvalidFilter', 'filter.user_id is missing');
  const scope = privateEvents[eventType];
  if (scope !== undefined) {
    const isTheirs = caller.kind === 'user' && caller.userId === userId && caller.scopes.includes(scope);
    if (!isTheirs) throw new Refusal('unsupported-authentication');
  }
  const webhook = webhookAt(webhookId ?? standingWebhooks(world)[0]?.id ?? '', world);
  const subscription = subscribe({ eventType, userId, direction, tag, webhookId: webhook.id }, world);
  return { status: 200, body: { data: { subscription: viewOf(subscription) } } };
}

export function readSubscriptions({ world, caller, query }: Call): Made {
  const mine = subscriptions(world).filter(({ userId }) => caller.kind === 'app' || userId === caller.userId);
  const data = mine.slice(0, query.number('max_results', 1_000)).map(viewOf);
  return { status: 200, body: { ...(data.length > 0 && { data }), meta: { total_subscriptions: data.length } } };
}

function subscriptionAt(id: string, world: World): Subscription {
  const found = subscriptions(world).find((one) => one.id === id);
  if (!found) throw new Refusal('not-found');
  return found;
}

const changing = z.strictObject({
  tag: z.string().min(1).max(200).optional(),
  webhook_id: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
});

export function updateSubscription({ world, path, request }: Call): Made {
  const { tag, webhook_id: webhookId } = readBody(changing, request);
  const found = subscriptionAt(path.subscription_id ?? '', world);
  if (webhookId !== undefined) webhookAt(webhookId, world);
  const changed = { ...found, webhookId: webhookId ?? found.webhookId, tag: tag ?? found.tag, changedAt: nowOf(world) };
  world.state.record(subscriptionEntry(changed));
  const { length } = subscriptions(world);
  return { status: 200, body: { data: { subscription: viewOf(changed), total_subscriptions: length } } };
}

export function deleteSubscription({ world, path }: Call): Made {
  const found = subscriptionAt(path.subscription_id ?? '', world);
  world.state.record(subscriptionEntry({ ...found, deleted: true }));
  return { status: 200, body: { data: { deleted: true } } };
}

export function deleteSubscriptions({ world, query }: Call): Made {
  const ids = query.list('ids');
  const found = subscriptions(world).filter(({ id }) => ids.includes(id));
  world.state.record(...found.map((one) => subscriptionEntry({ ...one, deleted: true })));
  return {
    status: 200,
    body: {
      data: found.map(({ id }) => ({ subscription_id: id, deleted: true })),
      meta: { total_subscriptions: subscriptions(world).length },
    },
  };
}
