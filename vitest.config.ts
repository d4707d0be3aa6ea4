import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  resolve: {
    // The workspace's packages run from their TypeScript, as everywhere else.
    conditions: ['source'],
    // Pothos loads graphql as CommonJS, Vite as a module: two copies would not know each other's types.
    alias: [
      { find: /^graphql$/, replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)) },
    ],
  },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts', 'plugins/*/**/*.test.ts', 'src/connectors/**/*.test.ts'],
    // Real servers, big files, chaos: npm run test:full.
    exclude: ['**/node_modules/**', '**/dist/**', ...(mode === 'full' ? [] : ['**/*.full.test.ts'])],
    reporters: ['default', './scripts/skipped-reporter.ts'],
    globalSetup: 'test/support/global-setup.ts',
    server: { deps: { inline: [/@polyphony/] } },
    pool: 'forks',
    // One more than the cores of a small machine: many tests wait for processes and clocks.
    maxWorkers: 3,
    // No test is about time: on a small, busy machine opening a database alone takes many seconds.
    testTimeout: mode === 'full' ? 120_000 : 60_000,
    hookTimeout: 120_000,
  },
}));
