import { Refusal } from './refusals.ts';

export interface Client {
  readonly redirectUris: readonly string[];
  /** Absent: not known here. */
  readonly scopes?: readonly string[];
}

const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\])(?=[:/]|$)/;

/**
 * A client by its id. `http://localhost` is a client under development and says in its query what it is. Any other is the
 * address of a document, which the emulator does not fetch, as it speaks to nobody: such a client is taken at its word.
 */
export function readClient(clientId: string): Client {
  if (!URL.canParse(clientId)) throw new Refusal('invalid_client', 'The client_id is no address');
  const { protocol, hostname, port, pathname, searchParams } = new URL(clientId);
  if (protocol === 'https:' && pathname !== '/') return { redirectUris: [] };
  if (protocol !== 'http:' || hostname !== 'localhost' || port !== '' || pathname !== '/') {
    throw new Refusal('invalid_client', 'The client_id must be an https address, or http://localhost');
  }
  const unknown = [...searchParams.keys()].find((name) => name !== 'redirect_uri' && name !== 'scope');
  if (unknown !== undefined) throw new Refusal('invalid_client', `The client_id has an unknown parameter "${unknown}"`);
  const redirectUris = searchParams.getAll('redirect_uri');
  if (redirectUris.some((uri) => !loopback.test(uri))) {
    throw new Refusal('invalid_client', 'A loopback client is sent back to 127.0.0.1 or [::1] alone');
  }
  return {
    redirectUris: redirectUris.length > 0 ? redirectUris : ['http://127.0.0.1/', 'http://[::1]/'],
    scopes: (searchParams.get('scope') ?? 'atproto').split(' '),
  };
}

/** Of a loopback address the port is free (RFC 8252, 7.3). */
export function assertRedirect({ redirectUris, scopes }: Client, wanted: string): void {
  const known =
    scopes === undefined ? URL.canParse(wanted) : redirectUris.some((uri) => portless(uri) === portless(wanted));
  if (!known) throw new Refusal('invalid_request', 'Invalid redirect_uri');
}

function portless(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (loopback.test(uri)) url.port = '';
  return url.href;
}
