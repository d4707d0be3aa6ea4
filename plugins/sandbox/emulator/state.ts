import { createHash } from 'node:crypto';
import { Journal } from '@polyphony/sdk/emulator';
import { firstProfile, type Account, type Profile } from './accounts.ts';

export interface Media {
  readonly id: string;
  readonly account: string;
  readonly url: string;
  readonly altText?: string | undefined;
}

export interface Post {
  readonly id: string;
  readonly account: string;
  readonly text: string;
  readonly link?: string | undefined;
  readonly media: readonly Media[];
  readonly reference?: string | undefined;
  readonly createdAt: string;
  /** Until then it is in processing. */
  readonly publishedAt: string;
}

export interface Comment {
  readonly id: string;
  /** Counts up over all comments. */
  readonly number: number;
  /** Below whose post it stands. */
  readonly account: string;
  readonly post: string;
  /** The comment that it answers. */
  readonly replyTo?: string | undefined;
  readonly author: { readonly id: string; readonly name: string };
  readonly text: string;
  readonly createdAt: string;
}

/** Where an account's news go. */
export interface Hook {
  readonly url: string;
  readonly secret: string;
}

/** What the network tells at an address. */
export interface News {
  readonly id: string;
  readonly account: string;
  readonly at: string;
  readonly type: 'comment.created' | 'post.published' | 'post.removed';
  readonly comment?: Omit<Comment, 'account'>;
  readonly post?: object;
}

/** Everything that ever changes, one JSON line of the state file each. */
export type Change =
  | { readonly change: 'media'; readonly media: Media }
  | { readonly change: 'post'; readonly post: Post }
  | { readonly change: 'removed'; readonly id: string }
  | { readonly change: 'comment'; readonly comment: Comment }
  | { readonly change: 'profile'; readonly account: string; readonly profile: Profile }
  /** Without a hook: nothing is told any more. */
  | { readonly change: 'hook'; readonly account: string; readonly hook?: Hook }
  /** `settled`: the post that has left its processing. */
  | { readonly change: 'news'; readonly news: News; readonly settled?: string }
  /** The address has taken it. */
  | { readonly change: 'told'; readonly id: string }
  /** A magic hashtag turned the post with this reference away; some do so only once or twice. */
  | { readonly change: 'turned away'; readonly hashtag: string; readonly reference: string }
  /** A person solved the captcha. */
  | { readonly change: 'solved'; readonly reference: string };

/** What the network knows. With a file, a change is on disk before anyone can see it. */
export class State {
  readonly media = new Map<string, Media>();
  /** Oldest first. */
  readonly posts = new Map<string, Post>();
  /** Oldest first. */
  readonly comments = new Map<string, Comment>();
  /** By account. */
  readonly hooks = new Map<string, Hook>();
  /** Oldest first, with whether an address has taken it. */
  readonly news = new Map<string, { readonly news: News; told: boolean }>();
  /** Posts whose end of processing is among the news. */
  readonly settled = new Set<string>();
  readonly solved = new Set<string>();
  readonly #profiles = new Map<string, Profile>();
  readonly #turnedAway = new Map<string, number>();
  readonly #seed: number;
  readonly #journal: Journal<Change>;
  #ids = 0;

  constructor(seed: number, file?: string) {
    this.#seed = seed;
    this.#journal = new Journal(file, (change) => this.#apply(change));
  }

  record(change: Change): void {
    this.#journal.record(change);
  }

  /** The same seed and the same requests make the same ids. */
  nextId(prefix: 'post' | 'media' | 'comment' | 'event'): string {
    const digest = createHash('sha256').update(`${this.#seed}:${this.#ids}`).digest('hex');
    return `${prefix}_${digest.slice(0, 12)}`;
  }

  profileOf(account: Account): Profile {
    return this.#profiles.get(account.externalId) ?? firstProfile(account);
  }

  timesTurnedAway(hashtag: string, reference: string): number {
    return this.#turnedAway.get(`${hashtag} ${reference}`) ?? 0;
  }

  #apply(change: Change): void {
    switch (change.change) {
      case 'media':
        this.#ids++;
        this.media.set(change.media.id, change.media);
        break;
      case 'post':
        this.#ids++;
        this.posts.set(change.post.id, change.post);
        break;
      case 'removed':
        this.posts.delete(change.id);
        for (const { id, post } of this.comments.values()) if (post === change.id) this.comments.delete(id);
        break;
      case 'comment':
        this.#ids++;
        this.comments.set(change.comment.id, change.comment);
        break;
      case 'profile':
        this.#profiles.set(change.account, change.profile);
        break;
      case 'hook':
        if (change.hook) this.hooks.set(change.account, change.hook);
        else this.hooks.delete(change.account);
        break;
      case 'news':
        this.#ids++;
        this.news.set(change.news.id, { news: change.news, told: false });
        if (change.settled !== undefined) this.settled.add(change.settled);
        break;
      case 'told': {
        const entry = this.news.get(change.id);
        if (entry) entry.told = true;
        break;
      }
      case 'turned away': {
        const { hashtag, reference } = change;
        this.#turnedAway.set(`${hashtag} ${reference}`, this.timesTurnedAway(hashtag, reference) + 1);
        break;
      }
      case 'solved':
        this.solved.add(change.reference);
        break;
    }
  }
}
