import { published, type NetworkCall, type Published } from '@polyphony/sdk';
import { ask, holderOf, idsOf } from './client.ts';

/** What is read of a post. */
export interface WallPost {
  readonly id: number;
  readonly owner_id: number;
  /** Seconds; of one that waits, when it goes out. */
  readonly date: number;
  readonly text: string;
  readonly post_type?: string;
  readonly postponed_id?: number;
  readonly is_deleted?: boolean;
  readonly attachments?: readonly Attachment[];
  readonly likes?: { readonly count?: number };
  readonly reposts?: { readonly count?: number };
  readonly comments?: { readonly count?: number };
  readonly views?: { readonly count?: number };
}

interface Stored {
  readonly id: number;
  readonly owner_id: number;
}

interface Attachment {
  readonly type: string;
  readonly photo?: Stored;
  readonly video?: Stored & { readonly processing?: number; readonly converting?: number };
  readonly doc?: Stored;
  readonly poll?: Stored & PollView;
  readonly link?: { readonly url: string };
}

export interface PollView {
  readonly question: string;
  readonly answers: readonly { readonly text: string }[];
  readonly anonymous: boolean;
  readonly multiple: boolean;
  readonly end_date: number;
}

/** As it was attached, without access keys. */
export const attachedTo = ({ attachments = [] }: WallPost): readonly string[] =>
  attachments.flatMap(({ photo, video, doc, poll, link }) => {
    const [type, stored] = photo ? ['photo', photo] : video ? ['video', video] : doc ? ['doc', doc] : ['poll', poll];
    if (stored) return [`${type}${stored.owner_id}_${stored.id}`];
    return link ? [link.url] : [];
  });

export const outcomeOf = ({ http }: Pick<NetworkCall, 'http'>, groupId: string, postId: number | string): Published =>
  published({ externalId: `-${groupId}_${postId}`, url: `${http.address('web')}/wall-${groupId}_${postId}` });

const mostPosts = 100;

/** By the ids that `externalId` has; those that are not there are left out. */
export async function getPosts(call: NetworkCall, externalIds: readonly string[]): Promise<readonly WallPost[]> {
  const holder = holderOf(call, 'user', 'service');
  const all: WallPost[] = [];
  for (let start = 0; start < externalIds.length; start += mostPosts) {
    const posts = externalIds.slice(start, start + mostPosts);
    const { items } = await ask<{ items: readonly WallPost[] }>(call, holder, 'wall.getById', { posts });
    all.push(...items.filter((post) => post.is_deleted !== true));
  }
  return all;
}

/** The latest on a wall; a pinned one first, whatever its age. */
export async function listPosts(
  call: NetworkCall,
  groupId: string,
  filter: 'all' | 'postponed' = 'all',
): Promise<readonly WallPost[]> {
  const holder = holderOf(call, 'user', 'service');
  const parameters = { owner_id: `-${groupId}`, filter, count: mostPosts };
  return (await ask<{ items: readonly WallPost[] }>(call, holder, 'wall.get', parameters, 'wall reads')).items;
}

export async function getPost(call: NetworkCall, externalId: string): Promise<WallPost | undefined> {
  const { groupId, id } = idsOf(call, externalId);
  return (await getPosts(call, [`-${groupId}_${id}`]))[0];
}
