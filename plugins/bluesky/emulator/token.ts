import { createHmac, timingSafeEqual } from 'node:crypto';

/** It opens nothing but an emulator. */
const key = 'the key of an emulated server';

export const tokenScopes = {
  appPassword: 'com.atproto.appPass',
  refresh: 'com.atproto.refresh',
  oauth: 'com.atproto.emulator.oauth',
} as const;

export interface Claims {
  /** Whose it is. */
  readonly sub: string;
  readonly scope: (typeof tokenScopes)[keyof typeof tokenScopes];
  /** Begins with the number of the account's epoch in which it was made: see `expire` and `revoke`. */
  readonly jti: string;
  /** Seconds. */
  readonly iat: number;
  readonly exp: number;
  /** Of OAuth: the session, the key that it is bound to, and what was granted. */
  readonly sid?: string;
  readonly jkt?: string;
  readonly granted?: string;
}

const toPart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const macOf = (text: string) => createHmac('sha256', key).update(text).digest('base64url');

/** A JWT as the server makes it. */
export function signToken(claims: Claims): string {
  const typ = claims.scope === tokenScopes.refresh ? 'refresh+jwt' : 'at+jwt';
  const content = `${toPart({ typ, alg: 'HS256' })}.${toPart({ aud: 'did:web:localhost', ...claims })}`;
  return `${content}.${macOf(content)}`;
}

/** Undefined where it is none of this server's. Whether it is still good is another question. */
export function readToken(token: string): Claims | undefined {
  const [head = '', body = '', mac = ''] = token.split('.');
  const expected = Buffer.from(macOf(`${head}.${body}`));
  const given = Buffer.from(mac);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims; // signed by signToken
}

export const epochOf = ({ jti }: Pick<Claims, 'jti'>): number => Number(jti.split('.')[0]);
