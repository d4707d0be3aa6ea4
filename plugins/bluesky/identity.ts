import { NetworkError, type NetworkCall } from '@polyphony/sdk';
import { z } from 'zod';

/** What a server answered, or a refusal where it is not what the protocol says. */
export function read<T>(call: NetworkCall, shape: z.ZodType<T>, value: unknown, what: string): T {
  const { success, data } = shape.safeParse(value);
  if (success) return data;
  throw call.refuse({ kind: 'unexpected', code: 'NotUnderstood', message: `${what} is not as the protocol has it.` });
}

/** The origin of what a person typed as a server, with or without https://. */
export function serverTyped(call: NetworkCall, typed: string): string {
  const address = /^https?:\/\//i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`;
  if (URL.canParse(address)) return new URL(address).origin;
  throw call.refuse({ kind: 'not_found', code: 'http_404', message: 'The server’s address is not an address.' });
}

const didDocument = z.object({
  service: z.array(z.object({ id: z.string(), serviceEndpoint: z.unknown() })).default([]),
});

/**
 * The origin of the server that an account lives on. Not the account's word and not its server's, but that of its DID
 * document; so nobody can pose as an account of another server.
 */
export async function serverOf(call: NetworkCall, did: string): Promise<string> {
  const { service } = read(call, didDocument, await documentOf(call, did), 'The identity of the account');
  const endpoint = service.find(({ id }) => id === '#atproto_pds' || id === `${did}#atproto_pds`)?.serviceEndpoint;
  return new URL(read(call, z.url(), endpoint, 'The server of the account')).origin;
}

async function documentOf(call: NetworkCall, did: string): Promise<unknown> {
  try {
    // The server that the operator chose is trusted to look it up, and need not be asked about its own accounts elsewhere.
    const query = { repo: did };
    const { body } = await call.http.request<{ didDoc: unknown }>('/xrpc/com.atproto.repo.describeRepo', { query });
    return body.didDoc;
  } catch (error) {
    // Without a status there was no answer, which says nothing.
    if (!(error instanceof NetworkError) || error.details.status === undefined) throw error;
  }
  const [, method, id = ''] = did.split(':');
  const url =
    method === 'web' ? `https://${decodeURIComponent(id)}/.well-known/did.json` : `https://plc.directory/${did}`;
  return (await call.http.request(url)).body;
}
