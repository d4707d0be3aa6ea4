import { join } from 'node:path';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fitsSdk, manifestProblems, sdkVersion, type Connector } from '@polyphony/sdk';
import type { Emulator, EmulatorModule } from '@polyphony/sdk/emulator';
import type { Config } from '../config.ts';
import type { Logger } from './logger.ts';
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
export class PluginRefused extends Error {
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

/** Loads the connectors that the settings name. Throws {@link PluginRefused} with the reason. */
export async function loadNetworks(
  config: Pick<Config, 'connectors' | 'emulate'>,
): Promise<Networks & { emulators: EmulatorSet }> {
  const emulators: EmulatorSet = new Map();
  const installed = new Map<string, InstalledNetwork>();
  for (const packageName of config.connectors) {
    const connector = await load(packageName);
    const { key, baseUrl } = connector.network;
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

/**
 * Starts the emulators that no one else runs. Each keeps what was published in the data folder, so that it is a network that
 * goes on existing when this process dies.
 */
export async function startEmulators(
  networks: Networks & { readonly emulators: EmulatorSet },
  config: Pick<Config, 'emulate' | 'dataDir' | 'demoSeed'>,
  log: Logger,
): Promise<() => Promise<void>> {
  const folder = join(config.dataDir, 'emulators');
  for (const network of networks.all) {
    const { key } = network.connector.network;
    if (config.emulate.get(key) !== null) continue;
    mkdirSync(folder, { recursive: true });
    const { startEmulator } = await emulatorOf(network);
    const port = join(folder, `${key}.port`);
    const emulator = await startEmulator({
      // The same port as last time where it is free: links to what went out stay good.
      port: existsSync(port) ? Number(readFileSync(port, 'utf8')) : 0,
      stateFile: join(folder, `${key}.jsonl`),
      seed: config.demoSeed,
    });
    writeFileSync(port, new URL(emulator.url).port);
    networks.emulators.set(key, emulator);
    log.info({ network: key, url: emulator.url }, 'emulator started');
  }
  return async () => {
    await Promise.all([...networks.emulators.values()].map((emulator) => emulator.close()));
    networks.emulators.clear();
  };
}
