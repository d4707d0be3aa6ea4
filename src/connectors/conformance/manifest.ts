import type { Connector } from '../connector.ts';
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

    for (const problem of contradictionsOf(connector)) report.expect(false, problem);

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

/** Parts of a declaration that are each well formed, and cannot all be true. */
function contradictionsOf({ capabilities, options, auth }: Connector): readonly string[] {
  const { formats, limits = [], profile } = capabilities;
  const names = Object.keys(options?.shape ?? {});
  const problems: string[] = [];
  for (const { format, media, mediaTotal, options: own } of formats) {
    const { required = [], only = names } = own ?? {};
    const unknown = [...required, ...(own?.only ?? [])].filter((name) => !names.includes(name));
    if (unknown.length > 0)
      problems.push(`${format} names options that \`options\` does not have: ${unknown.join(', ')}.`);
    const unheard = required.filter((name) => !only.includes(name));
    if (unheard.length > 0) problems.push(`${format} needs options that mean nothing to it: ${unheard.join(', ')}.`);
    if (!mediaTotal) continue;
    const sum = (end: 'min' | 'max') => media.reduce((all, rule) => all + rule[end], 0);
    if (mediaTotal.min > mediaTotal.max) problems.push(`${format}: \`mediaTotal\` has more at least than at most.`);
    if (sum('max') < mediaTotal.max || sum('min') > mediaTotal.max) {
      problems.push(`${format}: the rules of its media never make ${mediaTotal.max}, which \`mediaTotal\` allows.`);
    }
  }
  for (const { name, scope, every } of limits) {
    if (scope === 'METHOD' && every === true)
      problems.push(`The limit "${name}" is of some methods and of every request.`);
  }
  for (const field of ['displayName', 'bio'] as const) {
    if (profile?.maxLengths?.[field] !== undefined && !profile.fields.includes(field)) {
      problems.push(`\`profile.maxLengths\` has a ${field}, which cannot be changed.`);
    }
  }
  const asking = auth.ways.some((way) => way.kind === 'oauth2' && !way.clientMetadata);
  if (asking && !auth.app) problems.push('A person is sent to the network by an app that `auth.app` does not declare.');
  return problems;
}
