import { NetworkError, type Grant, type NetworkCall } from '@polyphony/sdk';
import { oauthWay, refreshTokens, type OAuthNetwork } from '@polyphony/sdk/oauth';
import { vkIdScopes } from './access.ts';
import { ask, tokenOf } from './client.ts';

const vkId: OAuthNetwork = {
  authorizationServer: ({ http }) => ({
    authorization_endpoint: `${http.address('id')}/authorize`,
    token_endpoint: `${http.address('id')}/oauth2/auth`,
  }),
  // VK ID knows apps that are open to the web by PKCE alone, and is sent no secret.
  client: ({ app }) => ({ id: app.clientId }),
};

export const vkIdWay = oauthWay({
  ...vkId,
  scopes: vkIdScopes,
  tokenParameters: ({ parameters: { device_id = '' }, state }) => ({ device_id, state }),
  grant: (_call, { credentials, expiresAt, scopes }, { parameters: { device_id: deviceId = '' } }) => ({
    credentials: { ...credentials, deviceId },
    ...(expiresAt && { expiresAt }),
    ...(scopes && { scopes }),
  }),
});

/** Tokens of VK ID live for an hour. Pasted ones live until somebody takes them back: then only a person can help. */
export async function refresh(call: NetworkCall): Promise<Grant> {
  const { refreshToken, deviceId = '' } = call.credentials;
  if (refreshToken === undefined) return checkPasted(call);
  const { answer: _, ...grant } = await refreshTokens(call, vkId, { device_id: deviceId, state: newState() });
  return grant;
}

/** VK ID wants at least 32 characters, and sends them back. */
const newState = () => crypto.randomUUID().replaceAll('-', '');

async function checkPasted(call: NetworkCall): Promise<Grant> {
  try {
    if (tokenOf(call, 'key') !== undefined) await ask(call, 'key', 'groups.getTokenPermissions');
    if (tokenOf(call, 'user') !== undefined) await ask(call, 'user', 'account.getAppPermissions');
  } catch (error) {
    if (!(error instanceof NetworkError) || error.details.kind !== 'auth_expired') throw error;
    const { network: _, ...details } = error.details;
    throw call.refuse({ ...details, kind: 'auth_revoked' });
  }
  return { credentials: call.credentials };
}

/** Pasted tokens can be taken back on the network's own pages only. */
export async function revoke(call: NetworkCall): Promise<void> {
  const { accessToken } = call.credentials;
  if (accessToken === undefined) return;
  await call.http.request(`${call.http.address('id')}/oauth2/revoke`, {
    method: 'POST',
    form: { client_id: call.app.clientId ?? '', access_token: accessToken },
  });
}
