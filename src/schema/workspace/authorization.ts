import { startChannelConnection } from '../../app/workspace/authorization.ts';
import { candidateLacks, candidatesOf } from '../../app/workspace/candidate.ts';
import { channelsOf, connectChannels, type Connected } from '../../app/workspace/channel.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import {
  authorizationStateAt,
  authorizationStates,
  connectChannelsErrors,
  startChannelConnectionErrors,
  type AuthorizationState as State,
} from '../../domain/workspace/authorization.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace } from '../context.ts';
import { ErrorInterface, plainError, resultOf } from '../errors.ts';
import { nobody, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { BulkOutcome } from '../publishing/bulk.ts';
import { ProblemType } from '../publishing/problem.ts';
import { Channel, ChannelKind } from './channel.ts';
import { Network, networkOf } from './network.ts';

const stateTexts: Readonly<Record<State, string>> = {
  WAITING: 'The person has not come back from the network yet.',
  GRANTED: 'The network granted access: choose among the candidates with connectChannels.',
  REFUSED: 'It did not work; problem says why. Start again.',
  EXPIRED: 'Nobody finished it in time. Start again.',
  USED: 'Channels were connected with it.',
};

const AuthorizationState = builder.enumType('AuthorizationState', {
  description: 'Where an attempt to connect accounts stands.',
  values: Object.fromEntries(authorizationStates.map((name) => [name, { description: stateTexts[name] }])) as Record<
    State,
    { description: string }
  >, // fromEntries forgets the keys
});

interface CandidateShape {
  readonly externalId: string;
  readonly name: string;
  readonly handle: string | null;
  readonly avatarUrl: string | null;
  readonly kind: (typeof ChannelKind)['$inferType'];
  readonly alreadyConnected: boolean;
  readonly missingScopes: readonly string[];
}

const ChannelCandidate = builder.objectRef<CandidateShape>('ChannelCandidate').implement({
  description: 'An account that could be connected.',
  extensions: access('MANAGE_CHANNELS'),
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The network’s id of it.' }),
    name: t.exposeString('name', { description: 'Its name on the network.' }),
    handle: t.exposeString('handle', { nullable: true, description: 'What follows the @; null: it has none.' }),
    avatarUrl: t.expose('avatarUrl', { type: 'URL', nullable: true, description: 'Its picture; null: unknown.' }),
    kind: t.expose('kind', { type: ChannelKind, description: 'What sort of account.' }),
    alreadyConnected: t.exposeBoolean('alreadyConnected', {
      description: 'True where the workspace has it: choosing it connects it anew.',
    }),
    missingScopes: t.stringList({
      description: 'What the connector asks for and the network did not grant, by the network’s names.',
      resolve: ({ missingScopes }) => [...missingScopes],
    }),
  }),
});

export const ChannelAuthorization = builder.prismaNode('ChannelAuthorization', {
  id: { field: 'id' },
  description: 'An attempt to connect accounts of a network. It lives for an hour.',
  extensions: access('MANAGE_CHANNELS'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    state: t.field({
      type: AuthorizationState,
      description: 'Where it stands.',
      resolve: (row, _, { shell }) => authorizationStateAt(row, shell.now()),
    }),
    authorizationUrl: t.expose('authorizationUrl', {
      type: 'URL',
      nullable: true,
      description: 'Where to send the person; null where something was pasted.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it must be finished.' }),
    candidates: t.field({
      type: [ChannelCandidate],
      description: 'What these credentials reach; empty until GRANTED.',
      resolve: async (row, _, { shell }) => {
        const candidates = candidatesOf(row);
        const ids = candidates.map(({ externalId }) => externalId);
        const present = await channelsOf(shell.db.prisma, row, ids);
        return candidates.map((candidate) => ({
          ...candidate,
          handle: candidate.handle ?? null,
          avatarUrl: candidate.avatarUrl ?? null,
          alreadyConnected: (present.get(candidate.externalId)?.status ?? 'DISCONNECTED') !== 'DISCONNECTED',
          missingScopes: candidateLacks(shell.networks, row, candidate),
        }));
      },
    }),
    problem: t.field({
      type: ProblemType,
      nullable: true,
      description: 'What went wrong; null: nothing.',
      resolve: ({ problem }) => problem as unknown as Problem | null, // written by app/workspace/authorization.ts
    }),
  }),
});

export const CredentialInput = builder.inputType('CredentialInput', {
  description: 'A field of one of the network’s ways to connect (Network.auth), or of its apps (Network.app).',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name.' }),
    value: t.string({ required: true, description: 'What the person typed.' }),
  }),
});

const StartChannelConnectionInput = mutationInput('startChannelConnection', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  network: t.string({ required: true, description: 'The network’s key.' }),
  returnUrl: t.field({
    type: 'URL',
    description:
      'Where the person’s browser goes when the network has sent them back, with ?authorizationId= added; absent: to a page that says how it went.',
  }),
  credentials: t.field({
    type: [CredentialInput],
    description: 'What the person typed, by the fields of one of the ways in Network.auth; absent: nothing.',
  }),
}));

builder.mutationField('startChannelConnection', (t) =>
  t.prismaField({
    type: ChannelAuthorization,
    description:
      'Begins to connect accounts of a network: sends a person there, or takes what they pasted. What the network refuses is in the authorization’s problem.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: StartChannelConnectionInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('startChannelConnection', startChannelConnectionErrors),
    resolve: async (query, _, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      const { ids } = await startChannelConnection(ctxOf(context), {
        idempotencyKey: keyOf(input),
        network: input.network,
        returnUrl: input.returnUrl ?? null,
        credentials: input.credentials ?? [],
      });
      return context.shell.db.prisma.channelAuthorization.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);

const ConnectChannelResult = builder.objectRef<Connected>('ConnectChannelResult').implement({
  description: 'What became of one account.',
  extensions: access('MANAGE_CHANNELS'),
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The network’s id of it.' }),
    channel: t.prismaField({
      type: Channel,
      nullable: true,
      description: 'The channel; null: it was not connected.',
      resolve: (query, { channelId }, _, { shell }) =>
        shell.db.prisma.channel.findUnique({ ...query, where: { id: channelId ?? nobody } }),
    }),
    outcome: t.field({
      type: BulkOutcome,
      description: 'What became of it.',
      resolve: ({ channelId }) => (channelId === null ? 'FAILED' : 'DONE'),
    }),
    problem: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why not; null: it is connected.',
      resolve: ({ channelId }) => (channelId === null ? plainError(new NotFound('account', ['externalIds'])) : null),
    }),
  }),
});

const ConnectChannelsSuccess = builder
  .objectRef<{ readonly results: readonly Connected[] }>('ConnectChannelsSuccess')
  .implement({
    description: 'Each account has a result of its own.',
    extensions: access('MANAGE_CHANNELS'),
    fields: (t) => ({
      results: t.field({
        type: [ConnectChannelResult],
        description: 'One for each, in the order asked.',
        resolve: ({ results }) => [...results],
      }),
    }),
  });

const ConnectChannelsInput = mutationInput('connectChannels', (t) => ({
  authorizationId: t.id({ required: true, description: 'The authorization; it is used up by this.' }),
  externalIds: t.stringList({ required: true, description: 'Which of its candidates.' }),
}));

builder.mutationField('connectChannels', (t) =>
  t.field({
    type: ConnectChannelsSuccess,
    description:
      'Connects the accounts that a person chose; those that were connected before anew. Who is limited to some channels connects these anew, and no other account.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: ConnectChannelsInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('connectChannels', connectChannelsErrors),
    resolve: async (_, { input }, context) => ({
      results: await connectChannels(ctxOf(context), {
        idempotencyKey: keyOf(input),
        authorizationId: rowId('ChannelAuthorization', input.authorizationId),
        externalIds: input.externalIds,
      }),
    }),
  }),
);
