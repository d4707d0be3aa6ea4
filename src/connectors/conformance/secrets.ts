import { inspect } from 'node:util';
import type { Fault } from '../emulator.ts';
import { formsOf, secretsOf, secretsOfApp } from '../redact.ts';
import { TestLedger } from './call.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { readingsOf } from './reading.ts';
import { samplePosts } from './samples.ts';
import { inWorld, type World } from './world.ts';

export const secrets: Facet = {
  name: 'secrets',
  promise: 'lets no credential into a log, an error, a kept result or an answer',
  async check(subject) {
    const report = new Report();
    const faults: readonly (Fault | undefined)[] = [
      undefined,
      { kind: 'echo', on: 'any', times: 40 },
      { kind: 'status', status: 502, on: 'any', times: 40 },
      { kind: 'code', code: 'code_that_no_table_knows', on: 'any', times: 40 },
      { kind: 'drop_after' },
      { kind: 'drop_before', on: 'any', times: 40 },
      { kind: 'processing', ms: 1_000 },
    ];
    for (const fault of faults) await inWorld(subject, (world) => watch(report, subject, world, fault));
    return report;
  },
};

async function watch(report: Report, { connector }: Subject, world: World, fault: Fault | undefined): Promise<void> {
  const secrets = [...secretsOf(connector.auth, world.account.credentials), ...secretsOfApp(connector.auth, world.app)];
  const forms = secrets.flatMap(formsOf);
  const when = fault ? `with the fault ${fault.kind}` : 'with no fault';
  const clean = (what: string, value: unknown) => {
    const text = inspect(value, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
    report.expect(!forms.some((form) => text.includes(form)), `${what} ${when} holds a credential.`);
  };

  if (fault) await world.control.fail(fault);
  for (const { name, read } of readingsOf(connector, world.account.externalId)) {
    const call = world.call();
    clean(`What \`${name}\` gave`, await read(call).catch((error: unknown) => error));
    clean(`What \`${name}\` logged`, call.logged);
  }

  for (const post of samplePosts(connector, world.account.externalId)) {
    const ledger = new TestLedger();
    const logged: unknown[] = [];
    // Twice, so that a lost answer is looked up.
    for (let attempt = 0; attempt < 2; attempt++) {
      clean(
        `What publishing ${post.format} gave`,
        await world.attempt(post, ledger, { onLog: (line) => logged.push(line) }),
      );
    }
    clean(`What publishing ${post.format} logged`, logged);
    clean(`What is kept of publishing ${post.format}`, [[...ledger.entries], ledger.ticket]);
  }
}
