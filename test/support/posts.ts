import type { TestWorkspace } from './world.ts';

/** Writes a post with a link for both channels of the workspace, or for these. Returns its global id. */
export async function writePost(
  workspace: TestWorkspace,
  text: string,
  channelIds: readonly string[] = workspace.channelIds,
): Promise<string> {
  const { data } = await workspace.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    {
      input: {
        title: 'T',
        content: { text, link: 'https://example.com' },
        variants: channelIds.map((channelId) => ({ channelId })),
      },
    },
  );
  return data?.createPost.id ?? '';
}
