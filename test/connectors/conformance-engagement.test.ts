import { NetworkError, type Engagement } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { breaches, emulator, engagement, functionOf, notes, whole } from './broken.ts';

const sync = functionOf(whole.engagement, 'sync');
const reply = functionOf(whole.engagement, 'reply');
const reading = (change: (synced: Awaited<ReturnType<typeof sync>>) => Awaited<ReturnType<typeof sync>>) =>
  engagement({ sync: async (...from) => change(await sync(...from)) });
const messagesWith = (own: object) =>
  reading((synced) => ({ ...synced, messages: synced.messages.map((message) => ({ ...message, ...own })) }));

interface Told {
  readonly notifications: readonly {
    readonly uri: string;
    readonly indexedAt: string;
    readonly record: { text: string };
  }[];
  readonly cursor?: string;
}

/** Reads one page, as somebody does who never heard of a second. */
const firstPage =
  (after: (time: string, since: string) => boolean): Engagement['sync'] =>
  async (call, channelId, cursor) => {
    const { body } = await call.http.request<Told>('/xrpc/app.bsky.notification.listNotifications', {
      query: { reasons: ['reply', 'mention', 'quote'], limit: 100 },
      headers: { authorization: `Bearer ${call.credentials.accessJwt}` },
    });
    const fresh = body.notifications.filter(({ indexedAt }) => cursor === null || after(indexedAt, cursor));
    const messages = fresh.toReversed().map(({ uri, indexedAt, record }) => ({
      externalId: uri,
      kind: 'COMMENTS' as const,
      conversationId: channelId,
      author: { externalId: 'somebody', name: 'Somebody' },
      ours: false,
      text: record.text,
      at: new Date(indexedAt),
    }));
    return { messages, cursor: body.notifications[0]?.indexedAt ?? cursor ?? '', more: false };
  };

describe('engagement', () => {
  test('sees pages that are not read', async () => {
    expect(await breaches('engagement', engagement({ sync: firstPage((time, since) => time > since) }))).toMatch(
      /COMMENTS: \d+ of 134 messages were never handed over/,
    );
  });
  test('sees a cursor that skips what came at the same instant', async () => {
    const known = new Set<string>();
    let sweep: string[] = [];
    // It reads all pages, and then takes nothing more of an instant of which it has seen something.
    const connector = engagement({
      async sync(call, channelId, cursor) {
        if (cursor === null) known.clear();
        const synced = await sync(call, channelId, cursor);
        const messages = synced.messages.filter(({ at }) => !known.has(at.toISOString()));
        sweep.push(...messages.map(({ at }) => at.toISOString()));
        if (synced.more) return { ...synced, messages };
        for (const instant of sweep) known.add(instant);
        sweep = [];
        return { ...synced, messages };
      },
    });
    expect(await breaches('engagement', connector)).toContain('at the same instant as the last');
  });
  test('sees messages that are handed over again', async () => {
    const connector = engagement({ sync: (call, channelId) => sync(call, channelId, null) });
    expect(await breaches('engagement', connector)).toMatch(/after 100 pages there still is more|handed over twice/);
    const again = reading((synced) => ({ ...synced, messages: [...synced.messages, ...synced.messages.slice(-1)] }));
    expect(await breaches('engagement', again)).toContain('messages were handed over twice');
  });
  test('sees the newest first', async () => {
    const connector = reading((synced) => ({ ...synced, messages: [...synced.messages].reverse() }));
    expect(await breaches('engagement', connector)).toContain('an answer is not oldest first');
  });
  test.for([
    [{ kind: 'DIRECT' }, 'the kind'],
    [{ at: new Date(0) }, 'the time'],
    [{ ours: true }, 'the mark `ours`'],
    [{ author: { externalId: '', name: 'Nobody' } }, 'the author'],
    [{ text: 'Something' }, 'were never handed over'],
  ] as const)('sees %j', async ([own, breach]) => {
    expect(await breaches('engagement', messagesWith(own))).toContain(breach);
  });
  test('sees comments of one post in many conversations', async () => {
    const connector = reading((synced) => ({
      ...synced,
      messages: synced.messages.map((message) => ({ ...message, conversationId: message.externalId })),
    }));
    expect(await breaches('engagement', connector)).toContain('the conversation of');
  });
  test('says so where nobody can say anything', async () => {
    const startEmulator: typeof emulator.startEmulator = async (options) => {
      const started = await emulator.startEmulator(options);
      const { talk: _, ...control } = started.control ?? {};
      return { ...started, control: control as NonNullable<typeof started.control> };
    };
    const silent = { ...emulator, startEmulator };
    expect(await notes('engagement', whole, { emulator: silent })).toBe('nobody can say anything on the emulator');
    expect(await notes('answering', whole, { emulator: silent })).toBe('nobody can say anything on the emulator');
  });
});

describe('answering', () => {
  test('sees an answer that goes out in a step', async () => {
    const connector = engagement({ reply: (call, ...to) => reply({ ...call, commit: call.step }, ...to) });
    expect(await breaches('answering', connector)).toContain('An answer went out without `call.commit`');
  });
  test('sees an answer that has another key on every run', async () => {
    let run = 0;
    const connector = engagement({
      reply: (call, ...to) => {
        run++;
        return reply({ ...call, step: (name, work) => call.step(`${name} in run ${run}`, work) }, ...to);
      },
    });
    expect(await breaches('answering', connector)).toMatch(/An answer that was killed .* stands there 2 times/);
  });
  test('sees an answer that is sent twice', async () => {
    const connector = engagement({
      reply: async (call, ...to) => {
        await reply(call, ...to);
        return reply(
          {
            ...call,
            step: (name, work) => call.step(`${name} again`, work),
            commit: (name, run) => call.commit(`${name} again`, run),
          },
          ...to,
        );
      },
    });
    expect(await breaches('answering', connector)).toContain('An answer is 2 answers on the network');
  });
  test('sees an answer to something else', async () => {
    const connector = engagement({
      reply: (call, channelId, { conversationId }, text) =>
        reply(call, channelId, { externalId: conversationId, conversationId }, text),
    });
    expect(await breaches('answering', connector)).toContain('An answer stands below');
  });
  test('sees an answer that is said to be another', async () => {
    const connector = engagement({
      reply: async (...to) => {
        await reply(...to);
        return { externalId: 'at://nothing' };
      },
    });
    expect(await breaches('answering', connector)).toContain('An answer is said to be at://nothing');
  });
  test.for([
    ['hide', 'After HIDE the network does not show it'],
    ['unhide', 'After UNHIDE the network shows it still'],
    ['like', 'After LIKE the network does not show it'],
    ['unlike', 'After UNLIKE the network shows it still'],
  ] as const)('sees that %s does nothing', async ([name, breach]) => {
    expect(await breaches('answering', engagement({ [name]: async () => undefined }))).toContain(breach);
  });
  test('sees an action that fails where it was carried out already', async () => {
    let hidden = 0;
    const hide = functionOf(whole.engagement, 'hide');
    const connector = engagement({
      async hide(...message) {
        if (++hidden % 2 === 0) {
          throw new NetworkError({ kind: 'duplicate', code: 'hidden', message: 'It is hidden.', network: 'bluesky' });
        }
        await hide(...message);
      },
    });
    expect(await breaches('answering', connector)).toContain('HIDE failed with duplicate');
  });
  test('sees a DELETE that deletes nothing, and takes one that does', async () => {
    const { capabilities } = whole;
    const talk = functionOf(capabilities, 'engagement');
    const deleting = (remove: NonNullable<Engagement['remove']>) => ({
      ...engagement({ remove }),
      capabilities: { ...capabilities, engagement: { ...talk, actions: [...talk.actions, 'DELETE' as const] } },
    });
    expect(
      await breaches(
        'answering',
        deleting(async () => undefined),
      ),
    ).toContain('the message still stands there');
    const remove = functionOf(whole.publishing, 'remove');
    expect(
      await breaches(
        'answering',
        deleting((call, _, { externalId }) => remove(call, externalId)),
      ),
    ).toBe('');
  });
});
