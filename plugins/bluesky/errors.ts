import { NetworkError, type ErrorTable, type ReadError } from '@polyphony/sdk';
import { oauthCodes } from '@polyphony/sdk/oauth';
import { z } from 'zod';

/**
 * What the methods of this connector answer: the lexicons, `@atproto/pds` 0.4.217 and `@atproto/oauth-provider`, and below
 * them what is told apart by the message alone (see `told`), and what the connector itself says.
 */
export const codes: ErrorTable = {
  AuthenticationRequired: { kind: 'auth_revoked', means: 'The name or the app password is wrong, or was taken back.' },
  AuthFactorTokenRequired: {
    kind: 'auth_revoked',
    means: 'The account asks for a code by e-mail; use an app password.',
  },
  AuthMissing: { kind: 'auth_expired', means: 'The request carried no session.' },
  ExpiredToken: { kind: 'auth_expired', means: 'The session has run out, or was ended.' },
  InvalidToken: { kind: 'auth_expired', means: 'The session is not (or no longer) one of this server.' },
  AccountNotFound: { kind: 'auth_revoked', means: 'The server knows the account no more; it may have moved.' },
  AccountTakedown: { kind: 'account_restricted', means: 'The server has taken the account down.' },
  AccountDeactivated: { kind: 'account_restricted', means: 'The account is deactivated.' },
  Forbidden: { kind: 'permission_denied', means: 'The account may not do this.' },
  ScopeMissing: { kind: 'permission_denied', means: 'The person did not grant this when connecting.' },
  ScopeMissingError: { kind: 'permission_denied', means: 'The person did not grant this when connecting.' },

  InvalidRequest: { kind: 'content_rejected', means: 'The server does not take what was sent; its message says why.' },
  UnsupportedMediaType: { kind: 'media_rejected', means: 'The server does not take files of this type.' },
  PayloadTooLarge: { kind: 'media_rejected', means: 'The file is larger than this server takes.' },
  InvalidMimeType: { kind: 'media_rejected', means: 'The picture is of another type than was said.' },
  InvalidSize: { kind: 'media_rejected', means: 'The picture is of another size than was said.' },
  BlobNotFound: { kind: 'network_down', means: 'The server dropped an upload before it was used; it is made again.' },
  InvalidSwap: { kind: 'network_down', means: 'Somebody changed the record at the same moment; try again.' },

  RecordNotFound: { kind: 'not_found', means: 'There is no such post or setting.' },
  NotFound: { kind: 'not_found', means: 'There is no such post.' },
  RepoNotFound: { kind: 'not_found', means: 'The server has no such account.' },
  HandleNotFound: { kind: 'not_found', means: 'Nobody has this handle.' },

  RateLimitExceeded: { kind: 'rate_limited', means: 'Too many requests; the answer says when to come again.' },
  InternalServerError: { kind: 'outcome_unknown', means: 'The server failed.' },
  UpstreamFailure: { kind: 'outcome_unknown', means: 'The server behind the server failed.' },
  UpstreamTimeout: { kind: 'outcome_unknown', means: 'The server behind the server did not answer.' },
  NotEnoughResources: { kind: 'network_down', means: 'The server is too busy.' },
  MethodNotImplemented: { kind: 'unexpected', means: 'The server does not know this method.' },
  XRPCNotSupported: { kind: 'unexpected', means: 'The server does not know this method.' },

  ...oauthCodes,
  invalid_client_id: { kind: 'permission_denied', means: 'The client’s id is no address that the server accepts.' },
  invalid_client_metadata: { kind: 'permission_denied', means: 'The server cannot read this installation’s metadata.' },
  invalid_redirect_uri: { kind: 'permission_denied', means: 'The address to come back to is not the client’s.' },
  invalid_dpop_proof: { kind: 'unexpected', means: 'The proof of the key was refused; is the clock right?' },
  use_dpop_nonce: { kind: 'network_down', means: 'The server wanted another nonce twice.' },

  BlobTooLarge: { kind: 'media_rejected', means: 'A picture is larger than a post may hold.' },
  InvalidPictures: { kind: 'media_rejected', means: 'The pictures are too many, or not what a post may hold.' },
  NotAtproto: { kind: 'network_down', means: 'The server answers, but not as a server of the AT Protocol.' },
  http_404: { kind: 'not_found', means: 'There is no server of the AT Protocol at this address.' },
  http_405: { kind: 'not_found', means: 'There is no server of the AT Protocol at this address.' },
};

/** All these are `InvalidRequest` to the server. */
const told: readonly (readonly [RegExp, keyof typeof codes])[] = [
  [/\bblob too big\b/, 'BlobTooLarge'],
  [/\.embed\.images\b/, 'InvalidPictures'],
  [/^Unable to resolve handle\b/, 'HandleNotFound'],
];

/** XRPC says `message`, OAuth `error_description`. */
const errorBody = z.object({
  error: z.string(),
  message: z.string().optional(),
  error_description: z.string().optional(),
});

export const readError: ReadError = ({ status, headers, body }) => {
  if (typeof body === 'string' && (status < 300 || status === 404 || status === 405)) {
    const message = 'The server answered with a page for people: is it a server of the AT Protocol?';
    return { code: status < 300 ? 'NotAtproto' : `http_${status}`, message };
  }
  const { success, data } = errorBody.safeParse(body);
  if (status < 400 || !success) return undefined;
  const { error, message = data.error_description ?? error } = data;
  const code = error === 'InvalidRequest' ? (told.find(([pattern]) => pattern.test(message))?.[1] ?? error) : error;
  // In seconds since 1970, and with every answer: only a refusal is a reason to wait.
  const reset = status === 429 ? Number(headers.get('ratelimit-reset')) : 0;
  return { code, message, ...(reset > 0 && { retryAt: new Date(reset * 1000) }) };
};

export const hasCode = (error: unknown, ...wanted: readonly string[]): error is NetworkError =>
  error instanceof NetworkError && wanted.includes(error.details.code);
