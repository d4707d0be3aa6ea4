import type { ChannelCandidate, HttpRequest, NetworkCall } from '@polyphony/sdk';
import { z } from 'zod';
import { narrow, type Right } from './capabilities.ts';

/** A post as the API answers it. */
export interface SandboxPost {
  readonly id: string;
  readonly state: 'processing' | 'published';
  /** When it is (or will be) public. */
  readonly publishedAt: string;
  readonly url: string;
}

export interface NewPost {
  readonly account: string;
  readonly text: string;
  readonly link?: string | undefined;
  /** Ids of registered media, in order. */
  readonly media: readonly string[];
  readonly reference: string;
  readonly delaySeconds?: number | undefined;
}

export type SandboxComment = z.infer<typeof sandboxComment>;
/** `number` counts up over all comments of an account; `replyTo` is the comment that it answers. */
export const sandboxComment = z.object({
  id: z.string(),
  number: z.int(),
  post: z.string(),
  replyTo: z.string().exactOptional(),
  author: z.object({ id: z.string(), name: z.string() }),
  text: z.string(),
  createdAt: z.iso.datetime(),
});

export interface SandboxProfile {
  readonly displayName: string;
  readonly bio: string;
  readonly avatarUrl?: string;
}

async function request<T>(call: NetworkCall, path: string, options: HttpRequest = {}): Promise<T> {
  const { body } = await call.http.request<T>(`/v1/${path}`, {
    ...options,
    headers: { authorization: `Bearer ${call.credentials.token}` },
  });
  return body;
}

export async function listAccounts(call: NetworkCall): Promise<readonly ChannelCandidate[]> {
  interface Account extends Omit<ChannelCandidate, 'externalId'> {
    readonly id: string;
    readonly rights: readonly Right[];
  }
  const { accounts } = await request<{ accounts: readonly Account[] }>(call, 'accounts');
  return accounts.map(({ id, rights, ...account }) => {
    const capabilities = narrow(rights);
    const tier = capabilities ? 'text account' : 'whole account';
    return { ...account, externalId: id, tier, ...(capabilities && { capabilities }) };
  });
}

export const registerMedia = (
  call: NetworkCall,
  media: { readonly url: string; readonly altText?: string | undefined },
) => request<{ id: string }>(call, 'media', { method: 'POST', json: media });

export const createPost = (call: NetworkCall, post: NewPost) =>
  request<SandboxPost>(call, 'posts', { method: 'POST', json: post });

export const getPost = (call: NetworkCall, id: string) => request<SandboxPost>(call, `posts/${encodeURIComponent(id)}`);

/** Newest first. */
export const findPosts = (call: NetworkCall, account: string, reference: string) =>
  request<{ posts: readonly SandboxPost[] }>(call, 'posts', { query: { account, reference } });

export const deletePost = (call: NetworkCall, id: string) =>
  request<undefined>(call, `posts/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** Oldest first, those with a higher number than `after`. */
export const listComments = (call: NetworkCall, account: string, after: number) =>
  request<{ comments: readonly SandboxComment[]; more: boolean }>(call, 'comments', { query: { account, after } });

export const createComment = (
  call: NetworkCall,
  comment: { readonly account: string; readonly replyTo: string; readonly text: string },
) => request<SandboxComment>(call, 'comments', { method: 'POST', json: comment });

const ofAccount = (account: string, part: string) => `accounts/${encodeURIComponent(account)}/${part}`;

export const getProfile = (call: NetworkCall, account: string) =>
  request<SandboxProfile>(call, ofAccount(account, 'profile'));

export const changeProfile = (call: NetworkCall, account: string, changes: Partial<SandboxProfile>) =>
  request<SandboxProfile>(call, ofAccount(account, 'profile'), { method: 'PATCH', json: changes });

export const setWebhook = (
  call: NetworkCall,
  account: string,
  hook: { readonly url: string; readonly secret: string },
) => request<undefined>(call, ofAccount(account, 'webhook'), { method: 'PUT', json: hook });

export const deleteWebhook = (call: NetworkCall, account: string) =>
  request<undefined>(call, ofAccount(account, 'webhook'), { method: 'DELETE' });
