import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, at, bakery, get, idOf, post, roastery, testClock } from './asking.ts';
import { crowd } from './crowd.ts';
import { startEmulator, type TwitterEmulator } from './index.ts';

let clock: ReturnType<typeof testClock>;
let x: TwitterEmulator;
beforeEach(async () => {
  clock = testClock();
  x = await startEmulator({ port: 0, seed: 1, now: clock.now });
});
afterEach(() => x.close());

const minute = 60_000;
const day = 86_400_000;
const me = bakery.externalId;
const talk = (kind: 'COMMENTS' | 'MENTION' | 'DIRECT', text: string, about?: string) =>
  x.control.talk?.({ account: me, kind, text, ...(about !== undefined && { post: about }) });

const listOf = ({ body }: { readonly body: object }): readonly unknown[] => {
  const data = at(body, 'data');
  return Array.isArray(data) ? data : [];
};

describe('people', () => {
  it('answer, like and follow by themselves, the same for the same seed', async () => {
    const text = 'Rye is out';
    const made = await post(x, { text });
    clock.advance(day);
    const path = `/2/tweets/${idOf(made)}?tweet.fields=public_metrics`;
    const metrics = at((await get(x, path)).body, 'data', 'public_metrics');
    expect(at(metrics, 'impression_count')).toBeGreaterThan(100);
    expect(at(metrics, 'like_count')).toBeGreaterThan(0);
    const twinClock = testClock();
    const twin = await startEmulator({ port: 0, seed: 1, now: twinClock.now });
    try {
      expect(idOf(await post(twin, { text }))).toBe(idOf(made));
      twinClock.advance(day);
      expect(at((await get(twin, path)).body, 'data', 'public_metrics')).toEqual(metrics);
      expect(await twin.control.messages?.()).toEqual(await x.control.messages?.());
    } finally {
      await twin.close();
    }
  });

  it('are heard by mentions, one page after the other', async () => {
    for (let index = 0; index < 12; index++) {
      await talk('MENTION', `Number ${index}`);
      clock.advance(minute);
    }
    const path = `/2/users/${me}/mentions?max_results=5&tweet.fields=display_text_range,author_id,created_at`;
    const heard: string[] = [];
    let token = '';
    do {
      const { body } = await get(x, `${path}${token}`);
      for (const one of listOf({ body })) {
        const from = Number(at(one, 'display_text_range', 0));
        heard.push(String(at(one, 'text')).slice(from));
      }
      const next = at(body, 'meta', 'next_token');
      token = typeof next === 'string' ? `&pagination_token=${next}` : '';
    } while (token !== '');
    expect(heard).toEqual(Array.from({ length: 12 }, (_, index) => `Number ${11 - index}`));
    expect((await get(x, `${path}&pagination_token=nonsense`)).status).toBe(400);
  });

  it('are found in a conversation, answered, hidden and liked', async () => {
    const id = idOf(await post(x, { text: 'Rye is out' }));
    const said = await talk('COMMENTS', 'Do you open on Sunday?');
    const search = (query: string) => get(x, `/2/tweets/search/recent?query=${encodeURIComponent(query)}`);
    const found = await search(`conversation_id:${id} -from:${bakery.handle}`);
    expect(at(found.body, 'data', 0, 'id')).toBe(said?.id);
    expect(listOf(await search(`to:${bakery.handle} sunday`))).toHaveLength(1);
    expect(listOf(await search(`monday OR "open on"`))).toHaveLength(1);
    expect((await search('-monday')).status).toBe(400);
    expect((await search('colour:red')).status).toBe(400);

    const hide = (hidden: boolean) => ask(x, 'PUT', `/2/tweets/${said?.id}/hidden`, { hidden });
    expect((await hide(true)).body).toEqual({ data: { hidden: true } });
    expect((await ask(x, 'PUT', `/2/tweets/${id}/hidden`, { hidden: true })).status).toBe(403);
    const likes = `/2/users/${me}/likes`;
    await ask(x, 'POST', likes, { tweet_id: said?.id });
    await post(x, { text: 'From eight', reply: { in_reply_to_tweet_id: said?.id } });
    const [theirs, ours] = (await x.control.messages?.()) ?? [];
    expect(theirs).toMatchObject({
      text: 'Do you open on Sunday?',
      replyTo: id,
      hidden: true,
      liked: true,
      ours: false,
    });
    expect(ours).toMatchObject({ text: 'From eight', replyTo: said?.id, ours: true, kind: 'COMMENTS' });
    expect(await x.control.posts()).toHaveLength(1);
    await hide(false);
    await ask(x, 'DELETE', `${likes}/${said?.id}`);
    expect((await x.control.messages?.())?.[0]).toMatchObject({ hidden: false, liked: false });
  });

  it('are not found after a week', async () => {
    await talk('MENTION', 'Where are you?');
    clock.advance(8 * day);
    expect(listOf(await get(x, `/2/tweets/search/recent?query=to:${bakery.handle}`))).toEqual([]);
    expect(listOf(await get(x, `/2/users/${me}/mentions`))).toHaveLength(1);
  });
});

describe('direct messages', () => {
  const fields = 'dm_event.fields=id,text,created_at,dm_conversation_id,sender_id&expansions=sender_id';

  it('come, are answered, and are deleted for oneself', async () => {
    const said = await talk('DIRECT', 'A table for four?');
    const { body } = await get(x, `/2/dm_events?${fields}`);
    const [message] = listOf({ body });
    expect(message).toMatchObject({ id: said?.id, text: 'A table for four?', event_type: 'MessageCreate' });
    const sender = String(at(message, 'sender_id'));
    expect(at(message, 'dm_conversation_id')).toBe(`${sender}-${me}`);
    expect(at(body, 'includes', 'users', 0, 'id')).toBe(sender);
    const sent = await ask(x, 'POST', `/2/dm_conversations/with/${sender}/messages`, { text: 'At seven?' });
    expect(sent.status).toBe(201);
    const again = await ask(x, 'POST', `/2/dm_conversations/${sender}-${me}/messages`, { text: 'Or eight?' });
    expect(again.status).toBe(201);
    expect(listOf(await get(x, `/2/dm_conversations/with/${sender}/dm_events`))).toHaveLength(3);
    await ask(x, 'DELETE', `/2/dm_events/${String(at(sent.body, 'data', 'dm_event_id'))}`);
    const left = await x.control.messages?.();
    expect(left?.map(({ text, ours }) => [text, ours])).toEqual([
      ['A table for four?', false],
      ['Or eight?', true],
    ]);
  });

  it('are refused by who takes none, and where they are too long', async () => {
    const closed = crowd.find(({ isClosed }) => isClosed)?.id;
    const send = (to: string | undefined, text: string) =>
      ask(x, 'POST', `/2/dm_conversations/with/${to}/messages`, { text });
    expect((await send(closed, 'Hello')).body).toMatchObject({ errors: [{ code: 349 }] });
    expect((await send(crowd[0]?.id, 'a'.repeat(10_001))).body).toMatchObject({ errors: [{ code: 354 }] });
    expect((await send(roastery.externalId, 'Hello')).status).toBe(201);
  });
});

describe('counts', () => {
  it('are told to the author alone, for thirty days', async () => {
    const id = idOf(await post(x, { text: 'Rye is out: https://example.com' }));
    clock.advance(day);
    const path = `/2/tweets?ids=${id}&tweet.fields=non_public_metrics,organic_metrics`;
    expect(at((await get(x, path)).body, 'data', 0, 'non_public_metrics', 'url_link_clicks')).toBeGreaterThan(0);
    const stranger = await get(x, path, roastery.credentials.accessToken);
    expect(stranger.status).toBe(200);
    expect(at(stranger.body, 'errors', 0, 'type')).toMatch(/not-authorized-for-field$/);
    clock.advance(30 * day);
    const old = await get(x, path);
    expect(at(old.body, 'data', 0)).not.toHaveProperty('non_public_metrics');
    expect(at(old.body, 'errors', 0, 'type')).toMatch(/field-unauthorized$/);
  });

  it('are added to and withheld', async () => {
    const id = idOf(await post(x, { text: 'Rye is out' }));
    const read = async () =>
      at((await get(x, `/2/tweets/${id}?tweet.fields=public_metrics`)).body, 'data', 'public_metrics');
    const before = Number(at(await read(), 'like_count'));
    await x.control.count?.({ account: me, post: id, name: 'public_metrics.like_count', add: 5 });
    expect(at(await read(), 'like_count')).toBe(before + 5);
    await x.control.withhold?.('public_metrics.like_count');
    expect(await read()).not.toHaveProperty('like_count');
    expect(await read()).toHaveProperty('reply_count');
    await x.control.count?.({ account: me, name: 'followers_count', add: 7 });
    const user = await get(x, '/2/users/me?user.fields=public_metrics');
    expect(at(user.body, 'data', 'public_metrics', 'followers_count')).toBe(8_412 + 7);
    await expect(x.control.count?.({ account: me, name: 'colour', add: 1 })).rejects.toThrow('colour');
  });

  it('are spread over hours and days', async () => {
    const id = idOf(await post(x, { text: 'Rye is out' }));
    const from = clock.now();
    clock.advance(6 * 60 * minute);
    const span = (granularity: string) =>
      `start_time=${from.toISOString()}&end_time=${clock.now().toISOString()}&granularity=${granularity}`;
    const read = async (granularity: string) => {
      const { body } = await get(x, `/2/tweets/analytics?ids=${id}&${span(granularity)}&analytics.fields=impressions`);
      const buckets = at(body, 'data', 0, 'timestamped_metrics');
      return Array.isArray(buckets) ? buckets.map((one) => Number(at(one, 'metrics', 'impressions'))) : [];
    };
    const hours = await read('hourly');
    expect(hours).toHaveLength(6);
    expect(hours[0]).toBeGreaterThan(hours[5] ?? Infinity);
    const sum = hours.reduce((all, one) => all + one, 0);
    const total = at((await get(x, `/2/tweets/${id}?tweet.fields=public_metrics`)).body, 'data', 'public_metrics');
    expect(sum).toBe(at(total, 'impression_count'));
    expect(await read('total')).toEqual([sum]);
  });
});

describe('the words', () => {
  it('are of tweets or of posts', async () => {
    const made = await post(x, { text: 'Rye is out' });
    const path = `/2/tweets/${idOf(made)}`;
    const fields = 'public_metrics,edit_history_tweet_ids,referenced_tweets';
    expect(at((await get(x, `${path}?tweet.fields=${fields}`)).body, 'data')).toMatchObject({
      edit_history_tweet_ids: [idOf(made)],
      public_metrics: { retweet_count: 0 },
    });
    await x.control.speak('new');
    for (const asked of [`tweet.fields=${fields}`, 'post.fields=public_metrics']) {
      expect(at((await get(x, `${path}?${asked}`)).body, 'data')).toMatchObject({
        edit_history_post_ids: [idOf(made)],
        public_metrics: { repost_count: 0 },
      });
    }
    expect(at((await get(x, '/2/users/me?user.fields=public_metrics')).body, 'data', 'public_metrics')).toHaveProperty(
      'post_count',
    );
    await x.control.speak('new only');
    const refused = await get(x, `${path}?tweet.fields=public_metrics`);
    expect(refused.status).toBe(400);
    expect(refused.body.type).toBe('https://api.x.com/2/problems/invalid-request');
    expect((await get(x, `${path}?post.fields=public_metrics`)).status).toBe(200);
  });

  it('are the new ones where the seed is even', async () => {
    const other = await startEmulator({ port: 0, seed: 2, now: clock.now });
    try {
      expect(at((await post(other, { text: 'Rye' })).body, 'data')).toHaveProperty('edit_history_post_ids');
    } finally {
      await other.close();
    }
  });
});

describe('accounts', () => {
  it('are read by id, by name, and as oneself', async () => {
    const mine = await get(x, '/2/users/me?user.fields=subscription_type,verified_type,profile_image_url');
    expect(at(mine.body, 'data')).toMatchObject({ id: me, username: bakery.handle, subscription_type: 'Premium' });
    const both = await get(x, `/2/users/by?usernames=${bakery.handle},nobody_here`);
    expect(listOf(both)).toHaveLength(1);
    expect(at(both.body, 'errors', 0)).toMatchObject({ value: 'nobody_here', resource_type: 'user' });
    expect(at((await get(x, `/2/users/${crowd[0]?.id}`)).body, 'data', 'name')).toBe(crowd[0]?.name);
  });

  it('follow each other, where the app pays for it', async () => {
    const path = `/2/users/${me}/following`;
    const target = { target_user_id: roastery.externalId };
    expect((await ask(x, 'POST', path, target)).body).toMatchObject({ data: { following: true } });
    const count = async () =>
      at((await get(x, `/2/users/${roastery.externalId}?user.fields=public_metrics`)).body, 'data', 'public_metrics');
    expect(await count()).toMatchObject({ followers_count: 3_098 });
    await ask(x, 'DELETE', `${path}/${roastery.externalId}`);
    expect(await count()).toMatchObject({ followers_count: 3_097 });
    await x.control.setTier(me, 'self-serve');
    expect((await ask(x, 'POST', path, target)).status).toBe(403);
  });

  it('repost, and take it back', async () => {
    const id = idOf(await post(x, { text: 'Rye is out' }));
    const path = `/2/users/${roastery.externalId}/retweets`;
    const token = roastery.credentials.accessToken;
    expect((await ask(x, 'POST', path, { tweet_id: id }, token)).body).toMatchObject({ data: { retweeted: true } });
    const count = async () =>
      at((await get(x, `/2/tweets/${id}?tweet.fields=public_metrics`)).body, 'data', 'public_metrics', 'retweet_count');
    expect(await count()).toBe(1);
    await ask(x, 'DELETE', `${path}/${id}`, undefined, token);
    expect(await count()).toBe(0);
    expect((await ask(x, 'POST', path, { tweet_id: id })).status).toBe(400);
  });
});
