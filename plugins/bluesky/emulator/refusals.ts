/** Every error that the network's servers are known to answer with, and the HTTP status of each. */
export const refusals = {
  InvalidRequest: 400,
  ExpiredToken: 400,
  InvalidToken: 400,
  AuthMissing: 401,
  invalid_token: 401,
  AuthenticationRequired: 401,
  AuthFactorTokenRequired: 401,
  use_dpop_nonce: 401,
  invalid_grant: 400,
  AccountTakedown: 400,
  AccountDeactivated: 403,
  AccountNotFound: 403,
  ScopeMissing: 403,
  ScopeMissingError: 403,
  Forbidden: 403,
  RecordNotFound: 400,
  NotFound: 400,
  RepoNotFound: 400,
  BlobNotFound: 400,
  InvalidMimeType: 400,
  InvalidSize: 400,
  InvalidSwap: 400,
  PayloadTooLarge: 413,
  RateLimitExceeded: 429,
  InternalServerError: 500,
  UpstreamFailure: 502,
  UpstreamTimeout: 502,
  NotEnoughResources: 503,
  MethodNotImplemented: 501,
  XRPCNotSupported: 404,
  UnsupportedMediaType: 415,

  // Of the authorization server.
  access_denied: 400,
  invalid_client: 401,
  invalid_client_id: 400,
  invalid_client_metadata: 400,
  invalid_dpop_proof: 400,
  invalid_redirect_uri: 400,
  invalid_request: 400,
  invalid_scope: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  server_error: 500,
  temporarily_unavailable: 503,
} as const;

export type RefusalCode = keyof typeof refusals;

export const statusOf = (code: string): number =>
  Object.entries(refusals).find(([known]) => known === code)?.[1] ?? 400;

/** An error that the network answers with. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
  }
}
