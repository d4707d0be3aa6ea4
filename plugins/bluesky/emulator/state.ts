import { createHash } from 'node:crypto';
import { Journal } from '@polyphony/sdk/emulator';
import { demoAccounts, profiles } from './accounts.ts';
import { Audience, type AudienceChange } from './audience.ts';
import { cidOfRecord } from './cid.ts';

export interface StoredRecord {
  readonly uri: string;
  readonly cid: string;
  readonly value: RecordValue;
  /** When the server took it. */
  readonly at: string;
  /** When it was taken down; what people did until then has happened. */
  readonly removedAt?: string;
}

export type RecordValue = Readonly<Record<string, unknown>> & { readonly $type: string };

export interface StoredBlob {
  readonly did: string;
  readonly cid: string;
  readonly mimeType: string;
  readonly size: number;
  readonly sha256: string;
  /** Base64; absent where no picture can be that large. */
  readonly bytes?: string;
  /** Of a picture that a test put there: where it is. */
  readonly url?: string;
}

/** What a client asked for at the authorization server, and how far it came. */
export interface Authorization {
  readonly requestUri: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly scope: string;
  readonly challenge: string;
  readonly loginHint?: string | undefined;
  /** Thumbprint of the client's key. */
  readonly jkt: string;
  /** Milliseconds. */
  readonly expiresAt: number;
  /** The person said yes. */
  readonly code?: string;
  readonly did?: string;
  /** The code was turned into tokens. */
  readonly used?: boolean;
}

/** What came of it. */
export interface Session {
  readonly id: string;
  readonly did: string;
  readonly clientId: string;
  readonly scope: string;
  readonly jkt: string;
  /** How often it was renewed: only the latest refresh token is good. */
  readonly generation: number;
  readonly ended: boolean;
}

export type Change =
  /** What one request wrote and removed, all of it or nothing. */
  | {
      readonly change: 'written';
      readonly at: string;
      readonly records: readonly StoredRecord[];
      readonly removed: readonly string[];
    }
  | { readonly change: 'blob'; readonly blob: StoredBlob }
  | { readonly change: 'authorization'; readonly authorization: Authorization }
  | { readonly change: 'session'; readonly session: Session }
  /** A session by password was begun: so that no two have one name. */
  | { readonly change: 'opened'; readonly jti: string }
  /** A session by password was renewed, with this refresh token. */
  | { readonly change: 'renewed'; readonly jti: string; readonly next: string; readonly at: number }
  /** A session by password was closed, with this refresh token. */
  | { readonly change: 'closed'; readonly jti: string }
  /** What lets clients in until now does so no more; `all`: what renews it neither. */
  | { readonly change: 'epoch'; readonly did: string; readonly all: boolean }
  | AudienceChange;

/** What the server knows. With a file, a change is on disk before anyone can see it. */
export class State {
  /** By their address, oldest first; removed ones too. */
  readonly records = new Map<string, StoredRecord>();
  /** By owner and CID. */
  readonly blobs = new Map<string, StoredBlob>();
  readonly authorizations = new Map<string, Authorization>();
  readonly sessions = new Map<string, Session>();
  readonly renewed = new Map<string, { readonly next: string; readonly at: number }>();
  readonly closed = new Set<string>();
  readonly epochs = new Map<string, { readonly access: number; readonly refresh: number }>();
  readonly audience: Audience;
  readonly #seed: number;
  readonly #journal: Journal<Change>;
  #changes = 0;

  constructor(seed: number, file?: string) {
    this.#seed = seed;
    this.audience = new Audience((change) => this.record(change));
    for (const record of born()) this.records.set(record.uri, record);
    this.#journal = new Journal(file, (change) => this.#apply(change));
  }

  record(change: Change): void {
    this.#journal.record(change);
  }

  /** The same seed and the same changes before it make the same name. */
  nextName(what: string): string {
    return createHash('sha256').update(`${this.#seed}:${this.#changes}:${what}`).digest('base64url').slice(0, 22);
  }

  /** Undefined where there is none, or not any more. */
  recordAt(uri: string): StoredRecord | undefined {
    const found = this.records.get(uri);
    return found?.removedAt === undefined ? found : undefined;
  }

  epochOf(did: string): { readonly access: number; readonly refresh: number } {
    return this.epochs.get(did) ?? { access: 0, refresh: 0 };
  }

  #apply(change: Change): void {
    this.#changes++;
    switch (change.change) {
      case 'written':
        for (const record of change.records) {
          // What was removed and comes again is new; what is changed keeps its place.
          if (this.records.get(record.uri)?.removedAt !== undefined) this.records.delete(record.uri);
          this.records.set(record.uri, record);
        }
        for (const uri of change.removed) {
          const found = this.records.get(uri);
          if (found) this.records.set(uri, { ...found, removedAt: change.at });
        }
        break;
      case 'blob':
        this.blobs.set(`${change.blob.did} ${change.blob.cid}`, change.blob);
        break;
      case 'authorization':
        this.authorizations.set(change.authorization.requestUri, change.authorization);
        break;
      case 'session':
        this.sessions.set(change.session.id, change.session);
        break;
      case 'opened':
        break;
      case 'renewed':
        this.renewed.set(change.jti, { next: change.next, at: change.at });
        break;
      case 'closed':
        this.closed.add(change.jti);
        break;
      case 'epoch': {
        const { access, refresh } = this.epochOf(change.did);
        this.epochs.set(change.did, { access: access + 1, refresh: change.all ? access + 1 : refresh });
        break;
      }
      default:
        this.audience.apply(change);
    }
  }
}

/** What accounts have from the start. */
const born = (): readonly StoredRecord[] =>
  demoAccounts.map(({ externalId, handle, name }) => {
    const { description } = profiles[handle];
    const value = { $type: profileCollection, displayName: name, description };
    const uri = uriOf(externalId, profileCollection, 'self');
    return { uri, cid: cidOfRecord(value), value, at: '2026-01-01T00:00:00.000Z' };
  });

export const profileCollection = 'app.bsky.actor.profile';

/** `at://<did>/<collection>/<rkey>`. */
export const uriOf = (did: string, collection: string, rkey: string): string => `at://${did}/${collection}/${rkey}`;

export function partsOf(uri: string): { readonly did: string; readonly collection: string; readonly rkey: string } {
  const [, did = '', collection = '', rkey = ''] = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
  return { did, collection, rkey };
}
