import type { Budget, ReadLimits } from './budget.ts';
import { NetworkError, type ErrorKind, type ErrorTable, type NetworkErrorDetails } from './errors.ts';
import { encodeMultipart, type MultipartForm } from './multipart.ts';
import { createRedactor } from './redact.ts';
import { sdkVersion } from './version.ts';

type QueryValue = string | number | boolean;

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Readonly<Record<string, string>>;
  /**
   * Sent as multipart/form-data; the file is opened anew where the request is sent again. An answer that sends it to another
   * place is no answer (`connection_lost`), as with `upload`.
   */
  readonly multipart?: MultipartForm;
  /** Sent as it is; opened anew where the request is sent again. */
  readonly upload?: { readonly mimeType: string; open(): Promise<ReadableStream<Uint8Array>> };
  /**
   * Signs the request, for networks that want more than a header: is handed the request and the way to send it, and may
   * send it again where the answer surely means that nothing was done (such as a demand for another nonce).
   */
  readonly sign?: (request: UnsignedRequest, send: Send) => Promise<Response>;
  /** Milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number;
  /** What it spends beside the limits of `every` request: limits and prices of the capabilities, by name. */
  readonly spends?: readonly string[];
  /**
   * Where the answer decides what it costs, such as a price for each thing that was read: from the body, the prices that it
   * spent, each as often as it did. They stand in the place of those among `spends`, which are counted before it is sent; a
   * refusal costs nothing.
   */
  readonly charged?: (body: unknown) => readonly string[];
}

export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Anew each time, as a stream can be read only once. */
  body(): Promise<string | ReadableStream<Uint8Array> | undefined>;
}

export type Send = (url: string | URL, init: RequestInit) => Promise<Response>;

export interface HttpAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/**
 * Speaks to one network. Refuses hosts that the manifest does not name, follows no redirect to another host, and turns
 * every failure into a NetworkError: no answer at all is `outcome_unknown` for a request that may have changed something
 * and `network_down` for one that surely did not arrive or only reads. A code of the connector's error table is what the
 * table says, whatever the HTTP status; only `outcome_unknown` becomes `network_down` for a request that reads. Without
 * a known code, 429 is `rate_limited` with the network's retry-at, 5xx is `outcome_unknown` for POST, PUT, PATCH and
 * DELETE and `network_down` for GET, and everything else is `unexpected`. Where the network names no code, it is
 * `http_404` and the like, which a table may list.
 */
export interface HttpClient {
  /** Where the API of the account is: the manifest's address, the account's own server, or an emulator. No slash at its end. */
  readonly baseUrl: string;
  /** One of `network.addresses`, wherever it is now. Throws a TypeError for a name that is not there. */
  address(name: string): string;
  /**
   * `path` is relative to the base URL, or absolute on an allowed host. The body is parsed JSON, `undefined` where the
   * answer is empty; `T` is the caller's word for its shape.
   */
  request<T>(path: string, request?: HttpRequest): Promise<HttpAnswer<T>>;
  /**
   * For client libraries that bring their own reading of answers (OAuth): `fetch` under the same hosts, time-outs and
   * signal. Fails with a NetworkError where there is no answer; what the answer means is the caller's to say.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>;
}

export interface HttpClientSetup {
  readonly network: string;
  readonly baseUrl: string;
  /**
   * Beside the host of `baseUrl`. `ANY`: wherever `send` lets it go, for a call that has to find out first where an
   * account's server is; still never from https to http.
   */
  readonly hosts: readonly string[] | 'ANY';
  readonly errors: { readonly codes: ErrorTable; readonly read: ReadError };
  /** Beside the base: by name, where they are now. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Absent: nothing is counted. */
  readonly budget?: Budget;
  /** Limits that every request spends, by name. */
  readonly everyRequestSpends?: readonly string[];
  readonly readLimits?: ReadLimits;
  /** Strings that must never appear in an error or a log. */
  readonly secrets: readonly string[];
  /**
   * Ends every request. Who makes it with `AbortSignal.any` must keep hold of the signals that went in: Node 20 forgets an
   * `AbortSignal.timeout` that nothing but the sum refers to, and it never fires.
   */
  readonly signal: AbortSignal;
  /** Sends what passed the checks; the platform's `fetch` unless told. */
  readonly send?: Send;
  now(): Date;
}

/**
 * Reads a network's own error out of an answer, HTTP 200 included (some hide it there). Undefined: a success, or no code
 * where the status is a refusal. The body is text where the network sent no JSON.
 */
export type ReadError = (
  answer: HttpAnswer<unknown>,
) => Pick<NetworkErrorDetails, 'code' | 'message' | 'retryAt' | 'actionUrl'> | undefined;

const defaultTimeoutMs = 30_000;
const maxAnswerBytes = 10_000_000;
const maxErrorBody = 4_000;
const maxRedirects = 5;

/** The only way in which errors are made, so that nothing passes by the redaction. */
export function createRefusal({
  network,
  secrets,
}: Pick<HttpClientSetup, 'network' | 'secrets'>): (details: Omit<NetworkErrorDetails, 'network'>) => NetworkError {
  const redact = createRedactor(secrets);
  return (details) =>
    new NetworkError({
      ...details,
      network,
      code: redact(details.code),
      message: redact(details.message),
      ...(details.actionUrl !== undefined && { actionUrl: redact(details.actionUrl) }),
      // Redacted before it is cut: half a secret would be recognised by nobody.
      ...(details.body !== undefined && { body: redact(details.body).slice(0, maxErrorBody) }),
    });
}

export function createHttpClient(setup: HttpClientSetup): HttpClient {
  const refuse = createRefusal(setup);
  const { budget, addresses = {}, everyRequestSpends = [], readLimits } = setup;

  /** Spends what a request costs, before anything of it is sent. */
  async function spend(names: readonly string[]): Promise<void> {
    const all = [...everyRequestSpends, ...names];
    if (budget && all.length > 0) await budget.spend(all, setup.signal);
  }

  /** Nothing that an answer says of limits may spoil the answer. */
  async function learn(answer: Pick<HttpAnswer<unknown>, 'status' | 'headers'>): Promise<void> {
    if (!budget || !readLimits) return;
    try {
      const readings = readLimits(answer);
      if (readings.length > 0) await budget.correct(readings);
    } catch {
      // The next answer says it again.
    }
  }

  /** Nothing that is said of its price may spoil an answer: then it stays what it was expected to be. */
  async function settleBy(
    read: () => readonly string[],
    settle: (names: readonly string[]) => Promise<void> | undefined,
  ): Promise<void> {
    let names: readonly string[];
    try {
      names = read();
    } catch {
      return;
    }
    await settle(names);
  }

  /** Where a request may not go, or cannot any more. */
  function admit(url: URL, what: string): void {
    if (!isAllowed(url, setup)) {
      throw refuse({ kind: 'unexpected', code: 'host_refused', message: `${url.origin} is no host of the manifest` });
    }
    if (setup.signal.aborted) {
      throw refuse({ kind: 'network_down', code: 'aborted', message: `${what} was stopped before it was sent` });
    }
  }

  /** Runs what sends a request, within its time; a failure without an answer becomes an error of kind `lost`, or `network_down`. */
  async function within<T>(
    what: string,
    url: URL,
    lost: ErrorKind,
    timeoutMs: number,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    // Named, and read after the wait, so that it lives as long (see `signal` of the setup).
    const timeout = AbortSignal.timeout(timeoutMs);
    const stopped = () => setup.signal.aborted;
    try {
      return await run(AbortSignal.any([setup.signal, timeout]));
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      // No `cause`: it may hold the request, and with it the credentials.
      if (stopped()) {
        throw refuse({ kind: lost, code: 'aborted', message: `${what} was stopped on the way` });
      }
      if (timeout.aborted) {
        throw refuse({ kind: lost, code: 'timeout', message: `${what} had no answer in ${timeoutMs} ms` });
      }
      const reason = reasonOf(error);
      if (error instanceof Error && neverArrived(error.cause)) {
        throw refuse({
          kind: 'network_down',
          code: 'unreachable',
          message: `${url.host} cannot be reached (${reason})`,
        });
      }
      throw refuse({ kind: lost, code: 'connection_lost', message: `${what}: the connection was lost (${reason})` });
    }
  }

  const sender = setup.send ?? fetch;

  async function request<T>(path: string, options: HttpRequest = {}): Promise<HttpAnswer<T>> {
    const method = options.method ?? 'GET';
    const lost: ErrorKind = method === 'GET' ? 'network_down' : 'outcome_unknown';
    const unread: ErrorKind = method === 'GET' ? 'unexpected' : 'outcome_unknown';
    let url: URL;
    let unsigned: UnsignedRequest;
    try {
      url = addressOf(setup, path, options.query);
      unsigned = unsignedRequest(method, url, options);
    } catch {
      // What the platform says repeats the value, which may be a token with a line break in it.
      throw refuse({ kind: 'unexpected', code: 'bad_request', message: `${method}: no request can be made of this` });
    }
    const what = `${method} ${url.pathname}`;
    admit(url, what);
    const { spends = [], charged, sign = sendPlainly } = options;
    await spend(spends);
    const settle = (names: readonly string[]) => budget?.settle?.([...everyRequestSpends, ...spends], names);

    const way = { mayHaveLeft: false };
    const run = async (signal: AbortSignal) => {
      const send: Send = async (to, init) => {
        admit(new URL(to), what);
        // Whatever else it may do, the platform keeps a copy of a stream that it might have to send elsewhere.
        const redirect = init.body instanceof ReadableStream ? 'error' : 'manual';
        try {
          const answer = await follow(sender, new URL(to), { ...init, redirect, signal });
          way.mayHaveLeft = true;
          return answer;
        } catch (error) {
          if (!(error instanceof Error && neverArrived(error.cause))) way.mayHaveLeft = true;
          throw error;
        }
      };
      const answered = await sign(unsigned, send);
      return { response: answered, text: await readText(answered) };
    };
    let received: Awaited<ReturnType<typeof run>>;
    try {
      received = await within(what, url, lost, options.timeoutMs ?? defaultTimeoutMs, run);
    } catch (error) {
      if (!way.mayHaveLeft) await settle([]);
      throw error;
    }
    const { response, text } = received;

    const { status, headers } = response;
    await learn({ status, headers });
    if (text === undefined) {
      throw refuse({
        kind: unread,
        code: 'too_large',
        status,
        message: `${what} answered over ${maxAnswerBytes} bytes`,
      });
    }
    const json = parseJson(text);
    const answer = { status, headers, body: json ? json.value : text };
    let problem: ReturnType<ReadError>;
    try {
      problem = setup.errors.read(answer);
    } catch {
      throw refuse({
        kind: unread,
        code: 'unreadable',
        status,
        body: text,
        message: `${what}: the answer is not understood`,
      });
    }
    if (problem === undefined && response.ok) {
      if (json) {
        if (charged) await settleBy(() => charged(json.value), settle);
        return answer as HttpAnswer<T>; // the caller's word, see HttpClient
      }
      throw refuse({ kind: unread, code: 'not_json', status, body: text, message: `${what} answered with no JSON` });
    }
    // A redirect of a write may follow a write that has happened (303), so it is not simply a refusal.
    if (problem === undefined && status < 400) {
      throw refuse({ kind: unread, code: 'redirected', status, message: `${what} was sent to another place` });
    }
    if (charged) await settle([]);
    const code = problem?.code ?? `http_${status}`;
    const retryAt = problem?.retryAt ?? readRetryAfter(headers.get('retry-after'), setup.now());
    throw refuse({
      kind: kindOf(setup.errors.codes, code, status, lost),
      code,
      message: problem?.message ?? `${what} answered HTTP ${status}`,
      status,
      body: text,
      ...(retryAt && { retryAt }),
      ...(problem?.actionUrl !== undefined && { actionUrl: problem.actionUrl }),
    });
  }

  return {
    baseUrl: setup.baseUrl.replace(/\/+$/, ''),
    address(name) {
      const address = Object.hasOwn(addresses, name) ? addresses[name] : undefined;
      if (address === undefined) throw new TypeError(`the manifest has no address "${name}"`);
      return address.replace(/\/+$/, '');
    },
    request,
    async fetch(to, init = {}) {
      const url = new URL(to);
      const method = init.method ?? 'GET';
      const what = `${method} ${url.pathname}`;
      admit(url, what);
      await spend([]);
      const lost: ErrorKind = method === 'GET' ? 'network_down' : 'outcome_unknown';
      return within(what, url, lost, defaultTimeoutMs, async (signal) => {
        const response = await follow(sender, url, { ...init, redirect: 'manual', signal });
        const text = await readText(response);
        if (text === undefined) {
          throw refuse({ kind: lost, code: 'too_large', message: `${what} answered over ${maxAnswerBytes} bytes` });
        }
        // Read here, so that a body which never ends is under the same time.
        const { status, headers } = response;
        return new Response(bodiless.has(status) ? null : text, { status, headers });
      });
    },
  };
}

/** Statuses with which no body may stand. */
const bodiless = new Set([204, 205, 304]);

function addressOf(setup: HttpClientSetup, path: string, query: HttpRequest['query'] = {}): URL {
  const absolute = /^https?:\/\//i.test(path);
  const url = new URL(absolute ? path : `${setup.baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`);
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) url.searchParams.append(name, String(each));
  }
  return url;
}

function isAllowed(url: URL, { baseUrl, hosts, addresses = {} }: HttpClientSetup): boolean {
  const base = new URL(baseUrl);
  if ([base, ...Object.values(addresses)].some((place) => url.origin === new URL(place).origin))
    return url.username === '' && url.password === '';
  // A token never goes out in the clear because an answer named an http address; an emulator has no TLS anywhere.
  if (url.protocol !== 'https:' && base.protocol === 'https:') return false;
  return (
    hosts === 'ANY' ||
    hosts.some((host) => (host.startsWith('*.') ? url.host.endsWith(host.slice(1)) : url.host === host))
  );
}

function unsignedRequest(method: string, url: URL, options: HttpRequest): UnsignedRequest {
  const { json, form, upload, multipart, headers: own = {} } = options;
  const headers = new Headers({ accept: 'application/json', 'user-agent': `polyphony/${sdkVersion}` });
  let body: UnsignedRequest['body'] = () => Promise.resolve(undefined);
  if (json !== undefined) {
    const text = JSON.stringify(json);
    body = () => Promise.resolve(text);
    headers.set('content-type', 'application/json');
  } else if (form) {
    const text = new URLSearchParams(form).toString();
    body = () => Promise.resolve(text);
    headers.set('content-type', 'application/x-www-form-urlencoded');
  } else if (multipart) {
    const encoded = encodeMultipart(multipart);
    body = () => encoded.open();
    headers.set('content-type', encoded.contentType);
  } else if (upload) {
    body = () => upload.open();
    headers.set('content-type', upload.mimeType);
  }
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  return { method, url, headers, body };
}

/** What `fetch` takes, with a stream that is sent while it is read. */
export async function initOf({ method, headers, body }: UnsignedRequest): Promise<RequestInit> {
  const content = await body();
  return { method, headers, ...(content !== undefined && { body: content, duplex: 'half' }) };
}

const sendPlainly = async (request: UnsignedRequest, send: Send) => send(request.url, await initOf(request));

async function follow(sender: Send, url: URL, init: RequestInit): Promise<Response> {
  let response = await sender(url, init);
  for (let hop = 0; hop < maxRedirects && (init.method ?? 'GET') === 'GET'; hop++) {
    const next = redirectOf(response, url);
    if (!next) break;
    await response.body?.cancel();
    response = await sender(next, init);
  }
  return response;
}

/** Only to the same origin: another host would get the credentials. */
function redirectOf(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location');
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  if (!URL.canParse(location, from.href)) return undefined;
  const next = new URL(location, from);
  return next.origin === from.origin ? next : undefined;
}

/** Undefined where it is larger than anything that a connector should hold in memory. */
async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function kindOf(codes: ErrorTable, code: string, status: number, lost: ErrorKind): ErrorKind {
  const declared = Object.hasOwn(codes, code) ? codes[code]?.kind : undefined;
  if (declared !== undefined) return declared === 'outcome_unknown' ? lost : declared;
  if (status === 429) return 'rate_limited';
  return status >= 500 ? lost : 'unexpected';
}

/** RFC 9110, 10.2.3: seconds or a date. */
function readRetryAfter(value: string | null, now: Date): Date | undefined {
  if (value === null) return undefined;
  const at = /^\d+$/.test(value.trim()) ? now.getTime() + Number(value) * 1000 : Date.parse(value);
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = (error.cause ?? {}) as { readonly code?: unknown }; // read only, whatever it is
  return typeof code === 'string' ? code : error.name;
}

const beforeTheRequest = /^(UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.+|CERT_.+|.+_CERT(_.+)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

/** True where no byte of the request can have left: no address, no connection, or no trust in the certificate. */
function neverArrived(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return false;
  const { code, syscall, errors } = cause as { code?: unknown; syscall?: unknown; errors?: unknown }; // read only
  // With several addresses tried (IPv6, IPv4) there is one error for each.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(neverArrived);
  return (
    syscall === 'connect' || syscall === 'getaddrinfo' || (typeof code === 'string' && beforeTheRequest.test(code))
  );
}
