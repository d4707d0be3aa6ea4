import type { InstalledNetwork, Networks } from '../../infra/plugins.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import {
  EngagementCapability,
  InsightsCapability,
  ProfileCapability,
  ProfileImageRule,
  PublishingAction,
} from './capability.ts';
import { FormatCapability } from './format-capability.ts';
import { AudienceProfile, audienceProfiles } from './network-audience.ts';
import { NetworkAuth } from './network-auth.ts';
import { AccessTier, Price, RateLimit } from './network-terms.ts';

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
    formats: t.field({
      type: [FormatCapability],
      description: 'What can be published, one for each format, at most 10.',
      resolve: ({ installed }) => [...(installed?.connector.capabilities.formats ?? [])],
    }),
    actions: t.field({
      type: [PublishingAction],
      description: 'What can be done with a post beside publishing it, at most 3.',
      resolve: ({ installed }) => [...(installed?.connector.capabilities.actions ?? [])],
    }),
    insights: t.field({
      type: [InsightsCapability],
      description: 'What it counts, one for each scope, at most 3.',
      resolve: ({ installed }) => [...(installed?.connector.capabilities.insights ?? [])],
    }),
    engagement: t.field({
      type: EngagementCapability,
      nullable: true,
      description: 'Null: nobody can be talked with.',
      resolve: ({ installed }) => installed?.connector.capabilities.engagement,
    }),
    profile: t.field({
      type: ProfileCapability,
      nullable: true,
      description: 'Null: nothing of an account’s look can be changed.',
      resolve: ({ installed }) => installed?.connector.capabilities.profile,
    }),
    profileImages: t.field({
      type: [ProfileImageRule],
      description: 'The pictures of an account, at most 20.',
      resolve: ({ installed }) => [...(installed?.connector.capabilities.profile?.images ?? [])],
    }),
    limits: t.field({
      type: [RateLimit],
      description: 'How many requests it takes, as it declares; at most 50. Empty: none known.',
      resolve: ({ installed }) => [...(installed?.connector.capabilities.limits ?? [])],
    }),
    prices: t.field({
      type: [Price],
      description: 'What it charges for calls, at most 50. Empty: nothing.',
      resolve: ({ installed }) => [...(installed?.connector.capabilities.prices ?? [])],
    }),
    tiers: t.field({
      type: [AccessTier],
      description: 'By what it lets some accounts do more than others, at most 20. Empty: it does not tell them apart.',
      resolve: ({ installed }) => [...(installed?.connector.capabilities.tiers ?? [])],
    }),
    audience: t.field({
      type: [AudienceProfile],
      description: 'Who uses it, as was published; at most 20. Empty: nobody did.',
      resolve: ({ installed }) => audienceProfiles(installed?.connector.network.audience ?? []),
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
