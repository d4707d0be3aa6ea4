import type { EmulatedPost } from '@polyphony/sdk/emulator';
import { mediaOf, textOf } from './post-content.ts';
import { postCollection, threadOf } from './happenings.ts';
import { partsOf, type State, type StoredRecord } from './state.ts';

/** A post with what its own author wrote below it. */
export interface Own {
  readonly first: StoredRecord;
  /** In the order of the thread. */
  readonly parts: readonly StoredRecord[];
}

const isThere = ({ removedAt }: StoredRecord) => removedAt === undefined;

/**
 * The posts of all accounts as people see them: threads as one. A part whose thread is gone is a post of its own; an answer
 * to somebody else is none.
 */
export function publicationsOf(state: State): readonly Own[] {
  const all = [...state.records.values()].filter(({ uri }) => partsOf(uri).collection === postCollection);
  const posts = all.filter((post) => isThere(post) && !isAnswer(post));
  const firsts = posts.filter((post) => {
    const root = threadOf(post.value)?.root.uri;
    return root === undefined || !state.recordAt(root);
  });
  return firsts.map((first) => ({ first, parts: below(first.uri, posts, all) }));
}

/** Whether it stands below what somebody else wrote. */
export function isAnswer({ uri, value }: StoredRecord): boolean {
  const thread = threadOf(value);
  if (!thread) return false;
  const { did } = partsOf(uri);
  return [thread.root, thread.parent].some((one) => partsOf(one.uri).did !== did);
}

function below(root: string, posts: readonly StoredRecord[], all: readonly StoredRecord[]): readonly StoredRecord[] {
  const inThread = posts.filter(({ value }) => threadOf(value)?.root.uri === root);
  const after = (uri: string): readonly StoredRecord[] =>
    inThread.filter(({ value }) => threadOf(value)?.parent.uri === uri).flatMap((post) => [post, ...after(post.uri)]);
  const ordered = after(root);
  // What hangs on a part that is gone, or never was, still stands in the thread.
  const gone = inThread.filter((post) => !ordered.includes(post));
  return [...ordered, ...gone.sort((a, b) => all.indexOf(a) - all.indexOf(b))];
}

export function emulatedPost({ first, parts }: Own, state: State): EmulatedPost {
  const content = (record: StoredRecord) => {
    const { did } = partsOf(record.uri);
    const { images } = mediaOf(record.value);
    return {
      text: textOf(record.value),
      media: images.map(({ cid, alt }) => {
        const { url, sha256 = '' } = state.blobs.get(`${did} ${cid}`) ?? {};
        return { source: url ?? `sha256:${sha256}`, altText: alt === '' ? undefined : alt };
      }),
    };
  };
  return {
    id: first.uri,
    account: partsOf(first.uri).did,
    ...content(first),
    link: mediaOf(first.value).link,
    parts: parts.map(content),
    createdAt: String(first.value.createdAt),
  };
}

/** Addresses of a post and of everything in its thread that its author wrote. */
export function addressesOf(id: string, state: State): readonly string[] {
  const found = publicationsOf(state).find(({ first }) => first.uri === id);
  return found ? [found.first, ...found.parts].map(({ uri }) => uri) : [];
}
