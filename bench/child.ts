// The two ends of a server process that is measured: what the parent does with it, and how the process answers.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Settings } from './database.ts';
import { countStatements, statementsSent } from './statements.ts';

/** What a process has used since it began. */
export interface Usage {
  /** CPU time, all threads, milliseconds. */
  readonly cpu: number;
  /** Statements sent to the database. */
  readonly statements: number;
}

export interface Child {
  readonly url: string;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

const stopWithinMs = 12_000;

/** Starts a module of this folder in a process of its own; resolves when it listens. */
export function startChild(module: string, settings: Settings): Promise<Child> {
  return startProcess(module, fileURLToPath(new URL(`./${module}.ts`, import.meta.url)), settings);
}

/** The same for any module that speaks as {@link serveParent} does, with another Node.js where one is named. */
export async function startProcess(
  module: string,
  path: string,
  settings: Settings,
  execPath?: string,
): Promise<Child> {
  const child = fork(path, {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(execPath !== undefined && { execPath, execArgv: [] }),
  });
  const exited = once(child, 'exit').then(() => {
    throw new Error(`The process of ${module} ended by itself`);
  });
  exited.catch(() => undefined); // whoever waits for an answer hears of it
  const answer = async () => ((await Promise.race([once(child, 'message'), exited])) as [unknown])[0];
  return {
    url: (await answer()) as string,
    async usage() {
      child.send('usage');
      return (await answer()) as Usage;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const hurry = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      child.send('stop');
      await exited.catch(() => undefined);
      clearTimeout(hurry);
    },
  };
}

/** Runs a server in this process for the parent that started it, and ends with it. */
export async function serveParent(
  open: () => Promise<{ readonly url: string; close(): Promise<void> }>,
): Promise<void> {
  countStatements();
  process.on('disconnect', () => process.exit(1));
  const { url, close } = await open();
  process.on('message', (message) => {
    if (message === 'usage') {
      const { user, system } = process.cpuUsage();
      process.send?.({ cpu: (user + system) / 1000, statements: statementsSent() } satisfies Usage);
    } else {
      void close().finally(() => process.exit(0));
    }
  });
  process.send?.(url);
}
