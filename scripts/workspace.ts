// workspace:create   makes a workspace with its owner and prints the owner's token, once:
//   npm run workspace:create -- --name "Acme" --time-zone Europe/Riga --owner "Ana Liepa" --email ana@example.com
import { parseArgs } from 'node:util';
import { createWorkspace } from '../src/app/workspace/workspace.ts';
import { CannotStart, ConfigError, readConfig, readEnvironment } from '../src/config.ts';
import { createLogger } from '../src/infra/logger.ts';
import { openShell } from '../src/shell.ts';

const text = { type: 'string' } as const;

try {
  const { values } = parseArgs({ options: { name: text, 'time-zone': text, owner: text, email: text } });
  const { name, 'time-zone': timeZone, owner, email } = values;
  if (name === undefined || timeZone === undefined || owner === undefined || email === undefined) {
    throw new ConfigError('Say --name, --time-zone, --owner and --email.');
  }
  const config = readConfig(readEnvironment());
  const shell = await openShell(config, createLogger(config.logLevel), (message) => {
    console.error(message);
  });
  try {
    const { token } = await createWorkspace(shell, { name, timeZone, owner: { displayName: owner, email } });
    console.error(`Made the workspace "${name}". Its owner's token, shown this once:`);
    console.log(token);
  } finally {
    await shell.close();
  }
} catch (error) {
  const badArgument = error instanceof RangeError || (error instanceof TypeError && 'code' in error);
  if (!(error instanceof CannotStart) && !badArgument) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
