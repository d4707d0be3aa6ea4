import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, demoAccounts } from '@polyphony/plugin-sandbox/emulator';
import type { Connector } from '@polyphony/sdk';
import type { EmulatorControl } from '@polyphony/sdk/emulator';
import { print, type DocumentNode, type ExecutionResult } from 'graphql';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll } from 'vitest';
import { publishingTiming, type Ctx, type PublishingTiming, type Shell } from '../../src/app/ctx.ts';
import { issueMemberToken, authenticate, type Session } from '../../src/app/workspace/session.ts';
import { createWorkspace } from '../../src/app/workspace/workspace.ts';
import { readConfig } from '../../src/config.ts';
import type { Role } from '../../src/domain/workspace/permission.ts';
import type { Patience } from '../../src/http/body-watch.ts';
import { openEmbeddedDatabase, openServer, type Database } from '../../src/infra/db.ts';
import { createLogger } from '../../src/infra/logger.ts';
import { openMediaStore } from '../../src/infra/media-store.ts';
import { loadNetworks } from '../../src/infra/plugins.ts';
import { createVault } from '../../src/infra/vault.ts';
import { runDeliveries } from '../../src/jobs/deliveries.ts';
import { encodeGlobalID } from '../../src/schema/ids.ts';
import { installConnectors } from '../../src/schema/installed.ts';
import { startServer, type RunningServer } from '../../src/server.ts';
import { encodeRequest } from './multipart.ts';

/** The server that the tests may use beside the embedded database. */
export const serverUrl = process.env.DATABASE_URL;

export const log = createLogger('silent');

/** What is to be given back after the tests of a file. Hooks that are registered within hooks are not called. */
const cleaning: (() => unknown)[] = [];
afterAll(async () => {
  for (const clean of cleaning.toReversed()) await clean();
});

/** The master key of every test. */
export const testKey = new Uint8Array(32);

/** A database of its own on the server, dropped by the returned function. */
export async function createServerDatabase(url: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `polyphony_test_${randomUUID().replaceAll('-', '')}`;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await admin(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => admin(`drop database ${name} with (force)`) };
}

/** A database for one test file: on the server where DATABASE_URL names one, else embedded, in memory. */
export async function openTestDatabase(): Promise<Database & { readonly url: string | null }> {
  if (serverUrl === undefined) return { ...(await openEmbeddedDatabase(null, log, () => undefined)), url: null };
  const { url, drop } = await createServerDatabase(serverUrl);
  const db = await openServer(url, 10, log, () => undefined);
  return {
    ...db,
    url,
    async close() {
      await db.close();
      await drop();
    },
  };
}

/** A folder that is gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyphony-'));
  cleaning.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export interface World {
  readonly shell: Shell & { readonly db: Database & { readonly url: string | null } };
  /** Where the product keeps its files. */
  readonly dataDir: string;
  /** Where its media are; a file may have 20 MB. */
  readonly mediaFolder: string;
  /** What tests do to the sandbox network. */
  readonly network: EmulatorControl;
  /** While it runs, the connector of the sandbox, or of another network, is another one. */
  withConnector<T>(change: (connector: Connector) => Connector, run: () => Promise<T>, key?: string): Promise<T>;
  /** Moves the clock of the product; the emulator's stays. */
  turnClock(ms: number): void;
  /** A workspace with its owner and one channel for each sandbox account. */
  workspace(): Promise<TestWorkspace>;
  /** Serves the API on a port of its own. */
  serve(options?: { readonly corsOrigins?: readonly string[]; readonly patience?: Patience }): Promise<RunningServer>;
  /** Runs a worker until that holds. */
  work(until: () => Promise<boolean>, options?: { readonly timeoutMs?: number }): Promise<void>;
}

export interface TestWorkspace {
  readonly id: string;
  readonly token: string;
  /** Row ids, one for each sandbox account. */
  readonly channels: readonly [string, string];
  /** Global ids of the same. */
  readonly channelIds: readonly [string, string];
  /** A picture. */
  readonly assetId: string;
  /** Global id of the same. */
  readonly assetGlobalId: string;
  /** One more channel, of an account that nobody else has. Its global id. */
  channel(): Promise<string>;
  /** The token of a new member in that role, limited to some channels or not. */
  member(role: Role, channels?: readonly string[]): Promise<string>;
  ctx(token?: string): Promise<Ctx & { readonly viewer: Session }>;
  /** Files in the variables are sent as a form. */
  gql<Data = Record<string, unknown>>(
    document: string | DocumentNode,
    variables?: Record<string, unknown>,
    token?: string | null,
  ): Promise<ExecutionResult<Data> & { readonly status: number }>;
}

/** Everything a test needs, in one process and without a port for the API; closed after the tests of this file. */
export async function openWorld(
  timing: Partial<PublishingTiming> = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<World> {
  const db = await openTestDatabase();
  const networks = await loadNetworks(readConfig(settings));
  const emulator = await startEmulator({ port: 0, seed: 1 });
  networks.emulators.set('sandbox', emulator);
  if (emulator.control === undefined) throw new TypeError('The sandbox emulator can be controlled');
  const dataDir = temporaryFolder();
  const mediaFolder = join(dataDir, 'media');
  let offset = 0;
  let url = 'http://127.0.0.1:4000';
  const shell = {
    db,
    networks,
    vault: await createVault({ current: testKey, previous: null }),
    media: openMediaStore({ root: mediaFolder, maxBytes: 20_000_000 }),
    log,
    now: () => new Date(Date.now() + offset),
    newId: () => uuid(),
    random: () => 0.5,
    timing: { ...publishingTiming, quiet: 0, ...timing },
    publicUrl: () => url,
  };
  installConnectors(networks.all.map(({ connector }) => connector));
  const [{ schema }, { createTransport }] = await Promise.all([
    import('../../src/schema/index.ts'),
    import('../../src/schema/transport.ts'),
  ]);
  const stopping = new AbortController();
  const { yoga } = createTransport(shell, {
    schema,
    corsOrigins: [],
    graphiql: () => ({}),
    stopping: stopping.signal,
  });
  cleaning.push(async () => {
    stopping.abort();
    await emulator.close();
    await db.close();
  });

  async function workspace(): Promise<TestWorkspace> {
    const { workspaceId: id, token } = await createWorkspace(shell, {
      name: 'Rīta Maize',
      timeZone: 'Europe/Riga',
      owner: { displayName: 'Ilze Bērziņa', email: `${randomUUID()}@example.com` },
    });
    const channels = demoAccounts.map(() => uuid());
    const createChannel = async (
      channelId: string,
      { credentials, ...account }: Omit<(typeof demoAccounts)[number], 'externalId'> & { externalId: string },
    ) => {
      const grantId = uuid();
      const sealed = await shell.vault.seal(credentials);
      await db.prisma.grant.create({
        data: { id: grantId, workspaceId: id, network: 'sandbox', credentials: sealed, scopes: [] },
      });
      await db.prisma.channel.create({
        data: { ...account, id: channelId, workspaceId: id, network: 'sandbox', status: 'CONNECTED', grantId },
      });
    };
    for (const [index, account] of demoAccounts.entries()) await createChannel(channels[index] ?? '', account);
    const assetId = uuid();
    await db.prisma.mediaAsset.create({
      data: {
        id: assetId,
        workspaceId: id,
        kind: 'IMAGE',
        fileName: 'door.png',
        url: 'http://127.0.0.1/door.png',
        byteSize: 1000,
        mimeType: 'image/png',
      },
    });
    const [first = '', second = ''] = channels;
    return {
      id,
      token,
      channels: [first, second],
      channelIds: [encodeGlobalID('Channel', first), encodeGlobalID('Channel', second)],
      assetId,
      assetGlobalId: encodeGlobalID('MediaAsset', assetId),
      async channel() {
        const channelId = uuid();
        await createChannel(channelId, { ...demoAccounts[0], externalId: randomUUID() });
        return encodeGlobalID('Channel', channelId);
      },
      async member(role, limitedTo) {
        const personId = uuid();
        await db.prisma.person.create({
          data: { id: personId, displayName: `${role} person`, email: `${randomUUID()}@example.com` },
        });
        const member = await db.prisma.member.create({
          data: {
            id: uuid(),
            workspaceId: id,
            personId,
            role,
            channelsLimited: limitedTo !== undefined,
            channelScope: { create: (limitedTo ?? []).map((channelId) => ({ channelId })) },
          },
        });
        return issueMemberToken(shell, member, role);
      },
      async ctx(secret = token) {
        const viewer = await authenticate(shell, secret);
        if (viewer === null) throw new TypeError('Nobody’s token');
        return { ...shell, viewer, requestId: null };
      },
      async gql(document, variables = {}, secret = token) {
        const { headers, body } = encodeRequest(typeof document === 'string' ? document : print(document), variables);
        const response = await yoga.fetch('http://test/graphql', {
          method: 'POST',
          headers: {
            ...headers,
            accept: 'application/graphql-response+json',
            ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
          },
          body,
        });
        return { ...((await response.json()) as ExecutionResult<never>), status: response.status };
      },
    };
  }

  return {
    shell,
    dataDir,
    mediaFolder,
    network: emulator.control,
    async withConnector(change, run, key = 'sandbox') {
      const network = networks.get(key) as { connector: Connector }; // a test alone may exchange it
      const { connector } = network;
      network.connector = change(connector);
      try {
        return await run();
      } finally {
        network.connector = connector;
      }
    },
    turnClock(ms) {
      offset += ms;
    },
    workspace,
    async serve({ corsOrigins = [], patience } = {}) {
      const server = await startServer(shell, { host: '127.0.0.1', port: 0, corsOrigins }, () => () => ({}), patience);
      cleaning.push(() => server.close());
      ({ url } = server);
      return server;
    },
    async work(until, { timeoutMs = 10_000 } = {}) {
      const stop = new AbortController();
      const running = runDeliveries(shell, {
        concurrency: 4,
        stop: stop.signal,
        abandon: new AbortController().signal,
      });
      const deadline = Date.now() + timeoutMs;
      try {
        while (!(await until())) {
          if (Date.now() > deadline) throw new Error('The worker did not get there in time');
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      } finally {
        stop.abort();
        await running;
      }
    },
  };
}
