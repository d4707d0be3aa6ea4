import { Report, type Facet } from './facet.ts';
import { simplePost } from './samples.ts';
import { describeAttempt, describeError, inWorld } from './world.ts';

export const removal: Facet = {
  name: 'removal',
  promise: 'takes a post down, and is content where it is gone already',
  async check(subject) {
    const report = new Report();
    const { publishing } = subject.connector;
    if (!publishing.remove) {
      report.note('no `remove`');
      return report;
    }
    await inWorld(subject, async ({ account, attempt, call, posts }) => {
      const result = await attempt(simplePost(subject.connector, account.externalId));
      if (result.outcome !== 'published') {
        return void report.expect(false, `There is nothing to remove: the post ${describeAttempt(result)}.`);
      }
      for (const when of ['first', 'second']) {
        const error = await publishing.remove?.(call(), result.externalId).catch((reason: unknown) => reason);
        report.expect(error === undefined, `The ${when} \`remove\` of a post failed with ${describeError(error)}.`);
        report.expect(
          (await posts()).length === 0,
          `After the ${when} \`remove\` the post still stands on the network.`,
        );
      }
    });
    return report;
  },
};
