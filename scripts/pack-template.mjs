// Into the built SDK: the connector that `polyphony-connector new` copies, as it is now, and the guide. Before each `npm pack`
// of the SDK.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sandbox = fileURLToPath(new URL('../plugins/sandbox/', import.meta.url));
const dist = new URL('../src/connectors/dist/', import.meta.url);
cpSync(sandbox, fileURLToPath(new URL('template/', dist)), {
  recursive: true,
  filter: (path) => !/[/\\](node_modules|dist)$/.test(path.slice(sandbox.length - 1)),
});
cpSync(
  fileURLToPath(new URL('../docs/writing-a-connector.md', import.meta.url)),
  fileURLToPath(new URL('writing-a-connector.md', dist)),
);
