import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { AuthField, AuthorizationRequest, AuthorizationReturn, AuthScope, Grant, OAuthWay } from './auth.ts';
import type { NetworkCall } from './call.ts';
import { newKey } from './oauth-dpop.ts';
import { askForTokens, openNetwork, post, unreadable } from './oauth-request.ts';
import type { OAuthNetwork, Values, Party, Tokens } from './oauth-request.ts';

// OAuth 2 for connectors: the authorization code with PKCE and state, its exchange, renewing and taking back. All of it goes
// through `call.http`, so that hosts, time-outs, redaction and the connector's error table hold for it.
export { signWithDpop } from './oauth-dpop.ts';
export { oauthCodes, readOAuthError } from './oauth-errors.ts';
export type { OAuthApp, OAuthNetwork, OAuthServer, Tokens } from './oauth-request.ts';

export interface OAuthWaySetup extends OAuthNetwork {
  readonly scopes: readonly AuthScope[];
  /** See {@link OAuthWay.fields}. */
  readonly fields?: readonly AuthField[];
  /** Before the person is sent away. Throws NetworkError where they cannot be. */
  begin?(call: NetworkCall, request: AuthorizationRequest): Begun | Promise<Begun>;
  /** What the network wants in the request for tokens beside the standard: `{ device_id: back.parameters.device_id }`. */
  tokenParameters?(back: AuthorizationReturn): Values;
  /** True: tokens are bound to a key (DPoP), which is kept as `dpopKey` beside them. Requests need {@link signWithDpop}. */
  readonly dpop?: boolean;
  /**
   * Makes of what was granted what is kept: adds whose it is, trades it for tokens that live longer, or throws NetworkError
   * where it is not what was asked for. Credentials are `accessToken`, and `refreshToken` where there is one. Absent: it is
   * kept as it is.
   */
  grant?(call: NetworkCall, tokens: Tokens, back: AuthorizationReturn): Grant | Promise<Grant>;
}

export interface Begun {
  /** What is `known` when the person comes back. Not `codeVerifier` or `dpopKey`, which are kept beside it. */
  readonly keep?: Values;
  /**
   * What the network wants in the authorization request beside the standard, such as `{ access_type: 'offline' }`. `scope`
   * replaces the names of the scopes with spaces between.
   */
  readonly parameters?: Values;
}

/**
 * A way to connect by OAuth 2. A network that keeps to the standard needs no more than
 *
 *     const network: OAuthNetwork = {
 *       authorizationServer: ({ http }) => ({
 *         authorization_endpoint: `${http.address('login')}/authorize`,
 *         token_endpoint: `${http.baseUrl}/oauth/token`,
 *       }),
 *       client: ({ app }) => ({ id: app.clientId, secret: app.clientSecret }),
 *     };
 *     auth: { app, ways: [oauthWay({ ...network, scopes })], refresh: (call) => refreshTokens(call, network) }
 *
 * Errors of the network are what the connector's table says (see `oauthCodes` and
 * `readOAuthError`); its own are `no_app`, `forged_return` (not what was asked for: another state or issuer), what the network
 * sent as `error` in a return, and `unreadable` (no token in the answer, or one of the wrong kind).
 */
export function oauthWay(setup: OAuthWaySetup): OAuthWay {
  const scope = setup.scopes.map(({ name }) => name).join(' ');
  return {
    kind: 'oauth2',
    fields: setup.fields ?? [],
    scopes: setup.scopes,

    async authorize(call, request) {
      const { keep = {}, parameters = {} } = (await setup.begin?.(call, request)) ?? {};
      const party = await openNetwork(call, setup, keep);
      const codeVerifier = oauth.generateRandomCodeVerifier();
      const dpopKey = setup.dpop === true ? await newKey() : undefined;
      const asked = {
        scope,
        ...parameters,
        response_type: 'code',
        client_id: party.client.client_id,
        redirect_uri: request.redirectUrl,
        state: request.state,
        code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      };
      const url = new URL(party.as.authorization_endpoint);
      for (const [name, value] of Object.entries(await pushed(call, party, dpopKey, asked)))
        url.searchParams.set(name, value);
      return { url: url.href, keep: { ...keep, codeVerifier, ...(dpopKey !== undefined && { dpopKey }) } };
    },

    async exchange(call, back) {
      const { codeVerifier = '', dpopKey } = back.keep;
      const party = await openNetwork(call, setup, back.keep);
      const { as, client, authentication } = party;
      const callback = checkReturn(call, party, back);
      const additionalParameters = { ...setup.tokenParameters?.(back) };
      const tokens = await askForTokens(call, party, dpopKey, (options) =>
        oauth.authorizationCodeGrantRequest(as, client, authentication, callback, back.redirectUrl, codeVerifier, {
          ...options,
          additionalParameters,
        }),
      );
      if (setup.grant) return setup.grant(call, tokens, back);
      const { answer: _, ...grant } = tokens;
      return grant;
    },
  };
}

/**
 * Fresh tokens for the `refreshToken` of the call, for `AuthManifest.refresh`. What else is in the credentials stays there,
 * the refresh token included where the network gives no new one.
 */
export async function refreshTokens(
  call: NetworkCall,
  network: OAuthNetwork,
  additionalParameters: Values = {},
): Promise<Tokens> {
  const { refreshToken = '', dpopKey } = call.credentials;
  const party = await openNetwork(call, network, call.credentials);
  const { as, client, authentication } = party;
  const tokens = await askForTokens(call, party, dpopKey, (options) =>
    oauth.refreshTokenGrantRequest(as, client, authentication, refreshToken, { ...options, additionalParameters }),
  );
  return { ...tokens, credentials: { ...call.credentials, ...tokens.credentials } };
}

/** Tells the network that the tokens of the call are no longer wanted (RFC 7009), for `AuthManifest.revoke`. */
export async function revokeToken(call: NetworkCall, network: OAuthNetwork): Promise<void> {
  const { accessToken = '', refreshToken: token = accessToken, dpopKey } = call.credentials;
  const party = await openNetwork(call, network, call.credentials);
  const { as, client, authentication } = party;
  const { revocation_endpoint: endpoint } = as;
  if (endpoint === undefined) return;
  // A server ends the session only for who holds its key (to all others it says yes, too), and of the library's form requests
  // without a grant the other one is the one that can prove it.
  const asForm = { ...as, pushed_authorization_request_endpoint: endpoint };
  await post(call, party, endpoint, dpopKey, (options) =>
    options.DPoP
      ? oauth.pushedAuthorizationRequest(asForm, client, authentication, { token }, options)
      : oauth.revocationRequest(as, client, authentication, token, options),
  );
}

/** What of a request stands in the person's address. */
async function pushed(
  call: NetworkCall,
  party: Party,
  dpopKey: string | undefined,
  asked: Values & { readonly client_id: string },
): Promise<Values> {
  const { as, client, authentication } = party;
  const { pushed_authorization_request_endpoint: endpoint } = as;
  if (endpoint === undefined) return asked;
  const answer = await post(call, party, endpoint, dpopKey, (options) =>
    oauth.pushedAuthorizationRequest(as, client, authentication, asked, options),
  );
  const { success, data } = z.object({ request_uri: z.string() }).safeParse(answer);
  if (!success) throw unreadable(call, 'The network does not say where the request is that it took.');
  return { client_id: asked.client_id, request_uri: data.request_uri };
}

function checkReturn(
  call: NetworkCall,
  { as, client, namesIssuer }: Party,
  back: AuthorizationReturn,
): URLSearchParams {
  const parameters = new URLSearchParams(back.parameters);
  if (!namesIssuer) parameters.delete('iss');
  try {
    const checked = oauth.validateAuthResponse(as, client, parameters, back.state);
    if (checked.has('code')) return checked;
  } catch (error) {
    // What the library says otherwise repeats the parameters, and with them the code.
    if (error instanceof oauth.AuthorizationResponseError) {
      const { error: code, error_description: message = 'The person, or the network, said no.' } = error;
      throw call.refuse({ kind: 'permission_denied', code: code.slice(0, 100), message: message.slice(0, 500) });
    }
  }
  throw call.refuse({
    kind: 'permission_denied',
    code: 'forged_return',
    message: 'The person came back with something else than what was asked for.',
  });
}
