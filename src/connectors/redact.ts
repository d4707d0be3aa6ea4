import type { AuthManifest } from './auth.ts';

const censor = '[redacted]';

/**
 * Takes secrets out of a text, also where they stand URL-encoded, as form data, JSON-escaped or in base64. Longest first,
 * so that a secret inside another leaves no rest.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf));
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  // Not one pattern of all: there is a length that an expression cannot have, and what is thrown then quotes it.
  const cutOut = (pieces: readonly string[], form: string) => pieces.flatMap((piece) => piece.split(form));
  return (text) => longestFirst.reduce(cutOut, [text]).join(censor);
}

/** Those of an account's credentials, or of what was typed to get them, that are secret: all that nothing calls open. */
export function secretsOf(auth: AuthManifest, credentials: Readonly<Record<string, string>>): readonly string[] {
  const openFields = auth.ways.flatMap(({ fields }) => fields.filter(({ secret }) => !secret));
  const open = new Set([...openFields.map(({ name }) => name), ...(auth.open ?? [])]);
  return Object.entries(credentials)
    .filter(([name]) => !open.has(name))
    .map(([, value]) => value);
}

/** Those of an app's credentials that are secret. */
export const secretsOfApp = ({ app }: AuthManifest, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values)
    .filter(([name]) => app?.fields.find((field) => field.name === name)?.secret !== false)
    .map(([, value]) => value);

/** How one secret may be written. */
export function formsOf(secret: string): readonly string[] {
  const uri = encodeURIComponent(secret);
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    uri,
    lowerEscapes(uri),
    form,
    lowerEscapes(form),
    toBase64(secret),
  ];
}

/** `%2F` and `%2f` are the same to a server, not to a search. */
const lowerEscapes = (text: string) => text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
const toBase64 = (text: string) => Buffer.from(text).toString('base64');
