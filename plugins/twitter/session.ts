import type { AuthScope, Grant, NetworkCall } from '@polyphony/sdk';
import { oauthWay, refreshTokens, revokeToken, type OAuthNetwork, type Tokens } from '@polyphony/sdk/oauth';

const network: OAuthNetwork = {
  authorizationServer: ({ http }) => ({
    authorization_endpoint: `${http.address('web')}/i/oauth2/authorize`,
    token_endpoint: `${http.baseUrl}/2/oauth2/token`,
    revocation_endpoint: `${http.baseUrl}/2/oauth2/revoke`,
  }),
  client: ({ app }) => ({ id: app.clientId, secret: app.clientSecret, authentication: 'client_secret_basic' }),
};

export const scopes: readonly AuthScope[] = [
  { name: 'tweet.read', why: 'To read posts, answers and mentions, and how posts do.' },
  { name: 'users.read', why: 'To know which account it is.' },
  { name: 'offline.access', why: 'To stay connected: without it X ends the connection after two hours.' },
  { name: 'tweet.write', why: 'To publish, edit and delete posts, and to answer.' },
  { name: 'media.write', why: 'To upload pictures and videos.' },
  { name: 'tweet.moderate.write', why: 'To hide answers below posts of the account.' },
  { name: 'like.write', why: 'To like what people say.' },
  { name: 'dm.read', why: 'To read messages to the account.' },
  { name: 'dm.write', why: 'To answer messages.' },
];

/** X tells of a token's scopes only when it grants it, and what an account may do depends on them: so they are kept with it. */
const grantOf = ({ answer: _, ...grant }: Tokens): Grant => ({
  ...grant,
  credentials: { ...grant.credentials, ...(grant.scopes && { scope: grant.scopes.join(' ') }) },
});

export const way = oauthWay({ ...network, scopes, grant: (_call, tokens) => grantOf(tokens) });

/** A refresh token is good once. */
export const refresh = async (call: NetworkCall): Promise<Grant> => grantOf(await refreshTokens(call, network));
export const revoke = (call: NetworkCall): Promise<void> => revokeToken(call, network);

/** Undefined: nobody knows what was granted. */
export function scopesOf({ credentials: { scope } }: Pick<NetworkCall, 'credentials'>): readonly string[] | undefined {
  return scope?.split(' ').filter((name) => name !== '');
}

/** Where nobody knows, X says so when it is tried. */
export const isGranted = (call: Pick<NetworkCall, 'credentials'>, scope: string): boolean =>
  scopesOf(call)?.includes(scope) ?? true;
