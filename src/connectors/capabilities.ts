import { graphemesOf } from './graphemes.ts';
import type { ConversationKind, MessageAction } from './engagement.ts';
import { cutAddresses } from './web-address.ts';

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

export const textCountings = ['CODE_POINTS', 'UTF16_UNITS', 'UTF8_BYTES', 'GRAPHEMES', 'WEIGHTED'] as const;
/**
 * What is counted: `GRAPHEMES` are what people see as one character (UAX #29); of `WEIGHTED` a code point counts what its
 * range says.
 */
export type TextCounting = (typeof textCountings)[number];

export interface TextLimit {
  readonly max: number;
  readonly counting: TextCounting;
  /** For `WEIGHTED`: every code point from 0 to 0x10FFFF is in one range, ends included. */
  readonly weights?: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
}

/** How long a text may be. All limits hold at once. */
export interface TextRule {
  readonly required: boolean;
  readonly limits: readonly TextLimit[];
  /**
   * What an http or https address counts, whatever its length; of `WEIGHTED` also one without it, such as `example.com`.
   * Absent: its own length.
   */
  readonly urlWeight?: number;
  /** What one emoji counts, however many code points it has; absent: as any text. */
  readonly emojiWeight?: number;
}

/** What media of one kind a format takes. */
export interface MediaRule {
  readonly kind: 'IMAGE' | 'ANIMATION' | 'VIDEO' | 'AUDIO' | 'DOCUMENT';
  readonly min: number;
  readonly max: number;
  readonly mimeTypes: readonly string[];
  /** Absent: no limit known. Pictures above it are made smaller before they are handed to the connector. */
  readonly maxBytes?: number;
  /** Pixels. */
  readonly minWidth?: number;
  readonly maxWidth?: number;
  readonly minHeight?: number;
  readonly maxHeight?: number;
  /** Width over height: any of these will do; absent: whatever it is. */
  readonly aspectRatios?: readonly { readonly min: number; readonly max: number }[];
  readonly minDurationSeconds?: number;
  readonly maxDurationSeconds?: number;
  /** Code units of an alt text; absent: the network has no alt texts. */
  readonly altTextMax?: number;
}

export const costUnits = ['PART', 'PART_WITH_ADDRESS', 'PART_WITHOUT_ADDRESS', 'ALT_TEXT'] as const;

/** What publishing spends of one price. */
export interface PublishingCost {
  /** Of `capabilities.prices`, by name. */
  readonly price: string;
  /**
   * For each of what: a part is the post and whatever follows it in a thread, with a web address in it ({@link hasAddress}), a
   * link that is shown with it included, or without; `ALT_TEXT` is a file that has one.
   */
  readonly per: (typeof costUnits)[number];
}

export interface FormatCapability {
  readonly format: PostFormat;
  /** Absent: the format has no text. */
  readonly text?: TextRule;
  readonly media: readonly MediaRule[];
  /** How many of all kinds together; absent: the rules of the kinds are all. */
  readonly mediaTotal?: { readonly min: number; readonly max: number };
  /** Which of the connector's options it needs, and which alone mean something; absent: none, and all of them. */
  readonly options?: { readonly required?: readonly string[]; readonly only?: readonly string[] };
  /** Absent: as many as fit. */
  readonly hashtags?: { readonly max: number };
  /** False: the network makes no link card, the link must stand in the text. */
  readonly link: boolean;
  /** `LATER`: `publish` may answer `pending`. */
  readonly settles: 'NOW' | 'LATER';
  /** Of a thread: how many parts follow the first one, at most. `text` and `media` are the rules of each part. */
  readonly parts?: { readonly max: number };
  /** What it costs to publish one; absent: nothing. People are told before it goes out, so calls that may be needed are left out. */
  readonly spends?: readonly PublishingCost[];
}

export const publishingActions = ['EDIT', 'REMOVE', 'FIRST_COMMENT'] as const;
/** What can be done with a post beside publishing it. */
export type PublishingAction = (typeof publishingActions)[number];

export const insightsScopes = ['CHANNEL', 'PUBLICATION', 'AUDIENCE'] as const;
export type InsightsScope = (typeof insightsScopes)[number];

export const granularities = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export type Granularity = (typeof granularities)[number];

/** What the network counts of one scope. */
export interface InsightsCapability {
  readonly scope: InsightsScope;
  /** `key` is the catalogue's, `nativeName` the network's. Days (YYYY-MM-DD) where the network began or stops to tell it. */
  readonly metrics: readonly {
    readonly key: string;
    readonly nativeName: string;
    readonly since?: string;
    readonly until?: string;
  }[];
  /** For which periods it tells values of the past; absent: only how things stand now. */
  readonly granularity?: readonly Granularity[];
  /** How far back it tells them; absent: as far as there is anything. */
  readonly historyDays?: number;
  /** How old the newest value may be; absent: it is of now. */
  readonly delayHours?: number;
}

export interface EngagementCapability {
  readonly kinds: readonly ConversationKind[];
  readonly actions: readonly MessageAction[];
  /** True: the network tells of new messages by itself; false: it is asked. */
  readonly live: boolean;
}

export const rateLimitScopes = ['APP', 'ACCOUNT', 'METHOD'] as const;

/** How many requests a network takes. */
export interface RateLimit {
  /** In lower-case words: `user token`. */
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
  /** Who shares it: all accounts of one app, all calls with one login, or those calls of one login that name it. */
  readonly scope: (typeof rateLimitScopes)[number];
  /** True: every request of {@link HttpClient} spends one of it; else only those that name it in `spends`. */
  readonly every?: boolean;
  /** True: every post that is published spends one of it, so that calendars can count what is planned against it. */
  readonly eachPost?: boolean;
}

/** What the network charges for one call. All prices of a network are in one currency. */
export interface Price {
  /** In lower-case words: `create post`. Requests name it in `spends`. */
  readonly name: string;
  /** A decimal number with at most six decimals: `0.015`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Where it stands, and on which day (YYYY-MM-DD) it stood there. */
  readonly source: string;
  readonly asOf: string;
}

/** A plan, a kind of credentials or an approval by which the network lets some do more than others. */
export interface AccessTier {
  /** In lower-case words: `community key`. */
  readonly name: string;
  /** What it takes to have it, and what it lacks, for people. */
  readonly means: string;
}

export const profileFields = ['displayName', 'bio', 'link', 'avatar', 'header'] as const;
export type ProfileField = (typeof profileFields)[number];

/** What of an account's look can be changed. */
export interface ProfileCapability {
  readonly fields: readonly ProfileField[];
  /** Code points, by field; absent: no limit known. */
  readonly maxLengths?: Readonly<Partial<Record<'displayName' | 'bio', number>>>;
  /** One for each picture among `fields`, and for others that people see. */
  readonly images: readonly ProfileImage[];
}

export interface ProfileImage {
  /** `avatar` and `header` are the fields; others by the network's own name. */
  readonly slot: string;
  /** Pixels that it should have. */
  readonly width: number;
  readonly height: number;
  readonly maxBytes?: number;
  readonly mimeTypes: readonly string[];
}

/** What a network can do, as data. Never sniffed; the conformance kit compares it with the functions. */
export interface Capabilities {
  readonly formats: readonly FormatCapability[];
  readonly actions: readonly PublishingAction[];
  /** Absent: it counts nothing. */
  readonly insights?: readonly InsightsCapability[];
  /** Absent: nobody can be talked with. */
  readonly engagement?: EngagementCapability;
  /** Absent: nothing of an account's look can be changed. */
  readonly profile?: ProfileCapability;
  /** Absent: none known. */
  readonly limits?: readonly RateLimit[];
  /** Absent: no call costs money. */
  readonly prices?: readonly Price[];
  /** Absent: the network does not tell accounts apart. {@link ChannelCandidate.tier} names one. */
  readonly tiers?: readonly AccessTier[];
  /**
   * `network`: a repeated commit with the same {@link Call.idempotencyKey} makes no second post, so it may be retried.
   * `none`: a lost answer is looked up with `find`, or waits for a person.
   */
  readonly idempotency: 'network' | 'none';
  /**
   * Of `network`: how long after the first try; later a lost answer is looked up with `find`, too. Absent: for ever.
   */
  readonly idempotencyForMs?: number;
}

/** What one account may do, where it is not all that the network can: each part here stands in the place of the network's. */
export type AccountCapabilities = Partial<
  Pick<Capabilities, 'formats' | 'actions' | 'insights' | 'engagement' | 'profile'>
>;

const webAddress = /https?:\/\/[^\s]+/gu;
/** Sequences that are shown as one picture. Built here, as the compiler's target does not know the flag yet. */
const emoji = new RegExp('\\p{RGI_Emoji}', 'gv');

/** The length of a text as a network counts it; `WEIGHTED` after composing what can be composed (NFC). */
export function countText(
  text: string,
  counting: TextCounting,
  rule: Pick<TextRule, 'urlWeight' | 'emojiWeight'> & Pick<TextLimit, 'weights'> = {},
): number {
  const { urlWeight, emojiWeight, ...rest } = rule;
  if (urlWeight !== undefined) {
    const { count, rest: others } = counting === 'WEIGHTED' ? cutAddresses(text.normalize('NFC')) : cutLinks(text);
    const ofOthers = countText(others, counting, emojiWeight === undefined ? rest : { ...rest, emojiWeight });
    return count * urlWeight + ofOthers;
  }
  if (emojiWeight !== undefined) {
    const count = text.match(emoji)?.length ?? 0;
    return count * emojiWeight + countText(text.replace(emoji, ''), counting, rest);
  }
  switch (counting) {
    case 'CODE_POINTS':
      return Array.from(text).length;
    case 'UTF16_UNITS':
      return text.length;
    case 'UTF8_BYTES':
      return new TextEncoder().encode(text).length;
    case 'GRAPHEMES':
      return Array.from(graphemesOf(text)).length;
    case 'WEIGHTED':
      return Array.from(text.normalize('NFC')).reduce((sum, character) => sum + weightOf(character, rule), 0);
  }
}

/** Whether a text has a web address in it, with or without a scheme. */
export const hasAddress = (text: string): boolean => cutAddresses(text.normalize('NFC')).count > 0;

const cutLinks = (text: string) => ({
  count: text.match(webAddress)?.length ?? 0,
  rest: text.replace(webAddress, ''),
});

function weightOf(character: string, { weights = [] }: Pick<TextLimit, 'weights'>): number {
  const point = character.codePointAt(0) ?? 0;
  return weights.find(({ from, to }) => from <= point && point <= to)?.weight ?? 1;
}
