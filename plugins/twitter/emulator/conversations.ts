import { compareIds } from './snowflake.ts';
import type { DirectMessage, Entry } from './state.ts';

/** Of two people there is one conversation, and its name tells who they are. */
export const conversationOf = (a: string, b: string): string => (compareIds(a, b) < 0 ? `${a}-${b}` : `${b}-${a}`);

export const messageEntry = (message: DirectMessage): Entry => ['message', message.id, message];
