import type { EmulatorControl } from '../emulator.ts';
import type { InsightsScope } from '../capabilities.ts';
import type { Sample } from '../insights.ts';
import { checkAudience } from './audience.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { checkPeriods } from './periods.ts';
import { describeError, inWorld, type World } from './world.ts';

/** More than any network tells of in one answer. */
const manyPosts = 60;

export const insights: Facet = {
  name: 'insights',
  promise: 'tells what the network counts, and nothing where it says nothing',
  async check(subject) {
    const report = new Report();
    const { capabilities } = subject.connector;
    if (!capabilities.insights) {
      report.note('no `insights`');
      return report;
    }
    for (const capability of capabilities.insights) {
      const { scope, metrics } = capability;
      if (scope === 'AUDIENCE') {
        await inWorld(subject, (world) => checkAudience(report, subject, world));
        continue;
      }
      if (scope === 'CHANNEL') await inWorld(subject, (world) => checkPeriods(report, subject, world, capability));
      await inWorld(subject, async (world) => {
        const { count, withhold } = world.control;
        if (!count || !withhold) {
          report.note('the emulator cannot count');
          return;
        }
        await checkScope(report, subject, world, { scope, metrics, count, withhold });
      });
    }
    if (subject.connector.insights?.publications) {
      await inWorld(subject, (world) => checkMany(report, subject, world));
    }
    return report;
  },
};

interface Scope extends Required<Pick<EmulatorControl, 'count' | 'withhold'>> {
  readonly scope: InsightsScope;
  readonly metrics: readonly { readonly key: string; readonly nativeName: string }[];
}

async function checkScope(
  report: Report,
  { connector }: Subject,
  { account, call, clock, control }: World,
  { scope, metrics, count, withhold }: Scope,
): Promise<void> {
  const { externalId: channelId } = account;
  const text = 'A post that is counted';
  const createdAt = clock.now().toISOString();
  const { id } = await control.insert({ account: channelId, text, createdAt });
  const read = async (): Promise<readonly Sample[]> => {
    if (scope === 'CHANNEL') return (await connector.insights?.channel?.(call(), channelId, clock.now())) ?? [];
    const found = (await connector.insights?.publications?.(call(), [id])) ?? [];
    return found.find(({ externalId }) => externalId === id)?.samples ?? [];
  };

  try {
    const before = await read();
    const declared = metrics.map(({ key }) => key).sort();
    const told = [...new Set(before.map(({ metric }) => metric))].sort();
    report.expect(
      told.join() === declared.join(),
      `${scope} tells ${told.join(', ') || 'nothing'}, and declares ${declared.join(', ')}.`,
    );
    for (const [index, { nativeName: name }] of metrics.entries()) {
      await count({ account: channelId, ...(scope === 'PUBLICATION' && { post: id }), name, add: 3 + index });
    }
    const after = await read();
    for (const [index, { key }] of metrics.entries()) {
      const wanted = (valueOf(before, key) ?? 0) + 3 + index;
      const value = valueOf(after, key);
      report.expect(value === wanted, `${scope} tells ${value} of ${key}, where the network counts ${wanted}.`);
    }
    const odd = after.filter(({ at }) => at > clock.now());
    report.expect(odd.length === 0, `${scope} tells of the future: ${odd.map(({ metric }) => metric).join(', ')}.`);

    for (const [index, { key, nativeName }] of metrics.entries()) {
      await withhold(nativeName);
      const left = await read();
      const value = valueOf(left, key);
      report.expect(value === undefined, `${scope} tells ${value} of ${key}, of which the network says nothing.`);
      const others = metrics.slice(index + 1).filter((other) => valueOf(left, other.key) === undefined);
      report.expect(
        others.length === 0,
        `${scope} tells nothing of ${others.map((other) => other.key).join(', ')} where ${key} is missing.`,
      );
    }
  } catch (error) {
    report.expect(false, `${scope} failed with ${describeError(error)}.`);
  }
}

/** Each of many, and only those that are there. */
async function checkMany(report: Report, { connector }: Subject, { account, call, clock, control }: World) {
  const ids: string[] = [];
  for (let index = 0; index < manyPosts; index++) {
    const createdAt = clock.now().toISOString();
    ids.push((await control.insert({ account: account.externalId, text: `Post ${index}`, createdAt })).id);
  }
  const [gone = '', ...there] = ids;
  if (control.remove) await control.remove(gone);
  const asked = control.remove ? ids : there;
  try {
    const told = (await connector.insights?.publications?.(call(), asked)) ?? [];
    const found = told.map(({ externalId }) => externalId);
    const missing = there.filter((id) => !found.includes(id));
    report.expect(missing.length === 0, `Of ${asked.length} publications ${missing.length} were not told of.`);
    report.expect(new Set(found).size === found.length, 'Some publications were told of twice.');
    report.expect(!found.includes(gone), 'A publication that the network no longer knows was told of.');
  } catch (error) {
    report.expect(
      false,
      `Insights of ${asked.length} publications, one of them gone, failed with ${describeError(error)}.`,
    );
  }
}

/** How it stands; else what the latest period says. */
function valueOf(samples: readonly Sample[], key: string): number | undefined {
  const startOf = ({ period }: Sample) => period?.from.getTime() ?? Infinity;
  const [latest] = samples.filter(({ metric }) => metric === key).sort((a, b) => startOf(b) - startOf(a));
  return latest?.value;
}
