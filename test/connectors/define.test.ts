import { readFileSync } from 'node:fs';
import sandbox from '@polyphony/plugin-sandbox';
import { defineConnector, fitsSdk, manifestProblems, sdkVersion } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const { network, capabilities, publishing } = sandbox;
const [text] = capabilities.formats;

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
  ])('%s', (_, connector, problem) => {
    expect(manifestProblems(connector).join('\n')).toContain(problem);
  });
});

test('a whole connector has no problem', () => {
  expect(manifestProblems(sandbox)).toEqual([]);
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
