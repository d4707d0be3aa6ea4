// secrets:rotate   encrypts everything that is encrypted with a new master key.
//
// With a key of the data folder it makes the new one itself; the server must be stopped, as for everything that opens the
// embedded database. With SECRET_KEY: first give every process the new key as SECRET_KEY and the old one as
// SECRET_KEY_PREVIOUS, then run this, then take SECRET_KEY_PREVIOUS away.
import { resealSecrets } from '../src/app/workspace/grant.ts';
import { CannotStart, ConfigError, readConfig, readEnvironment } from '../src/config.ts';
import { lockDataDir } from '../src/infra/data-dir.ts';
import { createLogger } from '../src/infra/logger.ts';
import { forgetPreviousKey, renewKeyFile } from '../src/infra/vault.ts';
import { openShell } from '../src/shell.ts';

const say = (message: string) => {
  console.log(message);
};

try {
  const config = readConfig(readEnvironment());
  const ofSettings = config.secretKey !== undefined;
  if (ofSettings && config.secretKeyPrevious === undefined) {
    throw new ConfigError('Give the new key as SECRET_KEY and the present one as SECRET_KEY_PREVIOUS.');
  }
  if (!ofSettings) {
    if (config.databaseUrl !== undefined) {
      throw new ConfigError('On a server every process needs the same key: give it as SECRET_KEY first.');
    }
    // Nobody may be at work with the old key while it is put aside.
    const unlock = lockDataDir(config.dataDir);
    renewKeyFile(config.dataDir);
    unlock();
  }
  const shell = await openShell(config, createLogger(config.logLevel), say);
  try {
    const count = await resealSecrets(shell);
    say(`Encrypted ${String(count)} with the new key.`);
  } finally {
    await shell.close();
  }
  if (!ofSettings) forgetPreviousKey(config.dataDir);
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
