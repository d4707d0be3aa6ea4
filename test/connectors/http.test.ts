import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient, NetworkError, type Budget, type HttpClientSetup, type HttpRequest } from '@polyphony/sdk';
import { afterEach, describe, expect, test } from 'vitest';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const now = new Date('2026-01-05T09:00:00.000Z');
const secret = 's3cret/+token';
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A server that answers everything in one way, and a client bound to it. */
async function serve(answer: Answer, setup: Partial<HttpClientSetup> = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  closing.push(close);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createHttpClient({
    network: 'example',
    baseUrl: `${url}/api`,
    hosts: [],
    errors: {
      codes: {
        known: { kind: 'content_rejected', means: 'No.' },
        busy: { kind: 'network_down', means: 'Not taken.' },
        lost: { kind: 'outcome_unknown', means: 'Nobody knows.' },
        http_404: { kind: 'not_found', means: 'No such thing.' },
      },
      read: ({ body }) => {
        const { error } = (body ?? {}) as { error?: { code: string; message: string } };
        return error;
      },
    },
    secrets: [secret],
    signal: new AbortController().signal,
    now: () => now,
    ...setup,
  });
  const fail = async (path = 'x', request?: HttpRequest) => {
    const error: unknown = await client.request(path, request).catch((reason: unknown) => reason);
    if (error instanceof NetworkError) return error.details;
    throw new Error(`no NetworkError: ${String(error)}`);
  };
  return { url, client, fail, requests, close };
}

const sends =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

const post = { method: 'POST', json: { text: 'Hello' } } as const;

describe('requests', () => {
  test('go below the base URL, with query and JSON', async () => {
    const { client, requests } = await serve(sends(200, { ok: true }));
    const { body } = await client.request('/posts', { ...post, query: { a: 1, b: undefined, c: 'x y' } });
    expect(body).toEqual({ ok: true });
    expect(requests[0]?.url).toBe('/api/posts?a=1&c=x+y');
    expect(requests[0]?.headers['content-type']).toBe('application/json');
  });
  test('go as a form', async () => {
    const { client, requests } = await serve(sends(200, {}));
    await client.request('posts', { method: 'POST', form: { a: 'x y' } });
    expect(requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });
  test('may have an empty answer', async () => {
    const { client } = await serve(sends(204, ''));
    expect((await client.request('posts/1', { method: 'DELETE' })).body).toBeUndefined();
  });
  test('that cannot be made do not tell their headers', async () => {
    const { fail, requests } = await serve(sends(200, {}));
    expect(await fail('http://[')).toMatchObject({ kind: 'unexpected', code: 'bad_request' });
    const details = await fail('x', { ...post, headers: { authorization: `Bearer\n${secret}` } });
    expect(details).toMatchObject({ kind: 'unexpected', code: 'bad_request' });
    expect(JSON.stringify(details)).not.toContain(secret);
    expect(requests).toHaveLength(0);
  });
});

describe('hosts', () => {
  test('that the manifest does not name are refused', async () => {
    const { fail } = await serve(sends(200, {}), { hosts: ['upload.example.com', '*.example.org'] });
    const others = [
      'https://evil.com/',
      'https://example.org/',
      'https://evilexample.org/',
      'https://upload.example.com:8443/',
    ];
    for (const url of [...others, 'https://upload.example.com.evil.com/', 'http://127.0.0.1:1/']) {
      expect(await fail(url)).toMatchObject({ kind: 'unexpected', code: 'host_refused' });
    }
  });
  test('may be named with a port, and by a wildcard', async () => {
    const other = await serve(sends(200, { other: true }));
    const { host, port } = new URL(other.url);
    const exact = await serve(sends(200, {}), { hosts: [host] });
    expect((await exact.client.request(`${other.url}/x`)).body).toEqual({ other: true });
    const wildcard = await serve(sends(200, {}), { hosts: [`*.0.0.1:${port}`] });
    expect((await wildcard.client.request(`${other.url}/x`)).body).toEqual({ other: true });
  });
  test('get nothing in the clear where the network speaks https', async () => {
    const { fail } = await serve(sends(200, {}), { baseUrl: 'https://api.example.com', hosts: ['upload.example.com'] });
    expect(await fail('http://upload.example.com/')).toMatchObject({ code: 'host_refused' });
  });
});

describe('redirects', () => {
  const redirects = (status: number, location: string): Answer => {
    return (request, response) => {
      if (request.url === '/there') response.end('{"there":true}');
      else response.writeHead(status, { location }).end();
    };
  };
  test('of a reading are followed on the same host', async () => {
    const { client } = await serve(redirects(302, '/there'));
    expect((await client.request('x')).body).toEqual({ there: true });
  });
  test('to another host are not followed', async () => {
    const other = await serve(sends(200, {}));
    const { fail } = await serve(redirects(302, `${other.url}/there`), { hosts: [new URL(other.url).host] });
    expect(await fail()).toMatchObject({ kind: 'unexpected', code: 'redirected' });
    expect(other.requests).toHaveLength(0);
  });
  test('in a circle end', async () => {
    const { fail, requests } = await serve(redirects(302, '/round'));
    expect(await fail()).toMatchObject({ code: 'redirected' });
    expect(requests.length).toBeLessThan(10);
  });
  test('of a write leave its outcome unknown', async () => {
    const { fail, requests } = await serve(redirects(307, '/there'));
    expect(await fail('x', post)).toMatchObject({ kind: 'outcome_unknown', code: 'redirected' });
    expect(requests).toHaveLength(1);
  });
});

describe('no answer', () => {
  test('where nobody listens: surely not arrived', async () => {
    const { fail, close } = await serve(sends(200, {}));
    close();
    expect(await fail('x', post)).toMatchObject({ kind: 'network_down', code: 'unreachable' });
  });
  test('where the name does not exist: surely not arrived', async () => {
    const { fail } = await serve(sends(200, {}), { baseUrl: 'https://polyphony.invalid' });
    expect(await fail('x', post)).toMatchObject({ kind: 'network_down', code: 'unreachable' });
  });
  test('where the connection is cut: unknown for a write, down for a reading', async () => {
    const { fail } = await serve((request) => request.socket.destroy());
    expect(await fail('x', post)).toMatchObject({ kind: 'outcome_unknown', code: 'connection_lost' });
    expect(await fail('x')).toMatchObject({ kind: 'network_down', code: 'connection_lost' });
  });
  test('where the connection is cut within the answer', async () => {
    const { fail } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"id":');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await fail('x', post)).toMatchObject({ kind: 'outcome_unknown', code: 'connection_lost' });
  });
  test('in time', async () => {
    const { fail } = await serve(() => undefined);
    expect(await fail('x', { ...post, timeoutMs: 50 })).toMatchObject({ kind: 'outcome_unknown', code: 'timeout' });
    expect(await fail('x', { timeoutMs: 50 })).toMatchObject({ kind: 'network_down', code: 'timeout' });
  });
  test('because the call was stopped, before or on the way', async () => {
    const { fail } = await serve(() => undefined, { signal: AbortSignal.timeout(50) });
    expect(await fail('x', post)).toMatchObject({ kind: 'outcome_unknown', code: 'aborted' });
    expect(await fail('x', post)).toMatchObject({ kind: 'network_down', code: 'aborted' });
  });
});

describe('answers', () => {
  test.each([
    [200, { error: { code: 'known', message: 'no' } }, 'content_rejected', 'content_rejected'],
    [400, { error: { code: 'known', message: 'no' } }, 'content_rejected', 'content_rejected'],
    [503, { error: { code: 'busy', message: 'no' } }, 'network_down', 'network_down'],
    [500, { error: { code: 'lost', message: 'no' } }, 'outcome_unknown', 'network_down'],
    [400, { error: { code: 'constructor', message: 'no' } }, 'unexpected', 'unexpected'],
    [500, { error: { code: 'new', message: 'no' } }, 'outcome_unknown', 'network_down'],
    [502, '<h1>Bad gateway</h1>', 'outcome_unknown', 'network_down'],
    [429, '', 'rate_limited', 'rate_limited'],
    [404, '', 'not_found', 'not_found'],
    [418, '', 'unexpected', 'unexpected'],
    [200, '<h1>Hello</h1>', 'outcome_unknown', 'unexpected'],
  ])('%i %j is %s for a write and %s for a reading', async (status, body, write, reading) => {
    const { fail } = await serve(sends(status, body));
    expect((await fail('x', post)).kind).toBe(write);
    expect((await fail('x')).kind).toBe(reading);
  });
  test('say when to come again, in seconds or as a date', async () => {
    const seconds = await serve(sends(429, '', { 'retry-after': '3' }));
    expect((await seconds.fail()).retryAt).toEqual(new Date('2026-01-05T09:00:03.000Z'));
    const date = await serve(sends(429, '', { 'retry-after': 'Mon, 05 Jan 2026 09:01:00 GMT' }));
    expect((await date.fail()).retryAt).toEqual(new Date('2026-01-05T09:01:00.000Z'));
    const nonsense = await serve(sends(429, '', { 'retry-after': 'soon' }));
    expect((await nonsense.fail()).retryAt).toBeUndefined();
  });
  test('of more than 10 MB are not read', async () => {
    const { fail } = await serve(sends(200, `"${'a'.repeat(10_000_001)}"`));
    expect(await fail()).toMatchObject({ kind: 'unexpected', code: 'too_large' });
    expect(await fail('x', post)).toMatchObject({ kind: 'outcome_unknown', code: 'too_large' });
  });
  test('that the connector’s own reader stumbles over are no success', async () => {
    const read = () => {
      throw new TypeError('x is undefined');
    };
    const { fail } = await serve(sends(200, {}), { errors: { codes: {}, read } });
    expect(await fail('x', post)).toMatchObject({ kind: 'outcome_unknown', code: 'unreadable' });
  });
});

test('secrets are in no error, however they are written, and the cut leaves no half of one', async () => {
  const forms = [secret, encodeURIComponent(secret), encodeURIComponent(secret).toLowerCase(), btoa(secret)];
  for (const form of forms) {
    const body = { error: { code: form, message: `no ${form}` }, rest: form };
    const { fail } = await serve(sends(400, body));
    const details = await fail(`x/${form}`);
    expect(JSON.stringify(details)).not.toContain(form);
    expect(details.message).toBe('no [redacted]');
  }
  const { fail } = await serve(sends(400, 'x'.repeat(3_995) + secret));
  const { body = '' } = await fail();
  expect(body).toHaveLength(4_000);
  expect(body).not.toContain('s3c');
});

describe('what a request spends', () => {
  const costly = { ...post, spends: ['create post'] };
  /** A budget, and what it was told, in order. */
  function recording() {
    const told: string[] = [];
    const budget: Budget = {
      spend: async (names) => void told.push(`spend ${names.join()}`),
      settle: async (names, charged) => void told.push(`settle ${names.join()} as ${charged.join()}`),
      correct: () => Promise.resolve(),
    };
    return { told, setup: { budget, everyRequestSpends: ['calls'] } };
  }
  const spent = 'spend calls,create post';
  const givenBack = 'settle calls,create post as ';

  test('is given back where it surely did not leave', async () => {
    const { told, setup } = recording();
    const { fail, close } = await serve(sends(200, {}), setup);
    close();
    expect(await fail('x', costly)).toMatchObject({ code: 'unreachable' });
    expect(told).toEqual([spent, givenBack]);
  });
  test('is given back where it was stopped, or could not be read, before it was sent', async () => {
    const { told, setup } = recording();
    const stop = new AbortController();
    const spend = async (names: readonly string[]) => {
      await setup.budget.spend(names, stop.signal);
      stop.abort();
    };
    const stopped = await serve(sends(200, {}), { ...setup, budget: { ...setup.budget, spend }, signal: stop.signal });
    expect(await stopped.fail('x', costly)).toMatchObject({ kind: 'network_down', code: 'aborted' });
    const unread = await serve(sends(200, {}), setup);
    const upload = { mimeType: 'image/png', open: () => Promise.reject(new Error('gone')) };
    await unread.fail('x', { method: 'POST', upload, spends: ['create post'] });
    expect(told).toEqual([spent, givenBack, spent, givenBack]);
    expect([...stopped.requests, ...unread.requests]).toEqual([]);
  });
  test('stays spent where it may have left, whatever came of it', async () => {
    const { told, setup } = recording();
    const cut = await serve((request) => request.socket.destroy(), setup);
    await cut.fail('x', costly);
    const refused = await serve(sends(400, {}), setup);
    await refused.fail('x', costly);
    const silent = await serve(() => undefined, setup);
    await silent.fail('x', { ...costly, timeoutMs: 50 });
    const { fail, close, requests } = await serve(sends(401, {}), setup);
    const sign: HttpRequest['sign'] = async ({ url }, send) => {
      await send(url, { method: 'POST' });
      close();
      return send(url, { method: 'POST' });
    };
    expect(await fail('x', { ...costly, sign })).toMatchObject({ code: 'unreachable' });
    expect(requests).toHaveLength(1);
    expect(told).toEqual([spent, spent, spent, spent]);
  });
  test('is what the answer says, where that decides, and nothing where it is a refusal', async () => {
    const { told, setup } = recording();
    const reading = {
      spends: ['item'],
      charged: (body: unknown) => (body as string[]).map(() => 'item'), // as served here
    };
    const { client } = await serve(sends(200, ['a', 'b']), setup);
    await client.request('x', reading);
    const refused = await serve(sends(404, {}), setup);
    await refused.fail('x', reading);
    const lost = await serve((request) => request.socket.destroy(), setup);
    await lost.fail('x', reading);
    const item = 'spend calls,item';
    expect(told).toEqual([item, 'settle calls,item as item,item', item, 'settle calls,item as ', item]);
  });
});
