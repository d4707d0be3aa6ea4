import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { HttpClient } from '@polyphony/sdk';
import { createHttpClient } from '@polyphony/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';

const size = 1024 ** 3;
const chunk = new Uint8Array(256 * 1024);
/** What the process may grow by, however large the file is. */
const mostBytes = 150 * 1024 ** 2;

/** Takes whatever comes, and counts it. */
let received = 0;
const sink = createServer((request, response) => {
  request.on('data', (bytes: Buffer) => (received += bytes.length));
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
let http: HttpClient;

beforeAll(async () => {
  sink.listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const { port } = sink.address() as AddressInfo; // TCP, so no string
  http = createHttpClient({
    network: 'example',
    baseUrl: `http://127.0.0.1:${port}`,
    hosts: [],
    errors: { codes: {}, read: () => undefined },
    secrets: [],
    signal: new AbortController().signal,
    now: () => new Date(),
  });
});
afterAll(() => sink.close());

/** A gigabyte that is made while it is read. */
function open(): Promise<ReadableStream<Uint8Array>> {
  let made = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(chunk);
      if ((made += chunk.length) >= size) controller.close();
    },
  });
  return Promise.resolve(stream);
}

/** How much the process grew at most while it ran. */
async function growth(run: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
  try {
    received = 0;
    await run();
  } finally {
    clearInterval(watch);
  }
  return Math.max(most, process.memoryUsage.rss()) - before;
}

const timeoutMs = 50_000;

test('a file of 1 GB goes out as it is read', { timeout: 120_000 }, async () => {
  const upload = { mimeType: 'video/mp4', open };
  expect(await growth(() => http.request('/upload', { method: 'POST', upload, timeoutMs }))).toBeLessThan(mostBytes);
  expect(received).toBe(size);
});

test('a form with a file of 1 GB goes out as it is read', { timeout: 120_000 }, async () => {
  const file = { name: 'video', fileName: 'video.mp4', mimeType: 'video/mp4', byteSize: size, open };
  const multipart = { fields: { title: 'A film' }, file };
  expect(await growth(() => http.request('/upload', { method: 'POST', multipart, timeoutMs }))).toBeLessThan(mostBytes);
  expect(received).toBeGreaterThan(size);
});

test('the measure sees a connector that reads a file before it sends it', { timeout: 120_000 }, async () => {
  const naive = async () => {
    const bytes = await new Response(await open()).bytes();
    const upload = { mimeType: 'video/mp4', open: () => Promise.resolve(new Blob([bytes]).stream()) };
    await http.request('/upload', { method: 'POST', upload, timeoutMs });
  };
  expect(await growth(naive)).toBeGreaterThan(size / 2);
});
