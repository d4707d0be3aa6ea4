import { createTestClock } from '@polyphony/sdk/conformance';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, type Where } from './asking.ts';
import { demoAccounts, startEmulator } from './index.ts';

const [bakery] = demoAccounts;
const did = bakery.externalId;
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

async function start() {
  const clock = createTestClock();
  const emulator = await startEmulator({ port: 0, seed: 1, now: clock.now });
  cleaning.push(() => emulator.close());
  const { control } = emulator;
  if (!control) throw new Error('the emulator has a control');
  return { ...emulator, control, clock };
}

describe('a session by password', () => {
  const logIn = (where: Where, password: string = bakery.typed.appPassword) =>
    ask(where, 'com.atproto.server.createSession', { identifier: bakery.handle, password }, '');
  const refresh = (where: Where, token: unknown) =>
    ask(where, 'com.atproto.server.refreshSession', null, String(token));

  test('is good for two hours, and says where the account lives', async () => {
    const emulator = await start();
    const { body } = await logIn(emulator);
    expect(body).toMatchObject({
      did,
      handle: bakery.handle,
      didDoc: { service: [{ id: '#atproto_pds', serviceEndpoint: emulator.url }] },
    });
    const access = String(body.accessJwt);
    expect((await ask(emulator, 'com.atproto.server.getSession', undefined, access)).status).toBe(200);
    emulator.clock.advance(2 * 60 * 60 * 1000);
    expect((await ask(emulator, 'com.atproto.server.getSession', undefined, access)).body.error).toBe('ExpiredToken');
    expect((await refresh(emulator, body.refreshJwt)).status).toBe(200);
  });
  test('wants the right password, not too often', async () => {
    const emulator = await start();
    expect(await logIn(emulator, 'wrong')).toMatchObject({
      status: 401,
      body: { error: 'AuthenticationRequired', message: 'Invalid identifier or password' },
    });
    for (let tries = 0; tries < 29; tries++) await logIn(emulator);
    const { status, headers, body } = await logIn(emulator);
    expect([status, body]).toEqual([429, { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }]);
    expect(headers.get('ratelimit-policy')).toBe('30;w=300');
    expect(Number(headers.get('ratelimit-reset'))).toBe(emulator.clock.now().getTime() / 1000 + 300);
    emulator.clock.advance(300_000);
    expect((await logIn(emulator)).status).toBe(200);
  });
  test('is renewed by rotation, with a grace for who asks twice', async () => {
    const emulator = await start();
    const { body: first } = await logIn(emulator);
    const { body: second } = await refresh(emulator, first.refreshJwt);
    expect(second.refreshJwt).not.toBe(first.refreshJwt);
    expect((await refresh(emulator, first.refreshJwt)).body.refreshJwt).toBe(second.refreshJwt);
    emulator.clock.advance(3 * 60 * 60 * 1000);
    const late = await refresh(emulator, first.refreshJwt);
    expect([late.status, late.body.error, late.body.message]).toEqual([400, 'ExpiredToken', 'Token has been revoked']);
    expect((await refresh(emulator, second.refreshJwt)).status).toBe(200);
  });
  test('can be closed, runs out when a test says so, and is taken back', async () => {
    const emulator = await start();
    const { body } = await logIn(emulator);
    await emulator.control.expire?.(did);
    expect((await ask(emulator, 'com.atproto.server.getSession', undefined, String(body.accessJwt))).body.error).toBe(
      'ExpiredToken',
    );
    expect((await refresh(emulator, body.refreshJwt)).status).toBe(200);
    await ask(emulator, 'com.atproto.server.deleteSession', null, String(body.refreshJwt));
    expect((await refresh(emulator, body.refreshJwt)).body.message).toBe('Token has been revoked');
    const { body: other } = await logIn(emulator);
    await emulator.control.revoke?.(did);
    expect((await refresh(emulator, other.refreshJwt)).body.message).toBe('Token has been revoked');
    expect((await logIn(emulator)).status).toBe(200);
  });
  test('lets in with nothing else', async () => {
    const emulator = await start();
    const { refreshJwt } = bakery.credentials;
    const errorOf = async (token: string) =>
      (await ask(emulator, 'com.atproto.server.getSession', undefined, token)).body.error;
    expect(await errorOf('')).toBe('AuthMissing');
    expect(await errorOf('nonsense')).toBe('InvalidToken');
    expect(await errorOf(refreshJwt)).toBe('InvalidToken');
    expect(await errorOf(`${bakery.credentials.accessJwt}x`)).toBe('InvalidToken');
  });
});
