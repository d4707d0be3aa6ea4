import { randomBytes } from 'node:crypto';
import { appSecret } from './caller.ts';
import type { Delivery, State, Webhook } from './state.ts';
import { isSame, signatureOf } from './signature.ts';
import { isNear } from './webhooks.ts';

/** How long (real time) a delivery waits after each failure; after the last it is given up. */
const retryMs = [1_000, 2_000, 4_000];
const patienceMs = 5_000;
const hourMs = 3_600_000;
/** So long an address may fail to answer before nothing is told there any more. */
const silentMs = 28 * hourMs;

const sign = (what: string): string => signatureOf(appSecret, what);

interface Surroundings {
  readonly state: State;
  readonly now: () => Date;
}

/**
 * Tells the addresses of the app what happens, in order; what is not taken comes again later, and does not hold up the rest.
 * Asks them hourly who they are.
 */
export class EventSender {
  readonly #world: Surroundings;
  readonly #ending = new AbortController();
  /** What is under way, by webhook. */
  readonly #busy = new Map<string, Promise<void>>();
  /** What is under way beside. */
  readonly #others = new Set<Promise<unknown>>();
  /** Deliveries that were not taken, and will be tried again. */
  readonly #late = new Set<string>();

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** There may be something to tell. */
  wake(): void {
    if (this.#hasEnded()) return;
    for (const { id } of this.#world.state.all('webhook')) {
      if (this.#busy.has(id) || !this.#next(id)) continue;
      const work = this.#serve(id)
        .catch((error: unknown) => {
          if (!this.#hasEnded()) console.error('The emulator could not tell:', error);
        })
        .finally(() => this.#busy.delete(id));
      this.#busy.set(id, work);
    }
  }

  /** Asks again whom it has not asked for an hour. */
  async askAgain(): Promise<void> {
    const at = this.#world.now().getTime();
    const due = this.#world.state
      .all('webhook')
      .filter(({ deleted, valid, askedAt }) => !deleted && valid && at - askedAt >= hourMs);
    for (const webhook of due) {
      const answer = await this.challenge(webhook.url);
      if (this.#hasEnded()) return;
      const current = this.#world.state.get('webhook', webhook.id);
      if (!current || current.deleted) continue;
      const answeredAt = answer === 'right' ? at : current.answeredAt;
      const valid = answer === 'right' || (answer === 'silent' && at - answeredAt < silentMs);
      this.#world.state.record(['webhook', current.id, { ...current, valid, answeredAt, askedAt: at }]);
    }
  }

  /** Whether an address knows the secret. Nothing beyond this machine is ever asked. */
  async challenge(url: string): Promise<'right' | 'wrong' | 'silent'> {
    if (!isNear(url)) return 'wrong';
    const token = randomBytes(18).toString('base64url');
    const asked = new URL(url);
    asked.searchParams.set('crc_token', token);
    const answer = await this.#ask(asked.href, { method: 'GET' });
    if (!answer || answer.status >= 400) return 'silent';
    if (answer.status !== 200) return 'wrong';
    return isSame(responseToken(answer.text), sign(token)) ? 'right' : 'wrong';
  }

  /** Tells now what was not taken yet, or all. Returns how many requests that were. */
  async retell(all: boolean): Promise<number> {
    await Promise.all(this.#busy.values());
    const told = this.#world.state.all('delivery').filter(({ outcome }) => all || outcome !== 'taken');
    let requests = 0;
    for (const delivery of told) {
      const webhook = this.#webhook(delivery.webhookId);
      if (!webhook) continue;
      requests += 1;
      if (await this.#post(webhook, delivery)) this.#mark(delivery, 'taken');
    }
    return requests;
  }

  /** Stops at once, and waits until nothing is under way. */
  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled([...this.#busy.values(), ...this.#others]);
  }

  #hasEnded(): boolean {
    return this.#ending.signal.aborted;
  }

  #webhook(id: string): Webhook | undefined {
    const found = this.#world.state.get('webhook', id);
    return found && !found.deleted && found.valid ? found : undefined;
  }

  #next(webhookId: string): Delivery | undefined {
    if (!this.#webhook(webhookId)) return undefined;
    return this.#world.state
      .all('delivery')
      .find((one) => one.webhookId === webhookId && one.outcome === 'waiting' && !this.#late.has(one.id));
  }

  async #serve(id: string): Promise<void> {
    for (let next = this.#next(id); next && !this.#hasEnded(); next = this.#next(id)) {
      const webhook = this.#webhook(id);
      const isTaken = webhook !== undefined && (await this.#post(webhook, next));
      // What was not told is still there when the emulator runs again.
      if (this.#hasEnded()) return;
      if (isTaken) this.#mark(next, 'taken');
      else this.#tryLater(next);
    }
  }

  #tryLater(delivery: Delivery): void {
    this.#late.add(delivery.id);
    const work = this.#persist(delivery).finally(() => {
      this.#late.delete(delivery.id);
      this.#others.delete(work);
    });
    this.#others.add(work);
  }

  #mark(delivery: Delivery, outcome: Delivery['outcome']): void {
    if (!this.#hasEnded()) this.#world.state.record(['delivery', delivery.id, { ...delivery, outcome }]);
  }

  /** Tries until it is taken, or it has been tried often enough. */
  async #persist({ id }: Delivery): Promise<void> {
    for (const waitMs of retryMs) {
      await this.#pause(waitMs);
      const delivery = this.#world.state.get('delivery', id);
      const webhook = delivery && this.#webhook(delivery.webhookId);
      // Told meanwhile, or nobody is there any more.
      if (this.#hasEnded() || delivery?.outcome !== 'waiting' || !webhook) return;
      if (await this.#post(webhook, delivery)) {
        this.#mark(delivery, 'taken');
        return;
      }
    }
    const left = this.#world.state.get('delivery', id);
    if (left) this.#mark(left, 'given up');
  }

  async #post({ url }: Webhook, { body }: Delivery): Promise<boolean> {
    const headers = { 'content-type': 'application/json', 'x-twitter-webhooks-signature': sign(body) };
    const answer = await this.#ask(url, { method: 'POST', headers, body });
    return answer?.status === 200;
  }

  async #ask(url: string, init: RequestInit): Promise<{ readonly status: number; readonly text: string } | undefined> {
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(patienceMs)]);
    const asking = fetch(url, { ...init, redirect: 'manual', signal }).then(async (response) => ({
      status: response.status,
      text: await response.text(),
    }));
    this.#others.add(asking);
    try {
      return await asking;
    } catch {
      return undefined;
    } finally {
      this.#others.delete(asking);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.#ending;
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    });
  }
}

function responseToken(text: string): string {
  try {
    const answer = JSON.parse(text) as { readonly response_token?: unknown } | null; // only looked into
    return typeof answer?.response_token === 'string' ? answer.response_token : '';
  } catch {
    return '';
  }
}
