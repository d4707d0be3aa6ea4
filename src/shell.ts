import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { publishingTiming, type Shell } from './app/ctx.ts';
import { holdToCatalogue } from './app/measures/metric.ts';
import { knownMedia } from './app/planning/media.ts';
import type { Config } from './config.ts';
import { lockDataDir, makeDataDir } from './infra/data-dir.ts';
import { openEmbeddedDatabase, openServer } from './infra/db.ts';
import type { Progress } from './infra/embedded.ts';
import type { Logger } from './infra/logger.ts';
import { openMediaStore } from './infra/media-store.ts';
import { loadNetworks, startEmulators, type EmulatorSet, type Networks } from './infra/plugins.ts';
import { createVault, masterKeys } from './infra/vault.ts';

export interface OpenShell extends Shell {
  readonly networks: Networks & { readonly emulators: EmulatorSet };
  /** Starts the emulators that the settings ask for and nobody else runs. */
  startEmulators(): Promise<void>;
  /** Where the API listens, which is where it is reached unless PUBLIC_URL says otherwise. */
  listensAt(url: string): void;
  /** Gives everything back, in the opposite order of taking it. */
  close(): Promise<void>;
}

/** Where processes share a data folder: what nobody wrote to for so long is no upload any more. */
const sharedQuietMs = 3_600_000;

/**
 * Opens what every part of the product works with: the data folder under its lock, the database with all migrations, the
 * connectors. Throws errors whose message says who must do what (DataDirUnusable, DatabaseUnusable, EmulateUnknown). A
 * connector that cannot be used is told of, and left out.
 */
export async function openShell(config: Config, log: Logger, progress: Progress): Promise<OpenShell> {
  const networks = holdToCatalogue(await loadNetworks(config));
  for (const { packageName, reason } of networks.refused) progress(`Without ${packageName}: ${reason}`);
  // On a server any number of processes share the folder: they only keep a key and media there.
  const unlock = config.databaseUrl === undefined ? lockDataDir(config.dataDir) : () => undefined;
  if (config.databaseUrl !== undefined) makeDataDir(config.dataDir);
  try {
    const db =
      config.databaseUrl === undefined
        ? await openEmbeddedDatabase(config.dataDir, log, progress)
        : await openServer(config.databaseUrl, config.databasePool, log, progress);
    const media = openMediaStore({ root: join(config.dataDir, 'media'), maxBytes: config.mediaMaxBytes });
    await media.clean(db.embedded ? 0 : sharedQuietMs, (ids) => knownMedia(db, ids));
    const vault = await createVault(masterKeys(config, config.dataDir));
    let url = `http://${config.host}:${String(config.port)}`;
    let stopEmulators: () => Promise<void> = () => Promise.resolve();
    return {
      db,
      networks,
      vault,
      media,
      log,
      now: () => new Date(),
      newId: () => uuid(),
      random: () => Math.random(),
      timing: publishingTiming,
      publicUrl: () => config.publicUrl ?? url,
      listensAt(address) {
        url = address;
      },
      async startEmulators() {
        stopEmulators = await startEmulators(networks, config, log);
      },
      async close() {
        await stopEmulators();
        await db.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
