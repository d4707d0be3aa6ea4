import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { run, startProduct } from '../support/process.ts';
import { createServerDatabase, serverUrl, temporaryFolder } from '../support/world.ts';

// Each starts the product several times, beside whatever else runs on the machine.
describe('a start', { timeout: 90_000 }, () => {
  it('says what is wrong with the settings, all of it, and ends with 1', async () => {
    const product = startProduct({ PORT: 'many', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' });
    expect(await product.ended()).toBe(1);
    for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL']) expect(product.output()).toContain(`${name}: must`);
    expect(product.output()).not.toContain('    at ');
  });

  it('says that the port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo; // a TCP server's
    const product = startProduct({ PORT: String(port), DATA_DIR: temporaryFolder() });
    expect(await product.ended()).toBe(1);
    expect(product.output()).toContain(`Port ${String(port)} on 127.0.0.1 is in use. Choose another: PORT=`);
    expect(product.output()).not.toContain('    at ');
    other.close();
  });

  it('says that the data folder is in use, by which process and how to choose another; SIGTERM gives it back', async () => {
    const dataDir = temporaryFolder();
    const first = startProduct({ DATA_DIR: dataDir, DEMO: '0' });
    await first.ready();
    const second = startProduct({ DATA_DIR: dataDir, DEMO: '0' });
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain(`is in use by process ${String(first.process.pid)}`);
    expect(second.output()).toContain('DATA_DIR=');
    const cli = run('scripts/db.ts', ['migrate'], { DATA_DIR: dataDir });
    expect(await cli.ended()).toBe(1);
    expect(cli.output()).toContain('is in use');
    first.process.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    const third = startProduct({ DATA_DIR: dataDir, DEMO: '0' });
    await third.ready();
    third.process.kill('SIGTERM');
    expect(await third.ended()).toBe(0);
  });

  it.each([
    ['a HOST that nobody knows', { HOST: 'nowhere.invalid' }, 'nowhere.invalid is no address of this machine'],
    ['a HOST of another machine', { HOST: '192.0.2.1' }, '192.0.2.1 is no address of this machine'],
    ['a data folder that is a file', { DATA_DIR: 'package.json' }, 'package.json cannot be used'],
    ['a data folder where none can be', { DATA_DIR: '/proc/x' }, 'The data folder /proc/x cannot be used'],
    [
      'such a folder beside a server',
      { DATA_DIR: '/proc/x', DATABASE_URL: 'postgresql://a@127.0.0.1:1/b' },
      '/proc/x cannot be used',
    ],
    ['a server that is down', { DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/b' }, 'Check DATABASE_URL'],
  ])('says in a sentence what is wrong with %s, and ends with 1', async (_, settings, sentence) => {
    const product = startProduct({ DATA_DIR: temporaryFolder(), DEMO: '0', ...settings });
    expect(await product.ended()).toBe(1);
    expect(product.output()).toContain(sentence);
    expect(product.output()).not.toMatch(/ {4}at |secret/);
  });

  it('says the same for the scripts', async () => {
    const url = 'postgresql://a:secret@127.0.0.1:1/b';
    for (const [args, settings, sentence] of [
      [['reset', '--yes'], { DATABASE_URL: url }, 'Check DATABASE_URL'],
      [['migrate'], { DATABASE_URL: url }, 'Check DATABASE_URL'],
      [['reset', '--yes'], { DATA_DIR: '/proc/x' }, '/proc/x cannot be used'],
      [['migrate'], { EMULATE: 'nothing-of-that-name' }, 'no connector of CONNECTORS is that network'],
    ] as const) {
      const product = run('scripts/db.ts', args, { DATA_DIR: temporaryFolder(), ...settings });
      expect(await product.ended()).toBe(1);
      expect(product.output()).toContain(sentence);
      expect(product.output()).not.toMatch(/ {4}at |secret/);
    }
  });

  it('refuses to run its parts apart on the embedded database', async () => {
    const product = run('src/main.ts', ['worker'], { DATA_DIR: temporaryFolder() });
    expect(await product.ended()).toBe(1);
    expect(product.output()).toContain('DATABASE_URL');
  });

  it(
    'of two nodes at once with DEMO=1 makes one demo (needs DATABASE_URL)',
    { skip: serverUrl === undefined },
    async () => {
      const { url, drop } = await createServerDatabase(serverUrl ?? '');
      const settings = { DATA_DIR: temporaryFolder(), DATABASE_URL: url, DEMO: '1' };
      const nodes = [startProduct(settings), startProduct(settings)];
      for (const node of nodes) await node.ready();
      expect(nodes.filter((node) => node.output().includes('Made the demo')).length).toBe(1);
      expect(nodes.map((node) => node.output()).join('')).not.toContain('are gone');
      for (const node of nodes) node.process.kill('SIGTERM');
      for (const node of nodes) expect(await node.ended()).toBe(0);
      await drop();
    },
  );

  it('makes no demo by itself on a server (needs DATABASE_URL)', { skip: serverUrl === undefined }, async () => {
    const { url, drop } = await createServerDatabase(serverUrl ?? '');
    const product = startProduct({ DATA_DIR: temporaryFolder(), DATABASE_URL: url });
    await product.ready();
    expect(product.output()).not.toContain('demo');
    product.process.kill('SIGTERM');
    expect(await product.ended()).toBe(0);
    await drop();
  });
});
