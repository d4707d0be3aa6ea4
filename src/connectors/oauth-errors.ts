import { z } from 'zod';
import type { ErrorTable } from './errors.ts';
import type { ReadError } from './http.ts';

/**
 * The codes of OAuth (RFC 6749, 6750 and 7009), to be spread into a connector's table. What a network means otherwise
 * stands there after them.
 */
export const oauthCodes = {
  invalid_grant: { kind: 'auth_revoked', means: 'The grant was used up, taken back, or has run out.' },
  invalid_token: { kind: 'auth_expired', means: 'The access token has run out, or was taken back.' },
  access_denied: { kind: 'permission_denied', means: 'The person, or the network, said no.' },
  invalid_scope: { kind: 'permission_denied', means: 'The network does not grant these permissions.' },
  invalid_client: { kind: 'permission_denied', means: 'The network does not accept this installation’s app.' },
  unauthorized_client: { kind: 'permission_denied', means: 'The app may not do this.' },
  invalid_request: { kind: 'unexpected', means: 'The request is not as the network has it.' },
  unsupported_grant_type: { kind: 'unexpected', means: 'The network does not know this kind of grant.' },
  server_error: { kind: 'network_down', means: 'The authorization server failed.' },
  temporarily_unavailable: { kind: 'network_down', means: 'The authorization server is busy.' },
} as const satisfies ErrorTable;

const errorBody = z.object({ error: z.string().min(1), error_description: z.string().optional() });

/**
 * Reads an error of OAuth, whatever its HTTP status, HTTP 200 included. Undefined where `error` is absent or no text, so
 * that a connector's own reading can come after it.
 */
export const readOAuthError: ReadError = ({ body }) => {
  const { success, data } = errorBody.safeParse(body);
  return success ? { code: data.error, message: data.error_description ?? data.error } : undefined;
};
