import type { Incoming } from '@polyphony/sdk/emulator';
import { accountOf } from './accounts.ts';
import { checkProof, type DpopContext } from './dpop.ts';
import { Refusal } from './refusals.ts';
import type { State } from './state.ts';
import { epochOf, readToken, tokenScopes, type Claims } from './token.ts';

/** Who asks. */
export interface Caller {
  readonly did: string;
  /** Of what renews a session by password: its name. */
  readonly jti: string;
  /** With OAuth, what was granted; a password may do everything but read direct messages. */
  readonly granted?: string;
}

export interface CallerContext extends DpopContext {
  readonly state: State;
}

/** Who sends a request to the API. Throws what the network says to somebody whom it does not know. */
export function readCaller(
  { method, url, headers }: Incoming,
  as: 'account' | 'session',
  context: CallerContext,
): Caller {
  const [, scheme = '', token = ''] = /^(Bearer|DPoP) (.+)$/.exec(headers.authorization ?? '') ?? [];
  if (scheme === '') throw new Refusal('AuthMissing', 'Authentication Required');
  const claims = readToken(token);
  if (scheme === 'DPoP') {
    const jkt = checkProof({ method, path: url.pathname, proof: headers.dpop }, context, token);
    if (as !== 'account' || claims?.scope !== tokenScopes.oauth || claims.jkt !== jkt) {
      throw invalidToken('The token is none of this server’s, or bound to another key');
    }
    return readSession(claims, context);
  }
  if (!claims || claims.scope === tokenScopes.oauth) throw new Refusal('InvalidToken', 'Token could not be verified');
  const wanted = as === 'session' ? tokenScopes.refresh : tokenScopes.appPassword;
  if (claims.scope !== wanted || !accountOf(claims.sub)) throw new Refusal('InvalidToken', 'Invalid token type');
  const epochs = context.state.epochOf(claims.sub);
  const epoch = as === 'session' ? epochs.refresh : epochs.access;
  if (as === 'session' && (epochOf(claims) < epoch || context.state.closed.has(claims.jti))) {
    throw new Refusal('ExpiredToken', 'Token has been revoked');
  }
  if (claims.exp * 1000 <= context.now().getTime() || epochOf(claims) < epoch) {
    throw new Refusal('ExpiredToken', 'Token has expired');
  }
  return { did: claims.sub, jti: claims.jti };
}

function readSession(claims: Claims, { state, now }: CallerContext): Caller {
  const session = state.sessions.get(claims.sid ?? '');
  if (!session || session.ended) throw invalidToken('The session has ended');
  if (claims.exp * 1000 <= now().getTime() || epochOf(claims) < state.epochOf(claims.sub).access) {
    throw invalidToken('"exp" claim timestamp check failed');
  }
  return { did: claims.sub, jti: claims.jti, granted: session.scope };
}

export function assertMayWrite({ granted }: Caller): void {
  if (granted === undefined || granted.split(' ').includes('transition:generic')) return;
  throw new Refusal('ScopeMissing', 'Missing required scope "transition:generic"');
}

const invalidToken = (message: string) =>
  new Refusal('invalid_token', message, {
    'www-authenticate': `DPoP error="invalid_token", error_description="${message.replaceAll('"', "'")}"`,
  });
