import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Connector, InsightsCapability } from '@polyphony/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { holdToCatalogue, unknownMetrics } from '../../../src/app/measures/metric.ts';
import { readConfig } from '../../../src/config.ts';
import { loadNetworks, type InstalledNetwork } from '../../../src/infra/plugins.ts';
import { openShell } from '../../../src/shell.ts';
import { log, temporaryFolder } from '../../support/world.ts';

const networks = await loadNetworks(readConfig({}));

const metricsOf = (...keys: string[]): InsightsCapability => ({
  scope: 'CHANNEL',
  metrics: keys.map((key) => ({ key, nativeName: key.toUpperCase() })),
});
const counting = (network: InstalledNetwork, ...keys: string[]): InstalledNetwork => {
  const { capabilities, ...rest } = network.connector;
  const connector: Connector = { ...rest, capabilities: { ...capabilities, insights: [metricsOf(...keys)] } };
  return { ...network, connector };
};

describe('the metrics of a connector', () => {
  it('are the catalogue’s, for every connector that is installed', () => {
    expect(networks.refused).toEqual([]);
    expect(networks.all.map((network) => [network.packageName, unknownMetrics(network)])).toEqual(
      networks.all.map(({ packageName }) => [packageName, []]),
    );
    expect(holdToCatalogue(networks)).toBe(networks);
  });

  it('keep it from being used where the catalogue does not have them, and the others work', () => {
    const [first, ...others] = networks.all;
    if (first === undefined) throw new TypeError('There is at least the sandbox');
    const strange = counting(first, 'likes', 'applause', 'Likes', 'applause');
    const held = holdToCatalogue({ ...networks, all: [strange, ...others] });
    expect(held.all).toEqual(others);
    expect(held.get(first.connector.network.key)).toBeUndefined();
    for (const other of others) expect(held.get(other.connector.network.key)).toBe(other);
    expect(held.refused).toEqual([
      {
        packageName: first.packageName,
        reason: expect.stringContaining('metrics that the catalogue does not have: applause, Likes.') as string,
      },
    ]);
    expect(held.emulators).toBe(networks.emulators);
  });

  it('are fine where the catalogue has them', () => {
    const all = networks.all.map((network) => counting(network, 'likes', 'followers_gained'));
    expect(holdToCatalogue({ ...networks, all }).all).toBe(all);
  });
});

describe('a start', () => {
  // A package that nobody here wrote, as an operator would install it beside the others.
  const folder = 'node_modules/@polyphony-measures-test/strange';
  afterAll(() => {
    rmSync('node_modules/@polyphony-measures-test', { recursive: true, force: true });
  });

  it('goes on without a connector that counts what nobody can explain, and says so', async () => {
    mkdirSync(folder, { recursive: true });
    const name = '@polyphony-measures-test/strange';
    writeFileSync(
      `${folder}/package.json`,
      JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }),
    );
    writeFileSync(
      `${folder}/index.js`,
      `import sandbox from '@polyphony/plugin-sandbox';
      const insights = [{ scope: 'CHANNEL', metrics: [{ key: 'stars', nativeName: 'stars' }] }];
      export default {
        ...sandbox,
        network: { ...sandbox.network, key: 'strange' },
        capabilities: { ...sandbox.capabilities, insights },
        insights: { channel: async () => [] },
      };`,
    );
    const said: string[] = [];
    const config = readConfig({ DATA_DIR: temporaryFolder(), CONNECTORS: `@polyphony/plugin-sandbox,${name}` });
    const shell = await openShell(config, log, (message) => said.push(message));
    try {
      expect(shell.networks.all.map(({ packageName }) => packageName)).toEqual(['@polyphony/plugin-sandbox']);
      expect(said).toContainEqual(expect.stringContaining(`Without ${name}: It declares metrics`));
      expect(said.join()).toContain('stars');
    } finally {
      await shell.close();
    }
  });
});
