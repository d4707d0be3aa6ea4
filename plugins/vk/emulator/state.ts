import { createHash } from 'node:crypto';
import { Journal } from '@polyphony/sdk/emulator';
import type { EventType } from './rules.ts';

/** What was uploaded. */
export interface StoredFile {
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly mimeType?: string | undefined;
  /** Base64; absent where it is large. */
  readonly bytes?: string | undefined;
  /** Of a picture that a test put there: where it is. */
  readonly url?: string | undefined;
}

export type UploadKind = 'wall_photo' | 'owner_photo' | 'cover' | 'video' | 'doc' | 'story_photo' | 'story_video';

/** An address for uploads that somebody was given. */
export interface Slot {
  readonly kind: UploadKind;
  /** The community that it is for; absent: the user. */
  readonly groupId?: number | undefined;
  readonly userId?: number | undefined;
  /** Of a video: which. */
  readonly videoId?: number | undefined;
  readonly link?: string | undefined;
}

/** What came to such an address. */
export interface Upload {
  readonly slot: string;
  readonly kind: UploadKind;
  readonly groupId?: number | undefined;
  readonly userId?: number | undefined;
  readonly link?: string | undefined;
  readonly file: StoredFile;
  /** What it was saved as. */
  readonly savedAs?: string | undefined;
}

export interface Post {
  readonly id: number;
  readonly groupId: number;
  readonly fromId: number;
  readonly createdBy?: number | undefined;
  readonly signerId?: number | undefined;
  readonly text: string;
  /** As they were asked for: `photo-1_2`, or an address. */
  readonly attachments: readonly string[];
  /** Seconds; of a postponed one, when it goes out. */
  readonly date: number;
  readonly madeAt: number;
  readonly edited?: number | undefined;
  readonly guid?: string | undefined;
  readonly postponed: boolean;
  /** The id that it had while it was postponed. */
  readonly postponedId?: number | undefined;
  readonly closedComments: boolean;
  readonly markedAsAds: boolean;
  readonly copyright?: string | undefined;
  readonly carousel: boolean;
  readonly pinned: boolean;
  readonly deleted: boolean;
  /** Of a postponed one: it went out under another id. */
  readonly wentOutAs?: number | undefined;
}

export interface Comment {
  readonly id: number;
  readonly groupId: number;
  readonly postId: number;
  readonly fromId: number;
  /** Seconds. */
  readonly date: number;
  readonly text: string;
  readonly attachments: readonly string[];
  /** The comment that it answers. */
  readonly replyTo?: number | undefined;
  /** The comment on top of its thread. */
  readonly top?: number | undefined;
  readonly guid?: string | undefined;
  readonly deleted: boolean;
}

export interface Photo {
  readonly id: number;
  readonly ownerId: number;
  readonly userId?: number | undefined;
  readonly albumId: number;
  readonly accessKey?: string | undefined;
  readonly text: string;
  readonly date: number;
  readonly file: StoredFile;
  readonly upload: string;
}

export interface Video {
  readonly id: number;
  readonly ownerId: number;
  readonly title: string;
  readonly description: string;
  readonly accessKey: string;
  readonly date: number;
  readonly link?: string | undefined;
  readonly file?: StoredFile | undefined;
  /** Milliseconds; absent: nothing was uploaded. */
  readonly readyAt?: number | undefined;
}

export interface Doc {
  readonly id: number;
  readonly ownerId: number;
  readonly title: string;
  readonly ext: string;
  readonly accessKey: string;
  readonly date: number;
  readonly file: StoredFile;
}

export interface Poll {
  readonly id: number;
  readonly ownerId: number;
  readonly authorId: number;
  readonly question: string;
  readonly answers: readonly { readonly id: number; readonly text: string }[];
  readonly anonymous: boolean;
  readonly multiple: boolean;
  readonly endDate: number;
  readonly disableUnvote: boolean;
  readonly date: number;
}

export interface Story {
  readonly id: number;
  readonly groupId: number;
  readonly type: 'photo' | 'video';
  readonly date: number;
  readonly link?: string | undefined;
  readonly file: StoredFile;
  readonly upload: string;
  readonly deleted: boolean;
}

export interface Message {
  readonly id: number;
  /** Its number in the conversation. */
  readonly cmid: number;
  readonly groupId: number;
  readonly peerId: number;
  readonly fromId: number;
  readonly adminId?: number | undefined;
  readonly date: number;
  readonly text: string;
  readonly randomId: number;
  readonly replyTo?: number | undefined;
  readonly attachment?: string | undefined;
  readonly deleted: boolean;
}

export interface CallbackServer {
  readonly id: number;
  readonly groupId: number;
  readonly creatorId: number;
  readonly url: string;
  readonly title: string;
  readonly secret: string;
  readonly status: 'unconfigured' | 'failed' | 'wait' | 'ok';
  readonly apiVersion: string;
  readonly events: readonly EventType[];
  readonly deleted: boolean;
}

/** One event for one server. */
export interface Delivery {
  readonly groupId: number;
  readonly serverId: number;
  readonly type: string;
  readonly eventId: string;
  readonly object: unknown;
  /** `lost`: tried often enough. */
  readonly state: 'waiting' | 'taken' | 'lost';
}

export interface IssuedToken {
  readonly kind: 'community' | 'vkid';
  readonly groupId?: number | undefined;
  readonly userId?: number | undefined;
  /** Granted, with spaces between. */
  readonly scope: string;
  /** Milliseconds; absent: never. */
  readonly expiresAt?: number | undefined;
  /** How often the account had taken back its grants. */
  readonly epoch: number;
  readonly session?: string | undefined;
}

export interface Authorization {
  readonly flow: 'vkid' | 'community';
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly challenge?: string | undefined;
  readonly deviceId: string;
  readonly userId: number;
  readonly groupIds: readonly number[];
  /** Milliseconds. */
  readonly expiresAt: number;
  readonly used: boolean;
}

export interface Session {
  readonly userId: number;
  readonly deviceId: string;
  readonly scope: string;
  /** The only good one. */
  readonly refreshToken: string;
  readonly epoch: number;
  readonly ended: boolean;
}

export interface Profile {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly screenName?: string | undefined;
  readonly status?: string | undefined;
  readonly site?: string | undefined;
  /** Uploads. */
  readonly photo?: string | undefined;
  readonly cover?: string | undefined;
}

export interface Tables {
  /** By `-<group>_<id>`. */
  readonly post: Post;
  readonly comment: Comment;
  /** By `<owner>_<id>`. */
  readonly photo: Photo;
  readonly video: Video;
  readonly doc: Doc;
  readonly poll: Poll;
  readonly story: Story;
  readonly slot: Slot;
  readonly upload: Upload;
  readonly message: Message;
  /** Up to which message a conversation was read, by `<group> <peer>`. */
  readonly read: { readonly upTo: number };
  /** By `<liker> <type><owner>_<item>`. */
  readonly like: { readonly at: number; readonly on: boolean };
  readonly ban: { readonly until?: number | undefined; readonly on: boolean };
  readonly profile: Profile;
  readonly server: CallbackServer;
  readonly delivery: Delivery;
  readonly token: IssuedToken;
  readonly authorization: Authorization;
  readonly session: Session;
  /** Of an account: tokens from before are dead. Milliseconds have no part in it. */
  readonly epoch: { readonly access: number; readonly refresh: number };
  /** Up to when (milliseconds) what people do about a post has happened. */
  readonly settled: { readonly at: number };
  /** What tests added to counts. */
  readonly count: { readonly of: string; readonly name: string; readonly add: number; readonly at: number };
  readonly withheld: { readonly name: string };
  /** Captchas, by session token. */
  readonly captcha: { readonly solved: boolean };
}

type TableName = keyof Tables;
/** One thing that is now so. */
export type Entry = { [Name in TableName]: readonly [table: Name, key: string, value: Tables[Name]] }[TableName];

const names: readonly TableName[] = [
  'post', 'comment', 'photo', 'video', 'doc', 'poll', 'story', 'slot', 'upload', 'message', 'read', 'like', 'ban',
  'profile', 'server', 'delivery', 'token', 'authorization', 'session', 'epoch', 'settled', 'count', 'withheld', 'captcha',
]; // prettier-ignore

/** What the network knows. With a file, it is on disk before anyone can see it. */
export class State {
  readonly seed: number;
  readonly #tables = new Map<TableName, Map<string, unknown>>(names.map((name) => [name, new Map<string, unknown>()]));
  readonly #journal: Journal<readonly Entry[]>;
  #lastId: number;
  #changes = 0;

  constructor(seed: number, file?: string) {
    this.seed = seed;
    this.#lastId = 1_000 + (seed % 1_000);
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

  /** Ids of the network grow. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** The same seed and the same changes before it make the same name. */
  nextName(what: string): string {
    return createHash('sha256').update(`${this.seed}:${this.#changes}:${what}`).digest('hex').slice(0, 32);
  }

  #apply(entries: readonly Entry[]): void {
    this.#changes++;
    for (const [table, key, value] of entries) {
      this.#tables.get(table)?.set(key, value);
      if ('id' in value && table !== 'server') this.#lastId = Math.max(this.#lastId, value.id);
    }
  }
}
