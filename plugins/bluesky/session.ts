import type { Grant, NetworkCall } from '@polyphony/sdk';
import { serverOf, serverTyped } from './identity.ts';

interface Session {
  readonly did: string;
  readonly accessJwt: string;
  readonly refreshJwt: string;
}

/** Turns an app password into a session; the password itself is not kept. */
export async function login(call: NetworkCall, typed: Readonly<Record<string, string>>): Promise<Grant> {
  const { identifier = '', appPassword: password = '', service } = typed;
  const server = service === undefined || service.trim() === '' ? '' : serverTyped(call, service);
  // Where anybody may type an address, a password goes to no server that is not one of this protocol.
  await call.http.request(`${server}/xrpc/com.atproto.server.describeServer`);
  const { body: session } = await call.http.request<Session>(`${server}/xrpc/com.atproto.server.createSession`, {
    method: 'POST',
    json: { identifier: identifier.trim().replace(/^@/, ''), password: password.trim() },
  });
  const own = await serverOf(call, session.did);
  // A session made at an entrance for many servers is good at the account's own. One that is not was made by an impostor.
  const headers = { authorization: `Bearer ${session.accessJwt}` };
  await call.http.request(`${own}/xrpc/com.atproto.server.getSession`, { headers });
  return grantOf(own, session);
}

export async function refreshSession(call: NetworkCall): Promise<Grant> {
  const { body } = await asRefresher<Session>(call, 'com.atproto.server.refreshSession');
  return grantOf(call.credentials.service, body);
}

export async function deleteSession(call: NetworkCall): Promise<void> {
  await asRefresher(call, 'com.atproto.server.deleteSession');
}

const asRefresher = <T>(call: NetworkCall, method: string) =>
  call.http.request<T>(`/xrpc/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${call.credentials.refreshJwt ?? ''}` },
  });

function grantOf(service: string | undefined, { did, accessJwt, refreshJwt }: Session): Grant {
  const expiresAt = expiryOf(accessJwt);
  return {
    credentials: { way: 'password', did, accessJwt, refreshJwt, ...(service !== undefined && { service }) },
    ...(expiresAt && { expiresAt }),
  };
}

/** When a JWT runs out; undefined where it does not say. Nobody here can check its signature, nor needs to. */
function expiryOf(jwt: string): Date | undefined {
  try {
    const payload = atob((jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const { exp } = JSON.parse(payload) as { exp?: unknown }; // read only
    return typeof exp === 'number' ? new Date(exp * 1000) : undefined;
  } catch {
    return undefined;
  }
}
