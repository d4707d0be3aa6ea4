import { z } from 'zod';
import { readBody } from './body.ts';
import { announce } from './events.ts';
import { invalid, Refusal } from './refusals.ts';
import { tierOf } from './tiers.ts';
import { userOf } from './tweet-store.ts';
import { ownId } from './users.ts';
import { nowOf, recordAndTell, type Call, type Made } from './world.ts';

const following = z.strictObject({ target_user_id: z.string().regex(/^\d{1,19}$/) });

/** `POST /2/users/{id}/following` */
export const follow = (call: Call): Made =>
  setFollow(ownId(call, 'id'), readBody(following, call.request).target_user_id, true, call);

/** `DELETE /2/users/{source_user_id}/following/{target_user_id}` */
export const unfollow = (call: Call): Made =>
  setFollow(ownId(call, 'source_user_id'), call.path.target_user_id ?? '', false, call);

/** By the API this is for who pays for it. */
function setFollow(by: string, userId: string, on: boolean, { world }: Call): Made {
  if (tierOf(by, world) === 'self-serve') throw new Refusal('client-not-enrolled');
  if (!userOf(userId) || userId === by) throw invalid('There is no such user to follow', { target_user_id: [userId] });
  const key = `${by} ${userId}`;
  const isOn = world.state.get('follow', key)?.on === true;
  if (isOn !== on) {
    const type = on ? 'follow.follow' : 'follow.unfollow';
    recordAndTell(
      world,
      ['follow', key, { by, userId, on }],
      ...announce(world, { type, by, userId, at: nowOf(world) }),
    );
  }
  return { status: 200, body: { data: { following: on, ...(on && { pending_follow: false }) } } };
}
