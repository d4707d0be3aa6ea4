import * as oauth from 'oauth4webapi';
import type { NetworkCall } from './call.ts';
import type { HttpRequest, Send } from './http.ts';

// DPoP (RFC 9449): tokens that are good only together with a key.

/** How the library sends: by the client of the call, which refuses plain http where it may not be. */
export const through = (send: Send) => ({
  // The library's own word for what `fetch` takes.
  [oauth.customFetch]: (url: string, init: unknown) => send(url, init as RequestInit),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is marked so only to be seen
  [oauth.allowInsecureRequests]: true,
});

/** A new private key, as JSON. */
export async function newKey(): Promise<string> {
  const { privateKey } = await oauth.generateKeyPair('ES256', { extractable: true });
  return JSON.stringify(await crypto.subtle.exportKey('jwk', privateKey));
}

/** Proves that requests come from who holds the key. Remembers the nonces that servers hand out. */
export async function openKey(call: NetworkCall, key: string): Promise<oauth.DPoPHandle> {
  const { kty, crv, x, y, d } = JSON.parse(key) as Record<string, string>; // what newKey made
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const open = { kty, crv, x, y } as { kty: string }; // the platform's type of a JWK is not one of this library
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.importKey('jwk', open, algorithm, true, ['verify']),
    crypto.subtle.importKey('jwk', { ...open, d } as { kty: string }, algorithm, false, ['sign']), // the same
  ]);
  const ahead = Math.round((call.now().getTime() - Date.now()) / 1000);
  return oauth.DPoP({ [oauth.clockSkew]: ahead }, { privateKey, publicKey });
}

/** Sends a request once more where the server only wanted to see a nonce in it, and has done nothing. */
export async function sendWithNonce(
  send: () => Promise<Response>,
  wantsNonce: (answer: Response) => boolean,
): Promise<Response> {
  const answer = await send();
  if (!wantsNonce(answer)) return answer;
  await answer.body?.cancel();
  return send();
}

/** One for all requests of a call, so that only the first of them has to learn the nonce. */
const handles = new WeakMap<NetworkCall['credentials'], Promise<oauth.DPoPHandle>>();

/** For `HttpRequest.sign`: shows the access token of the call, bound to the request by the key that belongs to it. */
export function signWithDpop(call: NetworkCall): NonNullable<HttpRequest['sign']> {
  const { accessToken = '', dpopKey = '' } = call.credentials;
  return async ({ method, url, headers, body }, send) => {
    const opened = handles.get(call.credentials) ?? openKey(call, dpopKey);
    handles.set(call.credentials, opened);
    const options = { DPoP: await opened, ...through(send) };
    const request = async () => {
      try {
        return await oauth.protectedResourceRequest(accessToken, method, url, headers, await body(), options);
      } catch (error) {
        // The answer is read where all answers are.
        if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
        throw error;
      }
    };
    return sendWithNonce(request, (answer) =>
      (answer.headers.get('www-authenticate') ?? '').includes('use_dpop_nonce'),
    );
  };
}
