import type { Publication } from '../connector.ts';
import { TestLedger } from './call.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { samplePosts } from './samples.ts';
import { describeAttempt, inWorld } from './world.ts';

export const steps: Facet = {
  name: 'steps',
  promise: 'resumes when its process was killed between any two steps, and one post goes out',
  async check(subject) {
    const report = new Report();
    const { externalId = '' } = subject.emulator.demoAccounts[0] ?? {};
    for (const post of samplePosts(subject.connector, externalId)) {
      const boundaries = await checkWhole(report, subject, post);
      for (const dieAt of boundaries.keys()) await checkKilled(report, subject, post, dieAt);
    }
    return report;
  },
};

/** Without a death; returns where there could be one. */
async function checkWhole(report: Report, subject: Subject, post: Publication): Promise<readonly string[]> {
  const ledger = new TestLedger();
  await inWorld(subject, async ({ attempt, posts }) => {
    const result = await attempt(post, ledger);
    report.expect(result.outcome === 'published', `${post.format} ${describeAttempt(result)}.`);
    report.expect(
      (await posts()).length === 1,
      `${post.format} is ${(await posts()).length} posts on the network, not one.`,
    );
    const commits = [...ledger.entries.values()].filter(({ kind }) => kind === 'commit');
    report.expect(commits.length > 0, `${post.format} went out without \`call.commit\`.`);
  });
  return ledger.boundaries;
}

async function checkKilled(report: Report, subject: Subject, post: Publication, dieAt: number): Promise<void> {
  await inWorld(subject, async ({ attempt, posts }) => {
    const ledger = new TestLedger();
    ledger.dieAt = dieAt;
    const first = await attempt(post, ledger);
    const what = `${post.format}, killed ${ledger.boundaries[dieAt] ?? `at boundary ${dieAt}`}:`;
    if (
      !report.expect(
        first.outcome === 'died',
        `${what} the run took another way than before and ${describeAttempt(first)}.`,
      )
    ) {
      return;
    }
    const committed = ledger.ran.some((name) => ledger.entries.get(name)?.kind === 'commit');
    report.expect(committed || (await posts()).length === 0, `${what} the post was out before a commit had begun.`);
    const kept = [...ledger.entries].filter(([, { state }]) => state === 'done').map(([name]) => name);

    ledger.dieAt = undefined;
    const second = await attempt(post, ledger);
    const count = (await posts()).length;
    report.expect(count <= 1, `${what} there are ${count} posts now.`);
    if (second.outcome === 'unconfirmed') {
      report.note(`${what} ${second.why}`);
      return;
    }
    report.expect(second.outcome === 'published' && count === 1, `${what} the second run ${describeAttempt(second)}.`);
    const forgotten = ledger.asked.length > 0 ? kept.filter((name) => !ledger.asked.includes(name)) : [];
    report.expect(
      forgotten.length === 0,
      `${what} the second run has other names for its steps: ${forgotten.join(', ')}.`,
    );
  });
}
