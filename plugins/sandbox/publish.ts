import {
  happened,
  NetworkError,
  pending,
  published,
  type Call,
  type Found,
  type NetworkCall,
  type Pending,
  type Publication,
  type Published,
} from '@polyphony/sdk';
import { createPost, deletePost, findPosts, getPost, registerMedia, type SandboxPost } from './client.ts';
import type { SandboxPostOptions } from './options.ts';

export async function publish(call: Call, post: Publication<SandboxPostOptions>): Promise<Published | Pending> {
  const media: string[] = [];
  for (const [index, { url, altText }] of post.media.entries()) {
    // A picture that was registered twice costs nothing, so this may run again.
    const { id } = await call.step(`register picture ${index + 1}`, () => registerMedia(call, { url, altText }));
    media.push(id);
  }
  const created = await call.commit('create post', () =>
    createPost(call, {
      account: post.channelId,
      text: post.text,
      link: post.link,
      media,
      reference: call.idempotencyKey,
      delaySeconds: post.options?.delaySeconds,
    }),
  );
  return outcomeOf(call, created);
}

/** The ticket is the id of the post. */
export async function check(call: NetworkCall, ticket: unknown): Promise<Published | Pending> {
  return outcomeOf(call, await getPost(call, String(ticket)));
}

export async function find(call: Call, post: Publication<SandboxPostOptions>): Promise<Found> {
  try {
    const { posts } = await findPosts(call, post.channelId, call.idempotencyKey);
    const [found] = posts;
    // The sandbox stores a post before it answers or never, so nothing can come after this.
    return found ? happened(found) : { outcome: 'absent' };
  } catch (error) {
    if (!hasCode(error, 'search_unavailable')) throw error;
    return {
      outcome: 'unknown',
      why: 'The search of the network does not work, so nobody can see whether the post is there.',
    };
  }
}

export async function remove(call: NetworkCall, externalId: string): Promise<void> {
  try {
    await deletePost(call, externalId);
  } catch (error) {
    if (!hasCode(error, 'post_unknown')) throw error;
  }
}

const shortestWaitMs = 250;

function outcomeOf(call: NetworkCall, { id, state, url, publishedAt }: SandboxPost): Published | Pending {
  if (state === 'published') return published({ externalId: id, url });
  return pending(id, Math.max(shortestWaitMs, Date.parse(publishedAt) - call.now().getTime()), id);
}

const hasCode = (error: unknown, code: string) => error instanceof NetworkError && error.details.code === code;
