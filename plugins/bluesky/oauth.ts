import {
  NetworkError,
  type AuthorizationRequest,
  type AuthorizationReturn,
  type AuthorizationStart,
  type Grant,
  type NetworkCall,
  type OAuthClient,
} from '@polyphony/sdk';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { resolveHandle } from './client.ts';
import { newKey, openKey, sendWithNonce, through } from './dpop.ts';
import { refusal } from './errors.ts';
import { read, serverOf, serverTyped } from './identity.ts';

export const scopes = [
  { name: 'atproto', why: 'To know which account it is.' },
  { name: 'transition:generic', why: 'To publish posts, read and answer replies, and read the counters.' },
];
const scope = scopes.map(({ name }) => name).join(' ');

export async function authorize(call: NetworkCall, request: AuthorizationRequest): Promise<AuthorizationStart> {
  const { identifier = '', service = '' } = request.typed;
  const hint = identifier.trim().replace(/^@/, '');
  const did = hint === '' ? '' : await didOf(call, hint);
  const server = did === '' ? (service.trim() === '' ? '' : serverTyped(service)) : await serverOf(call, did);
  const as = await readMetadata(call, await issuerOf(call, server));

  const clientId = clientIdOf(request);
  const dpopKey = await newKey();
  const verifier = oauth.generateRandomCodeVerifier();
  const parameters = {
    response_type: 'code',
    redirect_uri: request.redirectUrl,
    scope,
    state: request.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(hint !== '' && { login_hint: hint }),
  };
  const answer = await post(call, as.pushed_authorization_request_endpoint, dpopKey, (options) =>
    oauth.pushedAuthorizationRequest(as, { client_id: clientId }, oauth.None(), parameters, options),
  );
  const pushed = read(z.object({ request_uri: z.string() }), answer, 'The answer to the authorization request');

  const url = new URL(as.authorization_endpoint);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('request_uri', pushed.request_uri);
  return { url: url.href, keep: { did, issuer: as.issuer, clientId, dpopKey, verifier } };
}

export async function exchange(call: NetworkCall, back: AuthorizationReturn): Promise<Grant> {
  const { did = '', issuer = '', clientId = '', dpopKey = '', verifier = '' } = back.keep;
  const as = await readMetadata(call, issuer);
  const client = { client_id: clientId };
  const callback = checkReturn(as, client, back);
  const tokens = await askForTokens(call, as, dpopKey, (options) =>
    oauth.authorizationCodeGrantRequest(as, client, oauth.None(), callback, back.redirectUrl, verifier, options),
  );
  if (did !== '' && tokens.sub !== did) {
    throw refusal('permission_denied', 'OtherAccount', 'Another account was chosen than the one that was named.');
  }
  const service = await serverOf(call, tokens.sub);
  // Any server can call itself any account's: only the one that the account's own server names is believed.
  if ((await issuerOf(call, service)) !== as.issuer) {
    throw refusal('permission_denied', 'OtherServer', 'The account does not live where the permission came from.');
  }
  return grantOf(call, { service, issuer, clientId, dpopKey }, tokens);
}

export async function refreshTokens(call: NetworkCall): Promise<Grant> {
  const { service = '', issuer = '', clientId = '', dpopKey = '', refreshToken = '', did = '' } = call.credentials;
  const as = await readMetadata(call, issuer);
  const tokens = await askForTokens(call, as, dpopKey, (options) =>
    oauth.refreshTokenGrantRequest(as, { client_id: clientId }, oauth.None(), refreshToken, options),
  );
  if (tokens.sub !== did) throw refusal('auth_revoked', 'OtherAccount', 'The server answered for another account.');
  return grantOf(call, { service, issuer, clientId, dpopKey }, tokens);
}

export async function revokeTokens(call: NetworkCall): Promise<void> {
  const { issuer = '', clientId = '', dpopKey = '', refreshToken = '' } = call.credentials;
  const as = await readMetadata(call, issuer);
  const { revocation_endpoint: endpoint } = as;
  if (endpoint === undefined) return;
  // The server ends the session only for who holds its key (to all others it says yes, too), and of the library's form
  // requests without a grant this is the one that can prove it.
  const asForm = { ...as, pushed_authorization_request_endpoint: endpoint };
  await post(call, endpoint, dpopKey, (options) =>
    oauth.pushedAuthorizationRequest(asForm, { client_id: clientId }, oauth.None(), { token: refreshToken }, options),
  );
}

/** The document that says who we are, at the address that is our id. Without a key of our own we are a public client. */
export const clientMetadata = ({ redirectUrl, metadataUrl }: OAuthClient) => ({
  client_id: metadataUrl,
  client_name: 'Polyphony',
  client_uri: new URL(metadataUrl).origin,
  application_type: 'web',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [redirectUrl],
  scope,
  dpop_bound_access_tokens: true,
  token_endpoint_auth_method: 'none',
});

/** No server can read our document on loopback; for that the protocol has an id that holds all of it. */
function clientIdOf({ redirectUrl, metadataUrl }: OAuthClient): string {
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(new URL(redirectUrl).hostname)) return metadataUrl;
  return `http://localhost?${new URLSearchParams({ redirect_uri: redirectUrl, scope }).toString()}`;
}

async function didOf(call: NetworkCall, identifier: string): Promise<string> {
  if (identifier.startsWith('did:')) return identifier;
  // Servers fail at what is no handle at all.
  const did = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(identifier) ? await resolveHandle(call, identifier) : undefined;
  if (did !== undefined) return did;
  throw refusal('not_found', 'HandleNotFound', `Nobody has the handle ${identifier}.`);
}

/** Who grants access to a server ('': the one to begin with). An entrance for many servers does so itself. */
async function issuerOf(call: NetworkCall, server: string): Promise<string> {
  const shape = z.object({ authorization_servers: z.tuple([z.url()], z.unknown()) });
  try {
    const { body } = await call.http.request(`${server}/.well-known/oauth-protected-resource`);
    return read(shape, body, 'What the server says of its access').authorization_servers[0];
  } catch (error) {
    if (!(error instanceof NetworkError) || error.details.status !== 404) throw error;
    return server;
  }
}

const authorizationServer = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  pushed_authorization_request_endpoint: z.url(),
  revocation_endpoint: z.url().optional(),
});

async function readMetadata(call: NetworkCall, issuer: string) {
  const { body } = await call.http.request(`${issuer}/.well-known/oauth-authorization-server`);
  const { revocation_endpoint, ...metadata } = read(authorizationServer, body, 'What the authorization server says');
  if (issuer !== '' && metadata.issuer !== issuer) {
    throw refusal('permission_denied', 'OtherServer', 'The authorization server says that it is another one.');
  }
  // The protocol demands the issuer in every return, whether the document says so or not.
  return {
    ...metadata,
    ...(revocation_endpoint !== undefined && { revocation_endpoint }),
    authorization_response_iss_parameter_supported: true,
  };
}
type Metadata = Awaited<ReturnType<typeof readMetadata>>;

function checkReturn(as: Metadata, client: oauth.Client, { parameters, state }: AuthorizationReturn): URLSearchParams {
  try {
    return oauth.validateAuthResponse(as, client, new URLSearchParams(parameters), state);
  } catch {
    // What the library says repeats the parameters, and with them the code.
    throw refusal('permission_denied', 'OtherServer', 'The answer is not that of the server which was asked.');
  }
}

type Options = oauth.DPoPRequestOptions & ReturnType<typeof through>;

/** The library makes the request, the client of the call sends it and reads the answer. */
async function post(
  call: NetworkCall,
  endpoint: string,
  dpopKey: string,
  request: (options: Options) => Promise<Response>,
): Promise<unknown> {
  const DPoP = await openKey(call, dpopKey);
  const { body } = await call.http.request(endpoint, {
    method: 'POST',
    sign: (_, send) =>
      sendWithNonce(
        () => request({ DPoP, ...through(send) }),
        ({ status, headers }) => status === 400 && headers.has('dpop-nonce'),
      ),
  });
  return body;
}

const tokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.string().regex(/^dpop$/i),
  refresh_token: z.string(),
  expires_in: z.number(),
  scope: z.string(),
  sub: z.string().regex(/^did:/),
});
type Tokens = z.infer<typeof tokenAnswer>;

const askForTokens = async (
  call: NetworkCall,
  as: Metadata,
  dpopKey: string,
  request: (options: Options) => Promise<Response>,
): Promise<Tokens> => read(tokenAnswer, await post(call, as.token_endpoint, dpopKey, request), 'The grant');

const grantOf = (call: NetworkCall, kept: Readonly<Record<string, string>>, tokens: Tokens): Grant => ({
  credentials: {
    ...kept,
    way: 'oauth',
    did: tokens.sub,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
  },
  expiresAt: new Date(call.now().getTime() + tokens.expires_in * 1000),
  scopes: tokens.scope.split(' '),
});
