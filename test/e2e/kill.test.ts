import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator } from '@polyphony/plugin-sandbox/emulator';
import type { Emulator } from '@polyphony/sdk/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct } from '../support/process.ts';
import { createServerDatabase, serverUrl, temporaryFolder } from '../support/world.ts';

let network: Emulator;
beforeAll(async () => {
  network = await startEmulator({ port: 0, seed: 1 });
});
afterAll(() => network.close());

interface DemoFile {
  readonly token: string;
  readonly channelIds: readonly string[];
}

/** The embedded database, and a server where one answers: the promise is the same. */
const databases = ['embedded', ...(serverUrl === undefined ? [] : ['PostgreSQL'])];

describe.each(databases)('kill -9 during publishing, on the database %s', (database) => {
  it.each([
    ['before the network answered', { kind: 'slow', ms: 1500 } as const, 500],
    ['when the network’s answer was lost', { kind: 'drop_after' } as const, 300],
  ])(
    '%s: after the restart the post is out once',
    async (_, fault, killAfterMs) => {
      const dataDir = temporaryFolder();
      const server = database === 'embedded' || serverUrl === undefined ? null : await createServerDatabase(serverUrl);
      const settings = {
        DATA_DIR: dataDir,
        DEMO: '1',
        EMULATE: `sandbox=${network.url}`,
        ...(server === null ? {} : { DATABASE_URL: server.url }),
      };
      const first = startProduct(settings);
      const firstUrl = await first.ready();
      const { token, channelIds } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
      const ask = async (url: string, query: string, variables: object = {}) => {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query, variables }),
        });
        return (await response.json()) as {
          data: Record<string, { id: string; state?: string; deliveries: { id: string }[] }>;
        };
      };
      const text = `Killed and back, ${database}, ${fault.kind} 🥐 Нан`;
      const created = await ask(
        firstUrl,
        'mutation ($input: CreatePostInput!) { post: createPost(input: $input) { ... on Post { id } } }',
        {
          input: { content: { text }, variants: [{ channelId: channelIds[0] }] },
        },
      );
      const postId = created.data.post?.id ?? '';
      await network.control?.fail(fault);
      const published = await ask(
        firstUrl,
        'mutation ($id: ID!) { post: publishPost(input: { postId: $id }) { ... on Post { id deliveries { id } } } }',
        { id: postId },
      );
      const delivery = Buffer.from(published.data.post?.deliveries[0]?.id ?? '', 'base64')
        .toString()
        .split(':')[1];
      await new Promise((resolve) => setTimeout(resolve, killAfterMs));
      first.process.kill('SIGKILL');
      expect(await first.ended()).toBe('SIGKILL');

      const second = startProduct(settings);
      const secondUrl = await second.ready();
      const deadline = Date.now() + 60_000;
      let state: string | undefined;
      while (state !== 'PUBLISHED' && Date.now() < deadline) {
        const { data } = await ask(secondUrl, 'query ($id: ID!) { node(id: $id) { id ... on Post { state } } }', {
          id: postId,
        });
        state = data.node?.state;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(state).toBe('PUBLISHED');
      const there = ((await network.control?.posts()) ?? []).filter(({ reference }) => reference === delivery);
      expect(there).toHaveLength(1);
      expect(there[0]?.text).toBe(text);

      second.process.kill('SIGTERM');
      expect(await second.ended()).toBe(0);
      await server?.drop();
    },
    90_000,
  );
});
