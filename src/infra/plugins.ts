import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fitsSdk, manifestProblems, sdkVersion, type Connector } from '@polyphony/sdk';
import type { Emulator, EmulatorModule } from '@polyphony/sdk/emulator';
import { CannotStart, type Config } from '../config.ts';
import type { Logger } from './logger.ts';
import { takeLock } from './data-dir.ts';
import { packageVersion } from './package.ts';

/** A network whose connector is installed. */
export interface InstalledNetwork {
  readonly connector: Connector;
  readonly packageName: string;
  readonly packageVersion: string;
  /** True where an emulator stands in for the network. */
  readonly emulated: boolean;
  /** Where its API is: the manifest's address, or the emulator's. */
  baseUrl(): string;
}

export interface Networks {
  readonly all: readonly InstalledNetwork[];
  get(key: string): InstalledNetwork | undefined;
}

/** A connector that was named in the settings cannot be used. */
export class PluginRefused extends CannotStart {
  override readonly name = 'PluginRefused';
}

const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function load(packageName: string): Promise<Connector> {
  let module: { default?: unknown };
  try {
    module = (await import(packageName)) as { default?: unknown };
  } catch (error) {
    throw new PluginRefused(
      `${packageName} cannot be loaded: ${errorText(error)}. Install it, or take it out of CONNECTORS.`,
    );
  }
  const connector = module.default as Connector | undefined; // what it claims to be, and is checked below
  // First of all: the shape of a connector for another SDK would be judged by the wrong rules.
  if (typeof connector?.sdk === 'string' && !fitsSdk(connector.sdk)) {
    throw new PluginRefused(
      `${packageName} was written for SDK ${connector.sdk}; this is ${sdkVersion}. Install a version of it that fits.`,
    );
  }
  const problems = manifestProblems(connector);
  if (connector === undefined || problems.length > 0) {
    throw new PluginRefused(`${packageName} is no valid connector:\n  ${problems.join('\n  ')}`);
  }
  return connector;
}

/** The connectors that the product itself depends on, in that order. */
function ownConnectors(): readonly string[] {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return Object.keys(dependencies).filter((name) => name.startsWith('@polyphony/plugin-'));
}

/** Loads the connectors that the settings name. Throws {@link PluginRefused} with the reason. */
export async function loadNetworks(
  config: Pick<Config, 'connectors' | 'emulate' | 'networkServer'>,
): Promise<Networks & { emulators: EmulatorSet }> {
  const emulators: EmulatorSet = new Map();
  const installed = new Map<string, InstalledNetwork>();
  for (const packageName of config.connectors ?? ownConnectors()) {
    const connector = await load(packageName);
    const { key, servers } = connector.network;
    const baseUrl = (servers && config.networkServer(servers.setting)) ?? connector.network.baseUrl;
    const other = installed.get(key);
    if (other)
      throw new PluginRefused(
        `${packageName} and ${other.packageName} both are the network "${key}". Keep one of them in CONNECTORS.`,
      );
    const emulated = config.emulate.has(key);
    installed.set(key, {
      connector,
      packageName,
      packageVersion: packageVersion(packageName),
      emulated,
      baseUrl: () => (emulated ? (emulators.get(key)?.url ?? config.emulate.get(key)?.href ?? baseUrl) : baseUrl),
    });
  }
  for (const key of config.emulate.keys()) {
    if (!installed.has(key))
      throw new PluginRefused(`EMULATE names "${key}", but no connector of CONNECTORS is that network.`);
  }
  return { all: [...installed.values()], get: (key) => installed.get(key), emulators };
}

/** The emulators that this process runs, by network. */
export type EmulatorSet = Map<string, Emulator>;

/** The emulator module of a connector's package. */
export const emulatorOf = async ({ packageName }: InstalledNetwork): Promise<EmulatorModule> =>
  (await import(`${packageName}/emulator`)) as EmulatorModule;

/** How often a process looks whether the one that runs an emulator for it is still there. */
const lookAfterMs = 1000;

/**
 * Starts the emulators that the settings ask for. Each keeps what was published in the data folder, so that it is a network
 * that goes on existing when this process dies. Of several processes on one folder one runs it, the others use its address,
 * and one of them takes it over when that one is gone: two on one state file would not know of each other's posts.
 */
export async function startEmulators(
  networks: Networks & { readonly emulators: EmulatorSet },
  config: Pick<Config, 'emulate' | 'dataDir' | 'demoSeed'>,
  log: Logger,
): Promise<() => Promise<void>> {
  const folder = join(config.dataDir, 'emulators');
  const wanted = networks.all.filter(({ connector }) => config.emulate.get(connector.network.key) === null);
  /** Gives back what this process runs, by network. */
  const closers = new Map<string, () => Promise<void>>();
  const close = async () => {
    for (const closer of closers.values()) await closer();
    networks.emulators.clear();
  };

  async function run(network: InstalledNetwork, release: () => void): Promise<void> {
    const { key } = network.connector.network;
    try {
      const { startEmulator } = await emulatorOf(network);
      const port = join(folder, `${key}.port`);
      const emulator = await startEmulator({
        // The same port as last time where it is free: links to what went out stay good.
        port: existsSync(port) ? Number(readFileSync(port, 'utf8')) : 0,
        stateFile: join(folder, `${key}.jsonl`),
        seed: config.demoSeed,
      });
      closers.set(key, async () => {
        await emulator.close();
        release();
      });
      networks.emulators.set(key, emulator);
      writeFileSync(port, new URL(emulator.url).port);
      writeFileSync(join(folder, `${key}.url`), emulator.url);
      log.info({ network: key, url: emulator.url }, 'emulator started');
    } catch (error) {
      if (!closers.has(key)) release();
      throw error;
    }
  }

  /** Runs it where nobody does; else uses the one that another process runs. */
  async function look(network: InstalledNetwork): Promise<void> {
    const { key } = network.connector.network;
    if (closers.has(key)) return;
    const address = join(folder, `${key}.url`);
    const lock = takeLock(join(folder, `${key}.lock`));
    if (lock.holder === null) {
      // Until the new one listens there is no address: the old one is nobody's.
      rmSync(address, { force: true });
      await run(network, lock.release);
    } else if (existsSync(address)) {
      networks.emulators.set(key, { url: readFileSync(address, 'utf8'), close: () => Promise.resolve() });
    }
  }

  if (wanted.length > 0) mkdirSync(folder, { recursive: true });
  try {
    for (const network of wanted) {
      await look(network);
      while (!networks.emulators.has(network.connector.network.key)) {
        // Another process is just starting it.
        await sleep(50);
        await look(network);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  const stop = new AbortController();
  const looking = (async () => {
    while (closers.size < wanted.length) {
      await sleep(lookAfterMs, null, { signal: stop.signal, ref: false }).catch(() => null);
      if (stop.signal.aborted) return;
      for (const network of wanted) {
        await look(network).catch((error: unknown) => {
          log.error({ err: error, network: network.connector.network.key }, 'the emulator could not be taken over');
        });
      }
    }
  })();
  return async () => {
    stop.abort();
    await looking;
    await close();
  };
}
