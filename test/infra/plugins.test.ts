import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NetworkError } from '@polyphony/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { EmulateUnknown, loadNetworks, startEmulators } from '../../src/infra/plugins.ts';
import { startProduct } from '../support/process.ts';
import { log, temporaryFolder } from '../support/world.ts';

// Packages that nobody here wrote, as an operator would install them beside the others.
const scope = 'node_modules/@polyphony-test';
afterAll(() => {
  rmSync(scope, { recursive: true, force: true });
});

function install(name: string, source: string, emulator = ''): string {
  const folder = join(scope, name);
  mkdirSync(folder, { recursive: true });
  const exports = { '.': './index.js', './emulator': './emulator.js', './package.json': './package.json' };
  const manifest = { name: `@polyphony-test/${name}`, version: '1.2.3', type: 'module', exports };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'index.js'), source);
  writeFileSync(join(folder, 'emulator.js'), emulator);
  return manifest.name;
}

/** The source of a whole connector; `more` comes after it and may change it. */
const whole = (key: string, more = '') => `
const connector = {
  network: { key: '${key}', name: 'Foreign', apiVersion: '1', docs: 'https://example.com', baseUrl: 'https://example.com' },
  sdk: '^0.1.0',
  capabilities: {
    formats: [{ format: 'TEXT', text: { required: true, limits: [] }, media: [], link: false, settles: 'NOW' }],
    actions: [],
    idempotency: 'none',
  },
  errors: { codes: {}, read: () => undefined },
  auth: { ways: [{ kind: 'token', fields: [], scopes: [] }] },
  channels: async () => [],
  publishing: { publish: async () => ({ outcome: 'published', externalId: '1' }) },
};
${more}
export default connector;
`;

const sandbox = '@polyphony/plugin-sandbox';
const load = (...connectors: string[]) => loadNetworks(readConfig({ CONNECTORS: [sandbox, ...connectors].join(',') }));

describe('a package that nobody here wrote', () => {
  it('is loaded, with its version', async () => {
    const networks = await load(install('good', whole('foreign')));
    expect(networks.refused).toEqual([]);
    expect(networks.get('foreign')).toMatchObject({ packageName: '@polyphony-test/good', packageVersion: '1.2.3' });
  });

  it.each([
    ['is not installed', '@polyphony-test/absent', 'Install it, or take it out of CONNECTORS'],
    ['throws while it is loaded', install('throws', 'throw new Error("no luck")'), 'cannot be loaded: no luck'],
    ['cannot be parsed', install('garbage', 'export default {'), 'cannot be loaded'],
    ['exports nothing', install('empty', ''), 'is no valid connector'],
    ['exports null', install('null', 'export default null'), 'is no valid connector'],
    ['wants another SDK', install('old', whole('old', "connector.sdk = '^9.0.0';")), 'It was written for SDK ^9.0.0'],
    ['names no SDK', install('nosdk', whole('nosdk', 'delete connector.sdk;')), '`sdk` is missing'],
    [
      'has a wrong manifest',
      install('wrong', whole('wrong', "connector.network.key = 'No';")),
      '`network.key` must be',
    ],
    [
      'has options that GraphQL cannot say',
      install(
        'options',
        `import { z } from 'zod';${whole('options', "connector.options = z.object({ a: z.enum(['a b']) });")}`,
      ),
      'must have choices that GraphQL can name (it has: a b)',
    ],
    ['takes the key of another', install('taken', whole('sandbox')), `${sandbox} is the network "sandbox" already`],
  ])('is left out when it %s, with the reason, and the others work', async (_, name, reason) => {
    const networks = await load(name);
    expect(networks.all.map(({ packageName }) => packageName)).toEqual([sandbox]);
    expect(networks.refused).toEqual([{ packageName: name, reason: expect.stringContaining(reason) as string }]);
  });

  it('never stands in for a network that was to be emulated', async () => {
    await expect(loadNetworks(readConfig({ CONNECTORS: sandbox, EMULATE: 'sandbx' }))).rejects.toThrow(EmulateUnknown);
  });

  it('whose emulator fails leaves its network unreachable, and never reaches the real one', async () => {
    const failing =
      "export const demoAccounts = []; export const startEmulator = () => { throw new Error('broken'); };";
    const CONNECTORS = [sandbox, install('faulty', whole('faulty'), failing)].join(',');
    const config = readConfig({ CONNECTORS, EMULATE: 'sandbox,faulty', DATA_DIR: temporaryFolder() });
    const networks = await loadNetworks(config);
    const stop = await startEmulators(networks, config, log);
    expect(networks.get('sandbox')?.baseUrl()).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(() => networks.get('faulty')?.baseUrl()).toThrow(NetworkError);
    await stop();
  });
});

describe('a process with bad packages', { timeout: 90_000 }, () => {
  it('starts, says which it goes without and why, and outlives what they do later', async () => {
    const later = `
      setTimeout(() => { throw new Error('thrown in a timer'); }, 50);
      setTimeout(() => { void Promise.reject(new Error('rejected by nobody')); }, 50);
      setTimeout(() => { void Promise.reject('without a stack'); }, 50);
      setTimeout(() => process.exit(3), 50);`;
    const CONNECTORS = [
      sandbox,
      install('exits', 'process.exit(7)'),
      install('waits', 'await new Promise(() => setInterval(() => undefined, 1000))'),
      install('later', whole('later', later)),
    ].join(',');
    const product = startProduct({ CONNECTORS, DATA_DIR: temporaryFolder(), DEMO: '0' });
    const url = await product.ready();
    const { status } = await fetch(`${url}/health/ready`);
    expect(status).toBe(200);
    const output = product.output();
    expect(output).toContain(
      'Without @polyphony-test/exits: It cannot be loaded: @polyphony-test/exits called process.exit',
    );
    expect(output).toContain('Without @polyphony-test/waits: It cannot be loaded: it was not ready within 10 s');
    for (const what of ['thrown in a timer', 'rejected by nobody', 'without a stack', 'called process.exit']) {
      expect(output).toContain(what);
    }
    product.process.kill('SIGTERM');
    expect(await product.ended()).toBe(0);
  });
});
