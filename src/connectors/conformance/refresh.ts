import type { Grant } from '../auth.ts';
import type { Fault } from '../emulator.ts';
import { NetworkError, type ErrorKind } from '../errors.ts';
import type { HttpClient } from '../http.ts';
import { connect, nameOf } from './connect.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { describeError, failureOf, inWorld, type World } from './world.ts';

/** After these the old credentials stay in place, and it is tried again. */
const passing: readonly ErrorKind[] = ['network_down', 'outcome_unknown', 'rate_limited'];

type Credentials = Grant['credentials'];

/** How credentials came to be. */
interface Origin {
  readonly name: string;
  /** Undefined: the emulator cannot play the person's part. */
  get(world: World): Promise<Credentials | undefined>;
}

export const refresh: Facet = {
  name: 'refresh',
  promise: 'renews credentials that have run out, and tells a revoked grant from a failure that passes',
  async check(subject) {
    const report = new Report();
    const { auth } = subject.connector;
    if (!auth.refresh) {
      report.note('no `refresh`');
      return report;
    }
    const origins: readonly Origin[] = [
      { name: 'the account of the demo', get: ({ account }) => Promise.resolve(account.credentials) },
      ...auth.ways.map((way) => ({
        name: nameOf(way),
        get: async (world: World) => (await connect(way, world))?.credentials,
      })),
    ];
    const refused: string[] = [];
    let renewed = 0;
    for (const origin of origins) {
      const refusal = await checkOrigin(report, subject, origin);
      if (refusal === undefined) renewed++;
      else refused.push(refusal);
    }
    // What was pasted may be good for ever or not at all; then a person must connect again, and something else is renewed.
    for (const refusal of refused) {
      if (renewed === 0) report.expect(false, refusal);
      else report.note(refusal);
    }
    return report;
  },
};

/** Returns why these credentials are none that could be renewed; undefined: they are. */
async function checkOrigin(report: Report, subject: Subject, origin: Origin): Promise<string | undefined> {
  const { connector } = subject;
  const what = `With ${origin.name}`;
  const found: { refusal?: string; asked?: boolean } = {};
  /** In a world where the account is connected. */
  const connected = (run: (credentials: Credentials, world: World) => Promise<void>) =>
    inWorld(subject, async (world) => {
      try {
        const credentials = await origin.get(world);
        if (credentials) await run(credentials, world);
        else report.note(`${what}: the emulator has no page on which a person agrees`);
      } catch (error) {
        report.expect(false, `${what} something failed with ${describeError(error)}.`);
      }
    });
  const wrapHttp = (http: HttpClient): HttpClient => ({
    ...http,
    request: (path, request) => {
      found.asked = true;
      return http.request(path, request);
    },
    fetch: (url, init) => {
      found.asked = true;
      return http.fetch(url, init);
    },
  });
  const renew = (credentials: Credentials, world: World) =>
    connector.auth.refresh?.(world.call({ credentials, typed: {}, wrapHttp })) ??
    Promise.reject(new TypeError('no refresh'));
  const read = (credentials: Credentials, world: World) => connector.channels(world.call({ credentials }));

  await connected(async (credentials, world) => {
    if (!world.control.expire) {
      report.note('the emulator cannot let credentials run out');
      return;
    }
    await world.control.expire(world.account.externalId);
    expectKind(
      report,
      await failureOf(read(credentials, world)),
      ['auth_expired'],
      `${what} a call after they ran out`,
    );
    // Twice: what a renewal returns must be good for the next one.
    let current = credentials;
    for (const when of ['first', 'second']) {
      const grant = await renew(current, world).catch((error: unknown) => {
        const revoked = error instanceof NetworkError && error.details.kind === 'auth_revoked';
        if (!revoked || when !== 'first') throw error;
        found.refusal = `${what} nothing is renewed: ${error.details.code}`;
      });
      if (!grant) return;
      const failure = await failureOf(read(grant.credentials, world));
      report.expect(
        failure === undefined,
        `${what} a call after the ${when} renewal failed with ${describeError(failure?.error)}.`,
      );
      report.expect(
        grant.expiresAt === undefined || grant.expiresAt > world.clock.now(),
        `${what} the ${when} renewal says that it has run out already.`,
      );
      current = grant.credentials;
      await world.control.expire(world.account.externalId);
    }
  });

  await connected(async (credentials, world) => {
    if (!world.control.revoke) {
      report.note('the emulator cannot take a grant back');
      return;
    }
    await world.control.revoke(world.account.externalId);
    expectKind(
      report,
      await failureOf(renew(credentials, world)),
      ['auth_revoked'],
      `${what} renewing a revoked grant`,
    );
  });

  // Who asks nobody cannot mistake a failure that passes for a no.
  if (found.refusal !== undefined && !found.asked) return found.refusal;
  const faults: readonly Fault[] = [
    { kind: 'drop_before', on: 'any', times: 20 },
    { kind: 'drop_after', on: 'any', times: 20 },
    { kind: 'status', status: 502, on: 'any', times: 20 },
    { kind: 'status', status: 429, on: 'any', times: 20 },
  ];
  for (const fault of faults) {
    await connected(async (credentials, world) => {
      await world.control.fail(fault);
      const how = fault.kind === 'status' ? `${fault.kind} ${fault.status}` : fault.kind;
      expectKind(report, await failureOf(renew(credentials, world)), passing, `${what} renewing with the fault ${how}`);
    });
  }
  await connected(async (credentials, world) => {
    await world.emulator.close();
    // The first request may still go out on a connection that was kept open, and be lost on it.
    await failureOf(read(credentials, world));
    const failure = await failureOf(renew(credentials, world));
    expectKind(report, failure, ['network_down'], `${what} renewing where the network cannot be reached`);
  });

  if (connector.auth.revoke && found.refusal === undefined) {
    await connected(async (credentials, world) => {
      await connector.auth.revoke?.(world.call({ credentials, typed: {} }));
      const failure = await failureOf(renew(credentials, world));
      expectKind(report, failure, ['auth_revoked'], `${what} renewing after \`revoke\``);
    });
  }
  return found.refusal;
}

function expectKind(
  report: Report,
  failure: { readonly error: unknown } | undefined,
  kinds: readonly ErrorKind[],
  what: string,
): void {
  if (!failure) return void report.expect(false, `${what} succeeded; it should be ${kinds.join(' or ')}.`);
  const kind = failure.error instanceof NetworkError ? failure.error.details.kind : undefined;
  report.expect(
    kind !== undefined && kinds.includes(kind),
    `${what} gave ${describeError(failure.error)}; it should be ${kinds.join(' or ')}.`,
  );
}
