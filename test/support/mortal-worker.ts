// A worker that kills itself, as a process of its own: it works on what is due in the database of DATABASE_URL and dies by
// SIGKILL at the boundary whose number is DIE_AT. Boundaries are counted over all steps and commits of a delivery: before
// the intent is written, after it and before the network hears of it, after the network's answer and before that is
// written, and after that. Prints "ready" when it works, and the boundary at which it dies.
import { writeSync } from 'node:fs';
import type { Call, Connector } from '@polyphony/sdk';
import { publishingTiming } from '../../src/app/ctx.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/infra/logger.ts';
import { runDeliveries } from '../../src/jobs/deliveries.ts';
import { openShell } from '../../src/shell.ts';

const dieAt = Number(process.env.DIE_AT ?? Infinity);
let passed = 0;
function boundary(name: string): void {
  if (passed++ !== dieAt) return;
  writeSync(1, `died: ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

function mortal(call: Call): Call {
  const around = async <T>(
    name: string,
    act: (run: <R>(inner: () => Promise<R>) => () => Promise<R>) => Promise<T>,
  ) => {
    boundary(`before ${name}`);
    const result = await act((inner) => async () => {
      boundary(`${name} intended`);
      const answer = await inner();
      boundary(`${name} answered`);
      return answer;
    });
    boundary(`after ${name}`);
    return result;
  };
  return {
    ...call,
    step: (name, run, options) => around(name, (wrap) => call.step(name, wrap(run), options)),
    commit: (name, run) => around(name, (wrap) => call.commit(name, wrap(run))),
  };
}

const config = readConfig(process.env);
const opened = await openShell(config, createLogger('silent'), () => undefined);
const shell = { ...opened, timing: { ...publishingTiming, lease: 400, quiet: 0 } };
for (const network of shell.networks.all) {
  const { connector } = network;
  const publish: Connector['publishing']['publish'] = (call, post) => connector.publishing.publish(mortal(call), post);
  (network as { connector: Connector }).connector = {
    ...connector,
    publishing: { ...connector.publishing, publish },
  };
}
writeSync(1, 'ready\n');
const forever = new AbortController().signal;
await runDeliveries(shell, { concurrency: 1, stop: forever, abandon: forever });
