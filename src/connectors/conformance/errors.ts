import { NetworkError, type ErrorKind } from '../errors.ts';
import type { Fault } from '../emulator.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { simplePost } from './samples.ts';
import { describeAttempt, describeError, inWorld, kindOf, type World } from './world.ts';

/** Of codes, in a note: a card is to be read. */
const mostNamed = 5;

const unheardOf = 'code_that_no_table_knows';

export const errors: Facet = {
  name: 'errors',
  promise: 'knows every code that the network documents, and passes an error on as the kind that its table says',
  async check(subject) {
    const report = new Report();
    const table = subject.connector.errors.codes;
    const documented = await inWorld(subject, async ({ control }) => control.codes);

    for (const code of documented) {
      const row = Object.hasOwn(table, code) ? table[code] : undefined;
      if (!report.expect(row !== undefined, `\`errors.codes\` lacks ${code}, which the network documents.`)) continue;
      if (row) await expectKind(report, subject, { kind: 'code', code }, row.kind, code);
    }
    const unprovoked = Object.keys(table).filter((code) => !documented.includes(code));
    if (unprovoked.length > 0) {
      const few = unprovoked.slice(0, mostNamed).join(', ');
      const more = unprovoked.length - mostNamed;
      report.note(`the emulator cannot provoke: ${few}${more > 0 ? ` and ${more} more` : ''}`);
    }

    await expectKind(report, subject, { kind: 'code', code: unheardOf }, 'unexpected', unheardOf);
    await expectKind(report, subject, { kind: 'status', status: 418 }, 'unexpected', 'http_418');
    await expectKind(report, subject, { kind: 'status', status: 429 }, 'rate_limited', 'http_429');
    await expectKind(report, subject, { kind: 'status', status: 502 }, 'outcome_unknown', 'http_502');
    await inWorld(subject, (world) => expectReadKind(report, subject, world));
    return report;
  },
};

async function expectKind(
  report: Report,
  subject: Subject,
  fault: Fault,
  kind: ErrorKind,
  code: string,
): Promise<void> {
  await inWorld(subject, async ({ account, attempt, control, posts }) => {
    await control.fail(fault);
    const result = await attempt(simplePost(subject.connector, account.externalId));
    const what = `a post that the network answered with ${code}`;
    report.expect(kindOf(result) === kind, `${what} ${describeAttempt(result)}; it should be ${kind}.`);
    if (result.outcome === 'failed' && result.error instanceof NetworkError) {
      const { details } = result.error;
      report.expect(details.code === code, `${what} carries the code ${details.code} instead of the network's own.`);
    }
    report.expect((await posts()).length === 0, `${what} was sent once more within the same attempt.`);
  });
}

/** A reading that fails changes nothing, so its outcome is never unknown. */
async function expectReadKind(report: Report, { connector }: Subject, { call, control }: World): Promise<void> {
  await control.fail({ kind: 'status', status: 502, on: 'any' });
  const error = await connector.channels(call()).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const kind = error instanceof NetworkError ? error.details.kind : undefined;
  report.expect(
    kind === 'network_down',
    `\`channels\` behind a broken gateway gave ${describeError(error)}, not network_down.`,
  );
}
