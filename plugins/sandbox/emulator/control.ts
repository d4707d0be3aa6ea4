import type { EmulatorControl, Faults } from '@polyphony/sdk/emulator';
import { accounts, demoApp, people, type Account } from './accounts.ts';
import { writeComment } from './comment-api.ts';
import type { ApiContext } from './context.ts';
import { viewPost } from './post-api.ts';
import { refusals } from './refusals.ts';
import type { Post } from './state.ts';

/** How the network calls what it demands. */
const demands = {
  DEAUTHORIZE: 'access_withdrawn',
  DELETE_USER: 'person_deleted',
  DELETE_CONTENT: 'post_deleted',
} as const;

export function createControl(context: ApiContext, faults: Faults): EmulatorControl {
  const { state, announcer } = context;
  return {
    codes: Object.keys(refusals),
    fail: async (fault) => faults.plant(fault),
    posts: async () =>
      [...state.posts.values()].map((post) => ({
        ...viewPost(post, context),
        media: post.media.map(({ url, altText }) => ({ source: url, altText })),
      })),
    async insert({ account, text, createdAt, media = [] }) {
      known(account);
      const registered = media.map(({ url, altText }) => {
        const one = { id: state.nextId('media'), account, url, altText };
        state.record({ change: 'media', media: one });
        return one;
      });
      const id = state.nextId('post');
      const post: Post = { id, account, text, media: registered, createdAt, publishedAt: createdAt };
      state.record({ change: 'post', post });
      return { id, url: viewPost(post, context).url };
    },
    async remove(id) {
      const post = state.posts.get(id);
      state.record({ change: 'removed', id });
      if (post) announcer.add({ account: post.account, type: 'post.removed', post: { id } });
    },
    async talk({ account, text, post }) {
      const below = post ?? [...state.posts.values()].findLast((one) => one.account === account)?.id;
      if (below === undefined) throw new Error('there is no post to comment on');
      const index = state.comments.size % people.length;
      const author = { id: `person_${index + 1}`, name: people[index] ?? '' };
      const { id } = writeComment({ post: below, author, text }, known(account), context);
      return { id };
    },
    messages: async () =>
      [...state.comments.values()].map(({ id, account, post, replyTo, author, text }) => ({
        id,
        account,
        kind: 'COMMENTS',
        text,
        replyTo: replyTo ?? post,
        ours: author.id === account,
        hidden: false,
        liked: false,
      })),
    async profile(account) {
      const { displayName, bio, avatarUrl } = state.profileOf(known(account));
      return { displayName, bio, avatar: avatarUrl };
    },
    retell: (all) => announcer.tell(all),
    async demand({ url, kind, externalId: id }) {
      const taken = await announcer.demand(url, { type: demands[kind], id }, demoApp.clientSecret);
      if (!taken) throw new Error('the demand was not answered with a confirmation code and an address');
    },
  };
}

function known(externalId: string): Account {
  const account = accounts.find((one) => one.externalId === externalId);
  if (!account) throw new Error(`there is no account ${externalId}`);
  return account;
}
