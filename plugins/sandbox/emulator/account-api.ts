import { z } from 'zod';
import { rightsOf, type Account } from './accounts.ts';
import { isNear } from './announcer.ts';
import { isHttp, type ApiAnswer, type ApiContext } from './context.ts';
import { Refusal } from './refusals.ts';
import type { Hook } from './state.ts';

export const profileChange = z.strictObject({
  displayName: z.string().min(1).exactOptional(),
  bio: z.string().exactOptional(),
  avatarUrl: z.string().exactOptional(),
});
export const newHook = z.strictObject({ url: z.string(), secret: z.string().min(16).max(64) });

export const listAccounts = (account: Account, { state, url }: ApiContext): ApiAnswer => {
  const { externalId: id, handle, kind } = account;
  const { displayName: name, avatarUrl } = state.profileOf(account);
  const view = { id, name, handle, kind, url: `${url}/@${handle}`, avatarUrl, rights: rightsOf(account) };
  return { status: 200, body: { accounts: [view] } };
};

export const readProfile = (account: Account, { state }: ApiContext): ApiAnswer => ({
  status: 200,
  body: state.profileOf(account),
});

export function changeProfile(
  account: Account,
  changes: z.infer<typeof profileChange>,
  { state }: ApiContext,
): ApiAnswer {
  const profile = { ...state.profileOf(account), ...changes };
  const over = (text: string, max: number) => Array.from(text).length > max;
  if (over(profile.displayName, 50) || over(profile.bio, 200)) {
    throw new Refusal('profile_too_long', 'A name has at most 50 characters, and the text about an account 200.');
  }
  if (profile.avatarUrl !== undefined && !isHttp(profile.avatarUrl)) {
    throw new Refusal('media_invalid', 'The address of a picture begins with http or https.');
  }
  state.record({ change: 'profile', account: account.externalId, profile });
  return { status: 200, body: profile };
}

export async function setWebhook(account: Account, hook: Hook, { state, announcer }: ApiContext): Promise<ApiAnswer> {
  if (!isNear(hook.url)) throw new Refusal('webhook_invalid', 'An emulator speaks to nobody beyond this machine.');
  if (!(await announcer.greet(hook))) {
    throw new Refusal('webhook_unanswered', 'The address did not sign what it was asked.');
  }
  state.record({ change: 'hook', account: account.externalId, hook });
  return { status: 204 };
}

export function removeWebhook(account: Account, { state }: ApiContext): ApiAnswer {
  state.record({ change: 'hook', account: account.externalId });
  return { status: 204 };
}
