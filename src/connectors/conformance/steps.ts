import type { Publication } from '../publishing.ts';
import { TestLedger } from './call.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { differenceOf, piecesOf, samplePosts } from './samples.ts';
import { describeAttempt, inWorld } from './world.ts';

export const steps: Facet = {
  name: 'steps',
  promise:
    'resumes when its process was killed between any two steps, and one post goes out, each part of it once and in order',
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
    const difference = differenceOf((await posts())[0], post);
    report.expect(difference === undefined, `${post.format} stands on the network with ${difference}.`);
    const commits = [...ledger.entries.values()].filter(({ kind }) => kind === 'commit');
    report.expect(commits.length > 0, `${post.format} went out without \`call.commit\`.`);
    const pieces = 1 + post.parts.length;
    report.expect(
      commits.length === 0 || commits.length >= pieces,
      `${post.format} of ${pieces} parts went out in ${commits.length} commits: a part that is out must be kept before the next.`,
    );
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
    report.expect(committed || piecesOf(await posts()) === 0, `${what} the post was out before a commit had begun.`);
    const kept = [...ledger.entries].filter(([, { state }]) => state === 'done').map(([name]) => name);

    ledger.dieAt = undefined;
    const second = await attempt(post, ledger);
    const there = await posts();
    const wanted = 1 + post.parts.length;
    report.expect(there.length <= 1, `${what} there are ${there.length} posts now.`);
    report.expect(piecesOf(there) <= wanted, `${what} there are ${piecesOf(there)} parts now, not ${wanted}.`);
    if (second.outcome === 'unconfirmed') {
      report.note(`${what} ${second.why}`);
      return;
    }
    const done = second.outcome === 'published' && there.length === 1;
    if (report.expect(done, `${what} the second run ${describeAttempt(second)}.`)) {
      const difference = differenceOf(there[0], post);
      report.expect(difference === undefined, `${what} it stands on the network with ${difference}.`);
    }
    const forgotten = ledger.asked.length > 0 ? kept.filter((name) => !ledger.asked.includes(name)) : [];
    report.expect(
      forgotten.length === 0,
      `${what} the second run has other names for its steps: ${forgotten.join(', ')}.`,
    );
  });
}
