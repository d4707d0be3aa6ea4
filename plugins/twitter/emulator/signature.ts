import { createHmac, timingSafeEqual } from 'node:crypto';

/** By the consumer secret of the app: what answers a challenge, and what stands over an event. */
export const signatureOf = (secret: string, what: string): string =>
  `sha256=${createHmac('sha256', secret).update(what).digest('base64')}`;

/** In a time that does not tell where they differ. */
export function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
