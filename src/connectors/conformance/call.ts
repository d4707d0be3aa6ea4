import { randomUUID } from 'node:crypto';
import type { Budget } from '../budget.ts';
import type { Call } from '../call.ts';
import type { Connector } from '../connector.ts';
import { NetworkError } from '../errors.ts';
import { createHttpClient, createRefusal, type HttpClient, type Send } from '../http.ts';
import { secretsOf, secretsOfApp } from '../redact.ts';

export interface TestClock {
  now(): Date;
  advance(ms: number): void;
}

export function createTestClock(start = new Date('2026-01-05T09:00:00.000Z')): TestClock {
  let time = start.getTime();
  return { now: () => new Date(time), advance: (ms) => void (time += ms) };
}

interface Entry {
  readonly kind: 'step' | 'commit';
  readonly state: 'begun' | 'done';
  readonly since: Date;
  readonly result?: unknown;
  /** Of a step whose result spoils. */
  readonly goodUntil?: Date;
}

/**
 * What the core keeps of one delivery, in memory, with a process around it that can be killed: `dieAt` is the number of
 * the boundary at which it dies. A dead process never comes back from the `await` in which it died, as in life: no catch
 * or finally of the connector runs.
 */
export class TestLedger {
  readonly idempotencyKey = randomUUID();
  readonly entries = new Map<string, Entry>();
  /** The commit in doubt that this attempt may send again, as the network knows its key. */
  repeatable: string | undefined;
  /** Of a `pending` post. */
  ticket: { readonly value: unknown } | undefined;
  dieAt: number | undefined;
  /** Names of the boundaries that this attempt has passed. */
  boundaries: string[] = [];
  /** Names of the steps and commits that this attempt has asked for. */
  asked: string[] = [];
  /** Names of those that have run, over all attempts. */
  readonly ran: string[] = [];
  #dead: AbortController = new AbortController();

  /** A new process takes over. */
  beginAttempt(): void {
    this.boundaries = [];
    this.asked = [];
    this.repeatable = undefined;
    this.#dead = new AbortController();
  }

  /** Aborted when the process is killed. */
  get death(): AbortSignal {
    return this.#dead.signal;
  }

  /** A place at which the process may be killed. */
  async boundary(name: string): Promise<void> {
    if (!this.death.aborted && this.boundaries.push(name) - 1 === this.dieAt) this.#dead.abort();
    if (this.death.aborted) await new Promise(() => undefined);
  }

  ask(name: string): void {
    if (this.asked.includes(name)) throw new Error(`the name "${name}" was used twice in one run`);
    this.asked.push(name);
  }

  /** As a database keeps it: a result that is no JSON shows now, and not after the first crash. */
  keep(name: string, kind: Entry['kind'], since: Date, result: unknown, goodUntil?: Date): unknown {
    const kept = throughJson(result);
    this.entries.set(name, { kind, state: 'done', since, result: kept, ...(goodUntil && { goodUntil }) });
    return kept;
  }

  forget(name: string): void {
    this.entries.delete(name);
  }

  /** The commit whose answer is not known. */
  get lost(): { readonly commit: string; readonly since: Date } | undefined {
    for (const [commit, { kind, state, since }] of this.entries) {
      if (kind === 'commit' && state === 'begun') return { commit, since };
    }
    return undefined;
  }
}

export interface TestCall extends Call {
  readonly ledger: TestLedger;
  readonly clock: TestClock;
  /** Everything that was logged, before any redaction. */
  readonly logged: readonly unknown[];
}

export interface TestCallSetup {
  readonly connector: Connector;
  /** Where the network's API is. */
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** What a person typed, or what is kept while they are away: while an account is connected, in the place of credentials. */
  readonly typed?: Readonly<Record<string, string>>;
  readonly app?: Readonly<Record<string, string>>;
  readonly budget?: Budget;
  readonly ledger?: TestLedger;
  readonly clock?: TestClock;
  readonly signal?: AbortSignal;
  /** Sees every line as it is logged, too. */
  readonly onLog?: (line: unknown) => void;
  /** Put around the client, to watch it. */
  readonly wrapHttp?: (http: HttpClient) => HttpClient;
}

/** A {@link Call} as the core makes it, on a ledger in memory. */
export function createTestCall(setup: TestCallSetup): TestCall {
  const { connector, credentials, typed, app = {}, ledger = new TestLedger(), clock = createTestClock() } = setup;
  const signal = setup.signal ? AbortSignal.any([setup.signal, ledger.death]) : ledger.death;
  const logged: unknown[] = [];
  const log = (fields: object, message: string) => {
    const line = { ...fields, message };
    logged.push(line);
    setup.onLog?.(line);
  };
  const { key, hosts = [], servers, addresses = {} } = connector.network;
  const secrets = [
    ...secretsOf(connector.auth, credentials),
    ...secretsOf(connector.auth, typed ?? {}),
    ...secretsOfApp(connector.auth, app),
  ];
  const refuse = createRefusal({ network: key, secrets });
  const http = createHttpClient({
    network: key,
    baseUrl: credentials[servers?.credential ?? ''] ?? setup.url,
    // While an account is connected its server may have to be found first.
    hosts: servers && typed ? 'ANY' : hosts,
    send: sendWithin,
    errors: connector.errors,
    addresses: Object.fromEntries(Object.keys(addresses).map((name) => [name, `${setup.url}/~${name}`])),
    ...(setup.budget && { budget: setup.budget }),
    everyRequestSpends: (connector.capabilities.limits ?? []).flatMap(({ name, every }) =>
      every === true ? [name] : [],
    ),
    ...(connector.readLimits && { readLimits: connector.readLimits }),
    secrets,
    signal,
    now: clock.now,
  });

  return {
    credentials,
    app,
    refuse,
    http: setup.wrapHttp ? setup.wrapHttp(http) : http,
    signal,
    now: clock.now,
    async wait(ms) {
      // Time passes at once; who is told to stop is stopped, and a process that died never comes back.
      if (ledger.death.aborted) await new Promise(() => undefined);
      if (signal.aborted) {
        throw refuse({ kind: 'network_down', code: 'aborted', message: 'The call was stopped while it waited.' });
      }
      clock.advance(ms);
    },
    idempotencyKey: ledger.idempotencyKey,
    log: { debug: log, info: log, warn: log },
    ledger,
    clock,
    logged,

    linkCard: () => Promise.resolve({ title: 'A page', description: 'What it says about itself.' }),

    async step<T>(name: string, run: () => Promise<T>, { goodForMs }: { goodForMs?: number } = {}): Promise<T> {
      ledger.ask(name);
      const entry = ledger.entries.get(name);
      const fresh = entry?.goodUntil === undefined || entry.goodUntil > clock.now();
      if (entry && fresh) return entry.result as T; // what this very step returned
      await ledger.boundary(`before step "${name}"`);
      ledger.ran.push(name);
      const result = await run();
      await ledger.boundary(`after step "${name}", its result not kept`);
      const now = clock.now();
      const goodUntil = goodForMs === undefined ? undefined : new Date(now.getTime() + goodForMs);
      const kept = ledger.keep(name, 'step', now, result, goodUntil) as T; // the same, through JSON
      await ledger.boundary(`after step "${name}"`);
      return kept;
    },

    async commit<T>(name: string, run: () => Promise<T>): Promise<T> {
      ledger.ask(name);
      const entry = ledger.entries.get(name);
      if (entry?.state === 'done') return entry.result as T; // what this very commit returned
      if (ledger.lost && (ledger.lost.commit !== name || ledger.repeatable !== name)) {
        throw new Error(`commit "${name}" begins while the answer of "${ledger.lost.commit}" is lost`);
      }
      await ledger.boundary(`before commit "${name}"`);
      // What is in doubt is so since its first try, however often it is sent again.
      const since = entry?.since ?? clock.now();
      ledger.entries.set(name, { kind: 'commit', state: 'begun', since });
      await ledger.boundary(`commit "${name}" intended, not sent`);
      ledger.ran.push(name);
      let result: T;
      try {
        result = await run();
      } catch (error) {
        // Of an earlier try that had no answer a no says nothing, unless it judged what was sent.
        if (isAnswer(error) && (!entry || isJudgement(error))) ledger.forget(name);
        throw error;
      }
      await ledger.boundary(`after commit "${name}", its result not kept`);
      const kept = ledger.keep(name, 'commit', since, result) as T; // the same, through JSON
      await ledger.boundary(`after commit "${name}"`);
      return kept;
    },
  };
}

/** No test speaks to anybody beyond this machine, whatever host a connector has found. */
const sendWithin: Send = (url, init) => {
  const { hostname } = new URL(url);
  if (hostname !== '127.0.0.1') throw new TypeError(`${hostname} is outside of this machine`);
  return fetch(url, init);
};

/** Whether the network has surely not done it: it said so, or never heard of it. Any other throw may be a lost answer. */
const isAnswer = (error: unknown): error is NetworkError =>
  error instanceof NetworkError && error.details.kind !== 'outcome_unknown';

const isJudgement = ({ details: { kind } }: NetworkError) => kind === 'content_rejected' || kind === 'media_rejected';

export function throughJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
