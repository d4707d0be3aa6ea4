import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, fetch as send } from 'undici';

/** True where the address names this machine itself. */
export const isLoopback = (url: string): boolean => {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[|\]$/g, ''));
};

const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback';

/** Where requests to addresses that people typed may not go: into our own network. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
  /** As of the system's own errors before a connection: nothing was sent. */
  readonly syscall = 'connect';

  constructor(what: string) {
    super(`${what} is not a public web address.`);
  }
}

/** An answer is larger than whoever asked wants. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** Of IPv6, what is routed on the internet (RFC 4291, 2.4); the ranges within it that are not, ipaddr.js knows. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** True for an address on the public internet. One that carries an IPv4 address within is judged by that. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  if (parsed.isIPv4MappedAddress()) return isPublicAddress(parsed.toIPv4Address().toString());
  // NAT64 (RFC 6052): how a machine without IPv4 reaches one that has nothing else.
  if (parsed.range() === 'rfc6052') return isPublicAddress(parsed.toByteArray().slice(12).join('.'));
  return parsed.match(globalUnicast) && parsed.range() === 'unicast';
}

export interface GuardOptions {
  /** This machine itself may be asked too: for emulators and tests. */
  readonly allowLoopback: boolean;
  /** How names become addresses; the system's way unless told. */
  readonly lookup?: typeof resolve;
}

export type GuardedFetch = (url: string | URL, init: RequestInit) => Promise<Response>;

/** Milliseconds without which a connection, headers, or the next bytes must have come. */
const silence = { connect: 10_000, headers: 30_000, body: 30_000 } as const;
const maxRedirects = 5;

/** Connects to what it may alone. */
function createAgent({ allowLoopback, lookup = resolve }: GuardOptions): Agent {
  const allowed = (address: string) => isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));

  const checkedLookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses;
      if (error) callback(error, []);
      // All of them: a name that has one address of ours beside a public one is up to something.
      else if (first === undefined || !addresses.every(({ address }) => allowed(address)))
        callback(new AddressRefused(hostname), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ lookup: checkedLookup, timeout: silence.connect });
  return new Agent({
    headersTimeout: silence.headers,
    bodyTimeout: silence.body,
    connect: (options, callback) => {
      // An address is not looked up, so it is judged here.
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !allowed(host)) callback(new AddressRefused(host), null);
      else connect(options, callback);
    },
  });
}

/** One for each, so that connections are used again. */
const agents = new Map<boolean, Agent>();

function agentFor(options: GuardOptions): Agent {
  if (options.lookup !== undefined) return createAgent(options);
  const agent = agents.get(options.allowLoopback) ?? createAgent(options);
  agents.set(options.allowLoopback, agent);
  return agent;
}

const refused = (what: string) => new TypeError('fetch failed', { cause: new AddressRefused(what) });

/**
 * A `fetch` for addresses that people typed. It speaks http and https alone, and connects to public addresses alone: what a
 * name resolves to is checked, all of it, in the moment of connecting, so that no name can answer once with a public address
 * and then with one of ours; redirects of what reads meet the same check, at most 5 of them. Rejects with a TypeError whose
 * `cause` is {@link AddressRefused}, as `fetch` does for everything that kept it from connecting.
 */
export function guardedFetch(guard: GuardOptions): GuardedFetch {
  const agent = agentFor(guard);
  const ask = async (url: URL, init: RequestInit): Promise<Response> => {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(url.href);
    // undici's own fetch goes with its own agent; its types say the same as the platform's in other names.
    const options = { ...init, redirect: 'manual', dispatcher: agent } as unknown as Parameters<typeof send>[1];
    return (await send(url, options)) as unknown as Response; // as above
  };
  return async (to, init) => {
    let url = new URL(to);
    let response = await ask(url, init);
    if (init.redirect === 'manual' || !['GET', 'HEAD'].includes(init.method ?? 'GET')) return response;
    for (let hop = 0; redirects.has(response.status); hop++) {
      const location = response.headers.get('location');
      await response.body?.cancel();
      if (location === null || hop === maxRedirects || init.redirect === 'error' || !URL.canParse(location, url.href))
        throw refused(`What ${url.host} redirects to`);
      const next = new URL(location, url);
      const headers = next.origin === url.origin ? init.headers : withoutSecrets(init.headers);
      url = next;
      response = await ask(url, { ...init, ...(headers && { headers }) });
    }
    return response;
  };
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** What another host is told. */
function withoutSecrets(given: RequestInit['headers']): Headers {
  const headers = new Headers(given);
  for (const name of ['authorization', 'cookie', 'proxy-authorization']) headers.delete(name);
  return headers;
}

/** The bytes of an answer, in order. Throws {@link AnswerTooLarge} once there are more than `maxBytes`. */
export async function* readAtMost(response: Response, maxBytes: number): AsyncGenerator<Uint8Array, void, void> {
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AnswerTooLarge(`The answer has more than ${String(maxBytes)} bytes.`);
    yield chunk;
  }
}
