import { z } from 'zod';
import { accountOf, type Account } from './accounts.ts';
import { assertMayWrite } from './caller.ts';
import { cidOfRecord } from './cid.ts';
import { Refusal } from './refusals.ts';
import { didDocument, type ServerContext } from './server.ts';
import { partsOf, uriOf, type State, type StoredRecord } from './state.ts';
import { tidAt } from './tid.ts';
import { prepare, type Prepared } from './write.ts';
import { pageSize, parse, query, type Method, type XrpcRequest } from './xrpc.ts';

const nsid = z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*){2,}$/, 'Invalid NSID');
const rkey = z.string().regex(/^(?!\.\.?$)[a-zA-Z0-9._~:-]{1,512}$/, 'Invalid record key');
const record = z.looseObject({ $type: z.string().optional() });
const validate = z.boolean().optional();
const place = { repo: z.string(), collection: nsid, rkey };

const inputs = {
  create: z.strictObject({ ...place, rkey: rkey.optional(), validate, record }),
  // `swapRecord`: null where there must be none.
  put: z.strictObject({ ...place, validate, record, swapRecord: z.string().nullish() }),
  remove: z.strictObject({ ...place, swapRecord: z.string().optional() }),
  apply: z.strictObject({
    repo: z.string(),
    validate,
    writes: z
      .array(
        z.discriminatedUnion('$type', [
          z.strictObject({
            $type: z.literal('com.atproto.repo.applyWrites#create'),
            collection: nsid,
            rkey: rkey.optional(),
            value: record,
          }),
          z.strictObject({
            $type: z.literal('com.atproto.repo.applyWrites#update'),
            collection: nsid,
            rkey,
            value: record,
          }),
          z.strictObject({ $type: z.literal('com.atproto.repo.applyWrites#delete'), collection: nsid, rkey }),
        ]),
      )
      .max(200),
  }),
};
const queries = {
  describe: z.strictObject({ repo: z.string() }),
  get: z.strictObject({ ...place, cid: z.string().optional() }),
  list: z.strictObject({
    repo: z.string(),
    collection: nsid,
    limit: pageSize,
    cursor: z.string().optional(),
    reverse: z.stringbool().optional(),
  }),
};

/** What accounts write, and everyone may read. */
export const repoMethods: Readonly<Record<string, Method<ServerContext>>> = {
  'com.atproto.repo.describeRepo': {
    http: 'GET',
    as: 'anyone',
    run({ parameters }, context) {
      const { repo } = query(queries.describe, parameters);
      const account = ownerOf(repo, () => new Refusal('RepoNotFound', `Could not find repo for DID: ${repo}`));
      const { externalId: did, handle } = account;
      const all = [...context.state.records.values()].filter(({ removedAt }) => removedAt === undefined);
      const own = all.map(({ uri }) => partsOf(uri)).filter((parts) => parts.did === did);
      const collections = [...new Set(own.map(({ collection }) => collection))].sort();
      return { handle, did, didDoc: didDocument(account, context), collections, handleIsCorrect: true };
    },
  },
  'com.atproto.repo.getRecord': {
    http: 'GET',
    as: 'anyone',
    run({ parameters }, { state }) {
      const wanted = query(queries.get, parameters);
      const { repo, collection, rkey: key, cid } = wanted;
      const missing = () => new Refusal('RecordNotFound', `Could not locate record: ${uriOf(repo, collection, key)}`);
      const found = state.recordAt(uriOf(ownerOf(repo, missing).externalId, collection, key));
      if (!found || (cid !== undefined && cid !== found.cid)) throw missing();
      return viewOf(found);
    },
  },
  'com.atproto.repo.listRecords': {
    http: 'GET',
    as: 'anyone',
    run({ parameters }, { state }) {
      const { repo, collection, limit, cursor, reverse = false } = query(queries.list, parameters);
      const missing = () => new Refusal('InvalidRequest', `Could not find repo: ${repo}`);
      const prefix = uriOf(ownerOf(repo, missing).externalId, collection, '');
      const sign = reverse ? 1 : -1;
      const all = [...state.records.values()]
        .filter(({ uri, removedAt }) => uri.startsWith(prefix) && removedAt === undefined)
        .sort((a, b) => sign * compare(a.uri, b.uri))
        .filter(({ uri }) => cursor === undefined || sign * compare(uri, prefix + cursor) > 0);
      const page = all.slice(0, limit);
      const last = page.at(-1);
      return { records: page.map(viewOf), ...(last && { cursor: partsOf(last.uri).rkey }) };
    },
  },
  'com.atproto.repo.createRecord': {
    http: 'POST',
    as: 'account',
    run(request, { state, now }) {
      const { repo, rkey: wished, record: value, ...rest } = parse(inputs.create, request.body);
      const written = prepareNew({ did: ownDid(repo, request), rkey: wished, value, ...rest }, state, now());
      return store(written, state, now());
    },
  },
  'com.atproto.repo.putRecord': {
    http: 'POST',
    as: 'account',
    run(request, { state, now }) {
      const { repo, record: value, swapRecord, ...rest } = parse(inputs.put, request.body);
      const did = ownDid(repo, request);
      const { validate: validated, ...at } = rest;
      const prepared = prepare({ did, ...at, value, validate: validated }, state, now());
      // What is there already needs no swap.
      if (prepared.isNew) checkSwap(swapRecord, state.recordAt(prepared.record.uri));
      return store(prepared, state, now());
    },
  },
  'com.atproto.repo.deleteRecord': {
    http: 'POST',
    as: 'account',
    run(request, { state, now }) {
      const { repo, collection, rkey: key, swapRecord } = parse(inputs.remove, request.body);
      const uri = uriOf(ownDid(repo, request), collection, key);
      const current = state.recordAt(uri);
      checkSwap(swapRecord, current);
      // It is the same to the network whether there was one.
      if (!current) return {};
      state.record({ change: 'written', at: now().toISOString(), records: [], removed: [uri] });
      return { commit: commitOf(uri, now()) };
    },
  },
  /** All or none. */
  'com.atproto.repo.applyWrites': {
    http: 'POST',
    as: 'account',
    run(request, { state, now }) {
      const { repo, validate: validated, writes } = parse(inputs.apply, request.body);
      const did = ownDid(repo, request);
      const records: Prepared[] = [];
      const removed: string[] = [];
      const results = writes.map((write) => {
        const { collection } = write;
        if (write.$type === 'com.atproto.repo.applyWrites#delete') {
          const uri = uriOf(did, collection, write.rkey);
          if (!state.recordAt(uri)) throw notWritten();
          removed.push(uri);
          return { $type: 'com.atproto.repo.applyWrites#deleteResult' };
        }
        const isCreate = write.$type === 'com.atproto.repo.applyWrites#create';
        const written = { did, collection, value: write.value, validate: validated };
        const prepared = isCreate
          ? prepareNew({ ...written, rkey: write.rkey }, state, now(), records.length)
          : prepareOld({ ...written, rkey: write.rkey }, state, now());
        records.push(prepared);
        const { uri, cid } = prepared.record;
        return { $type: `${write.$type}Result`, uri, cid, validationStatus: prepared.validationStatus };
      });
      state.record({
        change: 'written',
        at: now().toISOString(),
        records: records.map((prepared) => prepared.record),
        removed,
      });
      return { commit: commitOf(JSON.stringify(results), now()), results };
    },
  },
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const viewOf = ({ uri, cid, value }: StoredRecord) => ({ uri, cid, value });

type Unplaced = Omit<Parameters<typeof prepare>[0], 'rkey' | 'validate'> & {
  readonly rkey?: string | undefined;
  readonly validate?: boolean | undefined;
};

/** Where there must be none yet. `index`: of several at once. */
function prepareNew({ rkey: wished, validate: validated, ...rest }: Unplaced, state: State, now: Date, index = 0) {
  const key = wished ?? tidAt(now.getTime(), 0, state.records.size + index);
  if (state.recordAt(uriOf(rest.did, rest.collection, key))) throw notWritten();
  return prepare({ ...rest, rkey: key, validate: validated }, state, now);
}

/** Where there must be one. */
function prepareOld({ rkey: key = '', validate: validated, ...rest }: Unplaced, state: State, now: Date) {
  if (!state.recordAt(uriOf(rest.did, rest.collection, key))) throw notWritten();
  return prepare({ ...rest, rkey: key, validate: validated }, state, now);
}

/** The server says no more than that. */
const notWritten = () => new Refusal('InternalServerError', 'Internal Server Error');

function store({ record: stored, validationStatus, isNew }: Prepared, state: State, now: Date) {
  const { uri, cid } = stored;
  if (!isNew) return { uri, cid, validationStatus };
  state.record({ change: 'written', at: now.toISOString(), records: [stored], removed: [] });
  return { uri, cid, commit: commitOf(cid, now), validationStatus };
}

/** The server knows only its own accounts, and says so in another way each time. */
function ownerOf(repo: string, refuse: () => Refusal): Account {
  const account = accountOf(repo);
  if (!account) throw refuse();
  return account;
}

function ownDid(repo: string, { caller }: XrpcRequest): string {
  assertMayWrite(caller);
  const account = accountOf(repo);
  if (!account) throw new Refusal('AccountNotFound', 'Account not found');
  if (account.externalId !== caller.did) throw new Refusal('AuthenticationRequired', 'Authentication Required');
  return caller.did;
}

function checkSwap(wanted: string | null | undefined, current: StoredRecord | undefined): void {
  if (wanted === undefined || wanted === (current?.cid ?? null)) return;
  throw new Refusal('InvalidSwap', `Record was at ${current?.cid ?? 'null'}`);
}

const commitOf = (of: string, now: Date) => ({ cid: cidOfRecord({ of }), rev: tidAt(now.getTime()) });
