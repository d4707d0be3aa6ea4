import { cidOfRecord } from './cid.ts';
import { blobsIn, checkRecord, isKnown, wantsTid } from './lexicon.ts';
import { Refusal } from './refusals.ts';
import { uriOf, type RecordValue, type State, type StoredRecord } from './state.ts';
import { isTid } from './tid.ts';

/** A record as a client sends it. */
export interface Written {
  readonly did: string;
  readonly collection: string;
  readonly rkey: string;
  readonly value: Readonly<Record<string, unknown>> & { readonly $type?: string | undefined };
  readonly validate: boolean | undefined;
}

export interface Prepared {
  readonly record: StoredRecord;
  readonly validationStatus: 'valid' | 'unknown';
  /** False: it is there already, to the letter. */
  readonly isNew: boolean;
}

/** Checks a record, and changes nothing yet. */
export function prepare({ did, collection, rkey, value: given, validate }: Written, state: State, now: Date): Prepared {
  const value: RecordValue = { ...given, $type: given.$type ?? collection };
  const refuse = (message: string) => new Refusal('InvalidRequest', message);
  if (value.$type !== collection) throw refuse(`Invalid $type: expected ${collection}, got ${value.$type}`);
  if (validate === true && !isKnown(collection)) throw refuse(`Unknown lexicon type: ${collection}`);
  if (wantsTid(collection) && !isTid(rkey))
    throw refuse(`Invalid record key for ${collection}: Invalid TID string (got "${rkey}") at $`);
  if (validate !== false) checkRecord(collection, value);
  for (const { cid, mimeType, size } of blobsIn(value)) {
    const blob = state.blobs.get(`${did} ${cid}`);
    if (!blob) throw new Refusal('BlobNotFound', `Could not find blob: ${cid}`);
    if (blob.mimeType !== mimeType) throw new Refusal('InvalidMimeType', mismatch('Mimetype', blob.mimeType, mimeType));
    if (blob.size !== size) throw new Refusal('InvalidSize', mismatch('Size', blob.size, size));
  }
  const uri = uriOf(did, collection, rkey);
  const cid = cidOf(value);
  const current = state.recordAt(uri);
  // What is changed keeps the time at which people first saw it.
  const record = { uri, cid, value, at: current?.at ?? now.toISOString() };
  return { record, validationStatus: isKnown(collection) ? 'valid' : 'unknown', isNew: current?.cid !== cid };
}

const mismatch = (what: string, expected: string | number, got: string | number) =>
  `Referenced ${what} does not match stored blob. Expected: ${expected}, Got: ${got}`;

function cidOf(value: RecordValue): string {
  try {
    return cidOfRecord(value);
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal('InvalidRequest', `Invalid record: ${error.message}`);
    throw error;
  }
}
