import type { Connector } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { metrics } from '../../../src/domain/measures/catalogue.ts';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

interface Answer {
  readonly metrics: readonly { readonly key: string; readonly networks: readonly { network: { key: string } }[] }[];
}
const read = async () => {
  const { data, errors } = await here.gql<Answer>(contractDocument('MetricCatalogue'));
  expect(errors).toBeUndefined();
  return data?.metrics ?? [];
};

describe('the catalogue of metrics', () => {
  it('has every metric, with what it means and over what it may be added up', async () => {
    const answer = await read();
    expect(answer.map(({ key }) => key)).toEqual(metrics.map(({ key }) => key));
    expect(answer.find(({ key }) => key === 'reach')).toMatchObject({
      name: 'Reach',
      unit: 'COUNT',
      definition: 'How many different people saw it at least once, as the network estimates them.',
      formula: null,
      additiveOver: [],
    });
    expect(answer).toContainEqual({
      key: 'return_on_investment',
      name: 'Return on investment',
      unit: 'RATIO',
      definition: 'Revenue less cost, over cost.',
      formula: '(revenue - cost) / cost',
      additiveOver: [],
      networks: [],
    });
  });

  it('names for each every network that declares it, and no other', async () => {
    const declared = world.shell.networks.all.flatMap(({ connector: { network, capabilities } }) =>
      (capabilities.insights ?? []).flatMap((one) => one.metrics.map(({ key }) => `${key} ${network.key}`)),
    );
    const told = (await read()).flatMap(({ key, networks }) => networks.map(({ network }) => `${key} ${network.key}`));
    expect(told.sort()).toEqual(declared.sort());
    expect(told.length).toBeGreaterThan(0);
  });

  it('says how a network calls it, of what it tells it, and from which day to which', async () => {
    const counting = (connector: Connector): Connector => ({
      ...connector,
      capabilities: {
        ...connector.capabilities,
        insights: [
          { scope: 'CHANNEL', metrics: [{ key: 'views', nativeName: 'visitors_views', since: '2024-02-29' }] },
          { scope: 'PUBLICATION', metrics: [{ key: 'views', nativeName: 'hits', until: '2026-12-31' }] },
        ],
      },
    });
    const { data, errors } = await world.withConnector(counting, () =>
      here.gql<{
        metrics: readonly { key: string; networks: readonly { network: { key: string; name: string } }[] }[];
      }>('{ metrics { key ofWhatIsCounted networks { network { key name } scope nativeName since until } } }'),
    );
    expect(errors).toBeUndefined();
    const views = data?.metrics.find(({ key }) => key === 'views')?.networks;
    const network = { key: 'sandbox', name: 'Sandbox' };
    expect(views?.filter(({ network: { key } }) => key === 'sandbox')).toEqual([
      { network, scope: 'CHANNEL', nativeName: 'visitors_views', since: '2024-02-29', until: null },
      { network, scope: 'PUBLICATION', nativeName: 'hits', since: null, until: '2026-12-31' },
    ]);
  });
});
