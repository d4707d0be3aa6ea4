import type { WebhookRequest } from '@polyphony/sdk';

const { subtle } = globalThis.crypto;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const keyOf = (secret: string) =>
  subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

/** In hex. */
export const signatureOf = async (text: string, secret: string): Promise<string> =>
  Buffer.from(await subtle.sign('HMAC', await keyOf(secret), bytesOf(text))).toString('hex');

/** Whether a request is of the network: it signs each body, whole. Compares in constant time. */
export async function isSigned({ headers, body }: WebhookRequest, secret = ''): Promise<boolean> {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(headers.get('x-sandbox-signature') ?? '')?.[1];
  if (hex === undefined || secret === '') return false;
  return subtle.verify('HMAC', await keyOf(secret), Buffer.from(hex, 'hex'), Uint8Array.from(body));
}

/** Throws where it is no JSON. */
export const jsonOf = ({ body }: WebhookRequest): unknown =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
