import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { consent } from './consent.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = join(here, 'node_modules', '.installed');
const installing = join(tmpdir(), 'polyphony-pds-installing');

/**
 * Installs the PDS where it is not: about 400 packages and a native build, a minute or two. Returns why it could not, for
 * the tests to be skipped with. Several processes may ask at once.
 */
export async function installPds(): Promise<string | undefined> {
  const wanted = `node ${process.versions.modules}\n${await readFile(join(here, 'package-lock.json'), 'utf8')}`;
  const isThere = () => readFile(installed, 'utf8').then((is) => is === wanted, () => false); // prettier-ignore
  while (!(await isThere())) {
    if (!(await takeTurn())) {
      await sleep(500);
      continue;
    }
    try {
      console.log('Installing the PDS (test/pds) …');
      await npmInstall();
      await writeFile(installed, wanted);
    } catch (error) {
      const { stderr = '', message = '' } = error as { stderr?: string; message?: string }; // as execFile rejects
      return `the PDS cannot be installed: ${(stderr || message).trim().split('\n').slice(-5).join(' | ')}`;
    } finally {
      await rm(installing, { recursive: true, force: true });
    }
  }
  return undefined;
}

const turnMs = 15 * 60_000;

/** False while another process is installing it; one that died has no turn for ever. */
async function takeTurn(): Promise<boolean> {
  const since = await stat(installing).then(({ mtimeMs }) => mtimeMs, () => undefined); // prettier-ignore
  if (since !== undefined && Date.now() - since > turnMs) await rm(installing, { recursive: true, force: true });
  return mkdir(installing).then(() => true, () => false); // prettier-ignore
}

async function npmInstall(): Promise<void> {
  // npm tells its scripts about the package that it runs for, which is not this one.
  const about = /^npm_(package|lifecycle|config_local_prefix)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !about.test(name)));
  const options = { cwd: here, env, maxBuffer: 10_000_000, timeout: turnMs - 60_000 };
  await promisify(execFile)('npm', ['ci', '--no-fund', '--no-audit'], options);
  await promisify(execFile)(process.execPath, ['-e', 'require("better-sqlite3")(":memory:").close()'], options);
}

/** A port for a server that must know before it starts who will ask it. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo; // of a port, not of a path
      probe.close(() => resolve(port));
    });
  });

export interface PdsOptions {
  /** Absent: any free one. */
  readonly pdsPort?: number;
  /** To which it passes on `app.bsky.*`; absent: they fail, as with an AppView that is down. */
  readonly appViewUrl?: string;
  readonly rateLimits?: boolean;
}

export interface PdsAccount {
  readonly did: string;
  readonly handle: string;
  readonly password: string;
  /** Named `connector`. */
  readonly appPassword: string;
}

export interface PdsRecord {
  readonly uri: string;
  readonly cid: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A PDS with a directory of identities, in a process of its own, on loopback. */
export interface Pds {
  readonly url: string;
  /** Ends it and leaves its data; SIGKILL for an accident. */
  halt(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Ends it, if it runs, and starts it again at the same address with the same data. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
  /** `alice.test`, with an app password. */
  createAccount(handle: string): Promise<PdsAccount>;
  /** Takes the app password back, and with it the sessions that were made with it. */
  revokeAppPassword(account: PdsAccount): Promise<void>;
  /** What a person does in the browser. Returns the address to which the browser is sent back. */
  oauthConsent(authorizationUrl: string, account: PdsAccount): Promise<string>;
  /** What stands in a repository, oldest key first. */
  records(did: string, collection: string): Promise<readonly PdsRecord[]>;
  /** The bytes of a file that a record holds. */
  blob(did: string, cid: string): Promise<Uint8Array>;
}

/** About four seconds. */
export async function startPds(options: PdsOptions = {}): Promise<Pds> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'polyphony-pds-'));
  let { child, ready } = await launch({ ...options, dataDirectory });
  const { url } = ready;

  const halt = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  const xrpc = async <T>(method: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`${url}/xrpc/${method}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T; // the caller's word
  };
  const tell = <T>(method: string, body: object, token?: string) =>
    xrpc<T>(method, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });

  return {
    url,
    halt,
    async restart() {
      await halt();
      ({ child, ready } = await launch({ ...options, ...ready, dataDirectory }));
    },
    async stop() {
      await halt();
      await rm(dataDirectory, { recursive: true, force: true });
    },
    async createAccount(handle) {
      const password = `password of ${handle}`;
      const email = `${handle.replaceAll('.', '-')}@example.com`;
      const { did, accessJwt } = await tell<{ did: string; accessJwt: string }>('com.atproto.server.createAccount', {
        handle,
        email,
        password,
      });
      const name = { name: 'connector' };
      const made = await tell<{ password: string }>('com.atproto.server.createAppPassword', name, accessJwt);
      return { did, handle, password, appPassword: made.password };
    },
    async revokeAppPassword({ handle, password }) {
      const session = { identifier: handle, password };
      const { accessJwt } = await tell<{ accessJwt: string }>('com.atproto.server.createSession', session);
      await tell('com.atproto.server.revokeAppPassword', { name: 'connector' }, accessJwt);
    },
    oauthConsent: consent,
    async records(did, collection) {
      const all: PdsRecord[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const query = new URLSearchParams({ repo: did, collection, limit: '100', reverse: 'true', cursor });
        const page: { records: PdsRecord[]; cursor?: string } = await xrpc(`com.atproto.repo.listRecords?${query}`);
        all.push(...page.records);
        cursor = page.records.length === 0 ? undefined : page.cursor;
      }
      return all;
    },
    async blob(did, cid) {
      const response = await fetch(`${url}/xrpc/com.atproto.sync.getBlob?${new URLSearchParams({ did, cid })}`);
      if (!response.ok) throw new Error(`there is no blob ${cid}: ${await response.text()}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

interface Ready {
  readonly url: string;
  readonly pdsPort: number;
  readonly directoryPort: number;
}

async function launch(options: PdsOptions & Partial<Ready> & { readonly dataDirectory: string }) {
  // Once more where somebody took a port between its choice and its use.
  for (let tries = 1; ; tries++) {
    const child: ChildProcess = spawn(process.execPath, [join(here, 'server.cjs'), JSON.stringify(options)], {
      cwd: here,
      env: { PATH: process.env.PATH, NODE_ENV: 'test' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr?.on('data', (data: Buffer) => (errors += data.toString()));
    const exit = once(child, 'exit').then(() => undefined);
    const lines = child.stdout ? createInterface({ input: child.stdout }) : undefined;
    const line = lines && once(lines, 'line').then(([first]) => String(first));
    const first = await Promise.race([line, exit]);
    if (first !== undefined) return { child, ready: JSON.parse(first) as Ready }; // see server.cjs
    if (tries === 2) throw new Error(`the PDS did not start:\n${errors}`);
  }
}
