import { readFileSync } from 'node:fs';
import sandbox from '@polyphony/plugin-sandbox';
import { defineConnector, fitsSdk, manifestProblems, sdkVersion, takeConnector } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const { network, capabilities, publishing } = sandbox;
const [text] = capabilities.formats;

const post = { name: 'post', amount: '0.015', currency: 'USD', source: 'https://example.com', asOf: '2026-11-01' };
/** The sandbox, which charges for texts. */
const priced = (own: Partial<typeof post>, ...more: (typeof post)[]) => ({
  ...sandbox,
  capabilities: {
    ...capabilities,
    formats: [{ ...text, spends: [{ price: 'post', per: 'PART' }] }],
    prices: [{ ...post, ...own }, ...more],
  },
});

const withCapability = (own: object) => ({ ...sandbox, capabilities: { ...capabilities, ...own } });
const withFormat = (own: object) => withCapability({ formats: [{ ...text, ...own }] });
const many = <T>(most: number, make: (index: number) => T) =>
  Array.from({ length: most + 1 }, (_, index) => make(index));
const way = { kind: 'token', fields: [], scopes: [] };
const field = (index: number) => ({ name: `f${index}`, label: 'Field', secret: false, required: true });
const share = { dimension: 'CITY', key: 'A', label: 'A', share: 0, source: 'https://example.com', asOf: '2026-11-01' };

describe('a connector that is no connector', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'The connector is missing: expected object.'],
    ['no key', { ...sandbox, network: { ...network, key: undefined } }, '`network.key` is missing: expected string.'],
    [
      'a bad key',
      { ...sandbox, network: { ...network, key: '9gag' } },
      '`network.key` must be lower-case letters and digits',
    ],
    [
      'http',
      { ...sandbox, network: { ...network, baseUrl: 'http://example.com' } },
      '`network.baseUrl` must be an https address.',
    ],
    ['a bad host', { ...sandbox, network: { ...network, hosts: ['*'] } }, '`network.hosts[0]` must be a host'],
    ['a bad range', { ...sandbox, sdk: 'newest' }, '`sdk` must be a range of SDK versions'],
    [
      'a misspelt part',
      { ...sandbox, publishng: {} },
      'The connector has parts that the SDK does not know: publishng.',
    ],
    ['no function', { ...sandbox, channels: [] }, '`channels` must be a function.'],
    [
      'no publish',
      { ...sandbox, publishing: { ...publishing, publish: undefined } },
      '`publishing.publish` must be a function.',
    ],
    ['no check', { ...sandbox, publishing: { ...publishing, check: undefined } }, '`publishing.check` is missing'],
    [
      'no formats',
      { ...sandbox, capabilities: { ...capabilities, formats: [] } },
      '`capabilities.formats` must not be empty.',
    ],
    [
      'a format twice',
      { ...sandbox, capabilities: { ...capabilities, formats: [text, text] } },
      'must name no format twice.',
    ],
    [
      'prices finer than money is',
      priced({ amount: '0.0000001' }),
      '`capabilities.prices[0].amount` must be a decimal',
    ],
    [
      'prices in two currencies',
      priced({}, { ...post, name: 'read', currency: 'EUR' }),
      '`capabilities.prices` must be in one currency.',
    ],
    [
      'a price that is not there',
      priced({ name: 'read' }),
      '`capabilities.prices` has no "post", which a format spends.',
    ],
    [
      'an unknown kind',
      { ...sandbox, errors: { ...sandbox.errors, codes: { no: { kind: 'fatal', means: 'No.' } } } },
      '`errors.codes.no.kind` must be one of auth_expired',
    ],
    [
      'no meaning',
      { ...sandbox, errors: { ...sandbox.errors, codes: { no: { kind: 'not_found' } } } },
      '`errors.codes.no.means` is missing',
    ],
    [
      'unknown auth',
      { ...sandbox, auth: { ways: [{ kind: 'magic' }] } },
      '`auth.ways[0].kind` is none of the known kinds.',
    ],
    ['options of another make', { ...sandbox, options: {} }, '`options` must be a zod object.'],
    ['no options', { ...sandbox, options: z.object({}) }, '`options` has no field; leave it out.'],
    [
      'nested options',
      { ...sandbox, options: z.object({ a: z.object({}).optional() }) },
      '`options.a` must be a string, number, boolean or enum, or a list of these (it is: object).',
    ],
    [
      'odd names',
      { ...sandbox, options: z.object({ some_name: z.string() }) },
      '`options.some_name` must be named in camelCase',
    ],
    [
      'options in lists of lists',
      { ...sandbox, options: z.object({ a: z.array(z.array(z.string())) }) },
      '`options.a` must be one value, or a list',
    ],
    [
      'an option with an id',
      { ...sandbox, options: z.object({ a: z.string().meta({ id: 'a' }) }) },
      '`options.a` must have no id',
    ],
    [
      'ids alike',
      { ...sandbox, options: z.object({ a: z.string().meta({ id: 'a' }), b: z.int().meta({ id: 'a' }) }) },
      '`options` cannot be told as a JSON schema',
    ],
    [
      'an option that is told of with a number',
      { ...sandbox, options: z.object({ a: z.string().meta({ description: 5 as never }) }) },
      '`options.a` has a `description` among its `meta`',
    ],
    [
      'dates among unknown options',
      { ...sandbox, options: z.object({ a: z.string() }).catchall(z.date()) },
      '`options` cannot be told as a JSON schema',
    ],
    [
      'an option that is transformed',
      { ...sandbox, options: z.object({ a: z.string().transform(Number) }) },
      '(it is: pipe)',
    ],
    [
      'choices named as the input type is',
      { ...sandbox, options: z.object({ input: z.enum(['a']) }) },
      '`options.input` must have another name',
    ],
    ['no choice', { ...sandbox, options: z.object({ a: z.enum([]) }) }, '`options.a` must have a choice'],
    [
      '51 options',
      { ...sandbox, options: z.object(Object.fromEntries(many(50, (index) => [`o${index}`, z.string()]))) },
      '`options` must have at most 50 entries',
    ],
    ['11 ways', { ...sandbox, auth: { ways: many(10, () => way) } }, '`auth.ways` must have at most 10 entries'],
    [
      '21 fields',
      { ...sandbox, auth: { ways: [{ ...way, fields: many(20, field) }] } },
      '`auth.ways[0].fields` must have at most 20 entries',
    ],
    [
      '21 fields of an app',
      {
        ...sandbox,
        auth: {
          ways: [way],
          app: { fields: many(20, (index) => ({ ...field(index), setting: 'A' })), docs: 'https://example.com' },
        },
      },
      '`auth.app.fields` must have at most 20 entries',
    ],
    [
      '11 formats',
      withCapability({ formats: many(10, () => text) }),
      '`capabilities.formats` must have at most 10 entries',
    ],
    [
      '51 limits',
      withCapability({ limits: many(50, (index) => ({ name: `l${index}`, max: 1, windowSeconds: 1, scope: 'APP' })) }),
      '`capabilities.limits` must have at most 50 entries',
    ],
    [
      '51 prices',
      withCapability({ prices: many(50, (index) => ({ ...post, name: `p${index}` })) }),
      '`capabilities.prices` must have at most 50 entries',
    ],
    [
      '21 tiers',
      withCapability({ tiers: many(20, (index) => ({ name: `t${index}`, means: 'More.' })) }),
      '`capabilities.tiers` must have at most 20 entries',
    ],
    [
      '21 pictures',
      withCapability({
        profile: {
          fields: ['bio'],
          images: many(20, (index) => ({ slot: `s${index}`, width: 1, height: 1, mimeTypes: ['image/png'] })),
        },
      }),
      '`capabilities.profile.images` must have at most 20 entries',
    ],
    [
      '101 metrics',
      withCapability({
        insights: [{ scope: 'CHANNEL', metrics: many(100, (index) => ({ key: `m${index}`, nativeName: 'm' })) }],
      }),
      '`capabilities.insights[0].metrics` must have at most 100 entries',
    ],
    [
      '1001 codes',
      {
        ...sandbox,
        errors: {
          ...sandbox.errors,
          codes: Object.fromEntries(many(1000, (index) => [`c${index}`, { kind: 'not_found', means: 'Gone.' }])),
        },
      },
      '`errors.codes` must have at most 1000 entries',
    ],
    [
      '301 parts of an audience',
      { ...sandbox, network: { ...network, audience: many(300, () => share) } },
      '`network.audience` must have at most 300 parts',
    ],
    [
      '21 audiences',
      { ...sandbox, network: { ...network, audience: many(20, (index) => ({ ...share, source: `s${index}` })) } },
      '`network.audience` must have at most 20 dimensions',
    ],
    [
      'a number that is no Int',
      withFormat({ text: { required: true, limits: [{ max: 2 ** 31, counting: 'CODE_POINTS' }] } }),
      '`capabilities.formats[0].text.limits[0].max` must be at most 2147483647.',
    ],
    [
      'a long name',
      { ...sandbox, network: { ...network, name: 'n'.repeat(201) } },
      '`network.name` must have at most 200 characters.',
    ],
    [
      'a long meaning',
      withCapability({ tiers: [{ name: 't', means: 'm'.repeat(1001) }] }),
      '`capabilities.tiers[0].means` must have at most 1000 characters.',
    ],
  ])('%s', (_, connector, problem) => {
    expect(manifestProblems(connector).join('\n')).toContain(problem);
  });
});

test('a whole connector has no problem', () => {
  expect(manifestProblems(sandbox)).toEqual([]);
});

test('a whole connector is taken as it is at that moment, with its own functions', () => {
  const changing = { ...sandbox, network: { ...network } };
  const taken = takeConnector(changing);
  changing.network.name = 'Another';
  expect(taken).toMatchObject({ connector: { network, capabilities } });
  expect('connector' in taken && taken.connector.publishing.publish).toBe(publishing.publish);
  expect('connector' in taken && taken.connector.options).toBe(sandbox.options);
});

test('bytes may be more than an Int', () => {
  const media = [{ kind: 'VIDEO', min: 0, max: 1, mimeTypes: ['video/mp4'], maxBytes: 2 ** 39 }];
  expect(manifestProblems(withFormat({ media })).join()).not.toContain('maxBytes');
});

test('options may be wrapped, and reach publish with their type', () => {
  const options = z.object({
    silent: z.boolean().default(false),
    audience: z.enum(['all', 'friends']).nullable().optional(),
  });
  const connector = defineConnector({
    ...sandbox,
    capabilities: {
      ...capabilities,
      actions: [],
      formats: capabilities.formats.map((format) => ({ ...format, settles: 'NOW' })),
    },
    options,
    publishing: {
      publish: async (_, post) => ({ outcome: 'published', externalId: post.options?.audience ?? 'none' }),
    },
  });
  expect(manifestProblems(connector)).toEqual([]);
});

test('the version is the package’s', () => {
  const file = new URL('../../src/connectors/package.json', import.meta.url);
  expect(sdkVersion).toBe((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version);
});

test('a range fits where it takes in this version', () => {
  expect(fitsSdk(`^${sdkVersion}`)).toBe(true);
  expect(fitsSdk('^99.0.0')).toBe(false);
  expect(fitsSdk('newest')).toBe(false);
});
