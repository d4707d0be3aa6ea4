import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Connector } from '../connector.ts';
import type { EmulatorModule } from '../emulator.ts';
import { abort } from './abort.ts';
import { answering } from './answering.ts';
import { budgets } from './budgets.ts';
import { placeCard, scoreCard } from './card.ts';
import { connecting } from './connecting.ts';
import { edit } from './edit.ts';
import { engagement } from './engagement.ts';
import { errors } from './errors.ts';
import type { Facet, Report } from './facet.ts';
import { hosts } from './hosts.ts';
import { insights } from './insights.ts';
import { limits } from './limits.ts';
import { lostAnswer } from './lost-answer.ts';
import { manifest } from './manifest.ts';
import { media } from './media.ts';
import { pending } from './pending.ts';
import { privacy } from './privacy.ts';
import { probing } from './probing.ts';
import { profile } from './profile.ts';
import { refresh } from './refresh.ts';
import { removal } from './removal.ts';
import { secrets } from './secrets.ts';
import { state } from './state.ts';
import { steps } from './steps.ts';
import { webhooks } from './webhooks.ts';

/** The contract, facet by facet. */
export const facets: readonly Facet[] = [
  ...[manifest, connecting, refresh, probing],
  ...[limits, media, errors, lostAnswer, steps, pending],
  ...[state, edit, removal],
  ...[insights, engagement, answering, profile],
  ...[webhooks, privacy],
  ...[budgets, abort, secrets, hosts],
];

/** Beside the SDK's own files in its package, in `docs` in the repository. It has a heading for each facet. */
const guide = 'writing-a-connector.md';

export interface DescribeOptions {
  readonly emulator: EmulatorModule;
  /**
   * The plugin's README.md, which must hold the score card; `vitest run -u` writes it there. Absent: the card is only
   * printed.
   */
  readonly readme?: URL;
}

/**
 * Examines a connector against its emulator, in vitest: one test for each facet, then the score card. A plugin's
 * `connector.test.ts` is this one call.
 */
export function describeConnector(connector: Connector, { emulator, readme }: DescribeOptions): void {
  const { name } = connector.network;
  describe(`connector of ${name}`, () => {
    const results: { facet: Facet; report: Report }[] = [];

    for (const facet of facets) {
      test(`${facet.name}: ${facet.promise}`, { timeout: 60_000 }, async () => {
        const report = await facet.check({ connector, emulator });
        results.push({ facet, report });
        expect(report.broken, `broken promise, see ${guide}#${facet.name.replaceAll(' ', '-')}`).toEqual([]);
      });
    }

    test.runIf(readme)('the score card in the README is what was found', async (context) => {
      if (results.length < facets.length) context.skip('not every facet was examined');
      const file = readme ? fileURLToPath(readme) : '';
      const text = placeCard(await readFile(file, 'utf8'), scoreCard(name, results));
      await expect(text).toMatchFileSnapshot(file);
    });

    afterAll(() => console.info(`\n${scoreCard(name, results)}\n`));
  });
}
