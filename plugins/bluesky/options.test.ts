import { expect, test } from 'vitest';
import { blueskyPostOptions, languagesOf } from './options.ts';

test.each(['ru', 'ru, kk', 'zh-Hant-TW,en,lv'])('languages: %s', (languages) =>
  expect(blueskyPostOptions.safeParse({ languages }).success).toBe(true),
);

test.each(['', 'russian language', 'ru,', 'ru, kk, lv, en', 'r'])('no languages: %s', (languages) =>
  expect(blueskyPostOptions.safeParse({ languages }).success).toBe(false),
);

test('languages are a list', () => expect(languagesOf('ru, kk')).toEqual(['ru', 'kk']));
