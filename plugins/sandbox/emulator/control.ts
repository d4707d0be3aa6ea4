import type { EmulatorControl, Faults } from '@polyphony/sdk/emulator';
import { viewPost, type ApiContext } from './api.ts';
import { demoAccounts } from './accounts.ts';
import { refusals } from './refusals.ts';
import type { Post } from './state.ts';

export function createControl(context: ApiContext, faults: Faults): EmulatorControl {
  const { state } = context;
  return {
    codes: Object.keys(refusals),
    fail: async (fault) => faults.plant(fault),
    posts: async () =>
      [...state.posts.values()].map((post) => ({
        ...viewPost(post, context),
        media: post.media.map(({ url, altText }) => ({ source: url, altText })),
      })),
    async insert({ account, text, createdAt, media = [] }) {
      if (!demoAccounts.some(({ externalId }) => externalId === account))
        throw new Error(`there is no account ${account}`);
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
    remove: async (id) => state.record({ change: 'removed', id }),
  };
}
