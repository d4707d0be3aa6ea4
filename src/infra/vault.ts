import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactDecrypt, CompactEncrypt, calculateJwkThumbprint } from 'jose';

/**
 * Encrypts what may not be read from a database dump. Each text gets a key of its own (A256GCM), which is wrapped by the
 * master key (A256GCMKW); the master key's id stands beside it. The form is a compact JWE (RFC 7516).
 */
export interface Vault {
  seal(value: Readonly<Record<string, string>>): Promise<string>;
  /** Throws where the key is another one or the text was changed. */
  open(sealed: string): Promise<Readonly<Record<string, string>>>;
}

export async function createVault(key: Uint8Array): Promise<Vault> {
  const kid = await calculateJwkThumbprint({ kty: 'oct', k: Buffer.from(key).toString('base64url') });
  return {
    seal: (value) =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
        .setProtectedHeader({ alg: 'A256GCMKW', enc: 'A256GCM', kid })
        .encrypt(key),
    async open(sealed) {
      const { plaintext } = await compactDecrypt(sealed, key);
      return JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, string>;
    },
  };
}

/** The master key: from the settings, or made once and kept in the data folder, readable by its owner only. */
export function masterKey(secretKey: string | undefined, dataDir: string): Uint8Array {
  if (secretKey !== undefined) return Buffer.from(secretKey, 'base64');
  const file = join(dataDir, 'secret.key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // There is one: from an earlier start, or from a process that starts at the same time.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}
