import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger } from './logger.ts';
import { packageFolder } from './package.ts';

/**
 * Keeps what a plugin does wrong where nobody waits for it from ending the process: an exception in a timer, a rejection that
 * nobody handles, `process.exit`. What is not a plugin's ends it, as it always does. Plugins are trusted code: this is against
 * mistakes, and not against malice. Returns how to take it off again.
 */
export function guardProcess(packageNames: readonly string[], log: Logger): () => void {
  const folders = packageNames.flatMap((name) => {
    try {
      const folder = realpathSync(packageFolder(name)) + sep;
      // A stack names modules by their URL, in which a space is written otherwise.
      return [{ name, places: [folder, pathToFileURL(folder).href] }];
    } catch {
      return []; // not installed: it will be refused with that reason
    }
  });
  const pluginIn = (stack: string | undefined) =>
    folders.find(({ places }) => places.some((place) => stack?.includes(place)))?.name;

  const onFailure = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => {
    const plugin = pluginIn(error instanceof Error ? error.stack : undefined);
    // What was rejected without a stack can be anybody's, and nobody waited for it: nothing hangs on it.
    const anybodys = origin === 'unhandledRejection' && (isWrapped(error) || isNetworkError(error));
    if (plugin === undefined && !anybodys) {
      log.fatal({ err: error }, 'a mistake of the product itself ends the process');
      process.exit(1);
    }
    log.error({ err: error, plugin }, 'a plugin failed where nobody waited for it; tell its author');
  };

  const { exit } = process;
  process.exit = (code) => {
    const plugin = pluginIn(new Error().stack);
    if (plugin !== undefined) throw new Error(`${plugin} called process.exit, which a plugin may not`);
    return exit.call(process, code);
  };
  process.on('uncaughtException', onFailure);
  return () => {
    process.exit = exit;
    process.off('uncaughtException', onFailure);
  };
}

/**
 * Of a request that a plugin did not wait for: its stack begins where the answer came, and names the plugin no more. By its
 * name, as the plugin may bring an SDK of its own.
 */
const isNetworkError = (error: unknown) => error instanceof Error && error.name === 'NetworkError';

/** Node wraps what is no Error in one of its own, whose stack tells nothing. */
const isWrapped = (error: unknown) =>
  !(error instanceof Error) || ('code' in error && error.code === 'ERR_UNHANDLED_REJECTION');
