import { defineConnector, NetworkError, type Grant, type NetworkCall } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import { channels } from './client.ts';
import * as engagement from './engagement.ts';
import { codes, readError } from './errors.ts';
import * as insights from './insights.ts';
import { oauth, refreshGrant, revokeGrant } from './oauth.ts';
import { blueskyPostOptions } from './options.ts';
import { edit, find, publish, remove, state } from './publish.ts';
import { deleteSession, login, refreshSession } from './session.ts';

/** A session that is refused when it asks for a new one is over, whatever else the answer means. */
async function refresh(call: NetworkCall): Promise<Grant> {
  try {
    return await (call.credentials.way === 'oauth' ? refreshGrant(call) : refreshSession(call));
  } catch (error) {
    if (!(error instanceof NetworkError) || error.details.kind !== 'auth_expired') throw error;
    throw call.refuse({ ...error.details, kind: 'auth_revoked' });
  }
}

export default defineConnector({
  network: {
    key: 'bluesky',
    name: 'Bluesky',
    apiVersion: 'xrpc',
    docs: 'https://docs.bsky.app',
    baseUrl: 'https://bsky.social',
    addresses: { app: 'https://bsky.app' },
    servers: { credential: 'service', setting: 'BLUESKY_PDS' },
  },
  sdk: '^0.1.0',
  capabilities,
  options: blueskyPostOptions,
  errors: { codes, read: readError },
  auth: {
    ways: [
      oauth,
      {
        kind: 'token',
        fields: [
          { name: 'identifier', label: 'Handle, such as alice.bsky.social', secret: false, required: true },
          { name: 'appPassword', label: 'App password', secret: true, required: true },
          { name: 'service', label: 'Server, unless it is Bluesky’s own', secret: false, required: false },
        ],
        scopes: [],
        login,
      },
    ],
    open: ['way', 'did', 'handle', 'issuer', 'clientId'],
    refresh,
    revoke: (call) => (call.credentials.way === 'oauth' ? revokeGrant(call) : deleteSession(call)),
  },
  channels,
  publishing: { publish, find, edit, remove, state },
  insights,
  engagement,
});
