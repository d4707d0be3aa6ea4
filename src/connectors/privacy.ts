import type { NetworkCall } from './call.ts';
import type { WebhookAnswer, WebhookRequest } from './webhooks.ts';

export const privacyDemands = ['DEAUTHORIZE', 'DELETE_USER', 'DELETE_CONTENT'] as const;

/** What a network asks of whoever holds its data. */
export interface PrivacyDemand {
  /**
   * `DEAUTHORIZE`: a person took back what they granted. `DELETE_USER`: what is held of a person must go. `DELETE_CONTENT`:
   * a post or message was deleted by who wrote it.
   */
  readonly kind: (typeof privacyDemands)[number];
  /** The person's or the content's id on the network. */
  readonly externalId: string;
}

/** What a network's terms ask for. */
export interface Privacy {
  /** What it tells of, at the address `/privacy/<network>` that is entered on its page. Empty: it calls nobody. */
  readonly demands: readonly PrivacyDemand['kind'][];
  /** After how many days data that were read from the network must be read anew or deleted; absent: it sets no term. */
  readonly refreshWithinDays?: number;
  /** Undefined: the network did not send it. `call` is for `app` and `now`. */
  read?(call: NetworkCall, request: WebhookRequest): PrivacyDemand | undefined | Promise<PrivacyDemand | undefined>;
  /** What the network wants to hear; absent: 200 without a body. */
  answer?(receipt: { readonly confirmationCode: string; readonly statusUrl: string }): WebhookAnswer;
}
