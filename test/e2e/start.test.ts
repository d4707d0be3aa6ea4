import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { run, startProduct } from '../support/process.ts';
import { createServerDatabase, serverUrl, temporaryFolder } from '../support/world.ts';

describe('a start', () => {
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

  it('refuses to run its parts apart on the embedded database', async () => {
    const product = run('src/main.ts', ['worker'], { DATA_DIR: temporaryFolder() });
    expect(await product.ended()).toBe(1);
    expect(product.output()).toContain('DATABASE_URL');
  });

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
