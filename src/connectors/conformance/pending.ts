import type { FormatCapability } from '../capabilities.ts';
import type { Publication } from '../publishing.ts';
import { TestLedger } from './call.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { filled, mediaOf, type Counts } from './sample-media.ts';
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
    for (const capability of slow) {
      const media = mediaOf(capability, withVideo(capability));
      await checkSlow(report, subject, samplePost(subject.connector, capability, externalId, { media }));
    }
    if (slow.length === 0) report.note('no format settles later');
    return report;
  },
};

/** As few media as a format takes, a video among them where it takes one: it is what networks work on longest. */
function withVideo({ media, mediaTotal }: FormatCapability): Counts {
  const counts = media.map(({ kind, min, max }) => (kind === 'VIDEO' && max > 0 ? Math.max(min, 1) : min));
  return filled(media, counts, mediaTotal?.min ?? 0);
}

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
