import type { NetworkCall } from './call.ts';

/** What a person types to connect an account. */
export interface AuthField {
  /** camelCase: `appPassword`. */
  readonly name: string;
  readonly label: string;
  /** Never shown again, never logged. */
  readonly secret: boolean;
  /** False: may be left out. */
  readonly required: boolean;
}

export interface AuthScope {
  readonly name: string;
  /** Why it is asked for, for the person who grants it. */
  readonly why: string;
}

/** What a network gives to who registers an app. */
export interface AppManifest {
  /** `clientId` and `clientSecret` are the names of what every network calls so. */
  readonly fields: readonly AppField[];
  /** The network's page on which apps are registered. */
  readonly docs: string;
}

export interface AppField extends AuthField {
  /** The setting (environment) that holds the operator's: `EXAMPLE_CLIENT_ID`. */
  readonly setting: string;
}

/** What a network granted. All of it is kept encrypted, and destroyed when the last channel of it is disconnected. */
export interface Grant {
  /** By name; those in `auth.open` may be shown, all others are secret. */
  readonly credentials: Readonly<Record<string, string>>;
  /** When they stop working unless they are refreshed; absent: they do not stop by themselves. */
  readonly expiresAt?: Date;
  /** What was granted, by the network's names; absent: everything that was asked for, and of a renewal: as before. */
  readonly scopes?: readonly string[];
}

/** A person pastes something. */
export interface TokenWay {
  readonly kind: 'token';
  readonly fields: readonly AuthField[];
  /** Named by `Grant.scopes` and `ChannelCandidate.missingScopes`. */
  readonly scopes: readonly AuthScope[];
  /**
   * Turns what was typed into what is kept, such as a password into a session. Absent: what was typed is kept. Throws
   * NetworkError for what the network refuses.
   */
  login?(call: NetworkCall, typed: Readonly<Record<string, string>>): Promise<Grant>;
}

/** A person is sent to the network, and comes back. */
export interface OAuthWay {
  readonly kind: 'oauth2';
  /** What must be known before the person is sent there, such as which server; mostly empty. */
  readonly fields: readonly AuthField[];
  readonly scopes: readonly AuthScope[];
  /** Where to send the person. `state` is single-use and must come back unchanged. */
  authorize(call: NetworkCall, request: AuthorizationRequest): Promise<AuthorizationStart>;
  /** The person came back: turns what the network added to the redirect address into what is kept. */
  exchange(call: NetworkCall, back: AuthorizationReturn): Promise<Grant>;
  /** The document that a network reads to know its client, where the client's id is an address (served publicly). */
  clientMetadata?(client: OAuthClient): Readonly<Record<string, unknown>>;
}

/** This installation, as the network knows it. */
export interface OAuthClient {
  /** Where the person comes back to. */
  readonly redirectUrl: string;
  /** Where `clientMetadata` is served. */
  readonly metadataUrl: string;
}

export interface AuthorizationRequest extends OAuthClient {
  readonly state: string;
  /** By the names of `fields`. */
  readonly typed: Readonly<Record<string, string>>;
}

export interface AuthorizationStart {
  readonly url: string;
  /** What `exchange` needs, such as a PKCE verifier. Kept encrypted, for an hour at most. */
  readonly keep: Readonly<Record<string, string>>;
}

export interface AuthorizationReturn extends OAuthClient {
  readonly state: string;
  readonly keep: Readonly<Record<string, string>>;
  /** The query of the redirect, such as `code` and `iss`. A refusal (`error=access_denied`) is told without this call. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type AuthWay = TokenWay | OAuthWay;

/** How accounts of the network are connected, and how what was granted is kept alive. */
export interface AuthManifest {
  /** Each way to connect, the best first. */
  readonly ways: readonly AuthWay[];
  /**
   * The app that somebody registers at the network before a person can be sent there: a workspace its own
   * (`registerNetworkApp`), else the operator's from the settings. Every oauth2 way needs it. Absent: there is no such thing.
   */
  readonly app?: AppManifest;
  /** Names of credentials that are no secrets, such as an account's id. Fields that are no secrets need not stand here. */
  readonly open?: readonly string[];
  /**
   * Fresh credentials for those of `call`. Never called twice at a time for one grant, over all processes; what it returns
   * is stored before it is used. `auth_revoked` means that a person must connect again; a failure that passes leaves the
   * old credentials in place. Absent: they cannot be refreshed.
   */
  refresh?(call: NetworkCall): Promise<Grant>;
  /** Tells the network that the credentials are no longer wanted. Best effort: a failure is only logged. */
  revoke?(call: NetworkCall): Promise<void>;
}
