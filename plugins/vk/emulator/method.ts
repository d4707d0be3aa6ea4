import { communityOf, type Community } from './accounts.ts';
import type { Caller } from './caller.ts';
import { levelOf } from './caller.ts';
import type { Parameters } from './parameters.ts';
import { Refusal } from './refusals.ts';
import type { State } from './state.ts';

/** The network at work. */
export interface World {
  readonly state: State;
  readonly now: () => Date;
  /** Base URL of this emulator. */
  readonly url: string;
  /** Says that there may be something to deliver. */
  wake(): void;
}

/** One call of a method. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  readonly parameters: Parameters;
  /** Planted by a test: how long the videos of the next post are still being encoded. */
  readonly processingMs?: number | undefined;
}

/** Answers what stands in `response`. Throws {@link Refusal}. */
export type Method = (call: Call) => unknown;
export type Methods = Readonly<Record<string, Method>>;

export const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1000);

/** The community whose wall `owner_id` names; absent: the caller's own. */
export function communityByOwner({ caller, parameters }: Call, name = 'owner_id'): Community {
  const ownerId = parameters.number(name) ?? (caller.kind === 'community' ? -caller.groupId : undefined);
  const found = ownerId === undefined || ownerId >= 0 ? undefined : communityOf(-ownerId);
  if (!found) throw new Refusal(15, 'there is no such wall');
  return found;
}

/** The community that `group_id` names; absent: the caller's own. */
export function communityByGroup({ caller, parameters }: Call): Community {
  const groupId = parameters.number('group_id') ?? (caller.kind === 'community' ? caller.groupId : undefined);
  const found = groupId === undefined ? undefined : communityOf(groupId);
  if (!found) throw new Refusal(100, 'group_id is incorrect');
  return found;
}

/** Throws error 15 where the caller is less than that. */
export function assertManages({ caller }: Call, { id }: Pick<Community, 'id'>, level = 2): void {
  if (levelOf(caller, id) < level) throw new Refusal(15, 'you should be group admin');
}

/** Who a caller is in the eyes of others. */
export const actorOf = (caller: Caller): number =>
  caller.kind === 'community' ? -caller.groupId : caller.kind === 'user' ? caller.userId : 0;

export const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

/** A part of a list, as `offset` and `count` ask for it. */
export function pageOf<T>(all: readonly T[], { parameters }: Call, most: number, usual = 20): readonly T[] {
  const offset = Math.max(0, parameters.number('offset') ?? 0);
  return all.slice(offset, offset + Math.min(parameters.number('count') ?? usual, most));
}
