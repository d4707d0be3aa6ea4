import type { Connector } from '@polyphony/sdk';
import { getNamedType, isListType, isNonNullType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

type Catalogue = Readonly<{ networks: readonly Readonly<Record<string, unknown> & { key: string }>[] }>;

const catalogue = async () => {
  const { data, errors } = await here.gql<Catalogue>(contractDocument('Catalogue'));
  expect(errors).toBeUndefined();
  return data?.networks ?? [];
};
const sandboxOf = async () => (await catalogue()).find(({ key }) => key === 'sandbox');

const weights = [
  { from: 0, to: 4351, weight: 100 },
  { from: 4352, to: 0x10ffff, weight: 200 },
];
/** Declares something in every place where something can be declared. */
const rich = (connector: Connector): Connector => ({
  ...connector,
  network: {
    ...connector.network,
    audience: [
      { dimension: 'AGE', key: '18-24', label: '18–24', share: 0.25, source: 'Survey', asOf: '2026-02-01' },
      { dimension: 'COUNTRY', key: 'LV', label: 'Латвия', share: 0.5, source: 'Survey', asOf: '2026-02-01' },
      { dimension: 'AGE', key: '25-34', label: '25–34', share: 0.75, source: 'Survey', asOf: '2026-02-01' },
      { dimension: 'AGE', key: '18-24', label: '18–24', share: 0.3, source: 'Network', asOf: '2026-03-01' },
    ],
  },
  auth: {
    ways: [
      {
        kind: 'token',
        fields: [{ name: 'key', label: 'Key', secret: true, required: true }],
        scopes: [{ name: 'wall', why: 'To publish.' }],
      },
    ],
    app: {
      docs: 'https://example.com/apps',
      fields: [{ name: 'clientId', label: 'App ID', secret: false, required: true, setting: 'EXAMPLE_CLIENT_ID' }],
    },
  },
  errors: { ...connector.errors, codes: { 214: { kind: 'content_rejected', means: 'The post is refused.' } } },
  capabilities: {
    formats: [
      {
        format: 'SHORT_VIDEO',
        text: {
          required: true,
          urlWeight: 23,
          emojiWeight: 2,
          limits: [{ max: 280, counting: 'WEIGHTED', weights }],
        },
        media: [
          {
            kind: 'VIDEO',
            min: 1,
            max: 2,
            mimeTypes: ['video/mp4'],
            maxBytes: 8_000_000_000,
            minWidth: 320,
            maxWidth: 1920,
            minHeight: 200,
            maxHeight: 1080,
            aspectRatios: [{ min: 0.5, max: 0.6 }],
            minDurationSeconds: 3,
            maxDurationSeconds: 60.5,
            altTextMax: 100,
          },
        ],
        mediaTotal: { min: 1, max: 4 },
        hashtags: { max: 30 },
        options: { required: ['title'], only: ['title', 'signed'] },
        link: false,
        settles: 'LATER',
        parts: { max: 24 },
      },
      { format: 'STORY', media: [], link: true, settles: 'NOW' },
    ],
    actions: ['EDIT', 'FIRST_COMMENT'],
    insights: [
      {
        scope: 'PUBLICATION',
        metrics: [{ key: 'likes', nativeName: 'like_count' }],
        granularity: ['DAY'],
        historyDays: 90,
        delayHours: 48,
      },
      { scope: 'CHANNEL', metrics: [{ key: 'followers', nativeName: 'members' }] },
    ],
    engagement: { kinds: ['COMMENTS', 'DIRECT'], actions: ['REPLY', 'DELETE'], live: true },
    profile: {
      fields: ['displayName', 'avatar'],
      maxLengths: { displayName: 48 },
      images: [
        { slot: 'avatar', width: 400, height: 400, maxBytes: 5_000_000_000, mimeTypes: ['image/png'] },
        { slot: 'cover', width: 1590, height: 530, mimeTypes: ['image/png'] },
      ],
    },
    limits: [{ name: 'user token', max: 3, windowSeconds: 1, scope: 'ACCOUNT', every: true }],
    prices: [
      { name: 'create post', amount: '0.015', currency: 'USD', source: 'https://example.com', asOf: '2026-01-02' },
    ],
    tiers: [{ name: 'free', means: 'No video.' }],
    idempotency: 'none',
  },
});

describe('the catalogue of networks', () => {
  it('tells of every installed network what its connector declares', async () => {
    const networks = await catalogue();
    expect(networks.map(({ key }) => key)).toEqual(
      world.shell.networks.all.map(({ connector }) => connector.network.key),
    );
    for (const { key, formats, errors, connector } of networks) {
      const installed = world.shell.networks.get(key);
      expect(connector).toMatchObject({
        package: installed?.packageName,
        apiVersion: installed?.connector.network.apiVersion,
      });
      expect(formats).toMatchObject(
        (installed?.connector.capabilities.formats ?? []).map(({ format, settles }) => ({ format, settles })),
      );
      expect(errors).toEqual(
        Object.entries(installed?.connector.errors.codes ?? {}).map(([networkCode, { kind, means }]) => ({
          networkCode,
          kind: kind.toUpperCase(),
          meaning: means,
        })),
      );
    }
  });

  it('has all that can be declared', async () => {
    const network = await world.withConnector(rich, sandboxOf);
    expect(network).toMatchObject({
      auth: [
        {
          kind: 'TOKEN',
          scopes: [{ name: 'wall', why: 'To publish.' }],
          fields: [{ name: 'key', label: 'Key', secret: true }],
        },
      ],
      formats: [
        {
          format: 'SHORT_VIDEO',
          text: {
            required: true,
            urlWeight: 23,
            emojiWeight: 2,
            limits: [{ max: 280, counting: 'WEIGHTED', weights }],
          },
          media: [
            {
              kind: 'VIDEO',
              min: 1,
              max: 2,
              mimeTypes: ['video/mp4'],
              maxBytes: 8_000_000_000,
              minWidth: 320,
              maxWidth: 1920,
              aspectRatios: [{ min: 0.5, max: 0.6 }],
              minDurationSeconds: 3,
              maxDurationSeconds: 60.5,
            },
          ],
          hashtags: { max: 30 },
          settles: 'LATER',
        },
        { format: 'STORY', text: null, media: [], hashtags: null, settles: 'NOW' },
      ],
      actions: ['EDIT', 'FIRST_COMMENT'],
      insights: [
        {
          scope: 'PUBLICATION',
          metrics: [{ key: 'likes' }],
          granularity: ['DAY'],
          historyDays: 90,
          delayHours: 48,
        },
        { scope: 'CHANNEL', metrics: [{ key: 'followers' }], granularity: [], historyDays: null, delayHours: null },
      ],
      engagement: { kinds: ['COMMENTS', 'DIRECT'], actions: ['REPLY', 'DELETE'], live: true },
      profileImages: [
        { slot: 'avatar', width: 400, height: 400, maxBytes: 5_000_000_000, mimeTypes: ['image/png'] },
        { slot: 'cover', width: 1590, height: 530, maxBytes: null, mimeTypes: ['image/png'] },
      ],
      limits: [{ name: 'user token', max: 3, windowSeconds: 1, scope: 'ACCOUNT' }],
      audience: [
        {
          dimension: 'AGE',
          source: 'Survey',
          asOf: '2026-02-01',
          segments: [
            { key: '18-24', label: '18–24', share: 0.25 },
            { key: '25-34', label: '25–34', share: 0.75 },
          ],
        },
        { dimension: 'COUNTRY', source: 'Survey', segments: [{ key: 'LV', label: 'Латвия', share: 0.5 }] },
        { dimension: 'AGE', source: 'Network', asOf: '2026-03-01', segments: [{ key: '18-24', share: 0.3 }] },
      ],
      errors: [{ networkCode: '214', kind: 'CONTENT_REJECTED', meaning: 'The post is refused.' }],
    });
  });

  it('tells what a client needs beyond that: options, totals, prices, tiers, and the app to register', async () => {
    const { data, errors } = await world.withConnector(rich, () =>
      here.gql<Catalogue>(
        `{ networks { key
          formats { mediaTotal { min max } options { required only } link maxParts media { minHeight maxHeight altTextMax } }
          profile { fields displayNameMax bioMax images { slot } }
          prices { name price { amount currency } source asOf }
          tiers { name means }
          app { docs fields { name label secret required setting } } } }`,
      ),
    );
    expect(errors).toBeUndefined();
    expect(data?.networks.find(({ key }) => key === 'sandbox')).toEqual({
      key: 'sandbox',
      formats: [
        {
          mediaTotal: { min: 1, max: 4 },
          options: { required: ['title'], only: ['title', 'signed'] },
          link: false,
          maxParts: 24,
          media: [{ minHeight: 200, maxHeight: 1080, altTextMax: 100 }],
        },
        { mediaTotal: null, options: null, link: true, maxParts: null, media: [] },
      ],
      profile: {
        fields: ['DISPLAY_NAME', 'AVATAR'],
        displayNameMax: 48,
        bioMax: null,
        images: [{ slot: 'avatar' }, { slot: 'cover' }],
      },
      prices: [
        {
          name: 'create post',
          price: { amount: '0.015', currency: 'USD' },
          source: 'https://example.com',
          asOf: '2026-01-02',
        },
      ],
      tiers: [{ name: 'free', means: 'No video.' }],
      app: {
        docs: 'https://example.com/apps',
        fields: [{ name: 'clientId', label: 'App ID', secret: false, required: true, setting: 'EXAMPLE_CLIENT_ID' }],
      },
    });
  });

  it('says of what a network does not have that it is absent', async () => {
    const bare = (connector: Connector): Connector => {
      const { insights: _i, engagement: _e, profile: _p, limits: _l, ...capabilities } = connector.capabilities;
      return { ...connector, capabilities: { ...capabilities, actions: [] } };
    };
    expect(await world.withConnector(bare, sandboxOf)).toMatchObject({
      actions: [],
      insights: [],
      engagement: null,
      profileImages: [],
      limits: [],
      audience: [],
    });
  });

  it('has nothing of a network whose connector is gone, and its channels still name it', async () => {
    const channelId = await here.channel();
    const rowId = Buffer.from(channelId, 'base64').toString().slice('Channel:'.length);
    await world.shell.db.prisma.channel.update({ where: { id: rowId }, data: { network: 'gone' } });
    const { data, errors } = await here.gql(
      `query ($id: ID!) { node(id: $id) { ... on Channel { network {
        key name connector { package } formats { format } actions insights { scope } engagement { live }
        profile { fields } profileImages { slot } limits { name } prices { name } tiers { name } audience { source } app { docs } errors { kind } } } } }`,
      { id: channelId },
    );
    expect(errors).toBeUndefined();
    expect(data?.node).toEqual({
      network: {
        key: 'gone',
        name: 'gone',
        connector: null,
        formats: [],
        actions: [],
        insights: [],
        engagement: null,
        profile: null,
        profileImages: [],
        limits: [],
        prices: [],
        tiers: [],
        audience: [],
        app: null,
        errors: [],
      },
    });
  });
});

describe('the lists of the catalogue', () => {
  it('are no longer than their descriptions say, for every installed connector', async () => {
    const { schema } = await import('../../../src/schema/index.ts');
    const long: string[] = [];
    let lists = 0;
    const walk = (typeName: string, value: unknown): void => {
      const type = schema.getType(typeName);
      if (!isObjectType(type) || typeof value !== 'object' || value === null) return;
      for (const [name, inner] of Object.entries(value)) {
        const field = type.getFields()[name];
        if (field === undefined) continue;
        const outer = isNonNullType(field.type) ? field.type.ofType : field.type;
        const items: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
        if (isListType(outer) && Array.isArray(inner)) {
          lists += 1;
          const most = /at most (\d+)/.exec(field.description ?? '')?.[1];
          if (most === undefined || items.length > Number(most)) {
            long.push(`${typeName}.${name}: ${String(items.length)} of ${most ?? 'no declared limit'}`);
          }
        }
        for (const item of items) walk(getNamedType(field.type).name, item);
      }
    };
    walk('Query', (await here.gql(contractDocument('Catalogue'))).data);
    walk('Query', (await here.gql(contractDocument('MetricCatalogue'))).data);
    walk(
      'Query',
      (
        await here.gql(
          '{ networks { app { fields { name } } formats { options { required only } } profile { fields images { mimeTypes } } prices { name } tiers { name } } }',
        )
      ).data,
    );
    expect(long).toEqual([]);
    expect(lists).toBeGreaterThan(50);
  });
});
