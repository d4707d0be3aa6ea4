import { defineConnector } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import { channels } from './channels.ts';
import { hide, like, reply, sync, unhide, unlike } from './engagement.ts';
import { codes, readError } from './errors.ts';
import { channel, publications } from './insights.ts';
import { readLimits } from './limits.ts';
import { twitterPostOptions } from './options.ts';
import { edit, find, publish, remove, state } from './publish.ts';
import { refresh, revoke, way } from './session.ts';
import { handshake, read, subscribe, unsubscribe, verify } from './webhooks.ts';

export default defineConnector({
  network: {
    key: 'twitter',
    name: 'X',
    apiVersion: '2',
    docs: 'https://docs.x.com/x-api/introduction',
    baseUrl: 'https://api.x.com',
    addresses: { web: 'https://x.com' },
  },
  sdk: '^0.1.0',
  capabilities,
  options: twitterPostOptions,
  errors: { codes, read: readError },
  readLimits,
  auth: {
    ways: [way],
    app: {
      fields: [
        { name: 'clientId', label: 'Client id', secret: false, required: true, setting: 'X_CLIENT_ID' },
        { name: 'clientSecret', label: 'Client secret', secret: true, required: false, setting: 'X_CLIENT_SECRET' },
        // Of the same app, and without them X tells nothing by itself.
        { name: 'apiKey', label: 'API key', secret: false, required: false, setting: 'X_API_KEY' },
        { name: 'apiSecret', label: 'API key secret', secret: true, required: false, setting: 'X_API_SECRET' },
      ],
      docs: 'https://console.x.com',
    },
    open: ['scope'],
    refresh,
    revoke,
  },
  channels,
  publishing: { publish, find, edit, remove, state },
  insights: { channel, publications },
  engagement: { sync, reply, hide, unhide, like, unlike },
  webhooks: { per: 'app', subscribe, unsubscribe, handshake, verify, read },
});
