import { confirmationCodeOf, serverKey } from './callback-servers.ts';
import type { World } from './method.ts';
import type { CallbackServer, Delivery } from './state.ts';

/** How long (real time) a delivery waits after each failure; after the last it is given up. */
const retryMs = [1_000, 2_000, 4_000];
const patienceMs = 5_000;
/** The network knows longer ones; a person who watches a demo does not wait for them. */
const mostPostponedMs = 10_000;

type Outcome = 'ok' | 'remove' | 'failed' | { readonly waitMs: number };

/** Sends the news of communities to their servers: the first time in order; what is not taken does not hold up the rest. */
export class CallbackSender {
  readonly #world: Omit<World, 'wake'>;
  readonly #ending = new AbortController();
  /** What is under way, by server. */
  readonly #busy = new Map<string, Promise<void>>();
  /** How often a delivery was tried, and when (of `performance.now`) it is to be again. */
  readonly #tries = new Map<string, { readonly count: number; readonly dueAt: number }>();
  /** Ends of the pauses before another try. */
  readonly #pauses = new Set<() => void>();
  #requests = 0;

  constructor(world: Omit<World, 'wake'>) {
    this.#world = world;
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#hasEnded()) return;
    for (const end of this.#pauses) end();
    for (const [key, server] of this.#world.state.table('server')) {
      if (server.deleted || this.#busy.has(key) || !this.#hasWork(server)) continue;
      const work = this.#serve(key).then(
        () => {
          this.#busy.delete(key);
          // Something may have come while it was ending.
          this.wake();
        },
        (error: unknown) => {
          this.#busy.delete(key);
          if (!this.#hasEnded()) console.error('The emulator could not deliver:', error);
        },
      );
      this.#busy.set(key, work);
    }
  }

  /** Stops at once, and waits until nothing is under way. */
  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#busy.values());
  }

  /** Tells once more, now, what nobody has taken; with `all` what was taken, too. Returns how many requests that were. */
  async retell(all: boolean): Promise<number> {
    const { state } = this.#world;
    const before = this.#requests;
    const taken = [...state.table('delivery')].filter(([, delivery]) => delivery.state !== 'waiting');
    do {
      for (const [key, { count }] of this.#tries) this.#tries.set(key, { count, dueAt: 0 });
      this.wake();
      await new Promise((resolve) => setTimeout(resolve, 5));
    } while (this.#busy.size > 0);
    for (const [key, delivery] of taken) {
      const server = this.#server(serverKey({ groupId: delivery.groupId, id: delivery.serverId }));
      if (!server || server.status === 'wait' || (delivery.state === 'taken' && !all)) continue;
      const outcome = outcomeOf(await this.#post(server, this.#bodyOf(server, delivery), 1));
      if (outcome === 'ok') state.record(['delivery', key, { ...delivery, state: 'taken' }]);
    }
    return this.#requests - before;
  }

  #server(key: string): CallbackServer | undefined {
    const server = this.#world.state.get('server', key);
    return server?.deleted === false ? server : undefined;
  }

  /** What is to be sent next, and in how many milliseconds. */
  #next(
    server: CallbackServer,
  ): { readonly key: string; readonly delivery: Delivery; readonly waitMs: number } | undefined {
    const [first] = [...this.#world.state.table('delivery')]
      .filter(([, { groupId, serverId, state }]) => {
        return groupId === server.groupId && serverId === server.id && state === 'waiting';
      })
      .map(([key, delivery]) => ({ key, delivery, waitMs: (this.#tries.get(key)?.dueAt ?? 0) - performance.now() }))
      .map((one) => ({ ...one, waitMs: Math.max(0, one.waitMs) }))
      .sort((a, b) => a.waitMs - b.waitMs);
    return first;
  }

  #hasWork(server: CallbackServer): boolean {
    return server.status === 'wait' || (server.status === 'ok' && this.#next(server) !== undefined);
  }

  async #serve(key: string): Promise<void> {
    for (let server = this.#server(key); server && !this.#hasEnded(); server = this.#server(key)) {
      if (server.status === 'wait') {
        await this.#confirm(server);
        continue;
      }
      const next = server.status === 'ok' ? this.#next(server) : undefined;
      if (!next) return;
      if (next.waitMs > 0) await this.#pause(next.waitMs);
      else await this.#deliver(server, next.key, next.delivery);
    }
  }

  async #confirm(server: CallbackServer): Promise<void> {
    const { groupId } = server;
    const body = { type: 'confirmation', group_id: groupId, ...this.#envelope(server, 'confirmation') };
    const answer = await this.#post(server, body, 0);
    const isConfirmed = answer?.status === 200 && answer.text === confirmationCodeOf(groupId, this.#full());
    this.#mark(server, isConfirmed ? 'ok' : 'failed');
  }

  async #deliver(server: CallbackServer, key: string, delivery: Delivery): Promise<void> {
    const { state } = this.#world;
    const count = this.#tries.get(key)?.count ?? 0;
    const outcome = outcomeOf(await this.#post(server, this.#bodyOf(server, delivery), count));
    // What was not delivered is still there when the emulator runs again.
    if (this.#hasEnded()) return;
    if (outcome === 'remove') {
      state.record(['server', serverKey(server), { ...server, deleted: true }]);
      return;
    }
    const waitMs = outcome === 'ok' ? undefined : retryMs[count];
    if (outcome !== 'ok' && waitMs !== undefined) {
      const dueAt = performance.now() + (outcome === 'failed' ? waitMs : outcome.waitMs);
      this.#tries.set(key, { count: count + 1, dueAt });
      return;
    }
    this.#tries.delete(key);
    state.record(['delivery', key, { ...delivery, state: outcome === 'ok' ? 'taken' : 'lost' }]);
    if (outcome !== 'ok') this.#mark(server, 'failed');
  }

  #hasEnded(): boolean {
    return this.#ending.signal.aborted;
  }

  #bodyOf(server: CallbackServer, { type, groupId, eventId, object }: Delivery): object {
    return { type, group_id: groupId, object, ...this.#envelope(server, eventId) };
  }

  #envelope({ apiVersion, secret }: CallbackServer, eventId: string) {
    return { event_id: eventId, v: apiVersion, ...(secret !== '' && { secret }) };
  }

  #mark(server: CallbackServer, status: CallbackServer['status']): void {
    const current = this.#server(serverKey(server));
    // Edited meanwhile: what was learned is of the old address.
    if (this.#hasEnded() || current?.url !== server.url) return;
    this.#world.state.record(['server', serverKey(server), { ...current, status }]);
  }

  async #post({ url }: CallbackServer, body: object, attempt: number) {
    this.#requests++;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(attempt > 0 && { 'x-retry-counter': String(attempt) }),
        },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([this.#ending.signal, AbortSignal.timeout(patienceMs)]),
      });
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        text: (await response.text()).trim(),
      };
    } catch {
      return undefined;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.#ending;
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
      this.#pauses.add(end);
    });
  }

  #full(): World {
    return { ...this.#world, wake: () => this.wake() };
  }
}

function outcomeOf(
  answer: { readonly status: number; readonly retryAfter: string | null; readonly text: string } | undefined,
): Outcome {
  if (!answer) return 'failed';
  const { status, retryAfter, text } = answer;
  if (status === 200 && text === 'ok') return 'ok';
  if (status === 200 && text === 'remove') return 'remove';
  const seconds = Number(retryAfter ?? '');
  const isPostponed = [410, 429, 503].includes(status) && retryAfter !== null && seconds >= 0;
  return isPostponed ? { waitMs: Math.min(seconds * 1000, mostPostponedMs) } : 'failed';
}
