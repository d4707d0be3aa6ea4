import type { ConversationKind, MessageAction } from './engagement.ts';

export const postFormats = [
  'TEXT',
  'LINK',
  'PHOTO',
  'CAROUSEL',
  'VIDEO',
  'SHORT_VIDEO',
  'STORY',
  'POLL',
  'THREAD',
  'ARTICLE',
] as const;
/** A form of content. */
export type PostFormat = (typeof postFormats)[number];

/** What is counted: `GRAPHEMES` are what people see as one character (UAX #29). */
export type TextCounting = 'CODE_POINTS' | 'UTF16_UNITS' | 'UTF8_BYTES' | 'GRAPHEMES';

/** How long a text may be. All limits hold at once. */
export interface TextRule {
  readonly required: boolean;
  readonly limits: readonly { readonly max: number; readonly counting: TextCounting }[];
}

/** What media of one kind a format takes. */
export interface MediaRule {
  readonly kind: 'IMAGE' | 'ANIMATION' | 'VIDEO' | 'AUDIO' | 'DOCUMENT';
  readonly min: number;
  readonly max: number;
  readonly mimeTypes: readonly string[];
  /** Absent: no limit known. Pictures above it are made smaller before they are handed to the connector. */
  readonly maxBytes?: number;
  readonly altTextMax?: number;
}

export interface FormatCapability {
  readonly format: PostFormat;
  /** Absent: the format has no text. */
  readonly text?: TextRule;
  readonly media: readonly MediaRule[];
  /** False: the network makes no link card, the link must stand in the text. */
  readonly link: boolean;
  /** `LATER`: `publish` may answer `pending`. */
  readonly settles: 'NOW' | 'LATER';
  /** Of a thread: how many parts follow the first one, at most. `text` and `media` are the rules of each part. */
  readonly parts?: { readonly max: number };
}

export const publishingActions = ['EDIT', 'REMOVE', 'FIRST_COMMENT'] as const;
/** What can be done with a post beside publishing it. */
export type PublishingAction = (typeof publishingActions)[number];

/** What the network counts of one scope. */
export interface InsightsCapability {
  readonly scope: 'CHANNEL' | 'PUBLICATION';
  /** `key` is the catalogue's, `nativeName` the network's. */
  readonly metrics: readonly { readonly key: string; readonly nativeName: string }[];
}

export interface EngagementCapability {
  readonly kinds: readonly ConversationKind[];
  readonly actions: readonly MessageAction[];
  /** True: the network tells of new messages by itself; false: it is asked. */
  readonly live: boolean;
}

/** What a network can do, as data. Never sniffed; the conformance kit compares it with the functions. */
export interface Capabilities {
  readonly formats: readonly FormatCapability[];
  readonly actions: readonly PublishingAction[];
  /** Absent: it counts nothing. */
  readonly insights?: readonly InsightsCapability[];
  /** Absent: nobody can be talked with. */
  readonly engagement?: EngagementCapability;
  /**
   * `network`: a repeated commit with the same {@link Call.idempotencyKey} makes no second post, so it may be retried.
   * `none`: a lost answer is looked up with `find`, or waits for a person.
   */
  readonly idempotency: 'network' | 'none';
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The length of a text as a network counts it. */
export function countText(text: string, counting: TextCounting): number {
  switch (counting) {
    case 'CODE_POINTS':
      return Array.from(text).length;
    case 'UTF16_UNITS':
      return text.length;
    case 'UTF8_BYTES':
      return new TextEncoder().encode(text).length;
    case 'GRAPHEMES':
      return Array.from(segmenter.segment(text)).length;
  }
}
