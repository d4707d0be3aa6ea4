import {
  createCompetitor as decideCreate,
  emptySnapshot,
  moveCompetitor,
  plainHandle,
  recordSnapshots,
  updateCompetitor as decideUpdate,
  type Handle,
  type KnownCompetitor,
  type SnapshotSource,
  type SnapshotValues,
  type WrittenCompetitor,
  type WrittenSnapshot,
} from '../../domain/strategy/competitor.ts';
import { dateOfDay, dayAt, dayOfDate } from '../../domain/shared/period.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient, Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { given } from '../given.ts';

interface Keyed {
  readonly idempotencyKey: string | null;
}

interface Named extends Keyed {
  readonly competitorId: string;
  readonly expectedRevision?: number | null | undefined;
}

const eventOf = (competitorId: string, { type, fields }: Pick<NewEvent, 'type' | 'fields'>): NewEvent => ({
  type,
  fields: fields ?? [],
  subjectType: 'Competitor',
  subjectId: competitorId,
});

/** Of those that change competitors at once, the second sees what the first did. */
const lockWorkspace = (tx: Tx, { viewer }: Ctx) =>
  tx.$queryRaw`select 1 from workspaces where id = ${viewer.workspaceId}::uuid for no key update`;

/** The names of those that are not archived; without that one. */
async function otherNames(tx: Tx, { viewer }: Ctx, id: string | null): Promise<readonly string[]> {
  const rows = await tx.competitor.findMany({
    where: { workspaceId: viewer.workspaceId, archivedAt: null, ...(id === null ? {} : { id: { not: id } }) },
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}

const installedKeys = (ctx: Ctx): readonly string[] => ctx.networks.all.map(({ connector }) => connector.network.key);

/** Absent stays absent; a text of blanks is none. */
function blank(text: string | null | undefined): string | null | undefined {
  if (text === undefined) return undefined;
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

const handleRow = (ctx: Ctx, position: number, { network, handle }: Handle) => ({
  id: ctx.newId(),
  network,
  handle: plainHandle(handle),
  position,
});

/** Names someone to compare with. */
export function createCompetitor(
  ctx: Ctx,
  input: WrittenCompetitor & Keyed & { readonly name: string },
): Promise<Executed> {
  const { idempotencyKey, ...written } = input;
  return execute(ctx, { name: 'createCompetitor', idempotencyKey, input: written }, async (tx) => {
    await lockWorkspace(tx, ctx);
    const around = { installed: installedKeys(ctx), names: await otherNames(tx, ctx, null) };
    const events = accept(decideCreate(written, around));
    const id = ctx.newId();
    const now = ctx.now();
    await tx.competitor.create({
      data: {
        id,
        workspaceId: ctx.viewer.workspaceId,
        name: written.name.trim(),
        note: blank(written.note) ?? null,
        createdAt: now,
        updatedAt: now,
        handles: { create: (written.handles ?? []).map((handle, index) => handleRow(ctx, index, handle)) },
      },
    });
    return { type: 'Competitor', ids: [id], events: events.map((event) => eventOf(id, event)) };
  });
}

const withHandles = { handles: { orderBy: [{ position: 'asc' }, { id: 'asc' }] } } satisfies Prisma.CompetitorInclude;
type CompetitorRow = Prisma.CompetitorGetPayload<{ include: typeof withHandles }>;

/** Null: it is not there for this viewer. */
async function findCompetitor(tx: Tx, { viewer }: Ctx, id: string) {
  const row = await tx.competitor.findFirst({ where: { id, workspaceId: viewer.workspaceId }, include: withHandles });
  return row && { ...row, archived: row.archivedAt !== null };
}

/** What is absent stays, null clears. What was seen on a network goes with its handle, where that is taken away. */
export function updateCompetitor(
  ctx: Ctx,
  input: WrittenCompetitor & Named & { readonly removeNetworks?: readonly string[] | null | undefined },
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updateCompetitor', idempotencyKey, input: what }, async (tx) => {
    await lockWorkspace(tx, ctx);
    const { competitorId: id, expectedRevision, removeNetworks, ...written } = what;
    const before = await findCompetitor(tx, ctx, id);
    const removed = removeNetworks ?? [];
    const around = { installed: installedKeys(ctx), names: await otherNames(tx, ctx, id) };
    const command = { ...written, expectedRevision: expectedRevision ?? null, removeNetworks: removed };
    const events = accept(decideUpdate(ctx.viewer, before, command, around));
    if (before === null || events.length === 0) return { type: 'Competitor', ids: [id], events: [] };
    await tx.competitorHandle.deleteMany({ where: { competitorId: id, network: { in: [...removed] } } });
    const last = Math.max(-1, ...before.handles.map(({ position }) => position));
    for (const [index, handle] of (written.handles ?? []).entries()) {
      await tx.competitorHandle.upsert({
        where: { competitorId_network: { competitorId: id, network: handle.network } },
        create: { ...handleRow(ctx, last + 1 + index, handle), competitorId: id },
        update: { handle: plainHandle(handle.handle) },
      });
    }
    await tx.competitor.update({
      where: { id },
      data: {
        ...given({ name: written.name?.trim(), note: blank(written.note) }),
        revision: { increment: 1 },
        updatedAt: ctx.now(),
      },
    });
    return { type: 'Competitor', ids: [id], events: events.map((event) => eventOf(id, event)) };
  });
}

function move(ctx: Ctx, action: 'ARCHIVE' | 'RESTORE', input: Named): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  const name = action === 'ARCHIVE' ? 'archiveCompetitor' : 'restoreCompetitor';
  return execute(ctx, { name, idempotencyKey, input: what }, async (tx) => {
    await lockWorkspace(tx, ctx);
    const { competitorId: id, expectedRevision } = what;
    const command = { expectedRevision: expectedRevision ?? null, names: await otherNames(tx, ctx, id) };
    const events = accept(moveCompetitor(ctx.viewer, await findCompetitor(tx, ctx, id), action, command));
    const now = ctx.now();
    const archivedAt = action === 'ARCHIVE' ? now : null;
    await tx.competitor.update({ where: { id }, data: { archivedAt, revision: { increment: 1 }, updatedAt: now } });
    return { type: 'Competitor', ids: [id], events: events.map((event) => eventOf(id, event)) };
  });
}

/** Puts a competitor away. */
export const archiveCompetitor = (ctx: Ctx, input: Named): Promise<Executed> => move(ctx, 'ARCHIVE', input);
/** Takes it out again. */
export const restoreCompetitor = (ctx: Ctx, input: Named): Promise<Executed> => move(ctx, 'RESTORE', input);

export const knownOf = ({ id, name, archivedAt, handles }: CompetitorRow): KnownCompetitor => ({
  id,
  name,
  archived: archivedAt !== null,
  handles: handles.map(({ id: handleId, network, handle }) => ({ id: handleId, network, handle })),
});

/** Competitors of the workspace that snapshots may be of. */
export async function knownCompetitors(
  prisma: Tx | PrismaClient,
  { viewer }: Pick<Ctx, 'viewer'>,
  where: Prisma.CompetitorWhereInput,
): Promise<readonly KnownCompetitor[]> {
  const rows = await prisma.competitor.findMany({
    where: { AND: [{ workspaceId: viewer.workspaceId }, where] },
    include: withHandles,
    orderBy: { id: 'asc' },
  });
  return rows.map(knownOf);
}

/** Holds these competitors until the transaction ends: of two who write down the same day, the second replaces the first. */
export async function lockCompetitors(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$queryRaw`select 1 from competitors where id in (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))}) order by id for no key update`;
}

/** The day that it is for the workspace: the last one on which something can have been seen. */
export async function todayOf(
  prisma: Tx | PrismaClient,
  { viewer, now }: Pick<Ctx, 'viewer' | 'now'>,
): Promise<string> {
  const { timeZone } = await prisma.workspace.findUniqueOrThrow({
    where: { id: viewer.workspaceId },
    select: { timeZone: true },
  });
  return dayAt(now(), timeZone);
}

export const snapshotOutcomes = ['RECORDED', 'REPLACED'] as const;
export type SnapshotOutcome = (typeof snapshotOutcomes)[number];

/** What becomes of one that is written down. */
export interface StoredSnapshot {
  readonly id: string;
  readonly outcome: SnapshotOutcome;
}

/** A snapshot in the place where it is kept. */
export interface PlacedSnapshot {
  readonly handleId: string;
  readonly on: string;
  /** What is absent stays as it was on that day. */
  readonly values: Partial<SnapshotValues>;
}

const placeOf = (handleId: string, on: string) => `${handleId} ${on}`;

/** The ids of the snapshots that stand in those places already. */
export async function snapshotsAt(
  prisma: Tx | PrismaClient,
  snapshots: readonly PlacedSnapshot[],
): Promise<(snapshot: PlacedSnapshot) => string | null> {
  const rows = await prisma.competitorSnapshot.findMany({
    where: {
      handleId: { in: [...new Set(snapshots.map(({ handleId }) => handleId))] },
      on: { in: [...new Set(snapshots.map(({ on }) => on))].map(dateOfDay) },
    },
    select: { id: true, handleId: true, on: true },
  });
  const byPlace = new Map(rows.map(({ id, handleId, on }) => [placeOf(handleId, dayOfDate(on)), id]));
  return ({ handleId, on }) => byPlace.get(placeOf(handleId, on)) ?? null;
}

const allColumnsOf = ({ formats, topPosts, answers, ...values }: SnapshotValues) => ({
  ...values,
  formats: formats.map(({ format, share }) => ({ format, share })),
  topPosts: topPosts.map(({ url, engagements }) => ({ url, engagements })),
  answers: blank(answers) ?? null,
});

/** Only those that are given. */
const columnsOf = ({ formats, topPosts, answers, ...values }: Partial<SnapshotValues>) => ({
  ...values,
  ...(formats === undefined ? {} : { formats: formats.map(({ format, share }) => ({ format, share })) }),
  ...(topPosts === undefined ? {} : { topPosts: topPosts.map(({ url, engagements }) => ({ url, engagements })) }),
  ...(answers === undefined ? {} : { answers: blank(answers) ?? null }),
});

/** Writes snapshots into their places, in the order in which they come. Whoever calls holds their competitors. */
export async function storeSnapshots(
  tx: Tx,
  ctx: Ctx,
  snapshots: readonly PlacedSnapshot[],
  source: SnapshotSource,
): Promise<readonly StoredSnapshot[]> {
  const actor = actorOf(ctx.viewer);
  const author = { authorKind: actor.kind, authorId: 'id' in actor ? actor.id : null, createdAt: ctx.now(), source };
  const idAt = await snapshotsAt(tx, snapshots);
  const stored = snapshots.map((snapshot) => {
    const id = idAt(snapshot);
    return { snapshot, id: id ?? ctx.newId(), outcome: id === null ? ('RECORDED' as const) : ('REPLACED' as const) };
  });
  await tx.competitorSnapshot.createMany({
    data: stored.flatMap(({ snapshot: { handleId, on, values }, id, outcome }) =>
      outcome === 'REPLACED'
        ? []
        : [{ ...allColumnsOf({ ...emptySnapshot, ...values }), ...author, id, handleId, on: dateOfDay(on) }],
    ),
  });
  for (const { snapshot, id, outcome } of stored) {
    if (outcome !== 'REPLACED') continue;
    await tx.competitorSnapshot.update({ where: { id }, data: { ...columnsOf(snapshot.values), ...author } });
  }
  return stored.map(({ id, outcome }) => ({ id, outcome }));
}

/** What an idempotency key remembers of a snapshot. */
const entryOf = ({ outcome, id }: StoredSnapshot) => `${outcome} ${id}`;
export function storedOf(entry: string): StoredSnapshot {
  const [outcome, id = ''] = entry.split(' ');
  return { outcome: outcome === 'REPLACED' ? 'REPLACED' : 'RECORDED', id };
}

/** Writes down what somebody saw, in the order of the input. What stood there of the same day is replaced as a whole. */
export async function recordCompetitorSnapshots(
  ctx: Ctx,
  input: Keyed & { readonly snapshots: readonly WrittenSnapshot[] },
): Promise<readonly StoredSnapshot[]> {
  const { idempotencyKey, snapshots } = input;
  const command = { name: 'recordCompetitorSnapshots', idempotencyKey, input: { snapshots } };
  const { ids } = await execute(ctx, command, async (tx) => {
    const where = { id: { in: [...new Set(snapshots.map(({ competitorId }) => competitorId))] } };
    await lockCompetitors(tx, where.id.in);
    const competitors = await knownCompetitors(tx, ctx, where);
    const events = accept(recordSnapshots(snapshots, competitors, await todayOf(tx, ctx)));
    const handleOf = ({ competitorId, network }: WrittenSnapshot) =>
      competitors.find(({ id }) => id === competitorId)?.handles.find((handle) => handle.network === network)?.id ?? '';
    const placed = snapshots.map((snapshot) => ({
      handleId: handleOf(snapshot),
      on: snapshot.on,
      values: snapshot.values,
    }));
    const stored = await storeSnapshots(tx, ctx, placed, 'MANUAL');
    return {
      type: 'CompetitorSnapshot',
      ids: stored.map(entryOf),
      events: events.map(({ competitorId, ...event }) => eventOf(competitorId, event)),
    };
  });
  return ids.map(storedOf);
}
