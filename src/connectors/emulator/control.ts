import { z } from 'zod';
import { conversationKinds } from '../engagement.ts';
import { privacyDemands } from '../privacy.ts';
import type { Fault } from './fault.ts';

export interface Emulator {
  /** Base URL of its API, in the place of the manifest's `baseUrl`. */
  readonly url: string;
  /** Cuts open connections; never waits for a client. May be called twice. */
  close(): Promise<void>;
  /** The demo runs without; the conformance kit demands it. */
  readonly control?: EmulatorControl;
}

/**
 * What tests do to a network that no client of it could. Without an optional part the kit leaves out what it would need it
 * for, and says so in the score card. Ids of posts are those that {@link Published.externalId} has.
 */
export interface EmulatorControl {
  /** The codes that the network documents, each of which `{ kind: 'code' }` provokes. */
  readonly codes: readonly string[];
  /** Plants a fault. Faults are met in the order in which they were planted. */
  fail(fault: Fault): Promise<void>;
  /** Every post there is, of all accounts, oldest first; those still in processing too, removed ones not. */
  posts(): Promise<readonly EmulatedPost[]>;
  /** Puts a post there as if it had been made at `createdAt`, by nobody's request. */
  insert(post: InsertedPost): Promise<{ readonly id: string; readonly url: string }>;
  /** The network takes a post down, a thread with all its parts. */
  remove?(post: string): Promise<void>;

  /** The person of `account` says yes on the page at `authorizationUrl`. Returns where the network sends them back to. */
  consent?(authorizationUrl: string, account: string): Promise<string>;
  /** What lets a client in runs out now, in all sessions of the account; what renews it does not. */
  expire?(account: string): Promise<void>;
  /** The account takes back all that it has granted until now. */
  revoke?(account: string): Promise<void>;

  /** Somebody says something to an account, now. Returns the message's id on the network. */
  talk?(said: Said): Promise<{ readonly id: string }>;
  /** What was said to the accounts, and what they answered, oldest first; removed messages not. */
  messages?(): Promise<readonly EmulatedMessage[]>;

  /** Adds to what the network counts. */
  count?(counted: Counted): Promise<void>;
  /** The network tells a count no more, of whatever post or account. */
  withhold?(name: string): Promise<void>;

  /** How an account looks to people now. */
  profile?(account: string): Promise<EmulatedProfile>;

  /**
   * A person enters an address and its secret on the network's page, and from now on the network tells there of the account.
   * For webhooks that are `per: 'app'`. Throws where the address does not answer the handshake as the network wants it.
   * However an address came to be known: what happens is told there within a second.
   */
  hook?(entered: EnteredHook): Promise<void>;
  /**
   * The network tells, now, what no address has taken yet, of posts that left their processing meanwhile too; with `all`
   * also what was taken, as happens where an answer is lost. Returns how many requests that were, all of them answered.
   */
  retell?(all: boolean): Promise<number>;
  /** The network demands something of who holds its data. Throws where it does not get the answer that it wants. */
  demand?(demand: EmulatedDemand): Promise<void>;
}

export const insertedPostSchema = z.strictObject({
  /** `externalId` of the account. */
  account: z.string(),
  text: z.string(),
  createdAt: z.iso.datetime(),
  media: z.array(z.strictObject({ url: z.url(), altText: z.string().optional() })).default([]),
});
export type InsertedPost = z.input<typeof insertedPostSchema>;

export const saidSchema = z.strictObject({
  /** `externalId` of the account that it is said to. */
  account: z.string(),
  kind: z.enum(conversationKinds),
  text: z.string(),
  /** The post of the account that it is about; absent: its newest. Of a mention: the post that it quotes, if any. */
  post: z.string().optional(),
});
export type Said = z.input<typeof saidSchema>;

export const countedSchema = z.strictObject({
  account: z.string(),
  /** Absent: of the account itself. */
  post: z.string().optional(),
  /** The network's own name of the count, as `nativeName` in the capabilities. */
  name: z.string(),
  add: z.int(),
});
export type Counted = z.input<typeof countedSchema>;

export const enteredHookSchema = z.strictObject({ url: z.url(), secret: z.string(), account: z.string() });
export type EnteredHook = z.input<typeof enteredHookSchema>;

export const demandSchema = z.strictObject({
  /** The address that was entered on the network's page. */
  url: z.url(),
  kind: z.enum(privacyDemands),
  /** The person whose account it is, or the content. */
  externalId: z.string(),
});
export type EmulatedDemand = z.input<typeof demandSchema>;

export interface EmulatedProfile {
  readonly displayName?: string | undefined;
  readonly bio?: string | undefined;
  readonly link?: string | undefined;
  /** As {@link EmulatedMedia.source}. */
  readonly avatar?: string | undefined;
  readonly header?: string | undefined;
}

export interface EmulatedMedia {
  /** Its address, where the network fetches; `sha256:` and the digest of its bytes in hex, where it was uploaded. */
  readonly source: string;
  readonly altText?: string | undefined;
}

export interface EmulatedPost {
  readonly id: string;
  readonly account: string;
  readonly text: string;
  readonly link?: string | undefined;
  readonly media: readonly EmulatedMedia[];
  /** What follows it in its thread, by the same account, in order. */
  readonly parts?: readonly Pick<EmulatedPost, 'text' | 'media'>[];
  /** The connector's own mark on it, where the network has a place for one. */
  readonly reference?: string | undefined;
  readonly createdAt: string;
}

export interface EmulatedMessage {
  readonly id: string;
  /** The account that it was said to, or that answered. */
  readonly account: string;
  readonly kind: (typeof conversationKinds)[number];
  readonly text: string;
  /** What it answers: a message or a post. */
  readonly replyTo?: string | undefined;
  /** The account itself said it. */
  readonly ours: boolean;
  /** Other people do not see it. */
  readonly hidden: boolean;
  /** The account likes it. */
  readonly liked: boolean;
}
