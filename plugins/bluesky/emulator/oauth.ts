import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonAnswer, type Answer, type Incoming } from '@polyphony/sdk/emulator';
import { accountOf } from './accounts.ts';
import { assertRedirect, readClient } from './client-id.ts';
import { checkProof, currentNonce } from './dpop.ts';
import { Refusal } from './refusals.ts';
import type { ServerContext } from './server.ts';
import type { Authorization, Session } from './state.ts';
import { epochOf, readToken, signToken, tokenScopes } from './token.ts';

const scopes = ['atproto', 'transition:generic', 'transition:email', 'transition:chat.bsky'];

/** Documents that a client reads to find its way. */
export const metadata: Readonly<Record<string, (url: string) => unknown>> = {
  '/.well-known/oauth-protected-resource': (url) => ({
    resource: url,
    authorization_servers: [url],
    scopes_supported: [],
    bearer_methods_supported: ['header'],
    resource_documentation: 'https://atproto.com',
  }),
  '/.well-known/oauth-authorization-server': (url) => ({
    issuer: url,
    scopes_supported: scopes,
    subject_types_supported: ['public'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    revocation_endpoint: `${url}/oauth/revoke`,
    pushed_authorization_request_endpoint: `${url}/oauth/par`,
    require_pushed_authorization_requests: true,
    authorization_response_iss_parameter_supported: true,
    dpop_signing_alg_values_supported: ['ES256'],
    client_id_metadata_document_supported: true,
  }),
};

/** Beside the client itself, which any of them may prove. */
const proof = { client_assertion_type: z.string().optional(), client_assertion: z.string().optional() };
const forms = {
  par: z.strictObject({
    client_id: z.string(),
    response_type: z.literal('code'),
    response_mode: z.literal('query').optional(),
    redirect_uri: z.string(),
    scope: z.string(),
    state: z.string().min(1),
    code_challenge: z.string().min(43),
    code_challenge_method: z.literal('S256'),
    login_hint: z.string().optional(),
    prompt: z.string().optional(),
    ...proof,
  }),
  token: z.discriminatedUnion('grant_type', [
    z.strictObject({
      grant_type: z.literal('authorization_code'),
      client_id: z.string(),
      code: z.string(),
      redirect_uri: z.string(),
      code_verifier: z.string(),
      ...proof,
    }),
    z.strictObject({
      grant_type: z.literal('refresh_token'),
      client_id: z.string(),
      refresh_token: z.string(),
      scope: z.string().optional(),
      ...proof,
    }),
  ]),
  revoke: z.strictObject({
    client_id: z.string(),
    token: z.string(),
    token_type_hint: z.string().optional(),
    ...proof,
  }),
};

const parLifeMs = 300_000;
const accessLife = 3_600;

/** What clients ask of the authorization server itself. Throws {@link Refusal}. */
export const oauthEndpoints: Readonly<Record<string, (request: Incoming, context: ServerContext) => Answer>> = {
  '/oauth/par'(request, context) {
    const form = read(forms.par, request);
    const jkt = prove(request, context);
    const { scope, redirect_uri: redirectUri, client_id: clientId } = form;
    const client = readClient(clientId);
    const asked = scope.split(' ');
    if (!asked.includes('atproto')) throw new Refusal('invalid_scope', 'The "atproto" scope is required');
    const beyond = asked.find((one) => !scopes.includes(one) || client.scopes?.includes(one) === false);
    if (beyond !== undefined)
      throw new Refusal('invalid_scope', `Scope "${beyond}" is not declared in the client metadata`);
    assertRedirect(client, redirectUri);
    const { state, now } = context;
    const authorization: Authorization = {
      requestUri: `urn:ietf:params:oauth:request_uri:req-${state.nextName('par')}`,
      clientId,
      redirectUri,
      state: form.state,
      scope,
      challenge: form.code_challenge,
      loginHint: form.login_hint,
      jkt,
      expiresAt: now().getTime() + parLifeMs,
    };
    state.record({ change: 'authorization', authorization });
    return jsonAnswer(201, { request_uri: authorization.requestUri, expires_in: parLifeMs / 1000 - 1 });
  },

  '/oauth/token'(request, context) {
    const form = read(forms.token, request);
    const jkt = prove(request, context);
    const session = form.grant_type === 'refresh_token' ? renew(form, jkt, context) : begin(form, jkt, context);
    context.state.record({ change: 'session', session });
    return jsonAnswer(200, tokensOf(session, context), { 'cache-control': 'no-store' });
  },

  '/oauth/revoke'(request, context) {
    const { token } = read(forms.revoke, request);
    const id = readRefreshToken(token)?.id ?? readToken(token)?.sid;
    const session = id === undefined ? undefined : context.state.sessions.get(id);
    if (session) end(session, context);
    return jsonAnswer(200, {});
  },
};

function begin(
  form: Extract<z.infer<typeof forms.token>, { code: string }>,
  jkt: string,
  context: ServerContext,
): Session {
  const { state, now } = context;
  const found = [...state.authorizations.values()].find(({ code }) => code === form.code);
  if (found?.did === undefined || found.expiresAt < now().getTime()) throw new Refusal('invalid_grant', 'Invalid code');
  const id = createHash('sha256').update(form.code).digest('base64url').slice(0, 22);
  const replayed = state.sessions.get(id);
  if (replayed) {
    end(replayed, context);
    throw new Refusal('invalid_grant', 'Code replayed');
  }
  const challenge = createHash('sha256').update(form.code_verifier).digest('base64url');
  if (challenge !== found.challenge) throw new Refusal('invalid_grant', 'Invalid code_verifier');
  if (form.client_id !== found.clientId || form.redirect_uri !== found.redirectUri) {
    throw new Refusal('invalid_grant', 'The code was issued to another client or redirect_uri');
  }
  if (jkt !== found.jkt) throw new Refusal('invalid_grant', 'DPoP proof does not match the expected JKT');
  const { did, clientId, scope } = found;
  return { id, did, clientId, scope, jkt, generation: 0, ended: false };
}

function renew(
  form: Extract<z.infer<typeof forms.token>, { refresh_token: string }>,
  jkt: string,
  context: ServerContext,
): Session {
  const token = readRefreshToken(form.refresh_token);
  const session = token && context.state.sessions.get(token.id);
  if (!session || session.ended || token.epoch < context.state.epochOf(session.did).refresh) {
    throw new Refusal('invalid_grant', 'Invalid refresh token');
  }
  if (form.client_id !== session.clientId || jkt !== session.jkt) {
    throw new Refusal('invalid_grant', 'The refresh token is bound to another client or key');
  }
  if (token.generation !== session.generation) {
    end(session, context);
    throw new Refusal('invalid_grant', 'Refresh token replayed');
  }
  return { ...session, generation: session.generation + 1 };
}

function end(session: Session, { state }: ServerContext): void {
  state.record({ change: 'session', session: { ...session, ended: true } });
}

function tokensOf({ id, did, scope, jkt, generation }: Session, { state, now }: ServerContext) {
  const iat = Math.floor(now().getTime() / 1000);
  const { access } = state.epochOf(did);
  const claims = {
    sub: did,
    scope: tokenScopes.oauth,
    jti: `${access}.${id}-${generation}`,
    iat,
    exp: iat + accessLife,
  };
  return {
    access_token: signToken({ ...claims, sid: id, jkt, granted: scope }),
    token_type: 'DPoP',
    refresh_token: `ref-${signToken({ ...claims, scope: tokenScopes.refresh, sid: id })}`,
    scope,
    expires_in: accessLife - 1,
    sub: did,
  };
}

function readRefreshToken(token: string) {
  const claims = token.startsWith('ref-') ? readToken(token.slice('ref-'.length)) : undefined;
  if (claims?.sid === undefined) return undefined;
  return { id: claims.sid, generation: Number(claims.jti.split('-').at(-1)), epoch: epochOf(claims) };
}

const prove = ({ method, url, headers }: Incoming, context: ServerContext) =>
  checkProof({ method, path: url.pathname, proof: headers.dpop }, context);

/** Forms, and JSON too, as the network's own server takes both. */
function read<T>(shape: z.ZodType<T>, { headers, body }: Incoming): T {
  const text = body.toString();
  const isJson = /^application\/json\b/.test(headers['content-type'] ?? '');
  let given: unknown;
  try {
    given = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  } catch {
    throw new Refusal('invalid_request', 'The body is no JSON');
  }
  const { success, data, error } = shape.safeParse(given);
  if (!success) throw new Refusal('invalid_request', z.prettifyError(error));
  return data;
}

/** How the authorization server says an error. */
export const oauthError = (status: number, { code, message, headers }: Refusal, context: ServerContext): Answer =>
  jsonAnswer(status, { error: code, error_description: message }, { ...headers, 'dpop-nonce': currentNonce(context) });

/**
 * The person has decided: `account` is theirs, undefined where they refuse. Returns where they are sent back to; undefined
 * where nobody asks, or not any more.
 */
export function decide(
  { clientId, requestUri }: { readonly clientId: string; readonly requestUri: string },
  account: string | undefined,
  { state, now, url }: ServerContext,
): string | undefined {
  const found = askedAt(requestUri, clientId, { state, now });
  if (!found) return undefined;
  const back = new URL(found.redirectUri);
  back.searchParams.set('iss', url);
  back.searchParams.set('state', found.state);
  const did = account === undefined ? undefined : accountOf(account)?.externalId;
  if (did === undefined) {
    state.record({ change: 'authorization', authorization: { ...found, used: true } });
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', 'Access denied');
    return back.href;
  }
  const code = `cod-${state.nextName('code')}`;
  state.record({ change: 'authorization', authorization: { ...found, code, did, used: true } });
  back.searchParams.set('code', code);
  return back.href;
}

/** What a client asks for at this address; undefined where nobody does, or not any more. */
export function askedAt(
  requestUri: string,
  clientId: string,
  { state, now }: Pick<ServerContext, 'state' | 'now'>,
): Authorization | undefined {
  const found = state.authorizations.get(requestUri);
  const waits = found?.clientId === clientId && !found.used && found.expiresAt >= now().getTime();
  return waits ? found : undefined;
}
