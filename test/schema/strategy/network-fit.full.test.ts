import { beforeAll, describe, expect, it } from 'vitest';
import type { Connector } from '@polyphony/sdk';
import { countStatements, statementsSent } from '../../../bench/statements.ts';
import { contractDocument } from '../../support/documents.ts';
import { period, strategiesOf, wholeStrategy } from '../../support/strategies.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

countStatements();
let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});
const { written } = strategiesOf(() => here);

const published = { source: 'Emulated survey', asOf: '2026-01-15' };
type Part = NonNullable<Connector['network']['audience']>[number];
const part = (dimension: Part['dimension'], key: string, share: number, more: Partial<Part> = {}): Part => ({
  ...{ dimension, key, label: key, share, ...published, ...more },
});
/** Айгүл of the whole strategy is a woman of 25 to 34 in Kazakhstan or Latvia who speaks Kazakh, or Russian as in Kazakhstan. */
const audience: readonly Part[] = [
  part('AGE', '18-24', 0.3),
  part('AGE', '25-34', 0.5),
  part('AGE', '35+', 0.2),
  part('COUNTRY', 'KZ', 0.6),
  part('COUNTRY', 'RU', 0.4),
  part('GENDER', 'FEMALE', 0.8),
  part('GENDER', 'MALE', 0.2),
  part('CITY', '183', 0.25, { label: 'Алматы', source: 'Another survey', asOf: '2025-12-31' }),
  part('CITY', '205', 0.75, { label: 'Астана', source: 'Another survey', asOf: '2025-12-31' }),
  part('ACTIVE_HOUR', '8', 1),
];
const withAudience = <T>(run: () => Promise<T>, parts: readonly Part[] = audience) =>
  world.withConnector((connector) => ({ ...connector, network: { ...connector.network, audience: parts } }), run);

interface Fit {
  readonly network: { readonly key: string };
  readonly score: number | null;
  readonly status: string;
  readonly formula: string;
  readonly reasons: readonly {
    readonly text: string;
    readonly weight: number;
    readonly score: number;
    readonly source: string;
    readonly asOf: string;
  }[];
}
interface Match {
  readonly channel: { readonly id: string };
  readonly score: null;
  readonly status: string;
  readonly differences: readonly [];
}
interface Track {
  readonly node: {
    readonly personas: readonly {
      readonly name: string;
      readonly networkFit: readonly Fit[];
      readonly audienceMatch: readonly Match[];
    }[];
    readonly [field: string]: unknown;
  };
}
const onTrack = async (id: string, token = here.token) => {
  const { data, errors } = await here.gql<Track>(contractDocument('AreWeOnTrack'), { id, ...period }, token);
  expect(errors).toBeUndefined();
  if (!data) throw new Error('There is no strategy');
  return data.node;
};
const persona = async (id: string, token?: string) => {
  const [first] = (await onTrack(id, token)).personas;
  if (first === undefined) throw new Error('There is no persona');
  return first;
};

describe('AreWeOnTrack', () => {
  it('reads all of a strategy, and of its personas where they are', async () => {
    const id = await written(wholeStrategy(here));
    const node = await withAudience(() => onTrack(id));
    expect(node).toMatchObject({
      name: 'Стратегия 2027 🥖',
      state: 'DRAFT',
      revision: 1,
      period,
      challenges: ['WEAK_AWARENESS', 'LOW_SALES'],
      objectives: [
        {
          kind: 'AWARENESS',
          kpis: [
            {
              name: 'Подписчики',
              current: { value: null, status: 'UNAVAILABLE' },
              progress: null,
              status: 'NO_DATA',
              movedBy: [],
            },
          ],
        },
        { kind: 'SALES', kpis: [{ metric: null, formula: '(likes + comments * 2) / reach' }] },
      ],
      pillars: [{ name: 'How it is made' }, { name: 'Дүкен' }],
      personas: [{ name: 'Айгүл' }],
      networkChoices: [{ network: { key: 'sandbox' }, role: 'shop window', postsPerWeek: 3.5 }],
      budget: { amount: '12000.00', currency: 'EUR' },
      reviews: [],
    });
    expect(node.personas[0]?.networkFit.map(({ network }) => network.key).sort()).toEqual(
      world.shell.networks.all.map(({ connector }) => connector.network.key).sort(),
    );
  });

  it('takes as many statements for many personas and channels as for one', async () => {
    const [one] = wholeStrategy(here).personas;
    const counted = async (count: number) => {
      const personas = Array.from({ length: count }, (_, index) => ({ ...one, name: `Nr. ${String(index)}` }));
      const id = await written({ ...wholeStrategy(here), personas });
      const before = statementsSent();
      expect((await onTrack(id)).personas).toHaveLength(count);
      return statementsSent() - before;
    };
    const single = await counted(1);
    expect(single).toBeGreaterThan(1);
    expect(await counted(20)).toBe(single);
  });
});

describe('the fit of a network', () => {
  it('is worked out from what its connector declares, reason by reason', async () => {
    const id = await written(wholeStrategy(here));
    const { networkFit } = await withAudience(() => persona(id));
    const fit = networkFit.find(({ network }) => network.key === 'sandbox');
    expect(fit).toMatchObject({ status: 'DECLARED', formula: expect.stringContaining('AGE 0.3') as string });
    const reasons = fit?.reasons ?? [];
    const sum = 0.3 + 0.25 + 0.15 + 0.1;
    expect(reasons.map(({ source, asOf, score }) => ({ source, asOf, score }))).toEqual([
      { ...published, score: 0.5 },
      { ...published, score: 0.6 },
      { ...published, score: 0.8 },
      { source: 'Another survey', asOf: '2025-12-31', score: 0.25 },
    ]);
    for (const [index, weight] of [0.3, 0.25, 0.15, 0.1].entries()) {
      expect(reasons[index]?.weight).toBeCloseTo(weight / sum, 9);
    }
    expect(reasons[0]?.text).toBe('AGE: 50 % of the audience are 25–34.');
    expect(fit?.score).toBeCloseTo((0.3 * 0.5 + 0.25 * 0.6 + 0.15 * 0.8 + 0.1 * 0.25) / sum, 9);
  });

  it('is not known where no audience is, also for who says that the persona is there', async () => {
    const id = await written(wholeStrategy(here));
    const unknown = { score: null, status: 'NO_DATA', reasons: [] };
    const bare = await withAudience(() => persona(id), []);
    expect(bare.networkFit.find(({ network }) => network.key === 'sandbox')).toMatchObject(unknown);
    const silent = await withAudience(() => persona(id), [part('ACTIVE_HOUR', '8', 1)]);
    expect(silent.networkFit.find(({ network }) => network.key === 'sandbox')).toMatchObject(unknown);
    // Айгүл is on the sandbox by habit: the team's word, no audience.
    const declaring = world.shell.networks.all.filter(
      ({ connector }) => (connector.network.audience ?? []).length === 0,
    );
    expect(declaring.length).toBeGreaterThan(0);
    for (const { connector } of declaring) {
      const fit = bare.networkFit.find(({ network }) => network.key === connector.network.key);
      expect(fit).toMatchObject(unknown);
    }
  });

  it('is not for who reads posts alone, whose persona has a name', async () => {
    const id = await written(wholeStrategy(here));
    const { data } = await here.gql<{ node: { personas: { id: string }[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on Strategy { personas { id } } } }',
      { id },
    );
    const creator = await here.member('CREATOR');
    const asked = await here.gql(
      `mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post {
        persona { name networkFit { score } audienceMatch { score } } } } }`,
      { input: { content: { text: 'Нан' }, variants: [], personaId: data?.node.personas[0]?.id } },
      creator,
    );
    expect(asked.data).toEqual({ createPost: { persona: { name: 'Айгүл', networkFit: null, audienceMatch: null } } });
    expect(asked.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});

describe('the match of a channel’s audience', () => {
  it('is unavailable for each channel that the viewer sees, until somebody measures it', async () => {
    const id = await written(wholeStrategy(here));
    const match = (channelId: string) => ({
      ...{ channel: { id: channelId }, score: null, status: 'UNAVAILABLE', differences: [] },
    });
    const all = (await persona(id)).audienceMatch;
    expect(new Set(all.map(({ channel }) => channel.id))).toEqual(new Set(here.channelIds));
    expect(all).toEqual(expect.arrayContaining(here.channelIds.map(match)));
    const limited = await here.member('STRATEGIST', [here.channels[1]]);
    expect((await persona(id, limited)).audienceMatch).toEqual([match(here.channelIds[1])]);
  });
});
