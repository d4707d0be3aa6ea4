import { communities, communityOf } from './accounts.ts';
import { announce } from './announcing.ts';
import { communityRights, levelOf, userRights, type Caller } from './caller.ts';
import { assertManages, communityByGroup, pageOf, secondsOf, type Call, type Methods } from './method.ts';
import { badParameter, Refusal } from './refusals.ts';
import type { Profile } from './state.ts';
import { communityView, personOf, userView } from './views.ts';

/** From which level on somebody is what a filter asks for. */
const filters: Readonly<Record<string, number>> = { admin: 3, editor: 2, moder: 1, advertiser: 1 };

function get(call: Call) {
  const { world, caller, parameters } = call;
  const wanted = parameters.list('filter');
  const unknown = wanted.find(
    (one) => !['admin', 'editor', 'moder', 'advertiser', 'groups', 'publics', 'events'].includes(one),
  );
  if (unknown !== undefined) throw badParameter(`filter: ${unknown} is unknown`);
  const levels = wanted.flatMap((one) => filters[one] ?? []);
  const least = levels.length === 0 ? 1 : Math.min(...levels);
  const asked = parameters.number('user_id') ?? (caller.kind === 'user' ? caller.userId : undefined);
  if (asked === undefined) throw badParameter('user_id is undefined');
  if (caller.kind !== 'user' || asked !== caller.userId) throw new Refusal(260);
  const found = communities.filter(({ id }) => levelOf(caller, id) >= least);
  const items = pageOf(found, call, 1_000, 1_000);
  if (!parameters.is('extended')) return { count: found.length, items: items.map(({ id }) => id) };
  const fields = parameters.list('fields');
  return { count: found.length, items: items.map((community) => communityView(community, world, caller, fields)) };
}

function getById({ world, caller, parameters }: Call) {
  const asked = [...parameters.list('group_ids'), ...parameters.list('group_id')];
  if (asked.length > 500) throw badParameter('group_ids has more than 500 elements');
  const ids = asked.length === 0 ? ownId(caller) : asked;
  const found = ids.map((text) => {
    const name = text.replace(/^(club|public)(?=\d+$)/, '');
    const community = communities.find(({ id, screenName }) => name === String(id) || name === screenName);
    if (!community) throw badParameter('group_ids is undefined or invalid');
    return community;
  });
  const fields = parameters.list('fields');
  return { groups: found.map((community) => communityView(community, world, caller, fields)), profiles: [] };
}

function ownId(caller: Caller): readonly string[] {
  if (caller.kind !== 'community') throw badParameter('group_ids is undefined');
  return [String(caller.groupId)];
}

const mostTitle = 48;

/** What can be edited, and what it is in the profile. */
const editable: readonly (readonly [parameter: string, field: keyof Profile])[] = [
  ['title', 'name'],
  ['description', 'description'],
  ['screen_name', 'screenName'],
  ['website', 'site'],
];

function edit(call: Call) {
  const { world, caller, parameters } = call;
  const community = communityByGroup(call);
  assertManages(call, community, 3);
  if (Array.from(parameters.text('title') ?? '').length > mostTitle) throw badParameter('title is too long');
  const screenName = parameters.text('screen_name');
  if (screenName !== undefined && !/^[a-z][\w.]{3,31}$/.test(screenName)) throw new Refusal(1260);
  const key = String(community.id);
  const before = world.state.get('profile', key) ?? {};
  const changes = editable.flatMap(([parameter, field]) => {
    const value = parameters.text(parameter);
    return value === undefined ? [] : [{ parameter, field, value }];
  });
  world.state.record(
    ['profile', key, { ...before, ...Object.fromEntries(changes.map(({ field, value }) => [field, value])) }],
    ...announce(world, community.id, 'group_change_settings', {
      user_id: caller.kind === 'user' ? caller.userId : 0,
      changes: Object.fromEntries(
        changes.map(({ parameter, field, value }) => [parameter, { old_value: before[field] ?? '', new_value: value }]),
      ),
    }),
  );
  world.wake();
  return 1 as const;
}

function setStatus(call: Call) {
  const { world, parameters } = call;
  const text = parameters.text('text') ?? '';
  if (Array.from(text).length > 140) throw badParameter('text is too long');
  const groupId = parameters.number('group_id');
  if (groupId === undefined) throw badParameter('only the status of communities is emulated: pass group_id');
  const community = communityByGroup(call);
  assertManages(call, community, 3);
  const key = String(community.id);
  world.state.record(['profile', key, { ...world.state.get('profile', key), status: text }]);
  return 1 as const;
}

function getTokenPermissions({ caller }: Call) {
  const mask = caller.kind === 'community' ? caller.mask : 0;
  const permissions = Object.entries(communityRights)
    .filter(([, setting]) => (mask & setting) !== 0)
    .map(([name, setting]) => ({ name, setting }));
  return { mask, permissions };
}

const setBan = (on: boolean) => (call: Call) => {
  const { world, caller, parameters } = call;
  const community = communityByGroup(call);
  assertManages(call, community, 1);
  const userId = parameters.number('owner_id') ?? 0;
  if (!personOf(userId)) throw new Refusal(100, 'owner_id is incorrect');
  const until = parameters.number('end_date');
  const adminId = caller.kind === 'user' ? caller.userId : 0;
  world.state.record(
    ['ban', `${community.id} ${userId}`, { on, ...(until !== undefined && { until }) }],
    ...(on
      ? announce(world, community.id, 'user_block', {
          admin_id: adminId,
          user_id: userId,
          unblock_date: until ?? 0,
          reason: parameters.number('reason') ?? 0,
          comment: parameters.text('comment') ?? '',
        })
      : announce(world, community.id, 'user_unblock', { admin_id: adminId, user_id: userId, by_end_date: 0 })),
  );
  world.wake();
  return 1 as const;
};

function getUsers({ world, caller, parameters }: Call) {
  const asked = parameters.list('user_ids');
  const ids = asked.length === 0 && caller.kind === 'user' ? [String(caller.userId)] : asked;
  return ids.flatMap((text) => {
    const found = personOf(Number(text.replace(/^id/, '')));
    return found ? [userView(found, world)] : [];
  });
}

function getAppPermissions({ caller }: Call) {
  return caller.kind === 'user' ? caller.mask & ~(userRights.offline ?? 0) : 0;
}

function resolveScreenName({ world, parameters }: Call) {
  const name = parameters.text('screen_name') ?? '';
  const community = communities.find(
    ({ id, screenName }) => name === (world.state.get('profile', String(id))?.screenName ?? screenName),
  );
  const numbered = /^(?:club|public)(\d+)$/.exec(name)?.[1];
  const found = community ?? communityOf(Number(numbered));
  if (found) return { type: 'group', object_id: found.id };
  const user = /^id(\d+)$/.exec(name)?.[1];
  return user !== undefined && personOf(Number(user)) ? { type: 'user', object_id: Number(user) } : [];
}

export const groupMethods: Methods = {
  'groups.get': get,
  'groups.getById': getById,
  'groups.edit': edit,
  'groups.getTokenPermissions': getTokenPermissions,
  'groups.ban': setBan(true),
  'groups.unban': setBan(false),
  'status.set': setStatus,
  'users.get': getUsers,
  'account.getAppPermissions': getAppPermissions,
  'utils.resolveScreenName': resolveScreenName,
  'utils.getServerTime': ({ world }) => secondsOf(world.now()),
};
