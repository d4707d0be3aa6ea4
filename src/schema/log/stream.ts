import { AccessEnded, CursorInvalid } from '../../app/event-log.ts';
import { apiError, unauthenticated } from '../context.ts';

/** What can go wrong while events are read, in the words of the API. */
export function logError(error: unknown): unknown {
  if (error instanceof CursorInvalid) {
    return apiError(error.code, error.message, { status: 400, fix: 'Take a cursor from an event of this workspace.' });
  }
  return error instanceof AccessEnded ? unauthenticated(error.message) : error;
}

/** The same events; errors in the words of the API. */
export const stream = <T>(events: AsyncIterableIterator<T, void, void>): AsyncIterableIterator<T, void, void> => ({
  next: () =>
    events.next().catch((error: unknown) => {
      throw logError(error);
    }),
  return: async () => (await events.return?.()) ?? { done: true, value: undefined },
  [Symbol.asyncIterator]() {
    return this;
  },
});

export const noWorkspace = () =>
  apiError('NOT_FOUND', 'There is no such workspace, or it is not yours to see.', {
    status: 404,
    fix: 'Leave workspaceId out, or take it from viewer.workspaces.',
  });
