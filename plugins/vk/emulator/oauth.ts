import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { jsonAnswer, type Answer, type Incoming } from '@polyphony/sdk/emulator';
import { communityOf, demoApp } from './accounts.ts';
import { accountKeyOf, readCaller } from './caller.ts';
import type { World } from './method.ts';
import { Refusal } from './refusals.ts';
import type { Authorization, Entry, Session } from './state.ts';
import { personOf } from './views.ts';

const hourMs = 3_600_000;
const codeMs = { vkid: 600_000, community: hourMs };
const tokenMs = hourMs;

/** What a client asks for on the page where a person decides. */
export interface Asked {
  readonly flow: Authorization['flow'];
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly scope: string;
  readonly challenge?: string;
  readonly groupIds: readonly number[];
}

/** Reads the address of such a page; a text says what is wrong with it. */
export function readAsked(url: URL): Asked | string {
  const query = url.searchParams;
  const text = (name: string) => query.get(name) ?? '';
  const flow = url.pathname === '/~id/authorize' ? 'vkid' : 'community';
  const asked = { flow, clientId: text('client_id'), redirectUri: text('redirect_uri'), state: text('state') } as const;
  if (asked.clientId !== demoApp.clientId) return 'client_id is unknown';
  if (!URL.canParse(asked.redirectUri)) return 'redirect_uri is incorrect';
  if (text('response_type') !== 'code') return 'response_type should be code';
  if (flow === 'vkid') {
    const challenge = text('code_challenge');
    if (!/^[\w-]{43}$/.test(challenge)) return 'code_challenge is incorrect';
    if (text('code_challenge_method').toLowerCase() !== 's256') return 'code_challenge_method should be S256';
    if (asked.state === '') return 'state is undefined';
    const scope = text('scope') === '' ? 'vkid.personal_info' : text('scope');
    return { ...asked, challenge, scope, groupIds: [] };
  }
  const groupIds = text('group_ids').split(',').filter(Boolean).map(Number);
  // Tokens of users are given out by VK ID alone.
  if (groupIds.length === 0) return 'group_ids is undefined';
  if (groupIds.some((id) => !communityOf(id))) return 'group_ids is incorrect';
  return {
    ...asked,
    scope: text('scope')
      .split(/[\s,]+/)
      .filter(Boolean)
      .join(' '),
    groupIds,
  };
}

/** What the person decided. `userId`: absent for no. Returns where they are sent back to. */
export function decide(asked: Asked, userId: number | undefined, world: World): string {
  const { state, now } = world;
  const back = new URL(asked.redirectUri);
  const put = (name: string, value: string) => back.searchParams.set(name, value);
  if (asked.state !== '') put('state', asked.state);
  const isManager = asked.groupIds.every((id) => communityOf(id)?.managers[userId ?? 0] === 3);
  if (userId === undefined || !isManager) {
    put('error', 'access_denied');
    put('error_reason', 'user_denied');
    put('error_description', 'User denied your request');
    return back.href;
  }
  const code = `${asked.flow === 'vkid' ? 'vk2.a.' : ''}${state.nextName('code')}`;
  const deviceId = state.nextName('device');
  const { flow, clientId, redirectUri, scope, challenge, groupIds } = asked;
  const expiresAt = now().getTime() + codeMs[flow];
  state.record([
    'authorization',
    code,
    { flow, clientId, redirectUri, scope, challenge, deviceId, userId, groupIds, expiresAt, used: false },
  ]);
  put('code', code);
  if (flow === 'vkid') {
    put('device_id', deviceId);
    put('type', 'code_v2');
    put('expires_in', String(codeMs.vkid / 1000));
  }
  return back.href;
}

/** An error of the authorization servers. */
class OAuthError extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

export const oauthError = (code: string, description: string, state?: string): Answer =>
  jsonAnswer(code === 'invalid_token' || code === 'invalid_client' ? 401 : 400, {
    error: code,
    error_description: description,
    ...(state !== undefined && { state }),
  });

/** What is asked of the authorization servers by clients, not by people. */
export function serveOAuth(request: Incoming, world: World): Answer {
  const form = new URLSearchParams(request.method === 'POST' ? request.body.toString() : '');
  const given = (name: string) => form.get(name) ?? request.url.searchParams.get(name) ?? '';
  const state = given('state');
  try {
    return jsonAnswer(200, answerOAuth(request, given, world));
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return oauthError(error.code, error.message, state === '' ? undefined : state);
  }
}

type Given = (name: string) => string;

function answerOAuth({ method, url }: Incoming, given: Given, world: World): object {
  if (url.pathname === '/~oauth/access_token') return exchangeOld(given, world);
  if (method !== 'POST') throw new OAuthError('invalid_request', 'Only POST');
  switch (url.pathname) {
    case '/~id/oauth2/auth':
      if (given('grant_type') === 'authorization_code') return exchange(given, world);
      if (given('grant_type') === 'refresh_token') return refresh(given, world);
      throw new OAuthError('invalid_request', 'grant_type is missing or invalid');
    case '/~id/oauth2/user_info':
      return { user: userInfo(sessionOf(given, world).session.userId, world) };
    case '/~id/oauth2/logout':
    case '/~id/oauth2/revoke': {
      const { key, session } = sessionOf(given, world);
      world.state.record(['session', key, { ...session, ended: true }]);
      return { response: 1 };
    }
    default:
      throw new OAuthError('invalid_request', 'There is no such address');
  }
}

function assertClient(given: Given): void {
  if (given('client_id') !== demoApp.clientId) throw new OAuthError('invalid_client', 'client_id is incorrect');
}

/** A code is good once, for who asked for it. */
function spendCode(flow: Authorization['flow'], given: Given, { state, now }: World) {
  assertClient(given);
  const code = given('code');
  const found = state.get('authorization', code);
  const isGood = found?.flow === flow && !found.used && found.expiresAt > now().getTime();
  if (!isGood || found.redirectUri !== given('redirect_uri')) {
    throw new OAuthError('invalid_grant', 'Code is invalid or expired.');
  }
  const used: Entry = ['authorization', code, { ...found, used: true }];
  return { found, used };
}

function exchange(given: Given, world: World): object {
  const { found, used } = spendCode('vkid', given, world);
  const verifier = given('code_verifier');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  if (!/^[\w-]{43,128}$/.test(verifier) || challenge !== found.challenge) {
    throw new OAuthError('invalid_grant', 'code_verifier is incorrect');
  }
  if (given('device_id') !== found.deviceId) throw new OAuthError('invalid_grant', 'device_id is incorrect');
  const key = world.state.nextName('session');
  const { userId, deviceId, scope } = found;
  const epoch = world.state.get('epoch', accountKeyOf({ userId }))?.access ?? 0;
  return startSession(key, { userId, deviceId, scope, epoch, refreshToken: '', ended: false }, given, world, [used]);
}

function refresh(given: Given, world: World): object {
  assertClient(given);
  const token = given('refresh_token');
  const found = [...world.state.table('session')].find(([, session]) => session.refreshToken === token);
  if (!found || token === '') throw new OAuthError('invalid_grant', 'refresh_token is invalid or spent');
  const [key, session] = found;
  const epochs = world.state.get('epoch', accountKeyOf(session));
  if (session.ended || session.epoch < (epochs?.refresh ?? 0)) {
    throw new OAuthError('invalid_grant', 'refresh_token is revoked');
  }
  if (given('device_id') !== session.deviceId) throw new OAuthError('invalid_grant', 'device_id is incorrect');
  return startSession(key, { ...session, epoch: epochs?.access ?? 0 }, given, world);
}

/** New tokens; the refresh token from before is spent. */
function startSession(key: string, session: Session, given: Given, world: World, before: readonly Entry[] = []) {
  const { state, now, url } = world;
  const accessToken = `vk2.a.${state.nextName('access')}`;
  const refreshToken = `vk2.a.${state.nextName('refresh')}`;
  const { userId, scope, epoch } = session;
  const expiresAt = now().getTime() + tokenMs;
  state.record(
    ...before,
    ['session', key, { ...session, refreshToken }],
    ['token', accessToken, { kind: 'vkid', userId, scope, expiresAt, epoch, session: key }],
  );
  return {
    access_token: accessToken,
    refresh_token: refreshToken,
    id_token: idToken({ iss: url, sub: userId, app: demoApp.clientId, exp: Math.floor(expiresAt / 1000) }),
    token_type: 'Bearer',
    expires_in: tokenMs / 1000,
    user_id: userId,
    state: given('state'),
    scope,
  };
}

function idToken(claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', demoApp.clientSecret).update(signed).digest('base64url')}`;
}

function sessionOf(given: Given, world: World): { readonly key: string; readonly session: Session } {
  assertClient(given);
  const token = given('access_token');
  try {
    readCaller(token, world.state, world.now());
  } catch (error) {
    if (error instanceof Refusal) throw new OAuthError('invalid_token', error.message);
    throw error;
  }
  const key = world.state.get('token', token)?.session ?? '';
  const session = world.state.get('session', key);
  if (!session) throw new OAuthError('invalid_token', 'access_token is no token of VK ID');
  return { key, session };
}

function userInfo(id: number, { url }: World) {
  const person = personOf(id);
  return {
    user_id: String(id),
    first_name: person?.firstName ?? '',
    last_name: person?.lastName ?? '',
    avatar: `${url}/~avatar/${id}_200`,
    sex: person?.sex ?? 0,
    verified: false,
  };
}

/** The flow of old, of communities. */
function exchangeOld(given: Given, world: World): object {
  const secret = Buffer.from(given('client_secret'));
  const right = Buffer.from(demoApp.clientSecret);
  if (secret.length !== right.length || !timingSafeEqual(secret, right)) {
    throw new OAuthError('invalid_client', 'client_secret is incorrect');
  }
  const { found, used } = spendCode('community', given, world);
  const { state } = world;
  const groups = found.groupIds.map((groupId) => ({
    group_id: groupId,
    access_token: `vk1.a.${state.nextName(`key ${groupId}`)}`,
  }));
  state.record(
    used,
    ...groups.map(({ group_id: groupId, access_token: token }): Entry => {
      const epoch = state.get('epoch', accountKeyOf({ groupId }))?.access ?? 0;
      return ['token', token, { kind: 'community', groupId, scope: found.scope, epoch }];
    }),
  );
  return { groups, expires_in: 0 };
}
