import { createRefusal, type NetworkCall } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { sync } from './engagement.ts';

const start = Date.parse('2026-11-01T10:00:00.000Z');
const minute = 60_000;

/** What the network tells of, newest first, a page at a time. */
class Notifications {
  readonly #all: { readonly uri: string; readonly at: number }[] = [];
  readonly pageSize = 3;
  forgetful = false;

  add(name: string, minutes: number): void {
    this.#all.push({ uri: `at://did:plc:someone/app.bsky.feed.post/${name}`, at: start + minutes * minute });
    this.#all.sort((a, b) => b.at - a.at || b.uri.localeCompare(a.uri));
  }

  readonly call = {
    credentials: {},
    now: () => new Date(start),
    refuse: createRefusal({ network: 'bluesky', secrets: [] }),
    http: {
      address: () => 'https://bsky.app',
      request: async (_: string, { query }: { query: { cursor?: string } }) => ({ body: this.page(query.cursor) }),
    },
  } as unknown as NetworkCall; // what `sync` uses of it

  page(cursor?: string) {
    if (cursor !== undefined && this.forgetful)
      throw this.call.refuse({ kind: 'content_rejected', code: 'InvalidRequest', message: 'Malformed cursor' });
    const rest = this.#all.filter(({ uri, at }) => cursor === undefined || `${at} ${uri}` < cursor);
    const page = rest.slice(0, this.pageSize);
    const last = page.at(-1);
    return {
      ...(last && page.length < rest.length && { cursor: `${last.at} ${last.uri}` }),
      notifications: page.map(({ uri, at }) => ({
        uri,
        author: { did: 'did:plc:someone', handle: 'someone.test' },
        reason: 'reply',
        record: { text: uri.split('/').at(-1) },
        indexedAt: new Date(at).toISOString(),
      })),
    };
  }
}

/** Polls until there is no more. `between`: what happens after each page. */
async function poll(network: Notifications, from: string | null, between: () => void = () => undefined) {
  const texts: string[] = [];
  let cursor = from;
  for (let more = true; more;) {
    const synced = await sync(network.call, 'did:plc:us', cursor);
    texts.push(...synced.messages.map(({ text }) => text));
    ({ cursor, more } = synced);
    between();
  }
  return { texts, cursor };
}

describe('what people say is handed over once', () => {
  test('over pages and polls', async () => {
    const network = new Notifications();
    for (let index = 0; index < 8; index++) network.add(`a${index}`, index);
    const first = await poll(network, null);
    expect(first.texts.sort()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7']);
    expect((await poll(network, first.cursor)).texts).toEqual([]);
    network.add('b', 9);
    expect((await poll(network, first.cursor)).texts).toEqual(['b']);
  });

  test('while more comes in between two pages', async () => {
    const network = new Notifications();
    for (let index = 0; index < 7; index++) network.add(`a${index}`, index);
    let late = 0;
    const first = await poll(network, null, () => {
      network.add(`b${late}`, 20 + late++);
    });
    const second = await poll(network, first.cursor);
    const all = [...first.texts, ...second.texts];
    expect(all).toHaveLength(new Set(all).size);
    expect(all.sort()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b0', 'b1', 'b2']);
    expect(late).toBe(3);
  });

  test('also where several have one time, and where one turns up behind what was seen', async () => {
    const network = new Notifications();
    for (const name of ['a', 'b', 'c', 'd']) network.add(name, 30);
    const first = await poll(network, null);
    network.add('e', 30);
    network.add('late', 22);
    const second = await poll(network, first.cursor);
    expect([...first.texts, ...second.texts].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'late']);
  });

  test('also where the network forgot where it was', async () => {
    const network = new Notifications();
    for (let index = 0; index < 7; index++) network.add(`a${index}`, index);
    const page = await sync(network.call, 'did:plc:us', null);
    network.forgetful = true;
    const again = await sync(network.call, 'did:plc:us', page.cursor);
    expect(again).toMatchObject({ messages: [], more: true });
    network.forgetful = false;
    const { texts } = await poll(network, again.cursor);
    expect([...page.messages.map(({ text }) => text), ...texts].sort()).toEqual([
      'a0',
      'a1',
      'a2',
      'a3',
      'a4',
      'a5',
      'a6',
    ]);
  });

  test('what it remembers stays small', async () => {
    const network = new Notifications();
    for (let index = 0; index < 100; index++) network.add(`a${index}`, index);
    const { cursor } = await poll(network, null);
    expect(Object.keys((JSON.parse(cursor ?? '') as { seen: object }).seen)).toHaveLength(11);
  });
});
