import type { Publication } from '../connector.ts';
import type { Fault } from '../emulator.ts';
import { TestLedger } from './call.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { samplePosts, simplePost } from './samples.ts';
import { describeAttempt, inWorld, type World } from './world.ts';

const day = 24 * 60 * 60 * 1000;

export const lostAnswer: Facet = {
  name: 'lost answer',
  promise: 'makes no second post when an answer is lost: it finds the first one, or says that it cannot tell',
  async check(subject) {
    const report = new Report();
    const { externalId = '' } = subject.emulator.demoAccounts[0] ?? {};
    for (const post of samplePosts(subject.connector, externalId)) {
      await inWorld(subject, (world) => checkLost(report, subject, world, post, { kind: 'drop_after' }, 1));
      await inWorld(subject, (world) => checkLost(report, subject, world, post, { kind: 'drop_before' }, 0));
    }
    await inWorld(subject, (world) => checkOldTwin(report, subject, world));
    await inWorld(subject, (world) => checkAbort(report, subject, world));
    return report;
  },
};

/** `stored`: how many posts the network has after the first attempt. */
async function checkLost(
  report: Report,
  { connector }: Subject,
  world: World,
  post: Publication,
  fault: Fault,
  stored: 0 | 1,
): Promise<void> {
  const ledger = new TestLedger();
  const what = `${post.format}, connection cut ${stored ? 'after' : 'before'} the network had it:`;
  await world.control.fail(fault);
  const first = await world.attempt(post, ledger);
  report.expect(
    ledger.lost !== undefined,
    `${what} the first attempt ${describeAttempt(first)}, as if nothing were open.`,
  );
  report.expect((await world.posts()).length === stored, `${what} it was sent again within the same attempt.`);

  const second = await world.attempt(post, ledger);
  const posts = await world.posts();
  report.expect(posts.length <= 1, `${what} there are ${posts.length} posts now.`);
  if (second.outcome === 'unconfirmed') {
    if (connector.publishing.find) report.note(`${what} ${second.why}`);
    return;
  }
  report.expect(second.outcome === 'published', `${what} the second attempt ${describeAttempt(second)}.`);
  if (second.outcome === 'published') {
    report.expect(posts[0]?.id === second.externalId, `${what} ${second.externalId} is not the post that went out.`);
  }
}

/** Yesterday's post with the same text is another post. */
async function checkOldTwin(report: Report, { connector }: Subject, world: World): Promise<void> {
  const { account, clock, control } = world;
  const post = simplePost(connector, account.externalId);
  const ledger = new TestLedger();
  const createdAt = new Date(clock.now().getTime() - day).toISOString();
  const old = await control.insert({ account: account.externalId, text: post.text, createdAt });
  await control.fail({ kind: 'drop_before' });
  await world.attempt(post, ledger);
  const result = await world.attempt(post, ledger);
  report.expect(
    result.outcome !== 'published' || result.externalId !== old.id,
    '`find` took a post of the day before, with the same text, for the one that was lost.',
  );
  report.expect((await world.posts()).length <= 2, 'A lost post with an older twin was sent twice.');
}

/** Stopped while the network is slow: at once, and then it is a lost answer like any other. */
async function checkAbort(report: Report, { connector }: Subject, world: World): Promise<void> {
  const post = simplePost(connector, world.account.externalId);
  const ledger = new TestLedger();
  await world.control.fail({ kind: 'slow', ms: 5_000 });
  const began = performance.now();
  await world.attempt(post, ledger, { signal: AbortSignal.timeout(100) });
  report.expect(performance.now() - began < 1_100, 'A call that was stopped went on for more than a second.');
  await world.attempt(post, ledger);
  report.expect(
    (await world.posts()).length === 1,
    'A call that was stopped while the network worked made a second post.',
  );
}
