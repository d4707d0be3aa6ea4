/** What a domain function answers: the events that now happened, or the rule that was broken. */
export type Decision<Event, Failure> =
  { readonly ok: true; readonly events: readonly Event[] } | { readonly ok: false; readonly error: Failure };

export const decided = <Event>(...events: readonly Event[]): Decision<Event, never> => ({ ok: true, events });
export const refused = <Failure>(error: Failure): Decision<never, Failure> => ({ ok: false, error });

/** The union of the errors in a list of error classes: one list is both the type here and the union in the API. */
export type ErrorOf<List extends readonly (abstract new (...args: never[]) => unknown)[]> = InstanceType<List[number]>;

/** Makes a `switch` exhaustive: reaching it is a bug. */
export function never(value: never): never {
  throw new TypeError(`Unexpected value: ${String(value)}`);
}
