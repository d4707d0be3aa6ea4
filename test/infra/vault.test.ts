import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVault, forgetPreviousKey, masterKeys, renewKeyFile } from '../../src/infra/vault.ts';
import { temporaryFolder } from '../support/world.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);
const none = { secretKey: undefined, secretKeyPrevious: undefined };

describe('the vault', () => {
  it('opens what it sealed, and nothing that was changed', async () => {
    const vault = await createVault({ current: key(1), previous: null });
    const sealed = await vault.seal({ token: 'т0кен 🥐' });
    expect(sealed).not.toContain('кен');
    expect(await vault.open(sealed)).toEqual({ token: 'т0кен 🥐' });
    expect(await vault.seal({ token: 'т0кен 🥐' })).not.toBe(sealed);
    const parts = sealed.split('.');
    const changed = [
      ...parts.slice(0, 3),
      `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1) ?? ''}`,
      parts[4],
    ];
    await expect(vault.open(changed.join('.'))).rejects.toThrow();
  });

  it('names the key beside what it sealed, and says what to do where that key is missing', async () => {
    const sealed = await (await createVault({ current: key(1), previous: null })).seal({ token: 'x' });
    const other = await createVault({ current: key(2), previous: null });
    await expect(other.open(sealed)).rejects.toThrow('SECRET_KEY_PREVIOUS');
    const both = await createVault({ current: key(2), previous: key(1) });
    expect(await both.open(sealed)).toEqual({ token: 'x' });
    expect(both.isStale(sealed)).toBe(true);
    expect(both.isStale(await both.seal({ token: 'x' }))).toBe(false);
  });

  it('makes fingerprints that only the same key makes', async () => {
    const [one, two] = await Promise.all([1, 2].map((fill) => createVault({ current: key(fill), previous: null })));
    expect(one?.fingerprint('password')).toBe(one?.fingerprint('password'));
    expect(one?.fingerprint('password')).not.toBe(one?.fingerprint('Password'));
    expect(one?.fingerprint('password')).not.toBe(two?.fingerprint('password'));
  });
});

describe('the key of the data folder', () => {
  it('is made once, for its owner alone, and rotated in steps that can be cut short', () => {
    const folder = temporaryFolder();
    const first = masterKeys(none, folder);
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(masterKeys(none, folder)).toEqual(first);

    renewKeyFile(folder);
    const second = masterKeys(none, folder);
    expect(second.previous).toEqual(first.current);
    expect(second.current).not.toEqual(first.current);
    // Cut short here and begun again, it goes on with the same two keys.
    renewKeyFile(folder);
    expect(masterKeys(none, folder)).toEqual(second);

    forgetPreviousKey(folder);
    expect(masterKeys(none, folder)).toEqual({ current: second.current, previous: null });
    expect(existsSync(join(folder, 'secret.key.previous'))).toBe(false);
    expect(readFileSync(join(folder, 'secret.key'), 'utf8')).toHaveLength(44);
  });

  it('is the one of the settings where they name one', () => {
    const secretKey = Buffer.from(key(1)).toString('base64');
    const secretKeyPrevious = Buffer.from(key(2)).toString('base64');
    const folder = temporaryFolder();
    expect(masterKeys({ secretKey, secretKeyPrevious }, folder)).toEqual({
      current: Buffer.from(key(1)),
      previous: Buffer.from(key(2)),
    });
    expect(existsSync(join(folder, 'secret.key'))).toBe(false);
  });
});
