import type { ChannelStatus } from '../workspace/channel.ts';
import type { MediaKind, PostFormat } from './content.ts';

interface TextLimit {
  readonly max: number;
  readonly counting: string;
  readonly weights?: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
}

/** What a network takes, as its connector declares it. */
export interface FormatRules {
  readonly format: PostFormat;
  /** Absent: the format has no text. */
  readonly text?: {
    readonly required: boolean;
    readonly limits: readonly TextLimit[];
    readonly urlWeight?: number;
    readonly emojiWeight?: number;
  };
  readonly media: readonly MediaRules[];
  /** How many of all kinds together. */
  readonly mediaTotal?: { readonly min: number; readonly max: number };
  /** Of the network's own options: those that must have a value, and those that alone may; absent: none, and all. */
  readonly options?: { readonly required?: readonly string[]; readonly only?: readonly string[] };
  readonly hashtags?: { readonly max: number };
  readonly link: boolean;
  /** Of a thread: how many parts follow the first one, at most. */
  readonly parts?: { readonly max: number };
}

/** What media of one kind a format takes. */
export interface MediaRules {
  readonly kind: MediaKind;
  readonly min: number;
  readonly max: number;
  readonly mimeTypes: readonly string[];
  readonly maxBytes?: number;
  readonly minWidth?: number;
  readonly maxWidth?: number;
  readonly minHeight?: number;
  readonly maxHeight?: number;
  /** Width over height: any of these will do. */
  readonly aspectRatios?: readonly { readonly min: number; readonly max: number }[];
  readonly minDurationSeconds?: number;
  readonly maxDurationSeconds?: number;
  /** Absent: the network has no alt texts. */
  readonly altTextMax?: number;
}

/** What a network takes, but not from this account, and what is known of why. */
export interface AccountLack {
  readonly formats: readonly PostFormat[];
  readonly firstComment: boolean;
  /** Permissions that the person did not grant. */
  readonly missingScopes: readonly string[];
  /** By what it is connected; null: unknown, or the network does not tell accounts apart. */
  readonly tier: { readonly name: string; readonly means: string } | null;
}

/** What is known about a channel that a post is meant for. */
export interface ChannelRules {
  readonly channelId: string;
  readonly network: string;
  readonly status: ChannelStatus;
  /** What this account takes. */
  readonly formats: readonly FormatRules[];
  readonly firstComment: boolean;
  /** Absent: it takes what the network takes. */
  readonly lack?: AccountLack;
  /** The length of a text as the network counts it. */
  readonly count: (
    text: string,
    limit: TextLimit,
    rule: { readonly urlWeight?: number; readonly emojiWeight?: number },
  ) => number;
}
