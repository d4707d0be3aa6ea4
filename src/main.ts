import { CannotStart, ConfigError, readConfig, readEnvironment, type Config } from './config.ts';
import { ensureDemo, graphiqlFor } from './demo.ts';
import { oneAtATime } from './infra/db.ts';
import { createLogger } from './infra/logger.ts';
import { guardProcess } from './infra/plugin-guard.ts';
import { connectorPackages } from './infra/plugins.ts';
import { startServer } from './server.ts';
import { openShell } from './shell.ts';
import { startWorker } from './worker.ts';

const parts = ['api', 'worker'] as const;
type Part = (typeof parts)[number];

/** What to run: everything in one process, or the part that is named. */
function partsOf([only, ...more]: readonly string[]): readonly Part[] {
  if (only === undefined) return parts;
  const part = parts.find((each) => each === only);
  if (part === undefined || more.length > 0)
    throw new ConfigError(`Start with nothing, or with one of: ${parts.join(', ')}`);
  return [part];
}

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** Starts; returns how to stop. What was taken before a failure is given back. */
async function start(config: Config, which: readonly Part[]): Promise<() => Promise<void>> {
  if (config.databaseUrl === undefined && which.length < parts.length) {
    throw new ConfigError(
      'The embedded database is open to one process alone: start both parts in one (npm start), or give them a server with DATABASE_URL.',
    );
  }
  const log = createLogger(config.logLevel);
  guardProcess(connectorPackages(config), log);
  const shell = await openShell(config, log, (message) => {
    say(`  ${message}`);
  });
  const closers = [() => shell.close()];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    await shell.startEmulators();
    let url: string | null = null;
    if (which.includes('api')) {
      const server = await startServer(shell, config, (schema) => graphiqlFor(config, schema));
      closers.push(() => server.close());
      ({ url } = server);
      shell.listensAt(url);
      const demoAt = url;
      const demo = () => ensureDemo(shell, config, demoAt);
      // Two nodes that start at once: the second waits, and then finds the first one's demo.
      const made = await (config.databaseUrl === undefined ? demo() : oneAtATime(config.databaseUrl, demo));
      if (made !== null) say(`  ${made}`);
    }
    if (which.includes('worker')) {
      const worker = await startWorker(shell, config);
      closers.push(() => worker.close());
    }
    say(url === null ? 'Polyphony’s worker is ready.' : `Polyphony is ready: ${url}/graphql`);
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

/** What stopping may take in all. */
const stopWithinMs = 9500;

async function run(): Promise<void> {
  say('Polyphony starts …');
  let asked = 0;
  const started = start(readConfig(readEnvironment()), partsOf(process.argv.slice(2)));
  const onSignal = () => {
    asked += 1;
    if (asked > 1) process.exit(1); // asked twice: at once
    say('Polyphony stops …');
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    // Also when it is still starting: what it has taken by then is given back.
    started
      .then((stop) => stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  await started;
}

try {
  await run();
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}
