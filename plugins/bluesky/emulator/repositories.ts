import { z } from 'zod';
import { accountOf, profiles } from './accounts.ts';
import { profileCollection, uriOf, type State, type StoredRecord } from './state.ts';

export interface Owner {
  readonly did: string;
  readonly handle: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly followers: number;
  readonly follows: number;
}

/** The accounts of a server and what they wrote, as those who index it see it. */
export interface Repositories {
  /** By DID or handle. */
  owner(actor: string): Promise<Owner | undefined>;
  /** Undefined where there is none, or not any more. */
  record(uri: string): Promise<StoredRecord | undefined>;
  /** Of one kind, oldest first; removed ones too, where the server still knows them. */
  records(did: string, collection: string): Promise<readonly StoredRecord[]>;
}

const profileShape = z.looseObject({ displayName: z.string().optional(), description: z.string().optional() });

/** Those of the emulator itself. */
export const ownRepositories = (state: State): Repositories => ({
  async owner(actor) {
    const account = accountOf(actor);
    if (!account) return undefined;
    const { externalId: did, handle } = account;
    const { followers, follows } = profiles[handle];
    const profile = profileShape.parse(state.recordAt(uriOf(did, profileCollection, 'self'))?.value ?? {});
    return { did, handle, name: profile.displayName, description: profile.description, followers, follows };
  },
  record: async (uri) => state.recordAt(uri),
  records: async (did, collection) =>
    [...state.records.values()].filter(({ uri }) => uri.startsWith(uriOf(did, collection, ''))),
});

const answeredRecord = z.object({
  uri: z.string(),
  cid: z.string(),
  value: z.looseObject({ $type: z.string(), createdAt: z.string().optional() }),
});
const answers = {
  describeRepo: z.object({ did: z.string(), handle: z.string() }),
  getRecord: answeredRecord,
  listRecords: z.object({ records: z.array(answeredRecord), cursor: z.string().optional() }),
};

/** Those of a server elsewhere, by what it tells everyone. */
export function repositoriesAt(url: string): Repositories {
  async function ask<Method extends keyof typeof answers>(method: Method, parameters: Record<string, string>) {
    const response = await fetch(`${url}/xrpc/com.atproto.repo.${method}?${new URLSearchParams(parameters)}`);
    const body: unknown = await response.json();
    // The server says 400 for whatever it does not have.
    return response.ok ? (answers[method].parse(body) as z.infer<(typeof answers)[Method]>) : undefined;
  }
  const stored = ({ uri, cid, value }: z.infer<typeof answeredRecord>): StoredRecord => ({
    uri,
    cid,
    value,
    at: value.createdAt ?? new Date(0).toISOString(),
  });
  return {
    async owner(actor) {
      const found = await ask('describeRepo', { repo: actor });
      if (!found) return undefined;
      const profile = await ask('getRecord', { repo: found.did, collection: profileCollection, rkey: 'self' });
      const { displayName, description } = profileShape.parse(profile?.value ?? {});
      return { did: found.did, handle: found.handle, name: displayName, description, followers: 0, follows: 0 };
    },
    async record(uri) {
      const [, repo = '', collection = '', rkey = ''] = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
      const found = await ask('getRecord', { repo, collection, rkey });
      return found && stored(found);
    },
    async records(did, collection) {
      const all: StoredRecord[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page: z.infer<(typeof answers)['listRecords']> | undefined = await ask('listRecords', {
          ...{ repo: did, collection, limit: '100', reverse: 'true' },
          ...(cursor !== '' && { cursor }),
        });
        all.push(...(page?.records ?? []).map(stored));
        cursor = page?.records.length ? page.cursor : undefined;
      }
      return all;
    },
  };
}
