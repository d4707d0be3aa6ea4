import { describe, expect, test } from 'vitest';
import { facetsOf, findStretches } from './richtext.ts';

/** What was found, as `kind:value`. */
const found = (text: string) => findStretches(text).map(({ kind, value }) => `${kind}:${value}`);

describe('links', () => {
  test.each([
    ['See https://example.com/a.', 'https://example.com/a'],
    ['(https://example.com/a)', 'https://example.com/a'],
    ['https://en.wikipedia.org/wiki/Rust_(language), and on', 'https://en.wikipedia.org/wiki/Rust_(language)'],
    ['(see https://en.wikipedia.org/wiki/Rust_(language)).', 'https://en.wikipedia.org/wiki/Rust_(language)'],
    ['«https://example.com/статья»', 'https://example.com/статья'],
    ['https://example.com/?q=a&b=#top!', 'https://example.com/?q=a&b=#top'],
    ['Читайте:https://example.com…', 'https://example.com'],
    ['☕https://example.com', 'https://example.com'],
    ['HTTPS://EXAMPLE.COM/A', 'HTTPS://EXAMPLE.COM/A'],
    ['example.com is bare', 'https://example.com'],
    ['сайт пример.рф.', 'https://пример.рф'],
    ['www.example.museum, too', 'https://www.example.museum'],
    ['read docs.example.travel/path?x=1.', 'https://docs.example.travel/path?x=1'],
    ['at nomad.kz!', 'https://nomad.kz'],
  ])('%s', (text, link) => expect(found(text)).toEqual([`link:${link}`]));

  test.each([
    'Привет.Как дела',
    'the file readme.md and main.rs',
    'mail me@example.com',
    'e.g. this, 3.14 and 1.5.com2',
    'http://',
    'https://',
    'node.js',
    'xhttps://example',
    'example.company',
  ])('none in: %s', (text) => expect(found(text).filter((one) => one.startsWith('link'))).toEqual([]));
});

describe('hashtags', () => {
  test.each([
    ['#news', ['tag:news']],
    ['Кофе #кофе, #Қазақстан!', ['tag:кофе', 'tag:Қазақстан']],
    ['☕#кофе🎉#праздник', ['tag:кофе🎉', 'tag:праздник']],
    ['(#hello-world-)', ['tag:hello-world']],
    ['#2026plans', ['tag:2026plans']],
    ['#👩‍👩‍👧‍👦 family', ['tag:👩‍👩‍👧‍👦']],
    ['＃wide', ['tag:wide']],
    ['#हिन्दी', ['tag:हिन्दी']],
    [`#${'я'.repeat(64)}`, [`tag:${'я'.repeat(64)}`]],
  ])('%s', (text, tags) => expect(found(text)).toEqual(tags));

  test.each(['# alone', '#1', '#️⃣', 'a#b', '&#39;', '##', `#${'я'.repeat(65)}`, 'C#'])('none in: %s', (text) =>
    expect(found(text)).toEqual([]),
  );

  test('the fragment of a link is no hashtag', () => {
    expect(found('https://example.com/#top #real')).toEqual(['link:https://example.com/#top', 'tag:real']);
  });
});

describe('mentions', () => {
  test.each([
    ['Hi @bob.test.', ['mention:bob.test']],
    ['(@Bob.Example.COM)', ['mention:bob.example.com']],
    ['спасибо,@bob.test!', ['mention:bob.test']],
    ['☕@bob.test', ['mention:bob.test']],
    ['@bob', []],
    ['me@bob.test', []],
    ['@bob.test@mastodon.social', []],
    ['https://example.com/@bob.test', ['link:https://example.com/@bob.test']],
  ])('%s', (text, mentions) => expect(found(text)).toEqual(mentions));
});

describe('facets', () => {
  const facetsIn = (text: string) => facetsOf(text, findStretches(text), new Map([['bob.test', 'did:plc:bob']]));

  test('count UTF-8 bytes, whatever stands before', () => {
    const text = 'Қайырлы таң ☀️👨‍👩‍👧 @bob.test, кофе: https://example.com/кофе #утро';
    const bytes = new TextEncoder().encode(text);
    const slices = facetsIn(text).map(({ index: { byteStart, byteEnd }, features: [feature] }) => [
      new TextDecoder().decode(bytes.slice(byteStart, byteEnd)),
      feature,
    ]);
    expect(slices).toEqual([
      ['@bob.test', { $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:bob' }],
      ['https://example.com/кофе', { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/кофе' }],
      ['#утро', { $type: 'app.bsky.richtext.facet#tag', tag: 'утро' }],
    ]);
  });

  test('a mention of nobody stays text', () => {
    expect(facetsIn('@nobody.test and #news')).toHaveLength(1);
  });
});
