import type { Viewer } from './permission.ts';

/** Whoever did something. `SYSTEM` is the product itself; its reason says which of its rules acted. */
export type ActorRef =
  | { readonly kind: 'MEMBER'; readonly id: string }
  | { readonly kind: 'TOKEN'; readonly id: string }
  | { readonly kind: 'SYSTEM'; readonly reason: string };

export const actorOf = (viewer: Viewer): ActorRef =>
  viewer.kind === 'MEMBER' ? { kind: 'MEMBER', id: viewer.memberId } : { kind: 'TOKEN', id: viewer.tokenId };
