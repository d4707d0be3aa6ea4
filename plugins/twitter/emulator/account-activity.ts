import { appId, demoApp } from './accounts.ts';
import { tierOf } from './tiers.ts';
import { ownId } from './users.ts';
import { appKey, failed, webhookAt } from './webhooks.ts';
import type { Call, Made, World } from './world.ts';

// Account Activity API, the older one: all that happens to an account.

const mostAccounts = { 'self-serve': 3, enterprise: 75_000 };
const activityKey = (webhookId: string, userId: string) => `${webhookId} ${userId}`;
const subscribedAccounts = ({ state }: World) => state.all('activity').filter(({ on }) => on);

export function subscribeAccount(call: Call): Made {
  const { world, path } = call;
  const webhook = webhookAt(path.webhook_id ?? '', world);
  if (subscribedAccounts(world).length >= mostAccounts[tierOf(appKey, world)]) {
    throw failed('SubscriptionLimitExceeded', 'there are as many subscriptions as there may be');
  }
  const userId = ownId(call);
  world.state.record(['activity', activityKey(webhook.id, userId), { webhookId: webhook.id, userId, on: true }]);
  return { status: 200, body: { data: { subscribed: true } } };
}

export function isAccountSubscribed(call: Call): Made {
  const { world, path } = call;
  const webhook = webhookAt(path.webhook_id ?? '', world);
  const subscribed = world.state.get('activity', activityKey(webhook.id, ownId(call)))?.on === true;
  return { status: 200, body: { data: { subscribed } } };
}

export function readSubscribedAccounts({ world, path }: Call): Made {
  const webhook = webhookAt(path.webhook_id ?? '', world);
  const ofIt = subscribedAccounts(world).filter(({ webhookId }) => webhookId === webhook.id);
  return {
    status: 200,
    body: {
      data: {
        application_id: appId,
        webhook_id: webhook.id,
        webhook_url: webhook.url,
        subscriptions: ofIt.map(({ userId }) => ({ user_id: userId })),
      },
    },
  };
}

export function unsubscribeAccount({ world, path }: Call): Made {
  const webhook = webhookAt(path.webhook_id ?? '', world);
  const userId = path.user_id ?? '';
  world.state.record(['activity', activityKey(webhook.id, userId), { webhookId: webhook.id, userId, on: false }]);
  return { status: 200, body: { data: { subscribed: false } } };
}

export function countSubscribedAccounts({ world }: Call): Made {
  const count = String(subscribedAccounts(world).length);
  const provisioned_count = String(mostAccounts[tierOf(appKey, world)]);
  return {
    status: 200,
    body: {
      data: {
        account_name: demoApp.apiKey,
        provisioned_count,
        subscriptions_count_all: count,
        subscriptions_count_direct_messages: '0',
      },
    },
  };
}
