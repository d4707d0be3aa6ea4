import { createHmac, randomUUID } from 'node:crypto';
import { viewPost } from './post-api.ts';
import type { Hook, News, State } from './state.ts';

/** How often what was not taken is told again. */
const retryMs = 5_000;
const patienceMs = 3_000;

interface Surroundings {
  readonly state: State;
  readonly now: () => Date;
  readonly url: string;
}

const sign = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('hex');

/** Whether an address is on this machine: an emulator speaks to nobody beyond it. */
export const isNear = (url: string): boolean =>
  URL.canParse(url) &&
  new URL(url).protocol === 'http:' &&
  ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);

/** Tells accounts' news at the addresses that were given, signed, until they are taken. */
export class Announcer {
  readonly #surroundings: Surroundings;
  readonly #timer: NodeJS.Timeout;
  readonly #closing = new AbortController();
  #telling: Promise<number> = Promise.resolve(0);

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#timer = setInterval(() => void this.tell(false), retryMs).unref();
  }

  /** Whether the address proves that it knows the secret: it signs `challenge:` and what it is asked. */
  async greet({ url, secret }: Hook): Promise<boolean> {
    const challenge = randomUUID();
    const address = new URL(url);
    address.searchParams.set('challenge', challenge);
    const answer = await this.#ask(address, {});
    return answer === sign(`challenge:${challenge}`, secret);
  }

  /** Something happened, which is told soon. */
  add(news: Omit<News, 'id' | 'at'>, settled?: string): void {
    const { state, now } = this.#surroundings;
    if (!state.hooks.has(news.account)) return;
    const whole: News = { ...news, id: state.nextId('event'), at: now().toISOString() };
    state.record({ change: 'news', news: whole, ...(settled !== undefined && { settled }) });
    void this.tell(false);
  }

  /** Tells what was not taken yet, with `all` also what was; one after another. Returns how many requests that were. */
  tell(all: boolean): Promise<number> {
    return (this.#telling = this.#telling.then(() => this.#tell(all)));
  }

  /** Tells the network's demand; false: it does not get the answer that it wants. */
  async demand(url: string, demand: object, secret: string): Promise<boolean> {
    const answer = await this.#post(url, demand, secret);
    try {
      const { confirmationCode, statusUrl } = JSON.parse(answer ?? '') as Record<string, unknown>; // looked at below
      return typeof confirmationCode === 'string' && typeof statusUrl === 'string';
    } catch {
      return false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#closing.abort();
  }

  async #tell(all: boolean): Promise<number> {
    const { state } = this.#surroundings;
    this.#settle();
    let requests = 0;
    for (const { news, told } of [...state.news.values()]) {
      const hook = state.hooks.get(news.account);
      if (!hook || (told && !all)) continue;
      requests++;
      if ((await this.#post(hook.url, news, hook.secret)) === 'taken') state.record({ change: 'told', id: news.id });
    }
    return requests;
  }

  /** Posts that have left their processing are news. */
  #settle(): void {
    const { state, now } = this.#surroundings;
    for (const post of state.posts.values()) {
      const { id, account, createdAt, publishedAt } = post;
      if (publishedAt === createdAt || Date.parse(publishedAt) > now().getTime() || state.settled.has(id)) continue;
      this.add({ account, type: 'post.published', post: viewPost(post, this.#surroundings) }, id);
    }
  }

  #post(url: string, content: object, secret: string): Promise<string | undefined> {
    const body = JSON.stringify(content);
    return this.#ask(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-signature': `sha256=${sign(body, secret)}` },
      body,
    });
  }

  /** The body of an answer with the status 200; undefined: there is none. */
  async #ask(url: string | URL, init: RequestInit): Promise<string | undefined> {
    const patience = AbortSignal.timeout(patienceMs);
    try {
      const signal = AbortSignal.any([this.#closing.signal, patience]);
      const response = await fetch(url, { ...init, redirect: 'error', signal });
      const text = await response.text();
      return response.status === 200 ? text : undefined;
    } catch {
      return undefined;
    }
  }
}
