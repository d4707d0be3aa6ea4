import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoAccounts as blueskyAccounts, startEmulator as startBluesky } from '@polyphony/plugin-bluesky/emulator';
import { demoAccounts as sandboxAccounts, startEmulator as startSandbox } from '@polyphony/plugin-sandbox/emulator';
import { demoAccounts, demoTokens, startEmulator as startVk } from '@polyphony/plugin-vk/emulator';
import type { EmulatedPost, Emulator, EmulatorControl } from '@polyphony/sdk/emulator';
import { print, type DocumentNode, type ExecutionResult } from 'graphql';
import { takeLock } from '../../src/infra/data-dir.ts';
import { contractDocument } from './documents.ts';
import { transports } from './live.ts';
import { run, startProduct } from './process.ts';
import { sender } from './uploads.ts';
import { temporaryFolder } from './world.ts';

export const [bakery, roastery] = demoAccounts;
export const [bread] = sandboxAccounts;
export const [loaf] = blueskyAccounts;

/** As media that were uploaded to an emulator are told of. */
export const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** An emulator with all that tests may do to it. */
export type Network = Emulator & { readonly control: Required<EmulatorControl> };
export const controlled = (emulator: Emulator): Network => emulator as Network; // those that are used here have all of it

/** VK, whose clock a test turns; it counts nobody's requests, the product counts its own. */
export async function startTurnableVk() {
  let offset = 0;
  const network = controlled(await startVk({ port: 0, seed: 1, now: () => new Date(Date.now() + offset) }));
  return {
    ...network,
    turnClock(ms: number) {
      offset += ms;
    },
    /** Asks VK itself, past the product. */
    async ask<T>(method: string, parameters: Record<string, string>, token: string = demoTokens.userToken): Promise<T> {
      const body = new URLSearchParams({ v: '5.199', access_token: token, ...parameters });
      const response = await fetch(`${network.url}/method/${method}`, { method: 'POST', body });
      const answer = (await response.json()) as { response?: T; error?: { error_msg: string } }; // the API's envelope
      if (answer.response === undefined) throw new Error(`${method}: ${answer.error?.error_msg ?? 'no answer'}`);
      return answer.response;
    },
    async withText(text: string): Promise<readonly EmulatedPost[]> {
      return (await network.control.posts()).filter((post) => post.text.includes(text));
    },
  };
}
export type Vk = Awaited<ReturnType<typeof startTurnableVk>>;

export interface Problem {
  readonly kind: string;
  readonly code: string;
  readonly message: string;
  readonly actor: string;
  readonly actionUrl: string | null;
  readonly networkCode: string | null;
  readonly at: string;
  readonly retryAt: string | null;
}

export interface SeenDelivery {
  readonly id: string;
  readonly state: string;
  readonly url: string | null;
  readonly externalId: string | null;
  readonly publishedAt: string | null;
  readonly allowedActions: readonly string[];
  readonly problem: Problem | null;
}

export interface SeenChannel {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly tier: { readonly name: string; readonly means: string } | null;
  readonly profile: Readonly<Record<string, string | null>>;
  readonly health: {
    readonly tokenExpiresAt: string | null;
    readonly missingScopes: readonly string[];
    readonly lastSuccessAt: string | null;
    readonly lastProblem: Problem | null;
    readonly rateBudgets: readonly { readonly name: string; readonly used: number; readonly limit: number }[];
  };
  readonly capabilities: {
    readonly formats: readonly { readonly format: string }[];
    readonly actions: readonly string[];
    readonly engagement: { readonly kinds: readonly string[]; readonly live: boolean } | null;
    readonly profile: { readonly fields: readonly string[] } | null;
  };
}

const problemFields = 'kind code message actor actionUrl networkCode at retryAt';
const deliveryFields = `id state url externalId publishedAt allowedActions problem { ${problemFields} }`;
const channelQuery = `query ($id: ID!) { node(id: $id) { ... on Channel {
  id name status tier { name means } profile { displayName bio link avatarUrl headerUrl }
  health { tokenExpiresAt missingScopes lastSuccessAt lastProblem { ${problemFields} } rateBudgets { name used limit } }
  capabilities { formats { format } actions engagement { kinds live } profile { fields } } } } }`;

/** To the product another process of the same installation runs them: so it takes their addresses from the folder. */
function lendEmulators(dataDir: string, emulators: Readonly<Record<string, Emulator>>): void {
  const folder = join(dataDir, 'emulators');
  mkdirSync(folder, { recursive: true });
  for (const [key, { url }] of Object.entries(emulators)) {
    takeLock(join(folder, `${key}.lock`));
    writeFileSync(join(folder, `${key}.url`), url);
  }
}

/** The product as its users have it: a process of its own with a database in it, and networks that are emulated. */
export async function openProduct() {
  const vk = await startTurnableVk();
  const sandbox = controlled(await startSandbox({ port: 0, seed: 1 }));
  const bluesky = await startBluesky({ port: 0, seed: 1 });
  const dataDir = temporaryFolder();
  const emulators = { vk, sandbox, bluesky };
  lendEmulators(dataDir, emulators);
  const settings = { DATA_DIR: dataDir, DEMO: '0', EMULATE: Object.keys(emulators).join(',') };
  const owner = [
    '--name',
    'Рижская выпечка',
    '--time-zone',
    'Europe/Riga',
    '--owner',
    'Инесе',
    '--email',
    'i@example.com',
  ];
  const made = run('scripts/workspace.ts', owner, { LOG_LEVEL: 'silent', ...settings });
  if ((await made.ended()) !== 0) throw new Error(made.output());
  const token = made.output().trim().split('\n').at(-1) ?? '';
  const product = startProduct(settings);
  const url = await product.ready();
  const send = sender(
    () => url,
    () => token,
  );

  async function gql<Data>(document: string | DocumentNode, variables: object = {}): Promise<Data> {
    const query = typeof document === 'string' ? document : print(document);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as ExecutionResult<Data>; // as GraphQL answers
    if (errors !== undefined || data == null) throw new Error(JSON.stringify(errors));
    return data;
  }

  const subscribe = transports.find(([name]) => name === 'WebSocket')?.[1];
  if (subscribe === undefined) throw new TypeError('There is a WebSocket');

  /** Through which states a post's deliveries went since that cursor, up to one of these, or until the time is over. */
  async function movesOf(
    postId: string,
    after: string,
    until: readonly string[] = [],
    seconds = 1,
  ): Promise<readonly string[]> {
    const seen: string[] = [];
    const results = subscribe?.(url, token, {
      query: print(contractDocument('WatchIt')),
      variables: { postId, after },
    });
    const late = setTimeout(() => void results?.return?.(), seconds * 1000);
    for await (const { data, errors } of results ?? []) {
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      const { to } = (data as { deliveryChanged: { to: string } }).deliveryChanged; // as WatchIt asks
      seen.push(to);
      if (until.includes(to)) break;
    }
    clearTimeout(late);
    return seen;
  }

  async function follow(postId: string, after: string, states: readonly string[]): Promise<readonly string[]> {
    const seen = await movesOf(postId, after, states, 45);
    if (!states.includes(seen.at(-1) ?? '')) throw new Error(`It came only to ${seen.join(', ')}`);
    return seen;
  }

  const newestCursor = async () => {
    const query = '{ workspace { events(last: 1) { pageInfo { endCursor } } } }';
    const { workspace } = await gql<{ workspace: { events: { pageInfo: { endCursor: string } } } }>(query);
    return workspace.events.pageInfo.endCursor;
  };

  const client = {
    url,
    gql,
    movesOf,
    follow,
    newestCursor,
    output: product.output,
    async upload(bytes: Uint8Array, fileName: string, altText = ''): Promise<string> {
      const { status, body } = await send(Buffer.from(bytes), { fileName, altText });
      if (status !== 201) throw new Error(`${fileName}: ${body.code ?? String(status)}`);
      return body.id;
    },
    /** Begins to connect an account, by what is pasted or else by the network's own page. */
    async startConnecting(network: string, credentials?: Readonly<Record<string, string>>) {
      const given = Object.entries(credentials ?? {}).map(([name, value]) => ({ name, value }));
      const input = { network, ...(credentials !== undefined && { credentials: given }) };
      const { startChannelConnection } = await gql<{
        startChannelConnection: { id: string; state: string; authorizationUrl: string | null };
      }>(contractDocument('StartConnecting'), { input });
      return startChannelConnection;
    },
    async whatWasGranted(id: string) {
      const { node } = await gql<{
        node: { state: string; candidates: { externalId: string; missingScopes: string[] }[]; problem: Problem | null };
      }>(contractDocument('WhatDidTheyGrant'), { id });
      return node;
    },
    async connectChosen(authorizationId: string, externalId: string): Promise<SeenChannel> {
      const { connectChannels } = await gql<{ connectChannels: { results?: { channel: { id: string } }[] } }>(
        contractDocument('ConnectChosen'),
        { input: { authorizationId, externalIds: [externalId] } },
      );
      const id = connectChannels.results?.[0]?.channel.id;
      if (id === undefined)
        throw new Error(JSON.stringify([connectChannels, await client.whatWasGranted(authorizationId)]));
      return client.channel(id);
    },
    async connect(network: string, externalId: string, credentials: Readonly<Record<string, string>>) {
      return client.connectChosen((await client.startConnecting(network, credentials)).id, externalId);
    },
    channel: async (id: string) => (await gql<{ node: SeenChannel }>(channelQuery, { id })).node,
    delivery: async (id: string) =>
      (
        await gql<{ node: SeenDelivery }>(
          `query ($id: ID!) { node(id: $id) { ... on Delivery { ${deliveryFields} } } }`,
          { id },
        )
      ).node,
    async write(channelId: string, content: object, variant: object = {}): Promise<string> {
      const { createPost } = await gql<{ createPost: { id: string } }>(contractDocument('WriteFirstPost'), {
        input: { content, variants: [{ channelId, ...variant }] },
      });
      return createPost.id;
    },
    /** Publishes at once; `moves`: through which states it went, up to one of those that are named. */
    async publish(channelId: string, content: object, variant: object = {}, ...until: string[]) {
      const postId = await client.write(channelId, content, variant);
      const cursor = await newestCursor();
      const { publishPost } = await gql<{ publishPost: { deliveries?: { id: string }[] } }>(
        contractDocument('PublishNow'),
        {
          input: { postId },
        },
      );
      const deliveryId = publishPost.deliveries?.[0]?.id;
      if (deliveryId === undefined) throw new Error(JSON.stringify(publishPost));
      const moves = await follow(postId, cursor, until.length === 0 ? ['PUBLISHED'] : until);
      return { postId, cursor, moves, ...(await client.delivery(deliveryId)) };
    },
    async retry(deliveryId: string): Promise<void> {
      await gql(contractDocument('TryAgain'), { input: { deliveryIds: [deliveryId] } });
    },
    async close(): Promise<number | string | null> {
      product.process.kill('SIGTERM');
      const ended = await product.ended();
      await Promise.all([vk.close(), sandbox.close(), bluesky.close()]);
      return ended;
    },
  };
  return { vk, sandbox, bluesky, ...client };
}
export type OpenProduct = Awaited<ReturnType<typeof openProduct>>;

/** Waits until it is so. */
export async function becomes<T>(read: () => Promise<T>, holds: (value: T) => boolean, seconds = 15): Promise<T> {
  for (const deadline = Date.now() + seconds * 1000; ;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`It stayed ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
