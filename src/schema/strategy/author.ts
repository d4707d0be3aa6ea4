import type { GraphContext } from '../context.ts';
import { loadActor } from '../workspace/actor.ts';

export const authorSelection = { authorKind: true, authorId: true } as const;

/** Whoever the columns of a row name, branded with its type; null: gone, or nobody. */
export function loadAuthor(
  context: GraphContext,
  { authorKind, authorId }: { readonly authorKind: string; readonly authorId: string | null },
): Promise<object | null> {
  if (authorId === null) return Promise.resolve(null);
  return loadActor(context, { kind: authorKind === 'MEMBER' ? 'MEMBER' : 'TOKEN', id: authorId });
}
