// schema:print   writes src/schema/schema.graphql, as the default connectors make it.
import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { readConfig } from '../src/config.ts';
import { loadNetworks } from '../src/infra/plugins.ts';
import { installConnectors } from '../src/schema/installed.ts';

const { all } = await loadNetworks(readConfig({}));
installConnectors(all.map(({ connector }) => connector));
const { schema } = await import('../src/schema/index.ts');
writeFileSync(
  new URL('../src/schema/schema.graphql', import.meta.url),
  `${printSchema(lexicographicSortSchema(schema))}\n`,
);
