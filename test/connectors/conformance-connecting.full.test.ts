import { NetworkError, type AuthWay, type Grant, type OAuthWay, type TokenWay } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { account, auth, breaches, emulator, functionOf, notes, whole } from './broken.ts';

const refresh = functionOf(whole.auth, 'refresh');

const oauth = (own: (way: OAuthWay) => Partial<OAuthWay>) =>
  auth({ ways: whole.auth.ways.map((way): AuthWay => (way.kind === 'oauth2' ? { ...way, ...own(way) } : way)) });
const token = (own: (way: TokenWay) => Partial<TokenWay>) =>
  auth({ ways: whole.auth.ways.map((way): AuthWay => (way.kind === 'token' ? { ...way, ...own(way) } : way)) });
/** What happens after a login has worked. */
const afterLogin = (change: (grant: Grant, typed: Readonly<Record<string, string>>) => Grant) =>
  token(({ login }) => ({
    login: async (call, typed) => change((await login?.(call, typed)) ?? { credentials: typed }, typed),
  }));

/** Refuses whatever went wrong, as `kind`. */
const as =
  (kind: NetworkError['details']['kind']) =>
  (error: unknown): never => {
    if (!(error instanceof NetworkError)) throw error;
    throw new NetworkError({ ...error.details, kind });
  };

describe('connecting', () => {
  test('sees a login that reaches nothing', async () => {
    const connector = afterLogin(({ credentials }) => ({ credentials: { ...credentials, accessJwt: 'nothing' } }));
    expect(await breaches('connecting', connector)).toContain(
      'With what is typed (identifier, appPassword, service) connecting failed with auth_expired',
    );
  });
  test('sees an account that is not the one', async () => {
    const channels = async () => [{ externalId: 'did:plc:else', name: 'Else', kind: 'PAGE' as const }];
    expect(await breaches('connecting', { ...whole, channels })).toContain('is not reached');
  });
  test('sees a password that is kept', async () => {
    const connector = afterLogin((grant, { appPassword = '' }) => ({
      credentials: { ...grant.credentials, note: btoa(appPassword) },
    }));
    expect(await breaches('connecting', connector)).toContain('the grant holds a secret that was typed');
  });
  test('sees a password in a log', async () => {
    const connector = token(({ login }) => ({
      login: async (call, typed) => {
        call.log.info({ body: JSON.stringify(typed) }, 'logging in');
        return (await login?.(call, typed)) ?? { credentials: {} };
      },
    }));
    expect(await breaches('connecting', connector)).toContain('the log holds a secret');
  });
  test('sees a password in an error', async () => {
    const connector = token(({ login }) => ({
      login: async (call, typed) => {
        try {
          return (await login?.(call, typed)) ?? { credentials: {} };
        } catch (error) {
          if (!(error instanceof NetworkError)) throw error;
          throw new NetworkError({ ...error.details, message: `not let in with ${typed.appPassword}` });
        }
      },
    }));
    expect(await breaches('connecting', connector)).toContain('a wrong appPassword the error holds a secret');
  });
  test('sees a wrong password that nobody understands', async () => {
    const connector = token(({ login }) => ({
      login: (call, typed) => login?.(call, typed).catch(as('unexpected')) ?? Promise.reject(new Error('no login')),
    }));
    expect(await breaches('connecting', connector)).toContain('a wrong appPassword it was refused with unexpected');
  });
  test('sees a wrong password that is taken', async () => {
    const connector = token(() => ({ login: async () => ({ credentials: { ...account.credentials } }) }));
    expect(await breaches('connecting', connector)).toContain('a wrong appPassword it was taken');
  });
  test.for([
    ['state', (state: string) => ({ state })],
    ['iss', (iss: string) => ({ iss })],
  ] as const)('sees a forged %s that is taken', async ([name]) => {
    const good = new Map<string, string>();
    const connector = oauth(({ authorize, exchange }) => ({
      async authorize(call, request) {
        const started = await authorize(call, request);
        good.set('state', request.state).set('iss', started.keep.issuer ?? '');
        return started;
      },
      exchange: (call, back) =>
        exchange(call, { ...back, parameters: { ...back.parameters, [name]: good.get(name) ?? '' } }),
    }));
    expect(await breaches('connecting', connector)).toContain(`With OAuth a return with another \`${name}\` was taken`);
  });
  test('sees a forged code that nobody understands', async () => {
    const connector = oauth(({ exchange }) => ({
      exchange: (call, back) => exchange(call, back).catch(as('unexpected')),
    }));
    expect(await breaches('connecting', connector)).toContain('another `code` was refused with unexpected');
  });
  test('sees a code in a log', async () => {
    const connector = oauth(({ exchange }) => ({
      exchange(call, back) {
        call.log.debug(back.parameters, 'somebody came back');
        return exchange(call, back);
      },
    }));
    expect(await breaches('connecting', connector)).toContain('With OAuth the log holds a secret');
  });
  test('sees what is kept meanwhile and is no text', async () => {
    const connector = oauth(({ authorize }) => ({
      async authorize(call, request) {
        const { url, keep } = await authorize(call, request);
        return { url, keep: { all: new Map(Object.entries(keep)) as unknown as string } };
      },
    }));
    expect(await breaches('connecting', connector)).toContain('`authorize` keeps something that is no string');
  });
  test('says so where the emulator has no page on which a person agrees', async () => {
    const startEmulator: typeof emulator.startEmulator = async (options) => {
      const started = await emulator.startEmulator(options);
      const { consent: _, ...control } = started.control ?? {};
      return { ...started, control: control as NonNullable<typeof started.control> };
    };
    const bare = { ...emulator, startEmulator };
    expect(await notes('connecting', whole, { emulator: bare })).toContain('no page on which a person agrees');
    expect(await breaches('connecting', whole, { emulator: bare })).toBe('');
  });
});

describe('refresh', () => {
  const connectAnew = () =>
    Promise.reject(
      new NetworkError({ kind: 'auth_revoked', code: 'pasted', message: 'Paste it.', network: 'bluesky' }),
    );

  test('lets what was pasted run out where something else is renewed', async () => {
    const pasted = auth({
      refresh: (call) => (call.credentials.dpopKey === undefined ? connectAnew() : refresh(call)),
    });
    expect(await breaches('refresh', pasted)).toBe('');
    expect(await notes('refresh', pasted)).toContain('nothing is renewed: pasted');
  });
  test('sees that nothing at all is renewed', async () => {
    expect(await breaches('refresh', auth({ refresh: connectAnew }))).toContain('nothing is renewed: pasted');
  });
  test('sees credentials that are no better than before', async () => {
    const connector = auth({ refresh: async (call) => ({ credentials: call.credentials }) });
    expect(await breaches('refresh', connector)).toContain('a call after the first renewal failed with auth_expired');
  });
  test('sees a renewal that loses what renews it', async () => {
    const connector = auth({
      async refresh(call) {
        const { credentials, ...rest } = await refresh(call);
        const { refreshJwt, refreshToken } = call.credentials;
        return {
          ...rest,
          credentials: { ...credentials, ...(refreshJwt && { refreshJwt: '' }), ...(refreshToken && { refreshToken }) },
        };
      },
    });
    const found = await breaches('refresh', connector);
    expect(found).toContain('With the account of the demo something failed');
    expect(found).toContain('With OAuth something failed with auth_revoked');
  });
  test('sees a revoked grant that is taken for one that ran out', async () => {
    const connector = auth({ refresh: (call) => refresh(call).catch(as('auth_expired')) });
    expect(await breaches('refresh', connector)).toContain('renewing a revoked grant gave auth_expired');
  });
  test('sees a failure that passes and is taken for a revocation', async () => {
    const connector = auth({ refresh: (call) => refresh(call).catch(as('auth_revoked')) });
    const found = await breaches('refresh', connector);
    for (const fault of ['drop_before', 'drop_after', 'status 502', 'status 429']) {
      expect(found).toContain(`renewing with the fault ${fault} gave auth_revoked`);
    }
    expect(found).toContain('renewing where the network cannot be reached gave auth_revoked');
  });
  test('sees a call with old credentials that is not known as such', async () => {
    const channels: typeof whole.channels = (call) => whole.channels(call).catch(as('unexpected'));
    expect(await breaches('refresh', { ...whole, channels })).toContain('a call after they ran out gave unexpected');
  });
  test('sees a revoke that revokes nothing', async () => {
    const connector = auth({ revoke: async () => undefined });
    expect(await breaches('refresh', connector)).toContain('renewing after `revoke` succeeded');
  });
  test('sees a date that has passed', async () => {
    const connector = auth({ refresh: async (call) => ({ ...(await refresh(call)), expiresAt: new Date(0) }) });
    expect(await breaches('refresh', connector)).toContain('the first renewal says that it has run out already');
  });
});
