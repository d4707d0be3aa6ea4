import type { Happening, Person } from './audience.ts';
import { crowd } from './crowd.ts';
import { likeCollection, postCollection, threadOf, type AppContext } from './happenings.ts';
import type { Owner } from './repositories.ts';
import { partsOf, type StoredRecord } from './state.ts';

/** A post of an account, or of somebody else. */
export interface Post {
  readonly uri: string;
  readonly cid: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly author: Owner | Person;
  readonly at: string;
}

export const postOf = ({ uri, cid, record, by, at }: Happening): Post => ({
  uri,
  cid,
  record,
  author: by,
  at: new Date(at).toISOString(),
});

export async function findPost(uri: string, { repositories, happenings }: AppContext): Promise<Post | undefined> {
  const { did, collection } = partsOf(uri);
  if (collection !== postCollection) return undefined;
  if (isOfCrowd(did)) {
    const found = await happenings.postAt(uri);
    return found && postOf(found);
  }
  const [record, author] = await Promise.all([repositories.record(uri), repositories.owner(did)]);
  return record && author && { uri, cid: record.cid, record: record.value, author, at: record.at };
}

export const isOfCrowd = (actor: string) => crowd.some(({ did, handle }) => did === actor || handle === actor);

/** What the network tells of a person. */
export const authorView = ({ did, handle, name }: Owner | Person) => ({
  did,
  handle,
  ...(name !== undefined && { displayName: name }),
});

export async function profileView(actor: string, context: AppContext) {
  const { repositories, happenings } = context;
  const person = crowd.find(({ did, handle }) => did === actor || handle === actor);
  if (person) return { ...authorView(person), followersCount: 12, followsCount: 40, postsCount: 7 };
  const owner = await repositories.owner(actor);
  if (!owner) return undefined;
  const { did, followers, follows, description } = owner;
  const happened = await happenings.all(did);
  const posts = (await repositories.records(did, postCollection)).filter(({ removedAt }) => removedAt === undefined);
  return {
    ...authorView(owner),
    ...(description !== undefined && { description }),
    ...told(context, did, {
      followersCount: followers + happened.filter(({ kind }) => kind === 'follow').length,
      followsCount: follows,
      postsCount: posts.length,
    }),
  };
}

/** Everything that is counted, by the network's own names. */
export const countNames = [
  ...['likeCount', 'repostCount', 'replyCount', 'quoteCount', 'bookmarkCount'],
  ...['followersCount', 'followsCount', 'postsCount'],
] as const;

/** Counts with what a test added, and without those that it withheld. */
function told({ audience }: AppContext, of: string, counts: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([name]) => !audience.withheld.has(name))
      .map(([name, value]) => [name, value + audience.added(of, name)]),
  );
}

/** `viewer`: DID of who asks. */
export async function postView(post: Post, viewer: string | undefined, context: AppContext) {
  const { happenings, repositories } = context;
  const { uri, cid, record, at } = post;
  const happened = (await happenings.all()).filter(({ subject }) => subject === uri);
  const replies = await answersTo(uri, context);
  let likes = 0;
  let ownLike: string | undefined;
  for (const did of happenings.accounts) {
    const like = (await repositories.records(did, likeCollection)).find((one) => isLikeOf(one, uri));
    if (!like) continue;
    likes++;
    if (did === viewer) ownLike = like.uri;
  }
  const count = (kind: Happening['kind']) => happened.filter((one) => one.kind === kind).length;
  return {
    uri,
    cid,
    author: authorView(post.author),
    record,
    ...told(context, uri, {
      replyCount: count('reply') + replies.length,
      repostCount: count('repost'),
      likeCount: count('like') + likes,
      quoteCount: count('quote'),
      bookmarkCount: 0,
    }),
    indexedAt: at,
    viewer: { ...(ownLike !== undefined && { like: ownLike }) },
  };
}

const isLikeOf = ({ removedAt, value }: StoredRecord, uri: string) =>
  removedAt === undefined && (value.subject as { readonly uri: string }).uri === uri; // a like's

/** What the accounts themselves answered to a post. */
export async function answersTo(uri: string, { happenings, repositories }: AppContext): Promise<readonly Post[]> {
  const answers: Post[] = [];
  for (const did of happenings.accounts) {
    const author = await repositories.owner(did);
    for (const { removedAt, value, ...one } of await repositories.records(did, postCollection)) {
      if (!author || removedAt !== undefined || threadOf(value)?.parent.uri !== uri) continue;
      answers.push({ ...one, record: value, author });
    }
  }
  return answers;
}

/** Whether an account likes what is at an address. */
export async function isLiked(did: string, uri: string, { repositories }: AppContext): Promise<boolean> {
  return (await repositories.records(did, likeCollection)).some((one) => isLikeOf(one, uri));
}
