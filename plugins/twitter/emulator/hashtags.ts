import { Refusal } from './refusals.ts';

/**
 * Texts that make the network behave in a certain way, like the test cards of a payment provider. Throws what turns the post
 * away; `cut`: it is made, and the connection breaks before the answer.
 */
export function meetHashtag(text: string): { readonly cut: boolean } {
  const has = (hashtag: string) => new RegExp(`${hashtag}\\b`, 'i').test(text);
  if (has('#x-spam')) throw new Refusal('226');
  if (has('#x-credits')) throw new Refusal('credits-depleted');
  return { cut: has('#x-lost') };
}
