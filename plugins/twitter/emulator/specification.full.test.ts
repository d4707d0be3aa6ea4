import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demoApp } from './accounts.ts';
import {
  appTokenOf,
  ask,
  at,
  bakery,
  get,
  idOf,
  picture,
  post,
  roastery,
  testClock,
  upload,
  video,
  type Exchange,
} from './asking.ts';
import { crowd } from './crowd.ts';
import { startEmulator, type TwitterEmulator } from './index.ts';
import { signatureOf } from './signature.ts';
import { recorded } from './recording.ts';
import {
  compilerOptions,
  exceptions,
  hasSpecification,
  Specification,
  type Checked,
  type Exception,
} from './specification.ts';
import { spellings, type Spelling } from './state.ts';

const minute = 60_000;
const day = 86_400_000;

const tweetFields: Readonly<Record<Spelling, string>> = {
  classic:
    'tweet.fields=id,text,created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,attachments,entities,public_metrics,non_public_metrics,organic_metrics,edit_controls,edit_history_tweet_ids,reply_settings,possibly_sensitive,lang,note_tweet,display_text_range,paid_partnership&expansions=author_id,attachments.media_keys,referenced_tweets.id,attachments.poll_ids,edit_history_tweet_ids',
  new: '',
  'new only':
    'post.fields=id,text,created_at,conversation_id,attachments,entities,public_metrics,non_public_metrics,organic_metrics,edit_controls,reply_settings,possibly_sensitive,lang,note_post,display_text_range,paid_partnership&expansions=author_id,attachments.media_keys,referenced_posts,attachments.poll_ids,edit_history_post_ids',
};
const fieldsOf = (spelling: Spelling) => {
  const more =
    'media.fields=media_key,type,url,preview_image_url,alt_text,duration_ms,width,height,variants,public_metrics,non_public_metrics,organic_metrics&poll.fields=id,options,voting_status,end_datetime,duration_minutes&user.fields=id,name,username,profile_image_url,verified,verified_type,protected,public_metrics,subscription_type,created_at,description,location';
  return `${tweetFields[spelling === 'new' ? 'classic' : spelling]}&${more}`;
};

const met = new Set<Exception>();

describe.skipIf(!hasSpecification).each(spellings)('what goes over the wire, in the words %s,', (spelling) => {
  let x: TwitterEmulator;
  let specification: Specification;
  let app: string;
  const clock = testClock();
  const events: unknown[] = [];
  const receiver = createServer((request, response) => {
    const token = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('crc_token');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (token === null) events.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end(token === null ? '' : JSON.stringify({ response_token: signatureOf(demoApp.apiSecret, token) }));
    });
  });
  beforeAll(async () => {
    x = await startEmulator({ port: 0, seed: 1, now: clock.now });
    await x.control.speak(spelling);
    specification = new Specification(new Ajv(compilerOptions));
    app = await appTokenOf(x);
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    specification.met.forEach((one) => met.add(one));
    await x.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  let checked = 0;
  /** The exchange itself, if it went as told and is as the documents say. */
  async function hold(exchange: Promise<Exchange>, status?: number): Promise<Exchange> {
    const made = await exchange;
    const { method, path, sent, contentType } = made;
    const what = `${method} ${path} ${JSON.stringify(made.body)}`;
    if (status === undefined) expect(made.status, what).toBeLessThan(300);
    else expect(made.status, what).toBe(status);
    const isJson = contentType === 'application/json';
    expect(specification.check({ ...made, sent: isJson ? sent : undefined }, spelling), what).toEqual([]);
    checked += 1;
    return made;
  }

  it('is as the documents say: posts', async () => {
    const fields = fieldsOf(spelling);
    const image = idOf(await hold(upload(x, picture)));
    await hold(ask(x, 'POST', '/2/media/metadata', { id: image, metadata: { alt_text: { text: 'A loaf' } } }));
    const moving = idOf(await hold(upload(x, video)));
    await hold(get(x, `/2/media/upload?command=STATUS&media_id=${moving}`));
    const broken = idOf(await hold(upload(x, { ...video, bytes: Uint8Array.from(Buffer.from('no film')) })));
    clock.advance(minute);
    await hold(get(x, `/2/media/upload?command=STATUS&media_id=${moving}`));
    await hold(get(x, `/2/media/upload?command=STATUS&media_id=${broken}`));
    const made = await Promise.all([
      hold(
        post(x, {
          text: 'Rye & more: https://example.com/rye #bread $RYE @nomadcoffee_kz',
          media: { media_ids: [image] },
        }),
      ),
      hold(post(x, { text: 'A film', media: { media_ids: [moving] }, made_with_ai: true, paid_partnership: true })),
      hold(post(x, { text: 'Which?', poll: { options: ['Rye', 'Spelt'], duration_minutes: 60 } })),
      hold(post(x, { text: 'a'.repeat(300), reply_settings: 'following' })),
    ]);
    const [first = ''] = made.map(idOf);
    const edited = await hold(
      post(x, { text: 'One', edit_options: { previous_post_id: idOf(await hold(post(x, { text: 'On' }))) } }),
    );
    const part = await hold(post(x, { text: 'Two', reply: { in_reply_to_tweet_id: idOf(edited) } }));
    const quote = await hold(post(x, { text: 'This', quote_tweet_id: first }));
    clock.advance(day);
    const ids = [...made, edited, part, quote].map(idOf).join(',');
    await hold(get(x, `/2/tweets?ids=${ids},7&${fields}`));
    await hold(get(x, `/2/tweets?ids=${ids}&${fields}`, roastery.credentials.accessToken));
    await hold(get(x, `/2/tweets/${first}?${fields}`));
    await hold(get(x, `/2/tweets/7`));
    await hold(get(x, `/2/users/${bakery.externalId}/tweets?max_results=5&exclude=replies,retweets&${fields}`));
    await hold(get(x, `/2/users/${bakery.externalId}/mentions?max_results=5&${fields}`));
    await hold(get(x, `/2/tweets/search/recent?query=conversation_id:${first}&max_results=10&${fields}`));
    await hold(get(x, `/2/tweets/${first}/quote_tweets?${fields}`));
    const span = `start_time=2026-03-02T09:00:00Z&end_time=${clock.now().toISOString()}&granularity=daily`;
    await hold(get(x, `/2/tweets/analytics?ids=${first}&${span}&analytics.fields=impressions,likes,shares`));
    await hold(get(x, `/2/media/analytics?media_keys=7_${moving}&${span}`));
    await hold(ask(x, 'DELETE', `/2/tweets/${idOf(quote)}`));
  });

  it('is as the documents say: people', async () => {
    const createdAt = clock.now().toISOString();
    const inserted = await x.control.insert({ account: bakery.externalId, text: 'Talk to us', createdAt });
    const said = await x.control.talk?.({ account: bakery.externalId, kind: 'COMMENTS', text: 'On Sunday?' });
    await hold(ask(x, 'PUT', `/2/tweets/${said?.id}/hidden`, { hidden: true }));
    const likes = `/2/users/${bakery.externalId}/likes`;
    await hold(ask(x, 'POST', likes, { tweet_id: said?.id }));
    await hold(get(x, `/2/users/${bakery.externalId}/liked_tweets`));
    await hold(get(x, `/2/tweets/${said?.id}/liking_users`));
    await hold(ask(x, 'DELETE', `${likes}/${said?.id}`));
    const follows = `/2/users/${bakery.externalId}/following`;
    await hold(ask(x, 'POST', follows, { target_user_id: roastery.externalId }));
    await hold(ask(x, 'DELETE', `${follows}/${roastery.externalId}`));
    const reposts = `/2/users/${roastery.externalId}/retweets`;
    const theirs = roastery.credentials.accessToken;
    await hold(ask(x, 'POST', reposts, { tweet_id: inserted.id }, theirs));
    await hold(ask(x, 'DELETE', `${reposts}/${inserted.id}`, undefined, theirs));

    await x.control.talk?.({ account: bakery.externalId, kind: 'DIRECT', text: 'A table?' });
    const sender = crowd[0]?.id;
    const sent = await hold(ask(x, 'POST', `/2/dm_conversations/with/${sender}/messages`, { text: 'At seven' }));
    const conversation = String(at(sent.body, 'data', 'dm_conversation_id'));
    await hold(ask(x, 'POST', `/2/dm_conversations/${conversation}/messages`, { text: 'Or eight' }));
    const group = { conversation_type: 'Group', participant_ids: [sender, crowd[1]?.id], message: { text: 'All' } };
    await hold(ask(x, 'POST', '/2/dm_conversations', group));
    const fields = 'dm_event.fields=id,text,event_type,created_at,dm_conversation_id&expansions=sender_id';
    await hold(get(x, `/2/dm_events?${fields}&event_types=MessageCreate&max_results=1`));
    await hold(get(x, `/2/dm_conversations/${conversation}/dm_events?${fields}`));
    await hold(get(x, `/2/dm_conversations/with/${sender}/dm_events?${fields}`));
    const event = String(at(sent.body, 'data', 'dm_event_id'));
    await hold(get(x, `/2/dm_events/${event}?${fields}`));
    await hold(ask(x, 'DELETE', `/2/dm_events/${event}`));

    const ofUser = 'user.fields=id,name,username,profile_image_url,verified_type,subscription_type,public_metrics';
    const expansion = spelling === 'new only' ? 'most_recent_post_id' : 'most_recent_tweet_id';
    await hold(get(x, `/2/users/me?${ofUser}&expansions=${expansion}`));
    await hold(get(x, `/2/users?ids=${bakery.externalId},7&${ofUser}`));
    await hold(get(x, `/2/users/by?usernames=${bakery.handle}&${ofUser}`));
    await hold(get(x, `/2/users/by/username/${bakery.handle}`));
    await hold(get(x, `/2/users/${sender}?${ofUser}`));
  });

  it('is as the documents say: webhooks', async () => {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`; // TCP, so no string
    const id = idOf(await hold(ask(x, 'POST', '/2/webhooks', { url }, app)));
    await hold(get(x, '/2/webhooks?webhook_config.fields=id,url,valid', app));
    await hold(ask(x, 'PUT', `/2/webhooks/${id}`, undefined, app));
    const filter = { user_id: bakery.externalId };
    const types = ['post.create', 'post.mention.create', 'post.reply.create', 'post.quote.create', 'dm.received'];
    const made: Exchange[] = [];
    for (const event_type of types) {
      made.push(await hold(ask(x, 'POST', '/2/activity/subscriptions', { event_type, filter, webhook_id: id })));
    }
    const revoked = { event_type: 'oauth.revoke', filter: {}, webhook_id: id };
    await hold(ask(x, 'POST', '/2/activity/subscriptions', revoked, app));
    await hold(get(x, '/2/activity/subscriptions', app));
    const subscription = String(at(made[0]?.body, 'data', 'subscription', 'subscription_id'));
    await hold(ask(x, 'PUT', `/2/activity/subscriptions/${subscription}`, { tag: 'posts' }, app));
    const account = `/2/account_activity/webhooks/${id}/subscriptions`;
    await hold(ask(x, 'POST', `${account}/all`, {}));
    await hold(get(x, `${account}/all`));
    await hold(get(x, `${account}/all/list`, app));
    await hold(get(x, '/2/account_activity/subscriptions/count', app));
    await hold(ask(x, 'DELETE', `${account}/${bakery.externalId}/all`, undefined, app));

    await post(x, { text: 'Told of' });
    await x.control.talk?.({ account: bakery.externalId, kind: 'MENTION', text: 'Hello' });
    await x.control.talk?.({ account: bakery.externalId, kind: 'COMMENTS', text: 'Hello' });
    await vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(4), 5_000);
    for (const event of events) expect(specification.checkPost(at(event, 'data', 'payload'))).toEqual([]);

    const job = { webhook_id: id, from_date: '202603020859', to_date: '202603020901' };
    await hold(ask(x, 'POST', '/2/webhooks/replay', job, app));
    await hold(ask(x, 'DELETE', `/2/activity/subscriptions/${subscription}`, undefined, app));
    const last = String(at(made[1]?.body, 'data', 'subscription', 'subscription_id'));
    await hold(ask(x, 'DELETE', `/2/activity/subscriptions?ids=${last}`, undefined, app));
    await hold(ask(x, 'DELETE', `/2/webhooks/${id}`, undefined, app));
  });

  it('is as the documents say: errors', async () => {
    for (const code of x.control.codes) {
      await x.control.fail({ kind: 'code', code });
      const { status } = await post(x, { text: 'Refused' });
      await x.control.fail({ kind: 'code', code });
      await hold(post(x, { text: 'Refused' }), status);
    }
    await hold(post(x, { text: 'Hi', colour: 'red' }), 400);
    await hold(get(x, '/2/tweets?ids=1&colour=red'), 400);
    await hold(get(x, '/2/users/me', ''), 401);
    await hold(get(x, '/2/webhooks'), 403);
    await hold(ask(x, 'DELETE', '/2/tweets/7'), 404);
    expect(checked).toBeGreaterThan(40);
  });

  it('would be told where it were wrong', () => {
    const wrong = (own: object) =>
      specification.check({ method: 'GET', path: '/2/tweets/1', status: 200, body: {}, ...own }, spelling);
    expect(wrong({ path: '/2/tweets/1?colour=red' })).not.toEqual([]);
    expect(wrong({ path: '/2/tweets/one' })).not.toEqual([]);
    expect(wrong({ path: '/2/nothing' })).not.toEqual([]);
    expect(wrong({ body: { data: { id: '1', text: 'Hi', colour: 'red' } } })).not.toEqual([]);
    expect(wrong({ body: { data: { id: 1, text: 'Hi' } } })).not.toEqual([]);
    expect(wrong({ status: 404, body: { colour: 'red' } })).not.toEqual([]);
    expect(wrong({ method: 'POST', path: '/2/tweets', sent: { text: 1 }, status: 201 })).not.toEqual([]);
  });
});

describe.skipIf(!hasSpecification)('exceptions', () => {
  it('are all needed', () => {
    expect(exceptions.filter((one) => !met.has(one)).map(({ reason }) => reason)).toEqual([]);
  });
});

describe.skipIf(!hasSpecification)('somebody who watches', () => {
  it('notes what went over the wire, and changes nothing', async () => {
    const specification = new Specification(new Ajv(compilerOptions));
    const noted: Checked[] = [];
    const x = await recorded((exchange) => noted.push(exchange))({ port: 0, seed: 1 });
    try {
      const made = await post(x, { text: 'Rye is out' });
      expect(made.headers.get('x-rate-limit-remaining')).toBe('99');
      await get(x, `/2/tweets/${idOf(made)}`);
      await x.control.fail({ kind: 'status', status: 502 });
      expect((await fetch(`${x.url}/2/tweets`, { method: 'POST' })).status).toBe(502);
      await x.control.fail({ kind: 'drop_after' });
      await expect(post(x, { text: 'Lost' })).rejects.toThrow();
    } finally {
      await x.close();
    }
    expect(noted.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 201],
      ['GET', 200],
    ]);
    expect(noted.flatMap((exchange) => specification.check(exchange))).toEqual([]);
    expect(noted[0]).toMatchObject({ sent: { text: 'Rye is out' } });
  });
});
