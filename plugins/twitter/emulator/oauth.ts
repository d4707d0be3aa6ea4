import { createHash } from 'node:crypto';
import { jsonAnswer, type Answer, type Incoming } from '@polyphony/sdk/emulator';
import { accountOf, bornGrants, demoApp, scopes } from './accounts.ts';
import { appToken, bornSession } from './caller.ts';
import { announce } from './events.ts';
import { isSame } from './signature.ts';
import type { Authorization, Entry, Session } from './state.ts';
import { nowOf, recordAndTell, type World } from './world.ts';

/** An error of the token endpoint. */
class OAuthError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, description: string, status = 400) {
    super(description);
    this.code = code;
    this.status = status;
  }
}

export const oauthError = (code: string, description: string, status = 400): Answer =>
  jsonAnswer(status, { error: code, error_description: description });

const codeMs = 30_000;
const accessMs = 7_200_000;
const refreshMs = 180 * 86_400_000;

/** What a client asks of a person. */
export interface Asked {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string;
  readonly challenge: string;
  readonly method: 'S256' | 'plain';
}

const known = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const;

/** What stands in the address of the page on which a person agrees; a string says what is wrong with it. */
export function readAsked({ searchParams }: URL): Asked | string {
  const given = (name: (typeof known)[number]) => searchParams.get(name) ?? '';
  const unknown = [...searchParams.keys()].find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) return `The parameter ${unknown} is not known.`;
  if (given('response_type') !== 'code') return 'response_type must be code.';
  if (given('client_id') !== demoApp.clientId) return 'There is no app with this client_id.';
  if (!URL.canParse(given('redirect_uri'))) return 'redirect_uri is no address.';
  const scope = given('scope').split(' ').filter(Boolean);
  const wrong = scope.find((one) => !scopes.some((each) => each === one));
  if (scope.length === 0 || wrong !== undefined) return `The scope ${wrong ?? ''} is not known.`;
  if (given('state') === '' || given('state').length > 500) return 'state must have 1 to 500 characters.';
  const method = searchParams.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain') return 'code_challenge_method must be S256 or plain.';
  if (given('code_challenge').length < 43 && method === 'S256') return 'code_challenge is too short.';
  if (given('code_challenge') === '') return 'code_challenge is missing.';
  return {
    clientId: given('client_id'),
    redirectUri: given('redirect_uri'),
    scope: scope.join(' '),
    state: given('state'),
    challenge: given('code_challenge'),
    method,
  };
}

/** The person of an account agrees, or nobody does. Returns where they are sent. */
export function decide(asked: Asked, userId: string | undefined, { state, now }: World): string {
  const back = new URL(asked.redirectUri);
  back.searchParams.set('state', asked.state);
  if (userId === undefined || !accountOf(userId)) {
    back.searchParams.set('error', 'access_denied');
    return back.href;
  }
  const code = state.nextName('code');
  const { clientId, redirectUri, scope, challenge, method } = asked;
  const expiresAt = now().getTime() + codeMs;
  state.record(['authorization', code, { userId, clientId, redirectUri, scope, challenge, method, expiresAt }]);
  back.searchParams.set('code', code);
  return back.href;
}

type Form = Readonly<Record<string, string>>;

/** What clients ask of the authorization server itself. */
export function serveOAuth(request: Incoming, world: World): Answer {
  try {
    if (request.method !== 'POST') throw new OAuthError('invalid_request', 'Only POST is allowed.', 405);
    if (!/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) {
      throw new OAuthError('invalid_request', 'Content type must be application/x-www-form-urlencoded.');
    }
    const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
    return jsonAnswer(200, serve(request, form, world), { 'cache-control': 'no-store' });
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return oauthError(error.code, error.message, error.status);
  }
}

function serve(request: Incoming, form: Form, world: World): object {
  const { pathname } = request.url;
  if (pathname === '/oauth2/token') return grantToApp(request, form);
  if (pathname === '/2/oauth2/revoke') return revoke(request, form, world);
  assertKnown(form, [
    'grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'refresh_token', 'client_type', 'client_secret',
  ]); // prettier-ignore
  const clientId = readClient(request, form);
  switch (form.grant_type) {
    case 'authorization_code':
      return exchange(clientId, form, world);
    case 'refresh_token':
      return refresh(clientId, form, world);
    default:
      throw new OAuthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token.');
  }
}

function assertKnown(form: Form, names: readonly string[]): void {
  const unknown = Object.keys(form).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new OAuthError('invalid_request', `The parameter ${unknown} is not known.`);
}

function basicOf({ headers }: Incoming): readonly [string, string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  try {
    return [decodeURIComponent(user), decodeURIComponent(rest.join(':'))];
  } catch {
    return ['', ''];
  }
}

/** By Basic, with the secret: a confidential client. By `client_id` alone: a public one. */
function readClient(request: Incoming, form: Form): string {
  const basic = basicOf(request);
  const wrong = () => new OAuthError('unauthorized_client', 'Missing or invalid client credentials.', 401);
  if (basic) {
    const [id, secret] = basic;
    if (id !== demoApp.clientId || !isSame(secret, demoApp.clientSecret)) throw wrong();
    return id;
  }
  if (form.client_id !== demoApp.clientId) throw wrong();
  if (form.client_secret !== undefined && !isSame(form.client_secret, demoApp.clientSecret)) throw wrong();
  return demoApp.clientId;
}

const invalidValue = (what: string) => new OAuthError('invalid_request', `Value passed for the ${what} was invalid.`);

function exchange(clientId: string, form: Form, world: World): object {
  const { state } = world;
  const code = form.code ?? '';
  const found = state.get('authorization', code);
  if (found?.session !== undefined) {
    // Somebody has it twice: nobody is to have what came of it.
    const session = state.get('session', found.session);
    if (session) state.record(['session', found.session, { ...session, ended: true }]);
    throw invalidValue('authorization code');
  }
  if (!found || found.expiresAt <= nowOf(world) || found.clientId !== clientId)
    throw invalidValue('authorization code');
  if (form.redirect_uri !== found.redirectUri) throw invalidValue('redirect uri');
  if (!isVerified(form.code_verifier ?? '', found)) throw invalidValue('code verifier');
  const key = state.nextName('session');
  const { userId, scope } = found;
  const session = { userId, clientId, scope, spent: [], ended: false, epoch: 0 };
  return issue(key, session, world, [['authorization', code, { ...found, session: key }]]);
}

function isVerified(verifier: string, { challenge, method }: Authorization): boolean {
  if (method === 'plain') return verifier !== '' && verifier === challenge;
  const isWellFormed = /^[\w.~-]{43,128}$/.test(verifier);
  return isWellFormed && createHash('sha256').update(verifier).digest('base64url') === challenge;
}

function refresh(clientId: string, form: Form, world: World): object {
  const { state } = world;
  const token = form.refresh_token ?? '';
  const born = bornGrants.find(({ refreshToken }) => refreshToken === token);
  if (born) {
    const { userId, scope } = born;
    if (state.get('session', bornSession(userId))?.ended || (state.get('epoch', userId)?.refresh ?? 0) > 0) {
      throw invalidValue('token');
    }
    return issue(state.nextName('session'), { userId, clientId, scope, spent: [], ended: false, epoch: 0 }, world);
  }
  const found = [...state.table('session')].find(
    ([, { refreshToken, spent }]) => token !== '' && (refreshToken === token || spent.includes(token)),
  );
  if (!found) throw invalidValue('token');
  const [key, session] = found;
  if (session.refreshToken !== token) {
    // It was used before: whoever holds the grant may have stolen it.
    state.record(['session', key, { ...session, ended: true }]);
    throw invalidValue('token');
  }
  const isDead = session.ended || session.epoch < (state.get('epoch', session.userId)?.refresh ?? 0);
  if (isDead || session.clientId !== clientId || isOld(key, world)) throw invalidValue('token');
  return issue(key, { ...session, spent: [...session.spent, token] }, world);
}

/** Half a year after it was last renewed. */
function isOld(key: string, world: World): boolean {
  const last = world.state
    .all('token')
    .filter(({ session }) => session === key)
    .reduce((latest, { expiresAt }) => Math.max(latest, expiresAt), 0);
  return last - accessMs + refreshMs <= nowOf(world);
}

/** New tokens; the refresh token from before is spent. */
function issue(key: string, before: Session, world: World, also: readonly Entry[] = []): object {
  const { state } = world;
  const epoch = state.get('epoch', before.userId)?.access ?? 0;
  const accessToken = state.nextName(`access ${key}`);
  const isLasting = before.scope.split(' ').includes('offline.access');
  const refreshToken = isLasting ? state.nextName(`refresh ${key}`) : undefined;
  state.record(
    ...also,
    ['session', key, { ...before, refreshToken, epoch }],
    ['token', accessToken, { session: key, epoch, expiresAt: nowOf(world) + accessMs }],
  );
  return {
    token_type: 'bearer',
    expires_in: accessMs / 1000,
    access_token: accessToken,
    scope: before.scope,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
  };
}

/** Either token of a pair ends both. */
function revoke(request: Incoming, form: Form, world: World): object {
  assertKnown(form, ['token', 'token_type_hint', 'client_id', 'client_secret', 'client_type']);
  readClient(request, form);
  const { state } = world;
  const { token = '' } = form;
  if (token === '') throw invalidValue('token');
  const born = bornGrants.find(({ accessToken, refreshToken }) => token === accessToken || token === refreshToken);
  if (born) {
    const { userId, scope } = born;
    const ended = { userId, clientId: demoApp.clientId, scope, spent: [], ended: true, epoch: 0 };
    endSession(bornSession(userId), ended, world);
    return { revoked: true };
  }
  const byAccess = state.get('token', token)?.session;
  const found = [...state.table('session')].find(
    ([key, session]) => key === byAccess || session.refreshToken === token || session.spent.includes(token),
  );
  if (found) endSession(found[0], { ...found[1], ended: true }, world);
  return { revoked: true };
}

function endSession(key: string, session: Session, world: World): void {
  recordAndTell(world, ['session', key, session], ...announce(world, { type: 'oauth.revoke', userId: session.userId }));
}

/** The token of the app itself. */
function grantToApp(request: Incoming, form: Form): object {
  assertKnown(form, ['grant_type']);
  const [key, secret] = basicOf(request) ?? ['', ''];
  if (key !== demoApp.apiKey || !isSame(secret, demoApp.apiSecret)) {
    throw new OAuthError('unauthorized_client', 'Unable to verify your credentials.', 403);
  }
  if (form.grant_type !== 'client_credentials') {
    throw new OAuthError('unsupported_grant_type', 'grant_type must be client_credentials.');
  }
  return { token_type: 'bearer', access_token: appToken };
}
