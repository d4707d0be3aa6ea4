import { bornGrants, demoApp } from './accounts.ts';
import { Refusal } from './refusals.ts';
import type { State } from './state.ts';

/** Who asks. */
export type Caller =
  | { readonly kind: 'user'; readonly userId: string; readonly scopes: readonly string[] }
  /** The app itself. */
  | { readonly kind: 'app' };

/** A token of the app itself; it does not run out. */
export const appToken = 'AAAAAAAAAAAAAAAAAAAAAEmulatedTokenOfTheDemoAppItself';

/** The session that a grant from the start is, once something happened to it. */
export const bornSession = (userId: string): string => `born ${userId}`;

const unauthorized = () => new Refusal('unauthorized');

/** Who holds a token. Throws 401. */
export function readCaller(authorization: string | undefined, state: State, now: Date): Caller {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw unauthorized();
  if (token === appToken) return { kind: 'app' };
  const born = bornGrants.find(({ accessToken }) => accessToken === token);
  if (born) {
    const { userId, scope } = born;
    if (state.get('session', bornSession(userId))?.ended || (state.get('epoch', userId)?.access ?? 0) > 0) {
      throw unauthorized();
    }
    return { kind: 'user', userId, scopes: scope.split(' ') };
  }
  const found = state.get('token', token);
  const session = found && state.get('session', found.session);
  if (!found || !session || session.ended || found.expiresAt <= now.getTime()) throw unauthorized();
  if (found.epoch < (state.get('epoch', session.userId)?.access ?? 0)) throw unauthorized();
  return { kind: 'user', userId: session.userId, scopes: session.scope.split(' ') };
}

/** The secret by which the app signs, and by which it is known. */
export const appSecret: string = demoApp.apiSecret;
