import { inspect } from 'node:util';
import type { Grant, OAuthWay, TokenWay } from '../auth.ts';
import { NetworkError } from '../errors.ts';
import { formsOf } from '../redact.ts';
import type { TestCall } from './call.ts';
import {
  askPerson,
  client,
  comeBack,
  connectingCall,
  isSecret,
  logIn,
  nameOf,
  typedIn,
  type Return,
} from './connect.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { describeError, failureOf, inWorld, type World } from './world.ts';

/** What a person understands who typed something wrong, or came back with something else. */
const clear = ['auth_revoked', 'permission_denied', 'not_found', 'account_restricted'];

export const connecting: Facet = {
  name: 'connecting',
  promise: 'connects an account in each of its ways, refuses a forged return, and keeps no secret that was typed',
  async check(subject) {
    const report = new Report();
    for (const way of subject.connector.auth.ways) {
      try {
        await (way.kind === 'token' ? checkToken(report, subject, way) : checkOAuth(report, subject, way));
      } catch (error) {
        report.expect(false, `With ${nameOf(way)} something failed with ${describeError(error)}.`);
      }
    }
    return report;
  },
};

async function checkToken(report: Report, subject: Subject, way: TokenWay): Promise<void> {
  const what = `With ${nameOf(way)}`;
  await inWorld(subject, async (world) => {
    const typed = typedIn(way, world);
    const missing = way.fields.filter(({ name, required }) => required && typed[name] === undefined);
    if (missing.length > 0) {
      report.note(`${what}: the emulator does not say what is typed as ${missing.map(({ name }) => name).join(', ')}`);
      return;
    }
    const call = connectingCall(world, typed);
    await expectReached(report, subject, world, what, () => logIn(way, typed, call));
    const grant = await logIn(way, typed, call).catch(() => undefined);
    const secrets = way.fields.filter(isSecret).map(({ name }) => typed[name] ?? '');
    if (way.login) expectClean(report, secrets, `${what} the grant`, grant);
    expectClean(report, secrets, `${what} the log`, call.logged);
  });

  for (const { name, required } of way.fields) {
    await inWorld(subject, async (world) => {
      const typed = typedIn(way, world);
      if (!required || typed[name] === undefined) return;
      const wrong = { ...typed, [name]: `${typed[name].slice(0, -1)}${typed[name].endsWith('x') ? 'y' : 'x'}` };
      const call = connectingCall(world, wrong);
      const logged = [...call.logged];
      const failure = await failureOf(reach(subject, world, () => logIn(way, wrong, call)));
      expectClear(report, failure, `${what} and a wrong ${name} it`);
      const secrets = way.fields.filter(isSecret).map((field) => wrong[field.name] ?? '');
      expectClean(report, secrets, `${what} and a wrong ${name} the error`, failure);
      expectClean(report, secrets, `${what} and a wrong ${name} the log`, [...logged, ...call.logged]);
    });
  }
}

async function checkOAuth(report: Report, subject: Subject, way: OAuthWay): Promise<void> {
  const what = `With ${nameOf(way)}`;
  const asked = await inWorld(subject, async (world) => {
    const calls: TestCall[] = [];
    const call = (secret: Readonly<Record<string, string>>) => {
      const made = connectingCall(world, secret);
      calls.push(made);
      return made;
    };
    const back = await askPerson(way, world, call(typedIn(way, world)));
    if (!back) return false;
    report.expect(
      back.address.startsWith(client.redirectUrl) && back.parameters.state === back.state,
      `${what} the network sent the person to ${new URL(back.address).origin}, or with another state.`,
    );
    const secret = { ...back.keep, ...back.parameters };
    await expectReached(report, subject, world, what, () => comeBack(way, back, call(secret)));
    const logs = calls.flatMap(({ logged }) => logged);
    expectClean(report, [back.parameters.code ?? ''], `${what} the log`, logs);
    return true;
  });
  if (!asked) {
    report.note(`${what}: the emulator has no page on which a person agrees`);
    return;
  }

  const forgeries: readonly (readonly [string, string])[] = [
    ['state', 'another state'],
    ['iss', 'https://other.example.com'],
    ['code', 'a code that nobody gave'],
  ];
  for (const [name, value] of forgeries) await checkForgery(report, subject, way, name, value);

  const metadata = way.clientMetadata?.(client);
  if (metadata === undefined) return;
  const text = JSON.stringify(metadata);
  report.expect(
    text.includes(client.redirectUrl),
    `${what} \`clientMetadata\` does not name where the person comes back to.`,
  );
}

/** A return that is not the one which was asked for. */
async function checkForgery(
  report: Report,
  subject: Subject,
  way: OAuthWay,
  name: string,
  value: string,
): Promise<void> {
  await inWorld(subject, async (world) => {
    const back = await askPerson(way, world, connectingCall(world, typedIn(way, world)));
    if (!back) return;
    if (back.parameters[name] === undefined) {
      report.note(`with ${nameOf(way)} the network sends no \`${name}\` back`);
      return;
    }
    const forged: Return = { ...back, parameters: { ...back.parameters, [name]: value } };
    const call = connectingCall(world, { ...back.keep, ...forged.parameters });
    const failure = await failureOf(reach(subject, world, () => comeBack(way, forged, call)));
    const what = `With ${nameOf(way)} a return with another \`${name}\``;
    expectClear(report, failure, what);
    if (name !== 'code') expectClean(report, [back.parameters.code ?? ''], `${what}: the error`, failure);
  });
}

/** The accounts that what was granted reaches. */
async function reach({ connector }: Subject, world: World, grant: () => Promise<Grant>) {
  const { credentials } = await grant();
  return connector.channels(world.call({ credentials }));
}

async function expectReached(
  report: Report,
  subject: Subject,
  world: World,
  what: string,
  grant: () => Promise<Grant>,
): Promise<void> {
  const { externalId } = world.account;
  try {
    const reached = (await reach(subject, world, grant)).some((one) => one.externalId === externalId);
    report.expect(reached, `${what} the account ${externalId} is not reached.`);
  } catch (error) {
    report.expect(false, `${what} connecting failed with ${describeError(error)}.`);
  }
}

function expectClear(report: Report, failure: { readonly error: unknown } | undefined, what: string): void {
  if (!failure) return void report.expect(false, `${what} was taken.`);
  const kind = failure.error instanceof NetworkError ? failure.error.details.kind : undefined;
  report.expect(
    kind !== undefined && clear.includes(kind),
    `${what} was refused with ${describeError(failure.error)}; it should be ${clear.join(' or ')}.`,
  );
}

function expectClean(report: Report, secrets: readonly string[], what: string, value: unknown): void {
  const forms = secrets.filter((secret) => secret !== '').flatMap(formsOf);
  const text = inspect(value, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
  report.expect(!forms.some((form) => text.includes(form)), `${what} holds a secret that was typed or handed over.`);
}
