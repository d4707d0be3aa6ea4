import type { Engagement, NetworkMessage } from '@polyphony/sdk';
import { createComment, listComments, type SandboxComment } from './client.ts';

export const engagement: Engagement = {
  async sync(call, channelId, cursor) {
    const { comments, more } = await listComments(call, channelId, Number(cursor ?? 0));
    const last = comments.at(-1);
    return {
      messages: comments.map((comment) => messageOf(comment, channelId)),
      cursor: last ? String(last.number) : (cursor ?? '0'),
      more,
    };
  },
  async reply(call, channelId, { externalId: replyTo }, text) {
    const { id } = await call.commit('create comment', () =>
      createComment(call, { account: channelId, replyTo, text }),
    );
    return { externalId: id };
  },
};

export const messageOf = (
  { id, post, replyTo, author, text, createdAt }: SandboxComment,
  channelId: string,
): NetworkMessage => ({
  externalId: id,
  kind: 'COMMENTS',
  conversationId: post,
  ...(replyTo !== undefined && { replyTo }),
  author: { externalId: author.id, name: author.name },
  ours: author.id === channelId,
  text,
  at: new Date(createdAt),
});
