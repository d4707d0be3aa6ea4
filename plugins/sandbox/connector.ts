import { defineConnector } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import { listAccounts } from './client.ts';
import { engagement } from './engagement.ts';
import { codes, readError } from './errors.ts';
import { readLimits } from './limits.ts';
import { sandboxPostOptions } from './options.ts';
import { privacy } from './privacy.ts';
import { profile } from './profile.ts';
import { check, find, publish, remove } from './publish.ts';
import { webhooks } from './webhooks.ts';

export default defineConnector({
  network: {
    key: 'sandbox',
    name: 'Sandbox',
    apiVersion: '1',
    docs: 'https://www.npmjs.com/package/@polyphony/plugin-sandbox',
    // There is no such network: its emulator is all of it.
    baseUrl: 'http://127.0.0.1:4747',
  },
  sdk: '^0.1.0',
  capabilities,
  options: sandboxPostOptions,
  errors: { codes, read: readError },
  readLimits,
  auth: {
    ways: [
      {
        kind: 'token',
        fields: [{ name: 'token', label: 'Access token of the account', secret: true, required: true }],
        scopes: [],
      },
    ],
    // Nobody is sent anywhere to connect an account; the secret signs what the network demands (privacy.ts).
    app: {
      fields: [
        { name: 'clientId', label: 'App id', secret: false, required: true, setting: 'SANDBOX_CLIENT_ID' },
        { name: 'clientSecret', label: 'App secret', secret: true, required: true, setting: 'SANDBOX_CLIENT_SECRET' },
      ],
      docs: 'https://www.npmjs.com/package/@polyphony/plugin-sandbox',
    },
  },
  channels: listAccounts,
  publishing: { publish, check, find, remove },
  engagement,
  profile,
  webhooks,
  privacy,
});
