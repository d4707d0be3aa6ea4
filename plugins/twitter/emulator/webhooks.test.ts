import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appTokenOf, ask, at, bakery, get, idOf, post, testClock } from './asking.ts';
import { demoApp, startEmulator, type TwitterEmulator } from './index.ts';
import { signatureOf } from './signature.ts';

interface Received {
  readonly body: string;
  readonly signature: string | undefined;
}

/** Who is told. */
async function startReceiver() {
  const received: Received[] = [];
  const asked: string[] = [];
  const behaviour = { secret: demoApp.apiSecret as string, status: 200, refuses: (_body: string) => false };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const token = url.searchParams.get('crc_token');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      response.writeHead(behaviour.refuses(body) ? 503 : behaviour.status);
      if (token !== null) {
        asked.push(token);
        response.end(JSON.stringify({ response_token: signatureOf(behaviour.secret, token) }));
        return;
      }
      const signature = request.headers['x-twitter-webhooks-signature'];
      received.push({ body, signature: signature?.toString() });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, // TCP, so no string
    received,
    asked,
    behaviour,
    events: () => received.map(({ body }): unknown => JSON.parse(body)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let clock: ReturnType<typeof testClock>;
let x: TwitterEmulator;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let app: string;
beforeEach(async () => {
  clock = testClock();
  x = await startEmulator({ port: 0, seed: 1, now: clock.now });
  receiver = await startReceiver();
  app = await appTokenOf(x);
});
afterEach(async () => {
  await x.close();
  receiver.close();
});

const register = (url = receiver.url) => ask(x, 'POST', '/2/webhooks', { url }, app);
const isValid = async () => at((await get(x, '/2/webhooks', app)).body, 'data', 0, 'valid');
const subscribe = (
  webhook_id: string,
  event_type: string,
  filter: object = { user_id: bakery.externalId },
  token?: string,
) => ask(x, 'POST', '/2/activity/subscriptions', { event_type, filter, webhook_id }, token);
const patience = { timeout: 5_000, interval: 20 };
const heard = (count: number) => vi.waitFor(() => expect(receiver.received).toHaveLength(count), patience);

describe('the signature', () => {
  it('is what the documentation counts', () => {
    expect(signatureOf('s3cret', 'abc')).toBe('sha256=Ty8wqvSle9YKtHPI6cLN/vwYZyPUcn7W8x8ENTyROJo=');
  });
});

describe('an address', () => {
  it('is asked whether it knows the secret', async () => {
    const made = await register();
    expect(made.body).toMatchObject({ data: { url: receiver.url, valid: true } });
    expect(receiver.asked).toHaveLength(1);
    expect((await register()).body).toMatchObject({ reason: 'DuplicateUrlFailed' });
    expect((await get(x, '/2/webhooks', app)).body).toMatchObject({ meta: { result_count: 1 } });
    expect((await get(x, '/2/webhooks')).status).toBe(403);
    receiver.behaviour.secret = 'another';
    const second = await register(`${receiver.url}/second`);
    expect(second.body).toMatchObject({ reason: 'CrcValidationFailed' });
    expect((await register('http://example.com/hook')).body).toMatchObject({ reason: 'UrlValidationFailed' });
    // Nothing beyond this machine is asked.
    expect((await register('https://example.com/hook')).body).toMatchObject({ reason: 'CrcValidationFailed' });
  });

  it('is asked again every hour, and hears nothing after a wrong answer', async () => {
    const id = idOf(await register());
    await subscribe(id, 'post.create');
    clock.advance(3_600_000);
    await vi.waitFor(() => expect(receiver.asked).toHaveLength(2), patience);
    expect(await isValid()).toBe(true);
    receiver.behaviour.secret = 'another';
    clock.advance(3_600_000);
    await vi.waitFor(async () => expect(await isValid()).toBe(false), patience);
    await post(x, { text: 'Unheard' });
    expect((await ask(x, 'PUT', `/2/webhooks/${id}`, undefined, app)).status).toBe(400);
    receiver.behaviour.secret = demoApp.apiSecret;
    expect((await ask(x, 'PUT', `/2/webhooks/${id}`, undefined, app)).body).toEqual({ data: { valid: true } });
    await post(x, { text: 'Heard' });
    await heard(1);
    expect(at(receiver.events()[0], 'data', 'payload', 'text')).toBe('Heard');
  });

  it('may be silent for a day', async () => {
    await register();
    receiver.behaviour.status = 500;
    clock.advance(3_600_000);
    await vi.waitFor(() => expect(receiver.asked).toHaveLength(2), patience);
    expect(await isValid()).toBe(true);
    clock.advance(28 * 3_600_000);
    await vi.waitFor(async () => expect(await isValid()).toBe(false), patience);
  });

  it('is one where the app pays per use', async () => {
    await x.control.setTier('app', 'self-serve');
    await register();
    expect((await register(`${receiver.url}/second`)).body).toMatchObject({ reason: 'WebhookLimitExceeded' });
  });
});

describe('news', () => {
  it('are signed, and told to who subscribed', async () => {
    const id = idOf(await register());
    expect((await subscribe(id, 'post.reply.create')).status).toBe(200);
    expect((await subscribe(id, 'dm.received')).status).toBe(200);
    // Of what is private only the person may let an app hear.
    expect((await subscribe(id, 'dm.received', { user_id: bakery.externalId }, app)).status).toBe(403);
    const made = idOf(await post(x, { text: 'Rye is out' }));
    await x.control.talk?.({ account: bakery.externalId, kind: 'COMMENTS', text: 'On Sunday?' });
    await x.control.talk?.({ account: bakery.externalId, kind: 'DIRECT', text: 'A table?' });
    await heard(2);
    for (const { body, signature } of receiver.received) expect(signature).toBe(signatureOf(demoApp.apiSecret, body));
    const [reply, message] = receiver.events();
    expect(at(reply, 'data')).toMatchObject({
      event_type: 'post.reply.create',
      filter: { user_id: bakery.externalId },
      payload: { text: `@${bakery.handle} On Sunday?`, in_reply_to_tweet_id: made, conversation_id: made },
    });
    expect(at(message, 'data', 'payload', 'direct_message_events', 0, 'message_create', 'message_data', 'text')).toBe(
      'A table?',
    );
  });

  it('are told again until they are taken, and again on demand', async () => {
    const id = idOf(await register());
    await subscribe(id, 'post.create');
    receiver.behaviour.status = 503;
    await post(x, { text: 'Rye is out' });
    await heard(1);
    receiver.behaviour.status = 200;
    await heard(2);
    expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body);
    await vi.waitFor(async () => expect(await x.control.retell?.(false)).toBe(0), patience);
    expect(await x.control.retell?.(true)).toBe(1);
    expect(receiver.received[2]?.body).toBe(receiver.received[0]?.body);
  });

  it('that are not taken hold up no others', async () => {
    const id = idOf(await register());
    await subscribe(id, 'post.create');
    receiver.behaviour.refuses = (body) => body.includes('First');
    await post(x, { text: 'First' });
    await post(x, { text: 'Second' });
    await heard(2);
    const texts = () => receiver.events().map((event) => at(event, 'data', 'payload', 'text'));
    expect(texts()).toEqual(['First', 'Second']);
    receiver.behaviour.refuses = () => false;
    await heard(3);
    expect(texts()[2]).toBe('First');
  });

  it('go out by themselves, and of what a person did at the network', async () => {
    await x.control.hook?.({ url: receiver.url, secret: 'of the product', account: bakery.externalId });
    const { id } = await x.control.insert({
      account: bakery.externalId,
      text: 'By hand',
      createdAt: clock.now().toISOString(),
    });
    await heard(1);
    clock.advance(86_400_000);
    await vi.waitFor(() => {
      const types = receiver.events().map((event) => at(event, 'data', 'event_type'));
      expect(types).toContain('like.create');
      expect(types).toContain('follow.follow');
    }, patience);
    await x.control.remove?.(id);
    await x.control.revoke?.(bakery.externalId);
    await vi.waitFor(() => {
      const types = receiver.events().map((event) => at(event, 'data', 'event_type'));
      expect(types.slice(-2)).toEqual(['post.delete', 'oauth.revoke']);
    }, patience);
  });

  it('stop with the subscription, and with the address', async () => {
    const id = idOf(await register());
    const made = await subscribe(id, 'post.create');
    const subscription = String(at(made.body, 'data', 'subscription', 'subscription_id'));
    expect((await get(x, '/2/activity/subscriptions', app)).body).toMatchObject({
      data: [{ event_type: 'post.create' }],
    });
    const path = `/2/activity/subscriptions/${subscription}`;
    expect((await ask(x, 'PUT', path, { tag: 'posts' }, app)).body).toMatchObject({
      data: { subscription: { tag: 'posts' } },
    });
    expect((await ask(x, 'DELETE', path, undefined, app)).body).toEqual({ data: { deleted: true } });
    await subscribe(id, 'post.delete');
    expect((await ask(x, 'DELETE', `/2/webhooks/${id}`, undefined, app)).body).toEqual({ data: { deleted: true } });
    await ask(x, 'DELETE', `/2/tweets/${idOf(await post(x, { text: 'Rye is out' }))}`);
    expect(await x.control.retell?.(true)).toBe(0);
    expect(receiver.received).toEqual([]);
  });

  it('of an account come in the older way, too', async () => {
    const id = idOf(await register());
    const path = `/2/account_activity/webhooks/${id}/subscriptions`;
    expect((await ask(x, 'POST', `${path}/all`, {})).body).toEqual({ data: { subscribed: true } });
    expect((await get(x, `${path}/all`)).body).toEqual({ data: { subscribed: true } });
    expect((await get(x, `${path}/all/list`, app)).body).toMatchObject({
      data: { subscriptions: [{ user_id: bakery.externalId }] },
    });
    await x.control.talk?.({ account: bakery.externalId, kind: 'MENTION', text: 'Hello' });
    await heard(1);
    expect(receiver.events()[0]).toMatchObject({
      for_user_id: bakery.externalId,
      tweet_create_events: [{ text: `@${bakery.handle} Hello` }],
    });
    await ask(x, 'DELETE', `${path}/${bakery.externalId}/all`, undefined, app);
    expect((await get(x, `${path}/all`)).body).toEqual({ data: { subscribed: false } });
  });

  it('of some minutes are told again', async () => {
    const id = idOf(await register());
    await subscribe(id, 'post.create');
    await post(x, { text: 'Rye is out' });
    await heard(1);
    const job = { webhook_id: id, from_date: '202603020859', to_date: '202603020901' };
    expect((await ask(x, 'POST', '/2/webhooks/replay', job, app)).status).toBe(200);
    await heard(2);
  });
});
