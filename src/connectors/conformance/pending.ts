import type { Publication } from '../publishing.ts';
import { TestLedger } from './call.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { differenceOf, samplePost } from './samples.ts';
import { describeAttempt, inWorld } from './world.ts';

const processingMs = 20_000;

export const pending: Facet = {
  name: 'pending',
  promise: 'waits for a network that takes its time, and then says where the post is',
  async check(subject) {
    const report = new Report();
    const { externalId = '' } = subject.emulator.demoAccounts[0] ?? {};
    const slow = subject.connector.capabilities.formats.filter(({ settles }) => settles === 'LATER');
    for (const capability of slow) await checkSlow(report, subject, samplePost(capability, externalId));
    if (slow.length === 0) report.note('no format settles later');
    return report;
  },
};

async function checkSlow(report: Report, subject: Subject, post: Publication): Promise<void> {
  await inWorld(subject, async ({ attempt, clock, control, posts }) => {
    await control.fail({ kind: 'processing', ms: processingMs });
    const began = clock.now().getTime();
    const ledger = new TestLedger();
    const result = await attempt(post, ledger);
    const waited = clock.now().getTime() - began;
    const what = `${post.format}, taken into processing,`;
    if (!report.expect(result.outcome === 'published', `${what} ${describeAttempt(result)}.`)) return;
    report.expect(ledger.ticket !== undefined, `${what} was called published before it was.`);
    report.expect(waited >= processingMs, `${what} was called published ${processingMs - waited} ms too early.`);
    const all = await posts();
    report.expect(all.length === 1, `${what} is ${all.length} posts now: \`check\` must only read.`);
    const difference = differenceOf(all[0], post);
    report.expect(difference === undefined, `${what} stands on the network with ${difference}.`);
    const { externalId } = result.outcome === 'published' ? result : {};
    report.expect(all[0]?.id === externalId, `${what} is said to be ${externalId}, but is ${all[0]?.id}.`);
  });
}
