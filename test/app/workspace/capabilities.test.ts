import type { AccountCapabilities, Connector } from '@polyphony/sdk';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf, tierOf } from '../../../src/app/workspace/capabilities.ts';
import { readConfig } from '../../../src/config.ts';
import { loadNetworks, type Networks } from '../../../src/infra/plugins.ts';

const loaded = await loadNetworks(readConfig({}));
const sandbox = loaded.get('sandbox');
if (sandbox === undefined) throw new TypeError('The sandbox is installed');

const engagement = { kinds: ['COMMENTS'], actions: ['REPLY'], live: false } as const;
const profile = { fields: ['bio'], images: [] } as const;
const tiers = [{ name: 'free', means: 'Whoever asks has it; no video.' }];
const connector: Connector = {
  ...sandbox.connector,
  capabilities: { ...sandbox.connector.capabilities, actions: ['EDIT', 'REMOVE'], engagement, profile, tiers },
};
const networks: Networks = {
  ...loaded,
  get: (key) => (key === 'sandbox' ? { ...sandbox, connector } : undefined),
};
const { formats } = connector.capabilities;
const of = (own: AccountCapabilities | null) =>
  capabilitiesOf(networks, { network: 'sandbox', capabilities: JSON.parse(JSON.stringify(own)) as never }); // as the database gives it

describe('what a channel may do', () => {
  it('is what its network can where nothing else is known, and only what concerns an account', () => {
    expect(of(null)).toEqual({
      formats,
      actions: ['EDIT', 'REMOVE'],
      insights: connector.capabilities.insights,
      engagement,
      profile,
    });
  });

  it('is narrowed or widened part by part', () => {
    const [text] = formats;
    if (text === undefined) throw new TypeError('The sandbox takes text');
    const wider = { ...text, format: 'ARTICLE' as const };
    expect(of({ formats: [wider], actions: [] })).toMatchObject({ formats: [wider], actions: [], engagement, profile });
    expect(of({ actions: ['FIRST_COMMENT'] })).toMatchObject({ formats, actions: ['FIRST_COMMENT'] });
  });

  it('says nothing of what the account cannot do at all', () => {
    const none = of({ engagement: { kinds: [], actions: [], live: false }, profile: { fields: [], images: [] } });
    expect(Object.keys(none)).not.toContain('engagement');
    expect(Object.keys(none)).not.toContain('profile');
  });

  it('is nothing where its connector is gone', () => {
    expect(capabilitiesOf(networks, { network: 'gone', capabilities: { actions: ['EDIT'] } })).toEqual({
      formats: [],
      actions: [],
    });
  });
});

describe('the tier of a channel', () => {
  it('is the network’s own of that name', () => {
    expect(tierOf(networks, { network: 'sandbox', tier: 'free' })).toEqual(tiers[0]);
    for (const tier of [null, 'gold']) expect(tierOf(networks, { network: 'sandbox', tier })).toBeNull();
    expect(tierOf(networks, { network: 'gone', tier: 'free' })).toBeNull();
  });
});
