import { Refusal } from './refusals.ts';
import type { State } from './state.ts';

/** What the hashtags need of the emulator. */
interface Surroundings {
  readonly state: State;
  readonly url: string;
}

/**
 * Texts that make the network behave in a certain way, like the test cards of a payment provider (README.md). Throws
 * what turns the post away; `cut`: it is stored, and the connection breaks before the answer.
 */
export function meetHashtag(text: string, reference: string, { state, url }: Surroundings): { readonly cut: boolean } {
  const has = (hashtag: string) => new RegExp(`${hashtag}\\b`, 'i').test(text);
  /** True the first `times` that the post comes. */
  const turnsAway = (hashtag: string, times: number) => {
    if (!has(hashtag) || state.timesTurnedAway(hashtag, reference) >= times) return false;
    state.record({ change: 'turned away', hashtag, reference });
    return true;
  };

  if (has('#sandbox-refused')) throw new Refusal('text_refused', 'The sandbox does not want this text.');
  if (has('#sandbox-captcha') && !state.solved.has(reference)) {
    const actionUrl = `${url}/challenge/${encodeURIComponent(reference)}`;
    throw new Refusal('captcha_required', 'Show that you are a person, then send the post again.', { actionUrl });
  }
  if (turnsAway('#sandbox-busy', 2)) {
    throw new Refusal('temporarily_unavailable', 'The sandbox is busy and has not taken the post.');
  }
  if (turnsAway('#sandbox-limit', 1)) {
    throw new Refusal('too_many_requests', 'Too many posts. Come again in 3 seconds.', { retryAfterSeconds: 3 });
  }
  return { cut: has('#sandbox-lost') || has('#sandbox-flaky') };
}
