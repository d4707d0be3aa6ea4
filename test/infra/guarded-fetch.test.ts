import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient } from '@polyphony/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import {
  AddressRefused,
  AnswerTooLarge,
  guardedFetch,
  isLoopback,
  isPublicAddress,
  readAtMost,
  type GuardOptions,
} from '../../src/infra/guarded-fetch.ts';

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`; // a TCP server's
}

/** Answers each question for a name with the next of these. */
const lookupThat = (...answers: readonly (readonly string[])[]) => {
  const state = { asked: 0 };
  const lookup = ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) => {
    const addresses = answers[Math.min(state.asked++, answers.length - 1)] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as NonNullable<GuardOptions['lookup']>;
  return { lookup, state };
};

const refusal = async (asked: Promise<Response>): Promise<unknown> => {
  const error: unknown = await asked.then(
    ({ status }) => status,
    (reason: unknown) => reason,
  );
  return error instanceof TypeError ? error.cause : error;
};

const fetchOutside = guardedFetch({ allowLoopback: false });
const fetchHere = guardedFetch({ allowLoopback: true });

describe('an address of our own network', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    ...['255.255.255.255', '224.0.0.1', '240.0.0.1', '198.18.0.1', '192.0.2.1', '192.88.99.1'],
    ...['::1', '::', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', 'fc00::1', 'fd00:ec2::254', 'fe80::1'],
    ...['fec0::1', 'ff02::1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '2002:7f00:1::', '2001::1', '2001:db8::1'],
    'localhost',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['93.184.215.14', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    'http://127.0.0.1:8080/',
    'http://2130706433:8080/',
    'http://0x7f.1:8080/',
    'http://0177.0.0.1:8080/',
    'http://[::1]:8080/',
    'http://[::ffff:127.0.0.1]:8080/',
    'http://localhost:8080/',
    'http://127.0.0.1.:8080/',
    'https://169.254.169.254/latest/meta-data',
  ])('%s is not asked', async (url) => {
    expect(await refusal(fetchOutside(url, {}))).toBeInstanceOf(AddressRefused);
  });

  it.each(['file:///etc/passwd', 'data:text/html,x', 'ftp://example.com/', 'blob:x'])('%s is not read', async (url) => {
    expect(await refusal(fetchOutside(url, {}))).toBeInstanceOf(AddressRefused);
  });

  it('is not reached through a name, nor through one that has a public address too', async () => {
    for (const addresses of [['10.0.0.1'], ['93.184.215.14', '10.0.0.1'], ['::1']]) {
      const { lookup } = lookupThat(addresses);
      const fetch = guardedFetch({ allowLoopback: false, lookup });
      expect(await refusal(fetch('http://example.com:8080/', {}))).toBeInstanceOf(AddressRefused);
    }
  });

  it('is not reached by a name that first answers with another address: what is checked is what is connected to', async () => {
    const { lookup, state } = lookupThat(['127.0.0.1'], ['10.0.0.1']);
    const server = await serve((_, response) => response.setHeader('connection', 'close').end('first'));
    const { port } = new URL(server);
    const fetch = guardedFetch({ allowLoopback: true, lookup });
    const url = `http://rebinding.example:${port}/`;
    expect(await (await fetch(url, {})).text()).toBe('first');
    expect(await refusal(fetch(url, {}))).toBeInstanceOf(AddressRefused);
    expect(state.asked).toBe(2);
  });

  it('is not reached by a redirect', async () => {
    for (const location of ['http://10.0.0.1/', 'http://[fd00::1]/', 'file:///etc/passwd', '//192.168.0.1/x']) {
      const server = await serve((_, response) => response.writeHead(302, { location }).end());
      expect(await refusal(fetchHere(server, {}))).toBeInstanceOf(AddressRefused);
    }
  });
});

describe('what may be asked', () => {
  it('is this machine, where that is allowed, and nothing else of our network', async () => {
    const server = await serve((_, response) => response.end('here'));
    expect(await (await fetchHere(server, {})).text()).toBe('here');
    expect(await (await fetchHere(server.replace('127.0.0.1', 'localhost'), {})).text()).toBe('here');
    expect(await refusal(fetchHere('http://10.0.0.1/', {}))).toBeInstanceOf(AddressRefused);
    expect(['http://127.9.9.9/', 'http://localhost/', 'http://[::1]:1/'].map(isLoopback)).toEqual([true, true, true]);
    expect(['http://10.0.0.1/', 'http://127.example.com/', 'http://[::2]/'].map(isLoopback)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('follows at most five redirects, and tells no secret to another host', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('end');
    });
    const server = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      response.writeHead(302, { location: left > 0 ? `/${String(left - 1)}` : other }).end();
    });
    const init = { headers: { authorization: 'Bearer secret' } };
    expect(await (await fetchHere(`${server}/4`, init)).text()).toBe('end');
    expect(seen).toEqual([undefined]);
    expect(await refusal(fetchHere(`${server}/5`, init))).toBeInstanceOf(AddressRefused);
    expect((await fetchHere(`${server}/1`, { redirect: 'manual' })).status).toBe(302);
  });

  it('is read up to a size, however it was packed', async () => {
    const server = await serve((_, response) => response.end('x'.repeat(1000)));
    const read = async (most: number) => {
      let size = 0;
      for await (const chunk of readAtMost(await fetchHere(server, {}), most)) size += chunk.byteLength;
      return size;
    };
    expect(await read(1000)).toBe(1000);
    await expect(read(999)).rejects.toBeInstanceOf(AnswerTooLarge);
  });

  it('serves as the way of a network’s HTTP client: a refused address was surely not reached', async () => {
    const server = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      request.on('data', (data: Buffer) => response.end(JSON.stringify({ got: data.toString() })));
    });
    const setup = {
      network: 'test',
      baseUrl: server,
      hosts: 'ANY',
      errors: { codes: {}, read: () => undefined },
      secrets: [],
      signal: new AbortController().signal,
      now: () => new Date(),
    } as const;
    const allowed = createHttpClient({ ...setup, send: fetchHere });
    const upload = {
      mimeType: 'text/plain',
      open: () => Promise.resolve(new Blob(['привет']).stream() as ReadableStream<Uint8Array>),
    };
    expect((await allowed.request('/', { method: 'POST', json: { a: 'ā' } })).body).toEqual({ got: '{"a":"ā"}' });
    expect((await allowed.request('/', { method: 'POST', upload })).body).toEqual({ got: 'привет' });
    const refused = createHttpClient({ ...setup, send: fetchOutside });
    await expect(refused.request('/', { method: 'POST', json: {} })).rejects.toMatchObject({
      details: { kind: 'network_down', code: 'unreachable' },
    });
  });
});
