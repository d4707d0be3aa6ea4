import { createHash } from 'node:crypto';
import { Journal } from '@polyphony/sdk/emulator';
import type { Tier } from './accounts.ts';
import { compareIds, idAfter, idAt } from './snowflake.ts';

export interface Poll {
  readonly id: string;
  readonly options: readonly string[];
  readonly minutes: number;
}

/** A post, or one version of it. */
export interface Tweet {
  readonly id: string;
  readonly authorId: string;
  /** As it was sent. */
  readonly text: string;
  /** How many code points before what people read: mentions that a reply begins with. */
  readonly prefix: number;
  /** Milliseconds. */
  readonly at: number;
  readonly conversationId: string;
  readonly replyTo?: string | undefined;
  readonly quoteOf?: string | undefined;
  readonly repostOf?: string | undefined;
  /** Ids of uploads. */
  readonly media: readonly string[];
  readonly poll?: Poll | undefined;
  readonly replySettings: string;
  /** Ids of its versions until this one, oldest first. */
  readonly versions: readonly string[];
  /** The id of the version that followed. */
  readonly editedTo?: string | undefined;
  readonly isPaid: boolean;
  readonly isByAi: boolean;
  readonly communityId?: string | undefined;
  readonly hidden: boolean;
  readonly deleted: boolean;
}

export interface Upload {
  readonly id: string;
  readonly ownerId: string;
  readonly category: string;
  readonly mimeType: string;
  readonly total: number;
  /** Milliseconds. */
  readonly expiresAt: number;
  readonly file?: StoredFile | undefined;
  /** Milliseconds; absent: it was ready at once. */
  readonly processedFrom?: number | undefined;
  readonly processedAt?: number | undefined;
  /** Why it will not be ready. */
  readonly failure?: string | undefined;
  readonly altText?: string | undefined;
}

export interface StoredFile {
  readonly sha256: string;
  readonly size: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly durationMs?: number | undefined;
  /** Base64; absent where it is large. */
  readonly bytes?: string | undefined;
  /** Of a picture that a test put there: where it is. */
  readonly url?: string | undefined;
}

export interface DirectMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly participants: readonly string[];
  readonly text: string;
  readonly media: readonly string[];
  /** Milliseconds. */
  readonly at: number;
  /** For whom it is deleted. */
  readonly deletedFor: readonly string[];
}

/** What a person agreed to. */
export interface Authorization {
  readonly userId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly challenge: string;
  readonly method: 'S256' | 'plain';
  /** Milliseconds. */
  readonly expiresAt: number;
  /** The session that came of it. */
  readonly session?: string | undefined;
}

/** What came of it: only the latest refresh token is good. */
export interface Session {
  readonly userId: string;
  readonly clientId: string;
  readonly scope: string;
  readonly refreshToken?: string | undefined;
  readonly spent: readonly string[];
  readonly ended: boolean;
  /** Of the account, when it was begun or last renewed. */
  readonly epoch: number;
}

export interface AccessToken {
  readonly session: string;
  readonly epoch: number;
  /** Milliseconds. */
  readonly expiresAt: number;
}

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly valid: boolean;
  readonly at: number;
  /** When the address last answered the challenge, and when it was last asked (milliseconds). */
  readonly answeredAt: number;
  readonly askedAt: number;
  readonly deleted: boolean;
}

export interface Subscription {
  readonly id: string;
  readonly webhookId: string;
  readonly eventType: string;
  readonly userId?: string | undefined;
  readonly direction?: string | undefined;
  readonly tag?: string | undefined;
  readonly at: number;
  readonly changedAt: number;
  readonly deleted: boolean;
}

/** Something to tell an address. */
export interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  readonly body: string;
  /** Milliseconds. */
  readonly at: number;
  readonly outcome: 'waiting' | 'taken' | 'given up';
}

export interface Tables {
  readonly tweet: Tweet;
  readonly upload: Upload;
  /** By `<upload> <index>`: base64 until the upload is finished, then empty. */
  readonly segment: { readonly bytes: string };
  readonly message: DirectMessage;
  readonly authorization: Authorization;
  readonly session: Session;
  readonly token: AccessToken;
  /** Of an account: tokens from before are dead. */
  readonly epoch: { readonly access: number; readonly refresh: number };
  readonly webhook: Webhook;
  readonly subscription: Subscription;
  /** All of an account's activity, by `<webhook> <user>`. */
  readonly activity: { readonly webhookId: string; readonly userId: string; readonly on: boolean };
  readonly delivery: Delivery;
  /** By `<user> <tweet>`. */
  readonly like: { readonly userId: string; readonly tweetId: string; readonly at: number; readonly on: boolean };
  /** By `<follower> <user>`. */
  readonly follow: { readonly by: string; readonly userId: string; readonly on: boolean };
  /** Up to when (milliseconds) what people do about a post has happened. */
  readonly settled: { readonly at: number };
  /** What tests added to counts. */
  readonly count: { readonly of: string; readonly name: string; readonly add: number; readonly at: number };
  readonly withheld: { readonly name: string };
  /** Of an account, as a test wants it. */
  readonly access: { readonly tier: Tier };
  /** What is left to pay for calls, in thousandths of a dollar. One for all: it is the app that pays. */
  readonly balance: { readonly mills: number };
  readonly spelling: { readonly value: Spelling };
}

/**
 * The description of the API changed its words in 2026. `classic`: of tweets. `new`: of posts in answers, and either in requests.
 * `new only`: of posts in requests too.
 */
export const spellings = ['classic', 'new', 'new only'] as const;
export type Spelling = (typeof spellings)[number];

type TableName = keyof Tables;
/** One thing that is now so. */
export type Entry = { [Name in TableName]: readonly [table: Name, key: string, value: Tables[Name]] }[TableName];

const names: readonly TableName[] = [
  'tweet', 'upload', 'segment', 'message', 'authorization', 'session', 'token', 'epoch', 'webhook', 'subscription', 'activity',
  'delivery', 'like', 'follow', 'settled', 'count', 'withheld', 'access', 'balance', 'spelling',
]; // prettier-ignore

/** What the network knows. With a file, it is on disk before anyone can see it. */
export class State {
  readonly seed: number;
  readonly #tables = new Map<TableName, Map<string, unknown>>(names.map((name) => [name, new Map<string, unknown>()]));
  readonly #journal: Journal<readonly Entry[]>;
  #lastId = '0';
  #changes = 0;

  constructor(seed: number, file?: string) {
    this.seed = seed;
    this.#journal = new Journal(file, (entries) => this.#apply(entries));
  }

  /** All of it or nothing. */
  record(...entries: readonly Entry[]): void {
    if (entries.length > 0) this.#journal.record(entries);
  }

  get<Name extends TableName>(table: Name, key: string): Tables[Name] | undefined {
    return this.table(table).get(key);
  }

  /** In the order in which they came to be. */
  all<Name extends TableName>(table: Name): readonly Tables[Name][] {
    return [...this.table(table).values()];
  }

  table<Name extends TableName>(table: Name): ReadonlyMap<string, Tables[Name]> {
    return this.#tables.get(table) as Map<string, Tables[Name]>; // only #apply writes, and each entry is of its table
  }

  get spelling(): Spelling {
    return this.get('spelling', 'all')?.value ?? (this.seed % 2 === 0 ? 'new' : 'classic');
  }

  /** Of something that happens now (milliseconds): newer than all before it. */
  nextId(at: number): string {
    const wanted = idAt(at);
    this.#lastId = compareIds(wanted, this.#lastId) > 0 ? wanted : idAfter(this.#lastId);
    return this.#lastId;
  }

  /** Of something that is to have happened before: older than what is newer. */
  idInThePast(at: number): string {
    let id = idAt(at);
    while (this.get('tweet', id)) id = idAfter(id);
    return id;
  }

  /** The same seed and the same changes before it make the same name. */
  nextName(what: string): string {
    return createHash('sha256').update(`${this.seed}:${this.#changes}:${what}`).digest('base64url').slice(0, 40);
  }

  #apply(entries: readonly Entry[]): void {
    this.#changes++;
    for (const [table, key, value] of entries) {
      this.#tables.get(table)?.set(key, value);
      if ('id' in value && compareIds(value.id, this.#lastId) > 0) this.#lastId = value.id;
    }
  }
}
