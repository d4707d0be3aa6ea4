import DataLoader from 'dataloader';
import {
  addSlots,
  readFreeSlots,
  removeSlots,
  type AskedSlot,
  type FreeSlot,
  type SlotsAdded,
} from '../../app/planning/slot.ts';
import { addSlotsErrors, notBeforeIssues, searchWindow } from '../../domain/planning/slot.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { badInput, ctxOf, sessionOf, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { resultOf } from '../errors.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Channel } from '../workspace/channel.ts';

export const Weekday = builder.enumType('Weekday', {
  description: 'A day of the week.',
  values: valuesOf({
    MONDAY: 'Monday.',
    TUESDAY: 'Tuesday.',
    WEDNESDAY: 'Wednesday.',
    THURSDAY: 'Thursday.',
    FRIDAY: 'Friday.',
    SATURDAY: 'Saturday.',
    SUNDAY: 'Sunday.',
  }),
});

export const Slot = builder.prismaNode('Slot', {
  id: { field: 'id' },
  description: 'A weekly time of a channel, at which posts go out in turn.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    channel: t.relation('channel', { description: 'The channel.' }),
    weekday: t.expose('weekday', { type: Weekday, description: 'The day of the week.' }),
    localTime: t.expose('localTime', { type: 'LocalTime', description: 'What the clocks of the zone show.' }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'Whose clocks.' }),
  }),
});

const FreeSlotType = builder.objectRef<FreeSlot>('FreeSlot').implement({
  description: 'A turn of a slot that nobody has.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    slot: t.field({ type: Slot, description: 'Whose turn it is.', resolve: ({ slot }) => slot }),
  }),
});

const maxFree = 100;

/** Of all channels of one answer that are asked alike: what would otherwise be three queries for each. */
const loaders = new WeakMap<GraphContext, Map<string, DataLoader<string, Generator<FreeSlot>>>>();

function freeSlotsOf(context: GraphContext, window: { readonly from: Date; readonly until: Date }) {
  const own = loaders.get(context) ?? new Map<string, DataLoader<string, Generator<FreeSlot>>>();
  loaders.set(context, own);
  const key = String(window.from.getTime());
  const loader =
    own.get(key) ??
    new DataLoader<string, Generator<FreeSlot>>(
      async (channelIds) => {
        const { workspaceId } = sessionOf(context);
        const free = await readFreeSlots(context.shell.db.prisma, { workspaceId, channelIds, ...window });
        return channelIds.map(free);
      },
      // Who takes from a generator takes it away from the next.
      { cache: false },
    );
  own.set(key, loader);
  return loader;
}

builder.prismaObjectField(Channel, 'slots', (t) =>
  t.relation('slots', {
    nullable: true,
    description: 'Its weekly times, in the order in which they were added; at most 100. Null: not for this viewer.',
    extensions: access('READ_POSTS'),
    query: { orderBy: { id: 'asc' } },
  }),
);

builder.prismaObjectField(Channel, 'nextFreeSlots', (t) =>
  t.field({
    type: [FreeSlotType],
    nullable: true,
    description:
      'The next turns of its slots that no post has, at most a year after `from`; fewer where there are no more. Null: not for this viewer.',
    extensions: access('READ_POSTS'),
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'Not before; what has passed is never free.' }),
      first: t.arg.int({
        required: true,
        defaultValue: 5,
        description: `At most so many, up to ${String(maxFree)}.`,
      }),
    },
    resolve: async ({ id }, { from, first }, context) => {
      if (first < 0 || first > maxFree) {
        throw badInput(`first is ${String(first)}.`, `Ask for 0 to ${String(maxFree)}.`);
      }
      const [issue] = notBeforeIssues(from);
      if (issue !== undefined) throw badInput(issue.message, issue.fix ?? 'Take an earlier time.');
      const free = await freeSlotsOf(context, searchWindow(from, nowOf(context))).load(id);
      return [...take(free, first)];
    },
  }),
);

/** One moment for the whole request: what is asked alike is read once. */
const moments = new WeakMap<GraphContext, Date>();
function nowOf(context: GraphContext): Date {
  const now = moments.get(context) ?? context.shell.now();
  moments.set(context, now);
  return now;
}

function* take<T>(all: Iterable<T>, count: number): Generator<T> {
  let left = count;
  if (left === 0) return;
  for (const each of all) {
    yield each;
    if (--left === 0) return;
  }
}

const SlotInput = builder.inputType('SlotInput', {
  description: 'A weekly time.',
  fields: (t) => ({
    weekday: t.field({ type: Weekday, required: true, description: 'The day of the week.' }),
    localTime: t.field({ type: 'LocalTime', required: true, description: 'What the clocks of the zone show.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'Whose clocks; absent: the workspace’s.' }),
  }),
});

const AddSlotResult = builder.objectRef<AskedSlot>('AddSlotResult').implement({
  description: 'One of the slots that were asked for.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    slot: t.field({
      type: Slot,
      nullable: true,
      description: 'The slot; null: it has been taken away since.',
      resolve: ({ slot }) => slot,
    }),
    added: t.exposeBoolean('added', {
      description:
        'False: the channel had it already, or it stands twice in the input. Two names of one zone, as Europe/Kiev and Europe/Kyiv, are the same.',
    }),
  }),
});

const AddSlotsSuccess = builder.objectRef<SlotsAdded>('AddSlotsSuccess').implement({
  description: 'The channel has these slots.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    channel: t.prismaField({
      type: Channel,
      description: 'The channel.',
      resolve: (query, { channelId }, _, { shell }) =>
        shell.db.prisma.channel.findUniqueOrThrow({ ...query, where: { id: channelId } }),
    }),
    results: t.field({
      type: [AddSlotResult],
      description: 'One for each, in the order asked; at most 100.',
      resolve: ({ results }) => [...results],
    }),
  }),
});

const AddSlotsInput = mutationInput('addSlots', (t) => ({
  channelId: t.id({ required: true, description: 'The channel.' }),
  slots: t.field({ type: [SlotInput], required: true, description: 'The weekly times; at most 100.' }),
}));

builder.mutationField('addSlots', (t) =>
  t.field({
    type: AddSlotsSuccess,
    description:
      'Gives a channel weekly times at which queuePost puts posts; it has at most 100. The wall time stays when clocks change; a time that they skip goes out as much later as they go forward, one that they show twice the first time. What it has already is told and stays.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: AddSlotsInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('addSlots', addSlotsErrors),
    resolve: (_, { input }, context) =>
      addSlots(ctxOf(context), {
        idempotencyKey: keyOf(input),
        channelId: rowId('Channel', input.channelId),
        slots: input.slots.map(({ timeZone, ...slot }) => ({ ...slot, timeZone: timeZone ?? null })),
      }),
  }),
);

const RemoveSlotsSuccess = builder.objectRef<{ readonly slotIds: readonly string[] }>('RemoveSlotsSuccess').implement({
  description: 'The slots are gone.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    slotIds: t.idList({
      description: 'The global ids that they had; at most 100.',
      resolve: ({ slotIds }) => slotIds.map((id) => encodeGlobalID('Slot', id)),
    }),
  }),
});

const RemoveSlotsInput = mutationInput('removeSlots', (t) => ({
  slotIds: t.idList({ required: true, description: 'The slots; at most 100.' }),
}));

builder.mutationField('removeSlots', (t) =>
  t.field({
    type: RemoveSlotsSuccess,
    description: 'Takes weekly times away from channels. Posts that have one of their turns keep their time.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: RemoveSlotsInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('removeSlots', []),
    resolve: async (_, { input }, context) => {
      const slotIds = input.slotIds.map((id) => rowId('Slot', id));
      const { ids } = await removeSlots(ctxOf(context), { idempotencyKey: keyOf(input), slotIds });
      return { slotIds: ids };
    },
  }),
);
