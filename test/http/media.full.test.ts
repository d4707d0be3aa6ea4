import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DemoFile } from '../../prisma/seed/demo-file.ts';
import { mp4 } from '../support/pictures.ts';
import { startProduct } from '../support/process.ts';
import { temporaryFolder } from '../support/world.ts';

const chunk = 1_000_000;
const boundary = 'full-test';

/** A video of that many megabytes, made as it is sent. */
function video(megabytes: number, before = '', after = ''): ReadableStream<Uint8Array> {
  const state = { sent: 0 };
  return new ReadableStream({
    pull(controller) {
      if (state.sent === 0) controller.enqueue(Buffer.concat([Buffer.from(before), mp4(chunk)]));
      else if (state.sent < megabytes) controller.enqueue(Buffer.alloc(chunk, state.sent));
      else {
        if (after !== '') controller.enqueue(Buffer.from(after));
        controller.close();
      }
      state.sent += 1;
    },
  });
}

/** What undici wants to know of a body that is sent while it is read; the platform's types do not know it. */
const streaming = { duplex: 'half' };

const part = (disposition: string, value = '') =>
  `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${value}`;
const operations = JSON.stringify({
  query: 'mutation ($file: Upload!) { uploadMedia(input: { file: $file }) { ... on MediaAsset { byteSize } } }',
  variables: { file: null },
});
const beforeFile = `${part('name="operations"', operations)}\r\n${part('name="map"', '{"0":["variables.file"]}')}\r\n${part('name="0"; filename="a.mp4"')}`;

describe('an upload of 300 MB', () => {
  it.skipIf(process.platform !== 'linux')(
    'takes no more memory than one of 3 MB, by both doors',
    { timeout: 300_000 },
    async () => {
      const dataDir = temporaryFolder();
      const product = startProduct({ DATA_DIR: dataDir, DEMO: '1' });
      const url = await product.ready();
      const { token } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
      const memory = async () => {
        const status = await readFile(`/proc/${String(product.process.pid)}/status`, 'utf8');
        return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
      };
      const authorization = `Bearer ${token}`;
      const send = async (path: string, body: ReadableStream<Uint8Array>, headers: Record<string, string>) => {
        const response = await fetch(url + path, {
          method: 'POST',
          headers: { authorization, ...headers },
          body,
          ...streaming,
        });
        return (await response.json()) as { byteSize?: number; data?: { uploadMedia: { byteSize: number } } };
      };
      const plainly = async (megabytes: number) => (await send('/media', video(megabytes), {})).byteSize;
      const inForm = async (megabytes: number) => {
        const type = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'graphql-require-preflight': '1' };
        const { data } = await send('/graphql', video(megabytes, beforeFile, `\r\n--${boundary}--\r\n`), type);
        return data?.uploadMedia.byteSize;
      };
      expect([await plainly(3), await inForm(3)]).toEqual([3 * chunk, 3 * chunk]);
      const before = await memory();
      expect(await plainly(300)).toBe(300 * chunk);
      expect(await inForm(300)).toBe(300 * chunk);
      expect((await memory()) - before).toBeLessThan(100);
      product.process.kill('SIGTERM');
      expect(await product.ended()).toBe(0);
    },
  );
});

describe('a process that is killed in the middle of an upload', () => {
  it('leaves a file that its next start takes away', { timeout: 60_000 }, async () => {
    const dataDir = temporaryFolder();
    const incoming = () => readdir(join(dataDir, 'media/incoming')).catch(() => []);
    const first = startProduct({ DATA_DIR: dataDir, DEMO: '1' });
    const { port } = new URL(await first.ready());
    const { token } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /media HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: 1000000\r\n\r\n`,
    );
    socket.write(mp4(100_000));
    while ((await incoming()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    first.process.kill('SIGKILL');
    await first.ended();
    expect(await incoming()).toHaveLength(1);
    const second = startProduct({ DATA_DIR: dataDir });
    const url = await second.ready();
    expect(await incoming()).toEqual([]);
    const { assetIds } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: `{ node(id: "${assetIds[0] ?? ''}") { ... on MediaAsset { url } } }` }),
    });
    const { data } = (await response.json()) as { data: { node: { url: string } } };
    expect(data.node.url.startsWith(url)).toBe(true);
    expect((await fetch(data.node.url)).status).toBe(200);
    second.process.kill('SIGTERM');
    expect(await second.ended()).toBe(0);
  });
});
