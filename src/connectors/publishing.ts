import type { PostFormat } from './capabilities.ts';
import type { Call, NetworkCall } from './call.ts';

/** A picture, video or document to send, already fitted to what the format's rule takes, where it could be. */
export interface PublicationMedia {
  readonly kind: 'IMAGE' | 'ANIMATION' | 'VIDEO' | 'AUDIO' | 'DOCUMENT';
  /** Where the network can fetch it, for networks that do. */
  readonly url: string;
  readonly mimeType: string;
  readonly byteSize: number;
  readonly width?: number;
  readonly height?: number;
  readonly altText?: string;
  /** Its bytes, anew each time that it is called; never all of them in memory. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** One part of a thread. */
export interface PublicationPart {
  /** Empty where the part has no text. */
  readonly text: string;
  readonly media: readonly PublicationMedia[];
}

/** One post as one channel gets it, everything inherited already filled in. */
export interface Publication<Options = unknown> extends PublicationPart {
  readonly format: PostFormat;
  readonly link?: string;
  /** Of a thread: what follows the first part, in order. Else empty. */
  readonly parts: readonly PublicationPart[];
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
  /** By what a webhook's `settled` event names it; absent: no webhook tells of it. */
  readonly key?: string;
}

/**
 * What a search for a commit whose answer was lost can say. `happened` carries what the commit would have returned, and
 * `publish` runs again from the top with it. `absent` promises that the network does not have it and will not get it from
 * the lost request: only then is it sent again. In doubt say `unknown`; a person then decides.
 */
export type Found =
  | { readonly outcome: 'happened'; readonly result: unknown }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unknown'; readonly why: string };

export const published = (result: Omit<Published, 'outcome'>): Published => ({ outcome: 'published', ...result });
export const pending = (ticket: unknown, checkAfterMs: number, key?: string): Pending => ({
  outcome: 'pending',
  ticket,
  checkAfterMs,
  ...(key !== undefined && { key }),
});
/** `result`: what the lost commit would have returned, as JSON. */
export const happened = (result: unknown): Found => ({ outcome: 'happened', result });

/** A commit whose answer was lost. */
export interface LostCommit {
  /** The name that it was given. */
  readonly commit: string;
  /** When it began. */
  readonly since: Date;
}

export interface Publishing<Options = unknown> {
  /**
   * Sends the post, in durable steps (see {@link Call.step} and {@link Call.commit}). Runs again from the top after a
   * crash; finished steps answer from the ledger. Throw {@link NetworkError} for what the network refuses.
   */
  publish(call: Call, post: Publication<Options>): Promise<Published | Pending>;
  /** How a `pending` post stands. Called no sooner than `checkAfterMs`. Only reads. */
  check?(call: NetworkCall, ticket: unknown): Promise<Published | Pending>;
  /**
   * Looks for what a commit made, after its answer was lost. Only reads. It may ask for the results of steps that came
   * before that commit: they answer from the ledger. Absent: the network cannot tell, and such a delivery waits for a
   * person.
   */
  find?(call: Call, post: Publication<Options>, lost: LostCommit): Promise<Found>;
  /**
   * Makes what is out as `post` says, in durable steps like `publish`. What the network cannot change is refused
   * (`content_rejected`), and nothing is changed.
   */
  edit?(call: Call, externalId: string, post: Publication<Options>): Promise<Published>;
  /** Takes the post down, a thread with all its parts. Succeeds where it is already gone. */
  remove?(call: NetworkCall, externalId: string): Promise<void>;
  /** Whether people still see it, and where. Only reads. */
  state?(call: NetworkCall, externalId: string): Promise<Published | { readonly outcome: 'removed' }>;
}
