import type { Audience, Happening } from './audience.ts';
import { reactionsTo, type Subject } from './crowd.ts';
import type { Repositories } from './repositories.ts';
import { partsOf, uriOf, type StoredRecord } from './state.ts';

export const postCollection = 'app.bsky.feed.post';
export const likeCollection = 'app.bsky.feed.like';

export interface AppContext {
  readonly audience: Audience;
  readonly repositories: Repositories;
  readonly happenings: Happenings;
  readonly now: () => Date;
  /** Base URL of pictures. */
  readonly url: string;
}

interface Gate {
  readonly at: number;
  /** Whether those who follow may answer. */
  readonly open: boolean;
  readonly hidden: readonly string[];
}

/** What all requests share. */
export interface Index {
  readonly audience: Audience;
  readonly repositories: Repositories;
  readonly now: () => Date;
  readonly url: string;
  readonly seed: number;
  /** DIDs of the accounts that are indexed. */
  readonly accounts: Set<string>;
  /** What people will do about a post, by the post. */
  readonly reactions: Map<string, readonly Happening[]>;
}

/** One look at the network, at one instant: nothing is asked for twice. */
export function lookAt(index: Index): AppContext {
  const now = index.now();
  const repositories = remembering(index.repositories);
  const happenings = new Happenings({ ...index, repositories }, now);
  return { ...index, repositories, happenings, now: () => now };
}

function remembering({ owner, record, records }: Repositories): Repositories {
  const remember = <T>(ask: (key: string) => Promise<T>) => {
    const known = new Map<string, Promise<T>>();
    return (key: string) => {
      const answer = known.get(key) ?? ask(key);
      known.set(key, answer);
      return answer;
    };
  };
  const listed = remember((key) => {
    const [did = '', collection = ''] = key.split(' ');
    return records(did, collection);
  });
  return { owner: remember(owner), record: remember(record), records: (did, kind) => listed(`${did} ${kind}`) };
}

/** What people did until now: by themselves, and because a test wanted it. */
export class Happenings {
  readonly accounts: ReadonlySet<string>;
  readonly #index: Index;
  readonly #now: Date;
  readonly #all = new Map<string, Promise<readonly Happening[]>>();

  constructor(index: Index, now: Date) {
    this.#index = index;
    this.#now = now;
    this.accounts = index.accounts;
  }

  /** Of one account, or of all; oldest first, in one order for ever. */
  all(account = ''): Promise<readonly Happening[]> {
    const known = this.#all.get(account) ?? this.#gather(account === '' ? [...this.accounts] : [account]);
    this.#all.set(account, known);
    return known;
  }

  /** What people wrote at this address. */
  async postAt(uri: string): Promise<Happening | undefined> {
    return (await this.all()).find((one) => one.uri === uri && one.record.$type === postCollection);
  }

  async #gather(accounts: readonly string[]): Promise<readonly Happening[]> {
    const planted = this.#index.audience.happenings.filter(({ account }) => accounts.includes(account));
    const own: Happening[] = [];
    for (const did of accounts) own.push(...(await this.#reactionsOf(did)));
    // A stable sort: what a test planted at one instant stays in its order.
    return [...own, ...planted].filter(({ at }) => at <= this.#now.getTime()).sort((a, b) => a.at - b.at);
  }

  async gateOf(rootUri: string): Promise<Gate | undefined> {
    const { did, rkey } = partsOf(rootUri);
    const gate = await this.#index.repositories.record(uriOf(did, 'app.bsky.feed.threadgate', rkey));
    if (!gate) return undefined;
    const { allow, hiddenReplies = [] } = gate.value as {
      readonly allow?: readonly { readonly $type?: string }[];
      readonly hiddenReplies?: readonly string[];
    }; // a valid record's
    const open = allow?.some(({ $type }) => $type === 'app.bsky.feed.threadgate#followerRule') ?? true;
    return { at: Date.parse(gate.at), open, hidden: hiddenReplies };
  }

  async #reactionsOf(did: string): Promise<readonly Happening[]> {
    const result: Happening[] = [];
    for (const post of await this.#index.repositories.records(did, postCollection)) {
      const key = `${post.uri} ${post.at}`;
      const reactions = this.#index.reactions.get(key) ?? reactionsTo(subjectOf(post), this.#index.seed);
      this.#index.reactions.set(key, reactions);
      if (reactions.length === 0) continue;
      const gate = await this.gateOf(rootOf(post));
      const removedAt = post.removedAt === undefined ? Infinity : Date.parse(post.removedAt);
      for (const one of reactions) {
        if (one.at > removedAt) continue;
        if (one.kind === 'reply' && gate && !gate.open && gate.at <= one.at) continue;
        result.push(one);
      }
    }
    return result;
  }
}

export const subjectOf = ({ uri, cid, value, at }: StoredRecord): Subject => ({
  uri,
  cid,
  value,
  account: partsOf(uri).did,
  at: Date.parse(at),
});

interface Thread {
  readonly root: { readonly uri: string; readonly cid: string };
  readonly parent: { readonly uri: string; readonly cid: string };
}

/** Where a post stands in a thread; undefined where it begins one. */
export const threadOf = (value: Readonly<Record<string, unknown>>): Thread | undefined =>
  value.reply as Thread | undefined; // of a valid record

export const rootOf = ({ uri, value }: Pick<StoredRecord, 'uri' | 'value'>): string => threadOf(value)?.root.uri ?? uri;
