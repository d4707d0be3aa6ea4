import type { Fault } from '@polyphony/sdk/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds, openChaos, tally, withoutFind, withoutGuid, type Chaos, type Outcome, type Round } from './vk-chaos.ts';
import { startTurnableVk, type Vk } from './vk-product.ts';
import { serverUrl } from './world.ts';

const minuteMs = 60_000;

/** What happens to posts whose worker dies, and on a network that fails: counted, and counted again without what makes it safe. */
export const describeDeaths = () => {
  describe('a worker that dies, and a network that fails', { timeout: 300_000 }, () => {
    const needsServer = 'a worker that dies needs a database that others open, too: set DATABASE_URL';
    let vk: Vk;
    let chaos: Chaos;
    beforeAll(async () => {
      vk = await startTurnableVk();
      chaos = await openChaos(vk);
    });
    afterAll(() => vk.close());

    async function play(rounds: readonly Round[]): Promise<readonly Outcome[]> {
      const outcomes: Outcome[] = [];
      for (const round of rounds) outcomes.push(await chaos.play(round));
      return outcomes;
    }

    /** Each is there once, and the product knows it. */
    function expectOnce(outcomes: readonly Outcome[]): void {
      const wrong = outcomes.filter(
        ({ kind, state, copies }) => copies !== 1 || state !== (kind === 'postponed' ? 'PROCESSING' : 'PUBLISHED'),
      );
      expect(wrong).toEqual([]);
    }

    const faults: readonly Fault[] = [
      { kind: 'drop_before' },
      { kind: 'drop_after' },
      { kind: 'status', status: 502 },
      { kind: 'code', code: '6' },
      { kind: 'code', code: '10' },
      { kind: 'code', code: '14' },
    ];
    const faulty: readonly Round[] = [
      ...kinds.flatMap((kind) => faults.map((fault) => ({ kind, fault }))),
      // On the way to it: addresses for uploads, the files, what saves them.
      ...[0, 1, 2, 3, 4, 5].map((skip): Round => ({
        kind: 'two pictures',
        fault: { kind: 'drop_after', on: 'any', skip },
      })),
    ];
    /** Each kind has three steps with four boundaries; after one step and before the next nothing happens. */
    const boundaries: readonly Round[] = kinds.flatMap((kind) =>
      [0, 1, 2, 4, 5, 6, 8, 9, 10, 11].map((dieAt) => ({ kind, dieAt })),
    );
    const answered = 10;

    it('each fault of the network leaves one post', async () => {
      const outcomes = await play(faulty);
      console.info(`Faults: ${JSON.stringify(tally(outcomes))}`);
      expectOnce(outcomes);
    });

    it('killed at each boundary of each kind of post, it leaves one', async (context) => {
      if (serverUrl === undefined) return context.skip(needsServer);
      const outcomes = await play(boundaries);
      console.info(`Died at ${outcomes.map(({ died }) => died).join('; ')}: ${JSON.stringify(tally(outcomes))}`);
      expect(outcomes.filter(({ died }) => died === '')).toEqual([]);
      expectOnce(outcomes);
    });

    it('killed at random instants while the network fails, it leaves one', async (context) => {
      if (serverUrl === undefined) return context.skip(needsServer);
      const rounds = Array.from({ length: 12 }, (_, index): Round => {
        const kind = kinds[index % kinds.length] ?? 'story';
        const fault = faults[index % faults.length];
        // Every fourth has a network that does as it is told.
        return { kind, killAfterMs: Math.random() * 500, ...(index % 4 > 0 && fault && { fault }) };
      });
      const outcomes = await play(rounds);
      const then = outcomes.map(({ stateThen }) => stateThen);
      const counts = [...new Set(then)].map(
        (state) => `${state} ${String(then.filter((one) => one === state).length)}`,
      );
      console.info(`Killed while ${counts.join(', ')}: ${JSON.stringify(tally(outcomes))}`);
      expectOnce(outcomes);
    });

    it('what the network held back is out once, when its time has come', async () => {
      chaos.turnClocks(24 * 60 * minuteMs);
      const ends = await chaos.finishAll();
      chaos.turnClocks(-24 * 60 * minuteMs);
      expect(new Set(ends)).toEqual(new Set(['PUBLISHED 1']));
    });

    it('doubles where the network cannot know a repetition: the same rounds, and the test sees it', async (context) => {
      if (serverUrl === undefined) return context.skip(needsServer);
      const rounds = [...faulty, ...boundaries.filter(({ dieAt = 0 }) => dieAt >= answered - 1)];
      const naive = rounds.filter(({ kind }) => kind === 'two pictures');
      const outcomes = await chaos.withConnector(withoutGuid, () => play(naive));
      const counts = tally(outcomes);
      console.info(`Without guid: ${JSON.stringify(counts)}`);
      // One fault after the post was there, and one death.
      expect(counts).toMatchObject({ doubled: 2, lost: 0 });
    });

    it('that was away for more than an hour looks for the post, and doubles where it cannot', async (context) => {
      if (serverUrl === undefined) return context.skip(needsServer);
      const pause = () => chaos.pause(answered, 62 * minuteMs);
      const found = [await pause(), await pause()];
      const doubled = await chaos.withConnector(withoutFind, pause);
      console.info(
        `After 62 minutes: ${JSON.stringify(tally(found))}, without looking ${JSON.stringify(tally([doubled]))}`,
      );
      expect(found.map(({ died, copies, state }) => ({ died, copies, state }))).toEqual(
        found.map(() => ({ died: 'wall.post answered', copies: 1, state: 'PUBLISHED' })),
      );
      expect(doubled.copies).toBe(2);
    });
  });
};
