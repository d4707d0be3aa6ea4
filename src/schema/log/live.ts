import { cursorOf, followEvents, visibleEvents } from '../../app/event-log.ts';
import type { Event as EventRow, Prisma } from '../../generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { sessionOf, workspaceIdOf, type GraphContext } from '../context.ts';
import { noWorkspace, stream } from './stream.ts';

export const LiveEvent = builder.interfaceRef<EventRow>('LiveEvent').implement({
  description: 'What every subscription tells of an event.',
  fields: (t) => ({
    cursor: t.string({
      description:
        'Its place in the workspace’s log. Pass it as after to go on from here, to any field that takes one.',
      resolve: ({ number }) => cursorOf(number),
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

/** Follows the viewer's part of the workspace's log. */
export function follow(
  context: GraphContext,
  args: { readonly workspaceId?: string | null | undefined; readonly after?: string | null | undefined },
  filter: Prisma.EventWhereInput,
): AsyncIterableIterator<EventRow, void, void> {
  const session = sessionOf(context);
  if (workspaceIdOf(context, args.workspaceId) === null) throw noWorkspace();
  return stream(
    followEvents(context.shell.db, session, {
      after: args.after ?? null,
      where: async () => ({ AND: [await visibleEvents(context.shell.db, session), filter] }),
      signal: context.ended,
    }),
  );
}

export const workspaceArg = 'The workspace; absent: the only one that the viewer belongs to.';
export const afterArg = 'Replays what came after this cursor, then goes on live. Absent: from now on.';
