#!/usr/bin/env node
// polyphony [api | worker]      starts the product, or a part of it, as `npm start` does in a clone
// polyphony workspace:create …  and the other scripts that an operator needs, as `npm run` does there
// polyphony connector new | test …  makes and examines connectors: the SDK's own command
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

const scripts = {
  'workspace:create': ['workspace.ts'],
  'secrets:rotate': ['secrets.ts'],
  'db:migrate': ['db.ts', 'migrate'],
  'db:seed': ['db.ts', 'seed'],
  'db:reset': ['db.ts', 'reset'],
};

// As in production.env.
process.env.NODE_ENV ??= 'production';
register();
const [, , command = ''] = process.argv;
if (command === 'connector') {
  process.argv.splice(2, 1);
  const sdk = import.meta.resolve('@polyphony/sdk/package.json');
  const built = new URL('dist/conformance/cli.js', sdk);
  await import((existsSync(fileURLToPath(built)) ? built : new URL('conformance/cli.ts', sdk)).href);
} else if (Object.hasOwn(scripts, command)) {
  const [script, ...words] = scripts[command];
  process.argv.splice(2, 1, ...words);
  await import(`./${script}`);
} else {
  await import('../src/main.ts');
}
