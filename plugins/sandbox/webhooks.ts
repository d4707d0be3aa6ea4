import { published, type NetworkEvent, type Webhooks } from '@polyphony/sdk';
import { z } from 'zod';
import { deleteWebhook, sandboxComment, setWebhook } from './client.ts';
import { messageOf } from './engagement.ts';
import { isSigned, jsonOf, signatureOf } from './signature.ts';

export const webhooks: Webhooks = {
  per: 'channel',
  async subscribe(call, channelId, { url, secret }) {
    await setWebhook(call, channelId, { url, secret });
    return {};
  },
  unsubscribe: (call, channelId) => deleteWebhook(call, channelId),
  // The network asks for a signature, and so finds out that the address knows the secret. Anybody may ask: what is signed is
  // no body that `verify` would take.
  async handshake(_, { method, query: { challenge } }, { secret }) {
    if (method !== 'GET' || challenge === undefined) return undefined;
    return { status: 200, body: await signatureOf(`challenge:${challenge}`, secret) };
  },
  verify: (_, request, { secret }) => isSigned(request, secret),
  read: (_, request) => [eventOf(happening.parse(jsonOf(request)))],
  accepted: { status: 200, body: 'taken' },
};

const common = { id: z.string().min(1), account: z.string().min(1), at: z.iso.datetime() };
const happening = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('comment.created'), comment: sandboxComment }),
  z.object({ ...common, type: z.literal('post.published'), post: z.object({ id: z.string(), url: z.string() }) }),
  z.object({ ...common, type: z.literal('post.removed'), post: z.object({ id: z.string() }) }),
]);

function eventOf(told: z.infer<typeof happening>): NetworkEvent {
  const of = { id: told.id, channelId: told.account, at: new Date(told.at) };
  switch (told.type) {
    case 'comment.created':
      return { ...of, type: 'message', message: messageOf(told.comment, told.account) };
    case 'post.published': {
      const { id, url } = told.post;
      return { ...of, type: 'settled', key: id, published: published({ externalId: id, url }) };
    }
    case 'post.removed':
      return { ...of, type: 'post_removed', externalId: told.post.id };
  }
}
