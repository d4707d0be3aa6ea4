import type { WebhookRequest } from '../webhooks.ts';

/** A request that the network did not send. */
export interface Forgery {
  /** What was changed, for a sentence. */
  readonly what: string;
  readonly request: WebhookRequest;
}

/** What every client sends, and what proves nothing. */
const usual =
  /^(host|connection|content-(length|type|encoding)|accept(-\w+)?|user-agent|sec-fetch-mode|transfer-encoding|date|cache-control|pragma)$/;
/** More would be as good as all. */
const mostPlaces = 100;

/**
 * Changed copies of a genuine request, each of which somebody could send who does not know the secret. What proves its
 * origin is found by leaving it out: headers or parameters, or a secret in its body. Undefined: nothing proves it.
 */
export async function forgeriesOf(
  request: WebhookRequest,
  secrets: readonly string[],
  proves: (request: WebhookRequest) => Promise<boolean>,
): Promise<readonly Forgery[] | undefined> {
  const forgeries: Forgery[] = [];
  let signed = false;
  const parts = [
    ...[...request.headers.keys()].filter((name) => !usual.test(name)).map((name) => header(request, name)),
    ...Object.keys(request.query).map((name) => parameter(request, name)),
  ];
  for (const { what, value, set } of parts) {
    const without = set(undefined);
    if (await proves(without)) continue;
    const secret = secrets.find((one) => value.includes(one));
    signed ||= secret === undefined;
    forgeries.push({ what: `without ${what}`, request: without });
    const changes = secret === undefined ? changedSignature(value) : changedSecret(value, secret);
    for (const changed of changes) forgeries.push({ what: `with another ${what}`, request: set(changed) });
  }
  if (signed) return [...forgeries, ...changedBodies(request)];
  if (forgeries.length > 0) return forgeries;

  const text = Buffer.from(request.body).toString();
  const secret = secrets.find((one) => text.includes(one));
  if (secret === undefined) return undefined;
  return ['', ...changedSecret(secret, secret)].map((changed) => ({
    what: 'with another secret in its body',
    request: { ...request, body: Buffer.from(text.replaceAll(secret, changed)) },
  }));
}

interface Part {
  readonly what: string;
  readonly value: string;
  set(value: string | undefined): WebhookRequest;
}

const header = (request: WebhookRequest, name: string): Part => ({
  what: `the header ${name}`,
  value: request.headers.get(name) ?? '',
  set(value) {
    const headers = new Headers(request.headers);
    headers.delete(name);
    if (value !== undefined) headers.set(name, value);
    return { ...request, headers };
  },
});

const parameter = (request: WebhookRequest, name: string): Part => ({
  what: `the parameter ${name}`,
  value: request.query[name] ?? '',
  set(value) {
    const { [name]: _, ...query } = request.query;
    return { ...request, query: value === undefined ? query : { ...query, [name]: value } };
  },
});

const replaceAt = (text: string, index: number, character: string) =>
  text.slice(0, index) + character + text.slice(index + 1);

const hex = '0123456789abcdef';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The requests that ask a handshake about something else: each place for a text in them holds it. */
export function askedAbout(handshake: WebhookRequest, text: string): readonly WebhookRequest[] {
  const asked = Object.keys(handshake.query).map((name) => parameter(handshake, name).set(text));
  try {
    const body = JSON.parse(Buffer.from(handshake.body).toString()) as Readonly<Record<string, unknown>>; // looked into
    for (const [name, value] of Object.entries(body)) {
      if (typeof value !== 'string') continue;
      asked.push({ ...handshake, body: Buffer.from(JSON.stringify({ ...body, [name]: text })) });
    }
  } catch {
    // It is no JSON, and has no such places.
  }
  return asked;
}

/** Shorter than any signature. */
const shortest = 16;

/** Copies of a genuine request with that body, signed with what somebody was answered. */
export function signedBy(genuine: WebhookRequest, body: Uint8Array, answer: string): readonly WebhookRequest[] {
  const tokens = new Set([answer, ...(answer.match(/[\w+/=.-]+/g) ?? [])].filter(({ length }) => length >= shortest));
  const parts = [
    ...[...genuine.headers.keys()].filter((name) => !usual.test(name)).map((name) => header(genuine, name)),
    ...Object.keys(genuine.query).map((name) => parameter(genuine, name)),
  ];
  return parts.flatMap(({ value, set }) => {
    const algorithm = /^[a-z0-9]+=/.exec(value)?.[0] ?? '';
    return [...tokens].flatMap((token) => [token, algorithm + token]).map((signature) => ({ ...set(signature), body }));
  });
}

/** In each of its places, and in its length. The name of an algorithm before `=` is left alone. */
function changedSignature(value: string): readonly string[] {
  const start = /^[a-z0-9]+=/.exec(value)?.[0].length ?? 0;
  const alphabet = /^[0-9a-f]+$/.test(value.slice(start)) ? hex : base64;
  const changed = Array.from(value).flatMap((character, index) => {
    const at = alphabet.indexOf(character);
    if (index < start || at === -1) return [];
    // The upper half of the alphabet differs in the highest bit: the lowest ones of base64's end may mean nothing.
    return [replaceAt(value, index, alphabet[(at + alphabet.length / 2) % alphabet.length] ?? '')];
  });
  const [name, rest] = [value.slice(0, start), value.slice(start)];
  // At the front: what comes after its end a decoder may overlook, and harm nobody.
  return ['', name, `${name}${rest.slice(2)}`, `${name}00${rest}`, 'ü', ...changed];
}

const changedSecret = (value: string, secret: string): readonly string[] =>
  [
    secret.slice(0, -1),
    `${secret}a`,
    'ü',
    ...Array.from(secret, (character, index) => replaceAt(secret, index, character === 'a' ? 'b' : 'a')),
  ].map((changed) => value.replaceAll(secret, changed));

function changedBodies(request: WebhookRequest): readonly Forgery[] {
  const { body } = request;
  const every = Math.max(1, Math.ceil(body.length / mostPlaces));
  const places = Array.from({ length: Math.ceil(body.length / every) }, (_, index) => index * every);
  const flipped = places.map((place) => body.map((byte, index) => (index === place ? byte ^ 1 : byte)));
  return [
    ...flipped.map((changed, index) => ({ what: `with byte ${places[index]} of its body changed`, body: changed })),
    { what: 'without a body', body: new Uint8Array() },
    { what: 'with a shorter body', body: body.slice(0, -1) },
    { what: 'with a longer body', body: Uint8Array.from([...body, 32]) },
  ].map(({ what, body: changed }) => ({ what, request: { ...request, body: changed } }));
}

/** Bodies that nobody can read. */
export const garbage = (genuine: Uint8Array): readonly Uint8Array[] => [
  ...['', 'no JSON', '{}', '[]', 'null', '17', '"text"', '{"type":', '[[[[[[[[{}]]]]]]]]', 'a=1&b=%zz'].map((text) =>
    Buffer.from(text),
  ),
  Uint8Array.from([0xff, 0xfe, 0x00, 0xd8]),
  genuine.slice(0, Math.floor(genuine.length / 2)),
];
