import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { Connector } from '../connector.ts';
import type { EmulatorModule } from '../emulator.ts';
import { scoreCard } from './card.ts';
import { errors } from './errors.ts';
import type { Facet, Report } from './facet.ts';
import { hosts } from './hosts.ts';
import { limits } from './limits.ts';
import { lostAnswer } from './lost-answer.ts';
import { manifest } from './manifest.ts';
import { pending } from './pending.ts';
import { removal } from './removal.ts';
import { secrets } from './secrets.ts';
import { steps } from './steps.ts';

/** The contract, facet by facet. */
export const facets: readonly Facet[] = [manifest, limits, errors, lostAnswer, steps, pending, removal, secrets, hosts];

export interface DescribeOptions {
  readonly emulator: EmulatorModule;
  /** The plugin's README.md, which must hold the score card. Absent: the card is only printed. */
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
        expect(report.broken).toEqual([]);
      });
    }

    test.runIf(readme)('the score card in the README is what was found', async (context) => {
      if (results.length < facets.length) context.skip('not every facet was examined');
      const text = readme ? await readFile(readme, 'utf8') : '';
      expect(text).toContain(scoreCard(name, results));
    });

    afterAll(() => console.info(`\n${scoreCard(name, results)}\n`));
  });
}
