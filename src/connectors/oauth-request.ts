import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { Grant } from './auth.ts';
import type { NetworkCall } from './call.ts';
import { NetworkError } from './errors.ts';
import { openKey, sendWithNonce, through } from './oauth-dpop.ts';
import { createRedactor } from './redact.ts';

/** Where an authorization server is asked, by the names of RFC 8414: what it publishes can be handed over as it is. */
export interface OAuthServer {
  /** Present: a return in which another one names itself (`iss`, RFC 9207) is refused. */
  readonly issuer?: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  /** Present: the request is pushed there, and the person's address holds only a reference to it (RFC 9126). */
  readonly pushed_authorization_request_endpoint?: string;
  /** Absent: nobody is told that tokens are no longer wanted. */
  readonly revocation_endpoint?: string;
  /** True: a return without `iss` is refused, too. */
  readonly authorization_response_iss_parameter_supported?: boolean;
}

/** The app by which the network knows this product. */
export interface OAuthApp {
  /** Undefined or empty: there is none, which is refused as `no_app`. */
  readonly id: string | undefined;
  /** Undefined or empty: a public client, which shows its id alone. */
  readonly secret?: string | undefined;
  /** How the secret is shown: in the form unless told, or in the header `Authorization`. */
  readonly authentication?: 'client_secret_post' | 'client_secret_basic';
}

export type Values = Readonly<Record<string, string>>;

/** A network's authorization server and this product's app there, as a connector describes them. */
export interface OAuthNetwork {
  /** `known`: while a person is away what `begin` kept of it, after that the credentials. */
  authorizationServer(call: NetworkCall, known: Values): OAuthServer | Promise<OAuthServer>;
  client(call: NetworkCall, known: Values): OAuthApp;
}

/** Both, as the library takes them. */
export interface Party {
  readonly as: OAuthServer & oauth.AuthorizationServer;
  /** False: the issuer is made up, as the library wants one. */
  readonly namesIssuer: boolean;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  /** What of the app may be in a request, and is not itself a value of `call.app`. */
  readonly secrets: readonly string[];
}

export async function openNetwork(call: NetworkCall, network: OAuthNetwork, known: Values): Promise<Party> {
  const { id = '', secret = '', authentication = 'client_secret_post' } = network.client(call, known);
  if (id === '')
    throw call.refuse({ kind: 'permission_denied', code: 'no_app', message: 'There is no app to ask with.' });
  const server = await network.authorizationServer(call, known);
  const basic = basicOf(id, secret);
  return {
    as: { ...server, issuer: server.issuer ?? new URL(server.token_endpoint).origin },
    namesIssuer: server.issuer !== undefined,
    client: { client_id: id },
    authentication:
      secret === ''
        ? oauth.None()
        : authentication === 'client_secret_post'
          ? oauth.ClientSecretPost(secret)
          : (_as, _client, _body, headers) => headers.set('authorization', `Basic ${basic}`),
    secrets: [basic],
  };
}

/**
 * The library's own writes `-` and `_` as `%2D` and `%5F`. The specification lets it, but networks whose secrets hold such
 * characters compare what they see; written so, both kinds understand.
 */
const basicOf = (...pair: readonly [string, string]) =>
  btoa(pair.map((value) => encodeURIComponent(value).replaceAll('%20', '+')).join(':'));

export type RequestOptions = oauth.DPoPRequestOptions & ReturnType<typeof through>;

/** The library makes the request, the client of the call sends it and reads the answer. */
export async function post(
  call: NetworkCall,
  { secrets }: Party,
  endpoint: string,
  dpopKey: string | undefined,
  request: (options: RequestOptions) => Promise<Response>,
): Promise<unknown> {
  const DPoP = dpopKey === undefined ? undefined : await openKey(call, dpopKey);
  try {
    const { body } = await call.http.request(endpoint, {
      method: 'POST',
      sign: (_, send) =>
        sendWithNonce(
          () => request({ ...(DPoP && { DPoP }), ...through(send) }),
          ({ status, headers }) => DPoP !== undefined && status === 400 && headers.has('dpop-nonce'),
        ),
    });
    return body;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const redact = createRedactor(secrets);
    const { body, message, ...details } = error.details;
    // A success that nobody understands may hold tokens, which nobody knows yet as secrets.
    const shown = body !== undefined && (details.status ?? 0) >= 400;
    throw call.refuse({ ...details, message: redact(message), ...(shown && { body: redact(body) }) });
  }
}

/** What a network granted. `answer`: what else it said, such as whose it is; not kept where the whole is returned as a grant. */
export interface Tokens extends Grant {
  readonly answer: Readonly<Record<string, unknown>>;
}

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().nullish(),
  refresh_token: z.string().min(1).nullish(),
  // Some networks write the number as a text, and 0 or nothing where the token stays good.
  expires_in: z.coerce.number().nullish(),
  scope: z.string().nullish(),
});

export async function askForTokens(
  call: NetworkCall,
  party: Party,
  dpopKey: string | undefined,
  request: (options: RequestOptions) => Promise<Response>,
): Promise<Tokens> {
  const { success, data } = tokenAnswer.safeParse(await post(call, party, party.as.token_endpoint, dpopKey, request));
  if (!success) throw unreadable(call, 'The network granted something, but no token is found in it.');
  const { access_token: accessToken, token_type, refresh_token: refreshToken, expires_in, scope, ...answer } = data;
  // A token without the key would be good for whoever sees it.
  if (dpopKey !== undefined && token_type?.toLowerCase() !== 'dpop') {
    throw unreadable(call, 'The network granted a token that is not bound to the key.');
  }
  return {
    credentials: { accessToken, ...(refreshToken && { refreshToken }), ...(dpopKey !== undefined && { dpopKey }) },
    ...(expires_in && expires_in > 0 && { expiresAt: new Date(call.now().getTime() + expires_in * 1000) }),
    ...(typeof scope === 'string' && { scopes: scope.split(/[\s,;]+/).filter((name) => name !== '') }),
    answer,
  };
}

export const unreadable = (call: NetworkCall, message: string): NetworkError =>
  call.refuse({ kind: 'unexpected', code: 'unreadable', message });
