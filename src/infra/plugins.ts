import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fitsSdk, NetworkError, sdkVersion, takeConnector, type Connector } from '@polyphony/sdk';
import type { Emulator, EmulatorModule } from '@polyphony/sdk/emulator';
import { CannotStart, isOwnSetting, type Config } from '../config.ts';
import type { Logger } from './logger.ts';
import { takeLock } from './data-dir.ts';
import { isLoopback } from './guarded-fetch.ts';
import { packageFolder, packageManifest } from './package.ts';

/** A network whose connector is installed. */
export interface InstalledNetwork {
  readonly connector: Connector;
  readonly packageName: string;
  readonly packageVersion: string;
  /** True where an emulator stands in for the network. */
  readonly emulated: boolean;
  /** Where that emulator is, if somebody else runs it. */
  readonly emulatorUrl: string | null;
  /**
   * Where its API is: the manifest's address, or the emulator's. Throws NetworkError `network_down` where the emulator does not
   * run: what was meant for it must not reach the network.
   */
  baseUrl(): string;
  /** A part of the operator's app, by the setting that `auth.app` names for it. */
  appSetting(setting: string): string | undefined;
  /** The app that the emulator in its place knows; empty: it knows none, or there is no emulator. */
  demoApp(): Promise<Readonly<Record<string, string>>>;
}

/** A package that was named in the settings and cannot be used. Everything else goes on without it. */
export interface RefusedPlugin {
  readonly packageName: string;
  /** What is wrong, and who mends it. */
  readonly reason: string;
}

export interface Networks {
  readonly all: readonly InstalledNetwork[];
  get(key: string): InstalledNetwork | undefined;
  readonly refused: readonly RefusedPlugin[];
}

/** The settings name a network to emulate that no connector is: going on would reach a real one. */
export class EmulateUnknown extends CannotStart {
  override readonly name = 'EmulateUnknown';
}

/** Why a package cannot be used. */
class Refusal extends Error {}

/** What was thrown, as an error of ours: a plugin may throw anything, even what cannot be looked at. */
function asError(thrown: unknown): Error {
  try {
    if (thrown instanceof Refusal || thrown instanceof CannotStart) return thrown;
    if (!(thrown instanceof Error)) return new Error(String(thrown).slice(0, 1000));
    const { message, stack }: { readonly message: unknown; readonly stack?: unknown } = thrown;
    const error = new Error(String(message).slice(0, 1000));
    error.stack = String(stack);
    return error;
  } catch {
    return new Error('it threw what cannot be looked at');
  }
}

/** Rejects where it is not there in time. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const late = sleep(ms, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`it was not ready within ${String(ms / 1000)} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
  }
}

/** How long a package may take to load: one that waits for something at its top would keep everything from starting. */
const loadWithinMs = 10_000;

async function importPackage(packageName: string): Promise<{ readonly default?: unknown }> {
  try {
    packageFolder(packageName); // throws where it is none: a path into one could be imported, too
    return (await within(loadWithinMs, import(packageName))) as { readonly default?: unknown };
  } catch (error) {
    throw new Refusal(`It cannot be loaded: ${asError(error).message}. Install it, or take it out of CONNECTORS.`);
  }
}

/** Of many problems people read the first ones. */
const mostProblems = 20;

async function load(packageName: string): Promise<Connector> {
  const module = await importPackage(packageName);
  const exported = module.default as Connector | undefined; // what it claims to be, and is checked below
  // First of all: the shape of a connector for another SDK would be judged by the wrong rules.
  const sdk: unknown = exported?.sdk;
  if (typeof sdk === 'string' && !fitsSdk(sdk)) {
    throw new Refusal(
      `It was written for SDK ${sdk.slice(0, 100)}; this is ${sdkVersion}. Install a version that fits.`,
    );
  }
  const taken = takeConnector(exported);
  if ('problems' in taken) {
    const { problems } = taken;
    const more = problems.length > mostProblems ? [`and ${String(problems.length - mostProblems)} more.`] : [];
    const lines = [...problems.slice(0, mostProblems), ...more];
    throw new Refusal(`It is no valid connector; tell its author:\n  ${lines.join('\n  ')}`);
  }
  const { connector } = taken;
  const { network, auth } = connector;
  const settings = [network.servers, ...(auth.app?.fields ?? [])].flatMap((named) => named?.setting ?? []);
  const own = settings.filter(isOwnSetting);
  if (own.length > 0) {
    throw new Refusal(`It would read settings of the product itself: ${own.join(', ')}. Tell its author.`);
  }
  return connector;
}

/** The packages that are to be loaded. */
export const connectorPackages = ({ connectors }: Pick<Config, 'connectors'>): readonly string[] =>
  connectors ?? ownConnectors();

/** The connectors that the product itself depends on, in that order. */
function ownConnectors(): readonly string[] {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return Object.keys(dependencies).filter((name) => name.startsWith('@polyphony/plugin-'));
}

/**
 * Loads the connectors that the settings name. One that cannot be used is left out, with the reason: a package that nobody here
 * wrote must not keep the others from working. Throws {@link EmulateUnknown}.
 */
export async function loadNetworks(
  config: Pick<Config, 'connectors' | 'emulate' | 'emulateAll' | 'networkServer' | 'networkApp'>,
): Promise<Networks & { emulators: EmulatorSet }> {
  const emulators: EmulatorSet = new Map();
  const installed = new Map<string, InstalledNetwork>();
  const refused: RefusedPlugin[] = [];
  for (const packageName of connectorPackages(config)) {
    try {
      const connector = await load(packageName);
      const { key } = connector.network;
      const other = installed.get(key);
      if (other) {
        throw new Refusal(`${other.packageName} is the network "${key}" already. Keep one of them in CONNECTORS.`);
      }
      installed.set(key, install(connector, packageName, config, emulators));
    } catch (thrown) {
      const error = asError(thrown);
      if (error instanceof CannotStart) throw error;
      const isRefusal = error instanceof Refusal;
      const reason = isRefusal ? error.message : `It failed while it was loaded: ${error.message}. Tell its author.`;
      refused.push({ packageName, reason });
    }
  }
  for (const key of config.emulate?.keys() ?? []) {
    // One that was refused may be it; then nothing can reach the network either.
    if (!installed.has(key) && refused.length === 0)
      throw new EmulateUnknown(`EMULATE names "${key}", but no connector of CONNECTORS is that network.`);
  }
  return { all: [...installed.values()], get: (key) => installed.get(key), refused, emulators };
}

function install(
  connector: Connector,
  packageName: string,
  config: Pick<Config, 'emulate' | 'emulateAll' | 'networkServer' | 'networkApp'>,
  emulators: EmulatorSet,
): InstalledNetwork {
  const { key, servers, baseUrl: ofManifest } = connector.network;
  const named = servers && config.networkServer(servers.setting);
  const real = named ?? ofManifest;
  const byDefault = isLoopback(ofManifest) || (config.emulateAll && named === undefined && hasEmulator(packageName));
  const emulated = config.emulate?.has(key) ?? byDefault;
  const emulatorUrl = config.emulate?.get(key)?.href.replace(/\/+$/, '') ?? null;
  return {
    connector,
    packageName,
    packageVersion: packageManifest(packageName).version,
    emulated,
    emulatorUrl,
    baseUrl() {
      const url = emulated ? (emulators.get(key)?.url ?? emulatorUrl ?? undefined) : real;
      if (url !== undefined) return url;
      throw new NetworkError({
        kind: 'network_down',
        code: 'emulator_down',
        network: key,
        message: `The emulator of ${connector.network.name} does not run; the log says why.`,
      });
    },
    appSetting: config.networkApp,
    async demoApp() {
      if (!emulated || !hasEmulator(packageName)) return {};
      return (await emulatorOf({ packageName })).demoApp ?? {};
    },
  };
}

/** The emulators that this process runs, by network. */
export type EmulatorSet = Map<string, Emulator>;

/** Whether a package brings an emulator of its network. */
const hasEmulator = (packageName: string) => Object.hasOwn(packageManifest(packageName).exports, './emulator');

/** The emulator module of a connector's package. */
export const emulatorOf = async ({ packageName }: Pick<InstalledNetwork, 'packageName'>): Promise<EmulatorModule> =>
  (await import(`${packageName}/emulator`)) as EmulatorModule;

/** How long an emulator may take to start: a network without one cannot be reached, the others can. */
const emulatorWithinMs = 20_000;

/** How often a process looks whether the one that runs an emulator for it is still there. */
const lookAfterMs = 1000;

/**
 * Starts the emulators that the settings ask for. Each keeps what was published in the data folder, so that it is a network
 * that goes on existing when this process dies. Of several processes on one folder one runs it, the others use its address,
 * and one of them takes it over when that one is gone: two on one state file would not know of each other's posts.
 */
export async function startEmulators(
  networks: Networks & { readonly emulators: EmulatorSet },
  config: Pick<Config, 'dataDir' | 'demoSeed'>,
  log: Logger,
  withinMs = emulatorWithinMs,
): Promise<() => Promise<void>> {
  const folder = join(config.dataDir, 'emulators');
  const wanted = networks.all.filter(({ emulated, emulatorUrl }) => emulated && emulatorUrl === null);
  /** Networks whose emulator failed: it would fail again. */
  const broken = new Set<string>();
  /** Gives back what this process runs, by network. */
  const closers = new Map<string, () => Promise<void>>();
  const close = async () => {
    for (const [key, closer] of closers) {
      await closer().catch((error: unknown) => {
        log.error({ err: asError(error), network: key }, 'the emulator could not be closed');
      });
    }
    networks.emulators.clear();
  };

  async function run(network: InstalledNetwork, release: () => void): Promise<void> {
    const { key } = network.connector.network;
    try {
      const port = join(folder, `${key}.port`);
      const starting = emulatorOf(network).then(({ startEmulator }) =>
        startEmulator({
          // The same port as last time where it is free: links to what went out stay good.
          port: existsSync(port) ? Number(readFileSync(port, 'utf8')) : 0,
          stateFile: join(folder, `${key}.jsonl`),
          seed: config.demoSeed,
        }),
      );
      const emulator = await within(withinMs, starting).catch((error: unknown) => {
        // Should it come after all, nobody would use it.
        starting.then((late) => late.close()).catch(() => undefined);
        throw error;
      });
      const { port: number } = new URL(emulator.url);
      closers.set(key, async () => {
        try {
          await emulator.close();
        } finally {
          release();
        }
      });
      networks.emulators.set(key, emulator);
      writeFileSync(port, number);
      writeFileSync(join(folder, `${key}.url`), emulator.url);
      log.info({ network: key, url: emulator.url }, 'emulator started');
    } catch (error) {
      if (!closers.has(key)) release();
      broken.add(key);
      log.error({ err: asError(error), network: key }, 'the emulator failed: its network cannot be reached');
    }
  }

  /** Runs it where nobody does; else uses the one that another process runs. */
  async function look(network: InstalledNetwork): Promise<void> {
    const { key } = network.connector.network;
    if (closers.has(key) || broken.has(key)) return;
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

  /** Waits for it, whoever starts it. */
  async function begin(network: InstalledNetwork): Promise<void> {
    const { key } = network.connector.network;
    await look(network);
    while (!networks.emulators.has(key) && !broken.has(key)) {
      // Another process is just starting it.
      await sleep(50);
      await look(network);
    }
  }

  if (wanted.length > 0) mkdirSync(folder, { recursive: true });
  try {
    await Promise.all(wanted.map(begin));
  } catch (error) {
    await close();
    throw error;
  }
  const stop = new AbortController();
  const looking = (async () => {
    while (closers.size + broken.size < wanted.length) {
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
