import { defineConnector } from '@polyphony/sdk';
import { pastedScopes } from './access.ts';
import { capabilities } from './capabilities.ts';
import { channels } from './channels.ts';
import { apiVersion } from './client.ts';
import * as engagement from './engagement.ts';
import { codes, readError } from './errors.ts';
import { audience, channel, publications } from './insights.ts';
import { vkPostOptions } from './options.ts';
import * as profile from './profile.ts';
import { check, edit, find, publish, remove, state } from './publish.ts';
import { refresh, revoke, vkIdWay } from './session.ts';
import { accepted, handshake, read, subscribe, unsubscribe, verify } from './webhooks.ts';

const { sync, reply, remove: removeMessage, like, unlike } = engagement;

export default defineConnector({
  network: {
    key: 'vk',
    name: 'VK',
    apiVersion,
    docs: 'https://dev.vk.com/reference',
    baseUrl: 'https://api.vk.com',
    // Files go where an answer says; videos to servers that the network shares with others of its owner.
    hosts: ['*.vk.com', '*.vk.ru', '*.userapi.com', '*.vkuser.net', '*.mycdn.me', '*.okcdn.ru'],
    addresses: { id: 'https://id.vk.com', oauth: 'https://oauth.vk.com', web: 'https://vk.com' },
  },
  sdk: '^0.1.0',
  capabilities,
  options: vkPostOptions,
  errors: { codes, read: readError },
  auth: {
    ways: [
      {
        kind: 'token',
        fields: [
          { name: 'communityKey', label: 'Access key of the community', secret: true, required: true },
          { name: 'userToken', label: 'Token of a user who manages it', secret: true, required: false },
          { name: 'serviceKey', label: 'Service key of an app', secret: true, required: false },
        ],
        scopes: pastedScopes,
      },
      vkIdWay,
    ],
    app: {
      fields: [
        { name: 'clientId', label: 'App id', secret: false, required: true, setting: 'VK_CLIENT_ID' },
        { name: 'clientSecret', label: 'Protected key', secret: true, required: false, setting: 'VK_CLIENT_SECRET' },
        { name: 'serviceKey', label: 'Service key', secret: true, required: false, setting: 'VK_SERVICE_KEY' },
      ],
      docs: 'https://id.vk.com/about/business/go',
    },
    refresh,
    revoke,
  },
  channels,
  publishing: { publish, check, find, edit, remove, state },
  insights: { channel, publications, audience },
  engagement: { sync, reply, remove: removeMessage, like, unlike },
  profile,
  webhooks: { per: 'channel', subscribe, unsubscribe, handshake, verify, read, accepted },
});
