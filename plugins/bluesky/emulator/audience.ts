import type { Counted } from '@polyphony/sdk/emulator';

/** Someone who follows an account. */
export interface Person {
  readonly did: string;
  readonly handle: string;
  readonly name: string;
}

/** What someone did that concerns an account. */
export interface Happening {
  readonly kind: 'like' | 'repost' | 'follow' | 'reply' | 'quote' | 'mention';
  /** Milliseconds. */
  readonly at: number;
  /** The account that it concerns. */
  readonly account: string;
  readonly by: Person;
  readonly uri: string;
  readonly cid: string;
  /** The post of the account that it is about. */
  readonly subject?: string;
  readonly record: Readonly<Record<string, unknown>>;
}

export type AudienceChange =
  | { readonly change: 'happened'; readonly happening: Happening }
  | { readonly change: 'counted'; readonly counted: Counted }
  | { readonly change: 'withheld'; readonly name: string };

/** What tests made people do, and the network count, beside what people do by themselves. */
export class Audience {
  /** Oldest first. */
  readonly happenings: Happening[] = [];
  readonly withheld = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #record: (change: AudienceChange) => void;

  /** `record` keeps a change and has it applied; absent: it is only applied. */
  constructor(record?: (change: AudienceChange) => void) {
    this.#record = record ?? ((change) => this.apply(change));
  }

  happen(happening: Happening): void {
    this.#record({ change: 'happened', happening });
  }

  count(counted: Counted): void {
    this.#record({ change: 'counted', counted });
  }

  withhold(name: string): void {
    this.#record({ change: 'withheld', name });
  }

  /** What was added to a count of a post or an account. */
  added(of: string, name: string): number {
    return this.#counts.get(`${of} ${name}`) ?? 0;
  }

  apply(change: AudienceChange): void {
    switch (change.change) {
      case 'happened':
        this.happenings.push(change.happening);
        break;
      case 'counted': {
        const { account, post = account, name, add } = change.counted;
        this.#counts.set(`${post} ${name}`, this.added(post, name) + add);
        break;
      }
      case 'withheld':
        this.withheld.add(change.name);
        break;
    }
  }
}
