import { createRedactor, secretsOf } from '@polyphony/sdk';
import { expect, test } from 'vitest';

test('a secret is taken out in every form', () => {
  const secret = 'a"b c/+ä';
  const redact = createRedactor([secret]);
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ t: secret }).toString().slice(2),
    JSON.stringify(secret),
  ];
  for (const form of forms) expect(redact(`<${form}>`)).toMatch(/^<"?\[redacted\]"?>$/);
});

test('a secret within another leaves no rest', () => {
  expect(createRedactor(['token', 'token-of-mine'])('token-of-mine token')).toBe('[redacted] [redacted]');
});

test('a secret may be as long as it likes', () => {
  const long = 'a+/'.repeat(200_000);
  expect(createRedactor([long, 'short'])(`<${long}> <${encodeURIComponent(long)}> short`)).toBe(
    '<[redacted]> <[redacted]> [redacted]',
  );
});

test('what stands in for a secret is not taken for one', () => {
  expect(createRedactor(['a secret', 'red', 'act'])('a secret, red')).toBe('[redacted], [redacted]');
});

test('nothing to hide changes nothing', () => {
  expect(createRedactor(['', ''])('text')).toBe('text');
});

test('every credential is secret, but those fields that say that they are not', () => {
  const credentials = { server: 'example.org', token: 't0ken', did: 'did:example:1', stray: 'unknown' };
  const fields = [
    { name: 'server', label: 'Server', secret: false, required: true },
    { name: 'token', label: 'Token', secret: true, required: true },
  ];
  const way = { kind: 'token', fields, scopes: [] } as const;
  expect(secretsOf({ ways: [way], open: ['did'] }, credentials)).toEqual(['t0ken', 'unknown']);
  expect(secretsOf({ ways: [{ ...way, fields: [] }] }, credentials)).toEqual(Object.values(credentials));
});
