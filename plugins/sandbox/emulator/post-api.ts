import { z } from 'zod';
import { accounts, type Account } from './accounts.ts';
import { demandOwn, demandRight, isHttp, lengthOf, type ApiAnswer, type ApiContext } from './context.ts';
import { meetHashtag } from './hashtags.ts';
import { Refusal } from './refusals.ts';
import type { Media, Post, State } from './state.ts';

export const newMedia = z.strictObject({ url: z.string(), altText: z.string().optional() });
export const newPost = z.strictObject({
  account: z.string(),
  text: z.string().default(''),
  link: z.string().optional(),
  media: z.array(z.string()).default([]),
  reference: z.string().min(1).max(64).optional(),
  delaySeconds: z.int().min(0).max(60).default(0),
});
export const postSearch = z.strictObject({ account: z.string(), reference: z.string().optional() });
const mostPosts = 100;

export function registerMedia(
  account: Account,
  { url, altText }: z.infer<typeof newMedia>,
  { state }: ApiContext,
): ApiAnswer {
  demandRight(account, 'pictures');
  if (!isHttp(url)) throw new Refusal('media_invalid', 'The address of a picture begins with http or https.');
  if (altText !== undefined && lengthOf(altText) > 1_000) {
    throw new Refusal('alt_text_too_long', 'An alt text has at most 1,000 characters.');
  }
  const media = { id: state.nextId('media'), account: account.externalId, url, altText };
  state.record({ change: 'media', media });
  return { status: 201, body: { id: media.id } };
}

export function createPost(account: Account, wanted: z.infer<typeof newPost>, context: ApiContext): ApiAnswer {
  const { state, now, processingMs } = context;
  const { text, link, reference, delaySeconds } = wanted;
  demandOwn(account, wanted.account);
  if (text.trim() === '' && link === undefined && wanted.media.length === 0) {
    throw new Refusal('post_empty', 'A post needs a text, a link or a picture.');
  }
  if (lengthOf(text) > 500) throw new Refusal('text_too_long', 'A text has at most 500 characters.');
  if (link !== undefined && !isHttp(link)) throw new Refusal('link_invalid', 'A link begins with http or https.');
  if (link !== undefined && wanted.media.length > 0) {
    throw new Refusal('link_with_media', 'A post has a link or pictures, not both.');
  }
  if (wanted.media.length > 4) throw new Refusal('media_too_many', 'A post has at most four pictures.');
  const media = wanted.media.map((id) => ownMedia(account, id, state));

  const { cut } = meetHashtag(text, reference ?? text, context);
  const created = now();
  const publishedAt = new Date(created.getTime() + (processingMs ?? delaySeconds * 1000)).toISOString();
  const id = state.nextId('post');
  const post: Post = {
    id,
    account: account.externalId,
    text,
    link,
    media,
    reference,
    createdAt: created.toISOString(),
    publishedAt,
  };
  state.record({ change: 'post', post });
  const body = viewPost(post, context);
  return { status: body.state === 'published' ? 201 : 202, body, cut };
}

export function findPosts(account: Account, wanted: z.infer<typeof postSearch>, context: ApiContext): ApiAnswer {
  demandOwn(account, wanted.account);
  const posts = [...context.state.posts.values()]
    .filter((post) => post.account === account.externalId)
    .filter(({ reference }) => wanted.reference === undefined || reference === wanted.reference);
  if (wanted.reference !== undefined && posts.some(({ text }) => /#sandbox-lost\b/i.test(text))) {
    throw new Refusal('search_unavailable', 'The search does not work at the moment.');
  }
  return {
    status: 200,
    body: {
      posts: posts
        .slice(-mostPosts)
        .reverse()
        .map((post) => viewPost(post, context)),
    },
  };
}

export function readPost(account: Account, id: string, context: ApiContext): ApiAnswer {
  return { status: 200, body: viewPost(ownPost(account, id, context.state), context) };
}

export function removePost(account: Account, id: string, { state }: ApiContext): ApiAnswer {
  demandRight(account, 'removal');
  state.record({ change: 'removed', id: ownPost(account, id, state).id });
  return { status: 204 };
}

function ownPost(account: Account, id: string, { posts }: State): Post {
  const post = posts.get(id);
  if (post?.account !== account.externalId) throw new Refusal('post_unknown', 'There is no such post.');
  return post;
}

function ownMedia(account: Account, id: string, { media }: State): Media {
  const found = media.get(id);
  if (found?.account !== account.externalId) throw new Refusal('media_unknown', `There is no picture ${id}.`);
  return found;
}

/** The address is made when it is asked for: after a restart the port may be another. */
export function viewPost(post: Post, { now, url }: Pick<ApiContext, 'now' | 'url'>) {
  const { id, account, text, link, reference, createdAt, publishedAt } = post;
  const handle = accounts.find(({ externalId }) => externalId === account)?.handle;
  return {
    id,
    account,
    state: isPublic(post, now()) ? ('published' as const) : ('processing' as const),
    text,
    link,
    media: post.media.map(({ url: address, altText }) => ({ url: address, altText })),
    reference,
    createdAt,
    publishedAt,
    url: `${url}/@${handle}/${id}`,
  };
}

export const isPublic = ({ publishedAt }: Post, now: Date) => Date.parse(publishedAt) <= now.getTime();
