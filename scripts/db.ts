// db:migrate   applies the migrations that are missing.
// db:seed      makes the demo workspace where there is none.
// db:reset     destroys all data; asks for --yes.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart, ConfigError, readConfig, readEnvironment } from '../src/config.ts';
import { ensureDemo } from '../src/demo.ts';
import { lockDataDir } from '../src/infra/data-dir.ts';
import { emptyServer, withoutPassword } from '../src/infra/db.ts';
import { createLogger } from '../src/infra/logger.ts';
import { openShell } from '../src/shell.ts';

const [command, ...flags] = process.argv.slice(2);
const say = (message: string) => {
  console.log(message);
};

async function reset(): Promise<void> {
  const { databaseUrl, dataDir } = readConfig(readEnvironment());
  const what = databaseUrl === undefined ? `the embedded database in ${dataDir}` : withoutPassword(databaseUrl);
  if (!flags.includes('--yes'))
    throw new ConfigError(`This destroys everything in ${what}. Say: npm run db:reset -- --yes`);
  if (databaseUrl === undefined) {
    const unlock = lockDataDir(dataDir);
    for (const part of ['db', 'db.complete', 'demo.json', 'emulators', 'media'])
      rmSync(join(dataDir, part), { recursive: true, force: true });
    unlock();
  } else {
    await emptyServer(databaseUrl);
    for (const part of ['demo.json', 'media']) rmSync(join(dataDir, part), { recursive: true, force: true });
  }
  say(`Emptied ${what}.`);
}

async function open(seed: boolean): Promise<void> {
  const config = readConfig(readEnvironment());
  const shell = await openShell(config, createLogger(config.logLevel), say);
  try {
    say('Every migration is applied.');
    if (!seed) return;
    await shell.startEmulators();
    const url = `http://${config.host}:${String(config.port)}`;
    say((await ensureDemo(shell, { ...config, demo: true }, url)) ?? 'The demo workspace is there.');
  } finally {
    await shell.close();
  }
}

try {
  if (command === 'migrate') await open(false);
  else if (command === 'seed') await open(true);
  else if (command === 'reset') await reset();
  else throw new ConfigError('Say what: migrate, seed or reset.');
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
