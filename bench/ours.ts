// A process that runs the product: `ours.ts`. With WORKER=1 its worker and the emulators too, as `npm start` does.
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/infra/logger.ts';
import { startServer } from '../src/server.ts';
import { openShell } from '../src/shell.ts';
import { startWorker } from '../src/worker.ts';
import { serveParent } from './child.ts';

await serveParent(async () => {
  const config = readConfig(process.env);
  const shell = await openShell(config, createLogger(config.logLevel), () => undefined);
  const works = process.env.WORKER === '1';
  if (works) await shell.startEmulators();
  const server = await startServer(shell, config, () => () => ({}));
  const worker = works ? await startWorker(shell, config) : null;
  return {
    url: server.url,
    async close() {
      await worker?.close();
      await server.close();
      await shell.close();
    },
  };
});
