import type { Publication } from '../publishing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { piecesOf, samplePosts } from './samples.ts';
import { describeAttempt, describeError, inWorld, type World } from './world.ts';

export const removal: Facet = {
  name: 'removal',
  promise: 'takes a post down, a thread with all its parts, and is content where it is gone already',
  async check(subject) {
    const report = new Report();
    const { publishing } = subject.connector;
    if (!publishing.remove) {
      report.note('no `remove`');
      return report;
    }
    const { externalId = '' } = subject.emulator.demoAccounts[0] ?? {};
    const posts = samplePosts(subject.connector, externalId);
    // One of each kind of thing that there is to take down.
    const [simple] = posts;
    const wanted = [...(simple ? [simple] : []), ...posts.filter((post) => post !== simple && post.parts.length > 0)];
    for (const post of wanted) await inWorld(subject, (world) => checkRemoval(report, subject, world, post));
    return report;
  },
};

async function checkRemoval(
  report: Report,
  { connector }: Subject,
  { attempt, call, posts }: World,
  post: Publication,
): Promise<void> {
  const what = post.parts.length > 0 ? `of ${post.format} with ${post.parts.length + 1} parts` : 'of a post';
  const result = await attempt(post);
  if (result.outcome !== 'published') {
    return void report.expect(false, `There is nothing to remove: ${post.format} ${describeAttempt(result)}.`);
  }
  for (const when of ['first', 'second']) {
    const error = await connector.publishing.remove?.(call(), result.externalId).catch((reason: unknown) => reason);
    report.expect(error === undefined, `The ${when} \`remove\` ${what} failed with ${describeError(error)}.`);
    const left = piecesOf(await posts());
    report.expect(
      left === 0,
      `After the ${when} \`remove\` ${what} ${left === 1 ? 'the post still stands' : `${left} parts still stand`} on the network.`,
    );
  }
}
