import type { NetworkCall } from './call.ts';
import type { MessageRef, NetworkMessage } from './engagement.ts';
import type { Published } from './publishing.ts';

/** A request that came to an address which the network was given. */
export interface WebhookRequest {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  /** As it came: signatures are over bytes. At most 1 MB. */
  readonly body: Uint8Array;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is known of the address to which a request came. */
export interface Hook {
  /** Made by the product for this address alone: 43 characters of A-Z, a-z, 0-9, `-` and `_`. */
  readonly secret: string;
  /** What `subscribe` returned; empty for an address of an app. */
  readonly kept: Readonly<Record<string, string>>;
  /** The channel that the address is of, by the network's id; absent: it is one of an app. */
  readonly channelId?: string;
}

/** What every event has. */
export interface EventOfChannel {
  /** The same however often the network tells of it, and of no other event of the same address. */
  readonly id: string;
  /** The account, by the network's id. */
  readonly channelId: string;
  readonly at: Date;
}

/** Something that a network told by itself. What is of no use to the product is left out by `read`. */
export type NetworkEvent = EventOfChannel &
  (
    | { readonly type: 'message'; readonly message: NetworkMessage }
    | { readonly type: 'message_removed'; readonly message: MessageRef }
    /** A post that was `pending` is out. */
    | { readonly type: 'settled'; readonly key: string; readonly published: Published }
    | { readonly type: 'post_removed'; readonly externalId: string }
    /** What the account may do is no longer what it was: the product looks again. */
    | { readonly type: 'access_changed' }
    /** The network no longer takes what it granted. */
    | { readonly type: 'access_lost' }
  );

/**
 * What a network tells without being asked. Answers are sent before the events are worked on. Networks tell things twice
 * and in any order: the product forgets no id for 30 days.
 */
export interface Webhooks {
  /**
   * `channel`: each channel has an address of its own, of which `subscribe` tells the network. `app`: an app has one, which
   * a person enters on the network's page together with its secret.
   */
  readonly per: 'channel' | 'app';
  /** Asks the network to tell about a channel. Called again after a channel was connected anew, with the same address. */
  subscribe?(
    call: NetworkCall,
    channelId: string,
    hook: Pick<Hook, 'secret'> & { readonly url: string },
  ): Promise<Readonly<Record<string, string>>>;
  /** Succeeds where the network knows nothing of it. */
  unsubscribe?(call: NetworkCall, channelId: string, hook: Hook): Promise<void>;
  /**
   * Answers a request by which the network finds out whether the address is ours; undefined: it is not one. Anybody may send
   * one: it signs nothing that `verify` would take as the body of an event.
   */
  handshake?(call: NetworkCall, request: WebhookRequest, hook: Hook): Promise<WebhookAnswer | undefined>;
  /** Whether the network itself sent it. Compares secrets in constant time. `call` only for `app` and `now`. */
  verify(call: NetworkCall, request: WebhookRequest, hook: Hook): boolean | Promise<boolean>;
  /** What it tells; called only for what `verify` let through. Throws for what cannot be read. `call` asks nobody anything. */
  read(call: NetworkCall, request: WebhookRequest, hook: Hook): readonly NetworkEvent[];
  /** How the network wants to hear that it was taken; absent: 200 without a body. */
  readonly accepted?: WebhookAnswer;
}
