import type { World } from './method.ts';
import type { EventType } from './rules.ts';
import type { Entry } from './state.ts';

/** News for the servers of a community that asked for it. */
export const announce = (
  { state }: World,
  groupId: number,
  type: EventType,
  object: Readonly<Record<string, unknown>>,
): readonly Entry[] => {
  const eventId = state.nextName(`${type} ${JSON.stringify(object)}`);
  return state
    .all('server')
    .filter((server) => server.groupId === groupId && !server.deleted && server.events.includes(type))
    .map((server) => [
      'delivery',
      `${server.id} ${eventId}`,
      { groupId, serverId: server.id, type, eventId, object, state: 'waiting' },
    ]);
};
