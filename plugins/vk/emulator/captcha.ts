import { createHash } from 'node:crypto';
import type { Caller } from './caller.ts';
import type { World } from './method.ts';
import { Refusal, type RefusalDetails } from './refusals.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** What a person gets who has shown to be one; good for the request that asked. */
export const successTokenOf = (session: string): string => digest(`success ${session}`);

/** Where a person goes, and what is sent back beside the success token. */
export const challengeOf = (session: string, { url }: Pick<World, 'url'>): RefusalDetails => ({
  redirect_uri: `${url}/~id/not_robot_captcha?domain=vk.com&session_token=${session}`,
  remixstlid: digest(`remixstlid ${session}`),
});

export const validationOf = (session: string, { url }: Pick<World, 'url'>): RefusalDetails => ({
  redirect_uri: `${url}/~id/security_check?hash=${session}`,
});

/**
 * Texts that make the network behave in a certain way, like the test cards of a payment provider. Throws what turns the post
 * away.
 */
export function meetHashtag(text: string, successToken: string | undefined, caller: Caller, world: World): void {
  const has = (hashtag: string) => new RegExp(`${hashtag}(?![\\w-])`, 'i').test(text);
  if (has('#vk-spam')) throw new Refusal(214, 'the text of the post looks like spam');
  if (!has('#vk-captcha')) return;
  const session = digest(`${caller.token} ${text}`);
  if (world.state.get('captcha', session)?.solved === true || successToken === successTokenOf(session)) return;
  throw new Refusal(14, undefined, challengeOf(session, world));
}
