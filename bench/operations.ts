import { print } from 'graphql';
import { permissions } from '../src/domain/workspace/permission.ts';
import { encodeGlobalID } from '../src/schema/ids.ts';
import { contractDocument } from '../test/support/documents.ts';
import type { Data } from './data.ts';

export type Target = 'floor' | 'ours' | 'postgraphile';
/** Of every operation; PostGraphile answers only some. */
export const targets = ['floor', 'ours'] as const;
export type EveryTarget = (typeof targets)[number];

/** One request, the same for all targets but for its form. */
export interface Step {
  readonly path: Readonly<Record<Target, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** `id` is the first id of the answer before it. */
  body(target: Target, id: string): string;
  /** In every right answer, and only there. */
  readonly expected: string;
}

export interface Operation {
  readonly name: string;
  readonly writes: boolean;
  /** Sent one after the other. */
  readonly steps: readonly Step[];
}

/** A calendar's list: what it shows of each post, its variants and its deliveries. */
const postPage = /* GraphQL */ `
  query PostPage($workspaceId: ID) {
    workspace(id: $workspaceId) {
      posts(first: 100) {
        nodes {
          id
          title
          state
          revision
          schedule {
            at
          }
          content {
            text
          }
          variants {
            format
            channel {
              id
              name
              network {
                key
              }
            }
            content {
              text
            }
          }
          deliveries {
            id
            state
            dueAt
            publishedAt
            url
            channel {
              id
            }
          }
        }
      }
    }
  }
`;

export const createPostDocument = print(contractDocument('WriteFirstPost'));
export const publishPostDocument = print(contractDocument('PublishNow'));

export const newPost = ({ channelIds }: Data, title: string) => ({
  input: {
    title,
    content: { text: 'We open on Saturday, and there is bread.' },
    variants: channelIds.map((id) => ({ channelId: encodeGlobalID('Channel', id) })),
  },
});

/** What is measured against the floor. */
export function operationsOn(data: Data): readonly Operation[] {
  const json = { 'content-type': 'application/json' };
  const step = (
    floor: string,
    floorBody: (id: string) => object,
    query: string,
    variables: (id: string) => object,
    expected: string,
    token: string | null = data.token,
  ): Step => ({
    path: { floor: `/${floor}`, ours: '/graphql', postgraphile: '/graphql' },
    headers: token === null ? json : { ...json, authorization: `Bearer ${token}` },
    body: (target, id) => JSON.stringify(target === 'floor' ? floorBody(id) : { query, variables: variables(id) }),
    expected,
  });
  const none = () => ({});
  const { workspaceId, personId, memberId, channelIds } = data;
  const title = 'Spring opening';
  const create = step(
    'create-post',
    () => ({ workspaceId, title, text: newPost(data, title).input.content.text, channelIds, memberId }),
    createPostDocument,
    () => newPost(data, title),
    '"DRAFT"',
  );
  const publish = step(
    'publish-post',
    (postId) => ({ postId, workspaceId, memberId }),
    publishPostDocument,
    (postId) => ({ input: { postId } }),
    '"QUEUED"',
  );
  const typename = (name: string, path: string, token: string | null): Operation => ({
    name,
    writes: false,
    steps: [step(path, () => ({ token }), '{ __typename }', none, '"Query"', token)],
  });
  const read = (name: string, only: Step): Operation => ({ name, writes: false, steps: [only] });
  return [
    typename('{__typename}', 'typename', null),
    typename('{__typename}, with a token', 'token', data.token),
    read(
      'LookAround',
      step(
        'look-around',
        () => ({ workspaceId, personId, permissions }),
        print(contractDocument('LookAround')),
        none,
        '"Rīta Maize"',
      ),
    ),
    read(
      '100 posts',
      step('post-page', () => ({ workspaceId }), postPage, none, '"Post of '),
    ),
    { name: 'createPost', writes: true, steps: [create] },
    { name: 'createPost, then publishPost', writes: true, steps: [create, publish] },
  ];
}
