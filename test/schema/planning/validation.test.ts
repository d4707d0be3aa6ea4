import type { AccountCapabilities, Connector, FormatCapability } from '@polyphony/sdk';
import { Prisma } from '../../../src/generated/prisma/client.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { texts } from '../../domain/texts.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

interface Issue {
  readonly code: string;
  readonly path: readonly string[];
  readonly message: string;
}

async function validate(content: object, variant: object = {}): Promise<readonly Issue[]> {
  const created = await here.gql<{ createPost: { id?: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename ... on Post { id } ... on Error { message } } }',
    { input: { content, variants: [{ channelId: here.channelIds[0], ...variant }] } },
  );
  const id = created.data?.createPost.id;
  if (id === undefined) throw new Error(JSON.stringify(created));
  const { data } = await here.gql<{ validatePost: { issues: readonly Issue[] } }>(
    'query ($id: ID!) { validatePost(postId: $id) { publishable issues { code path message } } }',
    { id },
  );
  return data?.validatePost.issues ?? [];
}

/** While it runs, that is known of the account. */
async function withAccount<T>(
  known: { capabilities?: AccountCapabilities; missingScopes?: string[]; tier?: string },
  run: () => Promise<T>,
): Promise<T> {
  const { channel } = world.shell.db.prisma;
  const where = { id: here.channels[0] };
  const { capabilities, ...rest } = known;
  await channel.update({
    where,
    data: { ...rest, capabilities: JSON.parse(JSON.stringify(capabilities ?? {})) as Prisma.InputJsonValue }, // plain data
  });
  try {
    return await run();
  } finally {
    await channel.update({ where, data: { capabilities: Prisma.DbNull, missingScopes: [], tier: null } });
  }
}

const places = (issues: readonly Issue[]) => issues.map(({ code, path }) => `${path.join('.')}: ${code}`);

describe('what an account may not do, though its network can', () => {
  const textAlone = (connector: Connector): AccountCapabilities => ({
    formats: connector.capabilities.formats.filter(({ format }) => format === 'TEXT'),
    actions: [],
  });

  it('is an issue of its own, with what the account lacks', async () => {
    const sandbox = world.shell.networks.get('sandbox');
    if (sandbox === undefined) throw new TypeError('The sandbox is installed');
    const { means = '' } = sandbox.connector.capabilities.tiers?.find(({ name }) => name === 'text account') ?? {};
    const link = 'https://example.com/нан';
    const known = { capabilities: textAlone(sandbox.connector), missingScopes: ['links'], tier: 'text account' };
    await withAccount(known, async () => {
      const issues = await validate({ text: texts.Kazakh, link });
      expect(issues).toEqual([
        {
          code: 'FORMAT_NOT_FOR_ACCOUNT',
          path: ['variants', '0', 'format'],
          message: `The network takes a LINK, but not from this account: it did not grant links, and it is connected by "text account". ${means}`,
        },
      ]);
      expect(await validate({ text: texts.Kazakh })).toEqual([]);
    });
    expect(await validate({ text: texts.Kazakh, link })).toEqual([]);
  });

  it('is a first comment, where the account alone may not write one', async () => {
    const commenting = (connector: Connector): Connector => ({
      ...connector,
      capabilities: { ...connector.capabilities, actions: ['FIRST_COMMENT', 'REMOVE'] },
    });
    await world.withConnector(commenting, async () => {
      const post = () => validate({ text: texts.Russian }, { firstComment: texts.Latvian });
      expect(await post()).toEqual([]);
      expect(places(await withAccount({ capabilities: { actions: [] } }, post))).toEqual([
        'variants.0.firstComment: FIRST_COMMENT_NOT_FOR_ACCOUNT',
      ]);
    });
    expect(places(await validate({ text: 'a' }, { firstComment: 'b' }))).toEqual([
      'variants.0.firstComment: FIRST_COMMENT_NOT_SUPPORTED',
    ]);
  });
});

describe('what the network would have dropped without a word', () => {
  it('is a link beside a picture', async () => {
    const media = [{ assetId: here.assetGlobalId, altText: 'Durvis 🚪' }];
    const link = 'https://example.com/maize';
    expect(places(await validate({ text: texts.Latvian, link, media }))).toEqual(['content.link: LINK_NOT_SUPPORTED']);
    expect(await validate({ text: `${texts.Latvian} ${link}`, link, media })).toEqual([]);
  });

  it('is an option that the format makes nothing of, told where it stands in the input', async () => {
    const picky = (connector: Connector): Connector => ({
      ...connector,
      capabilities: {
        ...connector.capabilities,
        formats: connector.capabilities.formats.map((format): FormatCapability => ({
          ...format,
          options: { only: [] },
        })),
      },
    });
    const options = { options: { sandbox: { delaySeconds: 1 } } };
    expect(places(await world.withConnector(picky, () => validate({ text: 'a' }, options)))).toEqual([
      'variants.0.options.sandbox.delaySeconds: OPTION_NOT_SUPPORTED',
    ]);
    expect(await validate({ text: 'a' }, options)).toEqual([]);
  });
});

describe('the pixels of a picture', () => {
  it('are judged as they are known of the asset', async () => {
    const wide = (connector: Connector): Connector => ({
      ...connector,
      capabilities: {
        ...connector.capabilities,
        formats: connector.capabilities.formats.map((format): FormatCapability => ({
          ...format,
          media: format.media.map((rule) => ({ ...rule, minWidth: 320, aspectRatios: [{ min: 1, max: 2 }] })),
        })),
      },
    });
    const { mediaAsset } = world.shell.db.prisma;
    const media = [{ assetId: here.assetGlobalId, altText: 'Durvis 🚪' }];
    await world.withConnector(wide, async () => {
      expect(await validate({ media })).toEqual([]);
      await mediaAsset.update({ where: { id: here.assetId }, data: { width: 300, height: 400 } });
      expect(places(await validate({ media }))).toEqual([
        'content.media.0: MEDIA_PIXELS_TOO_FEW',
        'content.media.0: MEDIA_RATIO_NOT_SUPPORTED',
      ]);
    });
  });
});
