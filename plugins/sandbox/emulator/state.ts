import { createHash } from 'node:crypto';
import { Journal } from '@polyphony/sdk/emulator';

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

/** Everything that ever changes, one JSON line of the state file each. */
export type Change =
  | { readonly change: 'media'; readonly media: Media }
  | { readonly change: 'post'; readonly post: Post }
  | { readonly change: 'removed'; readonly id: string }
  /** A magic hashtag turned the post with this reference away; some do so only once or twice. */
  | { readonly change: 'turned away'; readonly hashtag: string; readonly reference: string }
  /** A person solved the captcha. */
  | { readonly change: 'solved'; readonly reference: string };

/** What the network knows. With a file, a change is on disk before anyone can see it. */
export class State {
  readonly media = new Map<string, Media>();
  /** Oldest first. */
  readonly posts = new Map<string, Post>();
  readonly solved = new Set<string>();
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
  nextId(prefix: 'post' | 'media'): string {
    const digest = createHash('sha256').update(`${this.#seed}:${this.#ids}`).digest('hex');
    return `${prefix}_${digest.slice(0, 12)}`;
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
        break;
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
