import type { AuthWay } from '@polyphony/sdk';
import type { InstalledNetwork, Networks } from '../../infra/plugins.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';

const ConnectorInfo = builder.objectRef<InstalledNetwork>('ConnectorInfo').implement({
  description: 'Which package speaks to the network.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    package: t.exposeString('packageName', { description: 'Name of the npm package.' }),
    version: t.exposeString('packageVersion', { description: 'Its version.' }),
    sdkVersion: t.string({
      description: 'The SDK versions that it was written for.',
      resolve: ({ connector }) => connector.sdk,
    }),
    apiVersion: t.string({
      description: 'The version of the network’s API that it speaks.',
      resolve: ({ connector }) => connector.network.apiVersion,
    }),
  }),
});

/** A network of a channel; `installed` is undefined where its connector is no longer there. */
interface NetworkOfChannel {
  readonly key: string;
  readonly installed: InstalledNetwork | undefined;
}

export const networkOf = (networks: Networks, key: string): NetworkOfChannel => ({ key, installed: networks.get(key) });

const AuthKind = builder.enumType('AuthKind', {
  description: 'How an account is connected.',
  values: {
    OAUTH2: { description: 'The person is sent to the network and comes back.' },
    TOKEN: { description: 'The person pastes something.' },
  } as const,
});

const AuthScope = builder.objectRef<AuthWay['scopes'][number]>('AuthScope').implement({
  description: 'A permission asked of the network.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The network’s name of it.' }),
    why: t.exposeString('why', { description: 'Why it is asked for.' }),
  }),
});

const CredentialField = builder.objectRef<AuthWay['fields'][number]>('CredentialField').implement({
  description: 'A field of the form that a person fills in.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name in CredentialInput.' }),
    label: t.exposeString('label', { description: 'What the form calls it.' }),
    secret: t.exposeBoolean('secret', { description: 'True: hide it while it is typed.' }),
    required: t.exposeBoolean('required', { description: 'False: may be left out.' }),
  }),
});

const NetworkAuth = builder.objectRef<AuthWay>('NetworkAuth').implement({
  description: 'A way to connect an account: startChannelConnection takes its fields.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    kind: t.field({
      type: AuthKind,
      description: 'How.',
      resolve: ({ kind }) => (kind === 'oauth2' ? 'OAUTH2' : 'TOKEN'),
    }),
    scopes: t.field({ type: [AuthScope], description: 'What is asked for.', resolve: ({ scopes }) => [...scopes] }),
    fields: t.field({
      type: [CredentialField],
      description: 'What a person must enter; at most 20.',
      resolve: ({ fields }) => [...fields],
    }),
  }),
});

export const Network = builder.objectRef<NetworkOfChannel>('Network').implement({
  description: 'A social network, as its connector declares it.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Stable key, such as vk. Networks are data, never an enum.' }),
    name: t.string({
      description: 'The network’s own name.',
      resolve: ({ key, installed }) => installed?.connector.network.name ?? key,
    }),
    connector: t.field({
      type: ConnectorInfo,
      nullable: true,
      description: 'Which package speaks to it; null: none is installed any more.',
      resolve: ({ installed }) => installed,
    }),
    emulated: t.boolean({
      description: 'True where an emulator stands in for it: nothing reaches a real network.',
      resolve: ({ installed }) => installed?.emulated ?? false,
    }),
    auth: t.field({
      type: [NetworkAuth],
      description: 'Each way to connect, the best first; at most 10.',
      resolve: ({ installed }) => [...(installed?.connector.auth.ways ?? [])],
    }),
  }),
});

builder.queryField('networks', (t) =>
  t.field({
    type: [Network],
    description: 'Every network whose connector is installed; at most 100.',
    extensions: access('VIEWER'),
    resolve: (_, __, { shell }) =>
      shell.networks.all.map((installed) => ({ key: installed.connector.network.key, installed })),
  }),
);
