import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from './refusals.ts';

export interface DpopContext {
  readonly now: () => Date;
  /** Base URL of the server. */
  readonly url: string;
  readonly seed: number;
  /** Names of the proofs that were seen. */
  readonly proofs: Set<string>;
}

const rotationMs = 3 * 60_000;
const toleranceMs = rotationMs + 10_000;

const nonceAt = ({ seed }: Pick<DpopContext, 'seed'>, period: number) =>
  createHash('sha256').update(`nonce ${seed} ${period}`).digest('base64url');

const periodOf = ({ now }: Pick<DpopContext, 'now'>) => Math.floor(now().getTime() / rotationMs);

/** What the next proof must carry. */
export const currentNonce = (context: DpopContext): string => nonceAt(context, periodOf(context));

const head = z.object({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    use: z.string().optional(),
    alg: z.string().optional(),
    kid: z.string().optional(),
    key_ops: z.array(z.string()).optional(),
    ext: z.boolean().optional(),
  }),
});
const body = z.object({
  jti: z.string().min(1),
  htm: z.string(),
  htu: z.url(),
  /** Seconds. */
  iat: z.number(),
  nonce: z.string().optional(),
  ath: z.string().optional(),
});

/**
 * Checks the proof that a request carries, for the token that it carries (RFC 9449, 4.3). Returns the thumbprint of the key
 * that made it.
 */
export function checkProof(
  request: { readonly method: string; readonly path: string; readonly proof: string | string[] | undefined },
  context: DpopContext,
  token?: string,
): string {
  const { method, path, proof } = request;
  if (typeof proof !== 'string') throw invalid('A DPoP proof is needed');
  const [first = '', second = '', third = ''] = proof.split('.');
  const { jwk } = read(head, first);
  const { jti, htm, htu, iat, nonce, ath } = read(body, second);
  if (!isSigned(jwk, `${first}.${second}`, third)) throw invalid('The signature of the DPoP proof is wrong');
  const { origin, pathname } = new URL(htu);
  if (htm !== method) throw invalid('DPoP "htm" mismatch');
  if (`${origin}${pathname}` !== `${context.url}${path}`) throw invalid('DPoP "htu" mismatch');
  if (Math.abs(context.now().getTime() - iat * 1000) > toleranceMs) throw invalid('The DPoP proof is of another time');
  const period = periodOf(context);
  if (nonce === undefined || ![period, period - 1].some((each) => nonceAt(context, each) === nonce)) {
    throw wantsNonce(token !== undefined);
  }
  const expected = token === undefined ? undefined : createHash('sha256').update(token).digest('base64url');
  if (ath !== expected) throw invalid('DPoP "ath" mismatch');
  if (context.proofs.has(jti)) throw invalid('The DPoP proof was used before');
  context.proofs.add(jti);
  const { crv, kty, x, y } = jwk;
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

function isSigned(jwk: JsonWebKey, content: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const how = { key, dsaEncoding: 'ieee-p1363' } as const;
    return verify('sha256', Buffer.from(content), how, Buffer.from(signature, 'base64url'));
  } catch {
    return false; // no point of the curve
  }
}

function read<T>(shape: z.ZodType<T>, part: string): T {
  try {
    return shape.parse(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    throw invalid('The DPoP proof cannot be read');
  }
}

const invalid = (message: string) => new Refusal('invalid_dpop_proof', message);

/** The authorization server says it with 400, the resource server with 401. */
export class NonceWanted extends Refusal {
  readonly status: number;

  constructor(ofResource: boolean) {
    const message = ofResource
      ? 'Resource server requires nonce in DPoP proof'
      : 'Authorization server requires nonce in DPoP proof';
    super('use_dpop_nonce', message, {
      ...(ofResource && { 'www-authenticate': `DPoP error="use_dpop_nonce", error_description="${message}"` }),
    });
    this.status = ofResource ? 401 : 400;
  }
}

const wantsNonce = (ofResource: boolean) => new NonceWanted(ofResource);
