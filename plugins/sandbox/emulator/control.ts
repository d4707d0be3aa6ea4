import { faultSchema, type EmulatorControl, type Fault } from '@polyphony/sdk/emulator';
import type { z } from 'zod';
import { viewPost, type ApiContext } from './api.ts';
import { demoAccounts } from './accounts.ts';
import { refusals } from './refusals.ts';
import type { Post } from './state.ts';

type PlantedFault = z.output<typeof faultSchema>;

/** Faults that wait for their request, in the order in which they were planted. Gone with the process. */
export class Faults {
  readonly #planted: PlantedFault[] = [];

  plant(fault: Fault): void {
    this.#planted.push(faultSchema.parse(fault));
  }

  /** The fault that a request meets, if any. */
  meet(isPost: boolean): PlantedFault | undefined {
    const index = this.#planted.findIndex(({ on }) => on === 'any' || isPost);
    const fault = this.#planted[index];
    if (fault && --fault.times === 0) this.#planted.splice(index, 1);
    return fault;
  }
}

export function createControl(context: ApiContext, faults: Faults): EmulatorControl {
  const { state } = context;
  return {
    codes: Object.keys(refusals),
    fail: async (fault) => faults.plant(fault),
    posts: async () => [...state.posts.values()].map((post) => viewPost(post, context)),
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
  };
}
