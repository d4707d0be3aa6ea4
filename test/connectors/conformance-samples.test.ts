import { defineConnector, type Connector, type FormatCapability, type MediaRule } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sampleOptions } from '../../src/connectors/conformance/sample-options.ts';
import { samplePost } from '../../src/connectors/conformance/samples.ts';
import { breaches, declaring, having, sandbox, the } from './sandbox.ts';

const options = z.object({
  question: z.string().min(1).max(12),
  answers: z.array(z.string().max(30)).min(2).max(10),
  endsAt: z.iso.datetime(),
  day: z.iso.date().optional(),
  address: z.url(),
  size: z.enum(['small', 'large']).default('large'),
  minutes: z.int().min(5).max(60),
  share: z.number().gt(0).max(1).optional(),
  anonymous: z.boolean().nullable().optional(),
  numbers: z.array(z.int().min(3)).max(3).optional(),
  long: z.string().min(80),
});

describe('sample options', () => {
  test('are what the schema takes', () => {
    const names = Object.keys(options.shape);
    const made = sampleOptions({ options }, names);
    expect(Object.keys(made ?? {})).toEqual(names);
    expect(options.parse(made)).toEqual(made);
  });
  test('are distinct where there are several', () => {
    const { answers, numbers } = options.parse(sampleOptions({ options }, Object.keys(options.shape)));
    expect(new Set(answers).size).toBe(2);
    expect(new Set(numbers).size).toBe(2);
  });
  test('are those alone that a format needs', () => {
    expect(sampleOptions({ options }, ['minutes'])).toEqual({ minutes: 5 });
    expect(sampleOptions({ options }, [])).toBeUndefined();
    expect(sampleOptions({}, ['minutes'])).toBeUndefined();
  });
});

const image: MediaRule = { kind: 'IMAGE', min: 0, max: 10, mimeTypes: ['image/jpeg'] };
const video: MediaRule = { kind: 'VIDEO', min: 0, max: 2, mimeTypes: ['video/mp4'], minWidth: 320, minHeight: 180 };
const mixed: FormatCapability = { format: 'CAROUSEL', media: [image, video], link: false, settles: 'NOW' };

describe('sample media', () => {
  const sample = (own: Partial<FormatCapability>) => samplePost({}, { ...mixed, ...own }, 'acc').media;
  const shape = (own: Partial<FormatCapability>) => sample(own).map(({ kind }) => kind);

  test('are as many as there must be of all kinds together', () => {
    expect(shape({})).toEqual([]);
    expect(shape({ mediaTotal: { min: 2, max: 10 } })).toEqual(['IMAGE', 'IMAGE']);
    expect(shape({ media: [{ ...image, max: 1 }, video], mediaTotal: { min: 2, max: 3 } })).toEqual(['IMAGE', 'VIDEO']);
    expect(shape({ media: [image, { ...video, min: 1 }], mediaTotal: { min: 2, max: 3 } })).toEqual(['IMAGE', 'VIDEO']);
  });
  test('have addresses of their own, and the sizes and beginnings of their kind', async () => {
    const media = sample({
      media: [
        { ...image, min: 1 },
        { ...video, min: 1 },
      ],
    });
    expect(media.map(({ url }) => url)).toEqual(['https://example.com/media/1', 'https://example.com/media/2']);
    expect(media[1]).toMatchObject({ width: 320, height: 180 });
    const bytes = await Promise.all(
      media.map(async ({ open }) => Buffer.from(await new Response(await open()).bytes())),
    );
    expect(bytes[0]?.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(bytes[1]?.subarray(4, 8).toString()).toBe('ftyp');
  });
});

/** The sandbox, whose network now wants more of posts than it does. */
const strict = (
  own: Partial<FormatCapability>,
  refuses: (post: Parameters<Connector['publishing']['publish']>[1]) => boolean,
) => {
  const change = (format: FormatCapability) =>
    format.format === 'CAROUSEL' ? { ...format, ...own } : { ...format, media: format.media.slice(0, 0) };
  const formats = sandbox.capabilities.formats.filter(({ format }) => format !== 'PHOTO').map(change);
  const { publish } = sandbox.publishing;
  const connector = having('publishing', {
    publish: (call, post) => {
      if (refuses(post)) throw call.refuse({ kind: 'content_rejected', code: 'too_many', message: 'Too many.' });
      return publish(call, post);
    },
  });
  return { ...connector, capabilities: { ...sandbox.capabilities, formats } };
};

describe('limits', () => {
  const [rule] = the(sandbox.capabilities.formats.find(({ format }) => format === 'CAROUSEL')).media;
  const two: readonly MediaRule[] = [
    { ...the(rule), min: 0, max: 4 },
    { ...the(rule), kind: 'ANIMATION', min: 0, max: 4 },
  ].map(({ altTextMax: _, ...each }) => each as MediaRule); // alt texts are another matter

  test('see how many media of all kinds a format takes, whatever each kind has', async () => {
    // The network takes four.
    const four = strict({ media: two, mediaTotal: { min: 1, max: 4 } }, () => false);
    expect(await breaches('limits', four)).toBe('');
    const five = strict({ media: two, mediaTotal: { min: 1, max: 5 } }, () => false);
    expect(await breaches('limits', five)).toContain('CAROUSEL: 5 media of all kinds, as many as declared, failed');
    const three = strict({ media: two, mediaTotal: { min: 1, max: 3 } }, () => false);
    expect(await breaches('limits', three)).toContain('CAROUSEL: 3 media of all kinds and one more was published');
  });
  test('see how many hashtags a text has', async () => {
    const tags = (text: string) => text.match(/#\w+/g)?.length ?? 0;
    const network = (max: number, declared: number) =>
      strict({ hashtags: { max: declared } }, ({ format, text }) => format === 'CAROUSEL' && tags(text) > max);
    expect(await breaches('limits', network(5, 5))).toBe('');
    expect(await breaches('limits', network(5, 6))).toContain('CAROUSEL: 6 hashtags, as many as declared, failed');
    expect(await breaches('limits', network(5, 4))).toContain('CAROUSEL: 4 hashtags and one more was published');
  });
  test('see addresses that count otherwise', async () => {
    const formats = sandbox.capabilities.formats.map((format): FormatCapability => ({
      ...format,
      ...(format.text && { text: { ...format.text, urlWeight: 20 } }),
    }));
    expect(await breaches('limits', declaring({ formats }))).toContain(
      'TEXT: a text of 500 GRAPHEMES with an address, as long as declared, failed',
    );
  });
});

describe('manifest', () => {
  const declared = (own: Partial<FormatCapability>) =>
    declaring({ formats: sandbox.capabilities.formats.map((format) => ({ ...format, ...own })) });

  test.for([
    [declared({ options: { required: ['color'] } }), 'TEXT names options that `options` does not have: color'],
    [declared({ options: { only: ['color'] } }), 'TEXT names options that `options` does not have: color'],
    [
      declared({ options: { required: ['delaySeconds'], only: [] } }),
      'TEXT needs options that mean nothing to it: delaySeconds',
    ],
    [declared({ mediaTotal: { min: 3, max: 2 } }), 'has more at least than at most'],
    [declared({ mediaTotal: { min: 1, max: 20 } }), 'the rules of its media never make 20'],
    [
      declaring({ limits: [{ name: 'x', max: 1, windowSeconds: 1, scope: 'METHOD', every: true }] }),
      'The limit "x" is of some methods and of every request',
    ],
    [
      declaring({ profile: { fields: ['bio'], maxLengths: { displayName: 3 }, images: [] } }),
      '`profile.maxLengths` has a displayName, which cannot be changed',
    ],
    [
      defineConnector({
        ...sandbox,
        auth: {
          ways: [
            {
              kind: 'oauth2',
              fields: [],
              scopes: [],
              authorize: () => Promise.reject(new Error('no')),
              exchange: () => Promise.reject(new Error('no')),
            },
          ],
        },
      }),
      'an app that `auth.app` does not declare',
    ],
  ] satisfies (readonly [Connector, string])[])('sees what cannot all be true: %#', async ([connector, breach]) => {
    expect(await breaches('manifest', connector)).toContain(breach);
  });
});
