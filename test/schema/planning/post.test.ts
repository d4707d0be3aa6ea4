import { beforeAll, describe, expect, it } from 'vitest';
import { writePost } from '../../support/posts.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const create = /* GraphQL */ `
  mutation ($input: CreatePostInput!) {
    createPost(input: $input) {
      __typename
      ... on Post {
        id
        title
        state
        revision
        allowedActions
        tags
        content {
          text
          link
          media {
            altText
            asset {
              fileName
            }
          }
        }
        variants {
          format
          inherits
          content {
            text
            media {
              altText
            }
          }
          options {
            __typename
            ... on SandboxPostOptions {
              delaySeconds
            }
          }
          channel {
            name
          }
        }
        author {
          __typename
          displayName
        }
      }
      ... on Error {
        code
        message
        path
        actor
        parameters {
          name
          value
        }
      }
      ... on ValidationFailed {
        issues {
          code
          path
          fix
          parameters {
            name
            value
          }
        }
      }
    }
  }
`;

const texts = {
  en: 'We open on Saturday! 🥐',
  ru: 'Открываемся в субботу! 🥐',
  lv: 'Atveramies sestdien! 🥐',
  kk: 'Сенбі күні ашыламыз! 🥐',
};

describe('createPost', () => {
  it('writes a post whose variants inherit what they do not override', async () => {
    const [first, second] = here.channelIds;
    const { data } = await here.gql(create, {
      input: {
        title: 'Spring opening',
        content: {
          text: texts.en,
          link: 'https://example.com/open',
          media: [{ assetId: here.assetGlobalId, altText: 'Our new door' }],
        },
        variants: [
          { channelId: first },
          { channelId: second, content: { text: texts.kk, media: [] }, options: { sandbox: { delaySeconds: 2 } } },
        ],
        tags: ['spring'],
      },
    });
    expect(data?.createPost).toEqual({
      __typename: 'Post',
      id: expect.any(String),
      title: 'Spring opening',
      state: 'DRAFT',
      revision: 1,
      allowedActions: ['EDIT', 'SCHEDULE', 'QUEUE', 'PUBLISH', 'DUPLICATE'],
      tags: ['spring'],
      content: {
        text: texts.en,
        link: 'https://example.com/open',
        media: [{ altText: 'Our new door', asset: { fileName: 'door.png' } }],
      },
      variants: [
        {
          format: 'PHOTO',
          inherits: ['text', 'link', 'media'],
          content: { text: texts.en, media: [{ altText: 'Our new door' }] },
          options: null,
          channel: { name: 'Rīta Maize' },
        },
        {
          format: 'LINK',
          inherits: ['link'],
          content: { text: texts.kk, media: [] },
          options: { __typename: 'SandboxPostOptions', delaySeconds: 2 },
          channel: { name: 'Nomad Coffee' },
        },
      ],
      author: { __typename: 'Member', displayName: 'Ilze Bērziņa' },
    });
  });

  it.each(Object.entries(texts))('keeps a text in %s to the letter', async (_, text) => {
    const { data } = await here.gql(create, {
      input: { content: { text }, variants: [{ channelId: here.channelIds[0] }] },
    });
    expect(data).toMatchObject({ createPost: { content: { text } } });
  });

  it('says of everything at once what is wrong with the form', async () => {
    const [channelId] = here.channelIds;
    const { data } = await here.gql(create, {
      input: {
        title: 'x'.repeat(501),
        content: { text: 'y', link: 'javascript:alert(1)' },
        variants: [{ channelId }, { channelId }],
      },
    });
    expect(data?.createPost).toMatchObject({
      __typename: 'ValidationFailed',
      code: 'VALIDATION_FAILED',
      issues: [
        {
          code: 'TOO_LONG',
          path: ['title'],
          parameters: [
            { name: 'limit', value: '500' },
            { name: 'actual', value: '501' },
          ],
        },
        { code: 'CHANNEL_TWICE', path: ['variants', '1', 'channelId'] },
        { code: 'LINK_INVALID', path: ['content', 'link'] },
      ],
    });
  });

  it('refuses options that the network does not have, by its own rule and place', async () => {
    const { data } = await here.gql(create, {
      input: {
        content: { text: 'x' },
        variants: [{ channelId: here.channelIds[0], options: { sandbox: { delaySeconds: 61 } } }],
      },
    });
    expect(data).toMatchObject({
      createPost: {
        __typename: 'ValidationFailed',
        issues: [{ code: 'OPTION_INVALID', path: ['variants', '0', 'options', 'sandbox', 'delaySeconds'] }],
      },
    });
  });

  it.each(['', 'nonsense', 'UG9zdDoxMjM=', 'Q2hhbm5lbDpub3QtYS11dWlk', '💥'])(
    'answers NotFound for the channel id %j',
    async (channelId) => {
      const { data, status } = await here.gql(create, { input: { content: { text: 'x' }, variants: [{ channelId }] } });
      expect(status).toBe(200);
      expect(data).toMatchObject({
        createPost: { __typename: 'NotFound', path: ['variants', '0', 'channelId'], actor: 'CLIENT' },
      });
    },
  );

  it('does not know the ids of another workspace', async () => {
    const other = await world.workspace();
    for (const input of [
      { content: { text: 'x' }, variants: [{ channelId: other.channelIds[0] }] },
      { content: { text: 'x', media: [{ assetId: other.assetGlobalId }] }, variants: [] },
    ]) {
      const { data } = await here.gql(create, { input });
      expect(data).toMatchObject({ createPost: { __typename: 'NotFound' } });
    }
    const posts = await world.shell.db.prisma.post.count({ where: { workspaceId: other.id } });
    expect(posts).toBe(0);
  });
});

const update = /* GraphQL */ `
  mutation ($input: UpdatePostInput!) {
    updatePost(input: $input) {
      __typename
      ... on Post {
        id
        state
        revision
        title
        content {
          text
          link
        }
        variants {
          inherits
          content {
            text
          }
          channel {
            id
          }
        }
        deliveries {
          state
        }
      }
      ... on RevisionConflict {
        code
        currentRevision
        message
      }
      ... on Error {
        code
        path
      }
      ... on ValidationFailed {
        issues {
          code
          path
        }
      }
    }
  }
`;

const post = () => writePost(here, 'First');

describe('updatePost', () => {
  it('leaves what is absent, clears what is null, and counts the revision', async () => {
    const postId = await post();
    const [first, second] = here.channelIds;
    const changed = await here.gql(update, {
      input: {
        postId,
        content: { text: 'Second', link: null },
        variants: [{ channelId: second, content: { text: 'Own' } }],
      },
    });
    expect(changed.data?.updatePost).toMatchObject({
      revision: 2,
      title: 'T',
      content: { text: 'Second', link: null },
      variants: [
        { channel: { id: first }, inherits: ['text', 'link', 'media'] },
        { content: { text: 'Own' }, inherits: ['link', 'media'] },
      ],
    });
    const back = await here.gql(update, {
      input: { postId, variants: [{ channelId: second, content: null }], removeChannelIds: [first] },
    });
    expect(back.data?.updatePost).toMatchObject({
      revision: 3,
      variants: [{ channel: { id: second }, inherits: ['text', 'link', 'media'], content: { text: 'Second' } }],
    });
  });

  it('takes away only channels that the post has', async () => {
    const postId = await post();
    const [first] = here.channelIds;
    for (const unknown of [await here.channel(), 'no id at all']) {
      const { data } = await here.gql(update, { input: { postId, removeChannelIds: [first, unknown] } });
      expect(data?.updatePost).toMatchObject({ __typename: 'NotFound', path: ['removeChannelIds', '1'] });
    }
    const { data } = await here.gql(update, { input: { postId, title: 'A', expectedRevision: 1 } });
    expect(data?.updatePost).toMatchObject({ revision: 2, variants: [{}, {}] });
  });

  it('refuses what was written on an older revision, and says the newer', async () => {
    const postId = await post();
    await here.gql(update, { input: { postId, title: 'A', expectedRevision: 1 } });
    const { data } = await here.gql(update, { input: { postId, title: 'B', expectedRevision: 1 } });
    expect(data?.updatePost).toMatchObject({
      __typename: 'RevisionConflict',
      currentRevision: 2,
      code: 'REVISION_CONFLICT',
    });
  });
});
