import type { Connector } from '../connector.ts';
import type { Publication } from '../publishing.ts';
import { TestLedger } from './call.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { differenceOf, piecesOf, samplePosts, simplePost } from './samples.ts';
import { describeAttempt, inWorld, type World } from './world.ts';

const day = 24 * 60 * 60 * 1000;

export const lostAnswer: Facet = {
  name: 'lost answer',
  promise: 'makes no second post when an answer is lost: it finds the first one, or says that it cannot tell',
  async check(subject) {
    const report = new Report();
    const { externalId = '' } = subject.emulator.demoAccounts[0] ?? {};
    const { connector } = subject;
    const { capabilities, publishing } = connector;
    // A network that tells a repetition from a second post needs no `find`; where there is one, it is examined as well.
    const looking: Connector = { ...connector, capabilities: { ...capabilities, idempotency: 'none' } };
    const subjects = [
      subject,
      ...(capabilities.idempotency === 'network' && publishing.find ? [{ ...subject, connector: looking }] : []),
    ];
    for (const one of subjects) await checkPosts(report, one, externalId);
    await inWorld(subject, (world) => checkOldTwin(report, subject, world));
    await inWorld(subject, (world) => checkAbort(report, subject, world));
    return report;
  },
};

async function checkPosts(report: Report, subject: Subject, externalId: string): Promise<void> {
  for (const post of samplePosts(subject.connector, externalId)) {
    for (let part = 0; part <= post.parts.length; part++) {
      for (const kind of ['drop_after', 'drop_before'] as const) {
        await inWorld(subject, (world) => checkLost(report, subject, world, post, { kind, part }));
      }
    }
  }
}

/** `part`: at how many-th part of the post the connection is cut. */
async function checkLost(
  report: Report,
  { connector }: Subject,
  world: World,
  post: Publication,
  { kind, part }: { readonly kind: 'drop_before' | 'drop_after'; readonly part: number },
): Promise<void> {
  const ledger = new TestLedger();
  const where = post.parts.length > 0 ? ` part ${part + 1}` : '';
  const what = `${post.format}, connection cut ${kind === 'drop_after' ? 'after' : 'before'} the network had it${where}:`;
  const stored = kind === 'drop_after' ? part + 1 : part;
  await world.control.fail({ kind, skip: part });
  const first = await world.attempt(post, ledger);
  report.expect(
    ledger.lost !== undefined,
    `${what} the first attempt ${describeAttempt(first)}, as if nothing were open.`,
  );
  report.expect(piecesOf(await world.posts()) === stored, `${what} it was sent again within the same attempt.`);

  const second = await world.attempt(post, ledger);
  const posts = await world.posts();
  const wanted = 1 + post.parts.length;
  report.expect(posts.length <= 1, `${what} there are ${posts.length} posts now.`);
  report.expect(piecesOf(posts) <= wanted, `${what} there are ${piecesOf(posts)} parts now, not ${wanted}.`);
  if (second.outcome === 'unconfirmed') {
    if (connector.publishing.find) report.note(`${what} ${second.why}`);
    return;
  }
  report.expect(second.outcome === 'published', `${what} the second attempt ${describeAttempt(second)}.`);
  if (second.outcome === 'published') {
    report.expect(posts[0]?.id === second.externalId, `${what} ${second.externalId} is not the post that went out.`);
    const difference = differenceOf(posts[0], post);
    report.expect(difference === undefined, `${what} it stands on the network with ${difference}.`);
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
