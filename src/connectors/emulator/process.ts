import { parseArgs } from 'node:util';
import type { StartEmulator } from '../emulator.ts';

/** Runs an emulator as a process of its own. Prints one line, {"url": …}, when it listens. */
export async function runEmulator(startEmulator: StartEmulator): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'state-file': { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  const stateFile = values['state-file'];
  const emulator = await startEmulator({
    port: Number(values.port),
    seed: Number(values.seed),
    ...(stateFile !== undefined && { stateFile }),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
  console.log(JSON.stringify({ url: emulator.url }));
}
