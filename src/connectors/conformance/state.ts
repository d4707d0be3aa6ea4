import { Report, type Facet } from './facet.ts';
import { simplePost } from './samples.ts';
import { describeAttempt, describeError, inWorld } from './world.ts';

export const state: Facet = {
  name: 'state',
  promise: 'says whether people still see a post, and where',
  async check(subject) {
    const report = new Report();
    const { publishing } = subject.connector;
    if (!publishing.state) {
      report.note('no `state`');
      return report;
    }
    await inWorld(subject, async ({ account, attempt, call, control }) => {
      const out = await attempt(simplePost(subject.connector, account.externalId));
      if (out.outcome !== 'published') {
        return void report.expect(false, `There is nothing to look at: the post ${describeAttempt(out)}.`);
      }
      const look = () =>
        publishing.state?.(call(), out.externalId).catch((error: unknown) => ({ outcome: describeError(error) }));
      const before = await look();
      const seen = before !== undefined && 'externalId' in before ? before : undefined;
      report.expect(before?.outcome === 'published', `\`state\` of a post that is out says ${before?.outcome}.`);
      report.expect(
        seen?.externalId === out.externalId && seen.url === out.url,
        `\`state\` says that ${out.externalId} is ${seen?.externalId} at ${seen?.url}.`,
      );
      const takeDown = control.remove ?? ((id: string) => publishing.remove?.(call(), id) ?? Promise.resolve());
      await takeDown(out.externalId);
      const after = await look();
      report.expect(after?.outcome === 'removed', `\`state\` of a post that is gone says ${after?.outcome}.`);
    });
    return report;
  },
};
