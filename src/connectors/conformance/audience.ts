import type { AudienceShare } from '../insights.ts';
import type { Report, Subject } from './facet.ts';
import { describeError, type World } from './world.ts';

/** Shares of one dimension are parts of one whole, each named once. */
export async function checkAudience(report: Report, { connector }: Subject, { account, call }: World): Promise<void> {
  let shares: readonly AudienceShare[];
  try {
    shares = (await connector.insights?.audience?.(call(), account.externalId)) ?? [];
  } catch (error) {
    return void report.expect(false, `AUDIENCE failed with ${describeError(error)}.`);
  }
  if (shares.length === 0) {
    report.note('the network says nothing of the audience of the account');
    return;
  }
  const outside = shares.filter(({ share }) => !(share >= 0 && share <= 1));
  report.expect(
    outside.length === 0,
    `AUDIENCE: shares lie outside of 0 to 1: ${outside.map(({ key, share }) => `${key} ${share}`).join(', ')}.`,
  );
  for (const dimension of new Set(shares.map((one) => one.dimension))) {
    const parts = shares.filter((one) => one.dimension === dimension);
    const sum = parts.reduce((all, { share }) => all + share, 0);
    report.expect(sum <= 1.0001, `AUDIENCE: the shares of ${dimension} are ${sum} together.`);
    const keys = new Set(parts.map(({ key }) => key));
    report.expect(keys.size === parts.length, `AUDIENCE: a part of ${dimension} is named twice.`);
    const unnamed = parts.filter(({ key, label }) => key === '' || label === '');
    report.expect(unnamed.length === 0, `AUDIENCE: a part of ${dimension} has no key or no label.`);
  }
}
