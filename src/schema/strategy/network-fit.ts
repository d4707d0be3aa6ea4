import DataLoader from 'dataloader';
import { declaredAudiences } from '../../app/strategy/network-fit.ts';
import { visibleChannels } from '../../app/planning/visibility.ts';
import {
  matchAudience,
  type AudienceDifference as DifferenceShape,
  type AudienceMatch as MatchShape,
} from '../../domain/strategy/audience-match.ts';
import {
  fitFormula,
  fitOf,
  type Fit,
  type FitReason as ReasonShape,
  type FitStatus as StatusName,
} from '../../domain/strategy/network-fit.ts';
import type { Channel as ChannelRow } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { sessionOf, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { ValueStatus } from '../insights/measurement.ts';
import { Channel } from '../workspace/channel.ts';
import { AudienceDimension } from '../workspace/network-audience.ts';
import { Network, networkOf } from '../workspace/network.ts';
import { Persona } from './persona.ts';

const statusTexts: Readonly<Record<StatusName, string>> = {
  MEASURED: 'On an audience that was measured on channels of our own, at least in part.',
  DECLARED: 'On what the network, or somebody who measured it, published of its audience.',
  NO_DATA: 'On nothing: no audience is known, or none tells of what the persona is.',
};

const FitStatus = builder.enumType('FitStatus', {
  description: 'What a score rests on.',
  values: valuesOf(statusTexts),
});

const FitReason = builder.objectRef<ReasonShape>('FitReason').implement({
  description: 'A part of a score.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    dimension: t.expose('dimension', {
      type: AudienceDimension,
      description: 'By what audience and persona are compared.',
    }),
    text: t.exposeString('text', { description: 'For people.' }),
    weight: t.exposeFloat('weight', { description: 'What it counts; of all reasons together 1.' }),
    score: t.exposeFloat('score', { description: 'The share of the audience that is like the persona, from 0 to 1.' }),
    source: t.exposeString('source', { description: 'Where the audience was published, or how it was measured.' }),
    asOf: t.expose('asOf', { type: 'Date', description: 'On which day it was so.' }),
  }),
});

const NetworkFit = builder.objectRef<Fit & { readonly network: string }>('NetworkFit').implement({
  description: 'How well a network fits a persona.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'From 0 to 1; null: nothing is known. Never a default.',
    }),
    status: t.expose('status', { type: FitStatus, description: 'What the score rests on.' }),
    formula: t.string({ description: 'How the score comes about, with the weights.', resolve: () => fitFormula }),
    reasons: t.field({
      type: [FitReason],
      description: 'Its parts, at most 10. Empty: nothing is known.',
      resolve: ({ reasons }) => [...reasons],
    }),
  }),
});

builder.prismaObjectField(Persona, 'networkFit', (t) =>
  t.field({
    type: [NetworkFit],
    nullable: true,
    description: 'How well each network that is installed fits, at most 100; null: not for this viewer.',
    extensions: access('READ_STRATEGY'),
    select: { ageFrom: true, ageTo: true, genders: true, countries: true, cities: true, languages: true },
    resolve: (persona, _, { shell }) =>
      shell.networks.all.map((installed) => ({
        network: installed.connector.network.key,
        ...fitOf(persona, declaredAudiences(installed)),
      })),
  }),
);

const AudienceDifference = builder.objectRef<DifferenceShape>('AudienceDifference').implement({
  description: 'A part of a channel’s audience against the persona.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    dimension: t.field({
      type: AudienceDimension,
      description: 'By what.',
      resolve: ({ dimension }) => dimension as (typeof AudienceDimension)['$inferType'], // as the SDK has it
    }),
    key: t.exposeString('key', { description: 'Which part, such as 18-24 or KZ.' }),
    persona: t.exposeFloat('persona', {
      nullable: true,
      description: 'How many of these people are like the persona, from 0 to 1.',
    }),
    measured: t.exposeFloat('measured', { nullable: true, description: 'Their share of the audience, from 0 to 1.' }),
  }),
});

const AudienceMatch = builder.objectRef<MatchShape & { readonly channel: ChannelRow }>('AudienceMatch').implement({
  description: 'How well a channel’s own, measured audience fits a persona.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    channel: t.field({ type: Channel, description: 'The channel.', resolve: ({ channel }) => channel }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'From 0 to 1, worked out as that of a network; null: nobody measured the audience.',
    }),
    status: t.expose('status', { type: ValueStatus, description: 'How far to trust the score.' }),
    differences: t.field({
      type: [AudienceDifference],
      description: 'Part by part, at most 1500. Empty: nobody measured the audience.',
      resolve: ({ differences }) => [...differences],
    }),
  }),
});

/** Most channels that a persona is matched with. */
const maxChannels = 100;

/** One for each request: all personas of a strategy are matched with the same channels. */
const loaders = new WeakMap<GraphContext, DataLoader<string, readonly ChannelRow[]>>();

function channelsOf(context: GraphContext): Promise<readonly ChannelRow[]> {
  const session = sessionOf(context);
  const loader =
    loaders.get(context) ??
    new DataLoader<string, readonly ChannelRow[]>(async (keys) => {
      const rows = await context.shell.db.prisma.channel.findMany({
        where: visibleChannels(session),
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: maxChannels,
      });
      return keys.map(() => rows);
    });
  loaders.set(context, loader);
  return loader.load(session.workspaceId);
}

builder.prismaObjectField(Persona, 'audienceMatch', (t) =>
  t.field({
    type: [AudienceMatch],
    nullable: true,
    description: `How well the audience of each channel that the viewer sees fits, of the ${String(maxChannels)} oldest at most; null: not for this viewer.`,
    extensions: access('READ_STRATEGY'),
    select: { ageFrom: true, ageTo: true, genders: true, countries: true, cities: true, languages: true },
    resolve: async (persona, _, context) =>
      (await channelsOf(context)).map((channel) => ({ channel, ...matchAudience(persona, null) })),
  }),
);
