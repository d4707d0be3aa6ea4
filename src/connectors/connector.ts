import type { ZodObject } from 'zod';
import type { Capabilities, PostFormat } from './capabilities.ts';
import type { Call } from './call.ts';
import type { ErrorTable } from './errors.ts';
import type { ReadError } from './http.ts';

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
}

/** How an account of the network is connected. */
export type AuthManifest =
  | {
      readonly kind: 'token';
      /** What a person pastes. `secret` fields are never shown again. */
      readonly fields: readonly { readonly name: string; readonly label: string; readonly secret: boolean }[];
      readonly scopes: readonly { readonly name: string; readonly why: string }[];
    }
  | { readonly kind: 'oauth2'; readonly scopes: readonly { readonly name: string; readonly why: string }[] };

export type ChannelKind = 'PAGE' | 'GROUP' | 'BUSINESS_PROFILE' | 'PERSONAL_PROFILE' | 'VIDEO_CHANNEL';

/** A page, group or account that credentials reach. */
export interface ChannelCandidate {
  /** The network's id; a string even where the network writes a number (17 digits do not survive JSON). */
  readonly externalId: string;
  readonly name: string;
  readonly handle?: string;
  readonly url?: string;
  readonly kind: ChannelKind;
}

/** A picture, video or document to send. */
export interface PublicationMedia {
  readonly kind: 'IMAGE' | 'ANIMATION' | 'VIDEO' | 'AUDIO' | 'DOCUMENT';
  /** Where the network (or the connector) can fetch it. */
  readonly url: string;
  readonly mimeType: string;
  readonly byteSize: number;
  readonly width?: number;
  readonly height?: number;
  readonly altText?: string;
}

/** One post as one channel gets it, everything inherited already filled in. */
export interface Publication<Options = unknown> {
  readonly format: PostFormat;
  /** Empty where the post has no text. */
  readonly text: string;
  readonly link?: string;
  readonly media: readonly PublicationMedia[];
  /** Valid by the connector's own `options` schema; absent: the network's defaults. */
  readonly options?: Options;
  /** The account, by the network's id. */
  readonly channelId: string;
}

/** The network has it. */
export interface Published {
  readonly outcome: 'published';
  readonly externalId: string;
  /** Where people see it. */
  readonly url?: string;
}

/** The network took it and is still working on it. `check` is called with the ticket after `checkAfterMs`. */
export interface Pending {
  readonly outcome: 'pending';
  /** JSON; stored until `check` settles it. */
  readonly ticket: unknown;
  readonly checkAfterMs: number;
}

/**
 * What a search for a post whose answer was lost can say. `absent` promises that the network does not have the post and
 * will not get it from the lost request: only then is it sent again. In doubt say `unknown`; a person then decides.
 */
export type Found = Published | { readonly outcome: 'absent' } | { readonly outcome: 'unknown'; readonly why: string };

export const published = (result: Omit<Published, 'outcome'>): Published => ({ outcome: 'published', ...result });
export const pending = (ticket: unknown, checkAfterMs: number): Pending => ({
  outcome: 'pending',
  ticket,
  checkAfterMs,
});

export interface Publishing<Options = unknown> {
  /**
   * Sends the post, in durable steps (see {@link Call.step} and {@link Call.commit}). Runs again from the top after a
   * crash; finished steps answer from the ledger. Throw {@link NetworkError} for what the network refuses.
   */
  publish(call: Call, post: Publication<Options>): Promise<Published | Pending>;
  /** How a `pending` post stands. Called no sooner than `checkAfterMs`. Only reads. */
  check?(call: Call, ticket: unknown): Promise<Published | Pending>;
  /**
   * Looks for the post on the network after a commit whose answer was lost. Only reads. `since` is when the commit began;
   * `commit` is its name. Absent: the network cannot tell, and such a delivery waits for a person.
   */
  find?(
    call: Call,
    post: Publication<Options>,
    lost: { readonly commit: string; readonly since: Date },
  ): Promise<Found>;
  /** Takes the post down. Succeeds where it is already gone. */
  remove?(call: Call, externalId: string): Promise<void>;
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
  readonly auth: AuthManifest;
  /** Which accounts these credentials reach. */
  channels(call: Call): Promise<readonly ChannelCandidate[]>;
  readonly publishing: Publishing<Options>;
}
