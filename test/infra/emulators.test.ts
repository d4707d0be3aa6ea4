import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { loadNetworks, startEmulators } from '../../src/infra/plugins.ts';
import { log, temporaryFolder } from '../support/world.ts';

async function open(dataDir: string) {
  const config = readConfig({ DATA_DIR: dataDir });
  const networks = await loadNetworks(config);
  const stop = await startEmulators(networks, config, log);
  return { url: () => networks.get('sandbox')?.baseUrl() ?? '', stop };
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

describe('the emulator of a network', () => {
  it('is run by one of several on one data folder, used by all, and taken over when that one is gone', async () => {
    const folder = temporaryFolder();
    // Whoever holds a lock is told from others by the lock, not by the process: three in one process are as good.
    const [first, second, third] = await Promise.all([open(folder), open(folder), open(folder)]);
    const url = first.url();
    expect([second.url(), third.url()]).toEqual([url, url]);
    expect(await answers(url)).toBe(true);
    await first.stop();
    await second.stop();
    while (!(await answers(url))) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(third.url()).toBe(url);
    await third.stop();
    expect(await answers(url)).toBe(false);
  });

  it('that somebody else runs is spoken to at its address as it was given', async () => {
    const networks = await loadNetworks(readConfig({ EMULATE: 'sandbox=http://127.0.0.1:4747' }));
    expect(networks.get('sandbox')?.baseUrl()).toBe('http://127.0.0.1:4747');
  });

  it('is taken over from a process that was killed', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'emulators'));
    // No process has this id: Linux counts up to 2^22.
    writeFileSync(join(folder, 'emulators', 'sandbox.lock'), '4194305 1 6f6d2b0e');
    writeFileSync(join(folder, 'emulators', 'sandbox.url'), 'http://127.0.0.1:1');
    const only = await open(folder);
    expect(await answers(only.url())).toBe(true);
    await only.stop();
  });
});
