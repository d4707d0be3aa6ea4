import { expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';

it.each([
  ['PUBLIC_URL', 'https://social.example.com/?a=b'],
  ['PUBLIC_URL', 'https://social.example.com/#a'],
  ['PUBLIC_URL', 'https://social.example.com?'],
  ['PUBLIC_URL', 'ftp://social.example.com'],
  ['EMULATE', 'sandbox=javascript:1'],
  ['EMULATE', 'sandbox=file:///tmp'],
])('%s is not %s, and the start says so', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
  expect(() => readConfig({ [name]: value })).toThrow(name);
});

it('an address with a path is one', () => {
  expect(readConfig({ PUBLIC_URL: 'https://example.com/social/' }).publicUrl).toBe('https://example.com/social');
  expect(readConfig({ EMULATE: 'sandbox=http://127.0.0.1:1' }).emulate?.get('sandbox')?.port).toBe('1');
});
