import { brandWithType } from '@pothos/core';
import {
  AuthorizationNotReady,
  ChannelUnavailable,
  type DomainError,
  IdempotencyKeyReused,
  NetworkAppMissing,
  NetworkRefused,
  NoFreeSlot,
  NotFound,
  NotSupportedByNetwork,
  RevisionConflict,
  StorageFull,
  ValidationFailed,
  WrongState,
  type InputIssue,
  type Parameter,
} from '../domain/shared/errors.ts';
import { access } from './access.ts';
import { builder } from './builder.ts';
import { Channel } from './workspace/channel.ts';
import { Network, networkOf } from './workspace/network.ts';

const ErrorActor = builder.enumType('ErrorActor', {
  description: 'Who must act to make it work.',
  values: {
    CLIENT: { description: 'The program that calls.' },
    USER: { description: 'The person behind it.' },
    OPERATOR: { description: 'Whoever runs this installation.' },
    NETWORK: { description: 'The social network; waiting helps.' },
  } as const,
});
export { ErrorActor as ErrorActorEnum };

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'One code an error type. Stable: what clients translate.',
  values: {
    VALIDATION_FAILED: { description: 'See ValidationFailed.' },
    NOT_FOUND: { description: 'See NotFound.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'See IdempotencyKeyReused.' },
    REVISION_CONFLICT: { description: 'See RevisionConflict.' },
    WRONG_STATE: { description: 'See WrongState.' },
    CHANNEL_UNAVAILABLE: { description: 'See ChannelUnavailable.' },
    AUTHORIZATION_NOT_READY: { description: 'See AuthorizationNotReady.' },
    NETWORK_APP_MISSING: { description: 'See NetworkAppMissing.' },
    NOT_SUPPORTED_BY_NETWORK: { description: 'See NotSupportedByNetwork.' },
    NETWORK_REFUSED: { description: 'See NetworkRefused.' },
    STORAGE_FULL: { description: 'See StorageFull.' },
    NO_FREE_SLOT: { description: 'See NoFreeSlot.' },
  } as const,
});
type Code = (typeof ErrorCode)['$inferType'];

export const ParameterType = builder.objectRef<Parameter>('Parameter').implement({
  description: 'What a client needs to put a code into its own words.',
  extensions: access('ANYONE'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name; the same for the same code.' }),
    value: t.exposeString('value', { description: 'The value, as text.' }),
  }),
});

export const InputIssueType = builder.objectRef<InputIssue>('InputIssue').implement({
  description: 'One broken rule.',
  extensions: access('ANYONE'),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable key of the rule.' }),
    message: t.exposeString('message', { description: 'For people; may change.' }),
    path: t.stringList({ description: 'Into the input.', resolve: ({ path }) => [...path] }),
    parameters: t.field({
      type: [ParameterType],
      description: 'The values that the message speaks of.',
      resolve: ({ parameters }) => [...parameters],
    }),
    fix: t.exposeString('fix', { nullable: true, description: 'What to do; null: see the message.' }),
  }),
});

/** What an error tells, whether it is one or only an answer that tells of one. */
type Refusal = Pick<DomainError, 'code' | 'message' | 'parameters' | 'actor' | 'path' | 'retryAt'>;

export const ErrorInterface = builder.interfaceRef<Refusal>('Error').implement({
  description: 'A refusal of the domain.',
  fields: (t) => ({
    code: t.field({ type: ErrorCode, description: 'Which rule.', resolve: ({ code }) => code as Code }), // one per class below
    message: t.exposeString('message', { description: 'For people; may change.' }),
    parameters: t.field({
      type: [ParameterType],
      description: 'The values that the message speaks of.',
      resolve: ({ parameters }) => [...parameters],
    }),
    actor: t.field({ type: ErrorActor, description: 'Who must act.', resolve: ({ actor }) => actor }),
    path: t.stringList({
      nullable: true,
      description: 'Where in the input; null: nowhere in particular.',
      resolve: ({ path }) => (path === null ? null : [...path]),
    }),
    retryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When trying again makes sense; null: not by waiting.',
      resolve: ({ retryAt }) => retryAt,
    }),
  }),
});

const common = { interfaces: [ErrorInterface], extensions: access('ANYONE') };

builder.objectType(ValidationFailed, {
  ...common,
  name: 'ValidationFailed',
  description: 'The input breaks rules; all of them are listed.',
  fields: (t) => ({
    issues: t.field({
      type: [InputIssueType],
      description: 'Every broken rule.',
      resolve: ({ issues }) => [...issues],
    }),
  }),
});
builder.objectType(NotFound, { ...common, name: 'NotFound', description: 'No such object for this viewer.' });
builder.objectType(IdempotencyKeyReused, {
  ...common,
  name: 'IdempotencyKeyReused',
  description: 'The idempotency key was used with another input.',
});
builder.objectType(RevisionConflict, {
  ...common,
  name: 'RevisionConflict',
  description: 'Someone else changed it first.',
  fields: (t) => ({
    currentRevision: t.exposeInt('currentRevision', { description: 'The revision that it has now.' }),
  }),
});
builder.objectType(WrongState, {
  ...common,
  name: 'WrongState',
  description: 'The life cycle does not allow it now.',
  fields: (t) => ({
    state: t.exposeString('state', { description: 'Where it stands in its life.' }),
    allowedActions: t.stringList({
      description: 'What the viewer may do with it now.',
      resolve: ({ allowedActions }) => [...allowedActions],
    }),
  }),
});
builder.objectType(ChannelUnavailable, {
  ...common,
  name: 'ChannelUnavailable',
  description: 'The channel must be reconnected first.',
  fields: (t) => ({
    channel: t.prismaField({
      type: Channel,
      description: 'The channel.',
      resolve: (query, { channelId }, _, { shell }) =>
        shell.db.prisma.channel.findUniqueOrThrow({ ...query, where: { id: channelId } }),
    }),
  }),
});

builder.objectType(AuthorizationNotReady, {
  ...common,
  name: 'AuthorizationNotReady',
  description: 'The person has not granted anything yet, or it can no longer be used.',
});

builder.objectType(NetworkAppMissing, {
  ...common,
  name: 'NetworkAppMissing',
  description: 'Nobody has registered the app by which the network would know this product.',
});

builder.objectType(NotSupportedByNetwork, {
  ...common,
  name: 'NotSupportedByNetwork',
  description: 'The connector declares that the network cannot do this.',
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
  }),
});

builder.objectType(NetworkRefused, {
  ...common,
  name: 'NetworkRefused',
  description: 'The network said no, or could not be asked; parameters has the kind of problem.',
});

builder.objectType(StorageFull, {
  ...common,
  name: 'StorageFull',
  description: 'This installation has no room for the file.',
});

builder.objectType(NoFreeSlot, {
  ...common,
  name: 'NoFreeSlot',
  description: 'Channels that have no weekly time, or none that is free within a year.',
  fields: (t) => ({
    channels: t.prismaField({
      type: [Channel],
      description: 'Those channels; at most 50.',
      resolve: (query, { channelIds }, _, { shell }) =>
        shell.db.prisma.channel.findMany({ ...query, where: { id: { in: [...channelIds] } }, orderBy: { id: 'asc' } }),
    }),
  }),
});

const errorTypes: Readonly<Record<Code, new (...args: never[]) => DomainError>> = {
  VALIDATION_FAILED: ValidationFailed,
  NOT_FOUND: NotFound,
  IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReused,
  REVISION_CONFLICT: RevisionConflict,
  WRONG_STATE: WrongState,
  CHANNEL_UNAVAILABLE: ChannelUnavailable,
  AUTHORIZATION_NOT_READY: AuthorizationNotReady,
  NETWORK_APP_MISSING: NetworkAppMissing,
  NOT_SUPPORTED_BY_NETWORK: NotSupportedByNetwork,
  NETWORK_REFUSED: NetworkRefused,
  STORAGE_FULL: StorageFull,
  NO_FREE_SLOT: NoFreeSlot,
};

/** An error as a value of a field: graphql-js throws whatever is an instance of Error, also where it is only an answer. */
export function plainError(error: DomainError): Refusal {
  const { message, ...rest } = error;
  const plain = { ...rest, message };
  brandWithType(plain, errorTypes[error.code as Code] as never); // one of the classes above
  return plain;
}

/** What a mutation answers: what it changed, its own errors, and those that every mutation can run into. */
export const resultOf = (mutation: string, errors: readonly (new (...args: never[]) => Error)[]) => ({
  types: [...new Set([...errors, NotFound, ValidationFailed, IdempotencyKeyReused])] as (new () => Error)[], // only ever caught, never made
  union: {
    name: `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Result`,
    description: `What ${mutation} answers.`,
  },
});
