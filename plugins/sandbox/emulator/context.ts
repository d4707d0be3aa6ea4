import { z } from 'zod';
import type { Announcer } from './announcer.ts';
import type { Account, Right } from './accounts.ts';
import { rightsOf } from './accounts.ts';
import { Refusal } from './refusals.ts';
import type { RequestLimit } from './requests.ts';
import type { State } from './state.ts';

/** `cut`: it was done, but the connection breaks before the answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly cut?: boolean;
}

export interface ApiContext {
  readonly state: State;
  readonly now: () => Date;
  /** Base URL of this emulator. */
  readonly url: string;
  readonly announcer: Announcer;
  readonly requests: RequestLimit;
  /** Planted by a test: how long the next post is in processing. */
  readonly processingMs?: number;
}

export const isHttp = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
export const lengthOf = (text: string): number => Array.from(segmenter.segment(text)).length;

export function parse<T>(shape: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = shape.safeParse(value);
  if (!success) throw new Refusal('request_invalid', z.prettifyError(error));
  return data;
}

export function demandOwn(account: Account, externalId: string): void {
  if (account.externalId !== externalId) throw new Refusal('account_forbidden', 'The token is of another account.');
}

export function demandRight(account: Account, right: Right): void {
  if (!rightsOf(account).includes(right)) throw new Refusal('right_missing', `The account lacks the right: ${right}.`);
}
