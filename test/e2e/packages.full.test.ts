import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, noRegistry, outside, ownPackages, packPackages } from '../support/packages.ts';

// What an operator does who has no clone: installs tarballs into an empty folder, and starts what is there.

let cannot: string | undefined;
let folder: string;
let own: readonly string[];
let product: ChildProcess | undefined;

beforeAll(async () => {
  cannot = await noRegistry();
  if (cannot !== undefined) return;
  own = await ownPackages();
  const tarballs = await packPackages(...ownPlugins(), '.');
  folder = await outside();
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  // And a connector that somebody else wrote, with the SDK's own command.
  const [sdk = ''] = tarballs;
  const theirs = await outside();
  await command(theirs, 'npx', '--yes', '--package', sdk, 'polyphony-connector', 'new', 'example', '--sdk', sdk);
  await command(join(theirs, 'example'), 'npm', 'install', '--no-audit', '--no-fund');
  await command(join(theirs, 'example'), 'npm', 'pack', '--pack-destination', theirs);
  const example = join(theirs, 'polyphony-plugin-example-0.1.0.tgz');
  await command(folder, 'npm', 'install', '--no-audit', '--no-fund', ...tarballs, example);
}, 15 * 60_000);
afterAll(async () => {
  if (product?.exitCode !== null) return;
  product.kill('SIGKILL');
  await once(product, 'exit');
});

const ownPlugins = () => own.filter((name) => name !== '@polyphony/sdk');
const plugins = () => [...ownPlugins(), 'polyphony-plugin-example'];

/** Starts the product with its `bin`; returns its address, when it says so. */
async function start(): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  // A script of npm's is what `npx polyphony` runs; without npx the signal reaches it.
  const child = spawn(join(folder, 'node_modules/.bin/polyphony'), [], {
    cwd: folder,
    env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'warn', CONNECTORS: plugins().join() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  product = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  for (;;) {
    const url = /is ready: (\S+)\/graphql/.exec(output)?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`It ended with ${String(child.exitCode)}:\n${output}`);
    await sleep(50);
  }
}

interface DemoFile {
  readonly token: string;
  readonly channelIds: readonly string[];
}

async function ask<Data>(url: string, { token }: DemoFile, query: string, variables: object = {}): Promise<Data> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { readonly data: Data; readonly errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

describe('the product from packed tarballs', { timeout: 120_000 }, () => {
  it('brings every file that an entry of a package names, under every condition', async (context) => {
    if (cannot !== undefined) context.skip(cannot);
    for (const name of own) {
      const place = join(folder, 'node_modules', name);
      const manifest = JSON.parse(await readFile(join(place, 'package.json'), 'utf8')) as {
        readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
      };
      const files = Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry))); // prettier-ignore
      expect(files.length).toBeGreaterThan(3);
      expect(files.filter((file) => !existsSync(join(place, file)))).toEqual([]);
      const entries = await readdir(place, { recursive: true });
      expect(entries.filter((entry) => /\.test\.[jt]s$/.test(entry) && !entry.startsWith(join('dist', 'template')))).toEqual([]); // prettier-ignore
    }
  });

  it('runs the SDK and the plugins from what was built', async (context) => {
    if (cannot !== undefined) context.skip(cannot);
    for (const name of ['@polyphony/sdk', ...plugins()]) {
      const script = `console.log(import.meta.resolve(${JSON.stringify(name)}))`;
      const entry = await command(folder, process.execPath, '--input-type=module', '-e', script);
      expect(entry).toContain(`/node_modules/${name}/dist/`);
    }
  });

  it('starts, emulates its networks, and a post of the demo goes out on one', async (context) => {
    if (cannot !== undefined) context.skip(cannot);
    const url = await start();
    const demo = JSON.parse(await readFile(join(folder, '.polyphony/demo.json'), 'utf8')) as DemoFile;
    const { networks, __type } = await ask<{ networks: { key: string; emulated: boolean }[]; __type: object }>(
      url,
      demo,
      '{ networks { key emulated } __type(name: "ExamplePostOptions") { fields { name } } }',
    );
    expect(networks).toHaveLength(plugins().length);
    expect(networks.filter(({ emulated }) => !emulated)).toEqual([]);
    expect(networks).toContainEqual({ key: 'example', emulated: true });
    expect(__type).toEqual({ fields: [{ name: 'delaySeconds' }] });

    const text = 'Packed, and out 🥐';
    const { createPost } = await ask<{ createPost: { id: string } }>(
      url,
      demo,
      'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
      { input: { content: { text }, variants: [{ channelId: demo.channelIds[0] }] } },
    );
    const publish = 'mutation ($input: PublishPostInput!) { publishPost(input: $input) { __typename } }';
    const { publishPost } = await ask<{ publishPost: object }>(url, demo, publish, {
      input: { postId: createPost.id },
    });
    expect(publishPost).toEqual({ __typename: 'Post' });

    const look = 'query ($id: ID!) { node(id: $id) { ... on Post { deliveries { url } } } }';
    let address: string | null | undefined;
    const deadline = Date.now() + 30_000;
    while (!address && Date.now() < deadline) {
      await sleep(100);
      const { node } = await ask<{ node: { deliveries: { url: string | null }[] } }>(url, demo, look, {
        id: createPost.id,
      });
      address = node.deliveries[0]?.url;
    }
    expect(await (await fetch(address ?? 'it did not go out')).text()).toContain(text);
  });

  it('stops when it is told to, and has a command for what an operator needs', async (context) => {
    if (product === undefined) return context.skip(cannot ?? 'it did not start');
    product.kill('SIGTERM');
    expect(await once(product, 'exit')).toEqual([0, null]);
    const owner = ['--name', 'Acme', '--time-zone', 'Europe/Riga', '--owner', 'Ana', '--email', 'ana@example.com'];
    expect(await command(folder, 'npx', 'polyphony', 'workspace:create', ...owner)).toContain(
      'Made the workspace "Acme"',
    );
    await expect(command(folder, 'npx', 'polyphony', 'everything')).rejects.toThrow('api, worker');
    await command(folder, 'npx', 'polyphony', 'connector', 'new', 'another');
    expect(await readFile(join(folder, 'another', 'package.json'), 'utf8')).toContain('polyphony-plugin-another');
  });
});
