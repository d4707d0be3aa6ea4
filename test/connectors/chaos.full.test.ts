import bluesky from '@polyphony/plugin-bluesky';
import * as blueskyEmulator from '@polyphony/plugin-bluesky/emulator';
import sandbox from '@polyphony/plugin-sandbox';
import * as sandboxEmulator from '@polyphony/plugin-sandbox/emulator';
import twitter from '@polyphony/plugin-twitter';
import * as twitterEmulator from '@polyphony/plugin-twitter/emulator';
import vk from '@polyphony/plugin-vk';
import * as vkEmulator from '@polyphony/plugin-vk/emulator';
import type { Connector } from '@polyphony/sdk';
import { runChaos, type Chaos } from '@polyphony/sdk/conformance';
import { describe, expect, it } from 'vitest';

const wanted = { faults: 1_500, seed: 20261125 };

/** Promises what it does not know: what a careless engine does that sends again whatever had no answer. */
const careless = (connector: Connector): Connector => ({
  ...connector,
  capabilities: { ...connector.capabilities, idempotency: 'none' },
  publishing: { ...connector.publishing, find: () => Promise.resolve({ outcome: 'absent' }) },
});

function tell(name: string, { faults, posts, published, waiting, doubled, lost, cells }: Chaos): void {
  const table = [...cells].sort(([a], [b]) => a.localeCompare(b)).map(([cell, count]) => `${cell}: ${String(count)}`);
  const sum = `${String(faults)} faults, ${String(posts)} posts: ${String(published)} published, ${String(waiting)} wait for a person`;
  console.info(
    `${name}: ${sum}, ${String(doubled.length)} doubled, ${String(lost.length)} lost\n  ${table.join('\n  ')}`,
  );
}

const networks = [
  ['sandbox', sandbox, sandboxEmulator],
  ['bluesky', bluesky, blueskyEmulator],
  ['vk', vk, vkEmulator],
  ['twitter', twitter, twitterEmulator],
] as const;
// Bluesky's records have keys that the connector chooses: sent twice, they are the same record.
const forgetful = networks.filter(([name]) => name !== 'bluesky');

describe('fifteen hundred faults at random instants', () => {
  it.each(networks)(
    'double nothing and lose nothing on %s',
    { timeout: 600_000 },
    async (name, connector, emulator) => {
      const chaos = await runChaos({ connector, emulator }, wanted);
      tell(name, chaos);
      expect(chaos.faults).toBeGreaterThanOrEqual(wanted.faults);
      expect([...chaos.doubled, ...chaos.lost]).toEqual([]);
      expect(Math.min(...chaos.cells.values())).toBeGreaterThanOrEqual(20);
    },
  );

  it.each(forgetful)(
    'double some on %s where nobody looks for what was lost',
    { timeout: 600_000 },
    async (name, connector, emulator) => {
      const chaos = await runChaos({ connector: careless(connector), emulator }, wanted);
      tell(`${name}, with find off`, chaos);
      expect(chaos.doubled.length).toBeGreaterThan(0);
    },
  );
});
