import type { Viewer } from '../domain/workspace/permission.ts';
import type { Database } from '../infra/db.ts';
import type { Logger } from '../infra/logger.ts';
import type { MediaStore } from '../infra/media-store.ts';
import type { Networks } from '../infra/plugins.ts';
import type { Vault } from '../infra/vault.ts';

/** What the shell works with, whoever asks. */
export interface Shell {
  readonly db: Database;
  readonly networks: Networks;
  readonly vault: Vault;
  readonly media: MediaStore;
  readonly log: Logger;
  /** Where browsers and networks reach this API from outside, such as https://social.example.com. */
  publicUrl(): string;
  now(): Date;
  /** A new UUID, version 7: later ones sort after earlier ones. */
  newId(): string;
  /** In [0, 1). */
  random(): number;
  readonly timing: PublishingTiming;
}

/** Milliseconds. */
export interface PublishingTiming {
  /** How long a worker that fell silent keeps a delivery to itself. */
  readonly lease: number;
  /** How long after a commit whose answer was lost the network is asked for the post: by then a request on its way has arrived. */
  readonly quiet: number;
  /** How long a network that cannot be asked for a lost post is asked again, before a person must look. */
  readonly search: number;
  /** How long one attempt may take, uploads included: a connector that never ends must not hold its worker for ever. */
  readonly attempt: number;
}

export const publishingTiming: PublishingTiming = {
  lease: 15_000,
  quiet: 5_000,
  search: 3_600_000,
  attempt: 3_600_000,
};

/** One call of someone who is known. */
export interface Ctx extends Shell {
  readonly viewer: Viewer;
  readonly requestId: string | null;
}
