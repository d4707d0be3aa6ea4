/** Who must act to make it work. */
export type ErrorActor = 'CLIENT' | 'USER' | 'OPERATOR' | 'NETWORK';

/** What a client needs to put a code into its own words. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** Turns an object into parameters, in its order. */
export const parametersOf = (values: Readonly<Record<string, string | number>>): readonly Parameter[] =>
  Object.entries(values).map(([name, value]) => ({ name, value: String(value) }));

interface DomainErrorDetails {
  readonly message: string;
  readonly path?: readonly string[] | undefined;
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly retryAt?: Date | undefined;
}

/** A rule that was broken. Its code and parameters are stable; its message may change. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  readonly actor: ErrorActor = 'CLIENT';
  /** Where in the input; null: nowhere in particular. */
  readonly path: readonly string[] | null;
  readonly parameters: readonly Parameter[];
  /** When trying again makes sense; null: not by waiting. */
  readonly retryAt: Date | null;

  constructor({ message, path, parameters = {}, retryAt }: DomainErrorDetails) {
    super(message);
    this.path = path ?? null;
    this.parameters = parametersOf(parameters);
    this.retryAt = retryAt ?? null;
  }
}

/** One broken rule of the input. */
export interface InputIssue {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly fix: string | null;
}

/** The input breaks rules; all of them are listed. */
export class ValidationFailed extends DomainError {
  override readonly code = 'VALIDATION_FAILED';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    const [first] = issues;
    const more = issues.length - 1;
    super({
      message: `${first?.message ?? 'The input is not valid.'}${more > 0 ? ` (and ${String(more)} more, see issues)` : ''}`,
      path: first?.path,
    });
    this.issues = issues;
  }
}

/** No such object for this viewer: it never was, is gone, or belongs to another workspace. */
export class NotFound extends DomainError {
  override readonly code = 'NOT_FOUND';

  constructor(what: string, path: readonly string[]) {
    super({
      message: `There is no such ${what}, or it is not yours to see. Take the id from an answer of this API.`,
      path,
      parameters: { what },
    });
  }
}

/** The key was used with another input. */
export class IdempotencyKeyReused extends DomainError {
  override readonly code = 'IDEMPOTENCY_KEY_REUSED';

  constructor(key: string) {
    super({
      message: 'This idempotency key was already used with another input. Send a new key for a new intention.',
      path: ['idempotencyKey'],
      parameters: { key },
    });
  }
}

/** Someone else changed it first. */
export class RevisionConflict extends DomainError {
  override readonly code = 'REVISION_CONFLICT';
  override readonly actor = 'USER';
  readonly currentRevision: number;

  constructor(expectedRevision: number, currentRevision: number, path: readonly string[] = ['expectedRevision']) {
    super({
      message: `You saw revision ${String(expectedRevision)}, but it is now ${String(currentRevision)}. Read it again and repeat the change.`,
      path,
      parameters: { expectedRevision, currentRevision },
    });
    this.currentRevision = currentRevision;
  }
}

/** The life cycle does not allow it now. */
export class WrongState extends DomainError {
  override readonly code = 'WRONG_STATE';
  override readonly actor = 'USER';
  readonly state: string;
  readonly allowedActions: readonly string[];

  constructor(
    action: string,
    state: string,
    allowedActions: readonly string[],
    /** Why it came to that state, where that helps. */
    because: { readonly message: string; readonly parameters: Readonly<Record<string, string>> } | null = null,
  ) {
    const instead = allowedActions.length > 0 ? allowedActions.join(', ') : 'nothing';
    super({
      message: `${action} is not possible in state ${state}. Possible now: ${instead}.${because === null ? '' : ` ${because.message}`}`,
      parameters: { action, state, ...because?.parameters },
    });
    this.state = state;
    this.allowedActions = allowedActions;
  }
}

/** A channel that cannot be published to until a person reconnects it. */
export class ChannelUnavailable extends DomainError {
  override readonly code = 'CHANNEL_UNAVAILABLE';
  override readonly actor = 'USER';
  readonly channelId: string;
  readonly channel: { readonly id: string; readonly name: string; readonly status: string };

  constructor(channel: ChannelUnavailable['channel'], path: readonly string[]) {
    super({
      message: `The channel "${channel.name}" is ${channel.status}. Reconnect it, or leave it out.`,
      path,
      parameters: { channel: channel.name, status: channel.status },
    });
    this.channel = channel;
    this.channelId = channel.id;
  }
}

/** Channels that have no weekly time, or none that is free. */
export class NoFreeSlot extends DomainError {
  override readonly code = 'NO_FREE_SLOT';
  override readonly actor = 'USER';
  readonly channelIds: readonly string[];

  /** `until`: how far was looked. */
  constructor(
    channels: readonly { readonly id: string; readonly name: string; readonly hasSlots: boolean }[],
    until: Date,
    path: readonly string[],
  ) {
    const named = (some: typeof channels) => some.map(({ name }) => `"${name}"`).join(', ');
    const without = channels.filter(({ hasSlots }) => !hasSlots);
    const full = channels.filter(({ hasSlots }) => hasSlots);
    const parts = [
      ...(without.length === 0 ? [] : [`No slots: ${named(without)}.`]),
      ...(full.length === 0 ? [] : [`No free slot until ${until.toISOString()}: ${named(full)}.`]),
      'Add slots with addSlots, leave the channel out, or give the post its time with schedulePost.',
    ];
    super({
      message: parts.join(' '),
      path,
      parameters: { channels: channels.map(({ name }) => name).join(', '), until: until.toISOString() },
    });
    this.channelIds = channels.map(({ id }) => id);
  }
}

/** The connector declares that the network cannot do this. */
export class NotSupportedByNetwork extends DomainError {
  override readonly code = 'NOT_SUPPORTED_BY_NETWORK';
  /** Its key. */
  readonly network: string;

  /** `what` is whole: it says what else was done, if anything was. */
  constructor(
    network: string,
    what: string,
    path: readonly string[],
    parameters: Readonly<Record<string, string>> = {},
  ) {
    super({ message: what, path, parameters: { network, ...parameters } });
    this.network = network;
  }
}

/** The network said no, or could not be asked. */
export class NetworkRefused extends DomainError {
  override readonly code = 'NETWORK_REFUSED';
  override readonly actor: ErrorActor;

  constructor(
    problem: {
      readonly kind: string;
      readonly message: string;
      readonly actor: ErrorActor;
      readonly networkCode: string | null;
      readonly retryAt: string | null;
    },
    path: readonly string[],
  ) {
    const { kind, message, networkCode, retryAt } = problem;
    super({
      message,
      path,
      parameters: { kind, ...(networkCode !== null && { networkCode }) },
      retryAt: retryAt === null ? undefined : new Date(retryAt),
    });
    this.actor = problem.actor;
  }
}

/** The person has not granted anything yet, or what was granted can no longer be used. */
export class AuthorizationNotReady extends DomainError {
  override readonly code = 'AUTHORIZATION_NOT_READY';
  override readonly actor = 'USER';

  constructor(state: string) {
    const next =
      state === 'WAITING'
        ? 'Wait until the person has come back from authorizationUrl and its state is GRANTED.'
        : 'Start again with startChannelConnection.';
    super({ message: `The authorization is ${state}. ${next}`, path: ['authorizationId'], parameters: { state } });
  }
}

/** Nobody has registered the app by which the network would know this product. */
export class NetworkAppMissing extends DomainError {
  override readonly code = 'NETWORK_APP_MISSING';
  override readonly actor = 'OPERATOR';

  constructor(network: string, settings: readonly string[]) {
    const names = settings.join(', ');
    super({
      message: `No app is registered at ${network}. Whoever runs this installation must set ${names}; or register an app of your own with registerNetworkApp.`,
      path: ['network'],
      parameters: { network, settings: names },
    });
  }
}

/** There is no room for what was sent. */
export class StorageFull extends DomainError {
  override readonly code = 'STORAGE_FULL';
  override readonly actor = 'OPERATOR';

  constructor() {
    super({
      message: 'The disk of this installation has no room for the file. Whoever runs it must make room in DATA_DIR.',
      path: ['file'],
    });
  }
}
