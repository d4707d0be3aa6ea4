import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { facets } from '@polyphony/sdk/conformance';
import { afterEach, expect, test, vi } from 'vitest';
import connector from '../connector.ts';
import * as emulator from './index.ts';

// What goes over the wire, held to the network's own lexicons: by requests of the connector as by answers of the emulator.

const folder = fileURLToPath(new URL('../../../../shared/networks/specs/bluesky/lexicons/', import.meta.url));

interface Definition {
  readonly type: string;
  readonly required?: readonly string[];
  readonly nullable?: readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly ref?: string;
  readonly refs?: readonly string[];
  readonly record?: Definition;
  readonly schema?: Definition;
  readonly parameters?: Definition;
  readonly input?: { readonly encoding: string; readonly schema?: Definition };
  readonly output?: { readonly encoding: string; readonly schema?: Definition };
  readonly maxLength?: number;
  readonly maximum?: number;
  readonly minimum?: number;
  readonly format?: string;
}

const formats: Readonly<Record<string, RegExp>> = {
  did: /^did:[a-z]+:.+/,
  'at-uri': /^at:\/\/\S+$/,
  cid: /^b[a-z2-7]{58}$/,
  handle: /^([a-z0-9-]+\.)+[a-z]+$/,
  nsid: /^[a-z]+(\.[a-zA-Z0-9-]+){2,}$/,
  'record-key': /^[\w.~:-]{1,512}$/,
  uri: /^\w+:\S+$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};

/** `app.bsky.feed.post` or `app.bsky.feed.defs#postView`. */
function definitionOf(name: string): Definition | undefined {
  const [id = '', part = 'main'] = name.split('#');
  const file = `${folder}${id.replaceAll('.', '/')}.json`;
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { defs: Readonly<Record<string, Definition>> }).defs[part];
}

/** What is wrong with a value. `home`: the document in which the definition stands. */
function* problemsOf(value: unknown, definition: Definition, home: string, at: string): Generator<string, void> {
  const { type } = definition;
  const follow = (ref: string) => (ref.startsWith('#') ? `${home}${ref}` : ref);
  const names = type === 'ref' ? [definition.ref ?? ''] : (definition.refs ?? []);
  const { $type } = (value ?? {}) as { readonly $type?: string }; // read only
  if (type === 'ref' || type === 'union') {
    const name = names.map(follow).find((one) => type === 'ref' || one === $type || one === `${$type}#main`);
    const found = name === undefined ? undefined : definitionOf(name);
    if (!name || !found) {
      yield `${at} is no ${names.join(' or ')}`;
      return;
    }
    return yield* problemsOf(value, found, name.split('#')[0] ?? '', at);
  }
  if (type === 'unknown' && $type !== undefined) {
    const record = definitionOf($type)?.record;
    if (record) yield* problemsOf(value, record, $type, at);
  } else if (type === 'object' || type === 'params') {
    const { required = [], properties = {}, nullable = [] } = definition;
    const given = value as Readonly<Record<string, unknown>>;
    for (const key of required) if (given[key] === undefined) yield `${at} lacks ${key}`;
    for (const [key, each] of Object.entries(given)) {
      if (key === '$type' || (each === null && nullable.includes(key))) continue;
      const property = properties[key];
      if (!property) yield `${at}.${key} is unknown`;
      else yield* problemsOf(each, property, home, `${at}.${key}`);
    }
  } else if (type === 'array') {
    if (!Array.isArray(value)) {
      yield `${at} is no list`;
      return;
    }
    if (value.length > (definition.maxLength ?? Infinity)) yield `${at} is too long`;
    for (const each of value) if (definition.items) yield* problemsOf(each, definition.items, home, `${at}[]`);
  } else if (type === 'integer') {
    const { minimum = -Infinity, maximum = Infinity } = definition;
    const holds = Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
    if (!holds) yield `${at} is ${String(value)}, no such integer`;
  } else if (type === 'string') {
    const holds = typeof value === 'string' && (formats[definition.format ?? '']?.test(value) ?? true);
    if (!holds) yield `${at} is ${JSON.stringify(value)}, no ${definition.format ?? 'string'}`;
  } else if (type === 'boolean' && typeof value !== 'boolean') yield `${at} is no boolean`;
}

/** What was asked for in a query, in the types of its parameters. */
function queryOf(url: URL, { properties = {} }: Definition): object {
  const typed = [...new Set(url.searchParams.keys())].map((name) => {
    const type = properties[name]?.type;
    const [value = ''] = url.searchParams.getAll(name);
    if (type === 'array') return [name, url.searchParams.getAll(name)];
    return [name, type === 'integer' ? Number(value) : type === 'boolean' ? value === 'true' : value];
  });
  return Object.fromEntries(typed) as object;
}

function* problemsOfExchange(url: URL, request: RequestInit, answer: Response, text: string): Generator<string, void> {
  const name = url.pathname.slice('/xrpc/'.length);
  const method = definitionOf(name);
  if (!method) {
    yield `${name} is no method`;
    return;
  }
  const { parameters = { type: 'params' }, input, output } = method;
  if ((request.method ?? 'GET') !== (method.type === 'query' ? 'GET' : 'POST')) yield `${name}: ${request.method}`;
  // What a fault made of it is not the emulator's own word.
  if (answer.status === 200) yield* problemsOf(queryOf(url, parameters), parameters, name, `${name} ?`);
  if (answer.status !== 200) return;
  if (typeof request.body === 'string' && input?.schema) {
    yield* problemsOf(JSON.parse(request.body), input.schema, name, `${name} >`);
  }
  if (output?.schema) yield* problemsOf(JSON.parse(text), output.schema, name, `${name} <`);
}

test.runIf(existsSync(folder))('the reading of lexicons sees what is wrong', () => {
  const post = definitionOf('app.bsky.feed.defs#postView');
  const author = { did: 'did:plc:a', handle: 'No handle' };
  const record = { $type: 'app.bsky.feed.post', text: 'Hi', langs: ['a', 'b', 'c', 'd'], colour: 'red' };
  const view = { uri: 'at://did:plc:a/b/c', cid: 'bafy', author, record, likeCount: 1.5 };
  expect([...problemsOf(view, post ?? { type: 'none' }, 'app.bsky.feed.defs', 'post')]).toEqual([
    'post lacks indexedAt',
    'post.cid is "bafy", no cid',
    'post.author.handle is "No handle", no handle',
    'post.record lacks createdAt',
    'post.record.langs is too long',
    'post.record.colour is unknown',
    'post.likeCount is 1.5, no such integer',
  ]);
});

afterEach(() => vi.unstubAllGlobals());

test.runIf(existsSync(folder))('requests and answers are as the lexicons have them', { timeout: 60_000 }, async () => {
  const methods = new Map<string, number>();
  const problems = new Set<string>();
  const send = fetch;
  vi.stubGlobal('fetch', async (to: string | URL, init: RequestInit = {}) => {
    const answer = await send(to, init);
    const url = new URL(to);
    if (!url.pathname.startsWith('/xrpc/')) return answer;
    const text = await answer.clone().text();
    methods.set(url.pathname, (methods.get(url.pathname) ?? 0) + 1);
    for (const problem of problemsOfExchange(url, init, answer, text)) problems.add(problem);
    return answer;
  });
  const wanted = ['connecting', 'refresh', 'limits', 'edit', 'state', 'removal', 'insights', 'engagement', 'answering'];
  for (const facet of facets.filter(({ name }) => wanted.includes(name))) await facet.check({ connector, emulator });
  expect([...problems]).toEqual([]);
  // It has seen something.
  expect(methods.size).toBeGreaterThan(12);
});
