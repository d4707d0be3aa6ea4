import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const running = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await Promise.all([...running].map((child) => once(child, 'exit')));
});

export interface Product {
  readonly process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  /** Where it serves the API; rejects where it ends before it does. */
  ready(): Promise<string>;
  /** The exit code, or the signal that ended it. */
  ended(): Promise<number | string | null>;
}

/** Starts a program of this repository as its scripts do, with these settings and none of this process. */
export function run(script: string, args: readonly string[], settings: Record<string, string>): Product {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', script, ...args], {
    cwd: root,
    env: { PATH, HOME, NODE_ENV: 'production', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const state = { output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      state.output += data.toString();
    });
  }
  const exit = once(child, 'exit').then(([code, signal]: unknown[]) => {
    running.delete(child);
    return (code ?? signal) as number | string | null; // what Node hands over
  });
  return {
    process: child,
    output: () => state.output,
    ended: () => exit,
    async ready() {
      for (;;) {
        const url = /is ready: (\S+)\/graphql/.exec(state.output)?.[1];
        if (url !== undefined) return url;
        const ended = await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, 25, 'running'))]);
        if (ended !== 'running') throw new Error(`It ended (${String(ended)}):\n${state.output}`);
      }
    },
  };
}

export const startProduct = (settings: Record<string, string>): Product =>
  run('src/main.ts', [], { PORT: '0', LOG_LEVEL: 'warn', ...settings });
