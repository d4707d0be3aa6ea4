// connector:new   makes plugins/<key> from the sandbox, a connector that keeps every promise of the kit from the start:
//   npm run connector:new -- example
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [key = ''] = process.argv.slice(2);
const sdk = ['--conditions=source', '--import', 'tsx', 'src/connectors/conformance/cli.ts'];
const place = ['--template', 'plugins/sandbox', '--in', 'plugins', '--package', `@polyphony/plugin-${key}`];
const made = ['new', key, ...place];
// Names of another length break lines elsewhere.
const steps = [
  [...sdk, ...made],
  ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', `plugins/${key}`],
];
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
console.log(`
To run it with the product, name it among the dependencies of package.json, then npm install: whatever is named
@polyphony/plugin-… there is loaded.`);
