import {
  addSlots as decideAdd,
  bookingKey,
  freeTurns,
  isSameTime,
  tooMany,
  turnAt,
  type SlotTime,
  type Taken,
  type WeeklyTime,
} from '../../domain/planning/slot.ts';
import { NotFound, ValidationFailed } from '../../domain/shared/errors.ts';
import { dateOfDay, dayOfDate } from '../../domain/shared/period.ts';
import type { Slot } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { visibleChannels } from './visibility.ts';

const dayMs = 86_400_000;

/** The slots of these channels, locked until the transaction ends: whoever gives out their turns does it alone. Posts are locked before. */
export async function lockSlots(tx: Tx, channelIds: readonly string[]): Promise<readonly Slot[]> {
  if (channelIds.length === 0) return [];
  const ids = [...channelIds];
  await tx.$queryRaw`select 1 from slots where channel_id = any(${ids}::uuid[]) order by id for update`;
  return tx.slot.findMany({ where: { channelId: { in: ids } }, orderBy: { id: 'asc' } });
}

interface Search {
  readonly workspaceId: string;
  readonly channelIds: readonly string[];
  readonly from: Date;
  readonly until: Date;
}

/** What stands on each of these channels, the post aside that is looked for a place for. */
export async function readTaken(
  tx: Tx,
  { workspaceId, channelIds, from, until }: Search,
  exceptPostId: string | null,
): Promise<(channelId: string) => Taken> {
  const ids = [...channelIds];
  const bookings = await tx.slotBooking.findMany({
    where: {
      slot: { channelId: { in: ids } },
      // Days of zones far from each other lie up to a day apart.
      on: { gte: new Date(from.getTime() - 2 * dayMs), lt: new Date(until.getTime() + 2 * dayMs) },
      ...(exceptPostId !== null && { postId: { not: exceptPostId } }),
    },
    select: { slotId: true, on: true },
  });
  // A channel's own time lies at most a search after the post's.
  const earliest = new Date(2 * from.getTime() - until.getTime());
  const standing = await tx.$queryRaw<{ channel_id: string; at: Date }[]>`
    select v.channel_id::text, coalesce(v.scheduled_at, p.scheduled_at) as at
    from posts p join post_variants v on v.post_id = p.id
    where p.workspace_id = ${workspaceId}::uuid and p.scheduled_at >= ${earliest} and p.scheduled_at < ${until}
      and p.state not in ('CANCELLED', 'ARCHIVED') and p.id is distinct from ${exceptPostId}::uuid
      and v.channel_id = any(${ids}::uuid[]) and coalesce(v.scheduled_at, p.scheduled_at) >= ${from}`;
  const booked = new Set(bookings.map(({ slotId, on }) => bookingKey(slotId, dayOfDate(on))));
  const byChannel = new Map<string, Set<number>>(ids.map((id) => [id, new Set()]));
  for (const { channel_id, at } of standing) byChannel.get(channel_id)?.add(at.getTime());
  return (channelId) => ({ booked, standing: byChannel.get(channelId) ?? new Set() });
}

/** A free turn, with its slot. */
export interface FreeSlot {
  readonly at: Date;
  readonly slot: Slot;
}

/** The next free turns of each channel, the first first; as many as one cares to take. */
export async function readFreeSlots(tx: Tx, search: Search): Promise<(channelId: string) => Generator<FreeSlot>> {
  const { channelIds, from, until } = search;
  const slots = await tx.slot.findMany({ where: { channelId: { in: [...channelIds] } }, orderBy: { id: 'asc' } });
  const taken = await readTaken(tx, search, null);
  return function* (channelId) {
    const own = slots.filter((slot) => slot.channelId === channelId);
    const byId = new Map(own.map((slot) => [slot.id, slot]));
    for (const turn of freeTurns(own, taken(channelId), from, until)) {
      const slot = byId.get(turn.slotId);
      if (slot !== undefined) yield { at: turn.schedule.at, slot };
    }
  };
}

/** Takes a turn for a post; false: another one has it. */
export async function book(tx: Tx, postId: string, { slotId, on }: Pick<SlotTime, 'slotId' | 'on'>): Promise<boolean> {
  const data = [{ slotId, on: dateOfDay(on), postId }];
  return (await tx.slotBooking.createMany({ data, skipDuplicates: true })).count === 1;
}

/**
 * Brings a post's bookings to its times: frees those of other times, channels and what was called off, and takes those at which it
 * stands now where nobody has them. Call it after every change of a post's times, channels or life; the caller holds the post's lock.
 */
export async function followBookings(tx: Tx, postId: string): Promise<void> {
  const post = await tx.post.findUniqueOrThrow({
    where: { id: postId },
    select: { state: true, scheduledAt: true, variants: { select: { channelId: true, scheduledAt: true } } },
  });
  const stands = !['CANCELLED', 'ARCHIVED'].includes(post.state) && post.scheduledAt !== null;
  const times = new Map(
    stands ? post.variants.map((variant) => [variant.channelId, variant.scheduledAt ?? post.scheduledAt]) : [],
  );
  const slots = await lockSlots(tx, [...times.keys()]);
  const turns = slots.flatMap((slot) => {
    const at = times.get(slot.channelId);
    return (at ? turnAt(slot, at) : null) ?? [];
  });
  const wanted = turns.map(({ slotId, on }) => ({ slotId, on: dateOfDay(on) }));
  await tx.slotBooking.deleteMany({ where: { postId, ...(wanted.length > 0 && { NOT: { OR: wanted } }) } });
  if (wanted.length === 0) return;
  await tx.slotBooking.createMany({ data: wanted.map((turn) => ({ ...turn, postId })), skipDuplicates: true });
}

interface Keyed {
  readonly idempotencyKey: string | null;
}

/** One of the slots that were asked for. */
export interface AskedSlot {
  /** Null: it has been taken away since. */
  readonly slot: Slot | null;
  /** False: the channel had it already, or it stands twice in what was asked. */
  readonly added: boolean;
}

export interface SlotsAdded {
  readonly channelId: string;
  /** One for each that was asked for, in that order. */
  readonly results: readonly AskedSlot[];
}

/** Gives a channel weekly times. What it has already stays as it is. */
export async function addSlots(
  ctx: Ctx,
  input: Keyed & {
    readonly channelId: string;
    /** Without a zone: the workspace's. */
    readonly slots: readonly (Omit<WeeklyTime, 'timeZone'> & { readonly timeZone: string | null })[];
  },
): Promise<SlotsAdded> {
  const { idempotencyKey, ...what } = input;
  const { channelId } = input;
  const { workspaceId } = ctx.viewer;
  let asked: readonly WeeklyTime[] = [];
  const read = async (tx: Tx) => {
    const { timeZone } = await tx.workspace.findUniqueOrThrow({
      where: { id: workspaceId },
      select: { timeZone: true },
    });
    asked = input.slots.map((slot) => ({ ...slot, timeZone: slot.timeZone ?? timeZone }));
    return tx.slot.findMany({ where: { channelId }, orderBy: { id: 'asc' } });
  };
  const executed = await execute(ctx, { name: 'addSlots', idempotencyKey, input: what }, async (tx) => {
    const channel = await tx.channel.findFirst({
      where: { AND: [{ id: channelId }, visibleChannels(ctx.viewer)] },
      select: { id: true },
    });
    if (channel === null) throw new NotFound('channel', ['channelId']);
    // Two who add at once see each other's, so that nothing is made twice and the bound holds.
    await tx.$queryRaw`select 1 from channels where id = ${channelId}::uuid for no key update`;
    const present = await read(tx);
    const now = ctx.now();
    const rows = accept(decideAdd(present, asked)).map(({ slot: { weekday, localTime, timeZone } }) => ({
      id: ctx.newId(),
      channelId,
      weekday,
      localTime,
      timeZone,
      createdAt: now,
    }));
    await tx.slot.createMany({ data: rows });
    return {
      type: 'Slot',
      ids: rows.map(({ id }) => id),
      events: rows.map(({ id }) => ({ type: 'SLOT_ADDED', subjectType: 'Slot', subjectId: id, channelId })),
    };
  });
  const slots = await read(ctx.db.prisma);
  const told = new Set<string>();
  const results = asked.map((time): AskedSlot => {
    const slot = slots.find((each) => isSameTime(each, time)) ?? null;
    const added = slot === null || (executed.ids.includes(slot.id) && !told.has(slot.id));
    if (slot !== null) told.add(slot.id);
    return { slot, added };
  });
  return { channelId, results };
}

/** Takes weekly times away. What stands there keeps its time. */
export function removeSlots(ctx: Ctx, input: Keyed & { readonly slotIds: readonly string[] }): Promise<Executed> {
  const { idempotencyKey, slotIds } = input;
  return execute(ctx, { name: 'removeSlots', idempotencyKey, input: { slotIds } }, async (tx) => {
    const issues = tooMany(slotIds.length, 'Slots', 'slotIds');
    if (issues.length > 0) throw new ValidationFailed(issues);
    const ids = [...new Set(slotIds)];
    await tx.$queryRaw`select 1 from slots where id = any(${ids}::uuid[]) order by id for update`;
    const rows = await tx.slot.findMany({
      where: { id: { in: ids }, channel: visibleChannels(ctx.viewer) },
      select: { id: true, channelId: true },
    });
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const [index, id] of slotIds.entries()) {
      if (!known.has(id)) throw new NotFound('slot', ['slotIds', String(index)]);
    }
    await tx.slot.deleteMany({ where: { id: { in: ids } } });
    return {
      type: 'Slot',
      ids,
      events: rows.map(({ id, channelId }) => ({
        type: 'SLOT_REMOVED',
        subjectType: 'Slot' as const,
        subjectId: id,
        channelId,
      })),
    };
  });
}
