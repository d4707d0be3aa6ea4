import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NetworkError } from '@polyphony/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { packageManifest } from '../../src/infra/package.ts';
import { EmulateUnknown, loadNetworks, startEmulators } from '../../src/infra/plugins.ts';
import { startProduct } from '../support/process.ts';
import { log, temporaryFolder } from '../support/world.ts';

// Packages that nobody here wrote, as an operator would install them beside the others.
const scope = 'node_modules/@polyphony-test';
afterAll(() => {
  rmSync(scope, { recursive: true, force: true });
});

function install(name: string, source: string, emulator = '', own: object = {}): string {
  const folder = join(scope, name);
  mkdirSync(folder, { recursive: true });
  const exports = { '.': './index.js', './emulator': './emulator.js', './package.json': './package.json' };
  const manifest = { name: `@polyphony-test/${name}`, version: '1.2.3', type: 'module', exports, ...own };
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

/** The source of a connector with these options. */
const withOptions = (key: string, options: string) =>
  `import { z } from 'zod';${whole(key, `connector.options = z.object({ ${options} });`)}`;

const sandbox = '@polyphony/plugin-sandbox';
const load = (...connectors: string[]) => loadNetworks(readConfig({ CONNECTORS: [sandbox, ...connectors].join(',') }));

describe('a package that nobody here wrote', () => {
  it('is loaded, with its version', async () => {
    const networks = await load(install('good', whole('foreign')));
    expect(networks.refused).toEqual([]);
    expect(networks.get('foreign')).toMatchObject({ packageName: '@polyphony-test/good', packageVersion: '1.2.3' });
  });

  it.each([
    ['null', null],
    ['nothing', undefined],
  ])('may say in its package.json that it exports %s', (what, exports) => {
    const name = install(`exports-${what}`, whole('plain'), '', { exports });
    expect(packageManifest(name)).toEqual({ version: '1.2.3', exports: {} });
  });

  it('stays what it was when it was loaded', async () => {
    const flips = `
      let asked = 0;
      Object.defineProperty(connector.network, 'name', {
        enumerable: true,
        get: () => { asked += 1; if (asked > 1) throw new Error('asked again'); return 'Once'; },
      });
      setTimeout(() => { connector.capabilities.formats.length = 0; });`;
    const networks = await load(install('flips', whole('flips', flips)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const connector = networks.get('flips')?.connector;
    expect(connector?.network.name).toBe('Once');
    expect(connector?.capabilities.formats).toHaveLength(1);
    expect(connector?.publishing.publish).toBeTypeOf('function');
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
      install('options', withOptions('options', "a: z.enum(['a b'])")),
      'must have choices that GraphQL can name (it has: a b)',
    ],
    [
      'has options that throw',
      install(
        'throwing-default',
        withOptions('throwing', "a: z.string().default(() => { throw new Error('unset'); })"),
      ),
      '`options` cannot be told as a JSON schema: unset',
    ],
    [
      'throws while it is looked at',
      install(
        'getter',
        whole('getter', "Object.defineProperty(connector, 'sdk', { get() { throw new Error('no'); } });"),
      ),
      'It failed while it was loaded: no',
    ],
    [
      'throws what cannot be looked at',
      install('proxy', 'export default new Proxy({}, { get() { throw Object.create(null); } });'),
      'It failed while it was loaded: it threw what cannot be looked at',
    ],
    ['is a path into one', `${install('deep', whole('deep'))}/emulator`, 'is no name of a package'],
    ['has no version', install('unversioned', whole('unversioned'), '', { version: null }), 'has no version'],
    [
      'would read a secret of the product as its app',
      install(
        'thief',
        whole(
          'thief',
          `connector.auth.app = {
            fields: [{ name: 'id', label: 'Id', secret: false, required: true, setting: 'SECRET_KEY' }],
            docs: 'https://example.com',
          };`,
        ),
      ),
      'It would read settings of the product itself: SECRET_KEY',
    ],
    [
      'would read a secret of the product as its server',
      install('server', whole('server', "connector.network.servers = { credential: 's', setting: 'DATABASE_URL' };")),
      'It would read settings of the product itself: DATABASE_URL',
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

  it.each([
    ['never starts', 'export const startEmulator = () => new Promise(() => undefined);'],
    ['never loads', 'await new Promise(() => setInterval(() => undefined, 1000).unref());'],
    ['answers nothing', 'export const startEmulator = async () => undefined;'],
  ])('whose emulator %s keeps nothing from starting, nor from stopping', async (what, source) => {
    const key = what.replaceAll(' ', '');
    const CONNECTORS = [sandbox, install(key, whole(key), source)].join(',');
    const config = readConfig({ CONNECTORS, EMULATE: `sandbox,${key}`, DATA_DIR: temporaryFolder() });
    const networks = await loadNetworks(config);
    const stop = await startEmulators(networks, config, log, 1000);
    expect(networks.get('sandbox')?.baseUrl()).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(() => networks.get(key)?.baseUrl()).toThrow(NetworkError);
    await stop();
  });

  it('whose emulator starts too late has it closed again', async () => {
    const source = `
      export const startEmulator = () =>
        new Promise((resolve) => {
          const close = async () => { globalThis.closedTooLate = true; };
          setTimeout(() => resolve({ url: 'http://127.0.0.1:9', close }), 200);
        });`;
    const CONNECTORS = install('late', whole('late'), source);
    const config = readConfig({ CONNECTORS, EMULATE: 'late', DATA_DIR: temporaryFolder() });
    const networks = await loadNetworks(config);
    const stop = await startEmulators(networks, config, log, 50);
    expect(() => networks.get('late')?.baseUrl()).toThrow(NetworkError);
    await expect.poll(() => Reflect.get(globalThis, 'closedTooLate') as unknown).toBe(true);
    await stop();
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
      import { createHttpClient } from '@polyphony/sdk';
      const http = createHttpClient({
        network: 'later', baseUrl: 'https://example.com', hosts: [], errors: { codes: {}, read: () => undefined }, secrets: [],
        signal: new AbortController().signal, now: () => new Date(), send: () => new Promise((_, no) => setTimeout(no, 1)),
      });
      setTimeout(() => { void http.request('/floating'); }, 50);
      setTimeout(() => { throw new Error('thrown in a timer'); }, 50);
      setTimeout(() => { void Promise.reject(new Error('rejected by nobody')); }, 50);
      setTimeout(() => { void Promise.reject('without a stack'); }, 50);
      setTimeout(() => process.exit(3), 50);`;
    const CONNECTORS = [
      sandbox,
      install('exits', 'process.exit(7)'),
      install('waits', 'await new Promise(() => setInterval(() => undefined, 1000))'),
      install('later', whole('later', later)),
      install('named', withOptions('named', "input: z.enum(['a'])")),
      install('shared', withOptions('shared', "a: z.string().meta({ id: 'x' }), b: z.int().meta({ id: 'x' })")),
      install('nullable', withOptions('nullable', "a: z.string().nullable(), b: z.array(z.enum(['x'])).nullish()")),
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
    expect(output).toContain('Without @polyphony-test/named: It is no valid connector');
    expect(output).toContain('Without @polyphony-test/shared: It is no valid connector');
    expect(output).not.toContain('Without @polyphony-test/nullable');
    for (const what of [
      'the connection was lost',
      'thrown in a timer',
      'rejected by nobody',
      'without a stack',
      'called process.exit',
    ]) {
      expect(output).toContain(what);
    }
    product.process.kill('SIGTERM');
    expect(await product.ended()).toBe(0);
  });
});
