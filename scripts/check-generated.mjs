// Fails where something generated is not what its sources make, and says which and how to mend it. Compares content, not
// commits: so it can be run before a commit.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

// In this order: each makes what the next one reads.
const steps = [
  { script: 'generate', path: 'src/generated' },
  { script: 'schema:print', path: 'src/schema/schema.graphql' },
  { script: 'codegen', path: 'test/support/generated' },
];

function files(path) {
  if (!existsSync(path)) return [];
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => files(join(path, name))) : [path];
}
const hashes = (path) =>
  new Map(files(path).map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));

let stale = 0;
for (const { script, path } of steps) {
  const before = hashes(path);
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`npm run ${script} failed.`);
    process.exit(1);
  }
  const after = hashes(path);
  for (const file of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(file) === after.get(file)) continue;
    stale += 1;
    console.error(`${file} was not what its sources make; it is now. Made by: npm run ${script}`);
  }
}
if (stale > 0) process.exit(1);
console.log('Everything generated is up to date.');
