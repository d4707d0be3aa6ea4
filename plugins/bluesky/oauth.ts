import {
  NetworkError,
  type AuthorizationRequest,
  type Grant,
  type NetworkCall,
  type OAuthClient,
} from '@polyphony/sdk';
import { oauthWay, refreshTokens, revokeToken, type OAuthNetwork, type OAuthServer } from '@polyphony/sdk/oauth';
import { z } from 'zod';
import { resolveHandle } from './client.ts';
import { read, serverOf, serverTyped } from './identity.ts';

const scopes = [
  { name: 'atproto', why: 'To know which account it is.' },
  { name: 'transition:generic', why: 'To publish posts, read and answer replies, and read the counters.' },
];

const network: OAuthNetwork = {
  authorizationServer: (call, { issuer = '' }) => readMetadata(call, issuer),
  client: (_, { clientId }) => ({ id: clientId }),
};

export const oauth = {
  ...oauthWay({
    ...network,
    scopes,
    fields: [
      { name: 'identifier', label: 'Handle, such as alice.bsky.social', secret: false, required: false },
      { name: 'service', label: 'Server, unless it is Bluesky’s own', secret: false, required: false },
    ],
    dpop: true,
    begin,
    async grant(call, { answer, ...tokens }, { keep: { did, issuer = '', clientId = '' } }) {
      const account = accountOf(call, answer);
      if (did !== '' && account !== did) {
        const message = 'Another account was chosen than the one that was named.';
        throw call.refuse({ kind: 'permission_denied', code: 'OtherAccount', message });
      }
      const service = await serverOf(call, account);
      // Any server can call itself any account's: only the one that the account's own server names is believed.
      if ((await issuerOf(call, service)) !== issuer) {
        const message = 'The account does not live where the permission came from.';
        throw call.refuse({ kind: 'permission_denied', code: 'OtherServer', message });
      }
      return {
        ...tokens,
        credentials: { ...tokens.credentials, way: 'oauth', service, issuer, clientId, did: account },
      };
    },
  }),
  clientMetadata,
};

async function begin(call: NetworkCall, request: AuthorizationRequest) {
  const { identifier = '', service = '' } = request.typed;
  const hint = identifier.trim().replace(/^@/, '');
  const did = hint === '' ? '' : await didOf(call, hint);
  const server = did === '' ? (service.trim() === '' ? '' : serverTyped(call, service)) : await serverOf(call, did);
  const { issuer } = await readMetadata(call, await issuerOf(call, server));
  return { keep: { did, issuer, clientId: clientIdOf(request) }, parameters: hint === '' ? {} : { login_hint: hint } };
}

export async function refreshGrant(call: NetworkCall): Promise<Grant> {
  const { answer, ...tokens } = await refreshTokens(call, network);
  if (accountOf(call, answer) === call.credentials.did) return tokens;
  const message = 'The server answered for another account.';
  throw call.refuse({ kind: 'auth_revoked', code: 'OtherAccount', message });
}

export const revokeGrant = (call: NetworkCall): Promise<void> => revokeToken(call, network);

/** The document that says who we are, at the address that is our id. Without a key of our own we are a public client. */
function clientMetadata({ redirectUrl, metadataUrl }: OAuthClient) {
  return {
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
  };
}
const scope = scopes.map(({ name }) => name).join(' ');

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
  throw call.refuse({ kind: 'not_found', code: 'HandleNotFound', message: `Nobody has the handle ${identifier}.` });
}

/** Whose tokens they are. */
const accountOf = (call: NetworkCall, answer: unknown): string =>
  read(call, z.object({ sub: z.string().regex(/^did:/) }), answer, 'The grant').sub;

/** Who grants access to a server ('': the one to begin with). An entrance for many servers does so itself. */
async function issuerOf(call: NetworkCall, server: string): Promise<string> {
  const shape = z.object({ authorization_servers: z.tuple([z.url()], z.unknown()) });
  try {
    const { body } = await call.http.request(`${server}/.well-known/oauth-protected-resource`);
    return read(call, shape, body, 'What the server says of its access').authorization_servers[0];
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
  revocation_endpoint: z.url().exactOptional(),
});

async function readMetadata(call: NetworkCall, issuer: string): Promise<OAuthServer & { readonly issuer: string }> {
  const { body } = await call.http.request(`${issuer}/.well-known/oauth-authorization-server`);
  const metadata = read(call, authorizationServer, body, 'What the authorization server says');
  if (issuer !== '' && metadata.issuer !== issuer) {
    const message = 'The authorization server says that it is another one.';
    throw call.refuse({ kind: 'permission_denied', code: 'OtherServer', message });
  }
  // The protocol demands the issuer in every return, whether the document says so or not.
  return { ...metadata, authorization_response_iss_parameter_supported: true };
}
