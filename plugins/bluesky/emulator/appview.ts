import { z } from 'zod';
import type { Happening } from './audience.ts';
import { postCollection, rootOf, threadOf, type AppContext } from './happenings.ts';
import { Refusal } from './refusals.ts';
import { partsOf, uriOf } from './state.ts';
import { answersTo, authorView, findPost, postOf, postView, profileView, type Post } from './views.ts';
import { listOf, pageSize, query, type Method } from './xrpc.ts';

const actorQuery = z.strictObject({ actor: z.string() });
const postsQuery = z.strictObject({ uris: listOf(25) });
const threadQuery = z.strictObject({
  uri: z.string(),
  depth: z.coerce.number().int().min(0).max(1000).default(6),
  parentHeight: z.coerce.number().int().min(0).max(1000).default(80),
});
const notificationsQuery = z.strictObject({
  reasons: listOf(100).optional(),
  limit: pageSize,
  priority: z.stringbool().optional(),
  cursor: z.string().optional(),
  seenAt: z.iso.datetime({ offset: true }).optional(),
});

/** What the network knows of everyone, and a server passes on to it. */
export const appViewMethods: Readonly<Record<string, Method<AppContext>>> = {
  'app.bsky.actor.getProfile': {
    http: 'GET',
    as: 'account',
    async run({ parameters }, context) {
      const profile = await profileView(query(actorQuery, parameters).actor, context);
      if (!profile) throw new Refusal('InvalidRequest', 'Profile not found');
      return profile;
    },
  },
  'app.bsky.feed.getPosts': {
    http: 'GET',
    as: 'account',
    async run({ parameters, caller }, context) {
      const { uris } = query(postsQuery, parameters);
      const found = await Promise.all(uris.map((uri) => findPost(uri, context)));
      // Those that are not there are left out without a word.
      const posts = found.filter((post) => post !== undefined);
      return { posts: await Promise.all(posts.map((post) => postView(post, caller.did, context))) };
    },
  },
  'app.bsky.feed.getPostThread': {
    http: 'GET',
    as: 'account',
    async run({ parameters, caller }, context) {
      const { uri, depth, parentHeight } = query(threadQuery, parameters);
      const post = await findPost(uri, context);
      if (!post) throw new Refusal('NotFound', `Post not found: ${uri}`);
      const parent = await parentView(post, parentHeight, caller.did, context);
      const thread = await threadView(post, depth, caller.did, context);
      const gate = await gateView(rootOf({ uri, value: { $type: postCollection, ...post.record } }), context);
      return { thread: { ...thread, ...(parent && { parent }) }, ...(gate && { threadgate: gate }) };
    },
  },
  'app.bsky.notification.listNotifications': {
    http: 'GET',
    as: 'account',
    async run({ parameters, caller }, { happenings }) {
      const { reasons, limit, cursor } = query(notificationsQuery, parameters);
      const all = [...(await happenings.all(caller.did))]
        .reverse()
        .filter(({ kind }) => reasons?.includes(kind) ?? true);
      const start = cursor === undefined ? 0 : all.findIndex((one) => cursorOf(one) === cursor) + 1;
      if (cursor !== undefined && start === 0) throw new Refusal('InvalidRequest', 'Malformed cursor');
      const page = all.slice(start, start + limit);
      const last = page.at(-1);
      return {
        ...(last && start + limit < all.length && { cursor: cursorOf(last) }),
        notifications: page.map(notificationView),
        priority: false,
      };
    },
  },
};

/** The network's own says nothing either: only the server that made it understands it. */
const cursorOf = ({ at, cid }: Happening) => `${new Date(at).toISOString()}::${cid}`;

const notificationView = ({ uri, cid, by, kind, subject, record, at }: Happening) => ({
  uri,
  cid,
  author: authorView(by),
  reason: kind,
  ...(subject !== undefined && { reasonSubject: subject }),
  record,
  isRead: false,
  indexedAt: new Date(at).toISOString(),
});

interface ThreadView {
  readonly $type: string;
  readonly post: unknown;
  readonly replies?: readonly ThreadView[];
}

async function threadView(
  post: Post,
  depth: number,
  viewer: string | undefined,
  context: AppContext,
): Promise<ThreadView> {
  const below: Post[] = depth > 0 ? [...(await answersTo(post.uri, context))] : [];
  if (depth > 0) {
    const happened = await context.happenings.all();
    below.push(...happened.filter(({ kind, subject }) => kind === 'reply' && subject === post.uri).map(postOf));
  }
  below.sort((a, b) => a.at.localeCompare(b.at));
  return {
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: await postView(post, viewer, context),
    replies: await Promise.all(below.map((each) => threadView(each, depth - 1, viewer, context))),
  };
}

async function parentView(
  post: Post,
  height: number,
  viewer: string | undefined,
  context: AppContext,
): Promise<object | undefined> {
  const uri = threadOf(post.record)?.parent.uri;
  if (uri === undefined || height === 0) return undefined;
  const parent = await findPost(uri, context);
  if (!parent) return { $type: 'app.bsky.feed.defs#notFoundPost', uri, notFound: true };
  const above = await parentView(parent, height - 1, viewer, context);
  return {
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: await postView(parent, viewer, context),
    ...(above !== undefined && { parent: above }),
  };
}

async function gateView(rootUri: string, { repositories }: AppContext) {
  const { did, rkey } = partsOf(rootUri);
  const gate = await repositories.record(uriOf(did, 'app.bsky.feed.threadgate', rkey));
  return gate && { uri: gate.uri, cid: gate.cid, record: gate.value };
}
