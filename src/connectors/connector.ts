import type { ZodObject } from 'zod';
import type { AuthManifest } from './auth.ts';
import type { ReadLimits } from './budget.ts';
import type { AccountCapabilities, Capabilities } from './capabilities.ts';
import type { NetworkCall } from './call.ts';
import type { Engagement } from './engagement.ts';
import type { ErrorTable } from './errors.ts';
import type { ReadError } from './http.ts';
import type { AudienceShare, Insights } from './insights.ts';
import type { Privacy } from './privacy.ts';
import type { Profile } from './profile.ts';
import type { Publishing } from './publishing.ts';
import type { Webhooks } from './webhooks.ts';

/** A social network, as its connector declares it. */
export interface NetworkManifest {
  /** Lower-case key, unique over all installed connectors, never changed once released: `vk`. */
  readonly key: string;
  /** The network's own name: `VK`. */
  readonly name: string;
  /** The version of the network's API that the connector speaks. */
  readonly apiVersion: string;
  /** The network's documentation of that API. */
  readonly docs: string;
  /** Where the API lives. Every request is relative to it, or to one of `hosts`. */
  readonly baseUrl: string;
  /** Further hosts that the connector may speak to, such as an upload server: `upload.example.com`, `*.example.com`. */
  readonly hosts?: readonly string[];
  /**
   * Further places of the API, by name: `{ login: 'https://login.example.com' }`, which `call.http.address('login')` is.
   * Where an emulator stands in, they are paths of it: `<emulator>/~login`. Their hosts need not stand in `hosts`.
   */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Who uses the network, as it or somebody who measured it published; absent: nobody did. */
  readonly audience?: readonly (AudienceShare & {
    /** Where it was published. */
    readonly source: string;
    /** YYYY-MM-DD. */
    readonly asOf: string;
  })[];
  /** For a network of many servers, anyone's own among them. Absent: there is one, `baseUrl`. */
  readonly servers?: {
    /** The name of the credential that holds the address of the account's own server, in the place of `baseUrl`. */
    readonly credential: string;
    /** The setting (environment) by which an operator names another server to begin with: `EXAMPLE_SERVER`. */
    readonly setting: string;
  };
}

export type ChannelKind = 'PAGE' | 'GROUP' | 'BUSINESS_PROFILE' | 'PERSONAL_PROFILE' | 'VIDEO_CHANNEL';

/** A page, group or account that credentials reach. */
export interface ChannelCandidate {
  /** The network's id; a string even where the network writes a number (17 digits do not survive JSON). */
  readonly externalId: string;
  readonly name: string;
  readonly handle?: string;
  readonly url?: string;
  readonly avatarUrl?: string;
  readonly kind: ChannelKind;
  /** Scopes of the way to connect that this account did not grant; absent: those that `Grant.scopes` lacks. */
  readonly missingScopes?: readonly string[];
  /** Asked of the network, not assumed; absent: it may do all that the network can. */
  readonly capabilities?: AccountCapabilities;
  /** One of `capabilities.tiers`, by its name. */
  readonly tier?: string;
}

/**
 * A network. Only what it can do is present: an absent function is absent from the catalogue, from `allowedActions`, and
 * answered by `NotSupportedByNetwork`. Tables are data; functions only speak to the network.
 */
export interface Connector<Options = unknown> {
  readonly network: NetworkManifest;
  /** The range of SDK versions that it was written for, such as `^0.1.0`. */
  readonly sdk: string;
  readonly capabilities: Capabilities;
  /** The network's own settings of a post: a flat zod object. Becomes typed GraphQL input and output by itself. */
  readonly options?: ZodObject & { readonly _output: Options };
  /** Which codes there are, and where they hide in an answer. */
  readonly errors: { readonly codes: ErrorTable; readonly read: ReadError };
  /** What answers tell of `capabilities.limits`; absent: nothing. */
  readonly readLimits?: ReadLimits;
  readonly auth: AuthManifest;
  /** Which accounts these credentials reach. */
  channels(call: NetworkCall): Promise<readonly ChannelCandidate[]>;
  readonly publishing: Publishing<Options>;
  readonly insights?: Insights;
  readonly engagement?: Engagement;
  readonly profile?: Profile;
  readonly webhooks?: Webhooks;
  readonly privacy?: Privacy;
}
