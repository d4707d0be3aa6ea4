import { z } from 'zod';
import { accountOf, type Account } from './accounts.ts';
import { Refusal } from './refusals.ts';
import { didDocument, type ServerContext } from './server.ts';
import { signToken, tokenScopes } from './token.ts';
import { parse, type Method } from './xrpc.ts';

const login = z.strictObject({
  identifier: z.string(),
  password: z.string(),
  authFactorToken: z.string().optional(),
  allowTakendown: z.boolean().optional(),
});

const hour = 3_600;
const accessLife = 2 * hour;
const refreshLife = 90 * 24 * hour;
/** How long a refresh token that was used still answers with the same successor. */
const graceMs = 2 * hour * 1000;

/** Sessions by password. */
export const sessionMethods: Readonly<Record<string, Method<ServerContext>>> = {
  'com.atproto.server.createSession': {
    http: 'POST',
    as: 'anyone',
    run({ body }, context) {
      const { identifier, password } = parse(login, body);
      const account = accountOf(identifier);
      context.limits.spend('login', account?.externalId ?? identifier);
      if (account?.typed.appPassword !== password) {
        throw new Refusal('AuthenticationRequired', 'Invalid identifier or password');
      }
      const jti = newName(account, context);
      context.state.record({ change: 'opened', jti });
      return sessionOf(account, jti, context);
    },
  },
  'com.atproto.server.refreshSession': {
    http: 'POST',
    as: 'session',
    body: 'none',
    run({ caller }, context) {
      const { state, now } = context;
      const account = accountOf(caller.did);
      if (!account) throw new Refusal('AccountNotFound', 'Could not find the account');
      const renewed = state.renewed.get(caller.jti);
      const inGrace = renewed && now().getTime() - renewed.at < graceMs;
      // Those of the demo are good for ever, and each later session from them is one of its own.
      const isDemo = caller.jti === '0.demo';
      if (renewed && !inGrace && !isDemo) throw new Refusal('ExpiredToken', 'Token has been revoked');
      const next = inGrace ? renewed.next : newName(account, context);
      if (!inGrace) state.record({ change: 'renewed', jti: caller.jti, next, at: now().getTime() });
      return sessionOf(account, next, context);
    },
  },
  'com.atproto.server.deleteSession': {
    http: 'POST',
    as: 'session',
    body: 'none',
    run({ caller }, { state }) {
      // What still renews the session in its grace goes with it.
      const next = state.renewed.get(caller.jti)?.next;
      for (const jti of [caller.jti, ...(next === undefined ? [] : [next])]) state.record({ change: 'closed', jti });
      return undefined;
    },
  },
  'com.atproto.server.getSession': {
    http: 'GET',
    as: 'account',
    run({ caller }, context) {
      const account = accountOf(caller.did);
      return account && aboutOf(account, context);
    },
  },
};

const aboutOf = (account: Account, context: ServerContext) => ({
  did: account.externalId,
  handle: account.handle,
  didDoc: didDocument(account, context),
  active: true,
});

function newName({ externalId }: Account, { state }: ServerContext): string {
  return `${state.epochOf(externalId).access}.${state.nextName('session')}`;
}

/** `jti`: of the refresh token. */
function sessionOf(account: Account, jti: string, context: ServerContext) {
  const iat = Math.floor(context.now().getTime() / 1000);
  const { externalId: sub } = account;
  const epoch = context.state.epochOf(sub).access;
  const access = { sub, scope: tokenScopes.appPassword, jti: `${epoch}.${jti.split('.')[1]}`, iat };
  return {
    ...aboutOf(account, context),
    accessJwt: signToken({ ...access, exp: iat + accessLife }),
    refreshJwt: signToken({ sub, scope: tokenScopes.refresh, jti, iat, exp: iat + refreshLife }),
  };
}
