import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose';

/**
 * Encrypts what may not be read from a database dump. Each text gets a key of its own (A256GCM), which is wrapped by the
 * master key (A256GCMKW); the master key's id stands beside it. The form is a compact JWE (RFC 7516).
 */
export interface Vault {
  seal(value: Readonly<Record<string, string>>): Promise<string>;
  /** Throws where none of the keys is the one, or the text was changed. */
  open(sealed: string): Promise<Readonly<Record<string, string>>>;
  /** True where it was sealed with an earlier key: `npm run secrets:rotate` seals it anew. */
  isStale(sealed: string): boolean;
  /** The same for the same text, and of no use to whoever has not the master key. */
  fingerprint(value: string): string;
}

const idOf = (key: Uint8Array) => calculateJwkThumbprint({ kty: 'oct', k: Buffer.from(key).toString('base64url') });

/** The keys of this process: `current` seals, `previous` only open what they sealed. */
export interface MasterKeys {
  readonly current: Uint8Array;
  readonly previous: Uint8Array | null;
}

export async function createVault({ current, previous }: MasterKeys): Promise<Vault> {
  const kid = await idOf(current);
  const keys = new Map([[kid, current]]);
  if (previous !== null) keys.set(await idOf(previous), previous);
  const forFingerprints = Buffer.from(hkdfSync('sha256', current, '', 'polyphony fingerprint', 32));
  return {
    seal: (value) =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
        .setProtectedHeader({ alg: 'A256GCMKW', enc: 'A256GCM', kid })
        .encrypt(current),
    async open(sealed) {
      const key = keys.get(decodeProtectedHeader(sealed).kid ?? '');
      if (key === undefined) {
        throw new Error('It was encrypted with a key that is not here. Give the earlier key as SECRET_KEY_PREVIOUS.');
      }
      const { plaintext } = await compactDecrypt(sealed, key);
      return JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, string>; // what seal was given
    },
    isStale: (sealed) => decodeProtectedHeader(sealed).kid !== kid,
    fingerprint: (value) => createHmac('sha256', forFingerprints).update(value).digest('base64url'),
  };
}

const keyFile = (dataDir: string) => join(dataDir, 'secret.key');
const previousFile = (dataDir: string) => join(dataDir, 'secret.key.previous');
const read = (file: string): Uint8Array => Buffer.from(readFileSync(file, 'utf8'), 'base64');

/** The master keys: from the settings, or made once and kept in the data folder, readable by its owner only. */
export function masterKeys(
  {
    secretKey,
    secretKeyPrevious,
  }: { readonly secretKey: string | undefined; readonly secretKeyPrevious: string | undefined },
  dataDir: string,
): MasterKeys {
  const given = secretKeyPrevious === undefined ? null : Buffer.from(secretKeyPrevious, 'base64');
  if (secretKey !== undefined) return { current: Buffer.from(secretKey, 'base64'), previous: given };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(keyFile(dataDir), randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // There is one: from an earlier start, or from a process that starts at the same time.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = existsSync(previousFile(dataDir)) ? read(previousFile(dataDir)) : null;
  return { current: read(keyFile(dataDir)), previous: given ?? kept };
}

/** Puts a new key into the data folder; the one before it stays beside it until {@link forgetPreviousKey}. */
export function renewKeyFile(dataDir: string): void {
  if (existsSync(previousFile(dataDir)) || !existsSync(keyFile(dataDir))) return; // a rotation that was cut short goes on
  renameSync(keyFile(dataDir), previousFile(dataDir));
}

export function forgetPreviousKey(dataDir: string): void {
  rmSync(previousFile(dataDir), { force: true });
}
