import { z } from 'zod';
import { demoAccounts, type Account } from './accounts.ts';
import { meetHashtag } from './hashtags.ts';
import { Refusal } from './refusals.ts';
import type { Media, Post, State } from './state.ts';

export interface ApiRequest {
  readonly method: string;
  /** Below /v1/: `posts/post_1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** `cut`: it was done, but the connection breaks before the answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly cut?: boolean;
}

export interface ApiContext {
  readonly state: State;
  readonly now: () => Date;
  /** Base URL of this emulator. */
  readonly url: string;
  /** Planted by a test: how long the next post is in processing. */
  readonly processingMs?: number;
}

const isHttp = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const lengthOf = (text: string) => Array.from(segmenter.segment(text)).length;

const newMedia = z.strictObject({ url: z.string(), altText: z.string().optional() });
const newPost = z.strictObject({
  account: z.string(),
  text: z.string().default(''),
  link: z.string().optional(),
  media: z.array(z.string()).default([]),
  reference: z.string().min(1).max(64).optional(),
  delaySeconds: z.int().min(0).max(60).default(0),
});
const search = z.strictObject({ account: z.string(), reference: z.string().optional() });
const nothing = z.strictObject({});
const mostPosts = 100;

/** One request of the API. Throws {@link Refusal}. */
export function answer(request: ApiRequest, context: ApiContext): ApiAnswer {
  const account = authenticate(request.authorization);
  const { method, path } = request;
  const id = /^posts\/([\w-]+)$/.exec(path)?.[1];
  if (path !== 'posts' || method !== 'GET') parse(nothing, Object.fromEntries(request.query));
  if (method === 'GET' && path === 'accounts')
    return { status: 200, body: { accounts: [viewAccount(account, context)] } };
  if (method === 'POST' && path === 'media') return registerMedia(account, parse(newMedia, request.body), context);
  if (method === 'POST' && path === 'posts') return createPost(account, parse(newPost, request.body), context);
  if (method === 'GET' && path === 'posts')
    return findPosts(account, parse(search, Object.fromEntries(request.query)), context);
  if (method === 'GET' && id) return { status: 200, body: viewPost(ownPost(account, id, context.state), context) };
  if (method === 'DELETE' && id) return removePost(ownPost(account, id, context.state), context);
  throw new Refusal('route_unknown', `There is no ${method} /v1/${path}.`);
}

function authenticate(authorization: string | undefined): Account {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  const account = demoAccounts.find(({ credentials }) => credentials.token === token);
  if (!account) throw new Refusal('token_invalid', 'This token is of no account.');
  return account;
}

function parse<T>(shape: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = shape.safeParse(value);
  if (!success) throw new Refusal('request_invalid', z.prettifyError(error));
  return data;
}

function registerMedia(account: Account, { url, altText }: z.infer<typeof newMedia>, { state }: ApiContext): ApiAnswer {
  if (!isHttp(url)) throw new Refusal('media_invalid', 'The address of a picture begins with http or https.');
  if (altText !== undefined && lengthOf(altText) > 1_000) {
    throw new Refusal('alt_text_too_long', 'An alt text has at most 1,000 characters.');
  }
  const media = { id: state.nextId('media'), account: account.externalId, url, altText };
  state.record({ change: 'media', media });
  return { status: 201, body: { id: media.id } };
}

function createPost(account: Account, wanted: z.infer<typeof newPost>, context: ApiContext): ApiAnswer {
  const { state, now, processingMs } = context;
  const { text, link, reference, delaySeconds } = wanted;
  if (wanted.account !== account.externalId) throw new Refusal('account_forbidden', 'The token is of another account.');
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

function findPosts(account: Account, wanted: z.infer<typeof search>, context: ApiContext): ApiAnswer {
  if (wanted.account !== account.externalId) throw new Refusal('account_forbidden', 'The token is of another account.');
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

function removePost({ id }: Post, { state }: ApiContext): ApiAnswer {
  state.record({ change: 'removed', id });
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

const viewAccount = ({ externalId, name, handle, kind }: Account, { url }: ApiContext) => ({
  id: externalId,
  name,
  handle,
  kind,
  url: `${url}/@${handle}`,
});

/** The address is made when it is asked for: after a restart the port may be another. */
export function viewPost(post: Post, { now, url }: Pick<ApiContext, 'now' | 'url'>) {
  const { id, account, text, link, reference, createdAt, publishedAt } = post;
  const handle = demoAccounts.find(({ externalId }) => externalId === account)?.handle;
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
