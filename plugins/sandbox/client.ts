import type { ChannelCandidate, HttpRequest, NetworkCall } from '@polyphony/sdk';

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
  }
  const { accounts } = await request<{ accounts: readonly Account[] }>(call, 'accounts');
  return accounts.map(({ id, ...account }) => ({ ...account, externalId: id }));
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
