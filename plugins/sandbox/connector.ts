import { defineConnector } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import { listAccounts } from './client.ts';
import { codes, readError } from './errors.ts';
import { sandboxPostOptions } from './options.ts';
import { check, find, publish, remove } from './publish.ts';

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
  auth: {
    ways: [
      {
        kind: 'token',
        fields: [{ name: 'token', label: 'Access token of the account', secret: true, required: true }],
        scopes: [],
      },
    ],
  },
  channels: listAccounts,
  publishing: { publish, check, find, remove },
});
