import { manifestProblems } from '../define.ts';
import { fitsSdk, sdkVersion } from '../version.ts';
import { Report, type Facet } from './facet.ts';
import { describeError, inWorld } from './world.ts';

export const manifest: Facet = {
  name: 'manifest',
  promise: 'declares what it is, and the declaration agrees with the functions',
  async check(subject) {
    const report = new Report();
    const { connector } = subject;
    const problems = manifestProblems(connector);
    report.expect(problems.length === 0, problems.join(' '));
    report.expect(
      fitsSdk(connector.sdk),
      `\`sdk\` is ${connector.sdk}, which does not take in this SDK, ${sdkVersion}.`,
    );

    const { capabilities, publishing } = connector;
    if (capabilities.idempotency === 'none' && !publishing.find) {
      report.note('no `find`: a lost answer always waits for a person');
    }

    await inWorld(subject, async ({ account, call }) => {
      try {
        const reached = (await connector.channels(call())).find(({ externalId }) => externalId === account.externalId);
        if (!report.expect(reached !== undefined, `\`channels\` does not find the account ${account.externalId}.`))
          return;
        for (const part of ['name', 'handle', 'kind'] as const) {
          report.expect(
            reached?.[part] === account[part],
            `\`channels\` says that the ${part} of ${account.externalId} is ${reached?.[part]}, not ${account[part]}.`,
          );
        }
      } catch (error) {
        report.expect(false, `\`channels\` failed with ${describeError(error)}.`);
      }
    });
    return report;
  },
};
