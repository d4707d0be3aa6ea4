import { expect, test } from 'vitest';
import { keyFor, microsecondsOf, threadKeys, tid } from './keys.ts';

// From the specification of TIDs (atproto.com/specs/tid): the pattern.
const pattern = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/;

test('a TID is written as the specification has it', () => {
  expect(tid(0, 0)).toBe('2222222222222');
  // What @atproto/common-web makes of the same numbers.
  expect(tid(1_700_000_000_000_000, 31)).toBe('3ke6kg3wk222z');
  expect(microsecondsOf('3ke6kg3wk222z')).toBe(1_700_000_000_000_000);
});

test('the keys of a thread are in order, a microsecond apart', () => {
  const keys = threadKeys(new Date('2026-11-01T10:00:00.000Z'), 25);
  expect(keys.every((key) => pattern.test(key))).toBe(true);
  expect([...keys].sort()).toEqual(keys);
  expect(keys.map((key) => microsecondsOf(key) - microsecondsOf(keys[0] ?? ''))).toEqual([...keys.keys()]);
});

test('two posts of one millisecond get two keys', () => {
  const keys = Array.from({ length: 100 }, () => threadKeys(new Date(0), 1)[0]);
  expect(new Set(keys).size).toBe(100);
});

test('the key for a thing is always the same', async () => {
  const key = await keyFor('at://did:plc:a/app.bsky.feed.post/1');
  expect(key).toMatch(pattern);
  expect(await keyFor('at://did:plc:a/app.bsky.feed.post/1')).toBe(key);
  expect(await keyFor('at://did:plc:a/app.bsky.feed.post/2')).not.toBe(key);
});
